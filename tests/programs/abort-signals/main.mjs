// Signals abort in order, once, and everything that takes one obeys.
import { EventEmitter, addAbortListener, on, once } from 'node:events';
import { setImmediate, setInterval, setTimeout as sleep } from 'node:timers/promises';

const failure = async (promise) => {
  try {
    return await promise;
  } catch ({ name, code, cause }) {
    return `${name} ${code} ${cause?.name ?? cause}`;
  }
};

const controller = new AbortController();
const { signal } = controller;
console.log(controller, signal);
signal.onabort = ({ type, isTrusted }) => console.log('onabort', type, isTrusted);
signal.addEventListener('abort', (event) => event.stopImmediatePropagation());
signal.addEventListener('abort', () => console.log('never'));
addAbortListener(signal, () => console.log('addAbortListener'));
const either = AbortSignal.any([signal, AbortSignal.timeout(100_000)]);
either.addEventListener('abort', () => console.log('any', either.reason === signal.reason));

const waiting = [sleep(100_000, null, { signal }), once(new EventEmitter(), 'never', { signal })].map(failure);
controller.abort();
controller.abort('again');
console.log(signal.aborted, signal.reason.name, signal.reason.code);
console.log(await Promise.all(waiting));

console.log(await failure(setImmediate(null, { signal: AbortSignal.abort('reason') })));
const timeout = AbortSignal.timeout(1);
console.log(await failure(sleep(1000, null, { signal: timeout })), timeout.reason.code);
console.log(AbortSignal.any([]).aborted, AbortSignal.any([AbortSignal.abort(1)]).reason);

let rounds = 0;
for await (const value of setInterval(1, 'interval')) {
  console.log(value);
  if (++rounds === 2) break;
}

const emitter = new EventEmitter();
process.nextTick(() => {
  emitter.emit('data', 1, 2);
  emitter.emit('data', 3);
  emitter.emit('end');
});
for await (const values of on(emitter, 'data', { close: ['end'] })) console.log(values);

for (const wrong of [() => new AbortSignal(), () => AbortSignal.timeout(-1), () => AbortSignal.any([1]),
  () => AbortSignal.any(), () => AbortSignal.prototype.aborted, () => sleep('soon').catch((error) => { throw error; })]) {
  try {
    await wrong();
  } catch (error) {
    console.log(error.name, error.code, error.message);
  }
}
