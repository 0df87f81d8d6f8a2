/** `internalBinding('net')`: sockets by descriptor or by the number of their stream. Statuses are 0 or a negative errno. */

/** @param family 4, 6, or 0 for a Unix socket; the descriptor or a negative errno */
export function socket(family: number): number;
/** @param flags 1: IPv6 only, 2: reuse the port */
export function bind(fd: number, address: string, port: number, flags: number): number;
export function bindPath(fd: number, path: string): number;
export function listen(id: number, backlog: number): number;
export function connect(id: number, address: string, port: number): number;
export function connectPath(id: number, path: string): number;
export function localAddress(fd: number): [address: string, port: number, family: 4 | 6] | [path: string] | number;
export function remoteAddress(fd: number): [address: string, port: number, family: 4 | 6] | [path: string] | number;
export function setNoDelay(fd: number, enable: boolean): number;
export function setKeepAlive(fd: number, enable: boolean, delay: number, interval: number, count: number): number;
export function resetOnClose(fd: number): number;
export function setTypeOfService(fd: number, tos: number): number;
export function getTypeOfService(fd: number): number;
export function closeDescriptor(fd: number): void;
