'use strict';

// `URL` and `URLSearchParams`, and the way between paths and `file:` URLs: https://nodejs.org/docs/latest-v24.x/api/url.html#the-whatwg-url-api
// Parsing is native. A URL keeps its serialization and where the parts begin, and cuts them out when they are asked for.

const { canParse, domainToASCII: nativeDomainToASCII, domainToUnicode: nativeDomainToUnicode, parse, update } =
  internalBinding('url');
const { setTransferMode } = internalBinding('serdes');
const {
  codes: {
    ERR_ARG_NOT_ITERABLE,
    ERR_INVALID_ARG_TYPE,
    ERR_INVALID_ARG_VALUE,
    ERR_INVALID_FILE_URL_HOST,
    ERR_INVALID_FILE_URL_PATH,
    ERR_INVALID_THIS,
    ERR_INVALID_TUPLE,
    ERR_INVALID_URL,
    ERR_INVALID_URL_SCHEME,
    ERR_MISSING_ARGS,
  },
} = require('internal/errors');
const { kValidateObjectAllowObjects, validateFunction, validateObject, validateString } = require('internal/validators');
const path = require('path');

const customInspect = Symbol.for('nodejs.util.inspect.custom');

const CHAR_SLASH = 47;
const CHAR_BACKSLASH = 92;

/** Marks a component that a URL does not have. */
const OMITTED = 0xffffffff;
// Where the native side writes the components of the URL that it has just parsed.
const components = new Uint32Array(8);

/** Passed to the constructor in place of a base by code that has parsed already. */
const kParsed = Symbol('parsed');

// How the numbers of `URLContext#scheme_type` are given out; everything else is 1.
const SCHEME_TYPES = { '__proto__': null, 'http:': 0, 'https:': 2, 'ws:': 3, 'ftp:': 4, 'wss:': 5, 'file:': 6 };

// What `application/x-www-form-urlencoded` leaves as it is.
const FORM_UNRESERVED = new Uint8Array(128);
for (const character of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789*-._') {
  FORM_UNRESERVED[character.charCodeAt(0)] = 1;
}
const FORM_ENCODED_IN_ADDITION = { '__proto__': null, '!': '%21', '\'': '%27', '(': '%28', ')': '%29', '~': '%7E', '%20': '+' };

/** A URL's serialization, with its parts as Node's inspection shows them. */
class URLContext {
  href = '';
  protocol_end = 0;
  username_end = 0;
  host_start = 0;
  host_end = 0;
  pathname_start = 0;
  search_start = 0;
  hash_start = 0;
  port = 0;
  scheme_type = 1;

  get hasPort() {
    return this.port !== OMITTED;
  }

  get hasSearch() {
    return this.search_start !== OMITTED;
  }

  get hasHash() {
    return this.hash_start !== OMITTED;
  }
}

/** Tells a URL that its parameters have changed. */
let onParamsChanged;
/** Makes the parameters of a URL from its query. */
let paramsOf;
/** Replaces the parameters of a URL whose query was assigned to. */
let replaceParams;

class URLSearchParams {
  /** Names and values in turn. */
  #list = [];
  /** The URL whose query this is. */
  #url = undefined;

  static {
    paramsOf = (url, query) => {
      const params = new URLSearchParams();
      params.#url = url;
      params.#list = parseForm(query);
      return params;
    };
    replaceParams = (params, query) => {
      params.#list = parseForm(query);
    };
  }

  constructor(init = undefined) {
    if (init === undefined) return;
    if (init === null || (typeof init !== 'object' && typeof init !== 'function')) {
      const text = toUSVString(init);
      this.#list = parseForm(text[0] === '?' ? text.slice(1) : text);
      return;
    }
    const method = init[Symbol.iterator];
    if (method === this[Symbol.iterator] && #list in init) {
      this.#list = init.#list.slice();
    } else if (method !== undefined && method !== null) {
      if (typeof method !== 'function') throw new ERR_ARG_NOT_ITERABLE('Query pairs');
      for (const pair of init) this.#list.push(...nameAndValue(pair));
    } else {
      this.#list = fromRecord(init);
    }
  }

  get size() {
    if (typeof this !== 'object' || this === null || !(#list in this)) throw new ERR_INVALID_THIS('URLSearchParams');
    return this.#list.length / 2;
  }

  append(name, value) {
    if (typeof this !== 'object' || this === null || !(#list in this)) throw new ERR_INVALID_THIS('URLSearchParams');
    if (arguments.length < 2) throw new ERR_MISSING_ARGS('name', 'value');
    this.#list.push(toUSVString(name), toUSVString(value));
    this.#changed();
  }

  delete(name, value = undefined) {
    if (typeof this !== 'object' || this === null || !(#list in this)) throw new ERR_INVALID_THIS('URLSearchParams');
    if (arguments.length < 1) throw new ERR_MISSING_ARGS('name');
    const list = this.#list;
    name = toUSVString(name);
    if (value !== undefined) value = toUSVString(value);
    for (let index = 0; index < list.length;) {
      const isMeant = list[index] === name && (value === undefined || list[index + 1] === value);
      if (isMeant) list.splice(index, 2);
      else index += 2;
    }
    this.#changed();
  }

  get(name) {
    if (typeof this !== 'object' || this === null || !(#list in this)) throw new ERR_INVALID_THIS('URLSearchParams');
    if (arguments.length < 1) throw new ERR_MISSING_ARGS('name');
    const list = this.#list;
    name = toUSVString(name);
    for (let index = 0; index < list.length; index += 2) {
      if (list[index] === name) return list[index + 1];
    }
    return null;
  }

  getAll(name) {
    if (typeof this !== 'object' || this === null || !(#list in this)) throw new ERR_INVALID_THIS('URLSearchParams');
    if (arguments.length < 1) throw new ERR_MISSING_ARGS('name');
    const list = this.#list;
    const values = [];
    name = toUSVString(name);
    for (let index = 0; index < list.length; index += 2) {
      if (list[index] === name) values.push(list[index + 1]);
    }
    return values;
  }

  has(name, value = undefined) {
    if (typeof this !== 'object' || this === null || !(#list in this)) throw new ERR_INVALID_THIS('URLSearchParams');
    if (arguments.length < 1) throw new ERR_MISSING_ARGS('name');
    const list = this.#list;
    name = toUSVString(name);
    if (value !== undefined) value = toUSVString(value);
    for (let index = 0; index < list.length; index += 2) {
      if (list[index] === name && (value === undefined || list[index + 1] === value)) return true;
    }
    return false;
  }

  set(name, value) {
    if (typeof this !== 'object' || this === null || !(#list in this)) throw new ERR_INVALID_THIS('URLSearchParams');
    if (arguments.length < 2) throw new ERR_MISSING_ARGS('name', 'value');
    const list = this.#list;
    name = toUSVString(name);
    value = toUSVString(value);
    // The first of that name keeps its place and the others go.
    let isSet = false;
    for (let index = 0; index < list.length;) {
      if (list[index] !== name) {
        index += 2;
      } else if (isSet) {
        list.splice(index, 2);
      } else {
        list[index + 1] = value;
        isSet = true;
        index += 2;
      }
    }
    if (!isSet) list.push(name, value);
    this.#changed();
  }

  sort() {
    if (typeof this !== 'object' || this === null || !(#list in this)) throw new ERR_INVALID_THIS('URLSearchParams');
    const list = this.#list;
    const pairs = [];
    for (let index = 0; index < list.length; index += 2) pairs.push([list[index], list[index + 1]]);
    pairs.sort(([left], [right]) => (left < right ? -1 : Number(left > right)));
    for (let index = 0; index < pairs.length; index++) {
      list[index * 2] = pairs[index][0];
      list[index * 2 + 1] = pairs[index][1];
    }
    this.#changed();
  }

  entries() {
    if (typeof this !== 'object' || this === null || !(#list in this)) throw new ERR_INVALID_THIS('URLSearchParams');
    return new URLSearchParamsIterator(() => this.#list, 'key+value');
  }

  forEach(callback, thisArg = undefined) {
    if (typeof this !== 'object' || this === null || !(#list in this)) throw new ERR_INVALID_THIS('URLSearchParams');
    validateFunction(callback, 'callback');
    // The list is asked for anew each time, because the callback may change it.
    for (let index = 0; index < this.#list.length; index += 2) {
      callback.call(thisArg, this.#list[index + 1], this.#list[index], this);
    }
  }

  keys() {
    if (typeof this !== 'object' || this === null || !(#list in this)) throw new ERR_INVALID_THIS('URLSearchParams');
    return new URLSearchParamsIterator(() => this.#list, 'key');
  }

  values() {
    if (typeof this !== 'object' || this === null || !(#list in this)) throw new ERR_INVALID_THIS('URLSearchParams');
    return new URLSearchParamsIterator(() => this.#list, 'value');
  }

  toString() {
    if (typeof this !== 'object' || this === null || !(#list in this)) throw new ERR_INVALID_THIS('URLSearchParams');
    return serializeForm(this.#list);
  }

  [customInspect](recurseTimes, ctx) {
    if (typeof this !== 'object' || this === null || !(#list in this)) throw new ERR_INVALID_THIS('URLSearchParams');
    if (typeof recurseTimes === 'number' && recurseTimes < 0) return ctx.stylize('[Object]', 'special');
    const show = inspectorOf(recurseTimes, ctx);
    const list = this.#list;
    const shown = [];
    for (let index = 0; index < list.length; index += 2) shown.push(`${show(list[index])} => ${show(list[index + 1])}`);
    return `${this.constructor.name} ${bracesAround(shown, isTooWide(shown, ctx))}`;
  }

  #changed() {
    if (this.#url !== undefined) onParamsChanged(this.#url);
  }
}

Object.defineProperties(URLSearchParams.prototype, {
  [Symbol.toStringTag]: { __proto__: null, configurable: true, value: 'URLSearchParams' },
  // Node's iterator is the same function as `entries`, and not enumerable.
  [Symbol.iterator]: { __proto__: null, configurable: true, writable: true, value: URLSearchParams.prototype.entries },
});
makeEnumerable(URLSearchParams.prototype, ['size', 'append', 'delete', 'get', 'getAll', 'has', 'set', 'sort', 'entries',
  'forEach', 'keys', 'values', 'toString']);

class URLSearchParamsIterator {
  #list;
  #kind;
  #index = 0;

  /**
   * @param {() => string[]} list asked for anew each time
   * @param {'key' | 'value' | 'key+value'} kind
   */
  constructor(list, kind) {
    this.#list = list;
    this.#kind = kind;
  }

  next() {
    if (typeof this !== 'object' || this === null || !(#list in this)) {
      throw new ERR_INVALID_THIS('URLSearchParamsIterator');
    }
    const list = this.#list();
    if (this.#index >= list.length) return { value: undefined, done: true };
    const value = this.#at(list, this.#index);
    this.#index += 2;
    return { value, done: false };
  }

  [customInspect](recurseTimes, ctx) {
    if (!(#list in this)) throw new ERR_INVALID_THIS('URLSearchParamsIterator');
    if (typeof recurseTimes === 'number' && recurseTimes < 0) return ctx.stylize('[Object]', 'special');
    const show = inspectorOf(recurseTimes, ctx);
    const list = this.#list();
    const shown = [];
    for (let index = this.#index; index < list.length; index += 2) shown.push(show(this.#at(list, index)));
    const braced = shown.length === 0 ? '{  }' : bracesAround(shown, isTooWideForIterator(shown, ctx));
    return `${this[Symbol.toStringTag]} ${braced}`;
  }

  #at(list, index) {
    if (this.#kind === 'key') return list[index];
    return this.#kind === 'value' ? list[index + 1] : [list[index], list[index + 1]];
  }
}

delete URLSearchParamsIterator.prototype.constructor;
Object.setPrototypeOf(URLSearchParamsIterator.prototype, Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]())));
Object.defineProperty(URLSearchParamsIterator.prototype, Symbol.toStringTag, {
  __proto__: null, configurable: true, value: 'URLSearchParams Iterator',
});
makeEnumerable(URLSearchParamsIterator.prototype, ['next']);

class URL {
  #context = new URLContext();
  #searchParams = undefined;
  /** Whether the parameters know better than `#context` what the query is. */
  #hasChangedParams = false;

  static {
    onParamsChanged = (url) => {
      url.#hasChangedParams = true;
    };
  }

  constructor(input, base = undefined) {
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('url');
    if (base === kParsed) {
      this.#take(input);
      return;
    }
    input = `${input}`;
    if (base !== undefined) base = `${base}`;
    const href = parse(input, base, components);
    if (href === undefined) throw invalidURL(input, base);
    this.#take(href);
  }

  static parse(input, base = undefined) {
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('url');
    const href = parse(`${input}`, base === undefined ? undefined : `${base}`, components);
    return href === undefined ? null : new URL(href, kParsed);
  }

  static canParse(url, base = undefined) {
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('url');
    return canParse(`${url}`, base === undefined ? undefined : `${base}`);
  }

  static createObjectURL(obj) {
    return require('internal/object_urls').createObjectURL(obj);
  }

  static revokeObjectURL(url) {
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('url');
    require('internal/object_urls').revokeObjectURL(`${url}`);
  }

  [customInspect](depth, opts) {
    if (this === null || Object.getPrototypeOf(this) === null) return 'URL {}';
    if (typeof depth === 'number' && depth < 0) return this;
    const shown = {};
    for (const name of SHOWN_PROPERTIES) shown[name] = this[name];
    if (opts.showHidden) shown[Symbol('context')] = this.#context;
    const name = this.constructor?.name ?? 'URL';
    return `${name} ${require('internal/util/inspect').inspect(shown, opts)}`;
  }

  toString() {
    this.#ensureSearchParamsUpdated();
    return this.#context.href;
  }

  get href() {
    this.#ensureSearchParamsUpdated();
    return this.#context.href;
  }

  set href(value) {
    // Before anything else, so that a receiver of another class is told from an invalid URL.
    const context = this.#context;
    value = `${value}`;
    const href = parse(value, undefined, components);
    if (href === undefined) throw new ERR_INVALID_URL(value);
    this.#hasChangedParams = false;
    this.#take(href, context);
    this.#refreshParams();
  }

  get origin() {
    const { href, host_start: start, protocol_end: protocolEnd, scheme_type: schemeType } = this.#context;
    if (schemeType !== 1) {
      if (schemeType === SCHEME_TYPES['file:']) return 'null';
      return `${href.slice(0, protocolEnd)}//${this.#hostAfter(start)}`;
    }
    return this.protocol === 'blob:' ? originOfBlob(this.pathname) : 'null';
  }

  get protocol() {
    return this.#context.href.slice(0, this.#context.protocol_end);
  }

  set protocol(value) {
    URL.#assign(this, 'protocol', value);
  }

  get username() {
    const { href, protocol_end: protocolEnd, username_end: end } = this.#context;
    return protocolEnd + 2 < end ? href.slice(protocolEnd + 2, end) : '';
  }

  set username(value) {
    URL.#assign(this, 'username', value);
  }

  get password() {
    const { href, host_start: end, username_end: usernameEnd } = this.#context;
    return end > usernameEnd ? href.slice(usernameEnd + 1, end) : '';
  }

  set password(value) {
    URL.#assign(this, 'password', value);
  }

  get host() {
    const start = this.#context.host_start;
    return this.#hostAfter(start);
  }

  set host(value) {
    URL.#assign(this, 'host', value);
  }

  get hostname() {
    const { href, host_start: start, host_end: end } = this.#context;
    return href.slice(href[start] === '@' ? start + 1 : start, end);
  }

  set hostname(value) {
    URL.#assign(this, 'hostname', value);
  }

  get port() {
    const { port } = this.#context;
    return port === OMITTED ? '' : `${port}`;
  }

  set port(value) {
    URL.#assign(this, 'port', value);
  }

  get pathname() {
    const { hash_start: hashStart, href, pathname_start: start, search_start: searchStart } = this.#context;
    const end = searchStart !== OMITTED ? searchStart : hashStart;
    return end === OMITTED ? href.slice(start) : href.slice(start, end);
  }

  set pathname(value) {
    URL.#assign(this, 'pathname', value);
  }

  get search() {
    this.#ensureSearchParamsUpdated();
    const { hash_start: hashStart, href, search_start: start } = this.#context;
    if (start === OMITTED) return '';
    const end = hashStart === OMITTED ? href.length : hashStart;
    return end - start > 1 ? href.slice(start, end) : '';
  }

  set search(value) {
    URL.#assign(this, 'search', value);
    this.#refreshParams();
  }

  get searchParams() {
    this.#searchParams ??= paramsOf(this, this.search.slice(1));
    return this.#searchParams;
  }

  get hash() {
    const { hash_start: start, href } = this.#context;
    return start === OMITTED || href.length - start <= 1 ? '' : href.slice(start);
  }

  set hash(value) {
    URL.#assign(this, 'hash', value);
  }

  toJSON() {
    this.#ensureSearchParamsUpdated();
    return this.#context.href;
  }

  #take(href, context = this.#context) {
    context.href = href;
    context.protocol_end = components[0];
    context.username_end = components[1];
    context.host_start = components[2];
    context.host_end = components[3];
    context.port = components[4];
    context.pathname_start = components[5];
    context.search_start = components[6];
    context.hash_start = components[7];
    context.scheme_type = SCHEME_TYPES[href.slice(0, components[0])] ?? 1;
  }

  /** Static, so that a receiver that is no URL lacks the private member that is read, as in Node. */
  static #assign(url, property, value) {
    if (url.#hasChangedParams) url.#ensureSearchParamsUpdated();
    const href = update(url.#context.href, property, `${value}`, components);
    if (href !== undefined) url.#take(href);
  }

  /** Writing the parameters back waits until somebody looks, so that many changes cost one. */
  #ensureSearchParamsUpdated() {
    if (!this.#hasChangedParams) return;
    this.#hasChangedParams = false;
    const href = update(this.#context.href, 'search', this.#searchParams.toString(), components);
    if (href !== undefined) this.#take(href);
  }

  #refreshParams() {
    if (this.#searchParams !== undefined) replaceParams(this.#searchParams, this.search.slice(1));
  }

  #hostAfter(start) {
    const { href, host_end: end, port } = this.#context;
    const host = href.slice(href[start] === '@' ? start + 1 : start, end);
    return port === OMITTED ? host : `${host}:${port}`;
  }
}

// Neither is data that a message could carry.
setTransferMode(URL.prototype, 0);
setTransferMode(URLSearchParams.prototype, 0);
Object.defineProperty(URL.prototype, Symbol.toStringTag, { __proto__: null, configurable: true, value: 'URL' });
makeEnumerable(URL, ['parse', 'canParse', 'createObjectURL', 'revokeObjectURL']);
makeEnumerable(URL.prototype, ['toString', 'href', 'origin', 'protocol', 'username', 'password', 'host', 'hostname', 'port',
  'pathname', 'search', 'searchParams', 'hash', 'toJSON']);

const SHOWN_PROPERTIES = ['href', 'origin', 'protocol', 'username', 'password', 'host', 'hostname', 'port', 'pathname',
  'search', 'searchParams', 'hash'];

/**
 * @param {string} domain
 * @returns {string}
 */
function domainToASCII(domain) {
  if (arguments.length < 1) throw new ERR_MISSING_ARGS('domain');
  return nativeDomainToASCII(`${domain}`);
}

/**
 * @param {string} domain
 * @returns {string}
 */
function domainToUnicode(domain) {
  if (arguments.length < 1) throw new ERR_MISSING_ARGS('domain');
  return nativeDomainToUnicode(`${domain}`);
}

/**
 * What `http.request` understands, made of a URL or of anything with its properties.
 * @param {URL} url
 */
function urlToHttpOptions(url) {
  validateObject(url, 'url', kValidateObjectAllowObjects);
  const { hostname, pathname, port, username, password, search } = url;
  const options = {
    __proto__: null,
    ...url,
    protocol: url.protocol,
    hostname: hostname && hostname[0] === '[' ? hostname.slice(1, -1) : hostname,
    hash: url.hash,
    search,
    pathname,
    path: `${pathname || ''}${search || ''}`,
    href: url.href,
  };
  if (port !== '') options.port = Number(port);
  if (username || password) options.auth = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return options;
}

/** A URL of this or another realm, and not what `url.parse` returns. */
function isURL(value) {
  return Boolean(value?.href && value.protocol && value.auth === undefined && value.path === undefined);
}

/**
 * @param {string | URL} path
 * @param {{ windows?: boolean }} [options]
 * @returns {string}
 */
function fileURLToPath(path, options = {}) {
  const url = validatedFileURL(path);
  return options?.windows ?? process.platform === 'win32' ? windowsPathOf(url, decodeURIComponent) : posixPathOf(url);
}

/**
 * The same for paths that are not text.
 * @param {string | URL} path
 * @param {{ windows?: boolean }} [options]
 * @returns {Buffer}
 */
function fileURLToPathBuffer(path, options = {}) {
  const url = validatedFileURL(path);
  // Lazy: hardly anybody asks for bytes.
  const { unescapeBuffer } = require('querystring');
  const { Buffer } = require('buffer');
  if (options?.windows ?? process.platform === 'win32') {
    return Buffer.from(windowsPathOf(url, (text) => unescapeBuffer(text).toString('latin1')), 'latin1');
  }
  validatePosixFileURL(url);
  return unescapeBuffer(url.pathname);
}

/**
 * @param {string} filepath
 * @param {{ windows?: boolean }} [options]
 * @returns {URL}
 */
function pathToFileURL(filepath, options = undefined) {
  validateString(filepath, 'path');
  const isWindows = options?.windows ?? process.platform === 'win32';
  // `\\?\C:\` is `C:\` without limits.
  if (isWindows && /^\\\\\?\\[A-Za-z]:\\/.test(filepath)) filepath = filepath.slice(4);
  const isUNC = isWindows && filepath.startsWith('\\\\');
  let resolved = filepath;
  if (!isUNC) resolved = isWindows ? path.win32.resolve(filepath) : path.posix.resolve(filepath);
  if (isUNC || (isWindows && resolved.startsWith('\\\\'))) return uncToFileURL(resolved);

  // Resolving removes the separator at the end, which tells a folder's URL from a file's.
  const last = filepath.charCodeAt(filepath.length - 1);
  const endsWithSeparator = last === CHAR_SLASH || (isWindows && last === CHAR_BACKSLASH);
  if (endsWithSeparator && !resolved.endsWith(isWindows ? '\\' : '/')) resolved += '/';
  if (isWindows) resolved = resolved.replaceAll('\\', '/');
  return new URL(`file://${isWindows ? '/' : ''}${encodePath(resolved)}`);
}

/** For functions that take a path or a `file:` URL. */
function toPathIfFileURL(fileURLOrPath) {
  return isURL(fileURLOrPath) ? fileURLToPath(fileURLOrPath) : fileURLOrPath;
}

function uncToFileURL(resolved) {
  const prefixLength = resolved.startsWith('\\\\?\\UNC\\') ? 8 : 2;
  const hostEnd = resolved.indexOf('\\', prefixLength);
  if (hostEnd === -1) throw new ERR_INVALID_ARG_VALUE('path', resolved, 'Missing UNC resource path');
  if (hostEnd === 2) throw new ERR_INVALID_ARG_VALUE('path', resolved, 'Empty UNC servername');
  const host = resolved.slice(prefixLength, hostEnd);
  const rest = resolved.slice(hostEnd);
  const url = new URL(`file://${encodePath(rest.replaceAll('\\', '/'))}`);
  url.hostname = nativeDomainToASCII(host) || host;
  // An assignment of something that is no host changes nothing.
  if (url.hostname === '') throw new ERR_INVALID_URL(rest, host);
  return url;
}

/** `encodeURI` leaves alone what separates the parts of a URL, and `~`, which Node encodes. */
function encodePath(text) {
  return encodeURI(text.toWellFormed()).replace(/[?#~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

function validatedFileURL(path) {
  if (typeof path === 'string') path = new URL(path);
  else if (!isURL(path)) throw new ERR_INVALID_ARG_TYPE('path', ['string', 'URL'], path);
  if (path.protocol !== 'file:') throw new ERR_INVALID_URL_SCHEME('file');
  return path;
}

function posixPathOf(url) {
  validatePosixFileURL(url);
  const { pathname } = url;
  return pathname.includes('%') ? decodeURIComponent(pathname) : pathname;
}

function validatePosixFileURL(url) {
  if (url.hostname !== '') throw new ERR_INVALID_FILE_URL_HOST(process.platform);
  if (/%2f/i.test(url.pathname)) {
    throw new ERR_INVALID_FILE_URL_PATH('must not include encoded / characters', url);
  }
}

function windowsPathOf(url, decode) {
  if (/%2f|%5c/i.test(url.pathname)) {
    throw new ERR_INVALID_FILE_URL_PATH('must not include encoded \\ or / characters', url);
  }
  const pathname = decode(url.pathname.replaceAll('/', '\\'));
  if (url.hostname !== '') return `\\\\${nativeDomainToUnicode(url.hostname)}${pathname}`;
  if (!/^\\[A-Za-z]:/.test(pathname)) throw new ERR_INVALID_FILE_URL_PATH('must be absolute', url);
  return pathname.slice(1);
}

/** As Node's native constructor makes it: without the code in its stack. */
function invalidURL(input, base) {
  const error = new TypeError('Invalid URL');
  error.code = 'ERR_INVALID_URL';
  error.input = input;
  if (base !== undefined) error.base = base;
  return error;
}

function originOfBlob(pathname) {
  const url = URL.parse(pathname);
  return url !== null && (url.protocol === 'http:' || url.protocol === 'https:') ? url.origin : 'null';
}

function toUSVString(value) {
  return `${value}`.toWellFormed();
}

function nameAndValue(pair) {
  const isTuple = pair !== null && (typeof pair === 'object' || typeof pair === 'function') &&
    typeof pair[Symbol.iterator] === 'function';
  if (!isTuple) throw new ERR_INVALID_TUPLE('Each query pair', '[name, value]');
  const elements = [];
  for (const element of pair) elements.push(toUSVString(element));
  if (elements.length !== 2) throw new ERR_INVALID_TUPLE('Each query pair', '[name, value]');
  return elements;
}

function fromRecord(record) {
  // Names that become equal when they are made well-formed keep the first one's place and the last one's value.
  const values = new Map();
  for (const key of Reflect.ownKeys(record)) {
    if (!Object.getOwnPropertyDescriptor(record, key)?.enumerable) continue;
    values.set(toUSVString(key), toUSVString(record[key]));
  }
  return [...values].flat();
}

/** The names and values of `application/x-www-form-urlencoded` text. */
function parseForm(text) {
  const list = [];
  let start = 0;
  while (start < text.length) {
    let end = text.indexOf('&', start);
    if (end === -1) end = text.length;
    if (end > start) {
      const pair = text.slice(start, end);
      const middle = pair.indexOf('=');
      if (middle === -1) list.push(decodeFormText(pair), '');
      else list.push(decodeFormText(pair.slice(0, middle)), decodeFormText(pair.slice(middle + 1)));
    }
    start = end + 1;
  }
  return list;
}

function decodeFormText(text) {
  if (text.includes('+')) text = text.replaceAll('+', ' ');
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text.replace(/(?:%[0-9A-Fa-f]{2})+/g, decodeRun);
  }
}

/** Bytes that are not UTF-8 become replacement characters. */
function decodeRun(run) {
  try {
    return decodeURIComponent(run);
  } catch {
    return require('buffer').Buffer.from(run.replaceAll('%', ''), 'hex').toString();
  }
}

function serializeForm(list) {
  let text = '';
  for (let index = 0; index < list.length; index += 2) {
    if (index > 0) text += '&';
    text += `${encodeFormText(list[index])}=${encodeFormText(list[index + 1])}`;
  }
  return text;
}

function encodeFormText(text) {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code >= 128 || FORM_UNRESERVED[code] === 0) {
      return encodeURIComponent(text).replace(/[!'()~]|%20/g, (match) => FORM_ENCODED_IN_ADDITION[match]);
    }
  }
  return text;
}

function inspectorOf(recurseTimes, ctx) {
  const { inspect } = require('internal/util/inspect');
  const options = { ...ctx };
  if (recurseTimes !== null) options.depth = recurseTimes - 1;
  return (value) => inspect(value, options);
}

function isTooWide(shown, ctx) {
  // eslint-disable-next-line no-control-regex
  const width = shown.reduce((sum, text) => sum + text.replace(/\u001b\[\d+m/g, '').length + 2, -2);
  return width > ctx.breakLength;
}

/** The width as `util.inspect` reckons it for its own objects. */
function isTooWideForIterator(shown, ctx) {
  if (shown.some((text) => text.includes('\n'))) return true;
  const fixedWidth = 11;
  return isTooWide(shown, { breakLength: ctx.breakLength - (ctx.indentationLvl ?? 0) - fixedWidth - 2 });
}

function bracesAround(shown, breaksLines) {
  if (shown.length === 0) return '{}';
  return breaksLines ? `{\n  ${shown.join(',\n  ')} }` : `{ ${shown.join(', ')} }`;
}

function makeEnumerable(object, names) {
  for (const name of names) Object.defineProperty(object, name, { __proto__: null, enumerable: true });
}

module.exports = {
  URL,
  URLSearchParams,
  domainToASCII,
  domainToUnicode,
  fileURLToPath,
  fileURLToPathBuffer,
  isURL,
  pathToFileURL,
  toPathIfFileURL,
  urlToHttpOptions,
};
