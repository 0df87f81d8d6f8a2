/** `internalBinding('zlib')`: deflate and gzip through zlib, brotli, zstd, one step at a time. */

declare const stream: unique symbol;
type Stream = { [stream]: never };
/** `[room left in the output, bytes left of the input]`, followed by `errno, code, message` after a failure. */
type Outcome = [number, number, number?, string?, string?];

/** `undefined` for what zlib refuses. */
export function createZlib(
  mode: number, windowBits: number, level: number, memLevel: number, strategy: number, dictionary?: ArrayBufferView,
  endsWithFirstMember?: boolean,
): Stream | undefined;
/** Parameters are `[key, value, key, value, ...]`. */
export function createBrotli(isCompressor: boolean, params: number[]): Stream | undefined;
export function createZstd(
  isCompressor: boolean, params: number[], pledgedSize?: number, dictionary?: ArrayBufferView,
): Stream | undefined;
export function params(stream: Stream, level: number, strategy: number): void;
export function reset(stream: Stream): void;
/** A string is summed as UTF-8. */
export function crc32(data: string | ArrayBufferView, value: number): number;

/** Reads input and writes output until one of them is used up. */
export function writeSync(
  stream: Stream, flush: number, input: ArrayBufferView, inputStart: number, inputLength: number,
  output: ArrayBufferView, outputStart: number, outputLength: number,
): Outcome;
export function write(
  stream: Stream, flush: number, input: ArrayBufferView, inputStart: number, inputLength: number,
  output: ArrayBufferView, outputStart: number, outputLength: number,
  callback: (error: Error | null, outcome?: Outcome) => void,
): void;
