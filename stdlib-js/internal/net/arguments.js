'use strict';
// The overloads of connect and listen in one form, and the defaults that a process can change.
// https://nodejs.org/docs/latest-v24.x/api/net.html#socketconnect

const { normalizedArgsSymbol } = require('internal/net/symbols');
const { getOptionValue } = require('internal/options');
const { validateBoolean, validateInt32 } = require('internal/validators');

const SHORTEST_ATTEMPT_MS = 10;
const ATTEMPT_TIMEOUT_MS = 250;

let autoSelectFamily;
let attemptTimeout;

/** `[options, callback]` of `(port, host, ..., callback)`, `(path, ..., callback)` and `(options, callback)`. */
function normalizeArgs(args) {
  if (args.length === 0) return marked([{}, null]);
  const first = args[0];
  let options = {};
  if (typeof first === 'object' && first !== null) {
    options = first;
  } else if (isPipeName(first)) {
    options.path = first;
  } else {
    options.port = first;
    if (args.length > 1 && typeof args[1] === 'string') options.host = args[1];
  }
  const last = args[args.length - 1];
  return marked([options, typeof last === 'function' ? last : null]);
}

function marked(normalized) {
  normalized[normalizedArgsSymbol] = true;
  return normalized;
}

function isPipeName(value) {
  return typeof value === 'string' && toNumber(value) === false;
}

/** A port or the like that was given as a number or as its digits; false for anything else. */
function toNumber(value) {
  const number = Number(value);
  return number >= 0 ? number : false;
}

function getDefaultAutoSelectFamily() {
  autoSelectFamily ??= !process.execArgv.some((argument) =>
    argument === '--no-network-family-autoselection' || argument === '--no-enable-network-family-autoselection');
  return autoSelectFamily;
}

function setDefaultAutoSelectFamily(value) {
  validateBoolean(value, 'value');
  autoSelectFamily = value;
}

function getDefaultAutoSelectFamilyAttemptTimeout() {
  attemptTimeout ??= Number(getOptionValue('--network-family-autoselection-attempt-timeout')) || ATTEMPT_TIMEOUT_MS;
  return attemptTimeout;
}

function setDefaultAutoSelectFamilyAttemptTimeout(value) {
  validateInt32(value, 'value', 1);
  attemptTimeout = Math.max(value, SHORTEST_ATTEMPT_MS);
}

module.exports = {
  SHORTEST_ATTEMPT_MS,
  getDefaultAutoSelectFamily,
  getDefaultAutoSelectFamilyAttemptTimeout,
  isPipeName,
  normalizeArgs,
  setDefaultAutoSelectFamily,
  setDefaultAutoSelectFamilyAttemptTimeout,
  toNumber,
};
