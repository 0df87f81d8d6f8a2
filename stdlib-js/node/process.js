'use strict';
// `node:process` is the global `process`.
// https://nodejs.org/docs/latest-v24.x/api/process.html

module.exports = process;
