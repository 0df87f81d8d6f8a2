'use strict';

// Our end of a stream to a child: what `child.stdin`, `child.stdout` and `child.stderr` are.
// https://nodejs.org/docs/latest-v24.x/api/child_process.html#subprocessstdio

const native = internalBinding('fd_stream');
const { Buffer } = require('buffer');
const { ErrnoException } = require('internal/errors');
const { Duplex } = require('stream');

/** libuv's code for the end of a stream. */
const UV_EOF = -4095;

/** A duplex over a socket's descriptor; nothing in it waits. */
class Socket extends Duplex {
  #id;
  #isReading = false;

  /** @param {number} fd  @param {{readable: boolean, writable: boolean}} options */
  constructor(fd, { readable, writable }) {
    super({ readable, writable, allowHalfOpen: false, autoDestroy: true, emitClose: true, decodeStrings: true });
    this.connecting = false;
    this.bytesRead = 0;
    this.bytesWritten = 0;
    this.#id = native.open(fd, (count, bytes) => this.#onRead(count, bytes));
    this._handle = {
      fd,
      ref: () => native.ref(this.#id),
      unref: () => native.unref(this.#id),
      hasRef: () => this.#id !== undefined,
    };
  }

  #setReading(isReading) {
    if (this.#isReading === isReading || this.#id === undefined) return;
    this.#isReading = isReading;
    const status = isReading ? native.readStart(this.#id) : native.readStop(this.#id);
    if (status) this.destroy(new ErrnoException(status, 'read'));
  }

  #onRead(count, bytes) {
    if (this.#id === undefined) return;
    if (count > 0) {
      this.bytesRead += count;
      if (!this.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))) this.#setReading(false);
      return;
    }
    this.#setReading(false);
    if (count !== UV_EOF) {
      this.destroy(new ErrnoException(count, 'read'));
    } else {
      this.push(null);
      this.read(0); // So that 'end' comes also if nobody reads on.
    }
  }

  _read() {
    this.#setReading(true);
  }

  _write(chunk, encoding, callback) {
    const status = native.write(this.#id, chunk, (status) => {
      if (status < 0) {
        callback(new ErrnoException(status, 'write'));
        return;
      }
      this.bytesWritten += chunk.length;
      callback();
    });
    if (status < 0) callback(new ErrnoException(status, 'write'));
  }

  _final(callback) {
    if (this.#id === undefined) {
      callback();
      return;
    }
    // That the other side has gone already is no failure of ending.
    const status = native.shutdown(this.#id, () => callback());
    if (status < 0) callback();
  }

  _destroy(error, callback) {
    const id = this.#id;
    this.#id = undefined;
    this._handle = null;
    if (id === undefined) {
      callback(error);
      return;
    }
    native.close(id, () => callback(error));
  }

  destroySoon() {
    if (this.writable) this.end();
    if (this.writableFinished) this.destroy();
    else this.once('finish', this.destroy);
  }

  ref() {
    this._handle?.ref();
    return this;
  }

  unref() {
    this._handle?.unref();
    return this;
  }

  get pending() {
    return this._handle === null;
  }
}

module.exports = { Socket };
