'use strict';
// Readable byte streams: a controller that fills the buffers which readers bring along.
// https://streams.spec.whatwg.org/#rbs-controller-class

const {
  codes: {
    ERR_ILLEGAL_CONSTRUCTOR,
    ERR_INVALID_ARG_TYPE,
    ERR_INVALID_ARG_VALUE,
    ERR_INVALID_STATE,
    ERR_OUT_OF_RANGE,
  },
} = require('internal/errors');
const {
  PromisedRead,
  acquireReader,
  algorithmsOf,
  callPullIfNeeded,
  kReadable,
  notBound,
  readableStreamCancel,
  readableStreamClose,
  readableStreamError,
  releaseReader,
  startController,
} = require('internal/webstreams/readablestream');
const {
  Queue,
  customInspect,
  defineTag,
  kCreate,
  kInspect,
  makeEnumerable,
  rejectedWith,
  resolvedWith,
  stateOf,
} = require('internal/webstreams/support');
const {
  kValidateObjectAllowObjectsAndNull,
  validateObject,
} = require('internal/validators');

const kController = Symbol('kReadableByteStreamController');
const kRequest = Symbol('kReadableStreamBYOBRequest');
const kReader = Symbol('kReadableStreamBYOBReader');

const TypedArrayPrototype = Object.getPrototypeOf(Uint8Array.prototype);
const typedArrayTag = Object.getOwnPropertyDescriptor(TypedArrayPrototype, Symbol.toStringTag).get;

/** The slots of a ReadableByteStreamController. */
class ByteController {
  isBytes = true;
  /** Of {buffer, byteOffset, byteLength}. */
  queue = new Queue();
  queueTotalSize = 0;
  started = false;
  closeRequested = false;
  pullAgain = false;
  pulling = false;
  byobRequest = null;
  /**
   * Buffers that wait to be filled. `readerType` is 'byob', 'default' (an auto-allocated one) or 'none', if the reader is gone.
   * @type {Array<{buffer: ArrayBuffer, bufferByteLength: number, byteOffset: number, byteLength: number,
   *   bytesFilled: number, minimumFill: number, elementSize: number, viewConstructor: any, readerType: string}>}
   */
  pendingPullIntos = [];

  wrapper;
  stream;
  pullAlgorithm;
  cancelAlgorithm;
  highWaterMark;
  autoAllocateChunkSize;

  constructor(wrapper, stream, { pull, cancel, highWaterMark, autoAllocateChunkSize }) {
    this.wrapper = wrapper;
    this.stream = stream;
    this.pullAlgorithm = pull;
    this.cancelAlgorithm = cancel;
    this.highWaterMark = highWaterMark;
    this.autoAllocateChunkSize = autoAllocateChunkSize;
  }

  get desiredSize() {
    switch (this.stream.state) {
      case 'errored': return null;
      case 'closed': return 0;
      default: return this.highWaterMark - this.queueTotalSize;
    }
  }

  shouldCallPull() {
    if (this.stream.state !== 'readable' || this.closeRequested || !this.started) return false;
    const { reader } = this.stream;
    if (reader !== undefined && reader.requests.length > 0) return true;
    return this.desiredSize > 0;
  }

  close() {
    if (this.closeRequested || this.stream.state !== 'readable') return;
    if (this.queueTotalSize > 0) {
      this.closeRequested = true;
      return;
    }
    const first = this.pendingPullIntos[0];
    if (first !== undefined && first.bytesFilled % first.elementSize !== 0) {
      const error = new ERR_INVALID_STATE.TypeError('Partial read');
      this.error(error);
      throw error;
    }
    this.#clearAlgorithms();
    readableStreamClose(this.stream);
  }

  error(error) {
    if (this.stream.state !== 'readable') return;
    this.#clearPendingPullIntos();
    this.#resetQueue();
    this.#clearAlgorithms();
    readableStreamError(this.stream, error);
  }

  cancelSteps(reason) {
    this.#clearPendingPullIntos();
    this.#resetQueue();
    const { cancelAlgorithm } = this;
    this.#clearAlgorithms();
    return cancelAlgorithm === undefined ? resolvedWith() : cancelAlgorithm(reason);
  }

  /** A default reader's read. */
  pullSteps(request) {
    if (this.queueTotalSize > 0) {
      this.#fillReadRequest(request);
      return;
    }
    const size = this.autoAllocateChunkSize;
    if (size !== undefined) {
      let buffer;
      try {
        buffer = new ArrayBuffer(size);
      } catch (error) {
        request.errorSteps(error);
        return;
      }
      this.pendingPullIntos.push({
        buffer,
        bufferByteLength: size,
        byteOffset: 0,
        byteLength: size,
        bytesFilled: 0,
        minimumFill: 1,
        elementSize: 1,
        viewConstructor: Uint8Array,
        readerType: 'default',
      });
    }
    this.stream.reader.requests.push(request);
    callPullIfNeeded(this);
  }

  takeChunk() {
    const { buffer, byteOffset, byteLength } = this.queue.shift();
    this.queueTotalSize -= byteLength;
    this.#handleQueueDrain();
    return new Uint8Array(buffer, byteOffset, byteLength);
  }

  releaseSteps() {
    if (this.pendingPullIntos.length === 0) return;
    this.pendingPullIntos.length = 1;
    this.pendingPullIntos[0].readerType = 'none';
  }

  enqueue(chunk) {
    if (this.closeRequested || this.stream.state !== 'readable') return;
    const { buffer, byteOffset, byteLength } = chunk;
    if (buffer.detached) throw new ERR_INVALID_STATE.TypeError('chunk ArrayBuffer is detached');
    const transferred = buffer.transfer();

    const first = this.pendingPullIntos[0];
    if (first !== undefined) {
      if (first.buffer.detached) throw new ERR_INVALID_STATE.TypeError('Destination ArrayBuffer is detached');
      this.invalidateByobRequest();
      first.buffer = first.buffer.transfer();
      if (first.readerType === 'none') this.#enqueueDetached(first);
    }

    const { reader } = this.stream;
    if (reader !== undefined && !reader.isByob) {
      while (reader.requests.length > 0 && this.queueTotalSize > 0) this.#fillReadRequest(reader.requests.shift());
      if (reader.requests.length === 0) {
        this.#enqueueChunk(transferred, byteOffset, byteLength);
      } else {
        if (this.pendingPullIntos.length > 0) this.pendingPullIntos.shift();
        reader.requests.shift().chunkSteps(new Uint8Array(transferred, byteOffset, byteLength));
      }
    } else if (reader !== undefined && reader.requests.length > 0) {
      this.#enqueueChunk(transferred, byteOffset, byteLength);
      for (const filled of this.#takeFilled()) this.#commit(filled);
    } else {
      this.#enqueueChunk(transferred, byteOffset, byteLength);
    }
    callPullIfNeeded(this);
  }

  /** A BYOB reader's read. */
  pullInto(view, minimum, request) {
    const { stream } = this;
    let elementSize = 1;
    let viewConstructor = DataView;
    const tag = typedArrayTag.call(view);
    if (tag !== undefined) {
      viewConstructor = globalConstructors[tag];
      elementSize = viewConstructor.BYTES_PER_ELEMENT;
    }
    const minimumFill = minimum * elementSize;
    const { byteOffset, byteLength } = view;
    let buffer;
    try {
      buffer = transferBuffer(view.buffer);
    } catch (error) {
      request.errorSteps(error);
      return;
    }
    const pullInto = {
      buffer,
      bufferByteLength: buffer.byteLength,
      byteOffset,
      byteLength,
      bytesFilled: 0,
      minimumFill,
      elementSize,
      viewConstructor,
      readerType: 'byob',
    };

    if (this.pendingPullIntos.length > 0) {
      this.pendingPullIntos.push(pullInto);
      stream.reader.requests.push(request);
      return;
    }
    if (stream.state === 'closed') {
      request.closeSteps(new viewConstructor(pullInto.buffer, pullInto.byteOffset, 0));
      return;
    }
    if (this.queueTotalSize > 0) {
      if (this.#fillFromQueue(pullInto)) {
        const filled = convert(pullInto);
        this.#handleQueueDrain();
        request.chunkSteps(filled);
        return;
      }
      if (this.closeRequested) {
        const error = new ERR_INVALID_STATE.TypeError('ReadableStream closed');
        this.error(error);
        request.errorSteps(error);
        return;
      }
    }
    this.pendingPullIntos.push(pullInto);
    stream.reader.requests.push(request);
    callPullIfNeeded(this);
  }

  getByobRequest() {
    if (this.byobRequest === null && this.pendingPullIntos.length > 0) {
      const first = this.pendingPullIntos[0];
      const view = new Uint8Array(first.buffer, first.byteOffset + first.bytesFilled, first.byteLength - first.bytesFilled);
      const wrapper = new ReadableStreamBYOBRequest(kCreate);
      wrapper[kRequest] = { controller: this, view };
      this.byobRequest = wrapper;
    }
    return this.byobRequest;
  }

  invalidateByobRequest() {
    if (this.byobRequest === null) return;
    const request = this.byobRequest[kRequest];
    request.controller = undefined;
    request.view = null;
    this.byobRequest = null;
  }

  respond(bytesWritten) {
    const first = this.pendingPullIntos[0];
    if (this.stream.state === 'closed') {
      if (bytesWritten !== 0) throw new ERR_INVALID_STATE.TypeError('Controller is closed');
    } else {
      if (bytesWritten === 0) throw new ERR_INVALID_STATE.TypeError('Controller cannot be closed while view is 0');
      if (first.bytesFilled + bytesWritten > first.byteLength) {
        throw new ERR_INVALID_ARG_VALUE.RangeError('bytesWritten', bytesWritten);
      }
    }
    first.buffer = transferBuffer(first.buffer);
    this.#respondInternal(bytesWritten);
  }

  respondWithNewView(view) {
    const first = this.pendingPullIntos[0];
    const { byteLength, byteOffset, buffer } = view;
    if (this.stream.state === 'closed') {
      if (byteLength !== 0) throw new ERR_INVALID_STATE.TypeError('Controller is closed');
    } else if (byteLength === 0) {
      throw new ERR_INVALID_STATE.TypeError('View does not have bytes');
    }
    if (first.byteOffset + first.bytesFilled !== byteOffset) throw new ERR_INVALID_ARG_VALUE.RangeError('view', view);
    if (first.bufferByteLength !== buffer.byteLength) throw new ERR_INVALID_ARG_VALUE.RangeError('view', view);
    if (first.bytesFilled + byteLength > first.byteLength) throw new ERR_INVALID_ARG_VALUE.RangeError('view', view);
    first.buffer = transferBuffer(buffer);
    this.#respondInternal(byteLength);
  }

  #respondInternal(bytesWritten) {
    const first = this.pendingPullIntos[0];
    this.invalidateByobRequest();
    if (this.stream.state === 'closed') this.#respondInClosedState(first);
    else this.#respondInReadableState(bytesWritten, first);
    callPullIfNeeded(this);
  }

  #respondInClosedState(first) {
    if (first.readerType === 'none') this.pendingPullIntos.shift();
    const { reader } = this.stream;
    if (reader === undefined || !reader.isByob) return;
    const filled = [];
    while (filled.length < reader.requests.length) filled.push(this.pendingPullIntos.shift());
    for (const pullInto of filled) this.#commit(pullInto);
  }

  #respondInReadableState(bytesWritten, first) {
    first.bytesFilled += bytesWritten;
    if (first.readerType === 'none') {
      this.#enqueueDetached(first);
      for (const filled of this.#takeFilled()) this.#commit(filled);
      return;
    }
    if (first.bytesFilled < first.minimumFill) return;

    this.pendingPullIntos.shift();
    // Half an element goes back into the queue.
    const remainder = first.bytesFilled % first.elementSize;
    if (remainder > 0) {
      const end = first.byteOffset + first.bytesFilled;
      this.#enqueueCloned(first.buffer, end - remainder, remainder);
    }
    first.bytesFilled -= remainder;
    const filled = this.#takeFilled();
    this.#commit(first);
    for (const pullInto of filled) this.#commit(pullInto);
  }

  #enqueueChunk(buffer, byteOffset, byteLength) {
    this.queue.push({ buffer, byteOffset, byteLength });
    this.queueTotalSize += byteLength;
  }

  #enqueueCloned(buffer, byteOffset, byteLength) {
    let clone;
    try {
      clone = buffer.slice(byteOffset, byteOffset + byteLength);
    } catch (error) {
      this.error(error);
      throw error;
    }
    this.#enqueueChunk(clone, 0, byteLength);
  }

  /** What was read for a reader that is gone belongs to the next. */
  #enqueueDetached(pullInto) {
    if (pullInto.bytesFilled > 0) this.#enqueueCloned(pullInto.buffer, pullInto.byteOffset, pullInto.bytesFilled);
    this.pendingPullIntos.shift();
  }

  #fillReadRequest(request) {
    request.chunkSteps(this.takeChunk());
  }

  #handleQueueDrain() {
    if (this.queueTotalSize === 0 && this.closeRequested) {
      this.#clearAlgorithms();
      readableStreamClose(this.stream);
    } else {
      callPullIfNeeded(this);
    }
  }

  /** Whether it is as full as its reader wants it. */
  #fillFromQueue(pullInto) {
    const maxBytes = Math.min(this.queueTotalSize, pullInto.byteLength - pullInto.bytesFilled);
    const maxFilled = pullInto.bytesFilled + maxBytes;
    const maxAligned = maxFilled - (maxFilled % pullInto.elementSize);
    const isReady = maxAligned >= pullInto.minimumFill;
    let remaining = isReady ? maxAligned - pullInto.bytesFilled : maxBytes;

    while (remaining > 0) {
      const head = this.queue.peek();
      const count = Math.min(remaining, head.byteLength);
      new Uint8Array(pullInto.buffer, pullInto.byteOffset + pullInto.bytesFilled, count)
        .set(new Uint8Array(head.buffer, head.byteOffset, count));
      if (head.byteLength === count) {
        this.queue.shift();
      } else {
        head.byteOffset += count;
        head.byteLength -= count;
      }
      this.queueTotalSize -= count;
      pullInto.bytesFilled += count;
      remaining -= count;
    }
    return isReady;
  }

  #takeFilled() {
    const filled = [];
    while (this.pendingPullIntos.length > 0 && this.queueTotalSize > 0) {
      const first = this.pendingPullIntos[0];
      if (!this.#fillFromQueue(first)) break;
      this.pendingPullIntos.shift();
      filled.push(first);
    }
    return filled;
  }

  #commit(pullInto) {
    const { stream } = this;
    const request = stream.reader.requests.shift();
    const view = convert(pullInto);
    if (stream.state === 'closed') request.closeSteps(view);
    else request.chunkSteps(view);
  }

  #clearPendingPullIntos() {
    this.invalidateByobRequest();
    this.pendingPullIntos = [];
  }

  #resetQueue() {
    this.queue.clear();
    this.queueTotalSize = 0;
  }

  #clearAlgorithms() {
    this.pullAlgorithm = undefined;
    this.cancelAlgorithm = undefined;
  }
}

const globalConstructors = {
  __proto__: null,
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
  ...(typeof Float16Array === 'function' && { Float16Array }),
};

/** Takes a buffer over; one that cannot be, such as a WebAssembly memory's, is an error. */
function transferBuffer(buffer) {
  if (buffer.detached) throw new ERR_INVALID_STATE.TypeError('ArrayBuffer is detached');
  return buffer.transfer();
}

/** The part that is filled, as the kind of view that the reader gave. */
function convert({ buffer, byteOffset, bytesFilled, elementSize, viewConstructor }) {
  return new viewConstructor(transferBuffer(buffer), byteOffset, bytesFilled / elementSize);
}

function setUpFromSource(stream, source, highWaterMark) {
  const { autoAllocateChunkSize } = source;
  if (autoAllocateChunkSize !== undefined) {
    const size = Math.trunc(Number(autoAllocateChunkSize));
    if (!(size > 0) || size > Number.MAX_SAFE_INTEGER) {
      throw new ERR_INVALID_ARG_VALUE('source.autoAllocateChunkSize', autoAllocateChunkSize);
    }
  }
  setUpByteController(stream, {
    ...algorithmsOf(source),
    highWaterMark,
    autoAllocateChunkSize: autoAllocateChunkSize === undefined ? undefined : Math.trunc(Number(autoAllocateChunkSize)),
  });
}

function setUpByteController(stream, algorithms) {
  const wrapper = new ReadableByteStreamController(kCreate);
  const controller = wrapper[kController] = new ByteController(wrapper, stream, algorithms);
  startController(controller, algorithms.start);
}

class ReadableByteStreamController {
  constructor() {
    if (arguments[0] !== kCreate) throw new ERR_ILLEGAL_CONSTRUCTOR();
  }

  get byobRequest() {
    return stateOf(this, kController, 'ReadableByteStreamController').getByobRequest();
  }

  get desiredSize() {
    return stateOf(this, kController, 'ReadableByteStreamController').desiredSize;
  }

  close() {
    const controller = stateOf(this, kController, 'ReadableByteStreamController');
    assertOpen(controller);
    controller.close();
  }

  enqueue(chunk) {
    const controller = stateOf(this, kController, 'ReadableByteStreamController');
    validateView(chunk, 'chunk');
    if (chunk.byteLength === 0 || chunk.buffer.byteLength === 0) {
      throw new ERR_INVALID_STATE.TypeError('chunk ArrayBuffer is zero-length or detached');
    }
    assertOpen(controller);
    controller.enqueue(chunk);
  }

  error(error = undefined) {
    stateOf(this, kController, 'ReadableByteStreamController').error(error);
  }

  [kInspect](depth, options) {
    return customInspect(depth, options, this, 'ReadableByteStreamController', {});
  }
}
makeEnumerable(ReadableByteStreamController.prototype, ['byobRequest', 'desiredSize', 'close', 'enqueue', 'error']);
defineTag(ReadableByteStreamController);

function assertOpen(controller) {
  if (controller.closeRequested) throw new ERR_INVALID_STATE.TypeError('Controller is already closed');
  if (controller.stream.state !== 'readable') throw new ERR_INVALID_STATE.TypeError('ReadableStream is already closed');
}

function validateView(view, name) {
  if (!ArrayBuffer.isView(view)) {
    throw new ERR_INVALID_ARG_TYPE(name, ['Buffer', 'TypedArray', 'DataView'], view);
  }
  if (!(view.buffer instanceof ArrayBuffer)) throw new ERR_INVALID_ARG_VALUE(name, view, 'must not be shared');
}

class ReadableStreamBYOBRequest {
  constructor() {
    if (arguments[0] !== kCreate) throw new ERR_ILLEGAL_CONSTRUCTOR();
  }

  get view() {
    return stateOf(this, kRequest, 'ReadableStreamBYOBRequest').view;
  }

  respond(bytesWritten) {
    const { controller, view } = stateOf(this, kRequest, 'ReadableStreamBYOBRequest');
    const count = Math.trunc(Number(bytesWritten)) || 0;
    if (arguments.length === 0 || !(count >= 0) || count > Number.MAX_SAFE_INTEGER) {
      throw new ERR_INVALID_ARG_VALUE('bytesWritten', bytesWritten);
    }
    if (controller === undefined) throw new ERR_INVALID_STATE.TypeError('This BYOB request has been invalidated');
    if (view.buffer.detached) throw new ERR_INVALID_STATE.TypeError('Viewed ArrayBuffer is detached');
    controller.respond(count);
  }

  respondWithNewView(view) {
    const { controller } = stateOf(this, kRequest, 'ReadableStreamBYOBRequest');
    validateView(view, 'view');
    if (controller === undefined) throw new ERR_INVALID_STATE.TypeError('This BYOB request has been invalidated');
    if (view.buffer.detached) throw new ERR_INVALID_STATE.TypeError('Viewed ArrayBuffer is detached');
    controller.respondWithNewView(view);
  }

  [kInspect](depth, options) {
    const { controller, view } = stateOf(this, kRequest, 'ReadableStreamBYOBRequest');
    return customInspect(depth, options, this, 'ReadableStreamBYOBRequest', { view, controller: controller?.wrapper });
  }
}
makeEnumerable(ReadableStreamBYOBRequest.prototype, ['view', 'respond', 'respondWithNewView']);
defineTag(ReadableStreamBYOBRequest);

class ReadableStreamBYOBReader {
  constructor(stream) {
    const state = stream?.[kReadable];
    if (state === undefined) throw new ERR_INVALID_ARG_TYPE('stream', 'ReadableStream', stream);
    if (state.reader !== undefined) throw new ERR_INVALID_STATE.TypeError('ReadableStream is locked');
    if (!state.controller.isBytes) throw new ERR_INVALID_ARG_VALUE('stream', stream, 'must be a byte stream');
    this[kReader] = acquireReader(state, this, true);
  }

  get closed() {
    try {
      return stateOf(this, kReader, 'ReadableStreamBYOBReader').closed.promise;
    } catch (error) {
      return rejectedWith(error);
    }
  }

  cancel(reason = undefined) {
    try {
      const reader = stateOf(this, kReader, 'ReadableStreamBYOBReader');
      if (reader.stream === undefined) throw notBound();
      return readableStreamCancel(reader.stream, reason);
    } catch (error) {
      return rejectedWith(error);
    }
  }

  /** @param {ArrayBufferView} view  @param {{min?: number}} [options] elements that there shall be at least */
  read(view, options = {}) {
    try {
      const reader = stateOf(this, kReader, 'ReadableStreamBYOBReader');
      const minimum = validateRead(view, options);
      if (reader.stream === undefined) throw notBound();
      const request = new PromisedRead();
      byobRead(reader, view, minimum, request);
      return request.promise;
    } catch (error) {
      return rejectedWith(error);
    }
  }

  releaseLock() {
    const reader = stateOf(this, kReader, 'ReadableStreamBYOBReader');
    if (reader.stream !== undefined) releaseReader(reader);
  }

  [kInspect](depth, options) {
    const reader = stateOf(this, kReader, 'ReadableStreamBYOBReader');
    return customInspect(depth, options, this, 'ReadableStreamBYOBReader', {
      stream: reader.stream?.wrapper,
      requests: reader.requests.length,
      close: reader.closed.promise,
    });
  }
}
makeEnumerable(ReadableStreamBYOBReader.prototype, ['closed', 'cancel', 'read', 'releaseLock']);
defineTag(ReadableStreamBYOBReader);

function validateRead(view, options) {
  validateView(view, 'view');
  validateObject(options, 'options', kValidateObjectAllowObjectsAndNull);
  const { buffer } = view;
  if (buffer.detached) throw new ERR_INVALID_STATE.TypeError('View ArrayBuffer is detached');
  if (view.byteLength === 0 || buffer.byteLength === 0) {
    throw new ERR_INVALID_STATE.TypeError('View or Viewed ArrayBuffer is zero-length');
  }
  const minimum = options?.min ?? 1;
  if (typeof minimum !== 'number') throw new ERR_INVALID_ARG_TYPE('options.min', 'number', minimum);
  if (!Number.isSafeInteger(minimum)) throw new ERR_INVALID_ARG_VALUE('options.min', minimum, 'must be an integer');
  if (minimum <= 0) throw new ERR_INVALID_ARG_VALUE('options.min', minimum, 'must be greater than 0');
  const length = typedArrayTag.call(view) === undefined ? view.byteLength : view.length;
  if (minimum > length) {
    throw new ERR_OUT_OF_RANGE('options.min', '<= view.length', minimum);
  }
  return minimum;
}

function byobRead(reader, view, minimum, request) {
  const { stream } = reader;
  stream.isDisturbed = true;
  if (stream.state === 'errored') request.errorSteps(stream.storedError);
  else stream.controller.pullInto(view, minimum, request);
}

module.exports = {
  ReadableByteStreamController,
  ReadableStreamBYOBReader,
  ReadableStreamBYOBRequest,
  byobRead,
  setUpByteController,
  setUpFromSource,
};
