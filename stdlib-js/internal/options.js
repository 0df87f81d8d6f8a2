'use strict';
// Node's command-line options, as far as the standard library obeys them at run time.
// https://nodejs.org/docs/latest-v24.x/api/cli.html

/** Options that take a value; all others are flags. */
const VALUED = new Set([
  '--unhandled-rejections', '--disable-warning', '--redirect-warnings', '--stack-trace-limit',
  '--network-family-autoselection-attempt-timeout', '--dns-result-order', '--max-http-header-size',
]);

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

module.exports = { getOptionValue };
