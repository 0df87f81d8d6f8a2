'use strict';

// Reads a name server's message piece by piece; nothing outside its bounds is ever touched.
// https://nodejs.org/docs/latest-v24.x/api/dns.html

const { MAX_NAME_BYTES, labelText } = require('internal/dns/name');

/** The message says something that cannot be. */
class MalformedMessage extends Error {}

const POINTER = 0xc0;

class Reader {
  #bytes;
  #end;

  /** @param {Uint8Array} bytes  @param {number} [offset]  @param {number} [end] */
  constructor(bytes, offset = 0, end = bytes.length) {
    this.#bytes = bytes;
    this.#end = end;
    this.offset = offset;
  }

  get isAtEnd() {
    return this.offset === this.#end;
  }

  /** Goes on behind the next `length` bytes; where they begin. */
  #skip(length) {
    const start = this.offset;
    if (length > this.#end - start) throw new MalformedMessage();
    this.offset += length;
    return start;
  }

  u8() {
    return this.#bytes[this.#skip(1)];
  }

  u16() {
    return this.u8() << 8 | this.u8();
  }

  u32() {
    return this.u16() * 0x10000 + this.u16();
  }

  /** @param {number} length */
  bytes(length) {
    const start = this.#skip(length);
    return this.#bytes.subarray(start, start + length);
  }

  rest() {
    return this.bytes(this.#end - this.offset);
  }

  /** A string of at most 255 bytes, Latin-1. */
  string() {
    return latin1(this.bytes(this.u8()));
  }

  /** The next `length` bytes alone; this goes on behind them. */
  part(length) {
    const start = this.#skip(length);
    return new Reader(this.#bytes, start, start + length);
  }

  /** A domain name, whose end may stand further to the front of the message. */
  name() {
    const labels = [];
    let total = 1;
    // A pointer leads to the front of everything read so far, so there is no way back.
    let limit = this.offset;
    let reader = this;
    for (;;) {
      const length = reader.u8();
      if (length === 0) return labels.join('.');
      if (length >= POINTER) {
        const target = (length & ~POINTER) << 8 | reader.u8();
        if (target >= limit) throw new MalformedMessage();
        limit = target;
        reader = new Reader(this.#bytes, target);
        continue;
      }
      // The other two kinds of labels are of the past.
      if (length >= 0x40) throw new MalformedMessage();
      total += length + 1;
      if (total > MAX_NAME_BYTES) throw new MalformedMessage();
      labels.push(labelText(reader.bytes(length)));
    }
  }
}

function latin1(bytes) {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

module.exports = { MalformedMessage, Reader, latin1 };
