'use strict';
// Transform streams: what is written comes out changed. A push that finds the readable side full holds up the write.
// https://nodejs.org/docs/latest-v24.x/api/stream.html#class-streamtransform

const { codes: { ERR_METHOD_NOT_IMPLEMENTED } } = require('internal/errors');
const Duplex = require('internal/streams/duplex');
const { getHighWaterMark, kObjectMode, kState } = require('internal/streams/state');

const { nextTick } = process;

/** The callback of the write that waits until somebody reads. */
const kCallback = Symbol('kCallback');

/** @param {object} [options] */
function Transform(options) {
  if (!(this instanceof Transform)) return new Transform(options);

  // A mark of 0 for reading means that nothing is read ahead; without it a chunk would still lie in the writable side.
  const readableMark = options ? readableHighWaterMarkOf(options) : null;
  if (readableMark === 0) {
    options = {
      ...options,
      highWaterMark: null,
      readableHighWaterMark: readableMark,
      writableHighWaterMark: options.writableHighWaterMark || 0,
    };
  }

  Duplex.call(this, options);

  // The first chunk may be transformed at once: `_read` will not have been called for it.
  this._readableState.sync = false;
  this[kCallback] = null;

  if (options) {
    if (typeof options.transform === 'function') this._transform = options.transform;
    if (typeof options.flush === 'function') this._flush = options.flush;
  }

  // For those who give a `_final` of their own; nothing is flushed twice.
  this.on('prefinish', prefinish);
}
Object.setPrototypeOf(Transform.prototype, Duplex.prototype);
Object.setPrototypeOf(Transform, Duplex);

function readableHighWaterMarkOf(options) {
  const state = { [kState]: options.objectMode || options.readableObjectMode ? kObjectMode : 0 };
  return getHighWaterMark(state, options, 'readableHighWaterMark', true);
}

function final(cb) {
  if (typeof this._flush !== 'function' || this.destroyed) {
    this.push(null);
    cb?.();
    return;
  }
  this._flush((error, data) => {
    if (error) {
      if (cb) cb(error);
      else this.destroy(error);
      return;
    }
    if (data != null) this.push(data);
    this.push(null);
    cb?.();
  });
}

function prefinish() {
  if (this._final !== final) final.call(this);
}

Transform.prototype._final = final;

Transform.prototype._transform = function(chunk, encoding, callback) {
  throw new ERR_METHOD_NOT_IMPLEMENTED('_transform()');
};

Transform.prototype._write = function(chunk, encoding, callback) {
  const readable = this._readableState;
  const writable = this._writableState;
  const { length } = readable;

  this._transform(chunk, encoding, (error, value) => {
    if (error) {
      callback(error);
      return;
    }
    if (value != null) this.push(value);
    if (readable.ended) {
      // By `push(null)`: what follows from the end comes first.
      nextTick(callback);
    } else if (writable.ended || length === readable.length || readable.length < readable.highWaterMark) {
      callback();
    } else {
      this[kCallback] = callback;
    }
  });
};

Transform.prototype._read = function() {
  const callback = this[kCallback];
  if (callback === null) return;
  this[kCallback] = null;
  callback();
};

module.exports = Transform;
