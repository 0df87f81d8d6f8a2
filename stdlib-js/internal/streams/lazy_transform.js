'use strict';

// A Transform whose stream state is made when it is first used as a stream: most hashes never are.
// https://nodejs.org/docs/latest-v24.x/api/crypto.html#class-hash

const { Transform } = require('stream');

function LazyTransform(options) {
  this._options = options;
}
Object.setPrototypeOf(LazyTransform.prototype, Transform.prototype);
Object.setPrototypeOf(LazyTransform, Transform);

function lazyState(name) {
  return {
    configurable: true,
    enumerable: true,
    get() {
      Transform.call(this, this._options);
      this._writableState.decodeStrings = false;
      return this[name];
    },
    set(value) {
      Object.defineProperty(this, name, { configurable: true, enumerable: true, value, writable: true });
    },
  };
}

Object.defineProperties(LazyTransform.prototype, {
  _readableState: lazyState('_readableState'),
  _writableState: lazyState('_writableState'),
});

module.exports = { LazyTransform };
