'use strict';

// What Buffer knows of each encoding: its names, and how to measure, write, read and find text in it.
// https://nodejs.org/docs/latest-v24.x/api/buffer.html#buffers-and-character-encodings

const native = internalBinding('buffer');
const {
  codes: { ERR_UNKNOWN_ENCODING },
} = require('internal/errors');

/** How `native.indexOfString` and `native.indexOfBuffer` compare. */
const SEARCH_UTF8 = 0;
const SEARCH_LATIN1 = 1;
const SEARCH_UCS2 = 2;

/**
 * @typedef {object} Encoding
 * @property {string} name Node's canonical name.
 * @property {(string: string) => number} byteLength At least the bytes that `write` needs; exact but for hex and base64.
 * @property {(buffer: Uint8Array, string: string, offset: number, length: number) => number} write
 * @property {(buffer: Uint8Array, start: number, end: number) => string | undefined} slice
 * @property {number | undefined} search How strings are found; `undefined`: as the bytes they stand for.
 */

/** @type {Encoding} */
const utf8 = {
  name: 'utf8',
  byteLength: native.byteLengthUtf8,
  write: native.utf8Write,
  slice: native.utf8Slice,
  search: SEARCH_UTF8,
};

/** @type {Encoding} */
const ucs2 = {
  name: 'utf16le',
  byteLength: (string) => string.length * 2,
  write: native.ucs2Write,
  slice: native.ucs2Slice,
  search: SEARCH_UCS2,
};

/** @type {Encoding} */
const latin1 = {
  name: 'latin1',
  byteLength: (string) => string.length,
  write: native.latin1Write,
  slice: native.latin1Slice,
  search: SEARCH_LATIN1,
};

/** @type {Encoding} */
const ascii = {
  name: 'ascii',
  byteLength: (string) => string.length,
  write: native.latin1Write,
  slice: native.asciiSlice,
  search: undefined,
};

/** @type {Encoding} */
const base64 = {
  name: 'base64',
  byteLength: base64ByteLength,
  write: native.base64Write,
  slice: native.base64Slice,
  search: undefined,
};

/** @type {Encoding} */
const base64url = {
  name: 'base64url',
  byteLength: base64ByteLength,
  write: native.base64Write,
  slice: native.base64urlSlice,
  search: undefined,
};

/** @type {Encoding} */
const hex = {
  name: 'hex',
  byteLength: (string) => string.length >>> 1,
  write: native.hexWrite,
  slice: native.hexSlice,
  search: undefined,
};

/** Every name in lower case. */
const encodings = {
  __proto__: null,
  'utf8': utf8,
  'utf-8': utf8,
  'ucs2': ucs2,
  'ucs-2': ucs2,
  'utf16le': ucs2,
  'utf-16le': ucs2,
  'latin1': latin1,
  'binary': latin1,
  'ascii': ascii,
  'base64': base64,
  'base64url': base64url,
  'hex': hex,
};

/** The encoding of that name in any case; `undefined` when there is none. @returns {Encoding | undefined} */
function findEncoding(name) {
  return encodings[name] ?? encodings[`${name}`.toLowerCase()];
}

/** The encoding of that name, or the error for a name that is none. @returns {Encoding} */
function encodingOrThrow(name) {
  const encoding = findEncoding(name);
  if (encoding === undefined) throw new ERR_UNKNOWN_ENCODING(name);
  return encoding;
}

const EQUALS_SIGN = 0x3d;

/** How many bytes base64 text stands for, if it is nothing but base64 and padding. */
function base64ByteLength(string) {
  let { length } = string;
  if (length > 0 && string.charCodeAt(length - 1) === EQUALS_SIGN) length--;
  if (length > 1 && string.charCodeAt(length - 1) === EQUALS_SIGN) length--;
  // Not a shift: the product may have more than 32 bits.
  return Math.floor((length * 3) / 4);
}

module.exports = { SEARCH_UTF8, encodingOrThrow, findEncoding, utf8 };
