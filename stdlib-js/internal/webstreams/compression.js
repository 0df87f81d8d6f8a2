'use strict';
// CompressionStream and DecompressionStream: zlib's streams as web streams.
// https://nodejs.org/docs/latest-v24.x/api/webstreams.html#class-compressionstream

const { codes: { ERR_INVALID_ARG_TYPE } } = require('internal/errors');
const { conversionError, convertString } = require('internal/webidl');
const { kDestroyOnSyncError, kValidateChunk, newReadableWritablePairFromDuplex } = require('internal/webstreams/adapters');
const { customInspect, defineTag, kInspect, makeEnumerable } = require('internal/webstreams/support');

/** Format -> [zlib's compressor, zlib's decompressor]. */
const FORMATS = {
  '__proto__': null,
  'deflate': ['createDeflate', 'createInflate'],
  'deflate-raw': ['createDeflateRaw', 'createInflateRaw'],
  'gzip': ['createGzip', 'createGunzip'],
  'brotli': ['createBrotliCompress', 'createBrotliDecompress'],
};

/** Text and the like are refused by the write itself. */
function validateUnshared(chunk) {
  const buffer = ArrayBuffer.isView(chunk) ? chunk.buffer : chunk;
  if (buffer instanceof SharedArrayBuffer) {
    throw new ERR_INVALID_ARG_TYPE('chunk', ['ArrayBuffer', 'Buffer', 'TypedArray', 'DataView'], chunk);
  }
}

function formatOf(format, className) {
  const prefix = `Failed to construct '${className}': 1st argument`;
  const names = FORMATS[convertString(format, prefix)];
  if (names === undefined) {
    throw conversionError(`${prefix} '${format}' is not a valid enum value of type CompressionFormat.`, 'ERR_INVALID_ARG_VALUE');
  }
  return names;
}

function pairOf(duplex) {
  return newReadableWritablePairFromDuplex(duplex, { [kValidateChunk]: validateUnshared, [kDestroyOnSyncError]: true });
}

class CompressionStream {
  #pair;

  /** @param {'deflate' | 'deflate-raw' | 'gzip' | 'brotli'} format */
  constructor(format) {
    const [compressor] = formatOf(format, 'CompressionStream');
    this.#pair = pairOf(require('zlib')[compressor]());
  }

  get readable() {
    return this.#pair.readable;
  }

  get writable() {
    return this.#pair.writable;
  }

  [kInspect](depth, options) {
    const { readable, writable } = this.#pair;
    return customInspect(depth, options, this, 'CompressionStream', { readable, writable });
  }
}

class DecompressionStream {
  #pair;

  /** @param {'deflate' | 'deflate-raw' | 'gzip' | 'brotli'} format */
  constructor(format) {
    const [, decompressor] = formatOf(format, 'DecompressionStream');
    this.#pair = pairOf(require('zlib')[decompressor]({ rejectGarbageAfterEnd: true }));
  }

  get readable() {
    return this.#pair.readable;
  }

  get writable() {
    return this.#pair.writable;
  }

  [kInspect](depth, options) {
    const { readable, writable } = this.#pair;
    return customInspect(depth, options, this, 'DecompressionStream', { readable, writable });
  }
}

for (const Class of [CompressionStream, DecompressionStream]) {
  makeEnumerable(Class.prototype, ['readable', 'writable']);
  defineTag(Class);
}

module.exports = { CompressionStream, DecompressionStream };
