// A handled exception does not stop the others of its round, and its ticks wait for the end of the round.
const log = (...parts) => console.log(...parts);

process.on('uncaughtExceptionMonitor', (error, origin) => log('monitor', error, origin));
process.on('uncaughtException', (error, origin) => log('handler', error, origin));

const steps = [
  () => {
    setTimeout(() => {
      process.nextTick(() => log('tick of the throwing timer'));
      throw 'timer';
    }, 2);
    setTimeout(() => log('second timer'), 2);
  },
  () => {
    setImmediate(() => {
      process.nextTick(() => log('tick of the throwing immediate'));
      throw 'immediate';
    });
    setImmediate(() => log('second immediate'));
  },
  () => {
    const target = new EventTarget();
    target.addEventListener('event', () => { throw 'listener'; });
    target.addEventListener('event', () => log('second listener'));
    target.dispatchEvent(new Event('event'));
  },
  () => {
    queueMicrotask(() => { throw 'microtask'; });
    queueMicrotask(() => log('second microtask'));
  },
  () => {
    process.setUncaughtExceptionCaptureCallback((error) => log('captured', error));
    throw 'captured';
  },
];

// One at a time, so that nothing depends on how long a step takes.
(function next() {
  const step = steps.shift();
  if (step === undefined) return;
  setTimeout(next, 100);
  log('--');
  step();
})();
