'use strict';
// Servers: they listen on an address or a path and make a socket of each connection.
// https://nodejs.org/docs/latest-v24.x/api/net.html#class-netserver

const { guessHandleType } = internalBinding('util');
const EventEmitter = require('events');
const { channel, tracingChannel } = require('diagnostics_channel');
const {
  ErrnoException,
  UVExceptionWithHostPort,
  codes: { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_SERVER_ALREADY_LISTEN, ERR_SERVER_NOT_RUNNING },
} = require('internal/errors');
const { defaultTriggerAsyncIdScope, newAsyncId, symbols: { async_id_symbol, owner_symbol } } =
  require('internal/async_hooks');
const { isPipeName, normalizeArgs, toNumber } = require('internal/net/arguments');
const { isIP } = require('internal/net/ip');
const { Pipe, SERVER, TCP } = require('internal/net/sockets');
const { Socket } = require('internal/net/socket');
const { kAdopt, kKeepAlive, kNoDelay } = require('internal/net/symbols');
const { getDefaultHighWaterMark } = require('internal/streams/state');
const { validateAbortSignal, validateNumber, validatePort } = require('internal/validators');

const { nextTick } = process;

const EINVAL = -22;
const BACKLOG = 511;
const IPV6_ONLY = 1;
const REUSE_PORT = 2;
const READABLE = 1;
const WRITABLE = 2;

const serverSocketChannel = channel('net.server.socket');
const listenChannel = tracingChannel('net.server.listen');

/** @param {object | Function} [options]  @param {Function} [connectionListener] */
function Server(options, connectionListener) {
  if (!(this instanceof Server)) return new Server(options, connectionListener);
  EventEmitter.call(this, typeof options === 'object' ? options : undefined);
  if (typeof options === 'function') {
    connectionListener = options;
    options = {};
  } else if (options !== undefined && options !== null && typeof options !== 'object') {
    throw new ERR_INVALID_ARG_TYPE('options', 'Object', options);
  }
  options = { ...options };
  if (typeof connectionListener === 'function') this.on('connection', connectionListener);
  if (options.keepAliveInitialDelay !== undefined) {
    validateNumber(options.keepAliveInitialDelay, 'options.keepAliveInitialDelay');
  }
  if (options.highWaterMark !== undefined) validateNumber(options.highWaterMark, 'options.highWaterMark');

  this._connections = 0;
  this[async_id_symbol] = -1;
  this._handle = null;
  this._usingWorkers = false;
  this._workers = [];
  this._unref = false;
  this._listeningId = 1;
  this.allowHalfOpen = options.allowHalfOpen || false;
  this.pauseOnConnect = Boolean(options.pauseOnConnect);
  this.noDelay = Boolean(options.noDelay);
  this.keepAlive = Boolean(options.keepAlive);
  this.keepAliveInitialDelay = Math.max(0, ~~((options.keepAliveInitialDelay ?? 0) / 1000));
  this.keepAliveInterval = options.keepAliveInterval === undefined ? undefined : ~~(options.keepAliveInterval / 1000);
  this.keepAliveCount = options.keepAliveCount;
  this.highWaterMark = options.highWaterMark >= 0 ? options.highWaterMark : getDefaultHighWaterMark(false);
  if (options.blockList) {
    const { BlockList } = require('internal/blocklist'); // Lazy: rare.
    if (!BlockList.isBlockList(options.blockList)) {
      throw new ERR_INVALID_ARG_TYPE('options.blockList', 'net.BlockList', options.blockList);
    }
    this.blockList = options.blockList;
  }
}
Object.setPrototypeOf(Server.prototype, EventEmitter.prototype);
Object.setPrototypeOf(Server, EventEmitter);

/** What to listen on: `(port, host, backlog)`, `(path, backlog)`, `(handle, backlog)` or options; a callback comes last. */
Server.prototype.listen = function(...args) {
  const [given, callback] = normalizeArgs(args);
  if (this._handle) throw new ERR_SERVER_ALREADY_LISTEN();
  if (callback !== null) this.once('listening', callback);
  let options = given;
  if (listenChannel.asyncStart.hasSubscribers) listenChannel.asyncStart.publish({ server: this, options });
  const backlog = toNumber(args.length > 1 && args[1]) || toNumber(args.length > 2 && args[2]);
  options = adopted(options) ?? options._handle ?? options.handle ?? options;
  // A call before this one that still looks a name up is no longer valid.
  this._listeningId++;
  if (options instanceof TCP || options instanceof Pipe) {
    this._handle = options;
    if (options.boundPath !== undefined) this._pipeName = options.boundPath;
    this[async_id_symbol] = options.getAsyncId();
    this._listen2(null, -1, -1, backlog, undefined, 0);
    return this;
  }
  closeWhenAborted(this, options);
  if (typeof options.fd === 'number' && options.fd >= 0) {
    this._listen2(null, null, null, backlog, options.fd, 0);
    return this;
  }
  if (args.length === 0 || typeof args[0] === 'function' ||
      (options.port === undefined && 'port' in options) || options.port === null) {
    options.port = 0;
  }
  if (typeof options.port === 'number' || typeof options.port === 'string') {
    listenOnPort(this, options, options.backlog || backlog);
  } else if (options.path && isPipeName(options.path)) {
    listenOnPath(this, options, options.backlog || backlog);
  } else if (!('port' in options) && !('path' in options)) {
    throw new ERR_INVALID_ARG_VALUE('options', options, 'must have the property "port" or "path"');
  } else {
    throw new ERR_INVALID_ARG_VALUE('options', options);
  }
  return this;
};

/** The handle of a `net.BoundSocket`, which it gives away. */
function adopted(options) {
  const candidate = options?.handle ?? options;
  const adopt = candidate?.[kAdopt];
  return typeof adopt === 'function' ? adopt.call(candidate) : undefined;
}

function closeWhenAborted(server, { signal }) {
  if (signal === undefined) return;
  validateAbortSignal(signal, 'options.signal');
  const close = () => server.close();
  if (signal.aborted) {
    nextTick(close);
    return;
  }
  const { addAbortListener } = require('internal/events/abort_listener'); // Lazy: rare.
  const listener = addAbortListener(signal, close);
  server.once('close', () => listener[Symbol.dispose]());
}

function listenOnPort(server, options, backlog) {
  validatePort(options.port, 'options.port');
  const port = options.port | 0;
  const flags = (options.ipv6Only === true ? IPV6_ONLY : 0) | (options.reusePort === true ? REUSE_PORT : 0);
  if (!options.host) {
    server._listen2(null, port, 4, backlog, undefined, flags);
    return;
  }
  const listeningId = server._listeningId;
  const listen = (error, address, family) => {
    if (server._listeningId !== listeningId) return;
    if (error) server.emit('error', error);
    else server._listen2(address, port, address ? family : 4, backlog, undefined, flags);
  };
  const family = isIP(options.host);
  // Lazy: most servers listen on an address, or on all of them.
  if (family === 0) require('dns').lookup(options.host, listen);
  else nextTick(listen, null, options.host, family);
}

function listenOnPath(server, options, backlog) {
  const { path, readableAll, writableAll } = options;
  if (path[0] === '\0' && (readableAll || writableAll)) {
    throw new ERR_INVALID_ARG_VALUE(
      'options', options, 'can not set readableAll or writableAllt to true when path is abstract unix socket');
  }
  server._pipeName = path;
  server._listen2(path, -1, -1, backlog, undefined, 0);
  // It failed: the error comes in the next tick.
  if (!server._handle) return;
  const mode = (readableAll === true ? READABLE : 0) | (writableAll === true ? WRITABLE : 0);
  if (mode === 0) return;
  const status = server._handle.fchmod(mode);
  if (status === 0) return;
  server._handle.close();
  server._handle = null;
  throw new ErrnoException(status, 'uv_pipe_chmod');
}

/** Listens with the handle that the server has, or makes one. */
Server.prototype._listen2 = function(address, port, family, backlog, fd, flags) {
  if (!this._handle) {
    const made = makeHandle(address, port, family, fd, flags);
    if (typeof made.handle === 'number') {
      const error = new UVExceptionWithHostPort(made.handle, 'listen', made.address, port);
      nextTick(emitError, this, error);
      return;
    }
    this._handle = made.handle;
    ({ address, family } = made);
  }
  const handle = this._handle;
  this[async_id_symbol] = typeof handle.getAsyncId === 'function' ? handle.getAsyncId() : newAsyncId();
  handle.onconnection = onconnection;
  handle[owner_symbol] = this;
  // For cluster, which shares handles by this name.
  this._connectionKey = `${family}:${address}:${port}`;
  const status = handle.listen(backlog || BACKLOG);
  if (status) {
    const error = new UVExceptionWithHostPort(status, 'listen', address, port);
    handle.close();
    this._handle = null;
    defaultTriggerAsyncIdScope(this[async_id_symbol], nextTick, emitError, this, error);
    return;
  }
  if (this._unref) this.unref();
  defaultTriggerAsyncIdScope(this[async_id_symbol], nextTick, emitListening, this);
};

/** Without an address: on all of them, IPv6 included where the machine has it. */
function makeHandle(address, port, family, fd, flags) {
  if (address || typeof fd === 'number') {
    return { handle: createServerHandle(address, port, family, fd, flags), address, family };
  }
  const handle = createServerHandle('::', port, 6, fd, flags);
  if (typeof handle !== 'number') return { handle, address: '::', family: 6 };
  return { handle: createServerHandle('0.0.0.0', port, 4, fd, flags), address: '0.0.0.0', family: 4 };
}

/** @returns {TCP | Pipe | number} a negative errno when it cannot be made */
function createServerHandle(address, port, family, fd, flags) {
  if (typeof fd === 'number' && fd >= 0) return openServer(fd);
  let handle;
  let status = 0;
  if (port === -1 && family === -1) {
    handle = new Pipe(SERVER);
    status = handle.bind(address);
  } else {
    handle = new TCP(SERVER);
    if (!address) {
      status = handle.bind6('::', port, flags);
      if (status) {
        handle.close();
        return createServerHandle('0.0.0.0', port, 4, undefined, flags);
      }
    } else if (family === 6) {
      status = handle.bind6(address, port, flags);
    } else {
      status = handle.bind(address, port, flags);
    }
  }
  if (status === 0) return handle;
  handle.close();
  return status;
}

function openServer(fd) {
  const type = guessHandleType(fd);
  if (type !== 'TCP' && type !== 'PIPE') return EINVAL;
  const handle = type === 'TCP' ? new TCP(SERVER) : new Pipe(SERVER);
  return handle.open(fd) || handle;
}

function emitError(server, error) {
  if (listenChannel.error.hasSubscribers) listenChannel.error.publish({ server, error });
  server.emit('error', error);
}

function emitListening(server) {
  // It may have been closed meanwhile.
  if (!server._handle) return;
  if (listenChannel.asyncEnd.hasSubscribers) listenChannel.asyncEnd.publish({ server });
  server.emit('listening');
}

/** What a listening handle calls with each connection. */
function onconnection(status, client) {
  const server = this[owner_symbol];
  if (status) {
    server.emit('error', new ErrnoException(status, 'accept'));
    return;
  }
  if (server.maxConnections != null && server._connections >= server.maxConnections) {
    server.emit('drop', client.getsockname ? endsOf(client) : undefined);
    client.close();
    return;
  }
  if (server.blockList && client.getpeername && isBlocked(server.blockList, client)) {
    client.close();
    return;
  }
  const socket = new Socket({
    handle: client,
    allowHalfOpen: server.allowHalfOpen,
    pauseOnCreate: server.pauseOnConnect,
    readable: true,
    writable: true,
    readableHighWaterMark: server.highWaterMark,
    writableHighWaterMark: server.highWaterMark,
  });
  applyOptions(server, socket, client);
  server._connections++;
  socket.server = server;
  socket._server = server;
  server.emit('connection', socket);
  if (serverSocketChannel.hasSubscribers) serverSocketChannel.publish({ socket });
}

function endsOf(client) {
  const local = {};
  const remote = {};
  client.getsockname(local);
  client.getpeername(remote);
  return {
    localAddress: local.address,
    localPort: local.port,
    localFamily: local.family,
    remoteAddress: remote.address,
    remotePort: remote.port,
    remoteFamily: remote.family,
  };
}

function isBlocked(blockList, client) {
  const remote = {};
  client.getpeername(remote);
  const family = isIP(remote.address);
  return family !== 0 && blockList.check(remote.address, `ipv${family}`);
}

function applyOptions(server, socket, client) {
  if (server.noDelay && client.setNoDelay) {
    socket[kNoDelay] = true;
    client.setNoDelay(true);
  }
  if (server.keepAlive && client.setKeepAlive) {
    const { keepAliveInitialDelay: delay, keepAliveInterval: interval, keepAliveCount: count } = server;
    socket[kKeepAlive] = { delay, interval, count };
    client.setKeepAlive(true, delay, interval, count);
  }
}

Server.prototype.getConnections = function(callback) {
  defaultTriggerAsyncIdScope(this[async_id_symbol], nextTick, callback, null, this._connections);
  return this;
};

Server.prototype.address = function() {
  if (this._handle?.getsockname) {
    const name = {};
    const status = this._handle.getsockname(name);
    if (status) throw new ErrnoException(status, 'address');
    return name;
  }
  return this._pipeName ? this._pipeName : null;
};

/** No new connections; 'close' comes when the last one is over. */
Server.prototype.close = function(callback) {
  if (typeof callback === 'function') {
    if (this._handle) this.once('close', callback);
    else this.once('close', () => callback(new ERR_SERVER_NOT_RUNNING()));
  }
  this._listeningId++;
  if (this._handle) {
    this._handle.close();
    this._handle = null;
  }
  this._emitCloseIfDrained();
  return this;
};

Server.prototype._emitCloseIfDrained = function() {
  if (this._handle || this._connections) return;
  defaultTriggerAsyncIdScope(this[async_id_symbol], nextTick, emitClose, this);
};

function emitClose(server) {
  server.emit('close');
}

Server.prototype[Symbol.asyncDispose] = async function() {
  if (!this._handle) return;
  const { promise, resolve, reject } = Promise.withResolvers();
  this.close((error) => (error ? reject(error) : resolve()));
  await promise;
};

/** With `captureRejections`, a rejection of an async listener. */
Server.prototype[Symbol.for('nodejs.rejection')] = function(error, event, socket) {
  if (event === 'connection') socket.destroy(error);
  else this.emit('error', error);
};

Server.prototype.ref = function() {
  this._unref = false;
  this._handle?.ref();
  return this;
};

Server.prototype.unref = function() {
  this._unref = true;
  this._handle?.unref();
  return this;
};

Object.defineProperty(Server.prototype, 'listening', {
  __proto__: null,
  get() { return Boolean(this._handle); },
  configurable: true,
  enumerable: true,
});

module.exports = { Server, createServerHandle };
