// How streams fail: codes, messages, and who hears of it in which order.
const { Readable, Writable, Transform, PassThrough, pipeline, finished, addAbortSignal } = require('node:stream');
const promises = require('node:stream/promises');

const log = (...values) => console.log(...values);
const told = (error) => (error ? `${error.name} ${error.code ?? ''} ${error.message}` : error);

function attempt(name, run) {
  try {
    run();
    log(name, 'fine');
  } catch (error) {
    log(name, told(error));
  }
}

attempt('null', () => new Writable({ write() {} }).write(null));
attempt('object', () => new Writable({ write() {} }).write({}));
attempt('encoding', () => new Writable({ write() {} }).write('a', 'nope'));
attempt('default encoding', () => new Writable({ write() {} }).setDefaultEncoding({}));
attempt('mark', () => new Readable({ highWaterMark: -1 }));
attempt('from', () => Readable.from(5));
attempt('pipeline', () => pipeline(new PassThrough(), () => {}));
attempt('finished', () => finished({}, () => {}));
attempt('signal', () => addAbortSignal({}, new PassThrough()));
attempt('map', () => Readable.from([1]).map(5));
attempt('take', () => Readable.from([1]).take(-1));

function next(name, stream, act) {
  return new Promise((resolve) => {
    stream.on('error', (error) => log(name, 'error', told(error)));
    stream.on('close', () => {
      log(name, 'close', stream.destroyed, told(stream.errored));
      resolve();
    });
    act(stream);
  });
}

(async () => {
  await next('read', new Readable(), (stream) => stream.resume());
  attempt('write', () => new Writable().write('x'));
  await next('after end', new Writable({ write(c, e, cb) { cb(); } }), (stream) => {
    stream.end();
    stream.write('x', (error) => log('callback', told(error)));
  });
  await next('push after end', new Readable({ read() {} }), (stream) => {
    stream.push(null);
    stream.push('x');
  });
  await next('twice', new Writable({ write(c, e, cb) { cb(); cb(); } }), (stream) => stream.write('x'));
  await next('transform', new Transform({ transform(c, e, cb) { cb(new Error('no')); } }), (stream) => stream.end('x'));
  await next('construct', new Readable({ construct(cb) { cb(new Error('not today')); }, read() {} }), (stream) => stream.resume());
  await next('destroy', new Writable({ write() {}, destroy(error, cb) { setImmediate(cb, error); } }), (stream) => {
    stream.write('a', (error) => log('a', told(error)));
    stream.write('b', (error) => log('b', told(error)));
    stream.end((error) => log('end', told(error)));
    stream.destroy(new Error('gone'));
  });

  const controller = new AbortController();
  const aborted = promises.pipeline(new Readable({ read() {} }), new PassThrough(), { signal: controller.signal }).catch(told);
  controller.abort();
  log(await aborted);
  log(await promises.pipeline(
    Readable.from(['a']),
    async function* (source) {
      for await (const chunk of source) throw new Error(`bad ${chunk}`);
    },
    new PassThrough(),
  ).catch(told));
  log(await promises.finished(new PassThrough().destroy()).catch(told));
  log(await Readable.from([1, 2]).map(() => { throw new Error('mapped'); }).toArray().catch(told));
})();
