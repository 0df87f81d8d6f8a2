'use strict';

// `URLPattern`, after https://urlpattern.spec.whatwg.org/ : https://nodejs.org/docs/latest-v24.x/api/url.html#class-urlpattern
// Words: a *pattern string* describes one component of URLs; it is parsed into *parts* (fixed text, groups), from which
// come a regular expression and the pattern string that the component shows.

const { codes: { ERR_CONSTRUCT_CALL_REQUIRED } } = require('internal/errors');
const { URL } = require('internal/url');

const COMPONENTS = ['protocol', 'username', 'password', 'hostname', 'port', 'pathname', 'search', 'hash'];
const SPECIAL_PORTS = { '__proto__': null, 'http': '80', 'https': '443', 'ws': '80', 'wss': '443', 'ftp': '21', 'file': '' };

const NAME_START = /[\p{ID_Start}$_]/u;
const NAME_PART = /[\p{ID_Continue}$\u200c\u200d]/u;
const REGEXP_SYNTAX = /[.+*?^${}()[\]|/\\]/g;
const PATTERN_SYNTAX = /[+*?:{}()\\]/g;

const FULL_WILDCARD = '.*';

const DEFAULT_OPTIONS = { delimiter: '', prefix: '' };
const HOSTNAME_OPTIONS = { delimiter: '.', prefix: '' };
const PATHNAME_OPTIONS = { delimiter: '/', prefix: '/' };

class URLPattern {
  #components = {};

  constructor(input = {}, baseURLOrOptions = undefined, options = undefined) {
    let baseURL;
    if (typeof baseURLOrOptions === 'string') baseURL = baseURLOrOptions;
    else if (baseURLOrOptions !== undefined && baseURLOrOptions !== null) options = baseURLOrOptions;
    const isDictionary = typeof input === 'object' && input !== null;
    if (!isDictionary && typeof input !== 'string') throw typeError('Input must be an object or a string');
    if (options !== undefined && (typeof options !== 'object' || options === null)) {
      throw typeError('options must be an object');
    }
    try {
      const init = isDictionary ? dictionaryInit(input, baseURL) : stringInit(input, baseURL);
      this.#compile(init, Boolean(options?.ignoreCase));
    } catch {
      throw typeError('Failed to construct URLPattern', 'ERR_INVALID_URL_PATTERN');
    }
  }

  #compile(init, ignoresCase) {
    const processed = processInit(init, true, {});
    for (const name of COMPONENTS) processed[name] ??= '*';
    if (SPECIAL_PORTS[processed.protocol] !== undefined && processed.port === SPECIAL_PORTS[processed.protocol]) {
      processed.port = '';
    }
    const add = (name, canonicalize, options, flags = '') => {
      this.#components[name] = compileComponent(processed[name], canonicalize, options, flags);
    };
    const flags = ignoresCase ? 'i' : '';
    add('protocol', canonicalizeProtocol, DEFAULT_OPTIONS);
    add('username', setterOf('username'), DEFAULT_OPTIONS);
    add('password', setterOf('password'), DEFAULT_OPTIONS);
    add('hostname', isIPv6(processed.hostname) ? canonicalizeIPv6 : canonicalizeHostname, HOSTNAME_OPTIONS);
    add('port', canonicalizePort, DEFAULT_OPTIONS);
    const { regexp } = this.#components.protocol;
    if (Object.keys(SPECIAL_PORTS).some((scheme) => regexp.test(scheme))) {
      add('pathname', canonicalizePathname, PATHNAME_OPTIONS, flags);
    } else {
      add('pathname', canonicalizeOpaquePathname, DEFAULT_OPTIONS, flags);
    }
    add('search', setterOf('search'), DEFAULT_OPTIONS, flags);
    add('hash', setterOf('hash'), DEFAULT_OPTIONS, flags);
  }

  static component(pattern, name) {
    requirePattern(typeof pattern === 'object' && pattern !== null && #components in pattern);
    return pattern.#components[name];
  }

  static match(pattern, input, baseURL) {
    requirePattern(typeof pattern === 'object' && pattern !== null && #components in pattern);
    return match(pattern.#components, input, baseURL);
  }
}

const { component, match: matchPattern } = URLPattern;

/** Node's class is native: its members are own functions of other names than a class would give them. */
function NodeURLPattern(...args) {
  if (!new.target) throw new ERR_CONSTRUCT_CALL_REQUIRED('URLPattern');
  return Reflect.construct(URLPattern, args, new.target);
}
Object.defineProperty(NodeURLPattern, 'name', { __proto__: null, value: 'URLPattern', configurable: true });
Object.defineProperty(NodeURLPattern, 'length', { __proto__: null, value: 0, configurable: true });
NodeURLPattern.prototype = Object.create(Object.prototype, {
  ...Object.fromEntries(COMPONENTS.map((name) => [name, {
    enumerable: true,
    get() {
      return component(this, name).pattern;
    },
  }])),
  hasRegExpGroups: {
    enumerable: true,
    get() {
      return COMPONENTS.some((name) => component(this, name).hasRegExpGroups);
    },
  },
  exec: {
    configurable: true,
    enumerable: true,
    writable: true,
    value: function exec(...args) {
      return execute(this, args, 'exec');
    },
  },
  test: {
    configurable: true,
    enumerable: true,
    writable: true,
    value: function test(...args) {
      return execute(this, args, 'test') !== null;
    },
  },
  constructor: { configurable: true, writable: true, value: NodeURLPattern },
});

function execute(pattern, args, method) {
  const [input = {}, baseURL] = args;
  requirePattern(typeof pattern === 'object' && pattern !== null);
  if (typeof input !== 'string' && (typeof input !== 'object' || input === null)) {
    throw typeError('URLPattern input needs to be a string or an object');
  }
  if (baseURL !== undefined && typeof baseURL !== 'string') throw typeError('baseURL must be a string');
  if (typeof input === 'object' && baseURL !== undefined) {
    throw typeError(`Failed to ${method} URLPattern`, 'ERR_OPERATION_FAILED');
  }
  return matchPattern(pattern, input, baseURL);
}

function match(components, input, baseURL) {
  const values = typeof input === 'string' ? valuesOfURL(input, baseURL) : valuesOfInit(input);
  if (values === undefined) return null;
  const result = { __proto__: null };
  for (const name of ['hash', 'hostname', 'inputs', 'password', 'pathname', 'port', 'protocol', 'search', 'username']) {
    if (name === 'inputs') {
      result.inputs = inputsOf(input, baseURL);
      continue;
    }
    const { names, regexp } = components[name];
    const found = regexp.exec(values[name]);
    if (found === null) return null;
    const groups = {};
    names.forEach((group, index) => {
      groups[group] = found[index + 1];
    });
    result[name] = { groups, input: values[name] };
  }
  return result;
}

function inputsOf(input, baseURL) {
  if (typeof input === 'string') return baseURL === undefined ? [input] : [input, baseURL];
  const shown = {};
  for (const name of [...COMPONENTS, 'baseURL']) shown[name] = input[name] === undefined ? undefined : `${input[name]}`;
  return [shown];
}

function valuesOfURL(input, baseURL) {
  const url = URL.parse(input, baseURL);
  if (url === null) return undefined;
  return {
    protocol: url.protocol.slice(0, -1),
    username: url.username,
    password: url.password,
    hostname: url.hostname,
    port: url.port,
    pathname: url.pathname,
    search: url.search.slice(1),
    hash: url.hash.slice(1),
  };
}

function valuesOfInit(input) {
  try {
    return processInit(textsOf(input), false, Object.fromEntries(COMPONENTS.map((name) => [name, ''])));
  } catch {
    return undefined;
  }
}

function textsOf(input) {
  const init = {};
  for (const name of [...COMPONENTS, 'baseURL']) if (input[name] !== undefined) init[name] = `${input[name]}`;
  return init;
}

function dictionaryInit(input, baseURL) {
  if (baseURL !== undefined) throw new TypeError('a dictionary brings its own base');
  return textsOf(input);
}

function stringInit(input, baseURL) {
  const init = parseConstructorString(input);
  if (baseURL === undefined && init.protocol === undefined) throw new TypeError('a relative pattern needs a base');
  if (baseURL !== undefined) init.baseURL = baseURL;
  return init;
}

/** Completes `init` from its base and canonicalizes the values, unless they are patterns. */
function processInit(init, isPattern, defaults) {
  const result = { ...defaults };
  let base = null;
  if (init.baseURL !== undefined) {
    base = new URL(init.baseURL);
    inheritFrom(base, init, isPattern, result);
  }
  if (init.protocol !== undefined) {
    const protocol = init.protocol.replace(/:$/, '');
    result.protocol = isPattern ? protocol : canonicalizeProtocol(protocol);
  }
  for (const name of ['username', 'password']) {
    if (init[name] !== undefined) result[name] = isPattern ? init[name] : setterOf(name)(init[name]);
  }
  if (init.hostname !== undefined) result.hostname = isPattern ? init.hostname : canonicalizeHostname(init.hostname);
  if (init.port !== undefined) result.port = isPattern ? init.port : canonicalizePort(init.port, result.protocol);
  if (init.pathname !== undefined) result.pathname = processPathname(init.pathname, base, result.protocol, isPattern);
  if (init.search !== undefined) {
    const search = init.search.replace(/^\?/, '');
    result.search = isPattern ? search : setterOf('search')(search);
  }
  if (init.hash !== undefined) {
    const hash = init.hash.replace(/^#/, '');
    result.hash = isPattern ? hash : setterOf('hash')(hash);
  }
  return result;
}

/** A component comes from the base where `init` has none that is more general. */
function inheritFrom(base, init, isPattern, result) {
  const take = (name, text) => {
    result[name] = isPattern ? escapePattern(text) : text;
  };
  const hasNone = (...names) => names.every((name) => init[name] === undefined);
  if (hasNone('protocol')) take('protocol', base.protocol.slice(0, -1));
  if (!isPattern && hasNone('protocol', 'hostname', 'port', 'username')) {
    take('username', base.username);
    if (hasNone('password')) take('password', base.password);
  }
  const inherited = [['hostname', base.hostname], ['port', base.port], ['pathname', base.pathname],
    ['search', base.search.slice(1)], ['hash', base.hash.slice(1)]];
  const moreGeneral = ['protocol'];
  for (const [name, text] of inherited) {
    moreGeneral.push(name);
    if (hasNone(...moreGeneral)) take(name, text);
  }
}

function processPathname(pathname, base, protocol, isPattern) {
  const isOpaque = base !== null && !base.pathname.startsWith('/');
  if (base !== null && !isOpaque && !isAbsolutePathname(pathname, isPattern)) {
    const basePathname = isPattern ? escapePattern(base.pathname) : base.pathname;
    pathname = basePathname.slice(0, basePathname.lastIndexOf('/') + 1) + pathname;
  }
  if (isPattern) return pathname;
  const isSpecial = protocol === undefined || protocol === '' || SPECIAL_PORTS[protocol] !== undefined;
  return isSpecial ? canonicalizePathname(pathname) : canonicalizeOpaquePathname(pathname);
}

function isAbsolutePathname(pathname, isPattern) {
  return pathname[0] === '/' || (isPattern && (pathname.startsWith('\\/') || pathname.startsWith('{/')));
}

/**
 * @returns {{ pattern: string, regexp: RegExp, names: string[], hasRegExpGroups: boolean }}
 */
function compileComponent(input, canonicalize, options, flags) {
  const parts = parsePattern(input, options, canonicalize);
  const names = [];
  let source = '^';
  for (const part of parts) source += partSource(part, options, names);
  return {
    regexp: new RegExp(`${source}$`, `v${flags}`),
    names,
    pattern: parts.map((part, index) => partPattern(part, parts[index - 1], parts[index + 1], options)).join(''),
    hasRegExpGroups: parts.some(({ type }) => type === 'regexp'),
  };
}

function segmentWildcard({ delimiter }) {
  return delimiter === '' ? '.+?' : `[^${escapeRegExp(delimiter)}]+?`;
}

function partSource(part, options, names) {
  if (part.type === 'fixed') {
    return part.modifier === '' ? escapeRegExp(part.value) : `(?:${escapeRegExp(part.value)})${part.modifier}`;
  }
  names.push(part.name);
  let value = part.value;
  if (part.type === 'segment') value = segmentWildcard(options);
  else if (part.type === 'full') value = FULL_WILDCARD;
  const { modifier } = part;
  const prefix = escapeRegExp(part.prefix);
  const suffix = escapeRegExp(part.suffix);
  if (prefix === '' && suffix === '') {
    return modifier === '' || modifier === '?' ? `(${value})${modifier}` : `((?:${value})${modifier})`;
  }
  if (modifier === '' || modifier === '?') return `(?:${prefix}(${value})${suffix})${modifier}`;
  const repeated = `(?:${prefix}((?:${value})(?:${suffix}${prefix}(?:${value}))*)${suffix})`;
  return modifier === '*' ? `${repeated}?` : repeated;
}

/** The pattern string of a part, in the shortest form that means it between its neighbours. */
function partPattern(part, previous, next, options) {
  if (part.type === 'fixed') {
    return part.modifier === '' ? escapePattern(part.value) : `{${escapePattern(part.value)}}${part.modifier}`;
  }
  const hasCustomName = !/^\d/.test(part.name);
  let needsGrouping = part.suffix !== '' || (part.prefix !== '' && part.prefix !== options.prefix);
  if (!needsGrouping && hasCustomName && part.type === 'segment' && part.modifier === '' && next !== undefined &&
      next.prefix === '' && next.suffix === '') {
    needsGrouping = next.type === 'fixed' ? NAME_PART.test(next.value[0] ?? '') : /^\d/.test(next.name);
  }
  if (!needsGrouping && part.prefix === '' && previous?.type === 'fixed' && options.prefix !== '' &&
      previous.value.endsWith(options.prefix)) {
    needsGrouping = true;
  }

  let text = needsGrouping ? '{' : '';
  text += escapePattern(part.prefix);
  if (hasCustomName) text += `:${part.name}`;
  if (part.type === 'regexp') {
    text += `(${part.value})`;
  } else if (part.type === 'segment' && !hasCustomName) {
    text += `(${segmentWildcard(options)})`;
  } else if (part.type === 'full') {
    const isBare = !hasCustomName && (previous === undefined || previous.type === 'fixed' || previous.modifier !== '' ||
      needsGrouping || part.prefix !== '');
    text += isBare ? '*' : `(${FULL_WILDCARD})`;
  }
  if (part.type === 'segment' && hasCustomName && part.suffix !== '' && NAME_PART.test(part.suffix[0])) text += '\\';
  text += escapePattern(part.suffix);
  return `${text}${needsGrouping ? '}' : ''}${part.modifier}`;
}

/**
 * Splits a pattern string into tokens; what is no token is an error, or in a lenient reading itself.
 * @returns {{ type: string, index: number, value: string }[]}
 */
function tokenize(input, isLenient) {
  const points = Array.from(input);
  const tokens = [];
  for (let index = 0; index < points.length;) {
    const { length, type, value } = tokenAt(points, index, isLenient);
    tokens.push({ type, index, value });
    index += length;
  }
  tokens.push({ type: 'end', index: points.length, value: '' });
  return tokens;
}

function tokenAt(points, index, isLenient) {
  const point = points[index];
  const single = (type) => ({ type, value: point, length: 1 });
  const invalid = (message) => {
    if (!isLenient) throw new TypeError(message);
    return single('invalid');
  };
  switch (point) {
    case '*': return single('asterisk');
    case '+':
    case '?': return single('modifier');
    case '{': return single('open');
    case '}': return single('close');
    case '\\':
      if (index + 1 === points.length) return invalid('nothing is escaped');
      return { type: 'escaped', value: points[index + 1], length: 2 };
    case ':': {
      let end = index + 1;
      while (end < points.length && (end === index + 1 ? NAME_START : NAME_PART).test(points[end])) end++;
      if (end === index + 1) return invalid('a name is missing');
      return { type: 'name', value: points.slice(index + 1, end).join(''), length: end - index };
    }
    case '(': return regexpTokenAt(points, index) ?? invalid('a regular expression is malformed');
    default: return single('char');
  }
}

function regexpTokenAt(points, start) {
  let depth = 1;
  for (let index = start + 1; index < points.length; index++) {
    const point = points[index];
    if (point > '\x7f' || (index === start + 1 && point === '?')) return undefined;
    if (point === '\\') {
      if (index + 1 === points.length || points[index + 1] > '\x7f') return undefined;
      index++;
    } else if (point === ')' && --depth === 0) {
      if (index === start + 1) return undefined;
      return { type: 'regexp', value: points.slice(start + 1, index).join(''), length: index - start + 1 };
    } else if (point === '(') {
      depth++;
      // Groups of its own would shift the numbers of ours.
      if (points[index + 1] !== '?') return undefined;
    }
  }
  return undefined;
}

/** The parts of a pattern string. */
function parsePattern(input, options, canonicalize) {
  const tokens = tokenize(input, false);
  const parts = [];
  const names = new Set();
  let pending = '';
  let nextNumber = 0;
  let index = 0;

  const take = (type) => (tokens[index].type === type ? tokens[index++] : undefined);
  const takeText = () => {
    let text = '';
    for (let token; (token = take('char') ?? take('escaped')) !== undefined;) text += token.value;
    return text;
  };
  const takeModifier = () => (take('modifier') ?? take('asterisk'))?.value ?? '';
  const flush = () => {
    if (pending !== '') parts.push({ type: 'fixed', value: canonicalize(pending), modifier: '', name: '', prefix: '', suffix: '' });
    pending = '';
  };
  const addPart = (prefix, name, regexpOrWildcard, suffix, modifier) => {
    if (name === undefined && regexpOrWildcard === undefined && modifier === '') {
      pending += prefix;
      return;
    }
    flush();
    if (name === undefined && regexpOrWildcard === undefined) {
      if (prefix !== '') parts.push({ type: 'fixed', value: canonicalize(prefix), modifier, name: '', prefix: '', suffix: '' });
      return;
    }
    let value = '';
    let type = 'regexp';
    if (regexpOrWildcard === undefined) type = 'segment';
    else if (regexpOrWildcard.type === 'asterisk') type = 'full';
    else value = regexpOrWildcard.value;
    if (value === segmentWildcard(options)) type = 'segment';
    else if (value === FULL_WILDCARD) type = 'full';
    const partName = name?.value ?? `${nextNumber++}`;
    if (names.has(partName)) throw new TypeError('a name is given twice');
    names.add(partName);
    parts.push({
      type,
      value: type === 'regexp' ? value : '',
      modifier,
      name: partName,
      prefix: prefix === '' ? '' : canonicalize(prefix),
      suffix: suffix === '' ? '' : canonicalize(suffix),
    });
  };

  while (index < tokens.length) {
    const char = take('char');
    const name = take('name');
    const wildcard = take('regexp') ?? (name === undefined ? take('asterisk') : undefined);
    if (name !== undefined || wildcard !== undefined) {
      let prefix = char?.value ?? '';
      if (prefix !== '' && prefix !== options.prefix) {
        pending += prefix;
        prefix = '';
      }
      flush();
      addPart(prefix, name, wildcard, '', takeModifier());
      continue;
    }
    const fixed = char ?? take('escaped');
    if (fixed !== undefined) {
      pending += fixed.value;
      continue;
    }
    if (take('open') !== undefined) {
      const prefix = takeText();
      const groupName = take('name');
      const groupWildcard = take('regexp') ?? (groupName === undefined ? take('asterisk') : undefined);
      const suffix = takeText();
      if (take('close') === undefined) throw new TypeError('a group is not closed');
      addPart(prefix, groupName, groupWildcard, suffix, takeModifier());
      continue;
    }
    flush();
    if (take('end') === undefined) throw new TypeError('a token is where it cannot be');
  }
  return parts;
}

/** Where the components of a URL's pattern begin, as in a URL but for groups, in which nothing separates. */
function parseConstructorString(input) {
  const tokens = tokenize(input, true);
  const points = Array.from(input);
  const init = {};
  const textOf = (start, end) => points.slice(tokens[start].index, tokens[end].index).join('');
  const is = (index, value) => {
    const token = tokens[index];
    return token !== undefined && token.value === value &&
      (token.type === 'char' || token.type === 'escaped' || token.type === 'invalid');
  };
  const isSearchStart = (index) => {
    if (is(index, '?')) return true;
    if (tokens[index].value !== '?' || tokens[index].type !== 'modifier') return false;
    // After these a question mark is a modifier.
    const previous = tokens[index - 1];
    return previous === undefined || !['name', 'regexp', 'close', 'asterisk'].includes(previous.type);
  };

  let start = 0;
  let end = schemeEnd(tokens, is);
  if (end !== -1) {
    init.protocol = textOf(0, end);
    start = end + 1;
    const matchesSpecial = matchesSpecialScheme(init.protocol);
    const hasAuthority = is(start, '/') && is(start + 1, '/');
    if (hasAuthority) start += 2;
    if (hasAuthority || matchesSpecial) start = takeAuthority(tokens, is, isSearchStart, textOf, init, start);
  }

  // Path, search and hash, each up to what starts the next.
  let depth = 0;
  let name = 'pathname';
  let from = start;
  for (end = start; tokens[end].type !== 'end'; end++) {
    if (tokens[end].type === 'open') depth++;
    else if (tokens[end].type === 'close') depth--;
    if (depth > 0) continue;
    const isHash = name !== 'hash' && is(end, '#');
    const isSearch = name === 'pathname' && isSearchStart(end);
    if (!isHash && !isSearch) continue;
    const isEmptyPathname = name === 'pathname' && end === from;
    if (!isEmptyPathname) init[name] = textOf(from, end);
    else if (init.protocol !== undefined) init.pathname = matchesSpecialScheme(init.protocol) ? '/' : '';
    name = isHash ? 'hash' : 'search';
    from = end + 1;
  }
  const isOmittedPathname = name === 'pathname' && end === from && init.protocol !== undefined;
  if (!isOmittedPathname) init[name] = textOf(from, end);
  if (init.hash !== undefined && init.pathname !== undefined) init.search ??= '';
  return init;
}

function schemeEnd(tokens, is) {
  let depth = 0;
  for (let index = 0; tokens[index].type !== 'end'; index++) {
    if (tokens[index].type === 'open') depth++;
    else if (tokens[index].type === 'close') depth--;
    else if (depth === 0 && is(index, ':')) return index;
    else if (depth === 0 && (is(index, '/') || is(index, '?') || is(index, '#'))) return -1;
  }
  return -1;
}

function takeAuthority(tokens, is, isSearchStart, textOf, init, start) {
  let end = start;
  let depth = 0;
  let brackets = 0;
  let at = -1;
  let passwordColon = -1;
  let portColon = -1;
  for (; tokens[end].type !== 'end'; end++) {
    if (tokens[end].type === 'open') depth++;
    else if (tokens[end].type === 'close') depth--;
    if (depth > 0) continue;
    if (is(end, '/') || is(end, '#') || isSearchStart(end)) break;
    if (is(end, '[')) brackets++;
    else if (is(end, ']')) brackets--;
    else if (is(end, '@')) {
      at = end;
      passwordColon = portColon;
      portColon = -1;
    } else if (is(end, ':') && brackets === 0 && portColon === -1) portColon = end;
  }
  if (at !== -1) {
    init.username = textOf(start, passwordColon === -1 ? at : passwordColon);
    if (passwordColon !== -1) init.password = textOf(passwordColon + 1, at);
  }
  init.hostname = textOf(at === -1 ? start : at + 1, portColon === -1 ? end : portColon);
  init.port = portColon === -1 ? '' : textOf(portColon + 1, end);
  return end;
}

function matchesSpecialScheme(protocol) {
  try {
    const { regexp } = compileComponent(protocol, canonicalizeProtocol, DEFAULT_OPTIONS, '');
    return Object.keys(SPECIAL_PORTS).some((scheme) => regexp.test(scheme));
  } catch {
    return false;
  }
}

function isIPv6(hostname) {
  return /^(?:\[|\{\[|\\\[)/.test(hostname);
}

function canonicalizeProtocol(value) {
  if (value === '') return value;
  return new URL(`${value}://dummy.test`).protocol.slice(0, -1);
}

/** What assigning to a property of a URL makes of a value. */
function setterOf(property) {
  return (value) => {
    if (value === '') return value;
    const url = new URL('https://dummy.test');
    url[property] = value;
    const text = url[property];
    return property === 'search' || property === 'hash' ? text.slice(1) : text;
  };
}

function canonicalizeHostname(value) {
  if (value === '') return value;
  const url = new URL('https://dummy.test');
  if (/[/?#:@\\]/.test(value.replace(/\[[^\]]*\]/, ''))) throw new TypeError('it is no host');
  url.hostname = value;
  if (url.hostname === 'dummy.test' && value !== 'dummy.test') throw new TypeError('it is no host');
  return url.hostname;
}

function canonicalizeIPv6(value) {
  if (/[^0-9A-Fa-f[\]:]/.test(value)) throw new TypeError('it is no IPv6 address');
  return value.toLowerCase();
}

function canonicalizePort(value, protocol) {
  if (value === '') return value;
  const isKnown = protocol !== undefined && SPECIAL_PORTS[protocol] !== undefined && protocol !== 'file';
  const url = new URL(`${isKnown ? protocol : 'dummy'}://dummy.test`);
  const digits = /^[\t\n\r]*\d[\d\t\n\r]*/.exec(value)?.[0].replace(/[\t\n\r]/g, '');
  if (digits === undefined || Number(digits) > 65535) throw new TypeError('it is no port');
  url.port = digits;
  return url.port;
}

function canonicalizePathname(value) {
  if (value === '') return value;
  const isAbsolute = value[0] === '/';
  const url = new URL('https://dummy.test');
  // A path that does not begin with a slash must not get one.
  url.pathname = isAbsolute ? value : `/-${value}`;
  return isAbsolute ? url.pathname : url.pathname.slice(2);
}

function canonicalizeOpaquePathname(value) {
  return value === '' ? value : new URL(`data:${value}`).pathname;
}

function escapeRegExp(text) {
  return text.replace(REGEXP_SYNTAX, '\\$&');
}

function escapePattern(text) {
  return text.replace(PATTERN_SYNTAX, '\\$&');
}

function requirePattern(isPattern) {
  if (!isPattern) throw new TypeError('Illegal invocation');
}

function typeError(message, code = 'ERR_INVALID_ARG_TYPE') {
  const error = new TypeError(message);
  error.code = code;
  return error;
}

module.exports = { URLPattern: NodeURLPattern };
