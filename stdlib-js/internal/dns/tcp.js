'use strict';

// A query over TCP, for answers that a datagram has no room for (RFC 1035, section 4.2.2).
// https://nodejs.org/docs/latest-v24.x/api/dns.html

const LENGTH_BYTES = 2;

/**
 * Sends a query; `done(message | undefined)` comes once with the first message that arrives, or when there is none.
 * @param {{address: string, port: number}} server  @param {string} localAddress  @param {Uint8Array} query
 * @param {(message: Uint8Array | undefined) => void} done
 * @returns {() => void} ends it, without a word
 */
function queryOverTcp({ address, port }, localAddress, query, done) {
  // Lazy: few answers are that long.
  const socket = require('net').connect({ host: address, port, localAddress });
  const settle = (message) => {
    close();
    done(message);
  };
  const close = () => {
    socket.removeAllListeners();
    socket.on('error', () => {});
    socket.destroy();
  };
  let received = new Uint8Array(0);
  socket.on('data', (chunk) => {
    received = concatenate(received, chunk);
    const message = firstMessage(received);
    if (message !== undefined) settle(message);
  });
  socket.on('error', () => settle(undefined));
  socket.on('end', () => settle(undefined));
  socket.write(concatenate(Uint8Array.of(query.length >> 8, query.length & 0xff), query));
  return close;
}

function concatenate(a, b) {
  const whole = new Uint8Array(a.length + b.length);
  whole.set(a);
  whole.set(b, a.length);
  return whole;
}

/** `undefined` until all of it has arrived. */
function firstMessage(bytes) {
  if (bytes.length < LENGTH_BYTES) return undefined;
  const end = LENGTH_BYTES + (bytes[0] << 8 | bytes[1]);
  return bytes.length < end ? undefined : bytes.subarray(LENGTH_BYTES, end);
}

module.exports = { queryOverTcp };
