/**
 * `internalBinding('fs')`: files and directories. Each operation is there twice: `nameSync(...args)` runs here and throws,
 * `name(...args, callback)` runs on the thread pool. A position of -1 means "where the descriptor stands"; `raw` asks for a
 * name's bytes where it is to be a string otherwise; flags and modes are numbers.
 */

type Path = string | Uint8Array;
/** A string, or the bytes as an array of their own if `raw` was asked for. */
type Name = string | Uint8Array;
type Callback<T = void> = (error: Error | null, value?: T) => void;
/** dev mode nlink uid gid rdev blksize ino size blocks, then seconds and nanoseconds of atime mtime ctime birthtime. */
type StatFields = Float64Array | BigInt64Array;
/** type bsize frsize blocks bfree bavail files ffree. */
type StatFsFields = Float64Array | BigInt64Array;
/** The names, and where they were asked for also the kinds (`UV_DIRENT_*`). */
type Listing = Name[] | [Name[], number[]];
/** Text, bytes (also where text would be too long), or the size of a file that is too large. */
type Contents = string | Uint8Array | number;
type Memory = ArrayBufferView | ArrayBuffer;

/** An operation as JavaScript sees it: `O<[arguments], result>`. */
type Here<A extends unknown[], R> = (...args: A) => R;
type OnThePool<A extends unknown[], R> = (...args: [...A, Callback<R>]) => void;

export const constants: Readonly<Record<string, number>>;

export const accessSync: Here<[Path, number], void>;
export const access: OnThePool<[Path, number], void>;
export const existsSync: Here<[Path], boolean>;
export const exists: OnThePool<[Path], boolean>;
export const renameSync: Here<[Path, Path], void>;
export const rename: OnThePool<[Path, Path], void>;
export const linkSync: Here<[Path, Path], void>;
export const link: OnThePool<[Path, Path], void>;
export const symlinkSync: Here<[target: Path, path: Path], void>;
export const symlink: OnThePool<[target: Path, path: Path], void>;
export const readlinkSync: Here<[Path, raw: boolean], Name>;
export const readlink: OnThePool<[Path, raw: boolean], Name>;
/** An error names the component that is at fault. */
export const realpathSync: Here<[Path, raw: boolean], Name>;
export const realpath: OnThePool<[Path, raw: boolean], Name>;
export const realpathNativeSync: Here<[Path, raw: boolean], Name>;
export const realpathNative: OnThePool<[Path, raw: boolean], Name>;
export const unlinkSync: Here<[Path], void>;
export const unlink: OnThePool<[Path], void>;
export const chmodSync: Here<[Path, number], void>;
export const chmod: OnThePool<[Path, number], void>;
export const chownSync: Here<[Path, uid: number, gid: number], void>;
export const chown: OnThePool<[Path, uid: number, gid: number], void>;
export const lchownSync: Here<[Path, uid: number, gid: number], void>;
export const lchown: OnThePool<[Path, uid: number, gid: number], void>;
/** Seconds since the epoch. */
export const utimesSync: Here<[Path, atime: number, mtime: number], void>;
export const utimes: OnThePool<[Path, atime: number, mtime: number], void>;
export const lutimesSync: Here<[Path, atime: number, mtime: number], void>;
export const lutimes: OnThePool<[Path, atime: number, mtime: number], void>;
export const copyFileSync: Here<[Path, Path, mode: number], void>;
export const copyFile: OnThePool<[Path, Path, mode: number], void>;

export const openSync: Here<[Path, flags: number, mode: number], number>;
export const open: OnThePool<[Path, flags: number, mode: number], number>;
export const closeSync: Here<[fd: number], void>;
export const close: OnThePool<[fd: number], void>;
type Transfer = [fd: number, memory: Memory, offset: number, length: number, position: number | bigint];
export const readSync: Here<Transfer, number>;
export const read: OnThePool<Transfer, number>;
export const writeSync: Here<Transfer, number>;
export const write: OnThePool<Transfer, number>;
type VectorTransfer = [fd: number, memories: Memory[], position: number | bigint];
export const readvSync: Here<VectorTransfer, number>;
export const readv: OnThePool<VectorTransfer, number>;
export const writevSync: Here<VectorTransfer, number>;
export const writev: OnThePool<VectorTransfer, number>;
export const fsyncSync: Here<[fd: number], void>;
export const fsync: OnThePool<[fd: number], void>;
export const fdatasyncSync: Here<[fd: number], void>;
export const fdatasync: OnThePool<[fd: number], void>;
export const ftruncateSync: Here<[fd: number, length: number], void>;
export const ftruncate: OnThePool<[fd: number, length: number], void>;
export const fchmodSync: Here<[fd: number, mode: number], void>;
export const fchmod: OnThePool<[fd: number, mode: number], void>;
export const fchownSync: Here<[fd: number, uid: number, gid: number], void>;
export const fchown: OnThePool<[fd: number, uid: number, gid: number], void>;
export const futimesSync: Here<[fd: number, atime: number, mtime: number], void>;
export const futimes: OnThePool<[fd: number, atime: number, mtime: number], void>;

export const mkdirSync: Here<[Path, mode: number], void>;
export const mkdir: OnThePool<[Path, mode: number], void>;
/** Returns the first directory that was made. */
export const mkdirRecursiveSync: Here<[Path, mode: number], string | undefined>;
export const mkdirRecursive: OnThePool<[Path, mode: number], string | undefined>;
export const mkdtempSync: Here<[prefix: Path, raw: boolean], Name>;
export const mkdtemp: OnThePool<[prefix: Path, raw: boolean], Name>;
export const rmdirSync: Here<[Path], void>;
export const rmdir: OnThePool<[Path], void>;
export const readdirSync: Here<[Path, raw: boolean, kinds: boolean], Listing>;
export const readdir: OnThePool<[Path, raw: boolean, kinds: boolean], Listing>;
export const opendirSync: Here<[Path], number>;
export const opendir: OnThePool<[Path], number>;
/** Some more entries; `undefined` at the end. */
export const readOpenDirectorySync: Here<[fd: number, raw: boolean], [Name[], number[]] | undefined>;
export const readOpenDirectory: OnThePool<[fd: number, raw: boolean], [Name[], number[]] | undefined>;
type Removal = [Path, recursive: boolean, force: boolean, maxRetries: number, retryDelay: number];
/** A directory without `recursive` is `EISDIR` of `rm`. */
export const rmSync: Here<Removal, void>;
export const rm: OnThePool<Removal, void>;

export const statSync: Here<[Path, bigint: boolean, throwIfNoEntry: boolean], StatFields | undefined>;
export const stat: OnThePool<[Path, bigint: boolean, throwIfNoEntry: boolean], StatFields | undefined>;
export const lstatSync: Here<[Path, bigint: boolean, throwIfNoEntry: boolean], StatFields | undefined>;
export const lstat: OnThePool<[Path, bigint: boolean, throwIfNoEntry: boolean], StatFields | undefined>;
export const fstatSync: Here<[fd: number, bigint: boolean], StatFields>;
export const fstat: OnThePool<[fd: number, bigint: boolean], StatFields>;
export const statfsSync: Here<[Path, bigint: boolean], StatFsFields>;
export const statfs: OnThePool<[Path, bigint: boolean], StatFsFields>;

export const readFileSync: Here<[Path, flags: number], Contents>;
export const readFile: OnThePool<[Path, flags: number], Contents>;
export const readFileUtf8Sync: Here<[Path, flags: number], Contents>;
export const readFileUtf8: OnThePool<[Path, flags: number], Contents>;
export const readDescriptorSync: Here<[fd: number], Contents>;
export const readDescriptor: OnThePool<[fd: number], Contents>;
export const readDescriptorUtf8Sync: Here<[fd: number], Contents>;
export const readDescriptorUtf8: OnThePool<[fd: number], Contents>;
type WholeFile = [Path, flags: number, mode: number, data: string | Memory, flush: boolean];
export const writeFileSync: Here<WholeFile, void>;
export const writeFile: OnThePool<WholeFile, void>;
export const writeDescriptorSync: Here<[fd: number, data: string | Memory, flush: boolean], void>;
export const writeDescriptor: OnThePool<[fd: number, data: string | Memory, flush: boolean], void>;

/** A descriptor to read the kernel's events (inotify) from. */
export const watchOpenSync: Here<[], number>;
export const watchOpen: OnThePool<[], number>;
/** Returns the number by which events name the watch. */
export const watchAddSync: Here<[fd: number, Path, events: number], number>;
export const watchAdd: OnThePool<[fd: number, Path, events: number], number>;
