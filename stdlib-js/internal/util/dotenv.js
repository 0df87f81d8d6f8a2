'use strict';

// How `.env` files are read: by `util.parseEnv` and `process.loadEnvFile`.
// https://nodejs.org/api/util.html#utilparseenvcontent

const QUOTES = ['"', "'", '`'];

/**
 * @param {string} content
 * @returns {Record<string, string>}
 */
function parseEnv(content) {
  const variables = {};
  let rest = content.replaceAll('\r', '');
  while ((rest = rest.trimStart()) !== '') {
    if (rest.startsWith('#')) {
      rest = afterLine(rest);
      continue;
    }
    const equals = rest.indexOf('=');
    const lineEnd = rest.indexOf('\n');
    // A line without a value is skipped.
    if (equals === -1 || (lineEnd !== -1 && lineEnd < equals)) {
      if (lineEnd === -1) break;
      rest = rest.slice(lineEnd + 1);
      continue;
    }
    let name = rest.slice(0, equals).trim();
    if (name.startsWith('export ')) name = name.slice('export '.length).trim();
    if (name === '') {
      rest = afterLine(rest);
      continue;
    }
    const [value, remaining] = readValue(rest.slice(equals + 1));
    variables[name] = value;
    rest = remaining;
  }
  return variables;
}

function afterLine(text) {
  const end = text.indexOf('\n');
  return end === -1 ? '' : text.slice(end + 1);
}

/** The value that the text begins with, and the text after its line. */
function readValue(text) {
  if (text === '' || text.startsWith('\n')) return ['', text];
  const trimmed = text.replace(/^[^\S\n]+/, '');
  if (trimmed === '' || trimmed.startsWith('\n')) return ['', trimmed];
  const quote = trimmed[0];
  if (QUOTES.includes(quote)) {
    const end = trimmed.indexOf(quote, 1);
    if (end !== -1) {
      const value = trimmed.slice(1, end);
      // Only double quotes know an escape: the line break.
      return [quote === '"' ? value.replaceAll('\\n', '\n') : value, afterLine(trimmed.slice(end + 1))];
    }
  }
  const lineEnd = trimmed.indexOf('\n');
  const line = lineEnd === -1 ? trimmed : trimmed.slice(0, lineEnd);
  const comment = line.indexOf('#');
  return [(comment === -1 ? line : line.slice(0, comment)).trim(), afterLine(trimmed)];
}

module.exports = { parseEnv };
