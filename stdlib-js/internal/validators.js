'use strict';

// Checks of arguments: each throws Node's error for a value that does not fit.
// https://nodejs.org/api/errors.html

const {
  codes: {
    ERR_INVALID_ARG_TYPE,
    ERR_INVALID_ARG_VALUE,
    ERR_INVALID_THIS,
    ERR_OUT_OF_RANGE,
    ERR_SOCKET_BAD_PORT,
    ERR_UNKNOWN_SIGNAL,
  },
  makeErrorAt,
} = require('internal/errors');

const { isArray } = Array;
const { isInteger, isFinite, MIN_SAFE_INTEGER, MAX_SAFE_INTEGER } = Number;
const { isView } = ArrayBuffer;

const MIN_INT32 = -(2 ** 31);
const MAX_INT32 = 2 ** 31 - 1;
const MAX_UINT32 = 2 ** 32 - 1;
const MAX_PORT = 65535;

const OCTAL_DIGITS = /^[0-7]+$/;
const MODE_DESCRIPTION = 'must be a 32-bit unsigned integer or an octal string';
// One entry of a Link header: a URL in angle brackets, then parameters.
const LINK_VALUE = /^(?:<[^>\r\n]*>)(?:\s*;\s*[^;"\s]+(?:=(")?[^;"\s]*\1)?)*$/;
const LINK_DESCRIPTION = 'must be an array or string of format "</styles.css>; rel=preload; as=style"';

const kValidateObjectNone = 0;
const kValidateObjectAllowNullable = 1;
const kValidateObjectAllowArray = 2;
const kValidateObjectAllowFunction = 4;
const kValidateObjectAllowObjects = kValidateObjectAllowArray | kValidateObjectAllowFunction;
const kValidateObjectAllowObjectsAndNull = kValidateObjectAllowObjects | kValidateObjectAllowNullable;

function isInt32(value) {
  return value === (value | 0);
}

function isUint32(value) {
  return value === (value >>> 0);
}

/** A mode as a number: octal strings are parsed, undefined gives the default. */
function parseFileMode(value, name, defaultMode = undefined) {
  value ??= defaultMode;
  if (typeof value === 'string') {
    if (!OCTAL_DIGITS.test(value)) {
      throw makeErrorAt(parseFileMode, ERR_INVALID_ARG_VALUE, name, value, MODE_DESCRIPTION);
    }
    value = parseInt(value, 8);
  }
  validateUint32(value, name);
  return value;
}

function validateInteger(value, name, min = MIN_SAFE_INTEGER, max = MAX_SAFE_INTEGER) {
  checkInteger(validateInteger, value, name, min, max);
}

function validateInt32(value, name, min = MIN_INT32, max = MAX_INT32) {
  checkInteger(validateInt32, value, name, min, max);
}

function validateUint32(value, name, positive = false) {
  const min = positive ? 1 : 0;
  if (typeof value !== 'number') throw makeErrorAt(validateUint32, ERR_INVALID_ARG_TYPE, name, 'number', value);
  if (!isInteger(value)) throw makeErrorAt(validateUint32, ERR_OUT_OF_RANGE, name, 'an integer', value);
  if (value < min || value > MAX_UINT32) {
    throw makeErrorAt(validateUint32, ERR_OUT_OF_RANGE, name, `>= ${min} && <= ${MAX_UINT32}`, value);
  }
}

function checkInteger(start, value, name, min, max) {
  if (typeof value !== 'number') throw makeErrorAt(start, ERR_INVALID_ARG_TYPE, name, 'number', value);
  if (!isInteger(value)) throw makeErrorAt(start, ERR_OUT_OF_RANGE, name, 'an integer', value);
  if (value < min || value > max) {
    throw makeErrorAt(start, ERR_OUT_OF_RANGE, name, `>= ${min} && <= ${max}`, value);
  }
}

function validateString(value, name) {
  if (typeof value !== 'string') throw makeErrorAt(validateString, ERR_INVALID_ARG_TYPE, name, 'string', value);
}

function validateStringWithoutNullBytes(value, name) {
  validateString(value, name);
  if (value.includes('\0')) {
    throw makeErrorAt(validateStringWithoutNullBytes,
                     ERR_INVALID_ARG_VALUE, name, value, 'must be a string without null bytes');
  }
}

function validateNumber(value, name, min = undefined, max = undefined) {
  if (typeof value !== 'number') throw makeErrorAt(validateNumber, ERR_INVALID_ARG_TYPE, name, 'number', value);
  const isTooSmall = min != null && value < min;
  const isTooLarge = max != null && value > max;
  if (isTooSmall || isTooLarge || ((min != null || max != null) && Number.isNaN(value))) {
    const limits = [];
    if (min != null) limits.push(`>= ${min}`);
    if (max != null) limits.push(`<= ${max}`);
    throw makeErrorAt(validateNumber, ERR_OUT_OF_RANGE, name, limits.join(' && '), value);
  }
}

/** False for undefined and NaN, which mean "not given"; true for a finite number. */
function validateFiniteNumber(value, name) {
  if (value === undefined) return false;
  if (isFinite(value)) return true;
  if (Number.isNaN(value)) return false;
  validateNumber(value, name);
  throw makeErrorAt(validateFiniteNumber, ERR_OUT_OF_RANGE, name, 'a finite number', value);
}

function checkRangesOrGetDefault(value, name, lower, upper, defaultValue) {
  if (!validateFiniteNumber(value, name)) return defaultValue;
  if (value < lower || value > upper) {
    throw makeErrorAt(checkRangesOrGetDefault, ERR_OUT_OF_RANGE, name, `>= ${lower} and <= ${upper}`, value);
  }
  return value;
}

function validateOneOf(value, name, allowed) {
  if (allowed.includes(value)) return;
  const list = allowed.map((item) => (typeof item === 'string' ? `'${item}'` : String(item))).join(', ');
  throw makeErrorAt(validateOneOf, ERR_INVALID_ARG_VALUE, name, value, `must be one of: ${list}`);
}

function validateBoolean(value, name) {
  if (typeof value !== 'boolean') throw makeErrorAt(validateBoolean, ERR_INVALID_ARG_TYPE, name, 'boolean', value);
}

function validateFunction(value, name) {
  if (typeof value !== 'function') {
    throw makeErrorAt(validateFunction, ERR_INVALID_ARG_TYPE, name, 'Function', value);
  }
}

function validatePlainFunction(value, name) {
  if (typeof value !== 'function' || require('internal/util/types').isAsyncFunction(value)) {
    throw makeErrorAt(validatePlainFunction, ERR_INVALID_ARG_TYPE, name, 'Function', value);
  }
}

function validateUndefined(value, name) {
  if (value !== undefined) throw makeErrorAt(validateUndefined, ERR_INVALID_ARG_TYPE, name, 'undefined', value);
}

function validateUnion(value, name, union) {
  if (!union.includes(value)) {
    throw makeErrorAt(validateUnion, ERR_INVALID_ARG_TYPE, name, `('${union.join('|')}')`, value);
  }
}

/** Plain objects by default; `options` is a sum of the kValidateObject flags. */
function validateObject(value, name, options = kValidateObjectNone) {
  const fits = value === null ?
    (options & kValidateObjectAllowNullable) !== 0 :
    ((options & kValidateObjectAllowArray) !== 0 || !isArray(value)) &&
      (typeof value === 'object' || ((options & kValidateObjectAllowFunction) !== 0 && typeof value === 'function'));
  if (!fits) throw makeErrorAt(validateObject, ERR_INVALID_ARG_TYPE, name, 'Object', value);
}

/** A Web IDL dictionary: an object, a function, null or undefined. */
function validateDictionary(value, name) {
  if (value != null && typeof value !== 'object' && typeof value !== 'function') {
    throw makeErrorAt(validateDictionary, ERR_INVALID_ARG_TYPE, name, 'a dictionary', value);
  }
}

function validateArray(value, name, minLength = 0) {
  if (!isArray(value)) throw makeErrorAt(validateArray, ERR_INVALID_ARG_TYPE, name, 'Array', value);
  if (value.length < minLength) {
    throw makeErrorAt(validateArray,
                     ERR_INVALID_ARG_VALUE, name, value, `must have a length of at least ${minLength}`);
  }
}

function validateStringArray(value, name) {
  validateArray(value, name);
  for (let i = 0; i < value.length; ++i) validateString(value[i], `${name}[${i}]`);
}

function validateBooleanArray(value, name) {
  validateArray(value, name);
  for (let i = 0; i < value.length; ++i) validateBoolean(value[i], `${name}[${i}]`);
}

function validateAbortSignalArray(value, name) {
  validateArray(value, name);
  for (let i = 0; i < value.length; ++i) {
    const indexedName = `${name}[${i}]`;
    if (value[i] == null) throw new ERR_INVALID_ARG_TYPE(indexedName, 'AbortSignal', value[i]);
    validateAbortSignal(value[i], indexedName);
  }
}

function validateAbortSignal(signal, name) {
  if (signal !== undefined && (signal === null || typeof signal !== 'object' || !('aborted' in signal))) {
    throw makeErrorAt(validateAbortSignal, ERR_INVALID_ARG_TYPE, name, 'AbortSignal', signal);
  }
}

function validateBuffer(buffer, name = 'buffer') {
  if (!isView(buffer)) {
    throw makeErrorAt(validateBuffer,
                     ERR_INVALID_ARG_TYPE, name, ['Buffer', 'TypedArray', 'DataView'], buffer);
  }
}

function validateEncoding(data, encoding) {
  const { normalizeEncoding } = require('internal/util');
  const length = data.length;
  if (normalizeEncoding(encoding) === 'hex' && length % 2 !== 0) {
    throw makeErrorAt(validateEncoding,
                     ERR_INVALID_ARG_VALUE, 'encoding', encoding, `is invalid for data of length ${length}`);
  }
}

/** A port as a number: 0 to 65535, or a string that spells one. */
function validatePort(port, name = 'Port', allowZero = true) {
  const isNumeric = typeof port === 'number' || (typeof port === 'string' && port.trim().length > 0);
  const number = isNumeric ? +port : NaN;
  if (number !== (number >>> 0) || number > MAX_PORT || (number === 0 && !allowZero)) {
    throw makeErrorAt(validatePort, ERR_SOCKET_BAD_PORT, name, port, allowZero);
  }
  return number;
}

function validateSignalName(signal, name = 'signal') {
  validateString(signal, name);
  const { signals } = require('os').constants;
  if (signals[signal] !== undefined) return;
  if (signals[signal.toUpperCase()] !== undefined) {
    throw makeErrorAt(validateSignalName, ERR_UNKNOWN_SIGNAL, `${signal} (signals must use all capital letters)`);
  }
  throw makeErrorAt(validateSignalName, ERR_UNKNOWN_SIGNAL, signal);
}

/** What `fs.watch` ignores: a glob, a pattern, a function, or a list of those. */
function validateIgnoreOption(value, name) {
  if (value == null) return;
  if (isArray(value)) {
    for (let i = 0; i < value.length; ++i) validateIgnoreOptionElement(value[i], `${name}[${i}]`);
  } else {
    validateIgnoreOptionElement(value, name);
  }
}

function validateIgnoreOptionElement(value, name) {
  if (typeof value === 'string') {
    if (value.length === 0) throw new ERR_INVALID_ARG_VALUE(name, value, 'must be a non-empty string');
    return;
  }
  if (value instanceof RegExp || typeof value === 'function') return;
  throw new ERR_INVALID_ARG_TYPE(name, ['string', 'RegExp', 'Function'], value);
}

function validateLinkHeaderFormat(value, name) {
  if (value === undefined || !LINK_VALUE.test(value)) {
    throw makeErrorAt(validateLinkHeaderValue, ERR_INVALID_ARG_VALUE, name, value, LINK_DESCRIPTION);
  }
}

/** The text of a Link header from one value or several. */
function validateLinkHeaderValue(hints) {
  if (typeof hints === 'string') {
    validateLinkHeaderFormat(hints, 'hints');
    return hints;
  }
  if (isArray(hints)) {
    for (let i = 0; i < hints.length; ++i) validateLinkHeaderFormat(hints[i], 'hints');
    return hints.join(', ');
  }
  throw makeErrorAt(validateLinkHeaderValue, ERR_INVALID_ARG_VALUE, 'hints', hints, LINK_DESCRIPTION);
}

function validateThisInternalField(object, fieldKey, className) {
  if (typeof object !== 'object' || object === null || !Object.hasOwn(object, fieldKey)) {
    throw makeErrorAt(validateThisInternalField, ERR_INVALID_THIS, className);
  }
}

module.exports = {
  checkRangesOrGetDefault,
  isInt32,
  isUint32,
  kValidateObjectAllowArray,
  kValidateObjectAllowFunction,
  kValidateObjectAllowNullable,
  kValidateObjectAllowObjects,
  kValidateObjectAllowObjectsAndNull,
  kValidateObjectNone,
  parseFileMode,
  validateAbortSignal,
  validateAbortSignalArray,
  validateArray,
  validateBoolean,
  validateBooleanArray,
  validateBuffer,
  validateDictionary,
  validateEncoding,
  validateFiniteNumber,
  validateFunction,
  validateIgnoreOption,
  validateInt32,
  validateInteger,
  validateLinkHeaderValue,
  validateNumber,
  validateObject,
  validateOneOf,
  validatePlainFunction,
  validatePort,
  validateSignalName,
  validateString,
  validateStringArray,
  validateStringWithoutNullBytes,
  validateThisInternalField,
  validateUint32,
  validateUndefined,
  validateUnion,
};
