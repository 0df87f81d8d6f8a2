'use strict';

// Node's error classes: one per `ERR_*` code, and the exceptions made from operating system errors.
// https://nodejs.org/api/errors.html

const {
  Error, TypeError, RangeError, AggregateError, Map, String,
} = globalThis;
const { captureStackTrace } = Error;
const { isArray } = Array;
const { defineProperty, getOwnPropertyDescriptor, hasOwn, isExtensible } = Object;
const { apply } = Reflect;

const kIsNodeError = Symbol('kIsNodeError');

const MAX_RECEIVED_STRING = 28;
const PRIMITIVE_TYPES = new Set([
  'string', 'function', 'number', 'object', 'Function', 'Object', 'boolean', 'bigint', 'symbol',
]);
const CLASS_NAME = /^[A-Z][a-zA-Z0-9]*$/;

/** Code -> [message or function, Base, ...other bases]; `internal/errors/table` fills it. */
const definitions = new Map();

/**
 * Classes are made when a module first names them, so that the start-up heap holds only those in use.
 * @type {Record<string, any>}
 */
const codes = new Proxy({ __proto__: null }, {
  get(classes, code) {
    return classes[code] ?? (classes[code] = makeClasses(code));
  },
  has(_classes, code) {
    return definitions.has(code);
  },
  ownKeys() {
    return [...definitions.keys()];
  },
  getOwnPropertyDescriptor(classes, code) {
    if (!definitions.has(code)) return undefined;
    return { value: classes[code] ??= makeClasses(code), configurable: true, enumerable: true, writable: true };
  },
});

/** False while `makeErrorAt` makes an error whose stack is taken afterwards. */
let isStackWanted = true;

/** Declares a code: what it says, the class it extends, and the classes of its variants (`ERR_X.RangeError`). */
function E(code, message, ...bases) {
  definitions.set(code, [message, bases]);
}

function makeClasses(code) {
  const definition = definitions.get(code);
  if (definition === undefined) {
    if (typeof code === 'symbol' || code === 'then' || code === 'toJSON') return undefined;
    throw new Error(`bug in jsc: the error code ${code} is not declared`);
  }
  const [message, [Base, ...otherBases]] = definition;
  const NodeErrorClass = makeClass(code, message, Base);
  for (const Other of otherBases) NodeErrorClass[Other.name] = makeClass(code, message, Other);
  return NodeErrorClass;
}

function makeClass(code, message, Base) {
  if (Base === SystemError) return makeSystemErrorClass(code, message);
  // V8 keeps the message that the constructor got for the first line of the stack, so it is made before.
  class NodeError extends Base {
    constructor(...args) {
      const properties = {};
      super(describe(message, args, properties));
      this.code = code;
      for (const key in properties) this[key] = properties[key];
      if (isStackWanted) nameStack(this, code);
    }
  }
  // An instance says `constructor === TypeError`, so `inspect` and `assert` see the class that users know.
  defineHidden(NodeError.prototype, 'constructor', Base);
  defineHidden(NodeError.prototype, 'toString', nodeErrorToString);
  defineHidden(NodeError.prototype, kIsNodeError, true);
  NodeError.HideStackFramesError = NodeError;
  return NodeError;
}

function describe(message, args, properties) {
  if (typeof message === 'function') return apply(message, properties, args);
  return args.length === 0 ? message : formatText(message, args);
}

function nodeErrorToString() {
  return `${this.name} [${this.code}]: ${this.message}`;
}

function makeSystemErrorClass(code, message) {
  class NodeError extends SystemError {
    constructor(context) {
      super(code, message, context);
    }
  }
  NodeError.HideStackFramesError = NodeError;
  return NodeError;
}

function formatText(text, args) {
  let index = 0;
  return text.replace(/%s/g, () => formatArgument(args[index++]));
}

function formatArgument(value) {
  if (typeof value === 'object' && value !== null) return lazyInspect().format('%s', value);
  return String(value);
}

// The stack's first line says `TypeError [ERR_X]: message`, while `name` stays `TypeError`. V8 writes that line when the
// stack is first read, with the name that the error has then.
function nameStack(error, code) {
  const own = getOwnPropertyDescriptor(error, 'name');
  defineProperty(error, 'name', {
    __proto__: null, value: `${error.name} [${code}]`, configurable: true, writable: true, enumerable: false,
  });
  error.stack; // eslint-disable-line no-unused-expressions
  if (own === undefined) delete error.name;
  else defineProperty(error, 'name', own);
}

function defineHidden(object, key, value) {
  defineProperty(object, key, { __proto__: null, value, enumerable: false, writable: true, configurable: true });
}

// `inspect` needs this module, so it is loaded when an error first describes a value.
let inspectModule;
function lazyInspect() {
  return inspectModule ??= require('internal/util/inspect');
}

/** Error from a system call, with what the call reported in `info`. */
class SystemError extends Error {
  constructor(code, prefix, context) {
    let message = `${prefix}: ${context.syscall} returned ${context.code} (${context.message})`;
    if (context.path !== undefined) message += ` ${context.path}`;
    if (context.dest !== undefined) message += ` => ${context.dest}`;

    super(message);
    this.code = code;
    defineHidden(this, 'name', 'SystemError');
    defineProperty(this, 'info', { __proto__: null, value: context, enumerable: true, configurable: true });
    defineContextProperty(this, context, 'errno');
    defineContextProperty(this, context, 'syscall');
    if (context.path !== undefined) defineBufferContextProperty(this, context, 'path');
    if (context.dest !== undefined) defineBufferContextProperty(this, context, 'dest');
    defineProperty(this, kIsNodeError, { __proto__: null, value: true, configurable: true });
    nameStack(this, code);
  }

  [Symbol.for('nodejs.util.inspect.custom')](_recurseTimes, ctx) {
    return lazyInspect().inspect(this, { ...ctx, getters: true, customInspect: false });
  }
}
defineHidden(SystemError.prototype, 'toString', nodeErrorToString);
defineHidden(SystemError.prototype, kIsNodeError, true);

function defineContextProperty(error, context, key) {
  defineProperty(error, key, {
    __proto__: null,
    get() { return context[key]; },
    set(value) { context[key] = value; },
    enumerable: true,
    configurable: true,
  });
}

// The context keeps the bytes of a path; the error shows them as text.
function defineBufferContextProperty(error, context, key) {
  defineProperty(error, key, {
    __proto__: null,
    get() { return context[key]?.toString(); },
    set(value) { context[key] = value ? lazyBuffer().from(value.toString()) : undefined; },
    enumerable: true,
    configurable: true,
  });
}

function lazyBuffer() {
  return require('buffer').Buffer;
}

/** What `AbortSignal` users get. */
class AbortError extends Error {
  constructor(message = 'The operation was aborted', options = undefined) {
    if (options !== undefined && typeof options !== 'object') {
      throw new codes.ERR_INVALID_ARG_TYPE('options', 'Object', options);
    }
    super(message, options);
    this.code = 'ABORT_ERR';
    this.name = 'AbortError';
  }
}

/** An AggregateError with the code of its first error. */
class NodeAggregateError extends AggregateError {
  constructor(errors, message) {
    super(new SafeIterable(errors), message);
    this.code = errors[0]?.code;
  }
}
defineHidden(NodeAggregateError.prototype, 'constructor', AggregateError);
defineHidden(NodeAggregateError.prototype, kIsNodeError, true);

// AggregateError iterates its argument; a user may have replaced the array iterator.
class SafeIterable {
  #array;
  constructor(array) { this.#array = array; }
  [Symbol.iterator]() {
    const array = this.#array;
    let index = 0;
    return {
      next: () => (index < array.length ? { done: false, value: array[index++] } : { done: true, value: undefined }),
    };
  }
}

class ConnResetException extends Error {
  constructor(message) {
    super(message);
    this.code = 'ECONNRESET';
  }
}
defineHidden(ConnResetException.prototype, 'constructor', Error);

function connResetException(message) {
  return new ConnResetException(message);
}

/** One error out of two: the later one stays first, as Node shows it. */
function aggregateTwoErrors(innerError, outerError) {
  if (!innerError || !outerError || innerError === outerError) return innerError || outerError;
  if (isArray(outerError.errors)) {
    outerError.errors.push(innerError);
    return outerError;
  }
  const error = new AggregateError([outerError, innerError], outerError.message);
  error.code = outerError.code;
  captureStackTrace(error, aggregateTwoErrors);
  return error;
}

/** `[name, message]` of a negative errno, undefined for one that does not exist. */
function uvErrmapGet(errno) {
  return require('internal/errors/errno').errorMap().get(errno);
}

function nameOfErrno(errno) {
  return uvErrmapGet(errno)?.[0] ?? 'UNKNOWN';
}

/**
 * Builds the error that a failed system call throws: `ENOENT: no such file or directory, open 'x'`.
 * @param {{ errno: number, syscall: string, path?: any, dest?: any, message?: string, code?: string }} context
 * @param {Function} [start] the stack begins at its caller
 */
function uvException(context, start = uvException) {
  const known = uvErrmapGet(context.errno);
  const code = context.code ?? known?.[0] ?? 'UNKNOWN';
  let message = `${code}: ${context.message ?? known?.[1] ?? 'unknown error'}, ${context.syscall}`;
  const path = context.path?.toString();
  const dest = context.dest?.toString();
  if (path !== undefined) message += ` '${path}'`;
  if (dest !== undefined) message += ` -> '${dest}'`;

  const error = errorWithoutStack(message);
  error.errno = context.errno;
  error.code = code;
  error.syscall = context.syscall;
  if (path !== undefined) error.path = path;
  if (dest !== undefined) error.dest = dest;
  captureStackTrace(error, start);
  return error;
}

/** `new UVException(context)`, as Node's own modules write it. */
function UVException(context) {
  return uvException(context, UVException);
}

function errorWithoutStack(message) {
  return withoutStackTrace(() => new Error(message));
}

function UVExceptionWithHostPort(errno, syscall, address, port) {
  const [code, text] = uvErrmapGet(errno) ?? ['UNKNOWN', 'unknown error'];
  return networkError(UVExceptionWithHostPort, `${syscall} ${code}: ${text}${endpoint(address, port)}`,
                      { code, errno, syscall, address, port });
}

function ExceptionWithHostPort(errno, syscall, address, port, additional) {
  const code = nameOfErrno(errno);
  const local = additional ? ` - Local (${additional})` : '';
  return networkError(ExceptionWithHostPort, `${syscall} ${code}${endpoint(address, port)}${local}`,
                      { errno, code, syscall, address, port });
}

function endpoint(address, port) {
  if (port && port > 0) return ` ${address}:${port}`;
  return address ? ` ${address}` : '';
}

function networkError(start, message, { errno, code, syscall, address, port }) {
  const error = errorWithoutStack(message);
  error.errno = errno;
  error.code = code;
  error.syscall = syscall;
  error.address = address;
  if (port) error.port = port;
  captureStackTrace(error, start);
  return error;
}

function ErrnoException(errno, syscall, original) {
  const code = nameOfErrno(errno);
  const error = errorWithoutStack(original ? `${syscall} ${code} ${original}` : `${syscall} ${code}`);
  error.errno = errno;
  error.code = code;
  error.syscall = syscall;
  captureStackTrace(error, ErrnoException);
  return error;
}

const EAI_NODATA = -3007;
const EAI_NONAME = -3008;

function DNSException(code, syscall, hostname) {
  let errno;
  if (typeof code === 'number') {
    errno = code;
    code = errno === EAI_NODATA || errno === EAI_NONAME ? 'ENOTFOUND' : nameOfErrno(errno);
  }
  const error = errorWithoutStack(`${syscall} ${code}${hostname ? ` ${hostname}` : ''}`);
  error.errno = errno;
  error.code = code;
  error.syscall = syscall;
  if (hostname) error.hostname = hostname;
  captureStackTrace(error, DNSException);
  return error;
}

/** A plain Error with extra properties. */
function genericNodeError(message, properties) {
  const error = new Error(message);
  Object.assign(error, properties);
  return error;
}

/** `type number (5)`, `an instance of Foo`, ...: how messages name what they got. */
function determineSpecificType(value) {
  if (value === null || value === undefined) return `${value}`;
  switch (typeof value) {
    case 'function':
      return `function ${value.name}`;
    case 'object':
      if (value.constructor && 'name' in value.constructor) return `an instance of ${value.constructor.name}`;
      return `${lazyInspect().inspect(value, { depth: -1 })}`;
    case 'string':
      return `type string (${quoteReceived(value)})`;
    case 'number':
      return Object.is(value, -0) ? 'type number (-0)' : `type number (${value})`;
    case 'bigint':
      return `type bigint (${value}n)`;
    default:
      return `type ${typeof value} (${String(value)})`;
  }
}

function quoteReceived(text) {
  const shown = text.length > MAX_RECEIVED_STRING ? `${text.slice(0, 25)}...` : text;
  return shown.includes("'") ? JSON.stringify(shown) : `'${shown}'`;
}

/** `a`, `a or b`, `a, b, or c`. */
function formatList(items, conjunction = 'and') {
  switch (items.length) {
    case 0: return '';
    case 1: return `${items[0]}`;
    case 2: return `${items[0]} ${conjunction} ${items[1]}`;
    default: return `${items.slice(0, -1).join(', ')}, ${conjunction} ${items[items.length - 1]}`;
  }
}

/** The message of ERR_INVALID_ARG_TYPE: `expected` mixes types (`string`), classes (`Buffer`) and phrases. */
function invalidArgTypeMessage(name, expected, actual) {
  const subject = name.endsWith(' argument') ? name : `"${name}" ${name.includes('.') ? 'property' : 'argument'}`;
  return `The ${subject} must be ${describeExpected(isArray(expected) ? expected : [expected])}.` +
    ` Received ${determineSpecificType(actual)}`;
}

function describeExpected(expected) {
  let types = expected.filter((item) => PRIMITIVE_TYPES.has(item)).map((item) => item.toLowerCase());
  const instances = expected.filter((item) => !PRIMITIVE_TYPES.has(item) && CLASS_NAME.test(item));
  const others = expected.filter((item) => !PRIMITIVE_TYPES.has(item) && !CLASS_NAME.test(item));
  // Beside classes, `object` means "an instance of Object".
  if (instances.length > 0 && types.includes('object')) {
    types = types.filter((type, index) => index !== types.indexOf('object'));
    instances.push('Object');
  }

  const parts = [];
  if (types.length > 0) parts.push(`${types.length > 1 ? 'one of type' : 'of type'} ${formatList(types, 'or')}`);
  if (instances.length > 0) parts.push(`an instance of ${formatList(instances, 'or')}`);
  if (others.length > 1) parts.push(`one of ${formatList(others, 'or')}`);
  if (others.length === 1) parts.push(others[0].toLowerCase() === others[0] ? others[0] : `an ${others[0]}`);
  return parts.join(' or ');
}

/** 1234567 -> 1_234_567, as messages about ranges write large numbers. */
function addNumericalSeparator(digits) {
  let result = '';
  let end = digits.length;
  const start = digits[0] === '-' ? 1 : 0;
  for (; end >= start + 4; end -= 3) result = `_${digits.slice(end - 3, end)}${result}`;
  return `${digits.slice(0, end)}${result}`;
}

/**
 * Marks a function that only checks its arguments: an error it throws starts its stack at the caller.
 * @template {Function} F
 * @param {F} checker
 */
function hideStackFrames(checker) {
  function wrapper(...args) {
    try {
      return apply(checker, this, args);
    } catch (error) {
      hideFramesAbove(error, wrapper);
      throw error;
    }
  }
  wrapper.withoutStackTrace = checker;
  return wrapper;
}

/** `new Class(...args)` whose stack begins at the caller of `start`; the stack is taken once. */
function makeErrorAt(start, Class, ...args) {
  isStackWanted = false;
  let error;
  try {
    error = withoutStackTrace(() => new Class(...args));
  } finally {
    isStackWanted = true;
  }
  captureStackTrace(error, start);
  nameStack(error, error.code);
  return error;
}

/** Lets the stack of `error` begin at the caller of `start`. */
function hideFramesAbove(error, start) {
  if (typeof error !== 'object' || error === null || !isExtensible(error) || !Error.stackTraceLimit) return;
  captureStackTrace(error, start);
  if (error[kIsNodeError]) nameStack(error, error.code);
}

function isErrorLike(value) {
  return typeof value === 'object' && value !== null && hasOwn(value, 'stack');
}

function isStackOverflowError(error) {
  return error instanceof RangeError && error.message === 'Maximum call stack size exceeded';
}

function isErrorStackTraceLimitWritable() {
  const descriptor = getOwnPropertyDescriptor(Error, 'stackTraceLimit');
  if (descriptor === undefined) return isExtensible(Error);
  return hasOwn(descriptor, 'writable') ? descriptor.writable : descriptor.set !== undefined;
}

/** Runs `make` with stack traces off: for errors whose stack nobody reads. */
function withoutStackTrace(make) {
  if (!isErrorStackTraceLimitWritable()) return make();
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return make();
  } finally {
    Error.stackTraceLimit = limit;
  }
}

module.exports = {
  AbortError,
  ConnResetException,
  DNSException,
  E,
  ErrnoException,
  ExceptionWithHostPort,
  NodeAggregateError,
  SystemError,
  UVException,
  UVExceptionWithHostPort,
  addNumericalSeparator,
  aggregateTwoErrors,
  codes,
  connResetException,
  determineSpecificType,
  formatList,
  genericNodeError,
  hideFramesAbove,
  hideStackFrames,
  invalidArgTypeMessage,
  isErrorLike,
  isErrorStackTraceLimitWritable,
  isStackOverflowError,
  kIsNodeError,
  makeErrorAt,
  uvErrmapGet,
  uvException,
  withoutStackTrace,
};

require('internal/errors/table');
