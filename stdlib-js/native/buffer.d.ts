/** `internalBinding('buffer')`: text into bytes and back, searching, comparing, filling. Ranges arrive validated. */

type Memory = ArrayBufferView | ArrayBuffer | SharedArrayBuffer;
/** Of the bytes from `start` to `end`; `undefined` when no string can be that long. */
type Slice = (view: ArrayBufferView, start: number, end: number) => string | undefined;
/** Writes at most `length` bytes of whole characters at `offset`; gives their number. */
type Write = (view: ArrayBufferView, string: string, offset: number, length: number) => number;

export const kMaxLength: number;
export const kStringMaxLength: number;

/** Memory that is not initialised; `undefined` when there is not that much. */
export function createUninitialized(size: number): ArrayBuffer | undefined;
export function byteLengthUtf8(string: string): number;

export const asciiSlice: Slice;
export const base64Slice: Slice;
export const base64urlSlice: Slice;
export const hexSlice: Slice;
export const latin1Slice: Slice;
export const ucs2Slice: Slice;
export const utf8Slice: Slice;

/** Both alphabets. */
export const base64Write: Write;
export const hexWrite: Write;
export const latin1Write: Write;
export const ucs2Write: Write;
export const utf8Write: Write;

export function compare(a: Memory, b: Memory): -1 | 0 | 1;
export function compareRanges(
  a: Memory, aStart: number, aEnd: number, b: Memory, bStart: number, bEnd: number,
): -1 | 0 | 1;
export function copy(
  source: ArrayBufferView, target: ArrayBufferView, targetStart: number, sourceStart: number, count: number,
): void;
export function fill(view: ArrayBufferView, pattern: ArrayBufferView, start: number, end: number): void;
export function swap(view: ArrayBufferView, size: 2 | 4 | 8): void;

/** The position, or -1. `encoding`: 0 UTF-8, 1 Latin-1, 2 UTF-16. */
export function indexOfBuffer(
  view: ArrayBufferView, needle: Uint8Array, offset: number, end: number, forward: boolean, encoding: 0 | 1 | 2,
): number;
export function indexOfNumber(
  view: ArrayBufferView, byte: number, offset: number, end: number, forward: boolean,
): number;
export function indexOfString(
  view: ArrayBufferView, string: string, offset: number, end: number, forward: boolean, encoding: 0 | 1 | 2,
): number;

export function isAscii(memory: Memory): boolean;
export function isUtf8(memory: Memory): boolean;

/** -1: a character that does not belong; -2: only the length is wrong. */
export function atob(text: string): string | -1 | -2;
/** -1: a character that has no byte. */
export function btoa(text: string): string | -1;
