// fetch against a server of one's own: methods, bodies both ways, redirects, compression, connections, aborts, failures.

import http from 'node:http';
import net from 'node:net';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import zlib from 'node:zlib';

const compressors = { gzip: zlib.gzipSync, deflate: zlib.deflateSync, br: zlib.brotliCompressSync, zstd: zlib.zstdCompressSync };
const connections = new Set();

const routes = {
  async '/echo'(request, response) {
    const body = await text(request);
    const { host, ...headers } = request.headers;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ method: request.method, url: request.url, headers, body }));
  },
  '/redirect'(request, response) {
    const { searchParams } = new URL(request.url, 'http://a');
    response.writeHead(Number(searchParams.get('status')), { location: searchParams.get('to') }).end();
  },
  '/compressed'(request, response) {
    const name = request.headers['x-encoding'];
    response.setHeader('content-encoding', name);
    response.end(compressors[name]('again and '.repeat(1000)));
  },
  '/parts'(request, response) {
    response.write('one');
    setImmediate(() => {
      response.write('two');
      setImmediate(() => response.end('three'));
    });
  },
  '/headers'(request, response) {
    response.writeHead(299, 'Strange', [['Set-Cookie', 'a=1'], ['Set-Cookie', 'b=2'], ['X-List', 'p'], ['X-List', 'q']]).end();
  },
  '/empty'(request, response) { response.writeHead(204).end(); },
  '/never'() {},
  '/cut'(request, response) {
    response.writeHead(200, { 'content-length': 100 });
    response.write('short');
    setImmediate(() => response.destroy());
  },
  '/endless'(request, response) {
    const timer = setInterval(() => response.write('x'), 1);
    response.on('close', () => {
      clearInterval(timer);
      console.log('the server sees that the client has gone');
      server.emit('left');
    });
  },
};
const server = http.createServer((request, response) => routes[request.url.split('?')[0]](request, response));
server.on('connection', (socket) => connections.add(socket));
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const base = `http://127.0.0.1:${server.address().port}`;
const hide = (value) => (typeof value === 'string' ? value.replaceAll(base, 'BASE') : value);

async function attempt(name, run) {
  try {
    console.log(name, hide(await run()));
  } catch (error) {
    console.log(name, error.name, error.message, error.cause?.code, hide(error.cause?.message?.replace(/:\d+$/, ':PORT')));
  }
}
const echo = async (init, path = '/echo') => (await fetch(base + path, init)).json();

await attempt('get', () => echo({}, '/echo?a=1#part'));
await attempt('post', () => echo({ method: 'post', body: 'h\u00e9', headers: { 'x-a': 'b' } }));
await attempt('parameters', () => echo({ method: 'PUT', body: new URLSearchParams({ a: '1 2' }) }));
await attempt('blob', () => echo({ method: 'POST', body: new Blob(['{}'], { type: 'application/json' }) }));
await attempt('delete', () => echo({ method: 'DELETE' }));
await attempt('head', async () => (await fetch(`${base}/echo`, { method: 'HEAD' })).text());
await attempt('stream', () => echo({
  method: 'POST', duplex: 'half', body: new ReadableStream({
    pull(controller) {
      controller.enqueue(Buffer.from('streamed'));
      controller.close();
    },
  }),
}));
await attempt('form', async () => {
  const form = new FormData();
  form.set('field', 'value');
  form.set('file', new Blob(['content']), 'name.txt');
  const { headers, body } = await echo({ method: 'POST', body: form });
  const boundary = headers['content-type'].split('=')[1];
  return JSON.stringify([headers['content-type'], headers['content-length'], body]).replaceAll(boundary, 'BOUNDARY');
});
await attempt('request', () => echo(new Request(`${base}/echo`, { method: 'PATCH', body: 'x', headers: { accept: 'a/b' } })));
await attempt('a URL', async () => (await fetch(new URL('/empty', base))).status);

await attempt('response', async () => {
  const response = await fetch(`${base}/headers`);
  const names = [...response.headers].filter(([name]) => !['date', 'keep-alive', 'connection'].includes(name));
  return [response.status, response.statusText, response.ok, response.type, response.redirected, hide(response.url), names];
});
await attempt('parts', async () => {
  let all = '';
  for await (const chunk of (await fetch(`${base}/parts`)).body.pipeThrough(new TextDecoderStream())) all += chunk;
  return all;
});
for (const name of Object.keys(compressors)) {
  await attempt(name, async () => (await (await fetch(`${base}/compressed`, { headers: { 'x-encoding': name } })).text()).length);
}
const redirect = (status, to, init) => fetch(`${base}/redirect?status=${status}&to=${encodeURIComponent(to)}`, init);
await attempt('redirected', async () => {
  const response = await redirect(302, '/echo', { method: 'POST', body: 'gone', headers: { authorization: 'kept' } });
  const { method, body, headers } = await response.json();
  return [response.redirected, hide(response.url), method, body, headers.authorization, headers['content-type']];
});
await attempt('redirected with its body', async () => {
  const { method, body } = await (await redirect(307, '/echo', { method: 'POST', body: 'kept' })).json();
  return [method, body];
});
await attempt('manual', async () => {
  const response = await redirect(301, '/echo', { redirect: 'manual' });
  return [response.status, response.type, response.headers.get('location')];
});
await attempt('refused redirect', () => redirect(301, '/echo', { redirect: 'error' }));
await attempt('endless redirects', () => redirect(302, `/redirect?status=302&to=${encodeURIComponent('/redirect?status=302&to=/empty')}`).then((r) => r.status));
await attempt('redirect to elsewhere', () => redirect(302, 'file:///x'));

connections.clear();
for (let index = 0; index < 5; index++) await echo({});
await attempt('connections of five in a row', () => connections.size <= 1);
await attempt('twenty at once', async () => {
  const all = await Promise.all(Array.from({ length: 20 }, (_, index) => echo({ method: 'POST', body: String(index) })));
  return all.map(({ body }) => body).join();
});

await attempt('aborted', () => {
  const controller = new AbortController();
  const promise = fetch(`${base}/never`, { signal: controller.signal });
  setImmediate(() => controller.abort());
  return promise;
});
await attempt('aborted with a reason', () => {
  const controller = new AbortController();
  const promise = fetch(`${base}/never`, { signal: controller.signal });
  setImmediate(() => controller.abort(new RangeError('mine')));
  return promise;
});
await attempt('timed out', () => fetch(`${base}/never`, { signal: AbortSignal.timeout(10) }));
await attempt('aborted while reading', async () => {
  const controller = new AbortController();
  const left = once(server, 'left');
  const response = await fetch(`${base}/endless`, { signal: controller.signal });
  const reader = response.body.getReader();
  await reader.read();
  controller.abort();
  await left;
  return reader.closed;
});
await attempt('cancelled', async () => {
  const left = once(server, 'left');
  const response = await fetch(`${base}/endless`);
  await response.body.cancel();
  await left;
  return response.bodyUsed;
});
await attempt('cut', async () => (await fetch(`${base}/cut`)).text());

server.closeAllConnections();
server.close();
await once(server, 'close');
await attempt('refused', () => fetch(base));

const raw = net.createServer((socket) => socket.once('data', () => socket.end('not HTTP\r\n\r\n')));
raw.listen(0, '127.0.0.1');
await once(raw, 'listening');
await attempt('no HTTP', () => fetch(`http://127.0.0.1:${raw.address().port}`));
raw.close();
