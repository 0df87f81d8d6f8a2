// The order of events and callbacks in streams, and what their operators give.
const { Readable, Writable, Transform, PassThrough, Duplex, pipeline, finished, duplexPair, compose } = require('node:stream');
const consumers = require('node:stream/consumers');

const log = (...values) => console.log(...values);

function trace(name, stream) {
  for (const event of ['readable', 'data', 'pause', 'resume', 'end', 'drain', 'prefinish', 'finish', 'pipe', 'unpipe', 'error', 'close']) {
    if (event === 'readable' || event === 'data') continue; // They change how a stream is read.
    stream.on(event, (value) => log(name, event, value instanceof Error ? value.message : ''));
  }
  return stream;
}

async function flow() {
  const source = trace('source', Readable.from(['a', 'b', 'c']));
  const upper = trace('upper', new Transform({
    transform(chunk, encoding, callback) {
      callback(null, chunk.toString().toUpperCase());
    },
    flush(callback) {
      callback(null, '!');
    },
  }));
  const sink = trace('sink', new Writable({
    write(chunk, encoding, callback) {
      log('write', chunk.toString());
      setImmediate(callback);
    },
    final(callback) {
      log('final');
      callback();
    },
  }));
  await new Promise((resolve) => pipeline(source, upper, sink, (error) => {
    log('pipeline', error);
    resolve();
  }));
}

async function backpressure() {
  const written = [];
  const sink = trace('slow', new Writable({
    highWaterMark: 3,
    writev(chunks, callback) {
      written.push(chunks.map(({ chunk }) => chunk.toString()));
      setImmediate(callback);
    },
  }));
  log(sink.write('a'), sink.write('b'), sink.write('c'), sink.writableNeedDrain, sink.writableLength);
  sink.cork();
  log(sink.write('d'), sink.writableCorked);
  sink.uncork();
  sink.end('e', () => log('ended', written));
  await consumers.text(new PassThrough().end());
  await new Promise((resolve) => finished(sink, resolve));
}

async function reading() {
  const stream = new Readable({ read() {} });
  stream.push('hello ');
  stream.push('world');
  stream.push(null);
  log(stream.read(3).toString(), stream.read(5).toString(), stream.readableLength);
  stream.unshift(Buffer.from('W'));
  stream.setEncoding('utf8');
  let text = '';
  for await (const chunk of stream) text += chunk;
  log(text, stream.destroyed, stream.readableEnded);
}

async function operators() {
  const numbers = () => Readable.from([1, 2, 3, 4, 5]);
  log(await numbers().map(async (n) => n * 2, { concurrency: 3 }).filter((n) => n > 2).drop(1).take(2).toArray());
  log(await numbers().reduce((sum, n) => sum + n), await numbers().some((n) => n > 4), await numbers().every((n) => n > 4));
  log(await numbers().flatMap((n) => [n, n]).toArray(), await numbers().find((n) => n === 3));
  const doubled = compose(async function* (chunks) {
    for await (const chunk of chunks) yield `${chunk}${chunk}`;
  });
  doubled.end('xy');
  log(await consumers.text(doubled));
}

async function pairs() {
  const [first, second] = duplexPair();
  second.on('data', (chunk) => second.end(`got ${chunk}`));
  first.end('ping');
  log(await consumers.text(first));
  const joined = Duplex.from({ readable: Readable.from(['r']), writable: new Writable({ write(c, e, cb) { log('w', String(c)); cb(); } }) });
  joined.end('x');
  log(await consumers.text(joined));
}

(async () => {
  for (const part of [flow, backpressure, reading, operators, pairs]) {
    log(`-- ${part.name}`);
    await part();
  }
})();
