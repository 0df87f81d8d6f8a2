// What datagram sockets refuse, and with which errors.
import dgram from 'node:dgram';
import { once } from 'node:events';

function attempt(name, operation) {
  try {
    console.log(name, operation());
  } catch (error) {
    const { code, errno, syscall, message } = error;
    console.log(name, error.name, code, errno, syscall, message);
  }
}
const udp4 = (options) => dgram.createSocket({ type: 'udp4', ...options });

attempt('no type', () => dgram.createSocket());
attempt('bad type', () => dgram.createSocket('udp5'));
attempt('lookup', () => udp4({ lookup: 1 }));
attempt('buffer', () => udp4({ recvBufferSize: -1 }));
attempt('signal', () => udp4({ signal: {} }));

const unbound = udp4();
attempt('address', () => unbound.address());
attempt('remote', () => unbound.remoteAddress());
attempt('ttl', () => unbound.setTTL(5));
attempt('ttl 0', () => unbound.setTTL(0));
attempt('ttl text', () => unbound.setTTL('5'));
attempt('broadcast', () => unbound.setBroadcast(true));
attempt('interface', () => unbound.setMulticastInterface('127.0.0.1'));
attempt('size', () => unbound.getRecvBufferSize());
attempt('disconnect', () => unbound.disconnect());
attempt('group', () => unbound.addMembership());
attempt('no group', () => unbound.addMembership('256.1.1.1'));
attempt('source', () => unbound.addSourceSpecificMembership(1, '224.0.0.1'));
attempt('connect', () => unbound.connect(0));
attempt('message', () => unbound.send(1, 9));
attempt('list', () => unbound.send(['a', 1], 9));
attempt('port', () => unbound.send('a', 65536));
attempt('offset', () => unbound.send('abc', 4, 1, 9));
attempt('length', () => unbound.send('abc', 1, 3, 9));
attempt('sendto', () => unbound.sendto('abc', '1'));
attempt('bindSync', () => unbound.bindSync({ address: 'localhost' }));
attempt('connectSync', () => unbound.connectSync(9, 'localhost'));
unbound.close();
attempt('closed', () => unbound.close());
attempt('closed', () => unbound.send('a', 9));
attempt('closed', () => unbound.bind());

const bound = udp4();
attempt('bound', () => bound.bind(0, '127.0.0.1') === bound);
attempt('bound', () => bound.bind());
await once(bound, 'listening');
const { port } = bound.address();
for (const size of [-1, 1.5, 'x', 2 ** 31]) attempt('size', () => bound.setSendBufferSize(size));
attempt('many', () => bound.setMulticastTTL(256));

const second = udp4();
second.bind(port, '127.0.0.1');
const [inUse] = await once(second, 'error');
console.log(inUse.message.replace(port, 'PORT'), inUse.errno, inUse.syscall, inUse.address, inUse.port === port);
second.bind(0, '203.0.113.1');
console.log((await once(second, 'error'))[0].message);
second.bind(0, 'no such name');
console.log((await once(second, 'error'))[0].message);

const other = udp4();
other.send('a', port, 'no such name');
console.log((await once(other, 'error'))[0].message);
await new Promise((resolve) => other.send('a', port, 'no such name', (error, bytes) => {
  console.log(error.message, bytes);
  resolve();
}));
other.connect(port, 'no such name');
console.log((await once(other, 'error'))[0].message);
other.connect(port, () => {
  attempt('connected', () => other.connect(port));
  attempt('connected', () => other.send('a', port));
  for (const socket of [bound, second, other]) socket.close();
});
