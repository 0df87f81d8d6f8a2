// What the system's resolver answers without a network, and what `lookup` and `lookupService` refuse.
import dns from 'node:dns';
import { promisify } from 'node:util';

const show = (error) => `${error.name} ${error.code} ${error.errno} ${error.syscall} ${error.message.slice(0, 120)}`;
const attempt = (operation) => {
  try {
    console.log(operation());
  } catch (error) {
    console.log(show(error));
  }
};

const order = [];
dns.lookup('127.0.0.1', (error, address, family) => {
  order.push('callback');
  console.log(error, address, family);
});
order.push('after the call');

console.log(await dns.promises.lookup('localhost', 4));
console.log(await dns.promises.lookup('localhost', { family: 4, all: true, order: 'ipv6first' }));
console.log(await promisify(dns.lookup)('localhost', { family: 4 }));
console.log(await dns.promises.lookup('::1', { family: 4, all: true }));
console.log(await dns.promises.lookup('fe80::1%lo'), await dns.promises.lookup('0x7f.1'));
console.log(order);

await dns.promises.lookup(`${'a.'.repeat(200)}invalid`).catch((error) => console.log(show(error), Object.keys(error)));
dns.lookup(null, { all: true }, (error, addresses, family) => console.log(error, addresses, family));
dns.lookup('', { family: 'IPv6' }, (error, address, family) => console.log(error, address, family));

const { hostname, service } = await dns.promises.lookupService('127.0.0.1', 22);
console.log(typeof hostname, typeof service);

attempt(() => dns.lookup(1, {}, () => {}));
attempt(() => dns.lookup('127.0.0.1\0.example', () => {}));
attempt(() => dns.lookup('a', { hints: 1 }, () => {}));
attempt(() => dns.lookup('a', { family: 5 }, () => {}));
attempt(() => dns.lookup('a', 5, () => {}));
attempt(() => dns.lookup('a', { verbatim: 'yes' }, () => {}));
attempt(() => dns.lookup('a', { order: 'random' }, () => {}));
attempt(() => dns.lookup('a', {}));
attempt(() => dns.promises.lookup('a', 'IPv4'));
attempt(() => dns.lookupService('localhost', 80, () => {}));
attempt(() => dns.lookupService('127.0.0.1', 65536, () => {}));
attempt(() => dns.lookupService('127.0.0.1', 80));
attempt(() => dns.setDefaultResultOrder('random'));
dns.setDefaultResultOrder('ipv4first');
console.log(dns.getDefaultResultOrder(), dns.promises.getDefaultResultOrder(), dns.NOTFOUND, dns.promises.CANCELLED);
