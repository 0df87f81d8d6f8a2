'use strict';

// Requests in all the ways to make them, and the events of those that succeed, fail, time out and are given up.

const http = require('node:http');
const { once } = require('node:events');

const server = http.createServer((req, res) => {
  const chunks = [];
  req.on('data', (chunk) => chunks.push(chunk));
  req.on('end', () => {
    switch (req.url.split('?')[0]) {
      case '/never': return;
      case '/partial':
        res.writeHead(200, { 'Content-Length': 10 });
        res.write('half');
        setImmediate(() => res.destroy());
        return;
      case '/informed':
        res.writeEarlyHints({ link: '</a.css>; rel=preload' });
        res.writeProcessing();
        res.end('informed');
        return;
      case '/trailers':
        res.writeHead(200, { Trailer: 'X-Sum' });
        res.write('body');
        res.addTrailers({ 'X-Sum': '42' });
        res.end();
        return;
      default: {
        const headers = { ...req.headers };
        if (headers.host) headers.host = headers.host.replace(/\d+$/, 'PORT');
        res.setHeader('Set-Cookie', ['a=1', 'b=2']);
        res.end(JSON.stringify({ method: req.method, url: req.url, headers, body: Buffer.concat(chunks).toString() }));
      }
    }
  });
});

function watch(req, events) {
  for (const name of ['socket', 'finish', 'continue', 'information', 'response', 'abort', 'timeout', 'error', 'close']) {
    req.on(name, (value) => events.push(name === 'error' ? `error ${value.code} ${value.message}` : name));
  }
  return events;
}

async function outcome(req) {
  const events = watch(req, []);
  let text = '';
  req.on('response', (res) => {
    res.setEncoding('utf8');
    res.on('data', (chunk) => { text += chunk; });
    for (const name of ['end', 'aborted', 'close']) res.on(name, () => events.push(`res ${name}`));
    res.on('error', (error) => events.push(`res error ${error.code}`));
  });
  await new Promise((resolve) => { req.once('close', resolve); });
  await new Promise(setImmediate);
  console.log(events.join(', '));
  if (text) console.log(text);
}

async function main() {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  const at = { host: '127.0.0.1', port, agent: false };

  await outcome(http.get(`http://127.0.0.1:${port}/text?a=1`, { agent: false }));
  await outcome(http.get(new URL(`http://user:pass@127.0.0.1:${port}/url`), { agent: false, headers: { 'X-A': ['1', '2'] } }));
  const post = http.request({ ...at, method: 'post', path: '/post' });
  post.write('one ');
  post.end('two');
  await outcome(post);
  const put = http.request({ ...at, method: 'PUT', path: '/put', headers: { 'Content-Length': 3 } });
  put.end(Buffer.from('put'));
  await outcome(put);
  await outcome(http.request({ ...at, path: '/list', headers: ['X-B', '1', 'Host', 'b'] }).end());
  await outcome(http.request({ ...at, path: '/bare', setDefaultHeaders: false, headers: { Host: 'bare' } }).end());
  await outcome(http.request({ ...at, method: 'HEAD', path: '/head' }).end());
  await outcome(http.get({ ...at, path: '/informed' }));
  const expecting = http.request({ ...at, method: 'POST', path: '/expect', headers: { Expect: '100-continue' } });
  expecting.on('continue', () => expecting.end('expected'));
  await outcome(expecting);

  const trailing = http.get({ ...at, path: '/trailers' });
  const [res] = await once(trailing, 'response');
  console.log(res.statusCode, res.statusMessage, res.httpVersion, res.headers.trailer, res.complete, res.trailers);
  res.resume();
  await once(res, 'end');
  console.log(res.complete, res.trailers, res.rawTrailers);

  // What fails.
  await outcome(http.get({ ...at, path: '/partial' }));
  const slow = http.get({ ...at, path: '/never', timeout: 50 });
  slow.on('timeout', () => slow.destroy(new Error('too slow')));
  await outcome(slow);
  const aborted = http.get({ ...at, path: '/never' });
  aborted.on('finish', () => aborted.abort());
  await outcome(aborted);
  const controller = new AbortController();
  const signalled = http.get({ ...at, path: '/never', signal: controller.signal });
  signalled.on('finish', () => controller.abort());
  await outcome(signalled);
  const destroyed = http.get({ ...at, path: '/never' });
  destroyed.destroy();
  await outcome(destroyed);
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
  const refused = http.get({ ...at, port });
  const [error] = await once(refused, 'error');
  console.log(error.code, error.syscall);

  for (const make of [
    () => http.get('https://example.com'),
    () => http.get({ path: '/a b' }),
    () => http.get({ method: 'GE T' }),
    () => http.get({ method: 1 }),
    () => http.get({ host: 1 }),
    () => http.get({ agent: {} }),
    () => http.get({ headers: { 'a b': 1 } }),
    () => http.get({ headers: { a: '\n' } }),
    () => http.get({ headers: ['a'] }),
    () => http.get({ timeout: 'x' }),
    () => http.get('nonsense'),
  ]) {
    try {
      make().on('error', () => {});
    } catch (failure) {
      console.log(failure.name, failure.code, failure.message);
    }
  }
}

main();
