'use strict';
// How streams are constructed, fail and are destroyed.
// https://nodejs.org/docs/latest-v24.x/api/stream.html#writable_destroyerr-callback

const { AbortError, aggregateTwoErrors, codes: { ERR_MULTIPLE_CALLBACK } } = require('internal/errors');
const {
  isDestroyed,
  isFinished,
  isRequest,
  isServerRequest,
} = require('internal/streams/inspection');
const {
  kCloseEmitted,
  kClosed,
  kConstructed,
  kDestroyed,
  kEmitClose,
  kErrorEmitted,
  kIsDestroyed,
  kOnConstructed,
  kState,
} = require('internal/streams/state');

const { nextTick } = process;

/** Event inside: a stream that was destroyed too early is constructed now. */
const kDestroy = Symbol('kDestroy');

/** Readable.prototype.destroy, and Writable's but for what waits in its buffer. */
function destroy(error, callback) {
  const readable = this._readableState;
  const writable = this._writableState;
  const state = writable || readable;

  if (hasFlag(readable, writable, kDestroyed)) {
    if (typeof callback === 'function') callback();
    return this;
  }

  noteError(error, readable, writable);
  setFlag(readable, writable, kDestroyed);

  if ((state[kState] & kConstructed) === 0) {
    this.once(kDestroy, function onceConstructed(constructError) {
      callDestroy(this, aggregateTwoErrors(constructError, error), callback);
    });
  } else {
    callDestroy(this, error, callback);
  }
  return this;
}

function callDestroy(self, error, callback) {
  let isCalled = false;

  function onDestroy(destroyError) {
    if (isCalled) return;
    isCalled = true;
    const readable = self._readableState;
    const writable = self._writableState;
    noteError(destroyError, readable, writable);
    setFlag(readable, writable, kClosed);
    if (typeof callback === 'function') callback(destroyError);
    if (destroyError) nextTick(emitErrorAndClose, self, destroyError);
    else nextTick(emitClose, self);
  }

  try {
    self._destroy(error || null, onDestroy);
  } catch (thrown) {
    onDestroy(thrown);
  }
}

function emitErrorAndClose(self, error) {
  emitError(self, error);
  emitClose(self);
}

function emitClose(self) {
  const readable = self._readableState;
  const writable = self._writableState;
  setFlag(readable, writable, kCloseEmitted);
  if (hasFlag(readable, writable, kEmitClose)) self.emit('close');
}

function emitError(self, error) {
  const readable = self._readableState;
  const writable = self._writableState;
  if (hasFlag(readable, writable, kErrorEmitted)) return;
  setFlag(readable, writable, kErrorEmitted);
  self.emit('error', error);
}

/** Makes a destroyed stream usable again; for streams that are opened twice (net.Socket). */
function undestroy() {
  const readable = this._readableState;
  const writable = this._writableState;
  if (readable) {
    readable.constructed = true;
    readable.closed = false;
    readable.closeEmitted = false;
    readable.destroyed = false;
    readable.errored = null;
    readable.errorEmitted = false;
    readable.reading = false;
    readable.ended = readable.readable === false;
    readable.endEmitted = readable.readable === false;
  }
  if (writable) {
    writable.constructed = true;
    writable.destroyed = false;
    writable.closed = false;
    writable.closeEmitted = false;
    writable.errored = null;
    writable.errorEmitted = false;
    writable.finalCalled = false;
    writable.prefinished = false;
    writable.ended = writable.writable === false;
    writable.ending = writable.writable === false;
    writable.finished = writable.writable === false;
  }
}

/**
 * Destroys a stream that does so by itself, and only tells of the error otherwise.
 * @param {boolean} [sync] the caller's user is still on the stack: emit on the next tick
 */
function errorOrDestroy(stream, error, sync) {
  const readable = stream._readableState;
  const writable = stream._writableState;
  // By name: the stream may be of another make, such as an older `readable-stream`.
  if (readable?.destroyed || writable?.destroyed) return;
  if (readable?.autoDestroy || writable?.autoDestroy) {
    stream.destroy(error);
  } else if (error) {
    noteError(error, readable, writable);
    if (sync) nextTick(emitError, stream, error);
    else emitError(stream, error);
  }
}

/** Calls `_construct` if there is one, once for both sides of a duplex. */
function construct(stream) {
  if (typeof stream._construct !== 'function') return;
  const readable = stream._readableState;
  const writable = stream._writableState;
  const isSecondSide = hasNoFlag(readable, kConstructed) || hasNoFlag(writable, kConstructed);
  if (readable) readable[kState] &= ~kConstructed;
  if (writable) writable[kState] &= ~kConstructed;
  if (!isSecondSide) nextTick(callConstruct, stream);
}

function callConstruct(stream) {
  let isCalled = false;

  function onConstruct(error) {
    if (isCalled) {
      errorOrDestroy(stream, error ?? new ERR_MULTIPLE_CALLBACK());
      return;
    }
    isCalled = true;
    const readable = stream._readableState;
    const writable = stream._writableState;
    setFlag(readable, writable, kConstructed);
    if (((writable || readable)[kState] & kDestroyed) !== 0) stream.emit(kDestroy, error);
    else if (error) errorOrDestroy(stream, error, true);
    else emitConstructed(stream);
  }

  try {
    stream._construct((error) => nextTick(onConstruct, error));
  } catch (error) {
    nextTick(onConstruct, error);
  }
}

function emitConstructed(stream) {
  stream._readableState?.[kOnConstructed]?.(stream);
  stream._writableState?.[kOnConstructed]?.(stream);
}

/** Destroys anything that can be: http messages, legacy streams and closable emitters too. */
function destroyer(stream, error) {
  if (!stream || isDestroyed(stream)) return;
  if (!error && !isFinished(stream)) error = new AbortError();

  if (isServerRequest(stream)) {
    stream.socket = null;
    stream.destroy(error);
  } else if (isRequest(stream)) {
    stream.abort();
  } else if (isRequest(stream.req)) {
    stream.req.abort();
  } else if (typeof stream.destroy === 'function') {
    stream.destroy(error);
  } else if (typeof stream.close === 'function') {
    stream.close();
  } else {
    nextTick(emitLegacyEvents, stream, error);
  }

  if (!stream.destroyed) stream[kIsDestroyed] = true;
}

function emitLegacyEvents(stream, error) {
  if (error) stream.emit('error', error);
  stream.emit('close');
}

/** Keeps the first error, on both sides. */
function noteError(error, readable, writable) {
  if (!error) return;
  // While it is fresh: the stack is made on first sight, and by then the frames may keep much alive.
  error.stack; // eslint-disable-line no-unused-expressions
  if (writable && !writable.errored) writable.errored = error;
  if (readable && !readable.errored) readable.errored = error;
}

function hasFlag(readable, writable, bit) {
  return ((readable ? readable[kState] : 0) & bit) !== 0 || ((writable ? writable[kState] : 0) & bit) !== 0;
}

function hasNoFlag(state, bit) {
  return state !== undefined && state !== null && (state[kState] & bit) === 0;
}

function setFlag(readable, writable, bit) {
  if (readable) readable[kState] |= bit;
  if (writable) writable[kState] |= bit;
}

module.exports = { construct, destroy, destroyer, errorOrDestroy, undestroy };
