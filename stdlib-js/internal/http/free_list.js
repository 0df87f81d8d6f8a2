'use strict';
// Objects that are used again: node:http keeps its parsers in one.
// https://nodejs.org/docs/latest-v24.x/api/http.html#httpsetmaxidlehttpparsersmax

class FreeList {
  /** @param {string} name @param {number} max how many may wait @param {Function} ctor makes one */
  constructor(name, max, ctor) {
    this.name = name;
    this.ctor = ctor;
    this.max = max;
    this.list = [];
  }

  alloc() {
    return this.list.length > 0 ? this.list.pop() : Reflect.apply(this.ctor, this, arguments);
  }

  /** False when there are enough. */
  free(object) {
    if (this.list.length >= this.max) return false;
    this.list.push(object);
    return true;
  }
}

module.exports = { FreeList };
