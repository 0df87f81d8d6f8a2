'use strict';
// Control sequences of terminals, and the lengths of characters in UTF-16.

const CSI = '\x1b[';

const kClearToLineBeginning = `${CSI}1K`;
const kClearToLineEnd = `${CSI}0K`;
const kClearLine = `${CSI}2K`;
const kClearScreenDown = `${CSI}0J`;

/** @param {number} x  @param {number} [y] without it, in the line where the cursor is */
function cursorToSequence(x, y) {
  return typeof y === 'number' ? `${CSI}${y + 1};${x + 1}H` : `${CSI}${x + 1}G`;
}

function moveCursorSequence(dx, dy) {
  let sequence = '';
  if (dx < 0) sequence += `${CSI}${-dx}D`;
  else if (dx > 0) sequence += `${CSI}${dx}C`;
  if (dy < 0) sequence += `${CSI}${-dy}A`;
  else if (dy > 0) sequence += `${CSI}${dy}B`;
  return sequence;
}

function clearLineSequence(dir) {
  if (dir < 0) return kClearToLineBeginning;
  return dir > 0 ? kClearToLineEnd : kClearLine;
}

const FIRST_OF_TWO_UNITS = 0x10000;

/** Units of the character that ends at `index`. */
function charLengthLeft(text, index) {
  if (index <= 0) return 0;
  const isPair = (index > 1 && text.codePointAt(index - 2) >= FIRST_OF_TWO_UNITS) ||
    text.codePointAt(index - 1) >= FIRST_OF_TWO_UNITS;
  return isPair ? 2 : 1;
}

/** Units of the character that starts at `index`; 1 past the end, so that completion can move on. */
function charLengthAt(text, index) {
  return text.length > index && text.codePointAt(index) >= FIRST_OF_TWO_UNITS ? 2 : 1;
}

/** What all the strings begin with. */
function commonPrefix(strings) {
  if (strings.length === 0) return '';
  const sorted = strings.toSorted();
  const first = sorted[0];
  const last = sorted.at(-1);
  let length = 0;
  while (length < first.length && first[length] === last[length]) length++;
  return first.slice(0, length);
}

module.exports = {
  charLengthAt,
  charLengthLeft,
  clearLineSequence,
  commonPrefix,
  cursorToSequence,
  kClearScreenDown,
  moveCursorSequence,
};
