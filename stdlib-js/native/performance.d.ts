/** The clock of `performance.now()`, which starts with the process. */
declare module 'internalBinding:performance' {
  /** Milliseconds since the process started. */
  export function now(): number;
  /** When that was, in milliseconds since 1970; callers keep the first answer. */
  export function timeOrigin(): number;
  /** When nodeStart, v8Start, environment, loopStart, loopExit or bootstrapComplete (0 to 5) was reached; -1 before. */
  export function milestone(number: number): number;
  /** How long the loop has waited, in milliseconds. */
  export function idleTime(): number;
}
