// Timers: what they accept, what they look like, and who keeps the process alive.
const log = (...parts) => console.log(...parts);

const timer = setTimeout(() => log('never'), 1);
log(timer.hasRef(), timer.unref().hasRef(), timer.ref() === timer, timer.close() === timer);
const byId = setTimeout(() => log('never'), 1);
clearTimeout(`${+byId}`);
clearTimeout(undefined);
clearTimeout(12345);
clearImmediate({});
{
  using disposed = setTimeout(() => log('never'), 1);
  using alsoDisposed = setImmediate(() => log('never'));
}

for (const wrong of [() => setTimeout(), () => setInterval('code'), () => setImmediate(null), () => queueMicrotask(1),
  () => process.nextTick()]) {
  try {
    wrong();
  } catch (error) {
    log(error.code, error.message);
  }
}

const order = [];
for (const [name, delay] of [['c', 30], ['a', 5], ['b', 15], ['a again', 5]]) setTimeout(() => order.push(name), delay);
const refreshed = setTimeout(() => order.push('refreshed'), 45);
setTimeout(() => refreshed.refresh(), 20);
setTimeout(() => order.push('before refreshed'), 60);
let rounds = 0;
const interval = setInterval((argument) => {
  if (++rounds === 3) clearInterval(interval);
  if (rounds === 3) order.push(`interval ${argument}`);
}, 30, 'argument');
setTimeout(() => order.push('never'), 100_000).unref();
setInterval(() => order.push('never'), 100_000).unref();

process.on('warning', ({ name }) => log(name));
setTimeout(() => {}, 2 ** 31);
setTimeout(() => {}, -1);
setTimeout(() => {}, NaN);
process.on('beforeExit', () => log(order.join(', ')));
