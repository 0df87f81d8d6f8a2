'use strict';
// How a socket gets its connection: by path, by address, or by a name's addresses, one after the other.
// https://nodejs.org/docs/latest-v24.x/api/net.html#socketconnectoptions-connectlistener

const {
  AbortError,
  ErrnoException,
  ExceptionWithHostPort,
  codes: {
    ERR_INVALID_ADDRESS_FAMILY, ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_INVALID_IP_ADDRESS, ERR_IP_BLOCKED, ERR_MISSING_ARGS,
  },
} = require('internal/errors');
const { defaultTriggerAsyncIdScope, symbols: { async_id_symbol } } = require('internal/async_hooks');
const { SHORTEST_ATTEMPT_MS, getDefaultAutoSelectFamily, getDefaultAutoSelectFamilyAttemptTimeout } =
  require('internal/net/arguments');
const { isIP } = require('internal/net/ip');
const { Request } = require('internal/net/handles');
const { Pipe, SOCKET, TCP } = require('internal/net/sockets');
const { kKeepAlive, kNoDelay, kTypeOfService } = require('internal/net/symbols');
const {
  validateBoolean, validateFunction, validateInt32, validateNumber, validatePort, validateString,
  validateStringWithoutNullBytes,
} = require('internal/validators');

const { nextTick } = process;

/** Begins to connect; failures to do so come as events. */
function connect(socket, options, callback) {
  if (options.port === undefined && options.path == null) throw new ERR_MISSING_ARGS(['options', 'port', 'path']);
  const prototype = Object.getPrototypeOf(socket);
  if (socket.write !== prototype.write) socket.write = prototype.write;
  if (socket.destroyed) {
    socket._handle = null;
    socket._peername = undefined;
    socket._sockname = undefined;
  }
  refuseSecondBinding(socket, options);
  const isPipe = Boolean(options.path);
  if (!socket._handle) {
    socket._handle = isPipe ? new Pipe(SOCKET) : new TCP(SOCKET);
    require('internal/net/socket').initSocketHandle(socket);
  }
  if (options.blockList !== undefined) socket.blockList = options.blockList;
  if (callback !== null) socket.once('connect', callback);
  socket._unrefTimer();
  socket.connecting = true;
  if (isPipe) {
    validateString(options.path, 'options.path');
    inScopeOf(socket, connectPath, socket, options.path);
  } else {
    lookupAndConnect(socket, options);
  }
}

/** Who has taken over what is bound has its local address. */
function refuseSecondBinding(socket, options) {
  if (!socket._handle?.isBound) return;
  for (const name of ['localAddress', 'localPort']) {
    if (options[name] === undefined) continue;
    throw new ERR_INVALID_ARG_VALUE(`options.${name}`, options[name], 'cannot be set on a bound socket');
  }
}

function inScopeOf(socket, run, ...args) {
  return defaultTriggerAsyncIdScope(socket[async_id_symbol], run, ...args);
}

function connectPath(socket, path) {
  const request = new Request();
  request.oncomplete = afterConnect;
  request.address = path;
  const status = socket._handle.connect(request, path);
  if (status) socket.destroy(new ExceptionWithHostPort(status, 'connect', path, undefined));
}

function lookupAndConnect(socket, options) {
  const target = validatedTarget(options);
  const family = isIP(target.host);
  if (family !== 0 && socket._handle.isBound) {
    inScopeOf(socket, connectAddress, socket, target.host, family, target);
    return;
  }
  if (family !== 0) {
    inScopeOf(socket, nextTick, () => {
      if (socket.connecting) inScopeOf(socket, connectAddress, socket, target.host, family, target);
    });
    return;
  }
  if (options.lookup != null) validateFunction(options.lookup, 'options.lookup');
  const dns = require('dns'); // Lazy: an address needs no lookup.
  const question = { family: familyOf(options.family), hints: options.hints || 0 };
  if (question.family !== 4 && question.family !== 6 && question.hints === 0) question.hints = dns.ADDRCONFIG;
  socket._host = target.host;
  const lookup = options.lookup || dns.lookup;
  if (target.autoSelectFamily && question.family !== 4 && question.family !== 6 && !target.localAddress) {
    question.all = true;
    inScopeOf(socket, lookup, target.host, question, (error, addresses) => onAll(socket, target, error, addresses));
    return;
  }
  inScopeOf(socket, lookup, target.host, question,
            (error, address, addressFamily) => onOne(socket, target, error, address, addressFamily));
}

function validatedTarget(options) {
  const { localAddress, localPort } = options;
  const host = options.host || 'localhost';
  validateStringWithoutNullBytes(host, 'options.host');
  if (localAddress && !isIP(localAddress)) throw new ERR_INVALID_IP_ADDRESS(localAddress);
  if (localPort) validateNumber(localPort, 'options.localPort');
  let { port } = options;
  if (port !== undefined) {
    if (typeof port !== 'number' && typeof port !== 'string') {
      throw new ERR_INVALID_ARG_TYPE('options.port', ['number', 'string'], port);
    }
    validatePort(port);
  }
  port |= 0;
  let { autoSelectFamily, autoSelectFamilyAttemptTimeout: timeout } = options;
  if (autoSelectFamily != null) validateBoolean(autoSelectFamily, 'options.autoSelectFamily');
  else autoSelectFamily = getDefaultAutoSelectFamily();
  if (timeout != null) {
    validateInt32(timeout, 'options.autoSelectFamilyAttemptTimeout', 1);
    timeout = Math.max(timeout, SHORTEST_ATTEMPT_MS);
  } else {
    timeout = getDefaultAutoSelectFamilyAttemptTimeout();
  }
  // What the caller wrote is what an error about the family shows.
  const asked = { host: options.host, port: options.port };
  return { host, port, localAddress, localPort, autoSelectFamily, timeout, asked };
}

function familyOf(family) {
  if (family === 'IPv4') return 4;
  return family === 'IPv6' ? 6 : family;
}

function onOne(socket, target, error, address, family) {
  socket.emit('lookup', error, address, family, target.host);
  if (!socket.connecting) return;
  error ??= addressError(target, address, family);
  if (error) {
    nextTick(failToConnect, socket, error);
    return;
  }
  socket._unrefTimer();
  inScopeOf(socket, connectAddress, socket, address, family, target);
}

function addressError({ asked }, address, family) {
  if (typeof address !== 'string' || !isIP(address)) return new ERR_INVALID_IP_ADDRESS(address);
  if (family !== 4 && family !== 6) return new ERR_INVALID_ADDRESS_FAMILY(family, asked.host, asked.port);
  return null;
}

function failToConnect(socket, error) {
  socket.destroy(error);
}

function onAll(socket, target, error, addresses) {
  if (!socket.connecting) return;
  if (error) {
    socket.emit('lookup', error, undefined, undefined, target.host);
    nextTick(failToConnect, socket, error);
    return;
  }
  const usable = usableAddresses(socket, target, addresses);
  if (usable === undefined) return;
  const attempts = alternating(usable);
  if (attempts.length === 0) {
    const [first] = addresses;
    nextTick(failToConnect, socket, addressError(target, first?.address, first?.family));
    return;
  }
  socket._unrefTimer();
  if (attempts.length === 1) {
    inScopeOf(socket, connectAddress, socket, attempts[0].address, attempts[0].family, target);
    return;
  }
  socket.autoSelectFamilyAttemptedAddresses = [];
  const { connectInTurn } = require('internal/net/attempts'); // Lazy: most names have one address that answers.
  inScopeOf(socket, connectInTurn, socket, attempts, target);
}

/** Two lists, that of the first address's family first; undefined when a listener gave the connection up. */
function usableAddresses(socket, target, addresses) {
  const lists = [[], []];
  let firstFamily;
  for (const { address, family } of addresses) {
    socket.emit('lookup', null, address, family, target.host);
    if (!socket.connecting) return undefined;
    if (!isIP(address) || (family !== 4 && family !== 6)) continue;
    firstFamily ??= family;
    const list = lists[family === firstFamily ? 0 : 1];
    if (!list.some((known) => known.address === address)) list.push({ address, family });
  }
  return lists;
}

function alternating([first, second]) {
  const attempts = [];
  for (let index = 0; index < Math.max(first.length, second.length); index++) {
    if (index < first.length) attempts.push(first[index]);
    if (index < second.length) attempts.push(second[index]);
  }
  return attempts;
}

function connectAddress(socket, address, family, target) {
  const { port, localAddress, localPort } = target;
  if ((localAddress || localPort) && !bindLocally(socket, family, localAddress, localPort)) return;
  if (socket.blockList?.check(address, `ipv${family}`)) {
    socket.destroy(new ERR_IP_BLOCKED(address));
    return;
  }
  socket.emit('connectionAttempt', address, port, family);
  const request = requestFor({ address, family }, target);
  request.oncomplete = afterConnect;
  request.startTime = startTiming();
  const status = startAttempt(socket._handle, request);
  if (status === 0) return;
  const name = socket._getsockname();
  const details = name?.address ? `${name.address}:${name.port}` : undefined;
  const error = new ExceptionWithHostPort(status, 'connect', address, port, details);
  socket.emit('connectionAttemptFailed', address, port, family, error);
  socket.destroy(error);
}

function requestFor({ address, family }, { port, localAddress, localPort }) {
  const request = new Request();
  request.address = address;
  request.port = port;
  request.localAddress = localAddress;
  request.localPort = localPort;
  request.addressType = family;
  return request;
}

function startAttempt(handle, request) {
  const { address, port, addressType } = request;
  return addressType === 6 ? handle.connect6(request, address, port) : handle.connect(request, address, port);
}

let performance;

/** When an attempt that is to be told of begins; undefined if nobody listens. */
function startTiming() {
  performance ??= require('internal/performance'); // Lazy: start-up time.
  return performance.isObserved('net') ? internalBinding('performance').now() : undefined;
}

function endTiming({ startTime, address, port }) {
  performance.enqueueNodeEntry('connect', 'net', startTime, { host: address, port });
}

/** @returns {boolean} false when it failed, which the socket's error tells */
function bindLocally(socket, family, localAddress, localPort) {
  const host = localAddress || (family === 6 ? '::' : '0.0.0.0');
  const status = bindHandle(socket._handle, family, host, localPort || 0);
  if (status === 0) return true;
  socket.destroy(new ExceptionWithHostPort(status, 'bind', localAddress, localPort));
  return false;
}

/** A port that is taken is told of at once, if it was asked for. */
function bindHandle(handle, family, host, port) {
  const status = family === 6 ? handle.bind6(host, port, 0) : handle.bind(host, port);
  if (status !== 0 || port === 0) return status;
  return handle.getsockname?.({}) ?? 0;
}

/** `request.oncomplete` of the only attempt, or of the one that succeeded. */
function afterConnect(status, handle, request, readable, writable) {
  const { owner_symbol } = require('internal/net/handles');
  const socket = handle[owner_symbol];
  if (socket.destroyed) return;
  socket.connecting = false;
  socket._sockname = null;
  if (status !== 0) {
    const error = connectionError(request, status);
    socket.emit('connectionAttemptFailed', request.address, request.port, request.addressType, error);
    socket.destroy(error);
    return;
  }
  if (socket.readable && !readable) {
    socket.push(null);
    socket.read();
  }
  if (socket.writable && !writable) socket.end();
  socket._unrefTimer();
  applyOptions(socket);
  socket.emit('connect');
  socket.emit('ready');
  if (request.startTime !== undefined) endTiming(request);
  // The first read, unless it is paused already.
  if (readable && !socket.isPaused()) socket.read(0);
}

function applyOptions(socket) {
  const handle = socket._handle;
  if (socket[kNoDelay] && handle.setNoDelay) handle.setNoDelay(true);
  const keepAlive = socket[kKeepAlive];
  if (keepAlive && handle.setKeepAlive) {
    handle.setKeepAlive(true, keepAlive.delay, keepAlive.interval, keepAlive.count);
  }
  if (socket[kTypeOfService] !== undefined && handle.setTypeOfService) {
    const status = handle.setTypeOfService(socket[kTypeOfService]);
    if (status) socket.emit('error', new ErrnoException(status, 'setTypeOfService'));
  }
}

function connectionError(request, status) {
  let details;
  if (request.localAddress && request.localPort) details = `${request.localAddress}:${request.localPort}`;
  else if (request.localPort) details = `:${request.localPort}`;
  const error = new ExceptionWithHostPort(status, 'connect', request.address, request.port, details);
  if (details) {
    error.localAddress = request.localAddress;
    error.localPort = request.localPort;
  }
  return error;
}

/** Destroys the socket when the signal says so. */
function abortWith(socket, signal) {
  const abort = () => socket.destroy(new AbortError(undefined, { cause: signal.reason }));
  if (signal.aborted) {
    nextTick(abort);
    return;
  }
  const { addAbortListener } = require('internal/events/abort_listener');
  const listener = addAbortListener(signal, abort);
  socket.once('close', () => listener[Symbol.dispose]());
}

module.exports = {
  abortWith, afterConnect, bindHandle, connect, connectionError, requestFor, startAttempt, startTiming,
};
