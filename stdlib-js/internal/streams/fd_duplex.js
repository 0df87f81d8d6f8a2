'use strict';
// A duplex over the descriptor of a pipe, a socket or a terminal: read as data comes, written at once as far as there is room.
// https://nodejs.org/docs/latest-v24.x/api/process.html#a-note-on-process-io

const native = internalBinding('fd_stream');
const { FastBuffer } = require('internal/buffer');
const { ErrnoException } = require('internal/errors');
const { Request, StreamHandle } = require('internal/net/handles');
const Duplex = require('internal/streams/duplex');

const { nextTick } = process;

const kBytesRead = Symbol('kBytesRead');
const kBytesWritten = Symbol('kBytesWritten');

/** libuv's code for the end of a stream. */
const UV_EOF = -4095;

/**
 * @param {{fd: number, readable?: boolean, writable?: boolean, readableHighWaterMark?: number}} options
 */
function FdDuplex(options) {
  const { fd, ...streamOptions } = options;
  Duplex.call(this, { allowHalfOpen: false, ...streamOptions, emitClose: false });
  this.connecting = false;
  this.fd = fd;
  this[kBytesRead] = 0;
  this[kBytesWritten] = 0;
  this._handle = new StreamHandle('PIPEWRAP');
  this._handle.open(fd);
  this._handle.onread = (count, bytes) => onread(this, count, bytes);
}
Object.setPrototypeOf(FdDuplex.prototype, Duplex.prototype);
Object.setPrototypeOf(FdDuplex, Duplex);

function onread(stream, count, bytes) {
  const handle = stream._handle;
  if (handle === null) return;
  if (count > 0) {
    stream[kBytesRead] += count;
    if (!stream.push(new FastBuffer(bytes)) && handle.reading) stopReading(handle);
  } else if (count === UV_EOF) {
    stopReading(handle);
    stream.push(null);
    stream.read(0); // So that 'end' comes also if nobody reads on.
  } else if (count < 0) {
    stream.destroy(new ErrnoException(count, 'read'));
  }
}

function stopReading(handle) {
  handle.reading = false;
  handle.readStop();
}

FdDuplex.prototype._read = function() {
  const handle = this._handle;
  if (handle === null || handle.reading) return;
  handle.reading = true;
  const status = handle.readStart();
  if (status) this.destroy(new ErrnoException(status, 'read'));
};

FdDuplex.prototype._write = function(chunk, encoding, callback) {
  let count;
  try {
    count = native.tryWrite(this.fd, chunk);
  } catch (error) {
    callback(new ErrnoException(error.errno, 'write'));
    return;
  }
  this[kBytesWritten] += chunk.length;
  if (count === chunk.length) callback();
  else writeRest(this._handle, chunk.subarray(count), callback);
};

/** As the other side takes it. */
function writeRest(handle, bytes, callback) {
  const request = new Request();
  const done = (status) => callback(status < 0 ? new ErrnoException(status, 'write') : null);
  request.oncomplete = done;
  const status = handle.writeBuffer(request, bytes);
  if (status < 0 || !request.async) done(status);
}

FdDuplex.prototype._final = function(callback) {
  callback();
};

FdDuplex.prototype._destroy = function(error, callback) {
  const handle = this._handle;
  this._handle = null;
  if (handle === null) {
    callback(error);
    nextTick(() => this.emit('close', false));
    return;
  }
  handle.close(() => this.emit('close', !!error));
  callback(error);
};

FdDuplex.prototype.destroySoon = function() {
  if (this.writable) this.end();
  if (this.writableFinished) this.destroy();
  else this.once('finish', this.destroy);
};

FdDuplex.prototype.ref = function() {
  this._handle?.ref();
  return this;
};

FdDuplex.prototype.unref = function() {
  this._handle?.unref();
  return this;
};

Object.defineProperties(FdDuplex.prototype, {
  pending: { configurable: true, get() { return !this._handle; } },
  bytesRead: { configurable: true, get() { return this[kBytesRead]; } },
  bytesWritten: { configurable: true, get() { return this[kBytesWritten]; } },
  readyState: {
    configurable: true,
    get() {
      if (this.readable && this.writable) return 'open';
      if (this.readable) return 'readOnly';
      return this.writable ? 'writeOnly' : 'closed';
    },
  },
});

module.exports = FdDuplex;
