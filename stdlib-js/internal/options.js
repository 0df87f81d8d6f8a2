'use strict';
// Node's command-line options, as far as the standard library obeys them at run time.
// https://nodejs.org/docs/latest-v24.x/api/cli.html

/** Options that take a value; all others are flags. */
const VALUED = new Set([
  '--unhandled-rejections', '--disable-warning', '--redirect-warnings', '--stack-trace-limit',
  '--network-family-autoselection-attempt-timeout', '--dns-result-order', '--max-http-header-size', '--title',
]);

/** What options that are properties of `process` are called there. */
const PROPERTIES = {
  __proto__: null,
  '--trace-warnings': 'traceProcessWarnings',
  '--trace-deprecation': 'traceDeprecation',
  '--throw-deprecation': 'throwDeprecation',
};

/**
 * The value of an option of this process: a string for one that takes a value (an array of them for
 * `--disable-warning`), a boolean for the others; undefined or false when it was not given.
 * @param {string} name
 */
function getOptionValue(name) {
  const values = valuesOf(name, process.execArgv);
  if (name === '--disable-warning') return values;
  return values.at(-1) ?? (VALUED.has(name) ? undefined : false);
}

function valuesOf(name, args) {
  const values = [];
  for (let index = 0; index < args.length; index++) {
    const argument = args[index];
    if (argument === name) values.push(VALUED.has(name) ? args[++index] : true);
    else if (argument.startsWith(`${name}=`)) values.push(argument.slice(name.length + 1));
    else if (argument === name.replace(/^--/, '--no-')) values.push(false);
  }
  return values;
}

/** Makes the options of this process have their effect; once, at start. */
function apply() {
  for (const option of Object.keys(PROPERTIES)) {
    if (getOptionValue(option)) process[PROPERTIES[option]] = true;
  }
  if (getOptionValue('--no-deprecation')) process.noDeprecation = true;
  const title = getOptionValue('--title');
  if (title !== undefined) process.title = title;
  const limit = getOptionValue('--stack-trace-limit');
  if (limit !== undefined) Error.stackTraceLimit = Number(limit);
}

/** A set of flags that nobody can change, and that knows a flag with underscores or a value. */
class FlagSet extends Set {
  /** @param {string} flag */
  has(flag) {
    return typeof flag === 'string' && super.has(flag.replace(/=.*$/s, '').replaceAll('_', '-'));
  }
}

/** @type {Set<string> | undefined} */
let flags;

/** What `process.allowedNodeEnvironmentFlags` is. */
function allowedFlags() {
  if (flags === undefined) {
    const names = internalBinding('process').optionNames();
    flags = new FlagSet(names.map((name) => name.replace('=', '')));
    for (const method of ['add', 'delete', 'clear']) {
      Object.defineProperty(flags, method, { __proto__: null, value: method === 'add' ? () => flags : () => false });
    }
    Object.freeze(flags);
  }
  return flags;
}

module.exports = { allowedFlags, apply, getOptionValue };
