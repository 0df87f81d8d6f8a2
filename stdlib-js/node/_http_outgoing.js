'use strict';
// `node:_http_outgoing`: https://nodejs.org/docs/latest-v24.x/api/http.html#class-httpoutgoingmessage

const { OutgoingMessage } = require('internal/http/outgoing');
const { parseUniqueHeadersOption } = require('internal/http/header_store');
const { validateHeaderName, validateHeaderValue } = require('internal/http/tokens');
const { kHighWaterMark, kUniqueHeaders } = require('internal/http/symbols');

module.exports = {
  kHighWaterMark,
  kUniqueHeaders,
  parseUniqueHeadersOption,
  validateHeaderName,
  validateHeaderValue,
  OutgoingMessage,
};
