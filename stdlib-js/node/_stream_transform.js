'use strict';
// The old name of `stream.Transform`.
// https://nodejs.org/docs/latest-v24.x/api/deprecations.html

module.exports = require('stream').Transform;
