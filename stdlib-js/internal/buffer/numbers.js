'use strict';

// The methods of Buffer that read and write numbers. https://nodejs.org/docs/latest-v24.x/api/buffer.html#buffer
//
// Reading an index outside a typed array gives `undefined`, and so does an index that is not an integer: one load of
// the first and one of the last byte are the whole bounds check, and the exact error is worked out only when it fails.

const {
  codes: { ERR_BUFFER_OUT_OF_BOUNDS, ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE },
} = require('internal/errors');
const { validateNumber } = require('internal/validators');

// One eight-byte area through which floating point numbers and BigInts are converted; the machine is little-endian.
const float64 = new Float64Array(1);
const float32 = new Float32Array(float64.buffer);
const bigInt64 = new BigInt64Array(float64.buffer);
const bigUint64 = new BigUint64Array(float64.buffer);
const words = new Int32Array(float64.buffer);

/** Throws the error for an access at `offset` that does not end at or before `last`. */
function throwOutOfBounds(offset, last, name = 'offset') {
  validateNumber(offset, name);
  if (Math.floor(offset) !== offset) throw new ERR_OUT_OF_RANGE(name, 'an integer', offset);
  if (last < 0) throw new ERR_BUFFER_OUT_OF_BOUNDS();
  throw new ERR_OUT_OF_RANGE(name, `>= ${name === 'offset' ? 0 : 1} and <= ${last}`, offset);
}

function throwByteLength(byteLength) {
  throwOutOfBounds(byteLength, 6, 'byteLength');
}

/** The offset when it is not a plain number: absent means the start, anything else is an error. */
function offsetOrThrow(offset) {
  if (offset === undefined) return 0;
  throw new ERR_INVALID_ARG_TYPE('offset', 'number', offset);
}

/** Throws unless `min <= value <= max`; numbers of five bytes and more are described by their powers. */
function checkRange(value, min, max, byteLength) {
  if (value <= max && value >= min) return;
  // NaN is stored as zero, as every other conversion to an integer does it.
  if (value !== value) return;
  throwRange(value, min, max, byteLength);
}

function throwRange(value, min, max, byteLength) {
  const n = typeof min === 'bigint' ? 'n' : '';
  const bits = byteLength * 8;
  let range;
  if (byteLength <= 4) {
    range = `>= ${min}${n} and <= ${max}${n}`;
  } else if (min == 0) {
    range = `>= 0${n} and < 2${n} ** ${bits}${n}`;
  } else {
    range = `>= -(2${n} ** ${bits - 1}${n}) and < 2${n} ** ${bits - 1}${n}`;
  }
  throw new ERR_OUT_OF_RANGE('value', range, value);
}

function checkWrite(buffer, offset, byteLength) {
  if (typeof offset !== 'number') validateNumber(offset, 'offset');
  if (buffer[offset] === undefined || buffer[offset + byteLength - 1] === undefined) {
    throwOutOfBounds(offset, buffer.length - byteLength);
  }
}

// Unsigned integers.

function readUInt8(offset) {
  if (typeof offset !== 'number') offset = offsetOrThrow(offset);
  const value = this[offset];
  if (value === undefined) throwOutOfBounds(offset, this.length - 1);
  return value;
}

function readUInt16LE(offset) {
  if (typeof offset !== 'number') offset = offsetOrThrow(offset);
  const first = this[offset];
  const last = this[offset + 1];
  if (first === undefined || last === undefined) throwOutOfBounds(offset, this.length - 2);
  return first | (last << 8);
}

function readUInt16BE(offset) {
  if (typeof offset !== 'number') offset = offsetOrThrow(offset);
  const first = this[offset];
  const last = this[offset + 1];
  if (first === undefined || last === undefined) throwOutOfBounds(offset, this.length - 2);
  return (first << 8) | last;
}

function readUInt32LE(offset) {
  if (typeof offset !== 'number') offset = offsetOrThrow(offset);
  const first = this[offset];
  const last = this[offset + 3];
  if (first === undefined || last === undefined) throwOutOfBounds(offset, this.length - 4);
  return (first | (this[offset + 1] << 8) | (this[offset + 2] << 16) | (last << 24)) >>> 0;
}

function readUInt32BE(offset) {
  if (typeof offset !== 'number') offset = offsetOrThrow(offset);
  const first = this[offset];
  const last = this[offset + 3];
  if (first === undefined || last === undefined) throwOutOfBounds(offset, this.length - 4);
  return ((first << 24) | (this[offset + 1] << 16) | (this[offset + 2] << 8) | last) >>> 0;
}

// Signed integers.

function readInt8(offset) {
  if (typeof offset !== 'number') offset = offsetOrThrow(offset);
  const value = this[offset];
  if (value === undefined) throwOutOfBounds(offset, this.length - 1);
  return (value << 24) >> 24;
}

function readInt16LE(offset) {
  if (typeof offset !== 'number') offset = offsetOrThrow(offset);
  const first = this[offset];
  const last = this[offset + 1];
  if (first === undefined || last === undefined) throwOutOfBounds(offset, this.length - 2);
  return ((first << 16) | (last << 24)) >> 16;
}

function readInt16BE(offset) {
  if (typeof offset !== 'number') offset = offsetOrThrow(offset);
  const first = this[offset];
  const last = this[offset + 1];
  if (first === undefined || last === undefined) throwOutOfBounds(offset, this.length - 2);
  return ((first << 24) | (last << 16)) >> 16;
}

function readInt32LE(offset) {
  if (typeof offset !== 'number') offset = offsetOrThrow(offset);
  const first = this[offset];
  const last = this[offset + 3];
  if (first === undefined || last === undefined) throwOutOfBounds(offset, this.length - 4);
  return first | (this[offset + 1] << 8) | (this[offset + 2] << 16) | (last << 24);
}

function readInt32BE(offset) {
  if (typeof offset !== 'number') offset = offsetOrThrow(offset);
  const first = this[offset];
  const last = this[offset + 3];
  if (first === undefined || last === undefined) throwOutOfBounds(offset, this.length - 4);
  return (first << 24) | (this[offset + 1] << 16) | (this[offset + 2] << 8) | last;
}

// Integers of one to six bytes.

/** Checks the arguments of the variable-length readers, whose offset is not optional. */
function checkVariableRead(buffer, offset, byteLength) {
  if (offset === undefined) throw new ERR_INVALID_ARG_TYPE('offset', 'number', offset);
  if (!(byteLength >= 1 && byteLength <= 6 && byteLength === Math.floor(byteLength))) throwByteLength(byteLength);
  if (typeof offset !== 'number') offsetOrThrow(offset);
  if (buffer[offset] === undefined || buffer[offset + byteLength - 1] === undefined) {
    throwOutOfBounds(offset, buffer.length - byteLength);
  }
}

function littleEndian(buffer, offset, byteLength) {
  let value = 0;
  for (let i = offset + byteLength - 1; i >= offset; i--) value = value * 256 + buffer[i];
  return value;
}

function bigEndian(buffer, offset, byteLength) {
  let value = 0;
  for (let i = offset; i < offset + byteLength; i++) value = value * 256 + buffer[i];
  return value;
}

function toSigned(value, byteLength) {
  return value >= 2 ** (8 * byteLength - 1) ? value - 2 ** (8 * byteLength) : value;
}

function readUIntLE(offset, byteLength) {
  checkVariableRead(this, offset, byteLength);
  return littleEndian(this, offset, byteLength);
}

function readUIntBE(offset, byteLength) {
  checkVariableRead(this, offset, byteLength);
  return bigEndian(this, offset, byteLength);
}

function readIntLE(offset, byteLength) {
  checkVariableRead(this, offset, byteLength);
  return toSigned(littleEndian(this, offset, byteLength), byteLength);
}

function readIntBE(offset, byteLength) {
  checkVariableRead(this, offset, byteLength);
  return toSigned(bigEndian(this, offset, byteLength), byteLength);
}

// 64-bit integers and floating point.

function load64LE(buffer, offset) {
  words[0] = read32LE(buffer, offset, 8);
  words[1] = read32LE(buffer, offset + 4, 4);
}

function load64BE(buffer, offset) {
  words[1] = read32BE(buffer, offset, 8);
  words[0] = read32BE(buffer, offset + 4, 4);
}

function readBigUInt64LE(offset = 0) {
  load64LE(this, offset);
  return bigUint64[0];
}

function readBigUInt64BE(offset = 0) {
  load64BE(this, offset);
  return bigUint64[0];
}

function readBigInt64LE(offset = 0) {
  load64LE(this, offset);
  return bigInt64[0];
}

function readBigInt64BE(offset = 0) {
  load64BE(this, offset);
  return bigInt64[0];
}

function readDoubleForwards(offset = 0) {
  load64LE(this, offset);
  return float64[0];
}

function readDoubleBackwards(offset = 0) {
  load64BE(this, offset);
  return float64[0];
}

function readFloatForwards(offset = 0) {
  words[0] = read32LE(this, offset, 4);
  return float32[0];
}

function readFloatBackwards(offset = 0) {
  words[0] = read32BE(this, offset, 4);
  return float32[0];
}

/** The signed 32 bits at `offset`, of a value that has `byteLength` bytes from there. */
function read32LE(buffer, offset, byteLength) {
  if (typeof offset !== 'number') validateNumber(offset, 'offset');
  const first = buffer[offset];
  if (first === undefined || buffer[offset + byteLength - 1] === undefined) {
    throwOutOfBounds(offset, buffer.length - byteLength);
  }
  return first | (buffer[offset + 1] << 8) | (buffer[offset + 2] << 16) | (buffer[offset + 3] << 24);
}

function read32BE(buffer, offset, byteLength) {
  if (typeof offset !== 'number') validateNumber(offset, 'offset');
  const first = buffer[offset];
  if (first === undefined || buffer[offset + byteLength - 1] === undefined) {
    throwOutOfBounds(offset, buffer.length - byteLength);
  }
  return (first << 24) | (buffer[offset + 1] << 16) | (buffer[offset + 2] << 8) | buffer[offset + 3];
}

// Writers. Each returns the offset behind what it wrote.

function writeU8(buffer, value, offset, min, max) {
  value = +value;
  if (typeof offset !== 'number') validateNumber(offset, 'offset');
  checkRange(value, min, max, 1);
  if (buffer[offset] === undefined) throwOutOfBounds(offset, buffer.length - 1);
  buffer[offset] = value;
  return offset + 1;
}

function writeU16LE(buffer, value, offset, min, max) {
  value = +value;
  checkRange(value, min, max, 2);
  checkWrite(buffer, offset, 2);
  buffer[offset] = value;
  buffer[offset + 1] = value >>> 8;
  return offset + 2;
}

function writeU16BE(buffer, value, offset, min, max) {
  value = +value;
  checkRange(value, min, max, 2);
  checkWrite(buffer, offset, 2);
  buffer[offset] = value >>> 8;
  buffer[offset + 1] = value;
  return offset + 2;
}

function writeU32LE(buffer, value, offset, min, max) {
  value = +value;
  checkRange(value, min, max, 4);
  checkWrite(buffer, offset, 4);
  const bits = value | 0;
  buffer[offset] = bits;
  buffer[offset + 1] = bits >>> 8;
  buffer[offset + 2] = bits >>> 16;
  buffer[offset + 3] = bits >>> 24;
  return offset + 4;
}

function writeU32BE(buffer, value, offset, min, max) {
  value = +value;
  checkRange(value, min, max, 4);
  checkWrite(buffer, offset, 4);
  const bits = value | 0;
  buffer[offset] = bits >>> 24;
  buffer[offset + 1] = bits >>> 16;
  buffer[offset + 2] = bits >>> 8;
  buffer[offset + 3] = bits;
  return offset + 4;
}

function writeUInt8(value, offset = 0) {
  return writeU8(this, value, offset, 0, 0xff);
}

function writeInt8(value, offset = 0) {
  return writeU8(this, value, offset, -0x80, 0x7f);
}

function writeUInt16LE(value, offset = 0) {
  return writeU16LE(this, value, offset, 0, 0xffff);
}

function writeUInt16BE(value, offset = 0) {
  return writeU16BE(this, value, offset, 0, 0xffff);
}

function writeInt16LE(value, offset = 0) {
  return writeU16LE(this, value, offset, -0x8000, 0x7fff);
}

function writeInt16BE(value, offset = 0) {
  return writeU16BE(this, value, offset, -0x8000, 0x7fff);
}

function writeUInt32LE(value, offset = 0) {
  return writeU32LE(this, value, offset, 0, 0xffffffff);
}

function writeUInt32BE(value, offset = 0) {
  return writeU32BE(this, value, offset, 0, 0xffffffff);
}

function writeInt32LE(value, offset = 0) {
  return writeU32LE(this, value, offset, -0x80000000, 0x7fffffff);
}

function writeInt32BE(value, offset = 0) {
  return writeU32BE(this, value, offset, -0x80000000, 0x7fffffff);
}

/** Checks a variable-length write and gives the number as the bytes that are stored, modulo 2 ** (8 * byteLength). */
function checkVariableWrite(buffer, value, offset, byteLength, isSigned) {
  if (!(byteLength >= 1 && byteLength <= 6 && byteLength === Math.floor(byteLength))) throwByteLength(byteLength);
  value = +value;
  // Node writes one byte by another path, which looks at the offset first.
  if (byteLength === 1) validateNumber(offset, 'offset');
  const limit = 2 ** (8 * byteLength);
  const min = isSigned ? -limit / 2 : 0;
  checkRange(value, min, isSigned ? limit / 2 - 1 : limit - 1, byteLength);
  checkWrite(buffer, offset, byteLength);
  const whole = Math.trunc(value) || 0;
  return whole < 0 ? whole + limit : whole;
}

function storeLittleEndian(buffer, bits, offset, byteLength) {
  const end = offset + byteLength;
  for (let i = offset; i < end; i++) {
    buffer[i] = bits;
    bits = Math.floor(bits / 256);
  }
  return end;
}

function storeBigEndian(buffer, bits, offset, byteLength) {
  for (let i = offset + byteLength - 1; i >= offset; i--) {
    buffer[i] = bits;
    bits = Math.floor(bits / 256);
  }
  return offset + byteLength;
}

function writeUIntLE(value, offset, byteLength) {
  return storeLittleEndian(this, checkVariableWrite(this, value, offset, byteLength, false), offset, byteLength);
}

function writeUIntBE(value, offset, byteLength) {
  return storeBigEndian(this, checkVariableWrite(this, value, offset, byteLength, false), offset, byteLength);
}

function writeIntLE(value, offset, byteLength) {
  return storeLittleEndian(this, checkVariableWrite(this, value, offset, byteLength, true), offset, byteLength);
}

function writeIntBE(value, offset, byteLength) {
  return storeBigEndian(this, checkVariableWrite(this, value, offset, byteLength, true), offset, byteLength);
}

const BIG_UINT64_MAX = 0xffffffffffffffffn;
const BIG_INT64_MIN = -0x8000000000000000n;
const BIG_INT64_MAX = 0x7fffffffffffffffn;

function store32LE(buffer, bits, offset) {
  buffer[offset] = bits;
  buffer[offset + 1] = bits >>> 8;
  buffer[offset + 2] = bits >>> 16;
  buffer[offset + 3] = bits >>> 24;
}

function store32BE(buffer, bits, offset) {
  buffer[offset] = bits >>> 24;
  buffer[offset + 1] = bits >>> 16;
  buffer[offset + 2] = bits >>> 8;
  buffer[offset + 3] = bits;
}

/** Stores the eight bytes of the conversion area. */
function store64LE(buffer, offset) {
  checkWrite(buffer, offset, 8);
  store32LE(buffer, words[0], offset);
  store32LE(buffer, words[1], offset + 4);
  return offset + 8;
}

function store64BE(buffer, offset) {
  checkWrite(buffer, offset, 8);
  store32BE(buffer, words[1], offset);
  store32BE(buffer, words[0], offset + 4);
  return offset + 8;
}

function writeBig64LE(buffer, value, offset, min, max) {
  if (value > max || value < min) throwRange(value, min, max, 8);
  bigInt64[0] = bigIntOrThrow(value);
  return store64LE(buffer, offset);
}

function writeBig64BE(buffer, value, offset, min, max) {
  if (value > max || value < min) throwRange(value, min, max, 8);
  bigInt64[0] = bigIntOrThrow(value);
  return store64BE(buffer, offset);
}

/** The value itself; arithmetic throws the engine's own error for one that is not a BigInt. */
function bigIntOrThrow(value) {
  return typeof value === 'bigint' ? value : value & 1n;
}

function writeBigUInt64LE(value, offset = 0) {
  return writeBig64LE(this, value, offset, 0n, BIG_UINT64_MAX);
}

function writeBigUInt64BE(value, offset = 0) {
  return writeBig64BE(this, value, offset, 0n, BIG_UINT64_MAX);
}

function writeBigInt64LE(value, offset = 0) {
  return writeBig64LE(this, value, offset, BIG_INT64_MIN, BIG_INT64_MAX);
}

function writeBigInt64BE(value, offset = 0) {
  return writeBig64BE(this, value, offset, BIG_INT64_MIN, BIG_INT64_MAX);
}

function writeDoubleForwards(value, offset = 0) {
  float64[0] = value;
  return store64LE(this, offset);
}

function writeDoubleBackwards(value, offset = 0) {
  float64[0] = value;
  return store64BE(this, offset);
}

function writeFloatForwards(value, offset = 0) {
  float32[0] = value;
  checkWrite(this, offset, 4);
  store32LE(this, words[0], offset);
  return offset + 4;
}

function writeFloatBackwards(value, offset = 0) {
  float32[0] = value;
  checkWrite(this, offset, 4);
  store32BE(this, words[0], offset);
  return offset + 4;
}

/** Puts every method on Buffer's prototype, in Node's order; `Uint` is another spelling of `UInt`. */
function addNumberMethods(prototype) {
  Object.assign(prototype, {
    readBigUInt64LE,
    readBigUInt64BE,
    readBigUint64LE: readBigUInt64LE,
    readBigUint64BE: readBigUInt64BE,
    readBigInt64LE,
    readBigInt64BE,
    writeBigUInt64LE,
    writeBigUInt64BE,
    writeBigUint64LE: writeBigUInt64LE,
    writeBigUint64BE: writeBigUInt64BE,
    writeBigInt64LE,
    writeBigInt64BE,

    readUIntLE,
    readUInt32LE,
    readUInt16LE,
    readUInt8,
    readUIntBE,
    readUInt32BE,
    readUInt16BE,
    readUintLE: readUIntLE,
    readUint32LE: readUInt32LE,
    readUint16LE: readUInt16LE,
    readUint8: readUInt8,
    readUintBE: readUIntBE,
    readUint32BE: readUInt32BE,
    readUint16BE: readUInt16BE,
    readIntLE,
    readInt32LE,
    readInt16LE,
    readInt8,
    readIntBE,
    readInt32BE,
    readInt16BE,

    writeUIntLE,
    writeUInt32LE,
    writeUInt16LE,
    writeUInt8,
    writeUIntBE,
    writeUInt32BE,
    writeUInt16BE,
    writeUintLE: writeUIntLE,
    writeUint32LE: writeUInt32LE,
    writeUint16LE: writeUInt16LE,
    writeUint8: writeUInt8,
    writeUintBE: writeUIntBE,
    writeUint32BE: writeUInt32BE,
    writeUint16BE: writeUInt16BE,
    writeIntLE,
    writeInt32LE,
    writeInt16LE,
    writeInt8,
    writeIntBE,
    writeInt32BE,
    writeInt16BE,

    readFloatLE: readFloatForwards,
    readFloatBE: readFloatBackwards,
    readDoubleLE: readDoubleForwards,
    readDoubleBE: readDoubleBackwards,
    writeFloatLE: writeFloatForwards,
    writeFloatBE: writeFloatBackwards,
    writeDoubleLE: writeDoubleForwards,
    writeDoubleBE: writeDoubleBackwards,
  });
}

module.exports = { addNumberMethods };
