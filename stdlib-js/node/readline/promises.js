'use strict';
// Reads line by line, with promises.
// https://nodejs.org/docs/latest-v24.x/api/readline.html#promises-api

const { AbortError } = require('internal/errors');
const {
  Interface: LineInterface,
  kQuestion,
  kQuestionCancel,
  kQuestionReject,
} = require('internal/readline/interface');
const { Readline } = require('internal/readline/promises');
const { validateAbortSignal } = require('internal/validators');

class Interface extends LineInterface {
  question(query, options = {}) {
    return new Promise((resolve, reject) => {
      let answer = resolve;
      if (options?.signal) {
        const { signal } = options;
        validateAbortSignal(signal, 'options.signal');
        if (signal.aborted) {
          reject(new AbortError(undefined, { cause: signal.reason }));
          return;
        }
        const onAbort = () => {
          this[kQuestionCancel]();
          reject(new AbortError(undefined, { cause: signal.reason }));
        };
        const { addAbortListener } = require('internal/events/abort_listener'); // Lazy: rare.
        const disposable = addAbortListener(signal, onAbort);
        answer = (line) => {
          disposable[Symbol.dispose]();
          resolve(line);
        };
      }
      this[kQuestion](query, answer);
      this[kQuestionReject] = reject;
    });
  }
}

function createInterface(input, output, completer, terminal) {
  return new Interface(input, output, completer, terminal);
}

module.exports = { Interface, Readline, createInterface };
