'use strict';

// node:crypto: hashes, HMAC, random values and key derivation.
// https://nodejs.org/docs/latest-v24.x/api/crypto.html

const native = internalBinding('crypto');
const {
  codes: { ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH, ERR_INVALID_ARG_TYPE },
} = require('internal/errors');
const { deprecate } = require('internal/util');
const { isAnyArrayBuffer } = require('internal/util/types');
const constants = require('internal/crypto/constants');
const { hkdf, hkdfSync, pbkdf2, pbkdf2Sync, scrypt, scryptSync } = require('internal/crypto/derivation');
const { Hash, Hmac, createHash, createHmac, getHashes, hash } = require('internal/crypto/hash');
const { KeyObject, createSecretKey } = require('internal/crypto/keys');
const {
  getRandomValues,
  randomBytes,
  randomFill,
  randomFillSync,
  randomInt,
  randomUUID,
  randomUUIDv7,
} = require('internal/crypto/random');
const { crypto: webcrypto, subtle } = require('internal/crypto/webcrypto');

/** Compares in a time that depends on the length alone. */
function timingSafeEqual(buf1, buf2) {
  checkComparable(buf1, 'buf1');
  checkComparable(buf2, 'buf2');
  if (buf1.byteLength !== buf2.byteLength) throw new ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH();
  return native.timingSafeEqual(buf1, buf2);
}

/** The value is not part of the message: it may be a secret. */
function checkComparable(value, name) {
  if (ArrayBuffer.isView(value) || isAnyArrayBuffer(value)) return;
  const error = new ERR_INVALID_ARG_TYPE(name, ['ArrayBuffer', 'Buffer', 'TypedArray', 'DataView'], value);
  error.message = error.message.replace(/ Received .*$/s, '');
  throw error;
}

/** Nothing here is certified for FIPS 140. */
function getFips() {
  return 0;
}

function secureHeapUsed() {
  return { total: 0, used: 0, utilization: 0, min: 0 };
}

module.exports = {
  createHash,
  createHmac,
  createSecretKey,
  getHashes,
  hkdf,
  hkdfSync,
  pbkdf2,
  pbkdf2Sync,
  randomBytes,
  randomFill,
  randomFillSync,
  randomInt,
  randomUUID,
  randomUUIDv7,
  scrypt,
  scryptSync,
  timingSafeEqual,
  getFips,
  hash,
  Hash: deprecate(Hash, 'crypto.Hash constructor is deprecated.', 'DEP0179'),
  Hmac: deprecate(Hmac, 'crypto.Hmac constructor is deprecated.', 'DEP0181'),
  KeyObject,
  secureHeapUsed,
};

/** Names that Node keeps for old programs. */
for (const name of ['pseudoRandomBytes', 'prng', 'rng']) {
  Object.defineProperty(module.exports, name, { configurable: true, enumerable: false, value: randomBytes });
}

Object.defineProperties(module.exports, {
  constants: { __proto__: null, configurable: false, enumerable: true, value: constants },
  webcrypto: { __proto__: null, configurable: false, enumerable: true, get: () => webcrypto },
  subtle: { __proto__: null, configurable: false, enumerable: true, get: () => subtle },
  getRandomValues: {
    __proto__: null,
    configurable: false,
    enumerable: true,
    get: () => getRandomValues,
  },
});
