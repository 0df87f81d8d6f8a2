//! Streams over descriptors: reads when there is something, writes as the other side takes it. The mechanism behind pipes,
//! terminals and sockets; what happened is returned as [`StreamEvent`]s, which the event loop makes turns of.

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, VecDeque};
use std::io;
use std::os::fd::RawFd;

use crate::native::Bytes;
use crate::poller::{Poller, Source, Wanted};
use crate::thread::Callback;

/// A stream's number, never used twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct StreamId(pub(crate) u32);

/// libuv's code for the end of a stream.
pub(crate) const END_OF_FILE: i32 = -4095;

/// How much one read takes at most.
const READ_BYTES: usize = 64 * 1024;

/// A write that the kernel has not taken whole yet.
struct Write {
    bytes: Bytes,
    written: usize,
    callback: Callback,
}

struct Stream {
    descriptor: RawFd,
    on_read: Callback,
    is_reading: bool,
    is_referenced: bool,
    is_watched: bool,
    writes: VecDeque<Write>,
    /// Ends the sending direction once all writes are through.
    shutdown: Option<Callback>,
}

/// Something that JavaScript has to hear of.
pub(crate) enum StreamEvent {
    /// `onread(count or negative errno, bytes)`
    Read(Callback, i32, Vec<u8>),
    /// `callback(status)`, 0 or a negative errno.
    Done(Callback, i32),
}

/// The streams of one thread.
#[derive(Default)]
pub(crate) struct Streams {
    open: RefCell<HashMap<StreamId, Stream>>,
    next: Cell<u32>,
    /// What is over already but must not be reported before the caller has returned.
    pub(crate) pending: RefCell<VecDeque<StreamEvent>>,
}

impl Streams {
    /// Takes over `descriptor`. It is left in the blocking mode it has: a level-triggered set says when a read returns.
    pub(crate) fn open(&self, descriptor: RawFd, on_read: Callback) -> StreamId {
        let id = StreamId(self.next.replace(self.next.get() + 1));
        let stream = Stream {
            descriptor,
            on_read,
            is_reading: false,
            is_referenced: true,
            is_watched: false,
            writes: VecDeque::new(),
            shutdown: None,
        };
        self.open.borrow_mut().insert(id, stream);
        id
    }

    pub(crate) fn set_reading(&self, poller: &Poller, id: StreamId, is_reading: bool) -> io::Result<()> {
        self.update(poller, id, |stream| stream.is_reading = is_reading)
    }

    pub(crate) fn set_referenced(&self, id: StreamId, is_referenced: bool) {
        if let Some(stream) = self.open.borrow_mut().get_mut(&id) {
            stream.is_referenced = is_referenced;
        }
    }

    /// Writes what the kernel takes now and keeps the rest; `callback(status)` comes when all is written.
    pub(crate) fn write(&self, poller: &Poller, id: StreamId, bytes: Bytes, callback: Callback) -> io::Result<()> {
        self.update(poller, id, |stream| stream.writes.push_back(Write { bytes, written: 0, callback }))?;
        self.flush(poller, id)
    }

    /// Ends the sending direction after the writes before it.
    pub(crate) fn shutdown(&self, poller: &Poller, id: StreamId, callback: Callback) -> io::Result<()> {
        self.update(poller, id, |stream| stream.shutdown = Some(callback))?;
        self.flush(poller, id)
    }

    /// Closes the descriptor; what was still to be written is cancelled. Standard streams stay open for the process.
    pub(crate) fn close(&self, poller: &Poller, id: StreamId, callback: Option<Callback>) {
        let Some(stream) = self.open.borrow_mut().remove(&id) else { return };
        if stream.is_watched {
            poller.remove(stream.descriptor);
        }
        if stream.descriptor > libc::STDERR_FILENO {
            // SAFETY: the stream owned the descriptor and is gone.
            unsafe { libc::close(stream.descriptor) };
        }
        let mut pending = self.pending.borrow_mut();
        let cancelled = stream.writes.into_iter().map(|write| write.callback).chain(stream.shutdown);
        pending.extend(cancelled.map(|callback| StreamEvent::Done(callback, -libc::ECANCELED)));
        pending.extend(callback.map(|callback| StreamEvent::Done(callback, 0)));
    }

    pub(crate) fn descriptor(&self, id: StreamId) -> Option<RawFd> {
        self.open.borrow().get(&id).map(|stream| stream.descriptor)
    }

    /// Whether a stream is left that keeps the process alive.
    pub(crate) fn is_alive(&self) -> bool {
        !self.pending.borrow().is_empty()
            || self.open.borrow().values().any(|stream| stream.is_referenced && stream.is_active())
    }

    /// Reads what there is on a readable stream.
    pub(crate) fn read(&self, poller: &Poller, id: StreamId) -> Option<StreamEvent> {
        let (descriptor, on_read) = {
            let open = self.open.borrow();
            let stream = open.get(&id).filter(|stream| stream.is_reading)?;
            (stream.descriptor, stream.on_read.clone())
        };
        let mut bytes: Vec<u8> = Vec::with_capacity(READ_BYTES);
        // SAFETY: the vector has room for `READ_BYTES`; the kernel says how many of them it filled.
        let count = unsafe { libc::read(descriptor, bytes.as_mut_ptr().cast(), READ_BYTES) };
        if let Ok(count) = usize::try_from(count) {
            // SAFETY: the kernel has filled `count` bytes, at most the capacity.
            unsafe { bytes.set_len(count) };
            bytes.shrink_to_fit();
            let status = if count == 0 { END_OF_FILE } else { count as i32 };
            if count == 0 {
                let _ = self.set_reading(poller, id, false);
            }
            return Some(StreamEvent::Read(on_read, status, bytes));
        }
        let errno = io::Error::last_os_error().raw_os_error().unwrap_or(libc::EIO);
        if errno == libc::EAGAIN || errno == libc::EINTR {
            return None;
        }
        let _ = self.set_reading(poller, id, false);
        // A terminal whose other side is gone says EIO where a pipe would end.
        let status = if errno == libc::EIO && is_terminal(descriptor) { END_OF_FILE } else { -errno };
        Some(StreamEvent::Read(on_read, status, Vec::new()))
    }

    /// Writes on; completed writes become pending events.
    pub(crate) fn flush(&self, poller: &Poller, id: StreamId) -> io::Result<()> {
        {
            let mut open = self.open.borrow_mut();
            let Some(stream) = open.get_mut(&id) else { return Ok(()) };
            stream.write_on(&mut self.pending.borrow_mut());
        }
        self.update(poller, id, |_| {})
    }

    /// Changes a stream and tells the kernel what it now waits for.
    fn update(&self, poller: &Poller, id: StreamId, change: impl FnOnce(&mut Stream)) -> io::Result<()> {
        let mut open = self.open.borrow_mut();
        let Some(stream) = open.get_mut(&id) else { return Err(io::Error::from_raw_os_error(libc::EBADF)) };
        let before = stream.wanted();
        change(stream);
        let wanted = stream.wanted();
        if !stream.is_watched {
            if wanted == Wanted::default() {
                return Ok(());
            }
            poller.add(stream.descriptor, Source::Stream(id), wanted)?;
            stream.is_watched = true;
        } else if wanted == Wanted::default() {
            // A descriptor that is not waited for would still report errors, without end.
            poller.remove(stream.descriptor);
            stream.is_watched = false;
        } else if wanted != before {
            poller.change(stream.descriptor, Source::Stream(id), wanted)?;
        }
        Ok(())
    }
}

impl Stream {
    fn wanted(&self) -> Wanted {
        Wanted { read: self.is_reading, write: !self.writes.is_empty() }
    }

    fn is_active(&self) -> bool {
        self.is_reading || !self.writes.is_empty() || self.shutdown.is_some()
    }

    fn write_on(&mut self, done: &mut VecDeque<StreamEvent>) {
        while let Some(write) = self.writes.front_mut() {
            let status = write.attempt(self.descriptor);
            let Some(status) = status else { return };
            let write = self.writes.pop_front().expect("there is a front");
            done.push_back(StreamEvent::Done(write.callback, status));
        }
        if let Some(callback) = self.shutdown.take() {
            // SAFETY: no memory arguments; what is no socket says so and needs no shutdown.
            unsafe { libc::shutdown(self.descriptor, libc::SHUT_WR) };
            done.push_back(StreamEvent::Done(callback, 0));
        }
    }
}

impl Write {
    /// Writes on; the status when it is over, `None` while the kernel takes no more.
    fn attempt(&mut self, descriptor: RawFd) -> Option<i32> {
        while self.written < self.bytes.len() {
            let rest = self.bytes.len() - self.written;
            // SAFETY: `as_ptr` is valid for `len()` bytes while `self.bytes` lives, and `written` is less.
            let attempt = unsafe { write_without_waiting(descriptor, self.bytes.as_ptr().add(self.written), rest) };
            match attempt {
                Ok(count) => self.written += count,
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

/// Writes what the kernel takes at once, also to a descriptor in blocking mode: that mode is shared with other processes,
/// so it is theirs, too.
///
/// # Safety
/// `bytes` is valid for reads of `length` bytes during the call.
pub(crate) unsafe fn write_without_waiting(descriptor: RawFd, bytes: *const u8, length: usize) -> io::Result<usize> {
    // SAFETY: the caller's promise; the kernel only reads.
    let sent = unsafe { libc::send(descriptor, bytes.cast(), length, libc::MSG_DONTWAIT | libc::MSG_NOSIGNAL) };
    if let Ok(count) = usize::try_from(sent) {
        return Ok(count);
    }
    let error = io::Error::last_os_error();
    if error.raw_os_error() != Some(libc::ENOTSOCK) {
        return Err(error);
    }
    let mut poll = libc::pollfd { fd: descriptor, events: libc::POLLOUT, revents: 0 };
    // SAFETY: one local `pollfd`, and the count says one.
    if unsafe { libc::poll(&raw mut poll, 1, 0) } == 0 {
        return Err(io::Error::from_raw_os_error(libc::EAGAIN));
    }
    // A pipe that is ready has room for this much.
    let length = length.min(libc::PIPE_BUF);
    // SAFETY: the caller's promise; the kernel only reads.
    let written = unsafe { libc::write(descriptor, bytes.cast(), length) };
    usize::try_from(written).map_err(|_| io::Error::last_os_error())
}

pub(crate) fn is_terminal(descriptor: RawFd) -> bool {
    // SAFETY: no memory arguments.
    unsafe { libc::isatty(descriptor) == 1 }
}
