'use strict';

// `node:console`: the global console.
// https://nodejs.org/api/console.html

module.exports = require('internal/console/global');
