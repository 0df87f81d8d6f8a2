import { domainToASCII, domainToUnicode, fileURLToPath, format, parse, pathToFileURL, resolve, urlToHttpOptions } from 'node:url';
import { parse as parseQuery, stringify } from 'node:querystring';

process.noDeprecation = true;

const url = new URL('../b c?x=1&y=%C3%A9#frag', 'https://user:pass@EXAMPLE.com:8080/a/d/');
console.log(url);
url.searchParams.append('z', 'a&b');
url.searchParams.sort();
url.port = '443';
url.hash = '';
url.pathname = '/ü';
console.log(url.href, url.origin, [...url.searchParams.keys()]);
url.search = '?q=2';
console.log(url.searchParams.get('q'), String(url.searchParams), url.searchParams.size);

for (const make of [
  () => new URL('nope'), () => new URL('x', 'y'), () => { url.href = 'bad'; }, () => new URLSearchParams([[1]]),
  () => fileURLToPath('http://x/'), () => fileURLToPath('file:///a%2fb'), () => new URL(),
]) {
  try {
    make();
  } catch (error) {
    console.log(error.name, error.code, error.message, error.input?.href ?? error.input, error.base);
  }
}
console.log(URL.canParse('a:b'), URL.parse('nope'), new URL('blob:https://a.com/x').origin, new URL('file:///C|/x').pathname);
console.log(new URL('http://0x7f.1/').host, new URL('http://[::1]:80/').host, new URL('http://fa\u00df.example/').host);
console.log(new URLSearchParams({ a: '1 2', b: '~!*()' }).toString(), new URLSearchParams('?%zz&a=%ff').toString());
console.log(fileURLToPath('file:///a%20b'), pathToFileURL('/a b#?%').href, fileURLToPath('file:///C:/x', { windows: true }));
console.log(domainToASCII('espa\u00f1ol.com'), domainToUnicode('xn--espaol-zwa.com'), format(url, { auth: false, search: false }));
console.log(urlToHttpOptions(new URL('http://a:b@[::1]/p?q')));
console.log(parse('http://user:pass@host.com:80/p/a/t/h?query=string#hash', true));
console.log(resolve('/one/two/three', 'four'), resolve('http://example.com/one', '/two'), resolve('http://a.com/b', '//c.com/d'));
console.log(parseQuery('a=1&a=2&b=%zz&c'), stringify({ a: ['x', 'y z'], b: 1, c: true, d: {} }));
