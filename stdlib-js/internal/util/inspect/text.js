'use strict';

// How `util.inspect` writes strings, numbers and property names, and how wide text is on a terminal.
// https://nodejs.org/api/util.html#utilinspectobject-options

const { uncurryThis } = primordials;
const symbolToString = uncurryThis(Symbol.prototype.toString);
const { isFinite, isNaN } = Number;
const { trunc } = Math;

// Everything that a quoted string cannot show as it is: controls, the backslash, quotes, half of a surrogate pair.
const ESCAPES = /[\x00-\x1f\x27\x5c\x7f-\x9f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
const ESCAPES_ALL = new RegExp(ESCAPES, 'g');
const ESCAPES_BUT_QUOTE = new RegExp(ESCAPES.source.replace('\\x27', ''));
const ESCAPES_BUT_QUOTE_ALL = new RegExp(ESCAPES_BUT_QUOTE, 'g');

const NAMED_ESCAPES = {
  '__proto__': null, '\b': '\\b', '\t': '\\t', '\n': '\\n', '\f': '\\f', '\r': '\\r', '\'': "\\'", '\\': '\\\\',
};

const IDENTIFIER = /^[a-zA-Z_][a-zA-Z_0-9]*$/;
const COLOR_CODES = /\u001b\[\d\d?m/g;

// Operating system commands, as links are, end in BEL, ST or ESC \\. Control sequences end in a letter or one of a few
// signs.
const CONTROL_SEQUENCES = new RegExp(
  '\\u001b\\][\\s\\S]*?(?:\\u0007|\\u001b\\u005c|\\u009c)|' +
  '[\\u001b\\u009b][[\\]()#;?]*' +
  '(?:(?:(?:(?:;[-a-zA-Z\\d\\/\\#&.:=?%@~_]+)*|[a-zA-Z\\d]+(?:;[-a-zA-Z\\d\\/\\#&.:=?%@~_]*)*)?' +
  '(?:\\u0007|\\u001b\\u005c|\\u009c))|' +
  '(?:(?:\\d{1,4}(?:[;:]\\d{0,4})*)?[\\dA-PR-TZcf-ntqry=><~]))', 'g');

function escapeCharacter(character) {
  const named = NAMED_ESCAPES[character];
  if (named !== undefined) return named;
  const code = character.charCodeAt(0);
  return code < 0x100 ?
    `\\x${code.toString(16).toUpperCase().padStart(2, '0')}` :
    `\\u${code.toString(16)}`;
}

/** A string in quotes: single ones unless it holds some and others spare the escapes. */
function strEscape(text) {
  let quote = "'";
  let escapes = ESCAPES;
  let allEscapes = ESCAPES_ALL;
  if (text.includes("'")) {
    if (!text.includes('"')) quote = '"';
    else if (!text.includes('`') && !text.includes('${')) quote = '`';
    if (quote !== "'") {
      escapes = ESCAPES_BUT_QUOTE;
      allEscapes = ESCAPES_BUT_QUOTE_ALL;
    }
  }
  if (escapes.test(text)) text = text.replace(allEscapes, escapeCharacter);
  return `${quote}${text}${quote}`;
}

/** A symbol with what a terminal must not see escaped. */
function escapeSymbol(symbol) {
  const text = symbolToString(symbol);
  return ESCAPES.test(text) ? text.replace(ESCAPES_ALL, escapeCharacter) : text;
}

/** `1234567` -> `1_234_567`. */
function separateThousands(integer) {
  let result = '';
  let end = integer.length;
  const start = integer.startsWith('-') ? 1 : 0;
  for (; end >= start + 4; end -= 3) result = `_${integer.slice(end - 3, end)}${result}`;
  return end === integer.length ? integer : `${integer.slice(0, end)}${result}`;
}

/** Digits after the point are grouped from the left. */
function separateDecimals(digits) {
  let result = '';
  let start = 0;
  for (; start < digits.length - 3; start += 3) result += `${digits.slice(start, start + 3)}_`;
  return start === 0 ? digits : `${result}${digits.slice(start)}`;
}

function formatNumber(stylize, number, numericSeparator) {
  if (!numericSeparator || number === 0) return stylize(Object.is(number, -0) ? '-0' : `${number}`, 'number');
  const text = String(number);
  const integer = trunc(number);
  const integerText = String(integer);
  if (integer === number) {
    if (!isFinite(number) || integerText.includes('e')) return stylize(integerText, 'number');
    return stylize(separateThousands(integerText), 'number');
  }
  if (isNaN(number) || text.includes('e')) return stylize(text, 'number');
  const point = text.indexOf('.');
  return stylize(`${separateThousands(text.slice(0, point))}.${separateDecimals(text.slice(point + 1))}`, 'number');
}

function formatBigInt(stylize, number, numericSeparator) {
  const text = String(number);
  return stylize(`${numericSeparator ? separateThousands(text) : text}n`, 'bigint');
}

function removeColors(text) {
  return text.replace(COLOR_CODES, '');
}

/** The text without ANSI escape codes; the caller has validated it. */
function removeControlSequences(text) {
  return text.includes('\u001b') || text.includes('\u009b') ? text.replace(CONTROL_SEQUENCES, '') : text;
}

/** How many terminal columns the text takes. */
function getStringWidth(text, removeControlChars = true) {
  let width = 0;
  if (removeControlChars) text = removeControlSequences(text);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 127) return width + getUnicodeWidth(text.slice(i).normalize('NFC'));
    if (code >= 32) width++;
  }
  return width;
}

function getUnicodeWidth(text) {
  const { widthOfCodePoint } = require('internal/util/inspect/width');
  let width = 0;
  for (const character of text) width += widthOfCodePoint(character.codePointAt(0), character);
  return width;
}

module.exports = {
  IDENTIFIER,
  escapeSymbol,
  formatBigInt,
  formatNumber,
  getStringWidth,
  removeColors,
  removeControlSequences,
  strEscape,
};
