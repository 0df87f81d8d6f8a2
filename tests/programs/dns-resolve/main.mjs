// Queries of every type against a name server of this program's own, over UDP and TCP.
import dgram from 'node:dgram';
import dns from 'node:dns';
import { once } from 'node:events';
import { inspect, isDeepStrictEqual } from 'node:util';
import { TYPES, answerTo } from './server.mjs';

const server = dgram.createSocket('udp4');
server.on('message', (query, { port, address }) => {
  for (const answer of answerTo(query)) server.send(answer, port, address);
});
server.bind(0, '127.0.0.1');
await once(server, 'listening');
const servers = [`127.0.0.1:${server.address().port}`];

const resolver = new dns.promises.Resolver({ timeout: 1000, tries: 2 });
resolver.setServers(servers);
console.log(resolver.getServers().length, resolver.getServers()[0] === servers[0]);

const show = (error) => console.log(inspect({ message: error.message, ...error }, { breakLength: 200 }));

for (const type of Object.keys(TYPES)) {
  const method = `resolve${type[0]}${type.slice(1).toLowerCase()}`;
  if (typeof resolver[method] !== 'function') continue;
  const records = await resolver[method]('all.example').catch((error) => error.code);
  // Node leaves holes between some records of `resolveAny`.
  console.log(method, Array.isArray(records) ? records.filter(() => true) : records);
  const same = await resolver.resolve('all.example', type).catch((error) => error.code);
  console.log(isDeepStrictEqual(records, same));
}
console.log('A', await resolver.resolve('all.example'), await resolver.resolve4('all.example', { ttl: true }));
console.log('AAAA', await resolver.resolve6('all.example'), await resolver.resolve6('all.example', { ttl: true }));
console.log('aliases', await resolver.resolveAny('alias.example'));
console.log('through names', await resolver.resolve4('alias.example', { ttl: true }), await resolver.resolveCname('alias.example'));
console.log('reverse', await resolver.reverse('192.0.2.7'), await resolver.reverse('2001:db8::7'));
console.log('idna', await resolver.resolve4('b\u00fccher.example'), await resolver.resolve4('ALL.Example.'));

for (const name of ['nxdomain', 'servfail', 'formerr', 'notimp', 'refused', 'nodata', 'onlyalias', 'cut', 'loop', 'badtype']) {
  await resolver.resolve4(`${name}.example`).then(console.log, show);
}
for (const name of ['mx', 'srv', 'naptr', 'soa', 'caa', 'tlsa', 'txt', 'ns', 'ptr', 'cname', '6']) {
  const method = `resolve${name[0].toUpperCase()}${name.slice(1)}`;
  for (const host of ['nxdomain', 'nodata', 'onlyalias', 'cut'].map((host) => `${host}.example`)) await resolver[method](host).then(console.log, show);
}
for (const name of ['', '.', 'a..b', `${'a'.repeat(64)}.example`, `${'abcdefg.'.repeat(40)}example`, 'name.onion']) {
  await resolver.resolve4(name).then(console.log, show);
}

// What is forged, for another question or from elsewhere is not an answer.
console.log('forged', await resolver.resolve4('forged.example'));
// The first attempt gets no answer.
console.log('second try', await resolver.resolve4('slow.example'));

const impatient = new dns.Resolver({ timeout: 50, tries: 1 });
impatient.setServers(servers);
await new Promise((resolve) => impatient.resolve4('silent.example', (error, addresses) => {
  show(error);
  console.log(addresses);
  resolve();
}));

const cancelled = new Promise((resolve) => impatient.resolveTxt('silent.example', (error) => resolve(show(error))));
impatient.cancel();
await cancelled;

dns.setServers(servers);
await new Promise((resolve) => dns.resolve4('all.example', { ttl: true }, (error, addresses) => {
  console.log(error, addresses);
  resolve();
}));
await new Promise((resolve) => dns.resolve('all.example', 'MX', (error, records) => {
  console.log(error, records);
  resolve();
}));

const attempt = (operation) => {
  try {
    console.log(operation());
  } catch (error) {
    console.log(error.name, error.code, error.message);
  }
};
attempt(() => dns.resolve4(1, () => {}));
attempt(() => dns.resolve4('a'));
attempt(() => dns.resolve('a', 'B', () => {}));
attempt(() => dns.resolve('a', 1, () => {}));
attempt(() => dns.promises.resolve('a', 'B'));
attempt(() => dns.setServers('127.0.0.1'));
attempt(() => dns.setServers([1]));
attempt(() => dns.setServers(['localhost']));
attempt(() => dns.setServers(['127.0.0.1:65536']));
attempt(() => new dns.Resolver({ timeout: -2 }));
attempt(() => new dns.Resolver({ tries: 0 }));
attempt(() => new dns.Resolver({ maxTimeout: -1 }));
attempt(() => new dns.Resolver().setLocalAddress('a'));
attempt(() => new dns.Resolver().setLocalAddress('127.0.0.1', '127.0.0.1'));
attempt(() => new dns.Resolver().setLocalAddress('127.0.0.1', '::1'));
attempt(() => dns.reverse('a', () => {}));
const local = new dns.Resolver();
local.setServers(['127.0.0.1', '::1', '127.0.0.1:53', '[::1]:53', '[::1]:54', '192.0.2.1:1']);
console.log(local.getServers());
server.close();
