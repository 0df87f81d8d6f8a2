//! `stat`, `lstat`, `fstat` and `statfs`, as arrays of numbers whose order `internal/fs/stats.js` knows.

use rustix::fs::{AtFlags, CWD, Statx, StatxFlags};
use rustix::io::Errno;

use super::{Named, PathArgument, borrowed};
use crate::native::{OsError, ToJs};
use crate::vfs;

/// dev mode nlink uid gid rdev blksize ino size blocks, then seconds and nanoseconds of atime mtime ctime birthtime.
const STAT_FIELDS: usize = 18;
/// type bsize frsize blocks bfree bavail files ffree.
const STATFS_FIELDS: usize = 8;

/// Numbers on their way to a `Float64Array`, or to a `BigInt64Array` where the caller asked for `bigint`.
pub(super) struct Fields<const COUNT: usize> {
    values: [i64; COUNT],
    is_big: bool,
}

impl<const COUNT: usize> ToJs for Fields<COUNT> {
    #[expect(clippy::cast_precision_loss, reason = "numbers are doubles; who needs more asks for `bigint`")]
    fn to_js<'s>(self, scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Value> {
        let bytes: Vec<u8> = if self.is_big {
            self.values.iter().flat_map(|value| value.to_ne_bytes()).collect()
        } else {
            self.values.iter().flat_map(|value| (*value as f64).to_ne_bytes()).collect()
        };
        let store = v8::ArrayBuffer::new_backing_store_from_vec(bytes).make_shared();
        let buffer = v8::ArrayBuffer::with_backing_store(scope, &store);
        if self.is_big {
            v8::BigInt64Array::new(scope, buffer, 0, COUNT).expect("the view spans its buffer").into()
        } else {
            v8::Float64Array::new(scope, buffer, 0, COUNT).expect("the view spans its buffer").into()
        }
    }
}

/// `(path, bigint, throwIfNoEntry)`; without a file and `throwIfNoEntry` the result is `undefined`.
pub(super) fn stat(arguments: (PathArgument, bool, bool)) -> Result<Option<Fields<STAT_FIELDS>>, OsError> {
    stat_path("stat", AtFlags::empty(), &arguments)
}

pub(super) fn lstat(arguments: (PathArgument, bool, bool)) -> Result<Option<Fields<STAT_FIELDS>>, OsError> {
    stat_path("lstat", AtFlags::SYMLINK_NOFOLLOW, &arguments)
}

fn stat_path(
    syscall: &'static str,
    flags: AtFlags,
    (path, is_big, throws_if_no_entry): &(PathArgument, bool, bool),
) -> Result<Option<Fields<STAT_FIELDS>>, OsError> {
    let about = match vfs::find(path.as_bytes()) {
        Some(found) => found.map(|entry| entry.about()),
        None => rustix::fs::statx(CWD, path.to_c_string(), flags, mask()),
    };
    match about {
        Err(Errno::NOENT | Errno::NOTDIR) if !throws_if_no_entry => Ok(None),
        result => result.at(syscall, path).map(|about| Some(Fields { values: stat_fields(&about), is_big: *is_big })),
    }
}

/// `(fd, bigint)`
pub(super) fn fstat((fd, is_big): (i32, bool)) -> Result<Fields<STAT_FIELDS>, OsError> {
    let about = rustix::fs::statx(borrowed(fd), c"", AtFlags::EMPTY_PATH, mask()).named("fstat")?;
    Ok(Fields { values: stat_fields(&about), is_big })
}

fn mask() -> StatxFlags {
    StatxFlags::BASIC_STATS | StatxFlags::BTIME
}

fn stat_fields(about: &Statx) -> [i64; STAT_FIELDS] {
    let time = |time: rustix::fs::StatxTimestamp| [time.tv_sec, i64::from(time.tv_nsec)];
    let [accessed, accessed_ns] = time(about.stx_atime);
    let [modified, modified_ns] = time(about.stx_mtime);
    let [changed, changed_ns] = time(about.stx_ctime);
    let [born, born_ns] = time(about.stx_btime);
    [
        rustix::fs::makedev(about.stx_dev_major, about.stx_dev_minor) as i64,
        i64::from(about.stx_mode),
        i64::from(about.stx_nlink),
        i64::from(about.stx_uid),
        i64::from(about.stx_gid),
        rustix::fs::makedev(about.stx_rdev_major, about.stx_rdev_minor) as i64,
        i64::from(about.stx_blksize),
        about.stx_ino as i64,
        about.stx_size as i64,
        about.stx_blocks as i64,
        accessed,
        accessed_ns,
        modified,
        modified_ns,
        changed,
        changed_ns,
        born,
        born_ns,
    ]
}

/// `(path, bigint)`
pub(super) fn statfs((path, is_big): (PathArgument, bool)) -> Result<Fields<STATFS_FIELDS>, OsError> {
    let about = match vfs::find(path.as_bytes()) {
        // The executable's own file system is the nearest to the truth.
        Some(found) => found.and_then(|_| rustix::fs::statfs(c"/proc/self/exe")),
        None => rustix::fs::statfs(path.to_c_string()),
    };
    let about = about.at("statfs", &path)?;
    let values = [
        about.f_type as i64,
        about.f_bsize as i64,
        about.f_frsize as i64,
        about.f_blocks as i64,
        about.f_bfree as i64,
        about.f_bavail as i64,
        about.f_files as i64,
        about.f_ffree as i64,
    ];
    Ok(Fields { values, is_big })
}
