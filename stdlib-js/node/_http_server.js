'use strict';
// `node:_http_server`: what frameworks have come to use of the server's parts.
// https://nodejs.org/docs/latest-v24.x/api/http.html

const { Server, httpServerPreClose, setupConnectionsTracking, storeHTTPOptions } = require('internal/http/server');
const { ServerResponse } = require('internal/http/server_response');
const { STATUS_CODES } = require('internal/http/constants');
const { connectionListener } = require('internal/http/connection');
const { kConnectionsCheckingInterval, kServerResponse } = require('internal/http/symbols');

module.exports = {
  STATUS_CODES,
  Server,
  ServerResponse,
  setupConnectionsTracking,
  storeHTTPOptions,
  _connectionListener: connectionListener,
  kServerResponse,
  httpServerPreClose,
  kConnectionsCheckingInterval,
};
