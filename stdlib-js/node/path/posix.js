'use strict';

// The POSIX half of `node:path`: https://nodejs.org/docs/latest-v24.x/api/path.html#pathposix

module.exports = require('path').posix;
