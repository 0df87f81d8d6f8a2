'use strict';

// `glob`: the paths that match patterns. https://nodejs.org/docs/latest-v24.x/api/fs.html#fsglobpattern-options-callback
//
// The walk is a generator that yields the native operations it needs; one driver runs them on the spot, the other waits.

const native = internalBinding('fs');
const { basename, dirname, join, resolve } = require('path');
const {
  codes: { ERR_INVALID_ARG_TYPE },
} = require('internal/errors');
const { Dirent } = require('internal/fs/dirent');
const { call } = require('internal/fs/call');
const { GLOBSTAR, matchesSegment, matchesSegments, parsePattern, simplified } = require('internal/glob');
const { getStatsFromBinding } = require('internal/fs/stats');
const { validateBoolean, validateObject, validateString, validateStringArray } = require('internal/validators');

const { UV_DIRENT_DIR, UV_DIRENT_LINK } = native.constants;

class Glob {
  #alternatives;
  #root;
  #isExcluded;
  #withFileTypes;
  #followsLinks;
  #found = new Map();
  #visited = new Set();
  /** Listings by path: several alternatives read the same directories. */
  #listings = new Map();

  constructor(pattern, options = {}) {
    validateObject(options, 'options');
    const { cwd, exclude, followSymlinks = false, withFileTypes = false } = options;
    this.#root = cwd === undefined || cwd === null ? '.' : require('internal/url').toPathIfFileURL(cwd);
    if (Array.isArray(pattern)) validateStringArray(pattern, 'patterns');
    else validateString(pattern, 'patterns');
    validateBoolean(followSymlinks, 'options.followSymlinks');
    this.#withFileTypes = Boolean(withFileTypes);
    this.#followsLinks = followSymlinks;
    this.#isExcluded = this.#exclusion(exclude);
    this.#alternatives = [pattern].flat().flatMap(parsePattern);
  }

  #exclusion(exclude) {
    if (exclude === undefined || exclude === null) return () => false;
    if (typeof exclude === 'function') {
      return (path, kind) => exclude(this.#withFileTypes ? this.#direntOf(path, kind) : path);
    }
    if (!Array.isArray(exclude) || !exclude.every((one) => typeof one === 'string')) {
      throw new ERR_INVALID_ARG_TYPE('options.exclude', ['function', 'string[]'], exclude);
    }
    // A leading `.` says nothing here: paths are relative to the same place.
    const patterns = exclude.flatMap(parsePattern).map((one) => (one[0] === '.' && one.length > 1 ? one.slice(1) : one));
    return (path) => {
      const names = simplified(path.split('/'));
      // A relative pattern is about paths below the root of the walk only.
      return patterns.some((segments) =>
        (segments[0] === '') === (names[0] === '') &&
        // `a/**` leaves out `a` too: there would be nothing in it.
        (matchesSegments(segments, 0, names, 0) || matchesSegments(segments, 0, [...names, ''], 0)));
    };
  }

  globSync() {
    const walk = this.#walk();
    let step = walk.next();
    while (!step.done) {
      const [operation, ...args] = step.value;
      let result;
      try {
        result = native[`${operation}Sync`](...args);
      } catch {
        result = undefined;
      }
      step = walk.next(result);
    }
    return this.#results();
  }

  async* glob() {
    const walk = this.#walk();
    let step = walk.next();
    while (!step.done) {
      const [operation, ...args] = step.value;
      step = walk.next(await call(native[operation], ...args).catch(() => undefined));
    }
    yield* this.#results();
  }

  #results() {
    const all = [...this.#found];
    return all.map(([path, kind]) => (this.#withFileTypes ? this.#direntOf(path, kind) : path));
  }

  #direntOf(path, kind) {
    const full = resolve(this.#root, path);
    return new Dirent(basename(full), kind, dirname(full));
  }

  * #walk() {
    for (const segments of this.#alternatives) {
      const isRooted = segments[0] === '' && segments.length > 1;
      yield* this.#visit(segments, isRooted ? 1 : 0, isRooted ? '/' : '', []);
    }
  }

  /** What the segments from `index` on match below the directory `path`. */
  * #visit(segments, index, path, above) {
    const key = `${this.#alternatives.indexOf(segments)}:${index}:${path}`;
    if (this.#visited.has(key)) return;
    this.#visited.add(key);
    const segment = segments[index];
    if (segment === GLOBSTAR) yield* this.#descend(segments, index, path, above);
    else if (typeof segment === 'string') yield* this.#step(segments, index, path, segment, above);
    else yield* this.#select(segments, index, path, above);
  }

  /** A name: there is nothing to list. An empty one at the end asks for a directory. */
  * #step(segments, index, path, name, above) {
    const child = name === '' ? path : joined(path, name);
    const isLast = index === segments.length - 1;
    const isDot = name === '.' || name === '..' || name === '';
    const kind = yield* this.#kindOf(child, isLast && !isDot ? 'lstat' : 'stat');
    if (kind === undefined || (!isDot && this.#isExcluded(child, kind))) return;
    if (isLast) {
      if (name !== '' || kind === UV_DIRENT_DIR) this.#add(child, kind);
    } else if (kind === UV_DIRENT_DIR) {
      yield* this.#visit(segments, index + 1, child, above);
    }
  }

  * #select(segments, index, path, above) {
    const isLast = index === segments.length - 1;
    for (const [name, kind] of yield* this.#list(path)) {
      if (!matchesSegment(segments[index], name)) continue;
      const child = joined(path, name);
      if (this.#isExcluded(child, kind)) continue;
      if (isLast) this.#add(child, kind);
      else if (kind === UV_DIRENT_DIR || kind === UV_DIRENT_LINK) yield* this.#visit(segments, index + 1, child, above);
    }
  }

  /** `**`: here, and in every directory below. Symbolic links are crossed only by what follows it. */
  * #descend(segments, index, path, above) {
    const isLast = index === segments.length - 1;
    if (!isLast) yield* this.#visit(segments, index + 1, path, above);
    else if (path !== '') this.#add(path, UV_DIRENT_DIR);
    else this.#add('.', UV_DIRENT_DIR);
    for (const [name, kind] of yield* this.#list(path)) {
      if (name.startsWith('.')) continue;
      const child = joined(path, name);
      if (this.#isExcluded(child, kind)) continue;
      if (kind === UV_DIRENT_DIR) yield* this.#visit(segments, index, child, above);
      else if (kind === UV_DIRENT_LINK) yield* this.#crossLink(segments, index, child, name, above);
      else if (isLast) this.#add(child, kind);
    }
  }

  * #crossLink(segments, index, child, name, above) {
    const isLast = index === segments.length - 1;
    if (isLast) this.#add(child, UV_DIRENT_LINK);
    if (this.#followsLinks) {
      const real = yield ['realpath', resolve(this.#root, child), false];
      const here = yield ['realpath', resolve(this.#root, dirname(child)), false];
      // A link to where we are, or above, would go round in circles.
      const isCycle = real === undefined || above.includes(real) || `${here}/`.startsWith(`${real}/`);
      if (!isCycle) yield* this.#visit(segments, index, child, [...above, real]);
    } else if (!isLast && (segments[0] === '.' || matchesSegment(segments[index + 1], name))) {
      yield* this.#visit(segments, index + 1, child, above);
    }
  }

  * #kindOf(path, operation) {
    const fields = yield [operation, resolve(this.#root, path), false, false];
    return fields === undefined ? undefined : kindOf(getStatsFromBinding(fields));
  }

  * #list(path) {
    let listing = this.#listings.get(path);
    if (listing === undefined) {
      const [names, kinds] = (yield ['readdir', resolve(this.#root, path), false, true]) ?? [[], []];
      listing = names.map((name, i) => [name, kinds[i]]);
      this.#listings.set(path, listing);
    }
    return listing;
  }

  #add(path, kind) {
    if (!this.#found.has(path)) this.#found.set(path, kind);
  }
}

/** The `UV_DIRENT_*` of statistics. */
function kindOf(stats) {
  const { constants } = native;
  if (stats.isDirectory()) return constants.UV_DIRENT_DIR;
  if (stats.isSymbolicLink()) return constants.UV_DIRENT_LINK;
  if (stats.isFile()) return constants.UV_DIRENT_FILE;
  if (stats.isFIFO()) return constants.UV_DIRENT_FIFO;
  if (stats.isSocket()) return constants.UV_DIRENT_SOCKET;
  return stats.isCharacterDevice() ? constants.UV_DIRENT_CHAR : constants.UV_DIRENT_BLOCK;
}

function joined(path, name) {
  if (path === '') return name === '.' ? '' : name;
  return join(path, name);
}

module.exports = { Glob };
