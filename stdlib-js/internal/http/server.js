'use strict';
// The server: its options, what it emits for which event, and how it is closed.
// https://nodejs.org/docs/latest-v24.x/api/http.html#class-httpserver

const net = require('net');
const EE = require('events');
const { promisify } = require('internal/util');
const { codes: { ERR_OUT_OF_RANGE } } = require('internal/errors');
const { validateBoolean, validateFunction, validateInteger, validateObject } = require('internal/validators');
const { calculateLenientFlags, validateLenience } = require('internal/http/parsing');
const { connectionListener, onRequestTimeout } = require('internal/http/connection');
const { IncomingMessage } = require('internal/http/incoming');
const { ServerResponse } = require('internal/http/server_response');
const { ConnectionsList } = require('internal/http/timeouts');
const { STATUS_CODES } = require('internal/http/constants');
const { parseUniqueHeadersOption } = require('internal/http/header_store');
const {
  kConnections, kConnectionsCheckingInterval, kIncomingMessage, kOptimizeEmptyRequests, kServerResponse, kUniqueHeaders,
} = require('internal/http/symbols');

const kIsNative = Symbol('kIsNative');

const DEFAULT_REQUEST_TIMEOUT = 300_000;
const DEFAULT_HEADERS_TIMEOUT = 60_000;
const DEFAULT_KEEP_ALIVE_TIMEOUT = 5_000;
const DEFAULT_KEEP_ALIVE_TIMEOUT_BUFFER = 1_000;
const DEFAULT_CHECKING_INTERVAL = 30_000;

/**
 * @param {object} [options]
 * @param {Function} [requestListener]
 */
function Server(options, requestListener) {
  if (!(this instanceof Server)) return new Server(options, requestListener);

  if (typeof options === 'function') {
    requestListener = options;
    options = {};
  } else if (options === undefined || options === null) {
    options = {};
  } else {
    validateObject(options, 'options');
  }

  Reflect.apply(storeHTTPOptions, this, [options]);
  net.Server.call(this, {
    allowHalfOpen: true,
    noDelay: options.noDelay ?? true,
    keepAlive: options.keepAlive,
    keepAliveInitialDelay: options.keepAliveInitialDelay,
    highWaterMark: options.highWaterMark,
  });

  if (requestListener) this.on('request', requestListener);
  // What ends its side has all answers before the connection ends, unless it is asked for less.
  this.httpAllowHalfOpen = false;
  this.on('connection', connectionListener);
  this.on('listening', setupConnectionsTracking);
  this.timeout = 0;
  this.maxHeadersCount = null;
  this.maxRequestsPerSocket = 0;
  this[kUniqueHeaders] = parseUniqueHeadersOption(options.uniqueHeaders);
}
Object.setPrototypeOf(Server.prototype, net.Server.prototype);
Object.setPrototypeOf(Server, net.Server);

/** The options of node:http, which servers of node:https take, too. */
function storeHTTPOptions(options) {
  this[kIncomingMessage] = options.IncomingMessage || IncomingMessage;
  this[kServerResponse] = options.ServerResponse || ServerResponse;

  if (options.maxHeaderSize !== undefined) validateInteger(options.maxHeaderSize, 'maxHeaderSize', 0);
  this.maxHeaderSize = options.maxHeaderSize;
  validateLenience(options);
  this.insecureHTTPParser = options.insecureHTTPParser;
  this.httpValidation = options.httpValidation;

  this.requestTimeout = durationOf(options, 'requestTimeout', DEFAULT_REQUEST_TIMEOUT);
  this.headersTimeout = durationOf(options, 'headersTimeout',
                                   Math.min(DEFAULT_HEADERS_TIMEOUT, this.requestTimeout));
  if (this.requestTimeout > 0 && this.headersTimeout > this.requestTimeout) {
    throw new ERR_OUT_OF_RANGE('headersTimeout', '<= requestTimeout', this.headersTimeout);
  }
  this.keepAliveTimeout = durationOf(options, 'keepAliveTimeout', DEFAULT_KEEP_ALIVE_TIMEOUT);
  this.keepAliveTimeoutBuffer = durationOf(options, 'keepAliveTimeoutBuffer', DEFAULT_KEEP_ALIVE_TIMEOUT_BUFFER);
  this.connectionsCheckingInterval = durationOf(options, 'connectionsCheckingInterval', DEFAULT_CHECKING_INTERVAL);

  this.requireHostHeader = flagOf(options, 'requireHostHeader', true);
  this.joinDuplicateHeaders = flagOf(options, 'joinDuplicateHeaders', undefined);
  this.rejectNonStandardBodyWrites = flagOf(options, 'rejectNonStandardBodyWrites', false);
  this[kOptimizeEmptyRequests] = flagOf(options, 'optimizeEmptyRequests', false);
  if (options.shouldUpgradeCallback !== undefined) {
    validateFunction(options.shouldUpgradeCallback, 'options.shouldUpgradeCallback');
    this.shouldUpgradeCallback = options.shouldUpgradeCallback;
  } else {
    this.shouldUpgradeCallback = hasUpgradeListener;
  }
}

function durationOf(options, name, byDefault) {
  if (options[name] === undefined) return byDefault;
  validateInteger(options[name], name, 0);
  return options[name];
}

function flagOf(options, name, byDefault) {
  if (options[name] === undefined) return byDefault;
  validateBoolean(options[name], `options.${name}`);
  return options[name];
}

function hasUpgradeListener() {
  return this.listenerCount('upgrade') > 0;
}

Object.defineProperty(Server.prototype, 'isLenientHeaderValidation', {
  __proto__: null,
  configurable: true,
  get() { return calculateLenientFlags(this.httpValidation, this.insecureHTTPParser) !== 0; },
});

/** One interval per server looks for requests that take too long. */
function setupConnectionsTracking() {
  useNativeConnections(this);
  this[kConnections] ??= new ConnectionsList();
  if (this[kConnectionsCheckingInterval]) clearInterval(this[kConnectionsCheckingInterval]);
  // The interval must not keep the server alive, neither as an object nor as a reason for the process to stay.
  this[kConnectionsCheckingInterval] =
    setInterval(checkConnections, this.connectionsCheckingInterval, new WeakRef(this)).unref();
}

/** Connections go to the native side, where it can serve the server. */
function useNativeConnections(server) {
  if (!(server instanceof Server) || !server._handle) return;
  const { takeDescriptor } = require('internal/http/native/connections'); // Lazy: a cycle, and clients need it not.
  server[kIsNative] = true;
  server._handle.takeDescriptor = (fd) => takeDescriptor(server, fd);
}

function checkConnections(reference) {
  const server = reference.deref();
  if (server === undefined || (server.headersTimeout === 0 && server.requestTimeout === 0)) return;
  for (const { socket } of server[kConnections].expired(server.headersTimeout, server.requestTimeout)) {
    if (socket) onRequestTimeout(socket);
  }
  if (!server[kIsNative]) return;
  for (const socket of require('internal/http/native/connections').expiredSockets(server)) onRequestTimeout(socket);
}

/** What comes before the closing of a server. */
function httpServerPreClose(server) {
  server.closeIdleConnections();
  clearInterval(server[kConnectionsCheckingInterval]);
}

Server.prototype.close = function close() {
  httpServerPreClose(this);
  Reflect.apply(net.Server.prototype.close, this, arguments);
  return this;
};

Server.prototype[Symbol.asyncDispose] = async function() {
  await promisify(this.close).call(this);
};

Server.prototype.closeAllConnections = function closeAllConnections() {
  if (this[kIsNative]) require('internal/http/native/connections').closeAllConnections(this);
  for (const { socket } of this[kConnections]?.all() ?? []) socket?.destroy();
};

Server.prototype.closeIdleConnections = function closeIdleConnections() {
  if (this[kIsNative]) require('internal/http/native/connections').closeIdleConnections(this);
  for (const { socket } of this[kConnections]?.idle() ?? []) {
    // A request may have come whole whose answer has not gone yet.
    if (!socket || (socket._httpMessage && !socket._httpMessage.finished)) continue;
    socket.destroy();
  }
};

Server.prototype.setTimeout = function setTimeout(msecs, callback) {
  this.timeout = msecs;
  if (callback) this.on('timeout', callback);
  return this;
};

Server.prototype[EE.captureRejectionSymbol] = function(error, event, ...args) {
  if (event !== 'request') {
    Reflect.apply(net.Server.prototype[EE.captureRejectionSymbol], this, [error, event, ...args]);
    return;
  }
  const res = args[1];
  if (res.headersSent || res.writableEnded) {
    res.destroy();
    return;
  }
  for (const name of res.getHeaderNames()) res.removeHeader(name);
  res.statusCode = 500;
  res.end(STATUS_CODES[500]);
};

module.exports = {
  Server,
  httpServerPreClose,
  setupConnectionsTracking,
  storeHTTPOptions,
};
