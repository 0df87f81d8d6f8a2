'use strict';

// How node:zlib checks its options. https://nodejs.org/docs/latest-v24.x/api/zlib.html#class-options

const {
  codes: { ERR_BROTLI_INVALID_PARAM, ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE, ERR_ZSTD_INVALID_PARAM },
} = require('internal/errors');
const { validateNumber } = require('internal/validators');
const { isAnyArrayBuffer } = require('internal/util/types');
const { Buffer } = require('buffer');
const constants = require('internal/zlib/constants');

/** Whether a number was given; NaN counts as none. */
function isGiven(number, name) {
  if (number === undefined || Number.isNaN(number)) return false;
  if (Number.isFinite(number)) return true;
  validateNumber(number, name);
  throw new ERR_OUT_OF_RANGE(name, 'a finite number', number);
}

/** The number if one is given, or else the default; an error outside of the range. */
function inRange(number, name, lower, upper, absent) {
  if (!isGiven(number, name)) return absent;
  if (number < lower || number > upper) throw new ERR_OUT_OF_RANGE(name, `>= ${lower} and <= ${upper}`, number);
  return number;
}

/** The bytes of a dictionary, if there is one. */
function dictionaryOf(options) {
  const dictionary = options?.dictionary;
  if (dictionary === undefined || ArrayBuffer.isView(dictionary)) return dictionary;
  if (isAnyArrayBuffer(dictionary)) return Buffer.from(dictionary);
  throw new ERR_INVALID_ARG_TYPE(
    'options.dictionary',
    ['Buffer', 'TypedArray', 'DataView', 'ArrayBuffer'],
    dictionary,
  );
}

/** The numbers of the constants that begin with one of the prefixes. */
function parameterNumbers(...prefixes) {
  const names = Object.keys(constants).filter((name) => prefixes.some((prefix) => name.startsWith(prefix)));
  return new Set(names.map((name) => constants[name]));
}

const brotliParams = parameterNumbers('BROTLI_PARAM_', 'BROTLI_DECODER_PARAM_');
const zstdCompressorParams = parameterNumbers('ZSTD_c_');
const zstdDecompressorParams = parameterNumbers('ZSTD_d_');

/** `[key, value, ...]` of `options.params`. */
function paramsOf(options, known, InvalidParam) {
  const result = [];
  const params = options?.params;
  if (!params) return result;
  const seen = new Set();
  for (const key of Object.keys(params)) {
    // `0` and `00` are the same parameter.
    if (!known.has(+key) || seen.has(+key)) throw new InvalidParam(key);
    seen.add(+key);
    const value = params[key];
    if (typeof value !== 'number' && typeof value !== 'boolean') {
      throw new ERR_INVALID_ARG_TYPE('options.params[key]', 'number', value);
    }
    result.push(+key, +value);
  }
  return result;
}

function brotliParamsOf(options) {
  return paramsOf(options, brotliParams, ERR_BROTLI_INVALID_PARAM);
}

function zstdParamsOf(options, isCompressor) {
  return paramsOf(options, isCompressor ? zstdCompressorParams : zstdDecompressorParams, ERR_ZSTD_INVALID_PARAM);
}

module.exports = { brotliParamsOf, dictionaryOf, inRange, isGiven, zstdParamsOf };
