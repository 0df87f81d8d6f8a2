'use strict';

// What all streams of node:zlib have in common: chunks go through the native engine, at once or on the thread pool.
// https://nodejs.org/docs/latest-v24.x/api/zlib.html#class-zlibzlibbase

const native = internalBinding('zlib');
const {
  codes: { ERR_BUFFER_TOO_LARGE, ERR_INTERNAL_ASSERTION, ERR_OUT_OF_RANGE, ERR_TRAILING_JUNK_AFTER_STREAM_END },
} = require('internal/errors');
const { Buffer, kMaxLength } = require('buffer');
const { Transform, finished } = require('stream');
const constants = require('internal/zlib/constants');
const { inRange, isGiven } = require('internal/zlib/options');

const kFlushFlag = Symbol('kFlushFlag');
const kError = Symbol('kError');

/** The flush flags of zlib, the weakest first. */
const FLUSH_ORDER = [
  constants.Z_NO_FLUSH,
  constants.Z_BLOCK,
  constants.Z_PARTIAL_FLUSH,
  constants.Z_SYNC_FLUSH,
  constants.Z_FULL_FLUSH,
  constants.Z_FINISH,
];

/** By flag: the empty chunk that stands for a flush among the chunks that are written. */
const flushBuffers = FLUSH_ORDER.map((_, flag) => {
  const buffer = Buffer.alloc(0);
  buffer[kFlushFlag] = flag;
  return buffer;
});

function strongerFlush(a, b) {
  return FLUSH_ORDER.indexOf(a) > FLUSH_ORDER.indexOf(b) ? a : b;
}

/**
 * What differs between zlib, brotli and zstd.
 * @typedef {{ flush: number, finishFlush: number, fullFlush: number, maxFlush: number }} FlushFlags
 */

/** @param {object | undefined} opts  @param {Stream} handle  @param {FlushFlags} flags */
function ZlibBase(opts, mode, handle, flags) {
  let chunkSize = constants.Z_DEFAULT_CHUNK;
  let maxOutputLength = kMaxLength;
  let { flush, finishFlush } = flags;
  if (opts) {
    if (isGiven(opts.chunkSize, 'options.chunkSize')) chunkSize = opts.chunkSize;
    if (chunkSize < constants.Z_MIN_CHUNK) {
      throw new ERR_OUT_OF_RANGE('options.chunkSize', `>= ${constants.Z_MIN_CHUNK}`, chunkSize);
    }
    flush = inRange(opts.flush, 'options.flush', 0, flags.maxFlush, flush);
    finishFlush = inRange(opts.finishFlush, 'options.finishFlush', 0, flags.maxFlush, finishFlush);
    maxOutputLength = inRange(opts.maxOutputLength, 'options.maxOutputLength', 1, kMaxLength, kMaxLength);
    // These make no sense for bytes, so they are not passed on to the stream.
    if (opts.encoding || opts.objectMode || opts.writableObjectMode) {
      opts = { ...opts, encoding: null, objectMode: false, writableObjectMode: false };
    }
  }

  Transform.call(this, { autoDestroy: true, ...opts });
  this.bytesWritten = 0;
  this._handle = makeHandle(this, handle);
  this._outBuffer = Buffer.allocUnsafe(chunkSize);
  this._outOffset = 0;
  this._chunkSize = chunkSize;
  this._defaultFlushFlag = flush;
  this._finishFlushFlag = finishFlush;
  this._defaultFullFlushFlag = flags.fullFlush;
  this._info = opts?.info;
  this._maxOutputLength = maxOutputLength;
  this._rejectGarbageAfterEnd = opts?.rejectGarbageAfterEnd === true;
  this._mode = mode;
  this[kError] = null;
}
Object.setPrototypeOf(ZlibBase.prototype, Transform.prototype);
Object.setPrototypeOf(ZlibBase, Transform);

/** What programs know as `_handle`. The native stream itself is hidden, so that inspection does not show it. */
function makeHandle(owner, stream) {
  return Object.defineProperties({
    reset: () => native.reset(stream),
    params: (level, strategy) => native.params(stream, level, strategy),
    close() {},
  }, {
    stream: { value: stream },
    isWriting: { value: false, writable: true },
  });
}

Object.defineProperty(ZlibBase.prototype, '_closed', {
  configurable: true,
  enumerable: true,
  get() {
    return !this._handle;
  },
});

ZlibBase.prototype.reset = function reset() {
  if (!this._handle) throw new ERR_INTERNAL_ASSERTION('zlib binding closed');
  if (this._handle.isWriting) throw new Error('Cannot reset zlib stream while a write is in progress');
  this._handle.reset();
};

ZlibBase.prototype._flush = function _flush(callback) {
  this._transform(Buffer.alloc(0), '', callback);
};

ZlibBase.prototype._final = function _final(callback) {
  callback();
};

/** Everything written before comes out before `callback` is called. */
ZlibBase.prototype.flush = function flush(kind, callback) {
  if (typeof kind === 'function' || (kind === undefined && !callback)) {
    callback = kind;
    kind = this._defaultFullFlushFlag;
  }
  if (this.writableFinished) {
    if (callback) process.nextTick(callback);
  } else if (this.writableEnded) {
    if (callback) this.once('end', callback);
  } else {
    this.write(flushBuffers[kind], '', callback);
  }
};

ZlibBase.prototype.close = function close(callback) {
  if (callback) finished(this, callback);
  this.destroy();
};

ZlibBase.prototype._destroy = function _destroy(error, callback) {
  closeHandle(this);
  callback(error);
};

function closeHandle(stream) {
  stream._handle?.close();
  stream._handle = null;
}

ZlibBase.prototype._transform = function _transform(chunk, encoding, callback) {
  let flushFlag = this._defaultFlushFlag;
  if (typeof chunk[kFlushFlag] === 'number') {
    flushFlag = chunk[kFlushFlag];
  } else if (this.writableEnded && this.writableLength === chunk.byteLength) {
    // The last chunk finishes the stream, too.
    flushFlag = strongerFlush(flushFlag, this._finishFlushFlag);
  }
  processChunk(this, chunk, flushFlag, callback);
};

/** Undocumented but used: with a callback on the thread pool, without one at once, giving what comes out. */
ZlibBase.prototype._processChunk = function _processChunk(chunk, flushFlag, callback) {
  if (typeof callback === 'function') {
    processChunk(this, chunk, flushFlag, callback);
    return undefined;
  }
  return processChunkSync(this, chunk, flushFlag);
};

/** The error of a failed step. */
function errorOf([, , errno, code, message]) {
  return Object.assign(new Error(message), { errno, code: code || zstdErrorName(errno) });
}

function zstdErrorName(errno) {
  return Object.keys(constants).find((name) => name.startsWith('ZSTD_error_') && constants[name] === errno);
}

function trailingJunk() {
  return new ERR_TRAILING_JUNK_AFTER_STREAM_END();
}

function processChunkSync(self, chunk, flushFlag) {
  const { stream } = self._handle;
  const chunkSize = self._chunkSize;
  const outputs = [];
  let outputLength = 0;
  let inputRead = 0;
  let inputLeft = chunk.byteLength;
  let buffer = self._outBuffer;
  let offset = self._outOffset;
  try {
    for (;;) {
      const room = chunkSize - offset;
      const outcome = native.writeSync(stream, flushFlag, chunk, inputRead, inputLeft, buffer, offset, room);
      if (outcome.length > 2) throw errorOf(outcome);
      const [roomLeft, left] = outcome;
      inputRead += inputLeft - left;
      inputLeft = left;
      const written = room - roomLeft;
      if (written > 0) {
        outputs.push(buffer.slice(offset, offset + written));
        offset += written;
        outputLength += written;
        if (outputLength > self._maxOutputLength) throw new ERR_BUFFER_TOO_LARGE(self._maxOutputLength);
      }
      if (roomLeft > 0) break;
      // Full: there may be more.
      offset = 0;
      buffer = Buffer.allocUnsafe(chunkSize);
    }
    if (inputLeft > 0 && self._rejectGarbageAfterEnd) throw trailingJunk();
    self.bytesWritten = inputRead;
  } catch (error) {
    self[kError] = error;
    throw error;
  } finally {
    closeHandle(self);
  }
  if (outputs.length === 1) return outputs[0];
  return outputLength === 0 ? Buffer.alloc(0) : Buffer.concat(outputs, outputLength);
}

/** Sends a chunk through the engine on the thread pool, and what comes out through the stream. */
function processChunk(self, chunk, flushFlag, callback) {
  const handle = self._handle;
  if (!handle) {
    process.nextTick(callback);
    return;
  }
  let inputStart = 0;
  let inputLeft = chunk.byteLength;
  let room;
  step();

  function step() {
    room = self._chunkSize - self._outOffset;
    handle.isWriting = true;
    native.write(
      handle.stream, flushFlag, chunk, inputStart, inputLeft, self._outBuffer, self._outOffset, room, afterStep,
    );
  }

  function afterStep(error, outcome) {
    handle.isWriting = false;
    if (self.destroyed) {
      callback();
      return;
    }
    if (error || outcome.length > 2) {
      fail(error ?? errorOf(outcome));
      return;
    }
    const [roomLeft, left] = outcome;
    const consumed = inputLeft - left;
    self.bytesWritten += consumed;
    const isFull = pushOutput(room - roomLeft);
    if (self.destroyed) {
      callback();
      return;
    }
    if (roomLeft === 0 || self._outOffset >= self._chunkSize) {
      self._outOffset = 0;
      self._outBuffer = Buffer.allocUnsafe(self._chunkSize);
    }
    if (roomLeft === 0) {
      // The output was full, so there may be more of it.
      inputStart += consumed;
      inputLeft = left;
      if (isFull) continueWhenRead();
      else step();
      return;
    }
    if (left > 0) {
      // The engine wants no more although there was room: its stream is over, and something else follows.
      if (self._rejectGarbageAfterEnd) {
        fail(trailingJunk());
        return;
      }
      self.push(null);
    }
    callback();
  }

  /** Gives the new output to the reader; whether the reader wants a pause. */
  function pushOutput(length) {
    if (length === 0) return false;
    const output = self._outBuffer.slice(self._outOffset, self._outOffset + length);
    self._outOffset += length;
    return !self.push(output);
  }

  function continueWhenRead() {
    const read = self._read;
    self._read = (size) => {
      self._read = read;
      step();
      self._read(size);
    };
  }

  function fail(error) {
    self.destroy(error);
    self[kError] = error;
  }
}

module.exports = { ZlibBase, kError, processChunkSync };
