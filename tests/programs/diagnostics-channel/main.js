// Channels deliver to subscribers and bound stores; tracing reports the life of a call.
const { AsyncLocalStorage } = require('node:async_hooks');
const { channel, hasSubscribers, subscribe, tracingChannel, unsubscribe } = require('node:diagnostics_channel');
const log = (...parts) => console.log(...parts);

const subscriber = (message, name) => log(message, name);
log(hasSubscribers('plain'));
subscribe('plain', subscriber);
channel('plain').publish({ first: true });
log(hasSubscribers('plain'), unsubscribe('plain', subscriber), unsubscribe('plain', subscriber), hasSubscribers('plain'));

const storage = new AsyncLocalStorage();
const bound = channel(Symbol.for('bound'));
bound.bindStore(storage, (data) => ({ ...data, transformed: true }));
log(bound.runStores({ data: 1 }, function(argument) { return [this.receiver, argument, storage.getStore()]; }, { receiver: 1 }, 2));
log(bound.unbindStore(storage), storage.getStore());

const tracing = tracingChannel('work');
const names = ['start', 'end', 'asyncStart', 'asyncEnd', 'error'];
tracing.subscribe(Object.fromEntries(names.map((name) => [name, ({ id, result, error }) => log(id, name, result, error?.message)])));
tracing.traceSync(() => 'value', { id: 'sync' });
try {
  tracing.traceSync(() => { throw new Error('thrown'); }, { id: 'throwing' });
} catch ({ message }) {
  log('caught', message);
}
tracing.traceCallback((done) => setImmediate(done, null, 'value'), 0, { id: 'callback' }, null, (error, value) => {
  log('called back', error, value);
  tracing.tracePromise(async () => { throw new Error('rejected'); }, { id: 'promise' }).catch(({ message }) => log('rejected', message));
});

for (const wrong of [() => channel(null), () => channel('x').subscribe(1), () => tracingChannel(1)]) {
  try {
    wrong();
  } catch (error) {
    log(error.code, error.message);
  }
}
