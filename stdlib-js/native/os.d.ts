/** `internalBinding('os')`: what the operating system says about the machine and the user. */

export const dlopen: Record<string, number>;
export const errno: Record<string, number>;
export const signals: Record<string, number>;

/** `[sysname, release, version, machine, nodename]` */
export function uname(): [string, string, string, string, string];
export function loadAverage(): [number, number, number];
/** `[total, free]` in bytes. */
export function memory(): [number, number];
/** Seconds since the machine started. */
export function uptime(): number;
/** `[model, MHz, [user, nice, sys, idle, irq]]`, the times in milliseconds. */
export function cpus(): Array<[string, number, [number, number, number, number, number]]>;
export function availableParallelism(): number;
/** `[interface, address, netmask, family, mac, internal, scope id]` */
export function networkInterfaces(): Array<[string, string, string, 'IPv4' | 'IPv6', string, boolean, number]>;
export function homeDirectory(): string;
/** `[uid, gid, name, home, shell]`, the texts as bytes. */
export function user(): [number, number, Uint8Array, Uint8Array, Uint8Array];
export function getPriority(pid: number): number;
export function setPriority(pid: number, priority: number): void;
