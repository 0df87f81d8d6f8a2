// Writes llhttp.json: what Node's own HTTP parser says of each message in this file. Run it with Node 24:
//   node stub/src/http/llhttp.mjs > stub/src/http/llhttp.json

import common from 'node:_http_common';

const { HTTPParser } = common;
const LENIENT_ALL = 0xffff;

function events(kind, pieces, { lenient, maxHeaderSize }) {
  const parser = new HTTPParser();
  const found = [];
  let headers = [];
  let url = '';
  let status = 0;
  parser.initialize(
    kind === 'request' ? HTTPParser.REQUEST : HTTPParser.RESPONSE, {}, maxHeaderSize, lenient ? LENIENT_ALL : 0);
  parser[HTTPParser.kOnHeaders | 0] = (more, target) => {
    headers.push(...more);
    url += target;
  };
  parser[HTTPParser.kOnHeadersComplete | 0] = (major, minor, all, method, target, code, reason, upgrade, keepAlive) => {
    const line = kind === 'request' ? `${method} ${target ?? url}` : `${code} ${reason}`;
    found.push(`head ${major}.${minor} ${line} [${(all ?? headers).join('|')}] ${upgrade} ${keepAlive}`);
    headers = [];
    url = '';
    status = upgrade || code === 101 ? 101 : 0;
    return 0;
  };
  parser[HTTPParser.kOnBody | 0] = (bytes) => {
    const text = Buffer.from(bytes).toString('latin1');
    if (found.at(-1).startsWith('body ')) found.push(found.pop() + text);
    else found.push(`body ${text}`);
  };
  parser[HTTPParser.kOnMessageComplete | 0] = () => {
    if (headers.length > 0) found.push(`trailers ${headers.join('|')}`);
    headers = [];
    found.push('complete');
  };
  for (const piece of pieces) {
    const result = parser.execute(Buffer.from(piece, 'latin1'));
    if (result instanceof Error) return [...found, `error ${result.code} ${result.reason}`];
    if (status === 101 && found.at(-1) === 'complete') return [...found, `upgraded ${result}`];
  }
  const result = parser.finish();
  if (result instanceof Error) found.push(`finish-error ${result.code} ${result.reason}`);
  return found;
}

const cases = [];

function add(kind, pieces, { lenient = false, maxHeaderSize = 16384 } = {}) {
  cases.push({ kind, pieces, lenient, maxHeaderSize, events: events(kind, pieces, { lenient, maxHeaderSize }) });
}

const request = (...pieces) => add('request', pieces);
const response = (...pieces) => add('response', pieces);
const lenient = (piece) => add('request', [piece], { lenient: true });

const HEAD = 'GET / HTTP/1.1\r\nHost: a\r\n';

request(HEAD + '\r\n');
request('\r\n\r\n' + HEAD + '\r\n');
request('\n' + HEAD + '\r\n');
request(' ' + HEAD + '\r\n');
request('FOO / HTTP/1.1\r\n\r\n');
request('get / HTTP/1.1\r\n\r\n');
request('GETX / HTTP/1.1\r\n\r\n');
request('GET\t/ HTTP/1.1\r\n\r\n');
request('GET  / HTTP/1.1\r\n\r\n');
request('GET /a b HTTP/1.1\r\n\r\n');
request('GET /  HTTP/1.1\r\n\r\n');
request('GET / HTTP/1.1 \r\n\r\n');
request('GET /\r\n\r\n');
request('GET /\n\n');
request('GET / HTTP/0.9\r\n\r\n');
request('GET / HTTP/1.0\r\n\r\n');
request('GET / HTTP/1.2\r\n\r\n');
request('GET / HTTP/2.0\r\n\r\n');
request('GET / HTTP/11.1\r\n\r\n');
request('GET / HTTP/1\r\n\r\n');
request('GET / http/1.1\r\n\r\n');
request('GET / ICE/1.0\r\n\r\n');
request('SOURCE / ICE/1.0\r\n\r\n');
request('GET / RTSP/1.0\r\n\r\n');
request('OPTIONS / RTSP/1.0\r\n\r\n');
request('DESCRIBE / RTSP/1.0\r\n\r\n');
request('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
request('PRI * HTTP/1.1\r\n\r\n');
request('GET / HTTP/1.1\nHost: a\n\n');
request('GET / HTTP/1.1\r\nHost: a\n\r\n');
request('GET / HTTP/1.1\r\nHost: a\r\n\n');
request('GET / HTTP/1.1\r\nHost: a\rX: b\r\n\r\n');
request('GET / HTTP/1.1\r\nHost : a\r\n\r\n');
request('GET / HTTP/1.1\r\n Host: a\r\n\r\n');
request('GET / HTTP/1.1\r\n\tHost: a\r\n\r\n');
request('GET / HTTP/1.1\r\nHost: a\r\n b\r\n\r\n');
request('GET / HTTP/1.1\r\nHost:\r\n b\r\n\r\n');
request('GET / HTTP/1.1\r\nHost:\r\n\r\n');
request('GET / HTTP/1.1\r\nHost:   \t a  \t \r\n\r\n');
request('GET / HTTP/1.1\r\nHost: a\x00b\r\n\r\n');
request('GET / HTTP/1.1\r\nHost: a\x7fb\r\n\r\n');
request('GET / HTTP/1.1\r\nHost: a\xe9b\r\n\r\n');
request('GET / HTTP/1.1\r\nH\xe9st: ab\r\n\r\n');
request('GET / HTTP/1.1\r\n: ab\r\n\r\n');
request('GET / HTTP/1.1\r\nHost\r\n\r\n');
request('GET / HTTP/1.1\r\nHost: a\r\r\n\r\n');
request('GET / HTTP/1.1\r\nHost: a\r\n\r\r\n');
request('GET / HTTP/1.1\r\nHost: a\r\n\rX');
request('GET / HTTP/1.1\r\r\nHost: a\r\n\r\n');
request('GET / HTTP/1.1\rHost: a\r\n\r\n');
request('POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabcGET / HTTP/1.1\r\n\r\n');
request('POST / HTTP/1.1\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc');
request('POST / HTTP/1.1\r\nContent-Length: 3, 3\r\n\r\nabc');
request('POST / HTTP/1.1\r\nContent-Length: +3\r\n\r\nabc');
request('POST / HTTP/1.1\r\nContent-Length: -3\r\n\r\nabc');
request('POST / HTTP/1.1\r\nContent-Length: 3 \r\n\r\nabc');
request('POST / HTTP/1.1\r\nContent-Length: 3 4\r\n\r\nabc');
request('POST / HTTP/1.1\r\nContent-Length: \r\n\r\nabc');
request('POST / HTTP/1.1\r\nContent-Length:\r\n\r\n');
request('POST / HTTP/1.1\r\nContent-Length: 0x3\r\n\r\nabc');
request('POST / HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\nabc');
request('POST / HTTP/1.1\r\nContent-Length: 18446744073709551615\r\n\r\nabc');
request('POST / HTTP/1.1\r\nContent-Length: 003\r\n\r\nabc');
request('POST / HTTP/1.1\r\nContent-Length: 0\r\n\r\n');
request('POST / HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n');
request('POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n3\r\nabc\r\n0\r\n\r\n');
request('POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n');
request('POST / HTTP/1.1\r\nTransfer-Encoding: Chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n');
request('POST / HTTP/1.1\r\nTransfer-Encoding: gzip, chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n');
request('POST / HTTP/1.1\r\nTransfer-Encoding: gzip,chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n');
request('POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n');
request('POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: gzip\r\n\r\n3\r\nabc\r\n0\r\n\r\n');
request('POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n');
request('POST / HTTP/1.1\r\nTransfer-Encoding: chunked, gzip\r\n\r\n3\r\nabc\r\n0\r\n\r\n');
request('POST / HTTP/1.1\r\nTransfer-Encoding: chunked, chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n');
request('POST / HTTP/1.1\r\nTransfer-Encoding: identity\r\n\r\nabc');
request('POST / HTTP/1.1\r\nTransfer-Encoding: xchunked\r\n\r\nabc');
request('POST / HTTP/1.1\r\nTransfer-Encoding: chunkedx\r\n\r\nabc');
request('POST / HTTP/1.1\r\nTransfer-Encoding: chunked \r\n\r\n0\r\n\r\n');
request('POST / HTTP/1.1\r\nTransfer-Encoding:\tchunked\r\n\r\n0\r\n\r\n');
request('POST / HTTP/1.1\r\nTransfer-Encoding: "chunked"\r\n\r\n0\r\n\r\n');
request('POST / HTTP/1.1\r\nTransfer-Encoding:\r\n\r\n0\r\n\r\n');
request('POST / HTTP/1.1\r\nTransfer-Encoding: ,chunked\r\n\r\n0\r\n\r\n');
request('POST / HTTP/1.1\r\nTransfer-Encoding: chunked,\r\n\r\n0\r\n\r\n');
request('POST / HTTP/1.1\r\nTransfer-Encoding: chunked;a=b\r\n\r\n0\r\n\r\n');

const CHUNKED = 'POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n';
const bodies = [
  '3\nabc\r\n0\r\n\r\n',
  '3\r\nabc\n0\r\n\r\n',
  '3\r\nabcd\r\n0\r\n\r\n',
  '3 \r\nabc\r\n0\r\n\r\n',
  ' 3\r\nabc\r\n0\r\n\r\n',
  '0x3\r\nabc\r\n0\r\n\r\n',
  'g\r\n',
  '\r\n',
  '3;a\r\nabc\r\n0\r\n\r\n',
  '3;a=b\r\nabc\r\n0\r\n\r\n',
  '3; a=b\r\nabc\r\n0\r\n\r\n',
  '3;a="b c"\r\nabc\r\n0\r\n\r\n',
  '3;a="b\\"c"\r\nabc\r\n0\r\n\r\n',
  '3;a="b\r\nabc\r\n0\r\n\r\n',
  '3;\r\nabc\r\n0\r\n\r\n',
  '3;a=\r\nabc\r\n0\r\n\r\n',
  '3;a=b;c\r\nabc\r\n0\r\n\r\n',
  '3;a b\r\nabc\r\n0\r\n\r\n',
  '3;a\nabc\r\n0\r\n\r\n',
  '3;a\x01\r\nabc\r\n0\r\n\r\n',
  '3\rabc\r\n0\r\n\r\n',
  'FFFFFFFFFFFFFFFF\r\n',
  'FFFFFFFFFFFFFFFFF\r\n',
  '10000000000000000\r\n',
  '00000000000000000003\r\nabc\r\n0\r\n\r\n',
  '0\r\nX: y\r\n\r\n',
  '0\r\nX : y\r\n\r\n',
  '0\r\nX: y\n\r\n',
  '0\r\nContent-Length: 3\r\n\r\n',
  '0\r\nTransfer-Encoding: chunked\r\n\r\n',
  '0\n\r\n',
  '0\r\n\n',
  '0\r\n\rX',
  '3\r\nabc\rX',
  '0;a=b\r\n\r\n',
  'A\r\n0123456789\r\n00\r\n\r\n',
  '3\r\nab',
  '-3\r\n',
  '3;a="\x00"\r\nabc\r\n0\r\n\r\n',
  '3;a=b"c"\r\nabc\r\n0\r\n\r\n',
  '3;a="b"c\r\nabc\r\n0\r\n\r\n',
  '3;a="b";c=d\r\nabc\r\n0\r\n\r\n',
  '3;a="b" \r\nabc\r\n0\r\n\r\n',
];
for (const body of bodies) request(CHUNKED + body);

const targets = [
  '/a?b#c',
  '*',
  'http://a/b',
  'http://a:80/b?c',
  'http:/a',
  'http:a',
  'a',
  'a.b',
  '//a',
  '/\x00',
  '/\x01',
  '/\x7f',
  '/\xff',
  '/\t',
  '/a#b#c',
  '/a?b?c',
  'http://u@a/b',
  'http://u@@a/',
  'http://a\\b/',
  '1',
  '?a',
  '#a',
  'http://a?b',
  'http://a#b',
  'http1://a/',
  'ht-tp://a/',
  'HTTP://A/',
  'http://[::1]/',
  'http://a b',
  '/"<>\\^`{|}',
  '*/',
  '*a',
  'http://',
  'http:///',
  '/\f',
];
for (const target of targets) request(`GET ${target} HTTP/1.1\r\n\r\n`);

const servers = [
  'a:80',
  '/',
  'a',
  'http://a',
  '*',
  '[::1]:80',
  'a b',
  'u@a:1',
  'a/b',
  'a?b',
  '1.2.3.4:5',
  '#',
];
for (const target of servers) request(`CONNECT ${target} HTTP/1.1\r\n\r\nrest`);

const connections = [
  'keep-alive',
  'close',
  'Close',
  'keep-alive, close',
  'close, keep-alive',
  'upgrade',
  'Upgrade, keep-alive',
  'foo',
  'closex',
  'x close',
  'close ',
  ' close',
  'close,',
  ',close',
  'upgrade,',
  '"close"',
  'keep-alive  , upgrade',
  '',
];
for (const connection of connections) {
  for (const version of ['1.1', '1.0']) {
    request(`GET / HTTP/${version}\r\nConnection: ${connection}\r\nUpgrade: ws\r\n\r\n`);
  }
}

request('GET / HTTP/1.1\r\nConnection: close\r\nConnection: keep-alive\r\n\r\n');
request('GET / HTTP/1.1\r\nConnection: upgrade\r\n\r\nrest');
request('GET / HTTP/1.1\r\nUpgrade: ws\r\n\r\nrest');
request('POST / HTTP/1.1\r\nConnection: upgrade\r\nUpgrade: ws\r\nContent-Length: 3\r\n\r\nabcrest');
request('POST / HTTP/1.1\r\nConnection: upgrade\r\nUpgrade: ws\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nrest');
request('CONNECT a:80 HTTP/1.1\r\nContent-Length: 3\r\n\r\nabcrest');
request('GET / HTTP/1.1\r\nConnection: close\r\n\r\nGET / HTTP/1.1\r\n\r\n');
request('GET / HTTP/1.1\r\nConnection: close\r\n\r\n\r\n');
request('GET / HTTP/1.0\r\n\r\nGET / HTTP/1.1\r\n\r\n');
request('GET / HTTP/1.1\r\n\r\n\r\n');
request('GET / HTTP/1.1\r\n\r\n', 'X');
request('GET / HTTP/1.1\r\nConnec', 'tion: clo', 'se\r\n\r', '\n');
request('GET / HTTP/1.1\r\nX: a');
request('GET / HTTP/1.1\r\nProxy-Connection: close\r\n\r\n');
request('GET / HTTP/1.1\r\nContent-Length : 3\r\n\r\n');
request('GE');
request('GE', 'X');
request('M-SEARCH * HTTP/1.1\r\n\r\n');
request('MKX');
request('QUERY / HTTP/1.1\r\n\r\n');
const responses = [
  'HTTP/1.1 200 OK\r\n\r\nabc',
  'HTTP/1.1 200\r\n\r\n',
  'HTTP/1.1 200 \r\n\r\n',
  'HTTP/1.1 20\r\n\r\n',
  'HTTP/1.1 2000 OK\r\n\r\n',
  'HTTP/1.1 200OK\r\n\r\n',
  'HTTP/1.1 204 No\r\n\r\nabc',
  'HTTP/1.1 304 No\r\nContent-Length: 5\r\n\r\nabc',
  'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n',
  'HTTP/1.1 101 X\r\nConnection: upgrade\r\nUpgrade: ws\r\n\r\nrest',
  'HTTP/1.1 101 X\r\n\r\nrest',
  'HTTP/1.1 200 OK\r\nConnection: upgrade\r\nUpgrade: ws\r\n\r\nrest',
  'HTTP/1.0 200 OK\r\n\r\nx',
  'HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n\r\nx',
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nabc',
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n',
  'HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n',
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, gzip\r\n\r\nabc',
  'HTTP/1.1 200 O\xe9K\r\n\r\n',
  'HTTP/1.1 200 O\x01K\r\n\r\n',
  'HTTP/1.1 200 OK\n\n',
  'HTTP/1.1 200 OK\nContent-Length: 1\n\nx',
  'HTTP/1.1  200 OK\r\n\r\n',
  'HTTP/3.0 200 OK\r\n\r\n',
  'HTTP/2.0 200 OK\r\n\r\n',
  'HTTPX',
  'http/1.1 200 OK\r\n\r\n',
  '\r\nHTTP/1.1 200 OK\r\n\r\n',
  ' HTTP/1.1 200 OK\r\n\r\n',
  'HTTP/1.1 099 X\r\n\r\n',
  'HTTP/1.1 999 X\r\n\r\n',
  'HTTP/1.1 200\n\n',
  'HTTP/1.1 200\rX',
  'HTTP/1.1 200 O\rK\r\n\r\n',
  'ICY 200 OK\r\n\r\n',
  'RTSP/1.0 200 OK\r\n\r\n',
  'HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabcHTTP/1.1 200 OK\r\n\r\n',
  'HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcX',
  'HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\na',
  'HTTP/1.1 103 Early\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\n\r\n',
  'HTTP/1.1 200 OK\r\n X: y\r\n\r\n',
  'HTTP/1.1 200 OK\r\nX: y\r\n z\r\n\r\n',
  'HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc',
  'HTTP/1.1 205 OK\r\n\r\nabc',
  'HTTP/1.1 102 P\r\n\r\n',
  'HTTP/1.1 2x0 OK\r\n\r\n',
  'HTTP/1.1 200\tOK\r\n\r\n',
  'HTTP/1.1\r\n\r\n',
];
for (const text of responses) response(text);

const oversize = 'x'.repeat(200);
for (const text of [
  `GET /${oversize} HTTP/1.1\r\n\r\n`,
  `GET / HTTP/1.1\r\nA: ${oversize}\r\n\r\n`,
  `GET / HTTP/1.1\r\n${oversize}: a\r\n\r\n`,
  `GET / HTTP/1.1\r\nA: ${'x'.repeat(97)}\r\n\r\n`,
  `GET / HTTP/1.1\r\nA: ${'x'.repeat(98)}\r\n\r\n`,
  `GET / HTTP/1.1\r\nA: ${'x'.repeat(99)}\r\n\r\n`,
  `POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nA: ${oversize}\r\n\r\n`,
]) add('request', [text], { maxHeaderSize: 100 });
request(`${CHUNKED}3;${'x'.repeat(17000)}\r\nabc\r\n0\r\n\r\n`);

for (const text of [
  'GET / HTTP/1.1\nHost: a\n\n',
  'GET / HTTP/1.1\r\nHost: a\n\r\n',
  'GET / HTTP/1.1\r\nX: a\x01b\r\n\r\n',
  'GET / HTTP/1.1\r\nX: a\x00b\r\n\r\n',
  'POST / HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n',
  'POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n3\r\nabc\r\n0\r\n\r\n',
  'GET / HTTP/1.1\r\nConnection: close\r\n\r\nGET / HTTP/1.1\r\n\r\n',
  'GET / HTTP/1.7\r\n\r\n',
  'POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3 \r\nabc\r\n0\r\n\r\n',
  'POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\nabc\r\n0\r\n\r\n',
  'POST / HTTP/1.1\r\nTransfer-Encoding: chunked, gzip\r\n\r\nabc',
  'GET / HTTP/1.1\r\nX: a\r\n b\r\n\r\n',
]) lenient(text);

process.stdout.write('[\n' + cases.map((known) => JSON.stringify(known)).join(',\n') + '\n]\n');
