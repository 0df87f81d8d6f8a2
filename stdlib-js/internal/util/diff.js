'use strict';

// The shortest edit from one sequence to another, for `util.diff` and the messages of `node:assert`.
// https://nodejs.org/api/util.html#utildiffactual-expected

const { codes: { ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE } } = require('internal/errors');
const { validateStringArray } = require('internal/validators');

const DELETE = -1;
const NOP = 0;
const INSERT = 1;

const MAX_INPUT = 2 ** 31 - 1;

/**
 * @param {string | string[]} actual
 * @param {string | string[]} expected
 * @returns {[-1 | 0 | 1, string][]}
 */
function diff(actual, expected) {
  if (actual === expected) return [];
  validateInput(actual, 'actual');
  validateInput(expected, 'expected');
  return myersDiff(actual, expected).reverse();
}

function validateInput(value, name) {
  if (typeof value === 'string') return;
  if (Array.isArray(value)) {
    validateStringArray(value, name);
    return;
  }
  throw new ERR_INVALID_ARG_TYPE(name, ['string'], value);
}

function areLinesEqual(actual, expected, ignoreTrailingComma) {
  if (actual === expected) return true;
  if (!ignoreTrailingComma) return false;
  return `${actual},` === expected || actual === `${expected},`;
}

/**
 * Myers' algorithm. The edits come last first: what is only in `actual` is an INSERT, what is only in
 * `expected` a DELETE.
 */
function myersDiff(actual, expected, ignoreTrailingComma = false) {
  const actualLength = actual.length;
  const expectedLength = expected.length;
  const max = actualLength + expectedLength;
  if (max > MAX_INPUT) throw new ERR_OUT_OF_RANGE('myersDiff input size', '< 2^31', max);
  // v[k + max]: how far diagonal k has come.
  const furthest = new Int32Array(2 * max + 1);
  const trace = [];

  for (let level = 0; level <= max; level++) {
    trace.push(furthest.slice(max - level, max + level + 1));
    for (let diagonal = -level; diagonal <= level; diagonal += 2) {
      const offset = diagonal + max;
      const before = furthest[offset - 1];
      const after = furthest[offset + 1];
      let x = diagonal === -level || (diagonal !== level && before < after) ? after : before + 1;
      let y = x - diagonal;
      while (x < actualLength && y < expectedLength &&
             areLinesEqual(actual[x], expected[y], ignoreTrailingComma)) {
        x++;
        y++;
      }
      furthest[offset] = x;
      if (x >= actualLength && y >= expectedLength) return backtrack(trace, actual, expected, ignoreTrailingComma);
    }
  }
  return [];
}

function backtrack(trace, actual, expected, ignoreTrailingComma) {
  let x = actual.length;
  let y = expected.length;
  const result = [];
  for (let level = trace.length - 1; level >= 0; level--) {
    const row = trace[level];
    // A row holds the diagonals -level to level.
    const at = (diagonal) => row[diagonal + level] ?? 0;
    const diagonal = x - y;
    const previousDiagonal = diagonal === -level || (diagonal !== level && at(diagonal - 1) < at(diagonal + 1)) ?
      diagonal + 1 : diagonal - 1;
    const previousX = level === 0 ? 0 : at(previousDiagonal);
    const previousY = previousX - previousDiagonal;

    while (x > (level === 0 ? 0 : previousX) && y > (level === 0 ? 0 : previousY)) {
      x--;
      y--;
      // Of two lines that differ in a comma, the one with the comma is shown.
      const value = ignoreTrailingComma && !actual[x].endsWith(',') ? expected[y] : actual[x];
      result.push([NOP, value]);
    }
    if (level > 0) {
      if (x > previousX) result.push([INSERT, actual[--x]]);
      else result.push([DELETE, expected[--y]]);
    }
  }
  return result;
}

module.exports = { DELETE, INSERT, NOP, diff, myersDiff };
