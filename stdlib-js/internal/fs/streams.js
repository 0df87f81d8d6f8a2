'use strict';

// Streams that read and write files. https://nodejs.org/docs/latest-v24.x/api/fs.html#class-fsreadstream

const { Buffer } = require('buffer');
const {
  codes: {
    ERR_FEATURE_UNAVAILABLE_ON_PLATFORM,
    ERR_INCOMPATIBLE_OPTION_PAIR,
    ERR_INVALID_ARG_TYPE,
    ERR_INVALID_THIS,
    ERR_METHOD_NOT_IMPLEMENTED,
    ERR_OUT_OF_RANGE,
    ERR_STREAM_DESTROYED,
    ERR_SYSTEM_ERROR,
  },
} = require('internal/errors');
const fs = require('fs');
const { getValidatedFd, getValidatedPath } = require('internal/fs/arguments');
const { FileHandle, kRef, kUnref } = require('internal/fs/file_handle');
const { Readable, Writable, finished } = require('stream');
const {
  validateAbortSignal, validateBoolean, validateFunction, validateInteger,
} = require('internal/validators');

const DEFAULT_HIGH_WATER_MARK = 64 * 1024;
const DEFAULT_MODE = 0o666;
/** How often a write that would block is tried again before it fails. */
const MAXIMUM_WRITE_RETRIES = 5;

const kFs = Symbol('kFs');
const kHandle = Symbol('kHandle');
const kIoDone = Symbol('kIoDone');
const kIsPerformingIO = Symbol('kIsPerformingIO');

// Functions and not classes: programs call `fs.ReadStream()` without `new` and inherit from it the old way.
function ReadStream(path, options) {
  if (!(this instanceof ReadStream)) return new ReadStream(path, options);
  options = streamOptions(options, DEFAULT_HIGH_WATER_MARK);
  openOptions(this, path, options, 'r');
  options.autoDestroy = options.autoClose === undefined ? true : options.autoClose;
  validateFunction(this[kFs].read, 'options.fs.read');
  if (options.autoDestroy) validateFunction(this[kFs].close, 'options.fs.close');
  this.start = options.start;
  this.end = options.end;
  this.pos = undefined;
  this.bytesRead = 0;
  this[kIsPerformingIO] = false;
  checkRange(this);
  Reflect.apply(Readable, this, [options]);
  if (options.encoding) this.setEncoding(options.encoding);
}
Object.setPrototypeOf(ReadStream.prototype, Readable.prototype);
Object.setPrototypeOf(ReadStream, Readable);

function WriteStream(path, options) {
  if (!(this instanceof WriteStream)) return new WriteStream(path, options);
  options = streamOptions(options);
  // A stream of this kind takes any text as it comes: the encoding is that of strings that are written.
  options.decodeStrings = true;
  openOptions(this, path, options, 'w');
  const { flush = false } = options;
  if (flush !== null) validateBoolean(flush, 'options.flush');
  this.flush = flush ?? false;
  options.autoDestroy = options.autoClose === undefined ? true : options.autoClose;
  checkWriteFunctions(this, options);
  this.start = options.start;
  this.pos = undefined;
  this.bytesWritten = 0;
  this[kIsPerformingIO] = false;
  if (this.start !== undefined) {
    validateInteger(this.start, 'start', 0);
    this.pos = this.start;
  }
  Reflect.apply(Writable, this, [options]);
  if (options.encoding) this.setDefaultEncoding(options.encoding);
}
Object.setPrototypeOf(WriteStream.prototype, Writable.prototype);
Object.setPrototypeOf(WriteStream, Writable);

function streamOptions(options, highWaterMark) {
  if (options === undefined || options === null || typeof options === 'function') options = {};
  else if (typeof options === 'string') options = { encoding: options };
  else if (typeof options !== 'object') throw new ERR_INVALID_ARG_TYPE('options', ['string', 'Object'], options);
  const { encoding, signal } = options;
  if (encoding && encoding !== 'buffer') require('internal/fs/arguments').assertEncoding(encoding);
  if (signal !== undefined) validateAbortSignal(signal, 'options.signal');
  // Inherited options count, as they always have.
  const copy = {};
  for (const name in options) copy[name] = options[name];
  options = copy;
  checkWindowsHandle(options);
  if (highWaterMark !== undefined) options.highWaterMark ??= highWaterMark;
  return options;
}

function checkWindowsHandle({ fd, windowsHandle }) {
  if (windowsHandle === undefined || windowsHandle === null) return;
  if (fd !== undefined && fd !== null) throw new ERR_INCOMPATIBLE_OPTION_PAIR('windowsHandle', 'fd');
  throw new ERR_FEATURE_UNAVAILABLE_ON_PLATFORM('windowsHandle');
}

/** Where the stream's data is: an open descriptor or handle, or a path that `_construct` opens. */
function openOptions(stream, path, options, flags) {
  if (options.fd === undefined || options.fd === null) {
    stream.fd = null;
    stream[kFs] = options.fs ?? fs;
    validateFunction(stream[kFs].open, 'options.fs.open');
    stream.path = path instanceof URL ? getValidatedPath(path) : path;
    getValidatedPath(path);
    stream.flags = options.flags === undefined ? flags : options.flags;
    stream.mode = options.mode === undefined ? DEFAULT_MODE : options.mode;
    return;
  }
  stream.fd = getValidatedFd(importFd(stream, options));
  if (path !== undefined && path !== null) stream.path = path;
}

function importFd(stream, options) {
  const { fd } = options;
  if (typeof fd === 'number') {
    stream[kFs] = options.fs ?? fs;
    return fd;
  }
  if (!(fd instanceof FileHandle)) throw new ERR_INVALID_ARG_TYPE('options.fd', ['number', 'FileHandle'], fd);
  if (options.fs) throw new ERR_METHOD_NOT_IMPLEMENTED('FileHandle with fs');
  stream[kHandle] = fd;
  stream[kFs] = handleOperations(fd);
  fd[kRef]();
  fd.on('close', () => stream.close());
  return fd.fd;
}

/** The part of `fs` that streams use, on a `FileHandle`. */
function handleOperations(handle) {
  return {
    open() {
      throw new ERR_METHOD_NOT_IMPLEMENTED('open()');
    },
    close(_fd, callback) {
      handle[kUnref]();
      handle.close().then(() => callback(), callback);
    },
    fsync(_fd, callback) {
      handle.sync().then(() => callback(), callback);
    },
    read(_fd, buffer, offset, length, position, callback) {
      handle.read(buffer, offset, length, position)
        .then(({ bytesRead, buffer }) => callback(null, bytesRead, buffer), (error) => callback(error, 0, buffer));
    },
    write(_fd, buffer, offset, length, position, callback) {
      handle.write(buffer, offset, length, position)
        .then(({ bytesWritten, buffer }) => callback(null, bytesWritten, buffer), (error) => callback(error, 0, buffer));
    },
    writev(_fd, buffers, position, callback) {
      handle.writev(buffers, position)
        .then(({ bytesWritten, buffers }) => callback(null, bytesWritten, buffers),
              (error) => callback(error, 0, buffers));
    },
  };
}

function checkRange(stream) {
  const { start, end } = stream;
  if (start !== undefined) {
    validateInteger(start, 'start', 0);
    stream.pos = start;
  }
  if (end === undefined) {
    stream.end = Infinity;
  } else if (end !== Infinity) {
    validateInteger(end, 'end', 0);
    if (start !== undefined && start > end) throw new ERR_OUT_OF_RANGE('start', `<= "end" (here: ${end})`, start);
  }
}

function checkWriteFunctions(stream, { autoDestroy }) {
  const { write, writev, close } = stream[kFs];
  if (!write && !writev) throw new ERR_INVALID_ARG_TYPE('options.fs.write', 'function', write);
  if (write) validateFunction(write, 'options.fs.write');
  if (writev) validateFunction(writev, 'options.fs.writev');
  if (autoDestroy) validateFunction(close, 'options.fs.close');
  // Without one of the two, the stream falls back on the other.
  if (!write) stream._write = null;
  if (!writev) stream._writev = null;
}

for (const constructor of [ReadStream, WriteStream]) {
  const { prototype } = constructor;
  const state = constructor === ReadStream ? '_readableState' : '_writableState';

  Object.defineProperty(prototype, 'autoClose', {
    get() { return stateOf(this).autoDestroy; },
    set(value) { stateOf(this).autoDestroy = value; },
  });

  const stateOf = (stream) => {
    if (stream?.[state] === undefined) throw new ERR_INVALID_THIS(constructor.name);
    return stream[state];
  };

  // Programs used to replace `open`; a stream whose `open` is not ours calls it and waits for its events.
  prototype.open = deprecatedOpen(constructor.name);
  prototype._construct = construct;
}

/** @param {string} name the class's */
function deprecatedOpen(name) {
  let warned = false;
  function deprecated() {
    if (!warned) {
      warned = true;
      process.emitWarning(`${name}.prototype.open() is deprecated`, 'DeprecationWarning', 'DEP0135');
    }
    openFile(this, () => {});
  }
  deprecated.isOurs = true;
  Object.defineProperty(deprecated, 'isOurs', { enumerable: false });
  return deprecated;
}

function construct(callback) {
  if (typeof this.fd === 'number') {
    callback();
    return;
  }
  if (this.open.isOurs) openFile(this, callback);
  else openByReplacement(this, callback);
}
Object.defineProperty(construct, 'name', { value: '_construct' });

function openFile(stream, callback) {
  stream[kFs].open(stream.path, stream.flags, stream.mode, (error, fd) => {
    if (error) {
      callback(error);
      return;
    }
    stream.fd = fd;
    callback();
    stream.emit('open', stream.fd);
    stream.emit('ready');
  });
}

function openByReplacement(stream, callback) {
  const { emit } = stream;
  stream.emit = function(...args) {
    if (args[0] === 'open') {
      this.emit = emit;
      callback();
    } else if (args[0] === 'error') {
      this.emit = emit;
      callback(args[1]);
      return true;
    }
    return Reflect.apply(emit, this, args);
  };
  stream.open();
}

ReadStream.prototype._read = function(n) {
  const left = this.pos === undefined ? this.end - this.bytesRead + 1 : this.end - this.pos + 1;
  n = Math.min(left, n);
  if (n <= 0) {
    this.push(null);
    return;
  }
  const buffer = Buffer.allocUnsafeSlow(n);
  this[kIsPerformingIO] = true;
  this[kFs].read(this.fd, buffer, 0, n, this.pos, (error, bytesRead, buffer) => {
    this[kIsPerformingIO] = false;
    if (this.destroyed) this.emit(kIoDone, error);
    else if (error) errorOrDestroy(this, error);
    else if (bytesRead > 0) pushPart(this, buffer, bytesRead);
    else this.push(null);
  });
};
Object.defineProperty(ReadStream.prototype._read, 'name', { value: '' });

function pushPart(stream, buffer, bytesRead) {
  if (stream.pos !== undefined) stream.pos += bytesRead;
  stream.bytesRead += bytesRead;
  // A short read is copied: a slice would keep the whole buffer alive for as long as the consumer keeps the piece.
  stream.push(bytesRead === buffer.length ? buffer : Buffer.copyBytesFrom(buffer, 0, bytesRead));
}

function errorOrDestroy(stream, error) {
  if (stream._readableState?.autoDestroy || stream._writableState?.autoDestroy) stream.destroy(error);
  else require('internal/streams/destroy').errorOrDestroy(stream, error);
}

function destroyWhenIdle(error, callback) {
  // An operation in flight still uses the descriptor and, when reading, the buffer.
  if (this[kIsPerformingIO]) this.once(kIoDone, (ioError) => closeStream(this, error || ioError, callback));
  else closeStream(this, error, callback);
}

function closeStream(stream, error, callback) {
  if (stream.fd === null || stream.fd === undefined) {
    callback(error);
    return;
  }
  const finish = (closeError) => callback(closeError || error);
  if (stream.flush) {
    stream[kFs].fsync(stream.fd, (flushError) => {
      stream[kFs].close(stream.fd, (closeError) => finish(flushError || closeError));
      stream.fd = null;
    });
  } else {
    stream[kFs].close(stream.fd, finish);
    stream.fd = null;
  }
}

ReadStream.prototype._destroy = anonymous(function(error, callback) {
  Reflect.apply(destroyWhenIdle, this, [error, callback]);
});

ReadStream.prototype.close = anonymous(function(callback) {
  if (typeof callback === 'function') finished(this, callback);
  this.destroy();
});

WriteStream.prototype._write = anonymous(function(data, encoding, callback) {
  this[kIsPerformingIO] = true;
  writeAll(this, data, data.length, this.pos, (error) => {
    this[kIsPerformingIO] = false;
    if (this.destroyed) {
      // The stream has gone meanwhile; what waits to close it learns how the write ended.
      callback(error);
      this.emit(kIoDone, error);
    } else {
      callback(error);
    }
  });
  if (this.pos !== undefined) this.pos += data.length;
});

WriteStream.prototype._writev = anonymous(function(chunks, callback) {
  const buffers = chunks.map(({ chunk }) => chunk);
  const length = buffers.reduce((sum, { length }) => sum + length, 0);
  this[kIsPerformingIO] = true;
  writevAll(this, buffers, length, this.pos, (error) => {
    this[kIsPerformingIO] = false;
    callback(error);
    if (this.destroyed) this.emit(kIoDone, error);
  });
  if (this.pos !== undefined) this.pos += length;
});

/** Writes everything, also when the kernel takes less at a time or asks to come back later. */
function writeAll(stream, data, length, position, callback, retries = 0) {
  stream[kFs].write(stream.fd, data, 0, length, position, (error, written, buffer) => {
    const outcome = account(stream, error, written, length, retries);
    if (outcome.isDone) callback(outcome.error);
    else writeAll(stream, buffer.subarray(written), outcome.left, advance(position, written), callback, outcome.retries);
  });
}

function writevAll(stream, buffers, length, position, callback, retries = 0) {
  stream[kFs].writev(stream.fd, buffers, position ?? null, (error, written, buffers) => {
    const outcome = account(stream, error, written, length, retries);
    if (outcome.isDone) callback(outcome.error);
    else writevAll(stream, skip(buffers, written), outcome.left, advance(position, written), callback, outcome.retries);
  });
}

/** What a write did, and whether it has to be continued. */
function account(stream, error, written, length, retries) {
  if (error?.code === 'EAGAIN') {
    error = null;
    written = 0;
  }
  if (stream.destroyed || error) return { isDone: true, error: error || new ERR_STREAM_DESTROYED('write') };
  stream.bytesWritten += written;
  retries = written > 0 ? 0 : retries + 1;
  const left = length - written;
  if (retries > MAXIMUM_WRITE_RETRIES) {
    const info = { code: 'EAGAIN', message: 'write failed', syscall: 'write' };
    return { isDone: true, error: new ERR_SYSTEM_ERROR(info) };
  }
  return { isDone: left === 0, error: undefined, left, retries };
}

function advance(position, written) {
  return position === undefined || position === null ? position : position + written;
}

/** The buffers without their first `count` bytes. */
function skip(buffers, count) {
  for (let i = 0; i < buffers.length; i++) {
    if (count < buffers[i].length) return [buffers[i].subarray(count), ...buffers.slice(i + 1)];
    count -= buffers[i].length;
  }
  return [];
}

WriteStream.prototype._destroy = anonymous(function(error, callback) {
  Reflect.apply(destroyWhenIdle, this, [error, callback]);
});

WriteStream.prototype.close = anonymous(function(callback) {
  if (callback) {
    if (this.closed) {
      process.nextTick(callback);
      return;
    }
    this.on('close', callback);
  }
  // Without `autoClose` the end of the stream does not close the file, but this call asks for it.
  if (!this.autoClose) this.on('finish', this.destroy);
  this.end();
});

WriteStream.prototype.destroySoon = Writable.prototype.end;

for (const { prototype } of [ReadStream, WriteStream]) {
  Object.defineProperty(prototype, 'pending', {
    get() { return this.fd === null; },
    configurable: true,
  });
}

function anonymous(f) {
  return Object.defineProperty(f, 'name', { value: '' });
}

module.exports = { ReadStream, WriteStream };
