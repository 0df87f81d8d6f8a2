'use strict';

// CryptoKey: a key of the Web Crypto API, with what it may be used for.
// https://nodejs.org/docs/latest-v24.x/api/webcrypto.html#class-cryptokey

const {
  codes: { ERR_ILLEGAL_CONSTRUCTOR, ERR_INVALID_THIS },
} = require('internal/errors');

const kInspect = Symbol.for('nodejs.util.inspect.custom');
/** Passed to the constructor, which is not for programs. */
const kCreate = Symbol('create');

class CryptoKey {
  #algorithm;
  #extractable;
  #secret;
  #usages;

  constructor(...[token, secret, algorithm, extractable, usages]) {
    if (token !== kCreate) throw new ERR_ILLEGAL_CONSTRUCTOR();
    this.#secret = secret;
    this.#algorithm = algorithm;
    this.#extractable = extractable;
    this.#usages = usages;
  }

  static isCryptoKey(value) {
    return typeof value === 'object' && value !== null && #secret in value;
  }

  static secretOf(key) {
    return key.#secret;
  }

  get type() {
    if (!isCryptoKey(this)) throw new ERR_INVALID_THIS('CryptoKey');
    return 'secret';
  }

  get extractable() {
    if (!isCryptoKey(this)) throw new ERR_INVALID_THIS('CryptoKey');
    return this.#extractable;
  }

  get algorithm() {
    if (!isCryptoKey(this)) throw new ERR_INVALID_THIS('CryptoKey');
    return this.#algorithm;
  }

  get usages() {
    if (!isCryptoKey(this)) throw new ERR_INVALID_THIS('CryptoKey');
    return this.#usages;
  }

  [kInspect](depth, options) {
    if (depth < 0) return this;
    // Lazy: keys are hardly ever printed.
    const { inspect } = require('internal/util/inspect');
    const { algorithm, extractable, type, usages } = this;
    const shown = { type, extractable, algorithm, usages };
    return `CryptoKey ${inspect(shown, { ...options, depth: options.depth == null ? null : options.depth - 1 })}`;
  }
}

// A class's private names are known only inside of it; this leaves no trace on the class itself.
const { isCryptoKey, secretOf } = CryptoKey;
delete CryptoKey.isCryptoKey;
delete CryptoKey.secretOf;
for (const name of ['type', 'extractable', 'algorithm', 'usages']) {
  Object.defineProperty(CryptoKey.prototype, name, { __proto__: null, enumerable: true });
}
Object.defineProperty(CryptoKey.prototype, Symbol.toStringTag, { __proto__: null, configurable: true, value: 'CryptoKey' });

function createCryptoKey(secret, algorithm, extractable, usages) {
  return new CryptoKey(kCreate, secret, algorithm, extractable, usages);
}

module.exports = { CryptoKey, createCryptoKey, isCryptoKey, secretOf };
