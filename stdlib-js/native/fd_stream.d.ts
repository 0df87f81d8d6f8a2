/**
 * `internalBinding('fd_stream')`: streams over descriptors, by number. Statuses are 0 or a negative errno. What happens to
 * a stream is told to the hook `streamEvent(owner, kind, status, bytes)`, see `internal/net/handles.js`.
 */

/** Takes the descriptor over; the stream's number or a negative errno. */
export function open(fd: number, owner: object): number;
export function readStart(id: number): number;
export function readStop(id: number): number;
/** The number of bytes, or a negative errno; 2 ** 52 is added while they are not all written, and an event will tell. */
export function writeBuffer(id: number, bytes: ArrayBufferView): number;
export function writeString(id: number, text: string, isLatin1: boolean): number;
/** @param list `[chunk, isLatin1, ...]`, a chunk being a view or a string */
export function writev(id: number, list: any[]): number;
/** Reads fill the view from now on; their events come without bytes. */
export function setTarget(id: number, view: ArrayBufferView): void;
export function shutdown(id: number): number;
/** Standard streams stay open for the process. */
export function close(id: number): void;
export function ref(id: number): void;
export function unref(id: number): void;
/** Events are told in the caller's async context from now on. */
export function adoptFrame(id: number): void;
/** -1 once closed. */
export function fd(id: number): number;
/** Those of the streams that may keep the process alive. */
export function referencedOwners(): object[];
/** The names of what runs on the thread pool for this thread. */
export function operations(): string[];
export function setBlocking(fd: number, blocking: boolean): void;
/** Waits until all is written. */
export function writeSync(fd: number, data: ArrayBufferView | string): void;
