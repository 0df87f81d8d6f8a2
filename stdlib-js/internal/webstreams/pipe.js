'use strict';
// `pipeTo`: reads from one stream and writes to another, with errors and closing passed on both ways.
// https://streams.spec.whatwg.org/#readable-stream-pipe-to

const { AbortError, codes: { ERR_INVALID_ARG_TYPE, ERR_INVALID_STATE } } = require('internal/errors');
const { acquireReader, readableStreamCancel, readerRead, releaseReader } = require('internal/webstreams/readablestream');
const { nop, rejectedWith, resolvedWith, then } = require('internal/webstreams/support');
const {
  WritableStreamDefaultWriter,
  desiredSizeOf,
  isCloseQueuedOrInFlight,
  kWriter,
  writableStreamAbort,
  writerCloseWithErrorPropagation,
  writerRelease,
  writerWrite,
} = require('internal/webstreams/writablestream');
const { kValidateObjectAllowObjectsAndNull, validateAbortSignal, validateObject } = require('internal/validators');

/** In the order in which WebIDL reads them. */
function readPipeOptions(options) {
  validateObject(options, 'options', kValidateObjectAllowObjectsAndNull);
  const preventAbort = !!options?.preventAbort;
  const preventCancel = !!options?.preventCancel;
  const preventClose = !!options?.preventClose;
  const signal = options?.signal;
  if (signal !== undefined) {
    if (signal === null) throw new ERR_INVALID_ARG_TYPE('options.signal', 'AbortSignal', signal);
    validateAbortSignal(signal, 'options.signal');
  }
  return { preventAbort, preventCancel, preventClose, signal };
}

/** @param {any} source  @param {any} dest the states of the streams */
function pipeTo(source, dest, options) {
  const pipe = new Pipe(source, dest, options);
  return pipe.start();
}

/** Node's own AbortError is not the one that the Web knows. */
function abortReason({ reason }) {
  return reason instanceof AbortError ? new DOMException(reason.message, 'AbortError') : reason;
}

class Pipe {
  #source;
  #dest;
  #options;
  #reader;
  #writer;
  #done = Promise.withResolvers();
  #isShuttingDown = false;
  #lastWrite = undefined;
  #onAbort = undefined;

  constructor(source, dest, options) {
    this.#source = source;
    this.#dest = dest;
    this.#options = options;
    this.#reader = acquireReader(source);
    this.#writer = new WritableStreamDefaultWriter(dest.wrapper)[kWriter];
    source.isDisturbed = true;
  }

  start() {
    const { signal } = this.#options;
    if (signal !== undefined) {
      this.#onAbort = () => this.#abort(abortReason(signal));
      if (signal.aborted) {
        this.#onAbort();
        return this.#done.promise;
      }
      signal.addEventListener('abort', this.#onAbort, { once: true });
    }
    this.#watch();
    this.#pump();
    return this.#done.promise;
  }

  #abort(reason) {
    const { preventAbort, preventCancel } = this.#options;
    this.#shutdown(() => {
      const actions = [];
      if (!preventAbort && this.#dest.state === 'writable') actions.push(writableStreamAbort(this.#dest, reason));
      if (!preventCancel && this.#source.state === 'readable') actions.push(readableStreamCancel(this.#source, reason));
      return Promise.all(actions);
    }, { error: reason });
  }

  /** Errors before closing, forward before backward: several may hold at once. */
  #watch() {
    const source = this.#source;
    const dest = this.#dest;
    const { preventAbort, preventCancel, preventClose } = this.#options;

    const onSourceError = (error) => {
      this.#shutdown(preventAbort ? undefined : () => writableStreamAbort(dest, error), { error });
    };
    const onDestError = (error) => {
      this.#shutdown(preventCancel ? undefined : () => readableStreamCancel(source, error), { error });
    };
    const onSourceClose = () => {
      this.#shutdown(preventClose ? undefined : () => writerCloseWithErrorPropagation(this.#writer));
    };

    if (source.state === 'errored') onSourceError(source.storedError);
    else then(this.#reader.closed.promise, undefined, onSourceError);

    if (dest.state === 'errored') onDestError(dest.storedError);
    else then(this.#writer.closed.promise, undefined, onDestError);

    if (source.state === 'closed') onSourceClose();
    else then(this.#reader.closed.promise, onSourceClose, () => {});

    if (isCloseQueuedOrInFlight(dest) || dest.state === 'closed') {
      const error = new ERR_INVALID_STATE.TypeError('Destination WritableStream is closed');
      this.#shutdown(preventCancel ? undefined : () => readableStreamCancel(source, error), { error });
    }
  }

  /** Reads while the destination takes more. */
  #pump() {
    if (this.#isShuttingDown) return;
    if (desiredSizeOf(this.#dest) > 0) {
      this.#readOne();
    } else {
      then(this.#writer.ready.promise, () => this.#readWhenReady(), () => {});
    }
  }

  #readWhenReady() {
    if (!this.#isShuttingDown) this.#readOne();
  }

  /** A chunk is written on a microtask: `enqueue` must never call the sink. */
  #readOne() {
    readerRead(this.#reader, {
      chunkSteps: (chunk) => {
        queueMicrotask(() => {
          if (this.#writer.stream === undefined) return;
          this.#lastWrite = writerWrite(this.#writer, chunk);
          this.#pump();
        });
      },
      closeSteps() {},
      errorSteps() {},
    });
  }

  #shutdown(action, failure) {
    if (this.#isShuttingDown) return;
    this.#isShuttingDown = true;
    const { state } = this.#dest;
    if (state === 'writable' && !isCloseQueuedOrInFlight(this.#dest)) {
      // A chunk that was read is on its way: nothing gets lost.
      this.#waitForWrites(() => this.#act(action, failure));
    } else {
      this.#act(action, failure);
    }
  }

  #waitForWrites(proceed) {
    const last = this.#lastWrite;
    const wait = last === undefined ? resolvedWith() : then(last.promise, undefined, nop);
    then(wait, () => {
      if (last !== this.#lastWrite) this.#waitForWrites(proceed);
      else proceed();
    });
  }

  #act(action, failure) {
    if (action === undefined) {
      this.#finalize(failure);
      return;
    }
    let result;
    try {
      result = action();
    } catch (error) {
      result = rejectedWith(error);
    }
    then(result, () => this.#finalize(failure), (error) => this.#finalize({ error }));
  }

  #finalize(failure) {
    writerRelease(this.#writer);
    releaseReader(this.#reader);
    if (this.#onAbort !== undefined) this.#options.signal.removeEventListener('abort', this.#onAbort);
    if (failure !== undefined) this.#done.reject(failure.error);
    else this.#done.resolve(undefined);
  }
}

module.exports = { pipeTo, readPipeOptions };
