/** What Node 24's builtin modules export: `stdlib-js/exports.json`. */
declare module 'internalBinding:node_exports' {
  /** Every builtin module of Node 24, sorted, without `node:`. */
  export function ids(): string[];
  /** One module's entry as JSON text; `undefined` where Node has no such module. */
  export function describe(id: string): string | undefined;
}
