'use strict';

// What the functions of node:fs accept: paths, descriptors, flags, modes, times, positions and options, checked and
// brought into the one form that the native side takes. https://nodejs.org/docs/latest-v24.x/api/fs.html

const native = internalBinding('fs');
const { Buffer } = require('buffer');
const {
  codes: { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_OUT_OF_RANGE },
} = require('internal/errors');
const {
  validateAbortSignal,
  validateBoolean,
  validateFunction,
  validateInt32,
  validateInteger,
  validateObject,
  validateUint32,
} = require('internal/validators');

const { constants } = native;
const {
  O_APPEND, O_CREAT, O_EXCL, O_RDONLY, O_RDWR, O_SYNC, O_TRUNC, O_WRONLY,
} = constants;

const MODE_DESCRIPTION = 'must be a 32-bit unsigned integer or an octal string';
const OCTAL = /^[0-7]+$/;
const MAXIMUM_USER_ID = 2 ** 32 - 1;
/** One read or write moves at most this many bytes (as in libuv). */
const MAXIMUM_IO_BYTES = 2 ** 31 - 1;
const MAXIMUM_POSITION = 2n ** 63n - 1n;

const FLAGS = {
  '__proto__': null,
  'r': O_RDONLY,
  'rs': O_RDONLY | O_SYNC,
  'sr': O_RDONLY | O_SYNC,
  'r+': O_RDWR,
  'rs+': O_RDWR | O_SYNC,
  'sr+': O_RDWR | O_SYNC,
  'w': O_TRUNC | O_CREAT | O_WRONLY,
  'wx': O_TRUNC | O_CREAT | O_WRONLY | O_EXCL,
  'xw': O_TRUNC | O_CREAT | O_WRONLY | O_EXCL,
  'w+': O_TRUNC | O_CREAT | O_RDWR,
  'wx+': O_TRUNC | O_CREAT | O_RDWR | O_EXCL,
  'xw+': O_TRUNC | O_CREAT | O_RDWR | O_EXCL,
  'a': O_APPEND | O_CREAT | O_WRONLY,
  'ax': O_APPEND | O_CREAT | O_WRONLY | O_EXCL,
  'xa': O_APPEND | O_CREAT | O_WRONLY | O_EXCL,
  'as': O_APPEND | O_CREAT | O_WRONLY | O_SYNC,
  'sa': O_APPEND | O_CREAT | O_WRONLY | O_SYNC,
  'a+': O_APPEND | O_CREAT | O_RDWR,
  'ax+': O_APPEND | O_CREAT | O_RDWR | O_EXCL,
  'xa+': O_APPEND | O_CREAT | O_RDWR | O_EXCL,
  'as+': O_APPEND | O_CREAT | O_RDWR | O_SYNC,
  'sa+': O_APPEND | O_CREAT | O_RDWR | O_SYNC,
};

/** @param {unknown} value  @param {string} [name]  @returns {string | Uint8Array} */
function getValidatedPath(value, name = 'path') {
  if (typeof value === 'string') {
    if (!value.includes('\0')) return value;
  } else if (isUint8Array(value)) {
    if (!value.includes(0)) return value;
  } else {
    return pathOfURL(value, name);
  }
  throw new ERR_INVALID_ARG_VALUE(name, value, 'must be a string, Uint8Array, or URL without null bytes');
}

function pathOfURL(value, name) {
  // Lazy for start-up time: most programs never hand a URL to fs.
  const path = value !== null && typeof value === 'object' ? require('internal/url').toPathIfFileURL(value) : value;
  if (typeof path !== 'string') throw new ERR_INVALID_ARG_TYPE(name, ['string', 'Buffer', 'URL'], value);
  return getValidatedPath(path, name);
}

/** @param {unknown} fd  @param {string} [name]  @returns {number} */
function getValidatedFd(fd, name = 'fd') {
  validateInt32(fd, name, 0);
  return fd + 0; // -0 becomes 0
}

/** @param {unknown} flags  @param {string} [name]  @returns {number} */
function stringToFlags(flags, name = 'flags') {
  if (typeof flags === 'number') {
    validateInt32(flags, name);
    return flags;
  }
  if (flags === null || flags === undefined) return O_RDONLY;
  const value = FLAGS[flags];
  if (value === undefined || typeof flags !== 'string') throw new ERR_INVALID_ARG_VALUE(name, flags);
  return value;
}

/** @param {unknown} value  @param {string} name  @param {number} [defaultMode]  @returns {number} */
function parseFileMode(value, name, defaultMode) {
  value ??= defaultMode;
  if (typeof value === 'string') {
    if (!OCTAL.test(value)) throw new ERR_INVALID_ARG_VALUE(name, value, MODE_DESCRIPTION);
    value = Number.parseInt(value, 8);
  }
  validateUint32(value, name);
  return value;
}

/** The mode of `access` and of `copyFile`: three bits. */
function threeBitMode(mode) {
  if (mode === undefined || mode === null) return 0;
  // Node makes these two in C++, with sentences of their own.
  if (typeof mode !== 'number') {
    throw reworded(new ERR_INVALID_ARG_TYPE('mode', 'number', mode), 'mode must be int32 or null/undefined');
  }
  if (mode < 0 || mode > 7) {
    throw reworded(new ERR_OUT_OF_RANGE('mode', '>= 0 && <= 7', mode), 'mode is out of range: >= 0 && <= 7');
  }
  return Math.trunc(mode);
}

function reworded(error, message) {
  error.message = message;
  return error;
}

function validateUserId(value, name) {
  validateInteger(value, name, -1, MAXIMUM_USER_ID);
}

/** Seconds since the epoch. @param {unknown} time  @returns {number} */
function toUnixTimestamp(time, name = 'time') {
  // eslint-disable-next-line eqeqeq -- "12.5" is a time, "12.50x" is not.
  if (typeof time === 'string' && +time == time) return +time;
  if (Number.isFinite(time)) return time < 0 ? Date.now() / 1000 : time;
  if (isDate(time)) return time.getTime() / 1000;
  throw new ERR_INVALID_ARG_TYPE(name, ['Date', 'Time in seconds'], time);
}

/** @returns {object} the options with the defaults filled in; a string is an encoding. */
function getOptions(options, defaults = {}) {
  if (options === null || options === undefined || typeof options === 'function') return defaults;
  if (typeof options === 'string') {
    options = { ...defaults, encoding: options };
  } else if (typeof options !== 'object') {
    throw new ERR_INVALID_ARG_TYPE('options', ['string', 'Object'], options);
  }
  if (options.encoding !== 'buffer') assertEncoding(options.encoding);
  if (options.signal !== undefined) validateAbortSignal(options.signal, 'options.signal');
  return options;
}

function assertEncoding(encoding) {
  if (encoding && !Buffer.isEncoding(encoding)) {
    throw new ERR_INVALID_ARG_VALUE('encoding', encoding, 'is invalid encoding');
  }
}

/**
 * The callback of `fn(..., callback)`, or with two arguments that of `fn(..., [options], callback)`.
 * @returns {Function}
 */
function getCallback(...given) {
  const callback = given.length > 1 && typeof given[0] === 'function' ? given[0] : given.at(-1);
  validateFunction(callback, 'cb');
  return callback;
}

/** The encoding in which names come back: `null` stands for UTF-8, which the native side makes itself. */
function nameEncoding(options) {
  const { encoding } = options;
  return encoding === undefined || encoding === null || encoding === 'utf8' || encoding === 'utf-8' ? null : encoding;
}

/** A name that the native side returned: a string for UTF-8, otherwise an ArrayBuffer with the raw bytes. */
function decodeName(name, encoding) {
  if (encoding === null || name === undefined || typeof name === 'string') return name;
  const bytes = Buffer.from(name);
  return encoding === 'buffer' ? bytes : bytes.toString(encoding);
}

function validateOffsetLengthRead(offset, length, bufferLength) {
  if (offset < 0) throw new ERR_OUT_OF_RANGE('offset', '>= 0', offset);
  if (length < 0) throw new ERR_OUT_OF_RANGE('length', '>= 0', length);
  if (offset + length > bufferLength) throw new ERR_OUT_OF_RANGE('length', `<= ${bufferLength - offset}`, length);
}

function validateOffsetLengthWrite(offset, length, byteLength) {
  if (offset > byteLength) throw new ERR_OUT_OF_RANGE('offset', `<= ${byteLength}`, offset);
  if (length > byteLength - offset) throw new ERR_OUT_OF_RANGE('length', `<= ${byteLength - offset}`, length);
  if (length < 0) throw new ERR_OUT_OF_RANGE('length', '>= 0', length);
  validateInt32(length, 'length', 0);
}

/** @returns {number | bigint} the position; -1 means "where the descriptor stands". */
function validatedReadPosition(position, length) {
  if (position === null || position === undefined) return -1;
  if (typeof position === 'number') {
    validateInteger(position, 'position', -1);
  } else if (typeof position === 'bigint') {
    const maximum = MAXIMUM_POSITION - BigInt(length);
    if (position < -1n || position > maximum) {
      throw new ERR_OUT_OF_RANGE('position', `>= -1 && <= ${maximum}`, position);
    }
  } else {
    throw new ERR_INVALID_ARG_TYPE('position', ['integer', 'bigint'], position);
  }
  return position;
}

/** Writing is lenient: whatever is not a number means "where the descriptor stands". */
function writePosition(position) {
  return typeof position === 'number' || typeof position === 'bigint' ? position : -1;
}

function validateBufferArray(buffers, name = 'buffers') {
  if (!Array.isArray(buffers)) throw new ERR_INVALID_ARG_TYPE(name, 'ArrayBufferView[]', buffers);
  for (const buffer of buffers) {
    if (!ArrayBuffer.isView(buffer)) throw new ERR_INVALID_ARG_TYPE(name, 'ArrayBufferView[]', buffers);
  }
  return buffers;
}

function validateStringOrView(data, name) {
  if (typeof data !== 'string' && !ArrayBuffer.isView(data)) {
    throw new ERR_INVALID_ARG_TYPE(name, ['string', 'Buffer', 'TypedArray', 'DataView'], data);
  }
}

function validateEncodingOfData(data, encoding) {
  if (`${encoding}`.toLowerCase() === 'hex' && data.length % 2 !== 0) {
    throw new ERR_INVALID_ARG_VALUE('encoding', encoding, `is invalid for data of length ${data.length}`);
  }
}

const RM_DEFAULTS = { recursive: false, force: false, retryDelay: 100, maxRetries: 0 };

/** @returns {{recursive: boolean, force: boolean, retryDelay: number, maxRetries: number}} */
function validateRmOptions(options) {
  const checked = validateRmdirOptions(options, RM_DEFAULTS);
  validateBoolean(checked.force, 'options.force');
  return checked;
}

function validateRmdirOptions(options, defaults = { recursive: false, retryDelay: 100, maxRetries: 0 }) {
  if (options === undefined) return defaults;
  validateObject(options, 'options');
  const checked = { ...defaults, ...options };
  validateBoolean(checked.recursive, 'options.recursive');
  validateInt32(checked.retryDelay, 'options.retryDelay', 0);
  validateUint32(checked.maxRetries, 'options.maxRetries');
  return checked;
}

const SYMLINK_TYPES = ['dir', 'file', 'junction', null, undefined];

/** The type matters on Windows only, but it is checked everywhere. */
function validateSymlinkType(type) {
  if (!SYMLINK_TYPES.includes(type)) {
    const allowed = SYMLINK_TYPES.map((t) => (typeof t === 'string' ? `'${t}'` : `${t}`)).join(', ');
    throw new ERR_INVALID_ARG_VALUE('type', type, `must be one of: ${allowed}`);
  }
}

function isUint8Array(value) {
  return value instanceof Uint8Array || (ArrayBuffer.isView(value) && value[Symbol.toStringTag] === 'Uint8Array');
}

function isDate(value) {
  // Lazy for start-up time.
  return require('internal/util/types').isDate(value);
}

module.exports = {
  MAXIMUM_IO_BYTES,
  assertEncoding,
  constants,
  decodeName,
  getCallback,
  getOptions,
  getValidatedFd,
  getValidatedPath,
  nameEncoding,
  parseFileMode,
  stringToFlags,
  threeBitMode,
  toUnixTimestamp,
  validateBufferArray,
  validateEncodingOfData,
  validateOffsetLengthRead,
  validateOffsetLengthWrite,
  validateRmOptions,
  validateRmdirOptions,
  validateStringOrView,
  validateSymlinkType,
  validateUserId,
  validatedReadPosition,
  writePosition,
};
