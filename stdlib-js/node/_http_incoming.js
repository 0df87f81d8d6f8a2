'use strict';
// `node:_http_incoming`: https://nodejs.org/docs/latest-v24.x/api/http.html#class-httpincomingmessage

const { IncomingMessage, readStart, readStop } = require('internal/http/incoming');
const { kDetachAbortSignal } = require('internal/http/symbols');

module.exports = { IncomingMessage, kDetachAbortSignal, readStart, readStop };
