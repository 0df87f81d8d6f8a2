/** `internalBinding('util')`: what V8 knows of values and of the stack that JavaScript cannot ask. */

export const constants: {
  kPending: number;
  kFulfilled: number;
  kRejected: number;
  ALL_PROPERTIES: number;
  ONLY_WRITABLE: number;
  ONLY_ENUMERABLE: number;
  ONLY_CONFIGURABLE: number;
  SKIP_STRINGS: number;
  SKIP_SYMBOLS: number;
};

/** What `classify` tells apart. */
export const kinds: {
  object: number;
  arguments: number;
  function: number;
  regExp: number;
  date: number;
  nativeError: number;
  arrayBuffer: number;
  sharedArrayBuffer: number;
  dataView: number;
  promise: number;
  weakSet: number;
  weakMap: number;
  moduleNamespace: number;
  boxed: number;
  map: number;
  set: number;
  typedArray: number;
  mapIterator: number;
  setIterator: number;
  external: number;
  proxy: number;
};

export interface CallSite {
  functionName: string;
  scriptId: string;
  scriptName: string;
  lineNumber: number;
  columnNumber: number;
  column: number;
}

/** One of `kinds`. */
export function classify(object: object): number;
/** `[state]`, or `[state, result]` of a settled promise; undefined for anything else. */
export function getPromiseDetails(promise: unknown): [number] | [number, unknown] | undefined;
/** The target, or `[target, handler]` unless `full` is false; undefined for what is no proxy. */
export function getProxyDetails(value: unknown, full?: boolean): any;
/** The entries of a collection or iterator, which is not moved; with a second argument `[entries, isKeyValue]`. */
export function previewEntries(collection: object): unknown[] | undefined;
export function previewEntries(collection: object, withKind: true): [unknown[], boolean] | undefined;
export function getConstructorName(object: object): string;
/** The address, as a BigInt. */
export function getExternalValue(external: unknown): bigint;
/** The keys that are no array indices; `filter` is ALL_PROPERTIES or ONLY_ENUMERABLE. */
export function getOwnNonIndexProperties(object: object, filter: number): PropertyKey[];
/** The frames above the caller of the function that asks. */
export function getCallSites(count: number): CallSite[] | undefined;
/** `[text, line, column, script]` of the innermost frame that is not the standard library's. */
export function getCallerSource(): [string, number, number, string] | undefined;
export function isConstructor(value: unknown): boolean;
export function isArrayBufferDetached(buffer: unknown): boolean;
export function arrayBufferViewHasBuffer(view: unknown): boolean;
/** `TTY`, `FILE`, `PIPE`, `TCP`, `UDP`, `UNKNOWN`, or `INVALID` for a descriptor that is not open. */
export function guessHandleType(fd: number): string;
/** Blocks the thread. */
export function sleep(milliseconds: number): void;
