// A server and its clients over TCP: what each side sees, in which order, and what the sockets say about themselves.
const net = require('node:net');
const { once } = require('node:events');

async function listening(...args) {
  const server = net.createServer(...args);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

async function echo() {
  console.log('--- echo');
  const server = await listening((socket) => {
    console.log('accepted', socket.readyState, socket.remoteFamily, socket.localAddress, socket.server === server);
    socket.on('data', (chunk) => socket.write(`<${chunk}>`));
    socket.on('end', () => console.log('server sees the end'));
  });
  const { address, family, port } = server.address();
  console.log(address, family, typeof port, server.listening);
  const client = net.connect(port, '127.0.0.1');
  console.log(client.connecting, client.pending, client.readyState, client.remoteAddress);
  await once(client, 'connect');
  console.log(client.connecting, client.pending, client.readyState, client.remoteAddress, client.remotePort === port);
  for (const word of ['one', 'two', 'drei \u20ac']) {
    client.write(word);
    const [data] = await once(client, 'data');
    console.log(data.toString());
  }
  console.log(client.bytesRead, client.bytesWritten);
  client.end();
  await once(client, 'close');
  console.log(client.readyState, client.destroyed, client.bytesRead, client.bytesWritten);
  server.close();
  await once(server, 'close');
  console.log(server.listening, server.address());
}

async function encodings() {
  console.log('--- encodings and many chunks in one write');
  const server = await listening((socket) => {
    const chunks = [];
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('end', () => console.log(Buffer.concat(chunks).toString('hex')));
  });
  const client = net.connect(server.address().port, '127.0.0.1');
  await once(client, 'connect');
  client.cork();
  client.write('caf\u00e9', 'latin1');
  client.write('caf\u00e9', 'utf8');
  client.write('ff00', 'hex');
  client.write('aGk=', 'base64');
  client.write('ab', 'utf16le');
  client.write(new Uint8Array([1, 2, 3]));
  console.log(client.writableLength, client.bytesWritten);
  client.uncork();
  console.log(client.writableLength, client.bytesWritten);
  client.end('!');
  await once(client, 'close');
  server.close();
  await once(server, 'close');
}

async function large() {
  console.log('--- more than the kernel takes at once, against a reader that pauses');
  const bytes = Buffer.alloc(8 << 20, 'abcdefgh');
  const server = await listening({ pauseOnConnect: true }, (socket) => {
    let count = 0;
    let isRight = true;
    socket.on('data', (chunk) => {
      isRight &&= chunk[0] === bytes[count % 8];
      count += chunk.length;
      socket.pause();
      setImmediate(() => socket.resume());
    });
    socket.on('end', () => {
      console.log(count, isRight, socket.bytesRead);
      socket.end('done');
    });
    socket.resume();
  });
  const client = net.connect({ port: server.address().port, host: '127.0.0.1' });
  console.log(client.write(bytes), client.bytesWritten);
  client.end();
  client.setEncoding('latin1');
  console.log((await once(client, 'data'))[0], client.bytesWritten);
  await once(client, 'close');
  server.close();
  await once(server, 'close');
}

async function limits() {
  console.log('--- at most one connection');
  const server = await listening((socket) => socket.end('hello'));
  server.maxConnections = 1;
  const [dropped] = [once(server, 'drop')];
  const first = net.connect({ port: server.address().port, host: '127.0.0.1', allowHalfOpen: true });
  first.setEncoding('utf8');
  console.log((await once(first, 'data'))[0]);
  const second = net.connect(server.address().port, '127.0.0.1');
  second.resume();
  const [data] = await dropped;
  console.log(Object.keys(data).join(), data.remoteAddress, data.localFamily);
  await once(second, 'close');
  server.getConnections((error, count) => console.log(error, count));
  first.end();
  await once(first, 'close');
  await server[Symbol.asyncDispose]();
  console.log(server.listening);
}

async function ownBuffer() {
  console.log('--- onread');
  const server = await listening((socket) => socket.end('0123456789'));
  const counts = [];
  const client = net.connect({
    port: server.address().port,
    host: '127.0.0.1',
    onread: { buffer: Buffer.alloc(4), callback: (count, buffer) => counts.push(buffer.toString('latin1', 0, count)) > 0 },
  });
  await once(client, 'close');
  console.log(counts);
  server.close();
  await once(server, 'close');
}

(async () => {
  await echo();
  await encodings();
  await large();
  await limits();
  await ownBuffer();
})();
