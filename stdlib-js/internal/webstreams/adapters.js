'use strict';
// Node's streams as web streams, and the other way round: `toWeb` and `fromWeb`.
// https://nodejs.org/docs/latest-v24.x/api/stream.html#streamreadabletowebstreamreadable-options

const { Buffer } = require('buffer');
const {
  AbortError,
  codes: { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_STREAM_PREMATURE_CLOSE },
} = require('internal/errors');
const { destroyer } = require('internal/streams/destroy');
const Duplex = require('internal/streams/duplex');
const { eos, kEosNodeSynchronousCallback } = require('internal/streams/end-of-stream');
const { isDestroyed, isReadable, isWritable, isWritableEnded } = require('internal/streams/inspection');
const Readable = require('internal/streams/readable');
const Writable = require('internal/streams/writable');
const { isAnyArrayBuffer } = require('internal/util/types');
const { ByteLengthQueuingStrategy, CountQueuingStrategy } = require('internal/webstreams/queuingstrategies');
const { ReadableStream, isReadableStream } = require('internal/webstreams/readablestream');
const { nop } = require('internal/webstreams/support');
const { WritableStream, isWritableStream } = require('internal/webstreams/writablestream');
const { validateBoolean, validateObject, validateOneOf } = require('internal/validators');

const { nextTick } = process;

/** Option inside: throws for chunks that are not to be written. */
const kValidateChunk = Symbol('kValidateChunk');
/** Option inside: a write that throws destroys the stream, so that its readable side fails too. */
const kDestroyOnSyncError = Symbol('kDestroyOnSyncError');
const kErrorSentinelAttached = Symbol('kErrorSentinelAttached');

const ZLIB_FAILURES = new Set([
  'Z_STREAM_ERROR', 'Z_DATA_ERROR', 'Z_MEM_ERROR', 'Z_BUF_ERROR', 'Z_VERSION_ERROR', 'Z_NEED_DICT', 'ERR_BUFFER_TOO_LARGE',
  'ERR_TRAILING_JUNK_AFTER_STREAM_END',
]);

/** The error that a user of web streams expects. */
function webError(cause) {
  const code = cause?.code;
  if (code === 'ERR_STREAM_PREMATURE_CLOSE') return new AbortError(undefined, { cause });
  if (ZLIB_FAILURES.has(code) || (typeof code === 'string' && code.startsWith('ERR__ERROR_'))) {
    const error = new TypeError(undefined, { cause });
    Object.defineProperty(error, 'code', { configurable: true, enumerable: true, writable: true, value: code });
    return error;
  }
  return cause;
}

function newWritableStreamFromStreamWritable(streamWritable, options = {}) {
  // By its methods: a duplex whose writable side is off passes, and becomes a closed stream.
  if (typeof streamWritable?.write !== 'function' || typeof streamWritable.on !== 'function') {
    throw new ERR_INVALID_ARG_TYPE('streamWritable', 'stream.Writable', streamWritable);
  }
  if (isDestroyed(streamWritable) || !isWritable(streamWritable)) return closedWritableStream();

  const highWaterMark = streamWritable.writableHighWaterMark;
  const strategy = streamWritable.writableObjectMode ?
    new CountQueuingStrategy({ highWaterMark }) :
    { highWaterMark, size: (chunk) => chunk?.byteLength ?? chunk?.length ?? 1 };

  let controller;
  let drained;
  let closed;

  const cleanup = eos(streamWritable, (error) => {
    error = webError(error);
    cleanup();
    streamWritable.on('error', nop); // Some legacy streams fail once more.
    if (error != null) {
      drained?.reject(error);
      closed?.reject(error);
      closed = undefined;
      controller?.error(error);
      controller = undefined;
    } else if (closed !== undefined) {
      closed.resolve();
      closed = undefined;
    } else {
      controller?.error(new AbortError());
      controller = undefined;
    }
  });
  streamWritable.on('drain', () => drained?.resolve());

  function write(chunk) {
    options[kValidateChunk]?.(chunk);
    if (!streamWritable.writableObjectMode && isAnyArrayBuffer(chunk)) chunk = new Uint8Array(chunk);
    if (!streamWritable.writableNeedDrain && streamWritable.write(chunk)) return undefined;
    drained = Promise.withResolvers();
    if (!streamWritable.writableNeedDrain) drained.resolve();
    return drained.promise.finally(() => { drained = undefined; });
  }

  return new WritableStream({
    start(c) {
      controller = c;
    },
    write(chunk) {
      try {
        return write(chunk);
      } catch (error) {
        if (options[kDestroyOnSyncError]) destroyer(streamWritable, error);
        throw error;
      }
    },
    abort(reason) {
      destroyer(streamWritable, reason);
    },
    close() {
      if (closed !== undefined || isWritableEnded(streamWritable)) {
        controller = undefined;
        return Promise.resolve();
      }
      closed = Promise.withResolvers();
      streamWritable.end();
      return closed.promise;
    },
  }, strategy);
}

function closedWritableStream() {
  const stream = new WritableStream();
  stream.close();
  return stream;
}

function cancelledReadableStream(type) {
  const stream = new ReadableStream({ type });
  stream.cancel();
  return stream;
}

/**
 * The methods of a Node stream that writes to a web stream; `getStream` gives it once it exists.
 * @param {() => boolean} isClosed
 */
function writeMethods(writer, { decodeStrings, objectMode }, getStream, isClosed) {
  // The callbacks run the application's code inside of promises: what it throws has to get out.
  function escaping(callback) {
    return (error) => {
      try {
        callback(error);
      } catch (thrown) {
        nextTick(() => destroyer(getStream(), thrown));
      }
    };
  }

  return {
    writev(chunks, callback) {
      const done = escaping(callback);
      writer.ready.then(() => writeAll(writer, chunks)).then(() => done(), done);
    },
    write(chunk, encoding, callback) {
      if (typeof chunk === 'string' && decodeStrings && !objectMode) {
        const bytes = Buffer.from(chunk, encoding);
        chunk = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      }
      const done = (error) => {
        try {
          callback(error);
        } catch (thrown) {
          destroyer(getStream(), thrown);
        }
      };
      writer.ready.then(() => writer.write(chunk)).then(() => done(), done);
    },
    final(callback) {
      const done = escaping(callback);
      if (!isClosed()) writer.close().then(() => done(), done);
    },
  };
}

function writeAll(writer, chunks) {
  return Promise.all(chunks.map(({ chunk }) => writer.write(chunk)));
}

function readMethod(reader, getStream) {
  return function read() {
    reader.read().then(({ value, done }) => {
      getStream().push(done ? null : value);
    }, (error) => destroyer(getStream(), error));
  };
}

/** The callback of `_destroy`, called inside of a promise. */
function destroyed(callback, error) {
  return () => {
    try {
      callback(error);
    } catch (thrown) {
      nextTick(() => { throw thrown; });
    }
  };
}

function newStreamWritableFromWritableStream(writableStream, options = {}) {
  if (!isWritableStream(writableStream)) {
    throw new ERR_INVALID_ARG_TYPE('writableStream', 'WritableStream', writableStream);
  }
  validateObject(options, 'options');
  const { highWaterMark, decodeStrings = true, objectMode = false, signal } = options;
  validateBoolean(objectMode, 'options.objectMode');
  validateBoolean(decodeStrings, 'options.decodeStrings');

  const writer = writableStream.getWriter();
  let isClosed = false;

  const writable = new Writable({
    highWaterMark,
    objectMode,
    decodeStrings,
    signal,
    ...writeMethods(writer, { decodeStrings, objectMode }, () => writable, () => isClosed),
    destroy(error, callback) {
      const done = destroyed(callback, error);
      if (isClosed) done();
      else (error != null ? writer.abort(error) : writer.close()).then(done, done);
    },
  });

  writer.closed.then(() => {
    isClosed = true;
    if (!isWritableEnded(writable)) destroyer(writable, new ERR_STREAM_PREMATURE_CLOSE());
  }, (error) => {
    isClosed = true;
    destroyer(writable, error);
  });
  return writable;
}

function newReadableStreamFromStreamReadable(streamReadable, options = {}) {
  // By its state: a duplex whose readable side is off passes, and becomes a closed stream.
  if (typeof streamReadable?._readableState !== 'object') {
    throw new ERR_INVALID_ARG_TYPE('streamReadable', 'stream.Readable', streamReadable);
  }
  validateObject(options, 'options');
  if (options.type !== undefined) validateOneOf(options.type, 'options.type', ['bytes', undefined]);

  const isBytes = options.type === 'bytes';
  const isOpen = isReadable(streamReadable);
  const objectMode = streamReadable.readableObjectMode;
  let controller;
  let isOver = false;
  let strategy;

  const source = {
    type: isBytes ? 'bytes' : undefined,
    start(c) {
      controller = c;
    },
    cancel(reason) {
      isOver = true;
      destroyer(streamReadable, reason);
    },
  };
  if (isOpen) {
    source.pull = () => { streamReadable.resume(); };
    const highWaterMark = streamReadable.readableHighWaterMark;
    const Strategy = objectMode ? CountQueuingStrategy : ByteLengthQueuingStrategy;
    strategy = isBytes ? { highWaterMark } : options.strategy ?? new Strategy({ highWaterMark });
  }
  const readableStream = new ReadableStream(source, strategy);

  let cleanup = nop; // The callback may come at once.
  cleanup = eos(streamReadable, { writable: false, [kEosNodeSynchronousCallback]: true }, (error) => {
    error = webError(error);
    cleanup();
    if (!(kErrorSentinelAttached in streamReadable)) {
      streamReadable.on('error', nop); // Some legacy streams fail once more.
      streamReadable[kErrorSentinelAttached] = true;
    }
    if (isOver) return;
    isOver = true;
    if (error) {
      controller.error(error);
      return;
    }
    controller.close();
    if (isBytes) controller.byobRequest?.respond(0);
  });

  if (isOver) {
    cleanup();
  } else if (isOpen) {
    streamReadable.pause();
    streamReadable.on('data', (chunk) => {
      // A copy: the buffer may be a part of a pool, and a web stream takes its memory over.
      if (Buffer.isBuffer(chunk) && !objectMode) chunk = new Uint8Array(chunk);
      controller.enqueue(chunk);
      if (controller.desiredSize <= 0) streamReadable.pause();
    });
  }
  return readableStream;
}

function validateReadableOptions({ encoding, objectMode }) {
  if (encoding !== undefined && !Buffer.isEncoding(encoding)) {
    throw new ERR_INVALID_ARG_VALUE('options.encoding', encoding);
  }
  validateBoolean(objectMode, 'options.objectMode');
}

function newStreamReadableFromReadableStream(readableStream, options = {}) {
  if (!isReadableStream(readableStream)) {
    throw new ERR_INVALID_ARG_TYPE('readableStream', 'ReadableStream', readableStream);
  }
  validateObject(options, 'options');
  const { highWaterMark, encoding, objectMode = false, signal } = options;
  validateReadableOptions({ encoding, objectMode });

  const reader = readableStream.getReader();
  let isClosed = false;

  const readable = new Readable({
    objectMode,
    highWaterMark,
    encoding,
    signal,
    read: readMethod(reader, () => readable),
    destroy(error, callback) {
      const done = destroyed(callback, error);
      if (isClosed) done();
      else reader.cancel(error).then(done, done);
    },
  });

  reader.closed.then(() => {
    isClosed = true;
  }, (error) => {
    isClosed = true;
    destroyer(readable, error);
  });
  return readable;
}

function newReadableWritablePairFromDuplex(duplex, options = {}) {
  if (typeof duplex?._writableState !== 'object' || typeof duplex?._readableState !== 'object') {
    throw new ERR_INVALID_ARG_TYPE('duplex', 'stream.Duplex', duplex);
  }
  validateObject(options, 'options');
  const type = options.readableType ?? options.type;

  if (isDestroyed(duplex)) return { readable: cancelledReadableStream(type), writable: closedWritableStream() };

  const writable = isWritable(duplex) ?
    newWritableStreamFromStreamWritable(duplex, {
      [kValidateChunk]: options[kValidateChunk],
      [kDestroyOnSyncError]: options[kDestroyOnSyncError],
    }) :
    closedWritableStream();
  const readable = isReadable(duplex) ?
    newReadableStreamFromStreamReadable(duplex, { type }) :
    cancelledReadableStream(type);
  return { writable, readable };
}

function newStreamDuplexFromReadableWritablePair(pair = {}, options = {}) {
  validateObject(pair, 'pair');
  const { readable: readableStream, writable: writableStream } = pair;
  if (!isReadableStream(readableStream)) {
    throw new ERR_INVALID_ARG_TYPE('pair.readable', 'ReadableStream', readableStream);
  }
  if (!isWritableStream(writableStream)) {
    throw new ERR_INVALID_ARG_TYPE('pair.writable', 'WritableStream', writableStream);
  }
  validateObject(options, 'options');
  const { allowHalfOpen = false, objectMode = false, encoding, decodeStrings = true, highWaterMark, signal } = options;
  validateReadableOptions({ encoding, objectMode });

  const writer = writableStream.getWriter();
  const reader = readableStream.getReader();
  let isWriterClosed = false;
  let isReaderClosed = false;

  const duplex = new Duplex({
    allowHalfOpen,
    highWaterMark,
    objectMode,
    encoding,
    decodeStrings,
    signal,
    ...writeMethods(writer, { decodeStrings, objectMode }, () => duplex, () => isWriterClosed),
    read: readMethod(reader, () => duplex),
    destroy(error, callback) {
      const done = destroyed(callback, error);
      if (isWriterClosed && isReaderClosed) {
        done();
        return;
      }
      Promise.all([
        isWriterClosed ? undefined : writer.abort(error),
        isReaderClosed ? undefined : reader.cancel(error),
      ]).then(done, done);
    },
  });

  const onerror = (error) => {
    isWriterClosed = true;
    isReaderClosed = true;
    destroyer(duplex, error);
  };
  writer.closed.then(() => {
    isWriterClosed = true;
    if (!isWritableEnded(duplex)) destroyer(duplex, new ERR_STREAM_PREMATURE_CLOSE());
  }, onerror);
  reader.closed.then(() => {
    isReaderClosed = true;
  }, onerror);
  return duplex;
}

module.exports = {
  kDestroyOnSyncError,
  kValidateChunk,
  newReadableStreamFromStreamReadable,
  newReadableWritablePairFromDuplex,
  newStreamDuplexFromReadableWritablePair,
  newStreamReadableFromReadableStream,
  newStreamWritableFromWritableStream,
  newWritableStreamFromStreamWritable,
};
