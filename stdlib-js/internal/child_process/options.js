'use strict';

// What `spawn` and its relatives accept, checked and in one form.
// https://nodejs.org/docs/latest-v24.x/api/child_process.html#child_processspawncommand-args-options

const {
  codes: {
    ERR_INVALID_ARG_TYPE,
    ERR_INVALID_ARG_VALUE,
    ERR_INVALID_SYNC_FORK_INPUT,
    ERR_IPC_ONE_PIPE,
    ERR_IPC_SYNC_FORK,
    ERR_METHOD_NOT_IMPLEMENTED,
    ERR_OUT_OF_RANGE,
    ERR_UNKNOWN_SIGNAL,
  },
} = require('internal/errors');
const { getValidatedPath } = require('internal/fs/arguments');
const {
  validateAbortSignal, validateBoolean, validateObject, validateString,
} = require('internal/validators');

const { signals } = internalBinding('os');

/** @returns {{file: string, args: string[], options: object, cwd, envPairs: string[], detached: boolean}} */
function normalizeSpawnArguments(file, args, options) {
  validateString(file, 'file');
  withoutNull(file, 'file');
  if (file.length === 0) throw new ERR_INVALID_ARG_VALUE('file', file, 'cannot be empty');
  if (Array.isArray(args)) {
    args = args.slice();
  } else if (args === undefined || args === null) {
    args = [];
  } else if (typeof args !== 'object') {
    throw new ERR_INVALID_ARG_TYPE('args', 'object', args);
  } else {
    options = args;
    args = [];
  }
  args.forEach((argument, index) => {
    args[index] = `${argument}`;
    withoutNull(args[index], `args[${index}]`);
  });
  if (options === undefined) options = {};
  else validateObject(options, 'options');
  options = { __proto__: null, ...options };
  const cwd = validatedOptions(options);
  if (options.shell) ({ file, args } = shellCommand(file, args, options.shell));
  else args.unshift(options.argv0 ?? file);
  return { ...options, args, cwd, detached: Boolean(options.detached), envPairs: envPairs(options.env), file };
}

/** @returns the directory, which may have been a URL */
function validatedOptions(options) {
  let { cwd } = options;
  if (cwd !== undefined && cwd !== null) cwd = getValidatedPath(cwd, 'options.cwd');
  optional(options.detached, (value) => validateBoolean(value, 'options.detached'));
  optional(options.uid, (value) => validateId(value, 'options.uid'));
  optional(options.gid, (value) => validateId(value, 'options.gid'));
  const { shell } = options;
  if (shell !== undefined && shell !== null && typeof shell !== 'boolean' && typeof shell !== 'string') {
    throw new ERR_INVALID_ARG_TYPE('options.shell', ['boolean', 'string'], shell);
  }
  if (typeof shell === 'string') withoutNull(shell, 'options.shell');
  optional(options.argv0, (value) => {
    validateString(value, 'options.argv0');
    withoutNull(value, 'options.argv0');
  });
  optional(options.windowsHide, (value) => validateBoolean(value, 'options.windowsHide'));
  optional(options.windowsVerbatimArguments, (value) => validateBoolean(value, 'options.windowsVerbatimArguments'));
  // An empty one is none.
  return cwd === null || cwd?.length === 0 ? undefined : cwd;
}

function optional(value, validate) {
  if (value !== undefined && value !== null) validate(value);
}

function validateId(value, name) {
  if (!Number.isInteger(value) || value !== (value | 0)) throw new ERR_INVALID_ARG_TYPE(name, 'int32', value);
}

function withoutNull(text, name) {
  if (text.includes('\0')) throw new ERR_INVALID_ARG_VALUE(name, text, 'must be a string without null bytes');
}

let warnedOfShellArguments = false;

function shellCommand(file, args, shell) {
  if (args.length > 0 && !warnedOfShellArguments) {
    warnedOfShellArguments = true;
    process.emitWarning(
      'Passing args to a child process with shell option true can lead to security vulnerabilities, as the arguments ' +
      'are not escaped, only concatenated.', 'DeprecationWarning', 'DEP0190');
  }
  const command = [file, ...args].join(' ');
  const program = typeof shell === 'string' ? shell : '/bin/sh';
  return { file: program, args: [program, '-c', command] };
}

/** `NAME=value` of everything that is defined, inherited names included. */
function envPairs(env = process.env) {
  const pairs = [];
  for (const name in env ?? process.env) {
    const value = (env ?? process.env)[name];
    if (value === undefined) continue;
    withoutNull(name, `options.env['${name}']`);
    withoutNull(`${value}`, `options.env['${name}']`);
    pairs.push(`${name}=${value}`);
  }
  return pairs;
}

/**
 * @returns {Array<{type: 'pipe' | 'ignore' | 'inherit' | 'fd', fd?: number}>} what each of the child's descriptors is
 */
function getValidStdio(stdio, isSync) {
  if (typeof stdio === 'string') stdio = stdioOfWord(stdio);
  else if (stdio === undefined || stdio === null) stdio = ['pipe', 'pipe', 'pipe'];
  else if (!Array.isArray(stdio)) throw new ERR_INVALID_ARG_VALUE('stdio', stdio);
  stdio = [...stdio];
  while (stdio.length < 3) stdio.push(undefined);
  if (!isSync && stdio.filter((entry) => entry === 'ipc').length > 1) throw new ERR_IPC_ONE_PIPE();
  return stdio.map((entry, index) => stdioEntry(entry, index, isSync));
}

function stdioOfWord(word) {
  if (!['ignore', 'overlapped', 'pipe', 'inherit'].includes(word)) throw new ERR_INVALID_ARG_VALUE('stdio', word);
  return word === 'inherit' ? [0, 1, 2] : [word, word, word];
}

function stdioEntry(entry, index, isSync) {
  if (entry === undefined || entry === null) entry = index < 3 ? 'pipe' : 'ignore';
  switch (entry) {
    case 'ignore':
      return { type: 'ignore', fd: -1 };
    case 'pipe':
    case 'overlapped':
      return { type: 'pipe', readable: index === 0, writable: index !== 0 };
    case 'inherit':
      return { type: 'inherit', fd: index };
    case 'ipc':
      if (isSync) throw new ERR_IPC_SYNC_FORK();
      throw new ERR_METHOD_NOT_IMPLEMENTED("stdio 'ipc'");
  }
  if (typeof entry === 'number') return { type: 'fd', fd: entry };
  const fd = typeof entry.fd === 'number' ? entry.fd : entry._handle?.fd;
  if (typeof fd === 'number' && fd >= 0) return { type: 'fd', fd, stream: entry };
  if (typeof entry === 'string' || ArrayBuffer.isView(entry)) {
    throw new ERR_INVALID_SYNC_FORK_INPUT(require('internal/util/inspect').inspect(entry));
  }
  throw new ERR_INVALID_ARG_VALUE('stdio', entry);
}

function validateTimeout(timeout) {
  if (timeout !== undefined && timeout !== null && !(Number.isInteger(timeout) && timeout >= 0)) {
    throw new ERR_OUT_OF_RANGE('timeout', 'an unsigned integer', timeout);
  }
}

function validateMaxBuffer(maxBuffer) {
  if (maxBuffer !== undefined && maxBuffer !== null && !(typeof maxBuffer === 'number' && maxBuffer >= 0)) {
    throw new ERR_OUT_OF_RANGE('options.maxBuffer', 'a positive number', maxBuffer);
  }
}

/** @returns {number | undefined} */
function sanitizeKillSignal(killSignal) {
  if (typeof killSignal === 'string' || typeof killSignal === 'number') return signalNumber(killSignal);
  if (killSignal !== undefined && killSignal !== null) {
    throw new ERR_INVALID_ARG_TYPE('options.killSignal', ['string', 'number'], killSignal);
  }
  return undefined;
}

/** @returns {number} of a name in any case, or of a number that some name has */
function signalNumber(signal) {
  if (typeof signal === 'number' && Object.values(signals).includes(signal)) return signal;
  const number = typeof signal === 'string' ? signals[signal.toUpperCase()] : undefined;
  if (number === undefined) throw new ERR_UNKNOWN_SIGNAL(signal);
  return number;
}

/** The first name, in Node's order, of a signal. */
function signalName(number) {
  return Object.keys(signals).find((name) => signals[name] === number) ?? null;
}

function validateSignalOption(signal) {
  if (signal !== undefined) validateAbortSignal(signal, 'options.signal');
}

module.exports = {
  getValidStdio,
  normalizeSpawnArguments,
  sanitizeKillSignal,
  signalName,
  signalNumber,
  validateMaxBuffer,
  validateSignalOption,
  validateTimeout,
};
