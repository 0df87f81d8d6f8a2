'use strict';
// The headers of a message that is yet to be sent: an object of `[name as given, value]` by lower-case name, made by the first
// header. What is kept here has been validated, and is not validated again when the head is written.
// https://nodejs.org/docs/latest-v24.x/api/http.html#class-httpoutgoingmessage

const { codes: { ERR_HTTP_HEADERS_SENT, ERR_INVALID_ARG_TYPE } } = require('internal/errors');
const { validateString } = require('internal/validators');
const { validateHeaderName, validateHeaderValue } = require('internal/http/tokens');
const { kOutHeaders } = require('internal/http/symbols');

const { isArray } = Array;

/** Methods of OutgoingMessage.prototype. */
const methods = {
  setHeader(name, value) {
    if (this._header) throw new ERR_HTTP_HEADERS_SENT('set');
    validateHeaderName(name);
    validateHeaderValue(name, value, this._isLenientHeaderValidation());
    const headers = this[kOutHeaders] ??= { __proto__: null };
    headers[name.toLowerCase()] = [name, value];
    return this;
  },

  setHeaders(headers) {
    if (this._header) throw new ERR_HTTP_HEADERS_SENT('set');
    if (!headers || isArray(headers) || typeof headers.keys !== 'function' || typeof headers.get !== 'function') {
      throw new ERR_INVALID_ARG_TYPE('headers', ['Headers', 'Map'], headers);
    }
    // `Headers` gives each cookie as an entry of its own.
    const cookies = [];
    for (const { 0: name, 1: value } of headers) {
      if (name !== 'set-cookie') this.setHeader(name, value);
      else if (isArray(value)) cookies.push(...value);
      else cookies.push(value);
    }
    if (cookies.length > 0) this.setHeader('set-cookie', cookies);
    return this;
  },

  appendHeader(name, value) {
    if (this._header) throw new ERR_HTTP_HEADERS_SENT('append');
    validateHeaderName(name);
    validateHeaderValue(name, value, this._isLenientHeaderValidation());

    const entry = this[kOutHeaders]?.[name.toLowerCase()];
    if (entry === undefined) return this.setHeader(name, value);
    if (!isArray(entry[1])) entry[1] = [entry[1]];
    if (isArray(value)) entry[1].push(...value);
    else entry[1].push(value);
    return this;
  },

  getHeader(name) {
    validateString(name, 'name');
    return this[kOutHeaders]?.[name.toLowerCase()]?.[1];
  },

  getHeaderNames() {
    const headers = this[kOutHeaders];
    return headers ? Object.keys(headers) : [];
  },

  getRawHeaderNames() {
    const headers = this[kOutHeaders];
    return headers ? Object.values(headers).map((entry) => entry[0]) : [];
  },

  getHeaders() {
    const headers = this[kOutHeaders];
    const copy = { __proto__: null };
    for (const key in headers) copy[key] = headers[key][1];
    return copy;
  },

  hasHeader(name) {
    validateString(name, 'name');
    return this[kOutHeaders]?.[name.toLowerCase()] !== undefined;
  },

  removeHeader(name) {
    validateString(name, 'name');
    if (this._header) throw new ERR_HTTP_HEADERS_SENT('remove');
    const key = name.toLowerCase();
    noteRemoval(this, key);
    const headers = this[kOutHeaders];
    if (headers) delete headers[key];
  },

  _renderHeaders() {
    if (this._header) throw new ERR_HTTP_HEADERS_SENT('render');
    const headers = this[kOutHeaders];
    const rendered = {};
    for (const key in headers) rendered[headers[key][0]] = headers[key][1];
    return rendered;
  },
};

/** Headers that a message gets by itself are left out from then on. */
function noteRemoval(message, key) {
  switch (key) {
    case 'connection': message._removedConnection = true; break;
    case 'content-length': message._removedContLen = true; break;
    case 'transfer-encoding': message._removedTE = true; break;
    case 'date': message.sendDate = false; break;
    default: break;
  }
}

/** The option `uniqueHeaders` as a set of lower-case names, null without any. */
function parseUniqueHeadersOption(headers) {
  if (!isArray(headers)) return null;
  const unique = new Set();
  for (const name of headers) unique.add(name.toLowerCase());
  return unique;
}

module.exports = { methods, parseUniqueHeadersOption };
