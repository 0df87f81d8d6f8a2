'use strict';

// What undici needs of `node:http`, which is a small part of it: https://nodejs.org/docs/latest-v24.x/api/http.html
// The build gives it to undici in place of the whole, so that a program that only fetches loads no server.

const { STATUS_CODES } = require('internal/http/constants');
const { IncomingMessage } = require('internal/http/incoming');
const { defaultMaxHeaderSize } = require('internal/http/parser');

module.exports = {
  IncomingMessage,
  STATUS_CODES,
  get maxHeaderSize() { return defaultMaxHeaderSize(); },
};
