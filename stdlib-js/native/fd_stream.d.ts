/** `internalBinding('fd_stream')`: streams over descriptors, by number. Statuses are 0 or a negative errno. */

/** Takes the descriptor over. `onread` gets a count of bytes, or a negative errno (-4095 at the end) when reading is over. */
export function open(fd: number, onread: (count: number, bytes?: Uint8Array) => void): number;
export function readStart(id: number): number;
export function readStop(id: number): number;
/** The callback comes when all is written. */
export function write(id: number, bytes: ArrayBufferView, callback: (status: number) => void): number;
export function shutdown(id: number, callback: (status: number) => void): number;
/** Standard streams stay open for the process. */
export function close(id: number, callback?: (status: number) => void): void;
export function ref(id: number): void;
export function unref(id: number): void;
/** -1 once closed. */
export function fd(id: number): number;
export function setBlocking(fd: number, blocking: boolean): void;
/** Writes what the kernel takes at once; gives the number of bytes. */
export function tryWrite(fd: number, data: ArrayBufferView): number;
/** Waits until all is written. */
export function writeSync(fd: number, data: ArrayBufferView | string): void;
