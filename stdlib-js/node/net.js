'use strict';
// Connections over TCP and Unix sockets, and servers for them.
// https://nodejs.org/docs/latest-v24.x/api/net.html

const { channel } = require('diagnostics_channel');
const {
  getDefaultAutoSelectFamily,
  getDefaultAutoSelectFamilyAttemptTimeout,
  normalizeArgs,
  setDefaultAutoSelectFamily,
  setDefaultAutoSelectFamilyAttemptTimeout,
} = require('internal/net/arguments');
const { isIP, isIPv4, isIPv6 } = require('internal/net/ip');
const { Server, createServerHandle } = require('internal/net/server');
const { Socket } = require('internal/net/socket');

const clientSocketChannel = channel('net.client.socket');

/** @param {...any} args as of `socket.connect` */
function connect(...args) {
  const normalized = normalizeArgs(args);
  const [options] = normalized;
  const socket = new Socket(options);
  if (clientSocketChannel.hasSubscribers) clientSocketChannel.publish({ socket });
  if (options.timeout) socket.setTimeout(options.timeout);
  return socket.connect(normalized);
}

/** @param {object} [options]  @param {Function} [connectionListener] */
function createServer(options, connectionListener) {
  return new Server(options, connectionListener);
}

/** Lazy: few programs have one. */
function late(name, load) {
  Object.defineProperty(module.exports, name, {
    __proto__: null,
    configurable: true,
    enumerable: true,
    get: load,
    set(value) {
      Object.defineProperty(module.exports, name, {
        __proto__: null, configurable: true, enumerable: true, writable: true, value,
      });
    },
  });
}

module.exports = {
  _createServerHandle: createServerHandle,
  _normalizeArgs: normalizeArgs,
  connect,
  createConnection: connect,
  createServer,
  isIP,
  isIPv4,
  isIPv6,
  Server,
  Socket,
  Stream: Socket, // Its old name.
  getDefaultAutoSelectFamily,
  getDefaultAutoSelectFamilyAttemptTimeout,
  setDefaultAutoSelectFamily,
  setDefaultAutoSelectFamilyAttemptTimeout,
};

late('BlockList', () => require('internal/blocklist').BlockList);
late('SocketAddress', () => require('internal/socketaddress').SocketAddress);
late('BoundSocket', () => require('internal/net/bound_socket').BoundSocket);
