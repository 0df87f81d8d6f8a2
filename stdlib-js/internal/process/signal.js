'use strict';
// Signals as events of `process`: a signal is caught while somebody listens to it, and does what the system says otherwise.
// https://nodejs.org/docs/latest-v24.x/api/process.html#signal-events

const native = internalBinding('signal');
const { setHook } = internalBinding('builtins');
const AsyncContextFrame = require('internal/async_context_frame');

/**
 * Signals that are caught, by number; the frame is that of the first listener's coming.
 * @type {Map<number, { event: string, frame: AsyncContextFrame | undefined }>}
 */
const caught = new Map();

/** Watches who listens to `process`; at bootstrap. */
function setup() {
  process.on('newListener', startListening);
  process.on('removeListener', stopListening);
  setHook('signal', onSignal);
}

function onSignal(number) {
  const { event, frame } = caught.get(number);
  AsyncContextFrame.set(frame);
  try {
    process.emit(event, event, number);
  } finally {
    AsyncContextFrame.set(undefined);
  }
}

function numberOf(event) {
  if (typeof event !== 'string' || !event.startsWith('SIG')) return undefined;
  return require('os').constants.signals[event];
}

function startListening(event) {
  const number = numberOf(event);
  if (number === undefined || caught.has(number)) return;
  const status = native.start(number);
  if (status !== 0) {
    throw require('internal/errors').uvException({ errno: status, syscall: 'uv_signal_start' });
  }
  caught.set(number, { event, frame: AsyncContextFrame.current() });
}

function stopListening(event) {
  const number = numberOf(event);
  if (number === undefined || !caught.has(number) || process.listenerCount(event) > 0) return;
  native.stop(number);
  caught.delete(number);
}

module.exports = { setup };
