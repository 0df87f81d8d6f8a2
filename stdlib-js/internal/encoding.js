'use strict';

// TextEncoder and TextDecoder. https://nodejs.org/docs/latest-v24.x/api/util.html#class-utiltextdecoder

const native = internalBinding('encoding');
const {
  codes: {
    ERR_ENCODING_INVALID_ENCODED_DATA,
    ERR_ENCODING_NOT_SUPPORTED,
    ERR_INVALID_ARG_TYPE,
    ERR_INVALID_THIS,
    ERR_STRING_TOO_LONG,
  },
} = require('internal/errors');
const { kValidateObjectAllowObjectsAndNull, validateObject, validateString } = require('internal/validators');
const { isAnyArrayBuffer, isUint8Array } = require('internal/util/types');
const { kStringMaxLength } = require('internal/buffer');
const { conversionError } = require('internal/webidl');

const inspectSymbol = Symbol.for('nodejs.util.inspect.custom');
const enumerable = { __proto__: null, enumerable: true };

/** `encodeInto` leaves here how many units it read and how many bytes it wrote. */
const encodeIntoResults = new Uint32Array(2);

class TextEncoder {
  #isEncoder = true;

  static check(value) {
    if (!(#isEncoder in value)) throw new ERR_INVALID_THIS('TextEncoder');
  }

  get encoding() {
    checkEncoder(this);
    return 'utf-8';
  }

  encode(input = '') {
    checkEncoder(this);
    return native.encodeUtf8(`${input}`);
  }

  encodeInto(src, dest) {
    checkEncoder(this);
    validateString(src, 'src');
    if (!isUint8Array(dest)) throw new ERR_INVALID_ARG_TYPE('dest', 'Uint8Array', dest);
    native.encodeInto(src, dest, encodeIntoResults);
    return { read: encodeIntoResults[0], written: encodeIntoResults[1] };
  }

  [inspectSymbol](depth, options) {
    if (typeof depth === 'number' && depth < 0) return this;
    // Required here because only programs that print need it.
    return require('internal/util/inspect').inspect({ encoding: this.encoding }, options);
  }
}

// A class's private names are known only inside of it; this leaves no trace on the class itself.
const checkEncoder = TextEncoder.check;
delete TextEncoder.check;

Object.defineProperties(TextEncoder.prototype, {
  encode: enumerable,
  encodeInto: enumerable,
  encoding: enumerable,
  [Symbol.toStringTag]: { __proto__: null, configurable: true, value: 'TextEncoder' },
});

// What the native side takes as flags.
const FATAL = 1;
const IGNORE_BOM = 2;
const MORE_FOLLOWS = 4;

const noBytes = new Uint8Array();

class TextDecoder {
  /** The canonical name, in lower case. */
  #encoding;
  #flags;
  /** The native decoder while a stream is under way. */
  #stream;

  constructor(encoding = 'utf-8', options = {}) {
    const label = `${encoding}`;
    validateObject(options, 'options', kValidateObjectAllowObjectsAndNull);
    const name = native.nameOfLabel(label);
    if (name === undefined) throw new ERR_ENCODING_NOT_SUPPORTED(label);
    this.#encoding = name;
    this.#flags = (options?.fatal ? FATAL : 0) | (options?.ignoreBOM ? IGNORE_BOM : 0);
  }

  get encoding() {
    checkDecoder(this);
    return this.#encoding;
  }

  get fatal() {
    checkDecoder(this);
    return (this.#flags & FATAL) !== 0;
  }

  get ignoreBOM() {
    checkDecoder(this);
    return (this.#flags & IGNORE_BOM) !== 0;
  }

  decode(input = noBytes, options = {}) {
    checkDecoder(this);
    if (!ArrayBuffer.isView(input) && !isAnyArrayBuffer(input)) throw inputError(this.#encoding, input);
    validateObject(options, 'options', kValidateObjectAllowObjectsAndNull);

    const moreFollows = Boolean(options?.stream);
    if (!moreFollows && this.#stream === undefined) {
      return textOrThrow(native.decode(this.#encoding, input, this.#flags), this.#encoding);
    }
    const stream = this.#stream ?? native.createDecoder(this.#encoding, this.#flags);
    // Forgotten until this call has gone well: after an error the decoder begins anew.
    this.#stream = undefined;
    const flags = this.#flags | (moreFollows ? MORE_FOLLOWS : 0);
    const text = textOrThrow(native.decodeChunk(stream, input, flags), this.#encoding);
    if (moreFollows) this.#stream = stream;
    return text;
  }

  static check(value) {
    if (!(#flags in value)) throw new ERR_INVALID_THIS('TextDecoder');
  }

  [inspectSymbol](depth, options) {
    checkDecoder(this);
    if (typeof depth === 'number' && depth < 0) return this;
    const { inspect } = require('internal/util/inspect');
    const { encoding, fatal, ignoreBOM } = this;
    return `${this.constructor.name} ${inspect({ encoding, fatal, ignoreBOM }, options)}`;
  }
}

const checkDecoder = TextDecoder.check;
delete TextDecoder.check;

Object.defineProperties(TextDecoder.prototype, {
  decode: enumerable,
  encoding: enumerable,
  fatal: enumerable,
  ignoreBOM: enumerable,
  [Symbol.toStringTag]: { __proto__: null, configurable: true, value: 'TextDecoder' },
});

/** UTF-8 has a sentence of its own, as it has a path of its own in Node. */
function inputError(encoding, input) {
  if (encoding !== 'utf-8') return new ERR_INVALID_ARG_TYPE('input', ['ArrayBuffer', 'ArrayBufferView'], input);
  return conversionError(
    'The "list" argument must be an instance of SharedArrayBuffer, ArrayBuffer or ArrayBufferView.',
  );
}

/** `undefined` stands for data that is not valid, `null` for text that no string can hold. */
function textOrThrow(text, encoding) {
  if (typeof text === 'string') return text;
  if (text === null) throw new ERR_STRING_TOO_LONG(kStringMaxLength);
  throw new ERR_ENCODING_INVALID_ENCODED_DATA(encoding, undefined);
}

module.exports = { TextDecoder, TextEncoder };
