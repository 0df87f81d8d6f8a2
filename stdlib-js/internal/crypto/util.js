'use strict';

// What the parts of node:crypto share. https://nodejs.org/docs/latest-v24.x/api/crypto.html

const native = internalBinding('crypto');
const {
  codes: { ERR_CRYPTO_INVALID_DIGEST, ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE },
} = require('internal/errors');
const { isAnyArrayBuffer } = require('internal/util/types');
const { findEncoding } = require('internal/buffer/encodings');
const { FastBuffer } = require('internal/buffer');
const { fromString } = require('internal/buffer/pool');

const BYTE_SOURCES = ['ArrayBuffer', 'Buffer', 'TypedArray', 'DataView'];

/** The bytes of a secret that may also be text. */
function bytesOf(value, name, encoding, expected = ['string', ...BYTE_SOURCES]) {
  if (typeof value === 'string') return bytesOfString(value, encoding);
  if (ArrayBuffer.isView(value) || isAnyArrayBuffer(value)) return value;
  throw new ERR_INVALID_ARG_TYPE(name, expected, value);
}

/** The string's bytes; an encoding that is none means UTF-8. */
function bytesOfString(string, encoding) {
  return fromString(string, findEncoding(encoding)?.name ?? 'utf8');
}

/** What `update` takes: text in UTF-8 goes on as it is, because the native side encodes it without a copy in between. */
function hashInput(data, encoding, name = 'data') {
  if (typeof data === 'string') {
    const found = encoding ? findEncoding(encoding)?.name : undefined;
    if (found === 'hex' && data.length % 2 !== 0) {
      throw new ERR_INVALID_ARG_VALUE('encoding', encoding, `is invalid for data of length ${data.length}`);
    }
    return found === undefined || found === 'utf8' ? data : fromString(data, found);
  }
  if (ArrayBuffer.isView(data)) return data;
  throw new ERR_INVALID_ARG_TYPE(name, ['string', 'Buffer', 'TypedArray', 'DataView'], data);
}

/** The bytes as a Buffer, or as a string if `encoding` is one. @param {Uint8Array} bytes */
function encodeOutput(bytes, encoding) {
  const buffer = toBuffer(bytes);
  const found = encoding ? findEncoding(`${encoding}`) : undefined;
  return found === undefined ? buffer : buffer.toString(found.name);
}

/** A Buffer of the same memory. */
function toBuffer(bytes) {
  return new FastBuffer(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** What was asked of each algorithm before. */
const digestInfos = new Map();

/** `[number, bytes of the digest, whether it can have any length]`; `undefined` for an unknown name. */
function digestInfo(name) {
  let info = digestInfos.get(name);
  if (info === undefined) {
    info = native.digestInfo(name);
    if (info !== undefined) digestInfos.set(name, info);
  }
  return info;
}

/** By name: the encodings that the native side makes text in. */
const NATIVE_ENCODINGS = { __proto__: null, hex: 1, base64: 2, base64url: 3 };

/** The digest of all the data at once, or the HMAC if there is a key, as a Buffer or a string. */
function digestAtOnce(algorithm, key, data, length, encoding) {
  const found = encoding ? findEncoding(`${encoding}`)?.name : undefined;
  const output = native.hash(algorithm, key, data, length, NATIVE_ENCODINGS[found] ?? 0);
  return typeof output === 'string' ? output : encodeOutput(output, found);
}

/** What is known of the digest that key derivation uses. */
function validateDigest(digest) {
  const info = digestInfo(digest);
  if (info === undefined) throw new ERR_CRYPTO_INVALID_DIGEST(digest);
  return info;
}

/** An error of OpenSSL's, as Node reports it. */
function openSslError(message, library, reason, code) {
  const error = new Error(message);
  return Object.assign(error, { library, reason, code });
}

module.exports = {
  bytesOf,
  digestAtOnce,
  digestInfo,
  encodeOutput,
  hashInput,
  openSslError,
  toBuffer,
  validateDigest,
};
