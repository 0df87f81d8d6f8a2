'use strict';
// Writable streams: one `_write` at a time, and a buffer of what waits.
// https://nodejs.org/docs/latest-v24.x/api/stream.html#writable-streams

const { Buffer } = require('buffer');
const EE = require('events');
const { Stream } = require('internal/streams/legacy');
const {
  AbortError,
  codes: {
    ERR_INVALID_ARG_TYPE,
    ERR_METHOD_NOT_IMPLEMENTED,
    ERR_MULTIPLE_CALLBACK,
    ERR_STREAM_ALREADY_FINISHED,
    ERR_STREAM_CANNOT_PIPE,
    ERR_STREAM_DESTROYED,
    ERR_STREAM_NULL_VALUES,
    ERR_STREAM_WRITE_AFTER_END,
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

const kErroredValue = Symbol('kErroredValue');
const kDefaultEncodingValue = Symbol('kDefaultEncodingValue');
const kWriteCbValue = Symbol('kWriteCbValue');
const kAfterWriteTickInfoValue = Symbol('kAfterWriteTickInfoValue');
const kBufferedValue = Symbol('kBufferedValue');
const kOnFinished = Symbol('kOnFinished');

const kNeedDrain = 1 << FIRST_OWN_FLAG;
const kEnding = kNeedDrain << 1;
const kEnded = kNeedDrain << 2;
const kFinished = kNeedDrain << 3;
const kDecodeStrings = kNeedDrain << 4;
const kWriting = kNeedDrain << 5;
const kBufferProcessing = kNeedDrain << 6;
const kPrefinished = kNeedDrain << 7;
const kFinalCalled = kNeedDrain << 8;
const kAllBuffers = kNeedDrain << 9;
const kAllNoop = kNeedDrain << 10;
const kHasOnFinished = kNeedDrain << 11;
const kHasWritable = kNeedDrain << 12;
const kWritable = kNeedDrain << 13;
const kCorked = kNeedDrain << 14;
const kDefaultUTF8Encoding = kNeedDrain << 15;
const kExpectWriteCb = kNeedDrain << 16;
const kAfterWriteTickInfo = kNeedDrain << 17;
const kAfterWritePending = kNeedDrain << 18;
const kBuffered = kNeedDrain << 19;

/** A chunk has to wait in any of these; it may be written if only `kConstructed` is set. */
const kMustBuffer = kWriting | kErrored | kCorked;
/** 'finish' is due if of these only the first two are set, and nothing waits. */
const kFinishMask = kEnding | kConstructed | kDestroyed | kFinished | kWriting | kErrorEmitted | kCloseEmitted | kErrored |
  kBuffered;

/** The consumed front of the buffer is cut off at this many chunks. */
const MAX_CONSUMED_CHUNKS = 256;

function nop() {}

/** @param {any} options  @param {any} stream  @param {boolean} isDuplex */
function WritableState(options, stream, isDuplex) {
  let state = kEmitClose | kAutoDestroy | kConstructed | kSync | kDecodeStrings | kAllBuffers | kAllNoop;
  if (options) {
    if (options.objectMode || (isDuplex && options.writableObjectMode)) state |= kObjectMode;
    if (options.decodeStrings === false) state &= ~kDecodeStrings;
    if (options.emitClose === false) state &= ~kEmitClose;
    if (options.autoDestroy === false) state &= ~kAutoDestroy;
  }
  this[kState] = state;
  this.highWaterMark = options ?
    getHighWaterMark(this, options, 'writableHighWaterMark', isDuplex) :
    getDefaultHighWaterMark(false);
  // What has been given to `write` and is not yet written: bytes, characters or objects.
  this.length = 0;
  this.corked = 0;
  this.onwrite = (error) => onwrite(stream, error);
  this.writelen = 0;
  this.bufferedIndex = 0;
  // Writes and ends whose callbacks have not run: 'finish' waits for them.
  this.pendingcb = 0;
  // Together with `bufferedIndex` like `buffer` of a readable; made when something has to wait.
  this[kBufferedValue] = null;

  const defaultEncoding = options ? options.defaultEncoding : null;
  if (defaultEncoding == null || defaultEncoding === 'utf8' || defaultEncoding === 'utf-8') {
    this[kState] |= kDefaultUTF8Encoding;
  } else if (Buffer.isEncoding(defaultEncoding)) {
    this.defaultEncoding = defaultEncoding;
  } else {
    throw new ERR_UNKNOWN_ENCODING(defaultEncoding);
  }
}

defineFlags(WritableState.prototype, {
  ...SHARED_FLAGS,
  finalCalled: kFinalCalled,
  needDrain: kNeedDrain,
  ending: kEnding,
  ended: kEnded,
  finished: kFinished,
  decodeStrings: kDecodeStrings,
  writing: kWriting,
  bufferProcessing: kBufferProcessing,
  prefinished: kPrefinished,
  allBuffers: kAllBuffers,
  allNoop: kAllNoop,
});
defineErrored(WritableState.prototype, kErroredValue);

Object.defineProperties(WritableState.prototype, {
  writable: {
    enumerable: false,
    get() { return (this[kState] & kHasWritable) !== 0 ? (this[kState] & kWritable) !== 0 : undefined; },
    set(value) {
      this[kState] &= ~(kHasWritable | kWritable);
      if (value !== null && value !== undefined) this[kState] |= kHasWritable | (value ? kWritable : 0);
    },
  },
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
  writecb: valueBehind(kExpectWriteCb, kWriteCbValue, nop),
  afterWriteTickInfo: valueBehind(kAfterWriteTickInfo, kAfterWriteTickInfoValue, null),
  buffered: {
    enumerable: false,
    get() { return (this[kState] & kBuffered) !== 0 ? this[kBufferedValue] : []; },
    set(value) {
      this[kBufferedValue] = value;
      if (value) this[kState] |= kBuffered;
      else this[kState] &= ~kBuffered;
    },
  },
});

function valueBehind(bit, key, absent) {
  return {
    enumerable: false,
    get() { return (this[kState] & bit) !== 0 ? this[key] ?? absent : absent; },
    set(value) {
      this[key] = value;
      if (value) this[kState] |= bit;
      else this[kState] &= ~bit;
    },
  };
}

WritableState.prototype.getBuffer = function getBuffer() {
  return (this[kState] & kBuffered) === 0 ? [] : this[kBufferedValue].slice(this.bufferedIndex);
};

Object.defineProperty(WritableState.prototype, 'bufferedRequestCount', {
  enumerable: false,
  get() { return (this[kState] & kBuffered) === 0 ? 0 : this[kBufferedValue].length - this.bufferedIndex; },
});

WritableState.prototype[kOnConstructed] = function onConstructed(stream) {
  if ((this[kState] & kWriting) === 0) clearBuffer(stream, this);
  if ((this[kState] & kEnding) !== 0) finishMaybe(stream, this);
};

/** @param {object} [options] */
function Writable(options) {
  if (!(this instanceof Writable)) return new Writable(options);

  this._events ??= { close: undefined, error: undefined, prefinish: undefined, finish: undefined, drain: undefined };
  this._writableState = new WritableState(options, this, false);

  if (options) {
    if (typeof options.write === 'function') this._write = options.write;
    if (typeof options.writev === 'function') this._writev = options.writev;
    if (typeof options.destroy === 'function') this._destroy = options.destroy;
    if (typeof options.final === 'function') this._final = options.final;
    if (typeof options.construct === 'function') this._construct = options.construct;
    // Lazy: rare.
    if (options.signal) require('internal/streams/add-abort-signal').addAbortSignal(options.signal, this);
  }

  Stream.call(this, options);

  if (this._construct != null) destroyImpl.construct(this);
}
Object.setPrototypeOf(Writable.prototype, Stream.prototype);
Object.setPrototypeOf(Writable, Stream);

Writable.WritableState = WritableState;

/** A duplex is a writable too, though it inherits from Readable. */
Object.defineProperty(Writable, Symbol.hasInstance, {
  value: function(object) {
    if (Function.prototype[Symbol.hasInstance].call(this, object)) return true;
    return this === Writable && object?._writableState instanceof WritableState;
  },
});

Writable.prototype.pipe = function() {
  errorOrDestroy(this, new ERR_STREAM_CANNOT_PIPE());
};

Writable.prototype.write = function(chunk, encoding, cb) {
  if (chunk != null && typeof encoding === 'function') {
    cb = encoding;
    encoding = null;
  }
  return writeChunk(this, chunk, encoding, cb) === true;
};

/** @returns {boolean | Error} the error, for `end` */
function writeChunk(stream, chunk, encoding, cb) {
  if (typeof cb !== 'function') cb = nop;
  if (chunk === null) throw new ERR_STREAM_NULL_VALUES();

  const state = stream._writableState;
  if ((state[kState] & kObjectMode) === 0) {
    if (!encoding) {
      encoding = (state[kState] & kDefaultUTF8Encoding) !== 0 ? 'utf8' : state.defaultEncoding;
    } else if (!Buffer.isEncoding(encoding) && (encoding !== 'buffer' || typeof chunk === 'string')) {
      throw new ERR_UNKNOWN_ENCODING(encoding);
    }
    if (typeof chunk === 'string') {
      if ((state[kState] & kDecodeStrings) !== 0) {
        chunk = Buffer.from(chunk, encoding);
        encoding = 'buffer';
      }
    } else if (chunk instanceof Buffer) {
      encoding = 'buffer';
    } else if (ArrayBuffer.isView(chunk)) {
      chunk = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      encoding = 'buffer';
    } else {
      throw new ERR_INVALID_ARG_TYPE('chunk', ['string', 'Buffer', 'TypedArray', 'DataView'], chunk);
    }
  }

  if ((state[kState] & (kEnding | kDestroyed)) !== 0) return refuse(stream, state, cb);
  state.pendingcb++;
  return writeOrBuffer(stream, state, chunk, encoding, cb);
}

function refuse(stream, state, cb) {
  const error = (state[kState] & kEnding) !== 0 ? new ERR_STREAM_WRITE_AFTER_END() : new ERR_STREAM_DESTROYED('write');
  nextTick(cb, error);
  errorOrDestroy(stream, error, true);
  return error;
}

function writeOrBuffer(stream, state, chunk, encoding, callback) {
  const length = (state[kState] & kObjectMode) !== 0 ? 1 : chunk.length;
  state.length += length;
  if ((state[kState] & (kMustBuffer | kConstructed)) !== kConstructed) {
    bufferChunk(state, chunk, encoding, callback);
  } else {
    state.writelen = length;
    expectWrite(state, callback);
    stream._write(chunk, encoding, state.onwrite);
    state[kState] &= ~kSync;
  }

  const hasRoom = state.length < state.highWaterMark || state.length === 0;
  if (!hasRoom) state[kState] |= kNeedDrain;
  return hasRoom && (state[kState] & (kDestroyed | kErrored)) === 0;
}

function bufferChunk(state, chunk, encoding, callback) {
  if ((state[kState] & kBuffered) === 0) {
    state[kState] |= kBuffered;
    state[kBufferedValue] = [];
  }
  state[kBufferedValue].push({ chunk, encoding, callback });
  if (encoding !== 'buffer') state[kState] &= ~kAllBuffers;
  if (callback !== nop) state[kState] &= ~kAllNoop;
}

function expectWrite(state, callback) {
  if (callback !== nop) state.writecb = callback;
  state[kState] |= kWriting | kSync | kExpectWriteCb;
}

function writeBuffered(stream, state, isVector, length, chunk, encoding, callback) {
  state.writelen = length;
  expectWrite(state, callback);
  if ((state[kState] & kDestroyed) !== 0) state.onwrite(new ERR_STREAM_DESTROYED('write'));
  else if (isVector) stream._writev(chunk, state.onwrite);
  else stream._write(chunk, encoding, state.onwrite);
  state[kState] &= ~kSync;
}

/** The callback of `_write` and `_writev`. */
function onwrite(stream, error) {
  const state = stream._writableState;
  if ((state[kState] & kExpectWriteCb) === 0) {
    errorOrDestroy(stream, new ERR_MULTIPLE_CALLBACK());
    return;
  }

  const callback = state[kWriteCbValue] ?? nop;
  if (callback !== nop) state[kWriteCbValue] = null;
  state[kState] &= ~(kWriting | kExpectWriteCb);
  state.length -= state.writelen;
  state.writelen = 0;

  if (error) {
    onwriteError(stream, state, error, callback);
    return;
  }

  const isSync = (state[kState] & kSync) !== 0; // Before it is about the next write.
  if ((state[kState] & kBuffered) !== 0) clearBuffer(stream, state);
  if (!isSync) {
    afterWrite(stream, state, 1, callback);
    return;
  }

  // In the same tick as `write`: what comes after has to wait. Writes in a row share one tick.
  const isDrained = (state[kState] & kNeedDrain) !== 0 && state.length === 0;
  if (callback === nop) {
    if (isDrained && (state[kState] & kAfterWritePending) === 0) {
      state[kState] |= kAfterWritePending;
      nextTick(afterWrite, stream, state, 1, callback);
    } else {
      state.pendingcb--;
      if ((state[kState] & kEnding) !== 0) finishMaybe(stream, state, true);
    }
  } else if ((state[kState] & kAfterWriteTickInfo) !== 0 && state[kAfterWriteTickInfoValue].cb === callback) {
    state[kAfterWriteTickInfoValue].count++;
  } else {
    const info = { count: 1, cb: callback, stream, state };
    state.afterWriteTickInfo = info;
    state[kState] |= kAfterWritePending;
    nextTick(afterWriteTick, info);
  }
}

function onwriteError(stream, state, error, callback) {
  error.stack; // eslint-disable-line no-unused-expressions
  if ((state[kState] & kErrored) === 0) state.errored = error;
  // A duplex must not go on with 'data' either.
  if (stream._readableState && !stream._readableState.errored) stream._readableState.errored = error;
  if ((state[kState] & kSync) !== 0) nextTick(afterWriteError, stream, state, error, callback);
  else afterWriteError(stream, state, error, callback);
}

function afterWriteError(stream, state, error, callback) {
  --state.pendingcb;
  callback(error);
  errorBuffer(state);
  errorOrDestroy(stream, error);
}

function afterWriteTick({ stream, state, count, cb }) {
  state.afterWriteTickInfo = null;
  afterWrite(stream, state, count, cb);
}

function afterWrite(stream, state, count, callback) {
  state[kState] &= ~kAfterWritePending;
  if ((state[kState] & (kEnding | kNeedDrain | kDestroyed)) === kNeedDrain && state.length === 0) {
    state[kState] &= ~kNeedDrain;
    stream.emit('drain');
  }
  while (count-- > 0) {
    state.pendingcb--;
    callback(null);
  }
  if ((state[kState] & kDestroyed) !== 0) errorBuffer(state);
  if ((state[kState] & kEnding) !== 0) finishMaybe(stream, state, true);
}

/** Tells those whose chunks will never be written. */
function errorBuffer(state) {
  if ((state[kState] & kWriting) !== 0) return;
  if ((state[kState] & kBuffered) !== 0) {
    for (let index = state.bufferedIndex; index < state.buffered.length; ++index) {
      const { chunk, callback } = state[kBufferedValue][index];
      state.length -= (state[kState] & kObjectMode) !== 0 ? 1 : chunk.length;
      callback(state.errored ?? new ERR_STREAM_DESTROYED('write'));
    }
  }
  callFinishedCallbacks(state, state.errored ?? new ERR_STREAM_DESTROYED('end'));
  resetBuffer(state);
}

/** Writes what waits, in one `_writev` where there is one. */
function clearBuffer(stream, state) {
  if ((state[kState] & (kDestroyed | kBufferProcessing | kCorked | kBuffered | kConstructed)) !== (kBuffered | kConstructed)) {
    return;
  }
  const buffered = state[kBufferedValue];
  let index = state.bufferedIndex;
  const count = buffered.length - index;
  if (count === 0) return;

  state[kState] |= kBufferProcessing;
  if (count > 1 && stream._writev) {
    writeAllBuffered(stream, state, buffered, index, count);
  } else {
    do {
      const { chunk, encoding, callback } = buffered[index];
      buffered[index++] = null;
      const length = (state[kState] & kObjectMode) !== 0 ? 1 : chunk.length;
      writeBuffered(stream, state, false, length, chunk, encoding, callback);
    } while (index < buffered.length && (state[kState] & kWriting) === 0);

    if (index === buffered.length) {
      resetBuffer(state);
    } else if (index > MAX_CONSUMED_CHUNKS) {
      buffered.splice(0, index);
      state.bufferedIndex = 0;
    } else {
      state.bufferedIndex = index;
    }
  }
  state[kState] &= ~kBufferProcessing;
}

function writeAllBuffered(stream, state, buffered, index, count) {
  // The vector counts as one.
  state.pendingcb -= count - 1;
  const isAllNoop = (state[kState] & kAllNoop) !== 0;
  const callback = isAllNoop ? nop : (error) => {
    for (let done = index; done < buffered.length; ++done) buffered[done].callback(error);
  };
  // A copy, as the callbacks are needed after `_writev` has perhaps changed what it got.
  const chunks = isAllNoop && index === 0 ? buffered : buffered.slice(index);
  chunks.allBuffers = (state[kState] & kAllBuffers) !== 0;
  writeBuffered(stream, state, true, state.length, chunks, '', callback);
  resetBuffer(state);
}

function resetBuffer(state) {
  state[kBufferedValue] = null;
  state.bufferedIndex = 0;
  state[kState] = (state[kState] | kAllBuffers | kAllNoop) & ~kBuffered;
}

Writable.prototype.cork = function() {
  const state = this._writableState;
  state[kState] |= kCorked;
  state.corked++;
};

Writable.prototype.uncork = function() {
  const state = this._writableState;
  if (!state.corked) return;
  state.corked--;
  if (state.corked === 0) state[kState] &= ~kCorked;
  if ((state[kState] & kWriting) === 0) clearBuffer(this, state);
};

Writable.prototype.setDefaultEncoding = function setDefaultEncoding(encoding) {
  if (typeof encoding === 'string') encoding = encoding.toLowerCase();
  if (!Buffer.isEncoding(encoding)) throw new ERR_UNKNOWN_ENCODING(encoding);
  this._writableState.defaultEncoding = encoding;
  return this;
};

Writable.prototype._write = function(chunk, encoding, cb) {
  if (!this._writev) throw new ERR_METHOD_NOT_IMPLEMENTED('_write()');
  this._writev([{ chunk, encoding }], cb);
};

Writable.prototype._writev = null;

Writable.prototype.end = function(chunk, encoding, cb) {
  const state = this._writableState;
  if (typeof chunk === 'function') {
    cb = chunk;
    chunk = null;
    encoding = null;
  } else if (typeof encoding === 'function') {
    cb = encoding;
    encoding = null;
  }

  let error;
  if (chunk !== null && chunk !== undefined) {
    const result = writeChunk(this, chunk, encoding);
    if (Error.isError(result)) error = result;
  }

  if ((state[kState] & kCorked) !== 0) {
    state.corked = 1;
    this.uncork();
  }

  if (error) {
    // Told already.
  } else if ((state[kState] & (kEnding | kErrored)) === 0) {
    state[kState] |= kEnding;
    finishMaybe(this, state, true);
    state[kState] |= kEnded;
  } else if ((state[kState] & kFinished) !== 0) {
    error = new ERR_STREAM_ALREADY_FINISHED('end');
  } else if ((state[kState] & kDestroyed) !== 0) {
    error = new ERR_STREAM_DESTROYED('end');
  }

  if (typeof cb === 'function') {
    if (error) nextTick(cb, error);
    else if ((state[kState] & kErrored) !== 0) nextTick(cb, state[kErroredValue]);
    else if ((state[kState] & kFinished) !== 0) nextTick(cb);
    else addFinishedCallback(state, cb);
  }
  return this;
};

function addFinishedCallback(state, callback) {
  state[kState] |= kHasOnFinished;
  (state[kOnFinished] ??= []).push(callback);
}

function callFinishedCallbacks(state, error) {
  if ((state[kState] & kHasOnFinished) === 0) return;
  const callbacks = state[kOnFinished];
  state[kOnFinished] = undefined;
  state[kState] &= ~kHasOnFinished;
  for (let index = 0; index < callbacks.length; index++) callbacks[index](error);
}

function needFinish(state) {
  return (state[kState] & kFinishMask) === (kEnding | kConstructed) && state.length === 0;
}

/** @param {boolean} [sync] `end` or `write` is still on the stack */
function finishMaybe(stream, state, sync) {
  if (!needFinish(state)) return;
  prefinish(stream, state);
  if (state.pendingcb !== 0) return;
  if (sync) {
    state.pendingcb++;
    nextTick(finishLater, stream, state);
  } else if (needFinish(state)) {
    state.pendingcb++;
    finish(stream, state);
  }
}

function finishLater(stream, state) {
  if (needFinish(state)) finish(stream, state);
  else state.pendingcb--;
}

function prefinish(stream, state) {
  if ((state[kState] & (kPrefinished | kFinalCalled)) !== 0) return;
  if (typeof stream._final === 'function' && (state[kState] & kDestroyed) === 0) {
    state[kState] |= kFinalCalled;
    callFinal(stream, state);
  } else {
    state[kState] |= kPrefinished;
    stream.emit('prefinish');
  }
}

function callFinal(stream, state) {
  let isCalled = false;

  function onFinal(error) {
    if (isCalled) {
      errorOrDestroy(stream, error ?? new ERR_MULTIPLE_CALLBACK());
      return;
    }
    isCalled = true;
    state.pendingcb--;
    if (error) {
      callFinishedCallbacks(state, error);
      errorOrDestroy(stream, error, (state[kState] & kSync) !== 0);
    } else if (needFinish(state)) {
      state[kState] |= kPrefinished;
      stream.emit('prefinish');
      // Not `finishMaybe`: 'finish' never comes in the tick of `end`.
      state.pendingcb++;
      nextTick(finish, stream, state);
    }
  }

  state[kState] |= kSync;
  state.pendingcb++;
  try {
    stream._final(onFinal);
  } catch (error) {
    onFinal(error);
  }
  state[kState] &= ~kSync;
}

function finish(stream, state) {
  state.pendingcb--;
  state[kState] |= kFinished;
  callFinishedCallbacks(state, null);
  stream.emit('finish');

  if ((state[kState] & kAutoDestroy) !== 0) {
    const readable = stream._readableState;
    if (!readable || (readable.autoDestroy && (readable.endEmitted || readable.readable === false))) stream.destroy();
  }
}

Object.defineProperties(Writable.prototype, {
  closed: hidden(function() { return this._writableState ? this._writableState.closed : false; }),
  destroyed: {
    enumerable: false,
    get() { return this._writableState ? this._writableState.destroyed : false; },
    set(value) {
      // The application manages its destruction itself.
      if (this._writableState) this._writableState.destroyed = value;
    },
  },
  writable: {
    enumerable: false,
    get() {
      const state = this._writableState;
      return !!state && state.writable !== false && (state[kState] & (kDestroyed | kErrored | kEnding | kEnded)) === 0;
    },
    set(value) {
      if (this._writableState) this._writableState.writable = !!value;
    },
  },
  writableFinished: hidden(function() { return this._writableState ? this._writableState.finished : false; }),
  writableObjectMode: hidden(function() { return this._writableState ? this._writableState.objectMode : false; }),
  writableBuffer: hidden(function() { return this._writableState?.getBuffer(); }),
  writableEnded: hidden(function() { return this._writableState ? this._writableState.ending : false; }),
  writableNeedDrain: hidden(function() {
    const state = this._writableState;
    return state ? (state[kState] & (kDestroyed | kEnding | kNeedDrain)) === kNeedDrain : false;
  }),
  writableHighWaterMark: hidden(function() { return this._writableState?.highWaterMark; }),
  writableCorked: hidden(function() { return this._writableState ? this._writableState.corked : 0; }),
  writableLength: hidden(function() { return this._writableState?.length; }),
  errored: hidden(function() { return this._writableState ? this._writableState.errored : null; }),
  writableAborted: hidden(function() {
    const state = this._writableState;
    return (state[kState] & (kHasWritable | kWritable)) !== kHasWritable &&
      (state[kState] & (kDestroyed | kErrored)) !== 0 && (state[kState] & kFinished) === 0;
  }),
});

function hidden(get) {
  return { enumerable: false, get };
}

Writable.prototype.destroy = function(err, cb) {
  const state = this._writableState;
  if ((state[kState] & (kBuffered | kHasOnFinished)) !== 0 && (state[kState] & kDestroyed) === 0) {
    nextTick(errorBuffer, state);
  }
  destroyImpl.destroy.call(this, err, cb);
  return this;
};

Writable.prototype._undestroy = destroyImpl.undestroy;
Writable.prototype._destroy = function(err, cb) {
  cb(err);
};

Writable.prototype[EE.captureRejectionSymbol] = function(err) {
  this.destroy(err);
};

Writable.prototype[Symbol.asyncDispose] = async function() {
  let error;
  if (!this.destroyed) {
    error = this.writableFinished ? null : new AbortError();
    this.destroy(error);
  }
  const { eos } = require('internal/streams/end-of-stream'); // Lazy: for those who wait.
  await new Promise((resolve, reject) => {
    eos(this, (err) => (err && err.name !== 'AbortError' ? reject(err) : resolve(null)));
  });
};

// Lazy: web streams are a subsystem of their own.
Writable.fromWeb = function(writableStream, options) {
  return require('internal/webstreams/adapters').newStreamWritableFromWritableStream(writableStream, options);
};

Writable.toWeb = function(streamWritable) {
  return require('internal/webstreams/adapters').newWritableStreamFromStreamWritable(streamWritable);
};

module.exports = Writable;
