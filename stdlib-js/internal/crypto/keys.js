'use strict';

// Secret keys of node:crypto. Key pairs come with the rest of crypto.
// https://nodejs.org/docs/latest-v24.x/api/crypto.html#class-keyobject

const native = internalBinding('crypto');
const {
  codes: { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_METHOD_NOT_IMPLEMENTED },
} = require('internal/errors');
const { validateObject, validateOneOf } = require('internal/validators');
const { isAnyArrayBuffer } = require('internal/util/types');
const { bytesOf, toBuffer } = require('internal/crypto/util');

class KeyObject {
  /** The bytes of a secret key; nobody else has them. */
  #secret;

  constructor(type, secret) {
    if (type !== 'secret' && type !== 'public' && type !== 'private') throw new ERR_INVALID_ARG_VALUE('type', type);
    if (!(secret instanceof Uint8Array)) throw new ERR_INVALID_ARG_TYPE('handle', 'object', secret);
    this.#secret = secret;
  }

  static from(key) {
    throw new ERR_METHOD_NOT_IMPLEMENTED('KeyObject.from()');
  }

  static isKeyObject(value) {
    return typeof value === 'object' && value !== null && #secret in value;
  }

  static secretOf(key) {
    return key.#secret;
  }

  get type() {
    return 'secret';
  }

  get symmetricKeySize() {
    return this.#secret.length;
  }

  equals(otherKeyObject) {
    if (!isKeyObject(otherKeyObject)) throw new ERR_INVALID_ARG_TYPE('otherKeyObject', 'KeyObject', otherKeyObject);
    const other = otherKeyObject.#secret;
    return this.#secret.length === other.length && native.timingSafeEqual(this.#secret, other);
  }

  export(options) {
    const format = options === undefined ? 'buffer' : (validateObject(options, 'options'), options.format);
    if (format !== undefined) validateOneOf(format, 'options.format', ['buffer', 'jwk']);
    if (format === 'jwk') return { kty: 'oct', k: toBuffer(this.#secret).toString('base64url') };
    return Buffer.from(this.#secret);
  }
}

// A class's private names are known only inside of it; this leaves no trace on the class itself.
const { isKeyObject, secretOf } = KeyObject;
delete KeyObject.isKeyObject;
delete KeyObject.secretOf;
Object.defineProperty(KeyObject.prototype, Symbol.toStringTag, { configurable: true, value: 'KeyObject' });

const BYTE_SOURCES = ['ArrayBuffer', 'Buffer', 'TypedArray', 'DataView'];

function createSecretKey(key, encoding) {
  const bytes = bytesOf(key, 'key', encoding, ['string', ...BYTE_SOURCES]);
  return new KeyObject('secret', copyBytes(bytes));
}

function copyBytes(source) {
  const view = isAnyArrayBuffer(source)
    ? new Uint8Array(source)
    : new Uint8Array(source.buffer, source.byteOffset, source.byteLength);
  return view.slice();
}

/** The bytes of a secret in any of its forms. */
function secretBytes(key, name, encoding) {
  if (isKeyObject(key)) return secretOf(key);
  return bytesOf(key, name, encoding, ['string', 'ArrayBuffer', 'Buffer', 'TypedArray', 'DataView', 'KeyObject', 'CryptoKey']);
}

module.exports = { KeyObject, copyBytes, createSecretKey, isKeyObject, secretBytes, secretOf };
