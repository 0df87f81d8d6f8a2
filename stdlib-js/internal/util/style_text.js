'use strict';

// `util.styleText`: colours and styles around a text.
// https://nodejs.org/api/util.html#utilstyletextformat-text-options

const { codes: { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE } } = require('internal/errors');
const { inspect } = require('internal/util/inspect');
const { validateBoolean, validateObject, validateOneOf, validateString } = require('internal/validators');

const HEX_COLOR = /^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i;
const BOLD_AND_DIM_END = 22;
const FOREGROUND_END = 39;

const escapeCode = (code) => `\u001b[${code}m`;

/**
 * @param {string | string[]} format names from `util.inspect.colors`, or hex colours
 * @param {string} text
 * @param {{ validateStream?: boolean, stream?: any }} [options] whether a stream decides that there are colours
 */
function styleText(format, text, options) {
  validateString(text, 'text');
  if (options !== undefined) validateObject(options, 'options');
  const validateStream = options?.validateStream ?? true;
  validateBoolean(validateStream, 'options.validateStream');
  const skipColors = validateStream && !hasColors(options?.stream ?? process.stdout);

  const names = Array.isArray(format) ? format : [format];
  let styled = text;
  let open = '';
  let close = '';
  for (const name of names) {
    if (name === 'none') continue;
    const codes = codesOf(name);
    styled = reopen(styled, codes);
    open += escapeCode(codes[0]);
    close = `${escapeCode(codes[1])}${close}`;
  }
  return skipColors ? text : `${open}${styled}${close}`;
}

/** The codes that switch a format on and off; throws for one that does not exist. */
function codesOf(name) {
  if (typeof name === 'string' && name[0] === '#') return codesOfHexColor(name);
  const codes = inspect.colors[name];
  if (codes == null) validateOneOf(name, 'format', Object.getOwnPropertyNames(inspect.colors));
  return codes;
}

/** `#f00` or `#ff0000`. */
function codesOfHexColor(color) {
  if (!HEX_COLOR.test(color)) {
    throw new ERR_INVALID_ARG_VALUE('format', color, 'must be a valid hex color (#RGB or #RRGGBB)');
  }
  const digits = color.length === 4 ? color.replace(/[^#]/g, '$&$&') : color;
  const channel = (index) => parseInt(digits.slice(index, index + 2), 16);
  return [`38;2;${channel(1)};${channel(3)};${channel(5)}`, FOREGROUND_END];
}

/** Where the text itself ends this kind of style, it gets it back: the new code does both, but for bold and dim. */
function reopen(text, [openCode, closeCode]) {
  const end = escapeCode(closeCode);
  const last = text.endsWith(end) ? text.length - end.length : text.length;
  const start = escapeCode(openCode);
  const replacement = closeCode === BOLD_AND_DIM_END ? `${end}${start}` : start;
  return `${text.slice(0, last).replaceAll(end, replacement)}${text.slice(last)}`;
}

function hasColors(stream) {
  const isStream = typeof stream === 'object' && stream !== null &&
    (typeof stream.getReader === 'function' || typeof stream.getWriter === 'function' ||
      typeof stream.write === 'function' || typeof stream.pipe === 'function');
  if (!isStream) throw new ERR_INVALID_ARG_TYPE('stream', ['ReadableStream', 'WritableStream', 'Stream'], stream);
  return require('internal/util/colors').shouldColorize(stream);
}

module.exports = { styleText };
