//! `rm`: removes a file, or a directory with everything in it.

use std::ffi::{CStr, CString};
use std::os::fd::{AsFd, BorrowedFd};
use std::thread;
use std::time::Duration;

use rustix::fs::{AtFlags, CWD, Dir, FileType, Mode, OFlags};
use rustix::io::Errno;

use super::{Named, PathArgument};
use crate::native::OsError;
use crate::vfs;

/// How often and how patiently to try again when something keeps a file busy.
#[derive(Clone, Copy)]
struct Retries {
    count: u32,
    delay_ms: u32,
}

/// `(path, recursive, force, maxRetries, retryDelay)`. A directory without `recursive` is `EISDIR` of `rm`, of which
/// JavaScript makes Node's error.
pub(super) fn rm(
    (path, is_recursive, is_forced, count, delay_ms): (PathArgument, bool, bool, u32, u32),
) -> Result<(), OsError> {
    match vfs::refusal_of_existing(path.as_bytes()) {
        Some(Errno::NOENT) if is_forced => return Ok(()),
        Some(errno) => return Err(errno).at("rm", &path),
        None => {}
    }
    let name = path.to_c_string();
    let about = match rustix::fs::statat(CWD, &name, AtFlags::SYMLINK_NOFOLLOW) {
        Err(Errno::NOENT) if is_forced => return Ok(()),
        result => result.at("lstat", &path)?,
    };
    if FileType::from_raw_mode(about.st_mode) == FileType::Directory && !is_recursive {
        return Err(OsError::from_errno("rm", libc::EISDIR).path(path.as_bytes()));
    }
    let retries = if is_recursive { Retries { count, delay_ms } } else { Retries { count: 0, delay_ms: 0 } };
    remove(CWD, &name, path.as_bytes(), retries)
}

/// Removes `name` in `parent`. `path` is what errors call it. Descriptors rather than paths lead the way down, so that
/// nobody can put a symbolic link in it.
fn remove(parent: BorrowedFd<'_>, name: &CStr, path: &[u8], retries: Retries) -> Result<(), OsError> {
    let removed = patiently(retries, || rustix::fs::unlinkat(parent, name, AtFlags::empty()));
    match removed {
        Ok(()) | Err(Errno::NOENT) => Ok(()),
        Err(Errno::ISDIR | Errno::PERM) if is_directory(parent, name) => remove_directory(parent, name, path, retries),
        Err(errno) => Err(OsError::from_errno("unlink", errno.raw_os_error()).path(path)),
    }
}

fn is_directory(parent: BorrowedFd<'_>, name: &CStr) -> bool {
    rustix::fs::statat(parent, name, AtFlags::SYMLINK_NOFOLLOW)
        .is_ok_and(|about| FileType::from_raw_mode(about.st_mode) == FileType::Directory)
}

fn remove_directory(parent: BorrowedFd<'_>, name: &CStr, path: &[u8], retries: Retries) -> Result<(), OsError> {
    // Most directories are empty by the time, or refuse to go for a reason that looking inside does not change.
    let error = |syscall, errno: Errno| OsError::from_errno(syscall, errno.raw_os_error()).path(path);
    match rustix::fs::unlinkat(parent, name, AtFlags::REMOVEDIR) {
        Ok(()) | Err(Errno::NOENT) => return Ok(()),
        Err(Errno::NOTEMPTY | Errno::EXIST) => {}
        Err(errno) if retries.count == 0 => return Err(error("rmdir", errno)),
        Err(_) => {}
    }
    remove_contents(parent, name, path, retries)?;
    match patiently(retries, || rustix::fs::unlinkat(parent, name, AtFlags::REMOVEDIR)) {
        Ok(()) | Err(Errno::NOENT) => Ok(()),
        Err(errno) => Err(error("rmdir", errno)),
    }
}

fn remove_contents(parent: BorrowedFd<'_>, name: &CStr, path: &[u8], retries: Retries) -> Result<(), OsError> {
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    let error = |errno: Errno| OsError::from_errno("scandir", errno.raw_os_error()).path(path);
    let directory = patiently(retries, || rustix::fs::openat(parent, name, flags, Mode::empty())).map_err(error)?;
    for entry in names_in(directory.as_fd()).map_err(error)? {
        let inner = [path, b"/", entry.to_bytes()].concat();
        remove(directory.as_fd(), &entry, &inner, retries)?;
    }
    Ok(())
}

/// All names are read before the first is removed: some file systems skip entries otherwise.
fn names_in(directory: BorrowedFd<'_>) -> rustix::io::Result<Vec<CString>> {
    let mut names = Vec::new();
    for entry in Dir::read_from(directory)? {
        let entry = entry?;
        if !matches!(entry.file_name().to_bytes(), b"." | b"..") {
            names.push(entry.file_name().to_owned());
        }
    }
    Ok(names)
}

/// Tries again, a little later each time, as long as the error is one that may pass.
fn patiently<T>(retries: Retries, mut attempt: impl FnMut() -> rustix::io::Result<T>) -> rustix::io::Result<T> {
    let mut tried = 0;
    loop {
        match attempt() {
            Err(Errno::BUSY | Errno::MFILE | Errno::NFILE | Errno::NOTEMPTY | Errno::PERM) if tried < retries.count => {
                tried += 1;
                thread::sleep(Duration::from_millis(u64::from(retries.delay_ms) * u64::from(tried)));
            }
            result => return result,
        }
    }
}
