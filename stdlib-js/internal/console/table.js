'use strict';

// How `console.table` draws: a box of columns.
// https://nodejs.org/api/console.html#consoletabletabulardata-properties

const { previewEntries } = internalBinding('util');
const { getStringWidth } = require('internal/util/inspect');
const { isMap, isMapIterator, isSet, isSetIterator } = require('internal/util/types');

const ITERATION_INDEX = '(iteration index)';
const KEY = 'Key';
const VALUES = 'Values';
const INDEX = '(index)';

const HORIZONTAL = '\u2500';
const VERTICAL = '\u2502';

/**
 * @param {object} data
 * @param {string[] | undefined} properties which columns to show
 * @param {(value: any) => string} show
 */
function renderTable(data, properties, show) {
  const [head, columns] = isCollection(data) ? tabulateCollection(data, show) : tabulateObject(data, properties, show);
  return draw(head, columns);
}

function isCollection(data) {
  return isMap(data) || isSet(data) || isMapIterator(data) || isSetIterator(data);
}

function tabulateCollection(data, show) {
  const [entries, isKeyValue] = readEntries(data);
  if (!isKeyValue) return [[ITERATION_INDEX, VALUES], [indices(entries.length, show), entries.map(show)]];
  const keys = [];
  const values = [];
  for (let i = 0; i < entries.length; i += 2) {
    keys.push(show(entries[i]));
    values.push(show(entries[i + 1]));
  }
  return [[ITERATION_INDEX, KEY, VALUES], [indices(keys.length, show), keys, values]];
}

/** The elements, or keys and values in turns. An iterator is not moved. */
function readEntries(data) {
  if (isMap(data)) return [[...data].flat(1), true];
  if (isSet(data)) return [[...data], false];
  if (isSetIterator(data)) return [previewEntries(data), false];
  return previewEntries(data, true);
}

function indices(length, show) {
  return Array.from({ length }, (_, index) => show(index));
}

/** One row per property; objects give one column per key, anything else stands under "Values". */
function tabulateObject(data, properties, show) {
  const cells = { __proto__: null };
  const values = [];
  let hasPrimitives = false;
  const rows = Object.keys(data);
  rows.forEach((row, index) => {
    const item = data[row];
    const isPrimitive = item === null || (typeof item !== 'function' && typeof item !== 'object');
    if (isPrimitive && properties === undefined) {
      hasPrimitives = true;
      values[index] = show(item);
      return;
    }
    for (const key of properties ?? Object.keys(item)) {
      cells[key] ??= [];
      cells[key][index] = !isPrimitive && Object.hasOwn(item, key) ? show(item[key]) : '';
    }
  });
  const head = [INDEX, ...Object.keys(cells)];
  const columns = [rows, ...Object.values(cells)];
  if (hasPrimitives) {
    head.push(VALUES);
    columns.push(values);
  }
  return [head, columns];
}

function draw(head, columns) {
  const rowCount = Math.max(...columns.map((column) => column.length));
  const rows = Array.from({ length: rowCount }, (_, row) =>
    columns.map((column) => (Object.hasOwn(column, row) ? column[row] : '')));
  const widths = head.map((name, column) =>
    Math.max(getStringWidth(name), ...rows.map((row) => getStringWidth(`${row[column]}`))) + 2);

  const divider = widths.map((width) => HORIZONTAL.repeat(width));
  let result = `\u250c${divider.join('\u252c')}\u2510\n${drawRow(head, widths)}\n`;
  result += `\u251c${divider.join('\u253c')}\u2524\n`;
  for (const row of rows) result += `${drawRow(row, widths)}\n`;
  return `${result}\u2514${divider.join('\u2534')}\u2518`;
}

function drawRow(row, widths) {
  const cells = row.map((cell, column) => ` ${cell}${' '.repeat(widths[column] - getStringWidth(`${cell}`) - 1)}`);
  return `${VERTICAL}${cells.join(VERTICAL)}${VERTICAL}`;
}

module.exports = { renderTable };
