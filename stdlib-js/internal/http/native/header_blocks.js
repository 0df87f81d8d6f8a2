'use strict';
// The headers of requests as the native side names them: clients send the same block again and again, so what was made of
// one is kept, and a request with a known block costs a copy.
// https://nodejs.org/docs/latest-v24.x/api/http.html#messageheaders

const { addHeaderLine } = require('internal/http/incoming_headers');

/** Names and values of one block. */
class HeaderBlock {
  #headers;

  /** @param {string[]} raw names and values in turn */
  constructor(raw) {
    this.raw = raw;
    this.hasHost = hasName(raw, 'host');
  }

  /** A new object, with duplicates joined as `joinDuplicateHeaders` says. */
  toHeaders(joinsDuplicates) {
    if (joinsDuplicates) return makeHeaders(this.raw, true);
    const copy = { ...(this.#headers ??= makeHeaders(this.raw, false)) };
    const cookies = copy['set-cookie'];
    if (cookies !== undefined) copy['set-cookie'] = cookies.slice();
    return copy;
  }
}

function makeHeaders(raw, joinsDuplicates) {
  const headers = {};
  for (let index = 0; index < raw.length; index += 2) addHeaderLine(headers, raw[index], raw[index + 1], joinsDuplicates);
  return headers;
}

function hasName(raw, name) {
  for (let index = 0; index < raw.length; index += 2) {
    if (raw[index].length === name.length && raw[index].toLowerCase() === name) return true;
  }
  return false;
}

/** By the native side's slots. @type {HeaderBlock[]} */
const blocks = [];

/**
 * @param {number} slot -1 for a block that is kept nowhere
 * @param {string[]} [raw] of a block that is new
 */
function blockOf(slot, raw) {
  if (raw === undefined) return blocks[slot];
  const block = new HeaderBlock(raw);
  if (slot >= 0) blocks[slot] = block;
  return block;
}

module.exports = { blockOf };
