'use strict';
// `node:_http_common`: https://nodejs.org/docs/latest-v24.x/api/http.html

const common = require('internal/http/parsing');
const { checkInvalidHeaderChar, checkIsHttpToken } = require('internal/http/tokens');
const { continueExpression } = require('internal/http/connection');
const { chunkExpression } = require('internal/http/head');
const { CRLF, methods } = require('internal/http/constants');
const { kIncomingMessage, kSkipPendingData } = require('internal/http/symbols');

module.exports = {
  _checkInvalidHeaderChar: checkInvalidHeaderChar,
  _checkIsHttpToken: checkIsHttpToken,
  chunkExpression,
  continueExpression,
  CRLF,
  freeParser: common.freeParser,
  methods,
  parsers: common.parsers,
  kIncomingMessage,
  HTTPParser: common.HTTPParser,
  isLenient: common.isLenient,
  calculateLenientFlags: common.calculateLenientFlags,
  prepareError: common.prepareError,
  kSkipPendingData,
};
