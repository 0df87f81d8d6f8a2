'use strict';

// node:string_decoder: decodes chunks of bytes into text without cutting characters that span two chunks.
// https://nodejs.org/docs/latest-v24.x/api/string_decoder.html

const native = internalBinding('buffer');
const {
  codes: { ERR_INVALID_ARG_TYPE, ERR_INVALID_THIS, ERR_UNKNOWN_ENCODING },
} = require('internal/errors');
const { Buffer } = require('buffer');
const { FastBuffer, stringOrThrow } = require('internal/buffer');
const { findEncoding } = require('internal/buffer/encodings');

// A decoder's state is one small Buffer, laid out as Node's is, because `lastChar` and inspection show it:
// the bytes of an incomplete character, how many it lacks, how many it has, and the number of the encoding.
const kNativeDecoder = Symbol('kNativeDecoder');
const CHARACTER_BYTES = 4;
const MISSING_BYTES = 4;
const BUFFERED_BYTES = 5;
const ENCODING = 6;
const STATE_BYTES = 7;

const ASCII = 0;
const UTF8 = 1;
const BASE64 = 2;
const UTF16LE = 3;
const LATIN1 = 4;
const HEX = 5;
const BASE64URL = 7;

const encodingNumbers = {
  __proto__: null,
  ascii: ASCII,
  utf8: UTF8,
  base64: BASE64,
  utf16le: UTF16LE,
  latin1: LATIN1,
  hex: HEX,
  base64url: BASE64URL,
};

/** By encoding number: the bytes of a range as text. */
const slices = [
  native.asciiSlice,
  native.utf8Slice,
  native.base64Slice,
  native.ucs2Slice,
  native.latin1Slice,
  native.hexSlice,
  undefined,
  native.base64urlSlice,
];

/** By encoding number: notes in the state the incomplete character at the end of a chunk, if a character can be cut. */
const tails = [
  undefined,
  noteUtf8Tail,
  noteBase64Tail,
  noteUtf16Tail,
  undefined,
  undefined,
  undefined,
  noteBase64Tail,
];

function StringDecoder(encoding) {
  const found = encoding === undefined || encoding === null || encoding === '' ? 'utf8' : findEncoding(encoding)?.name;
  if (found === undefined) throw new ERR_UNKNOWN_ENCODING(encoding);
  this.encoding = found;
  this[kNativeDecoder] = Buffer.alloc(STATE_BYTES);
  this[kNativeDecoder][ENCODING] = encodingNumbers[found];
}

/** The text of the chunk's complete characters, after what was left of the chunk before. */
StringDecoder.prototype.write = function write(buf) {
  if (typeof buf === 'string') return buf;
  if (!ArrayBuffer.isView(buf)) throw new ERR_INVALID_ARG_TYPE('buf', ['Buffer', 'TypedArray', 'DataView'], buf);
  const state = this[kNativeDecoder];
  if (!state) throw new ERR_INVALID_THIS('StringDecoder');
  return decode(state, buf instanceof Uint8Array ? buf : new FastBuffer(buf.buffer, buf.byteOffset, buf.byteLength));
};

/** What is left, with replacement characters for what stays incomplete. */
StringDecoder.prototype.end = function end(buf) {
  const text = buf === undefined ? '' : this.write(buf);
  const state = this[kNativeDecoder];
  return state[BUFFERED_BYTES] > 0 ? text + flush(state) : text;
};

/** Undocumented: the text from `offset`, with whatever was incomplete forgotten. */
StringDecoder.prototype.text = function text(buf, offset) {
  this[kNativeDecoder][MISSING_BYTES] = 0;
  this[kNativeDecoder][BUFFERED_BYTES] = 0;
  return this.write(buf.slice(offset));
};

Object.defineProperties(StringDecoder.prototype, {
  lastChar: {
    configurable: true,
    enumerable: true,
    get() {
      return Uint8Array.prototype.subarray.call(this[kNativeDecoder], 0, CHARACTER_BYTES);
    },
  },
  lastNeed: {
    configurable: true,
    enumerable: true,
    get() {
      return this[kNativeDecoder][MISSING_BYTES];
    },
  },
  lastTotal: {
    configurable: true,
    enumerable: true,
    get() {
      return this[kNativeDecoder][BUFFERED_BYTES] + this[kNativeDecoder][MISSING_BYTES];
    },
  },
});

function decode(state, chunk) {
  const slice = slices[state[ENCODING]];
  const { length } = chunk;
  let start = 0;
  let completed = '';
  if (state[MISSING_BYTES] > 0) {
    start = completeCharacter(state, chunk);
    if (state[MISSING_BYTES] > 0) return '';
    completed = slice(state, 0, state[BUFFERED_BYTES]);
    state[BUFFERED_BYTES] = 0;
  }
  if (start === length) return completed;

  const noteTail = tails[state[ENCODING]];
  if (noteTail === undefined) return stringOrThrow(slice(chunk, 0, length));
  noteTail(state, chunk, start);
  const end = length - state[BUFFERED_BYTES];
  for (let i = end; i < length; i++) state[i - end] = chunk[i];
  return end === start ? completed : completed + stringOrThrow(slice(chunk, start, end));
}

/** Moves the bytes that the incomplete character lacks from the chunk into the state; gives their number. */
function completeCharacter(state, chunk) {
  const count = Math.min(state[MISSING_BYTES], chunk.length);
  const isUtf8 = state[ENCODING] === UTF8;
  for (let i = 0; i < count; i++) {
    if (isUtf8 && (chunk[i] & 0xc0) !== 0x80) {
      // Another character begins, so this one stays incomplete and is decoded as it is.
      state[MISSING_BYTES] = 0;
      return i;
    }
    state[state[BUFFERED_BYTES]++] = chunk[i];
    state[MISSING_BYTES]--;
  }
  return count;
}

function noteUtf8Tail(state, chunk, start) {
  const last = chunk.length - 1;
  if (chunk[last] < 0x80) return;
  for (let i = last; i >= start && i > last - CHARACTER_BYTES; i--) {
    const byte = chunk[i];
    if ((byte & 0xc0) === 0x80) continue;
    const buffered = last - i + 1;
    const needed = utf8Length(byte);
    if (buffered < needed) {
      state[BUFFERED_BYTES] = buffered;
      state[MISSING_BYTES] = needed - buffered;
    }
    return;
  }
}

/** How many bytes a character has that begins with `byte`; 0 for one that begins none. */
function utf8Length(byte) {
  if ((byte & 0xe0) === 0xc0) return 2;
  if ((byte & 0xf0) === 0xe0) return 3;
  return (byte & 0xf8) === 0xf0 ? 4 : 0;
}

function noteUtf16Tail(state, chunk, start) {
  const { length } = chunk;
  if ((length - start) % 2 === 1) {
    state[BUFFERED_BYTES] = 1;
    state[MISSING_BYTES] = 1;
  } else if ((chunk[length - 1] & 0xfc) === 0xd8) {
    state[BUFFERED_BYTES] = 2;
    state[MISSING_BYTES] = 2;
  }
}

function noteBase64Tail(state, chunk, start) {
  const buffered = (chunk.length - start) % 3;
  if (buffered === 0) return;
  state[BUFFERED_BYTES] = buffered;
  state[MISSING_BYTES] = 3 - buffered;
}

function flush(state) {
  // Half of a UTF-16 unit is dropped.
  const length = state[ENCODING] === UTF16LE ? state[BUFFERED_BYTES] & ~1 : state[BUFFERED_BYTES];
  state[MISSING_BYTES] = 0;
  state[BUFFERED_BYTES] = 0;
  return length === 0 ? '' : slices[state[ENCODING]](state, 0, length);
}

module.exports = { StringDecoder };
