'use strict';
// Which names and values a header may have.
// https://nodejs.org/docs/latest-v24.x/api/http.html#httpvalidateheadernamename-label

const {
  codes: { ERR_HTTP_INVALID_HEADER_VALUE, ERR_INVALID_CHAR, ERR_INVALID_HTTP_TOKEN },
  makeErrorAt,
} = require('internal/errors');

const TOKEN = /^[\^_`a-zA-Z\-0-9!#$%&'*+.|~]+$/;
const INVALID_VALUE = /[^\t\x20-\x7e\x80-\xff]/;
// What even `httpValidation: 'relaxed'` refuses: it would end the header.
const INVALID_RELAXED_VALUE = /[\0\r\n]|[^\x00-\xff]/;

/** @param {string} text */
function checkIsHttpToken(text) {
  return TOKEN.test(text);
}

/** True for a value with a character that may not be in a header. */
function checkInvalidHeaderChar(value, isLenient = false) {
  return isLenient ? INVALID_RELAXED_VALUE.test(value) : INVALID_VALUE.test(value);
}

/** @param {any} name @param {string} [label] what the message calls it */
function validateHeaderName(name, label) {
  if (typeof name !== 'string' || !name || !TOKEN.test(name)) {
    throw makeErrorAt(validateHeaderName, ERR_INVALID_HTTP_TOKEN, label || 'Header name', name);
  }
}

/** @param {string} name @param {any} value @param {boolean} [isLenient] */
function validateHeaderValue(name, value, isLenient) {
  if (value === undefined) {
    throw makeErrorAt(validateHeaderValue, ERR_HTTP_INVALID_HEADER_VALUE, value, name);
  }
  if (checkInvalidHeaderChar(value, isLenient)) {
    throw makeErrorAt(validateHeaderValue, ERR_INVALID_CHAR, 'header content', name);
  }
}

module.exports = {
  checkInvalidHeaderChar,
  checkIsHttpToken,
  validateHeaderName,
  validateHeaderValue,
};
