'use strict';

// Paths as text, for POSIX and for Windows: https://nodejs.org/docs/latest-v24.x/api/path.html
// `resolve` and `relative` ask for the working directory and so read the host; everything else is pure.

const { validateObject, validateString } = require('internal/validators');

const CHAR_DOT = 46;
const CHAR_SLASH = 47;
const CHAR_COLON = 58;
const CHAR_QUESTION_MARK = 63;
const CHAR_BACKSLASH = 92;

// `\\host\share`, and with the same shape `\\.\device` and `\\?\device`.
const UNC_ROOT = /^[\\/]{2}([^\\/]+)[\\/]+([^\\/]+)/;

// Names that Windows opens as devices; the last three of COM and LPT are superscript digits.
const DEVICE_NAMES = new Set(['CON', 'PRN', 'AUX', 'NUL']);
for (const digit of '123456789\u00b9\u00b2\u00b3') {
  DEVICE_NAMES.add(`COM${digit}`);
  DEVICE_NAMES.add(`LPT${digit}`);
}

const posix = {
  /**
   * @param {...string} args
   * @returns {string}
   */
  resolve(...args) {
    // `resolve()` and `resolve('.')` are how programs ask for the working directory.
    if (args.length === 0 || (args.length === 1 && (args[0] === '' || args[0] === '.'))) {
      const directory = process.cwd();
      if (directory.charCodeAt(0) === CHAR_SLASH) return directory;
    }

    let joined = '';
    let isAbsolute = false;
    for (let index = args.length - 1; index >= 0 && !isAbsolute; index--) {
      const path = args[index];
      validateString(path, `paths[${index}]`);
      if (path.length === 0) continue;
      joined = joined === '' ? path : `${path}/${joined}`;
      isAbsolute = path.charCodeAt(0) === CHAR_SLASH;
    }
    if (!isAbsolute) {
      const directory = process.cwd();
      joined = `${directory}/${joined}`;
      isAbsolute = directory.charCodeAt(0) === CHAR_SLASH;
    }

    const segments = normalizeSegments(joined, '/', !isAbsolute, isPosixSeparator);
    if (isAbsolute) return `/${segments}`;
    return segments === '' ? '.' : segments;
  },

  /**
   * @param {string} path
   * @returns {string}
   */
  normalize(path) {
    validateString(path, 'path');
    if (path.length === 0) return '.';
    const isAbsolute = path.charCodeAt(0) === CHAR_SLASH;
    // Nothing to do without an empty segment or one that begins with a dot; most paths are like that.
    if (!path.includes('//') && !path.includes('/.') && path.charCodeAt(0) !== CHAR_DOT) return path;

    const endsWithSlash = path.charCodeAt(path.length - 1) === CHAR_SLASH;
    const segments = normalizeSegments(path, '/', !isAbsolute, isPosixSeparator);
    if (segments === '') {
      if (isAbsolute) return '/';
      return endsWithSlash ? './' : '.';
    }
    return `${isAbsolute ? '/' : ''}${segments}${endsWithSlash ? '/' : ''}`;
  },

  /**
   * @param {string} path
   * @returns {boolean}
   */
  isAbsolute(path) {
    validateString(path, 'path');
    return path.length > 0 && path.charCodeAt(0) === CHAR_SLASH;
  },

  /**
   * @param {...string} args
   * @returns {string}
   */
  join(...args) {
    let joined = '';
    for (const path of args) {
      validateString(path, 'path');
      if (path.length > 0) joined = joined === '' ? path : `${joined}/${path}`;
    }
    return joined === '' ? '.' : posix.normalize(joined);
  },

  /**
   * @param {string} from
   * @param {string} to
   * @returns {string}
   */
  relative(from, to) {
    validateString(from, 'from');
    validateString(to, 'to');
    if (from === to) return '';
    const source = withoutRootSlash(posix.resolve(from));
    const target = withoutRootSlash(posix.resolve(to));
    if (source === target) return '';

    const common = commonDirectory(source, target);
    let upwards = '';
    for (let index = common; index < source.length; index++) {
      if (source.charCodeAt(index) === CHAR_SLASH) upwards += upwards === '' ? '..' : '/..';
    }
    if (upwards === '') return target.slice(common + 1);
    return upwards + target.slice(common);
  },

  /**
   * @param {string} path
   * @returns {string}
   */
  toNamespacedPath(path) {
    return path;
  },

  /**
   * @param {string} path
   * @returns {string}
   */
  dirname(path) {
    validateString(path, 'path');
    if (path.length === 0) return '.';
    const isAbsolute = path.charCodeAt(0) === CHAR_SLASH;
    let last = path.length - 1;
    while (last > 0 && path.charCodeAt(last) === CHAR_SLASH) last--;
    const end = path.lastIndexOf('/', last);
    if (end <= 0) return isAbsolute ? '/' : '.';
    // The slash before the name is the second of a leading pair.
    if (isAbsolute && end === 1) return '//';
    return path.slice(0, end);
  },

  /**
   * @param {string} path
   * @param {string} [suffix]
   * @returns {string}
   */
  basename(path, suffix) {
    if (suffix !== undefined) validateString(suffix, 'suffix');
    validateString(path, 'path');
    return basenameFrom(path, suffix, 0, isPosixSeparator);
  },

  /**
   * @param {string} path
   * @returns {string}
   */
  extname(path) {
    validateString(path, 'path');
    return extensionFrom(path, 0, isPosixSeparator);
  },

  format: _format.bind(null, '/'),

  /**
   * @param {string} path
   * @returns {{ root: string, dir: string, base: string, ext: string, name: string }}
   */
  parse(path) {
    validateString(path, 'path');
    const parsed = { root: '', dir: '', base: '', ext: '', name: '' };
    if (path.length === 0) return parsed;
    const isAbsolute = path.charCodeAt(0) === CHAR_SLASH;
    if (isAbsolute) parsed.root = '/';

    const rootEnd = isAbsolute ? 1 : 0;
    const end = endOfName(path, rootEnd, isPosixSeparator);
    const start = startOfName(path, rootEnd, end, isPosixSeparator);
    const base = path.slice(start, end);
    nameParts(parsed, base);
    // Node's parse sees an extension in the parent of the root, and nowhere else in `..`.
    if (base === '..' && start === 1) parsed.name = parsed.ext = '.';
    parsed.dir = start > rootEnd ? path.slice(0, start - 1) : parsed.root;
    return parsed;
  },

  /**
   * @param {string} path
   * @param {string} pattern
   * @returns {boolean}
   */
  matchesGlob(path, pattern) {
    return lazyMatchesGlob(path, pattern, false);
  },

  sep: '/',
  delimiter: ':',
  win32: null,
  posix: null,
};

const win32 = {
  /**
   * @param {...string} args
   * @returns {string}
   */
  resolve(...args) {
    let device = '';
    let tail = '';
    let isAbsolute = false;
    for (let index = args.length - 1; index >= -1; index--) {
      let path;
      if (index >= 0) {
        path = args[index];
        validateString(path, `paths[${index}]`);
        if (path.length === 0) continue;
      } else if (device === '') {
        path = process.cwd();
        const asksForDirectory = args.length === 1 && (args[0] === '' || args[0] === '.') &&
          isWindowsSeparator(path.charCodeAt(0));
        if (args.length === 0 || asksForDirectory) return path.replaceAll('/', '\\');
      } else {
        path = directoryOfDrive(device);
      }

      const root = windowsRoot(path);
      if (root.device !== '') {
        if (device === '') device = root.device;
        else if (root.device.toLowerCase() !== device.toLowerCase()) continue;
      }
      if (!isAbsolute) {
        tail = `${path.slice(root.end)}\\${tail}`;
        isAbsolute = root.isAbsolute;
      }
      if (isAbsolute && device !== '') break;
    }

    tail = normalizeSegments(tail, '\\', !isAbsolute, isWindowsSeparator);
    return `${device}${isAbsolute ? '\\' : ''}${tail}` || '.';
  },

  /**
   * @param {string} path
   * @returns {string}
   */
  normalize(path) {
    validateString(path, 'path');
    if (path.length === 0) return '.';
    if (path.length === 1) return path === '/' ? '\\' : path;

    const root = windowsRoot(path);
    let { device, end: rootEnd } = root;
    const colon = path.indexOf(':');
    if (device === '\\\\.' || device === '\\\\?') {
      // `\\?\COM1:` names a device, which is no segment to be removed by a later `..`.
      const name = path.slice(4, colon + 1);
      if (isReservedName(name, name.length - 1)) {
        device = `\\\\?\\${name}`;
        rootEnd = 4 + name.length;
      }
    } else if (device === '' && !root.isAbsolute && colon > 0 && isReservedName(path, colon)) {
      device = path.slice(0, colon + 1);
      rootEnd = colon + 1;
    }

    let tail = normalizeSegments(path.slice(rootEnd), '\\', !root.isAbsolute, isWindowsSeparator);
    if (tail === '' && !root.isAbsolute) tail = '.';
    if (tail !== '' && isWindowsSeparator(path.charCodeAt(path.length - 1))) tail += '\\';

    if (device === '' && !root.isAbsolute && mayBecomeAbsolute(path, tail)) return `.\\${tail}`;
    if (isReservedName(path, colon)) return `.\\${device}${tail}`;
    return `${device}${root.isAbsolute ? '\\' : ''}${tail}`;
  },

  /**
   * @param {string} path
   * @returns {boolean}
   */
  isAbsolute(path) {
    validateString(path, 'path');
    return isWindowsSeparator(path.charCodeAt(0)) || (hasDrive(path) && isWindowsSeparator(path.charCodeAt(2)));
  },

  /**
   * @param {...string} args
   * @returns {string}
   */
  join(...args) {
    const parts = [];
    for (const path of args) {
      validateString(path, 'path');
      if (path.length > 0) parts.push(path);
    }
    if (parts.length === 0) return '.';

    let joined = parts.join('\\');
    // Joining must not make a host's name out of the first segments, unless the first part alone begins like one.
    if (!/^[\\/]{2}[^\\/]/.test(parts[0])) joined = joined.replace(/^[\\/]{2,}/, '\\');

    const namesDevice = joined.split('\\').some((segment) => {
      const colon = segment.indexOf(':');
      return colon !== -1 && isReservedName(segment, colon);
    });
    return namesDevice ? joined.replaceAll('/', '\\') : win32.normalize(joined);
  },

  /**
   * @param {string} from
   * @param {string} to
   * @returns {string}
   */
  relative(from, to) {
    validateString(from, 'from');
    validateString(to, 'to');
    if (from === to) return '';
    const source = win32.resolve(from);
    const target = win32.resolve(to);
    if (source.toLowerCase() === target.toLowerCase()) return '';

    const sourceSegments = windowsSegments(source);
    const targetSegments = windowsSegments(target);
    const shorter = Math.min(sourceSegments.length, targetSegments.length);
    let common = 0;
    while (common < shorter && sourceSegments[common].toLowerCase() === targetSegments[common].toLowerCase()) common++;
    // Nothing in common means another drive or host, which no number of `..` leads to.
    if (common === 0 && shorter > 0) return target;
    const upwards = new Array(sourceSegments.length - common).fill('..');
    return [...upwards, ...targetSegments.slice(common)].join('\\');
  },

  /**
   * @param {string} path
   * @returns {string}
   */
  toNamespacedPath(path) {
    if (typeof path !== 'string' || path.length === 0) return path;
    const resolved = win32.resolve(path);
    if (resolved.length <= 2) return path;
    if (resolved.startsWith('\\\\')) {
      const code = resolved.charCodeAt(2);
      const isLong = code === CHAR_QUESTION_MARK || code === CHAR_DOT;
      return isLong ? resolved : `\\\\?\\UNC\\${resolved.slice(2)}`;
    }
    return hasDrive(resolved) && resolved.charCodeAt(2) === CHAR_BACKSLASH ? `\\\\?\\${resolved}` : resolved;
  },

  /**
   * @param {string} path
   * @returns {string}
   */
  dirname(path) {
    validateString(path, 'path');
    if (path.length === 0) return '.';
    if (path.length === 1) return isWindowsSeparator(path.charCodeAt(0)) ? path : '.';
    const rootEnd = windowsRootLength(path);
    if (rootEnd === path.length && UNC_ROOT.test(path)) return path;
    const end = endOfName(path, rootEnd, isWindowsSeparator);
    const start = startOfName(path, rootEnd, end, isWindowsSeparator);
    if (start > rootEnd) return path.slice(0, start - 1);
    return rootEnd === 0 ? '.' : path.slice(0, rootEnd);
  },

  /**
   * @param {string} path
   * @param {string} [suffix]
   * @returns {string}
   */
  basename(path, suffix) {
    if (suffix !== undefined) validateString(suffix, 'suffix');
    validateString(path, 'path');
    return basenameFrom(path, suffix, hasDrive(path) ? 2 : 0, isWindowsSeparator);
  },

  /**
   * @param {string} path
   * @returns {string}
   */
  extname(path) {
    validateString(path, 'path');
    return extensionFrom(path, hasDrive(path) ? 2 : 0, isWindowsSeparator);
  },

  format: _format.bind(null, '\\'),

  /**
   * @param {string} path
   * @returns {{ root: string, dir: string, base: string, ext: string, name: string }}
   */
  parse(path) {
    validateString(path, 'path');
    const parsed = { root: '', dir: '', base: '', ext: '', name: '' };
    if (path.length === 0) return parsed;
    const rootEnd = windowsRootLength(path);
    parsed.root = path.slice(0, rootEnd);
    const end = endOfName(path, rootEnd, isWindowsSeparator);
    const start = startOfName(path, rootEnd, end, isWindowsSeparator);
    nameParts(parsed, path.slice(start, end));
    parsed.dir = start > rootEnd ? path.slice(0, start - 1) : parsed.root;
    return parsed;
  },

  /**
   * @param {string} path
   * @param {string} pattern
   * @returns {boolean}
   */
  matchesGlob(path, pattern) {
    return lazyMatchesGlob(path, pattern, true);
  },

  sep: '\\',
  delimiter: ';',
  win32: null,
  posix: null,
};

posix.win32 = win32.win32 = win32;
posix.posix = win32.posix = posix;
posix._makeLong = posix.toNamespacedPath;
win32._makeLong = win32.toNamespacedPath;

function isPosixSeparator(code) {
  return code === CHAR_SLASH;
}

function isWindowsSeparator(code) {
  return code === CHAR_SLASH || code === CHAR_BACKSLASH;
}

/**
 * Resolves `.`, `..` and empty segments; the result neither starts nor ends with a separator.
 * @param {string} path
 * @param {string} separator
 * @param {boolean} keepsLeadingParents whether a `..` with nothing before it stays
 * @param {(code: number) => boolean} isSeparator
 * @returns {string}
 */
function normalizeSegments(path, separator, keepsLeadingParents, isSeparator) {
  let result = '';
  // How many segments of the result a `..` can remove.
  let removable = 0;
  let start = 0;
  for (let end = 0; end <= path.length; end++) {
    if (end < path.length && !isSeparator(path.charCodeAt(end))) continue;
    const length = end - start;
    const first = path.charCodeAt(start);
    if (length === 0 || (length === 1 && first === CHAR_DOT)) {
      // An empty segment, or one that stays where it is.
    } else if (length === 2 && first === CHAR_DOT && path.charCodeAt(start + 1) === CHAR_DOT) {
      if (removable > 0) {
        removable--;
        result = result.slice(0, Math.max(result.lastIndexOf(separator), 0));
      } else if (keepsLeadingParents) {
        result = result === '' ? '..' : `${result}${separator}..`;
      }
    } else {
      const segment = path.slice(start, end);
      result = result === '' ? segment : result + separator + segment;
      removable++;
    }
    start = end + 1;
  }
  return result;
}

function withoutRootSlash(path) {
  return path === '/' ? '' : path;
}

/** The length of the longest directory that contains both of two absolute, normalised paths (or is one of them). */
function commonDirectory(source, target) {
  const shorter = Math.min(source.length, target.length);
  let common = 0;
  for (let index = 0; index < shorter; index++) {
    const code = source.charCodeAt(index);
    if (code !== target.charCodeAt(index)) return common;
    if (code === CHAR_SLASH) common = index;
  }
  const next = source.length > target.length ? source : target;
  const endsAtSegment = next.length === shorter || next.charCodeAt(shorter) === CHAR_SLASH;
  return endsAtSegment ? shorter : common;
}

/** Where the last segment ends, before any separators at the end of the path. */
function endOfName(path, floor, isSeparator) {
  let end = path.length;
  while (end > floor && isSeparator(path.charCodeAt(end - 1))) end--;
  return end;
}

function startOfName(path, floor, end, isSeparator) {
  let start = end;
  while (start > floor && !isSeparator(path.charCodeAt(start - 1))) start--;
  return start;
}

function basenameFrom(path, suffix, floor, isSeparator) {
  const end = endOfName(path, floor, isSeparator);
  const start = startOfName(path, floor, end, isSeparator);
  const base = path.slice(start, end);
  if (suffix === undefined || suffix === '' || suffix.length > path.length) return base;
  if (suffix === path) return '';
  if (base === suffix) return base;
  if (base.endsWith(suffix)) return base.slice(0, base.length - suffix.length);
  // Node keeps the separators at the end where it ran out of name before it ran out of suffix.
  return suffix.endsWith(base) ? path.slice(base === '' ? floor : start) : base;
}

/** The index of the dot that starts the extension of a file's name, or its length where there is none. */
function startOfExtension(base) {
  const dot = base.lastIndexOf('.');
  return dot <= 0 || base === '..' ? base.length : dot;
}

function extensionFrom(path, floor, isSeparator) {
  const end = endOfName(path, floor, isSeparator);
  const base = path.slice(startOfName(path, floor, end, isSeparator), end);
  return base.slice(startOfExtension(base));
}

function nameParts(parsed, base) {
  const dot = startOfExtension(base);
  parsed.base = base;
  parsed.name = base.slice(0, dot);
  parsed.ext = base.slice(dot);
}

function _format(separator, pathObject) {
  validateObject(pathObject, 'pathObject');
  // Empty strings count as absent here, in Node too.
  const directory = pathObject.dir || pathObject.root;
  const base = pathObject.base || `${pathObject.name || ''}${formatExtension(pathObject.ext)}`;
  if (!directory) return base;
  return directory === pathObject.root ? `${directory}${base}` : `${directory}${separator}${base}`;
}

function formatExtension(extension) {
  if (!extension) return '';
  return extension[0] === '.' ? extension : `.${extension}`;
}

function hasDrive(path) {
  const letter = path.charCodeAt(0) | 32;
  return letter >= 97 && letter <= 122 && path.charCodeAt(0) < 128 && path.charCodeAt(1) === CHAR_COLON;
}

function isReservedName(path, colon) {
  return DEVICE_NAMES.has(path.slice(0, colon).toUpperCase());
}

/** What a Windows path starts with: `device` without its separator, and where the rest begins. */
function windowsRoot(path) {
  if (isWindowsSeparator(path.charCodeAt(0))) {
    if (!isWindowsSeparator(path.charCodeAt(1))) return { device: '', isAbsolute: true, end: 1 };
    const unc = UNC_ROOT.exec(path);
    if (unc === null) return { device: '', isAbsolute: true, end: path.length === 1 ? 1 : 0 };
    if (unc[1] === '.' || unc[1] === '?') return { device: `\\\\${unc[1]}`, isAbsolute: true, end: 4 };
    return { device: `\\\\${unc[1]}\\${unc[2]}`, isAbsolute: true, end: unc[0].length };
  }
  if (!hasDrive(path)) return { device: '', isAbsolute: false, end: 0 };
  const isAbsolute = isWindowsSeparator(path.charCodeAt(2));
  return { device: path.slice(0, 2), isAbsolute, end: isAbsolute ? 3 : 2 };
}

/** The length of the root including its separator, where `\\.\` and `\\?\` are hosts like any other. */
function windowsRootLength(path) {
  if (isWindowsSeparator(path.charCodeAt(0))) {
    const unc = UNC_ROOT.exec(path);
    return unc === null ? 1 : Math.min(unc[0].length + 1, path.length);
  }
  if (!hasDrive(path)) return 0;
  return isWindowsSeparator(path.charCodeAt(2)) ? 3 : 2;
}

function windowsSegments(path) {
  const trimmed = path.replace(/^\\+|\\+$/g, '');
  return trimmed === '' ? [] : trimmed.split('\\');
}

/** Each drive of Windows has a working directory; the root of the drive where it is unknown. */
function directoryOfDrive(device) {
  const path = process.env[`=${device}`] || process.cwd();
  const isElsewhere = path.slice(0, 2).toLowerCase() !== device.toLowerCase() &&
    path.charCodeAt(2) === CHAR_BACKSLASH;
  return isElsewhere ? `${device}\\` : path;
}

/**
 * Whether a relative path with a colon would now be read as one with a drive or a stream (CVE-2024-36139).
 */
function mayBecomeAbsolute(path, tail) {
  let colon = path.indexOf(':');
  if (colon === -1) return false;
  if (hasDrive(tail)) return true;
  for (; colon !== -1; colon = path.indexOf(':', colon + 1)) {
    if (colon === path.length - 1 || isWindowsSeparator(path.charCodeAt(colon + 1))) return true;
  }
  return false;
}

function lazyMatchesGlob(path, pattern, isWindows) {
  // Lazy: few programs match globs, and every program loads this file.
  const { matchesGlob } = require('internal/glob');
  return matchesGlob(path, pattern, isWindows);
}

module.exports = posix;
