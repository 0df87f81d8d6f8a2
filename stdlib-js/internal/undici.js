'use strict';

// `fetch`, `WebSocket` and the classes around them: undici, which Node has them from, too, each part evaluated on its first use.
// https://nodejs.org/docs/latest-v24.x/api/globals.html#fetch

/** Where an application's own undici, of any version, puts the dispatcher for every `fetch`. */
const kGlobalDispatcher = Symbol.for('undici.globalDispatcher.1');

/** @type {((input: any, init: any) => Promise<Response>) | undefined} */
let start;

/**
 * The promise of `fetch`. Its error has the stack of the caller: those of undici and its turns of the event loop say nothing.
 * @param {any} input  @param {any} [init] @returns {Promise<Response>}
 */
function fetch(input, init) {
  start ??= load();
  return start(input, init).catch((error) => {
    if (error !== null && typeof error === 'object') Error.captureStackTrace(error, fetch);
    throw error;
  });
}

function load() {
  addDispatcherMethods();
  if (globalThis[kGlobalDispatcher] === undefined && process.env.NODE_USE_ENV_PROXY === '1') {
    const EnvHttpProxyAgent = require('internal/deps/undici/lib/dispatcher/env-http-proxy-agent');
    require('internal/deps/undici/lib/global').setGlobalDispatcher(new EnvHttpProxyAgent());
  }
  return require('internal/deps/undici/lib/web/fetch/index').fetch;
}

/** What a dispatcher can do besides fetching; a proxy's agent connects that way. */
function addDispatcherMethods() {
  const { prototype } = require('internal/deps/undici/lib/dispatcher/dispatcher');
  for (const name of ['request', 'stream', 'pipeline', 'upgrade', 'connect']) {
    const method = function(...args) {
      return require('internal/deps/undici/lib/api/index')[name].apply(this, args); // Lazy: fetch itself needs none of them.
    };
    Object.defineProperty(method, 'name', { __proto__: null, value: name, configurable: true });
    prototype[name] = method;
  }
}

module.exports = {
  fetch,
  get FormData() { return require('internal/deps/undici/lib/web/fetch/formdata').FormData; },
  get Headers() { return require('internal/deps/undici/lib/web/fetch/headers').Headers; },
  get Request() {
    require('internal/deps/undici/lib/web/fetch/response'); // It defines how a body is converted, of which request.js knows nothing.
    return require('internal/deps/undici/lib/web/fetch/request').Request;
  },
  get Response() { return require('internal/deps/undici/lib/web/fetch/response').Response; },
  get WebSocket() {
    start ??= load(); // Its connections begin as a fetch.
    require('internal/deps/undici/lib/web/fetch/response'); // As for Request, which they are.
    return require('internal/deps/undici/lib/web/websocket/websocket').WebSocket;
  },
  get CloseEvent() { return require('internal/deps/undici/lib/web/websocket/events').CloseEvent; },
  get MessageEvent() { return require('internal/deps/undici/lib/web/websocket/events').MessageEvent; },
  get createFastMessageEvent() { return require('internal/deps/undici/lib/web/websocket/events').createFastMessageEvent; },
};
