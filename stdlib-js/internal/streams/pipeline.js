'use strict';
// `pipeline`: from a source through transforms into a destination, all destroyed if one fails.
// https://nodejs.org/docs/latest-v24.x/api/stream.html#streampipelinesource-transforms-destination-callback

const {
  AbortError,
  aggregateTwoErrors,
  codes: {
    ERR_INVALID_ARG_TYPE,
    ERR_INVALID_RETURN_VALUE,
    ERR_MISSING_ARGS,
    ERR_STREAM_DESTROYED,
    ERR_STREAM_PREMATURE_CLOSE,
    ERR_STREAM_UNABLE_TO_PIPE,
  },
} = require('internal/errors');
const { validateAbortSignal, validateFunction } = require('internal/validators');
const destroyImpl = require('internal/streams/destroy');
const Duplex = require('internal/streams/duplex');
const { eos } = require('internal/streams/end-of-stream');
const {
  isIterable,
  isNodeStream,
  isReadable,
  isReadableFinished,
  isReadableNodeStream,
  isReadableStream,
  isTransformStream,
  isWebStream,
} = require('internal/streams/inspection');
const PassThrough = require('internal/streams/passthrough');
const Readable = require('internal/streams/readable');

const { nextTick } = process;

/** @param {...any} streams the last is the callback */
function pipeline(...streams) {
  validateFunction(streams.at(-1), 'streams[stream.length - 1]');
  return pipelineImpl(streams, once(streams.pop()));
}

/** @param {any[]} streams  @param {Function} callback  @param {{signal?: AbortSignal, end?: boolean}} [opts] */
function pipelineImpl(streams, callback, opts) {
  if (streams.length === 1 && Array.isArray(streams[0])) streams = streams[0];
  if (streams.length < 2) throw new ERR_MISSING_ARGS('streams');
  validateAbortSignal(opts?.signal, 'options.signal');
  return new Pipeline(streams, callback, opts).run();
}

class Pipeline {
  #streams;
  #callback;
  #endsLast;
  #outerSignal;
  #disposable;
  /** What functions of the pipeline get. */
  #controller = new AbortController();
  #error;
  #value;
  /** Parts that are under way. */
  #running = 0;
  #destroys = [];
  #cleanups = [];

  constructor(streams, callback, opts) {
    this.#streams = streams;
    this.#callback = callback;
    this.#endsLast = opts?.end !== false;
    this.#outerSignal = opts?.signal;
    if (this.#outerSignal) {
      const { addAbortListener } = require('internal/events/abort_listener'); // Lazy: rare.
      this.#disposable = addAbortListener(this.#outerSignal, this.#abort);
    }
  }

  run() {
    let result;
    this.#streams.forEach((stream, index) => {
      if (isNodeStream(stream)) this.#watch(stream, index);
      if (index === 0) result = this.#start(stream);
      else if (typeof stream === 'function') result = this.#through(stream, result, index);
      else if (isNodeStream(stream)) result = this.#intoNode(stream, result, index);
      else if (isWebStream(stream)) result = this.#intoWeb(stream, result, index);
      else result = Duplex.from(stream);
    });
    if (this.#controller.signal.aborted || this.#outerSignal?.aborted) nextTick(this.#abort);
    return result;
  }

  #isLast(index) {
    return index === this.#streams.length - 1;
  }

  #isEnded(index) {
    return !this.#isLast(index) || this.#endsLast;
  }

  /** Destroys the stream with the others, and hears of its errors. */
  #watch(stream, index) {
    const next = this.#streams[index + 1];
    if (next?.closed || next?.destroyed) throw new ERR_STREAM_UNABLE_TO_PIPE();
    const isReadableLast = this.#isLast(index) && isReadable(stream);
    if (this.#isEnded(index)) {
      const { destroy, cleanup } = destroyerOf(stream, !this.#isLast(index), index > 0);
      this.#destroys.push(destroy);
      if (isReadableLast) this.#cleanups.push(cleanup);
    }
    const onError = (error) => {
      if (error && error.name !== 'AbortError' && error.code !== 'ERR_STREAM_PREMATURE_CLOSE') this.#fail(error);
    };
    stream.on('error', onError);
    if (isReadableLast) this.#cleanups.push(() => stream.removeListener('error', onError));
  }

  #start(stream) {
    if (typeof stream === 'function') {
      const result = stream({ signal: this.#controller.signal });
      if (!isIterable(result)) {
        throw new ERR_INVALID_RETURN_VALUE('Iterable, AsyncIterable or Stream', 'source', result);
      }
      return result;
    }
    return isIterable(stream) || isReadableNodeStream(stream) || isTransformStream(stream) ? stream : Duplex.from(stream);
  }

  #through(transform, previous, index) {
    const input = makeAsyncIterable(isTransformStream(previous) ? previous?.readable : previous);
    const result = transform(input, { signal: this.#controller.signal });
    if (this.#isLast(index)) return this.#collect(result, index);
    if (!isIterable(result, true)) {
      throw new ERR_INVALID_RETURN_VALUE('AsyncIterable', `transform[${index - 1}]`, result);
    }
    return result;
  }

  /** The last function's result; a stream of its values is what `pipeline` returns. */
  #collect(result, index) {
    const end = this.#isEnded(index);
    const passThrough = new PassThrough({ objectMode: true });
    const then = result?.then;

    if (typeof then === 'function') {
      this.#running++;
      then.call(result, (value) => {
        this.#value = value;
        if (value != null) passThrough.write(value);
        if (end) passThrough.end();
        nextTick(this.#finish);
      }, (error) => {
        passThrough.destroy(error);
        nextTick(this.#finish, error);
      });
    } else if (isIterable(result, true)) {
      this.#running++;
      pumpToNode(result, passThrough, this.#finish, end);
    } else if (isReadableStream(result) || isTransformStream(result)) {
      this.#running++;
      pumpToNode(result.readable || result, passThrough, this.#finish, end);
    } else {
      throw new ERR_INVALID_RETURN_VALUE('AsyncIterable or Promise', 'destination', result);
    }

    const { destroy, cleanup } = destroyerOf(passThrough, false, true);
    this.#destroys.push(destroy);
    this.#cleanups.push(cleanup);
    return passThrough;
  }

  #intoNode(stream, previous, index) {
    const end = this.#isEnded(index);
    if (isReadableNodeStream(previous)) {
      this.#running += 2;
      const cleanup = this.#pipe(previous, stream, end);
      if (this.#isLast(index) && isReadable(stream)) this.#cleanups.push(cleanup);
    } else if (isTransformStream(previous) || isReadableStream(previous)) {
      this.#running++;
      pumpToNode(previous.readable || previous, stream, this.#finish, end);
    } else if (isIterable(previous)) {
      this.#running++;
      pumpToNode(previous, stream, this.#finish, end);
    } else {
      throw invalidSource(previous);
    }
    return stream;
  }

  #intoWeb(stream, previous, index) {
    let source;
    if (isReadableNodeStream(previous)) source = makeAsyncIterable(previous);
    else if (isReadableStream(previous) || isIterable(previous)) source = previous;
    else if (isTransformStream(previous)) source = previous.readable;
    else throw invalidSource(previous);
    this.#running++;
    pumpToWeb(source, stream, this.#finish, this.#isEnded(index));
    return stream;
  }

  #pipe(source, target, end) {
    let isEnded = false;
    target.on('close', () => {
      if (!isEnded) this.#fail(new ERR_STREAM_PREMATURE_CLOSE());
    });
    source.pipe(target, { end: false }); // Not before both are done with.

    if (end) {
      const endTarget = () => {
        isEnded = true;
        target.end();
      };
      if (isReadableFinished(source)) nextTick(endTarget);
      else source.once('end', endTarget);
    } else {
      this.#finish();
    }

    eos(source, { readable: true, writable: false }, (error) => {
      const state = source._readableState;
      if (error?.code === 'ERR_STREAM_PREMATURE_CLOSE' && state?.ended && !state.errored && !state.errorEmitted) {
        // Some streams close before they have emitted 'end'.
        source.once('end', this.#finish).once('error', this.#finish);
      } else {
        this.#finish(error);
      }
    });
    return eos(target, { readable: false, writable: true }, this.#finish);
  }

  #finish = (error) => {
    this.#settle(error, --this.#running === 0);
  };

  #fail = (error) => {
    this.#settle(error, false);
  };

  #abort = () => {
    this.#settle(new AbortError(undefined, { cause: this.#outerSignal?.reason }), false);
  };

  #settle(error, isFinal) {
    if (error && (!this.#error || isConsequence(this.#error))) this.#error = error;
    if (!this.#error && !isFinal) return;

    while (this.#destroys.length > 0) this.#destroys.shift()(this.#error);
    this.#disposable?.[Symbol.dispose]();
    this.#controller.abort();
    if (!isFinal) return;
    if (!this.#error) this.#cleanups.forEach((cleanup) => cleanup());
    nextTick(this.#callback, this.#error, this.#value);
  }
}

/** What destroying the others leads to: the cause may still come. */
function isConsequence(error) {
  return error.code === 'ERR_STREAM_PREMATURE_CLOSE' || error.name === 'AbortError';
}

function destroyerOf(stream, reading, writing) {
  let isFinished = false;
  stream.on('close', () => { isFinished = true; });
  const cleanup = eos(stream, { readable: reading, writable: writing }, (error) => { isFinished = !error; });
  return {
    destroy(error) {
      if (isFinished) return;
      isFinished = true;
      destroyImpl.destroyer(stream, error || new ERR_STREAM_DESTROYED('pipe'));
    },
    cleanup,
  };
}

function makeAsyncIterable(value) {
  if (isIterable(value)) return value;
  if (isReadableNodeStream(value)) return chunksOfLegacy(value);
  throw new ERR_INVALID_ARG_TYPE('val', ['Readable', 'Iterable', 'AsyncIterable'], value);
}

/** A generator: the stream is not touched before it is read. */
async function* chunksOfLegacy(stream) {
  yield* Readable.prototype[Symbol.asyncIterator].call(stream);
}

function invalidSource(value) {
  return new ERR_INVALID_ARG_TYPE(
    'val', ['Readable', 'Iterable', 'AsyncIterable', 'ReadableStream', 'TransformStream'], value);
}

async function pumpToNode(iterable, writable, finish, end) {
  let error;
  let wake = null;

  function resume(failure) {
    if (failure) error = failure;
    const waiting = wake;
    wake = null;
    waiting?.();
  }

  function wait() {
    return new Promise((resolve, reject) => {
      if (error) reject(error);
      else wake = () => (error ? reject(error) : resolve());
    });
  }

  writable.on('drain', resume);
  const cleanup = eos(writable, { readable: false }, resume);

  try {
    if (writable.writableNeedDrain) await wait();
    for await (const chunk of iterable) {
      if (!writable.write(chunk)) await wait();
    }
    if (end) {
      writable.end();
      await wait();
    }
    finish();
  } catch (failure) {
    finish(error !== failure ? aggregateTwoErrors(error, failure) : failure);
  } finally {
    cleanup();
    writable.off('drain', resume);
  }
}

async function pumpToWeb(readable, writable, finish, end) {
  const writer = (isTransformStream(writable) ? writable.writable : writable).getWriter();
  try {
    for await (const chunk of readable) {
      await writer.ready;
      writer.write(chunk).catch(() => {}); // `ready` and `close` tell.
    }
    await writer.ready;
    if (end) await writer.close();
    finish();
  } catch (error) {
    try {
      await writer.abort(error);
      finish(error);
    } catch (abortError) {
      finish(abortError);
    }
  }
}

function once(callback) {
  let isCalled = false;
  return function(...args) {
    if (isCalled) return;
    isCalled = true;
    callback.apply(this, args);
  };
}

module.exports = { pipeline, pipelineImpl };
