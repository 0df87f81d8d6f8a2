'use strict';

// Whether a stream gets colours, and the codes for messages that the standard library colours itself.
// https://nodejs.org/api/tty.html#writestreamhascolorscount-env

/** @type {any} */
const colors = {
  blue: '',
  green: '',
  white: '',
  yellow: '',
  red: '',
  gray: '',
  clear: '',
  reset: '',
  hasColors: false,
  shouldColorize,
  refresh,
};

/** FORCE_COLOR decides; otherwise it is the terminal that does. */
function shouldColorize(stream) {
  if (process.env.FORCE_COLOR !== undefined) {
    // Lazy: only this variable needs it without a terminal.
    return require('internal/tty').getColorDepth() > 2;
  }
  return Boolean(stream?.isTTY && (typeof stream.getColorDepth === 'function' ? stream.getColorDepth() > 2 : true));
}

/** Fills in the codes that standard error can show now. */
function refresh() {
  const hasColors = shouldColorize(process.stderr);
  colors.hasColors = hasColors;
  colors.blue = hasColors ? '\u001b[34m' : '';
  colors.green = hasColors ? '\u001b[32m' : '';
  colors.white = hasColors ? '\u001b[39m' : '';
  colors.yellow = hasColors ? '\u001b[33m' : '';
  colors.red = hasColors ? '\u001b[31m' : '';
  colors.gray = hasColors ? '\u001b[90m' : '';
  colors.clear = hasColors ? '\u001bc' : '';
  colors.reset = hasColors ? '\u001b[0m' : '';
}

module.exports = colors;
