//! Writing: as much as the kernel takes at once from where the caller has it, the rest from memory that is kept.

use std::collections::VecDeque;
use std::io;
use std::os::fd::RawFd;

use super::{Kind, Stream};
use crate::native::Bytes;

/// How many parts one system call takes.
const PARTS_PER_CALL: usize = 1024;

/// Memory that a write keeps until the kernel has taken it.
pub(crate) enum Chunk {
    Shared(Bytes),
    Owned(Vec<u8>),
}

impl Chunk {
    pub(crate) fn part(&self) -> libc::iovec {
        match self {
            Chunk::Shared(bytes) => libc::iovec { iov_base: bytes.as_ptr().cast(), iov_len: bytes.len() },
            Chunk::Owned(bytes) => libc::iovec { iov_base: bytes.as_ptr().cast_mut().cast(), iov_len: bytes.len() },
        }
    }
}

/// What became of a write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Written {
    Whole,
    /// `Kind::Written` will tell.
    Pending,
    Failed(i32),
}

/// A write that the kernel has not taken whole yet.
pub(super) struct Write {
    chunks: VecDeque<Chunk>,
    /// How much of the first chunk is written.
    offset: usize,
}

impl Write {
    fn new(chunks: Vec<Chunk>, written: usize) -> Self {
        let mut write = Self { chunks: chunks.into(), offset: 0 };
        write.advance(written);
        write
    }

    fn advance(&mut self, count: usize) {
        self.offset += count;
        while let Some(chunk) = self.chunks.front() {
            let length = chunk.part().iov_len;
            if self.offset < length {
                return;
            }
            self.offset -= length;
            self.chunks.pop_front();
        }
    }

    /// Writes on; the status when it is over, `None` while the kernel takes no more.
    fn attempt(&mut self, descriptor: RawFd, is_socket: bool) -> Option<i32> {
        while !self.chunks.is_empty() {
            let mut parts: Vec<_> = self.chunks.iter().take(PARTS_PER_CALL).map(Chunk::part).collect();
            parts[0].iov_base = parts[0].iov_base.cast::<u8>().wrapping_add(self.offset).cast();
            parts[0].iov_len -= self.offset;
            // SAFETY: the parts lie in chunks that `self` keeps, the first of them from an offset inside it.
            match unsafe { write_parts(descriptor, is_socket, &parts) } {
                Ok(count) => self.advance(count),
                Err(error) => match error.raw_os_error() {
                    Some(libc::EINTR) => {}
                    Some(libc::EAGAIN) => return None,
                    errno => return Some(-errno.unwrap_or(libc::EIO)),
                },
            }
        }
        Some(0)
    }
}

impl Stream {
    /// Writes `parts`, which the caller keeps valid during the call, and keeps what is left.
    pub(super) fn write(&mut self, parts: &[libc::iovec], keep: impl FnOnce() -> Vec<Chunk>) -> Written {
        let total: usize = parts.iter().map(|part| part.iov_len).sum();
        let mut written = 0;
        if self.writes.is_empty() && self.role == super::Role::Connection {
            match self.write_now(parts, total) {
                Ok(count) if count == total => return Written::Whole,
                Ok(count) => written = count,
                Err(errno) => return Written::Failed(errno),
            }
        }
        self.writes.push_back(Write::new(keep(), written));
        Written::Pending
    }

    /// Writes until the kernel takes no more; how much it took.
    fn write_now(&self, parts: &[libc::iovec], total: usize) -> Result<usize, i32> {
        let mut parts = std::borrow::Cow::Borrowed(parts);
        let mut written = 0;
        while written < total {
            // SAFETY: the caller of `write` keeps the parts valid.
            match unsafe { write_parts(self.descriptor, self.is_socket, &parts) } {
                Ok(count) => {
                    written += count;
                    if written < total {
                        parts = remaining(&parts, count).into();
                    }
                }
                Err(error) => match error.raw_os_error() {
                    Some(libc::EINTR) => {}
                    Some(libc::EAGAIN) => break,
                    // What is half written fails when it goes on.
                    _ if written > 0 => break,
                    errno => return Err(errno.unwrap_or(libc::EIO)),
                },
            }
        }
        Ok(written)
    }

    /// Goes on with the writes and the end after them; what is over, with its status.
    pub(super) fn write_on(&mut self) -> Vec<(Kind, i32)> {
        let mut done = Vec::new();
        if self.role == super::Role::Connecting {
            return done;
        }
        while let Some(write) = self.writes.front_mut() {
            let Some(status) = write.attempt(self.descriptor, self.is_socket) else { return done };
            self.writes.pop_front();
            done.push((Kind::Written, status));
        }
        if std::mem::take(&mut self.is_ending) {
            let status = if self.is_socket { crate::sockets::end_sending(self.descriptor) } else { 0 };
            done.push((Kind::Shutdown, status));
        }
        done
    }
}

/// The parts without their first `count` bytes.
fn remaining(parts: &[libc::iovec], count: usize) -> Vec<libc::iovec> {
    let mut skipped = count;
    let mut rest = Vec::with_capacity(parts.len());
    for part in parts {
        let skip = skipped.min(part.iov_len);
        skipped -= skip;
        if skip < part.iov_len {
            let iov_base = part.iov_base.cast::<u8>().wrapping_add(skip).cast();
            rest.push(libc::iovec { iov_base, iov_len: part.iov_len - skip });
        }
    }
    rest
}

/// Writes what the kernel takes at once of the first parts, also to a descriptor in blocking mode: that mode is shared
/// with other processes, so it is theirs, too.
///
/// # Safety
/// Each part is valid for reads during the call.
unsafe fn write_parts(descriptor: RawFd, is_socket: bool, parts: &[libc::iovec]) -> io::Result<usize> {
    let parts = &parts[..parts.len().min(PARTS_PER_CALL)];
    // SAFETY: the caller's promise.
    unsafe { if is_socket { send_parts(descriptor, parts) } else { write_to_pipe(descriptor, parts) } }
}

/// # Safety
/// As of `write_parts`.
unsafe fn send_parts(descriptor: RawFd, parts: &[libc::iovec]) -> io::Result<usize> {
    let flags = libc::MSG_DONTWAIT | libc::MSG_NOSIGNAL;
    let sent = if let [part] = parts {
        // SAFETY: the caller's promise; the kernel only reads.
        unsafe { libc::send(descriptor, part.iov_base, part.iov_len, flags) }
    } else {
        // SAFETY: an all-zero `msghdr` is a valid value of that plain structure.
        let mut message: libc::msghdr = unsafe { std::mem::zeroed() };
        message.msg_iov = parts.as_ptr().cast_mut();
        message.msg_iovlen = parts.len();
        // SAFETY: the message's parts are valid by the caller's promise; the kernel only reads.
        unsafe { libc::sendmsg(descriptor, &raw const message, flags) }
    };
    usize::try_from(sent).map_err(|_| io::Error::last_os_error())
}

/// # Safety
/// As of `write_parts`.
unsafe fn write_to_pipe(descriptor: RawFd, parts: &[libc::iovec]) -> io::Result<usize> {
    // SAFETY: the caller's promise; the kernel only reads.
    let written = unsafe { libc::pwritev2(descriptor, parts.as_ptr(), parts.len() as i32, -1, libc::RWF_NOWAIT) };
    if let Ok(count) = usize::try_from(written) {
        return Ok(count);
    }
    let error = io::Error::last_os_error();
    if !matches!(error.raw_os_error(), Some(libc::EOPNOTSUPP | libc::ENOSYS | libc::EINVAL | libc::ESPIPE)) {
        return Err(error);
    }
    // A kernel that cannot write without waiting to what this is.
    let Some(part) = parts.iter().find(|part| part.iov_len > 0) else { return Ok(0) };
    let mut poll = libc::pollfd { fd: descriptor, events: libc::POLLOUT, revents: 0 };
    // SAFETY: one local `pollfd`, and the count says one.
    if unsafe { libc::poll(&raw mut poll, 1, 0) } == 0 {
        return Err(io::Error::from_raw_os_error(libc::EAGAIN));
    }
    // A pipe that is ready has room for this much.
    let length = part.iov_len.min(libc::PIPE_BUF);
    // SAFETY: the caller's promise; the kernel only reads.
    let written = unsafe { libc::write(descriptor, part.iov_base, length) };
    usize::try_from(written).map_err(|_| io::Error::last_os_error())
}
