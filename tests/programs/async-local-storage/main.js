// A store follows every way of calling back.
const { AsyncLocalStorage, AsyncResource } = require('node:async_hooks');
const { EventEmitter } = require('node:events');
const fs = require('node:fs');
const { setTimeout: sleep } = require('node:timers/promises');

const storage = new AsyncLocalStorage({ defaultValue: 'default', name: 'request' });
const seen = [];
const see = (what) => seen.push(`${what}: ${storage.getStore()}`);

storage.run('inside', () => {
  process.nextTick(() => see('tick'));
  queueMicrotask(() => see('microtask'));
  Promise.resolve().then(() => see('promise'));
  setTimeout(() => see('timer'), 1);
  setImmediate(() => see('immediate'));
  fs.stat('/', () => see('file system'));
  sleep(2).then(() => see('awaited timer'));
  storage.exit(() => see('exited'));
  storage.run('nested', () => see('nested'));
  see('after nested');

  const bound = AsyncLocalStorage.bind(() => see('bound'));
  const snapshot = AsyncLocalStorage.snapshot();
  const resource = new AsyncResource('JOB');
  storage.run('elsewhere', () => {
    bound();
    snapshot(() => see('snapshot'));
    resource.runInAsyncScope(() => see('resource'));
  });
});

const emitter = new EventEmitter();
storage.run('subscriber', () => emitter.on('event', () => see('emitter')));
storage.run('publisher', () => emitter.emit('event'));

see('outside');
storage.enterWith('entered');
see('entered');
storage.disable();
see('disabled');
console.log(storage.name);

process.on('exit', () => console.log(seen.sort().join('\n')));
