'use strict';

// Files and directories, synchronously and with callbacks. https://nodejs.org/docs/latest-v24.x/api/fs.html
//
// Programs that only read a file at start should not pay for the rest: promises, streams, directories, `cp`, `glob`
// and the watchers are required when they are first used.

const native = internalBinding('fs');
const { Buffer } = require('buffer');
const {
  AbortError,
  codes: { ERR_FS_EISDIR, ERR_FS_FILE_TOO_LARGE, ERR_INVALID_ARG_VALUE },
} = require('internal/errors');
const {
  constants,
  decodeName,
  getCallback,
  getOptions,
  getValidatedFd,
  getValidatedPath,
  nameEncoding,
  parseFileMode,
  stringToFlags,
  threeBitMode,
  toUnixTimestamp,
  validateBufferArray,
  validateEncodingOfData,
  validateOffsetLengthRead,
  validateOffsetLengthWrite,
  validateRmOptions,
  validateRmdirOptions,
  validateStringOrView,
  validateSymlinkType,
  validateUserId,
  validatedReadPosition,
  writePosition,
} = require('internal/fs/arguments');
const { Stats, getStatFsFromBinding, getStatsFromBinding } = require('internal/fs/stats');
const { Dirent } = require('internal/fs/dirent');
const {
  kValidateObjectAllowNullable,
  validateAbortSignal,
  validateBoolean,
  validateBuffer,
  validateFunction,
  validateInteger,
  validateObject,
  validateString,
} = require('internal/validators');

const kCustomPromisify = Symbol.for('nodejs.util.promisify.custom');
const DEFAULT_FILE_MODE = 0o666;
const DEFAULT_DIRECTORY_MODE = 0o777;
const DEFAULT_READ_BYTES = 16 * 1024;
const { F_OK } = constants;

// Existence and permissions

function access(path, mode, callback) {
  if (typeof mode === 'function') {
    callback = mode;
    mode = F_OK;
  }
  path = getValidatedPath(path);
  mode = threeBitMode(mode);
  native.access(path, mode, getCallback(callback));
}

function accessSync(path, mode) {
  native.accessSync(getValidatedPath(path), threeBitMode(mode));
}

function exists(path, callback) {
  validateFunction(callback, 'cb');
  try {
    path = getValidatedPath(path);
  } catch {
    callback(false);
    return;
  }
  native.exists(path, (_error, isThere) => callback(isThere));
}

// `util.promisify(fs.exists)` gives the boolean, although the callback has no error.
Object.defineProperty(exists, kCustomPromisify, {
  value: function exists(path) {
    return new Promise((resolve) => module.exports.exists(path, resolve));
  },
});

let warnedOfExists = false;

function existsSync(path) {
  try {
    path = getValidatedPath(path);
  } catch (error) {
    if (error?.code === 'ERR_INVALID_ARG_TYPE' && !warnedOfExists) {
      warnedOfExists = true;
      process.emitWarning('Passing invalid argument types to fs.existsSync is deprecated', 'DeprecationWarning',
                          'DEP0187');
    }
    return false;
  }
  return native.existsSync(path);
}

// Descriptors

function open(path, flags, mode, callback) {
  path = getValidatedPath(path);
  if (arguments.length < 3) {
    callback = flags;
    flags = 'r';
    mode = DEFAULT_FILE_MODE;
  } else if (typeof mode === 'function') {
    callback = mode;
    mode = DEFAULT_FILE_MODE;
  } else {
    mode = parseFileMode(mode, 'mode', DEFAULT_FILE_MODE);
  }
  const flagBits = stringToFlags(flags);
  native.open(path, flagBits, mode, getCallback(callback));
}

function openSync(path, flags, mode) {
  return native.openSync(getValidatedPath(path), stringToFlags(flags), parseFileMode(mode, 'mode', DEFAULT_FILE_MODE));
}

/** @returns {Promise<Blob>} a blob with the file's content of now. */
function openAsBlob(path, options = {}) {
  validateObject(options, 'options');
  const { type = '' } = options;
  validateString(type, 'options.type');
  path = getValidatedPath(path);
  const { Blob } = require('buffer');
  return new Promise((resolve, reject) => {
    native.readFile(path, constants.O_RDONLY, (error, contents) => {
      if (error) reject(new ERR_INVALID_ARG_VALUE('path', path, 'cannot be opened as a blob'));
      else if (typeof contents === 'number') reject(new ERR_FS_FILE_TOO_LARGE(contents));
      else resolve(new Blob([contents], { type }));
    });
  });
}

function close(fd, callback = defaultCloseCallback) {
  if (callback !== defaultCloseCallback) callback = getCallback(callback);
  fd = getValidatedFd(fd);
  native.close(fd, callback);
}

function defaultCloseCallback(error) {
  if (error !== null && error !== undefined) throw error;
}

function closeSync(fd) {
  native.closeSync(getValidatedFd(fd));
}

/** `read(fd[, buffer[, offset[, length[, position]]]], callback)`, `read(fd[, buffer], options, callback)`. */
function read(fd, buffer, offsetOrOptions, length, position, callback) {
  fd = getValidatedFd(fd);
  let offset = offsetOrOptions;
  let parameters = null;
  if (arguments.length <= 4) {
    if (arguments.length === 4) {
      // (fd, buffer, options, callback)
      validateObject(offsetOrOptions, 'options', kValidateObjectAllowNullable);
      callback = length;
      parameters = offsetOrOptions;
    } else if (arguments.length === 3) {
      // (fd, bufferOrOptions, callback)
      if (!ArrayBuffer.isView(buffer)) {
        parameters = buffer;
        validateObject(parameters, 'options', kValidateObjectAllowNullable);
        ({ buffer = Buffer.alloc(DEFAULT_READ_BYTES) } = parameters ?? {});
      }
      callback = offsetOrOptions;
    } else {
      // (fd, callback)
      callback = buffer;
      buffer = Buffer.alloc(DEFAULT_READ_BYTES);
    }
    ({ offset = 0, length = buffer?.byteLength - offset, position = null } = parameters ?? {});
  }
  validateBuffer(buffer);
  callback = getCallback(callback);
  const target = checkedRead(buffer, offset, length, position);
  if (target.length === 0) {
    process.nextTick(callback, null, 0, buffer);
    return;
  }
  native.read(fd, buffer, target.offset, target.length, target.position,
              (error, bytesRead) => callback(error, bytesRead ?? 0, buffer));
}

nameResults(read, ['bytesRead', 'buffer']);

/** `readSync(fd, buffer[, offset[, length[, position]]])`, `readSync(fd, buffer[, options])`. */
function readSync(fd, buffer, offsetOrOptions, length, position) {
  fd = getValidatedFd(fd);
  validateBuffer(buffer);
  let offset = offsetOrOptions;
  if (arguments.length <= 3 || (typeof offsetOrOptions === 'object' && offsetOrOptions !== null)) {
    if (offsetOrOptions !== undefined) validateObject(offsetOrOptions, 'options', kValidateObjectAllowNullable);
    ({ offset = 0, length = buffer.byteLength - offset, position = null } = offsetOrOptions ?? {});
  }
  const target = checkedRead(buffer, offset, length, position);
  if (target.length === 0) return 0;
  return native.readSync(fd, buffer, target.offset, target.length, target.position);
}

/** Where a read puts what it reads. */
function checkedRead(buffer, offset, length, position) {
  if (offset === undefined || offset === null) offset = 0;
  else validateInteger(offset, 'offset', 0);
  length |= 0;
  position = validatedReadPosition(position, length);
  if (length === 0) return { offset, length, position };
  if (buffer.byteLength === 0) {
    throw new ERR_INVALID_ARG_VALUE('buffer', buffer, 'is empty and cannot be written');
  }
  validateOffsetLengthRead(offset, length, buffer.byteLength);
  return { offset, length, position };
}

function readv(fd, buffers, position, callback) {
  fd = getValidatedFd(fd);
  validateBufferArray(buffers);
  callback = getCallback(callback ?? position);
  native.readv(fd, buffers, writePosition(position), (error, bytesRead) => callback(error, bytesRead ?? 0, buffers));
}

nameResults(readv, ['bytesRead', 'buffers']);

function readvSync(fd, buffers, position) {
  fd = getValidatedFd(fd);
  validateBufferArray(buffers);
  return native.readvSync(fd, buffers, writePosition(position));
}

/** `write(fd, buffer[, offset[, length[, position]]], callback)`, `write(fd, string[, position[, encoding]], callback)`. */
function write(fd, buffer, offsetOrOptions, length, position, callback) {
  fd = getValidatedFd(fd);
  if (ArrayBuffer.isView(buffer)) {
    callback = [callback, position, length, offsetOrOptions].find((value) => value !== undefined && value !== null);
    callback = getCallback(callback);
    const source = checkedWrite(buffer, offsetOrOptions, length, position);
    native.write(fd, buffer, source.offset, source.length, source.position,
                 (error, written) => callback(error, written ?? 0, buffer));
    return;
  }
  validateStringOrView(buffer, 'buffer');
  const arguments_ = stringWriteArguments(offsetOrOptions, length, position);
  callback = getCallback(arguments_.callback);
  validateEncodingOfData(buffer, arguments_.encoding);
  const bytes = Buffer.from(buffer, arguments_.encoding);
  native.write(fd, bytes, 0, bytes.byteLength, arguments_.position,
               (error, written) => callback(error, written ?? 0, buffer));
}

nameResults(write, ['bytesWritten', 'buffer']);

function stringWriteArguments(position, encoding, callback) {
  if (typeof position === 'function') return { callback: position, position: -1, encoding: 'utf8' };
  if (typeof encoding === 'function') {
    const isEncoding = typeof position === 'string';
    return {
      callback: encoding,
      position: isEncoding ? -1 : writePosition(position),
      encoding: isEncoding ? position : 'utf8',
    };
  }
  return { callback, position: writePosition(position), encoding: encoding ?? 'utf8' };
}

/** `writeSync(fd, buffer[, offset[, length[, position]]])`, `writeSync(fd, string[, position[, encoding]])`. */
function writeSync(fd, buffer, offsetOrOptions, length, position) {
  fd = getValidatedFd(fd);
  if (ArrayBuffer.isView(buffer)) {
    const source = checkedWrite(buffer, offsetOrOptions, length, position);
    return native.writeSync(fd, buffer, source.offset, source.length, source.position);
  }
  validateStringOrView(buffer, 'buffer');
  validateEncodingOfData(buffer, length);
  const bytes = Buffer.from(buffer, length ?? 'utf8');
  return native.writeSync(fd, bytes, 0, bytes.byteLength, writePosition(offsetOrOptions));
}

/** What of a buffer is written, and where. Arguments of other types than expected count as left out. */
function checkedWrite(buffer, offsetOrOptions, length, position) {
  let offset = offsetOrOptions;
  if (typeof offset === 'object' && offset !== null) {
    ({ offset = 0, length = buffer.byteLength - offset, position = null } = offsetOrOptions);
  }
  if (offset === undefined || offset === null || typeof offset === 'function') offset = 0;
  else validateInteger(offset, 'offset', 0);
  if (typeof length !== 'number') length = buffer.byteLength - offset;
  validateOffsetLengthWrite(offset, length, buffer.byteLength);
  return { offset, length, position: writePosition(position) };
}

function writev(fd, buffers, position, callback) {
  fd = getValidatedFd(fd);
  validateBufferArray(buffers);
  callback = getCallback(callback ?? position);
  if (buffers.length === 0) {
    process.nextTick(callback, null, 0, buffers);
    return;
  }
  native.writev(fd, buffers, writePosition(position), (error, written) => callback(error, written ?? 0, buffers));
}

nameResults(writev, ['bytesWritten', 'buffers']);

function writevSync(fd, buffers, position) {
  fd = getValidatedFd(fd);
  validateBufferArray(buffers);
  if (buffers.length === 0) return 0;
  return native.writevSync(fd, buffers, writePosition(position));
}

/** `util.promisify` resolves with an object of these properties. */
function nameResults(f, [first, second]) {
  const { [f.name]: promisified } = {
    [f.name](...args) {
      return new Promise((resolve, reject) => {
        f(...args, (error, one, two) => (error ? reject(error) : resolve({ [first]: one, [second]: two })));
      });
    },
  };
  Object.defineProperty(f, kCustomPromisify, { value: promisified, enumerable: false, configurable: true });
}

function fsync(fd, callback) {
  native.fsync(getValidatedFd(fd), getCallback(callback));
}

function fsyncSync(fd) {
  native.fsyncSync(getValidatedFd(fd));
}

function fdatasync(fd, callback) {
  native.fdatasync(getValidatedFd(fd), getCallback(callback));
}

function fdatasyncSync(fd) {
  native.fdatasyncSync(getValidatedFd(fd));
}

// Whole files

function readFile(path, options, callback) {
  callback ||= options;
  validateFunction(callback, 'cb');
  options = getOptions(options, { flag: 'r' });
  if (options.signal?.aborted) {
    callback(abortErrorOf(options.signal));
    return;
  }
  callback = abortable(callback, options.signal);
  const finish = (error, contents) => {
    if (error) {
      callback(error);
      return;
    }
    try {
      contents = decodeContents(contents, options.encoding);
    } catch (error) {
      callback(error);
      return;
    }
    callback(null, contents);
  };
  const utf8 = isUtf8(options.encoding);
  if (isFd(path)) {
    native[utf8 ? 'readDescriptorUtf8' : 'readDescriptor'](getValidatedFd(path), finish);
    return;
  }
  path = getValidatedPath(path);
  native[utf8 ? 'readFileUtf8' : 'readFile'](path, stringToFlags(options.flag), finish);
}

function readFileSync(path, options) {
  options = getOptions(options, { flag: 'r' });
  const utf8 = isUtf8(options.encoding);
  let contents;
  if (isFd(path)) {
    const fd = getValidatedFd(path);
    contents = utf8 ? native.readDescriptorUtf8Sync(fd) : native.readDescriptorSync(fd);
  } else {
    path = getValidatedPath(path);
    const flags = stringToFlags(options.flag);
    contents = utf8 ? native.readFileUtf8Sync(path, flags) : native.readFileSync(path, flags);
  }
  return decodeContents(contents, options.encoding);
}

function isFd(path) {
  return typeof path === 'number' && path >>> 0 === path;
}

function isUtf8(encoding) {
  return encoding === 'utf8' || encoding === 'utf-8';
}

/** What the native side read: a string, bytes, or the size of a file that is too large. */
function decodeContents(contents, encoding) {
  if (typeof contents === 'string') return contents;
  if (typeof contents === 'number') throw new ERR_FS_FILE_TOO_LARGE(contents);
  const buffer = Buffer.from(contents.buffer, contents.byteOffset, contents.byteLength);
  return encoding && encoding !== 'buffer' ? buffer.toString(encoding) : buffer;
}

function abortErrorOf(signal) {
  return new AbortError(undefined, { cause: signal.reason });
}

/** The callback, called at once with an `AbortError` when the signal fires before the operation has ended. */
function abortable(callback, signal) {
  if (signal === undefined || signal === null) return callback;
  let isDone = false;
  const finish = (...results) => {
    if (isDone) return;
    isDone = true;
    signal.removeEventListener('abort', onAbort);
    callback(...results);
  };
  const onAbort = () => process.nextTick(finish, abortErrorOf(signal));
  signal.addEventListener('abort', onAbort, { once: true });
  return finish;
}

const WRITE_FILE_DEFAULTS = { encoding: 'utf8', mode: DEFAULT_FILE_MODE, flag: 'w', flush: false };
const APPEND_FILE_DEFAULTS = { encoding: 'utf8', mode: DEFAULT_FILE_MODE, flag: 'a', flush: false };

function writeFile(path, data, options, callback) {
  callback ||= options;
  validateFunction(callback, 'cb');
  options = getOptions(options, WRITE_FILE_DEFAULTS);
  const { flag, signal } = options;
  const flush = options.flush ?? false;
  validateBoolean(flush, 'options.flush');
  validateStringOrView(data, 'data');
  data = encodedData(data, options.encoding);
  if (signal?.aborted) {
    callback(abortErrorOf(signal));
    return;
  }
  if (isFd(path)) {
    native.writeDescriptor(getValidatedFd(path), data, false, abortable(callback, signal));
    return;
  }
  path = getValidatedPath(path);
  const flags = stringToFlags(flag ?? 'w');
  const mode = parseFileMode(options.mode, 'mode', DEFAULT_FILE_MODE);
  callback = abortable(callback, signal);
  if (flush) writeAndFlush(path, flags, mode, data, callback);
  else native.writeFile(path, flags, mode, data, false, callback);
}

/** Flushing is rare, so it goes by way of `fs.fsync`, which programs (and tests) replace. */
function writeAndFlush(path, flags, mode, data, callback) {
  native.open(path, flags, mode, (error, fd) => {
    if (error) {
      callback(error);
      return;
    }
    const closeAfter = (error) => native.close(fd, (closeError) => callback(error ?? closeError ?? null));
    native.writeDescriptor(fd, data, false, (error) => {
      if (error) closeAfter(error);
      else module.exports.fsync(fd, closeAfter);
    });
  });
}

function writeFileSync(path, data, options) {
  options = getOptions(options, WRITE_FILE_DEFAULTS);
  const { flag } = options;
  const flush = options.flush ?? false;
  validateBoolean(flush, 'options.flush');
  validateStringOrView(data, 'data');
  data = encodedData(data, options.encoding);
  if (isFd(path)) {
    native.writeDescriptorSync(getValidatedFd(path), data, flush);
    return;
  }
  const mode = parseFileMode(options.mode, 'mode', DEFAULT_FILE_MODE);
  path = getValidatedPath(path);
  const flags = stringToFlags(flag ?? 'w');
  if (!flush) {
    native.writeFileSync(path, flags, mode, data, false);
    return;
  }
  const fd = native.openSync(path, flags, mode);
  try {
    native.writeDescriptorSync(fd, data, false);
    module.exports.fsyncSync(fd);
  } finally {
    native.closeSync(fd);
  }
}

/** The native side encodes UTF-8 itself; other encodings become bytes here. */
function encodedData(data, encoding) {
  if (typeof data !== 'string' || encoding === undefined || encoding === null || isUtf8(encoding)) return data;
  return Buffer.from(data, encoding === 'buffer' ? 'utf8' : encoding);
}

function appendFile(path, data, options, callback) {
  callback ||= options;
  validateFunction(callback, 'cb');
  options = appendOptions(getOptions(options, APPEND_FILE_DEFAULTS));
  module.exports.writeFile(path, data, options, callback);
}

function appendFileSync(path, data, options) {
  options = appendOptions(getOptions(options, APPEND_FILE_DEFAULTS));
  module.exports.writeFileSync(path, data, options);
}

function appendOptions(options) {
  // An absent or empty flag means appending; a caller's own flag stays.
  return options.flag ? options : { ...options, flag: 'a' };
}

function truncate(path, length, callback) {
  if (typeof path === 'number') return warnOfTruncate(), module.exports.ftruncate(path, length, callback);
  if (typeof length === 'function') {
    callback = length;
    length = 0;
  } else if (length === undefined) {
    length = 0;
  }
  validateInteger(length, 'len');
  length = Math.max(0, length);
  callback = getCallback(callback);
  module.exports.open(path, 'r+', (error, fd) => {
    if (error) {
      callback(error);
      return;
    }
    native.ftruncate(fd, length, (error) => {
      native.close(fd, (closeError) => callback(error ?? closeError ?? null));
    });
  });
}

function truncateSync(path, length) {
  if (typeof path === 'number') return warnOfTruncate(), module.exports.ftruncateSync(path, length);
  if (length === undefined) length = 0;
  const fd = openSync(path, 'r+');
  try {
    ftruncateSync(fd, length);
  } finally {
    closeSync(fd);
  }
}

let warnedOfTruncate = false;

function warnOfTruncate() {
  if (warnedOfTruncate) return;
  warnedOfTruncate = true;
  process.emitWarning('Using fs.truncate with a file descriptor is deprecated. Please use fs.ftruncate with a file ' +
    'descriptor instead.', 'DeprecationWarning', 'DEP0081');
}

function ftruncate(fd, length = 0, callback) {
  if (typeof length === 'function') {
    callback = length;
    length = 0;
  }
  fd = getValidatedFd(fd);
  validateInteger(length, 'len');
  native.ftruncate(fd, Math.max(0, length), getCallback(callback));
}

function ftruncateSync(fd, length = 0) {
  fd = getValidatedFd(fd);
  validateInteger(length, 'len');
  native.ftruncateSync(fd, Math.max(0, length));
}

function copyFile(source, destination, mode, callback) {
  if (typeof mode === 'function') {
    callback = mode;
    mode = 0;
  }
  source = getValidatedPath(source, 'src');
  destination = getValidatedPath(destination, 'dest');
  mode = threeBitMode(mode);
  native.copyFile(source, destination, mode, getCallback(callback));
}

function copyFileSync(source, destination, mode) {
  native.copyFileSync(getValidatedPath(source, 'src'), getValidatedPath(destination, 'dest'), threeBitMode(mode));
}

function cp(source, destination, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  callback = getCallback(callback);
  const { validateCpOptions, cpAsync } = require('internal/fs/cp'); // Lazy for start-up time.
  options = validateCpOptions(options);
  source = getValidatedPath(source, 'src');
  destination = getValidatedPath(destination, 'dest');
  cpAsync(source, destination, options).then(() => callback(null), callback);
}

function cpSync(source, destination, options) {
  const { validateCpOptions, cpSync } = require('internal/fs/cp'); // Lazy for start-up time.
  options = validateCpOptions(options);
  cpSync(getValidatedPath(source, 'src'), getValidatedPath(destination, 'dest'), options);
}

// What is at a path

function stat(path, options = { bigint: false }, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = {};
  }
  callback = getCallback(callback);
  path = getValidatedPath(path);
  if (options?.signal !== undefined) {
    validateAbortSignal(options.signal, 'options.signal');
    if (options.signal.aborted) {
      callback(abortErrorOf(options.signal));
      return;
    }
    callback = abortable(callback, options.signal);
  }
  native.stat(path, options?.bigint, options?.throwIfNoEntry !== false, statsCallback(callback));
}

function statSync(path, options = { bigint: false, throwIfNoEntry: true }) {
  const fields = native.statSync(getValidatedPath(path), options?.bigint, options?.throwIfNoEntry !== false);
  return fields === undefined ? undefined : getStatsFromBinding(fields);
}

function lstat(path, options = { bigint: false }, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = {};
  }
  callback = getCallback(callback);
  path = getValidatedPath(path);
  native.lstat(path, options?.bigint, options?.throwIfNoEntry !== false, statsCallback(callback));
}

function lstatSync(path, options = { bigint: false, throwIfNoEntry: true }) {
  const fields = native.lstatSync(getValidatedPath(path), options?.bigint, options?.throwIfNoEntry !== false);
  return fields === undefined ? undefined : getStatsFromBinding(fields);
}

function fstat(fd, options = { bigint: false }, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = {};
  }
  fd = getValidatedFd(fd);
  native.fstat(fd, options?.bigint, statsCallback(getCallback(callback)));
}

function fstatSync(fd, options = { bigint: false }) {
  return getStatsFromBinding(native.fstatSync(getValidatedFd(fd), options?.bigint));
}

function statsCallback(callback) {
  return (error, fields) => {
    if (error) callback(error);
    else callback(null, fields === undefined ? undefined : getStatsFromBinding(fields));
  };
}

function statfs(path, options = { bigint: false }, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = {};
  }
  callback = getCallback(callback);
  path = getValidatedPath(path);
  native.statfs(path, options?.bigint, (error, fields) => {
    if (error) callback(error);
    else callback(null, getStatFsFromBinding(fields));
  });
}

function statfsSync(path, options = { bigint: false }) {
  return getStatFsFromBinding(native.statfsSync(getValidatedPath(path), options?.bigint));
}

function readlink(path, options, callback) {
  callback = getCallback(options, callback);
  const encoding = nameEncoding(getOptions(options));
  path = getValidatedPath(path, 'oldPath');
  native.readlink(path, encoding !== null, nameCallback(callback, encoding));
}

function readlinkSync(path, options) {
  const encoding = nameEncoding(getOptions(options));
  return decodeName(native.readlinkSync(getValidatedPath(path, 'oldPath'), encoding !== null), encoding);
}

function realpath(path, options, callback) {
  callback = getCallback(options, callback);
  const encoding = nameEncoding(getOptions(options));
  native.realpath(realpathArgument(path), encoding !== null, nameCallback(callback, encoding));
}

function realpathSync(path, options) {
  const encoding = nameEncoding(getOptions(options));
  return decodeName(native.realpathSync(realpathArgument(path), encoding !== null), encoding);
}

realpath.native = (path, options, callback) => {
  callback = getCallback(options, callback);
  const encoding = nameEncoding(getOptions(options));
  path = getValidatedPath(path);
  native.realpathNative(path, encoding !== null, nameCallback(callback, encoding));
};

realpathSync.native = (path, options) => {
  const encoding = nameEncoding(getOptions(options));
  return decodeName(native.realpathNativeSync(getValidatedPath(path), encoding !== null), encoding);
};

Object.defineProperty(realpath.native, 'name', { value: '' });
Object.defineProperty(realpathSync.native, 'name', { value: '' });

/** `realpath` takes anything that has a string form; `realpath.native` does not. */
function realpathArgument(path) {
  if (typeof path !== 'string' && !ArrayBuffer.isView(path)) {
    path = require('internal/url').toPathIfFileURL(path); // Lazy for start-up time.
    if (typeof path !== 'string') path = String(path);
  }
  return getValidatedPath(path);
}

function nameCallback(callback, encoding) {
  if (encoding === null) return callback;
  return (error, name) => {
    if (error) callback(error);
    else callback(null, decodeName(name, encoding));
  };
}

// Changing what is at a path

function rename(oldPath, newPath, callback) {
  callback = getCallback(callback);
  native.rename(getValidatedPath(oldPath, 'oldPath'), getValidatedPath(newPath, 'newPath'), callback);
}

function renameSync(oldPath, newPath) {
  native.renameSync(getValidatedPath(oldPath, 'oldPath'), getValidatedPath(newPath, 'newPath'));
}

function unlink(path, callback) {
  callback = getCallback(callback);
  native.unlink(getValidatedPath(path), callback);
}

function unlinkSync(path) {
  native.unlinkSync(getValidatedPath(path));
}

function link(existingPath, newPath, callback) {
  callback = getCallback(callback);
  native.link(getValidatedPath(existingPath, 'existingPath'), getValidatedPath(newPath, 'newPath'), callback);
}

function linkSync(existingPath, newPath) {
  native.linkSync(getValidatedPath(existingPath, 'existingPath'), getValidatedPath(newPath, 'newPath'));
}

function symlink(target, path, type, callback) {
  if (callback === undefined) {
    callback = getCallback(type);
    type = undefined;
  } else {
    validateSymlinkType(type);
    callback = getCallback(callback);
  }
  native.symlink(getValidatedPath(target, 'target'), getValidatedPath(path), callback);
}

function symlinkSync(target, path, type) {
  validateSymlinkType(type);
  native.symlinkSync(getValidatedPath(target, 'target'), getValidatedPath(path));
}

function chmod(path, mode, callback) {
  path = getValidatedPath(path);
  mode = parseFileMode(mode, 'mode');
  native.chmod(path, mode, getCallback(callback));
}

function chmodSync(path, mode) {
  native.chmodSync(getValidatedPath(path), parseFileMode(mode, 'mode'));
}

function fchmod(fd, mode, callback) {
  fd = getValidatedFd(fd);
  mode = parseFileMode(mode, 'mode');
  native.fchmod(fd, mode, getCallback(callback));
}

function fchmodSync(fd, mode) {
  native.fchmodSync(getValidatedFd(fd), parseFileMode(mode, 'mode'));
}

function chown(path, uid, gid, callback) {
  callback = getCallback(callback);
  path = getValidatedPath(path);
  validateOwner(uid, gid);
  native.chown(path, uid, gid, callback);
}

function chownSync(path, uid, gid) {
  path = getValidatedPath(path);
  validateOwner(uid, gid);
  native.chownSync(path, uid, gid);
}

function lchown(path, uid, gid, callback) {
  callback = getCallback(callback);
  path = getValidatedPath(path);
  validateOwner(uid, gid);
  native.lchown(path, uid, gid, callback);
}

function lchownSync(path, uid, gid) {
  path = getValidatedPath(path);
  validateOwner(uid, gid);
  native.lchownSync(path, uid, gid);
}

function fchown(fd, uid, gid, callback) {
  fd = getValidatedFd(fd);
  validateOwner(uid, gid);
  native.fchown(fd, uid, gid, getCallback(callback));
}

function fchownSync(fd, uid, gid) {
  fd = getValidatedFd(fd);
  validateOwner(uid, gid);
  native.fchownSync(fd, uid, gid);
}

function validateOwner(uid, gid) {
  validateUserId(uid, 'uid');
  validateUserId(gid, 'gid');
}

function utimes(path, atime, mtime, callback) {
  callback = getCallback(callback);
  path = getValidatedPath(path);
  native.utimes(path, toUnixTimestamp(atime), toUnixTimestamp(mtime), callback);
}

function utimesSync(path, atime, mtime) {
  native.utimesSync(getValidatedPath(path), toUnixTimestamp(atime), toUnixTimestamp(mtime));
}

function lutimes(path, atime, mtime, callback) {
  callback = getCallback(callback);
  path = getValidatedPath(path);
  native.lutimes(path, toUnixTimestamp(atime), toUnixTimestamp(mtime), callback);
}

function lutimesSync(path, atime, mtime) {
  native.lutimesSync(getValidatedPath(path), toUnixTimestamp(atime), toUnixTimestamp(mtime));
}

function futimes(fd, atime, mtime, callback) {
  fd = getValidatedFd(fd);
  atime = toUnixTimestamp(atime, 'atime');
  mtime = toUnixTimestamp(mtime, 'mtime');
  native.futimes(fd, atime, mtime, getCallback(callback));
}

function futimesSync(fd, atime, mtime) {
  fd = getValidatedFd(fd);
  native.futimesSync(fd, toUnixTimestamp(atime, 'atime'), toUnixTimestamp(mtime, 'mtime'));
}

// Directories

function mkdir(path, options, callback) {
  const { mode, recursive } = mkdirOptions(typeof options === 'function' ? undefined : options);
  callback = getCallback(options, callback);
  path = getValidatedPath(path);
  native[recursive ? 'mkdirRecursive' : 'mkdir'](path, mode, callback);
}

function mkdirSync(path, options) {
  const { mode, recursive } = mkdirOptions(options);
  path = getValidatedPath(path);
  if (recursive) return native.mkdirRecursiveSync(path, mode);
  native.mkdirSync(path, mode);
}

/** A number or a string is the mode. */
function mkdirOptions(options) {
  if (typeof options === 'number' || typeof options === 'string') {
    return { mode: parseFileMode(options, 'mode'), recursive: false };
  }
  const { recursive = false, mode } = options ?? {};
  validateBoolean(recursive, 'options.recursive');
  return { mode: parseFileMode(mode, 'options.mode', DEFAULT_DIRECTORY_MODE), recursive };
}

function mkdtemp(prefix, options, callback) {
  callback = getCallback(options, callback);
  const encoding = nameEncoding(getOptions(options));
  prefix = templatePrefix(prefix);
  native.mkdtemp(prefix, encoding !== null, nameCallback(callback, encoding));
}

function mkdtempSync(prefix, options) {
  const encoding = nameEncoding(getOptions(options));
  return decodeName(native.mkdtempSync(templatePrefix(prefix), encoding !== null), encoding);
}

let warnedOfTemplate = false;

/** Six random characters follow it; an X before them is not portable. */
function templatePrefix(prefix) {
  prefix = getValidatedPath(prefix, 'prefix');
  const ending = typeof prefix === 'string' ? prefix.at(-1) : String.fromCharCode(prefix.at(-1));
  if (ending === 'X' && !warnedOfTemplate) {
    warnedOfTemplate = true;
    process.emitWarning('mkdtemp() templates ending with X are not portable. ' +
      'For details see: https://nodejs.org/api/fs.html');
  }
  return prefix;
}

/** A temporary directory for `using`: it is removed, with what is in it, when it goes out of scope. */
function mkdtempDisposableSync(prefix, options) {
  const encoding = nameEncoding(getOptions(options));
  const bytes = native.mkdtempSync(templatePrefix(prefix), encoding !== null);
  const path = decodeName(bytes, encoding);
  // The directory of now, wherever the program changes to meanwhile.
  const fullPath = require('path').resolve(typeof path === 'string' ? path : `${path}`);
  const remove = () => rmSync(fullPath, { maxRetries: 0, recursive: true, force: true, retryDelay: 0 });
  return {
    path,
    remove,
    [Symbol.dispose]() { remove(); },
  };
}

function rmdir(path, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  callback = getCallback(callback);
  path = getValidatedPath(path);
  const checked = validateRmdirOptions(options);
  if (!checked.recursive) {
    native.rmdir(path, callback);
    return;
  }
  warnOfRecursiveRmdir();
  native.lstat(path, false, true, (error, fields) => {
    if (error) callback(error);
    else if (!getStatsFromBinding(fields).isDirectory()) native.rmdir(path, callback);
    else native.rm(path, true, false, checked.maxRetries, checked.retryDelay, callback);
  });
}

function rmdirSync(path, options) {
  path = getValidatedPath(path);
  const checked = validateRmdirOptions(options);
  if (!checked.recursive) {
    native.rmdirSync(path);
    return;
  }
  warnOfRecursiveRmdir();
  if (!lstatSync(path).isDirectory()) native.rmdirSync(path);
  else native.rmSync(path, true, false, checked.maxRetries, checked.retryDelay);
}

let warnedOfRmdir = false;

function warnOfRecursiveRmdir() {
  if (warnedOfRmdir) return;
  warnedOfRmdir = true;
  process.emitWarning('In future versions of Node.js, fs.rmdir(path, { recursive: true }) will be removed. ' +
    'Use fs.rm(path, { recursive: true }) instead', 'DeprecationWarning', 'DEP0147');
}

function rm(path, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  callback = getCallback(callback);
  path = getValidatedPath(path);
  const { recursive, force, maxRetries, retryDelay } = validateRmOptions(options);
  native.rm(path, recursive, force, maxRetries, retryDelay, (error) => callback(rmError(error)));
}

function rmSync(path, options) {
  path = getValidatedPath(path);
  const { recursive, force, maxRetries, retryDelay } = validateRmOptions(options);
  try {
    native.rmSync(path, recursive, force, maxRetries, retryDelay);
  } catch (error) {
    throw rmError(error);
  }
}

/** A directory without `recursive` is an error of its own. */
function rmError(error) {
  if (error?.syscall !== 'rm' || error.code !== 'EISDIR') return error;
  return new ERR_FS_EISDIR({ code: 'EISDIR', message: 'is a directory', path: error.path, syscall: 'rm', errno: 21 });
}

function readdir(path, options, callback) {
  callback = getCallback(options, callback);
  options = getOptions(options);
  path = getValidatedPath(path);
  const recursive = readdirRecursive(options);
  const encoding = nameEncoding(options);
  if (recursive) {
    require('internal/fs/readdir').readdirRecursive(path, encoding, options.withFileTypes, callback); // Lazy: rare.
    return;
  }
  native.readdir(path, encoding !== null, options.withFileTypes, (error, listing) => {
    if (error) callback(error);
    else callback(null, listed(listing, path, encoding, options.withFileTypes));
  });
}

function readdirSync(path, options) {
  options = getOptions(options);
  path = getValidatedPath(path);
  const recursive = readdirRecursive(options);
  const encoding = nameEncoding(options);
  if (recursive) {
    return require('internal/fs/readdir').readdirRecursiveSync(path, encoding, options.withFileTypes); // Lazy: rare.
  }
  const listing = native.readdirSync(path, encoding !== null, options.withFileTypes);
  return listed(listing, path, encoding, options.withFileTypes);
}

function readdirRecursive({ recursive }) {
  if (recursive !== undefined && recursive !== null) validateBoolean(recursive, 'options.recursive');
  return recursive ?? false;
}

function listed(listing, path, encoding, withFileTypes) {
  if (!withFileTypes) return encoding === null ? listing : listing.map((name) => decodeName(name, encoding));
  const [names, kinds] = listing;
  return names.map((name, index) => new Dirent(decodeName(name, encoding), kinds[index], path));
}

function opendir(path, options, callback) {
  callback = typeof options === 'function' ? options : callback;
  validateFunction(callback, 'callback');
  path = getValidatedPath(path);
  const { Dir, validateDirOptions } = require('internal/fs/dir'); // Lazy for start-up time.
  const checked = validateDirOptions(typeof options === 'function' ? undefined : options);
  native.opendir(path, (error, fd) => {
    if (error) callback(error);
    else callback(null, new Dir(fd, path, checked));
  });
}

function opendirSync(path, options) {
  path = getValidatedPath(path);
  const { Dir, validateDirOptions } = require('internal/fs/dir'); // Lazy for start-up time.
  return new Dir(native.opendirSync(path), path, validateDirOptions(options));
}

function glob(pattern, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  callback = getCallback(callback);
  const { Glob } = require('internal/fs/glob'); // Lazy for start-up time.
  collect(new Glob(pattern, options).glob()).then((matches) => callback(null, matches), callback);
}

async function collect(matches) {
  const all = [];
  for await (const match of matches) all.push(match);
  return all;
}

function globSync(pattern, options) {
  const { Glob } = require('internal/fs/glob'); // Lazy for start-up time.
  return new Glob(pattern, options).globSync();
}

// Streams and watchers

function createReadStream(path, options) {
  return new (streams().ReadStream)(path, options);
}

function createWriteStream(path, options) {
  return new (streams().WriteStream)(path, options);
}

function streams() {
  return require('internal/fs/streams'); // Lazy for start-up time: streams are large.
}

function watch(filename, options, listener) {
  return require('internal/fs/watchers').watch(filename, options, listener); // Lazy for start-up time.
}

function watchFile(filename, options, listener) {
  return require('internal/fs/watchers').watchFile(filename, options, listener); // Lazy for start-up time.
}

function unwatchFile(filename, listener) {
  require('internal/fs/watchers').unwatchFile(filename, listener); // Lazy for start-up time.
}

/** `fs.Stats` works, with and without `new`, and warns. */
function makeDeprecatedStats() {
  let warned = false;
  function deprecated(...args) {
    if (!warned) {
      warned = true;
      process.emitWarning('fs.Stats constructor is deprecated.', 'DeprecationWarning', 'DEP0180');
    }
    if (new.target) return Reflect.construct(Stats, args, new.target);
    return Reflect.apply(Stats, this, args);
  }
  Object.defineProperty(deprecated, 'length', { value: Stats.length, writable: false, configurable: true });
  Object.setPrototypeOf(deprecated, Stats);
  deprecated.prototype = Stats.prototype;
  return deprecated;
}

module.exports = {
  appendFile,
  appendFileSync,
  access,
  accessSync,
  chown,
  chownSync,
  chmod,
  chmodSync,
  close,
  closeSync,
  copyFile,
  copyFileSync,
  cp,
  cpSync,
  createReadStream,
  createWriteStream,
  exists,
  existsSync,
  fchown,
  fchownSync,
  fchmod,
  fchmodSync,
  fdatasync,
  fdatasyncSync,
  fstat,
  fstatSync,
  fsync,
  fsyncSync,
  ftruncate,
  ftruncateSync,
  futimes,
  futimesSync,
  glob,
  globSync,
  lchown,
  lchownSync,
  // These two exist on macOS only.
  lchmod: undefined,
  lchmodSync: undefined,
  link,
  linkSync,
  lstat,
  lstatSync,
  lutimes,
  lutimesSync,
  mkdir,
  mkdirSync,
  mkdtemp,
  mkdtempSync,
  mkdtempDisposableSync,
  open,
  openSync,
  openAsBlob,
  readdir,
  readdirSync,
  read,
  readSync,
  readv,
  readvSync,
  readFile,
  readFileSync,
  readlink,
  readlinkSync,
  realpath,
  realpathSync,
  rename,
  renameSync,
  rm,
  rmSync,
  rmdir,
  rmdirSync,
  stat,
  statfs,
  statSync,
  statfsSync,
  symlink,
  symlinkSync,
  truncate,
  truncateSync,
  unwatchFile,
  unlink,
  unlinkSync,
  utimes,
  utimesSync,
  watch,
  watchFile,
  writeFile,
  writeFileSync,
  write,
  writeSync,
  writev,
  writevSync,
  Dirent,
  Stats: makeDeprecatedStats(),
  _toUnixTimestamp: toUnixTimestamp,
  opendir,
  opendirSync,
};

let warnedOfConstants = false;

// The order is Node's, which programs see when they enumerate the module.
defineLazyValue('ReadStream', () => streams().ReadStream);
defineLazyValue('WriteStream', () => streams().WriteStream);
defineLazyValue('FileReadStream', () => streams().ReadStream);
defineLazyValue('FileWriteStream', () => streams().WriteStream);
defineGetter('Utf8Stream', () => require('internal/fs/utf8_stream').Utf8Stream);
defineLazyValue('Dir', () => require('internal/fs/dir').Dir);
for (const name of ['F_OK', 'R_OK', 'W_OK', 'X_OK']) defineDeprecatedConstant(name);
Object.defineProperty(module.exports, 'constants', { value: constants, enumerable: true });
defineGetter('promises', () => require('fs/promises'));

/** A class that is loaded when it is first read, and that programs may replace. */
function defineLazyValue(name, load) {
  let value;
  Object.defineProperty(module.exports, name, {
    get: Object.defineProperty(() => (value ??= load()), 'name', { value: `get ${name}` }),
    set: Object.defineProperty((replacement) => { value = replacement; }, 'name', { value: `set ${name}` }),
    enumerable: true,
    configurable: true,
  });
}

function defineGetter(name, get) {
  Object.defineProperty(module.exports, name, { get, enumerable: true, configurable: true });
}

function defineDeprecatedConstant(name) {
  Object.defineProperty(module.exports, name, {
    get() {
      if (!warnedOfConstants) {
        warnedOfConstants = true;
        process.emitWarning(`fs.${name} is deprecated, use fs.constants.${name} instead`, 'DeprecationWarning', 'DEP0176');
      }
      return constants[name];
    },
    enumerable: false,
  });
}
