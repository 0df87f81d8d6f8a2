// Web streams: reading, writing, piping, bytes, and their ways to and from Node's streams.
import { Readable, Writable, Duplex } from 'node:stream';
import { text } from 'node:stream/consumers';

const log = (...values) => console.log(...values);
const told = (error) => `${error.name} ${error.code ?? ''} ${error.message}`;

const source = (...chunks) => new ReadableStream({
  start(controller) {
    for (const chunk of chunks) controller.enqueue(chunk);
    controller.close();
  },
});

const reader = source('a', 'b').getReader();
log(await reader.read(), await reader.read(), await reader.read(), await reader.closed);

for await (const chunk of source(1, 2, 3).pipeThrough(new TransformStream({
  transform(chunk, controller) {
    controller.enqueue(chunk * 10);
  },
  flush(controller) {
    controller.enqueue('end');
  },
}))) log(chunk);

const [left, right] = source('x', 'y').tee();
log(await text(left), await text(right));
log(await Array.fromAsync(ReadableStream.from([1, Promise.resolve(2)])));

const written = [];
const sink = new WritableStream({
  write(chunk) {
    written.push(chunk);
  },
  close() {
    log('close', written);
  },
}, new CountQueuingStrategy({ highWaterMark: 2 }));
const writer = sink.getWriter();
log(writer.desiredSize);
writer.write(1);
writer.write(2);
log(writer.desiredSize, sink.locked);
await writer.ready;
await writer.close();
log(sink);

const bytes = new ReadableStream({
  type: 'bytes',
  pull(controller) {
    const { view } = controller.byobRequest;
    view[0] = 7;
    controller.byobRequest.respond(1);
  },
});
const byob = bytes.getReader({ mode: 'byob' });
log(await byob.read(new Uint8Array(4)), await byob.read(new Uint16Array(2), { min: 2 }));
await byob.cancel();
log(bytes);

log(await source('left').cancel('why'), await source().pipeTo(new WritableStream()));
log(await new ReadableStream({ pull() { throw new Error('pulled'); } }).getReader().read().catch(told));
log(await source(1).pipeTo(new WritableStream({ write() { throw new TypeError('full'); } })).catch(told));
log(await source().pipeTo(new WritableStream(), { signal: AbortSignal.abort() }).catch(told));
for (const wrong of [() => new ReadableStream({ type: 'x' }), () => new ReadableStreamDefaultReader({}), () => new ReadableStreamDefaultController(),
                     () => new WritableStream({ type: 'x' }), () => new CountQueuingStrategy(), () => source().getReader({ mode: 'x' }),
                     () => ReadableStream.prototype.getReader.call({})]) {
  try {
    wrong();
  } catch (error) {
    log(told(error));
  }
}

log(await text(Readable.toWeb(Readable.from(['to ', 'web']))));
log(await text(Readable.fromWeb(source('from ', 'web'))));
const { readable, writable } = new TransformStream();
const duplex = Duplex.fromWeb({ readable, writable }, { encoding: 'utf8' });
duplex.end('through');
log(await text(duplex));
const nodeSink = new Writable({ write(chunk, encoding, callback) { log('node', String(chunk)); callback(); } });
await source('p', 'q').pipeTo(Writable.toWeb(nodeSink));
log(nodeSink.writableFinished);

log(await text(source('h\u00e9', '\ud83d', '\ude00').pipeThrough(new TextEncoderStream()).pipeThrough(new TextDecoderStream())));
log(await text(source(Buffer.from('squeeze '.repeat(100))).pipeThrough(new CompressionStream('gzip'))
  .pipeThrough(new DecompressionStream('gzip'))).then((value) => value.length));
