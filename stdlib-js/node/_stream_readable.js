'use strict';
// The old name of `stream.Readable`.
// https://nodejs.org/docs/latest-v24.x/api/deprecations.html

module.exports = require('stream').Readable;
