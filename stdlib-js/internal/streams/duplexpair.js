'use strict';
// Two duplex streams, each of which reads what is written to the other.
// https://nodejs.org/docs/latest-v24.x/api/stream.html#streamduplexpairoptions

const Duplex = require('internal/streams/duplex');

const { nextTick } = process;

/** The callback of the write that waits until this side is read. */
const kCallback = Symbol('Callback');
const kInitOtherSide = Symbol('InitOtherSide');

class DuplexSide extends Duplex {
  #otherSide = null;

  constructor(options) {
    super(options);
    this[kCallback] = null;
  }

  [kInitOtherSide](otherSide) {
    this.#otherSide = otherSide;
  }

  _read() {
    const callback = this[kCallback];
    this[kCallback] = null;
    callback?.();
  }

  _write(chunk, encoding, callback) {
    if (chunk.length === 0) {
      nextTick(callback);
      return;
    }
    this.#otherSide.push(chunk);
    this.#otherSide[kCallback] = callback;
  }

  _final(callback) {
    this.#otherSide.on('end', callback);
    this.#otherSide.push(null);
  }

  _destroy(error, callback) {
    if (!this.#otherSide.destroyed) nextTick(follow, this.#otherSide, error);
    callback(error);
  }
}

/** The error itself stays with the side it happened on: nobody may listen on the other. */
function follow(otherSide, error) {
  if (otherSide.destroyed) return;
  if (error) otherSide.destroy();
  else otherSide.push(null);
}

/** @param {object} [options] those of Duplex, for both sides */
function duplexPair(options) {
  const first = new DuplexSide(options);
  const second = new DuplexSide(options);
  first[kInitOtherSide](second);
  second[kInitOtherSide](first);
  return [first, second];
}

module.exports = duplexPair;
