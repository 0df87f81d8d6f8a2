'use strict';

// Query strings as `application/x-www-form-urlencoded` was first read: https://nodejs.org/docs/latest-v24.x/api/querystring.html

const { Buffer } = require('buffer');
const { codes: { ERR_INVALID_URI } } = require('internal/errors');

const CHAR_PERCENT = 37;
const CHAR_PLUS = 43;
const CHAR_SPACE = 32;

const DEFAULT_MAX_KEYS = 1000;
const UNRESERVED = new Uint8Array(128);
for (const character of "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.!~*'()") {
  UNRESERVED[character.charCodeAt(0)] = 1;
}
const ENCODED_BYTE = /%[0-9A-Fa-f]{2}/;

// The public functions call each other through this object, so that programs can replace one.
const querystring = module.exports = {
  unescapeBuffer,
  unescape: qsUnescape,
  escape: qsEscape,
  stringify,
  encode: stringify,
  parse,
  decode: parse,
};

/**
 * Decodes `%XX` to bytes and leaves everything else as it is, however malformed.
 * @param {string} s
 * @param {boolean} [decodeSpaces]
 * @returns {Buffer}
 */
function unescapeBuffer(s, decodeSpaces) {
  const bytes = Buffer.allocUnsafe(s.length);
  let length = 0;
  for (let index = 0; index < s.length; index++) {
    const code = s.charCodeAt(index);
    let byte = code;
    if (code === CHAR_PLUS && decodeSpaces) {
      byte = CHAR_SPACE;
    } else if (code === CHAR_PERCENT && index + 2 < s.length) {
      const high = hexValue(s.charCodeAt(index + 1));
      const low = hexValue(s.charCodeAt(index + 2));
      if (high >= 0 && low >= 0) {
        byte = high * 16 + low;
        index += 2;
      }
    }
    bytes[length++] = byte;
  }
  return length === bytes.length ? bytes : bytes.slice(0, length);
}

/**
 * @param {string} s
 * @param {boolean} [decodeSpaces]
 * @returns {string}
 */
function qsUnescape(s, decodeSpaces) {
  try {
    return decodeURIComponent(s);
  } catch {
    return querystring.unescapeBuffer(s, decodeSpaces).toString();
  }
}

/**
 * @param {any} str
 * @returns {string}
 */
function qsEscape(str) {
  if (typeof str !== 'string') str = typeof str === 'object' ? String(str) : `${str}`;
  if (isUnreserved(str)) return str;
  try {
    return encodeURIComponent(str);
  } catch {
    return encodeLoneSurrogates(str);
  }
}

/**
 * @param {Record<string, any>} obj
 * @param {string} [sep]
 * @param {string} [eq]
 * @param {{ encodeURIComponent?: (text: string) => string }} [options]
 * @returns {string}
 */
function stringify(obj, sep, eq, options) {
  if (obj === null || typeof obj !== 'object') return '';
  const separator = sep || '&';
  const equals = eq || '=';
  const custom = typeof options?.encodeURIComponent === 'function' ? options.encodeURIComponent : querystring.escape;
  const encode = custom === qsEscape ? encodePrimitive : (value) => custom(primitiveText(value));

  let fields = '';
  for (const key of Object.keys(obj)) {
    const value = obj[key];
    const prefix = encode(key) + equals;
    if (!Array.isArray(value)) {
      if (fields !== '') fields += separator;
      fields += prefix + encode(value);
      continue;
    }
    for (let index = 0; index < value.length; index++) {
      if (fields !== '') fields += separator;
      fields += prefix + encode(value[index]);
    }
  }
  return fields;
}

/**
 * @param {string} qs
 * @param {string} [sep]
 * @param {string} [eq]
 * @param {{ maxKeys?: number, decodeURIComponent?: (text: string) => string }} [options]
 * @returns {Record<string, string | string[]>}
 */
function parse(qs, sep, eq, options) {
  const result = { __proto__: null };
  if (typeof qs !== 'string' || qs.length === 0) return result;
  const separator = sep ? String(sep) : '&';
  const equals = eq ? String(eq) : '=';
  const maxKeys = typeof options?.maxKeys === 'number' ? options.maxKeys : DEFAULT_MAX_KEYS;
  const custom = typeof options?.decodeURIComponent === 'function' ? options.decodeURIComponent : querystring.unescape;
  const decode = custom === qsUnescape ? decodeField : (text) => decodeWith(text, custom);

  let start = 0;
  // Empty fields count as well. A limit of zero or less is none.
  for (let fields = 1; start < qs.length; fields++) {
    // Separators that are empty arrays become empty text, which nothing is separated by.
    let end = separator === '' ? -1 : qs.indexOf(separator, start);
    if (end === -1) end = qs.length;
    if (end > start) {
      const middle = qs.indexOf(equals, start);
      if (middle !== -1 && middle + equals.length <= end) {
        addField(result, decode(qs.slice(start, middle)), decode(qs.slice(middle + equals.length, end)));
      } else {
        addField(result, decode(qs.slice(start, end)), '');
      }
    }
    if (fields === maxKeys) break;
    start = end + separator.length;
  }
  return result;
}

function addField(result, key, value) {
  const existing = result[key];
  if (existing === undefined) result[key] = value;
  else if (typeof existing === 'string') result[key] = [existing, value];
  else existing.push(value);
}

function decodeField(text) {
  // One look at each character is cheaper than two searches, because fields are short.
  let hasPlus = false;
  let hasPercent = false;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === CHAR_PLUS) hasPlus = true;
    else if (code === CHAR_PERCENT) hasPercent = true;
  }
  if (hasPlus) text = text.replaceAll('+', ' ');
  return hasPercent && ENCODED_BYTE.test(text) ? decodeWith(text, querystring.unescape) : text;
}

function decodeWith(text, custom) {
  if (text === '') return text;
  if (custom !== qsUnescape && text.includes('+')) text = text.replaceAll('+', '%20');
  try {
    return custom(text);
  } catch {
    return querystring.unescape(text, true);
  }
}

function primitiveText(value) {
  switch (typeof value) {
    case 'string': return value;
    case 'number': return Number.isFinite(value) ? `${value}` : '';
    case 'bigint':
    case 'boolean': return `${value}`;
    default: return '';
  }
}

function encodePrimitive(value) {
  return qsEscape(primitiveText(value));
}

/** Whether `encodeURIComponent` would change nothing. Asking is cheaper than calling it: most text is plain. */
function isUnreserved(text) {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code >= 128 || UNRESERVED[code] === 0) return false;
  }
  return true;
}

/** As Node does: a surrogate takes what follows it as its second half, whatever it is. */
function encodeLoneSurrogates(text) {
  let encoded = '';
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < 0xd800 || code > 0xdfff) {
      encoded += encodeURIComponent(text[index]);
      continue;
    }
    if (++index >= text.length) throw new ERR_INVALID_URI();
    const point = 0x10000 + (((code & 0x3ff) << 10) | (text.charCodeAt(index) & 0x3ff));
    encoded += encodeURIComponent(String.fromCodePoint(point));
  }
  return encoded;
}

function hexValue(code) {
  if (code >= 48 && code <= 57) return code - 48;
  const letter = code | 32;
  return letter >= 97 && letter <= 102 && code < 128 ? letter - 87 : -1;
}
