/** What V8 says of its memory, and its flags. */
declare module 'internalBinding:heap' {
  export function statistics(): number[];
  export function spaceStatistics(): [name: string, sizes: number[]][];
  export function codeStatistics(): number[];
  export function setFlagsFromString(flags: string): void;
  export function cachedDataVersionTag(): number;
  /** Every object of the heap, as JSON of the developer tools. */
  export function snapshot(): Uint8Array;
  export function isOneByte(text: string): boolean;
}
