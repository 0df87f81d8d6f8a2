'use strict';

// `util.debuglog`: messages of a section that NODE_DEBUG switches on.
// https://nodejs.org/api/util.html#utildebuglogsection-callback

const { defineProperty } = Object;

/** Whether NODE_DEBUG names a section; made from the environment when it is first asked. */
let matches;

/** Section -> its function that writes, or does nothing. */
const writers = new Map();

function noop() {}

/** `foo,bar*`: names with wildcards, in any case. */
function compilePatterns(patterns) {
  if (!patterns) return () => false;
  const source = patterns
    .replace(/[|\\{}()[\]^$+?.]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll(',', '$|^');
  const expression = new RegExp(`^${source}$`, 'i');
  return (section) => expression.test(section);
}

function isEnabled(section) {
  matches ??= compilePatterns(process.env.NODE_DEBUG);
  return matches(section);
}

function getWriter(section) {
  let writer = writers.get(section);
  if (writer === undefined) {
    writer = isEnabled(section) ? createWriter(section) : noop;
    writers.set(section, writer);
  }
  return writer;
}

function createWriter(section) {
  warnAboutSecrets(section);
  return (...args) => {
    const { formatWithOptions, inspect } = require('internal/util/inspect');
    const { shouldColorize } = require('internal/util/colors');
    const options = { colors: shouldColorize(process.stderr) };
    const text = formatWithOptions(options, ...args);
    process.stderr.write(`${section} ${inspect(process.pid, options)}: ${text}\n`);
  };
}

function warnAboutSecrets(section) {
  if (section !== 'HTTP' && section !== 'HTTP2') return;
  process.emitWarning(`Setting the NODE_DEBUG environment variable to '${section.toLowerCase()}' can expose sensitive ` +
    'data (such as passwords, tokens and authentication headers) in the resulting log.');
}

/**
 * @param {string} set the section's name
 * @param {(logger: Function) => void} [callback] called once with the function that works, to replace this one
 */
function debuglog(set, callback) {
  set = `${set}`.toUpperCase();
  let log = (...args) => {
    log = getWriter(set);
    if (typeof callback === 'function') callback(log);
    log(...args);
  };
  const logger = (...args) => log(...args);
  defineProperty(logger, 'enabled', {
    __proto__: null,
    get() {
      return isEnabled(set);
    },
    configurable: true,
    enumerable: true,
  });
  return logger;
}

module.exports = { debuglog };
