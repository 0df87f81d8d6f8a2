'use strict';
// The line editor behind `readline.Interface`, of both kinds.
// https://nodejs.org/docs/latest-v24.x/api/readline.html#class-interfaceconstructor

const EventEmitter = require('events');
const {
  AbortError,
  codes: { ERR_INVALID_ARG_VALUE, ERR_USE_AFTER_CLOSE },
} = require('internal/errors');
const { kFirstEventParam } = require('internal/events/symbols');
const { clearScreenDown, cursorTo, moveCursor } = require('internal/readline/callbacks');
const { charLengthAt, charLengthLeft, commonPrefix } = require('internal/readline/control');
const { History } = require('internal/readline/history');
const { ESCAPE_CODE_TIMEOUT_MS, emitKeypressEvents, kSawKeyPress } = require('internal/readline/keys');
const { getStringWidth, inspect, stripVTControlCharacters } = require('internal/util/inspect');
const { validateAbortSignal, validateString, validateUint32 } = require('internal/validators');

const MIN_CRLF_DELAY_MS = 100;
const MAX_UNDO_COUNT = 2048;
const MAX_KILL_COUNT = 32;

/** \r\n, \n, \r, and the line and paragraph separators. */
const LINE_ENDING = /\r?\n|\r(?!\n)|\u2028|\u2029/;
const LINE_ENDINGS = /\r?\n|\r(?!\n)|\u2028|\u2029/g;

const kAddHistory = Symbol('_addHistory');
const kBeforeEdit = Symbol('_beforeEdit');
const kDecoder = Symbol('_decoder');
const kDeleteLeft = Symbol('_deleteLeft');
const kDeleteLineLeft = Symbol('_deleteLineLeft');
const kDeleteLineRight = Symbol('_deleteLineRight');
const kDeleteRight = Symbol('_deleteRight');
const kDeleteWordLeft = Symbol('_deleteWordLeft');
const kDeleteWordRight = Symbol('_deleteWordRight');
const kGetDisplayPos = Symbol('_getDisplayPos');
const kHistoryNext = Symbol('_historyNext');
const kHistoryPrev = Symbol('_historyPrev');
const kInsertString = Symbol('_insertString');
const kKillRing = Symbol('_killRing');
const kKillRingCursor = Symbol('_killRingCursor');
const kLine = Symbol('_line');
const kLineObjectStream = Symbol('line object stream');
const kLine_buffer = Symbol('_line_buffer');
const kMoveCursor = Symbol('_moveCursor');
const kNormalWrite = Symbol('_normalWrite');
const kOldPrompt = Symbol('_oldPrompt');
const kOnLine = Symbol('_onLine');
const kPreviousKey = Symbol('_previousKey');
const kPrompt = Symbol('_prompt');
const kPushToKillRing = Symbol('_pushToKillRing');
const kQuestion = Symbol('kQuestion');
const kQuestionCallback = Symbol('_questionCallback');
const kQuestionCancel = Symbol('kQuestionCancel');
const kQuestionReject = Symbol('_questionReject');
const kRedo = Symbol('_redo');
const kRedoStack = Symbol('_redoStack');
const kRefreshLine = Symbol('_refreshLine');
const kSawReturnAt = Symbol('_sawReturnAt');
const kSetLine = Symbol('_setLine');
const kSetRawMode = Symbol('_setRawMode');
const kSubstringSearch = Symbol('kSubstringSearch');
const kTabComplete = Symbol('_tabComplete');
const kTabCompleter = Symbol('_tabCompleter');
const kTtyWrite = Symbol('_ttyWrite');
const kUndo = Symbol('_undo');
const kUndoStack = Symbol('_undoStack');
const kWordLeft = Symbol('_wordLeft');
const kWordRight = Symbol('_wordRight');
const kWriteToOutput = Symbol('_writeToOutput');
const kYank = Symbol('_yank');
const kYankPop = Symbol('_yankPop');
const kYanking = Symbol('_yanking');

/** A function and no class: the legacy Interface calls it on itself. Its methods are those of `Interface`. */
function InterfaceConstructor(input, output, completer, terminal) {
  this[kSawReturnAt] = 0;
  this.isCompletionEnabled = true;
  this[kSawKeyPress] = false;
  this[kPreviousKey] = null;
  this.escapeCodeTimeout = ESCAPE_CODE_TIMEOUT_MS;
  this.tabSize = 8;
  EventEmitter.call(this);

  const options = input?.input ? input : { input, output, completer, terminal };
  readOptions(this, options);

  this.setupHistoryManager({
    history: options.history,
    size: options.historySize,
    removeHistoryDuplicates: options.removeHistoryDuplicates,
  });
  this.terminal = !!(options.terminal === undefined && options.output ? options.output.isTTY : options.terminal);
  this.line = '';
  this.output = options.output;
  this.input = options.input;
  this.crlfDelay = options.crlfDelay ? Math.max(MIN_CRLF_DELAY_MS, options.crlfDelay) : MIN_CRLF_DELAY_MS;
  this.completer = options.completer;
  this[kSubstringSearch] = null;
  this[kUndoStack] = [];
  this[kRedoStack] = [];
  this[kKillRing] = [];
  this[kKillRingCursor] = 0;
  this[kLineObjectStream] = undefined;
  this.setPrompt(options.prompt === undefined ? '> ' : options.prompt);

  const stopListening = this.terminal ? listenToKeys(this) : listenToData(this);
  const onerror = (error) => this.emit('error', error);
  this.input.on('error', onerror);
  this.once('close', () => {
    stopListening();
    this.input.removeListener('error', onerror);
  });
  if (options.signal) closeOnAbort(this, options.signal);
  this.input.resume();
}
Object.setPrototypeOf(InterfaceConstructor.prototype, EventEmitter.prototype);
Object.setPrototypeOf(InterfaceConstructor, EventEmitter);

function readOptions(iface, { completer, escapeCodeTimeout, signal, tabSize }) {
  if (tabSize !== undefined) {
    validateUint32(tabSize, 'tabSize', true);
    iface.tabSize = tabSize;
  }
  if (escapeCodeTimeout !== undefined) {
    if (!Number.isFinite(escapeCodeTimeout)) {
      throw new ERR_INVALID_ARG_VALUE('input.escapeCodeTimeout', iface.escapeCodeTimeout);
    }
    iface.escapeCodeTimeout = escapeCodeTimeout;
  }
  if (signal) validateAbortSignal(signal, 'options.signal');
  if (completer !== undefined && typeof completer !== 'function') {
    throw new ERR_INVALID_ARG_VALUE('completer', completer);
  }
}

/** A terminal: key by key. */
function listenToKeys(iface) {
  const { input, output } = iface;

  function onkeypress(s, key) {
    iface[kTtyWrite](s, key);
    if (key?.sequence) {
      // A lone surrogate: what is shown has to be drawn anew.
      const char = key.sequence.codePointAt(0);
      if (char >= 0xd800 && char <= 0xdfff) iface[kRefreshLine]();
    }
  }

  function onend() {
    if (typeof iface.line === 'string' && iface.line.length > 0) iface.emit('line', iface.line);
    iface.close();
  }

  function onresize() {
    iface[kRefreshLine]();
  }

  emitKeypressEvents(input, iface);
  input.on('keypress', onkeypress);
  input.on('end', onend);
  iface[kSetRawMode](true);
  iface.cursor = 0;
  if (output !== null && output !== undefined) output.on('resize', onresize);

  return () => {
    input.removeListener('keypress', onkeypress);
    input.removeListener('end', onend);
    if (output !== null && output !== undefined) output.removeListener('resize', onresize);
  };
}

/** Anything else: line by line. */
function listenToData(iface) {
  const { input } = iface;

  function ondata(data) {
    iface[kNormalWrite](data);
  }

  function onend() {
    if (typeof iface[kLine_buffer] === 'string' && iface[kLine_buffer].length > 0) {
      iface.emit('line', iface[kLine_buffer]);
    }
    iface.close();
  }

  const { StringDecoder } = require('string_decoder');
  iface[kDecoder] = new StringDecoder('utf8');
  input.on('data', ondata);
  input.on('end', onend);
  return () => {
    input.removeListener('data', ondata);
    input.removeListener('end', onend);
  };
}

function closeOnAbort(iface, signal) {
  const onAborted = () => iface.close();
  if (signal.aborted) {
    process.nextTick(onAborted);
    return;
  }
  const { addAbortListener } = require('internal/events/abort_listener'); // Lazy: rare.
  const disposable = addAbortListener(signal, onAborted);
  iface.once('close', disposable[Symbol.dispose]);
}

class Interface extends InterfaceConstructor {
  get columns() {
    return this.output?.columns || Infinity;
  }

  setPrompt(prompt) {
    this[kPrompt] = prompt;
  }

  getPrompt() {
    return this[kPrompt];
  }

  setupHistoryManager(options) {
    this.historyManager = new History(this, options);
    for (const name of ['history', 'historyIndex', 'historySize', 'isFlushing']) defineFromHistory(this, name);
  }

  [kSetRawMode](mode) {
    const wasInRawMode = this.input.isRaw;
    if (typeof this.input.setRawMode === 'function') this.input.setRawMode(mode);
    return wasInRawMode;
  }

  prompt(preserveCursor) {
    if (this.paused) this.resume();
    if (this.terminal && process.env.TERM !== 'dumb') {
      if (!preserveCursor) this.cursor = 0;
      this[kRefreshLine]();
    } else {
      this[kWriteToOutput](this[kPrompt]);
    }
  }

  [kQuestion](query, cb) {
    if (this.closed) throw new ERR_USE_AFTER_CLOSE('readline');
    if (this[kQuestionCallback]) {
      this.prompt();
      return;
    }
    this[kOldPrompt] = this[kPrompt];
    this.setPrompt(query);
    this[kQuestionCallback] = cb;
    this.prompt();
  }

  [kSetLine](line = '') {
    this.line = line;
  }

  [kOnLine](line) {
    if (!this[kQuestionCallback]) {
      this.emit('line', line);
      return;
    }
    const callback = this[kQuestionCallback];
    this[kQuestionCallback] = null;
    this.setPrompt(this[kOldPrompt]);
    callback(line);
  }

  [kBeforeEdit](oldText, oldCursor) {
    if (this[kUndoStack].push({ text: oldText, cursor: oldCursor }) > MAX_UNDO_COUNT) this[kUndoStack].shift();
  }

  [kQuestionCancel]() {
    if (!this[kQuestionCallback]) return;
    this[kQuestionCallback] = null;
    this.setPrompt(this[kOldPrompt]);
    this.clearLine();
  }

  [kWriteToOutput](stringToWrite) {
    validateString(stringToWrite, 'stringToWrite');
    if (this.output !== null && this.output !== undefined) this.output.write(stringToWrite);
  }

  [kAddHistory]() {
    return this.historyManager.add(this.line);
  }

  /** Draws prompt and line anew, from the row where the prompt began. */
  [kRefreshLine]() {
    const text = this[kPrompt] + this.line;
    const end = this[kGetDisplayPos](text);
    const cursor = this.getCursorPos();

    const previousRows = this.prevRows || 0;
    if (previousRows > 0) moveCursor(this.output, 0, -previousRows);
    cursorTo(this.output, 0);
    clearScreenDown(this.output);
    this[kWriteToOutput](text);
    // The terminal goes to the next row only with the next character.
    if (end.cols === 0) this[kWriteToOutput](' ');
    cursorTo(this.output, cursor.cols);
    const rowsBelow = end.rows - cursor.rows;
    if (rowsBelow > 0) moveCursor(this.output, 0, -rowsBelow);
    this.prevRows = cursor.rows;
  }

  close() {
    if (this.closed) return;
    this.pause();
    if (this.terminal) this[kSetRawMode](false);
    this.closed = true;
    this.emit('close');
  }

  pause() {
    if (this.closed) throw new ERR_USE_AFTER_CLOSE('readline');
    if (this.paused) return;
    this.input.pause();
    this.paused = true;
    this.emit('pause');
    return this;
  }

  resume() {
    if (this.closed) throw new ERR_USE_AFTER_CLOSE('readline');
    if (!this.paused) return;
    this.input.resume();
    this.paused = false;
    this.emit('resume');
    return this;
  }

  write(d, key) {
    if (this.closed) throw new ERR_USE_AFTER_CLOSE('readline');
    if (this.paused) this.resume();
    if (this.terminal) this[kTtyWrite](d, key);
    else this[kNormalWrite](d);
  }

  [kNormalWrite](b) {
    if (b === undefined) return;
    let text = this[kDecoder].write(b);
    if (this[kSawReturnAt] && Date.now() - this[kSawReturnAt] <= this.crlfDelay) {
      if (text.startsWith('\n')) text = text.slice(1); // The second half of \r\n.
      this[kSawReturnAt] = 0;
    }
    if (!text) return;

    const lines = /[\r\u2028\u2029]/.test(text) ? text.split(LINE_ENDING) : text.split('\n');
    const last = lines.length - 1;
    lines[0] = (this[kLine_buffer] ?? '') + lines[0];
    this[kLine_buffer] = lines[last];
    if (last === 0) return;
    this[kSawReturnAt] = text.endsWith('\r') ? Date.now() : 0;
    for (let index = 0; index < last; index++) this[kOnLine](lines[index]);
  }

  [kInsertString](c) {
    this[kBeforeEdit](this.line, this.cursor);
    const isAtEnd = this.cursor >= this.line.length;
    const line = isAtEnd ? this.line + c : this.line.slice(0, this.cursor) + c + this.line.slice(this.cursor);

    if (!this.isCompletionEnabled) {
      // More is to come: drawing is for the end.
      this.line = line;
      this.cursor += c.length;
      this[kWriteToOutput](c);
      return;
    }
    if (!isAtEnd) {
      this[kSetLine](line);
      this.cursor += c.length;
      this[kRefreshLine]();
      return;
    }
    const before = this.getCursorPos();
    this.line = line;
    this.cursor += c.length;
    const after = this.getCursorPos();
    if (before.rows < after.rows) this[kRefreshLine]();
    else this[kWriteToOutput](c);
  }

  async [kTabComplete](lastKeypressWasTab) {
    this.pause();
    const text = this.line.slice(0, this.cursor);
    let value;
    try {
      value = await this.completer(text);
    } catch (error) {
      this[kWriteToOutput](`Tab completion error: ${inspect(error)}`);
      return;
    } finally {
      this.resume();
    }
    this[kTabCompleter](lastKeypressWasTab, value);
  }

  [kTabCompleter](lastKeypressWasTab, { 0: completions, 1: completeOn }) {
    if (!completions || completions.length === 0) return;

    const prefix = commonPrefix(completions.filter((completion) => completion !== ''));
    if (prefix.startsWith(completeOn) && prefix.length > completeOn.length) {
      this[kInsertString](prefix.slice(completeOn.length));
      return;
    }
    if (!completeOn.startsWith(prefix)) {
      const start = this.cursor - completeOn.length;
      this[kSetLine](this.line.slice(0, start) + prefix + this.line.slice(this.cursor));
      this.cursor = start + prefix.length;
      this[kRefreshLine]();
      return;
    }
    if (!lastKeypressWasTab) return;

    this[kBeforeEdit](this.line, this.cursor);
    this[kWriteToOutput](completionTable(completions, this.columns));
    this[kRefreshLine]();
  }

  [kWordLeft]() {
    if (this.cursor > 0) this[kMoveCursor](-wordLengthLeft(this.line.slice(0, this.cursor)));
  }

  [kWordRight]() {
    if (this.cursor >= this.line.length) return;
    const match = /^(?:\s+|[^\w\s]+|\w+)\s*/.exec(this.line.slice(this.cursor));
    this[kMoveCursor](match[0].length);
  }

  [kDeleteLeft]() {
    if (this.cursor > 0 && this.line.length > 0) deleteBefore(this, charLengthLeft(this.line, this.cursor));
  }

  [kDeleteRight]() {
    if (this.cursor < this.line.length) deleteAfter(this, charLengthAt(this.line, this.cursor));
  }

  [kDeleteWordLeft]() {
    if (this.cursor > 0) deleteBefore(this, wordLengthLeft(this.line.slice(0, this.cursor)));
  }

  [kDeleteWordRight]() {
    if (this.cursor >= this.line.length) return;
    deleteAfter(this, /^(?:\s+|\W+|\w+)\s*/.exec(this.line.slice(this.cursor))[0].length);
  }

  [kDeleteLineLeft]() {
    this[kBeforeEdit](this.line, this.cursor);
    const killed = this.line.slice(0, this.cursor);
    this[kSetLine](this.line.slice(this.cursor));
    this.cursor = 0;
    this[kPushToKillRing](killed);
    this[kRefreshLine]();
  }

  [kDeleteLineRight]() {
    this[kBeforeEdit](this.line, this.cursor);
    const killed = this.line.slice(this.cursor);
    this[kSetLine](this.line.slice(0, this.cursor));
    this[kPushToKillRing](killed);
    this[kRefreshLine]();
  }

  [kPushToKillRing](killed) {
    if (!killed || killed === this[kKillRing][0]) return;
    this[kKillRing].unshift(killed);
    this[kKillRingCursor] = 0;
    while (this[kKillRing].length > MAX_KILL_COUNT) this[kKillRing].pop();
  }

  [kYank]() {
    if (this[kKillRing].length === 0) return;
    this[kYanking] = true;
    this[kInsertString](this[kKillRing][this[kKillRingCursor]]);
  }

  /** Puts an older kill in the place of the one just yanked. */
  [kYankPop]() {
    const ring = this[kKillRing];
    if (!this[kYanking] || ring.length <= 1) return;
    const yanked = ring[this[kKillRingCursor]];
    this[kKillRingCursor] = (this[kKillRingCursor] + 1) % ring.length;
    const next = ring[this[kKillRingCursor]];
    const start = this.cursor - yanked.length;
    this[kSetLine](this.line.slice(0, start) + next + this.line.slice(this.cursor));
    this.cursor = start + next.length;
    this[kRefreshLine]();
  }

  clearLine() {
    this[kMoveCursor](+Infinity);
    this[kWriteToOutput]('\r\n');
    this[kSetLine]('');
    this.cursor = 0;
    this.prevRows = 0;
  }

  [kLine]() {
    const line = this[kAddHistory]();
    this[kUndoStack] = [];
    this[kRedoStack] = [];
    this.clearLine();
    this[kOnLine](line);
  }

  [kUndo]() {
    restore(this, this[kUndoStack], this[kRedoStack]);
  }

  [kRedo]() {
    restore(this, this[kRedoStack], this[kUndoStack]);
  }

  [kHistoryNext]() {
    if (this.historyManager.hasNext()) showHistory(this, this.historyManager.next(this[kSubstringSearch]));
  }

  [kHistoryPrev]() {
    if (this.historyManager.hasPrevious()) showHistory(this, this.historyManager.previous(this[kSubstringSearch]));
  }

  /** Where a text ends that starts in the first column. */
  [kGetDisplayPos](str) {
    const columns = this.columns;
    let offset = 0;
    let rows = 0;
    for (const char of stripVTControlCharacters(str)) {
      if (char === '\n') {
        rows += Math.ceil(offset / columns) || 1;
        offset = 0;
        continue;
      }
      if (char === '\t') {
        offset += this.tabSize - (offset % this.tabSize);
        continue;
      }
      const width = getStringWidth(char, false);
      // A wide character does not fit into the last column.
      if (width === 2 && (offset + 1) % columns === 0) offset++;
      offset += width;
    }
    const cols = offset % columns;
    rows += (offset - cols) / columns;
    return { cols, rows };
  }

  getCursorPos() {
    return this[kGetDisplayPos](this[kPrompt] + this.line.slice(0, this.cursor));
  }

  [kMoveCursor](dx) {
    if (dx === 0) return;
    const before = this.getCursorPos();
    this.cursor = Math.min(Math.max(this.cursor + dx, 0), this.line.length);
    const after = this.getCursorPos();
    if (before.rows === after.rows) moveCursor(this.output, after.cols - before.cols, 0);
    else this[kRefreshLine]();
  }

  [kTtyWrite](s, key) {
    const previousKey = this[kPreviousKey];
    key ||= {};
    this[kPreviousKey] = key;
    if (!key.meta || key.name !== 'y') this[kYanking] = false;
    trackSearch(this, key);

    if (typeof key.sequence === 'string') {
      const char = key.sequence.codePointAt(0);
      if (char === 0x1f) return void this[kUndo](); // Ctrl + _
      if (char === 0x1e) return void this[kRedo](); // Ctrl + ^
    }
    if (key.name === 'escape') return;

    if (key.ctrl && key.shift) editWithShift(this, key);
    else if (key.ctrl) editWithControl(this, key);
    else if (key.meta) editWithMeta(this, key);
    else edit(this, s, key, previousKey);
  }

  [Symbol.asyncIterator]() {
    this[kLineObjectStream] ??= EventEmitter.on(this, 'line', {
      close: ['close'],
      highWaterMark: 1024,
      [kFirstEventParam]: true,
    });
    return this[kLineObjectStream];
  }
}
defineMethod(Interface.prototype, Symbol.dispose, Interface.prototype.close);

function defineMethod(prototype, name, value) {
  Object.defineProperty(prototype, name, { value, writable: true, enumerable: false, configurable: true });
}
function defineFromHistory(iface, name) {
  Object.defineProperty(iface, name, {
    configurable: true,
    enumerable: true,
    get() { return this.historyManager[name]; },
    set(value) { this.historyManager[name] = value; },
  });
}

function completionTable(completions, columns) {
  const widths = completions.map((completion) => getStringWidth(completion));
  const width = Math.max(...widths) + 2;
  let maxColumns = Math.floor(columns / width) || 1;
  if (maxColumns === Infinity) maxColumns = 1;

  let table = '\r\n';
  let column = 0;
  let padding = 0;
  completions.forEach((completion, index) => {
    if (completion === '' || column === maxColumns) {
      table += '\r\n';
      column = 0;
      padding = 0;
    } else {
      table += ' '.repeat(padding);
    }
    if (completion === '') {
      table += '\r\n';
    } else {
      table += completion;
      padding = width - widths[index];
      column++;
    }
  });
  return column === 0 ? table : `${table}\r\n\r\n`;
}

/** The word and the spaces before the end. Matched from the back: from the front it would take quadratic time. */
function wordLengthLeft(text) {
  const reversed = Array.from(text).reverse().join('');
  return /^\s*(?:[^\w\s]+|\w+)?/.exec(reversed)[0].length;
}

function deleteBefore(iface, count) {
  iface[kBeforeEdit](iface.line, iface.cursor);
  iface.line = iface.line.slice(0, iface.cursor - count) + iface.line.slice(iface.cursor);
  iface.cursor -= count;
  iface[kRefreshLine]();
}

function deleteAfter(iface, count) {
  iface[kBeforeEdit](iface.line, iface.cursor);
  iface.line = iface.line.slice(0, iface.cursor) + iface.line.slice(iface.cursor + count);
  iface[kRefreshLine]();
}

function restore(iface, from, to) {
  if (from.length === 0) return;
  to.push({ text: iface.line, cursor: iface.cursor });
  const { text, cursor } = from.pop();
  iface[kSetLine](text);
  iface.cursor = cursor;
  iface[kRefreshLine]();
}

function showHistory(iface, line) {
  iface[kBeforeEdit](iface.line, iface.cursor);
  iface[kSetLine](line);
  iface.cursor = iface.line.length;
  iface[kRefreshLine]();
}

/** Up and down go through the lines that begin with what was typed before the first of them. */
function trackSearch(iface, { name, ctrl, meta, shift }) {
  if ((name === 'up' || name === 'down') && !ctrl && !meta && !shift) {
    iface[kSubstringSearch] ??= iface.line.slice(0, iface.cursor);
  } else if (iface[kSubstringSearch] !== null) {
    iface[kSubstringSearch] = null;
    if (iface.history.length === iface.historyIndex) iface.historyIndex = -1;
  }
}

function editWithShift(iface, key) {
  if (key.name === 'backspace') iface[kDeleteLineLeft]();
  else if (key.name === 'delete') iface[kDeleteLineRight]();
}

function editWithControl(iface, key) {
  switch (key.name) {
    case 'c':
      if (iface.listenerCount('SIGINT') > 0) iface.emit('SIGINT');
      else closeWithQuestion(iface, 'Aborted with Ctrl+C');
      break;
    case 'h': iface[kDeleteLeft](); break;
    case 'd':
      if (iface.cursor === 0 && iface.line.length === 0) closeWithQuestion(iface, 'Aborted with Ctrl+D');
      else iface[kDeleteRight]();
      break;
    case 'u': iface[kDeleteLineLeft](); break;
    case 'k': iface[kDeleteLineRight](); break;
    case 'a': iface[kMoveCursor](-Infinity); break;
    case 'e': iface[kMoveCursor](+Infinity); break;
    case 'b': iface[kMoveCursor](-charLengthLeft(iface.line, iface.cursor)); break;
    case 'f': iface[kMoveCursor](+charLengthAt(iface.line, iface.cursor)); break;
    case 'l':
      cursorTo(iface.output, 0, 0);
      clearScreenDown(iface.output);
      iface[kRefreshLine]();
      break;
    case 'n': iface[kHistoryNext](); break;
    case 'p': iface[kHistoryPrev](); break;
    case 'y': iface[kYank](); break;
    case 'z': suspend(iface); break;
    case 'w':
    case 'backspace': iface[kDeleteWordLeft](); break;
    case 'delete': iface[kDeleteWordRight](); break;
    case 'left': iface[kWordLeft](); break;
    case 'right': iface[kWordRight](); break;
  }
}

function closeWithQuestion(iface, message) {
  iface[kQuestionReject]?.(new AbortError(message));
  iface.close();
}

function suspend(iface) {
  if (iface.listenerCount('SIGTSTP') > 0) {
    iface.emit('SIGTSTP');
    return;
  }
  process.once('SIGCONT', () => {
    if (!iface.paused) {
      iface.pause();
      iface.emit('SIGCONT');
    }
    iface[kSetRawMode](true);
    iface[kRefreshLine]();
  });
  iface[kSetRawMode](false);
  process.kill(process.pid, 'SIGTSTP');
}

function editWithMeta(iface, key) {
  switch (key.name) {
    case 'b': iface[kWordLeft](); break;
    case 'f': iface[kWordRight](); break;
    case 'd':
    case 'delete': iface[kDeleteWordRight](); break;
    case 'backspace': iface[kDeleteWordLeft](); break;
    case 'y': iface[kYankPop](); break;
  }
}

function edit(iface, s, key, previousKey) {
  if (iface[kSawReturnAt] && key.name !== 'enter') iface[kSawReturnAt] = 0;

  switch (key.name) {
    case 'return':
      iface[kSawReturnAt] = Date.now();
      iface[kLine]();
      break;
    case 'enter':
      // After a return it is the second half of \r\n.
      if (iface[kSawReturnAt] === 0 || Date.now() - iface[kSawReturnAt] > iface.crlfDelay) iface[kLine]();
      iface[kSawReturnAt] = 0;
      break;
    case 'backspace': iface[kDeleteLeft](); break;
    case 'delete': iface[kDeleteRight](); break;
    case 'left': iface[kMoveCursor](-charLengthLeft(iface.line, iface.cursor)); break;
    case 'right': iface[kMoveCursor](+charLengthAt(iface.line, iface.cursor)); break;
    case 'home': iface[kMoveCursor](-Infinity); break;
    case 'end': iface[kMoveCursor](+Infinity); break;
    case 'up': iface[kHistoryPrev](); break;
    case 'down': iface[kHistoryNext](); break;
    case 'tab':
      if (typeof iface.completer === 'function' && iface.isCompletionEnabled) {
        iface[kTabComplete](previousKey && previousKey.name === 'tab');
        break;
      }
      insertText(iface, s);
      break;
    default:
      insertText(iface, s);
  }
}

/** What is pasted may have several lines. */
function insertText(iface, text) {
  if (typeof text !== 'string' || !text) return;
  let start = 0;
  for (const match of text.matchAll(LINE_ENDINGS)) {
    iface[kInsertString](text.slice(start, match.index));
    iface[kLine]();
    start = match.index + match[0].length;
  }
  if (start < text.length) iface[kInsertString](text.slice(start));
}

module.exports = {
  Interface,
  InterfaceConstructor,
  kAddHistory,
  kDecoder,
  kDeleteLeft,
  kDeleteLineLeft,
  kDeleteLineRight,
  kDeleteRight,
  kDeleteWordLeft,
  kDeleteWordRight,
  kGetDisplayPos,
  kHistoryNext,
  kHistoryPrev,
  kInsertString,
  kLine,
  kLine_buffer,
  kMoveCursor,
  kNormalWrite,
  kOldPrompt,
  kOnLine,
  kPreviousKey,
  kPrompt,
  kQuestion,
  kQuestionCallback,
  kQuestionCancel,
  kQuestionReject,
  kRefreshLine,
  kSawKeyPress,
  kSawReturnAt,
  kSetRawMode,
  kTabComplete,
  kTabCompleter,
  kTtyWrite,
  kWordLeft,
  kWordRight,
  kWriteToOutput,
};
