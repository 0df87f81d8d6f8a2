// Ends of connections: both at once, one side only, and what is written after the other side has ended.
const net = require('node:net');
const { once } = require('node:events');

async function run(label, allowHalfOpen, onSocket) {
  console.log(`--- ${label}`);
  const server = net.createServer({ allowHalfOpen }, onSocket).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = net.connect({ port: server.address().port, host: '127.0.0.1', allowHalfOpen: true });
  client.setEncoding('utf8');
  client.on('data', (text) => console.log('client reads', text));
  client.on('end', () => console.log('client sees the end', client.writable, client.readyState));
  client.on('finish', () => console.log('client has finished'));
  await once(client, 'connect');
  client.write('question');
  client.end();
  console.log(client.readyState, client.writable, client.writableEnded);
  await once(client, 'close');
  console.log(client.readyState);
  server.close();
  await once(server, 'close');
}

(async () => {
  await run('half open', true, (socket) => {
    socket.setEncoding('utf8');
    socket.on('data', (text) => console.log('server reads', text));
    socket.on('end', () => {
      console.log('server sees the end', socket.writable, socket.readyState);
      socket.write('late answer');
      setImmediate(() => socket.end());
    });
    socket.on('close', (hadError) => console.log('server closes', hadError));
  });
  await run('ended with the other side', false, (socket) => {
    socket.resume();
    socket.on('end', () => console.log('server sees the end', socket.writable));
    socket.on('finish', () => {
      console.log('server has finished', socket.writableEnded);
      socket.write('too late', (error) => console.log(error.code, error.message));
    });
    socket.on('error', (error) => console.log('server', error.code));
  });
  const socket = new net.Socket();
  const alive = setInterval(() => {}, 1000); // A socket's timeout does not keep the process alive.
  socket.setTimeout(1, () => console.log('timeout', socket.timeout));
  await once(socket, 'timeout');
  clearInterval(alive);
  console.log(socket.setTimeout(0) === socket, socket.timeout, socket.pending, socket.readyState);
})();
