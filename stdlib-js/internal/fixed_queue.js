'use strict';
// A first-in first-out queue that allocates nothing while its length stays about the same.
// Under process.nextTick (https://nodejs.org/docs/latest-v24.x/api/process.html#processnexttickcallback-args).

const INITIAL_SLOTS = 256;
/** A queue that has grown beyond this gives its memory back when it is empty. */
const RETAINED_SLOTS = 4096;

/** A ring: the slots from `#first` on, `#count` of them, hold the items. The number of slots is a power of two. */
class FixedQueue {
  #slots = emptySlots(INITIAL_SLOTS);
  #mask = INITIAL_SLOTS - 1;
  #first = 0;
  #count = 0;

  isEmpty() {
    return this.#count === 0;
  }

  push(item) {
    if (this.#count > this.#mask) this.#grow();
    this.#slots[(this.#first + this.#count++) & this.#mask] = item;
  }

  /** The oldest item, `null` if there is none. */
  shift() {
    if (this.#count === 0) return null;
    const slots = this.#slots;
    const first = this.#first;
    const item = slots[first];
    slots[first] = undefined;
    this.#first = (first + 1) & this.#mask;
    if (--this.#count === 0 && this.#mask >= RETAINED_SLOTS) this.#resize(INITIAL_SLOTS);
    return item;
  }

  #grow() {
    const slots = this.#slots;
    const first = this.#first;
    const count = this.#count;
    this.#resize(2 * slots.length);
    for (let index = 0; index < count; index++) this.#slots[index] = slots[(first + index) & (count - 1)];
    this.#count = count;
  }

  #resize(slotCount) {
    this.#slots = emptySlots(slotCount);
    this.#mask = slotCount - 1;
    this.#first = 0;
    this.#count = 0;
  }
}

/** An array without holes, so that no lookup ever reaches `Array.prototype`. */
function emptySlots(slotCount) {
  const slots = [];
  for (let index = 0; index < slotCount; index++) slots[index] = undefined;
  return slots;
}

module.exports = FixedQueue;
