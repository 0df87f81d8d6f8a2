const v8 = require('node:v8');

const value = { a: 1, b: Buffer.from('abc'), c: new Float64Array([1, 2]), d: new Map([['k', new Set([1n])]]), e: [, 'x'], f: new Date(0) };
value.self = value;
const bytes = v8.serialize(value);
// The second byte is the version of the format, which is the engine's.
console.log(bytes.toString('hex', 2));
console.log(v8.deserialize(bytes));

const serializer = new v8.Serializer();
serializer.writeHeader();
serializer.writeUint32(5);
serializer.writeUint64(1, 2);
serializer.writeDouble(1.5);
serializer.writeRawBytes(Buffer.from('ab'));
serializer.writeValue({});
const deserializer = new v8.Deserializer(serializer.releaseBuffer());
console.log(deserializer.readHeader(), deserializer.readUint32(), deserializer.readUint64(), deserializer.readDouble(),
            deserializer.readRawBytes(2), deserializer.readValue());
for (const make of [
  () => v8.serialize(() => {}), () => v8.deserialize(1), () => v8.deserialize(Buffer.alloc(0)), () => new v8.Deserializer(1),
  () => new v8.Deserializer(Buffer.alloc(0)).readUint32(), () => v8.setFlagsFromString(1),
]) {
  try {
    make();
  } catch (error) {
    console.log(error.name, error.code, error.message);
  }
}
console.log(Object.keys(v8.getHeapStatistics()).length, v8.getHeapSpaceStatistics().some(({ space_name: name }) => name === 'old_space'));
console.log(v8.isStringOneByteRepresentation('a'), v8.isStringOneByteRepresentation('\u1234'));
