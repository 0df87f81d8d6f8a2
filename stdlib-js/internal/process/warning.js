'use strict';
// process.emitWarning, and what is printed for a warning that nobody takes care of.
// https://nodejs.org/docs/latest-v24.x/api/process.html#processemitwarningwarning-options

const { codes: { ERR_INVALID_ARG_TYPE }, isErrorStackTraceLimitWritable } = require('internal/errors');
const { validateString } = require('internal/validators');
const { ArrayIsArray, Error, ErrorCaptureStackTrace } = primordials;

let isHintShown = false;

/**
 * @param {string | Error} warning
 * @param {string | object | Function} [type]  @param {string | Function} [code]  @param {Function} [ctor]
 */
function emitWarning(warning, type, code, ctor) {
  // Cheap, and deprecations may be frequent.
  if (process.noDeprecation && type === 'DeprecationWarning') return;

  let detail;
  if (type !== null && typeof type === 'object' && !ArrayIsArray(type)) {
    ({ ctor, code } = type);
    if (typeof type.detail === 'string') ({ detail } = type);
    type = type.type || 'Warning';
  } else if (typeof type === 'function') {
    ctor = type;
    code = undefined;
    type = 'Warning';
  }
  if (type !== undefined) validateString(type, 'type');
  if (typeof code === 'function') {
    ctor = code;
    code = undefined;
  } else if (code !== undefined) {
    validateString(code, 'code');
  }

  if (typeof warning === 'string') {
    warning = makeWarning(warning, type, code, ctor ?? process.emitWarning, detail);
  } else if (!(warning instanceof Error)) {
    throw new ERR_INVALID_ARG_TYPE('warning', ['Error', 'string'], warning);
  }

  if (warning.name === 'DeprecationWarning') {
    if (process.noDeprecation) return;
    if (process.throwDeprecation) {
      // On the next turn, so that nothing catches it.
      process.nextTick(() => {
        throw warning;
      });
      return;
    }
  }
  process.nextTick(() => process.emit('warning', warning));
}

/** For warnings that may come when no tick will run any more. */
function emitWarningSync(warning, type, code, ctor) {
  process.emit('warning', makeWarning(warning, type, code, ctor ?? process.emitWarning));
}

/** The listener that prints. */
function onWarning(warning) {
  if (!(warning instanceof Error) || areWarningsOff() || isDisabled(warning)) return;
  const isDeprecation = warning.name === 'DeprecationWarning';
  if (isDeprecation && process.noDeprecation) return;
  const isTraced = process.traceProcessWarnings || (isDeprecation && process.traceDeprecation);

  let text = `(${process.release.name}:${process.pid}) `;
  if (warning.code) text += `[${warning.code}] `;
  text += isTraced && warning.stack ? warning.stack : nameAndMessage(warning);
  if (typeof warning.detail === 'string') text += `\n${warning.detail}`;
  if (!isTraced && !isHintShown) {
    isHintShown = true;
    text += hint(isDeprecation ? '--trace-deprecation' : '--trace-warnings');
  }
  writeOut(text);
}

function areWarningsOff() {
  const { getOptionValue } = require('internal/options'); // Lazy: until there is a warning.
  return getOptionValue('--no-warnings') || process.env.NODE_NO_WARNINGS === '1';
}

function isDisabled(warning) {
  const { getOptionValue } = require('internal/options'); // Lazy: until there is a warning.
  const disabled = getOptionValue('--disable-warning');
  return (warning.code && disabled.includes(warning.code)) || (warning.name && disabled.includes(warning.name));
}

function nameAndMessage(warning) {
  return typeof warning.toString === 'function' ?
    `${warning.toString()}` :
    Error.prototype.toString.call(warning);
}

function hint(flag) {
  const program = require('path').basename(process.argv0 || 'node');
  return `\n(Use \`${program} ${flag} ...\` to show where the warning was created)`;
}

function writeOut(text) {
  const { getOptionValue } = require('internal/options');
  const path = getOptionValue('--redirect-warnings');
  if (path) {
    try {
      require('fs').appendFileSync(path, `${text}\n`);
      return;
    } catch {
      // To the terminal, then.
    }
  }
  require('internal/console/global').error(text); // Lazy: through process.stderr, which may have been replaced.
}

function makeWarning(message, type, code, ctor, detail) {
  const warning = withoutStack(message);
  warning.name = String(type || 'Warning');
  if (code !== undefined) warning.code = code;
  if (detail !== undefined) warning.detail = detail;
  ErrorCaptureStackTrace(warning, ctor);
  return warning;
}

/** The stack is captured later, without the frames in here. */
function withoutStack(message) {
  if (!isErrorStackTraceLimitWritable()) return new Error(message);
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  const error = new Error(message);
  Error.stackTraceLimit = limit;
  return error;
}

module.exports = { emitWarning, emitWarningSync, onWarning };
