'use strict';

// `node:assert`: checks that throw an AssertionError.
// https://nodejs.org/api/assert.html

const AssertionError = require('internal/assert/assertion_error');
const { CallTracker } = require('internal/assert/call_tracker');
const { describeFalsyExpression } = require('internal/assert/call_source');
const {
  codes: {
    ERR_AMBIGUOUS_ARGUMENT,
    ERR_CONSTRUCT_CALL_REQUIRED,
    ERR_INVALID_ARG_TYPE,
    ERR_INVALID_ARG_VALUE,
    ERR_INVALID_RETURN_VALUE,
    ERR_MISSING_ARGS,
  },
} = require('internal/errors');
const { deprecate, isError } = require('internal/util');
const { isDeepEqual, isDeepStrictEqual, isPartialStrictEqual } = require('internal/util/comparisons');
const { inspect } = require('internal/util/inspect');
const { isPromise, isRegExp } = require('internal/util/types');
const { validateFunction, validateOneOf } = require('internal/validators');

const { is } = Object;

const NO_EXCEPTION = {};
const DEFAULT_OPTIONS = { diff: 'simple', strict: false, skipPrototype: false };
const EXPECTED_TYPES = ['Object', 'Error', 'Function', 'RegExp'];

/** The options of an `Assert` instance. */
const kOptions = Symbol('options');

const assert = ok;
module.exports = assert;

function optionsOf(receiver) {
  return receiver?.[kOptions] ?? DEFAULT_OPTIONS;
}

function fail(details) {
  if (isError(details.message)) throw details.message;
  throw new AssertionError(details);
}

function innerOk(start, args) {
  if (args[0]) return;
  let [, message] = args;
  let generatedMessage = false;
  if (args.length === 0) {
    generatedMessage = true;
    message = 'No value argument passed to `assert.ok()`';
  } else if (message == null) {
    generatedMessage = true;
    message = describeFalsyExpression();
  } else if (isError(message)) {
    throw message;
  }
  const error = new AssertionError({
    actual: args[0], expected: true, message, operator: '==', stackStartFn: start, diff: optionsOf(this).diff,
  });
  error.generatedMessage = generatedMessage;
  throw error;
}

/** Both values have to be given, even if they are undefined. */
function requireTwo(args) {
  if (args.length < 2) throw new ERR_MISSING_ARGS('actual', 'expected');
}

/** The methods that an `Assert` has, too; each takes its options from there. */
const methods = {
  fail(actual, expected, message, operator, stackStartFn) {
    const count = arguments.length;
    let internalMessage = false;
    if (actual == null && count <= 1) {
      internalMessage = 'Failed';
    } else if (count === 1) {
      message = actual;
      actual = undefined;
    } else {
      warnAboutFail();
      if (count === 2) operator = '!=';
    }
    if (isError(message)) throw message;
    const details = {
      actual,
      expected,
      operator: operator === undefined ? 'fail' : operator,
      stackStartFn: stackStartFn || methods.fail,
      message,
      diff: optionsOf(this).diff,
    };
    if (internalMessage) details.message = internalMessage;
    const error = new AssertionError(details);
    if (internalMessage) error.generatedMessage = true;
    throw error;
  },

  equal: function equal(actual, expected, message) {
    requireTwo(arguments);
    // eslint-disable-next-line eqeqeq
    if (actual == expected || (actual !== actual && expected !== expected)) return;
    fail({ actual, expected, message, operator: '==', stackStartFn: equal, diff: optionsOf(this).diff });
  },

  notEqual: function notEqual(actual, expected, message) {
    requireTwo(arguments);
    // eslint-disable-next-line eqeqeq
    if (actual != expected && (actual === actual || expected === expected)) return;
    fail({ actual, expected, message, operator: '!=', stackStartFn: notEqual, diff: optionsOf(this).diff });
  },

  deepEqual: function deepEqual(actual, expected, message) {
    requireTwo(arguments);
    if (isDeepEqual(actual, expected)) return;
    fail({ actual, expected, message, operator: 'deepEqual', stackStartFn: deepEqual, diff: optionsOf(this).diff });
  },

  notDeepEqual: function notDeepEqual(actual, expected, message) {
    requireTwo(arguments);
    if (!isDeepEqual(actual, expected)) return;
    fail({
      actual, expected, message, operator: 'notDeepEqual', stackStartFn: notDeepEqual, diff: optionsOf(this).diff,
    });
  },

  deepStrictEqual: function deepStrictEqual(actual, expected, message) {
    requireTwo(arguments);
    const { diff, skipPrototype } = optionsOf(this);
    if (isDeepStrictEqual(actual, expected, skipPrototype)) return;
    fail({ actual, expected, message, operator: 'deepStrictEqual', stackStartFn: deepStrictEqual, diff });
  },

  notDeepStrictEqual: function notDeepStrictEqual(actual, expected, message) {
    requireTwo(arguments);
    const { diff, skipPrototype } = optionsOf(this);
    if (!isDeepStrictEqual(actual, expected, skipPrototype)) return;
    fail({ actual, expected, message, operator: 'notDeepStrictEqual', stackStartFn: notDeepStrictEqual, diff });
  },

  strictEqual: function strictEqual(actual, expected, message) {
    requireTwo(arguments);
    if (is(actual, expected)) return;
    fail({ actual, expected, message, operator: 'strictEqual', stackStartFn: strictEqual, diff: optionsOf(this).diff });
  },

  notStrictEqual: function notStrictEqual(actual, expected, message) {
    requireTwo(arguments);
    if (!is(actual, expected)) return;
    fail({
      actual, expected, message, operator: 'notStrictEqual', stackStartFn: notStrictEqual, diff: optionsOf(this).diff,
    });
  },

  partialDeepStrictEqual: function partialDeepStrictEqual(actual, expected, message) {
    requireTwo(arguments);
    if (isPartialStrictEqual(actual, expected)) return;
    fail({
      actual,
      expected,
      message,
      operator: 'partialDeepStrictEqual',
      stackStartFn: partialDeepStrictEqual,
      diff: optionsOf(this).diff,
    });
  },

  match: function match(string, regexp, message) {
    checkMatch.call(this, string, regexp, message, match, true);
  },

  doesNotMatch: function doesNotMatch(string, regexp, message) {
    checkMatch.call(this, string, regexp, message, doesNotMatch, false);
  },

  throws: function throws(fn, ...args) {
    expectsError.call(this, throws, 'exception', catchException(fn), ...args);
  },

  rejects: async function rejects(promiseFn, ...args) {
    expectsError.call(this, rejects, 'rejection', await catchRejection(promiseFn), ...args);
  },

  doesNotThrow: function doesNotThrow(fn, ...args) {
    expectsNoError.call(this, doesNotThrow, 'exception', catchException(fn), ...args);
  },

  doesNotReject: async function doesNotReject(promiseFn, ...args) {
    expectsNoError.call(this, doesNotReject, 'rejection', await catchRejection(promiseFn), ...args);
  },

  ifError: function ifError(err) {
    if (err === null || err === undefined) return;
    const error = new AssertionError({
      actual: err,
      expected: null,
      operator: 'ifError',
      message: `ifError got unwanted exception: ${describeUnwanted(err)}`,
      stackStartFn: ifError,
      diff: optionsOf(this).diff,
    });
    if (typeof err.stack === 'string') error.stack = joinStacks(error.stack, err.stack);
    throw error;
  },
};

let warnedAboutFail = false;
function warnAboutFail() {
  if (warnedAboutFail) return;
  warnedAboutFail = true;
  process.emitWarning(
    'assert.fail() with more than one argument is deprecated. ' +
    'Please use assert.strictEqual() instead or only pass a message.', 'DeprecationWarning', 'DEP0094');
}

/** Fails unless the value is truthy. */
function ok(...args) {
  if (!args[0]) innerOk.call(this, ok, args);
}

function checkMatch(string, regexp, message, start, isExpected) {
  if (!isRegExp(regexp)) throw new ERR_INVALID_ARG_TYPE('regexp', 'RegExp', regexp);
  if (typeof string === 'string' && (regexp.exec(string) !== null) === isExpected) return;
  if (isError(message)) throw message;

  const generatedMessage = !message;
  message ||= describeMismatch(string, regexp, isExpected);
  const error = new AssertionError({
    actual: string,
    expected: regexp,
    message,
    operator: start.name,
    stackStartFn: start,
    diff: optionsOf(this).diff,
  });
  error.generatedMessage = generatedMessage;
  throw error;
}

function describeMismatch(string, regexp, isExpected) {
  if (typeof string !== 'string') {
    return `The "string" argument must be of type string. Received type ${typeof string} (${inspect(string)})`;
  }
  const sentence = isExpected ?
    'The input did not match the regular expression ' :
    'The input was expected to not match the regular expression ';
  return `${sentence}${inspect(regexp)}. Input:\n\n${inspect(string)}\n`;
}

function catchException(fn) {
  validateFunction(fn, 'fn');
  try {
    fn();
  } catch (error) {
    return error;
  }
  return NO_EXCEPTION;
}

async function catchRejection(promiseFn) {
  let promise = promiseFn;
  if (typeof promiseFn === 'function') {
    // What it throws at once is no rejection.
    promise = promiseFn();
    if (!isPromiseLike(promise)) throw new ERR_INVALID_RETURN_VALUE('instance of Promise', 'promiseFn', promise);
  } else if (!isPromiseLike(promiseFn)) {
    throw new ERR_INVALID_ARG_TYPE('promiseFn', ['Function', 'Promise'], promiseFn);
  }
  try {
    await promise;
  } catch (error) {
    return error;
  }
  return NO_EXCEPTION;
}

function isPromiseLike(value) {
  return isPromise(value) ||
    (value !== null && typeof value === 'object' && typeof value.then === 'function' &&
      typeof value.catch === 'function');
}

/** `throws` and `rejects`, once it is known what was thrown. */
function expectsError(start, kind, actual, error, message) {
  if (typeof error === 'string') {
    if (arguments.length === 5) throw new ERR_INVALID_ARG_TYPE('error', EXPECTED_TYPES, error);
    refuseAmbiguousMessage(actual, error);
    message = error;
    error = undefined;
  } else if (error != null && typeof error !== 'object' && typeof error !== 'function') {
    throw new ERR_INVALID_ARG_TYPE('error', EXPECTED_TYPES, error);
  }

  if (actual === NO_EXCEPTION) {
    const name = error?.name ? ` (${error.name})` : '';
    fail({
      actual: undefined,
      expected: error,
      operator: start.name,
      message: `Missing expected ${kind}${name}${message ? `: ${message}` : '.'}`,
      stackStartFn: start,
      diff: optionsOf(this).diff,
    });
  }
  if (error) expectedException.call(this, actual, error, message, start);
}

// `throws(fn, 'text')` looks like a check of the message and is none.
function refuseAmbiguousMessage(actual, message) {
  if (typeof actual === 'object' && actual !== null) {
    if (actual.message === message) {
      throw new ERR_AMBIGUOUS_ARGUMENT(
        'error/message', `The error message "${actual.message}" is identical to the message.`);
    }
  } else if (actual === message) {
    throw new ERR_AMBIGUOUS_ARGUMENT('error/message', `The error "${actual}" is identical to the message.`);
  }
}

/** Throws unless `actual` is what `expected` describes: a pattern, an object, a class or a function. */
function expectedException(actual, expected, message, start) {
  let description;
  if (isRegExp(expected)) {
    const text = String(actual);
    if (expected.exec(text) !== null) return;
    description = () => describeMismatch(text, expected, true);
  } else if (typeof expected !== 'function') {
    compareException.call(this, actual, expected, message, start);
    return;
  } else if (expected.prototype !== undefined && actual instanceof expected) {
    return;
  } else if (Object.prototype.isPrototypeOf.call(Error, expected)) {
    description = () => 'The error is expected to be an instance of ' +
      `"${expected.name}". Received ${describeClass(actual, expected)}${describeCaught(actual)}`;
  } else {
    const result = Reflect.apply(expected, {}, [actual]);
    if (result === true) return;
    const name = expected.name ? `"${expected.name}" ` : '';
    description = () => `The ${name}validation function is expected to return "true". Received ${inspect(result)}` +
      (isError(actual) ? `\n\nCaught error:\n\n${actual}` : '');
  }

  if (isError(message)) throw message;
  const generatedMessage = !message;
  const error = new AssertionError({
    actual,
    expected,
    message: message || description(),
    operator: start.name,
    stackStartFn: start,
    diff: optionsOf(this).diff,
  });
  error.generatedMessage = generatedMessage;
  throw error;
}

function describeClass(actual, expected) {
  if (!isError(actual)) return `"${inspect(actual, { depth: -1 })}"`;
  const name = actual.constructor?.name ?? actual.name;
  return name === expected.name ? 'an error with identical name but a different prototype.' : `"${name}"`;
}

function describeCaught(actual) {
  return isError(actual) ? `\n\nError message:\n\n${actual.message}` : '';
}

/** Every key of `expected` must be in `actual`; strings may match a pattern. */
function compareException(actual, expected, message, start) {
  const { diff } = optionsOf(this);
  if (typeof actual !== 'object' || actual === null) {
    if (isError(message)) throw message;
    const error = new AssertionError({
      actual, expected, message, operator: 'deepStrictEqual', stackStartFn: start, diff,
    });
    error.operator = start.name;
    throw error;
  }
  const keys = Object.keys(expected);
  if (expected instanceof Error) keys.push('name', 'message');
  else if (keys.length === 0) throw new ERR_INVALID_ARG_VALUE('error', expected, 'may not be an empty object');
  for (const key of keys) {
    if (matchesPattern(actual[key], expected[key])) continue;
    if (key in actual && isDeepStrictEqual(actual[key], expected[key])) continue;
    if (message) fail({ actual, expected, message, operator: start.name, stackStartFn: start, diff });

    const error = new AssertionError({
      actual: new Comparison(actual, keys),
      expected: new Comparison(expected, keys, actual),
      operator: 'deepStrictEqual',
      stackStartFn: start,
      diff,
    });
    error.actual = actual;
    error.expected = expected;
    error.operator = start.name;
    throw error;
  }
}

function matchesPattern(actual, expected) {
  return typeof actual === 'string' && isRegExp(expected) && expected.exec(actual) !== null;
}

/** What the message shows of an error: the keys that were compared, patterns replaced by what they matched. */
class Comparison {
  constructor(object, keys, actual) {
    for (const key of keys) {
      if (!(key in object)) continue;
      this[key] = actual !== undefined && matchesPattern(actual[key], object[key]) ? actual[key] : object[key];
    }
  }
}

/** `doesNotThrow` and `doesNotReject`, once it is known what was thrown. */
function expectsNoError(start, kind, actual, error, message) {
  if (actual === NO_EXCEPTION) return;
  if (typeof error === 'string') {
    message = error;
    error = undefined;
  }
  if (error && !isUnwanted(actual, error)) throw actual;
  fail({
    actual,
    expected: error,
    operator: start.name,
    message: `Got unwanted ${kind}${message ? `: ${message}` : '.'}\nActual message: "${actual?.message}"`,
    stackStartFn: start,
    diff: optionsOf(this).diff,
  });
}

function isUnwanted(actual, expected) {
  if (typeof expected !== 'function') {
    if (isRegExp(expected)) return expected.exec(String(actual)) !== null;
    throw new ERR_INVALID_ARG_TYPE('expected', ['Function', 'RegExp'], expected);
  }
  // An arrow function has no prototype.
  if (expected.prototype !== undefined && actual instanceof expected) return true;
  if (Object.prototype.isPrototypeOf.call(Error, expected)) return false;
  return Reflect.apply(expected, {}, [actual]) === true;
}

function describeUnwanted(error) {
  if (typeof error !== 'object' || typeof error.message !== 'string') return inspect(error);
  return error.message.length === 0 && error.constructor ? error.constructor.name : error.message;
}

/** The new stack as far as it is not in the original one, then the original one. */
function joinStacks(stack, original) {
  const start = original.indexOf('\n    at');
  if (start === -1) return stack;
  const originalFrames = original.slice(start + 1).split('\n');
  const frames = stack.split('\n');
  for (const frame of originalFrames) {
    const index = frames.indexOf(frame);
    if (index !== -1) return `${frames.slice(0, index).join('\n')}\n${originalFrames.join('\n')}`;
  }
  return `${frames.join('\n')}\n${originalFrames.join('\n')}`;
}

/** A set of assertions with options of its own. */
function Assert(options) {
  if (new.target === undefined) throw new ERR_CONSTRUCT_CALL_REQUIRED('Assert');
  options = { __proto__: null, strict: true, diff: 'simple', skipPrototype: false, ...options };
  if (options.diff !== undefined) validateOneOf(options.diff, 'options.diff', ['simple', 'full']);

  this.AssertionError = AssertionError;
  Object.defineProperty(this, kOptions, { __proto__: null, value: options, enumerable: false });
  if (options.strict) useStrictMethods(this);
}

function useStrictMethods(target) {
  target.equal = target.strictEqual;
  target.deepEqual = target.deepStrictEqual;
  target.notEqual = target.notStrictEqual;
  target.notDeepEqual = target.notDeepStrictEqual;
}

Object.assign(Assert.prototype, {
  // Unlike `assert.ok`, this one carries no other methods.
  ok: function ok(...args) {
    if (!args[0]) innerOk.call(this, ok, args);
  },
  ...methods,
});
assert.AssertionError = AssertionError;
assert.CallTracker = deprecate(CallTracker, 'assert.CallTracker is deprecated.', 'DEP0173');
Object.assign(assert, { ok, ...methods });

function strict(...args) {
  if (!args[0]) innerOk.call(this, strict, args);
}

assert.strict = strict;
assert.Assert = Assert;

for (const [key, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(assert))) {
  if (descriptor.enumerable) Object.defineProperty(strict, key, descriptor);
}
useStrictMethods(strict);
