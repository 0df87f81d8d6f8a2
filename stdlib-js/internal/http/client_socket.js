'use strict';
// A client's request on its socket: listens to it, parses the response, gives the socket back.
// https://nodejs.org/docs/latest-v24.x/api/http.html#class-httpclientrequest

const { HTTPParser, calculateLenientFlags, freeParser, parsers, prepareError } = require('internal/http/parsing');
const { ConnResetException } = require('internal/errors');
const { channels, endClientRequest } = require('internal/http/timing');
const { kDetachAbortSignal, kNeedDrain } = require('internal/http/symbols');

// What `onIncoming` answers.
const PROCEED = 0;
const SKIP_BODY = 1;
const UPGRADE = 2;

/** Gives a request its socket. */
function attachSocket(req, socket) {
  const parser = parsers.alloc();
  req.socket = socket;
  const flags = calculateLenientFlags(req.httpValidation, req.insecureHTTPParser);
  parser.initialize(HTTPParser.RESPONSE, req, req.maxHeaderSize || 0, flags);
  parser.socket = socket;
  parser.outgoing = req;
  req.parser = parser;
  socket.parser = parser;
  socket._httpMessage = req;

  if (typeof req.maxHeadersCount === 'number') parser.maxHeaderPairs = req.maxHeadersCount << 1;
  parser.joinDuplicateHeaders = req.joinDuplicateHeaders;
  parser.onIncoming = onIncoming;

  socket.on('error', onError);
  socket.on('data', onData);
  socket.on('end', onEnd);
  socket.on('close', onClose);
  socket.on('drain', onDrain);
  if (req.timeout !== undefined || req.agent?.options?.timeout) listenSocketTimeout(req);
  req.emit('socket', socket);
}

/** The request ends, and so does what its socket tells it. */
function detachParser(socket, req) {
  socket.removeListener('data', onData);
  socket.removeListener('end', onEnd);
  socket.removeListener('drain', onDrain);
  freeParser(socket.parser, req, socket);
}

function emitError(req, error) {
  if (channels.clientError.hasSubscribers) channels.clientError.publish({ request: req, error });
  req.emit('error', error);
}

function onData(bytes) {
  const { parser } = this;
  const req = this._httpMessage;
  const result = parser.execute(bytes);
  if (result instanceof Error) {
    prepareError(result, parser, bytes);
    freeParser(parser, req, this);
    this.removeListener('data', onData);
    this.removeListener('end', onEnd);
    this.destroy();
    req.socket._hadError = true;
    emitError(req, result);
  } else if (parser.incoming?.upgrade) {
    handOver(this, req, parser, bytes.slice(result));
  } else if (parser.incoming?.complete && !isInformational(parser.incoming.statusCode)) {
    detachParser(this, req);
  }
}

/** A response of 101, or one to CONNECT. */
function handOver(socket, req, parser, head) {
  const res = parser.incoming;
  req.res = res;
  if (req.timeoutCb) socket.removeListener('timeout', req.timeoutCb);
  socket.removeListener('timeout', onResponseTimeout);
  parser.finish();
  detachParser(socket, req);

  const eventName = req.method === 'CONNECT' ? 'connect' : 'upgrade';
  if (req.listenerCount(eventName) === 0) {
    socket.destroy();
    return;
  }
  req.upgradeOrConnect = true;
  // The socket is nobody's but the listener's.
  socket.emit('agentRemove');
  socket.removeListener('close', onClose);
  socket.removeListener('error', onError);
  socket._httpMessage = null;
  socket.readableFlowing = null;
  req.emit(eventName, res, socket, head);
  req.destroyed = true;
  req._closed = true;
  req.emit('close');
}

/** Answers that come before the answer. */
function isInformational(status) {
  return status >= 100 && status < 200 && status !== 101;
}

/** A response's head has come. @returns {number} whether its body, or another protocol, is next */
function onIncoming(res, shouldKeepAlive) {
  const { socket } = this;
  const req = socket._httpMessage;
  if (req.res) {
    // A second answer to the same request.
    socket.destroy();
    return PROCEED;
  }
  req.res = res;
  if (res.upgrade) return UPGRADE;
  if (req.method === 'CONNECT') {
    res.upgrade = true;
    return UPGRADE;
  }
  if (isInformational(res.statusCode)) {
    req.res = null;
    tellInformation(req, res);
    return SKIP_BODY;
  }

  // Both sides have to want it.
  if (req.shouldKeepAlive && !shouldKeepAlive && !req.upgradeOrConnect) req.shouldKeepAlive = false;
  endClientRequest(req, res);
  if (channels.clientFinish.hasSubscribers) channels.clientFinish.publish({ request: req, response: res });
  res.req = req;

  // Before anybody's, so that the socket is given back whatever they do.
  res.on('end', onResponseEnd);
  req.on('finish', onRequestFinish);
  socket.on('timeout', onResponseTimeout);

  // Without a listener nobody can read the response, and it would block the socket.
  if (req.aborted || !req.emit('response', res)) res._dump();
  if (req.method === 'HEAD') return SKIP_BODY;
  if (res.statusCode === 304) {
    res.complete = true;
    return SKIP_BODY;
  }
  return PROCEED;
}

function tellInformation(req, res) {
  if (res.statusCode === 100) req.emit('continue');
  req.emit('information', {
    statusCode: res.statusCode,
    statusMessage: res.statusMessage,
    httpVersion: res.httpVersion,
    httpVersionMajor: res.httpVersionMajor,
    httpVersionMinor: res.httpVersionMinor,
    headers: res.headers,
    rawHeaders: res.rawHeaders,
  });
}

function onResponseTimeout() {
  this._httpMessage?.res?.emit('timeout');
}

/** 'end' of a response. */
function onResponseEnd() {
  const { req } = this;
  const { socket } = req;
  this[kDetachAbortSignal]();
  if (socket) {
    if (req.timeoutCb) socket.removeListener('timeout', emitRequestTimeout);
    socket.removeListener('timeout', onResponseTimeout);
  }
  req._ended = true;
  if (!req.shouldKeepAlive) {
    if (!socket.writable) return;
    if (typeof socket.destroySoon === 'function') socket.destroySoon();
    else socket.end();
  } else if (req.writableFinished && !this.aborted) {
    giveBack(req);
  }
}

/** 'finish' of a request, which may come after the response's end. */
function onRequestFinish() {
  if (this.shouldKeepAlive && this._ended) giveBack(this);
}

/** The exchange is over: the socket is free for the next. */
function giveBack(req) {
  const { socket } = req;
  if (req.timeoutCb) {
    socket.setTimeout(0, req.timeoutCb);
    req.timeoutCb = null;
  }
  socket.removeListener('close', onClose);
  socket.removeListener('error', onError);
  socket.removeListener('data', onData);
  socket.removeListener('end', onEnd);
  // After all listeners of 'end' have run.
  process.nextTick(emitFree, req);
  req.destroyed = true;
  // Destroying the response must not destroy the next one's socket.
  if (req.res) req.res.socket = null;
}

function emitFree(req) {
  req._closed = true;
  req.emit('close');
  req.socket?.emit('free');
}

function onError(error) {
  const req = this._httpMessage;
  if (req) {
    req.socket._hadError = true;
    emitError(req, error);
  }
  finishParser(this, req);
  this.removeListener('data', onData);
  this.removeListener('end', onEnd);
  this.destroy();
}

function onEnd() {
  const req = this._httpMessage;
  if (!req.res && !req.socket._hadError) {
    req.socket._hadError = true;
    emitError(req, new ConnResetException('socket hang up'));
  }
  finishParser(this, req);
  this.end();
}

function finishParser(socket, req) {
  const { parser } = socket;
  if (!parser) return;
  parser.finish();
  freeParser(parser, req, socket);
}

function onClose() {
  const req = this._httpMessage;
  // What is still buffered goes to the parser first.
  this.read();
  const { parser } = this;
  const { res } = req;

  req.destroyed = true;
  if (res) {
    if (!res.complete) res.destroy(new ConnResetException('aborted'));
    req._closed = true;
    req.emit('close');
    if (!res.aborted && res.readable) res.push(null);
  } else {
    if (!req.socket._hadError) {
      req.socket._hadError = true;
      emitError(req, new ConnResetException('socket hang up'));
    }
    req._closed = true;
    req.emit('close');
  }
  // It will never be sent.
  if (req.outputData) req.outputData.length = 0;
  if (parser) {
    parser.finish();
    freeParser(parser, req, this);
  }
}

function onDrain() {
  const req = this._httpMessage;
  if (!req || req.finished || !req[kNeedDrain]) return;
  req[kNeedDrain] = false;
  req.emit('drain');
}

/** Lets 'timeout' of the socket be one of the request. */
function listenSocketTimeout(req) {
  if (req.timeoutCb) return;
  // Taken off again when the request ends.
  req.timeoutCb = emitRequestTimeout;
  if (req.socket) req.socket.once('timeout', emitRequestTimeout);
  else req.on('socket', (socket) => socket.once('timeout', emitRequestTimeout));
}

function emitRequestTimeout() {
  this._httpMessage?.emit('timeout');
}

module.exports = { attachSocket, emitError, listenSocketTimeout };
