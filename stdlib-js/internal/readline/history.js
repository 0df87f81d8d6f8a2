'use strict';
// The lines that were entered, newest first.
// https://nodejs.org/docs/latest-v24.x/api/readline.html#event-history

const { validateArray, validateNumber } = require('internal/validators');

const DEFAULT_SIZE = 30;

class History {
  #iface;
  #removesDuplicates;
  /** -1: on the line that is being typed. */
  historyIndex = -1;
  isFlushing = false;

  constructor(iface, { history, size, removeHistoryDuplicates }) {
    if (history === undefined) history = [];
    else validateArray(history, 'history');
    if (size === undefined) size = DEFAULT_SIZE;
    validateNumber(size, 'size', 0);
    this.#iface = iface;
    this.#removesDuplicates = !!removeHistoryDuplicates;
    this.history = history;
    this.historySize = size;
  }

  /** The line as a listener of 'history' leaves it. */
  add(line) {
    if (line.length === 0 || this.historySize === 0 || line.trim().length === 0) return line;
    const { history } = this;
    if (history.length === 0 || history[0] !== line) {
      if (this.#removesDuplicates) {
        const index = history.indexOf(line);
        if (index !== -1) history.splice(index, 1);
      }
      history.unshift(line);
      if (history.length > this.historySize) history.pop();
    }
    this.historyIndex = -1;
    const entered = history[0];
    // A listener may take it out again, for example a password.
    this.#iface.emit('history', history);
    return entered;
  }

  hasNext() {
    return this.historyIndex > -1 && this.history.length > 0;
  }

  hasPrevious() {
    return this.history.length !== this.historyIndex && this.history.length > 0;
  }

  next(search) {
    return this.#go(-1, search || '');
  }

  previous(search) {
    return this.#go(1, search || '');
  }

  #go(step, search) {
    const { history } = this;
    let index = this.historyIndex + step;
    while (index >= 0 && index < history.length &&
        (!history[index].startsWith(search) || this.#iface.line === history[index])) {
      index += step;
    }
    this.historyIndex = index;
    return history[index] ?? search;
  }
}

module.exports = { History };
