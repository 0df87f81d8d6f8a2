'use strict';
// process.nextTick and queueMicrotask, and the order in which what they queue runs after every callback.
// https://nodejs.org/docs/latest-v24.x/api/process.html#processnexttickcallback-args

const { tickInfo, runMicrotasks, setTickCallback, enqueueMicrotask } = internalBinding('task_queue');
const {
  enabledHooksExist,
  emitAfter,
  emitBefore,
  emitDestroy,
  emitInit,
  getDefaultTriggerAsyncId,
  initHooksExist,
  newAsyncId,
  symbols: { async_id_symbol, trigger_async_id_symbol },
} = require('internal/async_hooks');
const AsyncContextFrame = require('internal/async_context_frame');
const FixedQueue = require('internal/fixed_queue');
const { listenForRejections, processPromiseRejections } = require('internal/process/promises');
const { validateFunction } = require('internal/validators');

const kHasTickScheduled = 0;
const kHasRejectionToWarn = 1;
const async_context_frame = Symbol('kAsyncContextFrame');

const queue = new FixedQueue();

/** Registers the queues with the event loop; at bootstrap. */
function setupTaskQueue() {
  listenForRejections();
  // Bound, so that stacks say `process.processTicksAndRejections`.
  setTickCallback(processTicksAndRejections.bind(process));
  process._tickCallback = runNextTicks;
  return { nextTick, runNextTicks };
}

function nextTick(callback) {
  validateFunction(callback, 'callback');
  if (process._exiting) return;

  let args;
  switch (arguments.length) {
    case 1: break;
    case 2: args = [arguments[1]]; break;
    case 3: args = [arguments[1], arguments[2]]; break;
    case 4: args = [arguments[1], arguments[2], arguments[3]]; break;
    default:
      args = [];
      for (let index = 1; index < arguments.length; index++) args[index - 1] = arguments[index];
  }

  tickInfo[kHasTickScheduled] = 1;
  const asyncId = newAsyncId();
  const triggerAsyncId = getDefaultTriggerAsyncId();
  const tick = {
    [async_id_symbol]: asyncId,
    [trigger_async_id_symbol]: triggerAsyncId,
    [async_context_frame]: AsyncContextFrame.current(),
    callback,
    args,
  };
  if (initHooksExist()) emitInit(asyncId, 'TickObject', triggerAsyncId, tick);
  queue.push(tick);
}

/** What the event loop does after a callback; between two timers or immediates it is called from JavaScript. */
function runNextTicks() {
  if (tickInfo[kHasTickScheduled] === 0 && tickInfo[kHasRejectionToWarn] === 0) runMicrotasks();
  if (tickInfo[kHasTickScheduled] === 0 && tickInfo[kHasRejectionToWarn] === 0) return;
  processTicksAndRejections();
}

/** If a callback throws, the loop handles the exception, which leaves all contexts, and comes back for the rest. */
function processTicksAndRejections() {
  let tick;
  do {
    while ((tick = queue.shift()) !== null) {
      const priorFrame = AsyncContextFrame.exchange(tick[async_context_frame]);
      const asyncId = tick[async_id_symbol];
      emitBefore(asyncId, tick[trigger_async_id_symbol], tick);
      // Called from here and not from a function of its own: stacks show this function, and readers of stacks know it.
      try {
        const { callback, args } = tick;
        if (args === undefined) {
          callback();
        } else {
          switch (args.length) {
            case 1: callback(args[0]); break;
            case 2: callback(args[0], args[1]); break;
            case 3: callback(args[0], args[1], args[2]); break;
            case 4: callback(args[0], args[1], args[2], args[3]); break;
            default: callback(...args);
          }
        }
      } finally {
        emitDestroy(asyncId);
      }
      emitAfter(asyncId);
      AsyncContextFrame.exchange(priorFrame);
    }
    runMicrotasks();
  } while (!queue.isEmpty() || (tickInfo[kHasRejectionToWarn] === 1 && processPromiseRejections()));
  tickInfo[kHasTickScheduled] = 0;
  tickInfo[kHasRejectionToWarn] = 0;
}

function queueMicrotask(callback) {
  validateFunction(callback, 'callback');
  if (AsyncContextFrame.current() === undefined && !enabledHooksExist()) {
    enqueueMicrotask(callback);
    return;
  }
  // V8 clears the context of plain microtasks, so they carry their own.
  const { AsyncResource } = require('async_hooks'); // Lazy: few programs need it.
  const resource = new AsyncResource('Microtask', { requireManualDestroy: true });
  enqueueMicrotask(() => {
    resource.runInAsyncScope(() => {
      try {
        callback();
      } finally {
        resource.emitDestroy();
      }
    });
  });
}

module.exports = { queueMicrotask, runNextTicks, setupTaskQueue };
