'use strict';

// The source text of the call that a failed `assert(value)` shows.
// https://nodejs.org/api/assert.html#assertokvalue-message

const WRAPPER = '(function (exports, require, module';
const IDENTIFIER_PART = /[\w$\u0080-\uffff]/;

/** `The expression evaluated to a falsy value:` with the call, or a shorter sentence when there is no source. */
function describeFalsyExpression() {
  const call = readCall();
  return call === undefined ?
    'The expression evaluated to a falsy value' :
    `The expression evaluated to a falsy value:\n\n  ${call}\n`;
}

/** The call as far as it stands on its line. */
function readCall() {
  const caller = internalBinding('util').getCallerSource();
  if (caller === undefined) return undefined;
  const [source, line, column] = caller;
  const text = getLine(source, source.startsWith(WRAPPER) ? line + 1 : line);
  if (text === undefined) return undefined;
  const start = findCalleeStart(text, column - 1);
  return text.slice(start, findCallEnd(text, start));
}

/** The line with this number, counted from one. */
function getLine(source, number) {
  let start = 0;
  for (let i = 1; i < number; i++) {
    start = source.indexOf('\n', start) + 1;
    if (start === 0) return undefined;
  }
  const end = source.indexOf('\n', start);
  return source.slice(start, end === -1 ? source.length : end).replace(/\r$/, '');
}

// V8 points at the last name of `assert.strict.ok(...)`, and behind the brackets of `assert['ok'](...)`.
function findCalleeStart(text, position) {
  let start = position;
  if (text[start] === '(' && text[start - 1] === ']') start = text.lastIndexOf('[', start) + 1;
  while (text[start - 1] === '.' || text[start - 1] === '[') {
    let end = start - 1;
    if (text[end - 1] === '?') end--;
    while (text[end - 1] === ']') end = text.lastIndexOf('[', end - 1);
    if (end < 0) return start;
    start = end;
    while (start > 0 && IDENTIFIER_PART.test(text[start - 1])) start--;
    if (start === end) return end + 1;
  }
  return start;
}

/** Where the parenthesis of the call closes, or where the line ends. */
function findCallEnd(text, start) {
  let depth = 0;
  let previous = '(';
  for (let i = start; i < text.length; i++) {
    const character = text[i];
    if (character === "'" || character === '"' || character === '`') {
      i = skipQuoted(text, i);
    } else if (character === '/' && text[i + 1] === '/') {
      return text.length;
    } else if (character === '/' && text[i + 1] === '*') {
      const end = text.indexOf('*/', i + 2);
      if (end === -1) return text.length;
      i = end + 1;
      continue;
    } else if (character === '/' && '(,=:[!&|?{};+-*%<>~^'.includes(previous)) {
      i = skipRegExp(text, i);
    } else if (character === '(') {
      depth++;
    } else if (character === ')' && --depth === 0) {
      return i + 1;
    }
    if (character.trim() !== '') previous = character;
  }
  return text.length;
}

function skipQuoted(text, start) {
  const quote = text[start];
  for (let i = start + 1; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === quote) return i;
  }
  return text.length;
}

function skipRegExp(text, start) {
  let isInClass = false;
  for (let i = start + 1; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === '[') isInClass = true;
    else if (text[i] === ']') isInClass = false;
    else if (text[i] === '/' && !isInClass) return i;
  }
  return text.length;
}

module.exports = { describeFalsyExpression };
