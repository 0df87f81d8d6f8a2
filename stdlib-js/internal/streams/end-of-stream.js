'use strict';
// `finished`: tells once that a stream has ended, failed or closed too early.
// https://nodejs.org/docs/latest-v24.x/api/stream.html#streamfinishedstream-options-callback

const {
  AbortError,
  codes: { ERR_INVALID_ARG_TYPE, ERR_STREAM_PREMATURE_CLOSE },
} = require('internal/errors');
const { validateAbortSignal, validateBoolean, validateFunction, validateObject } = require('internal/validators');
const {
  isClosed,
  isNodeStream,
  isReadable,
  isReadableErrored,
  isReadableFinished,
  isReadableNodeStream,
  isReadableStream,
  isRequest,
  isWritable,
  isWritableErrored,
  isWritableFinished,
  isWritableNodeStream,
  isWritableStream,
  kIsClosedPromise,
  willEmitClose: willEmitCloseOf,
} = require('internal/streams/inspection');
const AsyncContextFrame = require('internal/async_context_frame');
const { enabledHooksExist } = require('internal/async_hooks');

const { nextTick } = process;

/** Option inside: call back at once, if there is nothing to wait for. */
const kEosNodeSynchronousCallback = Symbol('kEosNodeSynchronousCallback');

function nop() {}

/**
 * @param {any} stream  @param {object | Function} [options]  @param {(error?: Error) => void} [callback]
 * @returns {() => void} takes the listeners away again
 */
function eos(stream, options, callback) {
  if (arguments.length === 2) {
    callback = options;
    options = {};
  } else if (options == null) {
    options = {};
  } else {
    validateObject(options, 'options');
  }
  validateFunction(callback, 'callback');
  validateAbortSignal(options.signal, 'options.signal');
  callback = once(inContext(callback));

  if (isReadableStream(stream) || isWritableStream(stream)) return watchWebStream(stream, options, callback);
  if (!isNodeStream(stream)) {
    throw new ERR_INVALID_ARG_TYPE('stream', ['ReadableStream', 'WritableStream', 'Stream'], stream);
  }
  return watchNodeStream(stream, options, callback);
}

function watchNodeStream(stream, options, callback) {
  const readable = options.readable ?? isReadableNodeStream(stream);
  const writable = options.writable ?? isWritableNodeStream(stream);
  const writableState = stream._writableState;
  const readableState = stream._readableState;

  // With one side left out, the other is done before 'close'.
  let willEmitClose = willEmitCloseOf(stream) &&
    isReadableNodeStream(stream) === readable && isWritableNodeStream(stream) === writable;
  let writableFinished = isWritableFinished(stream, false);
  let readableFinished = isReadableFinished(stream, false);

  const settled = settledResult(stream, { readable, writable, willEmitClose, readableFinished, writableFinished });
  if (settled !== undefined) return reportLater(stream, settled, options, callback);
  if (options.signal?.aborted) {
    return reportLater(stream, new AbortError(undefined, { cause: options.signal.reason }),
                       { ...options, error: false }, callback);
  }

  function onlegacyfinish() {
    if (!stream.writable) onfinish();
  }

  function onfinish() {
    writableFinished = true;
    // The application manages its destruction itself: 'close' may never come.
    if (stream.destroyed) willEmitClose = false;
    if (willEmitClose && (!stream.readable || readable)) return;
    if (!readable || readableFinished) callback.call(stream);
  }

  function onend() {
    readableFinished = true;
    if (stream.destroyed) willEmitClose = false;
    if (willEmitClose && (!stream.writable || writable)) return;
    if (!writable || writableFinished) callback.call(stream);
  }

  function onerror(error) {
    callback.call(stream, error);
  }

  function onclose() {
    const error = errorOnClose(stream, { readable, writable, readableFinished, writableFinished });
    if (error === null) callback.call(stream);
    else callback.call(stream, error);
  }

  function onrequest() {
    stream.req.on('finish', onfinish);
  }

  if (isRequest(stream)) {
    stream.on('complete', onfinish);
    if (!willEmitClose) stream.on('abort', onclose);
    if (stream.req) onrequest();
    else stream.on('request', onrequest);
  } else if (writable && !writableState) {
    stream.on('end', onlegacyfinish);
    stream.on('close', onlegacyfinish);
  }
  // Not every http message closes after it was aborted.
  if (!willEmitClose && typeof stream.aborted === 'boolean') stream.on('aborted', onclose);
  stream.on('end', onend);
  stream.on('finish', onfinish);
  if (options.error !== false) stream.on('error', onerror);
  stream.on('close', onclose);

  function cleanup() {
    callback = nop;
    stream.removeListener('aborted', onclose);
    stream.removeListener('complete', onfinish);
    stream.removeListener('abort', onclose);
    stream.removeListener('request', onrequest);
    if (stream.req) stream.req.removeListener('finish', onfinish);
    stream.removeListener('end', onlegacyfinish);
    stream.removeListener('close', onlegacyfinish);
    stream.removeListener('finish', onfinish);
    stream.removeListener('end', onend);
    stream.removeListener('error', onerror);
    stream.removeListener('close', onclose);
  }

  if (options.signal) {
    callback = callbackUntilAbort(stream, options.signal, callback, (takeCallback) => {
      const last = callback;
      cleanup();
      takeCallback(last);
    });
  }
  return cleanup;
}

/**
 * What is to be said of a stream at once: undefined if it has yet to be seen, null if it ended well.
 */
function settledResult(stream, sides) {
  const { readable, writable, willEmitClose, readableFinished, writableFinished } = sides;
  const { _writableState: writableState, _readableState: readableState } = stream;
  if (isClosed(stream)) return errorOnClose(stream, sides);
  if (writableState?.errorEmitted || readableState?.errorEmitted) {
    return willEmitClose ? undefined : errorOf(stream);
  }
  const isWritten = !readable && (!willEmitClose || isReadable(stream)) &&
    (writableFinished || isWritable(stream) === false) &&
    (writableState == null || writableState.pendingcb === undefined || writableState.pendingcb === 0);
  const isRead = !writable && (!willEmitClose || isWritable(stream)) &&
    (readableFinished || isReadable(stream) === false);
  const isAborted = readableState && stream.req && stream.aborted;
  return isWritten || isRead || isAborted ? errorOf(stream) : undefined;
}

function errorOnClose(stream, { readable, writable, readableFinished, writableFinished }) {
  const error = errorOf(stream);
  if (error !== null) return error;
  const isCutOff = (readable && !readableFinished && isReadableNodeStream(stream, true) && !isReadableFinished(stream, false)) ||
    (writable && !writableFinished && !isWritableFinished(stream, false));
  return isCutOff ? new ERR_STREAM_PREMATURE_CLOSE() : null;
}

function errorOf(stream) {
  const errored = isWritableErrored(stream) || isReadableErrored(stream);
  return errored && typeof errored !== 'boolean' ? errored : null;
}

function reportLater(stream, error, options, callback) {
  // The error is told once more only to those who listen themselves.
  const hearsErrors = options.error !== false;
  if (hearsErrors) stream.on('error', nop);
  const cleanup = () => {
    isWanted = false;
    if (hearsErrors) stream.removeListener('error', nop);
  };
  let isWanted = true;
  const report = () => {
    if (!isWanted) return;
    if (error === null) callback.call(stream);
    else callback.call(stream, error);
  };
  if (options[kEosNodeSynchronousCallback]) report();
  else nextTick(report);
  return cleanup;
}

/**
 * The callback, made to stop listening to the signal; when the signal aborts first, `end` hands over what to call.
 */
function callbackUntilAbort(stream, signal, callback, end) {
  let disposable;
  const onabort = () => {
    end((last) => last.call(stream, new AbortError(undefined, { cause: signal.reason })));
  };
  if (signal.aborted) {
    nextTick(onabort);
    return callback;
  }
  const { addAbortListener } = require('internal/events/abort_listener'); // Lazy: rare.
  disposable = addAbortListener(signal, onabort);
  return once((...args) => {
    disposable[Symbol.dispose]();
    callback.apply(stream, args);
  });
}

function watchWebStream(stream, options, callback) {
  let isAborted = false;
  if (options.signal) {
    callback = callbackUntilAbort(stream, options.signal, callback, (takeCallback) => {
      isAborted = true;
      takeCallback(callback);
    });
  }
  const onsettled = (...args) => {
    if (!isAborted) nextTick(() => callback.apply(stream, args));
  };
  stream[kIsClosedPromise].promise.then(() => onsettled(), onsettled);
  return nop;
}

function once(callback) {
  let isCalled = false;
  return function(...args) {
    if (isCalled) return;
    isCalled = true;
    callback.apply(this, args);
  };
}

/** Bound to the asynchronous context of the caller, if there is one that could be missed. */
function inContext(callback) {
  if (!enabledHooksExist() && !AsyncContextFrame.current()) return callback;
  const { AsyncResource } = require('async_hooks'); // Lazy: only with contexts.
  return AsyncResource.bind(callback, 'STREAM_END_OF_STREAM');
}

/** @param {any} stream  @param {object} [opts]  @returns {Promise<void>} */
function finished(stream, opts) {
  let autoCleanup = false;
  if (opts === null || opts === undefined) opts = {};
  if (opts?.cleanup) {
    validateBoolean(opts.cleanup, 'cleanup');
    autoCleanup = opts.cleanup;
  }
  return new Promise((resolve, reject) => {
    const cleanup = eos(stream, opts, (error) => {
      if (autoCleanup) cleanup();
      if (error) reject(error);
      else resolve();
    });
  });
}

module.exports = { eos, finished, kEosNodeSynchronousCallback };
