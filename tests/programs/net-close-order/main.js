// In which order the two ends of a connection in one process hear that it ends.
const net = require('node:net');
const { once } = require('node:events');

function log(name, socket) {
  for (const event of ['end', 'finish', 'close']) socket.on(event, () => console.log(name, event));
}

async function run({ serverMayBeHalfOpen, serverEndsFirst, clientMayBeHalfOpen }) {
  console.log({ serverMayBeHalfOpen, serverEndsFirst, clientMayBeHalfOpen });
  const server = net.createServer({ allowHalfOpen: serverMayBeHalfOpen }, (socket) => {
    log('server', socket);
    socket.on('data', (data) => {
      console.log('server', String(data));
      socket.write('reply');
      if (serverEndsFirst) socket.end();
    });
    if (serverMayBeHalfOpen) socket.on('end', () => socket.end());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = net.connect({ ...server.address(), host: '127.0.0.1', allowHalfOpen: clientMayBeHalfOpen });
  log('client', client);
  client.write('hello');
  client.on('data', (data) => {
    console.log('client', String(data));
    client.end();
  });
  await once(client, 'close');
  server.close();
  await once(server, 'close');
}

async function main() {
  for (const serverMayBeHalfOpen of [false, true]) {
    for (const serverEndsFirst of [false, true]) {
      for (const clientMayBeHalfOpen of [false, true]) await run({ serverMayBeHalfOpen, serverEndsFirst, clientMayBeHalfOpen });
    }
  }
}

main();
