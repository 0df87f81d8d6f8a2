'use strict';
// What happens to an exception that nothing caught: who is asked, and what a dying process prints.
// https://nodejs.org/docs/latest-v24.x/api/process.html#event-uncaughtexception

const {
  afterHooksExist,
  clearAsyncIdStack,
  clearDefaultTriggerAsyncId,
  emitAfter,
  executionAsyncId,
  hasAsyncIdStack,
} = require('internal/async_hooks');
const {
  codes: { ERR_INVALID_ARG_TYPE, ERR_UNCAUGHT_EXCEPTION_CAPTURE_ALREADY_SET },
} = require('internal/errors');
const { kEnhanceStackBeforeInspector } = require('internal/events/symbols');
const { ObjectPrototypeHasOwnProperty } = primordials;

let captureCallback = null;

/** @param {((error: any) => void) | null} fn */
function setUncaughtExceptionCaptureCallback(fn) {
  if (fn === null) {
    captureCallback = null;
    return;
  }
  if (typeof fn !== 'function') throw new ERR_INVALID_ARG_TYPE('fn', ['Function', 'null'], fn);
  if (captureCallback !== null) throw new ERR_UNCAUGHT_EXCEPTION_CAPTURE_ALREADY_SET();
  captureCallback = fn;
}

function hasUncaughtExceptionCaptureCallback() {
  return captureCallback !== null;
}

/**
 * Asks the application; false if the process is to die. What a handler throws passes through: the process then dies
 * of that, with exit code 7.
 * @param {any} error  @param {boolean} fromPromise
 */
function onUncaughtException(error, fromPromise) {
  clearDefaultTriggerAsyncId();
  const origin = fromPromise ? 'unhandledRejection' : 'uncaughtException';
  process.emit('uncaughtExceptionMonitor', error, origin);
  if (captureCallback !== null) captureCallback(error);
  else if (!process.emit('uncaughtException', error, origin)) return false;

  // The loop goes on, at once: the phase that was interrupted has more to do.
  require('timers').setImmediate(() => {}); // Lazy: timers stand on this level.
  leaveAsyncContexts();
  return true;
}

function leaveAsyncContexts() {
  if (afterHooksExist()) {
    while (hasAsyncIdStack()) emitAfter(executionAsyncId());
  }
  clearAsyncIdStack();
}

/**
 * Prints what the process dies of.
 * @param {any} error  @param {string | undefined} arrow where it was thrown: position, line, carets
 */
function printFatal(error, arrow) {
  let text;
  try {
    enhanceStack(error);
    text = isErrorLike(error) ? describeError(error, arrow) : describeValue(error, arrow);
  } catch {
    // A getter or a custom inspection that throws.
    text = `${arrow ?? ''}\n${internalBinding('errors').noSideEffectsToString(error)}`;
  }
  internalBinding('process').rawWrite(2, `${text}\n\nNode.js ${process.version}\n`);
}

function describeError(error, arrow) {
  const description = inspectFatal(error);
  return arrow ? `${arrow}\n\n${description}` : description;
}

function describeValue(value, arrow) {
  const where = arrow ? `\n${arrow}\n` : 'Uncaught:\n';
  if ((typeof value === 'object' && value !== null) || typeof value === 'function') {
    return `${where}${inspectFatal(value)}`;
  }
  const program = require('path').basename(process.argv0 || 'node');
  // A symbol is not printed, as in Node.
  const text = typeof value === 'symbol' ? '' : String(value);
  return `${where}${text}\n(Use \`${program} --trace-uncaught ...\` to show where the exception was thrown)`;
}

function inspectFatal(value) {
  const { inspect } = require('internal/util/inspect'); // Lazy: the process is about to die.
  const { shouldColorize } = require('internal/util/colors');
  const depth = Math.max(inspect.defaultOptions.depth, 5);
  return inspect(value, { colors: shouldColorize(process.stderr), customInspect: false, depth });
}

/** An error emitted without a listener tells where it was emitted. */
function enhanceStack(error) {
  if (error === null || typeof error !== 'object') return;
  const enhance = error[kEnhanceStackBeforeInspector];
  if (typeof enhance !== 'function') return;
  try {
    error.stack = enhance();
  } catch {
    // The stack stays as it is.
  }
}

function isErrorLike(error) {
  return typeof error === 'object' && error !== null && ObjectPrototypeHasOwnProperty(error, 'stack');
}

module.exports = {
  hasUncaughtExceptionCaptureCallback,
  onUncaughtException,
  printFatal,
  setUncaughtExceptionCaptureCallback,
};
