// Text into bytes and back in every encoding, with text and ranges that do not fit.
'use strict';
const { transcode } = require('buffer');

const encodings = ['utf8', 'utf16le', 'latin1', 'ascii', 'hex', 'base64', 'base64url', 'UCS-2', 'bogus', undefined];
const texts = ['', 'a', 'h\u00e9llo', '\u20ac\u{1f600}', '\ud800x', 'abcdef0g', 'YWJj', 'YW-_', 'YW I=', '=YWJ', '\u0141a'];

function attempt(f) {
  try {
    const result = f();
    return Buffer.isBuffer(result) ? result.toString('hex') : JSON.stringify(result);
  } catch (error) {
    return `${error.name} ${error.code}: ${error.message}`;
  }
}

for (const encoding of encodings) {
  for (const text of texts) {
    console.log(encoding, JSON.stringify(text), attempt(() => Buffer.from(text, encoding)), attempt(() => Buffer.byteLength(text, encoding)));
    console.log(' write', attempt(() => {
      const buffer = Buffer.alloc(5);
      return [buffer.write(text, 1, 3, encoding), buffer.toString('hex')];
    }));
    console.log(' fill', attempt(() => Buffer.alloc(7).fill(text, 1, 6, encoding)), attempt(() => Buffer.alloc(5, text, encoding)));
  }
  const bytes = Buffer.from([0, 0x41, 0xff, 0xe2, 0x82, 0xac, 0xf0, 0x9f, 0x98, 0x80, 0xc3]);
  for (const [start, end] of [[], [1, 6], [-3, 4], [4, 2], [3, 100], ['2', '5'], [1.9, 3.9], [NaN, 2]]) {
    console.log(encoding, start, end, attempt(() => bytes.toString(encoding, start, end)));
  }
}

for (const from of ['utf8', 'ucs2', 'latin1', 'ascii', 'hex']) {
  for (const to of ['utf8', 'ucs2', 'latin1', 'ascii']) {
    for (const hex of ['61e9', 'c3a9e282ac', '6100ac20', '3dd800de61', 'ff']) {
      console.log(from, to, hex, attempt(() => transcode(Buffer.from(hex, 'hex'), from, to)));
    }
  }
}

for (const text of ['YQ==', ' Y Q ', 'YQ', 'YQ=', 'Y', 'Y$', '', 'YWJj\u0000', '\u20ac', 'YR==']) {
  console.log('atob', JSON.stringify(text), attempt(() => atob(text)), attempt(() => btoa(text)));
}
