'use strict';

// A writer of text to a file that collects small pieces and can be flushed at any time, as loggers need it.
// https://nodejs.org/docs/latest-v24.x/api/fs.html#class-fsutf8stream

const EventEmitter = require('events');
const { Buffer } = require('buffer');
const {
  codes: { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_INVALID_STATE, ERR_OPERATION_FAILED },
} = require('internal/errors');
const { dirname } = require('path');
const {
  validateBoolean, validateFunction, validateObject, validateOneOf, validateUint32,
} = require('internal/validators');

const DEFAULT_MAX_WRITE = 16 * 1024;
/** `write` returns false once this much waits. */
const HIGH_WATER_MARK = 16387;
const RETRY_AFTER_MS = 100;

class Utf8Stream extends EventEmitter {
  #fs;
  #fd = -1;
  #file = null;
  #append;
  #mode;
  #mkdir;
  #fsync;
  #sync;
  #contentMode;
  #minLength;
  #maxLength;
  #maxWrite;
  #periodicFlush;
  #timer;
  #retryEAGAIN;
  /** Pieces that wait, and the one that is being written (what is left of it). */
  #pieces = [];
  #current;
  #length = 0;
  #isOpening = false;
  #isWriting = false;
  #isEnding = false;
  #isDestroyed = false;
  #isReopening = false;
  #isFlushPending = false;
  #isDrainScheduled = false;

  constructor(options = {}) {
    validateObject(options, 'options');
    super();
    const {
      fd, dest, minLength = 0, maxLength = 0, maxWrite = DEFAULT_MAX_WRITE, periodicFlush = 0, sync = false,
      append = true, mkdir = false, retryEAGAIN = () => true, fsync = false, contentMode = 'utf8', mode, fs,
    } = options;
    for (const [name, value] of Object.entries({ append, fsync, mkdir, sync })) validateBoolean(value, `options.${name}`);
    for (const [name, value] of Object.entries({ minLength, maxLength, maxWrite, periodicFlush })) {
      validateUint32(value, `options.${name}`);
    }
    validateFunction(retryEAGAIN, 'options.retryEAGAIN');
    validateOneOf(contentMode, 'options.contentMode', ['utf8', 'buffer']);
    if (fs !== undefined) validateObject(fs, 'options.fs');
    if (minLength >= maxWrite) {
      throw new ERR_INVALID_ARG_VALUE('minLength', minLength, `should be smaller than maxWrite (${maxWrite})`);
    }
    this.#fs = { ...require('fs'), ...fs };
    this.#minLength = minLength;
    this.#maxLength = maxLength;
    this.#maxWrite = maxWrite;
    this.#sync = sync;
    this.#append = append;
    this.#mkdir = mkdir;
    this.#retryEAGAIN = retryEAGAIN;
    this.#fsync = fsync;
    this.#contentMode = contentMode;
    this.#mode = mode;
    this.#current = this.#nothing();
    if (typeof fd === 'number') {
      this.#fd = fd;
      process.nextTick(() => this.emit('ready'));
    } else if (typeof dest === 'string') {
      this.#open(dest);
    } else {
      throw new ERR_INVALID_ARG_TYPE('options.fd', ['number', 'string'], fd);
    }
    this.on('newListener', (name) => {
      if (name === 'drain') this.#isDrainScheduled = false;
    });
    this.#periodicFlush = periodicFlush;
    if (periodicFlush > 0) this.#timer = setInterval(() => this.flush(), periodicFlush).unref();
  }

  get append() { return this.#append; }
  get contentMode() { return this.#contentMode; }
  get fd() { return this.#fd; }
  get file() { return this.#file; }
  get fsync() { return this.#fsync; }
  get maxLength() { return this.#maxLength; }
  get minLength() { return this.#minLength; }
  get mkdir() { return this.#mkdir; }
  get mode() { return this.#mode; }
  get periodicFlush() { return this.#periodicFlush; }
  get sync() { return this.#sync; }
  get writing() { return this.#isWriting; }

  write(data) {
    this.#assertOpen();
    if (this.#contentMode === 'utf8' ? typeof data !== 'string' : !Buffer.isBuffer(data)) {
      throw new ERR_INVALID_ARG_TYPE('data', this.#contentMode === 'utf8' ? 'string' : 'Buffer', data);
    }
    const length = this.#length + data.length;
    if (this.#maxLength > 0 && length > this.#maxLength) {
      this.emit('drop', data);
      return this.#length < HIGH_WATER_MARK;
    }
    this.#enqueue(data);
    this.#length = length;
    if (!this.#isWriting && this.#length >= this.#minLength) this.#writeNext();
    return this.#length < HIGH_WATER_MARK;
  }

  #enqueue(data) {
    const last = this.#pieces.length - 1;
    if (last < 0 || this.#pieces[last].length + data.length > this.#maxWrite) this.#pieces.push(data);
    else if (typeof data === 'string') this.#pieces[last] += data;
    else this.#pieces[last] = Buffer.concat([this.#pieces[last], data]);
  }

  flush(callback) {
    if (callback !== undefined && callback !== null) validateFunction(callback, 'cb');
    if (this.#isDestroyed) {
      const error = new ERR_INVALID_STATE('Utf8Stream is destroyed');
      if (!callback) throw error;
      callback(error);
      return;
    }
    if (this.#minLength <= 0) {
      callback?.();
      return;
    }
    if (callback) this.#callAfterDrain(callback);
    if (this.#isWriting) return;
    if (this.#pieces.length === 0) this.#pieces.push(this.#nothing());
    this.#writeNext();
  }

  #callAfterDrain(callback) {
    this.#isFlushPending = true;
    const onDrain = () => {
      this.removeListener('error', onError);
      const finish = (error) => {
        this.#isFlushPending = false;
        callback(error);
      };
      if (this.#fsync) {
        finish();
        return;
      }
      try {
        this.#fs.fsync(this.#fd, finish);
      } catch (error) {
        callback(error);
      }
    };
    const onError = (error) => {
      this.#isFlushPending = false;
      this.removeListener('drain', onDrain);
      callback(error);
    };
    this.once('drain', onDrain);
    this.once('error', onError);
  }

  flushSync() {
    this.#assertOpen();
    if (this.#fd < 0) throw new ERR_INVALID_STATE('Invalid file descriptor');
    if (!this.#isWriting && this.#current.length > 0) {
      this.#pieces.unshift(this.#current);
      this.#current = this.#nothing();
    }
    while (this.#pieces.length > 0) {
      const piece = this.#pieces[0];
      if (piece.length === 0) {
        this.#pieces.shift();
        continue;
      }
      try {
        const rest = this.#without(piece, this.#fs.writeSync(this.#fd, piece, ...this.#writeArguments()));
        if (rest.length === 0) this.#pieces.shift();
        else this.#pieces[0] = rest;
      } catch (error) {
        if (!this.#mayRetry(error, piece)) throw error;
        sleep(RETRY_AFTER_MS);
      }
    }
    try {
      this.#fs.fsyncSync(this.#fd);
    } catch {
      // Pipes and terminals cannot be synchronised.
    }
  }

  reopen(file) {
    this.#assertOpen();
    if (this.#isOpening) {
      this.once('ready', () => this.reopen(file));
      return;
    }
    if (this.#isEnding) return;
    if (!this.#file && !file) {
      throw new ERR_OPERATION_FAILED('Unable to reopen a file descriptor, you must pass a file to SonicBoom');
    }
    if (file) this.#file = file;
    this.#isReopening = true;
    if (this.#isWriting) return;
    const old = this.#fd;
    this.once('ready', () => {
      if (old === this.#fd) return;
      this.#fs.close(old, (error) => {
        if (error) this.emit('error', error);
      });
    });
    this.#open(this.#file);
  }

  end() {
    this.#assertOpen();
    if (this.#isOpening) {
      this.once('ready', () => this.end());
      return;
    }
    if (this.#isEnding) return;
    this.#isEnding = true;
    if (this.#isWriting) return;
    if (this.#length > 0 && this.#fd >= 0) this.#writeNext();
    else this.#close();
  }

  destroy() {
    if (!this.#isDestroyed) this.#close();
  }

  [Symbol.dispose]() {
    this.destroy();
  }

  #assertOpen() {
    if (this.#isDestroyed) throw new ERR_INVALID_STATE('Utf8Stream is destroyed');
  }

  #nothing() {
    return this.#contentMode === 'utf8' ? '' : Buffer.alloc(0);
  }

  #writeArguments() {
    return this.#contentMode === 'utf8' ? ['utf8'] : [];
  }

  #open(file) {
    this.#isOpening = true;
    this.#isWriting = true;
    this.#isDrainScheduled = false;
    const flags = this.#append ? 'a' : 'w';
    const opened = (error, fd) => this.#onOpen(error, fd, file);
    if (this.#sync) {
      try {
        if (this.#mkdir) this.#fs.mkdirSync(dirname(file), { recursive: true });
        opened(null, this.#fs.openSync(file, flags, this.#mode));
      } catch (error) {
        opened(error);
        throw error;
      }
    } else if (this.#mkdir) {
      this.#fs.mkdir(dirname(file), { recursive: true }, (error) => {
        if (error) opened(error);
        else this.#fs.open(file, flags, this.#mode, opened);
      });
    } else {
      this.#fs.open(file, flags, this.#mode, opened);
    }
  }

  #onOpen(error, fd, file) {
    const wasReopening = this.#isReopening;
    this.#isReopening = false;
    this.#isOpening = false;
    this.#isWriting = false;
    if (error) {
      if (!this.#sync) this.emit('error', error);
      else process.nextTick(() => { if (this.listenerCount('error') > 0) this.emit('error', error); });
      return;
    }
    this.#fd = fd;
    this.#file = file;
    if (this.#sync) process.nextTick(() => this.emit('ready'));
    else this.emit('ready');
    if (this.#isDestroyed) return;
    if ((!this.#isWriting && this.#length > this.#minLength) || this.#isFlushPending) this.#writeNext();
    else if (wasReopening) process.nextTick(() => this.emit('drain'));
  }

  #writeNext() {
    this.#isWriting = true;
    if (this.#current.length === 0) this.#current = this.#pieces.shift() ?? this.#nothing();
    this.#writeCurrent();
  }

  #writeCurrent() {
    if (!this.#sync) {
      this.#fs.write(this.#fd, this.#current, ...this.#writeArguments(), (error, written) => this.#onWrite(error, written));
      return;
    }
    let written;
    try {
      written = this.#fs.writeSync(this.#fd, this.#current, ...this.#writeArguments());
    } catch (error) {
      this.#onWrite(error);
      return;
    }
    this.#onWrite(null, written);
  }

  #onWrite(error, written) {
    if (error) {
      this.#onWriteError(error);
      return;
    }
    this.emit('write', written);
    this.#current = this.#without(this.#current, written);
    if (this.#current.length > 0) {
      this.#writeCurrent();
      return;
    }
    if (this.#fsync) this.#fs.fsyncSync(this.#fd);
    this.#continue();
  }

  #onWriteError(error) {
    if (!this.#mayRetry(error, this.#current)) {
      this.#isWriting = false;
      this.emit('error', error);
    } else if (this.#sync) {
      sleep(RETRY_AFTER_MS);
      this.#writeCurrent();
    } else {
      setTimeout(() => this.#writeCurrent(), RETRY_AFTER_MS);
    }
  }

  #mayRetry(error, piece) {
    return (error.code === 'EAGAIN' || error.code === 'EBUSY') &&
      this.#retryEAGAIN(error, piece.length, this.#length - piece.length);
  }

  /** What is left of a piece of which the file has got some bytes; of text, whole characters. */
  #without(piece, bytes) {
    let count = bytes;
    if (typeof piece === 'string' && Buffer.byteLength(piece) !== bytes) {
      const encoded = Buffer.from(piece);
      let end = bytes;
      // Back to where a character begins: one that was written in part is written again.
      while (end > 0 && (encoded[end] & 0xc0) === 0x80) end--;
      count = encoded.toString('utf8', 0, end).length;
    } else if (typeof piece === 'string') {
      count = piece.length;
    }
    this.#length = Math.max(this.#length - count, 0);
    return typeof piece === 'string' ? piece.slice(count) : piece.subarray(count);
  }

  /** After a piece: the next one, the end, or a rest. */
  #continue() {
    if (this.#isReopening) {
      this.#isWriting = false;
      this.#isReopening = false;
      this.reopen();
    } else if (this.#length > this.#minLength) {
      this.#writeNext();
    } else if (this.#isEnding) {
      if (this.#length > 0) {
        this.#writeNext();
      } else {
        this.#isWriting = false;
        this.#close();
      }
    } else {
      this.#isWriting = false;
      this.#drain();
    }
  }

  #drain() {
    if (!this.#sync) {
      this.emit('drain');
    } else if (!this.#isDrainScheduled) {
      this.#isDrainScheduled = true;
      process.nextTick(() => {
        if (this.listenerCount('drain') === 0) return;
        this.#isDrainScheduled = false;
        this.emit('drain');
      });
    }
  }

  #close() {
    if (this.#fd === -1) {
      this.once('ready', () => this.#close());
      return;
    }
    clearInterval(this.#timer);
    this.#isDestroyed = true;
    this.#pieces = [];
    const closed = (error) => {
      if (error) {
        this.emit('error', error);
        return;
      }
      if (this.#isEnding && !this.#isWriting) this.emit('finish');
      this.emit('close');
    };
    // Standard output and error stay open.
    const closeFile = () => {
      if (this.#fd === 1 || this.#fd === 2) process.nextTick(closed);
      else this.#fs.close(this.#fd, closed);
    };
    try {
      this.#fs.fsync(this.#fd, closeFile);
    } catch {
      closeFile();
    }
  }
}

/** Blocks the thread, as a synchronous stream must. */
function sleep(ms) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

module.exports = { Utf8Stream };
