'use strict';
// A connection of a server: feeds its bytes to a parser, gives requests to the server, and lets responses go out in turn.
// https://nodejs.org/docs/latest-v24.x/api/http.html#event-connection_1

const {
  HTTPParser, calculateLenientFlags, freeParser, parsers, prepareError,
} = require('internal/http/parsing');
const { ConnResetException, codes: { ERR_HTTP_REQUEST_TIMEOUT, ERR_HTTP_SOCKET_ENCODING } } = require('internal/errors');
const { emitClose } = require('internal/http/outgoing');
const { ServerResponse, closeResponse } = require('internal/http/server_response');
const { channels } = require('internal/http/timing');
const { consume, unconsume } = require('internal/http/consume');
const {
  kConnectionState, kConnections, kDetachAbortSignal, kNeedDrain, kOptimizeEmptyRequests, kServerResponse, kUniqueHeaders,
} = require('internal/http/symbols');

const { kOnExecute, kOnTimeout } = HTTPParser;
const continueExpression = /(?:^|\W)100-continue(?:$|\W)/i;

// Bits of `parser.headFlags`.
const HAS_HOST = 8;
const HAS_EXPECT = 16;

// What `onIncoming` answers.
const PROCEED = 0;
const UPGRADE = 2;

const ERROR_RESPONSES = {
  __proto__: null,
  HPE_HEADER_OVERFLOW: 'HTTP/1.1 431 Request Header Fields Too Large\r\nConnection: close\r\n\r\n',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 'HTTP/1.1 413 Payload Too Large\r\nConnection: close\r\n\r\n',
  ERR_HTTP_REQUEST_TIMEOUT: 'HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n',
};
const BAD_REQUEST_RESPONSE = 'HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n';

function nop() {}

/** What a server knows of one of its connections, in `socket[kConnectionState]`. */
class ConnectionState {
  /** Requests that have no answer yet, and answers that wait for theirs to be the first. */
  incoming = [];
  outgoing = [];
  /** How much the waiting answers hold. */
  outgoingData = 0;
  requestsCount = 0;
  keepAliveTimeoutSet = false;
  /** Of every response. */
  responseOptions = { highWaterMark: 0, rejectNonStandardBodyWrites: false };

  constructor(server, socket, parser) {
    this.server = server;
    this.socket = socket;
    this.parser = parser;
    /** `_onPendingData` of every response. */
    this.updateOutgoingData = (delta) => {
      this.outgoingData += delta;
      onDrain.call(this.socket);
    };
  }
}

/** Listener of a server's 'connection', which an application may also call with a stream of its own. */
function connectionListener(socket) {
  const server = this;
  socket.server = server;

  // The socket's own timeout is for the time between requests, too.
  if (server.timeout && typeof socket.setTimeout === 'function') socket.setTimeout(server.timeout);
  socket.on('timeout', onTimeout);

  const parser = parsers.alloc();
  const flags = calculateLenientFlags(server.httpValidation, server.insecureHTTPParser);
  parser.initialize(HTTPParser.REQUEST, socket, server.maxHeaderSize || 0, flags, server[kConnections]);
  parser.socket = socket;
  socket.parser = parser;
  if (typeof server.maxHeadersCount === 'number') parser.maxHeaderPairs = server.maxHeadersCount << 1;
  parser.onIncoming = onIncoming;
  parser[kOnExecute] = onExecute;
  parser[kOnTimeout] = onParserTimeout;

  socket[kConnectionState] = new ConnectionState(server, socket, parser);
  socket.on('error', onError);
  socket.on('data', onData);
  socket.on('end', onEnd);
  socket.on('close', onClose);
  socket.on('close', closeResponses);
  socket.on('drain', onDrain);
  // The stream would decode what the parser needs as bytes.
  socket.setEncoding = refuseEncoding;
  socket._paused = false;
  consume(socket, onData);
}

/** Goes on with an exchange that began on a native connection, and with the bytes that came after its request. */
function takeOver(socket, server, req, res, bytes) {
  Reflect.apply(connectionListener, server, [socket]);
  const state = socket[kConnectionState];
  if (res !== null) {
    state.incoming.push(req);
    res._onPendingData = state.updateOutgoingData;
    socket._httpMessage = res;
    res.socket = socket;
    res.prependListener('finish', onResponseFinish);
  }
  onData.call(socket, bytes);
}

function refuseEncoding() {
  throw new ERR_HTTP_SOCKET_ENCODING();
}

/** The connection is another protocol's, or nobody's, from here on. */
function detach(socket) {
  unconsume(socket);
  socket.removeListener('data', onData);
  socket.removeListener('end', onEnd);
  socket.removeListener('close', onClose);
  socket.removeListener('close', closeResponses);
  socket.removeListener('drain', onDrain);
  socket.removeListener('error', onError);
  socket.removeListener('timeout', onTimeout);
}

function onData(bytes) {
  const { parser } = this;
  if (!parser) return;
  afterExecute(this, parser.execute(bytes), bytes);
}

/** What a parser that reads by itself would call. */
function onExecute(result) {
  afterExecute(this.socket, result, undefined);
}

function afterExecute(socket, result, bytes) {
  const { parser } = socket;
  if (result instanceof Error) {
    prepareError(result, parser ?? socket[kConnectionState].parser, bytes);
    onError.call(socket, result);
  } else if (parser?.incoming?.upgrade) {
    handOver(socket, parser, bytes.slice(result));
  }
}

/** Upgrade or CONNECT. */
function handOver(socket, parser, head) {
  const { server } = socket[kConnectionState];
  const req = parser.incoming;
  const eventName = req.method === 'CONNECT' ? 'connect' : 'upgrade';
  if (server.listenerCount(eventName) === 0) {
    // Nobody can speak the other protocol.
    socket.destroy();
    return;
  }
  detach(socket);
  delete socket.setEncoding;
  parser.finish();
  freeParser(parser, req, socket);
  socket.readableFlowing = null;
  server.emit(eventName, req, socket, head);
}

/** A request's head has come. @returns {number} whether its body, or another protocol, is next */
function onIncoming(req, keepAlive) {
  const { socket } = this;
  const state = socket[kConnectionState];
  const { server } = state;
  resetKeepAliveTimeout(state);

  if (req.upgrade) {
    req.upgrade = req.method === 'CONNECT' || Boolean(server.shouldUpgradeCallback(req));
    if (req.upgrade) return UPGRADE;
  }
  state.incoming.push(req);
  pauseWhenFull(state);
  if (server[kOptimizeEmptyRequests] && isEmpty(req)) req._dumpAndCloseReadable();

  const res = new server[kServerResponse](req, responseOptions(state));
  res._keepAliveTimeout = server.keepAliveTimeout;
  res._maxRequestsPerSocket = server.maxRequestsPerSocket;
  res._onPendingData = state.updateOutgoingData;
  res.shouldKeepAlive = keepAlive;
  if (server[kUniqueHeaders] !== null) res[kUniqueHeaders] = server[kUniqueHeaders];

  if (channels.serverStart.hasSubscribers) channels.serverStart.publish({ request: req, response: res, socket, server });
  if (channels.serverCreated.hasSubscribers) channels.serverCreated.publish({ request: req, response: res });

  if (socket._httpMessage) state.outgoing.push(res);
  else assign(res, socket);
  res.on('finish', onResponseFinish);
  dispatch(state, req, res, this.headFlags);
  return PROCEED;
}

function responseOptions({ responseOptions: options, server, socket }) {
  options.highWaterMark = socket.writableHighWaterMark;
  options.rejectNonStandardBodyWrites = server.rejectNonStandardBodyWrites;
  return options;
}

/** Gives a response its turn. The connection's own 'close' listener tells it of the end. */
function assign(res, socket) {
  if (res.assignSocket !== ServerResponse.prototype.assignSocket) {
    res.assignSocket(socket);
    return;
  }
  socket._httpMessage = res;
  res.socket = socket;
  res.emit('socket', socket);
  res._flush();
}

/** A request that has neither a length nor chunks has no body. */
function isEmpty(req) {
  const { rawHeaders } = req;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const { length } = rawHeaders[index];
    if (length !== 14 && length !== 17) continue;
    const name = rawHeaders[index].toLowerCase();
    if (name === 'content-length' || name === 'transfer-encoding') return false;
  }
  return true;
}

/** Calls the application, or answers for it. */
function dispatch(state, req, res, flags) {
  const { server, socket } = state;
  if (req.httpVersionMajor === 1 && req.httpVersionMinor === 1) {
    if ((flags & HAS_HOST) === 0 && server.requireHostHeader) {
      res.writeHead(400, ['Connection', 'close']);
      res.end();
      return;
    }
    if (isOverLimit(state, res)) {
      server.emit('dropRequest', req, socket);
      res.writeHead(503);
      res.end();
      return;
    }
    if ((flags & HAS_EXPECT) !== 0) {
      dispatchExpectation(server, req, res);
      return;
    }
  }
  server.emit('request', req, res);
}

function isOverLimit(state, res) {
  const limit = state.server.maxRequestsPerSocket;
  if (typeof limit !== 'number' || limit <= 0) return false;
  state.requestsCount++;
  res.maxRequestsOnConnectionReached = limit <= state.requestsCount;
  return limit < state.requestsCount;
}

function dispatchExpectation(server, req, res) {
  if (continueExpression.test(req.headers.expect)) {
    res._expect_continue = true;
    if (server.listenerCount('checkContinue') > 0) {
      server.emit('checkContinue', req, res);
    } else {
      res.writeContinue();
      server.emit('request', req, res);
    }
  } else if (server.listenerCount('checkExpectation') > 0) {
    server.emit('checkExpectation', req, res);
  } else {
    res.writeHead(417);
    res.end();
  }
}

/** Stops reading from a client that sends requests faster than it reads answers. */
function pauseWhenFull(state) {
  const { socket } = state;
  if (socket._paused) return;
  const needsDrain = socket._writableState?.needDrain;
  if (needsDrain || state.outgoingData >= socket.writableHighWaterMark) {
    socket._paused = true;
    socket.pause();
  }
}

function onDrain() {
  const state = this[kConnectionState];
  const isFull = state.outgoingData > this.writableHighWaterMark;
  if (this._paused && !isFull) {
    this._paused = false;
    this.parser?.resume();
    this.resume();
  }
  const message = this._httpMessage;
  if (message && !message.finished && message[kNeedDrain] && message.writableLength === 0) {
    message[kNeedDrain] = false;
    message.emit('drain');
  }
}

/** 'finish' of a response: its bytes have gone. */
function onResponseFinish() {
  const { req } = this;
  const { socket } = req;
  const state = socket[kConnectionState];
  const { server } = state;
  if (channels.serverFinish.hasSubscribers) {
    channels.serverFinish.publish({ request: req, response: this, socket, server });
  }

  // Usually it is the first.
  if (state.incoming[0] === req) state.incoming.shift();
  else state.incoming = state.incoming.filter((other) => other !== req);

  // Nobody reads the rest of the body, which must come off the wire nevertheless.
  if (!req._consuming) req._dump();
  req[kDetachAbortSignal]();

  this.detachSocket(socket);
  forgetIncoming.call(req);
  process.nextTick(emitClose, this);

  if (this._last) {
    if (typeof socket.destroySoon === 'function') socket.destroySoon();
    else socket.end();
  } else if (state.outgoing.length === 0) {
    if (server.keepAliveTimeout && typeof socket.setTimeout === 'function') {
      // Longer than what the client was told, so that a request which is on its way is still taken.
      socket.setTimeout(server.keepAliveTimeout + server.keepAliveTimeoutBuffer);
      state.keepAliveTimeoutSet = true;
    }
  } else {
    assign(state.outgoing.shift(), socket);
  }
}

/** Lets the parser forget a request, when it has been read to its end. */
function forgetIncoming() {
  const parser = this.socket?.parser;
  if (parser?.incoming !== this) return;
  if (this.readableEnded) parser.incoming = null;
  else this.on('end', forgetIncoming);
}

function resetKeepAliveTimeout(state) {
  if (!state.keepAliveTimeoutSet) return;
  state.keepAliveTimeoutSet = false;
  state.socket.setTimeout(state.server.timeout || 0);
}

function onTimeout() {
  const req = this.parser?.incoming ?? this._httpMessage?.req;
  const isKnownToRequest = req && !req.complete && req.emit('timeout', this);
  const isKnownToResponse = this._httpMessage?.emit('timeout', this);
  const isKnownToServer = this.server.emit('timeout', this);
  if (!isKnownToRequest && !isKnownToResponse && !isKnownToServer) this.destroy();
}

function onParserTimeout() {
  onTimeout.call(this.socket);
}

/** A request took too long. */
function onRequestTimeout(socket) {
  onError.call(socket, new ERR_HTTP_REQUEST_TIMEOUT());
}

function onError(error) {
  // What fails from here on is a consequence.
  this.removeListener('error', onError);
  if (this.listenerCount('error') === 0) this.on('error', nop);
  if (this.server.emit('clientError', error, this)) return;

  // An answer that has begun must not be followed by another one.
  if (this.writable && (!this._httpMessage || !this._httpMessage._headerSent)) {
    this.write(ERROR_RESPONSES[error.code] ?? BAD_REQUEST_RESPONSE);
  }
  this.destroy(error);
}

function onEnd() {
  const state = this[kConnectionState];
  const result = this.parser?.finish();
  if (result instanceof Error) {
    onError.call(this, result);
  } else if (!state.server.httpAllowHalfOpen) {
    this.end();
  } else if (state.outgoing.length > 0) {
    state.outgoing[state.outgoing.length - 1]._last = true;
  } else if (this._httpMessage) {
    this._httpMessage._last = true;
  } else {
    this.end();
  }
}

function onClose() {
  const state = this[kConnectionState];
  if (state === undefined) return;
  freeParser(this.parser, null, this);
  while (state.incoming.length > 0) {
    state.incoming.shift().destroy(new ConnResetException('aborted'));
  }
}

/** The response whose turn it is, and those that wait for theirs. */
function closeResponses() {
  if (this._httpMessage) closeResponse(this._httpMessage);
  const waiting = this[kConnectionState]?.outgoing;
  while (waiting?.length > 0) closeResponse(waiting.shift());
}

module.exports = {
  HAS_EXPECT, HAS_HOST, connectionListener, continueExpression, dispatch, onConnectionError: onError, onRequestTimeout, onTimeout,
  takeOver,
};
