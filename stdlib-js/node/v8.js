'use strict';

// `node:v8`: https://nodejs.org/docs/latest-v24.x/api/v8.html

const heap = internalBinding('heap');
const native = internalBinding('serdes');
const { Buffer } = require('buffer');
const {
  codes: { ERR_NOT_BUILDING_SNAPSHOT },
} = require('internal/errors');
const { validateBoolean, validateObject, validateString } = require('internal/validators');

const HEAP_STATISTICS = ['total_heap_size', 'total_heap_size_executable', 'total_physical_size', 'total_available_size',
  'used_heap_size', 'heap_size_limit', 'malloced_memory', 'peak_malloced_memory', 'does_zap_garbage',
  'number_of_native_contexts', 'number_of_detached_contexts', 'total_global_handles_size', 'used_global_handles_size',
  'external_memory'];
const SPACE_STATISTICS = ['space_size', 'space_used_size', 'space_available_size', 'physical_space_size'];
const CODE_STATISTICS = ['code_and_metadata_size', 'bytecode_and_metadata_size', 'external_script_source_size',
  'cpu_profiler_metadata_size'];

// The numbers of view classes in the format of `serialize`. `Buffer` is the tenth.
const VIEW_CLASSES = [Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array,
  Float32Array, Float64Array, DataView, Buffer, BigInt64Array, BigUint64Array];
const BUFFER_NUMBER = 10;
const FLOAT16_NUMBER = 13;

/** Lets go of the native halves of objects that are gone; made with the first of them. */
let registry;

class Serializer {
  #id;

  constructor() {
    this.#id = own(this, native.createSerializer(this));
  }

  writeHeader() {
    native.writeHeader(this.#id);
  }

  writeValue(value) {
    return native.writeValue(this.#id, value);
  }

  releaseBuffer() {
    const bytes = native.releaseBuffer(this.#id);
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  transferArrayBuffer(id, arrayBuffer) {
    if (!isArrayBuffer(arrayBuffer)) throw invalidType('arrayBuffer must be an ArrayBuffer');
    native.transferToSerializer(this.#id, id, arrayBuffer);
  }

  writeUint32(value) {
    native.writeUint32(this.#id, value);
  }

  writeUint64(high, low) {
    native.writeUint64(this.#id, high, low);
  }

  writeDouble(value) {
    native.writeDouble(this.#id, value);
  }

  writeRawBytes(source) {
    if (!ArrayBuffer.isView(source) && !isArrayBuffer(source)) {
      throw invalidType('source must be a TypedArray or a DataView');
    }
    native.writeRawBytes(this.#id, source);
  }

  _setTreatArrayBufferViewsAsHostObjects(flag) {
    native.setTreatArrayBufferViewsAsHostObjects(this.#id, flag);
  }
}

class Deserializer {
  #id;

  constructor(buffer) {
    if (!ArrayBuffer.isView(buffer)) throw invalidType('buffer must be a TypedArray or a DataView');
    this.buffer = buffer;
    this.#id = own(this, native.createDeserializer(buffer, this));
  }

  readHeader() {
    return native.readHeader(this.#id);
  }

  readValue() {
    return native.readValue(this.#id);
  }

  getWireFormatVersion() {
    return native.getWireFormatVersion(this.#id);
  }

  transferArrayBuffer(id, arrayBuffer) {
    if (!isArrayBuffer(arrayBuffer)) throw invalidType('arrayBuffer must be an ArrayBuffer or SharedArrayBuffer');
    native.transferToDeserializer(this.#id, id, arrayBuffer);
  }

  readUint32() {
    return read(native.readUint32(this.#id), 'ReadUint32');
  }

  readUint64() {
    return read(native.readUint64(this.#id), 'ReadUint64');
  }

  readDouble() {
    return read(native.readDouble(this.#id), 'ReadDouble');
  }

  /** Where in the buffer they begin. */
  _readRawBytes(length) {
    return read(native.readRawBytes(this.#id, length), 'ReadRawBytes');
  }

  readRawBytes(length) {
    const offset = this._readRawBytes(length);
    return Buffer.from(this.buffer.buffer, this.buffer.byteOffset + offset, length);
  }
}

makeEnumerable(Serializer.prototype, ['writeHeader', 'writeValue', 'releaseBuffer', 'transferArrayBuffer', 'writeUint32',
  'writeUint64', 'writeDouble', 'writeRawBytes', '_setTreatArrayBufferViewsAsHostObjects']);
makeEnumerable(Deserializer.prototype, ['readHeader', 'readValue', 'getWireFormatVersion', 'transferArrayBuffer', 'readUint32',
  'readUint64', 'readDouble', '_readRawBytes', 'readRawBytes']);

/** V8 throws what this makes of a message. */
Serializer.prototype._getDataCloneError = Error;

class DefaultSerializer extends Serializer {
  constructor() {
    super();
    this._setTreatArrayBufferViewsAsHostObjects(true);
  }

  _writeHostObject(abView) {
    const number = viewNumber(abView);
    if (number === -1) {
      const { inspect } = require('internal/util/inspect');
      throw new this._getDataCloneError(`Unserializable host object: ${inspect(abView)}`);
    }
    this.writeUint32(number);
    this.writeUint32(abView.byteLength);
    this.writeRawBytes(new Uint8Array(abView.buffer, abView.byteOffset, abView.byteLength));
  }
}

class DefaultDeserializer extends Deserializer {
  _readHostObject() {
    const number = this.readUint32();
    const View = number === FLOAT16_NUMBER ? Float16Array : VIEW_CLASSES[number];
    const byteLength = this.readUint32();
    const offset = this.buffer.byteOffset + this._readRawBytes(byteLength);
    if (number === BUFFER_NUMBER) return Buffer.from(this.buffer.buffer, offset, byteLength);
    const elementSize = View.BYTES_PER_ELEMENT || 1;
    if (offset % elementSize === 0) return new View(this.buffer.buffer, offset, byteLength / elementSize);
    // The elements do not lie where their class could read them.
    const copy = new Uint8Array(this.buffer.buffer, offset, byteLength).slice();
    return new View(copy.buffer, 0, byteLength / elementSize);
  }
}

/**
 * @param {any} value
 * @returns {Buffer}
 */
function serialize(value) {
  const serializer = new DefaultSerializer();
  serializer.writeHeader();
  serializer.writeValue(value);
  return serializer.releaseBuffer();
}

/**
 * @param {Buffer | TypedArray | DataView} buffer
 * @returns {any}
 */
function deserialize(buffer) {
  if (!ArrayBuffer.isView(buffer)) throw invalidType('buffer must be a TypedArray or a DataView');
  const deserializer = new DefaultDeserializer(buffer);
  deserializer.readHeader();
  return deserializer.readValue();
}

function cachedDataVersionTag() {
  return heap.cachedDataVersionTag();
}

function getHeapStatistics() {
  return named(HEAP_STATISTICS, heap.statistics());
}

function getHeapSpaceStatistics() {
  return heap.spaceStatistics().map(([name, sizes]) => ({ space_name: name, ...named(SPACE_STATISTICS, sizes) }));
}

function getHeapCodeStatistics() {
  return named(CODE_STATISTICS, heap.codeStatistics());
}

/** @param {string} flags */
function setFlagsFromString(flags) {
  validateString(flags, 'flags');
  heap.setFlagsFromString(flags);
}

/**
 * @param {string} content
 * @returns {boolean}
 */
function isStringOneByteRepresentation(content) {
  validateString(content, 'content');
  return heap.isOneByte(content);
}

/**
 * @param {string | Buffer | URL} [filename]
 * @param {{ exposeInternals?: boolean, exposeNumericValues?: boolean }} [options]
 * @returns {string} the name of the file
 */
function writeHeapSnapshot(filename, options) {
  // Lazy, here and below: hardly any program looks at its heap.
  const path = filename === undefined ? heapSnapshotName() : require('internal/fs/arguments').getValidatedPath(filename);
  validateSnapshotOptions(options);
  require('fs').writeFileSync(path, heap.snapshot());
  return path;
}

/**
 * @param {{ exposeInternals?: boolean, exposeNumericValues?: boolean }} [options]
 * @returns {import('stream').Readable}
 */
function getHeapSnapshot(options) {
  validateSnapshotOptions(options);
  return new (require('internal/heap_snapshot_stream').HeapSnapshotStream)(heap.snapshot());
}

/** Coverage is collected only with NODE_V8_COVERAGE, so there is none to write. */
function takeCoverage() {}

function stopCoverage() {}

// An executable is no snapshot that is being built, whatever jsc did before.
const startupSnapshot = {
  addDeserializeCallback(callback, data) {
    throw new ERR_NOT_BUILDING_SNAPSHOT();
  },
  addSerializeCallback(callback, data) {
    throw new ERR_NOT_BUILDING_SNAPSHOT();
  },
  setDeserializeMainFunction(mainFunction, data) {
    throw new ERR_NOT_BUILDING_SNAPSHOT();
  },
  isBuildingSnapshot() {
    return 0;
  },
};

let snapshotCount = 0;

/** Of the time, the process and the thread, as Node composes it. */
function heapSnapshotName() {
  const now = new Date();
  const digits = (number, length = 2) => String(number).padStart(length, '0');
  const date = `${now.getFullYear()}${digits(now.getMonth() + 1)}${digits(now.getDate())}`;
  const time = `${digits(now.getHours())}${digits(now.getMinutes())}${digits(now.getSeconds())}`;
  snapshotCount += 1;
  return `Heap.${date}.${time}.${process.pid}.0.${digits(snapshotCount, 3)}.heapsnapshot`;
}

/** What they ask for is about the engine's inside, which its snapshots here do not show. */
function validateSnapshotOptions(options = {}) {
  validateObject(options, 'options');
  for (const name of ['exposeInternals', 'exposeNumericValues']) {
    if (options[name] !== undefined) validateBoolean(options[name], `options.${name}`);
  }
}

function own(object, id) {
  registry ??= new FinalizationRegistry(native.drop);
  registry.register(object, id);
  return id;
}

function read(value, operation) {
  if (value === undefined) throw new Error(`${operation}() failed`);
  return value;
}

function viewNumber(view) {
  if (Buffer.isBuffer(view) && view.constructor === Buffer) return BUFFER_NUMBER;
  const tag = Object.prototype.toString.call(view).slice(8, -1);
  if (tag === 'Float16Array') return FLOAT16_NUMBER;
  return VIEW_CLASSES.findIndex((View, number) => number !== BUFFER_NUMBER && View.name === tag);
}

function isArrayBuffer(value) {
  return value instanceof ArrayBuffer || value instanceof SharedArrayBuffer;
}

function named(names, numbers) {
  return Object.fromEntries(names.map((name, index) => [name, numbers[index]]));
}

/** Node's own wording, which its error classes do not have. */
function invalidType(message) {
  const error = new TypeError(message);
  error.code = 'ERR_INVALID_ARG_TYPE';
  return error;
}

function makeEnumerable(object, names) {
  for (const name of names) Object.defineProperty(object, name, { __proto__: null, enumerable: true });
}

module.exports = {
  cachedDataVersionTag,
  getHeapSnapshot,
  getHeapStatistics,
  getHeapSpaceStatistics,
  getHeapCodeStatistics,
  setFlagsFromString,
  Serializer,
  Deserializer,
  DefaultSerializer,
  DefaultDeserializer,
  deserialize,
  takeCoverage,
  stopCoverage,
  serialize,
  writeHeapSnapshot,
  get promiseHooks() {
    // Lazy: hardly anybody hooks promises.
    return require('internal/promise_hooks');
  },
  startupSnapshot,
  isStringOneByteRepresentation,
};
