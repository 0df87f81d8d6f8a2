'use strict';

// A datagram socket of the system's, as `dgram.Socket` and the resolver use it. Statuses are 0 or a negative errno.
// https://nodejs.org/docs/latest-v24.x/api/dgram.html

const native = internalBinding('udp');

const EBADF = -9;
const EBUSY = -16;
const EINVAL = -22;
const MAX_TTL = 255;

/** The flags of `bind`. */
const IPV6_ONLY = 1;
const REUSE_ADDRESS = 4;
const REUSE_PORT = 8;

class UDP {
  #id;
  #isIPv6;

  /** @param {boolean} isIPv6 */
  constructor(isIPv6) {
    this.#isIPv6 = isIPv6;
    /** @type {(status: number, bytes?: ArrayBuffer, rinfo?: object) => void} */
    this.onmessage = undefined;
    this.#id = native.open((status, bytes, address, port) => {
      if (status < 0) this.onmessage(status);
      else this.onmessage(0, bytes, describe(address, port));
    });
  }

  get fd() {
    return native.fd(this.#id);
  }

  /** @param {string} address  @param {number} port  @param {number} flags */
  bind(address, port, flags) {
    const status = native.bind(this.#id, this.#isIPv6, address, port, flags);
    // It was bound already, to join a group.
    return status === EBUSY ? EINVAL : status;
  }

  /** @param {number} fd */
  open(fd) {
    return native.adopt(this.#id, fd);
  }

  connect(address, port) {
    return native.connect(this.#id, this.#isIPv6, address, port);
  }

  disconnect() {
    return native.disconnect(this.#id);
  }

  /** 0 when it is sent, 1 when the callback will come. */
  send(parts, address, port, callback) {
    return native.send(this.#id, this.#isIPv6, parts, address, port, callback);
  }

  recvStart() {
    return native.receive(this.#id, true);
  }

  recvStop() {
    return native.receive(this.#id, false);
  }

  close() {
    native.close(this.#id);
  }

  /** @returns {{address: string, family: string, port: number} | number} */
  getsockname() {
    return endpoint(native.localAddress(this.#id));
  }

  getpeername() {
    return endpoint(native.remoteAddress(this.#id));
  }

  getSendQueueCount() {
    return native.queue(this.#id)[0];
  }

  getSendQueueSize() {
    return native.queue(this.#id)[1];
  }

  ref() {
    native.setReferenced(this.#id, true);
  }

  unref() {
    native.setReferenced(this.#id, false);
  }

  hasRef() {
    return native.isReferenced(this.#id);
  }

  /** The size of a buffer of the kernel's, or a negative errno. */
  bufferSize(isReceiving, size) {
    return native.bufferSize(this.#id, isReceiving, size);
  }

  setBroadcast(isOn) {
    return native.setOption(this.#id, 'broadcast', isOn ? 1 : 0);
  }

  setTTL(ttl) {
    return ttl < 1 || ttl > MAX_TTL ? EINVAL : native.setOption(this.#id, 'ttl', ttl);
  }

  setMulticastTTL(ttl) {
    if (ttl < 0 || ttl > MAX_TTL) return native.fd(this.#id) < 0 ? EBADF : EINVAL;
    return native.setOption(this.#id, 'multicastTTL', ttl);
  }

  setMulticastLoopback(isOn) {
    return native.setOption(this.#id, 'multicastLoopback', isOn ? 1 : 0);
  }

  setMulticastInterface(address) {
    return native.setMulticastInterface(this.#id, address);
  }

  setMembership(group, networkInterface, isMember) {
    return this.#bindForGroup() || native.setMembership(this.#id, group, networkInterface, isMember);
  }

  setSourceMembership(source, group, networkInterface, isMember) {
    return this.#bindForGroup() || native.setSourceMembership(this.#id, source, group, networkInterface, isMember);
  }

  /** Joining a group binds a socket that is not bound yet. */
  #bindForGroup() {
    if (native.fd(this.#id) >= 0) return 0;
    return native.bind(this.#id, this.#isIPv6, this.#isIPv6 ? '::' : '0.0.0.0', 0, REUSE_ADDRESS);
  }
}

function endpoint(answer) {
  return typeof answer === 'number' ? answer : describe(answer[0], answer[1]);
}

function describe(address, port) {
  return { address, family: address.includes(':') ? 'IPv6' : 'IPv4', port };
}

module.exports = { UDP, IPV6_ONLY, REUSE_ADDRESS, REUSE_PORT };
