'use strict';
// Writes the head of a message: the headers given, those that are missing, and what they decide about length, chunks and
// the connection.
// https://nodejs.org/docs/latest-v24.x/api/http.html#class-httpoutgoingmessage

const { Buffer } = require('buffer');
const { codes: { ERR_HTTP_TRAILER_INVALID, ERR_INVALID_ARG_VALUE } } = require('internal/errors');
const { validateHeaderName, validateHeaderValue } = require('internal/http/tokens');
const { kOutHeaders, kUniqueHeaders } = require('internal/http/symbols');
const { utcDate } = require('internal/http/date');

const { isArray } = Array;
const { hasOwn } = Object;

const chunkExpression = /(?:^|\W)chunked(?:$|\W)/i;
const closeExpression = /(?:^|\W)close(?:$|\W)/i;

// Bits of `seen`: which of the headers that decide something were given.
const CONNECTION = 1;
const CONTENT_LENGTH = 2;
const TRANSFER_ENCODING = 4;
const DATE = 8;
const EXPECT = 16;
const TRAILER = 32;

// The head that is being written. There is never more than one, for nothing here calls an application, unless a value's
// `toString` sends a message: it gets fields of its own (see `storeHeader`).
let text = '';
let seen = 0;

/** OutgoingMessage.prototype._storeHeader: makes `message._header` out of its first line and headers. */
function storeHeader(message, firstLine, headers) {
  const outerText = text;
  const outerSeen = seen;
  text = firstLine;
  seen = 0;
  try {
    if (headers) addHeaders(message, headers);
    if (message.sendDate && (seen & DATE) === 0) text += `Date: ${utcDate()}\r\n`;
    decideConnection(message);
    decideLength(message);
    if ((seen & TRAILER) !== 0 && !message.chunkedEncoding) throw new ERR_HTTP_TRAILER_INVALID();
    message._header = `${text}\r\n`;
    message._headerSent = false;
    // The head goes out at once: the body waits for the other side's 100.
    if ((seen & EXPECT) !== 0) message._send('');
  } finally {
    text = outerText;
    seen = outerSeen;
  }
}

/** Headers are the message's own store, a list of pairs, a flat list, or an object. */
function addHeaders(message, headers) {
  if (headers === message[kOutHeaders]) {
    for (const key in headers) addField(message, headers[key][0], headers[key][1], false);
  } else if (!isArray(headers)) {
    for (const key in headers) {
      if (hasOwn(headers, key)) addField(message, key, headers[key], true);
    }
  } else if (headers.length > 0 && isArray(headers[0])) {
    for (const entry of headers) addField(message, entry[0], entry[1], true);
  } else {
    if (headers.length % 2 !== 0) throw new ERR_INVALID_ARG_VALUE('headers', headers);
    for (let index = 0; index < headers.length; index += 2) {
      addField(message, headers[index], headers[index + 1], true);
    }
  }
}

function addField(message, name, value, isNew) {
  if (isNew) validateHeaderName(name);
  if (name.length === 19 && name.toLowerCase() === 'content-disposition' && message._contentLength) {
    // The bytes of this header's characters, not their UTF-8: https://www.rfc-editor.org/rfc/rfc6266#section-4.3
    value = isArray(value) ? value.map(toLatin1) : toLatin1(value);
  }
  if (!isArray(value)) {
    addLine(message, name, value, isNew);
  } else if (isJoined(message, name, value)) {
    addLine(message, name, value.join('; '), isNew);
  } else {
    for (const item of value) addLine(message, name, item, isNew);
  }
}

function toLatin1(value) {
  return Buffer.from(value, 'latin1');
}

/** Cookies of one header, and headers that the application wants once, become one line. */
function isJoined(message, name, values) {
  if (values.length > 1 && name.length === 6 && name.toLowerCase() === 'cookie') return true;
  return message[kUniqueHeaders]?.has(name.toLowerCase()) ?? false;
}

function addLine(message, name, value, isNew) {
  if (isNew) validateHeaderValue(name, value, message._isLenientHeaderValidation());
  text += `${name}: ${value}\r\n`;
  // The lengths of the names below.
  switch (name.length) {
    case 4: case 6: case 7: case 10: case 14: case 17:
      noteField(message, name.toLowerCase(), value);
      break;
    default:
      break;
  }
}

function noteField(message, key, value) {
  switch (key) {
    case 'connection':
      seen |= CONNECTION;
      message._removedConnection = false;
      if (closeExpression.test(value)) message._last = true;
      else message.shouldKeepAlive = true;
      break;
    case 'transfer-encoding':
      seen |= TRANSFER_ENCODING;
      message._removedTE = false;
      if (chunkExpression.test(value)) message.chunkedEncoding = true;
      break;
    case 'content-length':
      seen |= CONTENT_LENGTH;
      message._contentLength = +value;
      message._removedContLen = false;
      break;
    case 'date': seen |= DATE; break;
    case 'expect': seen |= EXPECT; break;
    case 'trailer': seen |= TRAILER; break;
    case 'keep-alive': message._defaultKeepAlive = false; break;
    default: break;
  }
}

/** Whether the connection ends with this message, and saying so. */
function decideConnection(message) {
  // A response of these codes has no body, so nothing can be chunked; one that the application declared so cannot be delimited.
  if (message.chunkedEncoding && (message.statusCode === 204 || message.statusCode === 304)) {
    message.chunkedEncoding = false;
    message.shouldKeepAlive = false;
  }
  if (message._removedConnection) {
    message._last = !message.shouldKeepAlive;
    return;
  }
  if ((seen & CONNECTION) !== 0) return;

  const isKept = message.shouldKeepAlive &&
    ((seen & CONTENT_LENGTH) !== 0 || message.useChunkedEncodingByDefault || message.agent);
  if (!isKept) {
    message._last = true;
    text += 'Connection: close\r\n';
  } else if (message.maxRequestsOnConnectionReached) {
    text += 'Connection: close\r\n';
  } else {
    text += 'Connection: keep-alive\r\n';
    if (message._keepAliveTimeout && message._defaultKeepAlive) text += keepAliveLine(message);
  }
}

// The line of the last message: nearly all of them have the same.
let lineTimeout = 0;
let lineMaximum = 0;
let line = '';

function keepAliveLine(message) {
  const timeout = Math.floor(message._keepAliveTimeout / 1000);
  const maximum = ~~message._maxRequestsPerSocket;
  if (line === '' || timeout !== lineTimeout || maximum !== lineMaximum) {
    lineTimeout = timeout;
    lineMaximum = maximum;
    line = `Keep-Alive: timeout=${timeout}${maximum > 0 ? `, max=${maximum}` : ''}\r\n`;
  }
  return line;
}

/** How the other side finds the end of the body, and saying so. */
function decideLength(message) {
  if ((seen & (CONTENT_LENGTH | TRANSFER_ENCODING)) !== 0) return;
  if (!message._hasBody) {
    // No body, so it cannot be chunked either.
    message.chunkedEncoding = false;
  } else if (!message.useChunkedEncodingByDefault) {
    message._last = true;
  } else if ((seen & TRAILER) === 0 && !message._removedContLen && typeof message._contentLength === 'number') {
    text += `Content-Length: ${message._contentLength}\r\n`;
  } else if (!message._removedTE) {
    text += 'Transfer-Encoding: chunked\r\n';
    message.chunkedEncoding = true;
  } else {
    // Only the end of the connection is left to tell.
    message._last = true;
  }
}

module.exports = { chunkExpression, storeHeader };
