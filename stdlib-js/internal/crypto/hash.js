'use strict';

// createHash, createHmac and hash of node:crypto. https://nodejs.org/docs/latest-v24.x/api/crypto.html#class-hash

const native = internalBinding('crypto');
const {
  codes: {
    ERR_CRYPTO_HASH_FINALIZED,
    ERR_CRYPTO_INVALID_DIGEST,
    ERR_INVALID_ARG_VALUE,
  },
} = require('internal/errors');
const { validateObject, validateString, validateUint32 } = require('internal/validators');
const { findEncoding } = require('internal/buffer/encodings');
const { LazyTransform } = require('internal/streams/lazy_transform');
const { digestAtOnce, digestInfo, encodeOutput, hashInput, openSslError } = require('internal/crypto/util');
const { copyBytes, secretBytes } = require('internal/crypto/keys');

const kHandle = Symbol('kHandle');
const kState = Symbol('kState');
const kFinalized = Symbol('kFinalized');

/** Bytes up to this many are copied to wait for what comes next. */
const MAX_PENDING_BYTES = 2048;

/**
 * A hash or HMAC under way. Most of them see one piece of data and are asked for the digest: then there is one call to
 * native code, and no native object is made.
 */
class Handle {
  #info;
  #key;
  #length;
  /** The first piece, until something else is to be done: a string, or a copy of bytes. */
  #pending = '';
  #native;
  #digest;

  /** @param {[number, number, boolean]} info  @param {Uint8Array | undefined} key  @param {number} length */
  constructor(info, key, length) {
    this.#info = info;
    this.#key = key;
    this.#length = length;
  }

  get info() {
    return this.#info;
  }

  copy(length) {
    const copy = new this.constructor(this.#info, this.#key, length);
    copy.#native = native.copyHash(this.#begun());
    return copy;
  }

  update(input) {
    if (this.#native !== undefined || this.#pending !== '') native.update(this.#begun(), input);
    else if (typeof input === 'string') this.#pending = input;
    else if (input.byteLength <= MAX_PENDING_BYTES) this.#pending = copyBytes(input);
    else native.update(this.#begun(), input);
  }

  /** The digest, any number of times: a hash can be read as a stream and asked for its digest, too. */
  digest(encoding) {
    if (this.#native === undefined && this.#digest === undefined) {
      return digestAtOnce(this.#info[0], this.#key, this.#pending, this.#length, encoding);
    }
    this.#digest ??= native.digest(this.#native, this.#length);
    return encodeOutput(this.#digest, encoding);
  }

  #begun() {
    if (this.#native === undefined) {
      this.#native =
        this.#key === undefined ? native.createHash(this.#info[0]) : native.createHmac(this.#info[0], this.#key);
      if (this.#pending !== '') native.update(this.#native, this.#pending);
      this.#pending = '';
    }
    return this.#native;
  }
}

function Hash(algorithm, options) {
  if (!new.target) return new Hash(algorithm, options);
  const isCopy = algorithm instanceof Hash;
  if (!isCopy) validateString(algorithm, 'algorithm');
  const requested = typeof options === 'object' && options !== null ? options.outputLength : undefined;
  if (requested !== undefined) validateUint32(requested, 'options.outputLength');
  LazyTransform.call(this, options);

  const info = isCopy ? algorithm[kHandle].info : digestInfo(algorithm);
  if (info === undefined) throw new Error('Digest method not supported');
  const [, digestBytes, isExtendable] = info;
  const length = requested ?? digestBytes;
  if (!isExtendable && length !== digestBytes) {
    throw openSslError(
      'error:030000B2:digital envelope routines::not XOF or invalid length',
      'digital envelope routines',
      'not XOF or invalid length',
      'ERR_OSSL_EVP_NOT_XOF_OR_INVALID_LENGTH',
    );
  }
  this[kHandle] = isCopy ? algorithm[kHandle].copy(length) : new Handle(info, undefined, length);
  this[kState] = { [kFinalized]: false };
}
Object.setPrototypeOf(Hash.prototype, LazyTransform.prototype);
Object.setPrototypeOf(Hash, LazyTransform);

Hash.prototype.copy = function copy(options) {
  if (this[kState][kFinalized]) throw new ERR_CRYPTO_HASH_FINALIZED();
  return new Hash(this, options);
};

Hash.prototype._transform = function _transform(chunk, encoding, callback) {
  this[kHandle].update(hashInput(chunk, encoding));
  callback();
};

Hash.prototype._flush = function _flush(callback) {
  this.push(this[kHandle].digest());
  callback();
};

Hash.prototype.update = function update(data, encoding) {
  if (this[kState][kFinalized]) throw new ERR_CRYPTO_HASH_FINALIZED();
  this[kHandle].update(hashInput(data, encoding));
  return this;
};

Hash.prototype.digest = function digest(outputEncoding) {
  if (this[kState][kFinalized]) throw new ERR_CRYPTO_HASH_FINALIZED();
  const output = this[kHandle].digest(outputEncoding);
  this[kState][kFinalized] = true;
  return output;
};

function Hmac(hmac, key, options) {
  if (!new.target) return new Hmac(hmac, key, options);
  validateString(hmac, 'hmac');
  const bytes = secretBytes(key, 'key', options?.encoding);
  const info = digestInfo(hmac);
  if (info === undefined) throw new ERR_CRYPTO_INVALID_DIGEST(hmac);
  // What can have any length has no blocks of a size that HMAC could use; OpenSSL has no words for that.
  const [, digestBytes, isExtendable] = info;
  if (isExtendable) throw new Error('error:00000000:lib(0)::reason(0)');
  LazyTransform.call(this, options);
  // The program may change its key after this.
  const own = typeof key === 'string' ? bytes : copyBytes(bytes);
  this[kHandle] = new Handle(info, own, digestBytes);
  this[kState] = { [kFinalized]: false };
}
Object.setPrototypeOf(Hmac.prototype, LazyTransform.prototype);
Object.setPrototypeOf(Hmac, LazyTransform);

Hmac.prototype.update = Hash.prototype.update;

/** Unlike a hash it gives nothing, and no error, when it is asked again. */
Hmac.prototype.digest = function digest(outputEncoding) {
  if (this[kState][kFinalized]) return encodeOutput(new Uint8Array(), outputEncoding);
  return Hash.prototype.digest.call(this, outputEncoding);
};

Hmac.prototype._flush = Hash.prototype._flush;
Hmac.prototype._transform = Hash.prototype._transform;

function createHash(algorithm, options) {
  return new Hash(algorithm, options);
}

function createHmac(hmac, key, options) {
  return new Hmac(hmac, key, options);
}

/** The digest of all the data at once. */
function hash(algorithm, input, options) {
  validateString(algorithm, 'algorithm');
  const data = hashInput(input, undefined, 'input');
  let outputEncoding = 'hex';
  let outputLength;
  if (typeof options === 'string') {
    outputEncoding = options;
  } else if (options !== undefined) {
    validateObject(options, 'options');
    outputEncoding = options.outputEncoding ?? 'hex';
    outputLength = options.outputLength;
    if (outputLength !== undefined) validateUint32(outputLength, 'options.outputLength');
  }
  validateString(outputEncoding, 'outputEncoding');
  if (findEncoding(outputEncoding) === undefined && outputEncoding.toLowerCase() !== 'buffer') {
    throw new ERR_INVALID_ARG_VALUE('outputEncoding', outputEncoding);
  }

  const info = digestInfo(algorithm);
  if (info === undefined) throw new Error(`Digest method ${algorithm} is not supported`);
  const [number, digestBytes, isExtendable] = info;
  outputLength ??= digestBytes;
  if (!isExtendable && outputLength !== digestBytes) {
    throw new Error(`Output length ${outputLength} is invalid for ${algorithm}, which does not support XOF`);
  }
  return digestAtOnce(number, undefined, data, outputLength, outputEncoding);
}

/** The names that OpenSSL lists, in its order. */
const HASHES = [
  'RSA-MD5', 'RSA-RIPEMD160', 'RSA-SHA1', 'RSA-SHA1-2', 'RSA-SHA224', 'RSA-SHA256', 'RSA-SHA3-224', 'RSA-SHA3-256',
  'RSA-SHA3-384', 'RSA-SHA3-512', 'RSA-SHA384', 'RSA-SHA512', 'RSA-SHA512/224', 'RSA-SHA512/256', 'RSA-SM3',
  'blake2b512', 'blake2s256', 'id-rsassa-pkcs1-v1_5-with-sha3-224', 'id-rsassa-pkcs1-v1_5-with-sha3-256',
  'id-rsassa-pkcs1-v1_5-with-sha3-384', 'id-rsassa-pkcs1-v1_5-with-sha3-512', 'md5', 'md5-sha1',
  'md5WithRSAEncryption', 'ripemd', 'ripemd160', 'ripemd160WithRSA', 'rmd160', 'sha1', 'sha1WithRSAEncryption',
  'sha224', 'sha224WithRSAEncryption', 'sha256', 'sha256WithRSAEncryption', 'sha3-224', 'sha3-256', 'sha3-384',
  'sha3-512', 'sha384', 'sha384WithRSAEncryption', 'sha512', 'sha512-224', 'sha512-224WithRSAEncryption', 'sha512-256',
  'sha512-256WithRSAEncryption', 'sha512WithRSAEncryption', 'shake128', 'shake256', 'sm3', 'sm3WithRSAEncryption',
  'ssl3-md5', 'ssl3-sha1',
];

function getHashes() {
  return [...HASHES];
}

module.exports = { Hash, Hmac, createHash, createHmac, getHashes, hash };
