'use strict';

// What a failed assertion throws: the values, and a message that shows how they differ.
// https://nodejs.org/api/assert.html#class-assertassertionerror

const { inspect } = require('internal/util/inspect');
const { isError } = require('internal/util');
const { DELETE, INSERT, NOP, myersDiff } = require('internal/util/diff');
const colors = require('internal/util/colors');
const { validateObject } = require('internal/validators');

const HEADLINES = {
  __proto__: null,
  deepStrictEqual: 'Expected values to be strictly deep-equal:',
  partialDeepStrictEqual: 'Expected values to be partially and strictly deep-equal:',
  strictEqual: 'Expected values to be strictly equal:',
  strictEqualObject: 'Expected "actual" to be reference-equal to "expected":',
  deepEqual: 'Expected values to be loosely deep-equal:',
  notDeepStrictEqual: 'Expected "actual" not to be strictly deep-equal to:',
  notStrictEqual: 'Expected "actual" to be strictly unequal to:',
  notStrictEqualObject: 'Expected "actual" not to be reference-equal to "expected":',
  notDeepEqual: 'Expected "actual" not to be loosely deep-equal to:',
  notIdentical: 'Values have same structure but are not reference-equal:',
  notDeepEqualUnequal: 'Expected values not to be loosely deep-equal:',
};

const OPERATORS_WITH_DIFF = ['deepStrictEqual', 'strictEqual', 'partialDeepStrictEqual'];

const MAX_SHORT_LENGTH = 12;
const MAX_LINES = 50;
const MAX_LOOSE_LENGTH = 512;
const MAX_NOT_DEEP_EQUAL_LENGTH = 1024;
const MAX_EQUAL_LINES = 5;
const DEFAULT_COLUMNS = 80;
const MAX_INSPECTED_LINES = 10;
const MAX_INSPECTED_LENGTH = 512;

class AssertionError extends Error {
  constructor(options) {
    validateObject(options, 'options');
    const {
      message, operator, stackStartFn, details,
      // The name that it had before.
      stackStartFunction,
      diff = 'simple',
    } = options;
    const { actual, expected } = options;

    // The stack is taken below, without the functions of `node:assert`.
    const limit = Error.stackTraceLimit;
    if (isStackTraceLimitWritable()) Error.stackTraceLimit = 0;
    try {
      super(makeMessage(message, operator, actual, expected, diff));
    } finally {
      if (isStackTraceLimitWritable()) Error.stackTraceLimit = limit;
    }

    this.generatedMessage = !message;
    Object.defineProperty(this, 'name', {
      __proto__: null, value: 'AssertionError [ERR_ASSERTION]', enumerable: false, writable: true, configurable: true,
    });
    this.code = 'ERR_ASSERTION';
    if (details) {
      this.actual = undefined;
      this.expected = undefined;
      this.operator = undefined;
      for (let i = 0; i < details.length; i++) {
        this[`message ${i}`] = details[i].message;
        this[`actual ${i}`] = details[i].actual;
        this[`expected ${i}`] = details[i].expected;
        this[`operator ${i}`] = details[i].operator;
        this[`stack trace ${i}`] = details[i].stack;
      }
    } else {
      this.actual = actual;
      this.expected = expected;
      this.operator = operator;
    }
    Error.captureStackTrace(this, stackStartFn || stackStartFunction);
    // The first line of the stack is written when it is first read, with the name that has the code.
    this.stack; // eslint-disable-line no-unused-expressions
    this.name = 'AssertionError';
    this.diff = diff;
  }

  toString() {
    return `${this.name} [${this.code}]: ${this.message}`;
  }

  [inspect.custom](_recurseTimes, ctx) {
    // Long values are in the message already.
    const { actual, expected } = this;
    if (typeof actual === 'string') this.actual = addEllipsis(actual);
    if (typeof expected === 'string') this.expected = addEllipsis(expected);
    const result = inspect(this, { ...ctx, customInspect: false, depth: 0 });
    this.actual = actual;
    this.expected = expected;
    return result;
  }
}

function isStackTraceLimitWritable() {
  return require('internal/errors').isErrorStackTraceLimitWritable();
}

function addEllipsis(text) {
  const lines = text.split('\n', MAX_INSPECTED_LINES + 1);
  if (lines.length > MAX_INSPECTED_LINES) return `${lines.slice(0, MAX_INSPECTED_LINES).join('\n')}\n...`;
  // What is left is the end, not the beginning: Node's tests pin it.
  return text.length > MAX_INSPECTED_LENGTH ? `${text.slice(MAX_INSPECTED_LENGTH)}...` : text;
}

function makeMessage(message, operator, actual, expected, diff) {
  if (message != null && !OPERATORS_WITH_DIFF.includes(operator)) return String(message);
  // The environment may have changed since the last time.
  colors.refresh();
  if (message != null) return describeDifference(actual, expected, operator, message, diff);

  // Of errors the stack is left out.
  if (isShownAsError(actual) && isShownAsError(expected)) {
    actual = copyError(actual);
    expected = copyError(expected);
  }
  if (OPERATORS_WITH_DIFF.includes(operator)) return describeDifference(actual, expected, operator, undefined, diff);
  if (operator === 'notDeepStrictEqual' || operator === 'notStrictEqual') return describeSameness(actual, operator, diff);
  return describeLooseComparison(actual, expected, operator, diff);
}

function isShownAsError(value) {
  return typeof value === 'object' && value !== null && 'stack' in value && isError(value);
}

function copyError(source) {
  const target = Object.assign({ __proto__: Object.getPrototypeOf(source) }, source);
  Object.defineProperty(target, 'message', { __proto__: null, value: source.message });
  if (Object.hasOwn(source, 'cause')) {
    const { cause } = source;
    Object.defineProperty(target, 'cause', { __proto__: null, value: isError(cause) ? copyError(cause) : cause });
  }
  return target;
}

function inspectValue(value) {
  return inspect(value, {
    compact: false,
    customInspect: false,
    depth: 1000,
    maxArrayLength: Infinity,
    showHidden: false,
    showProxy: false,
    sorted: true,
    getters: true,
  });
}

function isObjectOrFunction(value) {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

/** For operators that show what is in one value and not in the other. */
function describeDifference(actual, expected, operator, customMessage, diff) {
  if (operator === 'strictEqual' && isReferenceComparison(actual, expected)) operator = 'strictEqualObject';
  const inspectedActual = inspectValue(actual);
  const inspectedExpected = inspectValue(expected);
  const actualLines = inspectedActual.split('\n');
  const expectedLines = inspectedExpected.split('\n');
  let header = `${colors.green}+ actual${colors.white} ${colors.red}- expected${colors.white}`;
  let skipped = false;
  let message;
  if (isSimple(actual, actualLines, expected, expectedLines)) {
    const simple = describeSimpleDifference(actual, actualLines[0], expected, expectedLines[0]);
    message = simple.message;
    if (simple.header !== undefined) header = simple.header;
  } else if (inspectedActual === inspectedExpected) {
    operator = 'notIdentical';
    skipped = actualLines.length > MAX_LINES && diff !== 'full';
    message = skipped ? `${actualLines.slice(0, MAX_LINES).join('\n')}\n...}` : actualLines.join('\n');
    header = '';
  } else {
    // A comma behind a line that became the last one is no difference.
    const ignoreTrailingComma = actual != null && typeof actual === 'object';
    const printed = printDiff(myersDiff(actualLines, expectedLines, ignoreTrailingComma), operator);
    message = printed.message;
    skipped = printed.skipped;
  }
  const headline = customMessage ? String(customMessage) : HEADLINES[operator];
  return `${headline}\n${header}${skipped ? '\n... Skipped lines' : ''}\n${message}\n`;
}

function isReferenceComparison(actual, expected) {
  return (typeof actual === 'object' && actual !== null && typeof expected === 'object' && expected !== null) ||
    (typeof actual === 'function' && typeof expected === 'function');
}

function isSimple(actual, actualLines, expected, expectedLines) {
  if (actualLines.length > 1 || expectedLines.length > 1) return false;
  return typeof actual !== 'object' || actual === null || typeof expected !== 'object' || expected === null;
}

function describeSimpleDifference(actual, inspectedActual, expected, inspectedExpected) {
  // The quotes do not count.
  let length = inspectedActual.length + inspectedExpected.length;
  length -= typeof actual === 'string' ? 2 : 0;
  length -= typeof expected === 'string' ? 2 : 0;
  if (length <= MAX_SHORT_LENGTH && (actual !== 0 || expected !== 0)) {
    return { message: `${inspectedActual} !== ${inspectedExpected}`, header: '' };
  }
  if (typeof actual === 'string' && typeof expected === 'string' && colors.hasColors) {
    return describeColoredStrings(inspectedActual, inspectedExpected);
  }
  const message = `\n${colors.green}+${colors.white} ${inspectedActual}\n` +
    `${colors.red}-${colors.white} ${inspectedExpected}`;
  return { message: message + pointAtDifference(inspectedActual, inspectedExpected) };
}

/** A line with a caret under the first character that differs, unless that is among the first three. */
function pointAtDifference(actual, expected) {
  const columns = process.stderr.isTTY ? process.stderr.columns : DEFAULT_COLUMNS;
  if (actual.length + expected.length > columns) return '';
  let index = 0;
  while (index < actual.length && actual[index] === expected[index]) index++;
  return index >= 3 && index < actual.length ? `\n${' '.repeat(index + 2)}^` : '';
}

function describeColoredStrings(actual, expected) {
  const header = `${colors.green}actual${colors.white} ${colors.red}expected${colors.white}`;
  const edits = myersDiff(actual, expected);
  let message = '';
  for (let i = edits.length - 1; i >= 0; i--) {
    const [type, value] = edits[i];
    let color = colors.white;
    if (type === INSERT) color = colors.green;
    else if (type === DELETE) color = colors.red;
    message += `${color}${value}${colors.white}`;
  }
  return { message: `${message}`, header };
}

/** The edits, which come last first, with long runs of equal lines cut out. */
function printDiff(edits, operator) {
  let message = '';
  let skipped = false;
  let equalCount = 0;
  for (let i = edits.length - 1; i >= 0; i--) {
    const [type, value] = edits[i];
    const previous = i < edits.length - 1 ? edits[i + 1] : undefined;
    // Nothing is cut out to save a single line.
    if (previous !== undefined && previous[0] === NOP && type !== NOP) {
      if (equalCount === MAX_EQUAL_LINES + 1) {
        message += `${colors.white}  ${previous[1]}\n`;
      } else if (equalCount === MAX_EQUAL_LINES + 2) {
        message += `${colors.white}  ${edits[i + 2][1]}\n${colors.white}  ${previous[1]}\n`;
      } else if (equalCount >= MAX_EQUAL_LINES + 3) {
        message += `${colors.blue}...${colors.white}\n${colors.white}  ${previous[1]}\n`;
        skipped = true;
      }
      equalCount = 0;
    }
    if (type === INSERT) {
      message += operator === 'partialDeepStrictEqual' ?
        `${colors.gray}${colors.hasColors ? ' ' : '+'} ${value}${colors.white}\n` :
        `${colors.green}+${colors.white} ${value}\n`;
    } else if (type === DELETE) {
      message += `${colors.red}-${colors.white} ${value}\n`;
    } else {
      if (equalCount < MAX_EQUAL_LINES) message += `${colors.white}  ${value}\n`;
      equalCount++;
    }
  }
  return { message: `\n${message.trimEnd()}`, skipped };
}

/** For operators that fail because the values are the same. */
function describeSameness(actual, operator, diff) {
  let headline = HEADLINES[operator];
  if (operator === 'notStrictEqual' && isObjectOrFunction(actual)) headline = HEADLINES.notStrictEqualObject;
  const lines = inspectValue(actual).split('\n');
  if (lines.length > MAX_LINES && diff !== 'full') {
    lines[46] = `${colors.blue}...${colors.white}`;
    lines.length = 47;
  }
  if (lines.length === 1) return `${headline}${lines[0].length > 5 ? '\n\n' : ' '}${lines[0]}`;
  return `${headline}\n\n${lines.join('\n')}\n`;
}

function describeLooseComparison(actual, expected, operator, diff) {
  const truncate = (text, length) =>
    (diff !== 'full' && text.length > length ? `${text.slice(0, length - 3)}...` : text);
  const headline = HEADLINES[operator];
  let left = inspectValue(actual);
  let right = inspectValue(expected);
  if (operator === 'notDeepEqual' && left === right) {
    return truncate(`${headline}\n\n${left}`, MAX_NOT_DEEP_EQUAL_LENGTH);
  }
  left = truncate(left, MAX_LOOSE_LENGTH);
  right = truncate(right, MAX_LOOSE_LENGTH);
  if (operator === 'deepEqual') return `${headline}\n\n${left}\n\nshould loosely deep-equal\n\n${right}`;
  const unequal = HEADLINES[`${operator}Unequal`];
  if (unequal !== undefined) return `${unequal}\n\n${left}\n\nshould not loosely deep-equal\n\n${right}`;
  return `${left} ${operator} ${right}`;
}

module.exports = AssertionError;
