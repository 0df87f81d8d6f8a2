/** V8's wire format for values. Serializers and deserializers are known by a number until they are dropped. */
declare module 'internalBinding:serdes' {
  interface Delegate {
    _getDataCloneError?(message: string): Error;
    _writeHostObject?(object: object): number | void;
    _readHostObject?(index?: number): object;
    _getSharedArrayBufferId?(buffer: SharedArrayBuffer): number;
  }
  /** The bytes, and buffers on the memory of the transferred ones, which are detached. */
  export function serialize(value: any, transferred: ArrayBuffer[], delegate: Delegate): [Uint8Array, ArrayBuffer[]];
  export function deserialize(
    bytes: Uint8Array, buffers: ArrayBuffer[], sharedBuffers: SharedArrayBuffer[], delegate: Delegate): any;
  export function setTransferMode(object: object, mode: number): void;
  export function transferMode(object: object): number | undefined;
  export function createSerializer(delegate: Delegate): number;
  export function writeHeader(id: number): void;
  export function writeValue(id: number, value: any): boolean;
  export function writeUint32(id: number, value: number): void;
  export function writeUint64(id: number, high: number, low: number): void;
  export function writeDouble(id: number, value: number): void;
  export function writeRawBytes(id: number, bytes: ArrayBufferView | ArrayBuffer): void;
  export function setTreatArrayBufferViewsAsHostObjects(id: number, treat: boolean): void;
  export function transferToSerializer(id: number, number: number, buffer: ArrayBuffer): void;
  export function releaseBuffer(id: number): Uint8Array;
  export function createDeserializer(bytes: ArrayBufferView, delegate: Delegate): number;
  export function readHeader(id: number): boolean;
  export function readValue(id: number): any;
  export function readUint32(id: number): number | undefined;
  export function readUint64(id: number): [high: number, low: number] | undefined;
  export function readDouble(id: number): number | undefined;
  /** Where they begin. */
  export function readRawBytes(id: number, length: number): number | undefined;
  export function getWireFormatVersion(id: number): number;
  export function transferToDeserializer(id: number, number: number, buffer: ArrayBuffer | SharedArrayBuffer): void;
  export function drop(id: number): void;
}
