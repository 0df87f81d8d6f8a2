'use strict';

// Glob patterns: what they say, and whether a path matches. https://nodejs.org/docs/latest-v24.x/api/path.html#pathmatchesglobpath-pattern
//
// A pattern is expanded by its braces into alternatives; an alternative is a list of segments, each of them a name, a
// regular expression, or `**`. Names that begin with a dot match only what spells the dot.

const { validateString } = require('internal/validators');

const GLOBSTAR = Symbol('**');
const EXPANSIONS_LIMIT = 100_000;
const POSIX_CLASSES = {
  '__proto__': null,
  '[:alnum:]': '\\p{L}\\p{Nl}\\p{Nd}',
  '[:alpha:]': '\\p{L}\\p{Nl}',
  '[:ascii:]': '\\x00-\\x7f',
  '[:blank:]': '\\p{Zs}\\t',
  '[:cntrl:]': '\\p{Cc}',
  '[:digit:]': '\\p{Nd}',
  '[:lower:]': '\\p{Ll}',
  '[:print:]': '\\P{C}',
  '[:punct:]': '\\p{P}',
  '[:space:]': '\\p{Z}\\t\\r\\n\\v\\f',
  '[:upper:]': '\\p{Lu}',
  '[:word:]': '\\p{L}\\p{Nl}\\p{Nd}\\p{Pc}',
  '[:xdigit:]': 'A-Fa-f0-9',
};

/**
 * @param {string} pattern
 * @returns {Array<Array<string | RegExp | symbol>>} its alternatives as lists of segments; an absolute one begins with ''
 */
function parsePattern(pattern) {
  // A backslash separates, as on Windows: there is nothing to escape with.
  const text = pattern.replaceAll('\\', '/');
  return expandBraces(text).map((alternative) => simplified(alternative.split('/')).map(parseSegment));
}

/** Without what says nothing: empty and `.` segments, a second `**`, and a name that `..` takes back. */
function simplified(parts) {
  const kept = [];
  parts.forEach((part, index) => {
    const isLast = index === parts.length - 1;
    const previous = kept.at(-1);
    if (index > 0 && (part === '.' || (part === '' && !isLast))) return;
    if (part === '' && isLast && index > 0 && previous === '') return;
    if (part === '**' && previous === '**') return;
    const isTakenBack = part === '..' && previous !== undefined && !['', '.', '..', '**'].includes(previous);
    if (isTakenBack) kept.pop();
    else kept.push(part);
  });
  return kept;
}

function parseSegment(part) {
  if (part === '**') return GLOBSTAR;
  if (!/[*?[]|[+@!]\(/.test(part)) return part;
  const source = segmentSource(part);
  return source === undefined ? part : new RegExp(`^${source}$`, 'u');
}

/** The source of a segment's expression; `undefined` if it is a plain name after all. */
function segmentSource(part) {
  const compiler = new SegmentCompiler(part);
  const body = compiler.compile('');
  if (!compiler.isMagic) return undefined;
  // Neither `.` nor `..` is ever meant.
  return compiler.startsWithDot ? `(?!\\.{1,2}$)${body}` : `(?!\\.)(?=.)${body}`;
}

/** Turns one segment into the source of a regular expression. */
class SegmentCompiler {
  isMagic = false;
  #text;
  #at = 0;

  constructor(text) {
    this.#text = text;
    this.startsWithDot = /^(\.|[@+]\(\.)/.test(text);
  }

  /** Compiles up to one of the characters in `ends`, which is left unread. */
  compile(ends) {
    let source = '';
    while (this.#at < this.#text.length && !ends.includes(this.#text[this.#at])) {
      const rest = this.#text.slice(this.#at);
      if (/^[?*+@!]\(/.test(rest) && rest.includes(')')) source += this.#group(rest[0], ends);
      else source += this.#character(rest[0]);
    }
    return source;
  }

  #character(character) {
    this.#at++;
    switch (character) {
      case '*':
        this.isMagic = true;
        while (this.#text[this.#at] === '*') this.#at++;
        return '[^/]*?';
      case '?':
        this.isMagic = true;
        return '[^/]';
      case '[':
        return this.#class();
      default:
        return escaped(character);
    }
  }

  /** `+(a|b)` and its relatives. */
  #group(kind, ends) {
    this.isMagic = true;
    this.#at += 2;
    const alternatives = [];
    do {
      alternatives.push(this.compile('|)'));
    } while (this.#text[this.#at++] === '|');
    const body = alternatives.join('|');
    switch (kind) {
      case '@': return `(?:${body})`;
      case '?': return `(?:${body})?`;
      case '*': return `(?:${body})*`;
      case '+': return `(?:${body})+`;
    }
    // What follows belongs to the negation: `!(a)b` is anything before `b` that is not `a`.
    const start = this.#at;
    const rest = this.compile(ends);
    this.#at = start;
    return `(?:(?!(?:${body})${rest}${ends === '' ? '$' : ''})[^/]*?)`;
  }

  /** `[abc]`, `[!a-z]`, `[[:alpha:]]`; a bracket without an end is a bracket. */
  #class() {
    const found = /^([!^]?)(\]?(?:\[:\w+:\]|[^\]])*)\]/s.exec(this.#text.slice(this.#at));
    if (found === null || (found[2] === '' && found[1] === '')) return '\\[';
    this.isMagic = true;
    this.#at += found[0].length;
    // A range that runs backwards holds nothing.
    const inOrder = found[2].replace(/([^\]:])-([^\]])/g, (range, from, to) => (from <= to ? range : ''));
    if (inOrder === '') return found[1] === '' ? '(?!)' : '[^/]';
    const members = inOrder.replace(/\[:\w+:\]|[\^[\]]|-(?=$)/gs, (member) => POSIX_CLASSES[member] ?? `\\${member}`);
    return `[${found[1] === '' ? '' : '^'}${members}]`;
  }
}

function escaped(character) {
  return /[\\^$.*+?()[\]{}|/]/.test(character) ? `\\${character}` : character;
}

/** `a{b,c}` is `ab` and `ac`; `{1..3}` counts. */
function expandBraces(pattern) {
  const group = findBraces(pattern);
  if (group === undefined) return [pattern];
  const { start, end, options } = group;
  const before = pattern.slice(0, start);
  const tails = expandBraces(pattern.slice(end + 1));
  const expanded = [];
  for (const option of options.flatMap(expandBraces)) {
    for (const tail of tails) {
      expanded.push(before + option + tail);
      if (expanded.length >= EXPANSIONS_LIMIT) return expanded;
    }
  }
  return expanded;
}

/** The first group of braces that has alternatives. */
function findBraces(pattern) {
  for (let start = 0; start < pattern.length; start++) {
    if (pattern[start] === '{' && pattern[start - 1] !== '$') {
      const group = readBraces(pattern, start);
      if (group !== undefined) return group;
    }
  }
  return undefined;
}

function readBraces(pattern, start) {
  const options = [];
  let depth = 0;
  let from = start + 1;
  for (let at = start; at < pattern.length; at++) {
    const character = pattern[at];
    if (character === '{') {
      depth++;
    } else if (character === ',' && depth === 1) {
      options.push(pattern.slice(from, at));
      from = at + 1;
    } else if (character === '}' && --depth === 0) {
      options.push(pattern.slice(from, at));
      const all = options.length > 1 ? options : sequence(options[0]);
      return all && { start, end: at, options: all };
    }
  }
  return undefined;
}

/** `1..5`, `a..e`, with an optional step. */
function sequence(text) {
  const found = /^(-?\d+|[a-zA-Z])\.\.(-?\d+|[a-zA-Z])(?:\.\.(-?\d+))?$/.exec(text);
  if (found === null) return undefined;
  const isNumber = /\d/.test(found[1]);
  if (isNumber !== /\d/.test(found[2])) return undefined;
  const value = (bound) => (isNumber ? Number(bound) : bound.charCodeAt(0));
  const [from, to] = [value(found[1]), value(found[2])];
  const step = Math.max(1, Math.abs(Number(found[3] ?? 1))) * (from <= to ? 1 : -1);
  const width = isNumber && /^-?0\d/.test(found[1]) ? found[1].length : 0;
  const all = [];
  for (let n = from; step > 0 ? n <= to : n >= to; n += step) {
    all.push(isNumber ? `${n}`.padStart(width, '0') : String.fromCharCode(n));
    if (all.length >= EXPANSIONS_LIMIT) break;
  }
  return all;
}

/** Whether one name matches one segment. */
function matchesSegment(segment, name) {
  if (segment === GLOBSTAR) return !name.startsWith('.');
  return typeof segment === 'string' ? segment === name : segment.test(name);
}

/**
 * Whether the names from `at` match the segments from `index`. An empty last name is a slash at the path's end, which any
 * pattern allows; an empty last segment asks for it.
 */
function matchesSegments(segments, index, names, at) {
  for (; index < segments.length; index++, at++) {
    if (segments[index] === GLOBSTAR) return matchesGlobstar(segments, index, names, at);
    if (at >= names.length) return false;
    if (!matchesSegment(segments[index], names[at])) return false;
  }
  return at === names.length || (at === names.length - 1 && at > 0 && names[at] === '');
}

function matchesGlobstar(segments, index, names, at) {
  const isLast = index === segments.length - 1;
  // `a/**` is about what is in `a`, and not `a`.
  if (isLast && at >= names.length) return index === 0;
  for (let end = at; end <= names.length; end++) {
    if (isLast ? end === names.length : matchesSegments(segments, index + 1, names, end)) return true;
    if (end < names.length && names[end].startsWith('.')) return false;
  }
  return false;
}

/** @param {string} path  @param {string} pattern  @param {boolean} [isWindows] */
function matchesGlob(path, pattern, isWindows = false) {
  validateString(path, 'path');
  validateString(pattern, 'pattern');
  if (isWindows) {
    path = path.replaceAll('\\', '/');
    pattern = pattern.replaceAll('\\', '/');
  }
  const names = simplified(path.split('/'));
  return parsePattern(pattern).some((segments) => matchesSegments(segments, 0, names, 0));
}

module.exports = { GLOBSTAR, matchesGlob, matchesSegment, matchesSegments, parsePattern, simplified };
