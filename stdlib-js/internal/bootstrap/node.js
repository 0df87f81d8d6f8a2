'use strict';
// Puts a context together after `realm.js`: process, globals, task queues, timers, the module loader.
// Everything here runs while the snapshot is made; what differs from process to process waits for the `refresh` hook.
// https://nodejs.org/docs/latest-v24.x/api/globals.html

const { setHook } = internalBinding('builtins');
const {
  ObjectDefineProperty, ObjectGetOwnPropertyDescriptor, ObjectGetPrototypeOf, ObjectSetPrototypeOf,
} = primordials;

/** Globals whose module is evaluated on first use, by module. Non-enumerable data properties, as in Node. */
const LAZY_CLASSES = {
  __proto__: null,
  'internal/url': ['URL', 'URLSearchParams'],
  'internal/urlpattern': ['URLPattern'],
  'internal/abort_controller': ['AbortController', 'AbortSignal'],
  'internal/event_target': ['EventTarget', 'Event', 'CustomEvent'],
  'internal/domexception': ['DOMException'],
  'internal/encoding': ['TextEncoder', 'TextDecoder'],
  'internal/blob': ['Blob'],
  'internal/file': ['File'],
  'internal/crypto/webcrypto': ['Crypto', 'CryptoKey', 'SubtleCrypto'],
  'internal/navigator': ['Navigator'],
  'perf_hooks': ['Performance', 'PerformanceEntry', 'PerformanceMark', 'PerformanceMeasure', 'PerformanceObserver',
    'PerformanceObserverEntryList', 'PerformanceResourceTiming'],
  'internal/worker/io': ['BroadcastChannel', 'MessageChannel', 'MessagePort'],
  'internal/undici': ['CloseEvent', 'FormData', 'Headers', 'MessageEvent', 'Request', 'Response', 'WebSocket'],
  'stream/web': ['ReadableStream', 'ReadableStreamDefaultReader', 'ReadableStreamBYOBReader', 'ReadableStreamBYOBRequest',
    'ReadableByteStreamController', 'ReadableStreamDefaultController', 'TransformStream', 'TransformStreamDefaultController',
    'WritableStream', 'WritableStreamDefaultController', 'WritableStreamDefaultWriter', 'ByteLengthQueuingStrategy',
    'CountQueuingStrategy', 'TextEncoderStream', 'TextDecoderStream', 'CompressionStream', 'DecompressionStream'],
};

setupProcess();
setupQueues();
setupGlobals();
setupErrors();
require('internal/modules/run_main').setup();

function setupProcess() {
  const EventEmitter = require('events');
  ObjectSetPrototypeOf(ObjectGetPrototypeOf(process), EventEmitter.prototype);
  EventEmitter.call(process);
  require('internal/process/per_thread').setup();
}

function setupQueues() {
  const { setupTaskQueue } = require('internal/process/task_queues');
  const { nextTick, runNextTicks } = setupTaskQueue();
  process.nextTick = nextTick;
  const { getTimerCallbacks } = require('internal/timers');
  const { processImmediate, processTimers } = getTimerCallbacks(runNextTicks);
  internalBinding('timers').setupTimers(processImmediate, processTimers);
}

function setupGlobals() {
  // The engine's own, older than Intl.Segmenter; Node does without it.
  delete Intl.v8BreakIterator;
  defineVisible('global', globalThis);
  ObjectDefineProperty(globalThis, Symbol.toStringTag, {
    __proto__: null, value: 'global', writable: false, enumerable: false, configurable: true,
  });
  defineAccessor('process', () => process);
  defineAccessor('Buffer', () => require('buffer').Buffer);
  defineHidden('console', require('internal/console/global'));
  const timers = require('timers');
  for (const name of ['clearImmediate', 'clearInterval', 'clearTimeout', 'setImmediate', 'setInterval', 'setTimeout']) {
    defineVisible(name, timers[name]);
  }
  defineVisible('queueMicrotask', require('internal/process/task_queues').queueMicrotask);
  defineLazyVisible('structuredClone', () => require('internal/structured_clone').structuredClone);
  defineLazyVisible('atob', () => require('buffer').atob);
  defineLazyVisible('btoa', () => require('buffer').btoa);
  defineLazyVisible('performance', () => require('perf_hooks').performance);
  defineVisible('fetch', function fetch(input, init = undefined) {
    return require('internal/undici').fetch(input, init);
  });
  const { loadForUser } = require('internal/modules/builtins');
  defineLazyVisible('crypto', () => loadForUser('crypto').webcrypto);
  defineLazyVisible('navigator', () => require('internal/navigator').navigator);
  for (const id in LAZY_CLASSES) {
    for (const name of LAZY_CLASSES[id]) defineLazy(name, () => (id.startsWith('internal/') ? require(id) : loadForUser(id))[name], false);
  }
}

function setupErrors() {
  const execution = require('internal/process/execution');
  setHook('uncaughtException', execution.onUncaughtException);
  setHook('printFatal', execution.printFatal);
  // Lazy: most programs never warn.
  process.on('warning', function onWarning(warning) {
    require('internal/process/warning').onWarning(warning);
  });
}

function defineHidden(name, value) {
  ObjectDefineProperty(globalThis, name, { __proto__: null, value, writable: true, enumerable: false, configurable: true });
}

function defineVisible(name, value) {
  ObjectDefineProperty(globalThis, name, { __proto__: null, value, writable: true, enumerable: true, configurable: true });
}

/** A global that stays an accessor, even when it is given another value: Node's `process` and `Buffer`. */
function defineAccessor(name, load) {
  let get = load;
  ObjectDefineProperty(globalThis, name, {
    __proto__: null,
    get() { return get(); },
    set(value) { get = () => value; },
    enumerable: false,
    configurable: true,
  });
}

function defineLazyVisible(name, load) {
  defineLazy(name, load, true);
}

/** A global that becomes a data property when it is first read or written. */
function defineLazy(name, load, enumerable) {
  const settle = (value) => ObjectDefineProperty(globalThis, name, {
    __proto__: null, value, writable: true, enumerable, configurable: true,
  });
  // A literal, because that names the functions `get <name>` and `set <name>`.
  const accessor = {
    __proto__: null,
    get [name]() {
      const value = load();
      settle(value);
      return value;
    },
    set [name](value) {
      settle(value);
    },
  };
  const { get, set } = ObjectGetOwnPropertyDescriptor(accessor, name);
  ObjectDefineProperty(globalThis, name, { __proto__: null, get, set, enumerable, configurable: true });
}
