'use strict';

// The global console. It opens `process.stdout` only when a program does, or needs what only a stream knows.
// https://nodejs.org/api/console.html

const { rawWrite } = internalBinding('process');
const { guessHandleType } = internalBinding('util');

const {
  Console, indentLine, kBindProperties, kFormatForStderr, kFormatForStdout, kGroupIndentation, kUseStdout,
  kWriteToConsole,
} = require('internal/console/constructor');
const { formatWithOptions } = require('internal/util/inspect');
const { isStreamOpen } = require('internal/process/per_thread');

const { defineProperty, getOwnPropertyDescriptor, getOwnPropertyNames, getOwnPropertySymbols } = Object;

// What V8's own console has beside Node's methods.
const V8_METHODS = ['profile', 'profileEnd', 'timeStamp', 'context', 'createTask'];
const v8Console = globalThis.console;

/** The names of streams that a program has put in place of those of `process`, as `console._stdout`. */
const replacedStreams = new Set();

const globalConsole = Object.create({});

for (const key of [...getOwnPropertyNames(Console.prototype), ...getOwnPropertySymbols(Console.prototype)]) {
  if (key === 'constructor') continue;
  const descriptor = getOwnPropertyDescriptor(Console.prototype, key);
  const method = descriptor.value.bind(globalConsole);
  defineProperty(method, 'name', { __proto__: null, value: key });
  defineProperty(method, 'length', { __proto__: null, value: 0 });
  defineProperty(globalConsole, key, { ...descriptor, value: method });
}

defineStream('_stdout', 'stdout');
defineStream('_stderr', 'stderr');
globalConsole[kBindProperties](true, 'auto');
globalConsole.Console = Console;
for (const key of V8_METHODS) {
  if (typeof v8Console?.[key] === 'function') globalConsole[key] = v8Console[key];
}

/** Whether a write has to go through the stream. */
function needsStream(name) {
  return replacedStreams.has(name) || isStreamOpen(name);
}

/** A stream of `process`, the one that was there when the console first needed it. */
function defineStream(property, name) {
  let stream;
  defineProperty(globalConsole, property, {
    __proto__: null,
    get() {
      return stream ??= process[name];
    },
    set(value) {
      replacedStreams.add(name);
      stream = value;
    },
    enumerable: false,
    configurable: true,
  });
}

override(kWriteToConsole, (writeToStream) => writeToConsole.bind(undefined, writeToStream));
override(kFormatForStdout, (formatForStream) => formatWithoutStream.bind(undefined, formatForStream, 1, 'stdout'));
override(kFormatForStderr, (formatForStream) => formatWithoutStream.bind(undefined, formatForStream, 2, 'stderr'));

function override(key, make) {
  defineProperty(globalConsole, key, {
    __proto__: null, value: make(globalConsole[key]), writable: true, enumerable: false, configurable: true,
  });
}

/**
 * Standard output and error are written synchronously, whatever they are. So as long as a program has not seen the
 * stream, a write to the descriptor cannot be told from it, and costs no stream.
 */
function writeToConsole(writeToStream, streamSymbol, text) {
  const isStdout = streamSymbol === kUseStdout;
  if (needsStream(isStdout ? 'stdout' : 'stderr')) return writeToStream(streamSymbol, text);
  try {
    rawWrite(isStdout ? 1 : 2, indentLine(text, globalConsole[kGroupIndentation]));
  } catch {
    // Errors of the console's streams are ignored, as in Node.
  }
}

/** Only a terminal and FORCE_COLOR have to be asked for their colours. */
function formatWithoutStream(formatForStream, fd, name, args) {
  if (args.length === 1 && typeof args[0] === 'string') return args[0];
  if (needsStream(name) || process.env.FORCE_COLOR !== undefined || guessHandleType(fd) === 'TTY') {
    return formatForStream(args);
  }
  return formatWithOptions({}, ...args);
}

module.exports = globalConsole;
