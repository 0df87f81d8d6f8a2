'use strict';
// EventTarget, Event and CustomEvent of the web, and NodeEventTarget, which speaks EventEmitter as well.
// https://nodejs.org/docs/latest-v24.x/api/events.html#eventtarget-and-event-api

const EventEmitter = require('events');
const {
  codes: { ERR_EVENT_RECURSION, ERR_INVALID_ARG_TYPE, ERR_INVALID_THIS, ERR_MISSING_ARGS },
} = require('internal/errors');
const {
  kMaxEventTargetListeners,
  kMaxEventTargetListenersWarned,
  kResistStopPropagation,
} = require('internal/events/symbols');
const {
  kValidateObjectAllowObjects,
  validateAbortSignal,
  validateObject,
  validateString,
  validateThisInternalField,
} = require('internal/validators');

/** Milliseconds since the process started. */
const { now } = internalBinding('performance');

const kIsEventTarget = Symbol.for('nodejs.event_target');
const kIsNodeEventTarget = Symbol('kIsNodeEventTarget');
const kHybridDispatch = Symbol.for('nodejs.internal.kHybridDispatch');
/** Of a target: its listeners by type. */
const kEvents = Symbol('kEvents');
/** Of a target: what its `on...` properties hold, by type. */
const kHandlers = Symbol('kHandlers');
/** Told when a listener comes; for subclasses. */
const kNewListener = Symbol('kNewListener');
const kRemoveListener = Symbol('kRemoveListener');
const kCreateEvent = Symbol('kCreateEvent');
/** Option of `addEventListener`: the listener is kept alive by this object only. */
const kWeakHandler = Symbol('kWeak');
const kIsNodeStyleListener = Symbol('kIsNodeStyleListener');
const kTrustEvent = Symbol('kTrustEvent');
const kType = Symbol('type');
const kDetail = Symbol('detail');
const kTarget = Symbol('kTarget');
const kStop = Symbol('kStop');
const kIsBeingDispatched = Symbol('kIsBeingDispatched');
const kInPassiveListener = Symbol('kInPassiveListener');
const inspectCustom = Symbol.for('nodejs.util.inspect.custom');

const NO_OPTIONS = Object.freeze({ __proto__: null });
const PHASES = ['NONE', 'CAPTURING_PHASE', 'AT_TARGET', 'BUBBLING_PHASE'];

const trustedEvents = new WeakSet();

class Event {
  #isCancelable = false;
  #bubbles = false;
  #isComposed = false;
  #isDefaultPrevented = false;
  #isPropagationStopped = false;
  #timeStamp = now();

  /** @param {string} type  @param {{ bubbles?: boolean, cancelable?: boolean, composed?: boolean }} [options] */
  constructor(type, options = undefined) {
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('type');
    if (options != null) validateObject(options, 'options');
    this.#bubbles = !!options?.bubbles;
    this.#isCancelable = !!options?.cancelable;
    this.#isComposed = !!options?.composed;
    this[kType] = `${type}`;
    if (options?.[kTrustEvent]) trustedEvents.add(this);
    this[kTarget] = null;
    this[kIsBeingDispatched] = false;
    this[kInPassiveListener] = false;
  }

  /** Deprecated: what the constructor does, later. */
  initEvent(type, bubbles = false, cancelable = false) {
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('type');
    if (this[kIsBeingDispatched]) return;
    this[kType] = `${type}`;
    this.#bubbles = !!bubbles;
    this.#isCancelable = !!cancelable;
  }

  [inspectCustom](depth, options) {
    requireEvent(this);
    return inspectAs(this, depth, options, {
      type: this[kType],
      defaultPrevented: this.#isDefaultPrevented,
      cancelable: this.#isCancelable,
      timeStamp: this.#timeStamp,
    });
  }

  stopImmediatePropagation() {
    requireEvent(this);
    // Through the public method, as in Node: a subclass may have overridden it.
    this.stopPropagation();
    this[kStop] = true;
  }

  preventDefault() {
    requireEvent(this);
    if (this.#isCancelable && !this[kInPassiveListener]) this.#isDefaultPrevented = true;
  }

  get target() {
    requireEvent(this);
    return this[kTarget];
  }

  get currentTarget() {
    requireEvent(this);
    return this[kIsBeingDispatched] ? this[kTarget] : null;
  }

  get srcElement() {
    requireEvent(this);
    return this[kTarget];
  }

  get type() {
    requireEvent(this);
    return this[kType];
  }

  get cancelable() {
    requireEvent(this);
    return this.#isCancelable;
  }

  get defaultPrevented() {
    requireEvent(this);
    return this.#isCancelable && this.#isDefaultPrevented;
  }

  get timeStamp() {
    requireEvent(this);
    return this.#timeStamp;
  }

  composedPath() {
    requireEvent(this);
    return this[kIsBeingDispatched] ? [this[kTarget]] : [];
  }

  get returnValue() {
    requireEvent(this);
    return !this.#isCancelable || !this.#isDefaultPrevented;
  }

  set returnValue(value) {
    requireEvent(this);
    if (!value && this.#isCancelable && !this[kInPassiveListener]) this.#isDefaultPrevented = true;
  }

  get bubbles() {
    requireEvent(this);
    return this.#bubbles;
  }

  get composed() {
    requireEvent(this);
    return this.#isComposed;
  }

  get eventPhase() {
    requireEvent(this);
    return this[kIsBeingDispatched] ? Event.AT_TARGET : Event.NONE;
  }

  get cancelBubble() {
    requireEvent(this);
    return this.#isPropagationStopped;
  }

  set cancelBubble(value) {
    requireEvent(this);
    if (value) this.#isPropagationStopped = true;
  }

  stopPropagation() {
    requireEvent(this);
    this.#isPropagationStopped = true;
  }
}

Object.defineProperties(Event.prototype, {
  ...tagAndVisible('Event', [
    'initEvent', 'stopImmediatePropagation', 'preventDefault', 'target', 'currentTarget', 'srcElement', 'type',
    'cancelable', 'defaultPrevented', 'timeStamp', 'composedPath', 'returnValue', 'bubbles', 'composed',
    'eventPhase', 'cancelBubble', 'stopPropagation',
  ]),
  isTrusted: {
    __proto__: null,
    ...Object.getOwnPropertyDescriptor({
      get isTrusted() {
        return trustedEvents.has(this);
      },
    }, 'isTrusted'),
    configurable: false,
  },
});

PHASES.forEach((name, value) => Object.defineProperty(Event, name, { __proto__: null, enumerable: true, value }));

class CustomEvent extends Event {
  /** @param {string} type  @param {{ detail?: any }} [options] */
  constructor(type, options = NO_OPTIONS) {
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('type');
    super(type, options);
    this[kDetail] = options?.detail ?? null;
  }

  get detail() {
    if (!isEvent(this) || this[kDetail] === undefined) throw new ERR_INVALID_THIS('CustomEvent');
    return this[kDetail];
  }
}

Object.defineProperties(CustomEvent.prototype, tagAndVisible('CustomEvent', ['detail']));

/** The listeners of one type on one target; a linked list, so that one may leave while they are being called. */
class ListenerList {
  size = 0;
  /** Whether any of them wants to run after `stopImmediatePropagation`. */
  hasResistant = false;
  next = undefined;

  find(listener, capture) {
    let entry = this.next;
    while (entry !== undefined && !(entry.capture === capture && entry.original() === listener)) entry = entry.next;
    return entry;
  }

  append(entry) {
    // The list itself stands before its first entry.
    let last = this;
    while (last.next !== undefined) last = last.next;
    last.next = entry;
    entry.previous = last;
    this.size++;
    this.hasResistant ||= entry.resistsStop;
  }

  remove(entry) {
    entry.previous.next = entry.next;
    if (entry.next !== undefined) entry.next.previous = entry.previous;
    entry.isRemoved = true;
    if (entry.isWeak) weakEntries.unregister(entry);
    this.size--;
  }
}

class Listener {
  // `next` stays when an entry is removed: a dispatch that stands here goes on from it.
  next = undefined;
  previous = undefined;
  isRemoved = false;

  constructor(target, type, listener, options) {
    this.once = options.once;
    this.capture = options.capture;
    this.passive = options.passive;
    this.isNodeStyle = options.isNodeStyle;
    this.resistsStop = options.resistsStop;
    this.isWeak = Boolean(options.keeper);
    if (this.isWeak) this.#holdWeakly(target, type, listener, options.keeper);
    else this.listener = listener;
  }

  /** The function or object that was added; undefined if it has been collected. */
  original() {
    return this.isWeak ? this.listener.deref() : this.listener;
  }

  /** Calls the listener. An object's `handleEvent` is called in the manner of an async function, as in Node. */
  call(target, argument) {
    const listener = this.original();
    if (typeof listener === 'function') return Reflect.apply(listener, target, [argument]);
    return listener === undefined ? undefined : handleEvent(listener, argument);
  }

  #holdWeakly(target, type, listener, keeper) {
    this.listener = new WeakRef(listener);
    weakEntries ??= new FinalizationRegistry(({ target: reference, type: eventType, entry }) => {
      const owner = reference.deref();
      if (owner !== undefined) removeCollected(owner, eventType, entry);
    });
    weakEntries.register(listener, { target: new WeakRef(target), type, entry: this }, this);
    keptListeners ??= new WeakMap();
    const kept = keptListeners.get(keeper);
    if (kept === undefined) keptListeners.set(keeper, [listener]);
    else kept.push(listener);
  }
}

async function handleEvent(listener, argument) {
  if (listener.handleEvent) await listener.handleEvent(argument);
}

// Made on first use: a registry in a snapshot is more than most programs need.
let weakEntries;
/** By the object that keeps them: the listeners that are held weakly everywhere else. */
let keptListeners;

class EventTarget {
  static [kIsEventTarget] = true;

  constructor() {
    initEventTarget(this);
  }

  [kNewListener](size, type) {
    const max = this[kMaxEventTargetListeners];
    if (max > 0 && size > max && !this[kMaxEventTargetListenersWarned]) warnOfLeak(this, type, size, max);
  }

  [kRemoveListener]() {}

  /**
   * @param {string} type  @param {EventListenerOrEventListenerObject} listener
   * @param {boolean | { once?: boolean, capture?: boolean, passive?: boolean, signal?: AbortSignal }} [options]
   */
  addEventListener(type, listener, options = NO_OPTIONS) {
    requireEventTarget(this);
    if (arguments.length < 2) throw new ERR_MISSING_ARGS('type', 'listener');

    const settings = listenerOptions(options);
    const { signal } = settings;
    validateAbortSignal(signal, 'options.signal');
    if (signal) {
      if (signal.aborted) return;
      signal.addEventListener('abort', () => this.removeEventListener(type, listener, settings), {
        __proto__: null, once: true, [kWeakHandler]: this, [kResistStopPropagation]: true,
      });
    }

    if (!isListener(listener)) {
      warnOfUselessListener(this, type, listener);
      return;
    }
    type = toDOMString(type);
    const lists = this[kEvents] ??= new Map();
    let list = lists.get(type);
    if (list === undefined) lists.set(type, list = new ListenerList());
    else if (list.find(listener, settings.capture) !== undefined) return;

    list.append(new Listener(this, type, listener, settings));
    this[kNewListener](
      list.size, type, listener, settings.once, settings.capture, settings.passive, settings.keeper);
  }

  /** @param {string} type  @param {EventListenerOrEventListenerObject} listener */
  removeEventListener(type, listener, options = NO_OPTIONS) {
    requireEventTarget(this);
    if (arguments.length < 2) throw new ERR_MISSING_ARGS('type', 'listener');
    if (!isListener(listener)) return;

    type = toDOMString(type);
    const capture = typeof options === 'boolean' ? options : Boolean(options?.capture);
    const list = this[kEvents]?.get(type);
    const entry = list?.find(listener, capture);
    if (entry === undefined) return;
    list.remove(entry);
    if (list.size === 0) this[kEvents].delete(type);
    this[kRemoveListener](list.size, type, listener, capture);
  }

  /** @param {Event} event  @returns {boolean} whether nobody called `preventDefault` */
  dispatchEvent(event) {
    requireEventTarget(this);
    if (arguments.length < 1) throw new ERR_MISSING_ARGS('event');
    if (!(event instanceof Event)) throw new ERR_INVALID_ARG_TYPE('event', 'Event', event);
    if (event[kIsBeingDispatched]) throw new ERR_EVENT_RECURSION(event.type);
    this[kHybridDispatch](event, event.type, event);
    return event.defaultPrevented !== true;
  }

  /** Calls the listeners of `type`: Node's style with `value`, others with an event, made if there is none yet. */
  [kHybridDispatch](value, type, event) {
    if (event !== undefined) beginDispatch(event, this);
    const list = this[kEvents]?.get(type);
    let next;
    for (let entry = list?.next; entry !== undefined; entry = next) {
      // Before the call, as in Node: what the last listener adds is not called in this dispatch.
      next = entry.next;
      const isStopped = event?.[kStop] === true;
      if (isStopped && !list.hasResistant && !entry.passive) break;
      if (entry.isRemoved || (isStopped && !entry.resistsStop)) continue;
      if (entry.once) {
        list.remove(entry);
        this[kRemoveListener](list.size, type, entry.listener, entry.capture);
      }
      if (event === undefined && !entry.isNodeStyle) {
        event = this[kCreateEvent](value, type);
        beginDispatch(event, this);
      }
      callListener(this, entry, entry.isNodeStyle ? value : event);
    }
    if (event !== undefined) event[kIsBeingDispatched] = false;
    return true;
  }

  [kCreateEvent](value, type) {
    return new CustomEvent(type, { detail: value });
  }

  [inspectCustom](depth, options) {
    return inspectAs(this, depth, options, {});
  }
}

Object.defineProperties(
  EventTarget.prototype,
  tagAndVisible('EventTarget', ['addEventListener', 'removeEventListener', 'dispatchEvent']));

/** An EventTarget with the most used methods of an EventEmitter, whose listeners get values and not events. */
class NodeEventTarget extends EventTarget {
  static [kIsNodeEventTarget] = true;
  static defaultMaxListeners = 10;

  setMaxListeners(n) {
    requireNodeEventTarget(this);
    EventEmitter.setMaxListeners(n, this);
  }

  getMaxListeners() {
    requireNodeEventTarget(this);
    return this[kMaxEventTargetListeners];
  }

  eventNames() {
    requireNodeEventTarget(this);
    return Array.from(this[kEvents]?.keys() ?? []);
  }

  listenerCount(type) {
    requireNodeEventTarget(this);
    return listenerCountOf(this, String(type));
  }

  off(type, listener, options) {
    requireNodeEventTarget(this);
    this.removeEventListener(type, listener, options);
    return this;
  }

  removeListener(type, listener, options) {
    requireNodeEventTarget(this);
    this.removeEventListener(type, listener, options);
    return this;
  }

  on(type, listener) {
    requireNodeEventTarget(this);
    this.addEventListener(type, listener, { [kIsNodeStyleListener]: true });
    return this;
  }

  addListener(type, listener) {
    requireNodeEventTarget(this);
    this.addEventListener(type, listener, { [kIsNodeStyleListener]: true });
    return this;
  }

  emit(type, value) {
    requireNodeEventTarget(this);
    validateString(type, 'type');
    const hadListeners = this.listenerCount(type) > 0;
    this[kHybridDispatch](value, type);
    return hadListeners;
  }

  once(type, listener) {
    requireNodeEventTarget(this);
    this.addEventListener(type, listener, { once: true, [kIsNodeStyleListener]: true });
    return this;
  }

  removeAllListeners(type) {
    requireNodeEventTarget(this);
    if (type === undefined) this[kEvents]?.clear();
    else this[kEvents]?.delete(String(type));
    return this;
  }
}

Object.defineProperties(NodeEventTarget.prototype, visible([
  'setMaxListeners', 'getMaxListeners', 'eventNames', 'listenerCount', 'off', 'removeListener', 'on', 'addListener',
  'once', 'emit', 'removeAllListeners',
]));

/** What the constructor does, for objects that become targets without it. */
function initEventTarget(target) {
  target[kEvents] = undefined;
  target[kMaxEventTargetListeners] = EventEmitter.defaultMaxListeners;
  target[kMaxEventTargetListenersWarned] = false;
  target[kHandlers] = undefined;
}

/** Gives `prototype` the property `on<name>`, whose value is called for events of type `event`. */
function defineEventHandler(prototype, name, event = name) {
  const property = `on${name}`;
  const accessor = {
    get [property]() {
      validateThisInternalField(this, kHandlers, 'EventTarget');
      return this[kHandlers]?.get(event)?.handler ?? null;
    },
    set [property](value) {
      validateThisInternalField(this, kHandlers, 'EventTarget');
      this[kHandlers] ??= new Map();
      setHandler(this, event, value);
    },
  };
  Object.defineProperty(prototype, property, {
    __proto__: null,
    ...Object.getOwnPropertyDescriptor(accessor, property),
    configurable: true,
    enumerable: true,
  });
}

/** The first value takes a place among the listeners; later ones take over that place. */
function setHandler(target, event, value) {
  const existing = target[kHandlers].get(event);
  if (existing === undefined) {
    const wrapper = handlerWrapper(value);
    target.addEventListener(event, wrapper);
    target[kHandlers].set(event, wrapper);
    return;
  }
  const lists = target[kEvents] ??= new Map();
  if (typeof existing.handler === 'function') {
    const list = lists.get(event);
    if (list !== undefined) target[kRemoveListener](--list.size, event, existing.handler, false);
  }
  existing.handler = value;
  if (typeof value === 'function') {
    const list = lists.get(event);
    if (list === undefined) target.addEventListener(event, existing);
    else target[kNewListener](++list.size, event, value, false, false, false, false);
  }
}

function handlerWrapper(handler) {
  function eventHandler(...args) {
    if (typeof eventHandler.handler !== 'function') return undefined;
    return Reflect.apply(eventHandler.handler, this, args);
  }
  eventHandler.handler = handler;
  return eventHandler;
}

/** The listeners of a target, oldest first; for `events.getEventListeners`. */
function listenersOf(target, type) {
  const listeners = [];
  for (let entry = target[kEvents]?.get(type)?.next; entry !== undefined; entry = entry.next) {
    listeners.push(entry.original());
  }
  return listeners;
}

function listenerCountOf(target, type) {
  return target[kEvents]?.get(type)?.size ?? 0;
}

function isEventTarget(value) {
  return value?.constructor?.[kIsEventTarget];
}

function beginDispatch(event, target) {
  event[kTarget] = target;
  event[kIsBeingDispatched] = true;
}

/** A listener's exception, and the rejection of a promise it returns, are uncaught; the other listeners still run. */
function callListener(target, entry, argument) {
  const isPassive = entry.passive && !entry.isNodeStyle;
  try {
    if (isPassive) argument[kInPassiveListener] = true;
    const result = entry.call(target, argument);
    if (!entry.isNodeStyle) argument[kIsBeingDispatched] = false;
    if (result !== undefined && result !== null) watchRejection(result);
  } catch (error) {
    throwOnNextTick(error);
  } finally {
    if (isPassive) argument[kInPassiveListener] = false;
  }
}

function watchRejection(promise) {
  const { then } = promise;
  if (typeof then === 'function') then.call(promise, undefined, throwOnNextTick);
}

function throwOnNextTick(error) {
  process.nextTick(() => {
    throw error;
  });
}

function removeCollected(target, type, entry) {
  const list = target[kEvents]?.get(type);
  if (list === undefined || entry.isRemoved) return;
  list.remove(entry);
  if (list.size === 0) target[kEvents].delete(type);
  target[kRemoveListener](list.size, type, undefined, entry.capture);
}

function listenerOptions(options) {
  if (typeof options === 'boolean') options = { capture: options };
  else if (options === null) options = NO_OPTIONS;
  else validateObject(options, 'options', kValidateObjectAllowObjects);
  return {
    once: Boolean(options.once),
    capture: Boolean(options.capture),
    passive: Boolean(options.passive),
    signal: options.signal,
    keeper: options[kWeakHandler],
    resistsStop: Boolean(options[kResistStopPropagation]),
    isNodeStyle: Boolean(options[kIsNodeStyleListener]),
  };
}

/** False for null and undefined, which may be added and have no effect. */
function isListener(listener) {
  if (listener == null) return false;
  if (typeof listener === 'function' || typeof listener === 'object' || typeof listener.handleEvent === 'function') {
    return true;
  }
  throw new ERR_INVALID_ARG_TYPE('listener', 'EventListener', listener);
}

function warnOfUselessListener(target, type, listener) {
  const warning = new Error(`addEventListener called with ${listener} which has no effect.`);
  warning.name = 'AddEventListenerArgumentTypeWarning';
  warning.target = target;
  warning.type = type;
  process.emitWarning(warning);
}

function warnOfLeak(target, type, size, max) {
  target[kMaxEventTargetListenersWarned] = true;
  const { inspect } = require('internal/util/inspect'); // Lazy: only a warning needs it.
  const warning = new Error(
    `Possible EventTarget memory leak detected. ${size} ${type} listeners added to ${inspect(target, { depth: -1 })}. ` +
    `MaxListeners is ${max}. Use events.setMaxListeners() to increase limit`);
  warning.name = 'MaxListenersExceededWarning';
  warning.target = target;
  warning.type = type;
  warning.count = size;
  process.emitWarning(warning);
}

function toDOMString(value) {
  if (typeof value === 'string') return value;
  return require('internal/webidl').convertString(value, 'Value'); // Lazy: nearly all types are strings.
}

function isEvent(value) {
  return typeof value?.[kType] === 'string';
}

function requireEvent(value) {
  if (!isEvent(value)) throw new ERR_INVALID_THIS('Event');
}

function requireEventTarget(value) {
  if (!isEventTarget(value)) throw new ERR_INVALID_THIS('EventTarget');
}

function requireNodeEventTarget(value) {
  if (!value?.constructor?.[kIsNodeEventTarget]) throw new ERR_INVALID_THIS('NodeEventTarget');
}

/** `Name { ... }` of `shown`, one level deeper. */
function inspectAs(object, depth, options, shown) {
  const { name } = object.constructor;
  if (depth < 0) return name;
  const { inspect } = require('internal/util/inspect'); // Lazy: events are seldom printed.
  const inner = { ...options, depth: Number.isInteger(options.depth) ? options.depth - 1 : options.depth };
  return `${name} ${inspect(shown, inner)}`;
}

function visible(names) {
  return Object.fromEntries(names.map((name) => [name, { __proto__: null, enumerable: true }]));
}

function tagAndVisible(tag, names) {
  return {
    [Symbol.toStringTag]: { __proto__: null, writable: false, enumerable: false, configurable: true, value: tag },
    ...visible(names),
  };
}

module.exports = {
  CustomEvent,
  Event,
  EventTarget,
  NodeEventTarget,
  defineEventHandler,
  initEventTarget,
  initNodeEventTarget: initEventTarget,
  isEventTarget,
  kCreateEvent,
  kEvents,
  kHybridDispatch,
  kNewListener,
  kRemoveListener,
  kResistStopPropagation,
  kTrustEvent,
  kWeakHandler,
  listenerCountOf,
  listenersOf,
};
