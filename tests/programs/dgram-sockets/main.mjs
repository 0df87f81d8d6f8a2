// Datagrams over the loopback interface: the forms of bind, send and connect, in order and complete.
import assert from 'node:assert';
import { AsyncLocalStorage } from 'node:async_hooks';
import dgram from 'node:dgram';
import { once } from 'node:events';

const server = dgram.createSocket('udp4');
await once(server.bind(0, '127.0.0.1'), 'listening');
const { port, ...rest } = server.address();
console.log(rest, Number.isInteger(port));

/** Sends in some form and shows what arrives, with the callback's arguments. */
async function exchange(name, send) {
  const arrived = once(server, 'message');
  const sent = new Promise((resolve) => send((error, bytes) => resolve([error, bytes])));
  const [message, { address, family, size }] = await arrived;
  console.log(name, JSON.stringify(message.toString('latin1')), address, family, size, await sent);
}

const client = dgram.createSocket({ type: 'udp4', sendBufferSize: 20000 });
await exchange('string', (done) => client.send('text', port, '127.0.0.1', done));
await exchange('name', (done) => client.send('to a name', port, 'localhost', done));
await exchange('default address', (done) => client.send('here', port, done));
await exchange('view', (done) => client.send(new Uint16Array([0x4142, 0x4344]), port, done));
await exchange('part', (done) => client.send(Buffer.from('a part of it'), 2, 4, port, '127.0.0.1', done));
await exchange('list', (done) => client.send(['one ', Buffer.from('two '), new DataView(new ArrayBuffer(2))], port, done));
await exchange('empty list', (done) => client.send([], port, '127.0.0.1', done));
await exchange('empty', (done) => client.send('', port, '127.0.0.1', done));
await exchange('sendto', (done) => client.sendto('sent to', 1, 3, port, '127.0.0.1', done));
await exchange('large', (done) => client.send('x'.repeat(40), port, done));
console.log(client.getSendBufferSize() > 0, client.getSendQueueSize(), client.getSendQueueCount());

// The largest datagram arrives whole, one byte more is an error.
const large = Buffer.alloc(65507, 'ab');
const arrived = once(server, 'message');
client.setSendBufferSize(200000);
client.send(large, port);
assert.deepStrictEqual((await arrived)[0], large);
await new Promise((resolve) => client.send(Buffer.alloc(65508), port, '127.0.0.1', (error) => {
  console.log(error.message.replace(port, 'PORT'), error.code, error.syscall, error.address, error.port === port);
  resolve();
}));

// Many at once: what waits for the bind goes in order.
const burst = dgram.createSocket('udp4');
const seen = [];
const all = new Promise((resolve) => {
  server.on('message', function collect(message) {
    if (seen.push(String(message)) < 20) return;
    server.off('message', collect);
    resolve();
  });
});
for (let index = 0; index < 20; index++) burst.send(String(index), port, '127.0.0.1');
await all;
console.log(seen.join());
burst.close();

// A connected socket hears its peer alone.
const connected = dgram.createSocket('udp4');
connected.connect(port, '127.0.0.1');
await once(connected, 'connect');
console.log(connected.remoteAddress().address, connected.remoteAddress().port === port);
await exchange('connected', (done) => connected.send('no address', done));
await exchange('connected part', (done) => connected.send('no address', 3, 7, done));
client.send('not for you', connected.address().port, '127.0.0.1');
server.send('for you', connected.address().port, '127.0.0.1');
console.log(String((await once(connected, 'message'))[0]));
connected.disconnect();
connected.close();

// Nobody listens: a connected socket is told.
const lonely = dgram.createSocket('udp4');
const closed = dgram.createSocket('udp4');
const gone = closed.bindSync({ address: '127.0.0.1' }).port;
await new Promise((resolve) => closed.close(resolve));
lonely.connectSync(gone, '127.0.0.1');
lonely.send('anybody?');
const [refused] = await once(lonely, 'error');
console.log(refused.message, refused.errno, refused.syscall);
lonely.close();

// Options, and the async context of a socket.
const storage = new AsyncLocalStorage();
const tuned = storage.run('context', () => dgram.createSocket({ type: 'udp4', reuseAddr: true, recvBufferSize: 30000 }));
tuned.on('message', () => {});
const bound = tuned.bindSync();
tuned.on('message', (message) => {
  console.log(String(message), storage.getStore());
  tuned.close();
});
console.log(bound.address, tuned.setTTL(16), tuned.setMulticastTTL(3), tuned.setMulticastLoopback(true), tuned.setBroadcast(true));
console.log(tuned.getRecvBufferSize() >= 30000, tuned.unref() === tuned, tuned.ref() === tuned);
client.send('tuned', bound.port);
await once(tuned, 'close');

const controller = new AbortController();
const abortable = dgram.createSocket({ type: 'udp4', signal: controller.signal });
const aborted = once(abortable, 'close');
controller.abort();
await aborted;
await using disposed = dgram.createSocket('udp4');
disposed.once('close', () => console.log('disposed'));

client.close();
server.close();
const idle = dgram.createSocket('udp4').unref();
idle.bind(0, () => console.log('listening without keeping the process alive'));
