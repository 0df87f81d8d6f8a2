'use strict';
// Timers and immediates, and how the event loop runs those that are due.
// https://nodejs.org/docs/latest-v24.x/api/timers.html
//
// Timers with the same duration expire in the order they were started, so each duration has a list, new timers are
// appended, and a heap holds the lists by when their oldest timer expires. The loop knows one deadline: the least.

const binding = internalBinding('timers');
const { immediateInfo, timerInfo } = binding;
const { enqueueMicrotask } = internalBinding('task_queue');
const AsyncContextFrame = require('internal/async_context_frame');
const {
  emitAfter,
  emitBefore,
  emitDestroy,
  emitInit,
  getDefaultTriggerAsyncId,
  initHooksExist,
  newAsyncId,
} = require('internal/async_hooks');
const { codes: { ERR_OUT_OF_RANGE } } = require('internal/errors');
const L = require('internal/linkedlist');
const PriorityQueue = require('internal/priority_queue');
const { validateFunction, validateNumber } = require('internal/validators');

// The indices of `immediateInfo`.
const kCount = 0;
const kRefCount = 1;
const kHasOutstanding = 2;

const TIMEOUT_MAX = 2 ** 31 - 1;

const kRefed = Symbol('refed');
/** True for a timer whose id was asked for as a number or a string, by which it can be cleared then. */
const kHasPrimitive = Symbol('kHasPrimitive');
const async_id_symbol = Symbol('asyncId');
const trigger_async_id_symbol = Symbol('triggerId');
const async_context_frame = Symbol('kAsyncContextFrame');
const inspectCustom = Symbol.for('nodejs.util.inspect.custom');

/** The lists by duration. */
const timerListMap = { __proto__: null };
const timerListQueue = new PriorityQueue(compareLists, (list, position) => { list.priorityQueuePosition = position; });
/** The timers of which kHasPrimitive is true, by id. */
const knownTimersById = { __proto__: null };
/** When the loop will call `processTimers`. */
let nextExpiry = Infinity;
/** The next list's id, by which lists with the same expiry keep their order. */
let lastListId = Number.MIN_SAFE_INTEGER;

let warnedOfNegative = false;
let warnedOfNaN = false;

class Timeout {
  constructor(callback, after, args, isRepeat, isRefed) {
    const duration = durationOf(after);
    this._idleTimeout = duration;
    this._idlePrev = this;
    this._idleNext = this;
    this._idleStart = null;
    this._onTimeout = callback;
    this._timerArgs = args;
    this._repeat = isRepeat ? duration : null;
    this._destroyed = false;
    if (isRefed) incRefCount();
    this[kRefed] = isRefed;
    this[kHasPrimitive] = false;
    initAsyncResource(this, 'Timeout');
  }

  // Its neighbours lead to every other timer.
  [inspectCustom](_, options) {
    return require('internal/util/inspect').inspect(this, { ...options, depth: 0, customInspect: false });
  }

  refresh() {
    if (this[kRefed]) active(this);
    else unrefActive(this);
    return this;
  }

  unref() {
    if (this[kRefed]) {
      this[kRefed] = false;
      if (!this._destroyed) decRefCount();
    }
    return this;
  }

  ref() {
    if (!this[kRefed]) {
      this[kRefed] = true;
      if (!this._destroyed) incRefCount();
    }
    return this;
  }

  hasRef() {
    return this[kRefed];
  }
}

class TimersList {
  constructor(expiry, msecs) {
    this._idleNext = this;
    this._idlePrev = this;
    this.expiry = expiry;
    this.id = lastListId++;
    this.msecs = msecs;
    this.priorityQueuePosition = null;
  }

  [inspectCustom](_, options) {
    return require('internal/util/inspect').inspect(this, { ...options, depth: 0, customInspect: false });
  }
}

class ImmediateList {
  head = null;
  tail = null;

  append(immediate) {
    if (this.tail === null) {
      this.head = immediate;
    } else {
      this.tail._idleNext = immediate;
      immediate._idlePrev = this.tail;
    }
    this.tail = immediate;
  }

  prepend(immediate) {
    if (this.head === null) {
      this.tail = immediate;
    } else {
      this.head._idlePrev = immediate;
      immediate._idleNext = this.head;
    }
    this.head = immediate;
  }

  remove(immediate) {
    if (immediate._idleNext) immediate._idleNext._idlePrev = immediate._idlePrev;
    if (immediate._idlePrev) immediate._idlePrev._idleNext = immediate._idleNext;
    if (immediate === this.head) this.head = immediate._idleNext;
    if (immediate === this.tail) this.tail = immediate._idlePrev;
    immediate._idleNext = null;
    immediate._idlePrev = null;
  }
}

/** To run in the next round. */
const immediateQueue = new ImmediateList();
/** What is left of the current round while it runs, and after one of its callbacks threw. */
const outstandingQueue = new ImmediateList();

class Immediate {
  constructor(callback, args) {
    this._idleNext = null;
    this._idlePrev = null;
    this._onImmediate = callback;
    this._argv = args;
    this._destroyed = false;
    this[kRefed] = false;
    initAsyncResource(this, 'Immediate');
    this.ref();
    immediateInfo[kCount]++;
    immediateQueue.append(this);
  }

  ref() {
    if (this[kRefed] === false) {
      this[kRefed] = true;
      if (immediateInfo[kRefCount]++ === 0) binding.toggleImmediateRef(true);
    }
    return this;
  }

  unref() {
    if (this[kRefed] === true) {
      this[kRefed] = false;
      if (--immediateInfo[kRefCount] === 0) binding.toggleImmediateRef(false);
    }
    return this;
  }

  hasRef() {
    return !!this[kRefed];
  }
}

/** Gives a timer or immediate its id and context. */
function initAsyncResource(resource, type) {
  const asyncId = resource[async_id_symbol] = newAsyncId();
  const triggerAsyncId = resource[trigger_async_id_symbol] = getDefaultTriggerAsyncId();
  resource[async_context_frame] = AsyncContextFrame.current();
  if (initHooksExist()) emitInit(asyncId, type, triggerAsyncId, resource);
}

/** Starts `item`, again if it was started before. */
function active(item) {
  insertGuarded(item, true);
}

function unrefActive(item) {
  insertGuarded(item, false);
}

function insertGuarded(item, isRefed) {
  const msecs = item._idleTimeout;
  if (msecs < 0 || msecs === undefined) return;

  insert(item, msecs);

  const wasDestroyed = item._destroyed;
  if (wasDestroyed || !item[async_id_symbol]) {
    item._destroyed = false;
    initAsyncResource(item, 'Timeout');
  }
  if (wasDestroyed) {
    if (isRefed) incRefCount();
  } else if (isRefed !== Boolean(item[kRefed])) {
    if (isRefed) incRefCount();
    else decRefCount();
  }
  item[kRefed] = isRefed;
}

/** Puts `item` at the end of the list of its duration, to expire `msecs` after `start`. */
function insert(item, msecs, start = binding.getLibuvNow()) {
  const duration = Math.trunc(msecs);
  item._idleStart = start;
  let list = timerListMap[duration];
  if (list === undefined) {
    const expiry = start + duration;
    list = timerListMap[duration] = new TimersList(expiry, duration);
    timerListQueue.insert(list);
    if (nextExpiry > expiry) {
      binding.scheduleTimer(duration);
      nextExpiry = expiry;
    }
  }
  L.append(list, item);
}

/** Takes a timer out before it has run. */
function unenroll(item) {
  if (item._destroyed) {
    cleanTimer(item);
    return;
  }
  // Not while its own callback is running: that may start it again.
  const wasEnrolled = item._idleNext !== null || item._idlePrev !== null;
  item._destroyed = true;
  if (item[kHasPrimitive]) delete knownTimersById[item[async_id_symbol]];
  emitDestroy(item[async_id_symbol]);
  L.remove(item);

  if (item[kRefed]) {
    // Only for a timer that keeps the process alive is it worth to tidy up before the list is due.
    const list = timerListMap[Math.trunc(item._idleTimeout)];
    if (list !== undefined && L.isEmpty(list)) {
      timerListQueue.removeAt(list.priorityQueuePosition);
      delete timerListMap[list.msecs];
    }
    decRefCount();
  }
  if (wasEnrolled) cleanTimer(item);
  item._idleTimeout = -1; // So that `refresh` does nothing.
}

/** Takes an immediate out before it has run. */
function cancelImmediate(immediate) {
  immediateInfo[kCount]--;
  immediate._destroyed = true;
  if (immediate[kRefed] && --immediateInfo[kRefCount] === 0) binding.toggleImmediateRef(false);
  immediate[kRefed] = null;
  emitDestroy(immediate[async_id_symbol]);
  cleanImmediate(immediate);
  immediateQueue.remove(immediate);
}

/** A timer that does not keep the process alive; for the standard library. */
function setUnrefTimeout(callback, after) {
  validateFunction(callback, 'callback');
  const timer = new Timeout(callback, after, undefined, false, false);
  insert(timer, timer._idleTimeout);
  return timer;
}

/** An immediate that comes before all others, does not keep the process alive, and that hooks never hear about. */
function setInternalImmediate(callback) {
  const immediate = Object.create(Immediate.prototype);
  immediate._idleNext = null;
  immediate._idlePrev = null;
  immediate._onImmediate = callback;
  immediate._argv = undefined;
  immediate._destroyed = false;
  immediate[kRefed] = false;
  immediate[async_id_symbol] = 0;
  immediate[trigger_async_id_symbol] = 0;
  immediate[async_context_frame] = undefined;
  immediateInfo[kCount]++;
  immediateQueue.prepend(immediate);
}

/** A socket's timeout and the like: validated, and cut to what a timer can do. */
function getTimerDuration(msecs, name) {
  validateNumber(msecs, name);
  if (msecs < 0 || !Number.isFinite(msecs)) {
    throw new ERR_OUT_OF_RANGE(name, 'a non-negative finite number', msecs);
  }
  if (msecs <= TIMEOUT_MAX) return msecs;
  process.emitWarning(
    `${msecs} does not fit into a 32-bit signed integer.\nTimer duration was truncated to ${TIMEOUT_MAX}.`,
    'TimeoutOverflowWarning');
  return TIMEOUT_MAX;
}

/** What the event loop calls in its phases, with `runNextTicks` called between two callbacks. */
function getTimerCallbacks(runNextTicks) {
  /** Runs the round that is due. After an exception the loop calls again, and the round goes on. */
  function processImmediate() {
    const isResumed = outstandingQueue.head !== null;
    let immediate = isResumed ? outstandingQueue.head : immediateQueue.head;
    if (!isResumed) {
      // What these callbacks add belongs to the next round.
      immediateQueue.head = immediateQueue.tail = null;
      immediateInfo[kHasOutstanding] = 1;
    }

    let previous;
    while (immediate !== null) {
      if (previous !== undefined) runNextTicks();
      // Cleared by the callback before it, or by a tick after that one.
      if (immediate._destroyed) {
        outstandingQueue.head = immediate = previous._idleNext;
        continue;
      }
      runImmediate(immediate);
      previous = immediate;
      immediate = outstandingQueue.head;
    }

    outstandingQueue.head = null;
    immediateInfo[kHasOutstanding] = 0;
  }

  /**
   * Runs the timers that are due at `now`.
   * @returns {number} when the next is due: negative if no timer keeps the process alive, 0 if there is none
   */
  function processTimers(now) {
    nextExpiry = Infinity;
    let list;
    let isFirst = true;
    while ((list = timerListQueue.peek()) !== undefined) {
      if (list.expiry > now) {
        // The callbacks took their time: what has become due meanwhile is run at once.
        nextExpiry = list.expiry;
        return timerInfo[0] > 0 ? nextExpiry : -nextExpiry;
      }
      if (!isFirst) runNextTicks();
      isFirst = false;
      listOnTimeout(list, now);
    }
    return 0;
  }

  function listOnTimeout(list, now) {
    const { msecs } = list;
    let isFirst = true;
    let timer;
    while ((timer = L.peek(list)) !== null) {
      const elapsed = now - timer._idleStart;
      if (elapsed < msecs) {
        postpone(list, Math.max(timer._idleStart + msecs, now + 1));
        return;
      }
      if (!isFirst) runNextTicks();
      isFirst = false;
      L.remove(timer);
      if (timer._onTimeout) runTimer(timer);
      else if (!timer._destroyed) retire(timer);
    }
    // A callback may have emptied the list, dropped it, and started another with this duration.
    if (list === timerListMap[msecs]) {
      delete timerListMap[msecs];
      timerListQueue.removeAt(list.priorityQueuePosition);
    }
  }

  // Bound, so that stacks say `process.processTimers`.
  return { processImmediate: processImmediate.bind(process), processTimers: processTimers.bind(process) };
}

function runImmediate(immediate) {
  immediate._destroyed = true;
  immediateInfo[kCount]--;
  if (immediate[kRefed]) immediateInfo[kRefCount]--;
  immediate[kRefed] = null;

  const priorFrame = AsyncContextFrame.exchange(immediate[async_context_frame]);
  const asyncId = immediate[async_id_symbol];
  emitBefore(asyncId, immediate[trigger_async_id_symbol], immediate);
  let threw = true;
  try {
    const args = immediate._argv;
    if (args === undefined) immediate._onImmediate();
    else immediate._onImmediate(...args);
    threw = false;
  } finally {
    immediate._onImmediate = undefined;
    immediate._argv = undefined;
    forgetFrame(immediate, threw);
    emitDestroy(asyncId);
    outstandingQueue.head = immediate._idleNext;
  }
  emitAfter(asyncId);
  AsyncContextFrame.exchange(priorFrame);
}

function runTimer(timer) {
  const priorFrame = AsyncContextFrame.exchange(timer[async_context_frame]);
  const asyncId = timer[async_id_symbol];
  emitBefore(asyncId, timer[trigger_async_id_symbol], timer);
  // An interval counts from the start of its callback.
  const start = timer._repeat ? binding.getLibuvNow() : undefined;
  let threw = true;
  try {
    const args = timer._timerArgs;
    if (args === undefined) timer._onTimeout();
    else Reflect.apply(timer._onTimeout, timer, args);
    threw = false;
  } finally {
    afterTimer(timer, asyncId, start, threw);
  }
  emitAfter(asyncId);
  AsyncContextFrame.exchange(priorFrame);
}

/** Starts an interval again; ends a timer that its callback has not started again. */
function afterTimer(timer, asyncId, start, threw) {
  if (timer._repeat && timer._idleTimeout !== -1) {
    timer._idleTimeout = timer._repeat;
    insert(timer, timer._idleTimeout, start);
    return;
  }
  if (timer._idleNext || timer._idlePrev) return;

  forgetFrame(timer, threw);
  if (timer._destroyed) {
    timer._onTimeout = undefined;
    timer._timerArgs = undefined;
    return;
  }
  timer._destroyed = true;
  if (timer[kHasPrimitive]) delete knownTimersById[asyncId];
  // The loop learns from what `processTimers` returns whether anything keeps the process alive.
  if (timer[kRefed]) timerInfo[0]--;
  emitDestroy(asyncId);
}

/** Ends a timer that lost its callback while it was waiting. */
function retire(timer) {
  timer._destroyed = true;
  cleanTimer(timer);
  const asyncId = timer[async_id_symbol];
  if (timer[kHasPrimitive]) delete knownTimersById[asyncId];
  if (timer[kRefed]) timerInfo[0]--;
  emitDestroy(asyncId);
}

/** Lets go of the stores, which may be large. After an exception its handler still runs in their context. */
function forgetFrame(resource, isLater) {
  if (resource[async_context_frame] === undefined) return;
  if (!isLater) {
    resource[async_context_frame] = undefined;
    return;
  }
  enqueueMicrotask(() => {
    if (!resource._idleNext && !resource._idlePrev) resource[async_context_frame] = undefined;
  });
}

function cleanTimer(timer) {
  forgetFrame(timer, false);
  timer._onTimeout = undefined;
  timer._timerArgs = undefined;
}

function cleanImmediate(immediate) {
  forgetFrame(immediate, false);
  immediate._onImmediate = undefined;
  immediate._argv = undefined;
}

function postpone(list, expiry) {
  list.expiry = expiry;
  list.id = lastListId++;
  timerListQueue.percolateDown(list.priorityQueuePosition);
}

function compareLists(a, b) {
  return a.expiry - b.expiry || a.id - b.id;
}

function incRefCount() {
  if (timerInfo[0]++ === 0) binding.toggleTimerRef(true);
}

function decRefCount() {
  if (--timerInfo[0] === 0) binding.toggleTimerRef(false);
}

/** `after` as a duration: a number from 1 to TIMEOUT_MAX. */
function durationOf(after) {
  if (after === undefined) return 1;
  const duration = after * 1;
  if (duration >= 1 && duration <= TIMEOUT_MAX) return duration;
  warnOfDuration(duration);
  return 1;
}

function warnOfDuration(duration) {
  if (duration > TIMEOUT_MAX) {
    process.emitWarning(
      `${duration} does not fit into a 32-bit signed integer.\nTimeout duration was set to 1.`,
      'TimeoutOverflowWarning');
  } else if (duration < 0 && !warnedOfNegative) {
    warnedOfNegative = true;
    process.emitWarning(
      `${duration} is a negative number.\nTimeout duration was set to 1.`, 'TimeoutNegativeWarning');
  } else if (Number.isNaN(duration) && !warnedOfNaN) {
    warnedOfNaN = true;
    process.emitWarning(`${duration} is not a number.\nTimeout duration was set to 1.`, 'TimeoutNaNWarning');
  }
}

module.exports = {
  Immediate,
  TIMEOUT_MAX,
  Timeout,
  active,
  async_context_frame,
  async_id_symbol,
  cancelImmediate,
  decRefCount,
  getTimerCallbacks,
  getTimerDuration,
  immediateQueue,
  incRefCount,
  initAsyncResource,
  insert,
  kHasPrimitive,
  kRefed,
  kTimeout: Symbol('timeout'), // For the timers of other internals, on their objects.
  knownTimersById,
  setInternalImmediate,
  setUnrefTimeout,
  trigger_async_id_symbol,
  unenroll,
  unrefActive,
};
