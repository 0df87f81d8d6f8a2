'use strict';
// `node:https`: https://nodejs.org/docs/latest-v24.x/api/https.html
//
// Agents are real, as applications make them whether or not they use them. There is no TLS yet: what would connect throws.

const { Agent: HttpAgent } = require('internal/http/agent');
const { ClientRequest } = require('internal/http/client');
const { urlToHttpOptions } = require('internal/url');
const { throwNotImplemented } = require('internal/not_implemented');

const DEFAULT_CACHED_SESSIONS = 100;
const GLOBAL_TIMEOUT_MS = 5000;
/** The options of TLS by which connections differ, in the order of Node's names for them. */
const NAMED_OPTIONS = ['ca', 'cert', 'clientCertEngine', 'ciphers', 'key', 'pfx', 'rejectUnauthorized', 'servername',
  'minVersion', 'maxVersion', 'secureProtocol', 'crl', 'honorCipherOrder', 'ecdhCurve', 'dhparam', 'secureOptions',
  'sessionIdContext', 'sigalgs', 'privateKeyIdentifier', 'privateKeyEngine'];

/** @param {import('https').AgentOptions} [options] */
function Agent(options) {
  if (!(this instanceof Agent)) return new Agent(options);
  HttpAgent.call(this, { __proto__: null, ...options, defaultPort: options?.defaultPort ?? 443, protocol: options?.protocol ?? 'https:' });
  this.maxCachedSessions = this.options.maxCachedSessions ?? DEFAULT_CACHED_SESSIONS;
  this._sessionCache = { map: {}, list: [] };
}
Object.setPrototypeOf(Agent.prototype, HttpAgent.prototype);
Object.setPrototypeOf(Agent, HttpAgent);

Agent.prototype.createConnection = function createConnection() {
  throwNotImplemented('https.Agent.createConnection');
};

Agent.prototype.keepSocketAlive = function keepSocketAlive(socket) {
  return HttpAgent.prototype.keepSocketAlive.call(this, socket);
};

/** What two requests share that may use the same connection. */
Agent.prototype.getName = function getName(options = {}) {
  let name = HttpAgent.prototype.getName.call(this, options);
  for (const option of NAMED_OPTIONS) name += `:${namedValue(option, options[option])}`;
  return name;
};

function namedValue(option, value) {
  switch (option) {
    // False says something, too.
    case 'rejectUnauthorized':
    case 'honorCipherOrder': return value ?? '';
    case 'sigalgs': return value ? JSON.stringify(value) : '';
    default: return value || '';
  }
}

Agent.prototype._getSession = function _getSession(key) {
  return this._sessionCache.map[key];
};

Agent.prototype._cacheSession = function _cacheSession(key, session) {
  if (this.maxCachedSessions === 0) return;
  const { list, map } = this._sessionCache;
  if (map[key] === undefined) {
    if (list.length >= this.maxCachedSessions) delete map[list.shift()];
    list.push(key);
  }
  map[key] = session;
};

Agent.prototype._evictSession = function _evictSession(key) {
  const { list, map } = this._sessionCache;
  const index = list.indexOf(key);
  if (index === -1) return;
  list.splice(index, 1);
  delete map[key];
};

/** @param {string | URL | object} input @param {object | Function} [options] @param {Function} [callback] */
function request(...args) {
  const fromUrl = typeof args[0] === 'string' || args[0] instanceof URL ? urlToHttpOptions(new URL(args.shift())) : {};
  const given = typeof args[0] === 'function' ? undefined : args.shift();
  const options = { ...fromUrl, ...given, _defaultAgent: module.exports.globalAgent };
  return new ClientRequest(options, args[0]);
}

/** A request without a body, that has ended already. */
function get(input, options, callback) {
  const asked = request(input, options, callback);
  asked.end();
  return asked;
}

module.exports = {
  Agent,
  globalAgent: new Agent({ keepAlive: true, scheduling: 'lifo', timeout: GLOBAL_TIMEOUT_MS }),
  get,
  request,
};
