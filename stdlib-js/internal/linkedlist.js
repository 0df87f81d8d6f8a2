'use strict';
// Circular doubly linked lists threaded through their items, as the timers with one duration are.
// https://nodejs.org/docs/latest-v24.x/api/timers.html
//
// A list is an object whose `_idleNext` is the newest item and whose `_idlePrev` is the oldest.

/** The oldest item, `null` if there is none. */
function peek(list) {
  return list._idlePrev === list ? null : list._idlePrev;
}

function remove(item) {
  if (item._idleNext) item._idleNext._idlePrev = item._idlePrev;
  if (item._idlePrev) item._idlePrev._idleNext = item._idleNext;
  item._idleNext = null;
  item._idlePrev = null;
}

/** Makes `item` the newest, wherever it was before. */
function append(list, item) {
  if (item._idleNext || item._idlePrev) remove(item);
  item._idleNext = list._idleNext;
  item._idlePrev = list;
  list._idleNext._idlePrev = item;
  list._idleNext = item;
}

function isEmpty(list) {
  return list._idleNext === list;
}

module.exports = { append, isEmpty, peek, remove };
