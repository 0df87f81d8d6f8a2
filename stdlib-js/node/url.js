'use strict';

// `node:url`: the WHATWG classes, and the older functions that split and join URLs by rules of their own.
// https://nodejs.org/docs/latest-v24.x/api/url.html

const { toASCII } = internalBinding('url');
const { codes: { ERR_INVALID_ARG_TYPE, ERR_INVALID_URL } } = require('internal/errors');
const {
  URL,
  URLSearchParams,
  domainToASCII,
  domainToUnicode,
  fileURLToPath,
  fileURLToPathBuffer,
  pathToFileURL,
  urlToHttpOptions,
} = require('internal/url');
const { validateObject, validateString } = require('internal/validators');

const PROTOCOL = /^[a-z0-9.+-]+:/i;
const PORT = /:[0-9]*$/;
const AUTHORITY_WITH_USER = /^\/\/[^@/]+@[^@/]+/;
const SIMPLE_PATH = /^(\/\/?(?!\/)[^?\s]*)(\?[^\s]*)?$/;
const NEVER_IN_A_HOST = /[ "%';<>\\^`{|}]/g;
const FORBIDDEN_IN_HOST = /[\0\t\n\r #%/:<>?@[\\\]^|]/;
const FORBIDDEN_IN_IPV6_HOST = /[\0\t\n\r #%/<>?@\\^|]/;
const ESCAPED_AFTER_HOST = /[\t\n\r "'<>\\^`{|}]/g;
const LONGEST_HOSTNAME = 255;

// Protocols that never have a host, and those that always have one after `//`; with and without their colon.
const HOSTLESS = new Set(['javascript', 'javascript:']);
const SLASHED = new Set(['http', 'https', 'ftp', 'gopher', 'file', 'ws', 'wss'].flatMap((name) => [name, `${name}:`]));

let hasWarnedOfParse = false;
let hasWarnedOfPort = false;

function Url() {
  this.protocol = null;
  this.slashes = null;
  this.auth = null;
  this.host = null;
  this.port = null;
  this.hostname = null;
  this.hash = null;
  this.search = null;
  this.query = null;
  this.pathname = null;
  this.path = null;
  this.href = null;
}

Url.prototype.parse = function parse(url, parseQueryString, slashesDenoteHost) {
  validateString(url, 'url');
  let rest = withForwardSlashes(trimmed(url));

  const isSimple = !slashesDenoteHost && !rest.includes('#') && !beforeQuery(rest).includes('@');
  const simple = isSimple ? SIMPLE_PATH.exec(rest) : null;
  if (simple !== null) return takeSimplePath(this, rest, simple, parseQueryString);

  const protocol = PROTOCOL.exec(rest)?.[0];
  const lowerProtocol = protocol?.toLowerCase();
  if (protocol !== undefined) {
    this.protocol = lowerProtocol;
    rest = rest.slice(protocol.length);
  }

  let hasSlashes = false;
  // `user@host` is a host wherever it stands, because browsers resolve `//host/path` so.
  if (slashesDenoteHost || protocol !== undefined || AUTHORITY_WITH_USER.test(rest)) {
    hasSlashes = rest.startsWith('//');
    if (hasSlashes && !HOSTLESS.has(lowerProtocol)) {
      rest = rest.slice(2);
      this.slashes = true;
    }
  }
  const hasHost = hasSlashes || (protocol !== undefined && !SLASHED.has(protocol));
  if (hasHost && !HOSTLESS.has(lowerProtocol)) rest = takeAuthority(this, rest, url);
  if (!HOSTLESS.has(lowerProtocol)) rest = rest.replace(ESCAPED_AFTER_HOST, percentEncoded);

  takePathQueryAndHash(this, rest, parseQueryString);
  if (SLASHED.has(lowerProtocol) && this.hostname && !this.pathname) this.pathname = '/';
  if (this.pathname || this.search) this.path = `${this.pathname || ''}${this.search || ''}`;
  this.href = this.format();
  return this;
};

Url.prototype.format = function format() {
  let protocol = this.protocol || '';
  if (protocol !== '' && !protocol.endsWith(':')) protocol += ':';
  let pathname = (this.pathname || '').replace(/[#?]/g, percentEncoded);
  let host = formatHost(this);
  const query = this.query !== null && typeof this.query === 'object' ? querystring().stringify(this.query) : '';
  let search = this.search || (query && `?${query}`) || '';
  let hash = this.hash || '';

  if (this.slashes || SLASHED.has(protocol)) {
    if (this.slashes || host) {
      if (pathname !== '' && pathname[0] !== '/') pathname = `/${pathname}`;
      host = `//${host}`;
    } else if (protocol.startsWith('file')) {
      host = '//';
    }
  }
  search = search.replaceAll('#', '%23');
  if (hash !== '' && hash[0] !== '#') hash = `#${hash}`;
  if (search !== '' && search[0] !== '?') search = `?${search}`;
  return protocol + host + pathname + search + hash;
};

Url.prototype.resolve = function resolve(relative) {
  return this.resolveObject(parsed(relative, false, true)).format();
};

Url.prototype.resolveObject = function resolveObject(relative) {
  if (typeof relative === 'string') relative = new Url().parse(relative, false, true);
  const result = Object.assign(new Url(), this);
  // Even an empty reference removes the fragment.
  result.hash = relative.hash;

  if (relative.href === '') return finished(result);
  if (relative.slashes && !relative.protocol) return resolveWithoutProtocol(result, relative);
  if (relative.protocol && relative.protocol !== result.protocol) return resolveOtherProtocol(result, relative);
  return resolvePath(result, relative);
};

Url.prototype.parseHost = function parseHost() {
  let { host } = this;
  const port = PORT.exec(host)?.[0];
  if (port !== undefined) {
    if (port !== ':') this.port = port.slice(1);
    host = host.slice(0, host.length - port.length);
  }
  if (host) this.hostname = host;
};

/**
 * @param {string} url
 * @param {boolean} [parseQueryString]
 * @param {boolean} [slashesDenoteHost]
 */
function urlParse(url, parseQueryString, slashesDenoteHost) {
  warnOfParse();
  return parsed(url, parseQueryString, slashesDenoteHost);
}

/**
 * @param {string | URL | object} urlObject
 * @param {{ fragment?: boolean, unicode?: boolean, search?: boolean, auth?: boolean }} [options]
 * @returns {string}
 */
function urlFormat(urlObject, options) {
  if (typeof urlObject === 'string') {
    urlObject = urlParse(urlObject);
  } else if (typeof urlObject !== 'object' || urlObject === null) {
    throw new ERR_INVALID_ARG_TYPE('urlObject', ['Object', 'string'], urlObject);
  } else if (urlObject instanceof URL) {
    return formatURL(urlObject, options);
  }
  return Url.prototype.format.call(urlObject);
}

/**
 * @param {string} source
 * @param {string} relative
 */
function urlResolve(source, relative) {
  return urlParse(source, false, true).resolve(relative);
}

/**
 * @param {string | Url} source
 * @param {string | Url} relative
 */
function urlResolveObject(source, relative) {
  if (!source) return relative;
  return urlParse(source, false, true).resolveObject(relative);
}

function parsed(url, parseQueryString, slashesDenoteHost) {
  return url instanceof Url ? url : new Url().parse(url, parseQueryString, slashesDenoteHost);
}

function querystring() {
  // Lazy: most who load this file want `URL` alone.
  return require('querystring');
}

function warnOfParse() {
  if (hasWarnedOfParse || require('internal/util').isInsideNodeModules(4)) return;
  hasWarnedOfParse = true;
  process.emitWarning(
    '`url.parse()` behavior is not standardized and prone to errors that have security implications. ' +
    'Use the WHATWG URL API instead. CVEs are not issued for `url.parse()` vulnerabilities.',
    'DeprecationWarning',
    'DEP0169',
  );
}

function trimmed(url) {
  let start = 0;
  let end = url.length;
  while (start < end && isSpace(url.charCodeAt(start))) start++;
  while (end > start && isSpace(url.charCodeAt(end - 1))) end--;
  return url.slice(start, end);
}

function isSpace(code) {
  return code < 33 || code === 0xa0 || code === 0xfeff;
}

/** Backslashes before the query are separators, as in browsers. */
function withForwardSlashes(text) {
  if (!text.includes('\\')) return text;
  const head = beforeQuery(text);
  return head.replaceAll('\\', '/') + text.slice(head.length);
}

function beforeQuery(text) {
  const end = text.search(/[?#]/);
  return end === -1 ? text : text.slice(0, end);
}

function takeSimplePath(url, rest, [, pathname, search], parseQueryString) {
  url.path = rest;
  url.href = rest;
  url.pathname = pathname;
  if (search) {
    url.search = search;
    url.query = parseQueryString ? querystring().parse(search.slice(1)) : search.slice(1);
  } else if (parseQueryString) {
    url.query = { __proto__: null };
  }
  return url;
}

/** Takes user, host and port from the start of `rest` and returns what follows them. */
function takeAuthority(url, rest, input) {
  let end = rest.search(/[#/?]/);
  if (end === -1) end = rest.length;
  // The WHATWG parser removes these as well.
  const authority = rest.slice(0, end).replace(/[\t\n\r]/g, '');
  const at = authority.lastIndexOf('@');
  if (at !== -1) url.auth = decodeURIComponent(authority.slice(0, at));
  NEVER_IN_A_HOST.lastIndex = at + 1;
  const hostEnd = NEVER_IN_A_HOST.exec(authority)?.index ?? authority.length;
  url.host = authority.slice(at + 1, hostEnd);
  rest = authority.slice(hostEnd) + rest.slice(end);

  url.parseHost();
  if (typeof url.hostname !== 'string') url.hostname = '';
  const isIPv6 = isBracketed(url.hostname);
  if (!isIPv6) rest = cutHostname(url, rest, input);
  url.hostname = url.hostname.length > LONGEST_HOSTNAME ? '' : url.hostname.toLowerCase();
  if (url.hostname !== '') validateHostname(url, isIPv6, input);
  url.host = url.hostname + (url.port ? `:${url.port}` : '');

  if (!isIPv6) return rest;
  url.hostname = url.hostname.slice(1, -1);
  return rest[0] === '/' ? rest : `/${rest}`;
}

function validateHostname(url, isIPv6, input) {
  if (isIPv6) {
    if (FORBIDDEN_IN_IPV6_HOST.test(url.hostname)) throw new ERR_INVALID_URL(input);
    return;
  }
  url.hostname = toASCII(url.hostname);
  // Processing can produce what was not there, to make one host look like another; that is no mistake to repair.
  if (url.hostname === '' || FORBIDDEN_IN_HOST.test(url.hostname)) throw new ERR_INVALID_URL(input);
}

/** A host ends at a character that it cannot have; what follows becomes part of the path. */
function cutHostname(url, rest, input) {
  const { hostname } = url;
  const end = hostname.search(/[/\\#?:]/);
  if (end === -1) return rest;
  if (hostname[end] === ':' && !hasWarnedOfPort) {
    hasWarnedOfPort = true;
    process.emitWarning(`The URL ${input} is invalid. Future versions of Node.js will throw an error.`,
                        'DeprecationWarning', 'DEP0170');
  }
  url.hostname = hostname.slice(0, end);
  return `/${hostname.slice(end)}${rest}`;
}

function takePathQueryAndHash(url, rest, parseQueryString) {
  const hashStart = rest.indexOf('#');
  if (hashStart !== -1) url.hash = rest.slice(hashStart);
  const body = hashStart === -1 ? rest : rest.slice(0, hashStart);
  const searchStart = body.indexOf('?');
  if (searchStart !== -1) {
    url.search = body.slice(searchStart);
    url.query = body.slice(searchStart + 1);
    if (parseQueryString) url.query = querystring().parse(url.query);
  } else if (parseQueryString) {
    url.query = { __proto__: null };
  }
  const pathname = searchStart === -1 ? body : body.slice(0, searchStart);
  if (pathname !== '') url.pathname = pathname;
}

function formatHost(url) {
  const auth = url.auth ? `${querystring().escape(url.auth).replaceAll('%3A', ':')}@` : '';
  if (url.host) return auth + url.host;
  if (!url.hostname) return '';
  const needsBrackets = url.hostname.includes(':') && !isBracketed(url.hostname);
  const hostname = needsBrackets ? `[${url.hostname}]` : url.hostname;
  return `${auth}${hostname}${url.port ? `:${url.port}` : ''}`;
}

function isBracketed(hostname) {
  return hostname[0] === '[' && hostname[hostname.length - 1] === ']';
}

function percentEncoded(character) {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}

function formatURL(url, options) {
  let shown = { fragment: true, unicode: false, search: true, auth: true };
  if (options) {
    validateObject(options, 'options');
    for (const name of Object.keys(shown)) {
      if (options[name] !== undefined && options[name] !== null) shown = { ...shown, [name]: Boolean(options[name]) };
    }
  }
  const copy = new URL(url.href);
  if (!shown.fragment) copy.hash = '';
  if (!shown.search) copy.search = '';
  if (!shown.auth) copy.username = copy.password = '';
  const { href, hostname } = copy;
  if (!shown.unicode || hostname === '') return href;
  const unicode = domainToUnicode(hostname);
  if (unicode === '' || unicode === hostname) return href;
  const start = href.indexOf(hostname, href.lastIndexOf('@', href.indexOf('/', copy.protocol.length + 2)) + 1 || copy.protocol.length);
  return href.slice(0, start) + unicode + href.slice(start + hostname.length);
}

function finished(result) {
  result.href = result.format();
  return result;
}

function setPath(result) {
  result.path = `${result.pathname ? result.pathname : ''}${result.search ? result.search : ''}`;
}

/** `//host/path`: everything but the protocol is the reference's. */
function resolveWithoutProtocol(result, relative) {
  const { protocol } = result;
  Object.assign(result, relative);
  result.protocol = protocol;
  if (SLASHED.has(protocol) && result.hostname && !result.pathname) result.path = result.pathname = '/';
  return finished(result);
}

function resolveOtherProtocol(result, relative) {
  if (!SLASHED.has(relative.protocol)) return finished(Object.assign(result, relative));

  result.protocol = relative.protocol;
  let { host, hostname, pathname } = relative;
  if (!host && !/^file:?$/.test(relative.protocol) && !HOSTLESS.has(relative.protocol)) {
    // The protocol must have a host, so the first segment that is not empty becomes it.
    const segments = (pathname || '').split('/');
    while (segments.length > 0 && !host) host = segments.shift();
    host ||= '';
    hostname ||= '';
    if (segments[0] !== '') segments.unshift('');
    if (segments.length < 2) segments.unshift('');
    pathname = segments.join('/');
  }
  result.pathname = pathname;
  result.search = relative.search;
  result.query = relative.query;
  result.host = host || '';
  result.auth = relative.auth;
  result.hostname = hostname || host;
  result.port = relative.port;
  if (result.pathname || result.search) setPath(result);
  result.slashes ||= relative.slashes;
  return finished(result);
}

/** The same protocol or none: paths are merged, and where the protocol has no `//`, hosts are their first segments. */
function resolvePath(result, relative) {
  const isSourceAbsolute = startsWithSlash(result.pathname);
  const isAbsolute = Boolean(relative.host) || startsWithSlash(relative.pathname);
  const keepsInside = Boolean(isAbsolute || isSourceAbsolute || (result.host && relative.pathname));
  let mustEndAbsolute = keepsInside;
  let segments = result.pathname ? result.pathname.split('/') : [];
  const added = relative.pathname ? relative.pathname.split('/') : [];
  const isHostInPath = Boolean(result.protocol && !SLASHED.has(result.protocol));
  let { host, hostname, port } = relative;

  if (isHostInPath) {
    putHostInPath(segments, result.host);
    result.host = result.hostname = '';
    result.port = null;
    if (relative.protocol) {
      result.auth = null;
      putHostInPath(added, host);
      host = hostname = port = null;
    }
    mustEndAbsolute &&= added[0] === '' || segments[0] === '';
  }

  if (isAbsolute) {
    if (host || host === '') {
      if (result.host !== host) result.auth = null;
      result.host = host;
      result.port = port;
    }
    if (hostname || hostname === '') {
      if (result.hostname !== hostname) result.auth = null;
      result.hostname = hostname;
    }
    result.search = relative.search;
    result.query = relative.query;
    segments = added;
  } else if (added.length > 0) {
    // The reference replaces the last segment.
    segments = [...segments.slice(0, -1), ...added];
    result.search = relative.search;
    result.query = relative.query;
  } else if (relative.search !== null && relative.search !== undefined) {
    if (isHostInPath) takeHostFromPath(result, segments.shift());
    result.search = relative.search;
    result.query = relative.query;
    if (result.pathname !== null || result.search !== null) setPath(result);
    return finished(result);
  }

  if (segments.length === 0) {
    result.pathname = null;
    result.path = result.search ? `/${result.search}` : null;
    return finished(result);
  }

  const last = segments[segments.length - 1];
  const isDots = last === '.' || last === '..';
  const endsWithSlash = last === '' || (isDots && Boolean(result.host || host || segments.length > 1));
  segments = withoutDots(segments, !keepsInside && !mustEndAbsolute);
  if (mustEndAbsolute && segments[0] !== '' && !startsWithSlash(segments[0])) segments.unshift('');
  if (endsWithSlash && !segments.join('/').endsWith('/')) segments.push('');

  const endsAbsolute = segments[0] === '' || startsWithSlash(segments[0]);
  if (isHostInPath) takeHostFromPath(result, endsAbsolute || segments.length === 0 ? '' : segments.shift());
  if ((mustEndAbsolute || (result.host && segments.length > 0)) && !endsAbsolute) segments.unshift('');

  result.pathname = segments.length > 0 ? segments.join('/') : null;
  if (segments.length === 0) result.path = null;
  if (result.pathname !== null || result.search !== null) setPath(result);
  result.auth = relative.auth || result.auth;
  result.slashes ||= relative.slashes;
  return finished(result);
}

function startsWithSlash(text) {
  return Boolean(text) && text[0] === '/';
}

function putHostInPath(segments, host) {
  if (!host) return;
  if (segments[0] === '') segments[0] = host;
  else segments.unshift(host);
}

/** A user can have got into the path together with the host. */
function takeHostFromPath(result, host) {
  result.host = result.hostname = host;
  if (!host || host.indexOf('@') <= 0) return;
  const parts = host.split('@');
  result.auth = parts[0];
  result.host = result.hostname = parts[1];
}

/** Removes `.` and each `..` with the segment before it; what leads out of the path stays only where it may. */
function withoutDots(segments, keepsParents) {
  const kept = [];
  let parents = 0;
  for (let index = segments.length - 1; index >= 0; index--) {
    const segment = segments[index];
    if (segment === '.') continue;
    if (segment === '..') parents++;
    else if (parents > 0) parents--;
    else kept.push(segment);
  }
  if (keepsParents) for (; parents > 0; parents--) kept.push('..');
  return kept.reverse();
}

module.exports = {
  Url,
  parse: urlParse,
  resolve: urlResolve,
  resolveObject: urlResolveObject,
  format: urlFormat,
  get URLPattern() {
    // Lazy: it is large, and hardly anybody matches URLs.
    return require('internal/urlpattern').URLPattern;
  },
  URL,
  URLSearchParams,
  domainToASCII,
  domainToUnicode,
  pathToFileURL,
  fileURLToPath,
  fileURLToPathBuffer,
  urlToHttpOptions,
};
