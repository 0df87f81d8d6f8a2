'use strict';

// MIME types, read and written as the WHATWG standard says.
// https://nodejs.org/api/util.html#class-utilmimetype

const { codes: { ERR_INVALID_MIME_SYNTAX } } = require('internal/errors');

const NOT_HTTP_TOKEN = /[^!#$%&'*+\-.^_`|~A-Za-z0-9]/;
const NOT_HTTP_QUOTED_STRING = /[^\t\u0020-~\u0080-\u00ff]/;
const LEADING_WHITESPACE = /[^\r\n\t ]|$/;
const TRAILING_WHITESPACE = /[\r\n\t ]*$/;
const QUOTED_VALUE = /^(?:([\\]$)|[\\][\s\S]|[^"])*(?:(")|$)/;

function toASCIILower(text) {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

function firstNonWhitespace(text) {
  return text.search(LEADING_WHITESPACE);
}

/** A type or subtype: a token, in lower case. Throws the error that says what is wrong with it. */
function parseToken(text, production, source = text) {
  const invalidIndex = text.search(NOT_HTTP_TOKEN);
  if (text === '' || invalidIndex !== -1) {
    throw new ERR_INVALID_MIME_SYNTAX(production, source, invalidIndex);
  }
  return toASCIILower(text);
}

function parseTypeAndSubtype(source) {
  let position = firstNonWhitespace(source);
  const typeEnd = source.indexOf('/', position);
  const type = parseToken(source.slice(position, typeEnd === -1 ? undefined : typeEnd), 'type', source);
  if (typeEnd === -1) throw new ERR_INVALID_MIME_SYNTAX('type', source, -1);
  position = typeEnd + 1;

  const subtypeEnd = source.indexOf(';', position);
  const subtype = source.slice(position, subtypeEnd === -1 ? undefined : subtypeEnd).replace(TRAILING_WHITESPACE, '');
  return {
    type,
    subtype: parseToken(subtype, 'subtype', source),
    parameters: subtypeEnd === -1 ? '' : source.slice(subtypeEnd + 1),
  };
}

/** Fills `data` with the parameters of a text; what is malformed is left out, and the first of a name counts. */
function parseParameters(data, source) {
  let position = 0;
  while (position < source.length) {
    position += firstNonWhitespace(source.slice(position));
    const rest = source.slice(position);
    const nameEnd = rest.search(/[;=]/);
    const name = toASCIILower(nameEnd === -1 ? rest : rest.slice(0, nameEnd));
    if (nameEnd === -1) return;
    position += nameEnd + 1;
    if (rest[nameEnd] === ';') continue;
    let value;
    if (source[position] === '"') {
      const match = QUOTED_VALUE.exec(source.slice(position + 1));
      value = unescapeQuoted(match[0], match[2]);
      position += 1 + match[0].length;
      // What follows the closing quote belongs to nothing.
      const end = source.indexOf(';', position);
      position = end === -1 ? source.length : end + 1;
    } else {
      const end = source.indexOf(';', position);
      value = (end === -1 ? source.slice(position) : source.slice(position, end)).replace(TRAILING_WHITESPACE, '');
      position = end === -1 ? source.length : end + 1;
      if (value === '') continue;
    }
    if (name !== '' && !NOT_HTTP_TOKEN.test(name) && !NOT_HTTP_QUOTED_STRING.test(value) && !data.has(name)) {
      data.set(name, value);
    }
  }
}

// A backslash at the very end stands for itself.
function unescapeQuoted(text, closingQuote) {
  const content = closingQuote === undefined ? text : text.slice(0, -1);
  return content.replace(/\\([^])/g, '$1');
}

function encodeValue(value) {
  if (value.length > 0 && !NOT_HTTP_TOKEN.test(value)) return value;
  return `"${value.replace(/[\\"]/g, '\\$&')}"`;
}

class MIMEParams {
  #data = new Map();

  delete(name) {
    this.#data.delete(toASCIILower(`${name}`));
  }

  get(name) {
    return this.#data.get(toASCIILower(`${name}`)) ?? null;
  }

  has(name) {
    return this.#data.has(toASCIILower(`${name}`));
  }

  set(name, value) {
    name = `${name}`;
    value = `${value}`;
    const invalidNameIndex = name.search(NOT_HTTP_TOKEN);
    if (name.length === 0 || invalidNameIndex !== -1) {
      throw new ERR_INVALID_MIME_SYNTAX('parameter name', name, invalidNameIndex);
    }
    const invalidValueIndex = value.search(NOT_HTTP_QUOTED_STRING);
    if (invalidValueIndex !== -1) throw new ERR_INVALID_MIME_SYNTAX('parameter value', value, invalidValueIndex);
    this.#data.set(toASCIILower(name), value);
  }

  *entries() {
    yield* this.#data.entries();
  }

  *keys() {
    yield* this.#data.keys();
  }

  *values() {
    yield* this.#data.values();
  }

  toString() {
    return [...this.#data].map(([name, value]) => `${name}=${encodeValue(value)}`).join(';');
  }

  // Used by MIMEType and hidden from everyone else.
  static parseInto(params, source) {
    parseParameters(params.#data, source);
    return params;
  }
}

const { parseInto } = MIMEParams;
delete MIMEParams.parseInto;

Object.defineProperties(MIMEParams.prototype, {
  [Symbol.iterator]: {
    __proto__: null, configurable: true, value: MIMEParams.prototype.entries, writable: true,
  },
  toJSON: { __proto__: null, configurable: true, value: MIMEParams.prototype.toString, writable: true },
});

class MIMEType {
  #type;
  #subtype;
  #params;

  constructor(string) {
    string = `${string}`;
    const { type, subtype, parameters } = parseTypeAndSubtype(string);
    this.#type = type;
    this.#subtype = subtype;
    this.#params = parseInto(new MIMEParams(), parameters);
  }

  /** Like the constructor, but null for what is no MIME type. */
  static parse(string) {
    try {
      return new MIMEType(string);
    } catch {
      return null;
    }
  }

  get type() {
    return this.#type;
  }

  set type(value) {
    this.#type = parseToken(`${value}`, 'type');
  }

  get subtype() {
    return this.#subtype;
  }

  set subtype(value) {
    this.#subtype = parseToken(`${value}`, 'subtype');
  }

  get essence() {
    return `${this.#type}/${this.#subtype}`;
  }

  get params() {
    return this.#params;
  }

  toString() {
    const parameters = this.#params.toString();
    return parameters.length === 0 ? this.essence : `${this.essence};${parameters}`;
  }
}
Object.defineProperties(MIMEType.prototype, {
  toJSON: { __proto__: null, configurable: true, value: MIMEType.prototype.toString, writable: true },
});

module.exports = { MIMEParams, MIMEType };
