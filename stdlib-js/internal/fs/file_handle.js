'use strict';

// An open file as an object. https://nodejs.org/docs/latest-v24.x/api/fs.html#class-filehandle

const native = internalBinding('fs');
const EventEmitter = require('events');
const { Buffer } = require('buffer');
const {
  AbortError,
  codes: { ERR_FS_FILE_TOO_LARGE, ERR_INTERNAL_ASSERTION, ERR_INVALID_ARG_VALUE, ERR_INVALID_STATE },
} = require('internal/errors');
const {
  getOptions,
  parseFileMode,
  toUnixTimestamp,
  validateBufferArray,
  validateEncodingOfData,
  validateOffsetLengthRead,
  validateOffsetLengthWrite,
  validateStringOrView,
  validateUserId,
  validatedReadPosition,
  writePosition,
} = require('internal/fs/arguments');
const { call } = require('internal/fs/call');
const { getStatsFromBinding } = require('internal/fs/stats');
const {
  kValidateObjectAllowNullable, validateBoolean, validateBuffer, validateInteger, validateObject,
} = require('internal/validators');

const DEFAULT_READ_BYTES = 16 * 1024;
/** What `readFile` and `writeFile` with a signal move at a time: between pieces they look at it. */
const PIECE_BYTES = 512 * 1024;

const kFd = Symbol('kFd');
const kRefs = Symbol('kRefs');
const kRef = Symbol('kRef');
const kUnref = Symbol('kUnref');
const kClosePromise = Symbol('kClosePromise');
const kToken = Symbol('kToken');
const kCloseSync = Symbol('kCloseSync');
const kLocked = Symbol('kLocked');

class FileHandle extends EventEmitter {
  /** @param {number} fd */
  constructor(fd) {
    super();
    this[kFd] = fd;
    this[kRefs] = 1;
    this[kClosePromise] = null;
    Object.defineProperty(this, kToken, { value: {}, enumerable: false });
    // An own property, as in Node: `const { close } = handle` works.
    this.close = () => closeHandle(this);
    Object.defineProperty(this.close, 'name', { value: 'close' });
    forgotten().register(this, fd, this[kToken]);
  }

  getAsyncId() {
    return -1;
  }

  get fd() {
    return this[kFd];
  }

  appendFile(data, options) {
    return onOpen('writeFile', this, writeToHandle, data, options);
  }

  chmod(mode) {
    return onOpen('fchmod', this, async ({ fd }) => {
      await call(native.fchmod, fd, parseFileMode(mode, 'mode'));
    });
  }

  chown(uid, gid) {
    return onOpen('fchown', this, async ({ fd }) => {
      validateUserId(uid, 'uid');
      validateUserId(gid, 'gid');
      await call(native.fchown, fd, uid, gid);
    });
  }

  datasync() {
    return onOpen('fdatasync', this, async ({ fd }) => { await call(native.fdatasync, fd); });
  }

  sync() {
    return onOpen('fsync', this, async ({ fd }) => { await call(native.fsync, fd); });
  }

  read(buffer, offset, length, position) {
    return onOpen('read', this, readFromHandle, buffer, offset, length, position);
  }

  readv(buffers, position) {
    return onOpen('readv', this, async ({ fd }) => {
      validateBufferArray(buffers);
      return { __proto__: null, bytesRead: await call(native.readv, fd, buffers, writePosition(position)), buffers };
    });
  }

  readFile(options) {
    return onOpen('readFile', this, readFileOfHandle, options);
  }

  readLines(options = undefined) {
    // Lazy for start-up time.
    return require('readline').createInterface({
      input: this.createReadStream(options),
      crlfDelay: Infinity,
    });
  }

  stat(options) {
    return onOpen('fstat', this, async ({ fd }) => getStatsFromBinding(await call(native.fstat, fd, options?.bigint)));
  }

  truncate(length = 0) {
    return onOpen('ftruncate', this, async ({ fd }) => {
      validateInteger(length, 'len');
      await call(native.ftruncate, fd, Math.max(0, length));
    });
  }

  utimes(atime, mtime) {
    return onOpen('futimes', this, async ({ fd }) => {
      await call(native.futimes, fd, toUnixTimestamp(atime, 'atime'), toUnixTimestamp(mtime, 'mtime'));
    });
  }

  write(buffer, offset, length, position) {
    return onOpen('write', this, writeBufferToHandle, buffer, offset, length, position);
  }

  writev(buffers, position) {
    return onOpen('writev', this, async ({ fd }) => {
      validateBufferArray(buffers);
      if (buffers.length === 0) return { __proto__: null, bytesWritten: 0, buffers };
      return { __proto__: null, bytesWritten: await call(native.writev, fd, buffers, writePosition(position)), buffers };
    });
  }

  writeFile(data, options) {
    return onOpen('writeFile', this, writeToHandle, data, options);
  }

  readableWebStream(options = {}) {
    validateObject(options, 'options');
    const { autoClose = false } = options;
    validateBoolean(autoClose, 'options.autoClose');
    if (this[kFd] === -1) throw new ERR_INVALID_STATE('The FileHandle is closed');
    if (this[kClosePromise]) throw new ERR_INVALID_STATE('The FileHandle is closing');
    if (this[kLocked]) throw new ERR_INVALID_STATE('The FileHandle is locked');
    this[kLocked] = true;
    const { ReadableStream } = require('stream/web'); // Lazy for start-up time.
    const finish = async () => {
      this[kUnref]();
      if (autoClose) await this.close();
    };
    const readable = new ReadableStream({
      type: 'bytes',
      autoAllocateChunkSize: DEFAULT_READ_BYTES,
      pull: async (controller) => {
        const { view } = controller.byobRequest;
        const { bytesRead } = await this.read(view, view.byteOffset - view.byteOffset, view.byteLength);
        if (bytesRead === 0) {
          controller.close();
          await finish();
        }
        controller.byobRequest?.respond(bytesRead);
      },
      cancel: finish,
    });
    this[kRef]();
    this.once('close', () => {
      if (!readable.locked) readable.cancel().catch(() => {});
    });
    return readable;
  }

  createReadStream(options = undefined) {
    const { ReadStream } = require('internal/fs/streams'); // Lazy for start-up time.
    return new ReadStream(undefined, { highWaterMark: 64 * 1024, ...options, fd: this });
  }

  createWriteStream(options = undefined) {
    const { WriteStream } = require('internal/fs/streams'); // Lazy for start-up time.
    return new WriteStream(undefined, { ...options, fd: this });
  }

  /** For streams that end while the process does. */
  [kCloseSync]() {
    if (this[kFd] === -1) return;
    if (this[kClosePromise]) throw new ERR_INVALID_STATE('The FileHandle is closing');
    const fd = this[kFd];
    this[kFd] = -1;
    forgotten().unregister(this[kToken]);
    native.closeSync(fd);
    this.emit('close');
  }

  async [Symbol.asyncDispose]() {
    await this.close();
  }

  [kRef]() {
    this[kRefs]++;
  }

  [kUnref]() {
    if (--this[kRefs] !== 0) return;
    const fd = this[kFd];
    this[kFd] = -1;
    forgotten().unregister(this[kToken]);
    const { resolve, reject } = this[kClosePromise];
    call(native.close, fd).then(resolve, reject);
  }
}

let registry;

/** Handles that nobody refers to any more are closed, with a warning. Made on first use: it cannot be in a snapshot. */
function forgotten() {
  registry ??= new FinalizationRegistry((fd) => {
    try {
      native.closeSync(fd);
    } catch {
      // It was closed behind the handle's back.
    }
    process.emitWarning(`Closing file descriptor ${fd} on garbage collection`);
    process.emitWarning(
      'Closing a FileHandle object on garbage collection is deprecated. Please close FileHandle objects explicitly ' +
      'using FileHandle.prototype.close(). In the future, an error will be thrown if a file descriptor is closed ' +
      'during garbage collection.', 'DeprecationWarning', 'DEP0137');
  });
  return registry;
}

/** Closes when no stream of the handle is left that reads or writes. */
function closeHandle(handle) {
  if (handle[kFd] === -1) return Promise.resolve();
  if (handle[kClosePromise]) return handle[kClosePromise].promise;
  const closing = Promise.withResolvers();
  handle[kClosePromise] = closing;
  closing.promise = closing.promise.finally(() => { handle[kClosePromise] = null; });
  const { promise } = closing;
  handle[kUnref]();
  handle.emit('close');
  return promise;
}

/** Runs `operation` with the handle open for its duration, unless it is closed already. */
async function onOpen(name, handle, operation, ...args) {
  if (!(handle instanceof FileHandle)) throw new ERR_INTERNAL_ASSERTION('handle must be an instance of FileHandle');
  if (handle[kFd] === -1) {
    const error = new Error('file closed');
    throw Object.assign(error, { code: 'EBADF', syscall: name });
  }
  handle[kRef]();
  try {
    return await operation(handle, ...args);
  } finally {
    handle[kUnref]();
  }
}

/** `read(buffer[, offset[, length[, position]]])`, `read(buffer, options)`, `read([options])`. */
async function readFromHandle(handle, bufferOrOptions, offset, length, position) {
  let buffer = bufferOrOptions;
  if (!ArrayBuffer.isView(buffer)) {
    if (bufferOrOptions !== undefined) validateObject(bufferOrOptions, 'options', kValidateObjectAllowNullable);
    ({ buffer = Buffer.alloc(DEFAULT_READ_BYTES) } = bufferOrOptions ?? {});
    validateBuffer(buffer);
    ({ offset = 0, length = buffer.byteLength - offset, position = null } = bufferOrOptions ?? {});
  } else if (typeof offset === 'object' && offset !== null) {
    ({ offset = 0, length = buffer.byteLength - offset, position = null } = offset);
  }
  if (offset === undefined || offset === null) offset = 0;
  else validateInteger(offset, 'offset', 0);
  length ??= buffer.byteLength - offset;
  const at = validatedReadPosition(position, length);
  if (length === 0) return { __proto__: null, bytesRead: length, buffer };
  if (buffer.byteLength === 0) {
    throw new ERR_INVALID_ARG_VALUE('buffer', buffer, 'is empty and cannot be written');
  }
  validateOffsetLengthRead(offset, length, buffer.byteLength);
  const bytesRead = await call(native.read, handle.fd, buffer, offset, length, at);
  return { __proto__: null, bytesRead, buffer };
}

/** `write(buffer[, offset[, length[, position]]])`, `write(buffer, options)`, `write(string[, position[, encoding]])`. */
async function writeBufferToHandle(handle, buffer, offset, length, position) {
  if (buffer?.byteLength === 0) return { __proto__: null, bytesWritten: 0, buffer };
  if (!ArrayBuffer.isView(buffer)) {
    validateStringOrView(buffer, 'buffer');
    validateEncodingOfData(buffer, length);
    const bytes = Buffer.from(buffer, length);
    const at = writePosition(offset);
    return { __proto__: null, bytesWritten: await call(native.write, handle.fd, bytes, 0, bytes.length, at), buffer };
  }
  if (typeof offset === 'object' && offset !== null) {
    ({ offset = 0, length = buffer.byteLength - offset, position = null } = offset);
  }
  if (offset === undefined || offset === null) offset = 0;
  else validateInteger(offset, 'offset', 0);
  if (typeof length !== 'number') length = buffer.byteLength - offset;
  validateOffsetLengthWrite(offset, length, buffer.byteLength);
  const at = writePosition(position);
  return { __proto__: null, bytesWritten: await call(native.write, handle.fd, buffer, offset, length, at), buffer };
}

async function readFileOfHandle(handle, options) {
  options = getOptions(options, { flag: 'r' });
  const { encoding, signal } = options;
  throwIfAborted(signal);
  const contents = signal ?
    await readInPieces(handle.fd, signal) :
    await call(encoding === 'utf8' || encoding === 'utf-8' ? native.readDescriptorUtf8 : native.readDescriptor, handle.fd);
  if (typeof contents === 'string') return contents;
  if (typeof contents === 'number') throw new ERR_FS_FILE_TOO_LARGE(contents);
  const buffer = Buffer.from(contents.buffer, contents.byteOffset, contents.byteLength);
  return encoding && encoding !== 'buffer' ? buffer.toString(encoding) : buffer;
}

async function readInPieces(fd, signal) {
  const pieces = [];
  for (;;) {
    throwIfAborted(signal);
    const piece = Buffer.allocUnsafeSlow(PIECE_BYTES);
    const length = await call(native.read, fd, piece, 0, PIECE_BYTES, -1);
    throwIfAborted(signal);
    if (length === 0) return Buffer.concat(pieces);
    pieces.push(piece.subarray(0, length));
  }
}

async function writeToHandle(handle, data, options) {
  options = getOptions(options, { encoding: 'utf8', flush: false });
  const { encoding, signal } = options;
  const flush = options.flush ?? false;
  await writeAll(handle.fd, data, encoding, signal);
  if (flush) await call(native.fsync, handle.fd);
}

/** Writes a string, bytes, or what an iterable of them yields, from where the descriptor stands. */
async function writeAll(fd, data, encoding, signal) {
  throwIfAborted(signal);
  if (isIterableOfData(data)) {
    for await (const piece of data) {
      throwIfAborted(signal);
      validateStringOrView(piece, 'data');
      await writePieces(fd, toBytes(piece, encoding), signal);
    }
    return;
  }
  validateStringOrView(data, 'data');
  const isText = typeof data === 'string' && (encoding === undefined || encoding === null || encoding === 'utf8');
  if (signal === undefined) await call(native.writeDescriptor, fd, isText ? data : toBytes(data, encoding), false);
  else await writePieces(fd, toBytes(data, encoding), signal);
}

async function writePieces(fd, bytes, signal) {
  for (let offset = 0; offset < bytes.byteLength;) {
    throwIfAborted(signal);
    const length = Math.min(PIECE_BYTES, bytes.byteLength - offset);
    offset += await call(native.write, fd, bytes, offset, length, -1);
  }
  throwIfAborted(signal);
}

function toBytes(data, encoding) {
  return typeof data === 'string' ? Buffer.from(data, encoding || 'utf8') : data;
}

function isIterableOfData(data) {
  return typeof data === 'object' && data !== null && !ArrayBuffer.isView(data) &&
    (typeof data[Symbol.asyncIterator] === 'function' || typeof data[Symbol.iterator] === 'function');
}

function throwIfAborted(signal) {
  if (signal?.aborted) throw new AbortError(undefined, { cause: signal.reason });
}

module.exports = { FileHandle, isIterableOfData, kCloseSync, kFd, kRef, kUnref, throwIfAborted, writeToHandle };
