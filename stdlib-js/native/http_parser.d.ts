/** `internalBinding('http_parser')`: HTTP/1, one call for each thing that comes. */

declare const parser: unique symbol;
type Parser = { [parser]: never };

/**
 * `(used * 2 ** 24 + start) * 4 + what`: 0 more is needed, 1 a body from `start` to `used`, 2 the message is over,
 * 3 what follows is another protocol's. Positions count from the call's `start`.
 */
type Event = number;
/**
 * Flags: 1 the connection stays, 2 upgrade, 4 the message is over, too, 8 has Host, 16 has Expect.
 * Headers are `[name, value, name, value, ...]`; of a response the method is -1 and the text its reason.
 */
type Head = [
  used: number, flags: number, method: number, text: string, headers: string[], status: number, major: number, minor: number,
];
type Trailers = [used: number, headers: string[]];
type Failure = [code: string, reason: string, at: number];

/** The methods of HTTP in the order of their numbers, and every method by its number. */
export const methods: string[];
export const allMethods: string[];

/** Is to be `reset` before its first use. */
export function create(): Parser;
export function reset(
  parser: Parser, isResponse: boolean, maxHeaderBytes: number, isLenient: boolean, relaxesValues: boolean,
): void;
/** Reads up to the next event, of at most 16 MB. */
export function step(parser: Parser, bytes: Uint8Array, start: number, end: number): Event | Head | Trailers | Failure;
/** At the end of the connection. */
export function finish(parser: Parser): Event | Failure;
/** From the next header of a request on; 0 is any number. */
export function setMaxHeaders(parser: Parser, count: number): void;
/** After a head: it has no body, whatever it says. */
export function skipBody(parser: Parser): void;
/** After a head: the connection is another protocol's from here. */
export function upgrade(parser: Parser): void;
/** After a head: the upgrade that it asks for does not happen. */
export function refuseUpgrade(parser: Parser): void;
