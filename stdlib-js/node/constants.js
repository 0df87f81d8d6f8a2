'use strict';

// `node:constants`, deprecated: the constants of `os`, `fs` and `crypto` in one object.
// https://nodejs.org/docs/latest-v24.x/api/deprecations.html#dep0008-requirenodeconstants

const { constants: { errno, priority, signals, dlopen } } = require('os');
const { constants: files } = require('fs');

// Those of `crypto` come from the table of what Node exports.
module.exports = Object.assign({}, dlopen, errno, priority, signals, files);
