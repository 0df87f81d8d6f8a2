/**
 * `internalBinding('http_server')`: the connections of native HTTP servers, by number. What happens to one comes through the
 * hook `httpEvent(id, kind, ...)`:
 *
 * - `kRequest, flags, method, target, slot, headers`: `flags` has the version's numbers above bit 8 and 12; `slot` names the
 *   headers among those that came lately, -1 if they are kept nowhere; `headers` are there when the slot's are new
 * - `kBody, bytes` · `kBodyEnd, trailers` · `kDrained`
 * - `kHandOver, bytes`: not for the native side from here; `bytes` begins with the head of another protocol, or of a request
 *   that came before the last one was answered
 * - `kFailed, code, reason, at, bytes` · `kEnded`: the other side sends no more · `kClosed, errno`
 */

export const kRequest: number;
export const kBody: number;
export const kBodyEnd: number;
export const kHandOver: number;
export const kFailed: number;
export const kDrained: number;
export const kEnded: number;
export const kClosed: number;
export const kFlagKeepsAlive: number;
export const kFlagHasBody: number;
export const kFlagHasExpect: number;

/**
 * Takes an accepted socket over; a negative errno if that fails. `maxHeaders` is 0 for any number of them, `keepAlive` is in
 * seconds, -1 for none.
 */
export function adopt(fd: number, maxHeaderSize: number, maxHeaders: number, noDelay: boolean, keepAlive: number): number;
/** Writes both; says how many bytes are left to be written, -1 if the connection is closed. */
export function write(
  id: number, first: string | ArrayBufferView, second: string | ArrayBufferView | undefined, isUtf8: boolean,
): number;
/** The response is whole; without another request the connection is closed after `keepAliveMs` (0: never). */
export function finish(id: number, closes: boolean, keepAliveMs: number): void;
/** `kDrained` comes when all that was written is gone. */
export function wantDrain(id: number): void;
export function setPaused(id: number, isPaused: boolean): void;
/** Ends the sending direction after what was written. */
export function shutdown(id: number): void;
export function closeWhenWritten(id: number): void;
export function close(id: number): void;
/** Closes it so that the other side sees a reset. */
export function reset(id: number): void;
/** Gives up the descriptor; -1 if the connection is closed. */
export function detach(id: number): number;
export function fd(id: number): number;
export function bytesRead(id: number): number;
export function bytesWritten(id: number): number;
export function setReferenced(id: number, isReferenced: boolean): void;
/** The connections whose request takes longer than this, in milliseconds. */
export function expired(headersTimeout: number, requestTimeout: number): number[];
/** The connections that wait for another request. */
export function idle(): number[];
