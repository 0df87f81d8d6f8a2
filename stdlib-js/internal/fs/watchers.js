'use strict';

// Watching files: `watch` by the kernel's events, `watchFile` by asking again and again.
// https://nodejs.org/docs/latest-v24.x/api/fs.html#fswatchfilename-options-listener

const native = internalBinding('fs');
const EventEmitter = require('events');
const { Buffer } = require('buffer');
const {
  AbortError,
  codes: { ERR_FS_WATCH_QUEUE_OVERFLOW },
} = require('internal/errors');
const { assertEncoding, getOptions, getValidatedPath } = require('internal/fs/arguments');
const { getStatsFromBinding } = require('internal/fs/stats');
const {
  validateAbortSignal, validateBoolean, validateFunction, validateInteger, validateObject, validateOneOf,
  validateUint32,
} = require('internal/validators');

const path = require('path');

// The kernel's numbers for what happened (inotify).
const IN_MODIFY = 0x2;
const IN_ATTRIB = 0x4;
const IN_MOVED_FROM = 0x40;
const IN_MOVED_TO = 0x80;
const IN_CREATE = 0x100;
const IN_DELETE = 0x200;
const IN_DELETE_SELF = 0x400;
const IN_MOVE_SELF = 0x800;
const IN_Q_OVERFLOW = 0x4000;
const IN_ISDIR = 0x40000000;
const WATCHED_EVENTS =
  IN_MODIFY | IN_ATTRIB | IN_MOVED_FROM | IN_MOVED_TO | IN_CREATE | IN_DELETE | IN_DELETE_SELF | IN_MOVE_SELF;
/** What of an event comes before the name: watch, mask, cookie, length. */
const EVENT_HEADER_BYTES = 16;

const DEFAULT_INTERVAL_MS = 5007;

class FSWatcher extends EventEmitter {
  /** The stream of events; `undefined` before the start and after the end. */
  #stream;
  #fd = -1;
  #encoding;
  #isRecursive = false;
  #isReferenced = true;
  #ignores = () => false;
  /** Paths relative to where watching began, by the kernel's number of the watch. */
  #watched = new Map();
  #root;
  #isDirectory = false;

  start(filename, { persistent, recursive, encoding, ignore }) {
    this.#root = typeof filename === 'string' ? filename : Buffer.from(filename).toString();
    this.#encoding = encoding;
    this.#isRecursive = recursive;
    if (ignore !== undefined) this.#ignores = ignoreMatcher(ignore);
    this.#isDirectory = getWatched(filename).isDirectory();
    this.#fd = native.watchOpenSync();
    try {
      this.#add(filename, '');
    } catch (error) {
      native.closeSync(this.#fd);
      throw error;
    }
    if (recursive && this.#isDirectory) this.#addBelow('');
    const { StreamHandle } = require('internal/net/handles'); // Lazy: few programs watch.
    this.#stream = new StreamHandle('FSEVENTWRAP');
    this.#stream.open(this.#fd);
    this.#stream.onread = (count, bytes) => this.#onEvents(count, bytes);
    this.#stream.readStart();
    if (!persistent) this.unref();
  }

  #add(target, relativePath) {
    const watch = native.watchAddSync(this.#fd, target, WATCHED_EVENTS);
    this.#watched.set(watch, relativePath);
  }

  /** Watches the directories below one that is watched already. They may be gone again before we get there. */
  #addBelow(relativePath, report) {
    let listing;
    try {
      listing = native.readdirSync(path.join(this.#root, relativePath), false, true);
    } catch {
      return;
    }
    const [names, kinds] = listing;
    for (let i = 0; i < names.length; i++) {
      const inner = path.join(relativePath, names[i]);
      report?.(inner);
      if (kinds[i] !== native.constants.UV_DIRENT_DIR) continue;
      try {
        this.#add(path.join(this.#root, inner), inner);
      } catch {
        continue;
      }
      this.#addBelow(inner, report);
    }
  }

  #onEvents(count, bytes) {
    if (count < 0 || this.#stream === undefined) return;
    const buffer = Buffer.from(bytes);
    for (let at = 0; at + EVENT_HEADER_BYTES <= buffer.length && this.#stream !== undefined;) {
      const watch = buffer.readInt32LE(at);
      const mask = buffer.readUInt32LE(at + 4);
      const length = buffer.readUInt32LE(at + 12);
      const name = buffer.subarray(at + EVENT_HEADER_BYTES, at + EVENT_HEADER_BYTES + length);
      at += EVENT_HEADER_BYTES + length;
      const end = name.indexOf(0);
      this.#onEvent(watch, mask, name.subarray(0, end < 0 ? length : end).toString());
    }
  }

  #onEvent(watch, mask, name) {
    if (mask & IN_Q_OVERFLOW || !this.#watched.has(watch)) return;
    const directory = this.#watched.get(watch);
    // A directory below tells of itself too, which its parent has told already.
    if (directory !== '' && name === '') return;
    const filename = name === '' ? path.basename(this.#root) : path.join(directory, name);
    const eventType = mask & ~(IN_ISDIR | IN_MODIFY | IN_ATTRIB) ? 'rename' : 'change';
    this.#report(eventType, filename);
    const isNewDirectory = mask & IN_ISDIR && mask & (IN_CREATE | IN_MOVED_TO);
    if (!this.#isRecursive || !isNewDirectory || this.#stream === undefined) return;
    try {
      this.#add(path.join(this.#root, filename), filename);
    } catch {
      return;
    }
    // What was made in it before it was watched.
    this.#addBelow(filename, (inner) => this.#report('rename', inner));
  }

  #report(eventType, filename) {
    if (this.#stream === undefined || this.#ignores(filename)) return;
    const encoding = this.#encoding;
    const isText = encoding === undefined || encoding === null || encoding === 'utf8';
    const bytes = isText ? filename : Buffer.from(filename);
    this.emit('change', eventType, isText || encoding === 'buffer' ? bytes : bytes.toString(encoding));
  }

  close() {
    const stream = this.#stream;
    if (stream === undefined) return;
    this.#stream = undefined;
    stream.close();
    process.nextTick(() => this.emit('close'));
  }

  ref() {
    this.#setReferenced(true);
    return this;
  }

  unref() {
    this.#setReferenced(false);
    return this;
  }

  #setReferenced(isReferenced) {
    const stream = this.#stream;
    if (stream === undefined || this.#isReferenced === isReferenced) return;
    this.#isReferenced = isReferenced;
    if (isReferenced) stream.ref();
    else stream.unref();
  }
}

/** What is at the path, or the error as Node's `watch` has it. */
function getWatched(filename) {
  try {
    return getStatsFromBinding(native.statSync(filename, false, true));
  } catch (error) {
    throw watchError(error, filename);
  }
}

function watchError(error, filename) {
  const { uvException } = require('internal/errors');
  const text = typeof filename === 'string' ? filename : Buffer.from(filename).toString();
  const made = uvException({ errno: error.errno, syscall: 'watch', path: text });
  made.filename = filename;
  return made;
}

/** A predicate on names from a glob pattern, a regular expression, a function, or several of them. */
function ignoreMatcher(ignore) {
  const matchers = (Array.isArray(ignore) ? ignore : [ignore]).map((one) => {
    if (typeof one === 'function') return one;
    if (typeof one === 'string') {
      const { matchesGlob } = require('internal/glob'); // Lazy: rarely used.
      return (name) => matchesGlob(name, one) || (!one.includes('/') && matchesGlob(path.basename(name), one));
    }
    return (name) => one.test(name);
  });
  return (name) => matchers.some((matches) => matches(name));
}

function validateIgnore(ignore, name) {
  if (ignore === undefined || ignore === null) return;
  const {
    codes: { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE },
  } = require('internal/errors'); // Lazy: rarely used.
  for (const one of Array.isArray(ignore) ? ignore : [ignore]) {
    if (one === '') throw new ERR_INVALID_ARG_VALUE(name, one, 'must be a non-empty string');
    if (typeof one !== 'string' && typeof one !== 'function' && !(one instanceof RegExp)) {
      throw new ERR_INVALID_ARG_TYPE(name, ['string', 'RegExp', 'Function', 'Array'], ignore);
    }
  }
}

function watchOptions(options) {
  const { persistent = true, recursive = false, encoding, signal, ignore } = options;
  validateBoolean(persistent, 'options.persistent');
  validateBoolean(recursive, 'options.recursive');
  if (signal !== undefined) validateAbortSignal(signal, 'options.signal');
  validateIgnore(ignore, 'options.ignore');
  return { persistent, recursive, encoding, signal, ignore: ignore ?? undefined };
}

function watch(filename, options, listener) {
  if (typeof options === 'function') listener = options;
  const checked = watchOptions({ ...getOptions(options) });
  filename = getValidatedPath(filename, 'filename');
  const watcher = new FSWatcher();
  watcher.start(filename, checked);
  if (listener) watcher.addListener('change', listener);
  const { signal } = checked;
  if (signal?.aborted) {
    process.nextTick(() => watcher.close());
  } else if (signal) {
    const onAbort = () => watcher.close();
    signal.addEventListener('abort', onAbort, { once: true });
    watcher.once('close', () => signal.removeEventListener('abort', onAbort));
  }
  return watcher;
}

/** The events as an async iterable, for `fs.promises.watch`. */
async function* watchEvents(filename, options) {
  validateObject(options = options ?? {}, 'options');
  const { maxQueue = 2048, overflow = 'ignore', signal } = options;
  validateInteger(maxQueue, 'options.maxQueue');
  validateOneOf(overflow, 'options.overflow', ['ignore', 'error']);
  if (options.encoding) assertEncodingOption(options.encoding);
  const checked = watchOptions(options);
  filename = getValidatedPath(filename, 'filename');
  if (signal?.aborted) throw new AbortError(undefined, { cause: signal.reason });

  const events = [];
  let failure;
  let wake = () => {};
  const watcher = new FSWatcher();
  watcher.on('change', (eventType, name) => {
    if (events.length < maxQueue) {
      events.push({ __proto__: null, eventType, filename: name });
    } else if (overflow === 'error') {
      failure = new ERR_FS_WATCH_QUEUE_OVERFLOW(maxQueue);
    } else {
      process.emitWarning('fs.watch maxQueue exceeded');
    }
    wake();
  });
  const onAbort = () => {
    failure = new AbortError(undefined, { cause: signal.reason });
    wake();
  };
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    watcher.start(filename, checked);
    for (;;) {
      if (failure !== undefined) throw failure;
      if (events.length > 0) yield events.shift();
      else await new Promise((resolve) => { wake = resolve; });
    }
  } finally {
    watcher.close();
    signal?.removeEventListener('abort', onAbort);
  }
}

function assertEncodingOption(encoding) {
  if (encoding !== 'buffer') assertEncoding(encoding);
}

/** Watchers of `watchFile`, by the full path. */
const statWatchers = new Map();

class StatWatcher extends EventEmitter {
  #timer;
  #previous;
  #filename;
  #isBigInt;
  #isReferenced = true;

  constructor(bigint) {
    super();
    this.#isBigInt = bigint;
  }

  start(filename, persistent, interval) {
    this.#filename = filename;
    this.#isReferenced = persistent;
    const ask = (isFirst) => native.stat(this.#filename, this.#isBigInt, false, (_error, fields) => {
      if (this.#timer === undefined) return;
      this.#onStat(fields, isFirst);
      // A listener may have stopped us.
      if (!isFirst || this.#timer === undefined) return;
      clearInterval(this.#timer);
      this.#timer = setInterval(ask, interval, false);
      if (!this.#isReferenced) this.#timer.unref();
    });
    // Until the first answer is there, something has to keep the process alive as the timer will.
    this.#timer = setInterval(() => {}, interval);
    if (!persistent) this.#timer.unref();
    ask(true);
  }

  #onStat(fields, isFirst) {
    const current = fields === undefined ? nothing(this.#isBigInt) : getStatsFromBinding(fields);
    const previous = this.#previous;
    this.#previous = current;
    // The first answer is news only if there is no file.
    if (isFirst) {
      if (fields === undefined) this.emit('change', current, current);
    } else if (differ(previous, current)) {
      this.emit('change', current, previous);
    }
  }

  stop() {
    if (this.#timer === undefined) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    process.nextTick(() => this.emit('stop'));
  }

  ref() {
    this.#isReferenced = true;
    this.#timer?.ref();
    return this;
  }

  unref() {
    this.#isReferenced = false;
    this.#timer?.unref();
    return this;
  }
}

function nothing(isBigInt) {
  return getStatsFromBinding(isBigInt ? new BigInt64Array(18) : new Float64Array(18));
}

function differ(a, b) {
  return ['ctimeMs', 'mtimeMs', 'birthtimeMs', 'size', 'mode', 'uid', 'gid', 'ino', 'dev']
    .some((name) => a[name] !== b[name]);
}

function watchFile(filename, options, listener) {
  filename = path.resolve(textOf(getValidatedPath(filename)));
  if (options === null || typeof options !== 'object') {
    listener = options;
    options = undefined;
  }
  const { bigint = false, interval = DEFAULT_INTERVAL_MS, persistent = true } = options ?? {};
  validateFunction(listener, 'listener');
  validateUint32(interval, 'interval');
  let watcher = statWatchers.get(filename);
  if (watcher === undefined) {
    watcher = new StatWatcher(bigint);
    watcher.start(filename, persistent, interval);
    statWatchers.set(filename, watcher);
  }
  watcher.addListener('change', listener);
  return watcher;
}

function unwatchFile(filename, listener) {
  filename = path.resolve(textOf(getValidatedPath(filename)));
  const watcher = statWatchers.get(filename);
  if (watcher === undefined) return;
  if (typeof listener === 'function') watcher.removeListener('change', listener);
  else watcher.removeAllListeners('change');
  if (watcher.listenerCount('change') > 0) return;
  watcher.stop();
  statWatchers.delete(filename);
}

function textOf(filename) {
  return typeof filename === 'string' ? filename : Buffer.from(filename).toString();
}

module.exports = { FSWatcher, StatWatcher, unwatchFile, watch, watchEvents, watchFile };
