'use strict';
// AsyncLocalStorage: a value that follows the flow of asynchronous execution.
// https://nodejs.org/docs/latest-v24.x/api/async_context.html#class-asynclocalstorage

const AsyncContextFrame = require('internal/async_context_frame');
const { validateObject } = require('internal/validators');

class AsyncLocalStorage {
  #defaultValue;
  #name = '';

  /** @param {{ defaultValue?: any, name?: string }} [options] */
  constructor(options = {}) {
    validateObject(options, 'options');
    this.#defaultValue = options.defaultValue;
    if (options.name !== undefined) this.#name = `${options.name}`;
  }

  get name() {
    return this.#name;
  }

  /** A function that runs `fn` in the context of this call. */
  static bind(fn) {
    return require('async_hooks').AsyncResource.bind(fn); // Lazy: it exports this class.
  }

  /** A function that runs its first argument in the context of this call. */
  static snapshot() {
    return AsyncLocalStorage.bind((fn, ...args) => fn(...args));
  }

  disable() {
    AsyncContextFrame.current()?.disable(this);
  }

  enterWith(value) {
    AsyncContextFrame.set(new AsyncContextFrame(this, value));
  }

  run(value, fn, ...args) {
    const prior = this.getStore();
    if (Object.is(prior, value)) return Reflect.apply(fn, null, args);

    const priorFrame = AsyncContextFrame.current();
    const frame = new AsyncContextFrame(this, value);
    AsyncContextFrame.set(frame);
    try {
      return Reflect.apply(fn, null, args);
    } finally {
      // What `fn` did to other storages by `enterWith` and `disable` stays, as in Node; mostly it did nothing.
      if (AsyncContextFrame.current() === frame && frame.isIntact) AsyncContextFrame.set(priorFrame);
      else this.enterWith(prior);
    }
  }

  exit(fn, ...args) {
    return this.run(undefined, fn, ...args);
  }

  getStore() {
    const frame = AsyncContextFrame.current();
    return frame === undefined ? this.#defaultValue : frame.get(this, this.#defaultValue);
  }

  /** Enters `value` until the scope is disposed. */
  withScope(value) {
    return new RunScope(this, value);
  }
}

class RunScope {
  #storage;
  #previous;
  #isDisposed = false;

  constructor(storage, value) {
    this.#storage = storage;
    this.#previous = storage.getStore();
    storage.enterWith(value);
  }

  dispose() {
    if (this.#isDisposed) return;
    this.#isDisposed = true;
    this.#storage.enterWith(this.#previous);
  }

  [Symbol.dispose]() {
    this.dispose();
  }
}

module.exports = AsyncLocalStorage;
