'use strict';
// The stream that `v8.getHeapSnapshot()` returns.
// https://nodejs.org/docs/latest-v24.x/api/v8.html#v8getheapsnapshotoptions

const { Readable } = require('stream');

const CHUNK_BYTES = 64 * 1024;

class HeapSnapshotStream extends Readable {
  #rest;

  /** @param {Uint8Array} text */
  constructor(text) {
    super({ autoDestroy: true });
    this.#rest = Buffer.from(text.buffer);
  }

  _read() {
    const chunk = this.#rest.subarray(0, CHUNK_BYTES);
    this.#rest = this.#rest.subarray(CHUNK_BYTES);
    this.push(chunk.length === 0 ? null : chunk);
  }

  _destroy(error, callback) {
    this.#rest = Buffer.alloc(0);
    callback(error);
  }
}

module.exports = { HeapSnapshotStream };
