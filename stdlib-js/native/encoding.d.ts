/** `internalBinding('encoding')`: what TextEncoder and TextDecoder do. Flags: 1 fatal, 2 ignore BOM, 4 more follows. */

type Memory = ArrayBufferView | ArrayBuffer | SharedArrayBuffer;
declare const decoder: unique symbol;
type Decoder = { [decoder]: never };

export function encodeUtf8(string: string): Uint8Array;
/** Leaves the number of units read and of bytes written in `results`. */
export function encodeInto(string: string, target: Uint8Array, results: Uint32Array): void;
/** The encoding's name in lower case. */
export function nameOfLabel(label: string): string | undefined;
/** `undefined` when the bytes are not valid, `null` when no string can hold the text. */
export function decode(name: string, bytes: Memory, flags: number): string | undefined | null;
export function createDecoder(name: string, flags: number): Decoder;
export function decodeChunk(decoder: Decoder, bytes: Memory, flags: number): string | undefined | null;
