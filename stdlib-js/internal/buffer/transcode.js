'use strict';

// buffer.transcode(): text from one encoding to another, with ICU's rules for what cannot be converted.
// https://nodejs.org/docs/latest-v24.x/api/buffer.html#buffertranscodesource-fromenc-toenc

const native = internalBinding('buffer');
const {
  codes: { ERR_INVALID_ARG_TYPE },
} = require('internal/errors');
const { isUint8Array } = require('internal/util/types');
const { findEncoding, utf8 } = require('internal/buffer/encodings');
const { fromString } = require('internal/buffer/pool');
const { FastBuffer } = require('internal/buffer');

const QUESTION_MARK = 0x3f;

/** ICU's numbers for the errors that can occur. */
const U_ILLEGAL_ARGUMENT_ERROR = 1;
const U_INVALID_CHAR_FOUND = 10;

function transcode(source, fromEncoding, toEncoding) {
  if (!isUint8Array(source)) throw new ERR_INVALID_ARG_TYPE('source', ['Buffer', 'Uint8Array'], source);
  if (source.length === 0) return new FastBuffer();

  const from = nameOf(fromEncoding);
  const to = nameOf(toEncoding);
  const encode = encoders[to];
  if (encode === undefined || encoders[from] === undefined) {
    throw icuError('U_ILLEGAL_ARGUMENT_ERROR', U_ILLEGAL_ARGUMENT_ERROR);
  }
  if (from === 'utf8' && to === 'utf16le' && !native.isUtf8(source)) throw invalidCharacter();
  return encode(decode(source, from, to), from);
}

function nameOf(encoding) {
  if (encoding === undefined || encoding === null || encoding === '') return utf8.name;
  return findEncoding(encoding)?.name;
}

/** The source's text. ASCII has no meaning for bytes from 0x80; only on the way to UTF-16 they stay what they are. */
function decode(source, from, to) {
  if (from === 'utf8') return native.utf8Slice(source, 0, source.length);
  if (from === 'utf16le') return decodeUtf16(source, to);
  const text = native.latin1Slice(source, 0, source.length);
  return from === 'ascii' && to !== 'utf16le' ? text.replace(/[\x80-\xff]/g, '\ufffd') : text;
}

/** A byte that is half a unit counts as a broken character only on the way to UTF-16 again. */
function decodeUtf16(source, to) {
  const text = native.ucs2Slice(source, 0, source.length);
  if (to !== 'utf16le') return text;
  return source.length % 2 === 0 ? text.toWellFormed() : `${text.toWellFormed()}\ufffd`;
}

const encoders = {
  __proto__: null,
  utf8(text, from) {
    if (from === 'utf16le' && (text === '' || !text.isWellFormed())) throw invalidCharacter();
    return fromString(text, 'utf8');
  },
  utf16le: (text) => fromString(text, 'utf16le'),
  latin1: (text) => toSingleBytes(text, 0xff),
  ascii: (text) => toSingleBytes(text, 0x7f),
};

/** One byte for each code point, a question mark for those that have none. */
function toSingleBytes(text, largest) {
  const bytes = [];
  for (const character of text) {
    const code = character.codePointAt(0);
    if (code <= largest) bytes.push(code);
    // ICU drops characters that are invisible anyway.
    else if (!/\p{Default_Ignorable_Code_Point}/u.test(character)) bytes.push(QUESTION_MARK);
  }
  return new FastBuffer(bytes);
}

function invalidCharacter() {
  return icuError('U_INVALID_CHAR_FOUND', U_INVALID_CHAR_FOUND);
}

function icuError(code, errno) {
  const error = new Error(`Unable to transcode Buffer [${code}]`);
  error.code = code;
  error.errno = errno;
  return error;
}

module.exports = { transcode };
