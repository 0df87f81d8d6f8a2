'use strict';

// The conversions of Web IDL that classes of the web platform share. https://webidl.spec.whatwg.org/#js-type-mapping

/** An error as Node's own converters throw it: with a code, and a sentence of its own. */
function conversionError(message, code = 'ERR_INVALID_ARG_TYPE') {
  const error = new TypeError(message);
  error.code = code;
  return error;
}

/** The elements of an iterable object. @param {unknown} value @param {(element: unknown, index: number) => T} convert */
function convertSequence(value, convert) {
  const isObject = (typeof value === 'object' && value !== null) || typeof value === 'function';
  const iterate = isObject ? value[Symbol.iterator] : undefined;
  if (typeof iterate !== 'function') throw conversionError('Value cannot be converted to sequence.');
  const sequence = [];
  for (const element of value) sequence.push(convert(element, sequence.length));
  return sequence;
}

/** The string that `value` stands for; lone surrogates are kept. */
function convertString(value, name) {
  if (typeof value === 'symbol') throw conversionError(`${name} is a Symbol and cannot be converted to a string.`);
  return `${value}`;
}

module.exports = { conversionError, convertSequence, convertString };
