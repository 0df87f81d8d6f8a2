/** The WHATWG URL parser. `components` has eight elements; 0xffffffff stands for a part that is not there. */
declare module 'internalBinding:url' {
  /** The serialization, `undefined` if it is invalid. */
  export function parse(input: string, base: string | undefined, components: Uint32Array): string | undefined;
  export function canParse(input: string, base: string | undefined): boolean;
  /** What assigning to a property of `URL` makes of it, `undefined` if nothing. */
  export function update(href: string, property: string, value: string, components: Uint32Array): string | undefined;
  /** The processing of domains alone; empty if it fails. */
  export function toASCII(domain: string): string;
  /** Empty if it is not the host of a URL. */
  export function domainToASCII(domain: string): string;
  /** Empty if it is not the host of a URL. */
  export function domainToUnicode(domain: string): string;
}
