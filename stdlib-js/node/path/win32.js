'use strict';

// The Windows half of `node:path`: https://nodejs.org/docs/latest-v24.x/api/path.html#pathwin32

module.exports = require('path').win32;
