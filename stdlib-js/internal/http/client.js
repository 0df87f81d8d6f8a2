'use strict';
// ClientRequest: a request, from its options to its end. What happens on its socket is in `client_socket.js`.
// https://nodejs.org/docs/latest-v24.x/api/http.html#class-httpclientrequest

const net = require('net');
const { Buffer } = require('buffer');
const { finished } = require('stream');
const { addAbortSignal } = require('internal/streams/add-abort-signal');
const { kEmptyObject, once } = require('internal/util');
const { URL, isURL, urlToHttpOptions } = require('internal/url');
const {
  ConnResetException,
  codes: {
    ERR_HTTP_HEADERS_SENT,
    ERR_INVALID_ARG_TYPE,
    ERR_INVALID_HTTP_TOKEN,
    ERR_INVALID_PROTOCOL,
    ERR_UNESCAPED_CHARACTERS,
  },
} = require('internal/errors');
const { validateBoolean, validateInteger } = require('internal/validators');
const { getTimerDuration } = require('internal/timers');
const agents = require('internal/http/agent');
const { calculateLenientFlags, validateLenience } = require('internal/http/parsing');
const { OutgoingMessage } = require('internal/http/outgoing');
const { parseUniqueHeadersOption } = require('internal/http/header_store');
const { checkIsHttpToken } = require('internal/http/tokens');
const { attachSocket, emitError, listenSocketTimeout } = require('internal/http/client_socket');
const { channels, startClientRequest } = require('internal/http/timing');
const { kErrored, kOutHeaders, kPath, kUniqueHeaders } = require('internal/http/symbols');

const kEarlyError = Symbol('kEarlyError');

const INVALID_PATH = /[^\u0021-\u00ff]/;
const METHODS_WITHOUT_BODY = new Set(['GET', 'HEAD', 'DELETE', 'OPTIONS', 'TRACE', 'CONNECT']);

/**
 * @param {string | URL | object} input
 * @param {object | Function} [options]
 * @param {Function} [callback] a listener of 'response'
 */
function ClientRequest(input, options, callback) {
  ({ options, callback } = normalize(input, options, callback));
  OutgoingMessage.call(this, options);

  this.agent = chooseAgent(options);
  this.socketPath = options.socketPath;
  const { defaultPort, host, port } = chooseDestination(this, options);
  chooseHeaderDefaults(this, options);
  if (options.timeout !== undefined) this.timeout = getTimerDuration(options.timeout, 'timeout');

  const { signal } = options;
  if (signal) {
    addAbortSignal(signal, this);
    // It is the request's, not the socket's.
    options = { ...options, signal: undefined };
  }

  this.method = methodOf(options);
  if (options.maxHeaderSize !== undefined) validateInteger(options.maxHeaderSize, 'maxHeaderSize', 0);
  this.maxHeaderSize = options.maxHeaderSize;
  validateLenience(options);
  this.insecureHTTPParser = options.insecureHTTPParser;
  this.httpValidation = options.httpValidation;
  if (options.joinDuplicateHeaders !== undefined) {
    validateBoolean(options.joinDuplicateHeaders, 'options.joinDuplicateHeaders');
  }
  this.joinDuplicateHeaders = options.joinDuplicateHeaders;

  this[kPath] = options.path || '/';
  if (callback) this.once('response', callback);
  this.useChunkedEncodingByDefault = !METHODS_WITHOUT_BODY.has(this.method);

  this._ended = false;
  this.res = null;
  this.aborted = false;
  this.timeoutCb = null;
  this.upgradeOrConnect = false;
  this.parser = null;
  this.maxHeadersCount = null;
  this.reusedSocket = false;
  this.host = host;
  this.protocol = options.protocol || protocolOf(this, options);

  if (this.agent) {
    // Without keepAlive, and with as many sockets as anybody wants, none is ever used again.
    this._last = !this.agent.keepAlive && !Number.isFinite(this.agent.maxSockets);
    this.shouldKeepAlive = !this._last;
  }
  this[kUniqueHeaders] = parseUniqueHeadersOption(options.uniqueHeaders);
  takeHeaders(this, options, { defaultPort, host, port });

  if (channels.clientCreated.hasSubscribers) channels.clientCreated.publish({ request: this });
  connect(this, options);
}
Object.setPrototypeOf(ClientRequest.prototype, OutgoingMessage.prototype);
Object.setPrototypeOf(ClientRequest, OutgoingMessage);

/** `(url, options, callback)` in all the ways that it may be called. */
function normalize(input, options, callback) {
  let fromUrl = null;
  if (typeof input === 'string') {
    fromUrl = urlToHttpOptions(new URL(input));
  } else if (isURL(input)) {
    fromUrl = urlToHttpOptions(input);
  } else {
    callback = options;
    options = input;
  }
  if (typeof options === 'function') {
    callback = options;
    options = fromUrl || kEmptyObject;
  } else {
    // Options are the request's own: what a program has put on Object.prototype is none.
    options = Object.assign(fromUrl || { __proto__: null }, options);
  }
  return { options, callback };
}

function defaultAgentOf(options) {
  return options._defaultAgent || agents.globalAgent;
}

function chooseAgent(options) {
  const { agent } = options;
  if (agent === false) return new (defaultAgentOf(options).constructor)();
  if (agent === null || agent === undefined) {
    return typeof options.createConnection === 'function' ? agent : defaultAgentOf(options);
  }
  if (typeof agent.addRequest !== 'function') {
    throw new ERR_INVALID_ARG_TYPE('options.agent', ['Agent-like Object', 'undefined', 'false'], agent);
  }
  return agent;
}

function protocolOf(req, options) {
  return req.agent?.protocol || defaultAgentOf(options).protocol;
}

/** Checks where the request goes; `options` get what they lack. */
function chooseDestination(req, options) {
  if (options.path) checkPath(String(options.path));
  const protocol = options.protocol || defaultAgentOf(options).protocol;
  const expected = protocolOf(req, options);
  if (protocol !== expected) throw new ERR_INVALID_PROTOCOL(protocol, expected);

  const defaultPort = options.defaultPort || req.agent?.defaultPort;
  const port = options.port = options.port || defaultPort || 80;
  const host = options.host = hostOf(options.hostname, 'hostname') || hostOf(options.host, 'host') || 'localhost';
  return { defaultPort, host, port };
}

function checkPath(path) {
  if (INVALID_PATH.test(path)) throw new ERR_UNESCAPED_CHARACTERS('Request path');
}

function hostOf(host, name) {
  if (host !== null && host !== undefined && typeof host !== 'string') {
    throw new ERR_INVALID_ARG_TYPE(`options.${name}`, ['string', 'undefined', 'null'], host);
  }
  return host;
}

/** `setDefaultHeaders: false` leaves out all that was not given. */
function chooseHeaderDefaults(req, options) {
  if (options.setDefaultHeaders !== false) return;
  req._removedConnection = true;
  req._removedContLen = true;
  req._removedTE = true;
}

function methodOf({ method }) {
  if (method === null || method === undefined) return 'GET';
  if (typeof method !== 'string') throw new ERR_INVALID_ARG_TYPE('options.method', 'string', method);
  if (method === '') return 'GET';
  if (!checkIsHttpToken(method)) throw new ERR_INVALID_HTTP_TOKEN('Method', method);
  return method.toUpperCase();
}

function takeHeaders(req, options, { defaultPort, host, port }) {
  if (Array.isArray(options.headers)) {
    req._storeHeader(firstLineOf(req), options.headers);
    return;
  }
  if (options.headers) {
    for (const name of Object.keys(options.headers)) req.setHeader(name, options.headers[name]);
  }
  if (wantsHost(options) && host && !req.getHeader('host')) req.setHeader('Host', hostHeaderOf(host, port, defaultPort));
  if (options.auth && !req.getHeader('Authorization')) {
    req.setHeader('Authorization', `Basic ${Buffer.from(options.auth).toString('base64')}`);
  }
  if (req.getHeader('expect')) {
    if (req._header) throw new ERR_HTTP_HEADERS_SENT('render');
    req._storeHeader(firstLineOf(req), req[kOutHeaders]);
  }
}

function wantsHost(options) {
  return options.setHost !== undefined ? Boolean(options.setHost) : options.setDefaultHeaders !== false;
}

/** An IPv6 address is in brackets; the default port is left out. */
function hostHeaderOf(host, port, defaultPort) {
  const isAddress = host.indexOf(':') !== host.lastIndexOf(':') && host[0] !== '[';
  const name = isAddress ? `[${host}]` : host;
  return port && +port !== defaultPort ? `${name}:${port}` : name;
}

function firstLineOf(req) {
  return `${req.method} ${req[kPath]} HTTP/1.1\r\n`;
}

/** Asks the agent for a socket, or makes one. */
function connect(req, options) {
  if (req.agent) {
    req.agent.addRequest(req, options);
    return;
  }
  req._last = true;
  req.shouldKeepAlive = false;
  // A request's path is no pipe.
  const socketOptions = { ...options, path: options.socketPath || undefined };
  if (typeof socketOptions.createConnection !== 'function') {
    req.onSocket(net.createConnection(socketOptions));
    return;
  }
  const onCreated = once((error, socket) => {
    if (error) process.nextTick(emitError, req, error);
    else req.onSocket(socket);
  });
  try {
    const socket = socketOptions.createConnection(socketOptions, onCreated);
    if (socket) onCreated(null, socket);
  } catch (error) {
    onCreated(error);
  }
}

Object.defineProperty(ClientRequest.prototype, 'path', {
  __proto__: null,
  configurable: true,
  enumerable: true,
  get() { return this[kPath]; },
  set(path) {
    checkPath(String(path));
    this[kPath] = path;
  },
});

ClientRequest.prototype._isLenientHeaderValidation = function() {
  return calculateLenientFlags(this.httpValidation, this.insecureHTTPParser) !== 0;
};
Object.defineProperty(ClientRequest.prototype, '_isLenientHeaderValidation', { __proto__: null, enumerable: false });

ClientRequest.prototype._finish = function _finish() {
  OutgoingMessage.prototype._finish.call(this);
  startClientRequest(this);
  if (channels.clientStart.hasSubscribers) channels.clientStart.publish({ request: this });
};

ClientRequest.prototype._implicitHeader = function _implicitHeader() {
  if (this._header) throw new ERR_HTTP_HEADERS_SENT('render');
  this._storeHeader(firstLineOf(this), this[kOutHeaders]);
};

ClientRequest.prototype.abort = function abort() {
  if (this.aborted) return;
  this.aborted = true;
  process.nextTick(emitAbort, this);
  this.destroy();
};

function emitAbort(req) {
  req.emit('abort');
}

ClientRequest.prototype.destroy = function destroy(error) {
  if (this.destroyed) return this;
  this.destroyed = true;
  // Nobody wants more of the response.
  this.res?._dump();
  this[kErrored] = error;
  this.socket?.destroy(error);
  return this;
};

ClientRequest.prototype.onSocket = function onSocket(socket, error) {
  // A connection can have failed at once: its 'error' comes before the request listens to its socket.
  if (!error && socket?.destroyed) socket.on('error', keepError);
  process.nextTick(onSocketNextTick, this, socket, error);
};

function keepError(error) {
  this[kEarlyError] = error;
}

function onSocketNextTick(req, socket, error) {
  if (socket?.[kEarlyError]) {
    closeWithoutSocket(req, socket[kEarlyError]);
    return;
  }
  if (!req.destroyed && !error) {
    attachSocket(req, socket);
    req._flush();
    return;
  }
  const cause = error || req[kErrored];
  if (!socket) {
    closeWithoutSocket(req, cause);
  } else if (!error && req.agent && !socket.destroyed) {
    // The socket is as good as it was.
    socket.emit('free');
    closeWithoutSocket(req, cause);
  } else {
    finished(socket.destroy(cause), (socketError) => {
      const isEarlyEnd = socketError?.code === 'ERR_STREAM_PREMATURE_CLOSE';
      closeWithoutSocket(req, (isEarlyEnd ? null : socketError) || cause);
    });
  }
}

/** Ends a request that never had a socket. */
function closeWithoutSocket(req, error) {
  req.destroyed = true;
  if (!req.aborted && !error) error = new ConnResetException('socket hang up');
  if (error) emitError(req, error);
  req._closed = true;
  req.emit('close');
}

/** Calls a method of the socket when there is one that is connected. */
ClientRequest.prototype._deferToConnect = function _deferToConnect(method, args) {
  const callMethod = () => {
    if (method) Reflect.apply(this.socket[method], this.socket, args);
  };
  const onSocket = () => {
    if (this.socket.writable) callMethod();
    else this.socket.once('connect', callMethod);
  };
  if (this.socket) onSocket();
  else this.once('socket', onSocket);
};

ClientRequest.prototype.setTimeout = function setTimeout(msecs, callback) {
  if (this._ended) return this;
  listenSocketTimeout(this);
  const duration = getTimerDuration(msecs, 'msecs');
  if (callback) this.once('timeout', callback);
  if (this.socket) setSocketTimeout(this.socket, duration);
  else this.once('socket', (socket) => setSocketTimeout(socket, duration));
  return this;
};

function setSocketTimeout(socket, msecs) {
  if (socket.connecting) socket.once('connect', function onConnect() { this.setTimeout(msecs); });
  else socket.setTimeout(msecs);
}

ClientRequest.prototype.setNoDelay = function setNoDelay(noDelay) {
  this._deferToConnect('setNoDelay', [noDelay]);
};

ClientRequest.prototype.setSocketKeepAlive = function setSocketKeepAlive(enable, initialDelay) {
  this._deferToConnect('setKeepAlive', [enable, initialDelay]);
};

ClientRequest.prototype.clearTimeout = function clearTimeout(callback) {
  this.setTimeout(0, callback);
};

module.exports = { ClientRequest };
