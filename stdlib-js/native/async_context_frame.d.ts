/** `internalBinding('async_context_frame')`: the value that V8 carries along promise reactions. */

export function getContinuationPreservedEmbedderData(): any;
export function setContinuationPreservedEmbedderData(value: any): void;
