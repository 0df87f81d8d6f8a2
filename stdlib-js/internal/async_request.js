'use strict';

// Something asked of the system that async hooks see from its begin to its end.
// https://nodejs.org/docs/latest-v24.x/api/async_hooks.html#class-asyncresource

const {
  emitAfter,
  emitBefore,
  emitDestroy,
  emitInit,
  getDefaultTriggerAsyncId,
  initHooksExist,
  newAsyncId,
} = require('internal/async_hooks');

class AsyncRequest {
  #asyncId;
  #triggerAsyncId;

  /** @param {string} type as async hooks call it */
  begin(type) {
    this.#asyncId = newAsyncId();
    this.#triggerAsyncId = getDefaultTriggerAsyncId();
    if (initHooksExist()) emitInit(this.#asyncId, type, this.#triggerAsyncId, this);
  }

  getAsyncId() {
    return this.#asyncId;
  }

  /** Calls back on behalf of this. @param {(...args: any[]) => void} callback */
  enter(callback, ...args) {
    emitBefore(this.#asyncId, this.#triggerAsyncId, this);
    callback(...args);
    emitAfter(this.#asyncId);
  }

  end() {
    emitDestroy(this.#asyncId);
  }

  /** Calls `oncomplete`, once. */
  finish(...args) {
    this.enter((...given) => this.oncomplete(...given), ...args);
    this.end();
  }
}

module.exports = { AsyncRequest };
