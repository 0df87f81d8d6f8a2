// What an AsyncLocalStorage holds in the callbacks of sockets, and which resource is executing there.
const { AsyncLocalStorage, createHook, executionAsyncId } = require('node:async_hooks');
const channels = require('node:diagnostics_channel');
const net = require('node:net');

const storage = new AsyncLocalStorage();
const types = new Map();
createHook({ init(id, type) { types.set(id, type); } }).enable();

for (const name of ['net.client.socket', 'net.server.socket', 'tracing:net.server.listen:asyncStart',
                    'tracing:net.server.listen:asyncEnd']) {
  channels.subscribe(name, (message) => console.log('channel', name, Object.keys(message).join()));
}

const at = (label) => console.log(label, storage.getStore(), types.get(executionAsyncId()));

const server = storage.run('server', () => net.createServer((socket) => {
  at('connection');
  socket.on('data', () => at('server data'));
  socket.on('end', () => at('server end'));
  socket.on('close', () => {
    at('server close');
    server.close(() => at('closed'));
  });
}));
storage.run('listen', () => server.listen(0, '127.0.0.1', () => {
  at('listening');
  storage.run('connect', () => {
    const client = net.connect(server.address().port, '127.0.0.1', () => {
      at('connected');
      storage.run('write', () => client.write('x', () => at('written')));
      storage.run('end', () => client.end(() => at('finished')));
    });
    client.on('close', () => at('client close'));
    client.resume();
  });
}));
