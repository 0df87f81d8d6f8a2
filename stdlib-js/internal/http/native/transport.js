'use strict';
// How a response leaves over a native connection: whole, in one call. One that is written piece by piece, or watched on its
// way, goes through the connection's socket, as on any other connection.
// https://nodejs.org/docs/latest-v24.x/api/http.html#class-httpserverresponse

const native = internalBinding('http_server');
const { Buffer } = require('buffer');
const { Socket } = require('internal/net/socket');
const { socketTransport } = require('internal/http/transport');
const { kConnection, kSocket, kTransport } = require('internal/http/symbols');

const writeOfSockets = Socket.prototype.write;

/** @type {import('../transport').Transport} */
const nativeTransport = {
  write(message, data, encoding, callback, size) {
    return overSocket(message).write(message, data, encoding, callback, size);
  },

  respond(message, head, body, encoding, callback) {
    const connection = message[kConnection];
    if (connection === null || isWatched(connection.madeSocket)) {
      overSocket(message).respond(message, head, body, encoding, callback);
      return;
    }
    if (connection.isClosed) return;
    // As one string with a body of characters, a head is encoded as the body is.
    const isText = typeof body === 'string' && isUtf8(encoding);
    const left = native.write(connection.id, head, encodable(body, encoding), isText);
    if (left > 0) connection.onDrained(callback);
    else afterTurn(callback);
  },

  cork(message) {
    overSocket(message).cork(message);
  },

  uncork() {},

  gather(message) {
    overSocket(message).gather(message);
  },

  isCurrent(message) {
    return message[kConnection] !== null;
  },

  finished(message) {
    message[kConnection]?.onResponseFinish(message);
  },
};

/** The same once the response has the socket. @type {import('../transport').Transport} */
const socketOfNativeTransport = { ...socketTransport, finished: nativeTransport.finished };

/** Gives the response its connection's socket. */
function overSocket(message) {
  if (message[kConnection] === null) return socketTransport;
  message[kSocket] = message[kConnection].socket;
  message[kTransport] = socketOfNativeTransport;
  return socketOfNativeTransport;
}

/** Whether the application has to do with what a socket writes. */
function isWatched(socket) {
  return socket !== null && (socket.write !== writeOfSockets || socket.writableLength > 0 || socket.writableCorked > 0 ||
    socket.writableEnded);
}

/** A string that the native side encodes, or bytes. */
function encodable(data, encoding) {
  if (typeof data !== 'string' || !encoding) return data;
  switch (encoding) {
    case 'utf8': case 'utf-8': case 'latin1': case 'binary': case 'ascii': return data;
    default: return Buffer.from(data, encoding);
  }
}

function isUtf8(encoding) {
  return encoding !== 'latin1' && encoding !== 'binary' && encoding !== 'ascii';
}

/** What runs when the current turn's code is through. @type {Function[]} */
let waiting = [];

/** One tick for all responses of a turn. */
function afterTurn(callback) {
  if (waiting.push(callback) === 1) process.nextTick(runWaiting);
}

function runWaiting() {
  const callbacks = waiting;
  waiting = [];
  for (let index = 0; index < callbacks.length; index++) callbacks[index]();
}

module.exports = { nativeTransport };
