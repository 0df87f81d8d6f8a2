'use strict';

// The two classes of resolvers, with callbacks and with promises, and the one that stands behind the module's functions.
// https://nodejs.org/docs/latest-v24.x/api/dns.html#class-dnsresolver

const { toASCII } = internalBinding('url');
const { AsyncRequest } = require('internal/async_request');
const { reverseName } = require('internal/dns/address');
const { ChannelWrap } = require('internal/dns/channel');
const { endTiming, startTiming } = require('internal/dns/timing');
const { normalized, parseServers, serverText } = require('internal/dns/servers');
const {
  DNSException,
  codes: { ERR_DNS_SET_SERVERS_FAILED, ERR_INVALID_ARG_VALUE },
} = require('internal/errors');
const { isIP } = require('internal/net/ip');
const {
  validateFunction,
  validateInt32,
  validateString,
  validateUint32,
} = require('internal/validators');

const EINVAL = -22;
const MAX_INT32 = 2 ** 31 - 1;

/** The queries by the names of their methods: what errors call them, and the type of record. */
const QUERIES = {
  __proto__: null,
  resolveAny: ['queryAny', 'ANY'],
  resolve4: ['queryA', 'A'],
  resolve6: ['queryAaaa', 'AAAA'],
  resolveCaa: ['queryCaa', 'CAA'],
  resolveCname: ['queryCname', 'CNAME'],
  resolveMx: ['queryMx', 'MX'],
  resolveNs: ['queryNs', 'NS'],
  resolveTlsa: ['queryTlsa', 'TLSA'],
  resolveTxt: ['queryTxt', 'TXT'],
  resolveSrv: ['querySrv', 'SRV'],
  resolvePtr: ['queryPtr', 'PTR'],
  resolveNaptr: ['queryNaptr', 'NAPTR'],
  resolveSoa: ['querySoa', 'SOA'],
};
const METHODS = new Map(Object.entries(QUERIES).map(([method, [, type]]) => [type, method]));

class QueryReqWrap extends AsyncRequest {}

class ResolverBase {
  constructor(options = undefined) {
    this._handle = new ChannelWrap(channelOptions(options));
  }

  cancel() {
    this._handle.cancel();
  }

  /** @returns {string[]} */
  getServers() {
    return (this._handle.getServers() ?? []).map(serverText);
  }

  /** @param {string[]} servers */
  setServers(servers) {
    const parsed = parseServers(servers);
    if (!this._handle.setServers(parsed)) throw new ERR_DNS_SET_SERVERS_FAILED('There are pending queries.', servers);
  }

  /** @param {string} ipv4  @param {string} [ipv6] either may be of either version, but not both of the same */
  setLocalAddress(ipv4, ipv6) {
    validateString(ipv4, 'ipv4');
    if (ipv6 !== undefined) validateString(ipv6, 'ipv6');
    const addresses = ipv6 === undefined ? [ipv4] : [ipv4, ipv6];
    const families = addresses.map((address) => isIP(address));
    if (families.includes(0)) throw localAddressError('Invalid IP address.');
    if (families[0] === families[1]) throw localAddressError(`Cannot specify two IPv${families[0]} addresses.`);
    families.forEach((family, index) => this._handle.setLocalAddress(family, normalized(addresses[index])));
  }
}

function channelOptions(options) {
  const { timeout = -1, tries = 4, maxTimeout = 0 } = { ...options };
  validateInt32(timeout, 'options.timeout', -1);
  validateInt32(tries, 'options.tries', 1, MAX_INT32);
  validateUint32(maxTimeout, 'options.maxTimeout');
  return { timeout, tries, maxTimeout };
}

function localAddressError(message) {
  const error = new TypeError(message);
  error.code = 'ERR_INVALID_ARG_VALUE';
  return error;
}

/** Starts a query; `request.oncomplete(error code | undefined, result)` comes in a later turn. */
function start(channel, request, type) {
  channel.query(toASCII(request.hostname), type, request.ttl, completion(request));
}

function startReverse(channel, request) {
  const { hostname } = request;
  channel.queryAddress(hostname, reverseName(hostname), completion(request));
}

function completion(request) {
  const begin = startTiming();
  request.begin('QUERYWRAP');
  return (code, result) => {
    request.finish(code, result);
    const { bindingName, hostname, ttl } = request;
    if (code === undefined) endTiming(begin, bindingName, () => ({ host: hostname, ttl, result }));
  };
}

/** What no address is cannot be looked up by address. */
function reverseError(name) {
  return isIP(name) ? undefined : new DNSException(EINVAL, 'getHostByAddr', name);
}

function methodFor(type) {
  const method = METHODS.get(type);
  if (method === undefined) throw new ERR_INVALID_ARG_VALUE('rrtype', type);
  return method;
}

class Resolver extends ResolverBase {}

for (const [method, [bindingName, type]] of Object.entries(QUERIES)) {
  define(Resolver, method, bindingName, function(name, options) {
    const callback = arguments.length < 3 ? options : arguments[2];
    validateString(name, 'name');
    validateFunction(callback, 'callback');
    const request = callbackRequest(bindingName, name, arguments.length < 3 ? undefined : options, callback);
    start(this._handle, request, type);
    return request;
  });
}

define(Resolver, 'reverse', 'getHostByAddr', function(name, callback) {
  validateString(name, 'name');
  validateFunction(callback, 'callback');
  const error = reverseError(name);
  if (error) throw error;
  const request = callbackRequest('getHostByAddr', name, undefined, callback);
  startReverse(this._handle, request);
  return request;
});

define(Resolver, 'resolve', 'resolve', function(hostname, rrtype, callback) {
  if (typeof rrtype === 'function') return this.resolve4(hostname, rrtype);
  validateString(rrtype, 'rrtype');
  return this[methodFor(rrtype)](hostname, callback);
});

function callbackRequest(bindingName, hostname, options, callback) {
  const request = new QueryReqWrap();
  request.bindingName = bindingName;
  request.callback = callback;
  request.hostname = hostname;
  request.oncomplete = function onresolve(code, result) {
    if (code !== undefined) callback(new DNSException(code, bindingName, hostname));
    else callback(null, result);
  };
  request.ttl = Boolean(options?.ttl);
  return request;
}

class PromiseResolver extends ResolverBase {}
Object.defineProperty(PromiseResolver, 'name', { __proto__: null, value: 'Resolver', configurable: true });

for (const [method, [bindingName, type]] of Object.entries(QUERIES)) {
  define(PromiseResolver, method, bindingName, function(name, options) {
    validateString(name, 'name');
    return promiseRequest(bindingName, name, options, (request) => start(this._handle, request, type));
  });
}

define(PromiseResolver, 'reverse', 'getHostByAddr', function(name) {
  validateString(name, 'name');
  const error = reverseError(name);
  if (error) return Promise.reject(error);
  return promiseRequest('getHostByAddr', name, undefined, (request) => startReverse(this._handle, request));
});

define(PromiseResolver, 'resolve', 'resolve', function(hostname, rrtype = undefined) {
  validateString(hostname, 'name');
  if (rrtype === undefined) return this.resolve4(hostname);
  validateString(rrtype, 'rrtype');
  return this[methodFor(rrtype)](hostname);
});

function promiseRequest(bindingName, hostname, options, begin) {
  return new Promise((resolve, reject) => {
    const request = new QueryReqWrap();
    request.bindingName = bindingName;
    request.hostname = hostname;
    request.oncomplete = function onresolve(code, result) {
      if (code !== undefined) reject(new DNSException(code, bindingName, hostname));
      else resolve(result);
    };
    request.ttl = Boolean(options?.ttl);
    begin(request);
  });
}

/** A method whose name is that of its query, as in Node. */
function define(Class, key, name, method) {
  Object.defineProperty(method, 'name', { __proto__: null, value: name, configurable: true });
  Class.prototype[key] = method;
}

/** The resolvers behind the functions of the modules, which have their servers in common. */
let defaults;

function defaultResolvers() {
  if (defaults === undefined) {
    defaults = { callback: new Resolver(), promise: new PromiseResolver() };
    defaults.promise._handle = defaults.callback._handle;
  }
  return defaults;
}

/** Queries under way keep the servers that they were made with. @param {string[]} servers */
function defaultResolverSetServers(servers) {
  const callback = new Resolver();
  callback.setServers(servers);
  const promise = new PromiseResolver();
  promise._handle = callback._handle;
  defaults = { callback, promise };
}

/** The functions that a module has besides its class. @param {'callback' | 'promise'} kind */
function moduleFunctions(kind) {
  const { prototype } = kind === 'callback' ? Resolver : PromiseResolver;
  const functions = {};
  for (const key of ['getServers', ...Object.keys(prototype)]) {
    functions[key] = (...args) => defaultResolvers()[kind][key](...args);
    const { length } = prototype[key];
    Object.defineProperty(functions[key], 'name', { __proto__: null, value: `bound ${prototype[key].name}` });
    Object.defineProperty(functions[key], 'length', { __proto__: null, value: length });
  }
  return functions;
}

module.exports = { PromiseResolver, Resolver, defaultResolverSetServers, moduleFunctions };
