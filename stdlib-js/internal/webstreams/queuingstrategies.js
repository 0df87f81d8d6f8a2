'use strict';
// How full a queue is: by the number of its chunks, or by their bytes.
// https://nodejs.org/docs/latest-v24.x/api/webstreams.html#class-bytelengthqueuingstrategy

const { codes: { ERR_MISSING_OPTION } } = require('internal/errors');
const { customInspect, defineTag, kInspect, makeEnumerable } = require('internal/webstreams/support');
const { validateObject } = require('internal/validators');

// One function each for all instances, as the specification has it.
const byteSizeFunction = Object.defineProperty((chunk) => chunk.byteLength, 'name', { value: 'size' });
const countSizeFunction = Object.defineProperty(() => 1, 'name', { value: 'size' });

function highWaterMarkOf(init) {
  validateObject(init, 'init');
  if (init.highWaterMark === undefined) throw new ERR_MISSING_OPTION('options.highWaterMark');
  return +init.highWaterMark;
}

class ByteLengthQueuingStrategy {
  #highWaterMark;

  constructor(init) {
    this.#highWaterMark = highWaterMarkOf(init);
  }

  get highWaterMark() {
    return this.#highWaterMark;
  }

  get size() {
    this.#highWaterMark; // eslint-disable-line no-unused-expressions -- The brand.
    return byteSizeFunction;
  }

  [kInspect](depth, options) {
    return customInspect(depth, options, this, 'ByteLengthQueuingStrategy', { highWaterMark: this.highWaterMark });
  }
}

class CountQueuingStrategy {
  #highWaterMark;

  constructor(init) {
    this.#highWaterMark = highWaterMarkOf(init);
  }

  get highWaterMark() {
    return this.#highWaterMark;
  }

  get size() {
    this.#highWaterMark; // eslint-disable-line no-unused-expressions -- The brand.
    return countSizeFunction;
  }

  [kInspect](depth, options) {
    return customInspect(depth, options, this, 'CountQueuingStrategy', { highWaterMark: this.highWaterMark });
  }
}

for (const Strategy of [ByteLengthQueuingStrategy, CountQueuingStrategy]) {
  makeEnumerable(Strategy.prototype, ['highWaterMark', 'size']);
  defineTag(Strategy);
}

module.exports = { ByteLengthQueuingStrategy, CountQueuingStrategy };
