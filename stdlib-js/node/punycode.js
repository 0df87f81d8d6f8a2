'use strict';

// `node:punycode`, deprecated: RFC 3492's encoding of Unicode labels. https://nodejs.org/docs/latest-v24.x/api/punycode.html

const LARGEST = 0x7fffffff;
const BASE = 36;
const THRESHOLD_MIN = 1;
const THRESHOLD_MAX = 26;
const SKEW = 38;
const DAMP = 700;
const INITIAL_BIAS = 72;
const INITIAL_POINT = 128;
const DELIMITER = '-';

const LABEL_SEPARATORS = /[\u002e\u3002\uff0e\uff61]/g;
const ENCODED_PREFIX = 'xn--';

const MESSAGES = {
  'overflow': 'Overflow: input needs wider integers to process',
  'not-basic': 'Illegal input >= 0x80 (not a basic code point)',
  'invalid-input': 'Invalid input',
};

/**
 * The code points of a string; surrogates without their other half stand for themselves.
 * @param {string} string
 * @returns {number[]}
 */
function ucs2decode(string) {
  return Array.from(string, (character) => character.codePointAt(0));
}

/**
 * @param {number[]} codePoints
 * @returns {string}
 */
const ucs2encode = (codePoints) => String.fromCodePoint(...codePoints);

/**
 * @param {string} input
 * @returns {string}
 */
const decode = function(input) {
  const output = [];
  const basicEnd = Math.max(input.lastIndexOf(DELIMITER), 0);
  for (let index = 0; index < basicEnd; index++) {
    if (input.charCodeAt(index) >= INITIAL_POINT) fail('not-basic');
    output.push(input.charCodeAt(index));
  }

  let point = INITIAL_POINT;
  let position = 0;
  let bias = INITIAL_BIAS;
  for (let index = basicEnd > 0 ? basicEnd + 1 : 0; index < input.length;) {
    const before = position;
    for (let weight = 1, k = BASE; ; k += BASE) {
      if (index >= input.length) fail('invalid-input');
      const digit = digitOf(input.charCodeAt(index++));
      if (digit >= BASE) fail('invalid-input');
      if (digit > Math.floor((LARGEST - position) / weight)) fail('overflow');
      position += digit * weight;
      const threshold = thresholdAt(k, bias);
      if (digit < threshold) break;
      if (weight > Math.floor(LARGEST / (BASE - threshold))) fail('overflow');
      weight *= BASE - threshold;
    }
    const length = output.length + 1;
    bias = adapt(position - before, length, before === 0);
    if (Math.floor(position / length) > LARGEST - point) fail('overflow');
    point += Math.floor(position / length);
    position %= length;
    output.splice(position++, 0, point);
  }
  return String.fromCodePoint(...output);
};

/**
 * @param {string} input
 * @returns {string}
 */
const encode = function(input) {
  const points = ucs2decode(input);
  let output = points.filter((value) => value < INITIAL_POINT).map((value) => String.fromCharCode(value)).join('');
  const basicLength = output.length;
  let handled = basicLength;
  if (basicLength > 0) output += DELIMITER;

  let point = INITIAL_POINT;
  let delta = 0;
  let bias = INITIAL_BIAS;
  while (handled < points.length) {
    let next = LARGEST;
    for (const value of points) if (value >= point && value < next) next = value;
    if (next - point > Math.floor((LARGEST - delta) / (handled + 1))) fail('overflow');
    delta += (next - point) * (handled + 1);
    point = next;
    for (const value of points) {
      if (value < point && ++delta > LARGEST) fail('overflow');
      if (value !== point) continue;
      output += variableLength(delta, bias);
      bias = adapt(delta, handled + 1, handled === basicLength);
      delta = 0;
      handled++;
    }
    delta++;
    point++;
  }
  return output;
};

/**
 * @param {string} input a domain or the address of a mailbox
 * @returns {string}
 */
const toUnicode = function(input) {
  return mapLabels(input, (label) => (
    label.startsWith(ENCODED_PREFIX) ? decode(label.slice(ENCODED_PREFIX.length).toLowerCase()) : label
  ));
};

/**
 * @param {string} input a domain or the address of a mailbox
 * @returns {string}
 */
const toASCII = function(input) {
  // eslint-disable-next-line no-control-regex
  return mapLabels(input, (label) => (/[^\0-\x7F]/.test(label) ? ENCODED_PREFIX + encode(label) : label));
};

function mapLabels(input, change) {
  const parts = input.split('@');
  const prefix = parts.length > 1 ? `${parts[0]}@` : '';
  const domain = parts.length > 1 ? parts[1] : input;
  return prefix + domain.replace(LABEL_SEPARATORS, '.').split('.').map(change).join('.');
}

function variableLength(delta, bias) {
  let digits = '';
  let rest = delta;
  for (let k = BASE; ; k += BASE) {
    const threshold = thresholdAt(k, bias);
    if (rest < threshold) return digits + characterOf(rest);
    digits += characterOf(threshold + (rest - threshold) % (BASE - threshold));
    rest = Math.floor((rest - threshold) / (BASE - threshold));
  }
}

function thresholdAt(k, bias) {
  return Math.min(Math.max(k - bias, THRESHOLD_MIN), THRESHOLD_MAX);
}

function adapt(delta, pointCount, isFirst) {
  delta = isFirst ? Math.floor(delta / DAMP) : delta >> 1;
  delta += Math.floor(delta / pointCount);
  let k = 0;
  for (; delta > (BASE - THRESHOLD_MIN) * THRESHOLD_MAX >> 1; k += BASE) delta = Math.floor(delta / (BASE - THRESHOLD_MIN));
  return Math.floor(k + (BASE - THRESHOLD_MIN + 1) * delta / (delta + SKEW));
}

/** a-z are 0 to 25, digits 26 to 35. */
function characterOf(digit) {
  return String.fromCharCode(digit + (digit < 26 ? 97 : 22));
}

function digitOf(code) {
  if (code >= 48 && code < 58) return code - 22;
  const letter = code | 32;
  return letter >= 97 && letter <= 122 && code < 128 ? letter - 97 : BASE;
}

function fail(type) {
  throw new RangeError(MESSAGES[type]);
}

if (!require('internal/util').isInsideNodeModules()) {
  process.emitWarning(
    'The `punycode` module is deprecated. Please use a userland alternative instead.',
    'DeprecationWarning',
    'DEP0040',
  );
}

module.exports = {
  version: '2.1.0',
  ucs2: {
    decode: ucs2decode,
    encode: ucs2encode,
  },
  decode,
  encode,
  toASCII,
  toUnicode,
};
