'use strict';
// Moves a terminal's cursor and clears, with a callback.
// https://nodejs.org/docs/latest-v24.x/api/readline.html#readlinecursortostream-x-y-callback

const { codes: { ERR_INVALID_ARG_VALUE, ERR_INVALID_CURSOR_POS } } = require('internal/errors');
const {
  clearLineSequence,
  cursorToSequence,
  kClearScreenDown,
  moveCursorSequence,
} = require('internal/readline/control');
const { validateFunction } = require('internal/validators');

/** @param {any} stream  @param {number} x  @param {number | Function} [y]  @param {Function} [callback] */
function cursorTo(stream, x, y, callback) {
  if (callback !== undefined) validateFunction(callback, 'callback');
  if (typeof y === 'function') {
    callback = y;
    y = undefined;
  }
  if (Number.isNaN(x)) throw new ERR_INVALID_ARG_VALUE('x', x);
  if (Number.isNaN(y)) throw new ERR_INVALID_ARG_VALUE('y', y);
  if (stream == null || (typeof x !== 'number' && typeof y !== 'number')) return doNothing(callback);
  if (typeof x !== 'number') throw new ERR_INVALID_CURSOR_POS();
  return stream.write(cursorToSequence(x, y), callback);
}

function moveCursor(stream, dx, dy, callback) {
  if (callback !== undefined) validateFunction(callback, 'callback');
  if (stream == null || !(dx || dy)) return doNothing(callback);
  return stream.write(moveCursorSequence(dx, dy), callback);
}

/** @param {any} stream  @param {number} dir -1: to the left, 1: to the right, 0: all */
function clearLine(stream, dir, callback) {
  if (callback !== undefined) validateFunction(callback, 'callback');
  if (stream == null) return doNothing(callback);
  return stream.write(clearLineSequence(dir), callback);
}

function clearScreenDown(stream, callback) {
  if (callback !== undefined) validateFunction(callback, 'callback');
  if (stream == null) return doNothing(callback);
  return stream.write(kClearScreenDown, callback);
}

function doNothing(callback) {
  if (typeof callback === 'function') process.nextTick(callback, null);
  return true;
}

module.exports = { clearLine, clearScreenDown, cursorTo, moveCursor };
