'use strict';
// What a terminal sends, as keys: 'keypress' events.
// https://nodejs.org/docs/latest-v24.x/api/readline.html#readlineemitkeypresseventsstream-interface

const { charLengthAt } = require('internal/readline/control');

const kEscape = '\x1b';
/** An escape that stands alone is one after this time. */
const ESCAPE_CODE_TIMEOUT_MS = 500;

const kKeypressDecoder = Symbol('keypress-decoder');
const kEscapeDecoder = Symbol('escape-decoder');
const kSawKeyPress = Symbol('_sawKeyPress');

/** The code of an escape sequence -> name; a leading `shift+` or `ctrl+` is how some terminals say it. */
const NAMES = new Map(Object.entries({
  // xterm and gnome, with and without application mode; then rxvt, Cygwin, the Linux console.
  '[P': 'f1', '[Q': 'f2', '[R': 'f3', '[S': 'f4',
  'OP': 'f1', 'OQ': 'f2', 'OR': 'f3', 'OS': 'f4',
  '[11~': 'f1', '[12~': 'f2', '[13~': 'f3', '[14~': 'f4',
  '[[A': 'f1', '[[B': 'f2', '[[C': 'f3', '[[D': 'f4', '[[E': 'f5',
  '[15~': 'f5', '[17~': 'f6', '[18~': 'f7', '[19~': 'f8', '[20~': 'f9', '[21~': 'f10', '[23~': 'f11', '[24~': 'f12',
  '[200~': 'paste-start', '[201~': 'paste-end',
  '[A': 'up', '[B': 'down', '[C': 'right', '[D': 'left', '[E': 'clear', '[F': 'end', '[H': 'home',
  'OA': 'up', 'OB': 'down', 'OC': 'right', 'OD': 'left', 'OE': 'clear', 'OF': 'end', 'OH': 'home',
  '[1~': 'home', '[2~': 'insert', '[3~': 'delete', '[4~': 'end', '[5~': 'pageup', '[6~': 'pagedown',
  '[[5~': 'pageup', '[[6~': 'pagedown', '[7~': 'home', '[8~': 'end',
  '[a': 'shift+up', '[b': 'shift+down', '[c': 'shift+right', '[d': 'shift+left', '[e': 'shift+clear',
  '[2$': 'shift+insert', '[3$': 'shift+delete', '[5$': 'shift+pageup', '[6$': 'shift+pagedown',
  '[7$': 'shift+home', '[8$': 'shift+end',
  'Oa': 'ctrl+up', 'Ob': 'ctrl+down', 'Oc': 'ctrl+right', 'Od': 'ctrl+left', 'Oe': 'ctrl+clear',
  '[2^': 'ctrl+insert', '[3^': 'ctrl+delete', '[5^': 'ctrl+pageup', '[6^': 'ctrl+pagedown',
  '[7^': 'ctrl+home', '[8^': 'ctrl+end',
  '[Z': 'shift+tab',
}));

const MODIFIER_SHIFT = 1;
const MODIFIER_CTRL = 4;
const MODIFIER_META = 2 | 8; // Left and right alt.

/**
 * Takes character by character, '' for a pause, and emits keys. Sequences look like `ESC O letter`, `ESC O modifier letter`,
 * `ESC [ number ; modifier char`, `ESC [ 1 ; modifier letter`, `ESC [ [ letter`; a second ESC before them says nothing more.
 */
function* emitKeys(stream) {
  for (;;) {
    let char = yield;
    let sequence = char;
    let isEscaped = false;
    const key = { sequence: null, name: undefined, ctrl: false, meta: false, shift: false };

    if (char === kEscape) {
      isEscaped = true;
      sequence += (char = yield);
      if (char === kEscape) sequence += (char = yield);
    }

    if (isEscaped && (char === 'O' || char === '[')) {
      const { read, code, modifier } = char === 'O' ? yield* readSs3() : yield* readCsi();
      sequence += read;
      key.ctrl = (modifier & MODIFIER_CTRL) !== 0;
      key.meta = (modifier & MODIFIER_META) !== 0;
      key.shift = (modifier & MODIFIER_SHIFT) !== 0;
      key.code = code;
      nameKey(key, code);
    } else {
      nameCharacter(key, char, isEscaped);
    }

    key.sequence = sequence;
    if (sequence.length !== 0 && (key.name !== undefined || isEscaped)) {
      stream.emit('keypress', isEscaped ? undefined : sequence, key);
    } else if (charLengthAt(sequence, 0) === sequence.length) {
      stream.emit('keypress', sequence, key); // A character that is no key of its own.
    }
  }
}

function isDigit(char) {
  return char >= '0' && char <= '9';
}

function* readSs3() {
  let char = yield;
  let read = char;
  let modifier = 0;
  if (isDigit(char)) {
    modifier = Number(char) - 1;
    read += (char = yield);
  }
  return { read, code: `O${char}`, modifier };
}

function* readCsi() {
  let code = '[';
  let char = yield;
  let read = char;
  if (char === '[') {
    code += char;
    read += (char = yield);
  }

  const start = read.length - 1;
  for (let digits = 0; digits < 3 && isDigit(char); digits++) read += (char = yield);
  if (char === ';') {
    read += (char = yield);
    if (isDigit(char)) read += yield;
  }

  const command = read.slice(start);
  const numbered = /^(?:(\d\d?)(?:;(\d))?([~^$])|(\d{3}~))$/.exec(command);
  if (numbered !== null) {
    if (numbered[4]) return { read, code: code + numbered[4], modifier: 0 };
    return { read, code: code + numbered[1] + numbered[3], modifier: (numbered[2] || 1) - 1 };
  }
  const lettered = /^((\d;)?(\d))?([A-Za-z])$/.exec(command);
  if (lettered !== null) return { read, code: code + lettered[4], modifier: (lettered[3] || 1) - 1 };
  return { read, code: code + command, modifier: 0 };
}

function nameKey(key, code) {
  const name = NAMES.get(code);
  if (name === undefined) {
    key.name = 'undefined';
    return;
  }
  const plus = name.indexOf('+');
  if (plus !== -1) key[name.slice(0, plus)] = true;
  key.name = name.slice(plus + 1);
}

function nameCharacter(key, char, isEscaped) {
  switch (char) {
    case '\r': key.name = 'return'; break;
    case '\n': key.name = 'enter'; break;
    case '\t': key.name = 'tab'; break;
    case '\b':
    case '\x7f': key.name = 'backspace'; break;
    case kEscape: key.name = 'escape'; break;
    case ' ': key.name = 'space'; break;
    default:
      if (!isEscaped && char <= '\x1a') {
        key.name = String.fromCharCode(char.charCodeAt(0) + 'a'.charCodeAt(0) - 1);
        key.ctrl = true;
      } else if (/^[0-9A-Za-z]$/.test(char)) {
        key.name = char.toLowerCase();
        key.shift = /^[A-Z]$/.test(char);
        key.meta = isEscaped;
      } else if (isEscaped) {
        key.name = char.length ? undefined : 'escape';
        key.meta = true;
      }
      return;
  }
  key.meta = isEscaped;
}

/** @param {any} stream  @param {any} [iface] the Interface that reads it */
function emitKeypressEvents(stream, iface = {}) {
  if (stream[kKeypressDecoder]) return;
  const { StringDecoder } = require('string_decoder');
  stream[kKeypressDecoder] = new StringDecoder('utf8');
  startDecoding(stream);

  const { escapeCodeTimeout = ESCAPE_CODE_TIMEOUT_MS } = iface;
  let timeout;

  function ondata(input) {
    if (stream.listenerCount('keypress') === 0) {
      stream.removeListener('data', ondata);
      stream.on('newListener', onNewListener);
      return;
    }
    const text = stream[kKeypressDecoder].write(input);
    if (!text) return;
    clearTimeout(timeout);
    iface[kSawKeyPress] = charLengthAt(text, 0) === text.length;
    iface.isCompletionEnabled = false; // What is pasted may hold tabs.

    let length = 0;
    for (const char of text) {
      length += char.length;
      const isLast = length === text.length;
      if (isLast) iface.isCompletionEnabled = true;
      try {
        stream[kEscapeDecoder].next(char);
        if (isLast && char === kEscape) timeout = setTimeout(endEscape, escapeCodeTimeout);
      } catch (error) {
        // A listener threw: the generator is over.
        startDecoding(stream);
        throw error;
      }
    }
  }

  function endEscape() {
    stream[kEscapeDecoder].next('');
  }

  function onNewListener(event) {
    if (event !== 'keypress') return;
    stream.on('data', ondata);
    stream.removeListener('newListener', onNewListener);
  }

  if (stream.listenerCount('keypress') > 0) stream.on('data', ondata);
  else stream.on('newListener', onNewListener);
}

function startDecoding(stream) {
  stream[kEscapeDecoder] = emitKeys(stream);
  stream[kEscapeDecoder].next();
}

module.exports = { ESCAPE_CODE_TIMEOUT_MS, emitKeypressEvents, kSawKeyPress };
