'use strict';

// What lies beneath Buffer: its class, its memory and its methods per encoding.
// https://nodejs.org/docs/latest-v24.x/api/buffer.html

const native = internalBinding('buffer');
const {
  codes: { ERR_BUFFER_OUT_OF_BOUNDS, ERR_STRING_TOO_LONG },
} = require('internal/errors');
const { addNumberMethods } = require('internal/buffer/numbers');

const { kMaxLength, kStringMaxLength } = native;

/** The class of every Buffer; `Buffer` itself is a function so that it can be called without `new`. */
class FastBuffer extends Uint8Array {
  // An explicit constructor: the implicit one would go through the iterator of its rest parameter.
  constructor(bufferOrLength, byteOffset, length) {
    super(bufferOrLength, byteOffset, length);
  }
}

/** A Buffer of its own memory whose contents are whatever was there before. */
function createUnsafeBuffer(size) {
  // Up to 64 bytes V8 keeps the elements on its own heap, which is cheaper than any allocation.
  if (size <= 64) return new FastBuffer(size);
  return new FastBuffer(createUnsafeArrayBuffer(size));
}

function createUnsafeArrayBuffer(size) {
  const memory = native.createUninitialized(size);
  if (memory === undefined) throw new RangeError('Array buffer allocation failed');
  return memory;
}

/** The string that a native slice made; `undefined` stands for one that is longer than a string can be. */
function stringOrThrow(string) {
  if (string === undefined) throw new ERR_STRING_TOO_LONG(kStringMaxLength);
  return string;
}

/** `asciiSlice`, `utf8Slice`, ...: the bytes from `start` to `end` as a string. */
function sliceMethod(slice) {
  return function(start, end) {
    if (!ArrayBuffer.isView(this)) throw plainError(TypeError, 'ERR_INVALID_ARG_TYPE', 'argument must be a buffer');
    const { byteLength } = this;
    if (byteLength === 0) return '';
    const from = indexOrThrow(start, 0);
    const to = indexOrThrow(end, byteLength);
    if (to <= from) return '';
    if (to > byteLength) throw plainError(RangeError, 'ERR_OUT_OF_RANGE', 'Index out of range');
    return stringOrThrow(slice(this, from, to));
  };
}

function indexOrThrow(value, absent) {
  if (value === undefined) return absent;
  const index = Math.trunc(value) || 0;
  if (index < 0) throw plainError(RangeError, 'ERR_OUT_OF_RANGE', 'Index out of range');
  return index;
}

/** `hexWrite`, `ucs2Write`, ...: writes the string's bytes at `offset`, at most `length` of them; gives their number. */
function writeMethod(write) {
  return function(string, offset, length) {
    checkWriteArguments(this, string);
    const { byteLength } = this;
    const from = indexOrThrow(offset, 0);
    if (from > byteLength) throw new ERR_BUFFER_OUT_OF_BOUNDS('offset');
    const room = Math.min(indexOrThrow(length, byteLength - from), byteLength - from);
    return room === 0 ? 0 : write(this, string, from, room);
  };
}

/** The same for the encodings that Node writes by another path, which takes no length beyond the end. */
function strictWriteMethod(write) {
  return function(string, offset = 0, length = this.byteLength - offset) {
    checkWriteArguments(this, string);
    const { byteLength } = this;
    if (offset < 0 || offset > byteLength) throw new ERR_BUFFER_OUT_OF_BOUNDS('offset');
    if (length < 0 || length > byteLength - offset) throw new ERR_BUFFER_OUT_OF_BOUNDS('length');
    const from = Math.trunc(offset) || 0;
    const room = Math.min(Math.trunc(length) || 0, byteLength - from);
    return room === 0 ? 0 : write(this, string, from, room);
  };
}

function checkWriteArguments(buffer, string) {
  if (!ArrayBuffer.isView(buffer)) throw plainError(TypeError, 'ERR_INVALID_ARG_TYPE', 'argument must be a buffer');
  if (typeof string !== 'string') throw plainError(TypeError, 'ERR_INVALID_ARG_TYPE', 'argument must be a string');
}

/** An error that has a code but not that code's usual sentence. */
function plainError(Base, code, message) {
  const error = new Base(message);
  error.code = code;
  return error;
}

/** Puts on Buffer's prototype what does not depend on Buffer itself. */
function addBufferPrototype(prototype) {
  addNumberMethods(prototype);
  Object.assign(prototype, {
    asciiSlice: sliceMethod(native.asciiSlice),
    base64Slice: sliceMethod(native.base64Slice),
    base64urlSlice: sliceMethod(native.base64urlSlice),
    latin1Slice: sliceMethod(native.latin1Slice),
    hexSlice: sliceMethod(native.hexSlice),
    ucs2Slice: sliceMethod(native.ucs2Slice),
    utf8Slice: sliceMethod(native.utf8Slice),
    asciiWrite: strictWriteMethod(native.latin1Write),
    base64Write: writeMethod(native.base64Write),
    base64urlWrite: writeMethod(native.base64Write),
    latin1Write: strictWriteMethod(native.latin1Write),
    hexWrite: writeMethod(native.hexWrite),
    ucs2Write: writeMethod(native.ucs2Write),
    utf8Write: strictWriteMethod(native.utf8Write),
  });
}

module.exports = {
  FastBuffer,
  addBufferPrototype,
  createUnsafeArrayBuffer,
  createUnsafeBuffer,
  kMaxLength,
  kStringMaxLength,
  stringOrThrow,
};
