// WebSocket against a server of a few lines: messages of each kind both ways, protocols, closing, and failing.

import crypto from 'node:crypto';
import http from 'node:http';
import { once } from 'node:events';

/** The first frame in `bytes`, unmasked; undefined until all of it is there. */
function readFrame(bytes) {
  if (bytes.length < 2) return undefined;
  let length = bytes[1] & 0x7f;
  let offset = 2;
  if (length === 126) [length, offset] = bytes.length < 4 ? [Infinity, 4] : [bytes.readUInt16BE(2), 4];
  else if (length === 127) [length, offset] = bytes.length < 10 ? [Infinity, 10] : [Number(bytes.readBigUInt64BE(2)), 10];
  if (bytes.length < offset + 4 + length) return undefined;
  const mask = bytes.subarray(offset, offset + 4);
  const payload = bytes.subarray(offset + 4, offset + 4 + length).map((byte, index) => byte ^ mask[index % 4]);
  return { isFinal: bytes[0] >= 0x80, opcode: bytes[0] & 15, payload, size: offset + 4 + length };
}

function frame(opcode, payload, first = 0x80 | opcode) {
  const { length } = payload;
  if (length < 126) return Buffer.concat([Buffer.from([first, length]), payload]);
  const head = Buffer.alloc(length < 65536 ? 4 : 10, first);
  head[1] = length < 65536 ? 126 : 127;
  if (length < 65536) head.writeUInt16BE(length, 2);
  else head.writeBigUInt64BE(BigInt(length), 2);
  return Buffer.concat([head, payload]);
}

const server = http.createServer((request, response) => response.writeHead(400).end());
server.on('upgrade', (request, socket) => {
  const key = request.headers['sec-websocket-key'];
  const accept = crypto.createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
  const protocol = request.headers['sec-websocket-protocol'] === undefined ? '' : 'Sec-WebSocket-Protocol: second\r\n';
  const answer = request.url === '/wrong' ? 'wrong' : accept;
  console.log('upgrade', request.url, request.headers['sec-websocket-version'], request.headers['sec-websocket-extensions'], request.headers['sec-websocket-protocol']);
  socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${answer}\r\n${protocol}\r\n`);
  let bytes = Buffer.alloc(0);
  socket.on('error', () => {});
  socket.on('data', (chunk) => {
    bytes = Buffer.concat([bytes, chunk]);
    for (let next = readFrame(bytes); next !== undefined; next = readFrame(bytes)) {
      bytes = bytes.subarray(next.size);
      serve(socket, next);
    }
  });
});

function serve(socket, { opcode, payload }) {
  const command = opcode === 1 ? payload.toString() : '';
  if (opcode === 8) {
    const code = payload.length === 0 ? 'without code' : payload.readUInt16BE(0);
    // Who breaks the rules is not waited for.
    if (code !== 1002) console.log('server: close', code, payload.subarray(2).toString());
    socket.end(frame(8, payload));
  } else if (opcode === 10) {
    console.log('server: pong', payload.toString());
  } else if (command === 'close me') {
    socket.write(frame(8, Buffer.from('\x0f\xa1done', 'latin1')));
  } else if (command === 'drop me') {
    socket.destroy();
  } else if (command === 'ping me') {
    socket.write(frame(9, Buffer.from('ping')));
    socket.write(frame(1, Buffer.from('pinged')));
  } else if (command === 'in parts') {
    socket.write(frame(0, Buffer.from('first '), 0x01));
    setImmediate(() => socket.write(frame(0, Buffer.from('second'), 0x80)));
  } else if (command === 'break the rules') {
    socket.write(Buffer.from([0xff, 0x00]));
  } else {
    socket.write(frame(opcode, payload));
  }
}

server.listen(0, '127.0.0.1');
await once(server, 'listening');
const base = `ws://127.0.0.1:${server.address().port}`;

/** Opens a socket, lets `act` use it, and tells what happens to it until it is closed. */
async function session(name, path, act, protocols) {
  console.log(`--- ${name}`);
  const socket = new WebSocket(`${base}${path}`, protocols);
  console.log(socket.readyState, socket.url.replace(base, 'BASE'), JSON.stringify(socket.protocol), socket.binaryType, socket.bufferedAmount);
  socket.onopen = ({ type }) => {
    console.log(type, socket.readyState, JSON.stringify(socket.protocol), JSON.stringify(socket.extensions));
    act(socket);
  };
  socket.addEventListener('error', (event) => console.log('error', event.constructor.name, event.message));
  const [event] = await once(socket, 'close');
  console.log('close', event.code, event.reason, event.wasClean, socket.readyState, event instanceof CloseEvent);
}

function show(data) {
  if (typeof data === 'string') return data.length > 50 ? `${data.slice(0, 10)}... ${data.length}` : data;
  return data.byteLength > 50 ? data.byteLength : data;
}

const messages = ['text', 'h\u00e9llo \u{1f600}', '', 'x'.repeat(200), 'y'.repeat(70000), new Uint8Array([1, 2, 3]), new ArrayBuffer(4),
  new DataView(new ArrayBuffer(8), 2, 3), new Blob(['blob']), new Uint8Array(100000)];
await session('each kind', '/path?query', (socket) => {
  socket.binaryType = 'arraybuffer';
  let count = 0;
  socket.onmessage = (event) => {
    console.log(event.type, show(event.data), event instanceof MessageEvent, event.origin === base);
    if (++count === messages.length) socket.close(1000, 'enough');
  };
  for (const message of messages) socket.send(message);
});
await session('blobs', '/', (socket) => {
  socket.onmessage = async ({ data }) => {
    console.log(data, await data.text());
    socket.close();
  };
  socket.send(Buffer.from('as blob'));
});
await session('protocols', '/', (socket) => socket.close(4000, 'mine'), ['first', 'second']);
await session('ping and parts', '/', (socket) => {
  socket.onmessage = ({ data }) => {
    console.log(data);
    if (data === 'pinged') socket.send('in parts');
    else socket.close(3000);
  };
  socket.send('ping me');
});
await session('closed by the server', '/', (socket) => socket.send('close me'));
await session('dropped', '/', (socket) => socket.send('drop me'));
await session('rules broken', '/', (socket) => socket.send('break the rules'));
await session('wrong answer', '/wrong', () => {});

function attempt(name, run) {
  try {
    console.log(name, run());
  } catch (error) {
    console.log(name, error.name, error.message);
  }
}
attempt('url', () => new WebSocket('relative'));
attempt('scheme', () => new WebSocket('ftp://a'));
attempt('fragment', () => new WebSocket('ws://a/#b'));
attempt('protocols', () => new WebSocket('ws://a', ['p', 'p']));
attempt('arguments', () => new WebSocket());
attempt('this', () => WebSocket.prototype.close.call({}));
const { CONNECTING, OPEN, CLOSING, CLOSED } = WebSocket;
console.log(CONNECTING, OPEN, CLOSING, CLOSED, Object.keys(WebSocket.prototype).join());
server.closeAllConnections();
server.close();
const refused = new WebSocket(base);
attempt('early', () => refused.send('x'));
attempt('code', () => refused.close(1001));
attempt('reason', () => refused.close(1000, 'x'.repeat(124)));
refused.onerror = (event) => console.log(event.type, event.message, event.error?.cause?.code);
refused.onclose = ({ code, wasClean }) => console.log('close', code, wasClean);
