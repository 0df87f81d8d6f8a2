'use strict';
// IncomingMessage: a request that a server received, or the response to a client's.
// https://nodejs.org/docs/latest-v24.x/api/http.html#class-httpincomingmessage
//
// A parser fills it (`parsing.js`); its headers become objects when they are first asked for.

const { Readable, finished } = require('stream');
const { addHeaderLine, addHeaderLineDistinct } = require('internal/http/incoming_headers');
const { kBlock, kConnection, kDetachAbortSignal, kHeadersCount, kSocket } = require('internal/http/symbols');

const kHeaders = Symbol('kHeaders');
const kHeadersDistinct = Symbol('kHeadersDistinct');
const kRawHeaders = Symbol('kRawHeaders');
const kTrailers = Symbol('kTrailers');
const kTrailersDistinct = Symbol('kTrailersDistinct');
const kTrailersCount = Symbol('kTrailersCount');
const kAbortController = Symbol('kAbortController');
const kAbortListener = Symbol('kAbortSignalListener');

function readStart(socket) {
  if (socket && !socket._paused && socket.readable) socket.resume();
}

function readStop(socket) {
  if (socket) socket.pause();
}

/** @param {any} socket */
function IncomingMessage(socket) {
  Readable.call(this, socket ? { highWaterMark: socket.readableHighWaterMark } : undefined);

  // Nothing is read ahead of those who read: who never does must not seem to.
  this._readableState.readingMore = true;

  this[kSocket] = socket;

  this.httpVersionMajor = null;
  this.httpVersionMinor = null;
  this.httpVersion = null;
  this.complete = false;
  this.rawTrailers = [];
  this.joinDuplicateHeaders = false;
  this.aborted = false;
  this.upgrade = null;

  // Of a request.
  this.url = '';
  this.method = null;

  // Of a response.
  this.statusCode = null;
  this.statusMessage = null;

  this._consuming = false;
  // Whether the body is thrown away as it comes.
  this._dumped = false;

  this[kHeaders] = null;
  this[kRawHeaders] = null;
  this[kHeadersCount] = 0;
  this[kAbortListener] = null;
}
Object.setPrototypeOf(IncomingMessage.prototype, Readable.prototype);
Object.setPrototypeOf(IncomingMessage, Readable);

// Of a request on a native connection: the headers as it keeps them, and itself.
defineHidden(kBlock, null);
defineHidden(kConnection, null);
defineHidden(kHeadersDistinct, null);
defineHidden(kTrailers, null);
defineHidden(kTrailersDistinct, null);
defineHidden(kTrailersCount, 0);
defineHidden(kAbortController, null);

for (const name of ['socket', 'connection', 'client']) {
  defineAccessor(name, function() {
    return this[kSocket] ?? this[kConnection]?.socket;
  }, function(value) { this[kSocket] = value; });
}

defineAccessor('rawHeaders', function() {
  return this[kRawHeaders] ??= this[kBlock]?.raw.slice() ?? [];
}, function(value) { this[kRawHeaders] = value; });

defineAccessor('headers', function() {
  return this[kHeaders] ??= this[kBlock]?.toHeaders(this.joinDuplicateHeaders) ??
    toHeaders(this, this.rawHeaders, this[kHeadersCount]);
}, function(value) { this[kHeaders] = value; });

defineAccessor('headersDistinct', function() {
  return this[kHeadersDistinct] ??= toHeadersDistinct(this, this.rawHeaders, this[kHeadersCount]);
}, function(value) { this[kHeadersDistinct] = value; });

defineAccessor('trailers', function() {
  return this[kTrailers] ??= toHeaders(this, this.rawTrailers, this[kTrailersCount]);
}, function(value) { this[kTrailers] = value; });

defineAccessor('trailersDistinct', function() {
  return this[kTrailersDistinct] ??= toHeadersDistinct(this, this.rawTrailers, this[kTrailersCount]);
}, function(value) { this[kTrailersDistinct] = value; });

function toHeaders(message, raw, count) {
  const headers = {};
  for (let index = 0; index < count; index += 2) message._addHeaderLine(raw[index], raw[index + 1], headers);
  return headers;
}

function toHeadersDistinct(message, raw, count) {
  const headers = { __proto__: null };
  for (let index = 0; index < count; index += 2) message._addHeaderLineDistinct(raw[index], raw[index + 1], headers);
  return headers;
}

// Aborted when the message is destroyed, or its connection ends before the exchange is over.
defineAccessor('signal', function() {
  if (this[kAbortController] !== null) return this[kAbortController].signal;
  const controller = this[kAbortController] = new AbortController();
  if (this.destroyed && !(this.readableEnded && this.complete)) {
    controller.abort();
  } else if (this.socket && this[kAbortListener] !== false) {
    const listener = this[kAbortListener] = () => controller.abort();
    this.socket.once('close', listener);
  }
  return controller.signal;
}, undefined);

/** The exchange is over: what happens to the connection is no concern of the message any more. */
IncomingMessage.prototype[kDetachAbortSignal] = function() {
  const listener = this[kAbortListener];
  this[kAbortListener] = false;
  if (listener) this.socket?.removeListener('close', listener);
};
defineHidden(kDetachAbortSignal, IncomingMessage.prototype[kDetachAbortSignal]);

IncomingMessage.prototype.setTimeout = function setTimeout(msecs, callback) {
  if (callback) this.on('timeout', callback);
  this.socket.setTimeout(msecs);
  return this;
};

/** The parser pushes; all there is to do is to let the socket flow. */
IncomingMessage.prototype._read = function _read() {
  if (!this._consuming) {
    this._readableState.readingMore = false;
    this._consuming = true;
  }
  if (this[kConnection] !== null) this[kConnection].setPaused(false);
  else if (this.socket?.readable) readStart(this.socket);
};

IncomingMessage.prototype._destroy = function _destroy(error, callback) {
  if (!this.readableEnded || !this.complete) {
    this.aborted = true;
    this.emit('aborted');
    this[kAbortController]?.abort();
  }
  // A native connection that is closed already needs no socket to say so.
  const socket = this[kConnection]?.isClosed ? null : this.socket;
  if (socket && !socket.destroyed && this.aborted) {
    socket.destroy(error);
    const cleanup = finished(socket, (socketError) => {
      cleanup();
      const isEarlyEnd = socketError?.code === 'ERR_STREAM_PREMATURE_CLOSE';
      process.nextTick(callBack, this, (isEarlyEnd ? null : socketError) || error, callback);
    });
  } else {
    process.nextTick(callBack, this, error, callback);
  }
};

/** An error of a message that nobody listens to is not thrown. */
function callBack(message, error, callback) {
  if (message.listenerCount('error') === 0) callback();
  else callback(error);
}

IncomingMessage.prototype._addHeaderLines = function _addHeaderLines(lines, count) {
  if (!lines?.length) return;
  let headers;
  if (this.complete) {
    this.rawTrailers = lines;
    this[kTrailersCount] = count;
    headers = this[kTrailers];
  } else {
    this.rawHeaders = lines;
    this[kHeadersCount] = count;
    headers = this[kHeaders];
  }
  if (!headers) return;
  for (let index = 0; index < count; index += 2) this._addHeaderLine(lines[index], lines[index + 1], headers);
};

IncomingMessage.prototype._addHeaderLine = function _addHeaderLine(name, value, headers) {
  addHeaderLine(headers, name, value, this.joinDuplicateHeaders);
};

IncomingMessage.prototype._addHeaderLineDistinct = function _addHeaderLineDistinct(name, value, headers) {
  addHeaderLineDistinct(headers, name, value);
};

/** Makes the message one that was read to its end. */
IncomingMessage.prototype._dumpAndCloseReadable = function _dumpAndCloseReadable() {
  this._dumped = true;
  const state = this._readableState;
  state.ended = true;
  state.endEmitted = true;
  state.destroyed = true;
  state.closed = true;
  state.closeEmitted = true;
};

/** Throws away what is left of the body, so that the next message can come. */
IncomingMessage.prototype._dump = function _dump() {
  if (this._dumped) return;
  this._dumped = true;
  // What is buffered must not reach anybody any more.
  this.removeAllListeners('data');
  this.resume();
};

function defineAccessor(name, get, set) {
  Object.defineProperty(IncomingMessage.prototype, name, { __proto__: null, configurable: true, get, set });
}

function defineHidden(key, value) {
  Object.defineProperty(IncomingMessage.prototype, key, {
    __proto__: null, configurable: true, enumerable: false, writable: true, value,
  });
}

module.exports = { IncomingMessage, readStart, readStop };
