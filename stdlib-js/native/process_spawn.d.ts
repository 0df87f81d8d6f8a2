/** `internalBinding('process_spawn')`: starting other programs, and hearing of their end. */

/** A descriptor of the child is one of ours, or -1 for `/dev/null`. */
type Start = [
  file: string,
  args: string[],
  environment: string[] | undefined,
  cwd: string | Uint8Array | undefined,
  descriptors: number[],
  detached: boolean,
  uid: number | undefined,
  gid: number | undefined,
];

/** A stream in both directions: `[ours, the child's]`. */
export function socketPair(): [number, number];
/** `[pid, descriptor that is readable once the child has ended]` */
export function spawn(...start: Start): [number, number];
/** `[exit code, signal or 0]`; `undefined` while the child runs. */
export function wait(pid: number): [number, number] | undefined;
/** What is not `undefined` in `pipes` is a pipe to us, with what is written to it. No limit is 0. */
export function spawnSync(
  start: Start,
  pipes: Array<ArrayBufferView | undefined>,
  limits: [timeoutMs: number, outputBytes: number, killSignal: number],
): [pid: number, code: number, signal: number, errno: number, outputs: Array<Uint8Array | undefined>];
