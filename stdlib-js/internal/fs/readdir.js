'use strict';

// `readdir` with `recursive`: breadth first, with paths relative to where it began.
// https://nodejs.org/docs/latest-v24.x/api/fs.html#fsreaddirpath-options-callback

const native = internalBinding('fs');
const { join, relative } = require('path');
const { Buffer } = require('buffer');
const { decodeName } = require('internal/fs/arguments');
const { Dirent } = require('internal/fs/dirent');
const { getStatsFromBinding } = require('internal/fs/stats');

const { UV_DIRENT_DIR, UV_DIRENT_LINK } = native.constants;

/** What has been found so far, and the directories that are still to be read. */
class Walk {
  constructor(root, encoding, withFileTypes) {
    this.root = typeof root === 'string' ? root : Buffer.from(root).toString();
    this.encoding = encoding;
    this.withFileTypes = withFileTypes;
    this.found = [];
    this.pending = [this.root];
    this.at = 0;
  }

  next() {
    return this.pending[this.at++];
  }

  add(directory, [names, kinds]) {
    for (let i = 0; i < names.length; i++) {
      const path = join(directory, names[i]);
      if (isDirectory(path, kinds[i])) this.pending.push(path);
      this.found.push(this.withFileTypes ?
        new Dirent(this.#encode(names[i]), kinds[i], directory) :
        this.#encode(relative(this.root, path)));
    }
  }

  #encode(name) {
    return this.encoding === null ? name : decodeName(Buffer.from(name), this.encoding);
  }
}

/** Links to directories are followed. */
function isDirectory(path, kind) {
  if (kind !== UV_DIRENT_LINK) return kind === UV_DIRENT_DIR;
  try {
    const fields = native.statSync(path, false, false);
    return fields !== undefined && getStatsFromBinding(fields).isDirectory();
  } catch {
    // A link that leads nowhere, or in circles, is listed and not followed.
    return false;
  }
}

function readdirRecursiveSync(path, encoding, withFileTypes) {
  const walk = new Walk(path, encoding, withFileTypes);
  for (let directory = walk.next(); directory !== undefined; directory = walk.next()) {
    walk.add(directory, native.readdirSync(directory, false, true));
  }
  return walk.found;
}

function readdirRecursive(path, encoding, withFileTypes, callback) {
  const walk = new Walk(path, encoding, withFileTypes);
  const readNext = () => {
    const directory = walk.next();
    if (directory === undefined) {
      callback(null, walk.found);
      return;
    }
    native.readdir(directory, false, true, (error, listing) => {
      if (error) {
        callback(error);
        return;
      }
      walk.add(directory, listing);
      readNext();
    });
  };
  readNext();
}

module.exports = { readdirRecursive, readdirRecursiveSync };
