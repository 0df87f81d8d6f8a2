'use strict';

// node:zlib: deflate, gzip, brotli and zstd, as streams and all at once.
// https://nodejs.org/docs/latest-v24.x/api/zlib.html

const native = internalBinding('zlib');
const {
  codes: { ERR_BUFFER_TOO_LARGE, ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE, ERR_ZLIB_INITIALIZATION_FAILED },
} = require('internal/errors');
const { validateFunction, validateUint32 } = require('internal/validators');
const { isAnyArrayBuffer, isUint8Array } = require('internal/util/types');
const { Buffer } = require('buffer');
const constants = require('internal/zlib/constants');
const { ZlibBase, processChunkSync } = require('internal/zlib/base');
const { brotliParamsOf, dictionaryOf, inRange, zstdParamsOf } = require('internal/zlib/options');

const {
  DEFLATE, INFLATE, GZIP, GUNZIP, DEFLATERAW, INFLATERAW, UNZIP, BROTLI_DECODE, BROTLI_ENCODE, ZSTD_COMPRESS,
  ZSTD_DECOMPRESS,
} = constants;

// zlib.

const ZLIB_FLAGS = {
  flush: constants.Z_NO_FLUSH,
  finishFlush: constants.Z_FINISH,
  fullFlush: constants.Z_FULL_FLUSH,
  maxFlush: constants.Z_BLOCK,
};

function Zlib(opts, mode) {
  const isDecompressor = mode === INFLATE || mode === GUNZIP || mode === UNZIP;
  const level = inRange(
    opts?.level, 'options.level', constants.Z_MIN_LEVEL, constants.Z_MAX_LEVEL, constants.Z_DEFAULT_LEVEL);
  const memLevel = inRange(
    opts?.memLevel, 'options.memLevel', constants.Z_MIN_MEMLEVEL, constants.Z_MAX_MEMLEVEL,
    constants.Z_DEFAULT_MEMLEVEL);
  const strategy = inRange(
    opts?.strategy, 'options.strategy', constants.Z_DEFAULT_STRATEGY, constants.Z_FIXED,
    constants.Z_DEFAULT_STRATEGY);
  // Zero means, to a decompressor, that the data says how large the window is.
  const isWindowInData = isDecompressor && opts && (opts.windowBits == null || opts.windowBits === 0);
  const windowBits = isWindowInData ? 0 : inRange(
    opts?.windowBits, 'options.windowBits', constants.Z_MIN_WINDOWBITS + (mode === GZIP ? 1 : 0),
    constants.Z_MAX_WINDOWBITS, constants.Z_DEFAULT_WINDOWBITS);
  const dictionary = dictionaryOf(opts);

  const isOneMember = opts?.rejectGarbageAfterEnd === true;
  const handle = native.createZlib(mode, windowBits, level, memLevel, strategy, dictionary, isOneMember);
  if (handle === undefined) throw new ERR_ZLIB_INITIALIZATION_FAILED();
  ZlibBase.call(this, opts, mode, handle, ZLIB_FLAGS);
  this._level = level;
  this._strategy = strategy;
}
inherit(Zlib, ZlibBase);

function inherit(Class, Parent) {
  Object.setPrototypeOf(Class.prototype, Parent.prototype);
  Object.setPrototypeOf(Class, Parent);
}

/** Changes level and strategy once everything written so far has been compressed with the old ones. */
Zlib.prototype.params = function params(level, strategy, callback) {
  inRange(level, 'level', constants.Z_MIN_LEVEL, constants.Z_MAX_LEVEL);
  inRange(strategy, 'strategy', constants.Z_DEFAULT_STRATEGY, constants.Z_FIXED);
  if (this._level === level && this._strategy === strategy) {
    process.nextTick(callback);
    return;
  }
  this.flush(constants.Z_SYNC_FLUSH, () => {
    if (this._handle) this._handle.params(level ?? this._level, strategy ?? this._strategy);
    if (this.destroyed) return;
    this._level = level;
    this._strategy = strategy;
    callback?.();
  });
};

function Deflate(opts) {
  if (!(this instanceof Deflate)) return new Deflate(opts);
  Zlib.call(this, opts, DEFLATE);
}
inherit(Deflate, Zlib);

function Inflate(opts) {
  if (!(this instanceof Inflate)) return new Inflate(opts);
  Zlib.call(this, opts, INFLATE);
}
inherit(Inflate, Zlib);

function Gzip(opts) {
  if (!(this instanceof Gzip)) return new Gzip(opts);
  Zlib.call(this, opts, GZIP);
}
inherit(Gzip, Zlib);

function Gunzip(opts) {
  if (!(this instanceof Gunzip)) return new Gunzip(opts);
  Zlib.call(this, opts, GUNZIP);
}
inherit(Gunzip, Zlib);

function DeflateRaw(opts) {
  if (!(this instanceof DeflateRaw)) return new DeflateRaw(opts);
  // zlib cannot make raw data with so small a window, which the smallest real one can stand for.
  if (opts && opts.windowBits === 8) opts = { ...opts, windowBits: 9 };
  Zlib.call(this, opts, DEFLATERAW);
}
inherit(DeflateRaw, Zlib);

function InflateRaw(opts) {
  if (!(this instanceof InflateRaw)) return new InflateRaw(opts);
  Zlib.call(this, opts, INFLATERAW);
}
inherit(InflateRaw, Zlib);

function Unzip(opts) {
  if (!(this instanceof Unzip)) return new Unzip(opts);
  Zlib.call(this, opts, UNZIP);
}
inherit(Unzip, Zlib);

// Brotli.

const BROTLI_FLAGS = {
  flush: constants.BROTLI_OPERATION_PROCESS,
  finishFlush: constants.BROTLI_OPERATION_FINISH,
  fullFlush: constants.BROTLI_OPERATION_FLUSH,
  maxFlush: constants.BROTLI_OPERATION_EMIT_METADATA,
};

function Brotli(opts, mode) {
  const handle = native.createBrotli(mode === BROTLI_ENCODE, brotliParamsOf(opts));
  if (handle === undefined) throw new ERR_ZLIB_INITIALIZATION_FAILED();
  ZlibBase.call(this, opts, mode, handle, BROTLI_FLAGS);
}
inherit(Brotli, Zlib);

function BrotliCompress(opts) {
  if (!(this instanceof BrotliCompress)) return new BrotliCompress(opts);
  Brotli.call(this, opts, BROTLI_ENCODE);
}
inherit(BrotliCompress, Brotli);

function BrotliDecompress(opts) {
  if (!(this instanceof BrotliDecompress)) return new BrotliDecompress(opts);
  Brotli.call(this, opts, BROTLI_DECODE);
}
inherit(BrotliDecompress, Brotli);

// Zstandard.

const ZSTD_FLAGS = {
  flush: constants.ZSTD_e_continue,
  finishFlush: constants.ZSTD_e_end,
  fullFlush: constants.ZSTD_e_flush,
  maxFlush: constants.ZSTD_e_end,
};

function Zstd(opts, mode) {
  const isCompressor = mode === ZSTD_COMPRESS;
  const params = zstdParamsOf(opts, isCompressor);
  const pledgedSize = opts?.pledgedSrcSize;
  if (pledgedSize < 0) throw new ERR_OUT_OF_RANGE('options.pledgedSrcSize', '>= 0', pledgedSize);
  const handle = native.createZstd(isCompressor, params, pledgedSize, dictionaryOf(opts));
  if (handle === undefined) throw new ERR_ZLIB_INITIALIZATION_FAILED();
  ZlibBase.call(this, opts, mode, handle, ZSTD_FLAGS);
}
inherit(Zstd, ZlibBase);

function ZstdCompress(opts) {
  if (!(this instanceof ZstdCompress)) return new ZstdCompress(opts);
  Zstd.call(this, opts, ZSTD_COMPRESS);
}
inherit(ZstdCompress, Zstd);

function ZstdDecompress(opts) {
  if (!(this instanceof ZstdDecompress)) return new ZstdDecompress(opts);
  Zstd.call(this, opts, ZSTD_DECOMPRESS);
}
inherit(ZstdDecompress, Zstd);

// All at once.

/** `gzip(buffer, options, callback)` and the like. */
function callbackForm(Class) {
  return function asyncBufferWrapper(buffer, opts, callback) {
    if (typeof opts === 'function') {
      callback = opts;
      opts = {};
    }
    return collect(new Class(opts), buffer, callback);
  };
}

/** `gzipSync(buffer, options)` and the like. */
function syncForm(Class) {
  return function syncBufferWrapper(buffer, opts) {
    return processAll(new Class(opts), buffer);
  };
}

function collect(engine, buffer, callback) {
  validateFunction(callback, 'callback');
  // Streams take no other views, and no buffers.
  if (ArrayBuffer.isView(buffer) && !isUint8Array(buffer)) {
    buffer = Buffer.from(buffer.buffer, buffer.byteOffset, buffer.byteLength);
  } else if (isAnyArrayBuffer(buffer)) {
    buffer = Buffer.from(buffer);
  }
  const chunks = [];
  let length = 0;
  engine.on('data', (chunk) => {
    chunks.push(chunk);
    length += chunk.length;
    if (length > engine._maxOutputLength) {
      engine.removeAllListeners('end');
      engine.close();
      callback(new ERR_BUFFER_TOO_LARGE(engine._maxOutputLength));
    }
  });
  engine.on('error', (error) => {
    engine.removeAllListeners('end');
    callback(error);
  });
  engine.on('end', () => {
    const result = length === 0 ? Buffer.alloc(0) : chunks.length === 1 ? chunks[0] : Buffer.concat(chunks, length);
    engine.close();
    callback(null, engine._info ? { buffer: result, engine } : result);
  });
  engine.end(buffer);
}

function processAll(engine, buffer) {
  if (typeof buffer === 'string') {
    buffer = Buffer.from(buffer);
  } else if (isAnyArrayBuffer(buffer)) {
    buffer = Buffer.from(buffer);
  } else if (!ArrayBuffer.isView(buffer)) {
    throw new ERR_INVALID_ARG_TYPE(
      'buffer',
      ['string', 'Buffer', 'TypedArray', 'DataView', 'ArrayBuffer'],
      buffer,
    );
  }
  const result = processChunkSync(engine, buffer, engine._finishFlushFlag);
  return engine._info ? { buffer: result, engine } : result;
}

/** The checksum of gzip; a string counts as UTF-8. */
function crc32(data, value = 0) {
  if (typeof data !== 'string' && !ArrayBuffer.isView(data)) {
    throw new ERR_INVALID_ARG_TYPE('data', ['Buffer', 'TypedArray', 'DataView', 'string'], data);
  }
  validateUint32(value, 'value');
  return native.crc32(data, value);
}

/** The results of zlib, by name and by number. */
const codes = {
  Z_OK: constants.Z_OK,
  Z_STREAM_END: constants.Z_STREAM_END,
  Z_NEED_DICT: constants.Z_NEED_DICT,
  Z_ERRNO: constants.Z_ERRNO,
  Z_STREAM_ERROR: constants.Z_STREAM_ERROR,
  Z_DATA_ERROR: constants.Z_DATA_ERROR,
  Z_MEM_ERROR: constants.Z_MEM_ERROR,
  Z_BUF_ERROR: constants.Z_BUF_ERROR,
  Z_VERSION_ERROR: constants.Z_VERSION_ERROR,
};
for (const name of Object.keys(codes)) codes[codes[name]] = name;

module.exports = {
  crc32,
  Deflate,
  Inflate,
  Gzip,
  Gunzip,
  DeflateRaw,
  InflateRaw,
  Unzip,
  BrotliCompress,
  BrotliDecompress,
  ZstdCompress,
  ZstdDecompress,

  deflate: callbackForm(Deflate),
  deflateSync: syncForm(Deflate),
  gzip: callbackForm(Gzip),
  gzipSync: syncForm(Gzip),
  deflateRaw: callbackForm(DeflateRaw),
  deflateRawSync: syncForm(DeflateRaw),
  unzip: callbackForm(Unzip),
  unzipSync: syncForm(Unzip),
  inflate: callbackForm(Inflate),
  inflateSync: syncForm(Inflate),
  gunzip: callbackForm(Gunzip),
  gunzipSync: syncForm(Gunzip),
  inflateRaw: callbackForm(InflateRaw),
  inflateRawSync: syncForm(InflateRaw),
  brotliCompress: callbackForm(BrotliCompress),
  brotliCompressSync: syncForm(BrotliCompress),
  brotliDecompress: callbackForm(BrotliDecompress),
  brotliDecompressSync: syncForm(BrotliDecompress),
  zstdCompress: callbackForm(ZstdCompress),
  zstdCompressSync: syncForm(ZstdCompress),
  zstdDecompress: callbackForm(ZstdDecompress),
  zstdDecompressSync: syncForm(ZstdDecompress),
};

Object.defineProperties(module.exports, {
  createDeflate: { enumerable: true, value: function createDeflate(opts) { return new Deflate(opts); } },
  createInflate: { enumerable: true, value: function createInflate(opts) { return new Inflate(opts); } },
  createDeflateRaw: { enumerable: true, value: function createDeflateRaw(opts) { return new DeflateRaw(opts); } },
  createInflateRaw: { enumerable: true, value: function createInflateRaw(opts) { return new InflateRaw(opts); } },
  createGzip: { enumerable: true, value: function createGzip(opts) { return new Gzip(opts); } },
  createGunzip: { enumerable: true, value: function createGunzip(opts) { return new Gunzip(opts); } },
  createUnzip: { enumerable: true, value: function createUnzip(opts) { return new Unzip(opts); } },
  createBrotliCompress: {
    enumerable: true,
    value: function createBrotliCompress(opts) { return new BrotliCompress(opts); },
  },
  createBrotliDecompress: {
    enumerable: true,
    value: function createBrotliDecompress(opts) { return new BrotliDecompress(opts); },
  },
  createZstdCompress: {
    enumerable: true,
    value: function createZstdCompress(opts) { return new ZstdCompress(opts); },
  },
  createZstdDecompress: {
    enumerable: true,
    value: function createZstdDecompress(opts) { return new ZstdDecompress(opts); },
  },
  constants: { enumerable: true, value: constants },
  codes: { enumerable: true, value: Object.freeze(codes) },
});

// The constants of zlib itself are also here, from before `constants` was.
for (const name of Object.keys(constants)) {
  if (!/^(BROTLI|ZSTD)/.test(name)) {
    Object.defineProperty(module.exports, name, { enumerable: false, value: constants[name] });
  }
}
