/** `internalBinding('dns')`: the system's resolver. A number in place of an answer is libuv's for the failure. */

type Callback<T> = (error: Error | null, value?: T | number) => void;

/** The addresses of a host in the system's order; `family` is 0, 4 or 6, `flags` are those of `getaddrinfo`. */
export function getaddrinfo(host: string, family: number, flags: number, callback: Callback<string[]>): void;
export function getaddrinfoSync(host: string, family: number, flags: number): string[] | number;
/** `[host, service]` */
export function getnameinfo(address: string, port: number, callback: Callback<[string, string]>): void;
export function getnameinfoSync(address: string, port: number): [string, string] | number;
