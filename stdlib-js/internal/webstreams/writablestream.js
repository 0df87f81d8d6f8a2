'use strict';
// WritableStream, its writer and its controller, by the Streams Standard.
// https://streams.spec.whatwg.org/#ws

const {
  codes: { ERR_ILLEGAL_CONSTRUCTOR, ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_INVALID_STATE },
} = require('internal/errors');
const { kControllerErrorFunction, kIsClosedPromise, kIsErrored, kIsWritable } = require('internal/streams/inspection');
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

const kStream = Symbol('kWritableStream');
const kWriter = Symbol('kWritableStreamDefaultWriter');
const kController = Symbol('kWritableStreamDefaultController');

/** In the queue of a controller: close when all before it is written. */
const kClose = Symbol('close');

const WRITABLE = 'writable';
const ERRORING = 'erroring';
const ERRORED = 'errored';
const CLOSED = 'closed';

/** The slots of a WritableStream. */
class StreamState {
  state = WRITABLE;
  storedError = undefined;
  /** @type {WriterState | undefined} */
  writer = undefined;
  /** @type {ControllerState} */
  controller = undefined;
  writeRequests = new Queue();
  inFlightWriteRequest = undefined;
  closeRequest = undefined;
  inFlightCloseRequest = undefined;
  pendingAbortRequest = undefined;
  backpressure = false;
  /** For Node's `finished`, which may look without a writer. */
  closed = new Deferred();
  wrapper;

  constructor(wrapper) {
    this.wrapper = wrapper;
  }
}

class WriterState {
  ready;
  closed;
  wrapper;
  stream;

  constructor(wrapper, stream) {
    this.wrapper = wrapper;
    this.stream = stream;
  }
}

class ControllerState {
  queue = new SizedQueue();
  started = false;
  abortController = undefined;
  isAborted = false;
  abortReason = undefined;
  wrapper;
  stream;
  write;
  close;
  abort;
  size;
  highWaterMark;

  constructor(wrapper, stream, { write, close, abort, size, highWaterMark }) {
    this.wrapper = wrapper;
    this.stream = stream;
    this.write = write;
    this.close = close;
    this.abort = abort;
    this.size = size;
    this.highWaterMark = highWaterMark;
  }
}

class WritableStream {
  /** @param {object} [sink]  @param {object} [strategy] */
  constructor(sink = {}, strategy = {}) {
    if (sink === kCreate) return;
    validateObject(sink, 'sink', kValidateObjectAllowObjects);
    validateObject(strategy, 'strategy', kValidateObjectAllowObjectsAndNull);
    const type = sink?.type;
    if (type !== undefined) throw new ERR_INVALID_ARG_VALUE.RangeError('type', type);

    const stream = this[kStream] = new StreamState(this);
    const size = extractSizeAlgorithm(strategy?.size);
    const highWaterMark = extractHighWaterMark(strategy?.highWaterMark, 1);
    const abort = callbackMember(sink, 'abort', 'sink');
    const close = callbackMember(sink, 'close', 'sink');
    const start = callbackMember(sink, 'start', 'sink');
    const write = callbackMember(sink, 'write', 'sink');
    setUpController(stream, {
      start: start && ((controller) => Reflect.apply(start, sink, [controller])),
      write: write && ((chunk, controller) => callAsPromise(write, sink, chunk, controller)),
      close: close && (() => callAsPromise(close, sink)),
      abort: abort && ((reason) => callAsPromise(abort, sink, reason)),
      size,
      highWaterMark,
    });
  }

  get locked() {
    return stateOf(this, kStream, 'WritableStream').writer !== undefined;
  }

  abort(reason = undefined) {
    try {
      const stream = stateOf(this, kStream, 'WritableStream');
      if (stream.writer !== undefined) throw new ERR_INVALID_STATE.TypeError('WritableStream is locked');
      return writableStreamAbort(stream, reason);
    } catch (error) {
      return rejectedWith(error);
    }
  }

  close() {
    try {
      const stream = stateOf(this, kStream, 'WritableStream');
      if (stream.writer !== undefined) throw new ERR_INVALID_STATE.TypeError('WritableStream is locked');
      if (isCloseQueuedOrInFlight(stream)) throw new ERR_INVALID_STATE.TypeError('Failure closing WritableStream');
      return writableStreamClose(stream);
    } catch (error) {
      return rejectedWith(error);
    }
  }

  getWriter() {
    stateOf(this, kStream, 'WritableStream');
    return new WritableStreamDefaultWriter(this);
  }

  [kInspect](depth, options) {
    const { state } = stateOf(this, kStream, 'WritableStream');
    return customInspect(depth, options, this, 'WritableStream', { locked: this.locked, state });
  }

  get [kIsErrored]() { return this[kStream].state === ERRORED; }
  get [kIsWritable]() { return this[kStream].state === WRITABLE; }
  get [kIsClosedPromise]() { return this[kStream].closed; }

  [kControllerErrorFunction](error) {
    controllerErrorIfWritable(this[kStream].controller, error);
  }
}
makeEnumerable(WritableStream.prototype, ['locked', 'abort', 'close', 'getWriter']);
defineTag(WritableStream);

class WritableStreamDefaultWriter {
  constructor(stream) {
    const state = stream?.[kStream];
    if (state === undefined) throw new ERR_INVALID_ARG_TYPE('stream', 'WritableStream', stream);
    this[kWriter] = setUpWriter(this, state);
  }

  get closed() {
    try {
      return stateOf(this, kWriter, 'WritableStreamDefaultWriter').closed.promise;
    } catch (error) {
      return rejectedWith(error);
    }
  }

  get desiredSize() {
    const { stream } = stateOf(this, kWriter, 'WritableStreamDefaultWriter');
    if (stream === undefined) throw new ERR_INVALID_STATE.TypeError('Writer is not bound to a WritableStream');
    return desiredSizeOf(stream);
  }

  get ready() {
    try {
      return stateOf(this, kWriter, 'WritableStreamDefaultWriter').ready.promise;
    } catch (error) {
      return rejectedWith(error);
    }
  }

  abort(reason = undefined) {
    try {
      return writableStreamAbort(boundStream(this), reason);
    } catch (error) {
      return rejectedWith(error);
    }
  }

  close() {
    try {
      const stream = boundStream(this);
      if (isCloseQueuedOrInFlight(stream)) throw new ERR_INVALID_STATE.TypeError('Failure to close WritableStream');
      return writableStreamClose(stream);
    } catch (error) {
      return rejectedWith(error);
    }
  }

  releaseLock() {
    const writer = stateOf(this, kWriter, 'WritableStreamDefaultWriter');
    if (writer.stream !== undefined) writerRelease(writer);
  }

  write(chunk = undefined) {
    try {
      boundStream(this);
      return writerWrite(this[kWriter], chunk).promise;
    } catch (error) {
      return rejectedWith(error);
    }
  }

  [kInspect](depth, options) {
    const writer = stateOf(this, kWriter, 'WritableStreamDefaultWriter');
    return customInspect(depth, options, this, 'WritableStreamDefaultWriter', {
      stream: writer.stream?.wrapper,
      close: writer.closed.promise,
      ready: writer.ready.promise,
      desiredSize: writer.stream === undefined ? null : this.desiredSize,
    });
  }
}
makeEnumerable(WritableStreamDefaultWriter.prototype,
               ['closed', 'ready', 'desiredSize', 'abort', 'close', 'releaseLock', 'write']);
defineTag(WritableStreamDefaultWriter);

function boundStream(wrapper) {
  const { stream } = stateOf(wrapper, kWriter, 'WritableStreamDefaultWriter');
  if (stream === undefined) throw new ERR_INVALID_STATE.TypeError('Writer is not bound to a WritableStream');
  return stream;
}

class WritableStreamDefaultController {
  constructor() {
    if (arguments[0] !== kCreate) throw new ERR_ILLEGAL_CONSTRUCTOR();
  }

  get signal() {
    const controller = stateOf(this, kController, 'WritableStreamDefaultController');
    if (controller.abortController === undefined) {
      controller.abortController = new AbortController();
      if (controller.isAborted) controller.abortController.abort(controller.abortReason);
    }
    return controller.abortController.signal;
  }

  error(error = undefined) {
    controllerErrorIfWritable(stateOf(this, kController, 'WritableStreamDefaultController'), error);
  }

  [kInspect](depth, options) {
    const { stream } = stateOf(this, kController, 'WritableStreamDefaultController');
    return customInspect(depth, options, this, 'WritableStreamDefaultController', { stream: stream.wrapper });
  }
}
makeEnumerable(WritableStreamDefaultController.prototype, ['signal', 'error']);
defineTag(WritableStreamDefaultController);

/** A stream of this library's own; the algorithms return promises, `start` what it likes. */
function createWritableStream(algorithms) {
  const wrapper = new WritableStream(kCreate);
  const stream = wrapper[kStream] = new StreamState(wrapper);
  setUpController(stream, algorithms);
  return wrapper;
}

function setUpController(stream, algorithms) {
  const wrapper = new WritableStreamDefaultController(kCreate);
  const controller = wrapper[kController] = new ControllerState(wrapper, stream, algorithms);
  stream.controller = controller;
  updateBackpressure(stream, isUnderBackpressure(controller));

  const { start } = algorithms;
  then(startPromise(start, wrapper), () => {
    controller.started = true;
    advanceQueue(controller);
  }, (error) => {
    controller.started = true;
    dealWithRejection(stream, error);
  });
}

function setUpWriter(wrapper, stream) {
  if (stream.writer !== undefined) throw new ERR_INVALID_STATE.TypeError('WritableStream is locked');
  const writer = new WriterState(wrapper, stream);
  stream.writer = writer;
  switch (stream.state) {
    case WRITABLE:
      writer.ready = !isCloseQueuedOrInFlight(stream) && stream.backpressure ? new Deferred() : Deferred.resolved();
      writer.closed = new Deferred();
      break;
    case ERRORING:
      writer.ready = Deferred.rejected(stream.storedError);
      writer.closed = new Deferred();
      break;
    case CLOSED:
      writer.ready = Deferred.resolved();
      writer.closed = Deferred.resolved();
      break;
    default:
      writer.ready = Deferred.rejected(stream.storedError);
      writer.closed = Deferred.rejected(stream.storedError);
  }
  return writer;
}

function writerRelease(writer) {
  const { stream } = writer;
  const error = new ERR_INVALID_STATE.TypeError('Writer has been released');
  ensureReadyRejected(writer, error);
  if (writer.closed.isPending) writer.closed.reject(error);
  else writer.closed = Deferred.rejected(error);
  stream.writer = undefined;
  writer.stream = undefined;
}

function ensureReadyRejected(writer, error) {
  if (writer.ready.isPending) writer.ready.reject(error);
  else writer.ready = Deferred.rejected(error);
}

/** @returns {Deferred} settled when the chunk is written */
function writerWrite(writer, chunk) {
  const { stream } = writer;
  const { controller } = stream;
  const size = chunkSize(controller, chunk);
  // The size function may have released the writer.
  if (stream !== writer.stream) {
    return new RejectedWrite(new ERR_INVALID_STATE.TypeError('Mismatched WritableStreams'));
  }
  const { state } = stream;
  if (state === ERRORED) return new RejectedWrite(stream.storedError);
  if (isCloseQueuedOrInFlight(stream) || state === CLOSED) {
    return new RejectedWrite(new ERR_INVALID_STATE.TypeError('WritableStream is closed'));
  }
  if (state === ERRORING) return new RejectedWrite(stream.storedError);

  const request = new WriteRequest();
  stream.writeRequests.push(request);
  controllerWrite(controller, chunk, size);
  return request;
}

/** A write that nobody asked the promise of has nobody whom a rejection could surprise. */
class WriteRequest {
  #settled = 0;
  #value = undefined;
  #promise = undefined;
  #resolve = undefined;
  #reject = undefined;

  get promise() {
    if (this.#promise !== undefined) return this.#promise;
    if (this.#settled === 1) this.#promise = resolvedWith();
    else if (this.#settled === 2) this.#promise = rejectedWith(this.#value);
    else {
      this.#promise = new Promise((resolve, reject) => {
        this.#resolve = resolve;
        this.#reject = reject;
      });
    }
    return this.#promise;
  }

  resolve() {
    this.#settled = 1;
    this.#resolve?.();
  }

  reject(error) {
    this.#settled = 2;
    this.#value = error;
    this.#reject?.(error);
  }
}

class RejectedWrite {
  error;

  constructor(error) {
    this.error = error;
  }

  get promise() {
    return rejectedWith(this.error);
  }
}

function chunkSize(controller, chunk) {
  if (controller.size === undefined) return 1; // Cleared after an error.
  try {
    return controller.size(chunk);
  } catch (error) {
    controllerErrorIfWritable(controller, error);
    return 1;
  }
}

function controllerWrite(controller, chunk, size) {
  try {
    controller.queue.enqueue(chunk, size);
  } catch (error) {
    controllerErrorIfWritable(controller, error);
    return;
  }
  const { stream } = controller;
  if (!isCloseQueuedOrInFlight(stream) && stream.state === WRITABLE) {
    updateBackpressure(stream, isUnderBackpressure(controller));
  }
  advanceQueue(controller);
}

function isUnderBackpressure(controller) {
  return controller.highWaterMark - controller.queue.total <= 0;
}

function updateBackpressure(stream, backpressure) {
  const { writer } = stream;
  if (writer !== undefined && backpressure !== stream.backpressure) {
    if (backpressure) writer.ready = new Deferred();
    else writer.ready.resolve();
  }
  stream.backpressure = backpressure;
}

/** null while erroring, 0 when closed. */
function desiredSizeOf(stream) {
  if (stream.state === ERRORED || stream.state === ERRORING) return null;
  if (stream.state === CLOSED) return 0;
  return stream.controller.highWaterMark - stream.controller.queue.total;
}

function advanceQueue(controller) {
  const { stream, queue } = controller;
  if (!controller.started || stream.inFlightWriteRequest !== undefined) return;
  if (stream.state === ERRORING) {
    finishErroring(stream);
    return;
  }
  if (queue.length === 0) return;
  const { value } = queue.peek();
  if (value === kClose) processClose(controller);
  else processWrite(controller, value);
}

function processClose(controller) {
  const { stream } = controller;
  stream.inFlightCloseRequest = stream.closeRequest;
  stream.closeRequest = undefined;
  controller.queue.dequeue();
  const closed = controller.close === undefined ? resolvedWith() : controller.close();
  clearAlgorithms(controller);
  then(closed, () => finishInFlightClose(stream), (error) => finishInFlightCloseWithError(stream, error));
}

function processWrite(controller, chunk) {
  const { stream } = controller;
  stream.inFlightWriteRequest = stream.writeRequests.shift();
  const written = controller.write === undefined ? resolvedWith() : controller.write(chunk, controller.wrapper);
  then(written, () => {
    stream.inFlightWriteRequest.resolve();
    stream.inFlightWriteRequest = undefined;
    controller.queue.dequeue();
    if (!isCloseQueuedOrInFlight(stream) && stream.state === WRITABLE) {
      updateBackpressure(stream, isUnderBackpressure(controller));
    }
    advanceQueue(controller);
  }, (error) => {
    if (stream.state === WRITABLE) clearAlgorithms(controller);
    stream.inFlightWriteRequest.reject(error);
    stream.inFlightWriteRequest = undefined;
    dealWithRejection(stream, error);
  });
}

function clearAlgorithms(controller) {
  controller.write = undefined;
  controller.close = undefined;
  controller.abort = undefined;
  controller.size = undefined;
}

function controllerErrorIfWritable(controller, error) {
  if (controller.stream.state === WRITABLE) controllerError(controller, error);
}

function controllerError(controller, error) {
  clearAlgorithms(controller);
  startErroring(controller.stream, error);
}

function dealWithRejection(stream, error) {
  if (stream.state === WRITABLE) startErroring(stream, error);
  else finishErroring(stream);
}

function startErroring(stream, reason) {
  const { controller, writer } = stream;
  stream.state = ERRORING;
  stream.storedError = reason;
  if (writer !== undefined) ensureReadyRejected(writer, reason);
  if (!hasOperationInFlight(stream) && controller.started) finishErroring(stream);
}

function hasOperationInFlight(stream) {
  return stream.inFlightWriteRequest !== undefined || stream.inFlightCloseRequest !== undefined;
}

function isCloseQueuedOrInFlight(stream) {
  return stream.closeRequest !== undefined || stream.inFlightCloseRequest !== undefined;
}

function finishErroring(stream) {
  if (stream.state !== ERRORING || hasOperationInFlight(stream)) return;
  const { controller } = stream;
  stream.state = ERRORED;
  controller.queue.reset();
  const { storedError } = stream;
  for (const request of stream.writeRequests.drain()) request.reject(storedError);

  const abortRequest = stream.pendingAbortRequest;
  if (abortRequest === undefined) {
    rejectCloseAndClosed(stream);
    return;
  }
  stream.pendingAbortRequest = undefined;
  if (abortRequest.wasAlreadyErroring) {
    abortRequest.reject(storedError);
    rejectCloseAndClosed(stream);
    return;
  }
  const { abort } = controller;
  clearAlgorithms(controller);
  const aborted = abort === undefined ? resolvedWith() : abort(abortRequest.reason);
  then(aborted, () => {
    abortRequest.resolve();
    rejectCloseAndClosed(stream);
  }, (error) => {
    abortRequest.reject(error);
    rejectCloseAndClosed(stream);
  });
}

function rejectCloseAndClosed(stream) {
  const { storedError } = stream;
  if (stream.closeRequest !== undefined) {
    stream.closeRequest.reject(storedError);
    stream.closeRequest = undefined;
  }
  stream.writer?.closed.reject(storedError);
  stream.closed.reject(storedError);
}

function finishInFlightClose(stream) {
  stream.inFlightCloseRequest.resolve();
  stream.inFlightCloseRequest = undefined;
  if (stream.state === ERRORING) {
    // The close has won.
    stream.storedError = undefined;
    if (stream.pendingAbortRequest !== undefined) {
      stream.pendingAbortRequest.resolve();
      stream.pendingAbortRequest = undefined;
    }
  }
  stream.state = CLOSED;
  stream.writer?.closed.resolve();
  stream.closed.resolve();
}

function finishInFlightCloseWithError(stream, error) {
  stream.inFlightCloseRequest.reject(error);
  stream.inFlightCloseRequest = undefined;
  if (stream.pendingAbortRequest !== undefined) {
    stream.pendingAbortRequest.reject(error);
    stream.pendingAbortRequest = undefined;
  }
  dealWithRejection(stream, error);
}

function writableStreamAbort(stream, reason) {
  if (stream.state === CLOSED || stream.state === ERRORED) return resolvedWith();
  const { controller } = stream;
  controller.isAborted = true;
  controller.abortReason = reason;
  controller.abortController?.abort(reason);
  // A listener may have changed the state.
  if (stream.state === CLOSED || stream.state === ERRORED) return resolvedWith();
  if (stream.pendingAbortRequest !== undefined) return stream.pendingAbortRequest.promise;

  const wasAlreadyErroring = stream.state === ERRORING;
  if (wasAlreadyErroring) reason = undefined;
  const { promise, resolve, reject } = Promise.withResolvers();
  stream.pendingAbortRequest = { promise, resolve, reject, reason, wasAlreadyErroring };
  if (!wasAlreadyErroring) startErroring(stream, reason);
  return promise;
}

function writableStreamClose(stream) {
  if (stream.state === CLOSED || stream.state === ERRORED) {
    return rejectedWith(new ERR_INVALID_STATE.TypeError('WritableStream is closed'));
  }
  const { promise, resolve, reject } = Promise.withResolvers();
  stream.closeRequest = { resolve, reject };
  if (stream.writer !== undefined && stream.backpressure && stream.state === WRITABLE) stream.writer.ready.resolve();
  stream.controller.queue.enqueue(kClose, 0);
  advanceQueue(stream.controller);
  return promise;
}

/** As `close`, but done if it is done or on its way. */
function writerCloseWithErrorPropagation(writer) {
  const { stream } = writer;
  if (isCloseQueuedOrInFlight(stream) || stream.state === CLOSED) return resolvedWith();
  if (stream.state === ERRORED) return rejectedWith(stream.storedError);
  return writableStreamClose(stream);
}

function isWritableStream(value) {
  return value?.[kStream] !== undefined;
}

module.exports = {
  WritableStream,
  WritableStreamDefaultController,
  WritableStreamDefaultWriter,
  controllerErrorIfWritable,
  createWritableStream,
  desiredSizeOf,
  isCloseQueuedOrInFlight,
  isWritableStream,
  kWritable: kStream,
  kWriter,
  writableStreamAbort,
  writerCloseWithErrorPropagation,
  writerRelease,
  writerWrite,
};
