/** `internalBinding('tty')`: what only a terminal can do. */

export function isatty(fd: number): boolean;
export function getWindowSize(fd: number): [columns: number, rows: number];
export function setRawMode(fd: number, isRaw: boolean): void;
