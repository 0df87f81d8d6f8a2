// FormData, and multipart bodies written and read.

function attempt(name, run) {
  try {
    console.log(name, run());
  } catch (error) {
    console.log(name, error.name, error.message);
  }
}

const form = new FormData();
form.append('text', 'one');
form.append('text', 'two\nlines');
form.append('a "quoted"\r\nname', 'x');
form.append('blob', new Blob(['bytes'], { type: 'a/b' }));
form.append('file', new File(['content \u00e9'], 'na"me\n.txt', { type: 'text/plain', lastModified: 5 }));
form.append('renamed', new File(['r'], 'old', { lastModified: 5 }), 'new');
console.log([...form.keys()], form.getAll('text'), form.get('none'), form.has('blob'));
console.log(form.get('blob').name, form.get('blob').type, form.get('renamed').name, form.get('renamed').lastModified);
form.set('text', 'only');
form.delete('blob');
console.log([...form].map(([name, value]) => [name, typeof value === 'string' ? value : value.name]));
form.forEach((value, name) => console.log(name, String(value)));

const response = new Response(form);
const type = response.headers.get('content-type');
const boundary = type.split('boundary=')[1];
const text = await response.clone().text();
console.log(type.replace(boundary, 'B'), boundary.length > 20);
console.log(JSON.stringify(text.replaceAll(boundary, 'B')));
const parsed = await response.formData();
for (const [name, value] of parsed) console.log(name, typeof value === 'string' ? value : [value.name, value.type, value.size, await value.text()]);

async function parse(name, body, type = 'multipart/form-data; boundary=X') {
  try {
    const entries = [...await new Response(body, { headers: { 'content-type': type } }).formData()];
    console.log(name, entries.map(([key, value]) => [key, typeof value === 'string' ? value : `${value.name}|${value.type}|${value.size}`]));
  } catch (error) {
    console.log(name, error.name, error.message, error.cause?.message);
  }
}
const part = (headers, body) => `--X\r\n${headers}\r\n\r\n${body}\r\n`;
await parse('one', `${part('Content-Disposition: form-data; name="a"', 'v')}--X--\r\n`);
await parse('no line break at the end', `${part('Content-Disposition: form-data; name="a"', 'v')}--X--`);
await parse('file', `${part('Content-Disposition: form-data; name="f"; filename="n%22.txt"\r\nContent-Type: a/b', '\u0000\u0001')}--X--\r\n`);
await parse('file without type', `${part('content-disposition: form-data; name="f"; filename="n"', 'abc')}--X--\r\n`);
await parse('utf-8 name', `${part('Content-Disposition: form-data; name="f"; filename*=utf-8\'\'%e2%82%ac', 'abc')}--X--\r\n`);
await parse('base64', `${part('Content-Disposition: form-data; name="f"\r\nContent-Transfer-Encoding: base64', 'YWJj')}--X--\r\n`);
await parse('quoted boundary', `${part('Content-Disposition: form-data; name="a"', 'v')}--X--\r\n`, 'multipart/form-data; boundary="X"');
await parse('empty', '--X--\r\n');
await parse('nothing', '');
await parse('unfinished', part('Content-Disposition: form-data; name="a"', 'v'));
await parse('no name', `${part('Content-Disposition: form-data', 'v')}--X--\r\n`);
await parse('no disposition', `${part('X-Y: z', 'v')}--X--\r\n`);
await parse('no boundary', '--X--\r\n', 'multipart/form-data');
await parse('another boundary', `${part('Content-Disposition: form-data; name="a"', 'v')}--X--\r\n`, 'multipart/form-data; boundary=Y');
await parse('urlencoded', 'a=%F0%9F%98%80&b=1+2&&c', 'application/x-www-form-urlencoded;charset=UTF-8');

attempt('constructor', () => new FormData('form'));
attempt('arguments', () => form.append('a'));
attempt('file name', () => form.append('a', 'text', 'name'));
attempt('this', () => FormData.prototype.get.call({}, 'a'));
