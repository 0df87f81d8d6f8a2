/** How many open ports and channels keep the process alive. */
declare module 'internalBinding:messaging' {
  export function addReferences(difference: number): void;
}
