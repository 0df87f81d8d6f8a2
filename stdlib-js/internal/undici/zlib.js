'use strict';

// What undici needs of `node:zlib`, loaded with the first compressed response: https://nodejs.org/docs/latest-v24.x/api/zlib.html

module.exports = {
  createBrotliDecompress: (options) => require('zlib').createBrotliDecompress(options),
  createGunzip: (options) => require('zlib').createGunzip(options),
  createInflate: (options) => require('zlib').createInflate(options),
  createInflateRaw: (options) => require('zlib').createInflateRaw(options),
  createZstdDecompress: (options) => require('zlib').createZstdDecompress(options),
  get constants() { return require('zlib').constants; },
  get Z_DEFAULT_WINDOWBITS() { return require('zlib').constants.Z_DEFAULT_WINDOWBITS; },
};
