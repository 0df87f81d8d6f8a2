'use strict';
// The headers of a received message as objects: what becomes of a name that comes more than once.
// https://nodejs.org/docs/latest-v24.x/api/http.html#messageheaders

// What to do with a further value: each of these is one of the three.
const COMMA = 0;
const FIRST_ONLY = 1;
const COOKIE = 2;
const LIST = 3;

/** @type {Map<string, number>} */
const RULES = new Map([['set-cookie', LIST], ['cookie', COOKIE]]);
for (const name of [
  'age', 'authorization', 'content-length', 'content-type', 'etag', 'expires', 'from', 'host', 'if-modified-since',
  'if-unmodified-since', 'last-modified', 'location', 'max-forwards', 'proxy-authorization', 'referer', 'retry-after', 'server',
  'user-agent',
]) RULES.set(name, FIRST_ONLY);

// Names as they come, in lower case: clients have few ways to write one.
const lowerCase = new Map();
const MAX_KNOWN_NAMES = 512;

function toKey(name) {
  let key = lowerCase.get(name);
  if (key === undefined) {
    key = name.toLowerCase();
    if (lowerCase.size < MAX_KNOWN_NAMES && name.length < 64) lowerCase.set(name, key);
  }
  return key;
}

/** Adds one line to `headers`. */
function addHeaderLine(headers, name, value, joinsDuplicates) {
  const key = toKey(name);
  const known = headers[key];
  const rule = RULES.get(key) ?? COMMA;
  if (rule === LIST) {
    if (known === undefined) headers[key] = [value];
    else known.push(value);
  } else if (known === undefined || typeof known !== 'string') {
    // What is not a string was inherited.
    headers[key] = value;
  } else if (rule === COOKIE) {
    headers[key] = `${known}; ${value}`;
  } else if (rule === COMMA || joinsDuplicates) {
    headers[key] = `${known}, ${value}`;
  }
}

/** Adds one line to `headersDistinct`. */
function addHeaderLineDistinct(headers, name, value) {
  const key = toKey(name);
  if (headers[key] === undefined) headers[key] = [value];
  else headers[key].push(value);
}

module.exports = { addHeaderLine, addHeaderLineDistinct };
