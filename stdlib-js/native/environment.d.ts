/** The variables of the process. */
declare module 'internalBinding:environment' {
  /** The object that `process.env` is. */
  export function make(): NodeJS.ProcessEnv;
}
