'use strict';

// An open directory, read entry by entry. https://nodejs.org/docs/latest-v24.x/api/fs.html#class-fsdir

const native = internalBinding('fs');
const {
  codes: { ERR_DIR_CLOSED, ERR_DIR_CONCURRENT_OPERATION, ERR_INVALID_THIS, ERR_MISSING_ARGS },
} = require('internal/errors');
const { validateBoolean, validateFunction, validateUint32 } = require('internal/validators');
const { decodeName, getOptions, nameEncoding } = require('internal/fs/arguments');
const { Dirent } = require('internal/fs/dirent');
const { join } = require('path');

const DEFAULT_OPTIONS = { encoding: 'utf8', bufferSize: 32, recursive: false };

class Dir {
  /** The descriptor; `undefined` once it is closed. */
  #fd;
  #path;
  #encoding;
  #isRecursive;
  /** Entries that have been read and not handed out. */
  #buffered = [];
  /** Callbacks of reads and closes that wait for the one that is under way; `null` when none is. */
  #queue = null;
  /** Directories below this one that are still to be read (recursive reading). */
  #pending = [];
  /** The directory that is being read. */
  #current;

  constructor(handle, path, options) {
    if (handle === undefined || handle === null) throw new ERR_MISSING_ARGS('handle');
    this.#fd = handle;
    this.#path = path;
    this.#current = path;
    const checked = options?.checked === kChecked ? options : validateDirOptions(options);
    this.#encoding = nameEncoding(checked);
    this.#isRecursive = checked.recursive;
  }

  get path() {
    if (!(#path in this)) throw new ERR_INVALID_THIS('Dir');
    return this.#path;
  }

  /** With a callback, or returns a promise. */
  read(callback) {
    if (callback === undefined) return promised((done) => this.#read(done));
    validateFunction(callback, 'callback');
    this.#read(callback);
  }

  #read(callback) {
    if (this.#fd === undefined) throw new ERR_DIR_CLOSED();
    if (this.#queue !== null) {
      this.#queue.push(() => this.#read(callback));
      return;
    }
    if (this.#buffered.length > 0) {
      process.nextTick(callback, null, this.#buffered.shift());
      return;
    }
    this.#queue = [];
    this.#fill((error) => {
      // Callbacks that waited run after this one.
      const waiting = this.#queue;
      this.#queue = null;
      try {
        if (error) callback(error);
        else callback(null, this.#buffered.shift() ?? null);
      } finally {
        for (const resume of waiting) resume();
      }
    });
  }

  /** Reads until there is an entry or nothing is left. */
  #fill(callback) {
    native.readOpenDirectory(this.#fd, this.#encoding !== null, (error, listing) => {
      if (error) {
        callback(error);
      } else if (listing !== undefined) {
        this.#add(listing);
        callback(null);
      } else if (this.#pending.length === 0) {
        callback(null);
      } else {
        this.#moveOn(this.#pending.shift(), callback);
      }
    });
  }

  #moveOn(next, callback) {
    native.opendir(next, (error, fd) => {
      if (error) {
        callback(error);
        return;
      }
      const finished = this.#fd;
      this.#fd = fd;
      this.#current = next;
      native.close(finished, (error) => (error ? callback(error) : this.#fill(callback)));
    });
  }

  #add([names, kinds]) {
    for (let i = 0; i < names.length; i++) {
      const entry = new Dirent(decodeName(names[i], this.#encoding), kinds[i], this.#current);
      this.#buffered.push(entry);
      if (this.#isRecursive && entry.isDirectory()) this.#pending.push(join(`${this.#current}`, `${entry.name}`));
    }
  }

  readSync() {
    this.#assertIdle();
    while (this.#buffered.length === 0) {
      const listing = native.readOpenDirectorySync(this.#fd, this.#encoding !== null);
      if (listing !== undefined) {
        this.#add(listing);
      } else if (this.#pending.length === 0) {
        return null;
      } else {
        const next = this.#pending.shift();
        const finished = this.#fd;
        this.#fd = native.opendirSync(next);
        this.#current = next;
        native.closeSync(finished);
      }
    }
    return this.#buffered.shift();
  }

  close(callback) {
    if (callback === undefined) {
      if (this.#fd === undefined) return Promise.reject(new ERR_DIR_CLOSED());
      return promised((done) => this.#close(done));
    }
    validateFunction(callback, 'callback');
    if (this.#fd === undefined) {
      process.nextTick(callback, new ERR_DIR_CLOSED());
      return;
    }
    this.#close(callback);
  }

  #close(callback) {
    if (this.#queue !== null) {
      this.#queue.push(() => this.#close(callback));
      return;
    }
    const fd = this.#fd;
    if (fd === undefined) {
      process.nextTick(callback, new ERR_DIR_CLOSED());
      return;
    }
    this.#fd = undefined;
    native.close(fd, callback);
  }

  closeSync() {
    this.#assertIdle();
    const fd = this.#fd;
    this.#fd = undefined;
    native.closeSync(fd);
  }

  #assertIdle() {
    if (this.#fd === undefined) throw new ERR_DIR_CLOSED();
    if (this.#queue !== null) throw new ERR_DIR_CONCURRENT_OPERATION();
  }

  async* entries() {
    try {
      for (;;) {
        const entry = await this.read();
        if (entry === null) break;
        yield entry;
      }
    } finally {
      await this.close();
    }
  }

  [Symbol.dispose]() {
    if (this.#fd === undefined) return;
    this.closeSync();
  }

  async [Symbol.asyncDispose]() {
    if (this.#fd === undefined) return;
    await this.close();
  }
}

Object.defineProperty(Dir.prototype, Symbol.asyncIterator, {
  value: Dir.prototype.entries,
  enumerable: false,
  writable: true,
  configurable: true,
});

function promised(start) {
  return new Promise((resolve, reject) => {
    start((error, value) => (error ? reject(error) : resolve(value)));
  });
}

const kChecked = Symbol('checked');

function validateDirOptions(options) {
  const { encoding, bufferSize = 32, recursive = false } = getOptions(options, DEFAULT_OPTIONS);
  validateUint32(bufferSize, 'options.bufferSize', true);
  if (recursive !== undefined && recursive !== null) validateBoolean(recursive, 'options.recursive');
  return { checked: kChecked, encoding, bufferSize, recursive: recursive ?? false };
}

module.exports = { Dir, validateDirOptions };
