'use strict';
// What the classes of web streams share: queues, promises made on demand, checks of strategies, inspection.
// https://streams.spec.whatwg.org/

const { codes: { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_INVALID_THIS } } = require('internal/errors');

/** First argument of constructors that only this library may call. */
const kCreate = Symbol('kCreate');
const kInspect = Symbol.for('nodejs.util.inspect.custom');

const PENDING = 0;
const FULFILLED = 1;
const REJECTED = 2;

function nop() {}

/** `promise.then`, also after an application has replaced it. */
const then = Function.prototype.call.bind(Promise.prototype.then);

/** A promise of the value, or the value itself if it is one. */
const resolvedWith = Promise.resolve.bind(Promise);
const rejectedWith = Promise.reject.bind(Promise);

/**
 * A promise that is made when somebody asks for it: most of `closed` and `ready` are never looked at. Rejections do not
 * count as unhandled.
 */
class Deferred {
  #status = PENDING;
  #value = undefined;
  #promise = undefined;
  #resolve = undefined;
  #reject = undefined;

  static resolved(value) {
    const deferred = new Deferred();
    deferred.resolve(value);
    return deferred;
  }

  static rejected(reason) {
    const deferred = new Deferred();
    deferred.reject(reason);
    return deferred;
  }

  get isPending() {
    return this.#status === PENDING;
  }

  get promise() {
    if (this.#promise !== undefined) return this.#promise;
    if (this.#status === FULFILLED) {
      this.#promise = resolvedWith(this.#value);
    } else if (this.#status === REJECTED) {
      this.#promise = rejectedWith(this.#value);
      then(this.#promise, undefined, nop);
    } else {
      this.#promise = new Promise((resolve, reject) => {
        this.#resolve = resolve;
        this.#reject = reject;
      });
    }
    return this.#promise;
  }

  resolve(value) {
    if (this.#status !== PENDING) return;
    this.#status = FULFILLED;
    this.#value = value;
    this.#resolve?.(value);
  }

  reject(reason) {
    if (this.#status !== PENDING) return;
    this.#status = REJECTED;
    this.#value = reason;
    if (this.#promise === undefined) return;
    then(this.#promise, undefined, nop);
    this.#reject(reason);
  }
}

/** First in, first out, without moving the rest at every `shift`. */
class Queue {
  #items = [];
  #head = 0;

  get length() {
    return this.#items.length - this.#head;
  }

  push(item) {
    this.#items.push(item);
  }

  peek() {
    return this.#items[this.#head];
  }

  shift() {
    const item = this.#items[this.#head];
    this.#items[this.#head++] = undefined;
    if (this.#head === this.#items.length) {
      this.#items = [];
      this.#head = 0;
    } else if (this.#head === 1024) {
      this.#items.splice(0, 1024);
      this.#head = 0;
    }
    return item;
  }

  clear() {
    this.#items = [];
    this.#head = 0;
  }

  /** Takes all out. */
  drain() {
    const items = this.#head === 0 ? this.#items : this.#items.slice(this.#head);
    this.clear();
    return items;
  }
}

/** A queue of values with sizes (the specification's queue-with-sizes). */
class SizedQueue extends Queue {
  total = 0;

  enqueue(value, size) {
    size = +size;
    if (!(size >= 0) || size === Infinity) throw new ERR_INVALID_ARG_VALUE.RangeError('size', size);
    this.push({ value, size });
    this.total += size;
  }

  dequeue() {
    const { value, size } = this.shift();
    this.total -= size;
    if (this.total < 0) this.total = 0; // Rounding.
    return value;
  }

  reset() {
    this.clear();
    this.total = 0;
  }
}

/** @param {any} value  @param {number} defaultMark */
function extractHighWaterMark(value, defaultMark) {
  if (value === undefined) return defaultMark;
  value = +value;
  if (Number.isNaN(value) || value < 0) throw new ERR_INVALID_ARG_VALUE.RangeError('strategy.highWaterMark', value);
  return value;
}

function one() {
  return 1;
}

function extractSizeAlgorithm(size) {
  if (size === undefined) return one;
  if (typeof size !== 'function') throw new ERR_INVALID_ARG_TYPE('strategy.size', 'Function', size);
  return (chunk) => size(chunk);
}

/** A member of what the application gave: undefined, or a function that is called with the object as `this`. */
function callbackMember(object, name, owner) {
  const member = object?.[name];
  if (member === undefined) return undefined;
  if (typeof member !== 'function') throw new ERR_INVALID_ARG_TYPE(`${owner}.${name}`, 'Function', member);
  return member;
}

/** What `start` returns, settled as late as the specification has it: a promise takes two more turns of the queue. */
function startPromise(start, controller) {
  if (start === undefined) return resolvedWith();
  const result = start(controller);
  return result === undefined ? resolvedWith() : new Promise((resolve) => { resolve(result); });
}

/** The result of a callback as a promise, also if it throws. */
function callAsPromise(callback, self, ...args) {
  try {
    const result = Reflect.apply(callback, self, args);
    return result === undefined ? resolvedWith() : new Promise((resolve) => { resolve(result); });
  } catch (error) {
    return rejectedWith(error);
  }
}

/** @param {any} self  @param {string} name of the class */
function customInspect(depth, options, self, name, data) {
  if (depth < 0) return self;
  const { inspect } = require('internal/util/inspect'); // Lazy: only for inspection.
  const inner = { ...options, depth: options.depth == null ? null : options.depth - 1 };
  return `${name} ${inspect(data, inner)}`;
}

/** Makes members visible in `for in`, as WebIDL has it. */
function makeEnumerable(target, names) {
  for (const name of names) Object.defineProperty(target, name, { enumerable: true });
}

function defineTag(Class) {
  Object.defineProperty(Class.prototype, Symbol.toStringTag, {
    configurable: true, enumerable: false, writable: false, value: Class.name,
  });
}

/** The state under `key`, which only instances of the class have. */
function stateOf(object, key, className) {
  const state = object?.[key];
  if (state === undefined) throw new ERR_INVALID_THIS(className);
  return state;
}

module.exports = {
  Deferred,
  Queue,
  SizedQueue,
  callAsPromise,
  callbackMember,
  customInspect,
  defineTag,
  extractHighWaterMark,
  extractSizeAlgorithm,
  kCreate,
  kInspect,
  makeEnumerable,
  nop,
  one,
  rejectedWith,
  resolvedWith,
  startPromise,
  stateOf,
  then,
};
