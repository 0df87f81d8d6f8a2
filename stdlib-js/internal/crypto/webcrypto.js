'use strict';

// The part of the Web Crypto API that there is: random values, identifiers, digests, HMAC and the derivation of keys.
// https://nodejs.org/docs/latest-v24.x/api/webcrypto.html

const native = internalBinding('crypto');
const {
  codes: { ERR_ILLEGAL_CONSTRUCTOR, ERR_INVALID_ARG_TYPE, ERR_INVALID_THIS, ERR_METHOD_NOT_IMPLEMENTED },
} = require('internal/errors');
const { isAnyArrayBuffer } = require('internal/util/types');
const { getRandomValues, randomUUID } = require('internal/crypto/random');
const { CryptoKey } = require('internal/crypto/crypto_key');
const { digestInfo } = require('internal/crypto/util');

const enumerable = { __proto__: null, enumerable: true };

/** The digests that the specification names, and Node's additions to them. */
const DIGESTS = ['SHA-1', 'SHA-256', 'SHA-384', 'SHA-512', 'SHA3-256', 'SHA3-384', 'SHA3-512'];

/** Passed to constructors that are not for programs. */
const kCreate = Symbol('create');

class SubtleCrypto {
  constructor(token = undefined) {
    if (token !== kCreate) throw new ERR_ILLEGAL_CONSTRUCTOR();
  }

  /** @param {string | { name: string }} algorithm  @param {BufferSource} data */
  async digest(algorithm, data) {
    if (this !== subtle) throw new ERR_INVALID_THIS('SubtleCrypto');
    const name = `${typeof algorithm === 'object' && algorithm !== null ? algorithm.name : algorithm}`.toUpperCase();
    if (!DIGESTS.includes(name)) throw new DOMException('Unrecognized algorithm name', 'NotSupportedError');
    if (!ArrayBuffer.isView(data) && !isAnyArrayBuffer(data)) {
      throw new ERR_INVALID_ARG_TYPE('data', ['ArrayBuffer', 'Buffer', 'TypedArray', 'DataView'], data);
    }
    const [number] = digestInfo(name);
    return native.hash(number, undefined, data, 0, 0).buffer;
  }
}

/** What comes with keys and ciphers. */
const LATER = [
  'encrypt', 'decrypt', 'wrapKey', 'unwrapKey', 'getPublicKey', 'encapsulateBits', 'encapsulateKey', 'decapsulateBits', 'decapsulateKey',
];
/** What there is for secrets: the methods, and how many arguments they need. */
const SECRETS = { sign: 3, verify: 4, generateKey: 3, deriveKey: 5, deriveBits: 2, importKey: 5, exportKey: 2 };

for (const name of LATER) {
  defineMethod(name, {
    async [name]() {
      throw new ERR_METHOD_NOT_IMPLEMENTED(`subtle.${name}()`);
    },
  }[name]);
}
for (const name in SECRETS) {
  const method = {
    async [name](...args) {
      if (this !== subtle) throw new ERR_INVALID_THIS('SubtleCrypto');
      if (args.length < SECRETS[name]) throw missingArguments(name, args.length);
      // Lazy: hardly any program has keys of its own.
      return require('internal/crypto/subtle_secrets')[name](...args);
    },
  }[name];
  Object.defineProperty(method, 'length', { __proto__: null, configurable: true, value: SECRETS[name] });
  defineMethod(name, method);
}
for (const name of ['digest', ...Object.keys(SECRETS), ...LATER]) Object.defineProperty(SubtleCrypto.prototype, name, enumerable);
Object.defineProperty(SubtleCrypto.prototype, Symbol.toStringTag, { configurable: true, value: 'SubtleCrypto' });

const subtle = new SubtleCrypto(kCreate);

function defineMethod(name, value) {
  Object.defineProperty(SubtleCrypto.prototype, name, { __proto__: null, configurable: true, value, writable: true });
}

function missingArguments(name, count) {
  const error = new TypeError(`Failed to execute '${name}' on 'SubtleCrypto': ` +
    `${SECRETS[name]} arguments required, but only ${count} present.`);
  error.code = 'ERR_MISSING_ARGS';
  return error;
}

class Crypto {
  constructor(token = undefined) {
    if (token !== kCreate) throw new ERR_ILLEGAL_CONSTRUCTOR();
  }

  get subtle() {
    checkCrypto(this);
    return subtle;
  }

  getRandomValues(array) {
    checkCrypto(this);
    return getRandomValues(array);
  }

  randomUUID(options) {
    checkCrypto(this);
    return randomUUID(options);
  }
}

Object.defineProperties(Crypto.prototype, {
  subtle: enumerable,
  getRandomValues: enumerable,
  randomUUID: enumerable,
  [Symbol.toStringTag]: { __proto__: null, configurable: true, value: 'Crypto' },
});

function checkCrypto(value) {
  if (value !== crypto) throw new ERR_INVALID_THIS('Crypto');
}

const crypto = new Crypto(kCreate);

module.exports = { Crypto, CryptoKey, SubtleCrypto, crypto, subtle };
