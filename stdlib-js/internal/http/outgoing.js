'use strict';
// OutgoingMessage: what a server's response and a client's request have in common.
// https://nodejs.org/docs/latest-v24.x/api/http.html#class-httpoutgoingmessage
//
// Headers are in `header_store.js`, the head's text is made in `head.js`, and bytes leave through a transport (`transport.js`).

const Stream = require('internal/streams/legacy').Stream;
const EE = require('events');
const { Buffer } = require('buffer');
const {
  codes: {
    ERR_HTTP_BODY_NOT_ALLOWED,
    ERR_HTTP_CONTENT_LENGTH_MISMATCH,
    ERR_INVALID_ARG_TYPE,
    ERR_INVALID_CHAR,
    ERR_METHOD_NOT_IMPLEMENTED,
    ERR_STREAM_ALREADY_FINISHED,
    ERR_STREAM_CANNOT_PIPE,
    ERR_STREAM_DESTROYED,
    ERR_STREAM_NULL_VALUES,
    ERR_STREAM_WRITE_AFTER_END,
  },
} = require('internal/errors');
const { isUint8Array } = require('internal/util/types');
const { getDefaultHighWaterMark } = require('internal/streams/state');
const headerStore = require('internal/http/header_store');
const { storeHeader } = require('internal/http/head');
const { checkInvalidHeaderChar, validateHeaderName } = require('internal/http/tokens');
const { flush, isJoinable, socketTransport } = require('internal/http/transport');
const {
  kBytesWritten, kChunkedBuffer, kChunkedLength, kCorked, kEndCallbacks, kErrored, kHighWaterMark, kNeedDrain, kOutHeaders,
  kRejectNonStandardBodyWrites, kSocket, kTransport, kUniqueHeaders, kWritableFinished,
} = require('internal/http/symbols');

const kFlushError = Symbol('kFlushError');

const BEYOND_ASCII = /[^\x00-\x7f]/;

function nop() {}

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
  get() { return this[kSocket]; },
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
  if (this[kSocket]) this[kSocket].setTimeout(msecs);
  else this.once('socket', function onSocketForTimeout(socket) { socket.setTimeout(msecs); });
  return this;
};

OutgoingMessage.prototype.destroy = function destroy(error) {
  if (this.destroyed) return this;
  this.destroyed = true;
  this[kErrored] = error;
  if (this[kSocket]) {
    this[kSocket].destroy(error);
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

function writeBody(message, chunk, encoding, callback) {
  if (typeof callback !== 'function') callback = nop;
  checkChunk(chunk);
  if (!isOpen(message, callback)) return false;

  if (!message._header) message._implicitHeader();
  const size = typeof chunk === 'string' ? Buffer.byteLength(chunk, encoding) : chunk.byteLength;
  if (isLengthStrict(message) && message[kBytesWritten] + size > message._contentLength) {
    throw new ERR_HTTP_CONTENT_LENGTH_MISMATCH(message[kBytesWritten] + size, message._contentLength);
  }
  message[kBytesWritten] += size;
  if (!message._hasBody) return refuseBody(message, callback);

  corkUntilNextTick(message[kSocket]);
  if (!message.chunkedEncoding || size === 0) return message._send(chunk, encoding, callback, size);
  if (message[kCorked] > 0 && message._headerSent) return gatherChunk(message, chunk, encoding, callback, size);
  return sendChunk(message, chunk, encoding, callback, size);
}

function checkChunk(chunk) {
  if (chunk === null) throw new ERR_STREAM_NULL_VALUES();
  if (typeof chunk !== 'string' && !isUint8Array(chunk)) {
    throw new ERR_INVALID_ARG_TYPE('chunk', ['string', 'Buffer', 'Uint8Array'], chunk);
  }
}

/** False when nothing can be written any more, which the callback and perhaps an 'error' event tell. */
function isOpen(message, callback) {
  if (message.finished) {
    fail(message, new ERR_STREAM_WRITE_AFTER_END(), callback);
    return false;
  }
  if (message.destroyed) {
    process.nextTick(callback, new ERR_STREAM_DESTROYED('write'));
    return false;
  }
  return true;
}

function fail(message, error, callback) {
  if (message.destroyed) {
    process.nextTick(callback, error);
    return;
  }
  process.nextTick(emitFailure, message, error, callback);
}

function emitFailure(message, error, callback) {
  callback(error);
  // Somebody else has destroyed it meanwhile; the error would come from nowhere.
  if (typeof message.emit === 'function' && !message.destroyed) message.emit('error', error);
}

/** HEAD, 204 and 304 have no body: what is written to it is dropped. */
function refuseBody(message, callback) {
  if (message[kRejectNonStandardBodyWrites]) throw new ERR_HTTP_BODY_NOT_ALLOWED();
  process.nextTick(callback);
  return true;
}

function isLengthStrict(message) {
  return message.strictContentLength && message._contentLength !== null && message._hasBody &&
    !message._removedContLen && !message.chunkedEncoding && !message.hasHeader('transfer-encoding');
}

/** Writes of one turn go out together. */
function corkUntilNextTick(socket) {
  if (!socket || socket.writableCorked) return;
  socket.cork();
  process.nextTick(uncorkSocket, socket);
}

function uncorkSocket(socket) {
  socket.uncork();
}

function sendChunk(message, chunk, encoding, callback, size) {
  sendForeignHead(message);
  const length = size.toString(16);
  if (isJoinable(chunk, encoding)) return message._send(`${length}\r\n${chunk}\r\n`, encoding, callback);
  message._send(`${length}\r\n`, 'latin1', null);
  message._send(chunk, encoding, null, size);
  return message._send('\r\n', 'latin1', callback);
}

/** A head with characters beyond ASCII is Latin-1 in any case; the others can be sent with what follows, as a part of its text. */
function sendForeignHead(message) {
  if (!message._headerSent && message._header !== null && BEYOND_ASCII.test(message._header)) message._send('', 'latin1', null);
}

/** While corked, writes gather into one chunk. */
function gatherChunk(message, chunk, encoding, callback, size) {
  (message[kChunkedBuffer] ??= []).push({ chunk, encoding, callback, size });
  message[kChunkedLength] += size;
  return message[kChunkedLength] < message[kHighWaterMark];
}

function sendGatheredChunk(message) {
  const gathered = message[kChunkedBuffer];
  if (gathered === undefined || gathered.length === 0) return;
  const length = message[kChunkedLength];
  message[kChunkedBuffer] = undefined;
  message[kChunkedLength] = 0;

  message._send(`${length.toString(16)}\r\n`, 'latin1', null);
  for (const { chunk, encoding, size } of gathered) message._send(chunk, encoding, null, size);
  message._send('\r\n', 'latin1', (error) => {
    for (const { callback } of gathered) callback(error);
  });
}

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
  if (this.outputData.length === 0 && this[kSocket]?._httpMessage === this) this._finish();
  return this;
};

function endAgain(message, callback) {
  if (message[kWritableFinished]) process.nextTick(callback, new ERR_STREAM_ALREADY_FINISHED('end'));
  else if (message[kFlushError]) process.nextTick(callback, message[kFlushError]);
  else (message[kEndCallbacks] ??= []).push(callback);
}

/** The last of the body, with all that was not sent before it. */
function sendEnd(message, chunk, encoding) {
  const size = !chunk ? 0 : typeof chunk === 'string' ? Buffer.byteLength(chunk, encoding) : chunk.byteLength;
  if (!message._header) {
    message._contentLength = size;
    message._implicitHeader();
  }
  if (isLengthStrict(message) && message[kBytesWritten] + size !== message._contentLength) {
    throw new ERR_HTTP_CONTENT_LENGTH_MISMATCH(message[kBytesWritten] + size, message._contentLength);
  }
  message[kBytesWritten] += size;
  if (chunk && !message._hasBody) {
    if (message[kRejectNonStandardBodyWrites]) throw new ERR_HTTP_BODY_NOT_ALLOWED();
    chunk = null;
  }

  const onSent = (error) => onFinish(message, error);
  if (message._hasBody && message.chunkedEncoding) {
    sendLastChunk(message, chunk, encoding, size, onSent);
  } else if (message._header === null) {
    // A class of its own, that sends its head itself.
    if (chunk) message._send(chunk, encoding, null, size);
    message._send('', 'latin1', onSent);
  } else if (!message._headerSent) {
    message._headerSent = true;
    message[kTransport].respond(message, message._header, chunk || undefined, encoding, onSent);
  } else if (chunk) {
    message._send(chunk, encoding, onSent, size);
  } else if (message.writableLength > 0) {
    message._send('', 'latin1', onSent);
  } else if (!message[kSocket]?.destroyed || message[kSocket].errored) {
    process.nextTick(onSent);
  }
  uncorkAll(message);
}

function sendLastChunk(message, chunk, encoding, size, onSent) {
  sendForeignHead(message);
  if (size > 0 && isJoinable(chunk, encoding) && message[kChunkedBuffer] === undefined) {
    message._send(`${size.toString(16)}\r\n${chunk}\r\n0\r\n${message._trailer}\r\n`, encoding, onSent);
    return;
  }
  message[kTransport].cork(message);
  sendGatheredChunk(message);
  if (size > 0) sendChunk(message, chunk, encoding, null, size);
  message._send(`0\r\n${message._trailer}\r\n`, 'latin1', onSent);
  message[kTransport].uncork(message);
}

/** However often the application has corked, the end lets everything go. */
function uncorkAll(message) {
  const socket = message[kSocket];
  message[kCorked] = 0;
  if (!socket || socket.writableCorked === 0) return;
  if (socket._writableState) socket._writableState.corked = 1;
  socket.uncork();
}

function onFinish(message, error) {
  const failure = error ?? message[kSocket]?.errored;
  if (failure) message[kFlushError] = failure;
  else message[kWritableFinished] = true;

  const callbacks = message[kEndCallbacks];
  if (callbacks !== null) {
    message[kEndCallbacks] = null;
    for (const callback of callbacks) callback(failure ?? null);
  }
  if (!failure) message.emit('finish');
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
