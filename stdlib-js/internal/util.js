'use strict';

// Small tools that the standard library's modules share; what users see of them is in `node:util`.
// https://nodejs.org/api/util.html

const {
  codes: { ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE, ERR_UNKNOWN_SIGNAL },
  uvErrmapGet,
} = require('internal/errors');
const { validateFunction, validateNumber, validateString } = require('internal/validators');

const {
  defineProperties, defineProperty, freeze, getOwnPropertyDescriptor, getOwnPropertyDescriptors, getPrototypeOf,
  setPrototypeOf,
} = Object;

const kEmptyObject = freeze({ __proto__: null });
const kEnumerableProperty = { __proto__: null, enumerable: true };
const kIsEncodingSymbol = Symbol('kIsEncodingSymbol');
const customInspectSymbol = Symbol.for('nodejs.util.inspect.custom');
const kCustomPromisifiedSymbol = Symbol.for('nodejs.util.promisify.custom');
const customPromisifyArgs = Symbol('customPromisifyArgs');

const EXIT_CODE_OF_SIGNALS = 128;
const SEARCHED_FRAMES = 10;
const NODE_MODULES = /[/\\]node_modules[/\\]/;

const encodingsMap = {
  __proto__: null, ascii: 0, utf8: 1, base64: 2, utf16le: 3, latin1: 4, hex: 5, buffer: 6, base64url: 7,
};

/** Codes of deprecations that were already reported; one code is reported once, whatever carries it. */
const warnedCodes = new Set();
const experimentalWarnings = new Set();

/** The canonical name of an encoding, undefined for one that does not exist. */
function normalizeEncoding(encoding) {
  if (encoding === undefined || encoding === null || encoding === 'utf8' || encoding === 'utf-8') return 'utf8';
  return slowCases(encoding);
}

function slowCases(encoding) {
  switch (`${encoding}`.toLowerCase()) {
    case 'utf8': case 'utf-8': case '': return 'utf8';
    case 'ucs2': case 'ucs-2': case 'utf16le': case 'utf-16le': return 'utf16le';
    case 'latin1': case 'binary': return 'latin1';
    case 'base64': return 'base64';
    case 'base64url': return 'base64url';
    case 'hex': return 'hex';
    case 'ascii': return 'ascii';
    default: return undefined;
  }
}

/** Wraps a function or class so that its first use warns. */
function deprecate(fn, message, code, { modifyPrototype = true } = kEmptyObject) {
  if (code !== undefined) validateString(code, 'code');
  if (process.noDeprecation === true) return fn;

  const warn = getDeprecationWarningEmitter(code, message, () => deprecated);
  function deprecated(...args) {
    warn();
    return new.target ? Reflect.construct(fn, args, new.target) : Reflect.apply(fn, this, args);
  }
  if (modifyPrototype) {
    // The wrapper passes for the function: static members are inherited, instances are instances of both.
    setPrototypeOf(deprecated, fn);
    if (fn.prototype) deprecated.prototype = fn.prototype;
  }
  defineProperty(deprecated, 'length', { __proto__: null, ...getOwnPropertyDescriptor(fn, 'length') });
  return deprecated;
}

/** A function that warns when it is first called. */
function getDeprecationWarningEmitter(code, message, getStart) {
  let warned = false;
  return () => {
    if (warned) return;
    warned = true;
    if (code === undefined) {
      process.emitWarning(message, 'DeprecationWarning', getStart?.());
    } else if (!warnedCodes.has(code)) {
      warnedCodes.add(code);
      process.emitWarning(message, 'DeprecationWarning', code, getStart?.());
    }
  };
}

/** A property that warns when it is first read or written. */
function deprecateProperty(key, object, message, code) {
  const descriptor = getOwnPropertyDescriptor(object, key);
  const warn = getDeprecationWarningEmitter(code, message);
  let { value } = descriptor;
  defineProperty(object, key, {
    __proto__: null,
    get() {
      warn();
      return value;
    },
    set(newValue) {
      warn();
      value = newValue;
    },
    enumerable: descriptor.enumerable,
    configurable: true,
  });
}

/** Calling a class without `new`, where Node still allows it. */
function deprecateInstantiation(Class, code, ...args) {
  const { name } = Class;
  getDeprecationWarningEmitter(code, `Instantiating ${name} without the 'new' keyword has been deprecated.`)();
  return new Class(...args);
}

function emitExperimentalWarning(feature, message = undefined, code = undefined, constructor = undefined) {
  if (experimentalWarnings.has(feature)) return;
  experimentalWarnings.add(feature);
  process.emitWarning(message ?? `${feature} is an experimental feature and might change at any time`,
                      'ExperimentalWarning', code, constructor);
}

/** A function ending in a callback as one that returns a promise. */
function promisify(original) {
  validateFunction(original, 'original');

  const custom = original[kCustomPromisifiedSymbol];
  if (custom) {
    validateFunction(custom, 'util.promisify.custom');
    return defineCustomPromisified(custom);
  }
  // Several results, as `fs.read` has them, become an object with these names.
  const argumentNames = original[customPromisifyArgs];

  function fn(...args) {
    return new Promise((resolve, reject) => {
      const result = Reflect.apply(original, this, [...args, (error, ...values) => {
        if (error) reject(error);
        else if (argumentNames === undefined || values.length <= 1) resolve(values[0]);
        else resolve(Object.fromEntries(argumentNames.map((name, index) => [name, values[index]])));
      }]);
      if (require('internal/util/types').isPromise(result)) {
        process.emitWarning('Calling promisify on a function that returns a Promise is likely a mistake.',
                            'DeprecationWarning', 'DEP0174');
      }
    });
  }
  setPrototypeOf(fn, getPrototypeOf(original));
  defineCustomPromisified(fn);
  return defineProperties(fn, getOwnPropertyDescriptors(original));
}
promisify.custom = kCustomPromisifiedSymbol;

function defineCustomPromisified(fn) {
  return defineProperty(fn, kCustomPromisifiedSymbol, {
    __proto__: null, value: fn, enumerable: false, writable: false, configurable: true,
  });
}

/** A function that runs its argument once and ignores later calls. */
function once(callback, { preserveReturnValue = false } = kEmptyObject) {
  let called = false;
  let result;
  return function(...args) {
    if (called) return preserveReturnValue ? result : undefined;
    called = true;
    const value = Reflect.apply(callback, this, args);
    if (preserveReturnValue) result = value;
    return value;
  };
}

/** Calls `initializer` when its value is first asked for. */
function getLazy(initializer) {
  let value;
  let hasValue = false;
  return function() {
    if (!hasValue) {
      value = initializer();
      hasValue = true;
    }
    return value;
  };
}

/** Like `getLazy`, for a result that is copied: callers may change what they get. */
function cachedResult(fn) {
  let result;
  return () => {
    result ??= fn();
    return result.slice();
  };
}

/** Properties that load a module when they are first read, and are plain properties from then on. */
function defineLazyProperties(target, id, keys, enumerable = true) {
  for (const key of keys) {
    const settle = (value) => defineProperty(target, key, {
      __proto__: null, value, writable: true, enumerable, configurable: true,
    });
    const get = () => {
      const value = require(id)[key];
      settle(value);
      return value;
    };
    defineProperty(get, 'name', { __proto__: null, value: key });
    defineProperty(settle, 'name', { __proto__: null, value: key });
    defineProperty(target, key, { __proto__: null, get, set: settle, enumerable, configurable: true });
  }
}

function defineOperation(target, name, method) {
  defineProperty(target, name, {
    __proto__: null, value: method, writable: true, enumerable: true, configurable: true,
  });
}

function exposeInterface(target, name, Interface) {
  defineProperty(target, name, {
    __proto__: null, value: Interface, writable: true, enumerable: false, configurable: true,
  });
}

function setOwnProperty(target, key, value) {
  return defineProperty(target, key, {
    __proto__: null, value, writable: true, enumerable: true, configurable: true,
  });
}

function assignFunctionName(name, fn, descriptor = kEmptyObject) {
  const text = typeof name === 'symbol' ? `[${name.description}]` : name;
  return defineProperty(fn, 'name', {
    __proto__: null, writable: false, enumerable: false, configurable: true,
    ...getOwnPropertyDescriptor(fn, 'name'), ...descriptor, value: text,
  });
}

function createClassWrapper(type) {
  function wrapper(...args) {
    return Reflect.construct(type, args, new.target || type);
  }
  // For the instance and static members.
  setPrototypeOf(wrapper, type);
  wrapper.prototype = type.prototype;
  return wrapper;
}

/** Removes one element; faster than `splice`. */
function spliceOne(list, index) {
  for (; index + 1 < list.length; index++) list[index] = list[index + 1];
  list.pop();
}

function join(output, separator) {
  return output.join(separator);
}

function filterDuplicateStrings(items, low = false) {
  const map = new Map();
  for (const item of items) {
    const key = item.toLowerCase();
    map.set(key, low ? key : item);
  }
  return [...map.values()].sort();
}

function removeColors(text) {
  return require('internal/util/inspect/text').removeColors(text);
}

function isError(value) {
  return require('internal/util/inspect').isError(value);
}

/** `ENOENT` for -2. */
function getSystemErrorName(errno) {
  validateErrno(errno);
  return uvErrmapGet(errno)?.[0] ?? `Unknown system error ${errno}`;
}

/** `no such file or directory` for -2. */
function getSystemErrorMessage(errno) {
  validateErrno(errno);
  return uvErrmapGet(errno)?.[1] ?? `Unknown system error ${errno}`;
}

function validateErrno(errno) {
  validateNumber(errno, 'err');
  if (errno >= 0 || !Number.isSafeInteger(errno)) throw new ERR_OUT_OF_RANGE('err', 'a negative integer', errno);
}

function getSystemErrorMap() {
  return require('internal/errors/errno').errorMap();
}

/** The number of a signal given by name (in any case) or number. */
function convertToValidSignal(signal) {
  const { signals } = require('os').constants;
  if (typeof signal === 'number' && Object.values(signals).includes(signal)) return signal;
  if (typeof signal === 'string') {
    const number = signals[signal.toUpperCase()];
    if (number) return number;
  }
  throw new ERR_UNKNOWN_SIGNAL(signal);
}

/** What a shell reports for a process that a signal killed. */
function convertProcessSignalToExitCode(signalCode) {
  const { signals } = require('os').constants;
  const { validateOneOf } = require('internal/validators');
  validateOneOf(signalCode, 'signalCode', Object.keys(signals));
  return EXIT_CODE_OF_SIGNALS + signals[signalCode];
}

function guessHandleType(fd) {
  return internalBinding('util').guessHandleType(fd);
}

/** Blocks the thread. */
function sleep(milliseconds) {
  internalBinding('util').sleep(milliseconds);
}

/** Whether the innermost code that is not the standard library's is a dependency. */
function isInsideNodeModules(frameLimit = SEARCHED_FRAMES) {
  const sites = internalBinding('util').getCallSites(frameLimit) ?? [];
  const caller = sites.find(({ scriptName }) => scriptName !== '' && !scriptName.startsWith('node:'));
  return caller !== undefined && isUnderNodeModules(caller.scriptName);
}

function isUnderNodeModules(filename) {
  return NODE_MODULES.test(filename);
}

function getConstructorOf(object) {
  while (object) {
    const descriptor = getOwnPropertyDescriptor(object, 'constructor');
    if (descriptor !== undefined && typeof descriptor.value === 'function' && descriptor.value.name !== '') {
      return descriptor.value;
    }
    object = getPrototypeOf(object);
  }
  return undefined;
}

const lazyDOMExceptionClass = getLazy(() => require('internal/domexception').DOMException);

function lazyDOMException(message, name) {
  const DOMException = lazyDOMExceptionClass();
  return new DOMException(message, name);
}

function toUSVString(value) {
  return `${value}`.toWellFormed();
}

/** An object that is kept alive while someone counts on it. */
class WeakReference {
  #weak;
  #strong;
  #count = 0;

  constructor(object) {
    this.#weak = new WeakRef(object);
  }

  incRef() {
    if (++this.#count === 1) this.#strong = this.#weak.deref();
    return this.#count;
  }

  decRef() {
    if (--this.#count === 0) this.#strong = undefined;
    return this.#count;
  }

  get() {
    return this.#weak.deref();
  }
}

function inherits(ctor, superCtor) {
  if (ctor === undefined || ctor === null) throw new ERR_INVALID_ARG_TYPE('ctor', 'Function', ctor);
  if (superCtor === undefined || superCtor === null) {
    throw new ERR_INVALID_ARG_TYPE('superCtor', 'Function', superCtor);
  }
  if (superCtor.prototype === undefined) {
    throw new ERR_INVALID_ARG_TYPE('superCtor.prototype', 'Object', superCtor.prototype);
  }
  defineProperty(ctor, 'super_', {
    __proto__: null, value: superCtor, writable: true, configurable: true,
  });
  setPrototypeOf(ctor.prototype, superCtor.prototype);
}

module.exports = {
  WeakReference,
  assignFunctionName,
  cachedResult,
  convertProcessSignalToExitCode,
  convertToValidSignal,
  createClassWrapper,
  customInspectSymbol,
  customPromisifyArgs,
  defineLazyProperties,
  defineOperation,
  deprecate,
  deprecateInstantiation,
  deprecateProperty,
  emitExperimentalWarning,
  encodingsMap,
  exposeInterface,
  filterDuplicateStrings,
  getConstructorOf,
  getDeprecationWarningEmitter,
  getLazy,
  getSystemErrorMap,
  getSystemErrorMessage,
  getSystemErrorName,
  guessHandleType,
  inherits,
  isError,
  isInsideNodeModules,
  isMacOS: false,
  isUnderNodeModules,
  isWindows: false,
  join,
  kEmptyObject,
  kEnumerableProperty,
  kIsEncodingSymbol,
  lazyDOMException,
  lazyDOMExceptionClass,
  normalizeEncoding,
  once,
  promisify,
  removeColors,
  setOwnProperty,
  sleep,
  slowCases,
  spliceOne,
  toUSVString,
};
