'use strict';
// What a socket does with chunks that are written to it, and at its end.
// https://nodejs.org/docs/latest-v24.x/api/net.html#socketwritedata-encoding-callback

const {
  ErrnoException,
  codes: { ERR_SOCKET_CLOSED, ERR_SOCKET_CLOSED_BEFORE_CONNECTION },
} = require('internal/errors');
const { Request, owner_symbol } = require('internal/net/handles');
const { kBytesWritten, kLastWriteQueueSize } = require('internal/net/symbols');

const ENOTCONN = -107;

/** `socket._final` */
function final(callback) {
  if (this.connecting) {
    this.once('connect', () => this._final(callback));
    return;
  }
  if (!this._handle) {
    callback();
    return;
  }
  const request = new Request();
  request.oncomplete = () => callback();
  request.callback = callback;
  const status = this._handle.shutdown(request);
  // That the other side has gone already is no failure of ending.
  if (status === 1 || status === ENOTCONN) callback();
  else if (status !== 0) callback(new ErrnoException(status, 'shutdown'));
}

/** `socket._write` */
function write(chunk, encoding, callback) {
  this._writeGeneric(false, chunk, encoding, callback);
}

/** `socket._writev` */
function writev(chunks, callback) {
  this._writeGeneric(true, chunks, '', callback);
}

/** `socket._writeGeneric` */
function writeGeneric(isVector, data, encoding, callback) {
  if (this.connecting) {
    writeOnceConnected(this, isVector, data, encoding, callback);
    return undefined;
  }
  this._pendingData = null;
  this._pendingEncoding = '';
  const handle = this._handle;
  if (!handle) {
    callback(new ERR_SOCKET_CLOSED());
    return false;
  }
  this._unrefTimer();
  const request = new Request();
  request.oncomplete = onWriteComplete;
  request.callback = callback;
  const status = isVector ? writeAll(handle, request, data) : writeOne(handle, request, data, encoding);
  if (status !== 0) {
    callback(new ErrnoException(status, 'write'));
  } else if (request.async) {
    this[kLastWriteQueueSize] = request.bytes;
  } else {
    callback();
  }
  return undefined;
}

function writeOnceConnected(socket, isVector, data, encoding, callback) {
  socket._pendingData = data;
  socket._pendingEncoding = encoding;
  const onClose = () => callback(new ERR_SOCKET_CLOSED_BEFORE_CONNECTION());
  socket.once('connect', function connect() {
    this.off('close', onClose);
    this._writeGeneric(isVector, data, encoding, callback);
  });
  socket.once('close', onClose);
}

function writeOne(handle, request, chunk, encoding) {
  if (typeof chunk !== 'string') {
    request.buffer = chunk;
    return handle.writeBuffer(request, chunk);
  }
  switch (encoding) {
    case 'utf8':
    case 'utf-8':
      return handle.writeUtf8String(request, chunk);
    case 'latin1':
    case 'binary':
      return handle.writeLatin1String(request, chunk);
    case 'ascii':
      return handle.writeAsciiString(request, chunk);
    case 'ucs2':
    case 'ucs-2':
    case 'utf16le':
    case 'utf-16le':
      return handle.writeUcs2String(request, chunk);
    case 'buffer':
    default:
      return handle.writeBuffer(request, require('buffer').Buffer.from(chunk, encoding));
  }
}

/** In one system call where the kernel takes it all. */
function writeAll(handle, request, chunks) {
  const list = [];
  for (let index = 0; index < chunks.length; index++) {
    const entry = chunks[index];
    if (typeof entry.chunk !== 'string') {
      list.push(entry.chunk, false);
    } else if (isNative(entry.encoding)) {
      list.push(entry.chunk, isLatin1(entry.encoding));
    } else {
      list.push(require('buffer').Buffer.from(entry.chunk, entry.encoding), false);
    }
  }
  request.chunks = list;
  return handle.writev(request, list);
}

function isNative(encoding) {
  return encoding === 'utf8' || encoding === 'utf-8' || isLatin1(encoding);
}

function isLatin1(encoding) {
  return encoding === 'latin1' || encoding === 'binary' || encoding === 'ascii';
}

/** `request.oncomplete` of a write that the kernel did not take at once. */
function onWriteComplete(status, handle, error) {
  const socket = handle[owner_symbol];
  if (socket.destroyed) {
    if (typeof this.callback === 'function') this.callback(null);
    return;
  }
  if (status < 0) {
    const failure = new ErrnoException(status, 'write', error);
    if (typeof this.callback === 'function') this.callback(failure);
    else socket.destroy(failure);
    return;
  }
  socket._unrefTimer();
  socket[kLastWriteQueueSize] = 0;
  if (typeof this.callback === 'function') this.callback();
}

/** `socket.bytesWritten`: what the handle has, what the stream keeps, and what waits for the connection. */
function bytesWritten() {
  const { writableBuffer: waiting, _pendingData: pending } = this;
  if (!waiting) return undefined;
  let count = this._handle ? this._handle.bytesWritten : this[kBytesWritten];
  for (const entry of waiting) count += byteLength(entry.chunk, entry.encoding);
  if (Array.isArray(pending)) {
    for (const entry of pending) count += byteLength(entry.chunk, entry.encoding);
  } else if (pending) {
    count += byteLength(pending, this._pendingEncoding);
  }
  return count;
}

function byteLength(chunk, encoding) {
  return typeof chunk === 'string' ? require('buffer').Buffer.byteLength(chunk, encoding) : chunk.length;
}

module.exports = { bytesWritten, final, write, writeGeneric, writev };
