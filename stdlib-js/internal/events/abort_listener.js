'use strict';
// events.addAbortListener: a listener for 'abort' that others cannot suppress and that can be disposed.
// https://nodejs.org/docs/latest-v24.x/api/events.html#eventsaddabortlistenersignal-listener

const { codes: { ERR_INVALID_ARG_TYPE } } = require('internal/errors');
const { validateAbortSignal, validateFunction } = require('internal/validators');
const { kResistStopPropagation } = require('internal/events/symbols');

/** @param {AbortSignal} signal  @param {(event: Event) => void} listener */
function addAbortListener(signal, listener) {
  if (signal === undefined) throw new ERR_INVALID_ARG_TYPE('signal', 'AbortSignal', signal);
  validateAbortSignal(signal, 'signal');
  validateFunction(listener, 'listener');

  let remove;
  if (signal.aborted) {
    queueMicrotask(() => listener());
  } else {
    signal.addEventListener('abort', listener, { __proto__: null, once: true, [kResistStopPropagation]: true });
    remove = () => signal.removeEventListener('abort', listener);
  }
  return {
    __proto__: null,
    [Symbol.dispose]() {
      remove?.();
    },
  };
}

module.exports = { addAbortListener };
