'use strict';
// Lists of addresses that connections may not come from or go to.
// https://nodejs.org/docs/latest-v24.x/api/net.html#class-netblocklist

const { codes: { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE } } = require('internal/errors');
const { formatAddress, isMapped, parseAddress } = require('internal/net/address_numbers');
const { SocketAddress, detailsOf } = require('internal/socketaddress');
const { validateArray, validateInt32, validateString } = require('internal/validators');
const { kClone, markTransferMode } = require('internal/worker/js_transferable');

const ADDRESS_RULE = /^Address: IPv([46]) (\S+)$/;
const SUBNET_RULE = /^Subnet: IPv([46]) (\S+)\/(\d+)$/;
const RANGE_RULE = /^Range: IPv([46]) ([^\s-]+)-(\S+)$/;
const PREFIX = /^(?:0|[1-9]\d*)$/;

const kRules = Symbol('kRules');

/**
 * @typedef {{number: bigint, family: 'ipv4' | 'ipv6'}} Address
 */
class Rules {
  /** By number: an address of either family is the same rule. @type {Map<bigint, Address>} */
  addresses = new Map();
  /** @type {{network: Address, prefix: number}[]} */
  subnets = [];
  /** @type {{start: Address, end: Address}[]} */
  ranges = [];

  has(address) {
    return this.addresses.has(address.number) ||
      this.subnets.some((subnet) => isInSubnet(address, subnet)) ||
      this.ranges.some(({ start, end }) => isComparable(address, start) && isComparable(address, end) &&
        address.number >= start.number && address.number <= end.number);
  }
}

function isIpv4(address) {
  return address.family === 'ipv4' || isMapped(address.number);
}

/** An IPv4 address has no order among IPv6 ones that carry none. */
function isComparable(a, b) {
  return a.family === b.family || (isIpv4(a) && isIpv4(b));
}

function isInSubnet(address, { network, prefix }) {
  if (!isComparable(address, network)) return false;
  const significant = network.family === 'ipv4' ? prefix + 96 : prefix;
  // An IPv4 address is only in an IPv6 network that has nothing but such.
  if (address.family === 'ipv4' && significant < 96) return false;
  const rest = BigInt(128 - significant);
  return address.number >> rest === network.number >> rest;
}

class BlockList {
  constructor() {
    markTransferMode(this, true, false);
    this[kRules] = new Rules();
  }

  /** @param {any} value */
  static isBlockList(value) {
    return value?.[kRules] !== undefined;
  }

  [Symbol.for('nodejs.util.inspect.custom')](depth, options) {
    if (depth < 0) return '[BlockList]';
    const { inspect } = require('internal/util/inspect'); // Lazy: rare.
    const nested = { ...options, depth: options.depth == null ? null : options.depth - 1 };
    return `BlockList ${inspect({ rules: this.rules }, nested)}`;
  }

  /** @param {string | SocketAddress} address  @param {string} [family] */
  addAddress(address, family = 'ipv4') {
    const details = detailsOf(toSocketAddress(address, family, 'address'));
    this[kRules].addresses.set(details.number, details);
  }

  /** @param {(string | SocketAddress)[]} addresses  @param {string} [family] */
  addAddresses(addresses, family = 'ipv4') {
    validateArray(addresses, 'addresses');
    const all = addresses.map((address, index) => toSocketAddress(address, family, `addresses[${index}]`));
    for (const address of all) this.addAddress(address);
  }

  addRange(start, end, family = 'ipv4') {
    const range = toRange(start, end, family);
    if (isComparable(range.start, range.end) && range.start.number > range.end.number) {
      throw new ERR_INVALID_ARG_VALUE('start', toSocketAddress(start, family, 'start'), 'must come before end');
    }
    this[kRules].ranges.unshift(range);
  }

  addSubnet(network, prefix, family = 'ipv4') {
    this[kRules].subnets.unshift(toSubnet(network, prefix, family));
  }

  /** @param {string} cidr an address and the length of a prefix, as in `10.0.0.0/8` */
  addCIDR(cidr) {
    this[kRules].subnets.unshift(parseCidr(cidr, 'cidr'));
  }

  /** @param {string[]} cidrs all of them are valid, or none is added */
  addCIDRs(cidrs) {
    validateArray(cidrs, 'cidrs');
    const subnets = cidrs.map((cidr, index) => parseCidr(cidr, `cidrs[${index}]`));
    this[kRules].subnets.unshift(...subnets.reverse());
  }

  removeAddress(address, family = 'ipv4') {
    this[kRules].addresses.delete(detailsOf(toSocketAddress(address, family, 'address')).number);
  }

  removeRange(start, end, family = 'ipv4') {
    const range = toRange(start, end, family);
    remove(this[kRules].ranges, (known) => isSame(known.start, range.start) && isSame(known.end, range.end));
  }

  removeSubnet(network, prefix, family = 'ipv4') {
    removeSubnet(this[kRules], toSubnet(network, prefix, family));
  }

  removeCIDR(cidr) {
    removeSubnet(this[kRules], parseCidr(cidr, 'cidr'));
  }

  /** @param {string | SocketAddress} address  @param {string} [family] @returns {boolean} false, too, for what is no address */
  check(address, family = 'ipv4') {
    if (SocketAddress.isSocketAddress(address)) return this[kRules].has(detailsOf(address));
    validateString(address, 'address');
    validateString(family, 'family');
    family = family.toLowerCase();
    if (family !== 'ipv4' && family !== 'ipv6') return false;
    const number = parseAddress(address, family);
    return number !== undefined && this[kRules].has({ number, family });
  }

  clear() {
    const rules = this[kRules];
    rules.addresses.clear();
    rules.subnets.length = 0;
    rules.ranges.length = 0;
  }

  get size() {
    const { addresses, subnets, ranges } = this[kRules];
    return addresses.size + subnets.length + ranges.length;
  }

  get rules() {
    const { addresses, subnets, ranges } = this[kRules];
    return [
      ...[...addresses.values()].reverse().map((address) => `Address: ${nameOf(address)} ${textOf(address)}`),
      ...subnets.map(({ network, prefix }) => `Subnet: ${nameOf(network)} ${textOf(network)}/${prefix}`),
      ...ranges.map(({ start, end }) => `Range: ${nameOf(start)} ${textOf(start)}-${textOf(end)}`),
    ];
  }

  toJSON() {
    return this.rules;
  }

  /** @param {string | string[]} data what `rules` gives, or its JSON; what is no rule is left out */
  fromJSON(data) {
    const rules = typeof data === 'string' ? JSON.parse(data) : data;
    if (!Array.isArray(rules) || rules.some((rule) => typeof rule !== 'string')) {
      throw new ERR_INVALID_ARG_TYPE('data', ['string', 'string[]'], data);
    }
    for (const rule of rules) addRule(this, rule);
  }

  /** A clone shares the rules. */
  [kClone]() {
    return { handle: this[kRules], deserializeInfo: 'internal/blocklist:makeBlockList' };
  }

  static PRIVATE_RANGES = Object.freeze([
    '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '127.0.0.0/8', '::1/128', '169.254.0.0/16', 'fe80::/10',
    'fc00::/7',
  ]);
}

/** @param {Rules} rules */
function makeBlockList(rules) {
  const list = new BlockList();
  list[kRules] = rules;
  return list;
}

function toSocketAddress(address, family, name) {
  if (SocketAddress.isSocketAddress(address)) return address;
  validateString(address, name);
  validateString(family, 'family');
  return new SocketAddress({ address, family });
}

function toRange(start, end, family) {
  return {
    start: detailsOf(toSocketAddress(start, family, 'start')),
    end: detailsOf(toSocketAddress(end, family, 'end')),
  };
}

function toSubnet(network, prefix, family) {
  const details = detailsOf(toSocketAddress(network, family, 'network'));
  validateInt32(prefix, 'prefix', 0, details.family === 'ipv4' ? 32 : 128);
  return { network: details, prefix };
}

function parseCidr(cidr, name) {
  validateString(cidr, name);
  const slash = cidr.lastIndexOf('/');
  if (slash === -1) throw new ERR_INVALID_ARG_VALUE(name, cidr, 'must contain a prefix length (e.g. "10.0.0.0/8")');
  const prefix = cidr.slice(slash + 1);
  if (!PREFIX.test(prefix)) throw new ERR_INVALID_ARG_VALUE(name, cidr, 'prefix length must be a valid integer');
  const address = cidr.slice(0, slash);
  return toSubnet(address, Number(prefix), address.includes(':') ? 'ipv6' : 'ipv4');
}

function isSame(a, b) {
  return a.family === b.family && a.number === b.number;
}

function removeSubnet({ subnets }, { network, prefix }) {
  remove(subnets, (known) => known.prefix === prefix && isSame(known.network, network));
}

function remove(list, isWanted) {
  const index = list.findIndex(isWanted);
  if (index !== -1) list.splice(index, 1);
}

function addRule(list, rule) {
  const address = ADDRESS_RULE.exec(rule);
  if (address !== null) list.addAddress(address[2], `ipv${address[1]}`);
  const subnet = SUBNET_RULE.exec(rule);
  if (subnet !== null) list.addSubnet(subnet[2], Number(subnet[3]), `ipv${subnet[1]}`);
  const range = RANGE_RULE.exec(rule);
  if (range !== null) list.addRange(range[2], range[3], `ipv${range[1]}`);
}

function nameOf({ family }) {
  return family === 'ipv4' ? 'IPv4' : 'IPv6';
}

function textOf({ number, family }) {
  return formatAddress(number, family);
}

module.exports = { BlockList, makeBlockList };
