'use strict';
// A server's parser takes what a socket's handle reads, past the socket's stream, for as long as nobody else wants to read from it.
// https://nodejs.org/docs/latest-v24.x/api/http.html#event-connection_1

const net = require('net');
const { FastBuffer } = require('internal/buffer');
const { symbols: { owner_symbol } } = require('internal/async_hooks');

const kStreamRead = Symbol('kStreamRead');
const kOnBytes = Symbol('kOnBytes');

/**
 * Lets what the socket reads go to `onBytes`, which has the socket as `this`.
 * @param {any} socket @param {(bytes: Uint8Array) => void} onBytes
 */
function consume(socket, onBytes) {
  const handle = socket._handle;
  // A stream that is no socket has no handle; one that is already consumed is another parser's.
  if (!handle?.isStreamBase || handle._consumed || socket.parser._consumed) return;
  handle._consumed = true;
  socket.parser._consumed = true;
  socket[kStreamRead] = handle.onread;
  socket[kOnBytes] = onBytes;
  handle.onread = onRead;
  socket.on('pause', onPause);
  socket.on('resume', onResume);
  socket.on = on;
  socket.addListener = addListener;
  socket.prependListener = prependListener;
}

/** Gives the socket's data back to its stream. */
function unconsume(socket) {
  if (socket[kStreamRead] === undefined) return;
  if (socket._handle) {
    socket._handle.onread = socket[kStreamRead];
    socket._handle._consumed = false;
  }
  if (socket.parser) socket.parser._consumed = false;
  socket[kStreamRead] = undefined;
  socket.removeListener('pause', onPause);
  socket.removeListener('resume', onResume);
  delete socket.on;
  delete socket.addListener;
  delete socket.prependListener;
}

/** In place of the socket's own `onread`, which still gets ends and errors. */
function onRead(count, bytes) {
  const socket = this[owner_symbol];
  if (count <= 0 || !socket.parser) {
    Reflect.apply(socket[kStreamRead], this, [count, bytes]);
    return;
  }
  socket._unrefTimer();
  if (!socket.destroyed) Reflect.apply(socket[kOnBytes], socket, [new FastBuffer(bytes)]);
}

// The stream neither has the data nor stops it.
function onPause() {
  if (!this._handle?.reading) return;
  this._handle.reading = false;
  this._handle.readStop();
}

function onResume() {
  // The server has paused it: see `pauseWhenFull`.
  if (this._paused) {
    this.pause();
  } else if (this._handle && !this._handle.reading) {
    this._handle.reading = true;
    this._handle.readStart();
  }
}

const on = wrap('on');
const addListener = wrap('addListener');
const prependListener = wrap('prependListener');

/** A method that adds listeners, after which those of data get it. */
function wrap(name) {
  const method = net.Socket.prototype[name];
  return function(eventName, listener) {
    const result = Reflect.apply(method, this, [eventName, listener]);
    if (eventName === 'data' || eventName === 'readable') unconsume(this);
    return result;
  };
}

module.exports = { consume, unconsume };
