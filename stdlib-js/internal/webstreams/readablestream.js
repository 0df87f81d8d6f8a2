'use strict';
// ReadableStream with its default reader and controller, by the Streams Standard; bytes are in `readablebytes.js`.
// https://streams.spec.whatwg.org/#rs

const {
  codes: {
    ERR_ARG_NOT_ITERABLE,
    ERR_ILLEGAL_CONSTRUCTOR,
    ERR_INVALID_ARG_TYPE,
    ERR_INVALID_ARG_VALUE,
    ERR_INVALID_STATE,
  },
} = require('internal/errors');
const {
  kControllerErrorFunction,
  kIsClosedPromise,
  kIsDisturbed,
  kIsErrored,
  kIsReadable,
} = require('internal/streams/inspection');
const {
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
} = require('internal/webstreams/support');
const {
  kValidateObjectAllowObjects,
  kValidateObjectAllowObjectsAndNull,
  validateObject,
} = require('internal/validators');

const kStream = Symbol('kReadableStream');
const kReader = Symbol('kReadableStreamDefaultReader');
const kController = Symbol('kReadableStreamDefaultController');

const READABLE = 'readable';
const CLOSED = 'closed';
const ERRORED = 'errored';

/** The slots of a ReadableStream. */
class StreamState {
  state = READABLE;
  storedError = undefined;
  /** @type {ReaderState | undefined} */
  reader = undefined;
  controller = undefined;
  isDisturbed = false;
  /** For Node's `finished`, which may look without a reader. */
  closed = new Deferred();
  wrapper;

  constructor(wrapper) {
    this.wrapper = wrapper;
  }
}

/** The slots of a reader. Its requests have the methods chunkSteps(chunk), closeSteps(chunk?) and errorSteps(error). */
class ReaderState {
  closed = undefined;
  requests = new Queue();
  wrapper;
  stream = undefined;
  isByob;

  constructor(wrapper, isByob) {
    this.wrapper = wrapper;
    this.isByob = isByob;
  }
}

class DefaultController {
  queue = new SizedQueue();
  started = false;
  closeRequested = false;
  pullAgain = false;
  pulling = false;

  wrapper;
  stream;
  pullAlgorithm;
  cancelAlgorithm;
  size;
  highWaterMark;

  constructor(wrapper, stream, { pull, cancel, size, highWaterMark }) {
    this.wrapper = wrapper;
    this.stream = stream;
    this.pullAlgorithm = pull;
    this.cancelAlgorithm = cancel;
    this.size = size;
    this.highWaterMark = highWaterMark;
  }

  get desiredSize() {
    switch (this.stream.state) {
      case ERRORED: return null;
      case CLOSED: return 0;
      default: return this.highWaterMark - this.queue.total;
    }
  }

  get canCloseOrEnqueue() {
    return !this.closeRequested && this.stream.state === READABLE;
  }

  get hasBackpressure() {
    return !this.shouldCallPull();
  }

  enqueue(chunk) {
    if (!this.canCloseOrEnqueue) return;
    const { reader } = this.stream;
    if (reader !== undefined && reader.requests.length > 0) {
      reader.requests.shift().chunkSteps(chunk);
    } else {
      this.#enqueueSized(chunk);
    }
    this.callPullIfNeeded();
  }

  #enqueueSized(chunk) {
    let size = 1;
    try {
      if (this.size !== one) size = this.size(chunk);
      this.queue.enqueue(chunk, size);
    } catch (error) {
      this.error(error);
      throw error;
    }
  }

  close() {
    if (!this.canCloseOrEnqueue) return;
    this.closeRequested = true;
    if (this.queue.length > 0) return;
    this.#clearAlgorithms();
    readableStreamClose(this.stream);
  }

  error(error) {
    if (this.stream.state !== READABLE) return;
    this.queue.reset();
    this.#clearAlgorithms();
    readableStreamError(this.stream, error);
  }

  cancelSteps(reason) {
    this.queue.reset();
    const { cancelAlgorithm } = this;
    this.#clearAlgorithms();
    return cancelAlgorithm === undefined ? resolvedWith() : cancelAlgorithm(reason);
  }

  pullSteps(request) {
    if (this.queue.length === 0) {
      this.stream.reader.requests.push(request);
      this.callPullIfNeeded();
      return;
    }
    request.chunkSteps(this.takeChunk());
  }

  takeChunk() {
    const chunk = this.queue.dequeue();
    if (this.closeRequested && this.queue.length === 0) {
      this.#clearAlgorithms();
      readableStreamClose(this.stream);
    } else {
      this.callPullIfNeeded();
    }
    return chunk;
  }

  releaseSteps() {}

  shouldCallPull() {
    if (!this.canCloseOrEnqueue || !this.started) return false;
    const { reader } = this.stream;
    if (reader !== undefined && reader.requests.length > 0) return true;
    return this.desiredSize > 0;
  }

  callPullIfNeeded() {
    callPullIfNeeded(this);
  }

  #clearAlgorithms() {
    this.pullAlgorithm = undefined;
    this.cancelAlgorithm = undefined;
    this.size = undefined;
  }
}

/** Of either kind of controller. */
function callPullIfNeeded(controller) {
  if (!controller.shouldCallPull()) return;
  if (controller.pulling) {
    controller.pullAgain = true;
    return;
  }
  controller.pulling = true;
  const pulled = controller.pullAlgorithm === undefined ? resolvedWith() : controller.pullAlgorithm(controller.wrapper);
  then(pulled, () => {
    controller.pulling = false;
    if (!controller.pullAgain) return;
    controller.pullAgain = false;
    callPullIfNeeded(controller);
  }, (error) => controller.error(error));
}

/** Of either kind of controller. */
function startController(controller, start) {
  controller.stream.controller = controller;
  then(startPromise(start, controller.wrapper), () => {
    controller.started = true;
    callPullIfNeeded(controller);
  }, (error) => controller.error(error));
}

class ReadableStream {
  /** @param {object} [source]  @param {object} [strategy] */
  constructor(source = {}, strategy = {}) {
    if (source === kCreate) return;
    validateObject(source, 'source', kValidateObjectAllowObjects);
    validateObject(strategy, 'strategy', kValidateObjectAllowObjectsAndNull);
    const stream = this[kStream] = new StreamState(this);

    const size = strategy?.size;
    const highWaterMark = strategy?.highWaterMark;
    const isBytes = `${source.type}` === 'bytes';
    if (!isBytes && source.type !== undefined) throw new ERR_INVALID_ARG_VALUE('source.type', source.type);

    if (isBytes) {
      if (size !== undefined) throw new ERR_INVALID_ARG_VALUE.RangeError('strategy.size', size);
      bytes().setUpFromSource(stream, source, extractHighWaterMark(highWaterMark, 0));
    } else {
      const sizeAlgorithm = extractSizeAlgorithm(size);
      setUpDefaultController(stream, {
        ...algorithmsOf(source),
        size: sizeAlgorithm,
        highWaterMark: extractHighWaterMark(highWaterMark, 1),
      });
    }
  }

  static from(iterable) {
    return readableStreamFrom(iterable);
  }

  get locked() {
    return stateOf(this, kStream, 'ReadableStream').reader !== undefined;
  }

  cancel(reason = undefined) {
    try {
      const stream = stateOf(this, kStream, 'ReadableStream');
      if (stream.reader !== undefined) throw new ERR_INVALID_STATE.TypeError('ReadableStream is locked');
      return readableStreamCancel(stream, reason);
    } catch (error) {
      return rejectedWith(error);
    }
  }

  /** @param {{mode?: 'byob'}} [options] */
  getReader(options = {}) {
    stateOf(this, kStream, 'ReadableStream');
    validateObject(options, 'options', kValidateObjectAllowObjectsAndNull);
    const mode = options?.mode;
    if (mode === undefined) return new ReadableStreamDefaultReader(this);
    if (`${mode}` !== 'byob') throw new ERR_INVALID_ARG_VALUE('options.mode', mode);
    return new (bytes().ReadableStreamBYOBReader)(this);
  }

  pipeThrough(transform, options = {}) {
    const source = stateOf(this, kStream, 'ReadableStream');
    const readable = transform?.readable;
    if (!isReadableStream(readable)) {
      throw new ERR_INVALID_ARG_TYPE('transform.readable', 'ReadableStream', readable);
    }
    const writable = transform?.writable;
    const { isWritableStream, kWritable } = require('internal/webstreams/writablestream');
    if (!isWritableStream(writable)) {
      throw new ERR_INVALID_ARG_TYPE('transform.writable', 'WritableStream', writable);
    }
    const pipeOptions = pipe().readPipeOptions(options);
    if (this.locked) throw new ERR_INVALID_STATE.TypeError('The ReadableStream is locked');
    if (writable.locked) throw new ERR_INVALID_STATE.TypeError('The WritableStream is locked');
    const piped = pipe().pipeTo(source, writable[kWritable], pipeOptions);
    then(piped, undefined, nop); // The streams tell of errors.
    return readable;
  }

  pipeTo(destination, options = {}) {
    try {
      const source = stateOf(this, kStream, 'ReadableStream');
      const { isWritableStream, kWritable } = require('internal/webstreams/writablestream');
      if (!isWritableStream(destination)) {
        throw new ERR_INVALID_ARG_TYPE('transform.writable', 'WritableStream', destination);
      }
      const pipeOptions = pipe().readPipeOptions(options);
      if (this.locked) throw new ERR_INVALID_STATE.TypeError('The ReadableStream is locked');
      if (destination.locked) throw new ERR_INVALID_STATE.TypeError('The WritableStream is locked');
      return pipe().pipeTo(source, destination[kWritable], pipeOptions);
    } catch (error) {
      return rejectedWith(error);
    }
  }

  tee() {
    const stream = stateOf(this, kStream, 'ReadableStream');
    return require('internal/webstreams/tee').tee(stream); // Lazy: start-up time.
  }

  values(options = {}) {
    const stream = stateOf(this, kStream, 'ReadableStream');
    validateObject(options, 'options', kValidateObjectAllowObjectsAndNull);
    return createIterator(stream, !!options?.preventCancel);
  }

  [kInspect](depth, options) {
    const stream = stateOf(this, kStream, 'ReadableStream');
    return customInspect(depth, options, this, 'ReadableStream', {
      locked: this.locked,
      state: stream.state,
      supportsBYOB: stream.controller?.isBytes === true,
    });
  }

  get [kIsDisturbed]() { return this[kStream].isDisturbed; }
  get [kIsErrored]() { return this[kStream].state === ERRORED; }
  get [kIsReadable]() { return this[kStream].state === READABLE; }
  get [kIsClosedPromise]() { return this[kStream].closed; }

  [kControllerErrorFunction](error) {
    this[kStream].controller.error(error);
  }
}
Object.defineProperty(ReadableStream.prototype, Symbol.asyncIterator, {
  configurable: true, enumerable: false, writable: true, value: ReadableStream.prototype.values,
});
makeEnumerable(ReadableStream.prototype,
               ['locked', 'cancel', 'getReader', 'pipeThrough', 'pipeTo', 'tee', 'values']);
makeEnumerable(ReadableStream, ['from']);
defineTag(ReadableStream);

// Lazy: neither is needed for most streams.
function bytes() {
  return require('internal/webstreams/readablebytes');
}

function pipe() {
  return require('internal/webstreams/pipe');
}

function algorithmsOf(source) {
  const cancel = callbackMember(source, 'cancel', 'source');
  const pull = callbackMember(source, 'pull', 'source');
  const start = callbackMember(source, 'start', 'source');
  return {
    start: start && ((controller) => Reflect.apply(start, source, [controller])),
    pull: pull && ((controller) => callAsPromise(pull, source, controller)),
    cancel: cancel && ((reason) => callAsPromise(cancel, source, reason)),
  };
}

function setUpDefaultController(stream, algorithms) {
  const wrapper = new ReadableStreamDefaultController(kCreate);
  const controller = wrapper[kController] = new DefaultController(wrapper, stream, algorithms);
  startController(controller, algorithms.start);
}

/** A stream of this library's own; the algorithms return promises, `start` what it likes. */
function createReadableStream(algorithms) {
  const wrapper = new ReadableStream(kCreate);
  const stream = wrapper[kStream] = new StreamState(wrapper);
  setUpDefaultController(stream, { __proto__: null, size: one, highWaterMark: 1, ...algorithms });
  return wrapper;
}

/** As `createReadableStream`, of bytes. */
function createReadableByteStream(algorithms) {
  const wrapper = new ReadableStream(kCreate);
  const stream = wrapper[kStream] = new StreamState(wrapper);
  bytes().setUpByteController(stream, {
    __proto__: null, highWaterMark: 0, autoAllocateChunkSize: undefined, ...algorithms,
  });
  return wrapper;
}

class ReadableStreamDefaultController {
  constructor() {
    if (arguments[0] !== kCreate) throw new ERR_ILLEGAL_CONSTRUCTOR();
  }

  get desiredSize() {
    return stateOf(this, kController, 'ReadableStreamDefaultController').desiredSize;
  }

  close() {
    const controller = stateOf(this, kController, 'ReadableStreamDefaultController');
    if (!controller.canCloseOrEnqueue) throw new ERR_INVALID_STATE.TypeError('Controller is already closed');
    controller.close();
  }

  enqueue(chunk = undefined) {
    const controller = stateOf(this, kController, 'ReadableStreamDefaultController');
    if (!controller.canCloseOrEnqueue) throw new ERR_INVALID_STATE.TypeError('Controller is already closed');
    controller.enqueue(chunk);
  }

  error(error = undefined) {
    stateOf(this, kController, 'ReadableStreamDefaultController').error(error);
  }

  [kInspect](depth, options) {
    return customInspect(depth, options, this, 'ReadableStreamDefaultController', {});
  }
}
makeEnumerable(ReadableStreamDefaultController.prototype, ['desiredSize', 'close', 'enqueue', 'error']);
defineTag(ReadableStreamDefaultController);

/** The request behind the promise of a `read()`. */
class PromisedRead {
  promise;
  resolve;
  reject;

  constructor() {
    const { promise, resolve, reject } = Promise.withResolvers();
    this.promise = promise;
    this.resolve = resolve;
    this.reject = reject;
  }

  chunkSteps(chunk) {
    this.resolve({ value: chunk, done: false });
  }

  closeSteps(chunk = undefined) {
    this.resolve({ value: chunk, done: true });
  }

  errorSteps(error) {
    this.reject(error);
  }
}

class ReadableStreamDefaultReader {
  constructor(stream) {
    const state = stream?.[kStream];
    if (state === undefined) throw new ERR_INVALID_ARG_TYPE('stream', 'ReadableStream', stream);
    this[kReader] = acquireReader(state, this);
  }

  get closed() {
    try {
      return stateOf(this, kReader, 'ReadableStreamDefaultReader').closed.promise;
    } catch (error) {
      return rejectedWith(error);
    }
  }

  cancel(reason = undefined) {
    try {
      const reader = stateOf(this, kReader, 'ReadableStreamDefaultReader');
      if (reader.stream === undefined) throw notBound();
      return readableStreamCancel(reader.stream, reason);
    } catch (error) {
      return rejectedWith(error);
    }
  }

  read() {
    try {
      const reader = stateOf(this, kReader, 'ReadableStreamDefaultReader');
      const { stream } = reader;
      if (stream === undefined) throw notBound();
      const { controller } = stream;
      if (stream.state === READABLE && controller.queue.length > 0) {
        stream.isDisturbed = true;
        return resolvedWith({ done: false, value: controller.takeChunk() });
      }
      const request = new PromisedRead();
      readerRead(reader, request);
      return request.promise;
    } catch (error) {
      return rejectedWith(error);
    }
  }

  releaseLock() {
    const reader = stateOf(this, kReader, 'ReadableStreamDefaultReader');
    if (reader.stream !== undefined) releaseReader(reader);
  }

  [kInspect](depth, options) {
    const reader = stateOf(this, kReader, 'ReadableStreamDefaultReader');
    return customInspect(depth, options, this, 'ReadableStreamDefaultReader', {
      stream: reader.stream?.wrapper,
      readRequests: reader.requests.length,
      close: reader.closed.promise,
    });
  }
}
makeEnumerable(ReadableStreamDefaultReader.prototype, ['closed', 'cancel', 'read', 'releaseLock']);
defineTag(ReadableStreamDefaultReader);

function notBound() {
  return new ERR_INVALID_STATE.TypeError('The reader is not attached to a stream');
}

/** @param {StreamState} stream  @param {any} [wrapper] the reader that the application sees */
function acquireReader(stream, wrapper, isByob = false) {
  if (stream.reader !== undefined) throw new ERR_INVALID_STATE.TypeError('ReadableStream is locked');
  const reader = new ReaderState(wrapper, isByob);
  reader.stream = stream;
  stream.reader = reader;
  if (stream.state === READABLE) reader.closed = new Deferred();
  else if (stream.state === CLOSED) reader.closed = Deferred.resolved();
  else reader.closed = Deferred.rejected(stream.storedError);
  return reader;
}

/** A default reader's read. */
function readerRead(reader, request) {
  const { stream } = reader;
  stream.isDisturbed = true;
  if (stream.state === CLOSED) request.closeSteps();
  else if (stream.state === ERRORED) request.errorSteps(stream.storedError);
  else stream.controller.pullSteps(request);
}

function releaseReader(reader) {
  const { stream } = reader;
  const error = new ERR_INVALID_STATE.TypeError('Releasing reader');
  if (reader.closed.isPending) reader.closed.reject(error);
  else reader.closed = Deferred.rejected(error);
  stream.controller.releaseSteps();
  stream.reader = undefined;
  reader.stream = undefined;
  for (const request of reader.requests.drain()) request.errorSteps(error);
}

function readableStreamClose(stream) {
  stream.state = CLOSED;
  stream.closed.resolve();
  const { reader } = stream;
  if (reader === undefined) return;
  reader.closed.resolve();
  if (reader.isByob) return;
  for (const request of reader.requests.drain()) request.closeSteps();
}

function readableStreamError(stream, error) {
  stream.state = ERRORED;
  stream.storedError = error;
  stream.closed.reject(error);
  const { reader } = stream;
  if (reader === undefined) return;
  reader.closed.reject(error);
  for (const request of reader.requests.drain()) request.errorSteps(error);
}

function readableStreamCancel(stream, reason) {
  stream.isDisturbed = true;
  if (stream.state === CLOSED) return resolvedWith();
  if (stream.state === ERRORED) return rejectedWith(stream.storedError);
  readableStreamClose(stream);
  const { reader } = stream;
  if (reader !== undefined && reader.isByob) {
    for (const request of reader.requests.drain()) request.closeSteps(undefined);
  }
  return then(stream.controller.cancelSteps(reason), nop);
}

const AsyncIteratorPrototype = Object.getPrototypeOf(Object.getPrototypeOf(async function* () {}).prototype);

/** The members of every iterator; `kIteration` is the brand. */
const kIteration = Symbol('kIteration');

const ReadableStreamAsyncIteratorPrototype = Object.create(AsyncIteratorPrototype, {
  next: {
    configurable: true,
    enumerable: true,
    writable: true,
    value: function next() {
      const iteration = this?.[kIteration];
      if (iteration === undefined) return rejectedWith(notAnIterator(this));
      return iteration.next();
    },
  },
  return: {
    configurable: true,
    enumerable: true,
    writable: true,
    value: function(value) {
      const iteration = this?.[kIteration];
      if (iteration === undefined) return rejectedWith(notAnIterator(this));
      return iteration.return(value);
    },
  },
});
Object.defineProperty(ReadableStreamAsyncIteratorPrototype.return, 'name', { value: 'return' });

function notAnIterator(value) {
  return new ERR_INVALID_ARG_TYPE('this', 'ReadableStreamAsyncIterator', value);
}

function createIterator(stream, preventCancel) {
  return Object.create(ReadableStreamAsyncIteratorPrototype, {
    [kIteration]: { value: new Iteration(acquireReader(stream), preventCancel) },
  });
}

class Iteration {
  #reader;
  #preventCancel;
  #isFinished = false;
  /** The promise of the last step: steps do not overlap. */
  #ongoing = undefined;

  constructor(reader, preventCancel) {
    this.#reader = reader;
    this.#preventCancel = preventCancel;
  }

  next() {
    const step = () => this.#next();
    this.#ongoing = this.#ongoing === undefined ? step() : then(this.#ongoing, step, step);
    return this.#ongoing;
  }

  return(value) {
    const step = () => this.#return(value);
    this.#ongoing = this.#ongoing === undefined ? step() : then(this.#ongoing, step, step);
    return this.#ongoing;
  }

  #next() {
    if (this.#isFinished) return resolvedWith({ done: true, value: undefined });
    const reader = this.#reader;
    if (reader.stream === undefined) return rejectedWith(notBound());
    const { promise, resolve, reject } = Promise.withResolvers();
    let isWaiting = false;
    readerRead(reader, {
      chunkSteps: (chunk) => {
        this.#ongoing = undefined;
        // A chunk that had to be waited for: after what else its source does with it.
        if (isWaiting) queueMicrotask(() => resolve({ value: chunk, done: false }));
        else resolve({ value: chunk, done: false });
      },
      closeSteps: () => {
        this.#ongoing = undefined;
        this.#isFinished = true;
        releaseReader(reader);
        resolve({ done: true, value: undefined });
      },
      errorSteps: (error) => {
        this.#ongoing = undefined;
        this.#isFinished = true;
        releaseReader(reader);
        reject(error);
      },
    });
    isWaiting = true;
    return promise;
  }

  async #return(value) {
    if (this.#isFinished) return { done: true, value };
    this.#isFinished = true;
    const reader = this.#reader;
    if (reader.stream === undefined) throw notBound();
    if (this.#preventCancel) {
      releaseReader(reader);
    } else {
      const cancelled = readableStreamCancel(reader.stream, value);
      releaseReader(reader);
      await cancelled;
    }
    return { done: true, value };
  }
}

/** `ReadableStream.from`: an async or sync iterable; errors and cancelling go through to its iterator. */
function readableStreamFrom(iterable) {
  const iterator = openIterator(iterable);
  return createReadableStream({
    highWaterMark: 0,
    async pull(controller) {
      const result = await iterator.next();
      if (typeof result !== 'object' || result === null) {
        throw new ERR_INVALID_STATE.TypeError('The promise returned by the iterator.next() method must fulfill with an object');
      }
      if (result.done) controller[kController].close();
      else controller[kController].enqueue(await result.value);
    },
    async cancel(reason) {
      const returnMethod = iterator.return;
      if (returnMethod === undefined || returnMethod === null) return;
      const result = await returnMethod.call(iterator, reason);
      if (typeof result !== 'object' || result === null) {
        throw new ERR_INVALID_STATE.TypeError('The promise returned by the iterator.return() method must fulfill with an object');
      }
    },
  });
}

function openIterator(iterable) {
  let method = iterable?.[Symbol.asyncIterator];
  const isAsync = method !== undefined && method !== null;
  if (!isAsync) method = iterable?.[Symbol.iterator];
  if (typeof method !== 'function') throw new ERR_ARG_NOT_ITERABLE(iterable);
  const iterator = method.call(iterable);
  if ((typeof iterator !== 'object' && typeof iterator !== 'function') || iterator === null) {
    throw new ERR_INVALID_STATE.TypeError('The iterator method must return an object');
  }
  const { next } = iterator;
  return {
    next: () => next.call(iterator),
    get return() {
      const method = iterator.return;
      return method === undefined || method === null ? method : (value) => method.call(iterator, value);
    },
  };
}

function isReadableStream(value) {
  return value?.[kStream] !== undefined;
}

module.exports = {
  PromisedRead,
  ReadableStream,
  ReadableStreamDefaultController,
  ReadableStreamDefaultReader,
  acquireReader,
  algorithmsOf,
  callPullIfNeeded,
  createReadableByteStream,
  createReadableStream,
  isReadableStream,
  kController,
  kReadable: kStream,
  notBound,
  readableStreamCancel,
  readableStreamClose,
  readableStreamError,
  readerRead,
  releaseReader,
  startController,
};
