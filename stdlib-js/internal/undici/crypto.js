'use strict';

// What undici needs of `node:crypto`, loaded when it is first called: https://nodejs.org/docs/latest-v24.x/api/crypto.html

/** The hashes that `integrity` of a request may name, which are all that undici looks for. */
const HASHES = ['sha256', 'sha384', 'sha512'];

module.exports = {
  getHashes: () => HASHES,
  hash: (algorithm, data, encoding) => require('crypto').hash(algorithm, data, encoding),
  randomBytes: (size) => require('crypto').randomBytes(size),
  randomFillSync: (buffer, offset, size) => require('crypto').randomFillSync(buffer, offset, size),
  randomInt: (min, max) => require('crypto').randomInt(min, max),
};
