'use strict';

// Agents: which sockets are used again, which wait, which are closed.

const http = require('node:http');
const { once } = require('node:events');

let connections = 0;
const server = http.createServer((req, res) => {
  if (req.url === '/close') res.setHeader('Connection', 'close');
  res.end(`${req.socket.number} ${req.headers.connection}`);
});
server.on('connection', (socket) => { socket.number = ++connections; });

async function get(options) {
  const req = http.get({ host: '127.0.0.1', port: server.address().port, ...options });
  const [res] = await once(req, 'response');
  let text = '';
  for await (const chunk of res) text += chunk;
  if (!req.closed) await once(req, 'close');
  await new Promise(setImmediate);
  return `${text} ${req.reusedSocket}`;
}

function counts(agent) {
  const count = (sets) => Object.values(sets).flat().length;
  return `sockets ${count(agent.sockets)} free ${count(agent.freeSockets)} requests ${count(agent.requests)} total ${agent.totalSocketCount}`;
}

async function main() {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  console.log(http.globalAgent.keepAlive, http.globalAgent.options.timeout, http.globalAgent.maxFreeSockets);
  console.log('alive', await get(), await get());
  console.log(counts(http.globalAgent));

  const once1 = new http.Agent();
  console.log('not alive', await get({ agent: once1 }), await get({ agent: once1 }), counts(once1));

  const one = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const three = [get({ agent: one }), get({ agent: one }), get({ agent: one })];
  console.log(counts(one));
  console.log('one socket', await Promise.all(three), counts(one));

  console.log('closed by the server', await get({ agent: one, path: '/close' }), counts(one));
  console.log('anew', await get({ agent: one }), counts(one));
  one.destroy();
  await new Promise((resolve) => { setTimeout(resolve, 20); });
  console.log('destroyed', counts(one));

  for (const scheduling of ['fifo', 'lifo']) {
    const agent = new http.Agent({ keepAlive: true, scheduling });
    const first = connections + 1;
    await Promise.all([get({ agent }), get({ agent })]);
    console.log(scheduling, (await get({ agent })).split(' ')[0] - first, counts(agent));
    agent.destroy();
  }

  const named = new http.Agent();
  console.log(named.getName({}), named.getName({ host: 'a', port: 1, localAddress: 'b', family: 6 }), named.getName({ socketPath: '/s' }));
  for (const options of [{ scheduling: 'x' }, { maxTotalSockets: 'x' }, { maxTotalSockets: 0 }]) {
    try {
      new http.Agent(options);
    } catch (error) {
      console.log(error.code, error.message);
    }
  }
  http.globalAgent.destroy();
  server.close();
}

main();
