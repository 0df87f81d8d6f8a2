// indexOf, lastIndexOf, includes, compare and copy with every kind of needle and offset.
'use strict';

const text = Buffer.from('hello world, h\u00e9llo w\u00f6rld');
const wide = Buffer.from('abab\u0161', 'utf16le');
const needles = ['o', 'world', '', 'w\u00f6', 'xyz', 111, 111 + 256, -145, 1.5, NaN, Buffer.from('lo'), Buffer.alloc(0),
  new Uint8Array([0xc3, 0xa9]), null, undefined, {}, 1n];
const offsets = [undefined, 0, 5, -5, 100, -100, NaN, null, '3', 'latin1', Infinity, 2.9, {}, []];

function attempt(f) {
  try {
    return f();
  } catch (error) {
    return `${error.name} ${error.code}: ${error.message}`;
  }
}

for (const needle of needles) {
  for (const offset of offsets) {
    const name = `${typeof needle} ${String(needle)} ${String(offset)}`;
    console.log(name, attempt(() => text.indexOf(needle, offset)), attempt(() => text.lastIndexOf(needle, offset)), attempt(() => text.includes(needle, offset)));
  }
}
for (const needle of ['b', 'ab', '\u0161', 'a']) {
  for (const offset of [0, 1, 2, 3, -4, 100]) {
    console.log('utf16le', needle, offset, wide.indexOf(needle, offset, 'utf16le'), wide.lastIndexOf(needle, offset, 'ucs2'));
  }
}
console.log(text.indexOf('6f', 0, 'hex'), text.indexOf('d29y', 'base64'), attempt(() => text.indexOf('a', 0, 'bogus')));

for (const args of [[], [1], [0, 5], [2, 4, 1, 3], [0, 100], [-1], [1.5], ['1'], [3, 2], [0, 5, 100], [0, 5, 5, 2]]) {
  console.log('compare', args, attempt(() => text.compare(Buffer.from('hello there'), ...args)));
}
for (const args of [[], [2], [2, 3], [2, 3, 6], [-1], [0, -1], [0, 100], [100], [0, 0, -1], ['1', '2'], [NaN, NaN, NaN], [1.9, 1.9, 4.9]]) {
  const target = Buffer.alloc(8);
  console.log('copy', args, attempt(() => text.copy(target, ...args)), target.toString('latin1'));
}
for (const method of ['swap16', 'swap32', 'swap64']) {
  for (const length of [0, 3, 8, 256]) {
    console.log(method, length, attempt(() => Buffer.from(Array.from({ length }, (_, i) => i))[method]().toString('hex').slice(0, 40)));
  }
}
