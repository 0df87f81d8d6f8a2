'use strict';
// Which asynchronous resource is executing, and the hooks that are told about resources.
// https://nodejs.org/docs/latest-v24.x/api/async_hooks.html
//
// Ids are always given out, since `executionAsyncId` may be asked at any time. Calling hooks costs one test of a
// variable where there are none.

const { ReflectApply } = primordials;

const async_id_symbol = Symbol('async_id_symbol');
const trigger_async_id_symbol = Symbol('trigger_async_id_symbol');
const init_symbol = Symbol('init');
const before_symbol = Symbol('before');
const after_symbol = Symbol('after');
const destroy_symbol = Symbol('destroy');
const promise_resolve_symbol = Symbol('promiseResolve');
/** On a hook that does not want to hear about promises. */
const kNoPromiseHook = Symbol('kNoPromiseHook');

// The main module is resource 1, started by nothing.
let lastAsyncId = 1;
let executionId = 1;
let triggerId = 0;
let defaultTriggerId = -1;

/** What was executing when each of the running resources was entered: execution id, trigger id, twice per entry. */
const idStack = [];
const resourceStack = [];
const topLevelResource = {};

/** The enabled hooks. The array is replaced, never changed, so a hook may enable and disable others while called. */
let activeHooks = [];
/** What `activeHooks` becomes when no hook is being called any more. */
let nextHooks = null;
let callDepth = 0;

let hasInit = false;
let hasBefore = false;
let hasAfter = false;
let hasDestroy = false;
let hasPromiseResolve = false;

function executionAsyncId() {
  return executionId;
}

function triggerAsyncId() {
  return triggerId;
}

function executionAsyncResource() {
  return resourceStack.length === 0 ? topLevelResource : resourceStack[resourceStack.length - 1];
}

function newAsyncId() {
  return ++lastAsyncId;
}

function getOrSetAsyncId(object) {
  if (!Object.hasOwn(object, async_id_symbol)) object[async_id_symbol] = newAsyncId();
  return object[async_id_symbol];
}

function getDefaultTriggerAsyncId() {
  return defaultTriggerId < 0 ? executionId : defaultTriggerId;
}

function clearDefaultTriggerAsyncId() {
  defaultTriggerId = -1;
}

/** Calls `block` with what it creates triggered by `triggerAsyncId` and not by what is executing. */
function defaultTriggerAsyncIdScope(triggerAsyncId, block, ...args) {
  if (triggerAsyncId === undefined) return ReflectApply(block, null, args);
  const previous = defaultTriggerId;
  defaultTriggerId = triggerAsyncId;
  try {
    return ReflectApply(block, null, args);
  } finally {
    defaultTriggerId = previous;
  }
}

function pushAsyncContext(asyncId, triggerAsyncId, resource) {
  idStack.push(executionId, triggerId);
  resourceStack.push(resource);
  executionId = asyncId;
  triggerId = triggerAsyncId;
}

/** Leaves `asyncId`; true if something else is still executing. */
function popAsyncContext(asyncId) {
  if (resourceStack.length === 0) return false;
  if (activeHooks.length > 0 && executionId !== asyncId) failOnCorruptStack(asyncId);
  triggerId = idStack.pop();
  executionId = idStack.pop();
  resourceStack.pop();
  return resourceStack.length > 0;
}

function hasAsyncIdStack() {
  return resourceStack.length > 0;
}

/** Forgets what was executing; after an exception, and when the main module is done. */
function clearAsyncIdStack() {
  idStack.length = 0;
  resourceStack.length = 0;
  executionId = 0;
  triggerId = 0;
}

function enabledHooksExist() {
  return activeHooks.length > 0;
}

function initHooksExist() {
  return hasInit;
}

function afterHooksExist() {
  return hasAfter;
}

function destroyHooksExist() {
  return hasDestroy;
}

function emitInit(asyncId, type, triggerAsyncId, resource) {
  if (hasInit) callInitHooks(asyncId, type, triggerAsyncId ?? getDefaultTriggerAsyncId(), resource, false);
}

function emitBefore(asyncId, triggerAsyncId, resource) {
  idStack.push(executionId, triggerId);
  resourceStack.push(resource);
  executionId = asyncId;
  triggerId = triggerAsyncId;
  // The standard library's own callbacks have the id 0.
  if (hasBefore && asyncId > 0) callHooks(before_symbol, asyncId, false);
}

function emitAfter(asyncId) {
  if (hasAfter && asyncId > 0) callHooks(after_symbol, asyncId, false);
  popAsyncContext(asyncId);
}

/** Reports the end of a resource, outside of whatever is executing now. */
function emitDestroy(asyncId) {
  if (hasDestroy && asyncId > 0) queueDestroy(asyncId);
}

/** `hook` begins to be called. */
function enableHook(hook) {
  const hooks = nextHooks ?? activeHooks;
  if (hooks.includes(hook)) return;
  changeHooks([...hooks, hook]);
  if (!hook[kNoPromiseHook]) updatePromiseHooks();
}

function disableHook(hook) {
  const hooks = nextHooks ?? activeHooks;
  if (!hooks.includes(hook)) return;
  changeHooks(hooks.filter((other) => other !== hook));
  // Not at once: reactions that are running now still need their `after`.
  if (nextHooks === null && activeHooks.length === 0) {
    internalBinding('task_queue').enqueueMicrotask(updatePromiseHooks);
  }
}

function changeHooks(hooks) {
  if (callDepth > 0) {
    nextHooks = hooks;
    return;
  }
  nextHooks = null;
  activeHooks = hooks;
  hasInit = hooks.some((hook) => hook[init_symbol] !== undefined);
  hasBefore = hooks.some((hook) => hook[before_symbol] !== undefined);
  hasAfter = hooks.some((hook) => hook[after_symbol] !== undefined);
  hasDestroy = hooks.some((hook) => hook[destroy_symbol] !== undefined);
  hasPromiseResolve = hooks.some((hook) => hook[promise_resolve_symbol] !== undefined);
}

function callInitHooks(asyncId, type, triggerAsyncId, resource, isPromise) {
  callDepth++;
  try {
    for (const hook of activeHooks) {
      if (hook[init_symbol] === undefined || (isPromise && hook[kNoPromiseHook])) continue;
      hook[init_symbol](asyncId, type, triggerAsyncId, resource);
    }
  } catch (error) {
    dieOfHookError(error);
  } finally {
    leaveHooks();
  }
}

function callHooks(symbol, asyncId, isPromise) {
  callDepth++;
  try {
    for (const hook of activeHooks) {
      if (hook[symbol] === undefined || (isPromise && hook[kNoPromiseHook])) continue;
      hook[symbol](asyncId);
    }
  } catch (error) {
    dieOfHookError(error);
  } finally {
    leaveHooks();
  }
}

function leaveHooks() {
  if (--callDepth > 0 || nextHooks === null) return;
  changeHooks(nextHooks);
  updatePromiseHooks();
}

/** An exception in a hook cannot be caught by the program. */
function dieOfHookError(error) {
  if (typeof error?.stack === 'string') {
    process._rawDebug(error.stack);
  } else {
    const { inspect } = require('internal/util/inspect'); // Lazy: the process is about to die.
    const report = { message: inspect(error) };
    Error.captureStackTrace(report, dieOfHookError);
    process._rawDebug(report.stack);
  }
  process.exit(1);
}

function failOnCorruptStack(asyncId) {
  process._rawDebug(
    `Error: async hook stack has become corrupted (actual: ${executionId}, expected: ${asyncId})`);
  process.reallyExit(1);
}

// Ends of resources, in batches: a hook must not run in the middle of what ends its resource.

let destroyedIds = [];

function queueDestroy(asyncId) {
  if (destroyedIds.push(asyncId) > 1) return;
  require('internal/timers').setInternalImmediate(flushDestroyed); // Lazy: timers require this file.
}

/** Calls `destroy` for what has ended; the event loop does so as well before it ends. */
function flushDestroyed() {
  while (destroyedIds.length > 0) {
    const ids = destroyedIds;
    destroyedIds = [];
    for (const asyncId of ids) callHooks(destroy_symbol, asyncId, false);
  }
}

let collected;

/** Reports the end of `asyncId` when `target` is collected, unless `state.destroyed` says that it was reported. */
function registerDestroyHook(target, asyncId, state) {
  collected ??= new FinalizationRegistry((held) => {
    if (!held.state?.destroyed) emitDestroy(held.asyncId);
  });
  collected.register(target, { asyncId, state });
}

// Promises. V8 calls these only while some hook wants to hear about promises.

let stopPromiseHooks;

function updatePromiseHooks() {
  stopPromiseHooks?.();
  stopPromiseHooks = undefined;
  if (!activeHooks.some((hook) => !hook[kNoPromiseHook])) return;
  const { createHook } = require('internal/promise_hooks'); // Lazy: until there is a hook.
  stopPromiseHooks = createHook({
    init: hasInit || hasDestroy ? onPromiseInit : undefined,
    before: onPromiseBefore,
    after: onPromiseAfter,
    settled: hasPromiseResolve ? onPromiseSettled : undefined,
  });
}

function trackPromise(promise, parent) {
  if (promise[async_id_symbol] !== undefined) return;
  const triggerAsyncId = parent ? getOrSetAsyncId(parent) : getDefaultTriggerAsyncId();
  promise[async_id_symbol] = newAsyncId();
  promise[trigger_async_id_symbol] = triggerAsyncId;
}

function onPromiseInit(promise, parent) {
  trackPromise(promise, parent);
  const asyncId = promise[async_id_symbol];
  if (hasInit) callInitHooks(asyncId, 'PROMISE', promise[trigger_async_id_symbol], promise, true);
  if (hasDestroy) registerDestroyHook(promise, asyncId);
}

function onPromiseBefore(promise) {
  trackPromise(promise);
  const asyncId = promise[async_id_symbol];
  pushAsyncContext(asyncId, promise[trigger_async_id_symbol], promise);
  if (hasBefore) callHooks(before_symbol, asyncId, true);
}

function onPromiseAfter(promise) {
  trackPromise(promise);
  const asyncId = promise[async_id_symbol];
  if (hasAfter) callHooks(after_symbol, asyncId, true);
  // A hook that was enabled inside the reaction sees an `after` without its `before`.
  if (asyncId === executionId) popAsyncContext(asyncId);
}

function onPromiseSettled(promise) {
  trackPromise(promise);
  callHooks(promise_resolve_symbol, promise[async_id_symbol], true);
}

module.exports = {
  symbols: {
    async_id_symbol,
    trigger_async_id_symbol,
    init_symbol,
    before_symbol,
    after_symbol,
    destroy_symbol,
    promise_resolve_symbol,
    owner_symbol: Symbol('owner_symbol'),
  },
  kNoPromiseHook,
  afterHooksExist,
  clearAsyncIdStack,
  clearDefaultTriggerAsyncId,
  defaultTriggerAsyncIdScope,
  destroyHooksExist,
  disableHook,
  emitAfter,
  emitBefore,
  emitDestroy,
  emitInit,
  enableHook,
  enabledHooksExist,
  executionAsyncId,
  executionAsyncResource,
  flushDestroyed,
  getDefaultTriggerAsyncId,
  getOrSetAsyncId,
  hasAsyncIdStack,
  initHooksExist,
  newAsyncId,
  popAsyncContext,
  pushAsyncContext,
  registerDestroyHook,
  triggerAsyncId,
};
