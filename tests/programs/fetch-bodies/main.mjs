// Bodies of requests and responses: what they can be made of, each way to read them, streams, and URLs that need no network.

async function attempt(name, run) {
  try {
    console.log(name, await run());
  } catch (error) {
    console.log(name, error.name, error.message, error.cause?.message);
  }
}

const bytes = new Uint8Array([104, 105, 0xc3, 0xa9]);
const sources = {
  string: () => 'h\u00e9llo',
  bytes: () => bytes,
  buffer: () => bytes.buffer,
  view: () => new DataView(bytes.buffer, 1, 1),
  blob: () => new Blob(['blob'], { type: 'Text/Plain' }),
  file: () => new File(['file'], 'name.txt', { type: 'text/css' }),
  parameters: () => new URLSearchParams({ a: '1 2', b: '&' }),
  stream: () => new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode('str'));
      controller.enqueue(new TextEncoder().encode('eam'));
      controller.close();
    },
  }),
  generator: () => (async function*() { yield Buffer.from('gen'); yield Buffer.from('erated'); })(),
  number: () => 17,
  object: () => ({}),
};
for (const [name, make] of Object.entries(sources)) {
  const response = new Response(make());
  console.log(name, response.headers.get('content-type'), JSON.stringify(await response.clone().text()), await response.blob(), response.bodyUsed);
  const request = new Request('http://a.test', { method: 'POST', body: make(), duplex: 'half' });
  console.log(name, [...request.headers], await request.arrayBuffer());
}

await attempt('json', () => new Response('{"a":[1,null]}').json());
await attempt('bad json', () => new Response('{').json());
await attempt('bytes', () => new Response('abc').bytes());
await attempt('byte order mark', async () => (await new Response('\ufeffx').text()).length);
await attempt('empty', async () => [await new Response().text(), new Response().body, await new Response('').text()]);
await attempt('twice', async () => {
  const response = new Response('x');
  await response.text();
  return response.text();
});
await attempt('clone of used', async () => {
  const response = new Response('x');
  await response.text();
  return response.clone();
});
await attempt('locked', () => {
  const response = new Response('x');
  response.body.getReader();
  return response.text();
});
await attempt('bad chunk', () => new Response(new ReadableStream({
  start(controller) {
    controller.enqueue('text');
    controller.close();
  },
})).text());
await attempt('failing stream', () => new Response(new ReadableStream({ pull() { throw new RangeError('mine'); } })).text());
await attempt('form', async () => [...await new Response(new URLSearchParams('a=1&b=%20+')).formData()]);
await attempt('no form', () => new Response('a=1').formData());
await attempt('iteration', async () => {
  const parts = [];
  for await (const chunk of new Response('in parts').body) parts.push(Buffer.from(chunk).toString());
  return parts;
});
await attempt('transform', () => new Response(new Response('shout').body.pipeThrough(new TransformStream({
  transform(chunk, controller) { controller.enqueue(Buffer.from(Buffer.from(chunk).toString().toUpperCase())); },
}))).text());
await attempt('compressed', () => new Response(new Blob(['zip']).stream().pipeThrough(new CompressionStream('gzip'))
  .pipeThrough(new DecompressionStream('gzip'))).text());

for (const url of ['data:,plain%20text', 'data:text/html;charset=utf-8;base64,PGI+', 'data:;base64,***', 'data:nothing', 'DATA:a/b,c#d']) {
  await attempt(url, async () => {
    const response = await fetch(url);
    return [response.status, response.statusText, response.type, response.url, [...response.headers], await response.text()];
  });
}
const blobUrl = URL.createObjectURL(new Blob(['0123456789'], { type: 'x/y' }));
await attempt('blob', async () => [[...(await fetch(blobUrl)).headers], await (await fetch(blobUrl)).text()]);
await attempt('range', async () => {
  const response = await fetch(blobUrl, { headers: { range: 'bytes=2-4' } });
  return [response.status, [...response.headers], await response.text()];
});
await attempt('blob by POST', () => fetch(blobUrl, { method: 'POST' }));
URL.revokeObjectURL(blobUrl);
await attempt('revoked', () => fetch(blobUrl));
await attempt('about', () => fetch('about:blank'));
await attempt('file', () => fetch('file:///etc/passwd'));
await attempt('scheme', () => fetch('nothing://x'));
await attempt('relative', () => fetch('/path'));
await attempt('bad port', () => fetch('http://127.0.0.1:1/'));
await attempt('no argument', () => fetch());
await attempt('aborted before', () => fetch('data:,x', { signal: AbortSignal.abort() }));
await attempt('aborted with a reason', () => fetch('data:,x', { signal: AbortSignal.abort(new RangeError('mine')) }));
