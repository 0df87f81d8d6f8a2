'use strict';
// The socket of a native connection: a net.Socket that is made when somebody asks for it. What it writes goes through the
// connection, in order with the responses; what it would read is the parser's.
// https://nodejs.org/docs/latest-v24.x/api/http.html#messagesocket

const native = internalBinding('http_server');
const { Buffer } = require('buffer');
const { Socket, initSocketHandle } = require('internal/net/socket');
const { SOCKET, TCP } = require('internal/net/sockets');

/** What `socket._handle` is. */
class ConnectionHandle extends TCP {
  #connection;
  #onclose;
  #isClosed = false;

  constructor(connection) {
    super(SOCKET);
    this.#connection = connection;
    this.fd = native.fd(connection.id);
    // The stream's own counters are of a descriptor that it reads itself.
    Object.defineProperty(this, 'bytesRead', { __proto__: null, get: () => native.bytesRead(connection.id) });
    Object.defineProperty(this, 'bytesWritten', { __proto__: null, get: () => native.bytesWritten(connection.id) });
  }

  // The parser reads.
  readStart() {
    return 0;
  }

  readStop() {
    return 0;
  }

  writeBuffer(request, bytes) {
    return this.#write(request, bytes, false, bytes.byteLength);
  }

  writeUtf8String(request, text) {
    return this.#write(request, text, true, Buffer.byteLength(text));
  }

  writeLatin1String(request, text) {
    return this.#write(request, text, false, text.length);
  }

  writeAsciiString(request, text) {
    return this.#write(request, text, false, text.length);
  }

  writev(request, list) {
    let status = 0;
    for (let index = 0; index < list.length && status === 0; index += 2) {
      const data = list[index];
      const isUtf8 = typeof data === 'string' && !list[index + 1];
      status = this.#write(request, data, isUtf8, typeof data === 'string' ? Buffer.byteLength(data) : data.byteLength);
    }
    return status;
  }

  #write(request, data, isUtf8, size) {
    const left = native.write(this.#connection.id, data, undefined, isUtf8);
    if (left < 0) return -32; // EPIPE
    request.bytes += size;
    if (left > 0 && !request.async) this.#finishWhenDrained(request, 'WRITEWRAP');
    return 0;
  }

  #finishWhenDrained(request, type) {
    request.handle = this;
    request.begin(type);
    this.#connection.onDrained(() => request.finish(0, this, undefined));
  }

  shutdown(request) {
    native.shutdown(this.#connection.id);
    this.#finishWhenDrained(request, 'SHUTDOWNWRAP');
    return 0;
  }

  ref() {
    native.setReferenced(this.#connection.id, true);
  }

  unref() {
    native.setReferenced(this.#connection.id, false);
  }

  close(callback) {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#onclose = callback;
    this.fd = -1;
    if (this.#connection.isClosed) setImmediate(() => this.closed());
    else native.close(this.#connection.id);
  }

  reset(callback) {
    this.#isClosed = true;
    this.#onclose = callback;
    this.fd = -1;
    if (this.#connection.isClosed) setImmediate(() => this.closed());
    else native.reset(this.#connection.id);
    return 0;
  }

  /** The connection is closed. @returns {boolean} whether that was asked for */
  closed() {
    const onclose = this.#onclose;
    this.#onclose = undefined;
    onclose?.call(this);
    return this.#isClosed;
  }
}

/** Makes the socket of a connection. */
function makeSocket(connection) {
  const handle = new ConnectionHandle(connection);
  const socket = socketOver(handle, connection.server, true);
  // The parser reads, whatever the socket's stream does.
  handle.reading = true;
  return socket;
}

/** The socket of a connection that is given up: it reads and writes `fd` itself from now on. */
function toPlainSocket(madeSocket, fd, server) {
  const handle = new TCP(SOCKET);
  handle.open(fd);
  if (madeSocket === null) return socketOver(handle, server, false);
  madeSocket.removeAllListeners('error');
  madeSocket.removeAllListeners('timeout');
  madeSocket._handle = handle;
  initSocketHandle(madeSocket);
  // As a stream it may flow already, so nobody else would.
  handle.reading = true;
  handle.readStart();
  return madeSocket;
}

function socketOver(handle, server, manualStart) {
  const socket = new Socket({
    handle,
    allowHalfOpen: true,
    readable: true,
    writable: true,
    manualStart,
    readableHighWaterMark: server.highWaterMark,
    writableHighWaterMark: server.highWaterMark,
  });
  socket.server = server;
  socket._paused = false;
  return socket;
}

module.exports = { makeSocket, toPlainSocket };
