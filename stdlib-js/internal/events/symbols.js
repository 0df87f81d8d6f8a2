'use strict';
// The symbols that emitters, event targets and their users share.
// https://nodejs.org/docs/latest-v24.x/api/events.html

module.exports = {
  // On an error that was thrown for want of an 'error' listener: gives the stack that a dying process prints.
  kEnhanceStackBeforeInspector: Symbol('kEnhanceStackBeforeInspector'),
  // Option of `events.on`: yield the first argument of an event instead of all of them.
  kFirstEventParam: Symbol('nodejs.kFirstEventParam'),
  kMaxEventTargetListeners: Symbol('events.maxEventTargetListeners'),
  kMaxEventTargetListenersWarned: Symbol('events.maxEventTargetListenersWarned'),
  // Option of `addEventListener`: run even after `stopImmediatePropagation`.
  kResistStopPropagation: Symbol('kResistStopPropagation'),
};
