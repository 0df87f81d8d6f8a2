'use strict';

// `cp`: copies files and directories with everything in them.
// https://nodejs.org/docs/latest-v24.x/api/fs.html#fscpsrc-dest-options-callback
//
// The algorithm is written once, as a generator that yields what it wants done (a native operation with its arguments,
// or a call of the caller's filter). One driver does it on the spot, the other one waits for it.

const native = internalBinding('fs');
const { dirname, isAbsolute, join, parse, resolve, sep } = require('path');
const { Buffer } = require('buffer');
const {
  codes: {
    ERR_FS_CP_DIR_TO_NON_DIR,
    ERR_FS_CP_EEXIST,
    ERR_FS_CP_EINVAL,
    ERR_FS_CP_FIFO_PIPE,
    ERR_FS_CP_NON_DIR_TO_DIR,
    ERR_FS_CP_SOCKET,
    ERR_FS_CP_SYMLINK_TO_SUBDIRECTORY,
    ERR_FS_CP_UNKNOWN,
    ERR_FS_EISDIR,
    ERR_INCOMPATIBLE_OPTION_PAIR,
    ERR_INVALID_RETURN_VALUE,
  },
} = require('internal/errors');
const { threeBitMode } = require('internal/fs/arguments');
const { call } = require('internal/fs/call');
const { getStatsFromBinding } = require('internal/fs/stats');
const { validateBoolean, validateFunction, validateObject } = require('internal/validators');

const EEXIST = 17;
const ENOTDIR = 20;
const EISDIR = 21;
const EINVAL = 22;
const OWNER_MAY_WRITE = 0o200;

const DEFAULTS = {
  dereference: false,
  errorOnExist: false,
  filter: undefined,
  force: true,
  preserveTimestamps: false,
  recursive: false,
  verbatimSymlinks: false,
  mode: 0,
};

function validateCpOptions(options) {
  if (options === undefined) return { ...DEFAULTS };
  validateObject(options, 'options');
  options = { ...DEFAULTS, ...options };
  for (const name of ['dereference', 'errorOnExist', 'force', 'preserveTimestamps', 'recursive', 'verbatimSymlinks']) {
    validateBoolean(options[name], `options.${name}`);
  }
  options.mode = threeBitMode(options.mode);
  if (options.dereference && options.verbatimSymlinks) {
    throw new ERR_INCOMPATIBLE_OPTION_PAIR('dereference', 'verbatimSymlinks');
  }
  if (options.filter !== undefined) validateFunction(options.filter, 'options.filter');
  return options;
}

function cpSync(source, destination, options) {
  const steps = copyTree(textOf(source), textOf(destination), options);
  let step = steps.next();
  while (!step.done) {
    let result;
    try {
      result = runNow(step.value);
    } catch (error) {
      step = steps.throw(error);
      continue;
    }
    step = steps.next(result);
  }
}

function runNow([operation, ...args]) {
  if (typeof operation === 'string') return native[`${operation}Sync`](...args);
  const result = operation(...args);
  if (typeof result?.then === 'function') throw new ERR_INVALID_RETURN_VALUE('boolean', 'filter', result);
  return result;
}

async function cpAsync(source, destination, options) {
  // Node's asynchronous form also refuses directories that are there; its synchronous form fills them.
  options = { ...options, refusesDirectories: options.errorOnExist && !options.force };
  const steps = copyTree(textOf(source), textOf(destination), options);
  let step = steps.next();
  while (!step.done) {
    let result;
    try {
      const [operation, ...args] = step.value;
      result = await (typeof operation === 'string' ? call(native[operation], ...args) : operation(...args));
    } catch (error) {
      step = steps.throw(error);
      continue;
    }
    step = steps.next(result);
  }
}

function textOf(path) {
  return typeof path === 'string' ? path : Buffer.from(path).toString();
}

function* copyTree(source, destination, options) {
  const checked = yield* checkPaths(source, destination, options);
  if (checked.isSkipped) return;
  yield* checkParents(source, checked.from, destination);
  const parent = dirname(destination);
  if (!(yield ['exists', parent])) yield ['mkdirRecursive', parent, 0o777];
  yield* copyEntry(checked, source, destination, options);
}

/** What is at both paths, unless the filter skips the pair or they cannot be copied onto each other. */
function* checkPaths(source, destination, options) {
  if (options.filter && !(yield [options.filter, source, destination])) return { isSkipped: true };
  const stat = options.dereference ? 'stat' : 'lstat';
  const from = getStatsFromBinding(yield [stat, source, true, true]);
  const fields = yield [stat, destination, true, false];
  const to = fields === undefined ? null : getStatsFromBinding(fields);
  if (to !== null) checkPair(source, from, destination, to);
  if (from.isDirectory() && isInside(source, destination)) {
    throw invalid(`cannot copy ${source} to a subdirectory of self ${destination}`, destination);
  }
  return { isSkipped: false, from, to };
}

function checkPair(source, from, destination, to) {
  if (isSame(from, to)) throw invalid('src and dest cannot be the same', destination);
  if (from.isDirectory() && !to.isDirectory()) {
    throw new ERR_FS_CP_DIR_TO_NON_DIR({
      message: `cannot overwrite non-directory ${destination} with directory ${source}`,
      path: destination, syscall: 'cp', errno: EISDIR, code: 'EISDIR',
    });
  }
  if (!from.isDirectory() && to.isDirectory()) {
    throw new ERR_FS_CP_NON_DIR_TO_DIR({
      message: `cannot overwrite directory ${destination} with non-directory ${source}`,
      path: destination, syscall: 'cp', errno: ENOTDIR, code: 'ENOTDIR',
    });
  }
}

function isSame(a, b) {
  return b.ino > 0n && b.dev > 0n && a.ino === b.ino && a.dev === b.dev;
}

function invalid(message, path) {
  return new ERR_FS_CP_EINVAL({ message, path, syscall: 'cp', errno: EINVAL, code: 'EINVAL' });
}

/** No directory above the destination may be the source itself, by whatever name. */
function* checkParents(source, from, destination) {
  const sourceParent = resolve(dirname(source));
  for (let above = resolve(dirname(destination)); above !== sourceParent && above !== parse(above).root;
    above = resolve(dirname(above))) {
    const fields = yield ['stat', above, true, false];
    // What is missing there is made later; its own parents have been made.
    if (fields === undefined) return;
    if (isSame(from, getStatsFromBinding(fields))) {
      throw invalid(`cannot copy ${source} to a subdirectory of self ${destination}`, destination);
    }
  }
}

/** Whether `path` is `directory` or below it, by their names. */
function isInside(directory, path) {
  const above = resolve(directory).split(sep).filter(Boolean);
  const below = resolve(path).split(sep).filter(Boolean);
  return above.every((name, index) => below[index] === name);
}

function* copyEntry({ from, to }, source, destination, options) {
  if (from.isDirectory()) {
    if (!options.recursive) {
      throw new ERR_FS_EISDIR({
        message: `${source} is a directory (not copied)`, path: source, syscall: 'cp', errno: EISDIR, code: 'EISDIR',
      });
    }
    yield* copyDirectory(from, to, source, destination, options);
  } else if (from.isFile() || from.isCharacterDevice() || from.isBlockDevice()) {
    yield* copyFile(from, to, source, destination, options);
  } else if (from.isSymbolicLink()) {
    yield* copyLink(to, source, destination, options);
  } else {
    throw uncopyable(from, destination);
  }
}

function uncopyable(from, path) {
  const context = (message) => ({ message: `${message}: ${path}`, path, syscall: 'cp', errno: EINVAL, code: 'EINVAL' });
  if (from.isSocket()) return new ERR_FS_CP_SOCKET(context('cannot copy a socket file'));
  if (from.isFIFO()) return new ERR_FS_CP_FIFO_PIPE(context('cannot copy a FIFO pipe'));
  return new ERR_FS_CP_UNKNOWN(context('cannot copy an unknown file type'));
}

function* copyFile(from, to, source, destination, options) {
  if (to !== null) {
    if (options.force) yield ['unlink', destination];
    else if (options.errorOnExist) throw alreadyExists(destination);
    else return;
  }
  yield ['copyFile', source, destination, options.mode];
  const mode = Number(from.mode);
  if (options.preserveTimestamps) {
    // Without permission to write, the times could not be set.
    if ((mode & OWNER_MAY_WRITE) === 0) yield ['chmod', destination, mode | OWNER_MAY_WRITE];
    // The copy has just read the source, so its times are asked for again.
    const { atimeNs, mtimeNs } = getStatsFromBinding(yield ['stat', source, true, true]);
    yield ['utimes', destination, Number(atimeNs) / 1e9, Number(mtimeNs) / 1e9];
  }
  yield ['chmod', destination, mode];
}

function alreadyExists(path) {
  return new ERR_FS_CP_EEXIST({
    message: `${path} already exists`, path, syscall: 'cp', errno: EEXIST, code: 'EEXIST',
  });
}

function* copyDirectory(from, to, source, destination, options) {
  if (to === null) yield ['mkdir', destination, 0o777];
  else if (options.refusesDirectories) throw alreadyExists(destination);
  for (const name of yield ['readdir', source, false, false]) {
    const inner = join(source, name);
    const target = join(destination, name);
    const checked = yield* checkPaths(inner, target, options);
    if (!checked.isSkipped) yield* copyEntry(checked, inner, target, options);
  }
  if (to === null) yield ['chmod', destination, Number(from.mode)];
}

function* copyLink(to, source, destination, options) {
  let target = yield ['readlink', source, false];
  if (!options.verbatimSymlinks && !isAbsolute(target)) target = resolve(dirname(source), target);
  if (to === null) {
    yield ['symlink', target, destination];
    return;
  }
  let oldTarget;
  try {
    oldTarget = yield ['readlink', destination, false];
  } catch (error) {
    // What is there is no link: making one fails as it should.
    if (error.code !== 'EINVAL' && error.code !== 'UNKNOWN') throw error;
    yield ['symlink', target, destination];
    return;
  }
  if (!isAbsolute(oldTarget)) oldTarget = resolve(dirname(destination), oldTarget);
  const fields = yield ['stat', source, true, true];
  const isDirectory = getStatsFromBinding(fields).isDirectory();
  if (isDirectory && isInside(target, oldTarget)) {
    throw invalid(`cannot copy ${target} to a subdirectory of self ${oldTarget}`, destination);
  }
  if (isDirectory && isInside(oldTarget, target)) {
    throw new ERR_FS_CP_SYMLINK_TO_SUBDIRECTORY({
      message: `cannot overwrite ${oldTarget} with ${target}`,
      path: destination, syscall: 'cp', errno: EINVAL, code: 'EINVAL',
    });
  }
  yield ['unlink', destination];
  yield ['symlink', target, destination];
}

module.exports = { cpAsync, cpSync, validateCpOptions };
