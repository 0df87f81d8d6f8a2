'use strict';

// What `stat` and `statfs` return. https://nodejs.org/docs/latest-v24.x/api/fs.html#class-fsstats

const { S_IFBLK, S_IFCHR, S_IFDIR, S_IFIFO, S_IFLNK, S_IFMT, S_IFREG, S_IFSOCK } = internalBinding('fs').constants;

const NANOSECONDS_PER_MS = 1_000_000n;
const NANOSECONDS_PER_SECOND = 1_000_000_000n;

/*
 * The native side fills a Float64Array or a BigInt64Array with these fields, in this order:
 * dev mode nlink uid gid rdev blksize ino size blocks, then seconds and nanoseconds of atime mtime ctime birthtime.
 */
const ATIME = 10;
const MTIME = 12;
const CTIME = 14;
const BIRTHTIME = 16;

// The classes are functions, as in Node: programs call `fs.Stats()` without `new`, and inherit from it the old way.
function StatsBase(dev, mode, nlink, uid, gid, rdev, blksize, ino, size, blocks) {
  this.dev = dev;
  this.mode = mode;
  this.nlink = nlink;
  this.uid = uid;
  this.gid = gid;
  this.rdev = rdev;
  this.blksize = blksize;
  this.ino = ino;
  this.size = size;
  this.blocks = blocks;
}

StatsBase.prototype.isDirectory = function() { return this._checkModeProperty(S_IFDIR); };
StatsBase.prototype.isFile = function() { return this._checkModeProperty(S_IFREG); };
StatsBase.prototype.isBlockDevice = function() { return this._checkModeProperty(S_IFBLK); };
StatsBase.prototype.isCharacterDevice = function() { return this._checkModeProperty(S_IFCHR); };
StatsBase.prototype.isSymbolicLink = function() { return this._checkModeProperty(S_IFLNK); };
StatsBase.prototype.isFIFO = function() { return this._checkModeProperty(S_IFIFO); };
StatsBase.prototype.isSocket = function() { return this._checkModeProperty(S_IFSOCK); };
for (const name of Object.keys(StatsBase.prototype)) {
  Object.defineProperty(StatsBase.prototype[name], 'name', { value: '' });
}

function Stats(dev, mode, nlink, uid, gid, rdev, blksize, ino, size, blocks, atimeMs, mtimeMs, ctimeMs, birthtimeMs) {
  StatsBase.call(this, dev, mode, nlink, uid, gid, rdev, blksize, ino, size, blocks);
  this.atimeMs = atimeMs;
  this.mtimeMs = mtimeMs;
  this.ctimeMs = ctimeMs;
  this.birthtimeMs = birthtimeMs;
}

function BigIntStats(dev, mode, nlink, uid, gid, rdev, blksize, ino, size, blocks,
                     atimeNs, mtimeNs, ctimeNs, birthtimeNs) {
  StatsBase.call(this, dev, mode, nlink, uid, gid, rdev, blksize, ino, size, blocks);
  this.atimeMs = atimeNs / NANOSECONDS_PER_MS;
  this.mtimeMs = mtimeNs / NANOSECONDS_PER_MS;
  this.ctimeMs = ctimeNs / NANOSECONDS_PER_MS;
  this.birthtimeMs = birthtimeNs / NANOSECONDS_PER_MS;
  this.atimeNs = atimeNs;
  this.mtimeNs = mtimeNs;
  this.ctimeNs = ctimeNs;
  this.birthtimeNs = birthtimeNs;
}

inheritFromStatsBase(Stats);
inheritFromStatsBase(BigIntStats);
Stats.prototype._checkModeProperty = function(property) { return (this.mode & S_IFMT) === property; };
BigIntStats.prototype._checkModeProperty = function(property) {
  return (this.mode & BigInt(S_IFMT)) === BigInt(property);
};
for (const { prototype } of [Stats, BigIntStats]) {
  Object.defineProperty(prototype._checkModeProperty, 'name', { value: '' });
}

function inheritFromStatsBase(constructor) {
  Object.setPrototypeOf(constructor.prototype, StatsBase.prototype);
  Object.setPrototypeOf(constructor, StatsBase);
  for (const name of ['atime', 'mtime', 'ctime', 'birthtime']) {
    Object.defineProperty(constructor.prototype, name, lazyDate(name, `${name}Ms`));
  }
}

/** Dates are made when they are first asked for, and are then own data properties. */
function lazyDate(name, source) {
  return {
    enumerable: true,
    configurable: true,
    get() {
      const value = new Date(Math.round(Number(this[source])));
      this[name] = value;
      return value;
    },
    set(value) {
      Object.defineProperty(this, name, { value, writable: true, enumerable: true, configurable: true });
    },
  };
}

class StatFs {
  constructor(type, bsize, frsize, blocks, bfree, bavail, files, ffree) {
    this.type = type;
    this.bsize = bsize;
    this.frsize = frsize;
    this.blocks = blocks;
    this.bfree = bfree;
    this.bavail = bavail;
    this.files = files;
    this.ffree = ffree;
  }
}

/** @param {Float64Array | BigInt64Array} fields  @param {number} [at] where this record begins */
function getStatsFromBinding(fields, at = 0) {
  const bigint = fields instanceof BigInt64Array;
  const time = bigint ? nanoseconds : milliseconds;
  return new (bigint ? BigIntStats : Stats)(
    fields[at], fields[at + 1], fields[at + 2], fields[at + 3], fields[at + 4],
    fields[at + 5], fields[at + 6], fields[at + 7], fields[at + 8], fields[at + 9],
    time(fields, at + ATIME), time(fields, at + MTIME), time(fields, at + CTIME), time(fields, at + BIRTHTIME),
  );
}

function milliseconds(fields, at) {
  return fields[at] * 1000 + fields[at + 1] / 1_000_000;
}

function nanoseconds(fields, at) {
  return fields[at] * NANOSECONDS_PER_SECOND + fields[at + 1];
}

/** @param {Float64Array | BigInt64Array} fields */
function getStatFsFromBinding(fields) {
  return new StatFs(...fields);
}

module.exports = { BigIntStats, StatFs, Stats, getStatFsFromBinding, getStatsFromBinding };
