// Characters cut at every place, in every encoding, whole and broken.
'use strict';
const { StringDecoder } = require('string_decoder');

const samples = {
  'utf8': ['61e282acf09f9880', 'e28261', 'f09f98', 'eda080', 'c0afff', '8080'],
  'utf16le': ['6100ac203dd800de', '3dd8', '3dd86100', '61'],
  'base64': ['000102030405060708', '0001'],
  'base64url': ['fffefdfc'],
  'hex': ['00ff'],
  'latin1': ['61e9ff'],
  'ascii': ['61e9'],
};
for (const [encoding, list] of Object.entries(samples)) {
  for (const hex of list) {
    const bytes = Buffer.from(hex, 'hex');
    for (let size = 1; size <= 3; size++) {
      const decoder = new StringDecoder(encoding);
      const seen = [];
      for (let i = 0; i < bytes.length; i += size) {
        seen.push(decoder.write(bytes.subarray(i, i + size)), decoder.lastNeed, decoder.lastTotal, decoder.lastChar.toString('hex'));
      }
      console.log(encoding, hex, size, JSON.stringify(seen), JSON.stringify(decoder.end()), JSON.stringify(decoder.end()));
    }
  }
}
console.log(new StringDecoder('UCS-2'), new StringDecoder(null).encoding, new StringDecoder().write('text'));
for (const f of [() => new StringDecoder('bogus'), () => new StringDecoder(1), () => new StringDecoder().write(1), () => new StringDecoder().end(null)]) {
  try {
    f();
  } catch (error) {
    console.log(error.name, error.code, error.message);
  }
}
