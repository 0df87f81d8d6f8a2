'use strict';

// Random bytes, integers and identifiers of node:crypto.
// https://nodejs.org/docs/latest-v24.x/api/crypto.html#cryptorandombytessize-callback

const native = internalBinding('crypto');
const {
  codes: { ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE },
} = require('internal/errors');
const { validateBoolean, validateFunction, validateNumber, validateObject } = require('internal/validators');
const { isAnyArrayBuffer, isFloat16Array, isFloat32Array, isFloat64Array, isTypedArray } = require('internal/util/types');
const { FastBuffer } = require('internal/buffer');

const MAX_BYTES = 0x7fff_ffff;
/** How far apart the limits of `randomInt` may be. */
const MAX_RANGE = 0xffff_ffff_ffff;
const MAX_QUOTA = 65536;

function validateOffset(offset, elementSize, length) {
  validateNumber(offset, 'offset');
  const bytes = offset * elementSize;
  const max = Math.min(length, MAX_BYTES);
  if (!(bytes >= 0 && bytes <= max)) throw new ERR_OUT_OF_RANGE('offset', `>= 0 && <= ${max}`, bytes);
  return bytes >>> 0;
}

function validateSize(size, elementSize, offset, length) {
  validateNumber(size, 'size');
  const bytes = size * elementSize;
  if (!(bytes >= 0 && bytes <= MAX_BYTES)) throw new ERR_OUT_OF_RANGE('size', `>= 0 && <= ${MAX_BYTES}`, bytes);
  if (bytes + offset > length) throw new ERR_OUT_OF_RANGE('size + offset', `<= ${length}`, bytes + offset);
  return bytes >>> 0;
}

function randomBytes(size, callback) {
  const byteLength = validateSize(size, 1, 0, Infinity);
  if (callback !== undefined) validateFunction(callback, 'callback');
  const bytes = new FastBuffer(byteLength);
  if (callback === undefined) {
    native.randomFillSync(bytes, 0, byteLength);
    return bytes;
  }
  native.randomFill(bytes, 0, byteLength, (error) => (error ? callback(error) : callback(null, bytes)));
  return undefined;
}

function checkTarget(buf) {
  if (isAnyArrayBuffer(buf) || ArrayBuffer.isView(buf)) return buf.BYTES_PER_ELEMENT ?? 1;
  throw new ERR_INVALID_ARG_TYPE('buf', ['ArrayBuffer', 'ArrayBufferView'], buf);
}

function randomFillSync(buf, offset = 0, size) {
  const elementSize = checkTarget(buf);
  const start = validateOffset(offset, elementSize, buf.byteLength);
  const count = size === undefined ? buf.byteLength - start : validateSize(size, elementSize, start, buf.byteLength);
  if (count > 0) native.randomFillSync(buf, start, count);
  return buf;
}

function randomFill(buf, offset, size, callback) {
  const elementSize = checkTarget(buf);
  if (typeof offset === 'function') {
    callback = offset;
    offset = 0;
    size = undefined;
  } else if (typeof size === 'function') {
    callback = size;
    size = undefined;
  }
  validateFunction(callback, 'callback');
  const start = validateOffset(offset ?? 0, elementSize, buf.byteLength);
  const count = size === undefined ? buf.byteLength - start : validateSize(size, elementSize, start, buf.byteLength);
  native.randomFill(buf, start, count, (error) => (error ? callback(error) : callback(null, buf)));
}

/** Random numbers fetched ahead, because asking the kernel for six bytes costs as much as asking for thousands. */
const NUMBER_BYTES = 6;
let numbers;
let numbersUsed = 0;

function nextNumber() {
  numbers ??= new FastBuffer(NUMBER_BYTES * 512);
  if (numbersUsed === 0 || numbersUsed === numbers.length) {
    native.randomFillSync(numbers, 0, numbers.length);
    numbersUsed = 0;
  }
  const number = numbers.readUIntBE(numbersUsed, NUMBER_BYTES);
  numbersUsed += NUMBER_BYTES;
  return number;
}

function randomInt(min, max, callback) {
  const isMinGiven = max !== undefined && typeof max !== 'function';
  if (!isMinGiven) {
    callback = max;
    max = min;
    min = 0;
  }
  if (callback !== undefined) validateFunction(callback, 'callback');
  if (!Number.isSafeInteger(min)) throw new ERR_INVALID_ARG_TYPE('min', 'a safe integer', min);
  if (!Number.isSafeInteger(max)) throw new ERR_INVALID_ARG_TYPE('max', 'a safe integer', max);
  if (max <= min) throw new ERR_OUT_OF_RANGE('max', `greater than the value of "min" (${min})`, max);
  const range = max - min;
  if (range > MAX_RANGE) throw new ERR_OUT_OF_RANGE(isMinGiven ? 'max - min' : 'max', `<= ${MAX_RANGE}`, range);

  const value = min + numberBelow(range);
  if (callback === undefined) return value;
  process.nextTick(callback, undefined, value);
  return undefined;
}

/** Uniform: numbers that would make some remainders likelier are thrown away. */
function numberBelow(range) {
  const limit = MAX_RANGE - (MAX_RANGE % range);
  let number;
  do number = nextNumber(); while (number >= limit);
  return number % range;
}

const UUID_BYTES = 16;
let uuidBytes;
let uuidBytesUsed = 0;

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

function formatUuid(bytes, at) {
  let text = '';
  for (let i = 0; i < UUID_BYTES; i++) {
    if (i === 4 || i === 6 || i === 8 || i === 10) text += '-';
    text += HEX[bytes[at + i]];
  }
  return text;
}

/** Where 16 random bytes are: in the store of them, or, for whoever does not trust a store, fresh ones. */
function randomUuidBytes(options) {
  if (options !== undefined) validateObject(options, 'options');
  const { disableEntropyCache = false } = options ?? {};
  validateBoolean(disableEntropyCache, 'options.disableEntropyCache');
  if (disableEntropyCache) return { bytes: randomFillSync(new FastBuffer(UUID_BYTES)), at: 0 };
  uuidBytes ??= new FastBuffer(UUID_BYTES * 128);
  if (uuidBytesUsed === 0 || uuidBytesUsed === uuidBytes.length) {
    native.randomFillSync(uuidBytes, 0, uuidBytes.length);
    uuidBytesUsed = 0;
  }
  const at = uuidBytesUsed;
  uuidBytesUsed += UUID_BYTES;
  return { bytes: uuidBytes, at };
}

function stampUuid(bytes, at, version) {
  bytes[at + 6] = (bytes[at + 6] & 0x0f) | (version << 4);
  bytes[at + 8] = (bytes[at + 8] & 0x3f) | 0x80;
}

function randomUUID(options) {
  const { bytes, at } = randomUuidBytes(options);
  stampUuid(bytes, at, 4);
  return formatUuid(bytes, at);
}

/** RFC 9562's version 7: begins with the time in milliseconds. */
function randomUUIDv7(options) {
  const { bytes, at } = randomUuidBytes(options);
  bytes.writeUIntBE(Date.now(), at, 6);
  stampUuid(bytes, at, 7);
  return formatUuid(bytes, at);
}

/** For the Web Crypto API. */
function getRandomValues(array) {
  if (!isTypedArray(array) || isFloat16Array?.(array) || isFloat32Array(array) || isFloat64Array(array)) {
    throw new DOMException('The data argument must be an integer-type TypedArray', 'TypeMismatchError');
  }
  if (array.byteLength > MAX_QUOTA) {
    throw new DOMException('The requested length exceeds 65,536 bytes', 'QuotaExceededError');
  }
  return randomFillSync(array);
}

module.exports = {
  getRandomValues,
  randomBytes,
  randomFill,
  randomFillSync,
  randomInt,
  randomUUID,
  randomUUIDv7,
};
