/** `internalBinding('udp')`: datagram sockets by number. Statuses are 0 or a negative errno. */

/** `[address, port, isIPv6]`, or a negative errno. */
type Endpoint = [string, number, boolean] | number;

/** A socket without a descriptor yet. A negative status comes alone. */
export function open(onmessage: (status: number, bytes?: ArrayBuffer, address?: string, port?: number) => void): number;
/** Flags: 1 is IPv6 only, 4 reuses the address, 8 shares the port. */
export function bind(id: number, isIPv6: boolean, address: string, port: number, flags: number): number;
/** Takes over a descriptor. */
export function adopt(id: number, fd: number): number;
export function connect(id: number, isIPv6: boolean, address: string, port: number): number;
export function disconnect(id: number): number;
/** 0 when it is sent, 1 when the callback will come. Without an address it goes where the socket is connected to. */
export function send(id: number, isIPv6: boolean, parts: ArrayBufferView[], address: string | undefined, port: number,
                     callback: (status: number) => void): number;
export function receive(id: number, isReceiving: boolean): number;
/** Callbacks of what waits to be sent get -ECANCELED. */
export function close(id: number): void;
export function localAddress(id: number): Endpoint;
export function remoteAddress(id: number): Endpoint;
/** `[datagrams, bytes]` that wait to be sent. */
export function queue(id: number): [number, number];
export function setReferenced(id: number, isReferenced: boolean): void;
export function isReferenced(id: number): boolean;
/** The descriptor, or a negative errno. */
export function fd(id: number): number;
/** Sets the size unless it is 0; gives what it is, or a negative errno. */
export function bufferSize(id: number, isReceiving: boolean, size: number): number;
export function setOption(id: number, name: 'broadcast' | 'ttl' | 'multicastTTL' | 'multicastLoopback', value: number): number;
export function setMulticastInterface(id: number, address: string): number;
export function setMembership(id: number, group: string, networkInterface: string | undefined, isMember: boolean): number;
export function setSourceMembership(id: number, source: string, group: string, networkInterface: string | undefined,
                                    isMember: boolean): number;
