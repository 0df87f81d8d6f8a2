'use strict';
// The old name of `stream.Writable`.
// https://nodejs.org/docs/latest-v24.x/api/deprecations.html

module.exports = require('stream').Writable;
