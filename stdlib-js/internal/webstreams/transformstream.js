'use strict';
// TransformStream, by the Streams Standard.
// https://streams.spec.whatwg.org/#ts

const {
  codes: { ERR_ILLEGAL_CONSTRUCTOR, ERR_INVALID_ARG_VALUE, ERR_INVALID_STATE },
} = require('internal/errors');
const { createReadableStream, kReadable } = require('internal/webstreams/readablestream');
const {
  callAsPromise,
  callbackMember,
  customInspect,
  defineTag,
  extractHighWaterMark,
  extractSizeAlgorithm,
  kCreate,
  kInspect,
  makeEnumerable,
  one,
  rejectedWith,
  resolvedWith,
  stateOf,
  then,
} = require('internal/webstreams/support');
const {
  controllerErrorIfWritable,
  createWritableStream,
  kWritable,
} = require('internal/webstreams/writablestream');
const {
  kValidateObjectAllowObjects,
  kValidateObjectAllowObjectsAndNull,
  validateObject,
} = require('internal/validators');

const kStream = Symbol('kTransformStream');
const kController = Symbol('kTransformStreamDefaultController');

/** The slots of a TransformStream and of its controller. */
class TransformState {
  readable;
  writable;
  controllerWrapper;
  backpressure = undefined;
  /** Resolved when `backpressure` changes. */
  backpressureChange = undefined;
  /** The promise of the end, by whichever side came first. */
  finished = undefined;
  wrapper;
  transform;
  flush;
  cancel;

  constructor(wrapper, { transform, flush, cancel }) {
    this.wrapper = wrapper;
    this.transform = transform;
    this.flush = flush;
    this.cancel = cancel;
  }

  get readableState() {
    return this.readable[kReadable];
  }

  get writableState() {
    return this.writable[kWritable];
  }

  setBackpressure(backpressure) {
    this.backpressureChange?.resolve();
    this.backpressureChange = Promise.withResolvers();
    this.backpressure = backpressure;
  }

  clearAlgorithms() {
    this.transform = undefined;
    this.flush = undefined;
    this.cancel = undefined;
  }

  enqueue(chunk) {
    const { controller } = this.readableState;
    if (!controller.canCloseOrEnqueue) throw new ERR_INVALID_STATE.TypeError('Unable to enqueue');
    try {
      controller.enqueue(chunk);
    } catch (error) {
      this.errorWritableAndUnblockWrite(error);
      throw this.readableState.storedError;
    }
    if (controller.hasBackpressure !== this.backpressure) this.setBackpressure(true);
  }

  error(error) {
    this.readableState.controller.error(error);
    this.errorWritableAndUnblockWrite(error);
  }

  errorWritableAndUnblockWrite(error) {
    this.clearAlgorithms();
    controllerErrorIfWritable(this.writableState.controller, error);
    this.unblockWrite();
  }

  unblockWrite() {
    if (this.backpressure) this.setBackpressure(false);
  }

  terminate() {
    this.readableState.controller.close();
    this.errorWritableAndUnblockWrite(new ERR_INVALID_STATE.TypeError('TransformStream has been terminated'));
  }

  performTransform(chunk) {
    let transformed;
    if (this.transform === undefined) {
      try {
        this.enqueue(chunk);
        return resolvedWith();
      } catch (error) {
        transformed = rejectedWith(error);
      }
    } else {
      transformed = this.transform(chunk, this.controllerWrapper);
    }
    return then(transformed, undefined, (error) => {
      this.error(error);
      throw error;
    });
  }

  sinkWrite(chunk) {
    if (!this.backpressure) return this.performTransform(chunk);
    return then(this.backpressureChange.promise, () => {
      const { state, storedError } = this.writableState;
      if (state === 'erroring') throw storedError;
      return this.performTransform(chunk);
    });
  }

  sinkAbort(reason) {
    return this.#finish((resolve, reject) => {
      const cancelled = this.cancel === undefined ? resolvedWith() : this.cancel(reason);
      this.clearAlgorithms();
      const { controller } = this.readableState;
      then(cancelled, () => {
        if (this.readableState.state === 'errored') {
          reject(this.readableState.storedError);
          return;
        }
        controller.error(reason);
        resolve();
      }, (error) => {
        controller.error(error);
        reject(error);
      });
    });
  }

  sinkClose() {
    return this.#finish((resolve, reject) => {
      const flushed = this.flush === undefined ? resolvedWith() : this.flush(this.controllerWrapper);
      this.clearAlgorithms();
      const { controller } = this.readableState;
      then(flushed, () => {
        if (this.readableState.state === 'errored') {
          reject(this.readableState.storedError);
          return;
        }
        controller.close();
        resolve();
      }, (error) => {
        controller.error(error);
        reject(error);
      });
    });
  }

  sourcePull() {
    this.setBackpressure(false);
    return this.backpressureChange.promise;
  }

  sourceCancel(reason) {
    return this.#finish((resolve, reject) => {
      const cancelled = this.cancel === undefined ? resolvedWith() : this.cancel(reason);
      this.clearAlgorithms();
      const { writableState } = this;
      then(cancelled, () => {
        if (writableState.state === 'errored') {
          reject(writableState.storedError);
          return;
        }
        controllerErrorIfWritable(writableState.controller, reason);
        this.unblockWrite();
        resolve();
      }, (error) => {
        controllerErrorIfWritable(writableState.controller, error);
        this.unblockWrite();
        reject(error);
      });
    });
  }

  #finish(run) {
    if (this.finished !== undefined) return this.finished;
    const { promise, resolve, reject } = Promise.withResolvers();
    this.finished = promise;
    run(resolve, reject);
    return promise;
  }
}

class TransformStream {
  /** @param {object} [transformer]  @param {object} [writableStrategy]  @param {object} [readableStrategy] */
  constructor(transformer = {}, writableStrategy = {}, readableStrategy = {}) {
    if (transformer === kCreate) return;
    validateObject(transformer, 'transformer', kValidateObjectAllowObjects);
    validateObject(writableStrategy, 'writableStrategy', kValidateObjectAllowObjectsAndNull);
    validateObject(readableStrategy, 'readableStrategy', kValidateObjectAllowObjectsAndNull);
    const cancel = callbackMember(transformer, 'cancel', 'transformer');
    const flush = callbackMember(transformer, 'flush', 'transformer');
    const { readableType } = transformer;
    const start = callbackMember(transformer, 'start', 'transformer');
    const transform = callbackMember(transformer, 'transform', 'transformer');
    const { writableType } = transformer;
    if (readableType !== undefined) {
      throw new ERR_INVALID_ARG_VALUE.RangeError('transformer.readableType', readableType);
    }
    if (writableType !== undefined) {
      throw new ERR_INVALID_ARG_VALUE.RangeError('transformer.writableType', writableType);
    }

    setUp(this, {
      start: start && ((controller) => Reflect.apply(start, transformer, [controller])),
      transform: transform && ((chunk, controller) => callAsPromise(transform, transformer, chunk, controller)),
      flush: flush && ((controller) => callAsPromise(flush, transformer, controller)),
      cancel: cancel && ((reason) => callAsPromise(cancel, transformer, reason)),
      readableHighWaterMark: extractHighWaterMark(readableStrategy?.highWaterMark, 0),
      readableSize: extractSizeAlgorithm(readableStrategy?.size),
      writableHighWaterMark: extractHighWaterMark(writableStrategy?.highWaterMark, 1),
      writableSize: extractSizeAlgorithm(writableStrategy?.size),
    });
  }

  get readable() {
    return stateOf(this, kStream, 'TransformStream').readable;
  }

  get writable() {
    return stateOf(this, kStream, 'TransformStream').writable;
  }

  [kInspect](depth, options) {
    const { readable, writable, backpressure } = stateOf(this, kStream, 'TransformStream');
    return customInspect(depth, options, this, 'TransformStream', { readable, writable, backpressure });
  }
}
makeEnumerable(TransformStream.prototype, ['readable', 'writable']);
defineTag(TransformStream);

/** A stream of this library's own; the algorithms return promises. */
function createTransformStream(algorithms) {
  const wrapper = new TransformStream(kCreate);
  setUp(wrapper, {
    readableHighWaterMark: 0, readableSize: one, writableHighWaterMark: 1, writableSize: one, ...algorithms,
  });
  return wrapper;
}

function setUp(wrapper, algorithms) {
  const stream = wrapper[kStream] = new TransformState(wrapper, algorithms);
  const started = Promise.withResolvers();

  stream.writable = createWritableStream({
    start: () => started.promise,
    write: (chunk) => stream.sinkWrite(chunk),
    close: () => stream.sinkClose(),
    abort: (reason) => stream.sinkAbort(reason),
    highWaterMark: algorithms.writableHighWaterMark,
    size: algorithms.writableSize,
  });
  stream.readable = createReadableStream({
    start: () => started.promise,
    pull: () => stream.sourcePull(),
    cancel: (reason) => stream.sourceCancel(reason),
    highWaterMark: algorithms.readableHighWaterMark,
    size: algorithms.readableSize,
  });
  stream.setBackpressure(true);

  const controller = stream.controllerWrapper = new TransformStreamDefaultController(kCreate);
  controller[kController] = stream;
  started.resolve(algorithms.start === undefined ? undefined : algorithms.start(controller));
}

class TransformStreamDefaultController {
  constructor() {
    if (arguments[0] !== kCreate) throw new ERR_ILLEGAL_CONSTRUCTOR();
  }

  get desiredSize() {
    return stateOf(this, kController, 'TransformStreamDefaultController').readableState.controller.desiredSize;
  }

  enqueue(chunk = undefined) {
    stateOf(this, kController, 'TransformStreamDefaultController').enqueue(chunk);
  }

  error(reason = undefined) {
    stateOf(this, kController, 'TransformStreamDefaultController').error(reason);
  }

  terminate() {
    stateOf(this, kController, 'TransformStreamDefaultController').terminate();
  }

  [kInspect](depth, options) {
    const { wrapper } = stateOf(this, kController, 'TransformStreamDefaultController');
    return customInspect(depth, options, this, 'TransformStreamDefaultController', { stream: wrapper });
  }
}
makeEnumerable(TransformStreamDefaultController.prototype, ['desiredSize', 'enqueue', 'error', 'terminate']);
defineTag(TransformStreamDefaultController);

module.exports = { TransformStream, TransformStreamDefaultController, createTransformStream };
