'use strict';
// `node:http`: https://nodejs.org/docs/latest-v24.x/api/http.html

const { validateInteger } = require('internal/validators');
const { Agent } = require('internal/http/agent');
const agents = require('internal/http/agent');
const { ClientRequest } = require('internal/http/client');
const { IncomingMessage } = require('internal/http/incoming');
const { OutgoingMessage } = require('internal/http/outgoing');
const { Server } = require('internal/http/server');
const { ServerResponse } = require('internal/http/server_response');
const { connectionListener } = require('internal/http/connection');
const { parsers } = require('internal/http/parsing');
const { defaultMaxHeaderSize } = require('internal/http/parser');
const { STATUS_CODES, methods } = require('internal/http/constants');
const { validateHeaderName, validateHeaderValue } = require('internal/http/tokens');

/** @param {object | Function} [opts] @param {Function} [requestListener] */
function createServer(opts, requestListener) {
  return new Server(opts, requestListener);
}

function request(url, options, cb) {
  return new ClientRequest(url, options, cb);
}

/** A request without a body, that has ended already. */
function get(url, options, cb) {
  const req = request(url, options, cb);
  req.end();
  return req;
}

/** How many parsers without a connection are kept. */
function setMaxIdleHTTPParsers(max) {
  validateInteger(max, 'max', 1);
  parsers.max = max;
}

module.exports = {
  _connectionListener: connectionListener,
  METHODS: methods.toSorted(),
  STATUS_CODES,
  Agent,
  ClientRequest,
  IncomingMessage,
  OutgoingMessage,
  Server,
  ServerResponse,
  createServer,
  validateHeaderName,
  validateHeaderValue,
  get,
  request,
  setMaxIdleHTTPParsers,
};

defineAccessor('maxHeaderSize', defaultMaxHeaderSize);
defineAccessor('globalAgent', () => agents.globalAgent, (value) => { agents.globalAgent = value; });
for (const name of ['WebSocket', 'CloseEvent', 'MessageEvent']) defineAccessor(name, () => globalThis[name]);

function defineAccessor(name, get, set) {
  Object.defineProperty(module.exports, name, { __proto__: null, configurable: true, enumerable: true, get, set });
}
