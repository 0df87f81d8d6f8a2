'use strict';

// `node:assert/strict`: `node:assert` with the strict methods under all names.
// https://nodejs.org/api/assert.html#strict-assertion-mode

module.exports = require('assert').strict;
