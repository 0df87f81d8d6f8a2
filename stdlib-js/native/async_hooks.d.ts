/** `internalBinding('async_hooks')`: V8's reports about every promise. */

type PromiseHook = ((promise: Promise<unknown>, parent?: Promise<unknown>) => void) | undefined;

export function setPromiseHooks(init: PromiseHook, before: PromiseHook, after: PromiseHook, settled: PromiseHook): void;
