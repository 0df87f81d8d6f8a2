'use strict';

// `node:util`.
// https://nodejs.org/api/util.html

const {
  ErrnoException, ExceptionWithHostPort,
  codes: { ERR_FALSY_VALUE_REJECTION },
  hideFramesAbove,
} = require('internal/errors');
const {
  convertProcessSignalToExitCode, defineLazyProperties, deprecate, getSystemErrorMap, getSystemErrorMessage,
  getSystemErrorName, inherits, promisify, toUSVString,
} = require('internal/util');
const { debuglog } = require('internal/util/debuglog');
const { format, formatWithOptions, inspect, stripVTControlCharacters } = require('internal/util/inspect');
const types = require('internal/util/types');
const {
  validateBoolean, validateFunction, validateInteger, validateNumber, validateObject, validateString,
} = require('internal/validators');

const { defineProperties, getOwnPropertyDescriptors } = Object;

const DEFAULT_FRAME_COUNT = 8;
const MAX_FRAME_COUNT = 200;

function _extend(target, source) {
  // Don't do anything if source isn't an object.
  if (source === null || typeof source !== 'object') return target;
  for (const key of Object.keys(source)) target[key] = source[key];
  return target;
}

function _errnoException(...args) {
  const error = new ErrnoException(...args);
  Error.captureStackTrace(error, _errnoException);
  return error;
}

function _exceptionWithHostPort(...args) {
  const error = new ExceptionWithHostPort(...args);
  Error.captureStackTrace(error, _exceptionWithHostPort);
  return error;
}

/** An async function as one that takes a callback. */
function callbackify(original) {
  validateFunction(original, 'original');

  function callbackified(...args) {
    const last = args.pop();
    validateFunction(last, 'last argument');
    const callback = last.bind(this);
    // The callback runs outside the promise, so what it throws is an uncaught exception.
    Reflect.apply(original, this, args).then(
      (value) => process.nextTick(callback, null, value),
      (reason) => process.nextTick(callbackifyOnRejected, reason, callback));
  }

  const descriptors = getOwnPropertyDescriptors(original);
  if (typeof descriptors.length.value === 'number') descriptors.length.value++;
  if (typeof descriptors.name.value === 'string') descriptors.name.value += 'Callbackified';
  return defineProperties(callbackified, descriptors);
}

// A callback takes a falsy first argument for success.
function callbackifyOnRejected(reason, callback) {
  if (reason) return callback(reason);
  const error = new ERR_FALSY_VALUE_REJECTION(reason);
  hideFramesAbove(error, callbackifyOnRejected);
  return callback(error);
}

/**
 * @param {number | object} [frameCount]
 * @param {{ sourceMap?: boolean }} [options]
 */
function getCallSites(frameCount = DEFAULT_FRAME_COUNT, options) {
  if (options === undefined && typeof frameCount === 'object') {
    options = frameCount;
    frameCount = DEFAULT_FRAME_COUNT;
  }
  if (options === undefined) options = {};
  validateObject(options, 'options');
  if (options.sourceMap !== undefined) validateBoolean(options.sourceMap, 'options.sourceMap');
  validateNumber(frameCount, 'frameCount', 1, MAX_FRAME_COUNT);
  validateInteger(frameCount, 'frameCount', 1, MAX_FRAME_COUNT);
  return internalBinding('util').getCallSites(frameCount);
}

/** @param {string} content of a `.env` file @returns {Record<string, string>} */
function parseEnv(content) {
  validateString(content, 'content');
  return require('internal/util/dotenv').parseEnv(content);
}

function isDeepStrictEqual(val1, val2, options) {
  const { isDeepStrictEqual } = require('internal/util/comparisons');
  const skipPrototype = typeof options === 'object' && options !== null ? options.skipPrototype : options;
  return isDeepStrictEqual(val1, val2, skipPrototype);
}

function styleText(format, text, options) {
  return require('internal/util/style_text').styleText(format, text, options);
}

function diff(actual, expected) {
  return require('internal/util/diff').diff(actual, expected);
}

function parseArgs(config = {}) {
  return require('internal/util/parse_args').parseArgs(config);
}
Object.defineProperty(parseArgs, 'length', { value: 0 });

module.exports = {
  _errnoException,
  _exceptionWithHostPort,
  _extend: deprecate(_extend, 'The `util._extend` API is deprecated. Please use Object.assign() instead.', 'DEP0060'),
  callbackify,
  convertProcessSignalToExitCode,
  debug: debuglog,
  debuglog,
  deprecate,
  format,
  styleText,
  formatWithOptions,
  getCallSites,
  getSystemErrorMap,
  getSystemErrorName,
  getSystemErrorMessage,
  inherits,
  inspect,
  isArray: deprecate(Array.isArray,
                     'The `util.isArray` API is deprecated. Please use `Array.isArray()` instead.', 'DEP0044'),
  isDeepStrictEqual,
  promisify,
  stripVTControlCharacters,
  toUSVString,
  types,
  parseEnv,
  parseArgs,
  diff,
};

// Each of these is a module of its own that few programs use.
defineLazyProperties(module.exports, 'internal/abort_controller',
                     ['transferableAbortSignal', 'transferableAbortController', 'aborted']);
defineLazyProperties(module.exports, 'internal/encoding', ['TextDecoder', 'TextEncoder']);
defineLazyProperties(module.exports, 'internal/mime', ['MIMEType', 'MIMEParams']);
