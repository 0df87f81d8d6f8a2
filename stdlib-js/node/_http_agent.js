'use strict';
// `node:_http_agent`: https://nodejs.org/docs/latest-v24.x/api/http.html#class-httpagent

const { Agent, globalAgent } = require('internal/http/agent');

module.exports = { Agent, globalAgent };
