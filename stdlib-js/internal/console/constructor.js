'use strict';

// The class `Console`, whose methods the global console has too.
// https://nodejs.org/api/console.html#class-console

const {
  codes: { ERR_CONSOLE_WRITABLE_STREAM, ERR_INCOMPATIBLE_OPTION_PAIR },
  isStackOverflowError,
} = require('internal/errors');
const { publish } = require('internal/console/channels');
const { formatWithOptions, inspect } = require('internal/util/inspect');
const { validateArray, validateInteger, validateObject, validateOneOf } = require('internal/validators');

const { isArray } = Array;
const { defineProperties, defineProperty, keys: objectKeys } = Object;

const kColorInspectOptions = { colors: true };
const kNoColorInspectOptions = {};
const MAX_GROUP_INDENTATION = 1000;
const DEFAULT_GROUP_INDENTATION = 2;

const kIsConsole = Symbol('kIsConsole');
const kCounts = Symbol('counts');
const kColorMode = Symbol('kColorMode');
const kGroupIndentation = Symbol('kGroupIndent');
const kGroupIndentationWidth = Symbol('kGroupIndentWidth');
const kBindStreams = Symbol('kBindStreamsEager');
const kBindProperties = Symbol('kBindProperties');
const kWriteToConsole = Symbol('kWriteToConsole');
const kGetInspectOptions = Symbol('kGetInspectOptions');
const kFormatForStdout = Symbol('kFormatForStdout');
const kFormatForStderr = Symbol('kFormatForStderr');
const kUseStdout = Symbol('kUseStdout');
const kUseStderr = Symbol('kUseStderr');

/** Console -> the inspect options it was made with: one object, or a Map from stream to options. */
const optionsMap = new WeakMap();

/** A class that can also be called without `new`. */
function Console(options /* or: stdout, stderr, ignoreErrors = true */) {
  if (new.target === undefined) return Reflect.construct(Console, arguments);

  if (!options || typeof options.write === 'function') {
    options = { stdout: options, stderr: arguments[1], ignoreErrors: arguments[2] };
  }
  const { stdout, stderr = stdout, ignoreErrors = true, colorMode = 'auto', inspectOptions, groupIndentation } = options;
  if (!stdout || typeof stdout.write !== 'function') throw new ERR_CONSOLE_WRITABLE_STREAM('stdout');
  if (!stderr || typeof stderr.write !== 'function') throw new ERR_CONSOLE_WRITABLE_STREAM('stderr');
  validateOneOf(colorMode, 'colorMode', ['auto', true, false]);
  if (groupIndentation !== undefined) {
    validateInteger(groupIndentation, 'groupIndentation', 0, MAX_GROUP_INDENTATION);
  }
  if (inspectOptions !== undefined) {
    validateInspectOptions(inspectOptions, options.colorMode);
    optionsMap.set(this, inspectOptions);
  }

  bindMethods(this);
  this[kBindStreams](stdout, stderr);
  this[kBindProperties](ignoreErrors, colorMode, groupIndentation);
}

function validateInspectOptions(inspectOptions, colorMode) {
  validateObject(inspectOptions, 'options.inspectOptions');
  const all = inspectOptions instanceof Map ? [...inspectOptions.values()] : [inspectOptions];
  for (const options of all) {
    validateObject(options, 'options.inspectOptions');
    if (options.colors !== undefined && colorMode !== undefined) {
      throw new ERR_INCOMPATIBLE_OPTION_PAIR('options.inspectOptions.color', 'colorMode');
    }
  }
}

// Methods work without their object, as in `promise.then(console.log)`.
function bindMethods(console) {
  for (const key of objectKeys(Console.prototype)) {
    const method = console[key].bind(console);
    defineProperty(method, 'name', { __proto__: null, value: key });
    console[key] = method;
  }
}

function defineHidden(object, key, value) {
  defineProperty(object, key, { __proto__: null, value, writable: true, enumerable: false, configurable: true });
}

const consolePropAttributes = { __proto__: null, writable: true, enumerable: false, configurable: true };

defineProperty(Console, 'prototype', { __proto__: null, writable: false });
defineProperty(Console, Symbol.hasInstance, {
  __proto__: null,
  value: { [Symbol.hasInstance](instance) { return instance[kIsConsole]; } }[Symbol.hasInstance],
});

const internalMethods = {
  [kBindStreams](stdout, stderr) {
    defineHidden(this, '_stdout', stdout);
    defineHidden(this, '_stderr', stderr);
  },

  [kBindProperties](ignoreErrors, colorMode, groupIndentation = DEFAULT_GROUP_INDENTATION) {
    defineProperties(this, {
      _stdoutErrorHandler: { ...consolePropAttributes, value: createWriteErrorHandler(this, kUseStdout) },
      _stderrErrorHandler: { ...consolePropAttributes, value: createWriteErrorHandler(this, kUseStderr) },
      _ignoreErrors: { ...consolePropAttributes, value: Boolean(ignoreErrors) },
      _times: { ...consolePropAttributes, value: new Map() },
      [kCounts]: { ...consolePropAttributes, value: new Map() },
      [kColorMode]: { ...consolePropAttributes, value: colorMode },
      [kIsConsole]: { ...consolePropAttributes, value: true },
      [kGroupIndentationWidth]: { ...consolePropAttributes, value: groupIndentation },
      [kGroupIndentation]: { ...consolePropAttributes, value: '' },
      [Symbol.toStringTag]: {
        __proto__: null, writable: false, enumerable: false, configurable: true, value: 'console',
      },
    });
  },

  [kWriteToConsole](streamSymbol, text) {
    const stream = streamSymbol === kUseStdout ? this._stdout : this._stderr;
    const line = indentLine(text, this[kGroupIndentation]);
    if (this._ignoreErrors === false) return stream.write(line);

    // An error may come at once (files, terminals) or later (pipes); neither may end the process.
    try {
      if (stream.listenerCount?.('error') === 0) stream.once('error', noop);
      stream.write(line, streamSymbol === kUseStdout ? this._stdoutErrorHandler : this._stderrErrorHandler);
    } catch (error) {
      // The caller's own trouble is not swallowed.
      if (isStackOverflowError(error)) throw error;
    } finally {
      stream.removeListener?.('error', noop);
    }
  },

  [kGetInspectOptions](stream) {
    let color = this[kColorMode];
    if (color === 'auto') color = require('internal/util/colors').shouldColorize(stream);
    const own = optionsMap.get(this);
    const options = own instanceof Map ? own.get(stream) : own;
    if (options !== undefined) {
      if (options.colors === undefined) options.colors = color;
      return options;
    }
    return color ? kColorInspectOptions : kNoColorInspectOptions;
  },

  [kFormatForStdout](args) {
    return formatLine(this, '_stdout', args);
  },

  [kFormatForStderr](args) {
    return formatLine(this, '_stderr', args);
  },
};

// A single string needs no options, so it does not ask whether the stream has colours.
function formatLine(console, streamName, args) {
  if (args.length === 1 && typeof args[0] === 'string') return args[0];
  return formatWithOptions(console[kGetInspectOptions](console[streamName]), ...args);
}

function indentLine(text, indentation) {
  if (indentation.length === 0) return `${text}\n`;
  const lines = text.includes('\n') ? text.replaceAll('\n', `\n${indentation}`) : text;
  return `${indentation}${lines}\n`;
}

function createWriteErrorHandler(console, streamSymbol) {
  return (error) => {
    if (error === null || error === undefined) return;
    const stream = streamSymbol === kUseStdout ? console._stdout : console._stderr;
    // The write failed, and the stream is about to say so.
    if (!stream._writableState?.errorEmitted && stream.listenerCount('error') === 0) stream.once('error', noop);
  };
}

function noop() {}

const consoleMethods = {
  log(...args) {
    publish('log', args);
    this[kWriteToConsole](kUseStdout, this[kFormatForStdout](args));
  },

  info(...args) {
    publish('info', args);
    this[kWriteToConsole](kUseStdout, this[kFormatForStdout](args));
  },

  debug(...args) {
    publish('debug', args);
    this[kWriteToConsole](kUseStdout, this[kFormatForStdout](args));
  },

  warn(...args) {
    publish('warn', args);
    this[kWriteToConsole](kUseStderr, this[kFormatForStderr](args));
  },

  error(...args) {
    publish('error', args);
    this[kWriteToConsole](kUseStderr, this[kFormatForStderr](args));
  },

  dir(object, options) {
    this[kWriteToConsole](kUseStdout, inspect(object, {
      customInspect: false,
      ...this[kGetInspectOptions](this._stdout),
      ...options,
    }));
  },

  time(label = 'default') {
    require('internal/util/timing').startTimer(this._times, label);
  },

  timeEnd(label = 'default') {
    label = `${label}`;
    const elapsed = require('internal/util/timing').readTimer(this._times, label, 'timeEnd');
    if (elapsed === undefined) return;
    this.log('%s: %s', label, elapsed);
    this._times.delete(label);
  },

  timeLog(label = 'default', ...data) {
    label = `${label}`;
    const elapsed = require('internal/util/timing').readTimer(this._times, label, 'timeLog');
    if (elapsed !== undefined) this.log('%s: %s', label, elapsed, ...data);
  },

  trace: function trace(...args) {
    const error = { name: 'Trace', message: this[kFormatForStderr](args) };
    Error.captureStackTrace(error, trace);
    this.error(error.stack);
  },

  assert(expression, ...args) {
    if (expression) return;
    if (typeof args[0] === 'string') args[0] = `Assertion failed: ${args[0]}`;
    else args.unshift('Assertion failed');
    // Through the property, so that a replaced `warn` sees it.
    this.warn(...args);
  },

  // What is not a terminal stays as it is.
  clear() {
    if (!this._stdout.isTTY || process.env.TERM === 'dumb') return;
    const { cursorTo, clearScreenDown } = require('internal/readline/callbacks');
    cursorTo(this._stdout, 0, 0);
    clearScreenDown(this._stdout);
  },

  count(label = 'default') {
    label = `${label}`;
    const count = (this[kCounts].get(label) ?? 0) + 1;
    this[kCounts].set(label, count);
    this.log(`${label}: ${count}`);
  },

  countReset(label = 'default') {
    label = `${label}`;
    if (!this[kCounts].delete(label)) process.emitWarning(`Count for '${label}' does not exist`);
  },

  group(...data) {
    if (data.length > 0) this.log(...data);
    this[kGroupIndentation] += ' '.repeat(this[kGroupIndentationWidth]);
  },

  groupEnd() {
    this[kGroupIndentation] =
      this[kGroupIndentation].slice(0, this[kGroupIndentation].length - this[kGroupIndentationWidth]);
  },

  table(tabularData, properties) {
    if (tabularData === null || typeof tabularData !== 'object') return this.log(tabularData);
    if (properties !== undefined) validateArray(properties, 'properties');
    const { renderTable } = require('internal/console/table');
    this.log(renderTable(tabularData, properties, (value) => inspect(value, {
      depth: value !== null && typeof value === 'object' && !isArray(value) && objectKeys(value).length > 2 ? -1 : 0,
      maxArrayLength: 3,
      breakLength: Infinity,
      ...this[kGetInspectOptions](this._stdout),
    })));
  },
};

for (const key of objectKeys(consoleMethods)) Console.prototype[key] = consoleMethods[key];
for (const key of Object.getOwnPropertySymbols(internalMethods)) {
  defineHidden(Console.prototype, key, internalMethods[key]);
}
Console.prototype.dirxml = Console.prototype.log;
Console.prototype.groupCollapsed = Console.prototype.group;

module.exports = {
  Console,
  indentLine,
  kBindProperties,
  kFormatForStderr,
  kFormatForStdout,
  kGroupIndentation,
  kUseStdout,
  kWriteToConsole,
};
