'use strict';

// UDP sockets. https://nodejs.org/docs/latest-v24.x/api/dgram.html

const { guessHandleType } = internalBinding('util');
const EventEmitter = require('events');
const { symbols: { async_id_symbol } } = require('internal/async_hooks');
const { AsyncRequest } = require('internal/async_request');
const { connectedDatagram, unconnectedDatagram, validateSendto } = require('internal/dgram/arguments');
const { UDP, IPV6_ONLY, REUSE_ADDRESS, REUSE_PORT } = require('internal/dgram/handle');
const {
  ErrnoException,
  ExceptionWithHostPort,
  codes: {
    ERR_INVALID_ARG_TYPE,
    ERR_INVALID_ARG_VALUE,
    ERR_INVALID_FD_TYPE,
    ERR_IP_BLOCKED,
    ERR_MISSING_ARGS,
    ERR_SOCKET_ALREADY_BOUND,
    ERR_SOCKET_BAD_BUFFER_SIZE,
    ERR_SOCKET_BAD_TYPE,
    ERR_SOCKET_BUFFER_SIZE,
    ERR_SOCKET_DGRAM_IS_CONNECTED,
    ERR_SOCKET_DGRAM_NOT_CONNECTED,
    ERR_SOCKET_DGRAM_NOT_RUNNING,
  },
  uvErrmapGet,
} = require('internal/errors');
const { isIP } = require('internal/net/ip');
const { deprecate, kEmptyObject } = require('internal/util');
const {
  isInt32,
  validateAbortSignal,
  validateFunction,
  validateNumber,
  validateObject,
  validatePort,
  validateString,
  validateUint32,
} = require('internal/validators');

const kState = Symbol('state symbol');

const MAX_PORT = 0xffff;

const UNBOUND = 0;
const BINDING = 1;
const BOUND = 2;
const DISCONNECTED = 0;
const CONNECTING = 1;
const CONNECTED = 2;

class UDPWrap extends AsyncRequest {}
class SendWrap extends AsyncRequest {}

/** What to bind to and to send to when nobody says, by type. */
const FAMILY_OF = {
  __proto__: null,
  udp4: { family: 4, any: '0.0.0.0', loopback: '127.0.0.1' },
  udp6: { family: 6, any: '::', loopback: '::1' },
};

/** @param {'udp4' | 'udp6' | object} type  @param {Function} [listener] */
function Socket(type, listener) {
  EventEmitter.call(this);
  const options = type !== null && typeof type === 'object' ? type : kEmptyObject;
  if (options !== kEmptyObject) type = options.type;
  validateOptions(type, options);
  this.type = type;
  if (typeof listener === 'function') this.on('message', listener);
  const { lookup, reuseAddr, reusePort, ipv6Only, recvBufferSize, sendBufferSize, receiveBlockList, sendBlockList } =
    options;
  this[kState] = {
    handle: undefined,
    lookup,
    receiving: false,
    bindState: UNBOUND,
    connectState: DISCONNECTED,
    /** What waits until the socket is bound. @type {Array<() => void> | undefined} */
    queue: undefined,
    reuseAddr,
    reusePort,
    ipv6Only,
    recvBufferSize,
    sendBufferSize,
    receiveBlockList,
    sendBlockList,
  };
  this[kState].handle = makeHandle(this, type);
  if (options.signal !== undefined) closeOnAbort(this, options.signal);
  publishSocket(this);
}
Object.setPrototypeOf(Socket.prototype, EventEmitter.prototype);
Object.setPrototypeOf(Socket, EventEmitter);

function makeHandle(socket, type) {
  const handle = new UDP(type === 'udp6');
  const resource = new UDPWrap();
  resource.begin('UDPWRAP');
  socket[kState].resource = resource;
  socket[async_id_symbol] = resource.getAsyncId();
  return handle;
}

function validateOptions(type, { lookup, recvBufferSize, sendBufferSize, signal, receiveBlockList, sendBlockList }) {
  if (lookup !== undefined) validateFunction(lookup, 'lookup');
  if (recvBufferSize !== undefined) validateUint32(recvBufferSize, 'options.recvBufferSize');
  if (sendBufferSize !== undefined) validateUint32(sendBufferSize, 'options.sendBufferSize');
  validateBlockList(receiveBlockList, 'options.receiveBlockList');
  validateBlockList(sendBlockList, 'options.sendBlockList');
  if (typeof type !== 'string' || FAMILY_OF[type] === undefined) throw new ERR_SOCKET_BAD_TYPE();
  if (signal !== undefined) validateAbortSignal(signal, 'options.signal');
}

function validateBlockList(list, name) {
  if (list && !require('net').BlockList.isBlockList(list)) throw new ERR_INVALID_ARG_TYPE(name, 'net.BlockList', list);
}

function closeOnAbort(socket, signal) {
  const onAborted = () => {
    if (socket[kState].handle) socket.close();
  };
  if (signal.aborted) return onAborted();
  // Lazy: few sockets have a signal.
  const { addAbortListener } = require('internal/events/abort_listener');
  const listener = addAbortListener(signal, onAborted);
  socket.once('close', listener[Symbol.dispose]);
}

let socketChannel;
function publishSocket(socket) {
  socketChannel ??= require('diagnostics_channel').channel('udp.socket');
  if (socketChannel.hasSubscribers) socketChannel.publish({ socket });
}

/** @param {'udp4' | 'udp6' | object} type  @param {Function} [listener] */
function createSocket(type, listener) {
  return new Socket(type, listener);
}

/** The handle; the error is that the socket is closed. */
function running(socket) {
  const { handle } = socket[kState];
  if (!handle) throw new ERR_SOCKET_DGRAM_NOT_RUNNING();
  return handle;
}

/** Calls a method of the handle's that fails with Node's name for it. */
function perform(socket, name, method, ...args) {
  const status = running(socket)[method](...args);
  if (status < 0) throw new ErrnoException(status, name);
  return status;
}

Socket.prototype.bind = function(port, address) {
  running(this);
  const state = this[kState];
  if (state.bindState !== UNBOUND) throw new ERR_SOCKET_ALREADY_BOUND();
  const callback = arguments.length > 0 && arguments[arguments.length - 1];
  state.bindState = BINDING;
  if (port !== null && typeof port === 'object') {
    if (isInt32(port.fd) && port.fd > 0) return bindDescriptor(this, port.fd, callback);
    ({ port, address } = port);
  }
  if (typeof callback === 'function') onceListening(this, callback);
  const wanted = typeof address === 'function' || !address ? FAMILY_OF[this.type].any : address;
  lookUp(this, wanted, (error, ip) => {
    if (!state.handle) return; // Closed meanwhile.
    error ??= bindHandle(this, ip, port);
    if (error) {
      state.bindState = UNBOUND;
      this.emit('error', error);
      return;
    }
    startListening(this);
    this.emit('listening');
  });
  return this;
};

/** Calls back once the socket is bound, and no more if it cannot be. */
function onceListening(socket, callback) {
  const onListening = function() {
    socket.removeListener(EventEmitter.errorMonitor, onError);
    Reflect.apply(callback, socket, []);
  };
  const onError = () => socket.removeListener('listening', onListening);
  socket.once('listening', onListening);
  socket.once(EventEmitter.errorMonitor, onError);
}

function bindDescriptor(socket, fd, callback) {
  const type = guessHandleType(fd);
  if (type !== 'UDP') throw new ERR_INVALID_FD_TYPE(type);
  perform(socket, 'open', 'open', fd);
  if (typeof callback === 'function') onceListening(socket, callback);
  startListening(socket);
  socket.emit('listening');
  return socket;
}

/** The error, if there is one. */
function bindHandle(socket, ip, port) {
  const { handle, reuseAddr, reusePort, ipv6Only } = socket[kState];
  const flags = (reuseAddr ? REUSE_ADDRESS : 0) | (reusePort ? REUSE_PORT : 0) | (ipv6Only ? IPV6_ONLY : 0);
  // Nobody checks the port, as in Node; the system sees its lower half.
  const status = handle.bind(ip, port & MAX_PORT, flags);
  return status < 0 ? new ExceptionWithHostPort(status, 'bind', ip, port) : undefined;
}

function startListening(socket) {
  const state = socket[kState];
  state.handle.onmessage = (...args) => state.resource.enter(onMessage, socket, ...args);
  state.handle.recvStart();
  state.receiving = true;
  state.bindState = BOUND;
  if (state.recvBufferSize) bufferSize(socket, state.recvBufferSize, true);
  if (state.sendBufferSize) bufferSize(socket, state.sendBufferSize, false);
}

function onMessage(socket, status, bytes, rinfo) {
  if (status < 0) {
    socket.emit('error', new ErrnoException(status, 'recvmsg'));
    return;
  }
  if (isBlocked(socket[kState].receiveBlockList, rinfo.address, rinfo.family.toLowerCase())) return;
  // Lazy: only sockets that receive make buffers.
  const { Buffer } = require('buffer');
  rinfo.size = bytes.byteLength;
  socket.emit('message', Buffer.from(bytes), rinfo);
}

function isBlocked(blockList, ip, family) {
  return Boolean(blockList?.check(ip, family));
}

/** @param {{port?: number, address?: string}} [options] */
Socket.prototype.bindSync = function bindSync(options = kEmptyObject) {
  running(this);
  validateObject(options, 'options');
  const state = this[kState];
  if (state.bindState !== UNBOUND) throw new ERR_SOCKET_ALREADY_BOUND();
  const { port = 0, address = FAMILY_OF[this.type].any } = options;
  validatePort(port, 'options.port');
  validateNumeric(address, 'options.address', 'bindSync');
  const error = bindHandle(this, address, port);
  if (error) throw error;
  startListening(this);
  emitLater(this, 'listening');
  return this.address();
};

function validateNumeric(address, name, method) {
  validateString(address, name);
  if (isIP(address)) return;
  throw new ERR_INVALID_ARG_VALUE(name, address, `must be a numeric IP address; ${method} does not perform DNS resolution`);
}

/** On the next tick, unless the socket is closed by then. */
function emitLater(socket, event) {
  process.nextTick(() => {
    if (socket[kState].handle) socket.emit(event);
  });
}

function lookUp(socket, address, callback) {
  const { family, loopback } = FAMILY_OF[socket.type];
  const { lookup } = socket[kState];
  address ||= loopback;
  if (lookup !== undefined) lookup(address, family, callback);
  else if (isIP(address) === family) process.nextTick(callback, null, address);
  else require('dns').lookup(address, family, callback); // Lazy: few sockets need names.
}

Socket.prototype.connect = function(port, address, callback) {
  port = validatePort(port, 'Port', false);
  if (typeof address === 'function') {
    callback = address;
    address = '';
  } else if (address === undefined) {
    address = '';
  }
  validateString(address, 'address');
  running(this);
  const state = this[kState];
  if (state.connectState !== DISCONNECTED) throw new ERR_SOCKET_DGRAM_IS_CONNECTED();
  state.connectState = CONNECTING;
  whenBound(this, () => startConnecting(this, port, address, callback));
};

function startConnecting(socket, port, address, callback) {
  if (callback) socket.once('connect', callback);
  lookUp(socket, address, (error, ip) => {
    const state = socket[kState];
    if (!state.handle) return; // Closed meanwhile.
    error ??= connectHandle(socket, ip, address, port);
    if (!error) {
      state.connectState = CONNECTED;
      socket.emit('connect');
      return;
    }
    state.connectState = DISCONNECTED;
    process.nextTick(() => {
      if (!callback) return socket.emit('error', error);
      socket.removeListener('connect', callback);
      callback(error);
    });
  });
}

/** The error, if there is one. */
function connectHandle(socket, ip, address, port) {
  const { handle, sendBlockList } = socket[kState];
  if (isBlocked(sendBlockList, ip, `ipv${isIP(ip)}`)) return new ERR_IP_BLOCKED(ip);
  const status = handle.connect(ip, port);
  return status < 0 ? new ExceptionWithHostPort(status, 'connect', address, port) : undefined;
}

/** @param {number} port  @param {string} [address] */
Socket.prototype.connectSync = function connectSync(port, address = FAMILY_OF[this.type].loopback) {
  port = validatePort(port, 'Port', false);
  validateNumeric(address, 'address', 'connectSync');
  running(this);
  const state = this[kState];
  if (state.connectState !== DISCONNECTED) throw new ERR_SOCKET_DGRAM_IS_CONNECTED();
  if (state.bindState === BINDING) throw new ERR_SOCKET_ALREADY_BOUND();
  if (state.bindState === UNBOUND) this.bindSync();
  const error = connectHandle(this, address, address, port);
  if (error) throw error;
  state.connectState = CONNECTED;
  emitLater(this, 'connect');
};

Socket.prototype.disconnect = function() {
  const state = this[kState];
  if (state.connectState !== CONNECTED) throw new ERR_SOCKET_DGRAM_NOT_CONNECTED();
  perform(this, 'connect', 'disconnect');
  state.connectState = DISCONNECTED;
};

/** Does it now, or once the socket is bound, which it is made if nobody else does. */
function whenBound(socket, operation) {
  const state = socket[kState];
  if (state.bindState === UNBOUND) socket.bind({ port: 0, exclusive: true }, null);
  if (state.bindState === BOUND) return operation();
  if (state.queue === undefined) {
    state.queue = [];
    socket.once('listening', runQueue);
    socket.once(EventEmitter.errorMonitor, dropQueue);
  }
  state.queue.push(operation);
}

function runQueue() {
  this.removeListener(EventEmitter.errorMonitor, dropQueue);
  const { queue } = this[kState];
  this[kState].queue = undefined;
  for (const operation of queue) operation();
}

function dropQueue() {
  this.removeListener('listening', runQueue);
  this[kState].queue = undefined;
}

Socket.prototype.sendto = function(buffer, offset, length, port, address, callback) {
  validateSendto(offset, length, port, address);
  return this.send(buffer, offset, length, port, address, callback);
};

Socket.prototype.send = function(buffer, offset, length, port, address, callback) {
  const state = this[kState];
  const read = state.connectState === CONNECTED ? connectedDatagram : unconnectedDatagram;
  const datagram = read(buffer, offset, length, port, address, callback);
  running(this);
  const isConnected = state.connectState === CONNECTED;
  whenBound(this, () => {
    if (isConnected) return sendDatagram(this, datagram, undefined);
    lookUp(this, datagram.address, (error, ip) => {
      if (error) failToSend(this, datagram, error);
      else sendDatagram(this, datagram, ip);
    });
  });
};

/** A callback takes the error, or else the socket has it. */
function failToSend(socket, { callback }, error) {
  process.nextTick(() => (callback ? callback(error) : socket.emit('error', error)));
}

function sendDatagram(socket, datagram, ip) {
  const { handle, sendBlockList } = socket[kState];
  if (!handle) return; // Closed meanwhile.
  if (ip && isBlocked(sendBlockList, ip, `ipv${isIP(ip)}`)) return failToSend(socket, datagram, new ERR_IP_BLOCKED(ip));
  const { parts, address, port, callback } = datagram;
  // Without a callback nobody hears of a failure, as in Node.
  if (!callback) {
    handle.send(parts, ip, port, () => {});
    return;
  }
  const request = new SendWrap();
  request.oncomplete = (status) => {
    if (status < 0) callback(new ExceptionWithHostPort(status, 'send', address, port));
    else callback(null, parts.reduce((sum, part) => sum + part.byteLength, 0));
  };
  request.begin('UDPSENDWRAP');
  const status = handle.send(parts, ip, port, (sent) => request.finish(sent));
  if (status <= 0) process.nextTick(() => request.finish(status));
}

Socket.prototype.close = function(callback) {
  if (typeof callback === 'function') this.on('close', callback);
  const state = this[kState];
  if (state.queue !== undefined) {
    state.queue.push(() => this.close());
    return this;
  }
  const handle = running(this);
  stopReceiving(this);
  handle.close();
  state.resource.end();
  state.handle = null;
  process.nextTick(() => this.emit('close'));
  return this;
};

Socket.prototype[Symbol.asyncDispose] = async function() {
  if (!this[kState].handle) return;
  await new Promise((resolve, reject) => {
    this.close((error) => (error ? reject(error) : resolve()));
  });
};

function stopReceiving(socket) {
  const state = socket[kState];
  if (!state.receiving) return;
  state.handle.recvStop();
  state.receiving = false;
}

Socket.prototype.address = function() {
  return perform(this, 'getsockname', 'getsockname');
};

Socket.prototype.remoteAddress = function() {
  running(this);
  if (this[kState].connectState !== CONNECTED) throw new ERR_SOCKET_DGRAM_NOT_CONNECTED();
  return perform(this, 'getpeername', 'getpeername');
};

/** @param {boolean} isOn */
Socket.prototype.setBroadcast = function(isOn) {
  perform(this, 'setBroadcast', 'setBroadcast', isOn);
};

/** @param {number} ttl */
Socket.prototype.setTTL = function(ttl) {
  validateNumber(ttl, 'ttl');
  perform(this, 'setTTL', 'setTTL', ttl);
  return ttl;
};

/** @param {number} ttl */
Socket.prototype.setMulticastTTL = function(ttl) {
  validateNumber(ttl, 'ttl');
  perform(this, 'setMulticastTTL', 'setMulticastTTL', ttl);
  return ttl;
};

/** @param {boolean} isOn */
Socket.prototype.setMulticastLoopback = function(isOn) {
  perform(this, 'setMulticastLoopback', 'setMulticastLoopback', isOn);
  return isOn;
};

/** @param {string} interfaceAddress */
Socket.prototype.setMulticastInterface = function(interfaceAddress) {
  running(this);
  validateString(interfaceAddress, 'interfaceAddress');
  perform(this, 'setMulticastInterface', 'setMulticastInterface', interfaceAddress);
};

Socket.prototype.addMembership = function(multicastAddress, interfaceAddress) {
  setMembership(this, 'addMembership', multicastAddress, interfaceAddress, true);
};

Socket.prototype.dropMembership = function(multicastAddress, interfaceAddress) {
  setMembership(this, 'dropMembership', multicastAddress, interfaceAddress, false);
};

function setMembership(socket, name, group, networkInterface, isMember) {
  running(socket);
  if (!group) throw new ERR_MISSING_ARGS('multicastAddress');
  perform(socket, name, 'setMembership', `${group}`, networkInterface, isMember);
}

Socket.prototype.addSourceSpecificMembership = function(sourceAddress, groupAddress, interfaceAddress) {
  setSourceMembership(this, 'addSourceSpecificMembership', sourceAddress, groupAddress, interfaceAddress, true);
};

Socket.prototype.dropSourceSpecificMembership = function(sourceAddress, groupAddress, interfaceAddress) {
  setSourceMembership(this, 'dropSourceSpecificMembership', sourceAddress, groupAddress, interfaceAddress, false);
};

function setSourceMembership(socket, name, source, group, networkInterface, isMember) {
  running(socket);
  validateString(source, 'sourceAddress');
  validateString(group, 'groupAddress');
  perform(socket, name, 'setSourceMembership', source, group, networkInterface, isMember);
}

Socket.prototype.ref = function() {
  this[kState].handle?.ref();
  return this;
};

Socket.prototype.unref = function() {
  this[kState].handle?.unref();
  return this;
};

/** @param {number} size */
Socket.prototype.setRecvBufferSize = function(size) {
  bufferSize(this, size, true);
};

/** @param {number} size */
Socket.prototype.setSendBufferSize = function(size) {
  bufferSize(this, size, false);
};

Socket.prototype.getRecvBufferSize = function() {
  return bufferSize(this, 0, true);
};

Socket.prototype.getSendBufferSize = function() {
  return bufferSize(this, 0, false);
};

function bufferSize(socket, size, isReceiving) {
  if (size >>> 0 !== size) throw new ERR_SOCKET_BAD_BUFFER_SIZE();
  const result = running(socket).bufferSize(isReceiving, size);
  if (result >= 0) return result;
  const [code, message] = uvErrmapGet(result) ?? ['UNKNOWN', 'unknown error'];
  const syscall = isReceiving ? 'uv_recv_buffer_size' : 'uv_send_buffer_size';
  throw new ERR_SOCKET_BUFFER_SIZE({ errno: result, code, message, syscall });
}

Socket.prototype.getSendQueueSize = function() {
  return this[kState].handle.getSendQueueSize();
};

Socket.prototype.getSendQueueCount = function() {
  return this[kState].handle.getSendQueueCount();
};

defineDeprecated('_handle', 'handle');
defineDeprecated('_receiving', 'receiving');
defineDeprecated('_bindState', 'bindState');
defineDeprecated('_queue', 'queue');
defineDeprecated('_reuseAddr', 'reuseAddr');

/** What was public by accident. */
function defineDeprecated(name, key) {
  const message = `Socket.prototype.${name} is deprecated`;
  Object.defineProperty(Socket.prototype, name, {
    __proto__: null,
    get: deprecate(function() { return this[kState][key]; }, message, 'DEP0112'),
    set: deprecate(function(value) { this[kState][key] = value; }, message, 'DEP0112'),
    configurable: false,
    enumerable: false,
  });
}

Socket.prototype._healthCheck = deprecate(function() {
  running(this);
}, 'Socket.prototype._healthCheck() is deprecated', 'DEP0112');

Socket.prototype._stopReceiving = deprecate(function() {
  stopReceiving(this);
}, 'Socket.prototype._stopReceiving() is deprecated', 'DEP0112');

module.exports = { createSocket, Socket };
