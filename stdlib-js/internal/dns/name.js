'use strict';

// Domain names as texts and as they stand in messages (RFC 1035, section 3.1 and 5.1).
// https://nodejs.org/docs/latest-v24.x/api/dns.html

const MAX_LABEL_BYTES = 63;
/** With the lengths of the labels and of the root. */
const MAX_NAME_BYTES = 255;
const BACKSLASH = 92;
const MUST_BE_ESCAPED = new Set(Array.from('.;\\()@$"', (character) => character.charCodeAt(0)));

/**
 * The bytes of a name, `undefined` if it can be none.
 * @param {string} text as ASCII; `\.` and `\065` stand for single bytes
 * @returns {number[] | undefined}
 */
function encodeName(text) {
  if (text === '' || text === '.') return [0];
  const labels = splitLabels(text);
  if (labels === undefined) return undefined;
  if (labels.at(-1).length === 0) labels.pop(); // A final dot.
  if (labels.some((label) => label.length === 0 || label.length > MAX_LABEL_BYTES)) return undefined;
  const bytes = [...labels.flatMap((label) => [label.length, ...label]), 0];
  return bytes.length > MAX_NAME_BYTES ? undefined : bytes;
}

function splitLabels(text) {
  const labels = [[]];
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code > 0x7f) return undefined;
    if (text[index] === '.') {
      labels.push([]);
    } else if (code === BACKSLASH) {
      const [byte, length] = escapedByte(text, index + 1);
      if (byte === undefined) return undefined;
      labels.at(-1).push(byte);
      index += length;
    } else {
      labels.at(-1).push(code);
    }
  }
  return labels;
}

/** What stands after a backslash and how long it is. */
function escapedByte(text, index) {
  const [digits] = /^\d{3}/.exec(text.slice(index, index + 3)) ?? [];
  if (digits !== undefined) return [Number(digits) > 255 ? undefined : Number(digits), 3];
  return [index < text.length ? text.charCodeAt(index) : undefined, 1];
}

/** @param {Uint8Array} label */
function labelText(label) {
  let text = '';
  for (const byte of label) {
    if (MUST_BE_ESCAPED.has(byte)) text += `\\${String.fromCharCode(byte)}`;
    else if (byte > 0x20 && byte < 0x7f) text += String.fromCharCode(byte);
    else text += `\\${String(byte).padStart(3, '0')}`;
  }
  return text;
}

module.exports = { MAX_NAME_BYTES, encodeName, labelText };
