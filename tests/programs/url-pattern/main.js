const pattern = new URLPattern('https://*.example.com/books/:id(\\d+)?{/x}*');
for (const name of ['protocol', 'hostname', 'port', 'pathname', 'search', 'hasRegExpGroups']) console.log(name, pattern[name]);
console.log(pattern.exec('https://a.example.com/books/12/x/x'));
console.log(pattern.test('https://a.example.com/books/'), pattern.test('http://a.example.com/books/1'));
console.log(new URLPattern({ pathname: '/:a/:b?' }).exec({ pathname: '/x' }).pathname.groups.a);
console.log(new URLPattern('/Foo', 'https://x.com', { ignoreCase: true }).test('https://x.com/foo'));
for (const make of [() => new URLPattern('foo'), () => new URLPattern({ pathname: '((' }), () => new URLPattern(1)]) {
  try {
    make();
  } catch (error) {
    console.log(error.name, error.code, error.message);
  }
}
