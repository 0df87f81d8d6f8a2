'use strict';
// A binary heap whose items know where they are, so that one from the middle can be taken out.
// Under the timers: https://nodejs.org/docs/latest-v24.x/api/timers.html

/** Least item first. Slot 0 stays empty, which makes the children of slot n those at 2n and 2n + 1. */
class PriorityQueue {
  #compare;
  #setPosition;
  #heap = [undefined];

  /**
   * @param {(a: any, b: any) => number} compare
   * @param {(item: any, position: number) => void} setPosition told whenever an item moves
   */
  constructor(compare, setPosition) {
    this.#compare = compare;
    this.#setPosition = setPosition;
  }

  insert(item) {
    this.#heap.push(item);
    this.#percolateUp(this.#heap.length - 1);
  }

  peek() {
    return this.#heap[1];
  }

  shift() {
    const item = this.#heap[1];
    if (item !== undefined) this.removeAt(1);
    return item;
  }

  removeAt(position) {
    const heap = this.#heap;
    const last = heap.pop();
    if (position === heap.length) return;
    heap[position] = last;
    if (position > 1 && this.#compare(heap[position >> 1], last) > 0) this.#percolateUp(position);
    else this.percolateDown(position);
  }

  /** Puts the item at `position`, which has become greater, where it belongs. */
  percolateDown(position) {
    const heap = this.#heap;
    const item = heap[position];
    for (;;) {
      let child = 2 * position;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && this.#compare(heap[child + 1], heap[child]) < 0) child++;
      if (this.#compare(item, heap[child]) <= 0) break;
      this.#place(heap[child], position);
      position = child;
    }
    this.#place(item, position);
  }

  #percolateUp(position) {
    const heap = this.#heap;
    const item = heap[position];
    while (position > 1) {
      const parent = position >> 1;
      if (this.#compare(heap[parent], item) <= 0) break;
      this.#place(heap[parent], position);
      position = parent;
    }
    this.#place(item, position);
  }

  #place(item, position) {
    this.#heap[position] = item;
    this.#setPosition(item, position);
  }
}

module.exports = PriorityQueue;
