'use strict';
// Destroys a stream when a signal says so.
// https://nodejs.org/docs/latest-v24.x/api/stream.html#streamaddabortsignalsignal-stream

const { AbortError, codes: { ERR_INVALID_ARG_TYPE } } = require('internal/errors');
const { eos } = require('internal/streams/end-of-stream');
const { isNodeStream, isWebStream, kControllerErrorFunction } = require('internal/streams/inspection');

/** @param {AbortSignal} signal  @param {any} stream */
function addAbortSignal(signal, stream) {
  if (typeof signal !== 'object' || !('aborted' in signal)) {
    throw new ERR_INVALID_ARG_TYPE('signal', 'AbortSignal', signal);
  }
  if (!isNodeStream(stream) && !isWebStream(stream)) {
    throw new ERR_INVALID_ARG_TYPE('stream', ['ReadableStream', 'WritableStream', 'Stream'], stream);
  }
  return addAbortSignalNoValidate(signal, stream);
}

function addAbortSignalNoValidate(signal, stream) {
  if (typeof signal !== 'object' || !('aborted' in signal)) return stream;
  const onAbort = isNodeStream(stream) ?
    () => stream.destroy(new AbortError(undefined, { cause: signal.reason })) :
    () => stream[kControllerErrorFunction](new AbortError(undefined, { cause: signal.reason }));
  if (signal.aborted) {
    onAbort();
  } else {
    const { addAbortListener } = require('internal/events/abort_listener'); // Lazy: rare.
    const disposable = addAbortListener(signal, onAbort);
    eos(stream, disposable[Symbol.dispose]);
  }
  return stream;
}

module.exports = { addAbortSignal, addAbortSignalNoValidate };
