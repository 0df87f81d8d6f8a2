'use strict';
// AbortController and AbortSignal.
// https://nodejs.org/docs/latest-v24.x/api/globals.html#class-abortcontroller
//
// A signal that follows others (`AbortSignal.any`) and its sources know each other weakly, so that neither a
// long-lived source nor a forgotten follower keeps the other alive. Signals that somebody waits for, and that abort by
// themselves, are kept alive by `awaitedSignals`.

const {
  codes: { ERR_ILLEGAL_CONSTRUCTOR, ERR_INVALID_ARG_TYPE, ERR_INVALID_THIS },
} = require('internal/errors');
const {
  Event,
  EventTarget,
  defineEventHandler,
  kNewListener,
  kRemoveListener,
  kTrustEvent,
  kWeakHandler,
} = require('internal/event_target');
const { kMaxEventTargetListeners, kResistStopPropagation } = require('internal/events/symbols');
const { kValidateObjectAllowObjects, validateObject, validateUint32 } = require('internal/validators');
const { kDeserialize, kTransfer, kTransferList, markTransferMode } = require('internal/worker/js_transferable');

/** First argument of the constructor when it is called from here. */
const kDontThrow = Symbol('kDontThrowSymbol');
const kAborted = Symbol('kAborted');
const kReason = Symbol('kReason');
/** True for a signal that aborts by a timer, or follows one that does. */
const kTimeout = Symbol('kTimeout');
/** True for a signal made by `any`. */
const kComposite = Symbol('kComposite');
/** Weak references to the signals that this one follows; never composite ones. */
const kSourceSignals = Symbol('kSourceSignals');
/** Weak references to the signals that follow this one. */
const kDependantSignals = Symbol('kDependantSignals');
/** Whether the sources know about this signal; only while somebody listens to it. */
const kFollowing = Symbol('kFollowing');
const kSelfReference = Symbol('kResultSignalWeakRef');
const kPorts = Symbol('kCloneData');
const kMakeTransferable = Symbol('kMakeTransferable');
const inspectCustom = Symbol.for('nodejs.util.inspect.custom');

const NO_OPTIONS = Object.freeze({ __proto__: null });

const awaitedSignals = new Set();

// Made on first use: few programs need them.
let timersOfCollected;
let dependantsOfCollected;
let sourcesOfCollected;

class AbortSignal extends EventTarget {
  constructor(dontThrow = undefined, init = NO_OPTIONS) {
    if (dontThrow !== kDontThrow) throw new ERR_ILLEGAL_CONSTRUCTOR();
    super();
    // A signal may have as many listeners as it likes.
    this[kMaxEventTargetListeners] = 0;
    this[kAborted] = init.aborted ?? false;
    this[kReason] = init.reason;
    this[kComposite] = init.composite ?? false;
    if (init.transferable) markTransferMode(this, false, true);
  }

  get aborted() {
    requireAbortSignal(this);
    refreshComposite(this);
    return !!this[kAborted];
  }

  get reason() {
    requireAbortSignal(this);
    refreshComposite(this);
    return this[kReason];
  }

  throwIfAborted() {
    requireAbortSignal(this);
    refreshComposite(this);
    if (this[kAborted]) throw this[kReason];
  }

  [inspectCustom](depth, options) {
    return inspectAs(this, depth, options, { aborted: this.aborted });
  }

  /** A signal that is aborted already. */
  static abort(reason = abortError()) {
    return new AbortSignal(kDontThrow, { aborted: true, reason });
  }

  /** A signal that aborts after `delay` milliseconds, which do not keep the process alive. */
  static timeout(delay) {
    validateUint32(delay, 'delay', false);
    const signal = new AbortSignal(kDontThrow);
    signal[kTimeout] = true;
    abortAfter(signal, delay);
    return signal;
  }

  /** A signal that aborts with the first of `signals`. */
  static any(signals) {
    const sources = abortSignalsOf(signals);
    const composite = new AbortSignal(kDontThrow, { composite: true });
    if (sources.length === 0) return composite;

    composite[kSourceSignals] = new Set();
    let hasTimeout = false;
    for (const source of sources) {
      if (source[kTimeout]) {
        hasTimeout = true;
        awaitedSignals.add(source);
      }
      if (source.aborted) {
        abortSignal(composite, source.reason);
        return composite;
      }
      addSource(composite, source);
      if (composite[kAborted]) return composite;
    }
    if (hasTimeout && composite[kSourceSignals].size > 0) composite[kTimeout] = true;
    return composite;
  }

  [kNewListener](size, type, listener, once, capture, passive, weak) {
    super[kNewListener](size, type, listener, once, capture, passive, weak);
    if (type !== 'abort' || size !== 1 || this.aborted) return;
    if (this[kComposite]) followSources(this);
    if (!weak && abortsByItself(this)) awaitedSignals.add(this);
  }

  [kRemoveListener](size, type, listener, capture) {
    super[kRemoveListener](size, type, listener, capture);
    if (type === 'abort' && size === 0 && abortsByItself(this)) awaitedSignals.delete(this);
  }

  [kTransfer]() {
    requireAbortSignal(this);
    const deserializeInfo = 'internal/abort_controller:ClonedAbortSignal';
    if (this.aborted) return { data: { aborted: true, reason: this.reason }, deserializeInfo };

    const { port1, port2 } = this[kPorts];
    this[kPorts] = undefined;
    this.addEventListener('abort', () => {
      port1.postMessage(this.reason);
      port1.close();
    }, { once: true });
    return { data: { port: port2 }, deserializeInfo };
  }

  [kTransferList]() {
    if (this.aborted) return [];
    const { MessageChannel } = require('worker_threads'); // Lazy: only when a signal is sent to another thread.
    const { port1, port2 } = new MessageChannel();
    port1.unref();
    port2.unref();
    this[kPorts] = { port1, port2 };
    return [port2];
  }

  [kDeserialize]({ aborted, reason, port }) {
    if (aborted) {
      this[kAborted] = aborted;
      this[kReason] = reason;
      return;
    }
    port.onmessage = ({ data }) => {
      abortSignal(this, data);
      port.close();
      port.onmessage = undefined;
    };
    port.unref();
  }
}

/** What a transferred signal is made of before its data arrives. */
function ClonedAbortSignal() {
  return new AbortSignal(kDontThrow, { transferable: true });
}
ClonedAbortSignal.prototype[kDeserialize] = () => {};

describeInterface(AbortSignal, 'AbortSignal', ['aborted']);
defineEventHandler(AbortSignal.prototype, 'abort');

class AbortController {
  // Made on first use: many controllers are never asked for it.
  #signal;

  get signal() {
    this.#signal ??= new AbortSignal(kDontThrow);
    return this.#signal;
  }

  abort(reason = abortError()) {
    abortSignal(this.#signal ??= new AbortSignal(kDontThrow), reason);
  }

  [inspectCustom](depth, options) {
    return inspectAs(this, depth, options, { signal: this.signal });
  }

  static [kMakeTransferable]() {
    const controller = new AbortController();
    controller.#signal = new AbortSignal(kDontThrow, { transferable: true });
    return controller;
  }
}

describeInterface(AbortController, 'AbortController', ['signal', 'abort']);

/** `util.transferableAbortSignal` */
function transferableAbortSignal(signal) {
  if (signal?.[kAborted] === undefined) throw new ERR_INVALID_ARG_TYPE('signal', 'AbortSignal', signal);
  markTransferMode(signal, false, true);
  return signal;
}

/** `util.transferableAbortController` */
function transferableAbortController() {
  return AbortController[kMakeTransferable]();
}

/** `util.aborted`: a promise that is fulfilled when `signal` aborts, and stays pending when `resource` is collected. */
async function aborted(signal, resource) {
  if (!isAbortSignal(signal)) {
    const { conversionError } = require('internal/webidl'); // Lazy: start-up time.
    throw conversionError('signal is not of type AbortSignal.');
  }
  validateObject(resource, 'resource', kValidateObjectAllowObjects);
  if (signal.aborted) return undefined;
  const { promise, resolve } = Promise.withResolvers();
  signal.addEventListener('abort', resolve, {
    __proto__: null, [kWeakHandler]: resource, once: true, [kResistStopPropagation]: true,
  });
  return promise;
}

/** Aborts `signal` and then those that follow it; all are aborted before the first listener runs. */
function abortSignal(signal, reason) {
  if (signal[kAborted]) return;
  const aborting = [signal];
  for (const reference of signal[kDependantSignals] ?? []) {
    const dependant = reference.deref();
    if (dependant !== undefined && !dependant[kAborted]) aborting.push(dependant);
  }
  for (const each of aborting) {
    each[kAborted] = true;
    each[kReason] = reason;
  }
  for (const each of aborting) {
    each.dispatchEvent(new Event('abort', { [kTrustEvent]: true }));
    awaitedSignals.delete(each);
  }
  if (!signal[kComposite]) return;
  for (const reference of signal[kSourceSignals] ?? []) awaitedSignals.delete(reference.deref());
}

function abortAfter(signal, delay) {
  const { clearTimeout, setTimeout } = require('timers'); // Lazy: start-up time.
  const reference = new WeakRef(signal);
  const timer = setTimeout(() => {
    const target = reference.deref();
    if (target === undefined) return;
    timersOfCollected.unregister(target);
    awaitedSignals.delete(target);
    abortSignal(target, domException('The operation was aborted due to timeout', 'TimeoutError'));
  }, delay).unref();
  timersOfCollected ??= new FinalizationRegistry(clearTimeout);
  timersOfCollected.register(signal, timer, signal);
}

/** Lets `composite` follow `source`, or what that follows. */
function addSource(composite, source) {
  const sources = composite[kSourceSignals];
  if (!source[kComposite]) {
    sources.add(new WeakRef(source));
    return;
  }
  for (const reference of source[kSourceSignals] ?? []) {
    const original = reference.deref();
    if (original === undefined) continue;
    if (original.aborted) {
      abortSignal(composite, original.reason);
      return;
    }
    sources.add(reference);
  }
}

/** Aborts a composite whose sources have aborted without telling it, since nobody listened. */
function refreshComposite(signal) {
  if (signal[kComposite] && !signal[kAborted]) abortWithSources(signal);
}

/** Aborts `composite` if one of its sources has; forgets those that were collected. */
function abortWithSources(composite) {
  for (const reference of composite[kSourceSignals] ?? []) {
    const source = reference.deref();
    if (source === undefined) {
      composite[kSourceSignals].delete(reference);
    } else if (source[kAborted]) {
      abortSignal(composite, source[kReason]);
      return;
    }
  }
}

/** Makes the sources tell `composite` when they abort. */
function followSources(composite) {
  if (composite[kFollowing]) return;
  abortWithSources(composite);
  if (composite[kAborted] || !composite[kSourceSignals]?.size) return;
  composite[kFollowing] = true;
  const self = composite[kSelfReference] ??= new WeakRef(composite);
  dependantsOfCollected ??= new FinalizationRegistry(forgetDependant);
  sourcesOfCollected ??= new FinalizationRegistry(forgetSource);
  for (const reference of composite[kSourceSignals]) {
    const source = reference.deref();
    source[kDependantSignals] ??= new Set();
    source[kDependantSignals].add(self);
    dependantsOfCollected.register(composite, { source: reference, dependant: self });
    sourcesOfCollected.register(source, { source: reference, dependant: self }, reference);
  }
}

function forgetDependant({ source, dependant }) {
  sourcesOfCollected.unregister(source);
  source.deref()?.[kDependantSignals].delete(dependant);
}

function forgetSource({ source, dependant }) {
  const composite = dependant.deref();
  if (composite === undefined) return;
  composite[kSourceSignals].delete(source);
  if (composite[kSourceSignals].size === 0) awaitedSignals.delete(composite);
}

function abortsByItself(signal) {
  return signal[kTimeout] || (signal[kComposite] && signal[kSourceSignals]?.size > 0);
}

/** @param {Iterable<AbortSignal>} signals  @returns {AbortSignal[]} */
function abortSignalsOf(signals) {
  const { conversionError } = require('internal/webidl'); // Lazy: start-up time.
  const isObject = (typeof signals === 'object' && signals !== null) || typeof signals === 'function';
  const iterator = isObject && typeof signals[Symbol.iterator] === 'function' ? signals[Symbol.iterator]() : undefined;
  if (typeof iterator?.next !== 'function') throw conversionError('signals cannot be converted to sequence.');

  const list = [];
  for (let step = iterator.next(); !step?.done; step = iterator.next()) {
    if (typeof step !== 'object' || step === null) throw conversionError('signals cannot be converted to sequence.');
    if (!isAbortSignal(step.value)) throw conversionError(`signals[${list.length}] is not of type AbortSignal.`);
    list.push(step.value);
  }
  return list;
}

function isAbortSignal(value) {
  return Object.prototype.isPrototypeOf.call(AbortSignal.prototype, value);
}

function abortError() {
  return domException('This operation was aborted', 'AbortError');
}

function domException(message, name) {
  const { DOMException } = require('internal/domexception'); // Lazy: start-up time.
  return new DOMException(message, name);
}

function requireAbortSignal(value) {
  if (value?.[kAborted] === undefined) throw new ERR_INVALID_THIS('AbortSignal');
}

function inspectAs(object, depth, options, shown) {
  if (depth < 0) return object;
  const { inspect } = require('internal/util/inspect'); // Lazy: signals are seldom printed.
  const inner = { ...options, depth: options.depth === null ? null : options.depth - 1 };
  return `${object.constructor.name} ${inspect(shown, inner)}`;
}

function describeInterface(constructor, tag, enumerable) {
  for (const name of enumerable) {
    Object.defineProperty(constructor.prototype, name, { __proto__: null, enumerable: true });
  }
  Object.defineProperty(constructor.prototype, Symbol.toStringTag, {
    __proto__: null, writable: false, enumerable: false, configurable: true, value: tag,
  });
}

module.exports = {
  AbortController,
  AbortSignal,
  ClonedAbortSignal,
  aborted,
  transferableAbortController,
  transferableAbortSignal,
};
