'use strict';

// `util.format`: printf-like text from arguments, as `console.log` uses it.
// https://nodejs.org/api/util.html#utilformatformat-args

const { classify, kinds } = internalBinding('util');
const { formatBigInt, formatNumber } = require('internal/util/inspect/text');
const { builtInObjects, noColor, unwrapProxy } = require('internal/util/inspect/values');

const { getOwnPropertyDescriptor, getPrototypeOf, hasOwn } = Object;
const PERCENT = 37;

/** @param {object | undefined} inspectOptions @param {any[]} args @param {Function} inspect */
function formatArguments(inspectOptions, args, inspect) {
  const { length } = args;
  if (length === 0) return '';
  const first = args[0];
  if (length === 1) return typeof first === 'string' ? first : inspect(first, inspectOptions);

  let text = '';
  let next = 0;
  if (typeof first === 'string') {
    const formatted = first.includes('%') ? replacePlaceholders(first, args, inspectOptions, inspect) : undefined;
    text = formatted === undefined ? first : formatted.text;
    next = formatted === undefined ? 1 : formatted.used;
  }
  for (let i = next; i < length; i++) {
    const value = args[i];
    if (i !== 0) text += ' ';
    text += typeof value === 'string' ? value : inspect(value, inspectOptions);
  }
  return text;
}

/** The first argument with its placeholders replaced, and how many arguments that used. */
function replacePlaceholders(template, args, inspectOptions, inspect) {
  let text = '';
  let used = 0;
  let copied = 0;
  for (let i = 0; i < template.length - 1; i++) {
    if (template.charCodeAt(i) !== PERCENT) continue;
    const letter = template[++i];
    let replacement;
    if (letter === '%') replacement = '%';
    else if (used + 1 === args.length || !'sjdOoifc'.includes(letter)) continue;
    else replacement = formatPlaceholder(letter, args[++used], inspectOptions, inspect);
    text += template.slice(copied, i - 1) + replacement;
    copied = i + 1;
  }
  return { text: text + template.slice(copied), used: used + 1 };
}

function formatPlaceholder(letter, value, inspectOptions, inspect) {
  switch (letter) {
    case 's': return formatAsString(value, inspectOptions, inspect);
    case 'j': return stringify(value);
    case 'd': return formatAsNumber(value, Number, inspectOptions);
    case 'i': return formatAsNumber(value, parseInt, inspectOptions);
    case 'f': return typeof value === 'symbol' ? 'NaN' : formatNumber(noColor, parseFloat(value), false);
    case 'O': return inspect(value, inspectOptions);
    case 'o': return inspect(value, { ...inspectOptions, showHidden: true, showProxy: true, depth: 4 });
    default: return '';
  }
}

function formatAsNumber(value, convert, inspectOptions) {
  const numericSeparator = hasNumericSeparator(inspectOptions);
  if (typeof value === 'bigint') return formatBigInt(noColor, value, numericSeparator);
  return formatNumber(noColor, typeof value === 'symbol' ? NaN : convert(value), numericSeparator);
}

function hasNumericSeparator(inspectOptions) {
  return inspectOptions?.numericSeparator ??
    require('internal/util/inspect').inspectDefaultOptions.numericSeparator;
}

function formatAsString(value, inspectOptions, inspect) {
  if (typeof value === 'number') return formatNumber(noColor, value, hasNumericSeparator(inspectOptions));
  if (typeof value === 'bigint') return formatBigInt(noColor, value, hasNumericSeparator(inspectOptions));
  if (typeof value !== 'object' || value === null || !hasBuiltInToString(value)) return String(value);
  return inspect(value, { ...inspectOptions, depth: 0, colors: false, compact: 3 });
}

/** Whether `String(value)` would say less than `inspect`: no class of the user has a say in it. */
function hasBuiltInToString(value) {
  if (classify(value) === kinds.proxy) {
    value = unwrapProxy(value);
    if (value === null) return true;
  }
  if (typeof value[Symbol.toPrimitive] === 'function' && !isBuiltInToPrimitive(value)) return false;
  if (typeof value.toString !== 'function') return true;
  if (hasOwn(value, 'toString')) return false;
  let holder = value;
  do {
    holder = getPrototypeOf(holder);
  } while (!hasOwn(holder, 'toString'));
  const descriptor = getOwnPropertyDescriptor(holder, 'constructor');
  return descriptor !== undefined && typeof descriptor.value === 'function' &&
    builtInObjects.has(descriptor.value.name);
}

function isBuiltInToPrimitive(value) {
  const method = value[Symbol.toPrimitive];
  return method === Date.prototype[Symbol.toPrimitive] || method === Symbol.prototype[Symbol.toPrimitive];
}

function stringify(value) {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (isCircularError(error)) return '[Circular]';
    throw error;
  }
}

function isCircularError(error) {
  return error?.name === 'TypeError' && String(error.message).startsWith('Converting circular structure to JSON');
}

module.exports = { formatArguments };
