'use strict';
// Addresses with a port, as one value.
// https://nodejs.org/docs/latest-v24.x/api/net.html#class-netsocketaddress

const { codes: { ERR_INVALID_ADDRESS, ERR_INVALID_ARG_VALUE } } = require('internal/errors');
const { formatAddress, parseAddress } = require('internal/net/address_numbers');
const {
  validateObject, validatePort, validateString, validateUint32,
} = require('internal/validators');
const { kClone, markTransferMode } = require('internal/worker/js_transferable');

const kDetails = Symbol('kDetails');

class SocketAddress {
  /** @param {any} value */
  static isSocketAddress(value) {
    return value?.[kDetails] !== undefined;
  }

  /** @param {{address?: string, family?: string, port?: number, flowlabel?: number}} [options] */
  constructor(options = {}) {
    markTransferMode(this, true, false);
    validateObject(options, 'options');
    const { family: givenFamily = 'ipv4', port = 0, flowlabel = 0 } = options;
    const family = typeof givenFamily === 'string' ? givenFamily.toLowerCase() : givenFamily;
    if (family !== 'ipv4' && family !== 'ipv6') {
      throw new ERR_INVALID_ARG_VALUE('options.family', givenFamily);
    }
    const { address = family === 'ipv4' ? '127.0.0.1' : '::' } = options;
    validateString(address, 'options.address');
    validatePort(port, 'options.port');
    validateUint32(flowlabel, 'options.flowlabel', false);
    const number = parseAddress(address, family);
    if (number === undefined) throw new ERR_INVALID_ADDRESS('Invalid socket address');
    this[kDetails] = { number, family, port: port | 0, flowlabel: family === 'ipv4' ? 0 : flowlabel };
  }

  get address() {
    const { number, family } = this[kDetails];
    return formatAddress(number, family);
  }

  get port() {
    return this[kDetails].port;
  }

  get family() {
    return this[kDetails].family;
  }

  get flowlabel() {
    return this[kDetails].flowlabel;
  }

  [Symbol.for('nodejs.util.inspect.custom')](depth, options) {
    if (depth < 0) return '[SocketAddress]';
    const { inspect } = require('internal/util/inspect'); // Lazy: rare.
    const nested = { ...options, depth: options.depth == null ? null : options.depth - 1 };
    return `SocketAddress ${inspect(this.toJSON(), nested)}`;
  }

  [kClone]() {
    return { handle: this[kDetails], deserializeInfo: 'internal/socketaddress:makeSocketAddress' };
  }

  toJSON() {
    return { address: this.address, port: this.port, family: this.family, flowlabel: this.flowlabel };
  }

  /** Of `address:port`, as the host of a URL is written. @param {string} input */
  static parse(input) {
    validateString(input, 'input');
    const { URL } = require('internal/url'); // Lazy: rare.
    const url = URL.parse(`http://${input}`);
    if (url === null) return undefined;
    const { hostname } = url;
    const isBracketed = hostname.startsWith('[') && hostname.endsWith(']');
    try {
      return new SocketAddress({
        address: isBracketed ? hostname.slice(1, -1) : hostname,
        family: isBracketed ? 'ipv6' : 'ipv4',
        port: Number(url.port),
      });
    } catch {
      return undefined;
    }
  }
}

for (const name of ['address', 'port', 'family', 'flowlabel', 'toJSON']) {
  Object.defineProperty(SocketAddress.prototype, name, { __proto__: null, enumerable: true });
}

function makeSocketAddress(details) {
  const address = new SocketAddress();
  address[kDetails] = details;
  return address;
}

/** The number and the family of an address. */
function detailsOf(address) {
  return address[kDetails];
}

module.exports = { SocketAddress, detailsOf, makeSocketAddress };
