// Answers that a datagram has no room for are asked for again over TCP.
import dgram from 'node:dgram';
import dns from 'node:dns';
import { once } from 'node:events';
import net from 'node:net';

const IS_TRUNCATED = 0x0200;
const header = (query, count, flags) => {
  const bytes = Buffer.from(query);
  bytes.writeUInt16BE(0x8180 | flags, 2);
  bytes.writeUInt16BE(count, 6);
  return bytes;
};
const text = (index) => {
  const content = Buffer.from(`record ${index} `.padEnd(200, '.'));
  const start = Buffer.from([0xc0, 12, 0, 16, 0, 1, 0, 0, 0, 60, 0, content.length + 1, content.length]);
  return Buffer.concat([start, content]);
};
const framed = (message) => Buffer.concat([Buffer.from([message.length >> 8, message.length & 255]), message]);

/** Over TCP, by the first letter of the name that is asked for. */
const answers = {
  // In pieces that have nothing to do with the message's parts.
  w(socket, query) {
    const answer = framed(Buffer.concat([header(query, 20, 0), ...Array.from({ length: 20 }, (_, index) => text(index))]));
    socket.write(answer.subarray(0, 1));
    setImmediate(() => {
      socket.write(answer.subarray(1, 1000));
      setImmediate(() => socket.write(answer.subarray(1000)));
    });
  },
  // Over before all of it is said.
  c: (socket, query) => socket.end(framed(Buffer.concat([header(query, 1, 0), text(0)])).subarray(0, 50)),
  // Truncated once more.
  t: (socket, query) => socket.write(framed(header(query, 0, IS_TRUNCATED))),
};

const tcp = net.createServer((socket) => {
  socket.on('error', () => {});
  let received = Buffer.alloc(0);
  socket.on('data', (chunk) => {
    received = Buffer.concat([received, chunk]);
    if (received.length < 2 || received.length < 2 + received.readUInt16BE(0)) return;
    const query = received.subarray(2);
    answers[String.fromCharCode(query[13])](socket, query);
  });
});
tcp.listen(0, '127.0.0.1');
await once(tcp, 'listening');
const { port } = tcp.address();

const udp = dgram.createSocket('udp4');
udp.on('message', (query, from) => udp.send(header(query, 0, IS_TRUNCATED), from.port, from.address));
udp.bind(port, '127.0.0.1');
await once(udp, 'listening');

const resolver = new dns.promises.Resolver({ timeout: 500, tries: 1 });
resolver.setServers([`127.0.0.1:${port}`]);
const records = await resolver.resolveTxt('whole.example');
console.log(records.length, records[0], records.at(-1)[0].length);
for (const name of ['cut.example', 'truncated.example']) {
  console.log(await resolver.resolveTxt(name).then(() => 'answered', (error) => typeof error.code));
}
udp.close();
tcp.close();
