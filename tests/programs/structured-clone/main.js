const shared = { name: 'shared' };
const value = {
  map: new Map([[shared, new Set([1, shared])]]), date: new Date(0), pattern: /a+/gi, big: 10n, hole: [1, , 3],
  bytes: new Uint8Array([1, 2, 3]), view: new DataView(new ArrayBuffer(2)), boxed: Object('text'), nothing: undefined,
};
value.self = value;
const clone = structuredClone(value);
console.log(clone, clone.self === clone, [...clone.map.keys()][0] !== shared, [...clone.map.values()][0].has([...clone.map.keys()][0]));

const error = structuredClone(new RangeError('too far', { cause: 'why' }));
console.log(error instanceof RangeError, error.message, error.cause);
const exception = structuredClone(new DOMException('gone', 'AbortError'));
console.log(exception instanceof DOMException, exception.name, exception.message, exception.code);

const buffer = new ArrayBuffer(8);
const moved = structuredClone({ buffer }, { transfer: [buffer] });
console.log(buffer.byteLength, moved.buffer.byteLength);

for (const make of [
  () => structuredClone(), () => structuredClone(() => {}), () => structuredClone(Symbol('s')), () => structuredClone(new WeakMap()),
  () => structuredClone(new URL('http://x/')), () => structuredClone(1, { transfer: [{}] }), () => structuredClone(1, 2),
  () => structuredClone(buffer, { transfer: [buffer] }), () => structuredClone(new MessageChannel().port1),
]) {
  try {
    make();
  } catch (error) {
    console.log(error.name, error.code, error.message);
  }
}

const blob = structuredClone(new Blob(['bytes'], { type: 'a/b' }));
const { file } = structuredClone({ file: new File(['content'], 'name', { type: 'c/d', lastModified: 5 }) });
console.log(blob, file instanceof File, file);
Promise.all([blob.text(), file.text()]).then((texts) => console.log(texts));
for (const value of [new Headers(), new Request('http://a'), new Response(), new FormData(), new MessageEvent('x')]) {
  try {
    structuredClone(value);
  } catch (error) {
    console.log(value.constructor.name, error.name);
  }
}
