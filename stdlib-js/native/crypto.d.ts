/** `internalBinding('crypto')`: hashes, HMAC, random bytes and key derivation. */

type Memory = ArrayBufferView | ArrayBuffer | SharedArrayBuffer;
declare const hash: unique symbol;
type Hash = { [hash]: never };
type Callback<T> = (error: Error | null, value?: T) => void;

/** `[number, bytes of the digest, whether it can have any length]`; `undefined` for an unknown name. */
export function digestInfo(name: string): [algorithm: number, bytes: number, isExtendable: boolean] | undefined;
/** Algorithms by their numbers, here and below. */
export function createHash(algorithm: number): Hash | undefined;
export function createHmac(algorithm: number, key: Memory): Hash | undefined;
export function copyHash(hash: Hash): Hash;
/** A string is hashed as UTF-8. */
export function update(hash: Hash, data: string | Memory): void;
/** Once; `length` matters where any length will do. */
export function digest(hash: Hash, length: number): Uint8Array;
/** At once; an HMAC if there is a key. `encoding`: 0 bytes, 1 hex, 2 base64, 3 base64url. */
export function hash(
  algorithm: number, key: Memory | undefined, data: string | Memory, length: number, encoding: 0 | 1 | 2 | 3,
): Uint8Array | string | undefined;
/** Of memories of one length. */
export function timingSafeEqual(a: Memory, b: Memory): boolean;

export function randomFillSync(memory: Memory, offset: number, size: number): void;
export function randomFill(memory: Memory, offset: number, size: number, callback: Callback<void>): void;

export function pbkdf2Sync(
  password: Memory, salt: Memory, iterations: number, length: number, digest: string,
): Uint8Array;
export function pbkdf2(
  password: Memory, salt: Memory, iterations: number, length: number, digest: string, callback: Callback<Uint8Array>,
): void;
export function scryptSync(
  password: Memory, salt: Memory, log2N: number, r: number, p: number, length: number,
): Uint8Array;
export function scrypt(
  password: Memory, salt: Memory, log2N: number, r: number, p: number, length: number, callback: Callback<Uint8Array>,
): void;
export function hkdfSync(digest: string, key: Memory, salt: Memory, info: Memory, length: number): Uint8Array;
export function hkdf(
  digest: string, key: Memory, salt: Memory, info: Memory, length: number, callback: Callback<Uint8Array>,
): void;
