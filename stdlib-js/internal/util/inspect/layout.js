'use strict';

// How `util.inspect` puts the entries of an object on lines: on one if they fit, in columns, or one per line.
// https://nodejs.org/api/util.html#utilinspectobject-options

const { getStringWidth, removeColors } = require('internal/util/inspect/text');
const { max, min, round, sqrt, floor } = Math;

/** What the extra keys of an object look like: `key: value`, or also bare elements before them. */
const kObjectType = 0;
const kArrayType = 1;
const kArrayExtrasType = 2;

const SEPARATOR_SPACE = 2;
const MIN_GROUPED_ENTRIES = 6;
const MAX_COLUMNS = 15;
// A character is about this much higher than wide; it makes groups look like squares.
const CHARACTER_ASPECT = 2.5;
// What `breakLength` leaves for braces, commas and the key before an object that is combined on one line.
const COMBINED_RESERVE = 10;

/** Joins the entries of one object; `base` is what stands before the braces, such as a function's name. */
function reduceToSingleString(ctx, output, base, braces, extrasType, recurseTimes, value) {
  const start = base ? `${base} ` : '';
  if (ctx.compact === true) return joinCompactly(ctx, output, base, braces);

  if (typeof ctx.compact === 'number' && ctx.compact >= 1) {
    const entryCount = output.length;
    if (extrasType === kArrayExtrasType && entryCount > MIN_GROUPED_ENTRIES) {
      output = groupArrayElements(ctx, output, value);
    }
    // The innermost `compact` levels share a line, unless they were grouped into columns.
    if (ctx.currentDepth - recurseTimes < ctx.compact && entryCount === output.length) {
      const reserved = output.length + ctx.indentationLvl + braces[0].length + base.length + COMBINED_RESERVE;
      if (isBelowBreakLength(ctx, output, reserved, base)) {
        const line = output.join(', ');
        if (!line.includes('\n')) return `${start}${braces[0]} ${line} ${braces[1]}`;
      }
    }
  }
  const indentation = `\n${' '.repeat(ctx.indentationLvl)}`;
  return `${start}${braces[0]}${indentation}  ${joined(output, `,${indentation}  `)}${indentation}${braces[1]}`;
}

/** By concatenation, which copies nothing: `join` would copy the text of every level once more in each level above it. */
function joined(output, separator) {
  let text = output[0] ?? '';
  for (let index = 1; index < output.length; index++) text += separator + output[index];
  return text;
}

function joinCompactly(ctx, output, base, braces) {
  if (isBelowBreakLength(ctx, output, 0, base)) {
    return `${braces[0]}${base ? ` ${base}` : ''} ${output.join(', ')} ${braces[1]}`;
  }
  const indentation = `\n${' '.repeat(ctx.indentationLvl)}`;
  // A single brace leaves room for the first entry beside it.
  const gap = base === '' && braces[0].length === 1 ? ' ' : `${base ? ` ${base}` : ''}${indentation}  `;
  return `${braces[0]}${gap}${joined(output, `,${indentation}  `)} ${braces[1]}`;
}

function isBelowBreakLength(ctx, output, start, base) {
  // Entries are separated by a comma and a space; the space is counted here, the comma in `start`.
  let totalLength = output.length + start;
  if (totalLength + output.length > ctx.breakLength) return false;
  for (let i = 0; i < output.length; i++) {
    totalLength += ctx.colors ? removeColors(output[i]).length : output[i].length;
    if (totalLength > ctx.breakLength) return false;
  }
  return base === '' || !base.includes('\n');
}

/** Puts more than six short entries into columns; returns `output` itself when they are too different. */
function groupArrayElements(ctx, output, value) {
  let totalLength = 0;
  let maxLength = 0;
  // The entry "... more items" is not part of the columns.
  const hasRemainder = ctx.maxArrayLength < output.length;
  const entryCount = hasRemainder ? output.length - 1 : output.length;
  const widths = new Array(entryCount);
  for (let i = 0; i < entryCount; i++) {
    const width = getStringWidth(output[i], ctx.colors);
    widths[i] = width;
    totalLength += width + SEPARATOR_SPACE;
    if (maxLength < width) maxLength = width;
  }

  const widest = maxLength + SEPARATOR_SPACE;
  const isWorthIt = widest * 3 + ctx.indentationLvl < ctx.breakLength &&
    (totalLength / widest > 5 || maxLength <= 6);
  if (!isWorthIt) return output;

  const averageBias = sqrt(widest - totalLength / output.length);
  const biasedWidth = max(widest - 3 - averageBias, 1);
  const columns = min(
    round(sqrt(CHARACTER_ASPECT * biasedWidth * entryCount) / biasedWidth),
    floor((ctx.breakLength - ctx.indentationLvl) / widest),
    ctx.compact * 4,
    MAX_COLUMNS,
  );
  if (columns <= 1) return output;

  const rows = joinColumns(output, widths, columns, isNumeric(output, value));
  if (hasRemainder) rows.push(output[entryCount]);
  return rows;
}

function isNumeric(output, value) {
  if (value === undefined) return true;
  for (let i = 0; i < output.length; i++) {
    if (typeof value[i] !== 'number' && typeof value[i] !== 'bigint') return false;
  }
  return true;
}

/** Numbers are aligned to the right, anything else to the left. */
function joinColumns(output, widths, columns, alignRight) {
  const columnWidths = [];
  for (let column = 0; column < columns; column++) {
    let width = 0;
    for (let i = column; i < widths.length; i += columns) width = max(width, widths[i]);
    columnWidths.push(width + SEPARATOR_SPACE);
  }

  const rows = [];
  for (let first = 0; first < widths.length; first += columns) {
    const last = min(first + columns, widths.length) - 1;
    let row = '';
    for (let i = first; i < last; i++) {
      // Colour codes and wide characters make the text longer or shorter than it looks.
      const padding = columnWidths[i - first] + output[i].length - widths[i];
      const cell = `${output[i]}, `;
      row += alignRight ? cell.padStart(padding) : cell.padEnd(padding);
    }
    const lastPadding = columnWidths[last - first] + output[last].length - widths[last] - SEPARATOR_SPACE;
    row += alignRight ? output[last].padStart(lastPadding) : output[last];
    rows.push(row);
  }
  return rows;
}

module.exports = { kArrayExtrasType, kArrayType, kObjectType, reduceToSingleString };
