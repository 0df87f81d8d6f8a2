'use strict';
// `Readable.from`: an iterable, synchronous or not, as a stream.
// https://nodejs.org/docs/latest-v24.x/api/stream.html#streamreadablefromiterable-options

const { Buffer } = require('buffer');
const { aggregateTwoErrors, codes: { ERR_INVALID_ARG_TYPE, ERR_STREAM_NULL_VALUES } } = require('internal/errors');

const { nextTick } = process;

/** @param {any} Readable the class, or one that inherits from it */
function from(Readable, iterable, opts) {
  // Text and bytes are one chunk, not many.
  if (typeof iterable === 'string' || iterable instanceof Buffer) {
    return new Readable({
      objectMode: true,
      ...opts,
      read() {
        this.push(iterable);
        this.push(null);
      },
    });
  }

  const isAsync = !!iterable?.[Symbol.asyncIterator];
  if (!isAsync && !iterable?.[Symbol.iterator]) throw new ERR_INVALID_ARG_TYPE('iterable', ['Iterable'], iterable);
  const iterator = isAsync ? iterable[Symbol.asyncIterator]() : iterable[Symbol.iterator]();

  // One ahead is enough: the source is as fast as its reader.
  const readable = new Readable({ objectMode: true, highWaterMark: 1, ...opts });
  let isReading = false;

  readable._read = function() {
    if (isReading) return;
    isReading = true;
    if (isAsync) nextAsync();
    else nextSync();
  };

  const destroy = readable._destroy; // Perhaps of the options.
  readable._destroy = function(error, cb) {
    destroy.call(this, error, (destroyError) => {
      const failure = destroyError || error;
      // On a tick: the callback may throw.
      close(failure).then(
        () => nextTick(cb, failure),
        (closeError) => nextTick(cb, aggregateTwoErrors(failure, closeError)),
      );
    });
  };

  async function close(error) {
    const hasError = error !== undefined && error !== null;
    const hasThrow = typeof iterator.throw === 'function';
    if (hasError && hasThrow) {
      const { value, done } = await iterator.throw(error);
      await value;
      if (done) return;
    }
    if (typeof iterator.return === 'function') {
      const { value } = await iterator.return();
      await value;
    }
  }

  /** Values at once as long as they are wanted and none is a promise. */
  function nextSync() {
    for (;;) {
      try {
        const { value, done } = iterator.next();
        if (done) {
          readable.push(null);
          return;
        }
        if (value && typeof value.then === 'function') {
          pushPromised(value);
          return;
        }
        if (value === null) {
          isReading = false;
          throw new ERR_STREAM_NULL_VALUES();
        }
        if (readable.push(value)) continue;
        isReading = false;
      } catch (error) {
        readable.destroy(error);
      }
      return;
    }
  }

  async function pushPromised(value) {
    try {
      if (pushOrPause(await value)) nextSync();
    } catch (error) {
      readable.destroy(error);
    }
  }

  async function nextAsync() {
    for (;;) {
      try {
        const { value, done } = await iterator.next();
        if (done) {
          readable.push(null);
          return;
        }
        if (pushOrPause(value)) continue;
      } catch (error) {
        readable.destroy(error);
      }
      return;
    }
  }

  function pushOrPause(value) {
    if (value === null) {
      isReading = false;
      throw new ERR_STREAM_NULL_VALUES();
    }
    if (readable.push(value)) return true;
    isReading = false;
    return false;
  }

  return readable;
}

module.exports = from;
