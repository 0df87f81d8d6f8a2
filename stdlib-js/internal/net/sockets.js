'use strict';
// The handles of internet and Unix sockets, connected or listening. Statuses are 0 or a negative errno.
// https://nodejs.org/docs/latest-v24.x/api/net.html

const native = internalBinding('net');
const AsyncContextFrame = require('internal/async_context_frame');
const { StreamHandle } = require('internal/net/handles');

const ENOENT = -2;
const EBADF = -9;
const EACCES = -13;
const EINVAL = -22;
const EADDRINUSE = -98;

/** As async hooks call each type: of a socket, of a server. */
const SOCKET = 0;
const SERVER = 1;

class SocketHandle extends StreamHandle {
  #request;

  /** Tells of connections, once it listens. @type {((status: number, client?: SocketHandle) => void) | undefined} */
  onconnection = undefined;

  /** Takes a connection before it becomes a handle; false if it is not wanted so. @type {((fd: number) => boolean) | undefined} */
  takeDescriptor = undefined;

  listen(backlog) {
    const status = this.prepareToListen();
    return status === 0 ? native.listen(this.id, backlog) : status;
  }

  /** Begins a connection that `start` asks the kernel for. */
  begin(request, type, start) {
    const status = start();
    if (status !== 0) return status;
    request.handle = this;
    request.begin(type);
    this.#request = request;
    return 0;
  }

  onconnected(status) {
    const request = this.#request;
    this.#request = undefined;
    const isOpen = status === 0;
    request.finish(status, this, request, isOpen, isOpen);
  }

  onaccepted(status) {
    if (status < 0) {
      this.onconnection(status);
      return;
    }
    if (this.takeDescriptor?.(status)) return;
    // A connection has no async context before its listener runs.
    const frame = AsyncContextFrame.exchange(undefined);
    const client = new this.constructor(SOCKET);
    client.open(status);
    AsyncContextFrame.set(frame);
    this.onconnection(0, client);
  }
}

/** An internet socket. Its descriptor is made when the family of its address is known. */
class TCP extends SocketHandle {
  /** That an address is in use is told when listening begins, as by libuv. */
  #delayedError = 0;

  /** @param {0 | 1} type */
  constructor(type) {
    super(type === SERVER ? 'TCPSERVERWRAP' : 'TCPWRAP');
  }

  #create(family) {
    if (this.fd >= 0) return 0;
    const fd = native.socket(family);
    if (fd < 0) return fd;
    return this.open(fd);
  }

  #bind(family, address, port, flags) {
    const status = this.#create(family) || native.bind(this.fd, address, port, flags);
    if (status !== EADDRINUSE) return status;
    this.#delayedError = status;
    return 0;
  }

  bind(address, port, flags = 0) {
    return this.#bind(4, address, port, flags);
  }

  bind6(address, port, flags = 0) {
    return this.#bind(6, address, port, flags);
  }

  prepareToListen() {
    return this.#delayedError || this.#create(4);
  }

  connect(request, address, port) {
    return this.#connect(4, request, address, port);
  }

  connect6(request, address, port) {
    return this.#connect(6, request, address, port);
  }

  #connect(family, request, address, port) {
    const status = this.#delayedError || this.#create(family);
    if (status !== 0) return status;
    return this.begin(request, 'TCPCONNECTWRAP', () => native.connect(this.id, address, port));
  }

  /** Fills `out` with `address`, `port` and `family`. */
  getsockname(out) {
    if (this.#delayedError) return this.#delayedError;
    return fill(out, this.fd < 0 ? EBADF : native.localAddress(this.fd));
  }

  getpeername(out) {
    return fill(out, this.fd < 0 ? EBADF : native.remoteAddress(this.fd));
  }

  setNoDelay(enable) {
    return native.setNoDelay(this.fd, enable);
  }

  /** @param {number} delay in seconds, as `interval` is */
  setKeepAlive(enable, delay, interval = 1, count = 10) {
    return native.setKeepAlive(this.fd, enable, delay, interval, count);
  }

  setTypeOfService(tos) {
    return native.setTypeOfService(this.fd, tos);
  }

  getTypeOfService() {
    return native.getTypeOfService(this.fd);
  }

  /** Closes with RST. */
  reset(callback) {
    if (this.fd >= 0) {
      const status = native.resetOnClose(this.fd);
      if (status < 0) return status;
    }
    this.close(callback);
    return 0;
  }
}

function fill(out, name) {
  if (typeof name === 'number') return name;
  if (name.length !== 3) return EINVAL;
  out.address = name[0];
  out.family = `IPv${name[2]}`;
  out.port = name[1];
  return 0;
}

/** A Unix socket, or any other pipe that was opened by its descriptor. */
class Pipe extends SocketHandle {
  #path;

  /** @param {0 | 1} type */
  constructor(type) {
    super(type === SERVER ? 'PIPESERVERWRAP' : 'PIPEWRAP');
  }

  #create() {
    if (this.fd >= 0) return 0;
    const fd = native.socket(0);
    return fd < 0 ? fd : this.open(fd);
  }

  bind(path) {
    const status = this.#create() || native.bindPath(this.fd, path);
    if (status === 0 && !path.startsWith('\0')) this.#path = path;
    // As libuv has it: a folder that is missing is one that may not be used.
    return status === ENOENT ? EACCES : status;
  }

  prepareToListen() {
    return this.#create();
  }

  connect(request, path) {
    const status = this.#create();
    if (status !== 0) return status;
    return this.begin(request, 'PIPECONNECTWRAP', () => native.connectPath(this.id, path));
  }

  /** Lets everybody (4), or everybody else (2), read or write. */
  fchmod(mode) {
    try {
      const fs = internalBinding('fs');
      const { mode: current } = require('fs').statSync(this.#path);
      const added = (mode & 1 ? 0o444 : 0) | (mode & 2 ? 0o222 : 0);
      fs.chmodSync(this.#path, (current | added) & 0o7777);
      return 0;
    } catch (error) {
      return error.errno;
    }
  }

  setPendingInstances() {}

  /** A server's path goes with it. */
  close(callback) {
    if (this.#path !== undefined) {
      try {
        internalBinding('fs').unlinkSync(this.#path);
      } catch {
        // It is gone already.
      }
      this.#path = undefined;
    }
    super.close(callback);
  }
}

module.exports = { Pipe, SERVER, SOCKET, TCP };
