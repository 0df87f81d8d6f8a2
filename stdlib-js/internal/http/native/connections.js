'use strict';
// The connections of a server that the native side reads, parses and writes: one call per request. Whatever it does not
// know (another protocol, for instance) is handed over to `internal/http/connection`.
// https://nodejs.org/docs/latest-v24.x/api/http.html#class-httpserver

const native = internalBinding('http_server');
const { setHook } = internalBinding('builtins');
const AsyncContextFrame = require('internal/async_context_frame');
const {
  emitAfter, emitBefore, getDefaultTriggerAsyncId, newAsyncId,
} = require('internal/async_hooks');
const { FastBuffer } = require('internal/buffer');
const { ConnResetException, ErrnoException } = require('internal/errors');
const { calculateLenientFlags, prepareError } = require('internal/http/parsing');
const {
  HAS_EXPECT, HAS_HOST, dispatch, onConnectionError, onTimeout, takeOver,
} = require('internal/http/connection');
const { IncomingMessage } = require('internal/http/incoming');
const { emitClose } = require('internal/http/outgoing');
const { allMethods, defaultMaxHeaderSize } = require('internal/http/parser');
const { ServerResponse, closeResponse } = require('internal/http/server_response');
const { channels } = require('internal/http/timing');
const { socketTransport } = require('internal/http/transport');
const { blockOf } = require('internal/http/native/header_blocks');
const { endWithoutBody, makeRequest, pushBody, pushEnd } = require('internal/http/native/request');
const { nativeTransport } = require('internal/http/native/transport');
const {
  kConnection, kDetachAbortSignal, kIncomingMessage, kNeedDrain, kOptimizeEmptyRequests, kSocket, kServerResponse,
  kTransport, kUniqueHeaders,
} = require('internal/http/symbols');

const {
  kBody, kBodyEnd, kClosed, kDrained, kEnded, kFailed, kFlagHasBody, kFlagHasExpect, kFlagKeepsAlive, kHandOver, kRequest,
} = native;

/** Node's limit without `maxHeadersCount`. */
const DEFAULT_MAX_HEADERS = 1000;

const INDEX_MASK = (1 << 20) - 1;

/** By the index in their number. @type {Array<Connection | undefined>} */
const connections = [];

class Connection {
  /** The exchange that is under way. */
  req = null;
  res = null;
  requestsCount = 0;
  isClosed = false;
  /** The net.Socket, once somebody has asked for it. */
  madeSocket = null;
  handle = null;
  /** Called when all that was written is gone. @type {Function[] | null} */
  drained = null;

  constructor(server) {
    this.server = server;
    this.id = -1;
    this.frame = AsyncContextFrame.current();
    this.asyncId = newAsyncId();
    this.triggerAsyncId = getDefaultTriggerAsyncId();
  }

  get socket() {
    return this.madeSocket ??= makeSocket(this);
  }

  setPaused(isPaused) {
    native.setPaused(this.id, isPaused);
    if (this.madeSocket === null) return;
    if (isPaused) this.madeSocket.pause();
    else this.madeSocket.resume();
  }

  onDrained(callback) {
    (this.drained ??= []).push(callback);
    if (this.drained.length === 1) native.wantDrain(this.id);
  }

  /** The response is gone: another request may come. */
  onResponseFinish(res) {
    const { server, madeSocket } = this;
    const { req } = res;
    if (channels.serverFinish.hasSubscribers) {
      channels.serverFinish.publish({ request: req, response: res, socket: this.socket, server });
    }
    this.res = null;
    if (req.complete) this.req = null;
    // Nobody reads the rest of the body, which must come off the wire nevertheless.
    if (!req._consuming) dump(req);
    req[kDetachAbortSignal]();

    if (madeSocket !== null) madeSocket._httpMessage = null;
    res[kSocket] = null;
    res[kConnection] = null;
    if (res._eventsCount === 0) emitClose(res);
    else process.nextTick(emitClose, res);

    if (this.isClosed) return;
    if (res._last && madeSocket !== null) madeSocket.destroySoon();
    else native.finish(this.id, res._last, keepAliveOf(server));
  }
}

/** Longer than what the client was told, so that a request which is on its way is still taken. */
function keepAliveOf(server) {
  return server.keepAliveTimeout > 0 ? server.keepAliveTimeout + server.keepAliveTimeoutBuffer : 0;
}

/** Ends a request that was not read. If nobody listens, nobody has to be told. */
function dump(req) {
  if (req.complete && req._eventsCount === 0) req._dumpAndCloseReadable();
  else req._dump();
}

function makeSocket(connection) {
  const socket = require('internal/http/native/socket').makeSocket(connection); // Lazy: many servers need none.
  connection.handle = socket._handle;
  socket._httpMessage = connection.res;
  socket.on('error', onConnectionError);
  socket.on('timeout', onTimeout);
  socket.on('drain', onSocketDrain);
  if (connection.isClosed) socket.destroy();
  return socket;
}

/** What the socket kept of a response is gone. */
function onSocketDrain() {
  const message = this._httpMessage;
  if (message && !message.finished && message[kNeedDrain] && message.writableLength === 0) {
    message[kNeedDrain] = false;
    message.emit('drain');
  }
}

/** Whether the native side can serve this server's connections as they are now. */
function isEligible(server) {
  return server[kIncomingMessage] === IncomingMessage && server[kServerResponse] === ServerResponse &&
    server.listenerCount('connection') === 1 && !server.httpAllowHalfOpen && !server.timeout &&
    !server[kOptimizeEmptyRequests] && !server.blockList && server.maxConnections == null &&
    !server.pauseOnConnect && calculateLenientFlags(server.httpValidation, server.insecureHTTPParser) === 0;
}

/** Takes over an accepted descriptor. @returns {boolean} false when it is for `net.Server` */
function takeDescriptor(server, fd) {
  if (!isEligible(server)) return false;
  const connection = new Connection(server);
  const { noDelay, keepAlive, keepAliveInitialDelay } = server;
  const maxHeaders = typeof server.maxHeadersCount === 'number' ? Math.max(server.maxHeadersCount, 0) : DEFAULT_MAX_HEADERS;
  const id = native.adopt(
    fd, server.maxHeaderSize || defaultMaxHeaderSize(), maxHeaders, noDelay, keepAlive ? ~~(keepAliveInitialDelay / 1000) : -1);
  if (id < 0) return true;
  connection.id = id;
  connections[id & INDEX_MASK] = connection;
  server._connections++;
  return true;
}

setHook('httpEvent', (id, kind, a, b, c, d, e) => {
  const connection = connections[id & INDEX_MASK];
  if (connection === undefined || connection.id !== id) return;
  if (connection.frame !== undefined) AsyncContextFrame.set(connection.frame);
  emitBefore(connection.asyncId, connection.triggerAsyncId, connection);
  connection.madeSocket?._unrefTimer();
  tell(connection, kind, a, b, c, d, e);
  emitAfter(connection.asyncId);
});

function tell(connection, kind, a, b, c, d, e) {
  switch (kind) {
    case kRequest: onRequest(connection, a, b, c, d, e); break;
    case kBody: if (connection.req !== null) pushBody(connection.req, a); break;
    case kBodyEnd: onBodyEnd(connection, a); break;
    case kDrained: onDrained(connection); break;
    case kClosed: onClosed(connection, a); break;
    case kEnded: onEnded(connection); break;
    case kHandOver: handOver(connection, a); break;
    case kFailed: onFailed(connection, a, b, c, d); break;
  }
}

function onRequest(connection, flags, method, target, slot, raw) {
  const { server } = connection;
  const block = blockOf(slot, raw);
  const req = makeRequest(connection, flags, allMethods[method], target, block);
  if ((flags & kFlagHasBody) === 0) endWithoutBody(req);

  const res = new ServerResponse(req, {
    highWaterMark: server.highWaterMark,
    rejectNonStandardBodyWrites: server.rejectNonStandardBodyWrites,
  });
  res[kTransport] = nativeTransport;
  res[kConnection] = connection;
  res._keepAliveTimeout = server.keepAliveTimeout;
  res._maxRequestsPerSocket = server.maxRequestsPerSocket;
  res.shouldKeepAlive = (flags & kFlagKeepsAlive) !== 0;
  if (server[kUniqueHeaders] !== null) res[kUniqueHeaders] = server[kUniqueHeaders];
  connection.req = req;
  connection.res = res;
  if (connection.madeSocket !== null) connection.madeSocket._httpMessage = res;

  if (channels.serverStart.hasSubscribers) {
    channels.serverStart.publish({ request: req, response: res, socket: connection.socket, server });
  }
  if (channels.serverCreated.hasSubscribers) channels.serverCreated.publish({ request: req, response: res });
  dispatch(connection, req, res, (block.hasHost ? HAS_HOST : 0) | ((flags & kFlagHasExpect) === 0 ? 0 : HAS_EXPECT));
}

function onBodyEnd(connection, trailers) {
  const { req } = connection;
  if (req === null) return;
  if (connection.res === null) connection.req = null;
  pushEnd(req, trailers);
}

function onDrained(connection) {
  const callbacks = connection.drained ?? [];
  connection.drained = null;
  for (const callback of callbacks) if (typeof callback === 'function') callback();
}

/** The other side has ended, so no answer reaches it. */
function onEnded(connection) {
  native.shutdown(connection.id);
  native.closeWhenWritten(connection.id);
}

function onClosed(connection, errno) {
  const { req, res, server, madeSocket: socket } = connection;
  connection.isClosed = true;
  connection.req = null;
  connection.res = null;
  connections[connection.id & INDEX_MASK] = undefined;
  server._connections--;
  server._emitCloseIfDrained();

  if (socket !== null && !connection.handle.closed()) {
    socket.destroy(errno === 0 ? undefined : new ErrnoException(-errno, 'read'));
  }
  if (req !== null) req.destroy(new ConnResetException('aborted'));
  if (res !== null) closeResponse(res);
}

function onFailed(connection, code, reason, at, bytes) {
  const { socket } = connection;
  const error = new Error('Parse Error');
  error.bytesParsed = at;
  error.code = code;
  error.reason = reason;
  // At the end of the connection there is no packet.
  if (bytes.byteLength > 0) {
    prepareError(error, undefined, new FastBuffer(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  }
  onConnectionError.call(socket, error);
}

/** Another protocol, or several requests at once: the connection goes on over a socket that reads and writes itself. */
function handOver(connection, bytes) {
  const { server, id, req, res } = connection;
  const fd = native.detach(id);
  connections[id & INDEX_MASK] = undefined;
  const socket = require('internal/http/native/socket').toPlainSocket(connection.madeSocket, fd, server);
  // It is the messages' socket, too, now that they ask for one.
  connection.madeSocket = socket;
  connection.isClosed = true;
  socket._server = server;
  if (res !== null) {
    res[kTransport] = socketTransport;
    res[kConnection] = null;
    req[kConnection] = null;
    req.socket = socket;
  }
  takeOver(socket, server, req, res, new FastBuffer(bytes.buffer, bytes.byteOffset, bytes.byteLength));
}

/** A server's connections that are open, and of those the given ones. @param {number[]} [ids] */
function connectionsOf(server, ids) {
  const all = ids === undefined ? connections : ids.map((id) => connections[id & INDEX_MASK]);
  return all.filter((connection) => connection?.server === server);
}

function closeIdleConnections(server) {
  for (const { id } of connectionsOf(server, native.idle())) native.close(id);
}

function closeAllConnections(server) {
  for (const { id } of connectionsOf(server)) native.close(id);
}

/** The sockets whose requests take too long. */
function expiredSockets(server) {
  const ids = native.expired(server.headersTimeout, server.requestTimeout);
  return connectionsOf(server, ids).map((connection) => connection.socket);
}

module.exports = { closeAllConnections, closeIdleConnections, expiredSockets, takeDescriptor };
