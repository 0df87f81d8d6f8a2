// Listeners may come and go while they are called; errors and rejections find their handlers.
const { EventEmitter, errorMonitor, captureRejectionSymbol, getEventListeners, once } = require('node:events');
const log = (...parts) => console.log(...parts);

const emitter = new EventEmitter();
emitter.on('newListener', (name, listener) => log('new', name, listener.name));
emitter.on('removeListener', (name, listener) => log('removed', name, listener.name));
emitter.on('event', function first() {
  log('first');
  emitter.off('event', second);
  emitter.on('event', third);
});
function second() { log('second'); }
function third() { log('third'); }
emitter.on('event', second);
emitter.once('event', function last(...args) { log('last', args, this === emitter); });
emitter.prependListener('event', function zeroth() { log('zeroth'); });
log(emitter.emit('event', 1, 2, 3), emitter.emit('nobody'));
emitter.off('event', third);
emitter.emit('event');
log(emitter.eventNames(), emitter.listenerCount('event'), emitter.rawListeners('event').length);
log(getEventListeners(emitter, 'event').map(({ name }) => name));
emitter.removeAllListeners();

emitter.on(errorMonitor, ({ message }) => log('monitor', message));
for (const value of [new Error('unhandled'), { plain: true }, undefined]) {
  try {
    emitter.emit('error', value ?? '');
  } catch (error) {
    log(error.code, error.message, error.context);
  }
}

const careful = new EventEmitter({ captureRejections: true });
careful.on('event', async () => { throw new Error('rejected'); });
careful.once('error', ({ message }) => {
  log('captured', message);
  careful[captureRejectionSymbol] = (error, name, ...args) => log('by symbol', error.message, name, args);
  process.nextTick(() => careful.emit('event', 'argument'));
});
careful.emit('event');
once(careful, 'later').then((values) => log(values));
careful.emit('later', 1, 2);
log(emitter);
