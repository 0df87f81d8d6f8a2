// What goes wrong with sockets and servers, as errors that say so.
const net = require('node:net');
const { once } = require('node:events');

function show(label, error) {
  const { name, code, errno, syscall, address, port, message } = error;
  console.log(label, name, code, errno, syscall, address, typeof port, message.replace(/:\d\d+/, ':PORT'));
}

function attempt(label, run) {
  try {
    run();
    console.log(label, 'did not throw');
  } catch (error) {
    console.log(label, error.name, error.code, error.message);
  }
}

async function errorOf(label, emitter) {
  const [error] = await once(emitter, 'error');
  show(label, error);
}

(async () => {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  await errorOf('in use', net.createServer().listen(port, '127.0.0.1'));
  attempt('twice', () => server.listen(0));
  server.close();
  await once(server, 'close');
  await errorOf('refused', net.connect(port, '127.0.0.1'));
  await errorOf('no such path', net.connect('/nonexistent/socket'));
  await errorOf('no such folder', net.createServer().listen('/nonexistent/socket'));
  await errorOf('no such name', net.connect({ port: 1, host: 'x', lookup: (host, options, callback) => callback(
    Object.assign(new Error('getaddrinfo ENOTFOUND x'), { code: 'ENOTFOUND', syscall: 'getaddrinfo', errno: -3008 })) }));
  await errorOf('no address', net.connect({ port: 1, host: 'x', lookup: (host, options, callback) => callback(null, 'y', 4),
                                            family: 4 }));
  await errorOf('bind', net.connect({ port, host: '127.0.0.1', localAddress: '192.0.2.1' }));

  attempt('port', () => net.connect(65536));
  attempt('port', () => net.createServer().listen(-1));
  attempt('port', () => net.connect({ port: true }));
  attempt('nothing', () => net.connect({}));
  attempt('options', () => net.createServer().listen({}));
  attempt('options', () => net.createServer('x'));
  attempt('local', () => net.connect({ port: 1, localAddress: 'x' }));
  attempt('lookup', () => net.connect({ port: 1, host: 'x', lookup: 1 }));
  attempt('object mode', () => new net.Socket({ objectMode: true }));
  attempt('descriptor', () => new net.Socket({ fd: -1 }));
  attempt('timeout', () => new net.Socket().setTimeout('x'));
  attempt('path', () => net.createServer().listen({ path: '\0x', readableAll: true }));

  net.createServer().close((error) => console.log('close', error.code, error.message));
  const closed = new net.Socket();
  closed.resetAndDestroy();
  await errorOf('reset', closed);

  const failing = net.createServer((socket) => socket.resetAndDestroy()).listen(0, '127.0.0.1');
  await once(failing, 'listening');
  const client = net.connect(failing.address().port, '127.0.0.1');
  client.on('close', (hadError) => console.log('closed', hadError));
  await errorOf('reset by the other side', client);
  client.write('x', (error) => console.log('write', error.code));
  failing.close();

  const all = net.connect({ port, host: 'x', autoSelectFamily: true, lookup: (host, options, callback) => callback(null, [
    { address: '127.0.0.1', family: 4 }, { address: '127.0.0.2', family: 4 },
  ]) });
  const [error] = await once(all, 'error');
  console.log(error.constructor.name, error.code, error.errors.map(({ message }) => message.replace(/:\d+/, ':PORT')));
  console.log(all.autoSelectFamilyAttemptedAddresses.map((text) => text.replace(/:\d+/, ':PORT')));

  const aborted = new AbortController();
  const waiting = net.connect({ port: 1, host: '127.0.0.1', signal: aborted.signal });
  aborted.abort();
  await errorOf('aborted', waiting);
})();
