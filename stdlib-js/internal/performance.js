'use strict';

// `performance`, its entries and their observers: https://nodejs.org/docs/latest-v24.x/api/perf_hooks.html

const native = internalBinding('performance');
const {
  codes: {
    ERR_ILLEGAL_CONSTRUCTOR,
    ERR_INVALID_ARG_TYPE,
    ERR_INVALID_ARG_VALUE,
    ERR_INVALID_THIS,
    ERR_MISSING_ARGS,
    ERR_PERFORMANCE_INVALID_TIMESTAMP,
    ERR_PERFORMANCE_MEASURE_INVALID_OPTIONS,
  },
} = require('internal/errors');
const { EventTarget, defineEventHandler, Event } = require('internal/event_target');
const { validateFunction, validateNumber, validateObject } = require('internal/validators');

const customInspect = Symbol.for('nodejs.util.inspect.custom');
/** Passed to constructors that are not for programs. */
const kCreate = Symbol('create');

const SUPPORTED_TYPES = ['dns', 'function', 'gc', 'http', 'http2', 'mark', 'measure', 'net', 'quic', 'resource'];
// Only these are kept for those who ask later.
const KEPT_TYPES = ['mark', 'measure', 'resource'];
const DEFAULT_RESOURCE_BUFFER_SIZE = 250;
const MILESTONES = ['nodeStart', 'v8Start', 'environment', 'loopStart', 'loopExit', 'bootstrapComplete'];
const MARKS_OF_NODE = new Set(MILESTONES);

/** @type {Record<string, PerformanceEntry[]>} */
const kept = { __proto__: null, mark: [], measure: [], resource: [] };
/** The time of the latest mark of each name. */
const markTimes = new Map();
const observers = new Set();
const pendingObservers = new Set();
let isDispatchScheduled = false;
let resourceBufferSize = DEFAULT_RESOURCE_BUFFER_SIZE;
/** Entries for which there was no place, until those who want to make some have been told. */
let excessResources = [];
let timeOrigin;

class PerformanceEntry {
  #name;
  #entryType;
  #startTime;
  #duration;

  constructor(skip = undefined, name = undefined, entryType = undefined, startTime = undefined, duration = undefined) {
    if (skip !== kCreate) throw new ERR_ILLEGAL_CONSTRUCTOR();
    this.#name = name;
    this.#entryType = entryType;
    this.#startTime = startTime;
    this.#duration = duration;
  }

  get name() {
    requireThis(isObject(this) && #name in this, 'PerformanceEntry');
    return this.#name;
  }

  get entryType() {
    requireThis(isObject(this) && #name in this, 'PerformanceEntry');
    return this.#entryType;
  }

  get startTime() {
    requireThis(isObject(this) && #name in this, 'PerformanceEntry');
    return this.#startTime;
  }

  get duration() {
    requireThis(isObject(this) && #name in this, 'PerformanceEntry');
    return this.#duration;
  }

  toJSON() {
    requireThis(isObject(this) && #name in this, 'PerformanceEntry');
    return { name: this.#name, entryType: this.#entryType, startTime: this.#startTime, duration: this.#duration };
  }

  [customInspect](depth, options) {
    return inspectAs(this, this.constructor.name, this.toJSON(), depth, options);
  }
}

makeEnumerable(PerformanceEntry.prototype, ['name', 'entryType', 'startTime', 'duration', 'toJSON']);

class PerformanceMark extends PerformanceEntry {
  #detail;

  constructor(name, options = undefined) {
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('name');
    name = `${name}`;
    if (MARKS_OF_NODE.has(name)) throw new ERR_INVALID_ARG_VALUE('name', name);
    if (options !== undefined && options !== null) validateObject(options, 'options');
    const startTime = options?.startTime ?? native.now();
    validateNumber(startTime, 'startTime');
    if (startTime < 0) throw new ERR_PERFORMANCE_INVALID_TIMESTAMP(startTime);
    markTimes.set(name, startTime);
    super(kCreate, name, 'mark', startTime, 0);
    this.#detail = cloneOf(options?.detail);
  }

  get detail() {
    requireThis(isObject(this) && #detail in this, 'PerformanceMark');
    return this.#detail;
  }

  toJSON() {
    return { ...super.toJSON(), detail: this.detail };
  }
}

Object.defineProperty(PerformanceMark.prototype, Symbol.toStringTag, { __proto__: null, configurable: true, value: 'PerformanceMark' });
makeEnumerable(PerformanceMark.prototype, ['detail']);

class PerformanceMeasure extends PerformanceEntry {
  #detail;

  constructor(skip = undefined, name = undefined, startTime = undefined, duration = undefined, detail = undefined) {
    super(skip, name, 'measure', startTime, duration);
    this.#detail = detail;
  }

  get detail() {
    requireThis(isObject(this) && #detail in this, 'PerformanceMeasure');
    return this.#detail;
  }

  toJSON() {
    return { ...super.toJSON(), detail: this.detail };
  }
}

Object.defineProperty(PerformanceMeasure.prototype, Symbol.toStringTag, { __proto__: null, configurable: true, value: 'PerformanceMeasure' });
makeEnumerable(PerformanceMeasure.prototype, ['detail']);

/** An entry of one of Node's own types, with what its type adds. */
class PerformanceNodeEntry extends PerformanceEntry {
  constructor(name, entryType, startTime, duration, detail) {
    super(kCreate, name, entryType, startTime, duration);
    this.detail = detail;
  }

  toJSON() {
    return { ...super.toJSON(), detail: this.detail };
  }
}
Object.defineProperty(PerformanceNodeEntry, 'name', { __proto__: null, value: 'PerformanceEntry', configurable: true });

class PerformanceResourceTiming extends PerformanceEntry {
  #timing;
  #initiatorType;
  #bodyInfo;
  #responseStatus;
  #deliveryType;
  #cacheMode;

  constructor(skip = undefined, url = undefined, initiatorType = undefined, timing = undefined, cacheMode = '',
              bodyInfo = undefined, responseStatus = undefined, deliveryType = undefined) {
    super(skip, url, 'resource', timing?.startTime, timing === undefined ? undefined : timing.endTime - timing.startTime);
    this.#timing = timing;
    this.#initiatorType = initiatorType;
    this.#bodyInfo = bodyInfo;
    this.#responseStatus = responseStatus;
    this.#deliveryType = deliveryType ?? (cacheMode === 'local' ? 'cache' : '');
    this.#cacheMode = cacheMode;
  }

  get initiatorType() {
    return this.#initiatorType;
  }

  get workerStart() {
    return this.#timing.finalServiceWorkerStartTime;
  }

  get redirectStart() {
    return this.#timing.redirectStartTime;
  }

  get redirectEnd() {
    return this.#timing.redirectEndTime;
  }

  get fetchStart() {
    return this.#timing.postRedirectStartTime;
  }

  get domainLookupStart() {
    return this.#timing.finalConnectionTimingInfo?.domainLookupStartTime;
  }

  get domainLookupEnd() {
    return this.#timing.finalConnectionTimingInfo?.domainLookupEndTime;
  }

  get connectStart() {
    return this.#timing.finalConnectionTimingInfo?.connectionStartTime;
  }

  get connectEnd() {
    return this.#timing.finalConnectionTimingInfo?.connectionEndTime;
  }

  get secureConnectionStart() {
    return this.#timing.finalConnectionTimingInfo?.secureConnectionStartTime;
  }

  get nextHopProtocol() {
    return this.#timing.finalConnectionTimingInfo?.ALPNNegotiatedProtocol;
  }

  get requestStart() {
    return this.#timing.finalNetworkRequestStartTime;
  }

  get responseStart() {
    return this.#timing.finalNetworkResponseStartTime;
  }

  get responseEnd() {
    return this.#timing.endTime;
  }

  get encodedBodySize() {
    return this.#timing.encodedBodySize;
  }

  get decodedBodySize() {
    return this.#timing.decodedBodySize;
  }

  get transferSize() {
    if (this.#cacheMode === 'local') return 0;
    // What the headers are taken to need.
    const headerSize = 300;
    return this.#cacheMode === 'validated' ? headerSize : this.#timing.encodedBodySize + headerSize;
  }

  get deliveryType() {
    return this.#deliveryType;
  }

  get responseStatus() {
    return this.#responseStatus;
  }

  toJSON() {
    const shown = super.toJSON();
    for (const name of RESOURCE_PROPERTIES) shown[name] = this[name];
    return shown;
  }
}

const RESOURCE_PROPERTIES = ['initiatorType', 'nextHopProtocol', 'workerStart', 'redirectStart', 'redirectEnd', 'fetchStart',
  'domainLookupStart', 'domainLookupEnd', 'connectStart', 'connectEnd', 'secureConnectionStart', 'requestStart',
  'responseStart', 'responseEnd', 'transferSize', 'encodedBodySize', 'decodedBodySize', 'deliveryType', 'responseStatus'];
Object.defineProperty(PerformanceResourceTiming.prototype, Symbol.toStringTag, {
  __proto__: null, configurable: true, value: 'PerformanceResourceTiming',
});
makeEnumerable(PerformanceResourceTiming.prototype, [...RESOURCE_PROPERTIES, 'toJSON']);

class PerformanceObserverEntryList {
  #entries;

  constructor(skip = undefined, entries = undefined) {
    if (skip !== kCreate) throw new ERR_ILLEGAL_CONSTRUCTOR();
    this.#entries = entries.sort(byStartTime);
  }

  getEntries() {
    requireThis(isObject(this) && #entries in this, 'PerformanceObserverEntryList');
    return this.#entries.slice();
  }

  getEntriesByType(type) {
    requireThis(isObject(this) && #entries in this, 'PerformanceObserverEntryList');
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('type');
    type = `${type}`;
    return this.#entries.filter((entry) => entry.entryType === type);
  }

  getEntriesByName(name, type = undefined) {
    requireThis(isObject(this) && #entries in this, 'PerformanceObserverEntryList');
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('name');
    return byName(this.#entries, `${name}`, type);
  }

  [customInspect](depth, options) {
    return inspectAs(this, 'PerformanceObserverEntryList', this.#entries, depth, options);
  }
}

Object.defineProperty(PerformanceObserverEntryList.prototype, Symbol.toStringTag, {
  __proto__: null, configurable: true, value: 'PerformanceObserverEntryList',
});
makeEnumerable(PerformanceObserverEntryList.prototype, ['getEntries', 'getEntriesByType', 'getEntriesByName']);

class PerformanceObserver {
  #buffer = [];
  #types = new Set();
  /** `undefined` until the first `observe`, which decides for the rest. */
  #mode = undefined;
  #callback;

  constructor(callback) {
    validateFunction(callback, 'callback');
    this.#callback = callback;
  }

  static get supportedEntryTypes() {
    return SUPPORTED_TYPES.slice();
  }

  observe(options = {}) {
    validateObject(options, 'options');
    const { entryTypes, type, buffered } = { ...options };
    if (entryTypes === undefined && type === undefined) {
      throw new ERR_MISSING_ARGS('options.entryTypes', 'options.type');
    }
    if (entryTypes !== undefined && entryTypes !== null && type !== undefined && type !== null) {
      throw new ERR_INVALID_ARG_VALUE('options.entryTypes', entryTypes,
                                      'options.entryTypes can not set with options.type together');
    }
    const mode = entryTypes ? 'multiple' : 'single';
    if (this.#mode !== undefined && this.#mode !== mode) {
      const { DOMException } = require('internal/domexception');
      throw new DOMException(`PerformanceObserver can not change to ${mode} observation${mode === 'multiple' ? 's' : ''}`,
                             'InvalidModificationError');
    }
    this.#mode = mode;
    if (mode === 'multiple') this.#observeMany(entryTypes);
    else this.#observeOne(type, buffered);
    if (this.#types.size > 0) observers.add(this);
    else this.disconnect();
  }

  disconnect() {
    observers.delete(this);
    pendingObservers.delete(this);
    this.#buffer = [];
    this.#types.clear();
    this.#mode = undefined;
  }

  takeRecords() {
    const records = this.#buffer;
    this.#buffer = [];
    return records;
  }

  /** Remembers an entry of a type that is observed. */
  static hasType(observer, entryType) {
    return observer.#types.has(entryType);
  }

  static notify(observer, entry) {
    if (!observer.#types.has(entry.entryType)) return;
    observer.#buffer.push(entry);
    pendingObservers.add(observer);
    scheduleDispatch();
  }

  static dispatch(observer) {
    if (observer.#buffer.length === 0) return;
    const list = new PerformanceObserverEntryList(kCreate, observer.takeRecords());
    Reflect.apply(observer.#callback, observer, [list, observer]);
  }

  [customInspect](depth, options) {
    const shown = {
      connected: observers.has(this),
      pending: pendingObservers.has(this),
      entryTypes: [...this.#types],
      buffer: this.#buffer,
    };
    return inspectAs(this, 'PerformanceObserver', shown, depth, options);
  }

  #observeMany(entryTypes) {
    if (!Array.isArray(entryTypes)) throw new ERR_INVALID_ARG_TYPE('options.entryTypes', 'string[]', entryTypes);
    this.#types.clear();
    for (const type of entryTypes) if (SUPPORTED_TYPES.includes(type)) this.#types.add(type);
  }

  #observeOne(type, buffered) {
    if (!SUPPORTED_TYPES.includes(type)) return;
    this.#types.add(type);
    if (!buffered || !KEPT_TYPES.includes(type)) return;
    this.#buffer.push(...kept[type]);
    if (this.#buffer.length === 0) return;
    pendingObservers.add(this);
    scheduleDispatch();
  }
}

const { dispatch, hasType, notify } = PerformanceObserver;
delete PerformanceObserver.dispatch;
delete PerformanceObserver.notify;
delete PerformanceObserver.hasType;
Object.defineProperty(PerformanceObserver.prototype, Symbol.toStringTag, {
  __proto__: null, configurable: true, value: 'PerformanceObserver',
});
makeEnumerable(PerformanceObserver.prototype, ['observe', 'disconnect', 'takeRecords']);

class PerformanceNodeTiming {
  constructor() {
    const constant = (value) => ({ __proto__: null, enumerable: true, configurable: true, value });
    const accessor = (get) => ({ __proto__: null, enumerable: true, configurable: true, get });
    Object.defineProperties(this, {
      name: constant('node'),
      entryType: constant('node'),
      startTime: constant(0),
      duration: accessor(() => native.now()),
      ...Object.fromEntries(MILESTONES.map((name) => [name, accessor(() => milestone(name))])),
      idleTime: accessor(() => native.idleTime()),
    });
  }

  toJSON() {
    const shown = {};
    for (const name of ['name', 'entryType', 'startTime', 'duration', 'nodeStart', 'v8Start', 'bootstrapComplete',
      'environment', 'loopStart', 'loopExit', 'idleTime']) shown[name] = this[name];
    return shown;
  }

  [customInspect](depth, options) {
    return inspectAs(this, 'PerformanceNodeTiming', this.toJSON(), depth, options);
  }
}

Object.setPrototypeOf(PerformanceNodeTiming, PerformanceEntry);
Object.setPrototypeOf(PerformanceNodeTiming.prototype, PerformanceEntry.prototype);

class Performance extends EventTarget {
  #isPerformance = true;

  constructor(skip = undefined) {
    if (skip !== kCreate) throw new ERR_ILLEGAL_CONSTRUCTOR();
    super();
  }

  [customInspect](depth, options) {
    return inspectAs(this, 'Performance', { nodeTiming: this.nodeTiming, timeOrigin: this.timeOrigin }, depth, options);
  }

  clearMarks(name = undefined) {
    requireThis(isObject(this) && #isPerformance in this, 'Performance');
    if (name !== undefined) {
      name = `${name}`;
      if (MARKS_OF_NODE.has(name)) throw new ERR_INVALID_ARG_VALUE('name', name);
      markTimes.delete(name);
    } else {
      markTimes.clear();
    }
    clearKept('mark', name);
  }

  clearMeasures(name = undefined) {
    requireThis(isObject(this) && #isPerformance in this, 'Performance');
    clearKept('measure', name === undefined ? undefined : `${name}`);
  }

  clearResourceTimings(name = undefined) {
    requireThis(isObject(this) && #isPerformance in this, 'Performance');
    clearKept('resource', name === undefined ? undefined : `${name}`);
  }

  getEntries() {
    requireThis(isObject(this) && #isPerformance in this, 'Performance');
    return KEPT_TYPES.flatMap((type) => kept[type]).sort(byStartTime);
  }

  getEntriesByName(name, type = undefined) {
    requireThis(isObject(this) && #isPerformance in this, 'Performance');
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('name');
    return byName(this.getEntries(), `${name}`, type === undefined ? undefined : `${type}`);
  }

  getEntriesByType(type) {
    requireThis(isObject(this) && #isPerformance in this, 'Performance');
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('type');
    return (kept[`${type}`] ?? []).slice().sort(byStartTime);
  }

  mark(name, options = {}) {
    requireThis(isObject(this) && #isPerformance in this, 'Performance');
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('name');
    return keep(new PerformanceMark(name, options));
  }

  measure(name, startOrMeasureOptions = {}, endMark = undefined) {
    requireThis(isObject(this) && #isPerformance in this, 'Performance');
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('name');
    name = `${name}`;
    const { detail, end, start } = measured(startOrMeasureOptions, endMark);
    return keep(new PerformanceMeasure(kCreate, name, start, end - start, cloneOf(detail)));
  }

  now() {
    requireThis(isObject(this) && #isPerformance in this, 'Performance');
    return native.now();
  }

  setResourceTimingBufferSize(maxSize) {
    requireThis(isObject(this) && #isPerformance in this, 'Performance');
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('maxSize');
    resourceBufferSize = maxSize >>> 0;
  }

  get timeOrigin() {
    requireThis(isObject(this) && #isPerformance in this, 'Performance');
    timeOrigin ??= native.timeOrigin();
    return timeOrigin;
  }

  toJSON() {
    requireThis(isObject(this) && #isPerformance in this, 'Performance');
    return { nodeTiming: this.nodeTiming, timeOrigin: this.timeOrigin, eventLoopUtilization: this.eventLoopUtilization() };
  }
}

Object.defineProperties(Performance.prototype, {
  eventLoopUtilization: hidden(eventLoopUtilization),
  nodeTiming: hidden(new PerformanceNodeTiming()),
  markResourceTiming: hidden(markResourceTiming),
  timerify: hidden(timerify),
});
makeEnumerable(Performance.prototype, ['clearMarks', 'clearMeasures', 'clearResourceTimings', 'getEntries', 'getEntriesByName',
  'getEntriesByType', 'mark', 'measure', 'now', 'setResourceTimingBufferSize', 'timeOrigin', 'toJSON']);
defineEventHandler(Performance.prototype, 'resourcetimingbufferfull');
Object.defineProperty(Performance.prototype, Symbol.toStringTag, { __proto__: null, configurable: true, value: 'Performance' });

const performance = new Performance(kCreate);

/**
 * How much of the time since the loop began, or between two answers, was spent outside of waiting.
 * @param {{ idle: number, active: number }} [util1]
 * @param {{ idle: number, active: number }} [util2]
 */
function eventLoopUtilization(util1, util2) {
  const loopStart = milestone('loopStart');
  if (loopStart <= 0) return { idle: 0, active: 0, utilization: 0 };
  if (util2) return utilizationOf(util1.idle - util2.idle, util1.active - util2.active);
  const idle = native.idleTime();
  const active = native.now() - loopStart - idle;
  return util1 ? utilizationOf(idle - util1.idle, active - util1.active) : utilizationOf(idle, active);
}

/**
 * A function that reports how long each call took, to observers of `function` and to a histogram.
 * @param {Function} fn
 * @param {{ histogram?: RecordableHistogram }} [options]
 */
function timerify(fn, options = {}) {
  validateFunction(fn, 'fn');
  validateObject(options, 'options');
  const { histogram } = options;
  if (histogram !== undefined && !require('internal/histogram').isRecordableHistogram(histogram)) {
    throw new ERR_INVALID_ARG_TYPE('options.histogram', 'RecordableHistogram', histogram);
  }
  function timerified(...args) {
    const isConstructorCall = new.target !== undefined;
    const start = native.now();
    const result = isConstructorCall ? Reflect.construct(fn, args, fn) : Reflect.apply(fn, this, args);
    if (!isConstructorCall && typeof result?.finally === 'function') {
      return result.finally(() => reportCall(fn.name, start, args, histogram));
    }
    reportCall(fn.name, start, args, histogram);
    return result;
  }
  Object.defineProperties(timerified, {
    length: { __proto__: null, configurable: false, enumerable: true, value: fn.length },
    name: { __proto__: null, configurable: false, enumerable: true, value: `timerified ${fn.name}` },
  });
  return timerified;
}

function reportCall(name, start, args, histogram) {
  const duration = native.now() - start;
  histogram?.record(Math.max(Math.ceil(duration * 1e6), 1));
  const entry = new PerformanceNodeEntry(name, 'function', start, duration, args);
  for (let index = 0; index < args.length; index++) entry[index] = args[index];
  enqueue(entry);
}

/** For `fetch`, as its standard says. */
function markResourceTiming(timingInfo, requestedUrl, initiatorType, global, cacheMode, bodyInfo, responseStatus,
                            deliveryType = '') {
  const entry = new PerformanceResourceTiming(kCreate, requestedUrl, initiatorType, timingInfo, cacheMode, bodyInfo,
                                              responseStatus, deliveryType);
  enqueue(entry);
  if (kept.resource.length < resourceBufferSize && excessResources.length === 0) {
    kept.resource.push(entry);
    return entry;
  }
  if (excessResources.length === 0) setImmediate(tellOfFullBuffer);
  excessResources.push(entry);
  return entry;
}

/** Asks for more place as long as that helps; what then finds none is lost. */
function tellOfFullBuffer() {
  while (excessResources.length > 0) {
    const excess = excessResources.length;
    if (kept.resource.length >= resourceBufferSize) performance.dispatchEvent(new Event('resourcetimingbufferfull'));
    while (excessResources.length > 0 && kept.resource.length < resourceBufferSize) {
      kept.resource.push(excessResources.shift());
    }
    if (excessResources.length >= excess) excessResources = [];
  }
}

function keep(entry) {
  kept[entry.entryType].push(entry);
  enqueue(entry);
  return entry;
}

/** Tells observers of an entry, later and together with others. */
function enqueue(entry) {
  for (const observer of observers) notify(observer, entry);
}

/** Whether somebody wants entries of this type, so that making them pays. */
function isObserved(entryType) {
  for (const observer of observers) {
    if (hasType(observer, entryType)) return true;
  }
  return false;
}

/** An entry of one of Node's own types, that ends now. */
function enqueueNodeEntry(name, entryType, startTime, detail) {
  enqueue(new PerformanceNodeEntry(name, entryType, startTime, native.now() - startTime, detail));
}

function scheduleDispatch() {
  if (isDispatchScheduled) return;
  isDispatchScheduled = true;
  setImmediate(() => {
    isDispatchScheduled = false;
    const pending = [...pendingObservers];
    pendingObservers.clear();
    for (const observer of pending) dispatch(observer);
  });
}

function measured(startOrOptions, endMark) {
  if (startOrOptions === null || typeof startOrOptions !== 'object' || Object.keys(startOrOptions).length === 0) {
    return {
      end: endMark === undefined ? native.now() : timeOf(endMark),
      start: typeof startOrOptions === 'string' ? timeOf(startOrOptions) : 0,
      detail: undefined,
    };
  }
  const { detail, duration, end: endOption, start: startOption } = startOrOptions;
  if (endMark !== undefined) throw new ERR_PERFORMANCE_MEASURE_INVALID_OPTIONS('endMark must not be specified');
  if (startOption !== undefined && endOption !== undefined && duration !== undefined) {
    throw new ERR_PERFORMANCE_MEASURE_INVALID_OPTIONS(
      'Must not have options.start, options.end, and options.duration specified');
  }
  const hasDuration = duration !== undefined;
  let end = native.now();
  if (endOption !== undefined) end = timeOf(endOption);
  else if (startOption !== undefined && hasDuration) end = timeOf(startOption) + timeOf(duration);
  let start = 0;
  if (startOption !== undefined) start = timeOf(startOption);
  else if (hasDuration && endOption !== undefined) start = end - timeOf(duration);
  return { detail, end, start };
}

function timeOf(nameOrTime) {
  if (typeof nameOrTime === 'number') {
    if (nameOrTime < 0) throw new ERR_PERFORMANCE_INVALID_TIMESTAMP(nameOrTime);
    return nameOrTime;
  }
  const name = `${nameOrTime}`;
  if (MARKS_OF_NODE.has(name)) return milestone(name);
  const time = markTimes.get(name);
  if (time !== undefined) return time;
  const { DOMException } = require('internal/domexception');
  throw new DOMException(`The "${name}" performance mark has not been set`, 'SyntaxError');
}

function milestone(name) {
  return native.milestone(MILESTONES.indexOf(name));
}

function cloneOf(detail) {
  if (detail === undefined || detail === null) return null;
  // Lazy: most marks have no detail.
  return require('internal/structured_clone').structuredClone(detail);
}

function clearKept(type, name) {
  kept[type] = name === undefined ? [] : kept[type].filter((entry) => entry.name !== name);
}

function byName(entries, name, type) {
  return entries.filter((entry) => entry.name === name && (type === undefined || entry.entryType === type));
}

function byStartTime(left, right) {
  return left.startTime - right.startTime;
}

function utilizationOf(idle, active) {
  return { idle, active, utilization: idle + active === 0 ? 0 : active / (idle + active) };
}

function inspectAs(object, name, shown, depth, options) {
  if (depth < 0) return object;
  const { inspect } = require('internal/util/inspect');
  return `${name} ${inspect(shown, { ...options, depth: options.depth == null ? null : options.depth - 1 })}`;
}

function isObject(value) {
  return typeof value === 'object' && value !== null;
}

function requireThis(isRight, name) {
  if (!isRight) throw new ERR_INVALID_THIS(name);
}

function hidden(value) {
  return { __proto__: null, value, configurable: true, enumerable: false, writable: true };
}

function makeEnumerable(object, names) {
  for (const name of names) Object.defineProperty(object, name, { __proto__: null, enumerable: true });
}

module.exports = {
  Performance,
  PerformanceEntry,
  PerformanceMark,
  PerformanceMeasure,
  PerformanceObserver,
  PerformanceObserverEntryList,
  PerformanceResourceTiming,
  enqueue,
  enqueueNodeEntry,
  eventLoopUtilization,
  isObserved,
  performance,
  timerify,
};
