// Headers, and Request and Response as far as they are headers, status and options.

function attempt(name, run) {
  try {
    console.log(name, run());
  } catch (error) {
    console.log(name, error.name, error.message, error.code);
  }
}

const headers = new Headers([['b', '1'], ['A', '2'], ['b', ' 3\t']]);
console.log([...headers], headers.get('B'), headers.has('c'), headers.get('c'));
headers.append('Set-Cookie', 'x=1');
headers.append('set-cookie', 'y=2; HttpOnly');
console.log(headers.getSetCookie(), [...headers.keys()], headers);
headers.delete('SET-COOKIE');
headers.set('a', 'new');
headers.forEach(function(value, name, all) { console.log(this.tag, name, value, all === headers); }, { tag: 'this' });
console.log(new Headers(headers), new Headers({ 'x-y': 7, ['z']: null }), new Headers(new Map([['m', 'n']])));
console.log(Object.prototype.toString.call(headers), headers[Symbol.iterator] === headers.entries, headers.entries());

attempt('name', () => new Headers({ 'a b': '1' }));
attempt('value', () => new Headers({ a: 'x\ny' }));
attempt('latin1', () => new Headers({ a: '\u20ac' }));
attempt('pair', () => new Headers([['a']]));
attempt('kind', () => new Headers(1));
attempt('null', () => new Headers(null));
attempt('arguments', () => headers.append('a'));
attempt('this', () => Headers.prototype.get.call({}, 'a'));

const request = new Request('http://user@example.test:8080/path?query#hash'.replace('user@', ''), {
  method: 'patch', headers: { accept: 'text/html', host: 'elsewhere' }, redirect: 'manual', cache: 'no-store', mode: 'cors',
  credentials: 'include', integrity: 'sha256-x', keepalive: true, referrerPolicy: 'origin',
});
console.log(request);
console.log(new Request(request, { method: 'put' }).method, new Request('http://a.test', { method: 'post' }).method);
console.log(request.clone().headers.get('accept'), request.duplex, request.body, request.bodyUsed);
for (const [name, init] of Object.entries({
  get: { method: 'GET', body: 'x' }, trace: { method: 'TRACE' }, method: { method: 'a b' }, mode: { mode: 'navigate' },
  redirect: { redirect: 'x' }, signal: { signal: {} }, duplex: { method: 'POST', body: new ReadableStream() }, window: { window: 1 },
  cache: { cache: 'only-if-cached' }, referrer: { referrer: 'http://[' },
})) attempt(name, () => new Request('http://a.test', init).method);
attempt('url', () => new Request('relative'));
attempt('credentials', () => new Request('http://u:p@a.test'));

console.log(new Response(null, { status: 204, statusText: 'Nothing', headers: [['x', 'y']] }));
console.log(Response.error(), Response.redirect('http://a.test/b', 307), Response.json([1], { status: 201 }));
attempt('status', () => new Response('', { status: 99 }));
attempt('null body', () => new Response('x', { status: 204 }));
attempt('text', () => new Response('', { statusText: 'a\nb' }));
attempt('redirect', () => Response.redirect('http://a.test', 200));
attempt('json', () => Response.json(undefined));
attempt('immutable', () => Response.redirect('http://a.test').headers.set('a', 'b'));

for (const Class of [Headers, Request, Response, FormData, WebSocket, MessageEvent, CloseEvent]) {
  const members = Object.entries(Object.getOwnPropertyDescriptors(Class.prototype));
  console.log(Class.name, Class.length, members.map(([name, { enumerable, get, set }]) => [name, enumerable, get?.name, set?.name].join(' ')));
}
const { value: fetchValue, ...attributes } = Object.getOwnPropertyDescriptor(globalThis, 'fetch');
console.log(fetchValue.name, fetchValue.length, attributes, typeof EventSource);
console.log(new MessageEvent('message', { data: [1], origin: 'o', lastEventId: '3' }).data, new CloseEvent('close', { code: 4000, reason: 'r', wasClean: true }).code);
attempt('MessageEvent', () => new MessageEvent('message', { ports: [1] }));
