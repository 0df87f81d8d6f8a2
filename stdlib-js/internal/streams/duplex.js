'use strict';
// Duplex streams: a Readable that has the methods and the state of a Writable too.
// https://nodejs.org/docs/latest-v24.x/api/stream.html#duplex-and-transform-streams

const { Stream } = require('internal/streams/legacy');
const destroyImpl = require('internal/streams/destroy');
const Readable = require('internal/streams/readable');
const Writable = require('internal/streams/writable');

/** @param {object} [options] */
function Duplex(options) {
  if (!(this instanceof Duplex)) return new Duplex(options);

  this._events ??= {
    close: undefined, error: undefined, prefinish: undefined, finish: undefined, drain: undefined,
    data: undefined, end: undefined, readable: undefined,
  };
  this._readableState = new Readable.ReadableState(options, this, true);
  this._writableState = new Writable.WritableState(options, this, true);
  this.allowHalfOpen = true;
  if (options) applyOptions(this, options);

  Stream.call(this, options);

  if (this._construct != null) destroyImpl.construct(this);
}
Object.setPrototypeOf(Duplex.prototype, Readable.prototype);
Object.setPrototypeOf(Duplex, Readable);

function applyOptions(stream, options) {
  stream.allowHalfOpen = options.allowHalfOpen !== false;
  if (options.readable === false) {
    const state = stream._readableState;
    state.readable = false;
    state.ended = true;
    state.endEmitted = true;
  }
  if (options.writable === false) {
    const state = stream._writableState;
    state.writable = false;
    state.ending = true;
    state.ended = true;
    state.finished = true;
  }
  if (typeof options.read === 'function') stream._read = options.read;
  if (typeof options.write === 'function') stream._write = options.write;
  if (typeof options.writev === 'function') stream._writev = options.writev;
  if (typeof options.destroy === 'function') stream._destroy = options.destroy;
  if (typeof options.final === 'function') stream._final = options.final;
  if (typeof options.construct === 'function') stream._construct = options.construct;
  // Lazy: rare.
  if (options.signal) require('internal/streams/add-abort-signal').addAbortSignal(options.signal, stream);
}

const METHODS = ['write', 'cork', 'uncork', 'setDefaultEncoding', '_write', '_writev', 'end', 'destroy'];
for (const name of METHODS) Duplex.prototype[name] = Writable.prototype[name];

const PROPERTIES = [
  'writable', 'writableHighWaterMark', 'writableObjectMode', 'writableBuffer', 'writableLength', 'writableFinished',
  'writableCorked', 'writableEnded', 'writableNeedDrain',
];
for (const name of PROPERTIES) {
  Object.defineProperty(Duplex.prototype, name, {
    ...Object.getOwnPropertyDescriptor(Writable.prototype, name),
    enumerable: false,
  });
}

Object.defineProperty(Duplex.prototype, 'destroyed', {
  enumerable: false,
  get() {
    if (this._readableState === undefined || this._writableState === undefined) return false;
    return this._readableState.destroyed && this._writableState.destroyed;
  },
  set(value) {
    // The application manages its destruction itself.
    if (this._readableState && this._writableState) {
      this._readableState.destroyed = value;
      this._writableState.destroyed = value;
    }
  },
});

// Lazy: web streams are a subsystem of their own.
Duplex.fromWeb = function(pair, options) {
  return require('internal/webstreams/adapters').newStreamDuplexFromReadableWritablePair(pair, options);
};

Duplex.toWeb = function(duplex, options) {
  return require('internal/webstreams/adapters').newReadableWritablePairFromDuplex(duplex, options);
};

Duplex.from = function(body) {
  return require('internal/streams/duplexify')(body, 'body'); // Lazy: start-up time.
};

module.exports = Duplex;
