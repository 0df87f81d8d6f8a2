'use strict';
// Promises that are rejected without a handler: 'unhandledRejection', 'rejectionHandled', and the warnings in their place.
// https://nodejs.org/docs/latest-v24.x/api/process.html#event-unhandledrejection

const {
  tickInfo,
  promiseRejectEvents: { kPromiseRejectWithNoHandler, kPromiseHandlerAddedAfterReject },
  setPromiseRejectCallback,
} = internalBinding('task_queue');
const { noSideEffectsToString, triggerUncaughtException } = internalBinding('errors');
const AsyncContextFrame = require('internal/async_context_frame');
const {
  popAsyncContext,
  pushAsyncContext,
  symbols: { async_id_symbol, trigger_async_id_symbol },
} = require('internal/async_hooks');
const FixedQueue = require('internal/fixed_queue');
const { Error, ObjectPrototypeHasOwnProperty, ReflectApply } = primordials;

const { delete: weakMapDelete, get: weakMapGet, set: weakMapSet } = WeakMap.prototype;

const kHasRejectionToWarn = 1;

/** What was rejected since the last drain of the tick queue; some of it may have been handled since. */
let pending = [];
/** The rejections of promises that have no handler, by promise. */
const unhandled = new WeakMap();
/** Handled after they were reported; to be told about in the next drain. */
const handledLate = new FixedQueue();
let lastRejectionId = 0;

class UnhandledPromiseRejection extends Error {
  code = 'ERR_UNHANDLED_REJECTION';
  name = 'UnhandledPromiseRejection';

  constructor(reason) {
    super('This error originated either by throwing inside of an async function without a catch block, or by ' +
      'rejecting a promise which was not handled with .catch(). The promise rejected with the reason "' +
      `${noSideEffectsToString(reason)}".`);
  }
}

class UnhandledPromiseRejectionWarning extends Error {
  name = 'UnhandledPromiseRejectionWarning';

  constructor(id) {
    super('Unhandled promise rejection. This error originated either by throwing inside of an async function ' +
      'without a catch block, or by rejecting a promise which was not handled with .catch(). To terminate the node ' +
      'process on unhandled promise rejection, use the CLI flag `--unhandled-rejections=strict` (see ' +
      'https://nodejs.org/api/cli.html#cli_unhandled_rejections_mode). ' +
      `(rejection id: ${id})`);
  }
}

class PromiseRejectionHandledWarning extends Error {
  name = 'PromiseRejectionHandledWarning';

  constructor(id) {
    super(`Promise rejection was handled asynchronously (rejection id: ${id})`);
    this.id = id;
  }
}

function listenForRejections() {
  setPromiseRejectCallback(onPromiseReject);
}

/** V8 calls this in the middle of other code: nothing of the application may run here. */
function onPromiseReject(type, promise, reason) {
  switch (type) {
    case kPromiseRejectWithNoHandler:
      onReject(promise, reason);
      break;
    case kPromiseHandlerAddedAfterReject:
      onHandlerAdded(promise);
      break;
    default:
      onMultipleResolve(type, promise, reason);
  }
}

function onReject(promise, reason) {
  const rejection = {
    promise,
    reason,
    id: ++lastRejectionId,
    contextFrame: AsyncContextFrame.current(),
    isHandled: false,
    isReported: false,
  };
  pending[pending.length] = rejection;
  ReflectApply(weakMapSet, unhandled, [promise, rejection]);
  tickInfo[kHasRejectionToWarn] = 1;
}

function onHandlerAdded(promise) {
  const rejection = ReflectApply(weakMapGet, unhandled, [promise]);
  if (rejection === undefined) return;
  ReflectApply(weakMapDelete, unhandled, [promise]);
  rejection.isHandled = true;
  if (!rejection.isReported) return;
  // Made here, so that its stack shows who added the handler.
  handledLate.push({ promise, warning: new PromiseRejectionHandledWarning(rejection.id) });
  tickInfo[kHasRejectionToWarn] = 1;
}

/** The deprecated 'multipleResolves'; almost nobody listens, and promises settle twice all the time. */
function onMultipleResolve(type, promise, value) {
  if (process.listenerCount('multipleResolves') === 0) return;
  const kind = type === 2 ? 'reject' : 'resolve';
  process.nextTick(() => {
    if (!process.emit('multipleResolves', kind, promise, value)) return;
    process.emitWarning('The multipleResolves event has been deprecated.', 'DeprecationWarning', 'DEP0160');
  });
}

/** Tells about what has been rejected; true if callbacks ran, which may have queued more. */
function processPromiseRejections() {
  let ranCallbacks = !handledLate.isEmpty();
  while (!handledLate.isEmpty()) {
    const { promise, warning } = handledLate.shift();
    if (!process.emit('rejectionHandled', promise)) process.emitWarning(warning);
  }

  const rejections = pending;
  pending = [];
  for (let index = 0; index < rejections.length; index++) {
    const rejection = rejections[index];
    if (rejection.isHandled) continue;
    rejection.isReported = true;
    inContextOf(rejection, reportForMode());
    ranCallbacks = true;
  }
  return ranCallbacks || pending.length !== 0;
}

/** Calls `report` as if by the code that rejected the promise. */
function inContextOf(rejection, report) {
  const { promise } = rejection;
  const asyncId = promise[async_id_symbol];
  if (asyncId !== undefined) pushAsyncContext(asyncId, promise[trigger_async_id_symbol], promise);
  const priorFrame = AsyncContextFrame.exchange(rejection.contextFrame);
  let isContextLeft = false;
  try {
    isContextLeft = report(rejection);
  } finally {
    AsyncContextFrame.exchange(priorFrame);
    if (!isContextLeft && asyncId !== undefined) popAsyncContext(asyncId);
  }
}

/** The reaction that `--unhandled-rejections` chooses; it returns true if the async context has been left. */
function reportForMode() {
  const { getOptionValue } = require('internal/options'); // Lazy: until there is a rejection.
  switch (getOptionValue('--unhandled-rejections')) {
    case 'none': return (rejection) => { emitUnhandled(rejection); };
    case 'warn': return reportByWarning;
    case 'strict': return reportStrictly;
    case 'warn-with-error-code': return reportByWarningAndExitCode;
    default: return reportByThrowing;
  }
}

function reportByThrowing(rejection) {
  if (emitUnhandled(rejection)) return false;
  triggerUncaughtException(errorFor(rejection.reason), true);
  return true; // By the uncaught exception, if somebody handled it.
}

function reportStrictly(rejection) {
  const { promise, reason } = rejection;
  triggerUncaughtException(errorFor(reason), true);
  const asyncId = promise[async_id_symbol];
  if (asyncId !== undefined) pushAsyncContext(asyncId, promise[trigger_async_id_symbol], promise);
  if (!emitUnhandled(rejection)) emitUnhandledWarning(rejection);
  return false;
}

function reportByWarning(rejection) {
  emitUnhandled(rejection);
  emitUnhandledWarning(rejection);
  return false;
}

function reportByWarningAndExitCode(rejection) {
  if (emitUnhandled(rejection)) return false;
  emitUnhandledWarning(rejection);
  process.exitCode = 1;
  return false;
}

function emitUnhandled({ promise, reason }) {
  return process.emit('unhandledRejection', reason, promise);
}

function emitUnhandledWarning({ reason, id }) {
  const warning = withoutStack(() => new UnhandledPromiseRejectionWarning(id));
  try {
    if (isErrorLike(reason)) {
      warning.stack = reason.stack;
      process.emitWarning(reason.stack, 'UnhandledPromiseRejectionWarning');
    } else {
      process.emitWarning(noSideEffectsToString(reason), 'UnhandledPromiseRejectionWarning');
    }
  } catch {
    // The stack is not a string, or its getter throws.
    try {
      process.emitWarning(noSideEffectsToString(reason), 'UnhandledPromiseRejectionWarning');
    } catch {
      // Then the general warning has to do.
    }
  }
  process.emitWarning(warning);
}

function errorFor(reason) {
  return isErrorLike(reason) ? reason : new UnhandledPromiseRejection(reason);
}

function isErrorLike(reason) {
  return typeof reason === 'object' && reason !== null && ObjectPrototypeHasOwnProperty(reason, 'stack');
}

function withoutStack(make) {
  const { isErrorStackTraceLimitWritable } = require('internal/errors');
  if (!isErrorStackTraceLimitWritable()) return make();
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return make();
  } finally {
    Error.stackTraceLimit = limit;
  }
}

module.exports = { listenForRejections, processPromiseRejections };
