// Every method of Buffer that reads or writes a number, at the edges of its range and outside of them.
'use strict';

const sizes = { Int8: 1, UInt8: 1, Int16LE: 2, Int16BE: 2, UInt16LE: 2, UInt16BE: 2, Int32LE: 4, Int32BE: 4, UInt32LE: 4,
  UInt32BE: 4, FloatLE: 4, FloatBE: 4, DoubleLE: 8, DoubleBE: 8, BigInt64LE: 8, BigInt64BE: 8, BigUInt64LE: 8,
  BigUInt64BE: 8 };
const numbers = [0, 1, -1, 127, 128, 255, 256, 32767, 32768, 65536, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 1.5, NaN, '7', null];
const bigs = [0n, 1n, -1n, 2n ** 63n - 1n, 2n ** 63n, -(2n ** 63n), 2n ** 64n - 1n, 2n ** 64n, 1];

function attempt(f) {
  try {
    return f();
  } catch (error) {
    return `${error.name} ${error.code}: ${error.message}`;
  }
}

for (const [type, size] of Object.entries(sizes)) {
  for (const value of type.startsWith('Big') ? bigs : numbers) {
    const buffer = Buffer.alloc(size + 1);
    const end = attempt(() => buffer[`write${type}`](value, 1));
    console.log(type, String(value), end, buffer.toString('hex'), String(attempt(() => buffer[`read${type}`](1))));
  }
  for (const offset of [-1, 2, 1.5, '0', null, NaN, Infinity]) {
    console.log(type, 'at', String(offset), attempt(() => Buffer.alloc(size + 1)[`read${type}`](offset)));
  }
  console.log(type, 'too short', attempt(() => Buffer.alloc(0)[`read${type}`]()));
}

for (const type of ['IntLE', 'IntBE', 'UIntLE', 'UIntBE']) {
  for (const byteLength of [1, 2, 3, 4, 5, 6, 0, 7, 2.5, undefined, '1']) {
    for (const value of [1, -1, 2 ** 23, 2 ** 39, 2 ** 47, -(2 ** 47), 2 ** 48 - 1, 2 ** 48]) {
      const buffer = Buffer.alloc(7);
      const end = attempt(() => buffer[`write${type}`](value, 1, byteLength));
      console.log(type, byteLength, value, end, buffer.toString('hex'), attempt(() => buffer[`read${type}`](1, byteLength)));
    }
  }
}
