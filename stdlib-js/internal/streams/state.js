'use strict';
// What the states of readable and writable streams share: their flags, one bit each, and their high water marks.
// https://nodejs.org/docs/latest-v24.x/api/stream.html#streamgetdefaulthighwatermarkobjectmode

const { codes: { ERR_INVALID_ARG_VALUE } } = require('internal/errors');
const { validateInteger } = require('internal/validators');

/** The number that holds the flags of a state. */
const kState = Symbol('kState');
/** Method of a state: what a side does once its `_construct` is done. */
const kOnConstructed = Symbol('kOnConstructed');
const kIsDestroyed = Symbol('kIsDestroyed');

// Flags of both sides; a side's own begin at `FIRST_OWN_FLAG`.
const kObjectMode = 1 << 0;
const kErrorEmitted = 1 << 1;
const kAutoDestroy = 1 << 2;
const kEmitClose = 1 << 3;
const kDestroyed = 1 << 4;
const kClosed = 1 << 5;
const kCloseEmitted = 1 << 6;
const kErrored = 1 << 7;
const kConstructed = 1 << 8;
const kSync = 1 << 9;
const FIRST_OWN_FLAG = 10;

const SHARED_FLAGS = {
  objectMode: kObjectMode,
  errorEmitted: kErrorEmitted,
  autoDestroy: kAutoDestroy,
  emitClose: kEmitClose,
  destroyed: kDestroyed,
  closed: kClosed,
  closeEmitted: kCloseEmitted,
  constructed: kConstructed,
  sync: kSync,
};

/** The property descriptor through which a flag is read and written by name. */
function flagProperty(bit) {
  return {
    enumerable: false,
    get() { return (this[kState] & bit) !== 0; },
    set(value) {
      if (value) this[kState] |= bit;
      else this[kState] &= ~bit;
    },
  };
}

/** @param {object} prototype  @param {Record<string, number>} flags name -> bit */
function defineFlags(prototype, flags) {
  for (const name in flags) Object.defineProperty(prototype, name, flagProperty(flags[name]));
}

/**
 * `errored` is rare and its value is any: the flag says whether the property under `key` exists.
 */
function defineErrored(prototype, key) {
  Object.defineProperty(prototype, 'errored', {
    enumerable: false,
    get() { return (this[kState] & kErrored) !== 0 ? this[key] : null; },
    set(value) {
      if (value) {
        this[key] = value;
        this[kState] |= kErrored;
      } else {
        this[kState] &= ~kErrored;
      }
    },
  });
}

let defaultHighWaterMarkBytes = 64 * 1024;
let defaultHighWaterMarkObjects = 16;

/** @param {boolean} objectMode */
function getDefaultHighWaterMark(objectMode) {
  return objectMode ? defaultHighWaterMarkObjects : defaultHighWaterMarkBytes;
}

/** @param {boolean} objectMode  @param {number} value */
function setDefaultHighWaterMark(objectMode, value) {
  validateInteger(value, 'value', 0);
  if (objectMode) defaultHighWaterMarkObjects = value;
  else defaultHighWaterMarkBytes = value;
}

/**
 * The mark that the options ask for; `sideKey` is the option that means one side of a duplex.
 */
function getHighWaterMark(state, options, sideKey, isDuplex) {
  const wanted = options.highWaterMark ?? (isDuplex ? options[sideKey] : null);
  if (wanted === null || wanted === undefined) return getDefaultHighWaterMark((state[kState] & kObjectMode) !== 0);
  if (!Number.isInteger(wanted) || wanted < 0) {
    throw new ERR_INVALID_ARG_VALUE(isDuplex ? `options.${sideKey}` : 'options.highWaterMark', wanted);
  }
  return Math.floor(wanted);
}

module.exports = {
  FIRST_OWN_FLAG,
  SHARED_FLAGS,
  defineErrored,
  defineFlags,
  flagProperty,
  getDefaultHighWaterMark,
  getHighWaterMark,
  kAutoDestroy,
  kCloseEmitted,
  kClosed,
  kConstructed,
  kDestroyed,
  kEmitClose,
  kErrorEmitted,
  kErrored,
  kIsDestroyed,
  kObjectMode,
  kOnConstructed,
  kState,
  kSync,
  setDefaultHighWaterMark,
};
