'use strict';

// node:buffer: binary data as Buffer, Blob and File, and the conversions between bytes and text.
// https://nodejs.org/docs/latest-v24.x/api/buffer.html

const native = internalBinding('buffer');
const {
  codes: {
    ERR_BUFFER_OUT_OF_BOUNDS,
    ERR_INVALID_ARG_TYPE,
    ERR_INVALID_ARG_VALUE,
    ERR_INVALID_BUFFER_SIZE,
    ERR_MISSING_ARGS,
    ERR_OUT_OF_RANGE,
    ERR_UNKNOWN_ENCODING,
  },
} = require('internal/errors');
const { validateArray, validateInteger, validateNumber, validateString } = require('internal/validators');
const { isAnyArrayBuffer, isTypedArray, isUint8Array } = require('internal/util/types');
const {
  FastBuffer,
  addBufferPrototype,
  createUnsafeBuffer,
  kMaxLength,
  kStringMaxLength,
  stringOrThrow,
} = require('internal/buffer');
const { SEARCH_UTF8, encodingOrThrow, findEncoding, utf8 } = require('internal/buffer/encodings');
const { DEFAULT_POOL_SIZE, allocate, fromString, setPoolSizeGetter } = require('internal/buffer/pool');

const inspectSymbol = Symbol.for('nodejs.util.inspect.custom');
const kIsEncodingSymbol = Symbol('kIsEncodingSymbol');
const { getPrototypeOf } = Object;
const typedArrayPrototype = getPrototypeOf(Uint8Array.prototype);
const fillWithNumber = typedArrayPrototype.fill;
const setFromArray = typedArrayPrototype.set;
const byteLengthOf = Object.getOwnPropertyDescriptor(typedArrayPrototype, 'byteLength').get;

let inspectMaxBytes = 50;
let constructorHasWarned = false;

// Making Buffers.

/** The deprecated constructor, with and without `new`. */
function Buffer(value, encodingOrOffset, length) {
  warnAboutConstructor();
  if (typeof value === 'number') {
    if (typeof encodingOrOffset === 'string') throw new ERR_INVALID_ARG_TYPE('string', 'string', value);
    return Buffer.alloc(value);
  }
  return Buffer.from(value, encodingOrOffset, length);
}

function warnAboutConstructor() {
  if (constructorHasWarned) return;
  constructorHasWarned = true;
  process.emitWarning(
    'Buffer() is deprecated due to security and usability issues. Please use the Buffer.alloc(), ' +
      'Buffer.allocUnsafe(), or Buffer.from() methods instead.',
    'DeprecationWarning',
    'DEP0005',
    Buffer,
  );
}

Object.defineProperty(Buffer, Symbol.species, {
  configurable: true,
  enumerable: false,
  get() {
    return FastBuffer;
  },
});

Buffer.poolSize = DEFAULT_POOL_SIZE;
setPoolSizeGetter(() => Buffer.poolSize);

Buffer.from = function from(value, encodingOrOffset, length) {
  if (typeof value === 'string') return fromString(value, encodingOrOffset);
  if (typeof value === 'object' && value !== null) {
    if (isAnyArrayBuffer(value)) return fromArrayBuffer(value, encodingOrOffset, length);

    const primitive = value.valueOf?.();
    if (primitive != null && primitive !== value && (typeof primitive === 'string' || typeof primitive === 'object')) {
      return from(primitive, encodingOrOffset, length);
    }
    const buffer = fromObject(value);
    if (buffer !== undefined) return buffer;
    if (typeof value[Symbol.toPrimitive] === 'function') {
      const string = value[Symbol.toPrimitive]('string');
      if (typeof string === 'string') return fromString(string, encodingOrOffset);
    }
  }
  throw new ERR_INVALID_ARG_TYPE(
    'first argument',
    ['string', 'Buffer', 'ArrayBuffer', 'Array', 'Array-like Object'],
    value,
  );
};

function fromArrayBuffer(memory, byteOffset, length) {
  byteOffset = byteOffset === undefined ? 0 : +byteOffset || 0;
  const available = memory.byteLength - byteOffset;
  if (available < 0) throw new ERR_BUFFER_OUT_OF_BOUNDS('offset');
  if (length !== undefined) {
    length = +length;
    if (length > available) throw new ERR_BUFFER_OUT_OF_BOUNDS('length');
    if (!(length > 0)) length = 0;
  }
  // Without a length the view follows a resizable ArrayBuffer.
  return new FastBuffer(memory, byteOffset, length);
}

function fromObject(value) {
  if (value.length !== undefined || isAnyArrayBuffer(value.buffer)) {
    return typeof value.length === 'number' ? fromArrayLike(value) : new FastBuffer();
  }
  if (value.type === 'Buffer' && Array.isArray(value.data)) return fromArrayLike(value.data);
  return undefined;
}

function fromArrayLike(values) {
  if (values.length <= 0) return new FastBuffer();
  const buffer = allocate(values.length);
  setFromArray.call(buffer, values, 0);
  return buffer;
}

/** @param {TypedArray} view  @param {number} [offset] in elements  @param {number} [length] in elements */
Buffer.copyBytesFrom = function copyBytesFrom(view, offset, length) {
  if (!isTypedArray(view)) throw new ERR_INVALID_ARG_TYPE('view', ['TypedArray'], view);
  const viewLength = view.length;
  if (viewLength === 0) return Buffer.alloc(0);

  let end = viewLength;
  if (offset === undefined) {
    offset = 0;
  } else {
    validateInteger(offset, 'offset', 0);
    if (offset >= viewLength) return Buffer.alloc(0);
  }
  if (length !== undefined) {
    validateInteger(length, 'length', 0);
    end = Math.min(offset + length, viewLength);
  }
  const part = typedArrayPrototype.subarray.call(view, offset, end);
  return fromArrayLike(new Uint8Array(part.buffer, part.byteOffset, part.byteLength));
};

Buffer.of = function of(...items) {
  const buffer = createUnsafeBuffer(items.length);
  for (let i = 0; i < items.length; i++) buffer[i] = items[i];
  return buffer;
};

Buffer.alloc = function alloc(size, fill, encoding) {
  validateNumber(size, 'size', 0, kMaxLength);
  if (fill === undefined || fill === 0 || !(size > 0)) return new FastBuffer(size);
  const buffer = createUnsafeBuffer(size);
  return fillRange(buffer, fill, 0, buffer.length, encoding);
};

Buffer.allocUnsafe = function allocUnsafe(size) {
  validateNumber(size, 'size', 0, kMaxLength);
  return allocate(Math.trunc(size));
};

Buffer.allocUnsafeSlow = function allocUnsafeSlow(size) {
  validateNumber(size, 'size', 0, kMaxLength);
  return createUnsafeBuffer(Math.trunc(size));
};

/** @deprecated Buffer.allocUnsafeSlow is its new name. */
const SlowBuffer = deprecatedClass(function SlowBuffer(size) {
  validateNumber(size, 'size', 0, kMaxLength);
  return createUnsafeBuffer(Math.trunc(size));
}, 'SlowBuffer() is deprecated. Please use Buffer.allocUnsafeSlow()', 'DEP0030');

/** Warns once; works with and without `new`. */
function deprecatedClass(make, message, code) {
  let hasWarned = false;
  function deprecated(size) {
    if (!hasWarned) {
      hasWarned = true;
      process.emitWarning(message, 'DeprecationWarning', code, deprecated);
    }
    return make(size);
  }
  deprecated.prototype = make.prototype;
  return deprecated;
}

// Functions on several Buffers.

Buffer.isBuffer = function isBuffer(value) {
  return value instanceof Buffer;
};

Buffer.compare = function compare(buf1, buf2) {
  if (!isUint8Array(buf1)) throw new ERR_INVALID_ARG_TYPE('buf1', ['Buffer', 'Uint8Array'], buf1);
  if (!isUint8Array(buf2)) throw new ERR_INVALID_ARG_TYPE('buf2', ['Buffer', 'Uint8Array'], buf2);
  return buf1 === buf2 ? 0 : native.compare(buf1, buf2);
};

Buffer.isEncoding = function isEncoding(encoding) {
  return typeof encoding === 'string' && encoding.length !== 0 && findEncoding(encoding) !== undefined;
};
Buffer[kIsEncodingSymbol] = Buffer.isEncoding;

Buffer.concat = function concat(list, length) {
  validateArray(list, 'list');
  if (list.length === 0) return new FastBuffer();
  if (length === undefined) {
    length = 0;
    for (let i = 0; i < list.length; i++) {
      if (list[i].length) length += list[i].length;
    }
  } else {
    validateInteger(length, 'length', 0);
  }

  const result = Buffer.allocUnsafe(length);
  let position = 0;
  for (let i = 0; i < list.length; i++) {
    const part = list[i];
    if (!isUint8Array(part)) throw new ERR_INVALID_ARG_TYPE(`list[${i}]`, ['Buffer', 'Uint8Array'], part);
    const count = Math.min(part.length, length - position);
    if (count > 0) {
      if (count === part.length) setFromArray.call(result, part, position);
      else native.copy(part, result, position, 0, count);
      position += count;
    }
  }
  // The memory was not initialised, so what the list did not fill is made zero.
  if (position < length) fillWithNumber.call(result, 0, position, length);
  return result;
};

Buffer.byteLength = function byteLength(string, encoding) {
  if (typeof string !== 'string') {
    if (ArrayBuffer.isView(string) || isAnyArrayBuffer(string)) return string.byteLength;
    throw new ERR_INVALID_ARG_TYPE('string', ['string', 'Buffer', 'ArrayBuffer'], string);
  }
  if (string.length === 0) return 0;
  // Unlike everywhere else an unknown encoding is not an error here, but means UTF-8.
  const found = encoding ? findEncoding(encoding) : utf8;
  return (found ?? utf8).byteLength(string);
};

// Methods.

Buffer.prototype = FastBuffer.prototype;
Object.defineProperty(Buffer.prototype, 'constructor', {
  configurable: true,
  enumerable: false,
  writable: true,
  value: Buffer,
});
Object.setPrototypeOf(Buffer, Uint8Array);
addBufferPrototype(Buffer.prototype);

Object.defineProperty(Buffer.prototype, 'parent', {
  enumerable: true,
  get() {
    return this instanceof Buffer ? this.buffer : undefined;
  },
});

Object.defineProperty(Buffer.prototype, 'offset', {
  enumerable: true,
  get() {
    return this instanceof Buffer ? this.byteOffset : undefined;
  },
});

/** What `copy` makes of a position: the integer below it, `absent` for what is no number. */
function toPosition(value, absent) {
  const number = +value;
  return Number.isNaN(number) || Math.abs(number) > Number.MAX_SAFE_INTEGER ? absent : Math.floor(number);
}

Buffer.prototype.copy = function copy(target, targetStart, sourceStart, sourceEnd) {
  if (!ArrayBuffer.isView(this)) throw new ERR_INVALID_ARG_TYPE('source', ['Buffer', 'Uint8Array'], this);
  if (!ArrayBuffer.isView(target)) throw new ERR_INVALID_ARG_TYPE('target', ['Buffer', 'Uint8Array'], target);

  if (targetStart === undefined) {
    targetStart = 0;
  } else {
    targetStart = toPosition(targetStart, 0);
    if (targetStart < 0) throw new ERR_OUT_OF_RANGE('targetStart', '>= 0', targetStart);
  }
  if (sourceStart === undefined) {
    sourceStart = 0;
  } else {
    sourceStart = toPosition(sourceStart, 0);
    if (sourceStart < 0 || sourceStart > this.byteLength) {
      throw new ERR_OUT_OF_RANGE('sourceStart', `>= 0 && <= ${this.byteLength}`, sourceStart);
    }
  }
  if (sourceEnd === undefined) {
    sourceEnd = this.byteLength;
  } else {
    sourceEnd = toPosition(sourceEnd, 0);
    if (sourceEnd < 0) throw new ERR_OUT_OF_RANGE('sourceEnd', '>= 0', sourceEnd);
  }

  const count = Math.min(sourceEnd - sourceStart, target.byteLength - targetStart, this.byteLength - sourceStart);
  if (!(count > 0)) return 0;
  native.copy(this, target, targetStart, sourceStart, count);
  return count;
};

Buffer.prototype.toString = function toString(encoding, start, end) {
  if (arguments.length === 0) return this.utf8Slice(0, this.length);

  const { length } = this;
  if (start === undefined || start <= 0) start = 0;
  else if (start >= length) return '';
  else start = Math.trunc(start) || 0;
  if (end === undefined || end > length) end = length;
  else end = Math.trunc(end) || 0;
  if (end <= start) return '';

  if (encoding === undefined) return this.utf8Slice(start, end);
  return stringOrThrow(encodingOrThrow(encoding).slice(this, start, end));
};

Buffer.prototype.equals = function equals(otherBuffer) {
  if (!isUint8Array(otherBuffer)) {
    throw new ERR_INVALID_ARG_TYPE('otherBuffer', ['Buffer', 'Uint8Array'], otherBuffer);
  }
  if (this === otherBuffer) return true;
  if (this.byteLength !== otherBuffer.byteLength) return false;
  return this.byteLength === 0 || native.compare(this, otherBuffer) === 0;
};

/** `<Buffer 68 69>`, with the object's other properties behind the bytes. */
Buffer.prototype[inspectSymbol] = function inspect(recurseTimes, context) {
  const shown = Math.min(inspectMaxBytes, this.length);
  const hidden = this.length - inspectMaxBytes;
  let text = this.hexSlice(0, shown).replace(/(.{2})/g, '$1 ').trim();
  if (hidden > 0) text += ` ... ${hidden} more byte${hidden > 1 ? 's' : ''}`;
  if (context) {
    const properties = inspectProperties(this, context);
    if (properties !== '') text += this.length === 0 ? properties : `, ${properties}`;
  }
  return `<${this.constructor?.name || 'Buffer'} ${text}>`;
};
Buffer.prototype.inspect = Buffer.prototype[inspectSymbol];

function inspectProperties(buffer, context) {
  // Required here because inspect itself is needed only by programs that print.
  const { getOwnNonIndexProperties } = internalBinding('util');
  const { inspect } = require('internal/util/inspect');
  const ALL_PROPERTIES = 0;
  const ONLY_ENUMERABLE = 2;
  const properties = { __proto__: null };
  const keys = getOwnNonIndexProperties(buffer, context.showHidden ? ALL_PROPERTIES : ONLY_ENUMERABLE);
  if (keys.length === 0) return '';
  for (const key of keys) properties[key] = buffer[key];
  const text = inspect(properties, { ...context, breakLength: Infinity, compact: true });
  return text.slice('[Object: null prototype] { '.length, -' }'.length);
}

Buffer.prototype.compare = function compare(target, targetStart, targetEnd, sourceStart, sourceEnd) {
  if (!isUint8Array(target)) throw new ERR_INVALID_ARG_TYPE('target', ['Buffer', 'Uint8Array'], target);
  if (arguments.length === 1) return native.compare(this, target);

  if (targetStart === undefined) targetStart = 0;
  else validateInteger(targetStart, 'targetStart', 0);
  if (targetEnd === undefined) targetEnd = target.length;
  else validateInteger(targetEnd, 'targetEnd', 0, target.length);
  if (sourceStart === undefined) sourceStart = 0;
  else validateInteger(sourceStart, 'sourceStart', 0);
  if (sourceEnd === undefined) sourceEnd = this.length;
  else validateInteger(sourceEnd, 'sourceEnd', 0, this.length);

  if (sourceStart >= sourceEnd) return targetStart >= targetEnd ? 0 : -1;
  if (targetStart >= targetEnd) return 1;
  return native.compareRanges(this, sourceStart, sourceEnd, target, targetStart, targetEnd);
};

/** Both directions of `indexOf`; an offset or end that is a string is the encoding. Only what ends before `end` is found. */
function search(buffer, value, byteOffset, end, encoding, forward) {
  if (!ArrayBuffer.isView(buffer)) {
    throw new ERR_INVALID_ARG_TYPE('buffer', ['Buffer', 'TypedArray', 'DataView'], buffer);
  }
  if (typeof end === 'string') {
    encoding = end;
    end = undefined;
  }
  if (typeof byteOffset === 'string') {
    encoding = byteOffset;
    byteOffset = undefined;
  }
  byteOffset = +byteOffset;
  if (Number.isNaN(byteOffset)) byteOffset = forward ? 0 : buffer.length || buffer.byteLength;
  // Whole bytes, within what the native side takes; anything beyond is outside of every Buffer.
  byteOffset = Math.trunc(Math.max(-kMaxLength, Math.min(byteOffset, kMaxLength)));
  end = end === undefined ? buffer.byteLength : Math.max(0, Math.min(Math.trunc(end) || 0, buffer.byteLength));

  if (typeof value === 'number') return native.indexOfNumber(buffer, value & 0xff, byteOffset, end, forward);
  const found = encoding === undefined ? utf8 : findEncoding(encoding);
  if (typeof value === 'string') {
    if (found === undefined) throw new ERR_UNKNOWN_ENCODING(encoding);
    if (found.search !== undefined) return native.indexOfString(buffer, value, byteOffset, end, forward, found.search);
    return native.indexOfBuffer(buffer, fromString(value, found.name), byteOffset, end, forward, SEARCH_UTF8);
  }
  if (isUint8Array(value)) {
    return native.indexOfBuffer(buffer, value, byteOffset, end, forward, (found ?? utf8).search ?? SEARCH_UTF8);
  }
  throw new ERR_INVALID_ARG_TYPE('value', ['number', 'string', 'Buffer', 'Uint8Array'], value);
}

Buffer.prototype.indexOf = function indexOf(value, byteOffset, end, encoding) {
  return search(this, value, byteOffset, end, encoding, true);
};

Buffer.prototype.lastIndexOf = function lastIndexOf(value, byteOffset, end, encoding) {
  return search(this, value, byteOffset, end, encoding, false);
};

Buffer.prototype.includes = function includes(value, byteOffset, end, encoding) {
  return search(this, value, byteOffset, end, encoding, true) !== -1;
};

Buffer.prototype.fill = function fill(value, offset, end, encoding) {
  return fillRange(this, value, offset, end, encoding);
};

function fillRange(buffer, value, offset, end, encodingName) {
  let encoding;
  if (typeof value === 'string') {
    if (offset === undefined || typeof offset === 'string') {
      encodingName = offset;
      offset = 0;
      end = buffer.length;
    } else if (typeof end === 'string') {
      encodingName = end;
      end = buffer.length;
    }
    encoding = fillEncoding(encodingName);
  }

  if (offset === undefined) {
    offset = 0;
    end = buffer.length;
  } else {
    validateInteger(offset, 'offset', 0);
    if (end === undefined) end = buffer.length;
    else validateInteger(end, 'end', 0, buffer.length);
    if (offset >= end) return buffer;
  }

  if (encoding !== undefined) value = fillPattern(value, encoding);
  if (!ArrayBuffer.isView(value)) {
    // The length is read past any getter of the program, which could claim more than there is.
    if (end > byteLengthOf.call(buffer)) throw new ERR_BUFFER_OUT_OF_BOUNDS();
    return fillWithNumber.call(buffer, typeof value === 'number' ? value : +value & 0xff, offset, end);
  }
  if (value.byteLength === 0) throw new ERR_INVALID_ARG_VALUE('value', value);
  native.fill(buffer, value, offset, end);
  return buffer;
}

function fillEncoding(name) {
  if (name === undefined || name === null || name === '') return utf8;
  validateString(name, 'encoding');
  return encodingOrThrow(name);
}

/** What a string fills with: its bytes, or a number when that is all they are. */
function fillPattern(string, encoding) {
  if (string.length === 0) return 0;
  const pattern = fromString(string, encoding.name);
  if (pattern.length === 0) throw new ERR_INVALID_ARG_VALUE('value', string);
  return pattern.length === 1 ? pattern[0] : pattern;
}

Buffer.prototype.write = function write(string, offset, length, encoding) {
  if (offset === undefined) return this.utf8Write(string, 0, this.length);

  if (length === undefined && typeof offset === 'string') {
    encoding = offset;
    length = this.length;
    offset = 0;
  } else {
    validateInteger(offset, 'offset', 0, this.length);
    const remaining = this.length - offset;
    if (length === undefined) {
      length = remaining;
    } else if (typeof length === 'string') {
      encoding = length;
      length = remaining;
    } else {
      validateInteger(length, 'length', 0, this.length);
      length = Math.min(length, remaining);
    }
  }
  if (!encoding || encoding === 'utf8') return this.utf8Write(string, offset, length);
  const found = encodingOrThrow(encoding);
  return this[WRITE_METHODS[found.name]](string, offset, length);
};

/** Subclasses may override these, so `write` goes through them. */
const WRITE_METHODS = {
  __proto__: null,
  utf8: 'utf8Write',
  utf16le: 'ucs2Write',
  latin1: 'latin1Write',
  ascii: 'asciiWrite',
  base64: 'base64Write',
  base64url: 'base64urlWrite',
  hex: 'hexWrite',
};

Buffer.prototype.toJSON = function toJSON() {
  return { type: 'Buffer', data: this.length > 0 ? Array.from(this) : [] };
};

/** A position as slices take it: negative ones count from the end. */
function clampPosition(position, length) {
  position = Math.trunc(position);
  if (position === 0 || Number.isNaN(position)) return 0;
  if (position < 0) return Math.max(position + length, 0);
  return Math.min(position, length);
}

Buffer.prototype.subarray = function subarray(start, end) {
  const { length } = this;
  start = clampPosition(start, length);
  end = end !== undefined ? clampPosition(end, length) : length;
  return new FastBuffer(this.buffer, this.byteOffset + start, end > start ? end - start : 0);
};

Buffer.prototype.slice = function slice(start, end) {
  return this.subarray(start, end);
};

/** Below this many bytes the loop in JavaScript is faster than the call to native code. */
const NATIVE_SWAP_BYTES = 128;

function swap(buffer, i, j) {
  const byte = buffer[i];
  buffer[i] = buffer[j];
  buffer[j] = byte;
}

Buffer.prototype.swap16 = function swap16() {
  const { length } = this;
  if (length % 2 !== 0) throw new ERR_INVALID_BUFFER_SIZE('16-bits');
  if (length >= NATIVE_SWAP_BYTES) {
    native.swap(this, 2);
  } else {
    for (let i = 0; i < length; i += 2) swap(this, i, i + 1);
  }
  return this;
};

Buffer.prototype.swap32 = function swap32() {
  const { length } = this;
  if (length % 4 !== 0) throw new ERR_INVALID_BUFFER_SIZE('32-bits');
  if (length >= NATIVE_SWAP_BYTES) {
    native.swap(this, 4);
  } else {
    for (let i = 0; i < length; i += 4) {
      swap(this, i, i + 3);
      swap(this, i + 1, i + 2);
    }
  }
  return this;
};

Buffer.prototype.swap64 = function swap64() {
  const { length } = this;
  if (length % 8 !== 0) throw new ERR_INVALID_BUFFER_SIZE('64-bits');
  if (length >= NATIVE_SWAP_BYTES) {
    native.swap(this, 8);
  } else {
    for (let i = 0; i < length; i += 8) {
      swap(this, i, i + 7);
      swap(this, i + 1, i + 6);
      swap(this, i + 2, i + 5);
      swap(this, i + 3, i + 4);
    }
  }
  return this;
};

Buffer.prototype.toLocaleString = Buffer.prototype.toString;

// Conversions that are not Buffer's.

function transcode(source, fromEncoding, toEncoding) {
  // Required here because hardly any program transcodes.
  return require('internal/buffer/transcode').transcode(source, fromEncoding, toEncoding);
}

function isUtf8(input) {
  if (isTypedArray(input) || isAnyArrayBuffer(input)) return native.isUtf8(input);
  throw new ERR_INVALID_ARG_TYPE('input', ['ArrayBuffer', 'Buffer', 'TypedArray'], input);
}

function isAscii(input) {
  if (isTypedArray(input) || isAnyArrayBuffer(input)) return native.isAscii(input);
  throw new ERR_INVALID_ARG_TYPE('input', ['ArrayBuffer', 'Buffer', 'TypedArray'], input);
}

function btoa(input) {
  if (arguments.length === 0) throw new ERR_MISSING_ARGS('input');
  const encoded = native.btoa(`${input}`);
  if (typeof encoded !== 'string') throw new DOMException('Invalid character', 'InvalidCharacterError');
  return encoded;
}

/** What `native.atob` gives instead of a string when the number of characters is the only thing wrong. */
const ATOB_BAD_LENGTH = -2;

function atob(input) {
  if (arguments.length === 0) throw new ERR_MISSING_ARGS('input');
  const decoded = native.atob(`${input}`);
  if (typeof decoded === 'string') return decoded;
  const message =
    decoded === ATOB_BAD_LENGTH ? 'The string to be decoded is not correctly encoded.' : 'Invalid character';
  throw new DOMException(message, 'InvalidCharacterError');
}

/** The Blob that `URL.createObjectURL` gave this name. */
function resolveObjectURL(url) {
  if (arguments.length === 0) throw new ERR_MISSING_ARGS('url');
  return require('internal/object_urls').resolveObjectURL(`${url}`);
}

const { Blob } = require('internal/blob');
const { File } = require('internal/file');

module.exports = {
  Buffer,
  SlowBuffer,
  transcode,
  isUtf8,
  isAscii,
  kMaxLength,
  kStringMaxLength,
  btoa,
  atob,
};

Object.defineProperties(module.exports, {
  constants: {
    configurable: false,
    enumerable: true,
    value: Object.defineProperties({}, {
      MAX_LENGTH: { enumerable: true, value: kMaxLength },
      MAX_STRING_LENGTH: { enumerable: true, value: kStringMaxLength },
    }),
  },
  INSPECT_MAX_BYTES: {
    configurable: true,
    enumerable: true,
    get() {
      return inspectMaxBytes;
    },
    set(value) {
      validateNumber(value, 'INSPECT_MAX_BYTES', 0);
      inspectMaxBytes = value;
    },
  },
});

Object.assign(module.exports, { Blob, resolveObjectURL, File });
