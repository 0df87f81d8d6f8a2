'use strict';
// node:events: the EventEmitter that most of Node's API stands on, and the functions around it.
// https://nodejs.org/docs/latest-v24.x/api/events.html

const {
  AbortError,
  codes: { ERR_INVALID_ARG_TYPE, ERR_UNHANDLED_ERROR },
} = require('internal/errors');
const {
  validateAbortSignal,
  validateBoolean,
  validateFunction,
  validateInteger,
  validateNumber,
  validateObject,
} = require('internal/validators');
const { addAbortListener } = require('internal/events/abort_listener');
const {
  kEnhanceStackBeforeInspector,
  kFirstEventParam,
  kMaxEventTargetListeners,
  kMaxEventTargetListenersWarned,
  kResistStopPropagation,
} = require('internal/events/symbols');

const kCapture = Symbol('kCapture');
const kErrorMonitor = Symbol('events.errorMonitor');
const kRejection = Symbol.for('nodejs.rejection');
// True for an object that brought its own `_events`: its keys are then kept when the last listener goes.
const kShapeMode = Symbol('shapeMode');
// On an array of listeners: how many `emit` calls are walking it. Such an array is replaced, never changed.
const kEmitting = Symbol('events.emitting');
const kWatermarkData = Symbol.for('nodejs.watermarkData');

let defaultMaxListeners = 10;

function EventEmitter(opts) {
  EventEmitter.init.call(this, opts);
}

EventEmitter.addAbortListener = addAbortListener;
EventEmitter.once = once;
EventEmitter.on = on;
EventEmitter.getEventListeners = getEventListeners;
EventEmitter.getMaxListeners = getMaxListeners;
EventEmitter.listenerCount = listenerCount;
EventEmitter.EventEmitter = EventEmitter;
EventEmitter.usingDomains = false;
EventEmitter.captureRejectionSymbol = kRejection;

Object.defineProperties(EventEmitter, {
  captureRejections: {
    __proto__: null,
    get() {
      return EventEmitter.prototype[kCapture];
    },
    set(value) {
      validateBoolean(value, 'EventEmitter.captureRejections');
      EventEmitter.prototype[kCapture] = value;
    },
    enumerable: true,
  },
  EventEmitterAsyncResource: {
    __proto__: null,
    get: lazyEventEmitterAsyncResource,
    set: undefined,
    enumerable: true,
    configurable: true,
  },
});

EventEmitter.errorMonitor = kErrorMonitor;

Object.defineProperties(EventEmitter, {
  defaultMaxListeners: {
    __proto__: null,
    get() {
      return defaultMaxListeners;
    },
    set(value) {
      validateNumber(value, 'defaultMaxListeners', 0);
      defaultMaxListeners = value;
    },
    enumerable: true,
  },
  kMaxEventTargetListeners: { __proto__: null, value: kMaxEventTargetListeners },
  kMaxEventTargetListenersWarned: { __proto__: null, value: kMaxEventTargetListenersWarned },
});

// The two functions without a name are nameless in Node as well.
EventEmitter.setMaxListeners = (0, function(n = defaultMaxListeners, ...eventTargets) {
  validateNumber(n, 'setMaxListeners', 0);
  if (eventTargets.length === 0) {
    defaultMaxListeners = n;
    return;
  }
  const { isEventTarget } = require('internal/event_target'); // Lazy: event_target requires this file.
  for (const target of eventTargets) {
    if (isEventTarget(target)) {
      target[kMaxEventTargetListeners] = n;
      target[kMaxEventTargetListenersWarned] = false;
    } else if (typeof target.setMaxListeners === 'function') {
      target.setMaxListeners(n);
    } else {
      throw new ERR_INVALID_ARG_TYPE('eventTargets', ['EventEmitter', 'EventTarget'], target);
    }
  }
});

EventEmitter.init = (0, function(opts) {
  const events = this._events;
  if (events === undefined || events === Object.getPrototypeOf(this)._events) {
    this._events = { __proto__: null };
    this._eventsCount = 0;
    this[kShapeMode] = false;
  } else {
    this[kShapeMode] = true;
  }
  this._maxListeners ||= undefined;

  if (opts?.captureRejections) {
    validateBoolean(opts.captureRejections, 'options.captureRejections');
    this[kCapture] = true;
  } else {
    this[kCapture] = EventEmitter.prototype[kCapture];
  }
});

const { prototype } = EventEmitter;

Object.defineProperty(prototype, kCapture, { __proto__: null, value: false, writable: true });
prototype._events = undefined;
prototype._eventsCount = 0;
prototype._maxListeners = undefined;

prototype.setMaxListeners = function setMaxListeners(n) {
  validateNumber(n, 'setMaxListeners', 0);
  this._maxListeners = n;
  return this;
};

prototype.getMaxListeners = function getMaxListeners() {
  return maxListenersOf(this);
};

prototype.emit = function emit(type, ...args) {
  const events = this._events;
  if (type === 'error') {
    if (events?.[kErrorMonitor] !== undefined) this.emit(kErrorMonitor, ...args);
    if (events?.error === undefined) throw unhandledErrorException(this, args);
  } else if (events === undefined) {
    return false;
  }

  const handler = events[type];
  if (handler === undefined) return false;

  if (typeof handler === 'function') {
    const result = handler.apply(this, args);
    if (result !== undefined && result !== null) watchRejection(this, result, type, args);
    return true;
  }

  handler[kEmitting]++;
  try {
    // The array does not change while it is marked.
    for (let index = 0; index < handler.length; index++) {
      const result = Reflect.apply(handler[index], this, args);
      if (result !== undefined && result !== null) watchRejection(this, result, type, args);
    }
  } finally {
    handler[kEmitting]--;
  }
  return true;
};

prototype.addListener = function addListener(type, listener) {
  return insertListener(this, type, listener, Array.prototype.push);
};

prototype.on = prototype.addListener;

prototype.prependListener = function prependListener(type, listener) {
  return insertListener(this, type, listener, Array.prototype.unshift);
};

prototype.once = function once(type, listener) {
  validateFunction(listener, 'listener');
  this.on(type, onceWrapper(this, type, listener));
  return this;
};

prototype.prependOnceListener = function prependOnceListener(type, listener) {
  validateFunction(listener, 'listener');
  this.prependListener(type, onceWrapper(this, type, listener));
  return this;
};

prototype.removeListener = function removeListener(type, listener) {
  validateFunction(listener, 'listener');

  const events = this._events;
  const registered = events?.[type];
  if (registered === undefined) return this;

  if (registered === listener || registered.listener === listener) {
    removeLastListener(this, events, type);
    if (events.removeListener !== undefined) {
      this.emit('removeListener', type, registered.listener || listener);
    }
  } else if (typeof registered !== 'function') {
    const index = registered.findLastIndex((entry) => isListener(entry, listener));
    if (index < 0) return this;
    const list = mutableList(events, type, registered);
    removeAt(list, index);
    if (list.length === 1) events[type] = list[0];
    if (events.removeListener !== undefined) this.emit('removeListener', type, listener);
  }
  return this;
};

prototype.off = prototype.removeListener;

prototype.removeAllListeners = function removeAllListeners(type) {
  const events = this._events;
  if (events === undefined) return this;

  if (events.removeListener === undefined) {
    if (arguments.length === 0) {
      forgetEverything(this);
    } else if (events[type] !== undefined) {
      if (--this._eventsCount === 0) this._events = { __proto__: null };
      else delete events[type];
    }
    this[kShapeMode] = false;
    return this;
  }

  // Someone wants to be told: take them away one by one, latest first, the observers themselves last.
  if (arguments.length === 0) {
    for (const key of Reflect.ownKeys(events)) {
      if (key !== 'removeListener') this.removeAllListeners(key);
    }
    this.removeAllListeners('removeListener');
    forgetEverything(this);
    this[kShapeMode] = false;
    return this;
  }

  const registered = events[type];
  if (typeof registered === 'function') {
    this.removeListener(type, registered);
  } else if (registered !== undefined) {
    for (let index = registered.length - 1; index >= 0; index--) this.removeListener(type, registered[index]);
  }
  return this;
};

prototype.listeners = function listeners(type) {
  return registeredListeners(this, type).map((entry) => {
    const original = entry.listener;
    return typeof original === 'function' ? original : entry;
  });
};

prototype.rawListeners = function rawListeners(type) {
  return registeredListeners(this, type);
};

prototype.listenerCount = function listenerCount(type, listener) {
  const registered = this._events?.[type];
  if (registered === undefined) return 0;
  if (typeof registered === 'function') {
    return listener == null || isListener(registered, listener) ? 1 : 0;
  }
  if (listener == null) return registered.length;
  let count = 0;
  for (let index = 0; index < registered.length; index++) {
    if (isListener(registered[index], listener)) count++;
  }
  return count;
};

prototype.eventNames = function eventNames() {
  if (this._eventsCount === 0) return [];
  const events = this._events;
  return Reflect.ownKeys(events).filter((key) => events[key] !== undefined);
};

function getEventListeners(emitterOrTarget, type) {
  if (typeof emitterOrTarget.listeners === 'function') return emitterOrTarget.listeners(type);
  const { isEventTarget, listenersOf } = require('internal/event_target'); // Lazy: event_target requires this file.
  if (isEventTarget(emitterOrTarget)) return listenersOf(emitterOrTarget, type);
  throw new ERR_INVALID_ARG_TYPE('emitter', ['EventEmitter', 'EventTarget'], emitterOrTarget);
}

function getMaxListeners(emitterOrTarget) {
  if (typeof emitterOrTarget?.getMaxListeners === 'function') return maxListenersOf(emitterOrTarget);
  if (typeof emitterOrTarget?.[kMaxEventTargetListeners] === 'number') {
    return emitterOrTarget[kMaxEventTargetListeners];
  }
  throw new ERR_INVALID_ARG_TYPE('emitter', ['EventEmitter', 'EventTarget'], emitterOrTarget);
}

function listenerCount(emitterOrTarget, type) {
  if (typeof emitterOrTarget.listenerCount === 'function') return emitterOrTarget.listenerCount(type);
  const { isEventTarget, listenerCountOf } = require('internal/event_target'); // Lazy: event_target requires this file.
  if (isEventTarget(emitterOrTarget)) return listenerCountOf(emitterOrTarget, type);
  throw new ERR_INVALID_ARG_TYPE('emitter', ['EventEmitter', 'EventTarget'], emitterOrTarget);
}

/** A promise for the arguments of the next `name` event; 'error' rejects it. */
async function once(emitter, name, options = {}) {
  validateObject(options, 'options');
  const { signal } = options;
  validateAbortSignal(signal, 'options.signal');
  if (signal?.aborted) throw new AbortError(undefined, { cause: signal.reason });

  const { promise, resolve, reject } = Promise.withResolvers();
  const flags = { __proto__: null, once: true, [kResistStopPropagation]: true };

  function onEvent(...args) {
    if (typeof emitter.removeListener === 'function') emitter.removeListener('error', onError);
    stopWatchingSignal();
    resolve(args);
  }
  function onError(error) {
    emitter.removeListener(name, onEvent);
    stopWatchingSignal();
    reject(error);
  }
  function onAbort() {
    removeAnyListener(emitter, name, onEvent);
    removeAnyListener(emitter, 'error', onError);
    reject(new AbortError(undefined, { cause: signal?.reason }));
  }
  function stopWatchingSignal() {
    if (signal != null) removeAnyListener(signal, 'abort', onAbort);
  }

  addAnyListener(emitter, name, onEvent, flags);
  if (name !== 'error' && typeof emitter.once === 'function') emitter.once('error', onError);
  if (signal != null) addAnyListener(signal, 'abort', onAbort, flags);
  return promise;
}

/** An async iterator over the arguments of every `event`. */
function on(emitter, event, options = {}) {
  validateObject(options, 'options');
  const { signal } = options;
  validateAbortSignal(signal, 'options.signal');
  if (signal?.aborted) throw new AbortError(undefined, { cause: signal.reason });
  // The spelling with a small m is deprecated and still read.
  const high = options.highWaterMark ?? options.highWatermark ?? Number.MAX_SAFE_INTEGER;
  validateInteger(high, 'options.highWaterMark', 1);
  const low = options.lowWaterMark ?? options.lowWatermark ?? 1;
  validateInteger(low, 'options.lowWaterMark', 1);

  const FixedQueue = require('internal/fixed_queue'); // Lazy: few programs iterate over events.
  const events = new FixedQueue();
  const readers = new FixedQueue();
  const registrations = [];
  let size = 0;
  let isPaused = false;
  let isFinished = false;
  let error = null;

  const iterator = {
    next() {
      if (size > 0) {
        const value = events.shift();
        size--;
        if (isPaused && size < low) {
          emitter.resume();
          isPaused = false;
        }
        return Promise.resolve({ value, done: false });
      }
      if (error) {
        const rejection = Promise.reject(error);
        error = null;
        return rejection;
      }
      if (isFinished) return close();
      return new Promise((resolve, reject) => readers.push({ resolve, reject }));
    },
    return() {
      return close();
    },
    throw(reason) {
      if (!reason || !(reason instanceof Error)) {
        throw new ERR_INVALID_ARG_TYPE('EventEmitter.AsyncIterator', 'Error', reason);
      }
      fail(reason);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
    [kWatermarkData]: {
      get size() { return size; },
      get low() { return low; },
      get high() { return high; },
      get isPaused() { return isPaused; },
    },
  };

  function listen(type, listener) {
    addAnyListener(emitter, type, listener);
    registrations.push([type, listener]);
  }
  function deliver(value) {
    if (!readers.isEmpty()) {
      readers.shift().resolve({ value, done: false });
      return;
    }
    size++;
    if (!isPaused && size > high) {
      isPaused = true;
      emitter.pause();
    }
    events.push(value);
  }
  function fail(reason) {
    if (readers.isEmpty()) error = reason;
    else readers.shift().reject(reason);
    close();
  }
  function close() {
    abortSubscription?.[Symbol.dispose]();
    while (registrations.length > 0) {
      const [type, listener] = registrations.pop();
      removeAnyListener(emitter, type, listener);
    }
    isFinished = true;
    isPaused = false;
    const result = { value: undefined, done: true };
    while (!readers.isEmpty()) readers.shift().resolve(result);
    return Promise.resolve(result);
  }

  listen(event, options[kFirstEventParam] ? deliver : (...args) => deliver(args));
  if (event !== 'error' && typeof emitter.on === 'function') listen('error', fail);
  for (const closeEvent of options.close ?? []) listen(closeEvent, close);
  const abortSubscription = signal ?
    addAbortListener(signal, () => fail(new AbortError(undefined, { cause: signal.reason }))) :
    null;

  return Object.setPrototypeOf(iterator, asyncIteratorPrototype);
}

const asyncIteratorPrototype = Object.getPrototypeOf(Object.getPrototypeOf(async function* () {}).prototype);

function maxListenersOf(emitter) {
  return emitter._maxListeners ?? defaultMaxListeners;
}

function isListener(entry, listener) {
  return entry === listener || entry.listener === listener;
}

function insertListener(target, type, listener, insert) {
  validateFunction(listener, 'listener');

  let events = target._events;
  if (events === undefined) {
    events = target._events = { __proto__: null };
    target._eventsCount = 0;
  } else if (events.newListener !== undefined) {
    target.emit('newListener', type, listener.listener ?? listener);
    events = target._events; // That listener may have called removeAllListeners.
  }

  const registered = events[type];
  if (registered === undefined) {
    events[type] = listener;
    target._eventsCount++;
    return target;
  }

  let list;
  if (typeof registered === 'function') {
    list = events[type] = [registered];
    list[kEmitting] = 0;
  } else {
    list = mutableList(events, type, registered);
  }
  insert.call(list, listener);

  const max = maxListenersOf(target);
  if (max > 0 && list.length > max && !list.warned) warnOfLeak(target, type, list, max);
  return target;
}

function warnOfLeak(emitter, type, list, max) {
  list.warned = true;
  const { inspect } = require('internal/util/inspect'); // Lazy: only a warning needs it.
  const warning = new Error(
    `Possible EventEmitter memory leak detected. ${list.length} ${String(type)} listeners ` +
    `added to ${inspect(emitter, { depth: -1 })}. MaxListeners is ${max}. ` +
    'Use emitter.setMaxListeners() to increase limit');
  warning.name = 'MaxListenersExceededWarning';
  warning.emitter = emitter;
  warning.type = type;
  warning.count = list.length;
  process.emitWarning(warning);
}

function onceWrapper(target, type, listener) {
  let fired = false;
  function wrapper(...args) {
    if (fired) return undefined;
    fired = true;
    target.removeListener(type, wrapper);
    return Reflect.apply(listener, target, args);
  }
  wrapper.listener = listener;
  return wrapper;
}

function removeLastListener(emitter, events, type) {
  emitter._eventsCount--;
  if (emitter[kShapeMode]) events[type] = undefined;
  else if (emitter._eventsCount === 0) emitter._events = { __proto__: null };
  else delete events[type];
}

function forgetEverything(emitter) {
  emitter._events = { __proto__: null };
  emitter._eventsCount = 0;
}

function mutableList(events, type, list) {
  if (!(list[kEmitting] > 0)) return list;
  const copy = list.slice();
  copy[kEmitting] = 0;
  if (list.warned) copy.warned = true;
  events[type] = copy;
  return copy;
}

/** `splice(index, 1)` without the array that it returns. */
function removeAt(list, index) {
  if (index === 0) {
    list.shift();
    return;
  }
  for (; index + 1 < list.length; index++) list[index] = list[index + 1];
  list.pop();
}

function registeredListeners(emitter, type) {
  const registered = emitter._events?.[type];
  if (registered === undefined) return [];
  return typeof registered === 'function' ? [registered] : registered.slice();
}

function watchRejection(emitter, promise, type, args) {
  if (!emitter[kCapture]) return;
  try {
    const { then } = promise;
    if (typeof then !== 'function') return;
    then.call(promise, undefined, (error) => {
      // Out of the promise's reaction, so that an error thrown by a listener is an uncaught exception.
      process.nextTick(emitRejection, emitter, error, type, args);
    });
  } catch (error) {
    emitter.emit('error', error);
  }
}

function emitRejection(emitter, error, type, args) {
  if (typeof emitter[kRejection] === 'function') {
    emitter[kRejection](error, type, ...args);
    return;
  }
  // Without this a rejecting 'error' listener would be called for its own rejection, forever.
  const capture = emitter[kCapture];
  try {
    emitter[kCapture] = false;
    emitter.emit('error', error);
  } finally {
    emitter[kCapture] = capture;
  }
}

function unhandledErrorException(emitter, args) {
  const value = args[0];
  if (value instanceof Error) {
    try {
      const capture = {};
      Error.captureStackTrace(capture, prototype.emit);
      Object.defineProperty(value, kEnhanceStackBeforeInspector, {
        __proto__: null,
        value: () => stackWithEmitter(emitter, value, capture),
        configurable: true,
      });
    } catch {
      // A frozen error is thrown as it is.
    }
    return value;
  }

  const { inspect } = require('internal/util/inspect'); // Lazy: only this error needs it.
  let text;
  try {
    text = inspect(value);
  } catch {
    text = value;
  }
  const error = new ERR_UNHANDLED_ERROR(text);
  error.context = value;
  return error;
}

/** The stack of an error that nobody listened for, followed by where it was emitted. */
function stackWithEmitter(emitter, error, capture) {
  let instance = '';
  try {
    const { name } = emitter.constructor;
    if (name !== 'EventEmitter') instance = ` on ${name} instance`;
  } catch {
    // An emitter without a constructor is not named.
  }
  const emitLines = capture.stack.split('\n').slice(1);
  return `${error.stack}\nEmitted 'error' event${instance} at:\n${emitLines.join('\n')}`;
}

function addAnyListener(emitter, name, listener, flags) {
  if (typeof emitter.on === 'function') {
    if (flags?.once) emitter.once(name, listener);
    else emitter.on(name, listener);
  } else if (typeof emitter.addEventListener === 'function') {
    emitter.addEventListener(name, listener, flags);
  } else {
    throw new ERR_INVALID_ARG_TYPE('emitter', 'EventEmitter', emitter);
  }
}

function removeAnyListener(emitter, name, listener) {
  if (typeof emitter.removeListener === 'function') {
    emitter.removeListener(name, listener);
  } else if (typeof emitter.removeEventListener === 'function') {
    emitter.removeEventListener(name, listener);
  } else {
    throw new ERR_INVALID_ARG_TYPE('emitter', 'EventEmitter', emitter);
  }
}

let EventEmitterAsyncResource;

// Lazy: async_hooks stands on this file.
function lazyEventEmitterAsyncResource() {
  EventEmitterAsyncResource ??= require('internal/events/async_resource').EventEmitterAsyncResource;
  return EventEmitterAsyncResource;
}

module.exports = EventEmitter;
