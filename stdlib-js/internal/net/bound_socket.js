'use strict';
// An address or a path that is bound already, for a server or a socket to take over.
// https://nodejs.org/docs/latest-v24.x/api/net.html#class-netboundsocket

const {
  ErrnoException,
  ExceptionWithHostPort,
  codes: { ERR_INVALID_ARG_VALUE, ERR_SOCKET_HANDLE_ADOPTED },
} = require('internal/errors');
const { isIP } = require('internal/net/ip');
const { Pipe, SOCKET, TCP } = require('internal/net/sockets');
const { kAdopt } = require('internal/net/symbols');
const { validateBoolean, validateObject, validatePort, validateString } = require('internal/validators');

const IPV6_ONLY = 1;
const REUSE_PORT = 2;

class BoundSocket {
  #handle;
  #path;
  #isAdopted = false;

  /** @param {{host?: string, port?: number, ipv6Only?: boolean, reusePort?: boolean, path?: string}} [options] */
  constructor(options = {}) {
    validateObject(options, 'options');
    if (options.path === undefined) {
      this.#handle = boundTcp(options);
    } else {
      this.#handle = boundPipe(options);
      this.#path = options.path;
    }
  }

  get isPipe() {
    return this.#path !== undefined;
  }

  address() {
    this.#requireOwn();
    if (this.#path !== undefined) return this.#path;
    const name = {};
    const status = this.#handle.getsockname(name);
    if (status) throw new ErrnoException(status, 'getsockname');
    return name;
  }

  fd() {
    this.#requireOwn();
    return this.#handle.fd;
  }

  close() {
    this.#requireOwn();
    this.#handle.close();
  }

  /** Gives the handle away. */
  [kAdopt]() {
    this.#requireOwn();
    this.#isAdopted = true;
    const handle = this.#handle;
    handle.boundPath = this.#path;
    handle.isBound = true;
    return handle;
  }

  #requireOwn() {
    if (this.#isAdopted) throw new ERR_SOCKET_HANDLE_ADOPTED();
  }
}

function boundTcp({ port = 0, ipv6Only = false, reusePort = false, host = ipv6Only ? '::' : '0.0.0.0' }) {
  validateString(host, 'options.host');
  validatePort(port, 'options.port');
  validateBoolean(ipv6Only, 'options.ipv6Only');
  validateBoolean(reusePort, 'options.reusePort');
  const family = isIP(host);
  if (family === 0) throw new ERR_INVALID_ARG_VALUE('options.host', host, 'must be an IP address');
  const flags = (ipv6Only ? IPV6_ONLY : 0) | (reusePort ? REUSE_PORT : 0);
  const handle = new TCP(SOCKET);
  let status = family === 6 ? handle.bind6(host, port | 0, flags) : handle.bind(host, port | 0, flags);
  // That the address is in use is otherwise told when listening begins.
  status ||= handle.getsockname({});
  if (status === 0) return handle;
  handle.close();
  throw new ExceptionWithHostPort(status, 'bind', host, port);
}

function boundPipe(options) {
  validateString(options.path, 'options.path');
  for (const name of ['host', 'port', 'ipv6Only', 'reusePort']) {
    if (options[name] === undefined) continue;
    throw new ERR_INVALID_ARG_VALUE(`options.${name}`, options[name], 'cannot be used with options.path');
  }
  const handle = new Pipe(SOCKET);
  const status = handle.bind(options.path);
  if (status === 0) return handle;
  handle.close();
  throw new ExceptionWithHostPort(status, 'bind', options.path);
}

module.exports = { BoundSocket };
