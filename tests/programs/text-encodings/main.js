// TextEncoder and TextDecoder: labels, errors, byte order marks, streams.
'use strict';

function attempt(f) {
  try {
    return JSON.stringify(f());
  } catch (error) {
    return `${error.name} ${error.code}: ${error.message}`;
  }
}

const encoder = new TextEncoder();
for (const text of ['', 'a\u20ac', '\ud800', '\u{1f600}']) {
  console.log(encoder.encode(text), encoder.encodeInto(text, new Uint8Array(3)));
}
for (const label of ['utf8', ' UTF-8\n', 'unicode-1-1-utf-8', 'utf-16', 'utf-16be', 'latin1', 'ascii', 'iso-8859-8-i', 'sjis', 'gbk',
  'gb18030', 'big5', 'euc-kr', 'euc-jp', 'iso-2022-jp', 'koi8-r', 'macintosh', 'x-user-defined', 'windows-1251', 'replacement', 'bogus', '']) {
  console.log(JSON.stringify(label), attempt(() => new TextDecoder(label).encoding), attempt(() => new TextDecoder(label).decode(new Uint8Array([0x61, 0xc4, 0xe3, 0x40]))));
}
for (const options of [{}, { fatal: true }, { ignoreBOM: true }, null, 5]) {
  for (const bytes of [[0xef, 0xbb, 0xbf, 0x61], [0x61, 0xff], [0xe2, 0x82], []]) {
    console.log(JSON.stringify(options), bytes, attempt(() => new TextDecoder('utf-8', options).decode(new Uint8Array(bytes))));
  }
}
for (const [label, hex] of [['utf-8', 'efbbbf61e282acf09f9880ff'], ['utf-16le', 'fffe6100ac203dd800de3dd8'], ['utf-16be', 'feff006120acd83dde00'], ['gbk', '61c4e3bac3'], ['shift_jis', '82a082a2'], ['koi8-r', 'f0d2']]) {
  const bytes = Buffer.from(hex, 'hex');
  for (const fatal of [false, true]) {
    const decoder = new TextDecoder(label, { fatal });
    console.log(label, fatal, attempt(() => [...bytes].map((byte) => decoder.decode(new Uint8Array([byte]), { stream: true }))), attempt(() => decoder.decode()));
  }
}
console.log(new TextDecoder('latin1', { fatal: true }));
for (const input of ['text', null, 5, {}]) console.log(attempt(() => new TextDecoder().decode(input)), attempt(() => new TextDecoder('latin1').decode(input)));
