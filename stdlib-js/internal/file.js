'use strict';

// File: a Blob with a name and a time. https://nodejs.org/docs/latest-v24.x/api/buffer.html#class-file

const {
  codes: { ERR_INVALID_THIS, ERR_MISSING_ARGS },
} = require('internal/errors');
const { Blob, cloneOf, inspectAs } = require('internal/blob');
const { kClone, markTransferMode } = require('internal/worker/js_transferable');

const kState = Symbol('state');
const inspectSymbol = Symbol.for('nodejs.util.inspect.custom');
const enumerable = { __proto__: null, enumerable: true };

class File extends Blob {
  /** @param {Iterable<BlobPart>} fileBits  @param {string} fileName  @param {FileOptions} [options] */
  constructor(fileBits, fileName, options = undefined) {
    if (arguments.length < 2) throw new ERR_MISSING_ARGS('fileBits', 'fileName');
    super(fileBits, options);
    const lastModified = options?.lastModified;
    const state = {
      name: `${fileName}`.toWellFormed(),
      lastModified: lastModified === undefined ? Date.now() : +lastModified || 0,
    };
    Object.defineProperty(this, kState, { configurable: true, writable: true, value: state });
  }

  get name() {
    return thisFile(this).name;
  }

  get lastModified() {
    return thisFile(this).lastModified;
  }

  [kClone]() {
    const { handle } = super[kClone]();
    return { handle: { ...handle, ...this[kState] }, deserializeInfo: 'internal/file:fileOf' };
  }

  [inspectSymbol](depth, options) {
    const { size, type, name, lastModified } = this;
    return inspectAs('File', this, depth, options, { size, type, name, lastModified });
  }
}

markTransferMode(File.prototype, true, false);
Object.defineProperties(File.prototype, {
  name: enumerable,
  lastModified: enumerable,
  [Symbol.toStringTag]: { __proto__: null, configurable: true, value: 'File' },
});

function thisFile(value) {
  const state = value?.[kState];
  if (state === undefined) throw new ERR_INVALID_THIS('File');
  return state;
}

/** How a File arrives with a message. */
function fileOf({ parts, type, name, lastModified }) {
  return new File([cloneOf({ parts, type })], name, { type, lastModified });
}

module.exports = { File, fileOf };
