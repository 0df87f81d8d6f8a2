'use strict';

// The server of the conformance table: two servers with the same handler, the second of which tells why it refuses a request. Prints their ports;
// ends with its standard input.

const http = require('node:http');

const options = {
  headersTimeout: 400,
  requestTimeout: 800,
  keepAliveTimeout: 300,
  keepAliveTimeoutBuffer: 0,
  connectionsCheckingInterval: 50,
};

function describe(req, body) {
  return JSON.stringify({
    method: req.method,
    url: req.url,
    version: req.httpVersion,
    headers: req.headers,
    raw: req.rawHeaders.length > 40 ? req.rawHeaders.length : req.rawHeaders,
    body,
    trailers: req.rawTrailers,
  });
}

const routes = {
  '/unread': (req, res) => res.end('unread'),
  '/count': (req, res) => res.end(String(req.rawHeaders.length)),
  '/204': (req, res) => {
    res.statusCode = 204;
    res.end('nothing of this');
  },
  '/304': (req, res) => {
    res.writeHead(304, { ETag: '"x"' });
    res.end();
  },
  '/writes': (req, res) => {
    res.write('one');
    res.write(Buffer.from(' two '));
    res.end('three');
  },
  '/trailers': (req, res) => {
    res.setHeader('Trailer', 'X-Sum');
    res.write('body');
    res.addTrailers({ 'X-Sum': '1', 'X-List': ['2', '3'] });
    res.end();
  },
  '/headers': (req, res) => {
    res.setHeader('X-List', ['a', 'b']);
    res.setHeader('x-lower', 1);
    res.appendHeader('X-LIST', 'c');
    res.setHeader('Set-Cookie', ['a=1', 'b=2']);
    res.setHeader('X-Latin', 'J\xf6rg');
    res.setHeader('X-Gone', 'x');
    res.removeHeader('x-gone');
    res.writeHead(201, 'Made', { 'X-Late': 'yes', 'X-lower': 2 });
    res.end('body');
  },
  '/bytes': (req, res) => res.end(Buffer.from([0, 1, 2, 253, 254, 255])),
  '/hints': (req, res) => {
    res.writeEarlyHints({ link: '</style.css>; rel=preload; as=style' });
    res.writeProcessing();
    res.end('body');
  },
  '/length': (req, res) => {
    res.setHeader('Content-Length', 4);
    res.write('bo');
    res.end('dy');
  },
  '/close': (req, res) => {
    res.setHeader('Connection', 'close');
    res.end('last');
  },
  '/destroy': (req, res) => res.destroy(),
  '/late': (req, res) => setTimeout(() => res.end('late'), 20),
};

function onRequest(req, res) {
  const route = routes[req.url];
  if (route) {
    route(req, res);
    return;
  }
  const chunks = [];
  req.on('data', (chunk) => chunks.push(chunk));
  req.on('end', () => res.end(describe(req, Buffer.concat(chunks).toString('latin1'))));
  req.on('error', () => {});
}

function echo(req, socket, head) {
  socket.on('error', () => {});
  socket.write(`HTTP/1.1 101 Switching\r\n\r\n${req.method} ${req.url} ${head}`);
  socket.pipe(socket);
}

function onClientError(error, socket) {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const { code, reason, bytesParsed, message } = error;
  socket.end(JSON.stringify({ code, reason, bytesParsed, message, packet: error.rawPacket?.length }));
}

const plain = http.createServer(options, onRequest);
const telling = http.createServer(options, onRequest);
telling.on('clientError', onClientError);
telling.on('upgrade', echo);
telling.on('connect', echo);
telling.on('checkExpectation', (req, res) => {
  res.statusCode = 418;
  res.end(`expected ${req.headers.expect}`);
});

// Whoever watches connections gets jsc's path over sockets in place of the native one.
if (process.argv[2] === 'watched') {
  plain.on('connection', () => {});
  telling.on('connection', () => {});
}

plain.listen(0, '127.0.0.1', () => {
  telling.listen(0, '127.0.0.1', () => console.log(`${plain.address().port} ${telling.address().port}`));
});
process.stdin.resume();
process.stdin.on('end', () => process.exit());
