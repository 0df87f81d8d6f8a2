//! Operations on a descriptor: opening, reading, writing, and what can be changed through it.

use std::os::fd::{IntoRawFd, OwnedFd};

use rustix::fs::{Mode, OFlags};
use rustix::io::Errno;

use super::entry::{owner, owner_group, timestamps};
use super::{Named, PathArgument, borrowed};
use crate::native::{Bytes, OsError};
use crate::vfs;

/// The most that one call moves, as in libuv.
const MAXIMUM_BYTES: usize = i32::MAX as usize;
/// The most buffers that one call takes (`IOV_MAX`).
const MAXIMUM_BUFFERS: usize = 1024;

pub(super) fn open((path, flags, mode): (PathArgument, i32, u32)) -> Result<i32, OsError> {
    Ok(open_path(&path, flags, mode).at("open", &path)?.into_raw_fd())
}

pub(super) fn open_path(path: &PathArgument, flags: i32, mode: u32) -> rustix::io::Result<OwnedFd> {
    match vfs::find(path.as_bytes()) {
        Some(Ok(entry)) => return entry.open(flags),
        Some(Err(Errno::NOENT)) if flags & libc::O_CREAT != 0 => return Err(Errno::ROFS),
        Some(Err(errno)) => return Err(errno),
        None => {}
    }
    let flags = OFlags::from_bits_retain(flags as u32) | OFlags::CLOEXEC;
    let mode = Mode::from_raw_mode(mode);
    rustix::io::retry_on_intr(|| rustix::fs::open(path.to_c_string(), flags, mode))
}

pub(super) fn close((fd,): (i32,)) -> Result<(), OsError> {
    // SAFETY: JavaScript owns descriptors as numbers, and closing one is what it asks for; there are no memory arguments.
    let result = unsafe { libc::close(fd) };
    // After `EINTR` and `EINPROGRESS` the descriptor is gone all the same.
    match result {
        0 => Ok(()),
        _ => match OsError::last("close") {
            error if error.errno == libc::EINTR || error.errno == libc::EINPROGRESS => Ok(()),
            error => Err(error),
        },
    }
}

/// `(fd, buffer, offset, length, position) -> bytes read`
pub(super) fn read((fd, buffer, offset, length, position): (i32, Bytes, u32, u32, i64)) -> Result<i64, OsError> {
    let (pointer, length) = part_of(&buffer, offset as usize, length as usize);
    let read = if position < 0 {
        // SAFETY: `part_of` returned `length` bytes inside the memory that `buffer` keeps alive until we return; the
        // kernel writes to them through the pointer and no reference to them exists.
        unsafe { libc::read(fd, pointer.cast(), length) }
    } else {
        // SAFETY: as above.
        unsafe { libc::pread64(fd, pointer.cast(), length, position) }
    };
    moved(read, "read")
}

/// `(fd, buffer, offset, length, position) -> bytes written`
pub(super) fn write((fd, buffer, offset, length, position): (i32, Bytes, u32, u32, i64)) -> Result<i64, OsError> {
    let (pointer, length) = part_of(&buffer, offset as usize, length as usize);
    let written = if position < 0 {
        // SAFETY: `part_of` returned `length` bytes inside the memory that `buffer` keeps alive until we return; the
        // kernel reads them through the pointer and no reference to them exists.
        unsafe { libc::write(fd, pointer.cast(), length) }
    } else {
        // SAFETY: as above.
        unsafe { libc::pwrite64(fd, pointer.cast(), length, position) }
    };
    moved(written, "write")
}

/// `(fd, buffers, position) -> bytes read`
pub(super) fn readv((fd, buffers, position): (i32, Vec<Bytes>, i64)) -> Result<i64, OsError> {
    let parts = vectors(&buffers);
    let count = parts.len() as i32;
    let read = if position < 0 {
        // SAFETY: every part is the whole memory of one of `buffers`, which live until we return.
        unsafe { libc::readv(fd, parts.as_ptr(), count) }
    } else {
        // SAFETY: as above.
        unsafe { libc::preadv64(fd, parts.as_ptr(), count, position) }
    };
    moved(read, "read")
}

/// `(fd, buffers, position) -> bytes written`. More buffers than the kernel takes at once are several calls.
pub(super) fn writev((fd, buffers, position): (i32, Vec<Bytes>, i64)) -> Result<i64, OsError> {
    let mut total = 0;
    for some in buffers.chunks(MAXIMUM_BUFFERS) {
        let expected: usize = some.iter().map(Bytes::len).sum();
        let at = if position < 0 { position } else { position + total };
        match write_vectors(fd, some, at) {
            Ok(written) => {
                total += written;
                if (written as usize) < expected {
                    break;
                }
            }
            Err(_) if total > 0 => break,
            Err(error) => return Err(error),
        }
    }
    Ok(total)
}

fn write_vectors(fd: i32, buffers: &[Bytes], position: i64) -> Result<i64, OsError> {
    let parts = vectors(buffers);
    let count = parts.len() as i32;
    let written = if position < 0 {
        // SAFETY: every part is the whole memory of one of `buffers`, which the caller keeps alive.
        unsafe { libc::writev(fd, parts.as_ptr(), count) }
    } else {
        // SAFETY: as above.
        unsafe { libc::pwritev64(fd, parts.as_ptr(), count, position) }
    };
    moved(written, "write")
}

fn vectors(buffers: &[Bytes]) -> Vec<libc::iovec> {
    buffers
        .iter()
        .take(MAXIMUM_BUFFERS)
        .map(|buffer| libc::iovec { iov_base: buffer.as_ptr().cast(), iov_len: buffer.len() })
        .collect()
}

/// The part of a buffer that a call is about, cut to what the buffer holds and to what one call may move.
fn part_of(buffer: &Bytes, offset: usize, length: usize) -> (*mut u8, usize) {
    let offset = offset.min(buffer.len());
    let length = length.min(buffer.len() - offset).min(MAXIMUM_BYTES);
    (buffer.as_ptr().wrapping_add(offset), length)
}

fn moved(result: isize, syscall: &'static str) -> Result<i64, OsError> {
    if result < 0 { Err(OsError::last(syscall)) } else { Ok(result as i64) }
}

pub(super) fn fsync((fd,): (i32,)) -> Result<(), OsError> {
    rustix::fs::fsync(borrowed(fd)).named("fsync")
}

pub(super) fn fdatasync((fd,): (i32,)) -> Result<(), OsError> {
    rustix::fs::fdatasync(borrowed(fd)).named("fdatasync")
}

pub(super) fn ftruncate((fd, length): (i32, i64)) -> Result<(), OsError> {
    rustix::fs::ftruncate(borrowed(fd), length.max(0) as u64).named("ftruncate")
}

pub(super) fn fchmod((fd, mode): (i32, u32)) -> Result<(), OsError> {
    rustix::fs::fchmod(borrowed(fd), Mode::from_raw_mode(mode & 0o7777)).named("fchmod")
}

pub(super) fn fchown((fd, user, group): (i32, u32, u32)) -> Result<(), OsError> {
    rustix::fs::fchown(borrowed(fd), owner(user), owner_group(group)).named("fchown")
}

pub(super) fn futimes((fd, accessed, modified): (i32, f64, f64)) -> Result<(), OsError> {
    rustix::fs::futimens(borrowed(fd), &timestamps(accessed, modified)).named("futime")
}
