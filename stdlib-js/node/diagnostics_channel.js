'use strict';
// node:diagnostics_channel: named channels on which libraries publish what they do.
// https://nodejs.org/docs/latest-v24.x/api/diagnostics_channel.html

const { codes: { ERR_INVALID_ARG_TYPE } } = require('internal/errors');
const { validateFunction } = require('internal/validators');
const { triggerUncaughtException } = internalBinding('errors');

const TRACE_EVENTS = ['start', 'end', 'asyncStart', 'asyncEnd', 'error'];

/** The channels by name, held weakly: one that nobody refers to and nobody listens to may go. */
const channels = new Map();
/** The channels that have listeners stay, whoever refers to them. */
const activeChannels = new Set();
let collected;

/** A channel without listeners; publishing on it does nothing. */
class Channel {
  constructor(name) {
    this._subscribers = undefined;
    this._stores = undefined;
    this.name = name;
    this._index = undefined;
    remember(name, this);
  }

  static [Symbol.hasInstance](instance) {
    const prototype = Object.getPrototypeOf(instance);
    return prototype === Channel.prototype || prototype === ActiveChannel.prototype;
  }

  subscribe(subscription) {
    validateFunction(subscription, 'subscription');
    activate(this);
    this.subscribe(subscription);
  }

  unsubscribe() {
    return false;
  }

  bindStore(store, transform) {
    activate(this);
    this.bindStore(store, transform);
  }

  unbindStore() {
    return false;
  }

  get hasSubscribers() {
    return false;
  }

  publish() {}

  runStores(data, fn, thisArg, ...args) {
    return Reflect.apply(fn, thisArg, args);
  }
}

/** What a channel is turned into while it has listeners, so that publishing without any costs nothing. */
class ActiveChannel {
  subscribe(subscription) {
    validateFunction(subscription, 'subscription');
    // A copy, since it may be called while the channel publishes.
    this._subscribers = [...this._subscribers, subscription];
  }

  unsubscribe(subscription) {
    const index = this._subscribers.indexOf(subscription);
    if (index === -1) return false;
    this._subscribers = this._subscribers.toSpliced(index, 1);
    deactivateIfUnused(this);
    return true;
  }

  bindStore(store, transform) {
    this._stores.set(store, transform);
  }

  unbindStore(store) {
    if (!this._stores.delete(store)) return false;
    deactivateIfUnused(this);
    return true;
  }

  get hasSubscribers() {
    return true;
  }

  publish(data) {
    const subscribers = this._subscribers;
    // Undefined after a subscriber removed the last of them.
    for (let index = 0; index < (subscribers?.length ?? 0); index++) {
      try {
        const onMessage = subscribers[index];
        onMessage(data, this.name);
      } catch (error) {
        throwOnNextTick(error);
      }
    }
  }

  runStores(data, fn, thisArg, ...args) {
    let run = () => {
      this.publish(data);
      return Reflect.apply(fn, thisArg, args);
    };
    for (const [store, transform] of this._stores) run = withStore(store, transform, data, run);
    return run();
  }
}

class TracingChannel {
  constructor(nameOrChannels) {
    for (const event of TRACE_EVENTS) {
      Object.defineProperty(this, event, { __proto__: null, value: tracedChannel(nameOrChannels, event) });
    }
  }

  get hasSubscribers() {
    return this.start?.hasSubscribers ||
      this.end?.hasSubscribers ||
      this.asyncStart?.hasSubscribers ||
      this.asyncEnd?.hasSubscribers ||
      this.error?.hasSubscribers;
  }

  subscribe(handlers) {
    for (const event of TRACE_EVENTS) {
      if (handlers[event]) this[event]?.subscribe(handlers[event]);
    }
  }

  unsubscribe(handlers) {
    let isDone = true;
    for (const event of TRACE_EVENTS) {
      if (handlers[event] && !this[event]?.unsubscribe(handlers[event])) isDone = false;
    }
    return isDone;
  }

  traceSync(fn, context = {}, thisArg, ...args) {
    if (!this.hasSubscribers) return Reflect.apply(fn, thisArg, args);
    return traceCall(this, context, () => {
      const result = Reflect.apply(fn, thisArg, args);
      context.result = result;
      return result;
    });
  }

  tracePromise(fn, context = {}, thisArg, ...args) {
    if (!this.hasSubscribers) return Reflect.apply(fn, thisArg, args);
    const { asyncStart, asyncEnd, error } = this;

    function onFulfilled(result) {
      context.result = result;
      asyncStart.publish(context);
      asyncEnd.publish(context);
      return result;
    }
    function onRejected(reason) {
      context.error = reason;
      error.publish(context);
      asyncStart.publish(context);
      asyncEnd.publish(context);
      return Promise.reject(reason);
    }
    return traceCall(this, context, () => {
      const result = Reflect.apply(fn, thisArg, args);
      const promise = result instanceof Promise ? result : Promise.resolve(result);
      return Promise.prototype.then.call(promise, onFulfilled, onRejected);
    });
  }

  traceCallback(fn, position = -1, context = {}, thisArg, ...args) {
    if (!this.hasSubscribers) return Reflect.apply(fn, thisArg, args);
    const { asyncStart, asyncEnd, error } = this;
    const callback = args.at(position);
    validateFunction(callback, 'callback');

    function tracedCallback(reason, result) {
      if (reason) {
        context.error = reason;
        error.publish(context);
      } else {
        context.result = result;
      }
      asyncStart.runStores(context, () => {
        try {
          return Reflect.apply(callback, this, arguments);
        } finally {
          asyncEnd.publish(context);
        }
      });
    }
    args.splice(position, 1, tracedCallback);
    return traceCall(this, context, () => Reflect.apply(fn, thisArg, args));
  }
}

/** The channel of this name, made when it is first asked for. */
function channel(name) {
  const known = knownChannel(name);
  if (known !== undefined) return known;
  if (typeof name !== 'string' && typeof name !== 'symbol') {
    throw new ERR_INVALID_ARG_TYPE('channel', ['string', 'symbol'], name);
  }
  return new Channel(name);
}

function subscribe(name, subscription) {
  return channel(name).subscribe(subscription);
}

function unsubscribe(name, subscription) {
  return channel(name).unsubscribe(subscription);
}

function hasSubscribers(name) {
  return knownChannel(name)?.hasSubscribers ?? false;
}

function tracingChannel(nameOrChannels) {
  return new TracingChannel(nameOrChannels);
}

function knownChannel(name) {
  return channels.get(name)?.deref();
}

function remember(name, newChannel) {
  channels.set(name, new WeakRef(newChannel));
  collected ??= new FinalizationRegistry((key) => {
    // Another of this name may have been made meanwhile.
    if (knownChannel(key) === undefined) channels.delete(key);
  });
  collected.register(newChannel, name);
}

function activate(inactive) {
  Object.setPrototypeOf(inactive, ActiveChannel.prototype);
  inactive._subscribers = [];
  inactive._stores = new Map();
  activeChannels.add(inactive);
}

function deactivateIfUnused(active) {
  if (active._subscribers.length > 0 || active._stores.size > 0) return;
  Object.setPrototypeOf(active, Channel.prototype);
  active._subscribers = undefined;
  active._stores = undefined;
  activeChannels.delete(active);
}

function withStore(store, transform, data, next) {
  return () => {
    let context;
    try {
      context = transform === undefined ? data : transform(data);
    } catch (error) {
      throwOnNextTick(error);
      return next();
    }
    return store.run(context, next);
  };
}

/** A listener's exception must not reach the library that publishes. */
function throwOnNextTick(error) {
  process.nextTick(() => triggerUncaughtException(error, false));
}

function tracedChannel(nameOrChannels, event) {
  if (typeof nameOrChannels === 'string') return channel(`tracing:${nameOrChannels}:${event}`);
  if (typeof nameOrChannels === 'object' && nameOrChannels !== null) {
    const given = nameOrChannels[event];
    if (!(given instanceof Channel)) throw new ERR_INVALID_ARG_TYPE(`nameOrChannels.${event}`, ['Channel'], given);
    return given;
  }
  throw new ERR_INVALID_ARG_TYPE('nameOrChannels', ['string', 'object', 'TracingChannel'], nameOrChannels);
}

/** Calls `call` between 'start' and 'end', with 'error' if it throws. */
function traceCall({ start, end, error }, context, call) {
  return start.runStores(context, () => {
    try {
      return call();
    } catch (reason) {
      context.error = reason;
      error.publish(context);
      throw reason;
    } finally {
      end.publish(context);
    }
  });
}

// The loaders must not load this file themselves: start-up time.
Object.assign(require('internal/modules/tracing'), {
  requires: tracingChannel('module.require'),
  imports: tracingChannel('module.import'),
});

module.exports = { channel, hasSubscribers, subscribe, tracingChannel, unsubscribe, Channel };

require('internal/console/channels').connect(channel);
