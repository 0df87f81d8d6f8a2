// Rejections are reported after the microtasks, handlers that come late are reported too.
process.on('unhandledRejection', (reason, promise) => console.log('unhandled', reason, promise instanceof Promise));
process.on('rejectionHandled', () => console.log('handled late'));

const late = Promise.reject('late');
setTimeout(() => late.catch((reason) => console.log('caught', reason)), 1);

Promise.reject('in time').catch((reason) => console.log('caught', reason));

const inMicrotask = Promise.reject('in a microtask');
queueMicrotask(() => inMicrotask.catch((reason) => console.log('caught', reason)));

const inTick = Promise.reject('in a tick');
process.nextTick(() => inTick.catch((reason) => console.log('caught', reason)));

(async () => { throw new RangeError('from an async function').message; })();
