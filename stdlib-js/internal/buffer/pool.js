'use strict';

// Where small Buffers get their memory: slices of one larger allocation.
// https://nodejs.org/docs/latest-v24.x/api/buffer.html#class-property-bufferpoolsize

const { FastBuffer, createUnsafeArrayBuffer, createUnsafeBuffer } = require('internal/buffer');
const { encodingOrThrow, utf8 } = require('internal/buffer/encodings');

const DEFAULT_POOL_SIZE = 64 * 1024;

/** More than any encoding makes of one UTF-16 unit. */
const MAX_BYTES_PER_UNIT = 3;

/** What `Buffer` has as `poolSize`, which programs may assign. */
let sizeOfNextPool = () => DEFAULT_POOL_SIZE;

// The pool is made on first use, so that it is not part of a snapshot.
let pool;
let poolSize = 0;
let poolOffset = 0;

function createPool() {
  poolSize = sizeOfNextPool();
  pool = new FastBuffer(createUnsafeArrayBuffer(poolSize));
  poolOffset = 0;
}

/** The next slice begins on a multiple of eight, so that other views can be laid over it. */
function advancePool(byteLength) {
  poolOffset = (poolOffset + byteLength + 7) & ~7;
}

/** Makes room for `size` bytes in the pool; false when they are too many for one. */
function reserve(size) {
  if (pool === undefined) createPool();
  if (size >= poolSize >>> 1) return false;
  if (size > poolSize - poolOffset) createPool();
  return true;
}

/** A Buffer of `size` bytes, uninitialised, in the pool if it is small. */
function allocate(size) {
  if (size <= 0) return new FastBuffer();
  if (!reserve(size)) return createUnsafeBuffer(size);
  const buffer = new FastBuffer(pool.buffer, poolOffset, size);
  advancePool(size);
  return buffer;
}

/** A Buffer of the string's bytes; an unknown encoding is an error even when the string is empty. */
function fromString(string, encodingName) {
  let encoding = utf8;
  if (typeof encodingName === 'string' && encodingName !== '') encoding = encodingOrThrow(encodingName);
  if (string.length === 0) return new FastBuffer();

  // Writing within the largest size the text can have saves measuring it.
  const atMost = string.length * MAX_BYTES_PER_UNIT;
  if (reserve(atMost)) {
    const length = encoding.write(pool, string, poolOffset, atMost);
    const buffer = new FastBuffer(pool.buffer, poolOffset, length);
    advancePool(length);
    return buffer;
  }
  const byteLength = encoding.byteLength(string);
  const buffer = allocate(byteLength);
  if (byteLength === 0) return buffer;
  const length = encoding.write(buffer, string, 0, byteLength);
  return length === byteLength ? buffer : new FastBuffer(buffer.buffer, buffer.byteOffset, length);
}

/** Lets `Buffer.poolSize` decide how large pools are. */
function setPoolSizeGetter(getter) {
  sizeOfNextPool = getter;
}

module.exports = { DEFAULT_POOL_SIZE, allocate, fromString, setPoolSizeGetter };
