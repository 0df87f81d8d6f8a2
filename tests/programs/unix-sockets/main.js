// Sockets with paths and with abstract names.
const fs = require('node:fs');
const net = require('node:net');
const os = require('node:os');
const path = require('node:path');
const { once } = require('node:events');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'jsc-unix-sockets-'));

async function answer(name, shown, options) {
  const server = net.createServer((socket) => {
    console.log(socket.remoteAddress, socket.localAddress, socket.address());
    socket.pipe(socket);
  });
  server.listen({ path: name, ...options });
  await once(server, 'listening');
  console.log(shown, server.address() === name, fs.existsSync(name.replace('\0', '')));
  if (options) console.log((fs.statSync(name).mode & 0o666).toString(8));
  const client = net.connect(name);
  client.end('through a path');
  client.setEncoding('utf8');
  let text = '';
  for await (const chunk of client) text += chunk;
  console.log(text, client.remotePort, client._handle);
  server.close();
  await once(server, 'close');
  console.log(fs.existsSync(name.replace('\0', '')));
}

(async () => {
  await answer(path.join(folder, 'a.sock'), 'a path');
  await answer(path.join(folder, 'b.sock'), 'for everybody', { readableAll: true, writableAll: true });
  await answer(`\0jsc-unix-sockets-${process.pid}`, 'an abstract name');
  const first = net.createServer().listen(path.join(folder, 'c.sock'));
  await once(first, 'listening');
  const second = net.createServer().listen(path.join(folder, 'c.sock'));
  const [error] = await once(second, 'error');
  console.log(error.code, error.syscall, error.address === path.join(folder, 'c.sock'), error.port);
  first.close();
  await once(first, 'close');
  fs.writeFileSync(path.join(folder, 'file'), '');
  const [refused] = await once(net.connect(path.join(folder, 'file')), 'error');
  console.log(refused.code, refused.message.replace(folder, ''));
  try {
    net.createServer().listen(path.join(folder, 'x'.repeat(200))).on('error', ({ code }) => console.log(code));
  } catch ({ code }) {
    console.log('threw', code);
  }
  setImmediate(() => fs.rmSync(folder, { recursive: true }));
})();
