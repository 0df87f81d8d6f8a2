'use strict';
// node:timers/promises: timers that are awaited.
// https://nodejs.org/docs/latest-v24.x/api/timers.html#timers-promises-api

const { AbortError, codes: { ERR_ILLEGAL_CONSTRUCTOR, ERR_INVALID_THIS } } = require('internal/errors');
const { kResistStopPropagation } = require('internal/events/symbols');
const { Immediate, Timeout, insert } = require('internal/timers');
const { validateAbortSignal, validateBoolean, validateNumber, validateObject } = require('internal/validators');
const { clearImmediate, clearInterval, clearTimeout } = require('timers');

const kScheduler = Symbol('kScheduler');

/** @param {number} [after]  @param {any} [value]  @param {{ signal?: AbortSignal, ref?: boolean }} [options] */
function setTimeout(after, value, options = {}) {
  try {
    validateDelay(after);
    validateOptions(options);
  } catch (error) {
    return Promise.reject(error);
  }
  const { signal, ref = true } = options;
  return promiseFor(signal, clearTimeout, (resolve) => {
    const timeout = new Timeout(resolve, after, [value], false, ref);
    insert(timeout, timeout._idleTimeout);
    return timeout;
  });
}

/** @param {any} [value]  @param {{ signal?: AbortSignal, ref?: boolean }} [options] */
function setImmediate(value, options = {}) {
  try {
    validateOptions(options);
  } catch (error) {
    return Promise.reject(error);
  }
  const { signal, ref = true } = options;
  return promiseFor(signal, clearImmediate, (resolve) => {
    const immediate = new Immediate(resolve, [value]);
    if (!ref) immediate.unref();
    return immediate;
  });
}

/** @param {number} [after]  @param {any} [value]  @param {{ signal?: AbortSignal, ref?: boolean }} [options] */
async function* setInterval(after, value, options = {}) {
  validateDelay(after);
  validateOptions(options);
  const { signal, ref = true } = options;
  if (signal?.aborted) throw abortErrorOf(signal);

  let onAbort;
  let interval;
  try {
    let unyielded = 0;
    let wake;
    interval = new Timeout(() => {
      unyielded++;
      wake?.();
      wake = undefined;
    }, after, undefined, true, ref);
    insert(interval, interval._idleTimeout);

    if (signal) {
      onAbort = () => {
        clearInterval(interval);
        wake?.(Promise.reject(abortErrorOf(signal)));
        wake = undefined;
      };
      signal.addEventListener('abort', onAbort, { __proto__: null, once: true, [kResistStopPropagation]: true });
    }

    while (!signal?.aborted) {
      if (unyielded === 0) {
        await new Promise((resolve) => {
          wake = resolve;
        });
      }
      for (; unyielded > 0; unyielded--) yield value;
    }
    throw abortErrorOf(signal);
  } finally {
    clearInterval(interval);
    signal?.removeEventListener('abort', onAbort);
  }
}

class Scheduler {
  constructor() {
    throw new ERR_ILLEGAL_CONSTRUCTOR();
  }

  /** Lets the event loop go on. */
  yield() {
    if (!this[kScheduler]) throw new ERR_INVALID_THIS('Scheduler');
    return setImmediate();
  }

  /** @param {number} delay  @param {{ signal?: AbortSignal, ref?: boolean }} [options] */
  wait(delay, options) {
    if (!this[kScheduler]) throw new ERR_INVALID_THIS('Scheduler');
    return setTimeout(delay, undefined, options);
  }
}

/** A promise for the value that `start(resolve)` begins to wait for; `signal` clears that and rejects the promise. */
function promiseFor(signal, clear, start) {
  if (signal?.aborted) return Promise.reject(abortErrorOf(signal));
  const { promise, resolve, reject } = Promise.withResolvers();
  const timer = start(resolve);
  if (!signal) return promise;

  const onAbort = () => {
    if (timer._destroyed) return;
    clear(timer);
    reject(abortErrorOf(signal));
  };
  signal.addEventListener('abort', onAbort, { __proto__: null, [kResistStopPropagation]: true });
  return promise.finally(() => signal.removeEventListener('abort', onAbort));
}

function abortErrorOf(signal) {
  return new AbortError(undefined, { cause: signal?.reason });
}

function validateDelay(after) {
  if (after !== undefined) validateNumber(after, 'delay');
}

function validateOptions(options) {
  validateObject(options, 'options');
  if (options.signal !== undefined) validateAbortSignal(options.signal, 'options.signal');
  if (options.ref !== undefined) validateBoolean(options.ref, 'options.ref');
}

module.exports = {
  setTimeout,
  setImmediate,
  setInterval,
  scheduler: Reflect.construct(function() {
    this[kScheduler] = true;
  }, [], Scheduler),
};
