'use strict';
// Streams: data that comes and goes in chunks.
// https://nodejs.org/docs/latest-v24.x/api/stream.html

const { Buffer } = require('buffer');
const { codes: { ERR_ILLEGAL_CONSTRUCTOR } } = require('internal/errors');
const { addAbortSignal } = require('internal/streams/add-abort-signal');
const { destroyer } = require('internal/streams/destroy');
const Duplex = require('internal/streams/duplex');
const { eos, finished } = require('internal/streams/end-of-stream');
const {
  isDestroyed,
  isDisturbed,
  isErrored,
  isReadable,
  isWritable,
} = require('internal/streams/inspection');
const { Stream } = require('internal/streams/legacy');
const { promiseOperators, streamOperators } = require('internal/streams/operators');
const PassThrough = require('internal/streams/passthrough');
const Readable = require('internal/streams/readable');
const { getDefaultHighWaterMark, setDefaultHighWaterMark } = require('internal/streams/state');
const Transform = require('internal/streams/transform');
const Writable = require('internal/streams/writable');

const { promisify } = require('internal/util');
const { isUint8Array } = require('internal/util/types');

function pipeline(...streams) {
  return require('internal/streams/pipeline').pipeline(...streams); // Lazy: start-up time.
}

function compose(...streams) {
  return require('internal/streams/compose').compose(...streams); // Lazy: start-up time.
}

function duplexPair(options) {
  return require('internal/streams/duplexpair')(options); // Lazy: rare.
}

function _uint8ArrayToBuffer(chunk) {
  return Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
}

function defineOperators() {
  for (const name in streamOperators) {
    const operator = streamOperators[name];
    defineOperator(name, operator, function(...args) {
      if (new.target) throw new ERR_ILLEGAL_CONSTRUCTOR();
      return Readable.from(Reflect.apply(operator, this, args));
    });
  }
  for (const name in promiseOperators) {
    const operator = promiseOperators[name];
    defineOperator(name, operator, function(...args) {
      if (new.target) throw new ERR_ILLEGAL_CONSTRUCTOR();
      return Reflect.apply(operator, this, args);
    });
  }
}

function defineOperator(name, { length }, value) {
  Object.defineProperty(value, 'name', { value: name });
  Object.defineProperty(value, 'length', { value: length });
  Object.defineProperty(Readable.prototype, name, { value, enumerable: false, configurable: true, writable: true });
}

/** The promise form, for `util.promisify` and as a module. */
function definePromises() {
  Object.defineProperty(pipeline, promisify.custom, { enumerable: true, get: () => promises().pipeline });
  Object.defineProperty(eos, promisify.custom, { enumerable: true, get: () => finished });
  Object.defineProperty(Stream, 'promises', { configurable: true, enumerable: true, get: promises });
}

function promises() {
  return require('stream/promises'); // Lazy: start-up time.
}

Object.assign(Stream, {
  isDestroyed,
  isDisturbed,
  isErrored,
  isReadable,
  isWritable,
  Readable,
  Writable,
  Duplex,
  Transform,
  PassThrough,
  duplexPair,
  pipeline,
  addAbortSignal,
  finished: eos,
  destroy: destroyer,
  compose,
  setDefaultHighWaterMark,
  getDefaultHighWaterMark,
});
defineOperators();
definePromises();
Stream.Stream = Stream; // So that `const { Stream } = require('stream')` works.
Stream._isArrayBufferView = ArrayBuffer.isView;
Stream._isUint8Array = isUint8Array;
Stream._uint8ArrayToBuffer = _uint8ArrayToBuffer;

module.exports = Stream;
