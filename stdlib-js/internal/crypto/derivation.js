'use strict';

// Key derivation of node:crypto: pbkdf2, scrypt and hkdf, each with a callback and without.
// https://nodejs.org/docs/latest-v24.x/api/crypto.html#cryptopbkdf2password-salt-iterations-keylen-digest-callback

const native = internalBinding('crypto');
const {
  codes: {
    ERR_CRYPTO_INVALID_KEYLEN,
    ERR_CRYPTO_INVALID_SCRYPT_PARAMS,
    ERR_INCOMPATIBLE_OPTION_PAIR,
    ERR_OUT_OF_RANGE,
  },
} = require('internal/errors');
const {
  validateFunction,
  validateInt32,
  validateInteger,
  validateString,
  validateUint32,
} = require('internal/validators');
const { isKeyObject, secretOf } = require('internal/crypto/keys');
const { bytesOf, digestInfo, toBuffer, validateDigest } = require('internal/crypto/util');

/** Calls back with a derived key as the function gives it. */
function onKey(callback, convert) {
  return (error, bytes) => (error ? callback(error) : callback(null, convert(bytes)));
}

/** Why no key can be derived, although all arguments are of the right kinds. */
function reasonAgainst(digest, length) {
  const [, , isExtendable] = digestInfo(digest);
  if (isExtendable) return new Error('error:1C8000B7:Provider routines::xof digests not allowed');
  return length === 0 ? new Error('Deriving bits failed') : undefined;
}

// PBKDF2.

function pbkdf2Arguments(password, salt, iterations, keylen, digest) {
  validateString(digest, 'digest');
  const passwordBytes = bytesOf(password, 'password', 'buffer');
  const saltBytes = bytesOf(salt, 'salt', 'buffer');
  validateInt32(iterations, 'iterations', 1);
  validateInt32(keylen, 'keylen', 0);
  validateDigest(digest);
  return [passwordBytes, saltBytes, iterations, keylen, digest];
}

function pbkdf2(password, salt, iterations, keylen, digest, callback) {
  if (typeof digest === 'function') {
    callback = digest;
    digest = undefined;
  }
  const args = pbkdf2Arguments(password, salt, iterations, keylen, digest);
  validateFunction(callback, 'callback');
  const reason = reasonAgainst(digest, keylen);
  if (reason !== undefined) {
    process.nextTick(callback, reason);
    return;
  }
  native.pbkdf2(...args, onKey(callback, toBuffer));
}

function pbkdf2Sync(password, salt, iterations, keylen, digest) {
  const args = pbkdf2Arguments(password, salt, iterations, keylen, digest);
  const reason = reasonAgainst(digest, keylen);
  if (reason !== undefined) throw reason;
  return toBuffer(native.pbkdf2Sync(...args));
}

// scrypt.

const SCRYPT_DEFAULTS = { N: 16384, r: 8, p: 1, maxmem: 32 * 1024 * 1024 };
const SCRYPT_LONG_NAMES = { N: 'cost', r: 'blockSize', p: 'parallelization' };
/** The largest product of r and p. */
const SCRYPT_MAX_PRODUCT = 2 ** 30 - 1;

function scryptArguments(password, salt, keylen, options) {
  const passwordBytes = bytesOf(password, 'password');
  const saltBytes = bytesOf(salt, 'salt');
  validateInt32(keylen, 'keylen', 0);
  const { N, r, p, maxmem } = scryptOptions(options);
  checkScryptParameters(N, r, p, maxmem);
  return [passwordBytes, saltBytes, Math.log2(N), r, p, keylen];
}

function scryptOptions(options) {
  const result = { ...SCRYPT_DEFAULTS };
  if (!options || options === SCRYPT_DEFAULTS) return result;
  for (const name of ['N', 'r', 'p']) {
    const longName = SCRYPT_LONG_NAMES[name];
    // Each is read once: what was validated is what counts, also of an accessor.
    const value = options[name];
    const longValue = options[longName];
    if (value !== undefined) validateUint32(value, name);
    if (longValue !== undefined) {
      if (value !== undefined) throw new ERR_INCOMPATIBLE_OPTION_PAIR(name, longName);
      validateUint32(longValue, longName);
    }
    result[name] = value ?? longValue ?? result[name];
    // Zero stands for the default, too.
    if (result[name] === 0) result[name] = SCRYPT_DEFAULTS[name];
  }
  if (options.maxmem !== undefined) {
    validateInteger(options.maxmem, 'maxmem', 0);
    if (options.maxmem !== 0) result.maxmem = options.maxmem;
  }
  return result;
}

/** The limits that OpenSSL sets. */
function checkScryptParameters(N, r, p, maxmem) {
  if (N < 2 || !Number.isInteger(Math.log2(N))) throw scryptError('Invalid scrypt params');
  const blockBytes = p * 128 * r;
  const isTooMuch =
    r * p > SCRYPT_MAX_PRODUCT ||
    (16 * r <= 63 && N >= 2 ** (16 * r)) ||
    blockBytes > 0x7fff_ffff ||
    blockBytes + 32 * r * (N + 2) * 4 > maxmem;
  if (isTooMuch) {
    throw scryptError('Invalid scrypt params: error:030000AC:digital envelope routines::memory limit exceeded');
  }
}

function scryptError(message) {
  const error = new ERR_CRYPTO_INVALID_SCRYPT_PARAMS('');
  error.message = message;
  return error;
}

function scrypt(password, salt, keylen, options, callback) {
  if (callback === undefined) {
    callback = options;
    options = undefined;
  }
  const args = scryptArguments(password, salt, keylen, options);
  validateFunction(callback, 'callback');
  native.scrypt(...args, onKey(callback, toBuffer));
}

function scryptSync(password, salt, keylen, options) {
  return toBuffer(native.scryptSync(...scryptArguments(password, salt, keylen, options)));
}

// HKDF.

const HKDF_MAX_INFO_BYTES = 1024;
const HKDF_SOURCES = ['string', 'ArrayBuffer', 'TypedArray', 'DataView', 'Buffer'];
const HKDF_KEYS = ['string', 'SecretKeyObject', 'ArrayBuffer', 'TypedArray', 'DataView', 'Buffer'];

function hkdfArguments(digest, ikm, salt, info, length) {
  validateString(digest, 'digest');
  const key = isKeyObject(ikm) ? secretOf(ikm) : bytesOf(ikm, 'ikm', undefined, HKDF_KEYS);
  const saltBytes = bytesOf(salt, 'salt', undefined, HKDF_SOURCES);
  const infoBytes = bytesOf(info, 'info', undefined, HKDF_SOURCES);
  validateInteger(length, 'length', 0);
  if (infoBytes.byteLength > HKDF_MAX_INFO_BYTES) {
    throw new ERR_OUT_OF_RANGE('info', 'must not contain more than 1024 bytes', infoBytes.byteLength);
  }
  const [, digestBytes] = validateDigest(digest);
  if (length > 255 * digestBytes) throw new ERR_CRYPTO_INVALID_KEYLEN();
  return [digest, key, saltBytes, infoBytes, length];
}

function hkdf(digest, ikm, salt, info, length, callback) {
  const args = hkdfArguments(digest, ikm, salt, info, length);
  validateFunction(callback, 'callback');
  const reason = reasonAgainst(digest, length);
  if (reason !== undefined) {
    process.nextTick(callback, reason);
    return;
  }
  native.hkdf(...args, onKey(callback, ({ buffer }) => buffer));
}

function hkdfSync(digest, ikm, salt, info, length) {
  const args = hkdfArguments(digest, ikm, salt, info, length);
  const reason = reasonAgainst(digest, length);
  if (reason !== undefined) throw reason;
  return native.hkdfSync(...args).buffer;
}

module.exports = { hkdf, hkdfSync, pbkdf2, pbkdf2Sync, scrypt, scryptSync };
