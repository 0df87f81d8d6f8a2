'use strict';
// The values of all AsyncLocalStorage objects at one point of execution; V8 carries the current frame along promises.
// https://nodejs.org/docs/latest-v24.x/api/async_context.html

const {
  getContinuationPreservedEmbedderData,
  setContinuationPreservedEmbedderData,
} = internalBinding('async_context_frame');

/** A list of stores and their values, which only `disable` changes; a handful at most, so a scan beats a map, and a copy is cheap. */
class AsyncContextFrame {
  /** Store, value, store, value, ... */
  #entries;
  /** False once a store was disabled in this frame. */
  isIntact = true;

  /** A copy of the current frame in which `store` has `value`. */
  constructor(store, value) {
    const current = AsyncContextFrame.current();
    if (current === undefined) {
      this.#entries = [store, value];
      return;
    }
    const entries = this.#entries = current.#entries.slice();
    const index = indexOfStore(entries, store);
    if (index === -1) {
      entries.push(store, value);
    } else {
      entries[index + 1] = value;
    }
  }

  has(store) {
    return indexOfStore(this.#entries, store) !== -1;
  }

  /** The value of `store` in this frame, `absent` if it has none. */
  get(store, absent) {
    const entries = this.#entries;
    const index = indexOfStore(entries, store);
    return index === -1 ? absent : entries[index + 1];
  }

  /** Forgets `store`, for everything that was started in this frame as well. */
  disable(store) {
    const index = indexOfStore(this.#entries, store);
    if (index === -1) return;
    this.#entries.splice(index, 2);
    this.isIntact = false;
  }

  /** @returns {AsyncContextFrame | undefined} */
  static current() {
    return getContinuationPreservedEmbedderData();
  }

  static set(frame) {
    setContinuationPreservedEmbedderData(frame);
  }

  /** Makes `frame` current and returns the one that was. */
  static exchange(frame) {
    const prior = getContinuationPreservedEmbedderData();
    // Almost always there is none before and none after.
    if (prior !== frame) setContinuationPreservedEmbedderData(frame);
    return prior;
  }
}

function indexOfStore(entries, store) {
  for (let index = 0; index < entries.length; index += 2) {
    if (entries[index] === store) return index;
  }
  return -1;
}

module.exports = AsyncContextFrame;
