'use strict';
// `node:_http_client`: https://nodejs.org/docs/latest-v24.x/api/http.html#class-httpclientrequest

const { ClientRequest } = require('internal/http/client');

module.exports = { ClientRequest };
