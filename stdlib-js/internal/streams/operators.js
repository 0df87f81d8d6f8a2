'use strict';
// The operators of readable streams: like those of arrays, but asynchronous and with a chosen concurrency.
// https://nodejs.org/docs/latest-v24.x/api/stream.html#readablemapfn-options

const {
  AbortError,
  codes: { ERR_INVALID_ARG_VALUE, ERR_MISSING_ARGS, ERR_OUT_OF_RANGE },
} = require('internal/errors');
const {
  validateAbortSignal,
  validateFunction,
  validateInteger,
  validateObject,
} = require('internal/validators');
const { isNodeStream, isWritable } = require('internal/streams/inspection');

/** A result that is left out. */
const kEmpty = Symbol('kEmpty');
const kEof = Symbol('kEof');

function validateOptions(options) {
  if (options != null) validateObject(options, 'options');
  if (options?.signal != null) validateAbortSignal(options.signal, 'options.signal');
}

function compose(stream, options) {
  validateOptions(options);
  if (isNodeStream(stream) && !isWritable(stream)) {
    throw new ERR_INVALID_ARG_VALUE('stream', stream, 'must be writable');
  }
  const composed = require('internal/streams/compose').compose(this, stream); // Lazy: start-up time.
  if (options?.signal) {
    require('internal/streams/add-abort-signal').addAbortSignalNoValidate(options.signal, composed);
  }
  return composed;
}

function map(fn, options) {
  validateFunction(fn, 'fn');
  validateOptions(options);

  let concurrency = 1;
  if (options?.concurrency != null) concurrency = Math.floor(options.concurrency);
  let highWaterMark = concurrency - 1;
  if (options?.highWaterMark != null) highWaterMark = Math.floor(options.highWaterMark);
  validateInteger(concurrency, 'options.concurrency', 1);
  validateInteger(highWaterMark, 'options.highWaterMark', 0);
  return mapConcurrently(this, fn, options?.signal, concurrency, highWaterMark + concurrency);
}

/**
 * Calls ahead of the reader, and yields in order.
 * @param {number} concurrency calls at a time  @param {number} maxQueued calls and unread results
 */
async function* mapConcurrently(stream, fn, outerSignal, concurrency, maxQueued) {
  const signal = AbortSignal.any(outerSignal ? [outerSignal] : []);
  const signalOption = { signal };
  const queue = [];
  let running = 0;
  let isDone = false;
  let wakeReader = null;
  let wakePump = null;

  function onSettled() {
    running--;
    maybeResume();
  }

  function onFailed() {
    isDone = true;
    onSettled();
  }

  function maybeResume() {
    if (wakePump && !isDone && running < concurrency && queue.length < maxQueued) resumePump();
  }

  function resumePump() {
    const wake = wakePump;
    wakePump = null;
    wake?.();
  }

  function notifyReader() {
    const wake = wakeReader;
    wakeReader = null;
    wake?.();
  }

  function enqueue(promise) {
    promise.then(onSettled, onFailed);
    queue.push(promise);
  }

  async function pump() {
    try {
      for await (const chunk of stream) {
        if (isDone) return;
        if (signal.aborted) throw new AbortError();
        let result;
        try {
          result = fn(chunk, signalOption);
          if (result === kEmpty) continue;
          result = Promise.resolve(result);
        } catch (error) {
          result = Promise.reject(error);
        }
        running++;
        enqueue(result);
        notifyReader();
        if (!isDone && (queue.length >= maxQueued || running >= concurrency)) {
          await new Promise((resolve) => { wakePump = resolve; });
        }
      }
      queue.push(kEof);
    } catch (error) {
      enqueue(Promise.reject(error));
    } finally {
      isDone = true;
      notifyReader();
    }
  }

  pump();
  try {
    for (;;) {
      while (queue.length > 0) {
        const result = await queue[0];
        if (result === kEof) return;
        if (signal.aborted) throw new AbortError();
        if (result !== kEmpty) yield result;
        queue.shift();
        maybeResume();
      }
      await new Promise((resolve) => { wakeReader = resolve; });
    }
  } finally {
    isDone = true;
    resumePump();
  }
}

function filter(fn, options) {
  validateFunction(fn, 'fn');
  return map.call(this, async (chunk, signalOption) => (await fn(chunk, signalOption) ? chunk : kEmpty), options);
}

async function some(fn, options = undefined) {
  for await (const unused of filter.call(this, fn, options)) return true;
  return false;
}

async function every(fn, options = undefined) {
  validateFunction(fn, 'fn');
  // Every one is what none is not.
  return !(await some.call(this, async (...args) => !(await fn(...args)), options));
}

async function find(fn, options) {
  for await (const chunk of filter.call(this, fn, options)) return chunk;
  return undefined;
}

async function forEach(fn, options) {
  validateFunction(fn, 'fn');
  const calls = map.call(this, async (chunk, signalOption) => {
    await fn(chunk, signalOption);
    return kEmpty;
  }, options);
  for await (const unused of calls);
}

class ReduceAwareErrMissingArgs extends ERR_MISSING_ARGS {
  constructor() {
    super('reduce');
    this.message = 'Reduce of an empty stream requires an initial value';
  }
}

async function reduce(reducer, initialValue, options) {
  validateFunction(reducer, 'reducer');
  validateOptions(options);
  let hasValue = arguments.length > 1;
  let value = initialValue;

  const outerSignal = options?.signal;
  if (outerSignal?.aborted) {
    const error = new AbortError(undefined, { cause: outerSignal.reason });
    this.once('error', () => {}); // The error is thrown below.
    await require('internal/streams/end-of-stream').finished(this.destroy(error));
    throw error;
  }

  const controller = new AbortController();
  const { signal } = controller;
  const onabort = () => controller.abort();
  outerSignal?.addEventListener('abort', onabort, { once: true });
  try {
    for await (const chunk of this) {
      if (outerSignal?.aborted) throw new AbortError();
      if (hasValue) {
        value = await reducer(value, chunk, { signal });
      } else {
        value = chunk;
        hasValue = true;
      }
    }
    if (!hasValue) throw new ReduceAwareErrMissingArgs();
  } finally {
    controller.abort();
    outerSignal?.removeEventListener('abort', onabort);
  }
  return value;
}

async function toArray(options) {
  validateOptions(options);
  const chunks = [];
  for await (const chunk of this) {
    if (options?.signal?.aborted) throw new AbortError(undefined, { cause: options.signal.reason });
    chunks.push(chunk);
  }
  return chunks;
}

function flatMap(fn, options) {
  const results = map.call(this, fn, options);
  return (async function* () {
    for await (const result of results) yield* result;
  })();
}

function toIntegerOrInfinity(number) {
  number = Number(number);
  if (Number.isNaN(number)) return 0;
  if (number < 0) throw new ERR_OUT_OF_RANGE('number', '>= 0', number);
  return number;
}

function drop(number, options = undefined) {
  validateOptions(options);
  return dropChunks(this, toIntegerOrInfinity(number), options?.signal);
}

async function* dropChunks(stream, count, signal) {
  if (signal?.aborted) throw new AbortError();
  for await (const chunk of stream) {
    if (signal?.aborted) throw new AbortError();
    if (count-- <= 0) yield chunk;
  }
}

function take(number, options = undefined) {
  validateOptions(options);
  return takeChunks(this, toIntegerOrInfinity(number), options?.signal);
}

async function* takeChunks(stream, count, signal) {
  if (signal?.aborted) throw new AbortError();
  for await (const chunk of stream) {
    if (signal?.aborted) throw new AbortError();
    if (count-- > 0) yield chunk;
    // Not after one more read: it may never come.
    if (count <= 0) return;
  }
}

module.exports = {
  compose,
  promiseOperators: { every, forEach, reduce, toArray, some, find },
  streamOperators: { drop, filter, flatMap, map, take },
};
