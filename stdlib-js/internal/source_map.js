'use strict';
// Stacks in the author's own positions, for modules that were printed anew (enums, decorators, JSX) and carry a source map.
// Installed only when such a module exists. https://tc39.es/ecma426/

const native = internalBinding('modules');
const { kIsNodeError } = require('internal/errors');

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** @typedef {{column: number, line: number, sourceColumn: number}} Segment one-based line, zero-based columns */
/** @type {Map<string, Segment[][] | undefined>} by path: the segments of each printed line, in order */
const maps = new Map();

/** Makes every stack from now on speak of the author's positions. */
function install() {
  internalBinding('errors').setPrepareStackTraceCallback(prepareStackTrace);
}

function prepareStackTrace(error, sites) {
  const { prepareStackTrace: override } = globalThis.Error;
  if (typeof override === 'function') return override(error, sites);
  let text = header(error);
  for (const site of sites) text += `\n    at ${describe(site)}`;
  return text;
}

function header(error) {
  try {
    const text = Error.prototype.toString.call(error);
    if (kIsNodeError in error) return text.replace(error.name, `${error.name} [${error.code}]`);
    return text;
  } catch {
    return '<error>';
  }
}

function describe(site) {
  const text = `${site}`;
  const name = site.getScriptNameOrSourceURL();
  const found = name && originalPosition(pathOf(name), site.getLineNumber(), site.getColumnNumber());
  if (!found) return text;
  return text.replace(`${name}:${site.getLineNumber()}:${site.getColumnNumber()}`, `${name}:${found.line}:${found.column}`);
}

function pathOf(name) {
  return name.startsWith('file://') ? decodeURIComponent(name.slice(7)) : name;
}

/** One-based position in, one-based position out; undefined without a map. */
function originalPosition(path, line, column) {
  if (!maps.has(path)) maps.set(path, load(path));
  const segments = maps.get(path)?.[line - 1];
  if (segments === undefined) return undefined;
  let best;
  for (const segment of segments) {
    if (segment.column > column - 1) break;
    best = segment;
  }
  return best && { line: best.line, column: best.sourceColumn + 1 };
}

function load(path) {
  const text = native.sourceMap(path);
  return text === undefined ? undefined : decode(JSON.parse(text).mappings);
}

/** The segments of a map's `mappings`, line by line. Modules have one source each, so its index is read over. */
function decode(mappings) {
  let line = 1;
  let sourceColumn = 0;
  return mappings.split(';').map((printedLine) => {
    let column = 0;
    const segments = [];
    for (const segment of printedLine === '' ? [] : printedLine.split(',')) {
      const [columnDelta, source, lineDelta, sourceColumnDelta] = decodeNumbers(segment);
      column += columnDelta;
      if (source === undefined) continue;
      line += lineDelta;
      sourceColumn += sourceColumnDelta;
      segments.push({ column, line, sourceColumn });
    }
    return segments;
  });
}

/** Base64 VLQ: five bits of a number in each digit, the sign in the lowest bit of the number. */
function decodeNumbers(text) {
  const numbers = [];
  let value = 0;
  let shift = 0;
  for (const digit of text) {
    const bits = BASE64.indexOf(digit);
    value += (bits & 31) << shift;
    shift += 5;
    if ((bits & 32) === 0) {
      numbers.push(value & 1 ? -(value >> 1) : value >> 1);
      value = 0;
      shift = 0;
    }
  }
  return numbers;
}

module.exports = { install, originalPosition };
