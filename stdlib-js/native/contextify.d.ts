/** Compiling and running text, and contexts whose global is backed by an object (`node:vm`). */
declare module 'internalBinding:contextify' {
  /** The global object; without a sandbox an ordinary one. */
  export function makeContext(sandbox: object | undefined, name: string, allowsStrings: boolean, allowsWasm: boolean): object;
  export function isContext(object: object): boolean;
  export function compileScript(
    text: string, filename: string, line: number, column: number, cachedData: ArrayBufferView | undefined,
  ): [script: number, cachedDataRejected: boolean | undefined, sourceMapURL: string | undefined];
  /** `late` when it took longer than `timeout` milliseconds; negative for no limit. */
  export function runScript(
    script: number, sandbox: object | undefined, timeout: number, late: any, displayErrors: boolean): any;
  export function createCachedData(script: number): Uint8Array | undefined;
  export function dropScript(script: number): void;
  export function compileFunction(
    text: string, filename: string, line: number, column: number, cachedData: ArrayBufferView | undefined,
    sandbox: object | undefined, extensions: object[], parameters: string[], produceCachedData: boolean,
  ): [compiled: Function, cachedDataRejected: boolean | undefined, cachedData: Uint8Array | undefined];
}
