'use strict';
// Sockets: duplex streams over internet and Unix connections, pipes and terminals.
// https://nodejs.org/docs/latest-v24.x/api/net.html#class-netsocket

const { guessHandleType } = internalBinding('util');
const { FastBuffer } = require('internal/buffer');
const {
  ErrnoException,
  codes: {
    ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_INVALID_FD_TYPE, ERR_INVALID_HANDLE_TYPE, ERR_SOCKET_CLOSED,
  },
  genericNodeError,
} = require('internal/errors');
const { symbols: { async_id_symbol, owner_symbol }, newAsyncId } = require('internal/async_hooks');
const { normalizeArgs } = require('internal/net/arguments');
const { Pipe, SOCKET, TCP } = require('internal/net/sockets');
const {
  kAdopt, kBuffer, kBufferCallback, kBufferMaker, kBytesRead, kBytesWritten, kKeepAlive, kLastWriteQueueSize, kNoDelay,
  kReinitializeHandle, kTypeOfService, normalizedArgsSymbol,
} = require('internal/net/symbols');
const writing = require('internal/net/writing');
const { getTimerDuration, kTimeout, setUnrefTimeout } = require('internal/timers');
const { isUint8Array } = require('internal/util/types');
const { validateAbortSignal, validateFunction, validateInt32, validateNumber } = require('internal/validators');
const Duplex = require('internal/streams/duplex');
const { clearTimeout } = require('timers');

const { nextTick } = process;

const EOF = -4095;

function noop() {}

/** @param {object | number} [options] */
function Socket(options) {
  if (!(this instanceof Socket)) return new Socket(options);
  options = validatedOptions(options);

  this.connecting = false;
  this._hadError = false;
  this._parent = null;
  this._host = null;
  this._closeAfterHandlingError = false;
  this._handle = null;
  this[kTimeout] = null;
  this[kLastWriteQueueSize] = 0;
  this[kBuffer] = null;
  this[kBufferCallback] = null;
  this[kBufferMaker] = null;
  this[async_id_symbol] = -1;

  const { signal } = options;
  // The socket watches its signal itself.
  options.signal = undefined;
  Duplex.call(this, options);

  const { handle, fd, onread } = options;
  if (handle) adoptHandle(this, handle[kAdopt]?.() ?? handle);
  else if (fd !== undefined) openDescriptor(this, fd);
  if (isUserBuffer(onread)) useBuffer(this, onread);

  this.on('end', onReadableStreamEnd);
  initSocketHandle(this);

  this._pendingData = null;
  this._pendingEncoding = '';
  this.server = null;
  this._server = null;
  this._peername = undefined;
  this._sockname = undefined;
  this[kNoDelay] = Boolean(options.noDelay);
  this[kTypeOfService] = options.typeOfService;
  this[kKeepAlive] = options.keepAlive ?
    { delay: ~~(options.keepAliveInitialDelay / 1000), interval: undefined, count: undefined } : undefined;
  this[kBytesRead] = 0;
  this[kBytesWritten] = 0;
  this.blockList = options.blockList;
  this.autoSelectFamilyAttemptedAddresses = undefined;

  // What came without being asked for is read now, unless it is to be paused.
  if (this._handle && options.readable !== false && !options.manualStart && !this._handle.isBound) startReading(this, options);
  // Lazy: rare.
  if (signal) require('internal/net/connect').abortWith(this, signal);
}
Object.setPrototypeOf(Socket.prototype, Duplex.prototype);
Object.setPrototypeOf(Socket, Duplex);

function validatedOptions(options) {
  for (const name of ['objectMode', 'readableObjectMode', 'writableObjectMode']) {
    if (options?.[name]) throw new ERR_INVALID_ARG_VALUE(`options.${name}`, options[name], 'is not supported');
  }
  if (options?.keepAliveInitialDelay !== undefined) {
    validateNumber(options.keepAliveInitialDelay, 'options.keepAliveInitialDelay');
  }
  if (options?.typeOfService !== undefined) validateInt32(options.typeOfService, 'options.typeOfService', 0, 255);
  options = typeof options === 'number' ? { fd: options } : { ...options };
  if (options.keepAliveInitialDelay < 0) options.keepAliveInitialDelay = 0;
  options.keepAliveInitialDelay ??= 0;
  options.allowHalfOpen = Boolean(options.allowHalfOpen);
  options.emitClose = false;
  options.autoDestroy = true;
  options.decodeStrings = false;
  if (options.signal) validateAbortSignal(options.signal, 'options.signal');
  return options;
}

function adoptHandle(socket, handle) {
  socket._handle = handle;
  socket[async_id_symbol] = typeof handle.getAsyncId === 'function' ? handle.getAsyncId() : newAsyncId();
}

function openDescriptor(socket, fd) {
  socket._handle = handleForDescriptor(fd);
  const status = socket._handle.open(fd);
  // Some kinds of descriptors look like others.
  if (status) throw new ErrnoException(status, 'open');
  socket[async_id_symbol] = socket._handle.getAsyncId();
}

function handleForDescriptor(fd) {
  validateInt32(fd, 'fd', 0);
  const type = guessHandleType(fd);
  if (type === 'PIPE') return new Pipe(SOCKET);
  if (type === 'TCP') return new TCP(SOCKET);
  throw new ERR_INVALID_FD_TYPE(type);
}

function isUserBuffer(onread) {
  return onread !== null && typeof onread === 'object' &&
    (isUint8Array(onread.buffer) || typeof onread.buffer === 'function') && typeof onread.callback === 'function';
}

function useBuffer(socket, { buffer, callback }) {
  if (typeof buffer === 'function') {
    socket[kBuffer] = true;
    socket[kBufferMaker] = buffer;
  } else {
    socket[kBuffer] = buffer;
  }
  socket[kBufferCallback] = callback;
}

function startReading(socket, options) {
  if (options.pauseOnCreate) {
    socket._handle.reading = false;
    socket._handle.readStop();
    socket.readableFlowing = false;
  } else {
    socket.read(0);
  }
}

function initSocketHandle(socket) {
  socket._undestroy();
  socket._sockname = undefined;
  const handle = socket._handle;
  if (!handle) return;
  handle[owner_symbol] = socket;
  handle.onread = onStreamRead;
  socket[async_id_symbol] = typeof handle.getAsyncId === 'function' ? handle.getAsyncId() : newAsyncId();
  let buffer = socket[kBuffer];
  if (!buffer) return;
  if (socket[kBufferMaker]) {
    buffer = socket[kBufferMaker]();
    if (!isUint8Array(buffer)) throw new ERR_INVALID_ARG_TYPE('options.onread.buffer', 'Uint8Array', buffer);
    socket[kBuffer] = buffer;
  }
  handle.useUserBuffer(buffer);
}

/** What a handle calls with what it has read. */
function onStreamRead(count, bytes) {
  const socket = this[owner_symbol];
  socket._unrefTimer();
  if (count > 0 && !socket.destroyed) {
    const wantsMore = socket[kBuffer] === null ? socket.push(new FastBuffer(bytes)) : giveToUser(socket, count);
    if (wantsMore) return;
    this.reading = false;
    if (socket.destroyed) return;
    const status = this.readStop();
    if (status) socket.destroy(new ErrnoException(status, 'read'));
    return;
  }
  if (count >= 0) return;
  if (count !== EOF) {
    this.reading = false;
    // An error that was told already, or of what nobody waits for.
    socket.destroy(new ErrnoException(count, 'read'));
    return;
  }
  endReading(socket);
}

/** @returns {boolean} whether it wants more */
function giveToUser(socket, count) {
  const buffer = socket[kBuffer];
  const wantsMore = socket[kBufferCallback](count, buffer) !== false;
  const maker = socket[kBufferMaker];
  if (maker && socket._handle) {
    const next = maker();
    if (!isUint8Array(next)) throw new ERR_INVALID_ARG_TYPE('options.onread.buffer', 'Uint8Array', next);
    socket[kBuffer] = next;
    socket._handle.useUserBuffer(next);
  }
  return wantsMore;
}

function endReading(socket) {
  if (socket._readableState.endEmitted) {
    if (socket._handle && socket.destroyed === false && socket.writableFinished) socket.destroy();
    return;
  }
  if (socket._readableState.ended) return;
  socket.push(null);
  // So that 'end' comes also if nobody reads on.
  if (socket.readableLength === 0) socket.read(0);
}

/** When the other side has ended and the socket may not be half open, nothing more is written. */
function onReadableStreamEnd() {
  if (!this.allowHalfOpen) this.write = writeAfterEnd;
}

function writeAfterEnd(chunk, encoding, callback) {
  if (!this.writableEnded) return Duplex.prototype.write.call(this, chunk, encoding, callback);
  if (typeof encoding === 'function') callback = encoding;
  const error = genericNodeError('This socket has been ended by the other party', { code: 'EPIPE' });
  if (typeof callback === 'function') nextTick(callback, error);
  this.destroy(error);
  return false;
}

Socket.prototype._read = function(n) {
  if (this.connecting || !this._handle) this.once('connect', () => this._read(n));
  else if (!this._handle.reading) tryReadStart(this);
};

function tryReadStart(socket) {
  socket._handle.reading = true;
  const status = socket._handle.readStart();
  if (status) socket.destroy(new ErrnoException(status, 'read'));
}

/** With a buffer of its own a socket's data does not pass through the stream, so the handle is paused itself. */
Socket.prototype.pause = function() {
  if (this[kBuffer] && !this.connecting && this._handle?.reading) {
    this._handle.reading = false;
    if (!this.destroyed) {
      const status = this._handle.readStop();
      if (status) this.destroy(new ErrnoException(status, 'read'));
    }
  }
  return Duplex.prototype.pause.call(this);
};

Socket.prototype.resume = function() {
  if (this[kBuffer] && !this.connecting && this._handle && !this._handle.reading) tryReadStart(this);
  return Duplex.prototype.resume.call(this);
};

Socket.prototype.read = function(n) {
  if (this[kBuffer] && !this.connecting && this._handle && !this._handle.reading) tryReadStart(this);
  return Duplex.prototype.read.call(this, n);
};

Socket.prototype.end = function(chunk, encoding, callback) {
  Duplex.prototype.end.call(this, chunk, encoding, callback);
  return this;
};

Socket.prototype._final = writing.final;
Socket.prototype._write = writing.write;
Socket.prototype._writev = writing.writev;
Socket.prototype._writeGeneric = writing.writeGeneric;

/** Tells timers on this socket and on those that it carries that something has happened. */
Socket.prototype._unrefTimer = function() {
  for (let socket = this; socket !== null && socket !== undefined; socket = socket._parent) {
    if (socket[kTimeout]) socket[kTimeout].refresh();
  }
};

Socket.prototype.setTimeout = function(timeout, callback) {
  if (this.destroyed) return this;
  this.timeout = timeout;
  const duration = getTimerDuration(timeout, 'msecs');
  clearTimeout(this[kTimeout]);
  if (duration === 0) {
    this[kTimeout] = null;
    if (callback !== undefined) {
      validateFunction(callback, 'callback');
      this.removeListener('timeout', callback);
    }
    return this;
  }
  this[kTimeout] = setUnrefTimeout(this._onTimeout.bind(this), duration);
  if (callback !== undefined) {
    validateFunction(callback, 'callback');
    this.once('timeout', callback);
  }
  return this;
};

Socket.prototype._onTimeout = function() {
  const size = this[kLastWriteQueueSize];
  if (size > 0 && this._handle && size !== this._handle.writeQueueSize) {
    // A long write goes on.
    this[kLastWriteQueueSize] = this._handle.writeQueueSize;
    this._unrefTimer();
    return;
  }
  this.emit('timeout');
};

Socket.prototype.setNoDelay = function(enable = true) {
  enable = Boolean(enable);
  if (!this._handle) {
    this[kNoDelay] = enable;
    return this;
  }
  if (this._handle.setNoDelay && enable !== this[kNoDelay]) {
    this[kNoDelay] = enable;
    this._handle.setNoDelay(enable);
  }
  return this;
};

/** @param {boolean | object} enable  @param {number} [initialDelay] in milliseconds, as `interval` is */
Socket.prototype.setKeepAlive = function(enable, initialDelay, interval, count) {
  if (typeof enable === 'object' && enable !== null) ({ enable, initialDelay, interval, count } = enable);
  const wanted = { delay: seconds(initialDelay) ?? 0, interval: seconds(interval), count };
  const before = this[kKeepAlive];
  this[kKeepAlive] = enable ? wanted : undefined;
  const handle = this._handle;
  if (!handle?.setKeepAlive) return this;
  const isSame = before === undefined ? !enable : enable && before.delay === wanted.delay &&
    before.interval === wanted.interval && before.count === wanted.count;
  if (!isSame) handle.setKeepAlive(Boolean(enable), wanted.delay, wanted.interval, wanted.count);
  return this;
};

function seconds(milliseconds) {
  return milliseconds === undefined ? undefined : ~~(milliseconds / 1000);
}

Socket.prototype.setTypeOfService = function(tos) {
  if (Number.isNaN(tos)) throw new ERR_INVALID_ARG_TYPE('tos', 'number', tos);
  validateInt32(tos, 'tos', 0, 255);
  if (!this._handle) {
    this[kTypeOfService] = tos;
    return this;
  }
  if (!this._handle.setTypeOfService) return this;
  if (this[kTypeOfService] === tos) return this;
  this[kTypeOfService] = tos;
  const status = this._handle.setTypeOfService(tos);
  if (status) throw new ErrnoException(status, 'setTypeOfService');
  return this;
};

Socket.prototype.getTypeOfService = function() {
  if (!this._handle) return this[kTypeOfService] ?? 0;
  if (!this._handle.getTypeOfService) return this[kTypeOfService] ?? 0;
  const tos = this._handle.getTypeOfService();
  if (typeof tos === 'number' && tos < 0) throw new ErrnoException(tos, 'getTypeOfService');
  return tos;
};

Socket.prototype.ref = function() {
  if (!this._handle) {
    this.once('connect', this.ref);
    return this;
  }
  this._handle.ref?.();
  return this;
};

Socket.prototype.unref = function() {
  if (!this._handle) {
    this.once('connect', this.unref);
    return this;
  }
  this._handle.unref?.();
  return this;
};

Socket.prototype.destroySoon = function() {
  if (this.writable) this.end();
  if (this.writableFinished) this.destroy();
  else this.once('finish', this.destroy);
};

Socket.prototype.resetAndDestroy = function() {
  if (!this._handle) {
    this.destroy(new ERR_SOCKET_CLOSED());
    return this;
  }
  if (!(this._handle instanceof TCP)) throw new ERR_INVALID_HANDLE_TYPE();
  if (this.connecting) this.once('connect', () => this._reset());
  else this._reset();
  return this;
};

Socket.prototype._reset = function() {
  this.resetAndClosing = true;
  return this.destroy();
};

Socket.prototype._destroy = function(error, callback) {
  this.connecting = false;
  for (let socket = this; socket !== null && socket !== undefined; socket = socket._parent) {
    clearTimeout(socket[kTimeout]);
  }
  if (this._handle) closeHandle(this, error, callback);
  else {
    callback(error);
    nextTick(emitClose, this);
  }
  if (this._server) {
    const server = this._server;
    server._connections--;
    server._emitCloseIfDrained?.();
  }
};

function closeHandle(socket, error, callback) {
  const handle = socket._handle;
  const isException = Boolean(error);
  const onClosed = () => socket.emit('close', isException);
  socket[kBytesRead] = handle.bytesRead;
  socket[kBytesWritten] = handle.bytesWritten;
  if (socket.resetAndClosing) {
    socket.resetAndClosing = false;
    const status = handle.reset(onClosed);
    if (status) socket.emit('error', new ErrnoException(status, 'reset'));
  } else if (socket._closeAfterHandlingError) {
    // The error comes first where a subclass says so.
    queueMicrotask(() => handle.close(onClosed));
  } else {
    handle.close(onClosed);
  }
  handle.onread = noop;
  socket._handle = null;
  socket._sockname = null;
  callback(error);
}

function emitClose(socket) {
  socket.emit('close', false);
}

Socket.prototype.connect = function(...args) {
  const normalized = args[0]?.[normalizedArgsSymbol] ? args[0] : normalizeArgs(args);
  const [options, callback] = normalized;
  require('internal/net/connect').connect(this, options, callback); // Lazy: a server need not connect.
  return this;
};

/** Takes another handle in place of one whose attempt to connect has failed. */
Socket.prototype[kReinitializeHandle] = function(handle) {
  this._handle?.close();
  this._handle = handle;
  this._handle[owner_symbol] = this;
  initSocketHandle(this);
};

Socket.prototype.address = function() {
  return this._getsockname();
};

Socket.prototype._getpeername = function() {
  if (!this._handle?.getpeername || this.connecting) return this._peername || {};
  if (!this._peername) {
    const name = {};
    if (this._handle.getpeername(name) === 0) this._peername = name;
    return name;
  }
  return this._peername;
};

Socket.prototype._getsockname = function() {
  if (this._handle?.boundPath !== undefined) return { address: this._handle.boundPath };
  if (!this._handle?.getsockname) return {};
  if (!this._sockname) {
    this._sockname = {};
    this._handle.getsockname(this._sockname);
  }
  return this._sockname;
};

function property(name, get, enumerable = true) {
  Object.defineProperty(Socket.prototype, name, { __proto__: null, configurable: false, enumerable, get });
}

property('_connecting', function() { return this.connecting; });
property('pending', function() { return !this._handle || this.connecting; });
property('readyState', function() {
  if (this.connecting) return 'opening';
  if (this.readable && this.writable) return 'open';
  if (this.readable) return 'readOnly';
  return this.writable ? 'writeOnly' : 'closed';
});
property('bufferSize', function() { return this._handle ? this.writableLength : undefined; });
property('_bytesDispatched', function() { return this._handle ? this._handle.bytesWritten : this[kBytesWritten]; });
property('bytesRead', function() { return this._handle ? this._handle.bytesRead : this[kBytesRead]; });
property('bytesWritten', writing.bytesWritten);
property('remoteAddress', function() { return this._getpeername().address; });
property('remoteFamily', function() { return this._getpeername().family; });
property('remotePort', function() { return this._getpeername().port; });
property('localAddress', function() { return this._getsockname().address; });
property('localPort', function() { return this._getsockname().port; });
property('localFamily', function() { return this._getsockname().family; });

module.exports = { Socket, initSocketHandle };
