'use strict';
// Reads line by line, with callbacks and events.
// https://nodejs.org/docs/latest-v24.x/api/readline.html

const { AbortError } = require('internal/errors');
const { clearLine, clearScreenDown, cursorTo, moveCursor } = require('internal/readline/callbacks');
const base = require('internal/readline/interface');
const { emitKeypressEvents } = require('internal/readline/keys');
const { promisify } = require('internal/util');
const { inspect } = require('internal/util/inspect');
const { validateAbortSignal } = require('internal/validators');

const { Interface: LineInterface, InterfaceConstructor } = base;

/** @param {any} input the options, or the stream to read */
function Interface(input, output, completer, terminal) {
  if (!(this instanceof Interface)) return new Interface(input, output, completer, terminal);

  if (input?.input && typeof input.completer === 'function' && input.completer.length !== 2) {
    input = { ...input, completer: withCallback(input.completer) };
  } else if (typeof completer === 'function' && completer.length !== 2) {
    completer = withCallback(completer);
  }
  InterfaceConstructor.call(this, input, output, completer, terminal);
}
Object.setPrototypeOf(Interface.prototype, LineInterface.prototype);
Object.setPrototypeOf(Interface, LineInterface);

function withCallback(completer) {
  return (text, callback) => callback(null, completer(text));
}

/** @param {string} query  @param {{signal?: AbortSignal} | Function} [options]  @param {Function} [cb] */
Interface.prototype.question = function question(query, options, cb) {
  cb = typeof options === 'function' ? options : cb;
  if (options === null || typeof options !== 'object') options = {};

  if (options.signal) {
    const { signal } = options;
    validateAbortSignal(signal, 'options.signal');
    if (signal.aborted) return;
    const onAbort = () => this[base.kQuestionCancel]();
    const stopListening = () => signal.removeEventListener('abort', onAbort);
    const answer = cb;
    signal.addEventListener('abort', onAbort, { once: true });
    cb = typeof answer === 'function' ?
      (line) => {
        stopListening();
        return answer(line);
      } :
      stopListening;
  }
  if (typeof cb === 'function') this[base.kQuestion](query, cb);
};

Object.defineProperty(Interface.prototype.question, promisify.custom, {
  value: function question(query, options) {
    if (options === null || typeof options !== 'object') options = {};
    if (options.signal?.aborted) {
      return Promise.reject(new AbortError(undefined, { cause: options.signal.reason }));
    }
    return new Promise((resolve, reject) => {
      let answer = resolve;
      if (options.signal) {
        const { addAbortListener } = require('internal/events/abort_listener'); // Lazy: rare.
        const disposable = addAbortListener(options.signal, () => {
          reject(new AbortError(undefined, { cause: options.signal.reason }));
        });
        answer = (line) => {
          disposable[Symbol.dispose]();
          resolve(line);
        };
      }
      this.question(query, options, answer);
    });
  },
});

function createInterface(input, output, completer, terminal) {
  return new Interface(input, output, completer, terminal);
}

// Applications read and replace these: `_writeToOutput` to hide a password, `_ttyWrite` to see keys. So what the base calls
// by symbol goes through the name.

const NAMES_OF_STATE = [
  ['_decoder', base.kDecoder],
  ['_line_buffer', base.kLine_buffer],
  ['_oldPrompt', base.kOldPrompt],
  ['_previousKey', base.kPreviousKey],
  ['_prompt', base.kPrompt],
  ['_questionCallback', base.kQuestionCallback],
  ['_sawKeyPress', base.kSawKeyPress],
  ['_sawReturnAt', base.kSawReturnAt],
];
for (const [name, symbol] of NAMES_OF_STATE) {
  Object.defineProperty(Interface.prototype, name, {
    configurable: true,
    enumerable: true,
    get() { return this[symbol]; },
    set(value) { this[symbol] = value; },
  });
}

const NAMES_OF_METHODS = [
  ['_setRawMode', base.kSetRawMode],
  ['_onLine', base.kOnLine],
  ['_writeToOutput', base.kWriteToOutput],
  ['_addHistory', base.kAddHistory],
  ['_refreshLine', base.kRefreshLine],
  ['_normalWrite', base.kNormalWrite],
  ['_insertString', base.kInsertString],
  ['_tabComplete', base.kTabComplete],
  ['_wordLeft', base.kWordLeft],
  ['_wordRight', base.kWordRight],
  ['_deleteLeft', base.kDeleteLeft],
  ['_deleteRight', base.kDeleteRight],
  ['_deleteWordLeft', base.kDeleteWordLeft],
  ['_deleteWordRight', base.kDeleteWordRight],
  ['_deleteLineLeft', base.kDeleteLineLeft],
  ['_deleteLineRight', base.kDeleteLineRight],
  ['_line', base.kLine],
  ['_historyNext', base.kHistoryNext],
  ['_historyPrev', base.kHistoryPrev],
  ['_getDisplayPos', base.kGetDisplayPos],
  ['_moveCursor', base.kMoveCursor],
  ['_ttyWrite', base.kTtyWrite],
];
for (const [name, symbol] of NAMES_OF_METHODS) {
  Interface.prototype[name] = LineInterface.prototype[symbol];
  Object.defineProperty(Interface.prototype, symbol, {
    configurable: true,
    writable: true,
    value(...args) { return this[name](...args); },
  });
}
Interface.prototype._getCursorPos = LineInterface.prototype.getCursorPos;

Interface.prototype._tabComplete = function(lastKeypressWasTab) {
  this.pause();
  this.completer(this.line.slice(0, this.cursor), (error, value) => {
    this.resume();
    if (error) this._writeToOutput(`Tab completion error: ${inspect(error)}`);
    else this[base.kTabCompleter](lastKeypressWasTab, value);
  });
};

module.exports = {
  Interface,
  clearLine,
  clearScreenDown,
  createInterface,
  cursorTo,
  emitKeypressEvents,
  moveCursor,
  get promises() {
    return require('readline/promises'); // Lazy: start-up time.
  },
};
