'use strict';
// OutgoingMessage: what a server's response and a client's request have in common.
// https://nodejs.org/docs/latest-v24.x/api/http.html#class-httpoutgoingmessage
//
// Headers are in `header_store.js`, the head's text is made in `head.js`, the body is sent by `body.js`, and bytes leave through
// a transport (`transport.js`).

const Stream = require('internal/streams/legacy').Stream;
const EE = require('events');
const {
  codes: {
    ERR_INVALID_CHAR,
    ERR_METHOD_NOT_IMPLEMENTED,
    ERR_STREAM_ALREADY_FINISHED,
    ERR_STREAM_CANNOT_PIPE,
    ERR_STREAM_WRITE_AFTER_END,
  },
} = require('internal/errors');
const { getDefaultHighWaterMark } = require('internal/streams/state');
const { checkChunk, fail, isOpen, nop, sendEnd, sendGatheredChunk, writeBody } = require('internal/http/body');
const headerStore = require('internal/http/header_store');
const { storeHeader } = require('internal/http/head');
const { checkInvalidHeaderChar, validateHeaderName } = require('internal/http/tokens');
const { flush, isJoinable, socketTransport } = require('internal/http/transport');
const {
  kBytesWritten, kChunkedBuffer, kChunkedLength, kConnection, kCorked, kEndCallbacks, kErrored, kFlushError, kHighWaterMark, kNeedDrain,
  kOutHeaders, kRejectNonStandardBodyWrites, kSocket, kTransport, kUniqueHeaders, kWritableFinished,
} = require('internal/http/symbols');

/**
 * @param {{ highWaterMark?: number, rejectNonStandardBodyWrites?: boolean }} [options]
 */
function OutgoingMessage(options) {
  Stream.call(this);

  // What is kept while there is no socket to send it to, and its size.
  this.outputData = [];
  this.outputSize = 0;

  this.writable = true;
  this.destroyed = false;
  this._last = false;
  this.chunkedEncoding = false;
  this.shouldKeepAlive = true;
  this.useChunkedEncodingByDefault = true;
  this.sendDate = false;
  this._contentLength = null;
  this._hasBody = true;
  this.finished = false;
  this._headerSent = false;
  this._closed = false;
  this._header = null;
  this._keepAliveTimeout = 0;
  this._onPendingData = nop;

  this[kBytesWritten] = 0;
  this[kNeedDrain] = false;
  this[kCorked] = 0;
  this[kSocket] = null;
  this[kOutHeaders] = null;
  this[kWritableFinished] = false;
  this[kHighWaterMark] = options?.highWaterMark ?? getDefaultHighWaterMark();
  this[kRejectNonStandardBodyWrites] = options?.rejectNonStandardBodyWrites ?? false;
}
Object.setPrototypeOf(OutgoingMessage.prototype, Stream.prototype);
Object.setPrototypeOf(OutgoingMessage, Stream);

// What few messages change.
Object.assign(OutgoingMessage.prototype, {
  maxRequestsOnConnectionReached: false,
  _defaultKeepAlive: true,
  _removedConnection: false,
  _removedContLen: false,
  _removedTE: false,
  strictContentLength: false,
  _trailer: '',
});
for (const name of Object.keys(OutgoingMessage.prototype)) {
  Object.defineProperty(OutgoingMessage.prototype, name, { __proto__: null, enumerable: false });
}
// The native connection of a response that goes out over one.
defineHidden(kConnection, null);
defineHidden(kErrored, null);
defineHidden(kChunkedBuffer, undefined);
defineHidden(kChunkedLength, 0);
defineHidden(kEndCallbacks, null);
defineHidden(kFlushError, null);
defineHidden(kUniqueHeaders, null);
defineHidden(kTransport, socketTransport);

Object.assign(OutgoingMessage.prototype, headerStore.methods);

OutgoingMessage.prototype._isLenientHeaderValidation = function() {
  return false;
};

defineGetter('errored', function() { return this[kErrored]; });
defineGetter('closed', function() { return this._closed; });
defineGetter('writableFinished', function() { return this[kWritableFinished]; });
defineGetter('writableObjectMode', () => false);
defineGetter('writableLength', function() {
  return this.outputSize + this[kChunkedLength] + (this[kSocket] ? this[kSocket].writableLength : 0);
});
defineGetter('writableHighWaterMark', function() {
  return this[kSocket] ? this[kSocket].writableHighWaterMark : this[kHighWaterMark];
});
defineGetter('writableCorked', function() { return this[kCorked]; });
defineGetter('writableEnded', function() { return this.finished; });
defineGetter('writableNeedDrain', function() { return !this.destroyed && !this.finished && this[kNeedDrain]; });
Object.defineProperty(OutgoingMessage.prototype, 'headersSent', {
  __proto__: null,
  configurable: true,
  enumerable: true,
  get() { return !!this._header; },
});

const socketAccessor = {
  __proto__: null,
  configurable: true,
  get() { return this[kSocket] ?? this[kConnection]?.socket ?? null; },
  set(socket) {
    for (let count = this[kCorked]; count > 0; count--) {
      socket?.cork();
      this[kSocket]?.uncork();
    }
    this[kSocket] = socket;
  },
};
Object.defineProperty(OutgoingMessage.prototype, 'socket', socketAccessor);
Object.defineProperty(OutgoingMessage.prototype, 'connection', socketAccessor);

OutgoingMessage.prototype.cork = function cork() {
  this[kCorked]++;
  this[kTransport].cork(this);
};

OutgoingMessage.prototype.uncork = function uncork() {
  if (this[kCorked] > 0) this[kCorked]--;
  if (this[kCorked] === 0) sendGatheredChunk(this);
  this[kTransport].uncork(this);
};

OutgoingMessage.prototype.setTimeout = function setTimeout(msecs, callback) {
  if (callback) this.on('timeout', callback);
  const { socket } = this;
  if (socket) socket.setTimeout(msecs);
  else this.once('socket', function onSocketForTimeout(socket) { socket.setTimeout(msecs); });
  return this;
};

OutgoingMessage.prototype.destroy = function destroy(error) {
  if (this.destroyed) return this;
  this.destroyed = true;
  this[kErrored] = error;
  const { socket } = this;
  if (socket) {
    socket.destroy(error);
  } else {
    this.once('socket', function onSocketForDestroy(socket) { socket.destroy(error); });
    process.nextTick(emitClose, this);
  }
  return this;
};

function emitClose(message) {
  if (message._closed) return;
  message.destroyed = true;
  message._closed = true;
  message.emit('close');
}

/** Sends data of the message, the head before the first of it. */
OutgoingMessage.prototype._send = function _send(data, encoding, callback, byteLength) {
  if (!this._headerSent && this._header !== null) {
    this._headerSent = true;
    const head = this._header;
    if (isJoinable(data, encoding)) {
      if (data === '') encoding = 'latin1';
      data = head + data;
      byteLength = undefined;
    } else {
      this[kTransport].write(this, head, 'latin1', null);
    }
  }
  return this._writeRaw(data, encoding, callback, byteLength);
};

OutgoingMessage.prototype._writeRaw = function _writeRaw(data, encoding, callback, size) {
  if (typeof encoding === 'function') return this[kTransport].write(this, data, null, encoding, size);
  return this[kTransport].write(this, data, encoding, callback, size);
};

OutgoingMessage.prototype._storeHeader = function _storeHeader(firstLine, headers) {
  storeHeader(this, firstLine, headers);
};

OutgoingMessage.prototype._implicitHeader = function _implicitHeader() {
  throw new ERR_METHOD_NOT_IMPLEMENTED('_implicitHeader()');
};

OutgoingMessage.prototype.write = function write(chunk, encoding, callback) {
  if (typeof encoding === 'function') {
    callback = encoding;
    encoding = null;
  }
  const isWanted = writeBody(this, chunk, encoding, callback);
  if (!isWanted) this[kNeedDrain] = true;
  return isWanted;
};

OutgoingMessage.prototype.addTrailers = function addTrailers(headers) {
  const isList = Array.isArray(headers);
  let trailer = '';
  for (const key of Object.keys(headers)) {
    const name = isList ? headers[key][0] : key;
    const value = isList ? headers[key][1] : headers[key];
    validateHeaderName(name, 'Trailer name');
    if (Array.isArray(value) && this[kUniqueHeaders]?.has(name.toLowerCase())) {
      trailer += trailerLine(this, name, value.join('; '));
    } else if (Array.isArray(value)) {
      for (const item of value) trailer += trailerLine(this, name, item);
    } else {
      trailer += trailerLine(this, name, value);
    }
  }
  this._trailer = trailer;
};

function trailerLine(message, name, value) {
  if (checkInvalidHeaderChar(value, message._isLenientHeaderValidation())) {
    throw new ERR_INVALID_CHAR('trailer content', name);
  }
  return `${name}: ${value}\r\n`;
}

OutgoingMessage.prototype.end = function end(chunk, encoding, callback) {
  if (typeof chunk === 'function') {
    callback = chunk;
    chunk = null;
    encoding = null;
  } else if (typeof encoding === 'function') {
    callback = encoding;
    encoding = null;
  }

  if (chunk) {
    checkChunk(chunk);
    if (this.finished) {
      fail(this, new ERR_STREAM_WRITE_AFTER_END(), typeof callback === 'function' ? callback : nop);
      return this;
    }
  } else if (this.finished) {
    if (typeof callback === 'function') endAgain(this, callback);
    return this;
  }
  if (chunk && !isOpen(this, nop)) chunk = null;

  if (typeof callback === 'function') (this[kEndCallbacks] ??= []).push(callback);
  sendEnd(this, chunk, encoding);
  this.finished = true;
  if (this.outputData.length === 0 && this[kTransport].isCurrent(this)) this._finish();
  return this;
};

function endAgain(message, callback) {
  if (message[kWritableFinished]) process.nextTick(callback, new ERR_STREAM_ALREADY_FINISHED('end'));
  else if (message[kFlushError]) process.nextTick(callback, message[kFlushError]);
  else (message[kEndCallbacks] ??= []).push(callback);
}

/** All of the message has been handed over; subclasses tell those who watch. */
OutgoingMessage.prototype._finish = function _finish() {
  this.emit('prefinish');
};

/** The message has got its socket, or its turn on it. */
OutgoingMessage.prototype._flush = function _flush() {
  const socket = this[kSocket];
  if (!socket || !socket.writable) return;
  const isWanted = this._flushOutput(socket);
  if (this.finished) {
    this._finish();
  } else if (isWanted && this[kNeedDrain]) {
    this[kNeedDrain] = false;
    this.emit('drain');
  }
};

OutgoingMessage.prototype._flushOutput = function _flushOutput(socket) {
  return flush(this, socket);
};

OutgoingMessage.prototype.flushHeaders = function flushHeaders() {
  if (!this._header) this._implicitHeader();
  this._send('');
};

OutgoingMessage.prototype.pipe = function pipe() {
  // Blocks the legacy `pipe` of Stream: a message cannot be read.
  this.emit('error', new ERR_STREAM_CANNOT_PIPE());
};

OutgoingMessage.prototype[EE.captureRejectionSymbol] = function(error) {
  this.destroy(error);
};

function defineGetter(name, get) {
  Object.defineProperty(OutgoingMessage.prototype, name, { __proto__: null, configurable: true, get });
}

function defineHidden(key, value) {
  Object.defineProperty(OutgoingMessage.prototype, key, {
    __proto__: null, configurable: true, enumerable: false, writable: true, value,
  });
}

module.exports = { OutgoingMessage, emitClose };
