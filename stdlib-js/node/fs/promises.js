'use strict';

// Files and directories with promises. https://nodejs.org/docs/latest-v24.x/api/fs.html#promises-api

const native = internalBinding('fs');
const {
  codes: { ERR_METHOD_NOT_IMPLEMENTED },
} = require('internal/errors');
const fs = require('fs');
const {
  constants,
  decodeName,
  getOptions,
  getValidatedPath,
  nameEncoding,
  parseFileMode,
  stringToFlags,
  threeBitMode,
  toUnixTimestamp,
  validateRmdirOptions,
  validateStringOrView,
  validateSymlinkType,
  validateUserId,
} = require('internal/fs/arguments');
const { call } = require('internal/fs/call');
const { FileHandle, isIterableOfData, throwIfAborted, writeToHandle } = require('internal/fs/file_handle');
const { getStatFsFromBinding, getStatsFromBinding } = require('internal/fs/stats');
const { validateBoolean } = require('internal/validators');

const DEFAULT_FILE_MODE = 0o666;
const DEFAULT_DIRECTORY_MODE = 0o777;

async function access(path, mode = constants.F_OK) {
  await call(native.access, getValidatedPath(path), threeBitMode(mode));
}

async function copyFile(src, dest, mode) {
  await call(native.copyFile, getValidatedPath(src, 'src'), getValidatedPath(dest, 'dest'), threeBitMode(mode));
}

async function cp(src, dest, options) {
  const { cpAsync, validateCpOptions } = require('internal/fs/cp'); // Lazy for start-up time.
  options = validateCpOptions(options);
  await cpAsync(getValidatedPath(src, 'src'), getValidatedPath(dest, 'dest'), options);
}

async function* glob(pattern, options) {
  const { Glob } = require('internal/fs/glob'); // Lazy for start-up time.
  yield* new Glob(pattern, options).glob();
}

async function open(path, flags, mode) {
  path = getValidatedPath(path);
  const flagBits = stringToFlags(flags);
  mode = parseFileMode(mode, 'mode', DEFAULT_FILE_MODE);
  return new FileHandle(await call(native.open, path, flagBits, mode));
}

function opendir(path, options, callback) {
  // Node's own is `promisify(fs.opendir)`.
  return new Promise((resolve, reject) => {
    const done = callback ?? ((error, dir) => (error ? reject(error) : resolve(dir)));
    if (path === undefined) fs.opendir(path, options, undefined);
    else fs.opendir(path, options, done);
  });
}

async function rename(oldPath, newPath) {
  await call(native.rename, getValidatedPath(oldPath, 'oldPath'), getValidatedPath(newPath, 'newPath'));
}

async function truncate(path, length = 0) {
  const handle = await open(path, 'r+');
  return closingAfter(handle, handle.truncate(length));
}

async function rm(path, options) {
  path = getValidatedPath(path);
  await call(fs.rm, path, options);
}

async function rmdir(path, options) {
  path = getValidatedPath(path);
  if (options === undefined || !validateRmdirOptions(options).recursive) await call(native.rmdir, path);
  else await call(fs.rmdir, path, options);
}

async function mkdir(path, options) {
  const { recursive = false, mode } = typeof options === 'number' || typeof options === 'string' ?
    { mode: parseFileMode(options, 'mode') } :
    options ?? {};
  path = getValidatedPath(path);
  validateBoolean(recursive, 'options.recursive');
  const bits = parseFileMode(mode, 'mode', DEFAULT_DIRECTORY_MODE);
  return await call(recursive ? native.mkdirRecursive : native.mkdir, path, bits);
}

async function readdir(path, options) {
  options = getOptions(options);
  path = getValidatedPath(path);
  return await call(fs.readdir, path, { encoding: null, ...options });
}

async function readlink(path, options) {
  const encoding = nameEncoding(getOptions(options));
  path = getValidatedPath(path, 'oldPath');
  return decodeName(await call(native.readlink, path, encoding !== null), encoding);
}

async function symlink(target, path, type) {
  validateSymlinkType(type);
  await call(native.symlink, getValidatedPath(target, 'target'), getValidatedPath(path));
}

async function lstat(path, options = { bigint: false }) {
  const throwsIfNoEntry = options?.throwIfNoEntry !== false;
  return optionalStats(await call(native.lstat, getValidatedPath(path), options?.bigint, throwsIfNoEntry));
}

async function stat(path, options = { bigint: false }) {
  const throwsIfNoEntry = options?.throwIfNoEntry !== false;
  return optionalStats(await call(native.stat, getValidatedPath(path), options?.bigint, throwsIfNoEntry));
}

function optionalStats(fields) {
  return fields === undefined ? undefined : getStatsFromBinding(fields);
}

async function statfs(path, options = { bigint: false }) {
  return getStatFsFromBinding(await call(native.statfs, getValidatedPath(path), options?.bigint));
}

async function link(existingPath, newPath) {
  await call(native.link, getValidatedPath(existingPath, 'existingPath'), getValidatedPath(newPath, 'newPath'));
}

async function unlink(path) {
  await call(native.unlink, getValidatedPath(path));
}

async function chmod(path, mode) {
  path = getValidatedPath(path);
  await call(native.chmod, path, parseFileMode(mode, 'mode'));
}

/** macOS only. */
async function lchmod(path, mode) {
  throw new ERR_METHOD_NOT_IMPLEMENTED('lchmod()');
}

async function lchown(path, uid, gid) {
  path = getValidatedPath(path);
  validateUserId(uid, 'uid');
  validateUserId(gid, 'gid');
  await call(native.lchown, path, uid, gid);
}

async function chown(path, uid, gid) {
  path = getValidatedPath(path);
  validateUserId(uid, 'uid');
  validateUserId(gid, 'gid');
  await call(native.chown, path, uid, gid);
}

async function utimes(path, atime, mtime) {
  path = getValidatedPath(path);
  await call(native.utimes, path, toUnixTimestamp(atime), toUnixTimestamp(mtime));
}

async function lutimes(path, atime, mtime) {
  path = getValidatedPath(path);
  await call(native.lutimes, path, toUnixTimestamp(atime), toUnixTimestamp(mtime));
}

async function realpath(path, options) {
  const encoding = nameEncoding(getOptions(options));
  path = getValidatedPath(path);
  return decodeName(await call(native.realpathNative, path, encoding !== null), encoding);
}

async function mkdtemp(prefix, options) {
  const encoding = nameEncoding(getOptions(options));
  prefix = getValidatedPath(prefix, 'prefix');
  return decodeName(await call(native.mkdtemp, prefix, encoding !== null), encoding);
}

/** A temporary directory for `await using`: it is removed, with what is in it, when it goes out of scope. */
async function mkdtempDisposable(prefix, options) {
  const encoding = nameEncoding(getOptions(options));
  prefix = getValidatedPath(prefix, 'prefix');
  // The directory of now, wherever the program changes to meanwhile.
  const current = process.cwd();
  const path = decodeName(await call(native.mkdtemp, prefix, encoding !== null), encoding);
  const fullPath = require('path').resolve(current, typeof path === 'string' ? path : `${path}`);
  const remove = async () => {
    await rm(fullPath, { maxRetries: 0, recursive: true, force: true, retryDelay: 0 });
  };
  return {
    __proto__: null,
    path,
    remove,
    async [Symbol.asyncDispose]() { await remove(); },
  };
}

async function writeFile(path, data, options) {
  options = getOptions(options, { encoding: 'utf8', mode: DEFAULT_FILE_MODE, flag: 'w', flush: false });
  const { flag, signal } = options;
  const flush = options.flush ?? false;
  validateBoolean(flush, 'options.flush');
  if (!isIterableOfData(data)) validateStringOrView(data, 'data');
  if (path instanceof FileHandle) return path.writeFile(data, options);
  throwIfAborted(signal);
  if (signal === undefined && !isIterableOfData(data)) {
    await call(fs.writeFile, getValidatedPath(path), data, { ...options, flag, flush });
    return;
  }
  const handle = await open(path, flag || 'w', options.mode);
  return closingAfter(handle, writeToHandle(handle, data, options));
}

async function appendFile(path, data, options) {
  options = getOptions(options, { encoding: 'utf8', mode: DEFAULT_FILE_MODE, flag: 'a', flush: false });
  return writeFile(path, data, options.flag ? options : { ...options, flag: 'a' });
}

async function readFile(path, options) {
  options = getOptions(options, { flag: 'r' });
  if (path instanceof FileHandle) return path.readFile(options);
  const { signal } = options;
  throwIfAborted(signal);
  path = getValidatedPath(path);
  if (signal === undefined) return await call(fs.readFile, path, options);
  const handle = await open(path, options.flag || 'r', DEFAULT_FILE_MODE);
  return closingAfter(handle, handle.readFile(options));
}

/** The operation's error is the one that is reported. */
async function closingAfter(handle, operation) {
  let result;
  try {
    result = await operation;
  } catch (error) {
    await handle.close().catch(() => {});
    throw error;
  }
  await handle.close();
  return result;
}

async function* _watch(filename, options = {}) {
  yield* require('internal/fs/watchers').watchEvents(filename, options); // Lazy for start-up time.
}

module.exports = {
  access,
  copyFile,
  cp,
  glob,
  open,
  opendir,
  rename,
  truncate,
  rm,
  rmdir,
  mkdir,
  readdir,
  readlink,
  symlink,
  lstat,
  stat,
  statfs,
  link,
  unlink,
  chmod,
  lchmod,
  lchown,
  chown,
  utimes,
  lutimes,
  realpath,
  mkdtemp,
  mkdtempDisposable,
  writeFile,
  appendFile,
  readFile,
  watch: _watch,
  constants,
};
