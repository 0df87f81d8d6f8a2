'use strict';
// The old name of `stream.PassThrough`.
// https://nodejs.org/docs/latest-v24.x/api/deprecations.html

module.exports = require('stream').PassThrough;
