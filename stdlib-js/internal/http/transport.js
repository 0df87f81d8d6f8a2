'use strict';
// How the bytes of a message leave it: this one is over a stream (net.Socket), and keeps them while the message has none or
// another message has its turn. OutgoingMessage knows of no other way, so that a message can be given another transport.
// https://nodejs.org/docs/latest-v24.x/api/http.html#class-httpoutgoingmessage

const { kCorked, kHighWaterMark, kSocket } = require('internal/http/symbols');

/**
 * @typedef {object} Transport
 * @property {(message: any, data: string | Uint8Array, encoding: any, callback: any, size: number) => boolean} write false
 *   when the caller should wait for 'drain'; `size` counts only while nothing can be sent
 * @property {(message: any, head: string, body: any, encoding: any, callback: Function) => void} respond a whole message,
 *   head and body (a string, bytes, or undefined), in one write; `callback(error)` when it is gone
 * @property {(message: any) => void} cork
 * @property {(message: any) => void} uncork
 * @property {(message: any) => void} gather lets what is written in this turn go out together
 * @property {(message: any) => boolean} isCurrent whether what is sent goes out, no other message being before it
 * @property {(message: any) => void} finished the last of the message is gone
 */

/** @type {Transport} */
const socketTransport = {
  write(message, data, encoding, callback, size = data.length) {
    const socket = message[kSocket];
    if (socket && socket._httpMessage === message && socket.writable) {
      // Data from before the message had a socket goes first.
      if (message.outputData.length > 0) flush(message, socket);
      return socket.write(data, encoding, callback);
    }
    if (socket?.destroyed) return false;
    message.outputData.push({ data, encoding, callback });
    message.outputSize += size;
    message._onPendingData(size);
    return message.outputSize < message[kHighWaterMark];
  },

  respond(message, head, body, encoding, callback) {
    if (body === undefined) {
      this.write(message, head, 'latin1', callback);
    } else if (isJoinable(body, encoding)) {
      this.write(message, head + body, encoding, callback);
    } else {
      this.cork(message);
      this.write(message, head, 'latin1', null);
      this.write(message, body, encoding, callback);
      this.uncork(message);
    }
  },

  cork(message) {
    message[kSocket]?.cork();
  },

  uncork(message) {
    message[kSocket]?.uncork();
  },

  gather(message) {
    corkUntilNextTick(message[kSocket]);
  },

  isCurrent(message) {
    return message[kSocket]?._httpMessage === message;
  },

  finished() {},
};

/** Writes of one turn go out together. */
function corkUntilNextTick(socket) {
  if (!socket || socket.writableCorked) return;
  socket.cork();
  process.nextTick(uncorkSocket, socket);
}

function uncorkSocket(socket) {
  socket.uncork();
}

/** Whether the head (Latin-1) and this data may be one string; a head's other characters are then sent as the body's, as in Node. */
function isJoinable(data, encoding) {
  return typeof data === 'string' && (!encoding || encoding === 'utf8' || encoding === 'latin1');
}

/** Sends what was kept. @returns {boolean} false when the socket wants a pause */
function flush(message, socket) {
  for (; message[kCorked] > 0; message[kCorked]--) socket.cork();
  const { outputData } = message;
  if (outputData.length === 0) return true;

  socket.cork();
  let isWanted = true;
  for (const { data, encoding, callback } of outputData) {
    isWanted = socket.write(data, encoding, callback);
  }
  socket.uncork();
  const size = message.outputSize;
  message.outputData = [];
  message.outputSize = 0;
  message._onPendingData(-size);
  return isWanted;
}

module.exports = { flush, isJoinable, socketTransport };
