'use strict';
// Readable streams: a buffer that `_read` fills and that flows to listeners, pipes and iterators.
// https://nodejs.org/docs/latest-v24.x/api/stream.html#readable-streams

const { Buffer } = require('buffer');
const EE = require('events');
const { Stream, prependListener } = require('internal/streams/legacy');
const {
  AbortError,
  aggregateTwoErrors,
  codes: {
    ERR_INVALID_ARG_TYPE,
    ERR_METHOD_NOT_IMPLEMENTED,
    ERR_OUT_OF_RANGE,
    ERR_STREAM_PUSH_AFTER_EOF,
    ERR_STREAM_UNSHIFT_AFTER_END_EVENT,
    ERR_UNKNOWN_ENCODING,
  },
} = require('internal/errors');
const destroyImpl = require('internal/streams/destroy');
const {
  FIRST_OWN_FLAG,
  SHARED_FLAGS,
  defineErrored,
  defineFlags,
  getDefaultHighWaterMark,
  getHighWaterMark,
  kAutoDestroy,
  kCloseEmitted,
  kConstructed,
  kDestroyed,
  kEmitClose,
  kErrorEmitted,
  kErrored,
  kObjectMode,
  kOnConstructed,
  kState,
  kSync,
} = require('internal/streams/state');

const { nextTick } = process;
const { errorOrDestroy } = destroyImpl;
const { on: emitterOn, removeListener: emitterRemoveListener, removeAllListeners: emitterRemoveAllListeners } = EE.prototype;

const kErroredValue = Symbol('kErroredValue');
const kDefaultEncodingValue = Symbol('kDefaultEncodingValue');
const kDecoderValue = Symbol('kDecoderValue');
const kEncodingValue = Symbol('kEncodingValue');

const kEnded = 1 << FIRST_OWN_FLAG;
const kEndEmitted = kEnded << 1;
const kReading = kEnded << 2;
const kNeedReadable = kEnded << 3;
const kEmittedReadable = kEnded << 4;
const kReadableListening = kEnded << 5;
const kResumeScheduled = kEnded << 6;
const kMultiAwaitDrain = kEnded << 7;
const kReadingMore = kEnded << 8;
const kDataEmitted = kEnded << 9;
const kDefaultUTF8Encoding = kEnded << 10;
const kDecoder = kEnded << 11;
const kEncoding = kEnded << 12;
// `flowing` and `paused` have three values: the first bit of a pair says that there is one.
const kHasFlowing = kEnded << 13;
const kFlowing = kEnded << 14;
const kHasPaused = kEnded << 15;
const kPaused = kEnded << 16;
const kDataListening = kEnded << 17;

/** `_read` is not to be called in any of these. */
const kNoRead = kEnded | kReading | kDestroyed | kErrored;
const kStopped = kDestroyed | kErrored;

const MAX_HIGH_WATER_MARK = 0x40000000;
/** The consumed front of the buffer is cut off at this many chunks. */
const MAX_CONSUMED_CHUNKS = 1024;

/** @param {any} options  @param {any} stream  @param {boolean} isDuplex */
function ReadableState(options, stream, isDuplex) {
  let state = kEmitClose | kAutoDestroy | kConstructed | kSync;
  if (options && (options.objectMode || (isDuplex && options.readableObjectMode))) state |= kObjectMode;
  this[kState] = state;
  this.highWaterMark = options ?
    getHighWaterMark(this, options, 'readableHighWaterMark', isDuplex) :
    getDefaultHighWaterMark(false);
  // Chunks before `bufferIndex` are consumed: `null`, until they are cut off.
  this.buffer = [];
  this.bufferIndex = 0;
  this.length = 0;
  this.pipes = [];
  // The one that `pipe` waits for, or a set of them (`multiAwaitDrain`).
  this.awaitDrainWriters = null;
  if (options) readOptions(this, options);
  else this[kState] |= kDefaultUTF8Encoding;
}

function readOptions(state, options) {
  if (options.emitClose === false) state[kState] &= ~kEmitClose;
  if (options.autoDestroy === false) state[kState] &= ~kAutoDestroy;
  const { defaultEncoding, encoding } = options;
  if (defaultEncoding == null || defaultEncoding === 'utf8' || defaultEncoding === 'utf-8') {
    state[kState] |= kDefaultUTF8Encoding;
  } else if (Buffer.isEncoding(defaultEncoding)) {
    state.defaultEncoding = defaultEncoding;
  } else {
    throw new ERR_UNKNOWN_ENCODING(defaultEncoding);
  }
  if (encoding) {
    state.decoder = makeDecoder(encoding);
    state.encoding = encoding;
  }
}

function makeDecoder(encoding) {
  const { StringDecoder } = require('string_decoder'); // Lazy: few streams are read as text.
  return new StringDecoder(encoding);
}

defineFlags(ReadableState.prototype, {
  ...SHARED_FLAGS,
  ended: kEnded,
  endEmitted: kEndEmitted,
  reading: kReading,
  needReadable: kNeedReadable,
  emittedReadable: kEmittedReadable,
  readableListening: kReadableListening,
  resumeScheduled: kResumeScheduled,
  multiAwaitDrain: kMultiAwaitDrain,
  readingMore: kReadingMore,
  dataEmitted: kDataEmitted,
});
defineErrored(ReadableState.prototype, kErroredValue);

Object.defineProperties(ReadableState.prototype, {
  defaultEncoding: {
    enumerable: false,
    get() { return (this[kState] & kDefaultUTF8Encoding) !== 0 ? 'utf8' : this[kDefaultEncodingValue]; },
    set(value) {
      if (value === 'utf8' || value === 'utf-8') {
        this[kState] |= kDefaultUTF8Encoding;
      } else {
        this[kState] &= ~kDefaultUTF8Encoding;
        this[kDefaultEncodingValue] = value;
      }
    },
  },
  decoder: optionalProperty(kDecoder, kDecoderValue),
  encoding: optionalProperty(kEncoding, kEncodingValue),
  flowing: threeValued(kHasFlowing, kFlowing),
  pipesCount: { enumerable: false, get() { return this.pipes.length; } },
  paused: {
    enumerable: false,
    get() { return (this[kState] & kPaused) !== 0; },
    set(value) {
      this[kState] = (this[kState] & ~kPaused) | kHasPaused | (value ? kPaused : 0);
    },
  },
});

function optionalProperty(bit, key) {
  return {
    enumerable: false,
    get() { return (this[kState] & bit) !== 0 ? this[key] : null; },
    set(value) {
      if (value) {
        this[key] = value;
        this[kState] |= bit;
      } else {
        this[kState] &= ~bit;
      }
    },
  };
}

function threeValued(hasBit, bit) {
  return {
    enumerable: false,
    get() { return (this[kState] & hasBit) !== 0 ? (this[kState] & bit) !== 0 : null; },
    set(value) {
      this[kState] &= ~(hasBit | bit);
      if (value !== null && value !== undefined) this[kState] |= hasBit | (value ? bit : 0);
    },
  };
}

ReadableState.prototype[kOnConstructed] = function onConstructed(stream) {
  if ((this[kState] & kNeedReadable) !== 0) maybeReadMore(stream, this);
};

/** @param {object} [options] */
function Readable(options) {
  if (!(this instanceof Readable)) return new Readable(options);

  this._events ??= { close: undefined, error: undefined, data: undefined, end: undefined, readable: undefined };
  this._readableState = new ReadableState(options, this, false);

  if (options) {
    if (typeof options.read === 'function') this._read = options.read;
    if (typeof options.destroy === 'function') this._destroy = options.destroy;
    if (typeof options.construct === 'function') this._construct = options.construct;
    if (options.signal) addAbortSignal(options.signal, this);
  }

  Stream.call(this, options);

  if (this._construct != null) destroyImpl.construct(this);
}
Object.setPrototypeOf(Readable.prototype, Stream.prototype);
Object.setPrototypeOf(Readable, Stream);

function addAbortSignal(signal, stream) {
  require('internal/streams/add-abort-signal').addAbortSignal(signal, stream); // Lazy: rare.
}

Readable.ReadableState = ReadableState;

Readable.prototype.destroy = destroyImpl.destroy;
Readable.prototype._undestroy = destroyImpl.undestroy;
Readable.prototype._destroy = function(err, cb) {
  cb(err);
};

Readable.prototype[EE.captureRejectionSymbol] = function(err) {
  this.destroy(err);
};

Readable.prototype[Symbol.asyncDispose] = async function() {
  let error;
  if (!this.destroyed) {
    error = this.readableEnded ? null : new AbortError();
    this.destroy(error);
  }
  await new Promise((resolve, reject) => {
    eos()(this, (err) => (err && err !== error ? reject(err) : resolve(null)));
  });
};

Readable.prototype.push = function(chunk, encoding) {
  const state = this._readableState;
  return (state[kState] & kObjectMode) === 0 ?
    pushBytes(this, state, chunk, encoding) :
    pushObject(this, state, chunk, encoding);
};

Readable.prototype.unshift = function(chunk, encoding) {
  const state = this._readableState;
  return (state[kState] & kObjectMode) === 0 ?
    unshiftBytes(this, state, chunk, encoding) :
    unshiftObject(this, state, chunk);
};

function pushBytes(stream, state, chunk, encoding) {
  if (chunk === null) return pushEnd(stream, state);

  if (typeof chunk === 'string') {
    encoding ||= state.defaultEncoding;
    if (state.encoding !== encoding) {
      chunk = Buffer.from(chunk, encoding);
      encoding = '';
    }
  } else {
    encoding = '';
    if (!(chunk instanceof Buffer)) {
      if (isView(chunk)) chunk = viewToBuffer(chunk);
      else if (chunk !== undefined) return rejectChunk(stream, chunk);
    }
  }

  if (!chunk || chunk.length <= 0) {
    state[kState] &= ~kReading;
    maybeReadMore(stream, state);
    return canPushMore(state);
  }
  if (!mayPush(stream, state)) return false;

  state[kState] &= ~kReading;
  if ((state[kState] & kDecoder) !== 0 && !encoding) {
    chunk = state[kDecoderValue].write(chunk);
    if (chunk.length === 0) {
      maybeReadMore(stream, state);
      return canPushMore(state);
    }
  }
  addChunk(stream, state, chunk);
  return canPushMore(state);
}

function pushObject(stream, state, chunk, encoding) {
  if (chunk === null) return pushEnd(stream, state);
  if (!mayPush(stream, state)) return false;
  state[kState] &= ~kReading;
  if ((state[kState] & kDecoder) !== 0 && !encoding) chunk = state[kDecoderValue].write(chunk);
  addChunk(stream, state, chunk);
  return canPushMore(state);
}

function pushEnd(stream, state) {
  state[kState] &= ~kReading;
  onEofChunk(stream, state);
  return false;
}

function mayPush(stream, state) {
  if ((state[kState] & kEnded) !== 0) {
    errorOrDestroy(stream, new ERR_STREAM_PUSH_AFTER_EOF());
    return false;
  }
  return (state[kState] & kStopped) === 0;
}

function unshiftBytes(stream, state, chunk, encoding) {
  if (chunk === null) return pushEnd(stream, state);

  if (typeof chunk === 'string') {
    encoding ||= state.defaultEncoding;
    if (state.encoding !== encoding) {
      chunk = state.encoding ?
        Buffer.from(chunk, encoding).toString(state.encoding) : // What was read already went through the decoder.
        Buffer.from(chunk, encoding);
    }
  } else if (isView(chunk)) {
    chunk = viewToBuffer(chunk);
  } else if (chunk !== undefined) {
    return rejectChunk(stream, chunk);
  }

  return chunk && chunk.length > 0 ? unshiftChunk(stream, state, chunk) : canPushMore(state);
}

function unshiftObject(stream, state, chunk) {
  return chunk === null ? pushEnd(stream, state) : unshiftChunk(stream, state, chunk);
}

function unshiftChunk(stream, state, chunk) {
  if ((state[kState] & kEndEmitted) !== 0) {
    errorOrDestroy(stream, new ERR_STREAM_UNSHIFT_AFTER_END_EVENT());
    return canPushMore(state);
  }
  if ((state[kState] & kStopped) !== 0) return false;
  if (!emitChunk(stream, state, chunk)) {
    state.length += (state[kState] & kObjectMode) !== 0 ? 1 : chunk.length;
    if (state.bufferIndex > 0) state.buffer[--state.bufferIndex] = chunk;
    else state.buffer.unshift(chunk);
    if ((state[kState] & kNeedReadable) !== 0) emitReadable(stream);
  }
  maybeReadMore(stream, state);
  return canPushMore(state);
}

function rejectChunk(stream, chunk) {
  errorOrDestroy(stream, new ERR_INVALID_ARG_TYPE('chunk', ['string', 'Buffer', 'TypedArray', 'DataView'], chunk));
  return false;
}

function isView(chunk) {
  return ArrayBuffer.isView(chunk);
}

function viewToBuffer(view) {
  return view instanceof Buffer ? view : Buffer.from(view.buffer, view.byteOffset, view.byteLength);
}

function addChunk(stream, state, chunk) {
  if (!emitChunk(stream, state, chunk)) {
    state.length += (state[kState] & kObjectMode) !== 0 ? 1 : chunk.length;
    state.buffer.push(chunk);
    if ((state[kState] & kNeedReadable) !== 0) emitReadable(stream);
  }
  maybeReadMore(stream, state);
}

/** Past the buffer, if the stream flows, nothing waits, and `_read` has returned. */
function emitChunk(stream, state, chunk) {
  if ((state[kState] & (kFlowing | kSync | kDataListening)) !== (kFlowing | kDataListening) || state.length !== 0) {
    return false;
  }
  forgetAwaitedDrains(state);
  state[kState] |= kDataEmitted;
  stream.emit('data', chunk);
  return true;
}

function forgetAwaitedDrains(state) {
  if ((state[kState] & kMultiAwaitDrain) !== 0) state.awaitDrainWriters.clear();
  else state.awaitDrainWriters = null;
}

function canPushMore(state) {
  return (state[kState] & kEnded) === 0 && (state.length < state.highWaterMark || state.length === 0);
}

Readable.prototype.isPaused = function() {
  const state = this._readableState[kState];
  return (state & kPaused) !== 0 || (state & (kHasFlowing | kFlowing)) === kHasFlowing;
};

Readable.prototype.setEncoding = function(enc) {
  const state = this._readableState;
  const decoder = makeDecoder(enc);
  state.decoder = decoder;
  state.encoding = decoder.encoding;

  let text = '';
  for (let index = state.bufferIndex; index < state.buffer.length; index++) text += decoder.write(state.buffer[index]);
  if ((state[kState] & kEnded) !== 0) text += decoder.end();
  state.buffer.length = 0;
  state.bufferIndex = 0;
  if (text !== '') state.buffer.push(text);
  state.length = text.length;
  return this;
};

/** The next power of two: large reads shall not raise the mark many times. */
function computeNewHighWaterMark(size) {
  if (size > MAX_HIGH_WATER_MARK) throw new ERR_OUT_OF_RANGE('size', '<= 1GiB', size);
  return size <= 1 ? size : 2 ** Math.ceil(Math.log2(size));
}

/** How much a `read(size)` returns now; NaN asks for whatever there is. */
function howMuchToRead(size, state) {
  if (size <= 0 || (state.length === 0 && (state[kState] & kEnded) !== 0)) return 0;
  if ((state[kState] & kObjectMode) !== 0) return 1;
  if (Number.isNaN(size)) {
    // A stream that flows hands out chunk by chunk; any other, all it has.
    return (state[kState] & kFlowing) !== 0 && state.length > 0 ? state.buffer[state.bufferIndex].length : state.length;
  }
  if (size <= state.length) return size;
  return (state[kState] & kEnded) !== 0 ? state.length : 0;
}

Readable.prototype.read = function(n) {
  if (n === undefined) n = NaN;
  else if (!Number.isInteger(n)) n = Number.parseInt(n, 10);
  const state = this._readableState;
  const wanted = n;

  if (n > state.highWaterMark) state.highWaterMark = computeNewHighWaterMark(n);
  if (n !== 0) state[kState] &= ~kEmittedReadable;

  if (n === 0 && isReadableDue(state)) {
    if (state.length === 0 && (state[kState] & kEnded) !== 0) endReadable(this);
    else emitReadable(this);
    return null;
  }

  n = howMuchToRead(n, state);
  if (n === 0 && (state[kState] & kEnded) !== 0) {
    if (state.length === 0) endReadable(this);
    return null;
  }

  const isLow = state.length === 0 || state.length - n < state.highWaterMark;
  if (((state[kState] & kNeedReadable) !== 0 || isLow) && (state[kState] & (kNoRead | kConstructed)) === kConstructed) {
    callRead(this, state);
    // The source may have answered at once.
    if ((state[kState] & kReading) === 0) n = howMuchToRead(wanted, state);
  }

  const chunk = n > 0 ? fromList(n, state) : null;
  if (chunk === null) {
    if (state.length <= state.highWaterMark) state[kState] |= kNeedReadable;
    else state[kState] &= ~kNeedReadable;
    n = 0;
  } else {
    state.length -= n;
    forgetAwaitedDrains(state);
  }

  if (state.length === 0) {
    if ((state[kState] & kEnded) === 0) state[kState] |= kNeedReadable;
    else if (wanted !== n) endReadable(this);
  }

  if (chunk !== null && (state[kState] & (kErrorEmitted | kCloseEmitted)) === 0) {
    state[kState] |= kDataEmitted;
    this.emit('data', chunk);
  }
  return chunk;
};

/** `read(0)` with enough buffered for the 'readable' that somebody waits for. */
function isReadableDue(state) {
  if ((state[kState] & kNeedReadable) === 0) return false;
  return (state[kState] & kEnded) !== 0 ||
    (state.highWaterMark !== 0 ? state.length >= state.highWaterMark : state.length > 0);
}

function callRead(stream, state) {
  state[kState] |= kReading | kSync;
  if (state.length === 0) state[kState] |= kNeedReadable;
  try {
    stream._read(state.highWaterMark);
  } catch (error) {
    errorOrDestroy(stream, error);
  }
  state[kState] &= ~kSync;
}

function onEofChunk(stream, state) {
  if ((state[kState] & kEnded) !== 0) return;
  if ((state[kState] & kDecoder) !== 0) {
    const rest = state[kDecoderValue].end();
    if (rest && rest.length) {
      state.buffer.push(rest);
      state.length += (state[kState] & kObjectMode) !== 0 ? 1 : rest.length;
    }
  }
  state[kState] |= kEnded;

  if ((state[kState] & kSync) !== 0) {
    // `_read` is still on the stack.
    emitReadable(stream);
  } else {
    state[kState] = (state[kState] & ~kNeedReadable) | kEmittedReadable;
    emitReadableNow(stream);
  }
}

function emitReadable(stream) {
  const state = stream._readableState;
  state[kState] &= ~kNeedReadable;
  if ((state[kState] & kEmittedReadable) !== 0) return;
  state[kState] |= kEmittedReadable;
  nextTick(emitReadableNow, stream);
}

function emitReadableNow(stream) {
  const state = stream._readableState;
  if ((state[kState] & kStopped) === 0 && (state.length !== 0 || (state[kState] & kEnded) !== 0)) {
    stream.emit('readable');
    state[kState] &= ~kEmittedReadable;
  }
  if ((state[kState] & (kFlowing | kEnded)) === 0 && state.length <= state.highWaterMark) {
    state[kState] |= kNeedReadable;
  } else {
    state[kState] &= ~kNeedReadable;
  }
  flow(stream);
}

/** Fills the buffer up to the mark, one `_read` after the other. */
function maybeReadMore(stream, state) {
  if ((state[kState] & (kReadingMore | kConstructed)) !== kConstructed) return;
  state[kState] |= kReadingMore;
  nextTick(readMore, stream, state);
}

function readMore(stream, state) {
  // A stream that neither flows nor is listened to is filled as well, so that `read()` finds data.
  while ((state[kState] & (kReading | kEnded)) === 0 &&
      (state.length < state.highWaterMark || ((state[kState] & kFlowing) !== 0 && state.length === 0))) {
    const { length } = state;
    stream.read(0);
    if (length === state.length) break; // Nothing came at once.
  }
  state[kState] &= ~kReadingMore;
}

Readable.prototype._read = function(n) {
  throw new ERR_METHOD_NOT_IMPLEMENTED('_read()');
};

Readable.prototype.pipe = function(dest, pipeOpts) {
  const src = this;
  const state = this._readableState;

  if (state.pipes.length === 1 && (state[kState] & kMultiAwaitDrain) === 0) {
    state[kState] |= kMultiAwaitDrain;
    state.awaitDrainWriters = new Set(state.awaitDrainWriters ? [state.awaitDrainWriters] : []);
  }
  state.pipes.push(dest);

  const endsDestination = (!pipeOpts || pipeOpts.end !== false) && !isStandardOutput(dest);
  const atEnd = endsDestination ? onend : unpipe;
  if ((state[kState] & kEndEmitted) !== 0) nextTick(atEnd);
  else src.once('end', atEnd);

  let ondrain;
  let isCleanedUp = false;
  dest.on('unpipe', onunpipe);

  function onunpipe(readable, unpipeInfo) {
    if (readable === src && unpipeInfo && unpipeInfo.hasUnpiped === false) {
      unpipeInfo.hasUnpiped = true;
      cleanup();
    }
  }

  function onend() {
    dest.end();
  }

  function cleanup() {
    dest.removeListener('close', onclose);
    dest.removeListener('finish', onfinish);
    if (ondrain) dest.removeListener('drain', ondrain);
    dest.removeListener('error', onerror);
    dest.removeListener('unpipe', onunpipe);
    src.removeListener('end', onend);
    src.removeListener('end', unpipe);
    src.removeListener('data', ondata);
    isCleanedUp = true;
    // Its 'drain' will not be heard any more, and other pipes may be waiting for it.
    if (ondrain && state.awaitDrainWriters && (!dest._writableState || dest._writableState.needDrain)) ondrain();
  }

  function pause() {
    // A write may have unpiped the destination.
    if (!isCleanedUp) {
      if (state.pipes.length === 1 && state.pipes[0] === dest) {
        state.awaitDrainWriters = dest;
        state[kState] &= ~kMultiAwaitDrain;
      } else if (state.pipes.length > 1 && state.pipes.includes(dest)) {
        state.awaitDrainWriters.add(dest);
      }
      src.pause();
    }
    if (!ondrain) {
      ondrain = () => resumeAfterDrain(src, dest);
      dest.on('drain', ondrain);
    }
  }

  src.on('data', ondata);
  function ondata(chunk) {
    try {
      if (dest.write(chunk) === false) pause();
    } catch (error) {
      dest.destroy(error);
    }
  }

  function onerror(er) {
    unpipe();
    dest.removeListener('error', onerror);
    if (dest.listenerCount('error') !== 0) return;
    const destState = dest._writableState || dest._readableState;
    if (destState && !destState.errorEmitted) errorOrDestroy(dest, er); // Emitted by the application itself.
    else dest.emit('error', er);
  }
  prependListener(dest, 'error', onerror);

  function onclose() {
    dest.removeListener('finish', onfinish);
    unpipe();
  }
  dest.once('close', onclose);

  function onfinish() {
    dest.removeListener('close', onclose);
    unpipe();
  }
  dest.once('finish', onfinish);

  function unpipe() {
    src.unpipe(dest);
  }

  dest.emit('pipe', src);

  if (dest.writableNeedDrain === true) pause();
  else if ((state[kState] & kFlowing) === 0) src.resume();
  return dest;
};

/** Without making `process.stdout` for the question. */
function isStandardOutput(dest) {
  return dest._isStdio === true && (dest === process.stdout || dest === process.stderr);
}

function resumeAfterDrain(src, dest) {
  const state = src._readableState;
  if (state.awaitDrainWriters === dest) state.awaitDrainWriters = null;
  else if ((state[kState] & kMultiAwaitDrain) !== 0) state.awaitDrainWriters.delete(dest);

  const isWaiting = state.awaitDrainWriters && state.awaitDrainWriters.size !== 0;
  if (!isWaiting && (state[kState] & kDataListening) !== 0) src.resume();
}

Readable.prototype.unpipe = function(dest) {
  const state = this._readableState;
  const unpipeInfo = { hasUnpiped: false };
  if (state.pipes.length === 0) return this;

  if (!dest) {
    const dests = state.pipes;
    state.pipes = [];
    this.pause();
    for (let index = 0; index < dests.length; index++) dests[index].emit('unpipe', this, { hasUnpiped: false });
    return this;
  }

  const index = state.pipes.indexOf(dest);
  if (index === -1) return this;
  state.pipes.splice(index, 1);
  if (state.pipes.length === 0) this.pause();
  dest.emit('unpipe', this, unpipeInfo);
  return this;
};

Readable.prototype.on = function(ev, fn) {
  const result = emitterOn.call(this, ev, fn);
  const state = this._readableState;

  if (ev === 'data') {
    state[kState] |= kDataListening;
    // 'readable' takes precedence: then the stream is read, and does not flow.
    if (this.listenerCount('readable') > 0) state[kState] |= kReadableListening;
    else state[kState] &= ~kReadableListening;
    if ((state[kState] & (kHasFlowing | kFlowing)) !== kHasFlowing) this.resume();
  } else if (ev === 'readable' && (state[kState] & (kEndEmitted | kReadableListening)) === 0) {
    state[kState] = (state[kState] & ~(kFlowing | kEmittedReadable)) | kReadableListening | kNeedReadable | kHasFlowing;
    if (state.length) emitReadable(this);
    else if ((state[kState] & kReading) === 0) nextTick(readNothing, this);
  }
  return result;
};
Readable.prototype.addListener = Readable.prototype.on;

Readable.prototype.removeListener = function(ev, fn) {
  const result = emitterRemoveListener.call(this, ev, fn);
  if (ev === 'readable') {
    // On the next tick: a listener may be replaced, as `once` does.
    nextTick(updateReadableListening, this);
  } else if (ev === 'data' && this.listenerCount('data') === 0) {
    this._readableState[kState] &= ~kDataListening;
  }
  return result;
};
Readable.prototype.off = Readable.prototype.removeListener;

Readable.prototype.removeAllListeners = function(ev) {
  const result = emitterRemoveAllListeners.apply(this, arguments);
  if (ev === 'readable' || ev === undefined) nextTick(updateReadableListening, this);
  if (ev === 'data' || ev === undefined) this._readableState[kState] &= ~kDataListening;
  return result;
};

function updateReadableListening(self) {
  const state = self._readableState;
  if (self.listenerCount('readable') > 0) state[kState] |= kReadableListening;
  else state[kState] &= ~kReadableListening;

  if ((state[kState] & (kHasPaused | kPaused | kResumeScheduled)) === (kHasPaused | kResumeScheduled)) {
    // The 'resume' that is on its way expects it.
    state[kState] |= kHasFlowing | kFlowing;
  } else if ((state[kState] & kDataListening) !== 0) {
    self.resume();
  } else if ((state[kState] & kReadableListening) === 0) {
    state[kState] &= ~(kHasFlowing | kFlowing);
  }
}

function readNothing(self) {
  self.read(0);
}

Readable.prototype.resume = function() {
  const state = this._readableState;
  if ((state[kState] & kFlowing) === 0) {
    state[kState] |= kHasFlowing;
    if ((state[kState] & kReadableListening) === 0) state[kState] |= kFlowing;
    else state[kState] &= ~kFlowing;
    if ((state[kState] & kResumeScheduled) === 0) {
      state[kState] |= kResumeScheduled;
      nextTick(resumeNow, this, state);
    }
  }
  state[kState] = (state[kState] & ~kPaused) | kHasPaused;
  return this;
};

function resumeNow(stream, state) {
  if ((state[kState] & kReading) === 0) stream.read(0);
  state[kState] &= ~kResumeScheduled;
  stream.emit('resume');
  flow(stream);
  if ((state[kState] & (kFlowing | kReading)) === kFlowing) stream.read(0);
}

Readable.prototype.pause = function() {
  const state = this._readableState;
  if ((state[kState] & (kHasFlowing | kFlowing)) !== kHasFlowing) {
    state[kState] = (state[kState] & ~kFlowing) | kHasFlowing;
    this.emit('pause');
  }
  state[kState] |= kHasPaused | kPaused;
  return this;
};

function flow(stream) {
  const state = stream._readableState;
  while ((state[kState] & kFlowing) !== 0 && stream.read() !== null);
}

Readable.prototype.wrap = function(stream) {
  let isPaused = false;

  stream.on('data', (chunk) => {
    if (!this.push(chunk) && stream.pause) {
      isPaused = true;
      stream.pause();
    }
  });
  stream.on('end', () => this.push(null));
  stream.on('error', (err) => errorOrDestroy(this, err));
  stream.on('close', () => this.destroy());
  stream.on('destroy', () => this.destroy());

  this._read = () => {
    if (isPaused && stream.resume) {
      isPaused = false;
      stream.resume();
    }
  };

  for (const key of Object.keys(stream)) {
    if (this[key] === undefined && typeof stream[key] === 'function') this[key] = stream[key].bind(stream);
  }
  return this;
};

Readable.prototype[Symbol.asyncIterator] = function() {
  return iterate(this);
};

Readable.prototype.iterator = function(options) {
  if (options !== undefined) {
    const { validateObject } = require('internal/validators');
    validateObject(options, 'options');
  }
  return iterate(this, options);
};

/** @param {any} stream  @param {{destroyOnReturn?: boolean}} [options] */
function iterate(stream, options) {
  if (typeof stream.read !== 'function') stream = Readable.wrap(stream, { objectMode: true });
  const iterator = chunksOf(stream, options);
  iterator.stream = stream;
  return iterator;
}

async function* chunksOf(stream, options) {
  let wake = null;
  // undefined: still open; null: ended well.
  let error;

  function onreadable() {
    const waiting = wake;
    wake = null;
    waiting?.();
  }

  stream.on('readable', onreadable);
  const cleanup = eos()(stream, { writable: false }, (err) => {
    error = err ? aggregateTwoErrors(error, err) : null;
    onreadable();
  });

  try {
    for (;;) {
      const chunk = stream.destroyed ? null : stream.read();
      if (chunk !== null) yield chunk;
      else if (error) throw error;
      else if (error === null) return;
      else await new Promise((resolve) => { wake = resolve; });
    }
  } catch (err) {
    error = aggregateTwoErrors(error, err);
    throw error;
  } finally {
    const isDestroyed = (error || options?.destroyOnReturn !== false) &&
      (error === undefined || stream._readableState.autoDestroy);
    if (isDestroyed && !(error === null && isHalfOpen(stream))) {
      destroyImpl.destroyer(stream, null);
    } else {
      stream.off('readable', onreadable);
      cleanup();
    }
  }
}

/** Read to the end, and still to be written to. */
function isHalfOpen(stream) {
  return stream.allowHalfOpen === true && stream.writable === true && stream.writableEnded !== true;
}

/** Lazy: `end-of-stream` is for those who wait. */
function eos() {
  return require('internal/streams/end-of-stream').eos;
}

Readable.prototype.compose = function compose(stream, options) {
  return require('internal/streams/operators').compose.call(this, stream, options);
};

Object.defineProperties(Readable.prototype, {
  readable: {
    enumerable: false,
    get() {
      const state = this._readableState;
      // `readable` of the state is a property only if it was set.
      return !!state && state.readable !== false && !state.destroyed && !state.errorEmitted && !state.endEmitted;
    },
    set(value) {
      if (this._readableState) this._readableState.readable = !!value;
    },
  },
  readableDidRead: hidden(function() { return this._readableState.dataEmitted; }),
  readableAborted: hidden(function() {
    const state = this._readableState;
    return !!(state.readable !== false && (state.destroyed || state.errored) && !state.endEmitted);
  }),
  readableHighWaterMark: hidden(function() { return this._readableState.highWaterMark; }),
  readableBuffer: hidden(function() { return this._readableState?.buffer; }),
  readableFlowing: {
    enumerable: false,
    get() { return this._readableState.flowing; },
    set(value) {
      if (this._readableState) this._readableState.flowing = value;
    },
  },
  readableLength: hidden(function() { return this._readableState.length; }),
  readableObjectMode: hidden(function() { return this._readableState ? this._readableState.objectMode : false; }),
  readableEncoding: hidden(function() { return this._readableState ? this._readableState.encoding : null; }),
  errored: hidden(function() { return this._readableState ? this._readableState.errored : null; }),
  closed: hidden(function() { return this._readableState ? this._readableState.closed : false; }),
  destroyed: {
    enumerable: false,
    get() { return this._readableState ? this._readableState.destroyed : false; },
    set(value) {
      // The application manages its destruction itself.
      if (this._readableState) this._readableState.destroyed = value;
    },
  },
  readableEnded: hidden(function() { return this._readableState ? this._readableState.endEmitted : false; }),
});

function hidden(get) {
  return { enumerable: false, get };
}

Readable._fromList = fromList;

/** Takes `n` bytes or characters, or one object, off the front of the buffer. */
function fromList(n, state) {
  if (state.length === 0) return null;

  const { buffer } = state;
  const start = state.bufferIndex;
  if ((state[kState] & kObjectMode) !== 0) {
    const chunk = buffer[start];
    consume(state, start + 1);
    return chunk;
  }

  if (!n || n >= state.length) {
    let chunk;
    if ((state[kState] & kDecoder) !== 0) chunk = joinText(buffer, start);
    else if (buffer.length === start) chunk = Buffer.alloc(0);
    else if (buffer.length - start === 1) chunk = buffer[start];
    else chunk = Buffer.concat(start === 0 ? buffer : buffer.slice(start), state.length);
    buffer.length = 0;
    state.bufferIndex = 0;
    return chunk;
  }

  const first = buffer[start];
  if (n < first.length) {
    buffer[start] = first.slice(n);
    return first.slice(0, n);
  }
  if (n === first.length) {
    consume(state, start + 1);
    return first;
  }
  return (state[kState] & kDecoder) !== 0 ? takeText(state, n) : takeBytes(state, n);
}

/** Drops the references to the chunks before `index`, and now and then their places. */
function consume(state, index) {
  const { buffer } = state;
  for (let passed = state.bufferIndex; passed < index; passed++) buffer[passed] = null;
  if (index === buffer.length) {
    buffer.length = 0;
    state.bufferIndex = 0;
  } else if (index > MAX_CONSUMED_CHUNKS) {
    buffer.splice(0, index);
    state.bufferIndex = 0;
  } else {
    state.bufferIndex = index;
  }
}

function joinText(buffer, start) {
  let text = '';
  for (let index = start; index < buffer.length; index++) text += buffer[index];
  return text;
}

function takeText(state, count) {
  const { buffer } = state;
  let index = state.bufferIndex;
  let text = '';
  for (; count >= buffer[index].length; index++) {
    text += buffer[index];
    count -= buffer[index].length;
    if (count === 0) {
      consume(state, index + 1);
      return text;
    }
  }
  text += buffer[index].slice(0, count);
  buffer[index] = buffer[index].slice(count);
  consume(state, index);
  return text;
}

function takeBytes(state, count) {
  const { buffer } = state;
  const bytes = Buffer.allocUnsafe(count);
  let index = state.bufferIndex;
  let offset = 0;
  for (; count - offset >= buffer[index].length; index++) {
    bytes.set(buffer[index], offset);
    offset += buffer[index].length;
    if (offset === count) {
      consume(state, index + 1);
      return bytes;
    }
  }
  const rest = buffer[index];
  bytes.set(new Uint8Array(rest.buffer, rest.byteOffset, count - offset), offset);
  buffer[index] = rest.slice(count - offset);
  consume(state, index);
  return bytes;
}

function endReadable(stream) {
  const state = stream._readableState;
  if ((state[kState] & kEndEmitted) !== 0) return;
  state[kState] |= kEnded;
  nextTick(emitEnd, state, stream);
}

function emitEnd(state, stream) {
  // Something may have been unshifted since.
  if ((state[kState] & (kErrored | kCloseEmitted | kEndEmitted)) !== 0 || state.length !== 0) return;
  state[kState] |= kEndEmitted;
  stream.emit('end');

  if (stream.writable && stream.allowHalfOpen === false) {
    nextTick(endWritable, stream);
  } else if ((state[kState] & kAutoDestroy) !== 0) {
    const writable = stream._writableState;
    if (!writable || (writable.autoDestroy && (writable.finished || writable.writable === false))) stream.destroy();
  }
}

function endWritable(stream) {
  if (stream.writable && !stream.writableEnded && !stream.destroyed) stream.end();
}

Readable.from = function(iterable, opts) {
  return require('internal/streams/from')(Readable, iterable, opts); // Lazy: start-up time.
};

// Lazy: web streams are a subsystem of their own.
Readable.fromWeb = function(readableStream, options) {
  return require('internal/webstreams/adapters').newStreamReadableFromReadableStream(readableStream, options);
};

Readable.toWeb = function(streamReadable, options) {
  return require('internal/webstreams/adapters').newReadableStreamFromStreamReadable(streamReadable, options);
};

Readable.wrap = function(src, options) {
  return new Readable({
    objectMode: src.readableObjectMode ?? src.objectMode ?? true,
    ...options,
    destroy(err, callback) {
      destroyImpl.destroyer(src, err);
      callback(err);
    },
  }).wrap(src);
};

module.exports = Readable;
