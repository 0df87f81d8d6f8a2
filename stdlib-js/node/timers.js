'use strict';
// node:timers: setTimeout, setInterval, setImmediate and their opposites; the globals of these names are the same.
// https://nodejs.org/docs/latest-v24.x/api/timers.html

const {
  Immediate,
  Timeout,
  async_id_symbol,
  cancelImmediate,
  insert,
  kHasPrimitive,
  knownTimersById,
  unenroll,
} = require('internal/timers');
const { validateFunction } = require('internal/validators');

const promisifyCustom = Symbol.for('nodejs.util.promisify.custom');

/** @param {(...args: any[]) => void} callback  @param {number} [after]  @param {...any} args */
function setTimeout(callback, after, ...args) {
  validateFunction(callback, 'callback');
  return startTimer(callback, after, args, false);
}

/** @param {Timeout | number | string} [timer] */
function clearTimeout(timer) {
  if (timer?._onTimeout) {
    timer._onTimeout = null;
    unenroll(timer);
    return;
  }
  if (typeof timer !== 'number' && typeof timer !== 'string') return;
  const known = knownTimersById[timer];
  if (known === undefined) return;
  known._onTimeout = null;
  unenroll(known);
}

/** @param {(...args: any[]) => void} callback  @param {number} [repeat]  @param {...any} args */
function setInterval(callback, repeat, ...args) {
  validateFunction(callback, 'callback');
  return startTimer(callback, repeat, args, true);
}

/** @param {Timeout | number | string} [timer] */
function clearInterval(timer) {
  // Like browsers, Node does not mind which of the two is called.
  clearTimeout(timer);
}

/** @param {(...args: any[]) => void} callback  @param {...any} args */
function setImmediate(callback, ...args) {
  validateFunction(callback, 'callback');
  return new Immediate(callback, args.length > 0 ? args : undefined);
}

/** @param {Immediate} [immediate] */
function clearImmediate(immediate) {
  if (!immediate?._onImmediate || immediate._destroyed) return;
  cancelImmediate(immediate);
}

function startTimer(callback, after, args, isRepeat) {
  const timer = new Timeout(callback, after, args.length > 0 ? args : undefined, isRepeat, true);
  insert(timer, timer._idleTimeout);
  return timer;
}

// As own enumerable functions, because that is how Node's prototypes look.
Timeout.prototype.close = function() {
  clearTimeout(this);
  return this;
};

Timeout.prototype[Symbol.dispose] = function() {
  clearTimeout(this);
};

Timeout.prototype[Symbol.toPrimitive] = function() {
  const id = this[async_id_symbol];
  if (!this[kHasPrimitive]) {
    this[kHasPrimitive] = true;
    knownTimersById[id] = this;
  }
  return id;
};

Immediate.prototype[Symbol.dispose] = function() {
  clearImmediate(this);
};

for (const starter of [setTimeout, setImmediate]) {
  Object.defineProperty(starter, promisifyCustom, {
    __proto__: null,
    enumerable: true,
    get() {
      return require('timers/promises')[starter.name]; // Lazy: it requires this file.
    },
  });
}

module.exports = { setTimeout, clearTimeout, setImmediate, clearImmediate, setInterval, clearInterval };

Object.defineProperty(module.exports, 'promises', {
  __proto__: null,
  configurable: true,
  enumerable: true,
  get() {
    return require('timers/promises'); // Lazy: it requires this file.
  },
});
