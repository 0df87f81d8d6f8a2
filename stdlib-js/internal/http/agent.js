'use strict';
// Agent: the sockets of clients, how many there may be, and which wait to be used again.
// https://nodejs.org/docs/latest-v24.x/api/http.html#class-httpagent

const EventEmitter = require('events');
const net = require('net');
const { AsyncResource } = require('async_hooks');
const { symbols: { async_id_symbol } } = require('internal/async_hooks');
const { codes: { ERR_METHOD_NOT_IMPLEMENTED } } = require('internal/errors');
const { once } = require('internal/util');
const { validateNumber, validateOneOf, validateString } = require('internal/validators');
const { kHighWaterMark } = require('internal/http/symbols');

const kOnKeylog = Symbol('onkeylog');
const kRequestOptions = Symbol('requestOptions');
const kRequestAsyncResource = Symbol('requestAsyncResource');

const DEFAULT_KEEP_ALIVE_MS = 1000;
const DEFAULT_MAX_FREE_SOCKETS = 256;
const DEFAULT_TIMEOUT_BUFFER_MS = 1000;
const GLOBAL_TIMEOUT_MS = 5000;

/** @param {object} [options] */
function Agent(options) {
  if (!(this instanceof Agent)) return new Agent(options);
  EventEmitter.call(this);

  this.options = { __proto__: null, ...options };
  refuseProxy(this.options.proxyEnv);
  this.defaultPort = this.options.defaultPort || 80;
  this.protocol = this.options.protocol || 'http:';
  this.options.noDelay ??= true;
  // A path of a request is not the path of a pipe.
  this.options.path = null;

  // By the name that `getName` makes of a destination.
  this.requests = { __proto__: null };
  this.sockets = { __proto__: null };
  this.freeSockets = { __proto__: null };

  this.keepAliveMsecs = this.options.keepAliveMsecs || DEFAULT_KEEP_ALIVE_MS;
  this.keepAlive = this.options.keepAlive || false;
  this.maxSockets = this.options.maxSockets || Agent.defaultMaxSockets;
  this.maxFreeSockets = this.options.maxFreeSockets || DEFAULT_MAX_FREE_SOCKETS;
  this.scheduling = this.options.scheduling || 'lifo';
  this.maxTotalSockets = this.options.maxTotalSockets;
  this.totalSocketCount = 0;
  const buffer = this.options.agentKeepAliveTimeoutBuffer;
  this.agentKeepAliveTimeoutBuffer = Number.isFinite(buffer) && buffer >= 0 ? buffer : DEFAULT_TIMEOUT_BUFFER_MS;

  validateOneOf(this.scheduling, 'scheduling', ['fifo', 'lifo']);
  if (this.maxTotalSockets === undefined) this.maxTotalSockets = Infinity;
  else validateNumber(this.maxTotalSockets, 'maxTotalSockets', 1);

  this.on('free', onFree);
  // TLS sockets make key logs only for those who listen.
  this.on('newListener', maybeEnableKeylog);
}
Object.setPrototypeOf(Agent.prototype, EventEmitter.prototype);
Object.setPrototypeOf(Agent, EventEmitter);

Agent.defaultMaxSockets = Infinity;

/** Requests that are to go through a proxy must not go past it. */
function refuseProxy(env) {
  if (!env || !['http_proxy', 'HTTP_PROXY', 'https_proxy', 'HTTPS_PROXY'].some((name) => env[name])) return;
  throw new ERR_METHOD_NOT_IMPLEMENTED('http.Agent({ proxyEnv })');
}

/** 'free': a socket has served its request. */
function onFree(socket, options) {
  const name = this.getName(options);
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const waiting = this.requests[name];
  if (waiting?.length) {
    const req = waiting.shift();
    if (waiting.length === 0) delete this.requests[name];
    serve(this, req, socket);
  } else if (mayKeep(this, socket, name)) {
    const free = this.freeSockets[name] ??= [];
    socket._httpMessage = null;
    this.removeSocket(socket, options);
    socket.once('error', onFreeSocketError);
    guardIdle(socket);
    free.push(socket);
  } else {
    socket.destroy();
  }
}

/** Gives a socket to a request that waited for it, in the async context of the one who made the request. */
function serve(agent, req, socket) {
  const resource = req[kRequestAsyncResource];
  if (!resource) {
    setRequestSocket(agent, req, socket);
    return;
  }
  req[kRequestAsyncResource] = null;
  resource.runInAsyncScope(() => {
    adopt(socket);
    setRequestSocket(agent, req, socket);
  });
}

/** What happens on a socket that is used again happens in the async context of the one who uses it. */
function adopt(socket) {
  const handle = socket._handle;
  if (typeof handle?.asyncReset !== 'function') return;
  handle.asyncReset();
  socket[async_id_symbol] = handle.getAsyncId();
}

function mayKeep(agent, socket, name) {
  // Without a message its request was given up before it began.
  if (!agent.keepAlive || socket._httpMessage?.shouldKeepAlive === false) return false;
  const free = agent.freeSockets[name]?.length ?? 0;
  const all = free + (agent.sockets[name]?.length ?? 0);
  return agent.totalSocketCount <= agent.maxTotalSockets && all <= agent.maxSockets && free < agent.maxFreeSockets &&
    agent.keepSocketAlive(socket);
}

/** An error of a socket that nobody uses is nobody's. */
function onFreeSocketError() {
  this.destroy();
}

/** What comes while no request is under way is no answer to one: it must not become that of the next. */
function guardIdle(socket) {
  socket.push = pushToNobody;
}

function pushToNobody(chunk) {
  delete this.push;
  if (chunk === null) return this.push(null);
  this.destroy();
  return false;
}

function maybeEnableKeylog(eventName) {
  if (eventName !== 'keylog') return;
  this.removeListener('newListener', maybeEnableKeylog);
  const agent = this;
  this[kOnKeylog] = function onKeylog(line) { agent.emit('keylog', line, this); };
  for (const sockets of [...Object.values(this.sockets), ...Object.values(this.freeSockets)]) {
    for (const socket of sockets) socket.on('keylog', this[kOnKeylog]);
  }
}

Agent.prototype.createConnection = function createConnection(...args) {
  return net.createConnection(...args);
};
Object.defineProperty(Agent.prototype.createConnection, 'length', { __proto__: null, value: 0, configurable: true });

/** What destinations must have in common to use the same sockets. */
Agent.prototype.getName = function getName(options = {}) {
  let name = `${options.host || 'localhost'}:${options.port || ''}:${options.localAddress || ''}`;
  if (options.family === 4 || options.family === 6) name += `:${options.family}`;
  if (options.socketPath) name += `:${options.socketPath}`;
  return name;
};

Agent.prototype.addRequest = function addRequest(req, options, port, localAddress) {
  // As it was called long ago.
  if (typeof options === 'string') options = { __proto__: null, host: options, port, localAddress };
  options = completeOptions(this, options, req);
  const name = this.getName(options);
  this.sockets[name] ??= [];

  const socket = takeFreeSocket(this, name);
  if (socket !== undefined) {
    adopt(socket);
    this.reuseSocket(socket, req);
    setRequestSocket(this, req, socket);
    this.sockets[name].push(socket);
    return;
  }
  const count = (this.freeSockets[name]?.length ?? 0) + this.sockets[name].length;
  if (count < this.maxSockets && this.totalSocketCount < this.maxTotalSockets) {
    this.createSocket(req, options, (error, created) => {
      if (error) req.onSocket(created, error);
      else setRequestSocket(this, req, created);
    });
    return;
  }
  req[kRequestOptions] = options;
  req[kRequestAsyncResource] = new AsyncResource('QueuedRequest');
  (this.requests[name] ??= []).push(req);
};

function takeFreeSocket(agent, name) {
  const free = agent.freeSockets[name];
  if (free === undefined) return undefined;
  while (free.length > 0 && free[0].destroyed) free.shift();
  const socket = agent.scheduling === 'fifo' ? free.shift() : free.pop();
  if (free.length === 0) delete agent.freeSockets[name];
  return socket;
}

function completeOptions(agent, options, req) {
  const complete = { __proto__: null, ...options, ...agent.options };
  if (complete.socketPath) complete.path = complete.socketPath;
  if (!complete.servername && complete.servername !== '') complete.servername = serverNameOf(complete, req);
  return complete;
}

/** The name for TLS: that of the Host header without its port; an address is none. */
function serverNameOf(options, req) {
  let name = options.host;
  const host = req.getHeader('host');
  if (host) {
    validateString(host, 'options.headers.host');
    if (host[0] === '[') {
      const end = host.indexOf(']');
      name = end === -1 ? host : host.slice(1, end);
    } else {
      name = host.split(':', 1)[0];
    }
  }
  return net.isIP(name) ? '' : name;
}

Agent.prototype.createSocket = function createSocket(req, options, callback) {
  options = completeOptions(this, options, req);
  // The time that a request allows is for connecting, too.
  const timeout = req.timeout || this.options.timeout || undefined;
  if (timeout) options.timeout = timeout;

  const name = this.getName(options);
  options._agentKey = name;
  options.encoding = null;
  if (this.keepAlive) {
    options.keepAlive = this.keepAlive;
    options.keepAliveInitialDelay = this.keepAliveMsecs;
  }

  const onCreated = once((error, socket) => {
    if (error) {
      callback(error);
      return;
    }
    (this.sockets[name] ??= []).push(socket);
    this.totalSocketCount++;
    installListeners(this, socket, options);
    callback(null, socket);
  });
  const socket = this.createConnection(options, onCreated);
  if (socket) onCreated(null, socket);
};

function installListeners(agent, socket, options) {
  function onSocketFree() {
    agent.emit('free', socket, options);
  }

  // Whatever ends a socket ends in 'close': nothing else takes it from the agent.
  function onSocketClose() {
    agent.totalSocketCount--;
    agent.removeSocket(socket, options);
  }

  function onSocketTimeout() {
    // One that is in use has a request that is told.
    for (const free of Object.values(agent.freeSockets)) {
      if (free.includes(socket)) {
        socket.destroy();
        return;
      }
    }
  }

  // A socket that was upgraded is its user's.
  function onSocketRemove() {
    agent.totalSocketCount--;
    agent.removeSocket(socket, options);
    socket.removeListener('close', onSocketClose);
    socket.removeListener('free', onSocketFree);
    socket.removeListener('timeout', onSocketTimeout);
    socket.removeListener('agentRemove', onSocketRemove);
  }

  socket.on('free', onSocketFree);
  socket.on('close', onSocketClose);
  socket.on('timeout', onSocketTimeout);
  socket.on('agentRemove', onSocketRemove);
  if (agent[kOnKeylog]) socket.on('keylog', agent[kOnKeylog]);
}

Agent.prototype.removeSocket = function removeSocket(socket, options) {
  const name = this.getName(options);
  take(this.sockets, name, socket);
  if (!socket.writable) take(this.freeSockets, name, socket);

  const req = this.requests[name]?.[0] ?? waitingElsewhere(this);
  if (req === undefined) return;
  const reqOptions = req[kRequestOptions] ?? options;
  req[kRequestOptions] = undefined;
  // There is room for a socket for one that waits.
  this.createSocket(req, reqOptions, (error, created) => {
    if (error) req.onSocket(created, error);
    else created.emit('free');
  });
};

function take(sets, name, socket) {
  const sockets = sets[name];
  const index = sockets?.indexOf(socket) ?? -1;
  if (index === -1) return;
  sockets.splice(index, 1);
  if (sockets.length === 0) delete sets[name];
}

/** The first request of a destination that has no sockets at all. */
function waitingElsewhere(agent) {
  for (const name in agent.requests) {
    if (agent.sockets[name]?.length) return undefined;
    return agent.requests[name][0];
  }
  return undefined;
}

Agent.prototype.keepSocketAlive = function keepSocketAlive(socket) {
  socket.setKeepAlive(true, this.keepAliveMsecs);
  socket.unref();

  let timeout = this.options.timeout || 0;
  const hint = /^timeout=(\d+)/.exec(socket._httpMessage?.res?.headers['keep-alive'])?.[1];
  if (hint !== undefined) {
    // Earlier than the server, which would close it while a request is on its way.
    const hinted = Math.max(0, Number(hint) * 1000 - this.agentKeepAliveTimeoutBuffer);
    if (hinted === 0) return false;
    if (!timeout || hinted < timeout) timeout = hinted;
  }
  if (socket.timeout !== timeout) socket.setTimeout(timeout);
  return true;
};

Agent.prototype.reuseSocket = function reuseSocket(socket, req) {
  socket.removeListener('error', onFreeSocketError);
  delete socket.push;
  req.reusedSocket = true;
  socket.ref();
};

Agent.prototype.destroy = function destroy() {
  for (const sets of [this.freeSockets, this.sockets]) {
    for (const sockets of Object.values(sets)) {
      for (const socket of [...sockets]) socket.destroy();
    }
  }
};

function setRequestSocket(agent, req, socket) {
  const state = socket._writableState;
  if (req.reusedSocket && state && state.highWaterMark !== req[kHighWaterMark]) {
    state.highWaterMark = req[kHighWaterMark];
  }
  req.onSocket(socket);
  const agentTimeout = agent.options.timeout || 0;
  if (req.timeout === undefined || req.timeout === agentTimeout) return;
  socket.setTimeout(req.timeout);
}

const globalAgent = new Agent({ keepAlive: true, scheduling: 'lifo', timeout: GLOBAL_TIMEOUT_MS });

module.exports = { Agent, globalAgent };
