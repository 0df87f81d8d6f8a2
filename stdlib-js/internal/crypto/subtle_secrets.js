'use strict';

// The methods of SubtleCrypto for secrets that need no cipher: HMAC, PBKDF2 and HKDF.
// https://nodejs.org/docs/latest-v24.x/api/webcrypto.html#class-subtlecrypto

const {
  codes: { ERR_INVALID_ARG_TYPE, ERR_METHOD_NOT_IMPLEMENTED },
} = require('internal/errors');
const { isAnyArrayBuffer } = require('internal/util/types');
const { createCryptoKey, isCryptoKey, secretOf } = require('internal/crypto/crypto_key');

/** For each digest what node:crypto calls it, the name of its HMAC in a JWK, and the bits of its block. */
const DIGESTS = {
  '__proto__': null,
  'SHA-1': { digest: 'sha1', jwk: 'HS1', blockBits: 512 },
  'SHA-256': { digest: 'sha256', jwk: 'HS256', blockBits: 512 },
  'SHA-384': { digest: 'sha384', jwk: 'HS384', blockBits: 1024 },
  'SHA-512': { digest: 'sha512', jwk: 'HS512', blockBits: 1024 },
};
const HMAC_USAGES = ['sign', 'verify'];
const DERIVING_USAGES = ['deriveKey', 'deriveBits'];
const ALL_USAGES = ['encrypt', 'decrypt', 'sign', 'verify', 'deriveKey', 'deriveBits', 'wrapKey', 'unwrapKey'];
const NAMES = ['HMAC', 'PBKDF2', 'HKDF'];
/** Algorithms that Node has and that come with ciphers and key pairs. */
const LATER = /^(AES-|RSA|ECDSA$|ECDH$|ED25519$|ED448$|X25519$|X448$|ML-|CHACHA|KMAC|ARGON2)/;

async function importKey(format, keyData, algorithm, extractable, usages) {
  const { hash, length, name } = normalized(algorithm, NAMES);
  const allowed = checkedUsages(usages, name === 'HMAC' ? HMAC_USAGES : DERIVING_USAGES, name);
  if (name !== 'HMAC') return importDerivationKey(format, keyData, name, Boolean(extractable), allowed);
  const secret = hmacSecret(format, keyData, hash, Boolean(extractable), allowed);
  if (secret.length === 0) throw domError('Zero-length key is not supported', 'DataError');
  const bits = secret.length * 8;
  if (length !== undefined && length !== bits) throw domError('Invalid key length', 'DataError');
  if (allowed.length === 0) throw domError('Usages cannot be empty when importing a secret key.', 'SyntaxError');
  return createCryptoKey(secret, { name, length: bits, hash: { name: hash } }, Boolean(extractable), allowed);
}

function importDerivationKey(format, keyData, name, extractable, usages) {
  if (format !== 'raw' && format !== 'raw-secret') throw unsupported(`Unable to import ${name} using ${format} format`);
  if (extractable) throw domError(`${name} keys are not extractable`, 'SyntaxError');
  if (usages.length === 0) throw domError('Usages cannot be empty when importing a secret key.', 'SyntaxError');
  return createCryptoKey(copied(keyData, 'keyData'), { name }, false, usages);
}

function hmacSecret(format, keyData, hash, extractable, usages) {
  switch (format) {
    case 'raw':
    case 'raw-secret':
      return copied(keyData, 'keyData');
    case 'jwk':
      return secretOfJwk(keyData, hash, extractable, usages);
    default:
      throw unsupported(`Unable to import HMAC using ${format} format`);
  }
}

function secretOfJwk(jwk, hash, extractable, usages) {
  if (typeof jwk !== 'object' || jwk === null || jwk.kty === undefined) throw domError('Invalid keyData', 'DataError');
  if (jwk.kty !== 'oct') throw domError('Invalid JWK "kty" Parameter', 'DataError');
  if (jwk.use !== undefined && jwk.use !== 'sig') throw domError('Invalid JWK "use" Parameter', 'DataError');
  if (jwk.key_ops !== undefined && !usages.every((usage) => jwk.key_ops.includes(usage))) {
    throw domError('Key operations and usage mismatch', 'DataError');
  }
  if (jwk.ext === false && extractable) throw domError('JWK "ext" Parameter and extractable mismatch', 'DataError');
  if (jwk.alg !== undefined && jwk.alg !== DIGESTS[hash].jwk) {
    throw domError('JWK "alg" does not match the requested algorithm', 'DataError');
  }
  if (typeof jwk.k !== 'string') throw domError('Invalid keyData', 'DataError');
  return Uint8Array.from(Buffer.from(jwk.k, 'base64url'));
}

async function exportKey(format, key) {
  checkKey(key);
  if (!key.extractable) throw domError('key is not extractable', 'InvalidAccessError');
  const { algorithm, usages } = key;
  if (format === 'raw' || format === 'raw-secret') return secretOf(key).slice().buffer;
  if (format !== 'jwk') throw unsupported(`Unable to export ${algorithm.name} secret key using ${format} format`);
  const k = Buffer.from(secretOf(key)).toString('base64url');
  return { key_ops: usages, ext: true, alg: DIGESTS[algorithm.hash.name].jwk, kty: 'oct', k };
}

async function generateKey(algorithm, extractable, usages) {
  const { hash, length = DIGESTS[hash]?.blockBits, name } = normalized(algorithm, ['HMAC']);
  const allowed = checkedUsages(usages, HMAC_USAGES, name);
  if (allowed.length === 0) throw domError('Usages cannot be empty when creating a key.', 'SyntaxError');
  if (length === 0) throw domError('Zero-length key is not supported', 'OperationError');
  const secret = new Uint8Array(length / 8);
  require('internal/crypto/random').getRandomValues(secret);
  return createCryptoKey(secret, { name, length, hash: { name: hash } }, Boolean(extractable), allowed);
}

async function sign(algorithm, key, data) {
  checkUse(normalized(algorithm, ['HMAC'], 'none').name, key, 'sign');
  return hmac(key, data);
}

async function verify(algorithm, key, signature, data) {
  checkUse(normalized(algorithm, ['HMAC'], 'none').name, key, 'verify');
  const expected = Buffer.from(hmac(key, data));
  const given = viewOf(signature, 'signature');
  return expected.length === given.length && require('crypto').timingSafeEqual(expected, given);
}

function hmac(key, data) {
  const { digest } = DIGESTS[key.algorithm.hash.name];
  return Uint8Array.from(require('crypto').createHmac(digest, secretOf(key)).update(viewOf(data, 'data')).digest()).buffer;
}

async function deriveBits(algorithm, key, length = null) {
  const normal = normalized(algorithm, ['PBKDF2', 'HKDF']);
  checkUse(normal.name, key, 'deriveBits');
  return derived(normal, key, length);
}

async function deriveKey(algorithm, baseKey, derivedKeyAlgorithm, extractable, usages) {
  const normal = normalized(algorithm, ['PBKDF2', 'HKDF']);
  const wanted = normalized(derivedKeyAlgorithm, NAMES);
  checkUse(normal.name, baseKey, 'deriveKey');
  // Keys to derive from have no length of their own.
  const length = wanted.name === 'HMAC' ? wanted.length ?? DIGESTS[wanted.hash].blockBits : null;
  const bits = await derived(normal, baseKey, length);
  return importKey('raw', bits, derivedKeyAlgorithm, extractable, usages);
}

/** @returns {Promise<ArrayBuffer>} */
function derived({ name, ...parameters }, key, length) {
  if (length === null) throw domError('length cannot be null', 'OperationError');
  if (length % 8 !== 0) throw domError('length must be a multiple of 8', 'OperationError');
  const { digest } = DIGESTS[parameters.hash];
  const { promise, resolve, reject } = Promise.withResolvers();
  const done = (error, bytes) => {
    if (error) reject(domError('The operation failed for an operation-specific reason', 'OperationError'));
    else resolve(Uint8Array.from(new Uint8Array(bytes)).buffer);
  };
  if (length === 0) return new ArrayBuffer(0);
  const { hkdf, pbkdf2 } = require('crypto');
  const salt = viewOf(parameters.salt, 'algorithm.salt');
  if (name === 'HKDF') {
    hkdf(digest, secretOf(key), salt, viewOf(parameters.info, 'algorithm.info'), length / 8, done);
  } else {
    if (!(parameters.iterations > 0)) throw domError('iterations cannot be zero', 'OperationError');
    pbkdf2(secretOf(key), salt, parameters.iterations, length / 8, digest, done);
  }
  return promise;
}

/** The algorithm as an object with its name as it is spelled, and with the name of its hash. */
function normalized(algorithm, names, hashing = 'with hash') {
  const given = typeof algorithm === 'string' ? { name: algorithm } : algorithm;
  if (typeof given !== 'object' || given === null || given.name === undefined) throw unsupported('Unrecognized algorithm name');
  const wanted = `${given.name}`.toUpperCase();
  const name = names.find((known) => known === wanted);
  if (name === undefined && LATER.test(wanted)) throw new ERR_METHOD_NOT_IMPLEMENTED(`SubtleCrypto for ${wanted}`);
  if (name === undefined) throw unsupported('Unrecognized algorithm name');
  if (hashing === 'none' || given.hash === undefined) return { ...given, name };
  const hash = `${typeof given.hash === 'object' ? given.hash.name : given.hash}`.toUpperCase();
  if (DIGESTS[hash] === undefined) throw unsupported('Unrecognized algorithm name');
  return { ...given, name, hash };
}

/** Without repetitions, in the order of the specification. */
function checkedUsages(usages, possible, name) {
  const given = [...usages];
  for (const usage of given) {
    if (!ALL_USAGES.includes(usage)) throw invalidUsage(usage, given.indexOf(usage));
    if (!possible.includes(usage)) throw domError(`Unsupported key usage for ${name === 'HMAC' ? 'HMAC' : `a ${name}`} key`, 'SyntaxError');
  }
  return ALL_USAGES.filter((usage) => given.includes(usage));
}

function invalidUsage(usage, index) {
  const error = new TypeError("Failed to execute 'importKey' on 'SubtleCrypto': " +
    `5th argument[${index}] '${usage}' is not a valid enum value of type KeyUsage.`);
  error.code = 'ERR_INVALID_ARG_VALUE';
  return error;
}

function checkKey(key) {
  if (!isCryptoKey(key)) throw new ERR_INVALID_ARG_TYPE('key', 'CryptoKey', key);
}

function checkUse(name, key, usage) {
  checkKey(key);
  if (key.algorithm.name !== name) throw domError('Key algorithm mismatch', 'InvalidAccessError');
  if (key.usages.includes(usage)) return;
  const message = usage.startsWith('derive') ? `baseKey does not have ${usage} usage` : `Unable to use this key to ${usage}`;
  throw domError(message, 'InvalidAccessError');
}

function viewOf(data, name) {
  if (isAnyArrayBuffer(data)) return new Uint8Array(data);
  if (!ArrayBuffer.isView(data)) throw new ERR_INVALID_ARG_TYPE(name, ['ArrayBuffer', 'Buffer', 'TypedArray', 'DataView'], data);
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

function copied(data, name) {
  return viewOf(data, name).slice();
}

function unsupported(message) {
  return domError(message, 'NotSupportedError');
}

function domError(message, name) {
  return new DOMException(message, name);
}

module.exports = { deriveBits, deriveKey, exportKey, generateKey, importKey, sign, verify };
