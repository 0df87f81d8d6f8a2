'use strict';

// Names and addresses as the system's resolver knows them: `lookup` and `lookupService`, with callbacks and with promises.
// https://nodejs.org/docs/latest-v24.x/api/dns.html#dnslookuphostname-options-callback

const native = internalBinding('dns');
const { toASCII } = internalBinding('url');
const { AsyncRequest } = require('internal/async_request');
const {
  DNSException,
  codes: { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_MISSING_ARGS },
} = require('internal/errors');
const { ORDERS, getDefaultResultOrder, sortAddresses } = require('internal/dns/order');
const { endTiming, startTiming } = require('internal/dns/timing');
const { isIP } = require('internal/net/ip');
const { customPromisifyArgs } = require('internal/util');
const {
  validateBoolean,
  validateFunction,
  validateNumber,
  validateOneOf,
  validatePort,
  validateString,
  validateStringWithoutNullBytes,
} = require('internal/validators');

const FAMILIES = [0, 4, 6];
/** What only the form with a callback takes. */
const NAMED_FAMILIES = { __proto__: null, IPv4: 4, IPv6: 6 };
const NO_NAMES = { __proto__: null };
const ADDRCONFIG = 32;
const ALL = 16;
const V4MAPPED = 8;

class GetAddrInfoReqWrap extends AsyncRequest {}
class GetNameInfoReqWrap extends AsyncRequest {}

/**
 * @typedef {{family: number, hints: number, all: boolean, order: string}} Lookup
 */

/** @param {string} hostname  @param {object | number} [options]  @param {Function} [callback] */
function lookup(hostname, options, callback) {
  if (hostname) validateStringWithoutNullBytes(hostname, 'hostname');
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  } else {
    requireOptions(options);
    validateFunction(callback, 'callback');
  }
  return startLookup(hostname, lookupOptions(options, NAMED_FAMILIES), callback);
}

/** @param {string} hostname  @param {Lookup} wanted  @param {Function} callback */
function startLookup(hostname, wanted, callback) {
  const known = knownAddresses(hostname);
  if (known !== undefined) {
    process.nextTick(callback, null, ...knownResults(known, wanted));
    return {};
  }
  const request = new GetAddrInfoReqWrap();
  request.callback = callback;
  request.family = wanted.family;
  request.hostname = hostname;
  request.oncomplete = function onlookup(code, addresses) {
    if (code) callback(new DNSException(code, 'getaddrinfo', hostname));
    else callback(null, ...results(addresses, wanted.family, wanted));
  };
  resolveAddresses(request, wanted);
  return request;
}

/** @param {string} hostname  @param {object | number} [options] */
function lookupPromise(hostname, options) {
  if (hostname) validateStringWithoutNullBytes(hostname, 'hostname');
  requireOptions(options);
  const wanted = lookupOptions(options);
  const toResult = (address, family) => (wanted.all ? address : { address, family });
  const known = knownAddresses(hostname);
  if (known !== undefined) return Promise.resolve(toResult(...knownResults(known, wanted)));
  return new Promise((resolve, reject) => {
    const request = new GetAddrInfoReqWrap();
    request.family = wanted.family;
    request.hostname = hostname;
    request.oncomplete = function onlookup(code, addresses) {
      if (code) reject(new DNSException(code, 'getaddrinfo', hostname));
      else resolve(toResult(...results(addresses, wanted.family, wanted)));
    };
    resolveAddresses(request, wanted);
  });
}

function requireOptions(options) {
  if (options === undefined || typeof options === 'number' || typeof options === 'object') return;
  throw new ERR_INVALID_ARG_TYPE('options', ['integer', 'object'], options);
}

/** @returns {Lookup} */
function lookupOptions(options, namedFamilies = NO_NAMES) {
  if (typeof options === 'number') {
    validateOneOf(options, 'family', FAMILIES);
    return { family: options, hints: 0, all: false, order: getDefaultResultOrder() };
  }
  const hints = options?.hints == null ? 0 : hintsOf(options.hints);
  const family = options?.family == null ? 0 : familyOf(options.family, namedFamilies);
  if (options?.all != null) validateBoolean(options.all, 'options.all');
  return { family, hints, all: options?.all ?? false, order: orderOf(options) };
}

function hintsOf(hints) {
  validateNumber(hints, 'options.hints');
  const flags = hints >>> 0;
  if ((flags & ~(ADDRCONFIG | ALL | V4MAPPED)) !== 0) throw new ERR_INVALID_ARG_VALUE('hints', flags);
  return flags;
}

function familyOf(family, namedFamilies) {
  if (typeof family === 'string' && family in namedFamilies) return namedFamilies[family];
  validateOneOf(family, 'options.family', FAMILIES);
  return family;
}

/** `order` is the newer option and wins. */
function orderOf(options) {
  let order = getDefaultResultOrder();
  if (options?.verbatim != null) {
    validateBoolean(options.verbatim, 'options.verbatim');
    order = options.verbatim ? 'verbatim' : 'ipv4first';
  }
  if (options?.order != null) {
    validateOneOf(options.order, 'options.order', ORDERS);
    order = options.order;
  }
  return order;
}

/** What needs no resolver: nothing for no name, the address itself for an address. */
function knownAddresses(hostname) {
  if (!hostname) {
    emitInvalidHostnameWarning(hostname);
    return [];
  }
  return isIP(hostname) ? [hostname] : undefined;
}

function emitInvalidHostnameWarning(hostname) {
  if (emitInvalidHostnameWarning.isDone) return;
  emitInvalidHostnameWarning.isDone = true;
  process.emitWarning(
    `The provided hostname "${hostname}" is not a valid hostname, and is supported in the dns module solely for ` +
    'compatibility.', 'DeprecationWarning', 'DEP0118');
}

/** Asks the system. A name that IDNA refuses goes as it is, so that the system says that there is none. */
function resolveAddresses(request, wanted) {
  const { hostname } = request;
  const { all, family, hints, order } = wanted;
  const start = startTiming();
  request.begin('GETADDRINFOREQWRAP');
  native.getaddrinfo(toASCII(hostname) || hostname, family, hints, (error, answer) => {
    if (error) throw error;
    if (typeof answer === 'number') return request.finish(answer);
    const sorted = sortAddresses(answer, order);
    request.finish(null, sorted);
    endTiming(start, 'lookup', () => {
      const addresses = all ? results(sorted, family, wanted)[0] : sorted;
      return { hostname, family, hints, verbatim: order === 'verbatim', order, addresses };
    });
  });
}

/** What the callback gets after the error: one list, or the first address and its family. */
function results(addresses, family, { all }) {
  const familyOfAddress = (address) => family || isIP(address);
  if (all) return [addresses.map((address) => ({ address, family: familyOfAddress(address) }))];
  return [addresses[0], familyOfAddress(addresses[0])];
}

/** The same for what needed no resolver, where the family that was asked for says little. */
function knownResults(addresses, { all, family }) {
  if (addresses.length > 0 || all) return results(addresses, 0, { all });
  return [null, family === 6 ? 6 : 4];
}

/** @param {string} address  @param {number} port  @param {Function} callback */
function lookupService(address, port, callback) {
  if (arguments.length !== 3) throw new ERR_MISSING_ARGS('address', 'port', 'callback');
  port = validateService(address, port);
  validateFunction(callback, 'callback');
  const request = new GetNameInfoReqWrap();
  request.callback = callback;
  request.hostname = address;
  request.port = port;
  request.oncomplete = function onlookupservice(code, host, service) {
    if (code) callback(new DNSException(code, 'getnameinfo', address));
    else callback(null, host, service);
  };
  resolveService(request);
  return request;
}

/** @param {string} address  @param {number} port */
function lookupServicePromise(address, port) {
  if (arguments.length !== 2) throw new ERR_MISSING_ARGS('address', 'port');
  port = validateService(address, port);
  return new Promise((resolve, reject) => {
    const request = new GetNameInfoReqWrap();
    request.hostname = address;
    request.port = port;
    request.oncomplete = function onlookupservice(code, hostname, service) {
      if (code) reject(new DNSException(code, 'getnameinfo', address));
      else resolve({ hostname, service });
    };
    resolveService(request);
  });
}

function validateService(address, port) {
  validateString(address, 'address');
  if (isIP(address) === 0) throw new ERR_INVALID_ARG_VALUE('address', address);
  return validatePort(port);
}

function resolveService(request) {
  const { hostname: host, port } = request;
  const start = startTiming();
  request.begin('GETNAMEINFOREQWRAP');
  native.getnameinfo(host, port, (error, answer) => {
    if (error) throw error;
    if (typeof answer === 'number') return request.finish(answer);
    const [hostname, service] = answer;
    request.finish(null, hostname, service);
    endTiming(start, 'lookupService', () => ({ host, port, hostname, service }));
  });
}

hide(lookup, ['address', 'family']);
hide(lookupService, ['hostname', 'service']);

function hide(original, names) {
  Object.defineProperty(original, customPromisifyArgs, { __proto__: null, value: names, enumerable: false });
}

module.exports = { ADDRCONFIG, ALL, V4MAPPED, lookup, lookupPromise, lookupService, lookupServicePromise };
