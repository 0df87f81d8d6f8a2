//! Streams over descriptors: pipes, terminals, sockets and listeners. The mechanism behind their JavaScript handles; the
//! event loop makes turns of what happens to them.
//!
//! Words: a stream's *owner* is its JavaScript handle, which hears of every [`Kind`] of event. A *request* is something
//! asked for that is not over (a connection, a write, a shutdown); it keeps the process alive, as a referenced stream
//! that reads or listens does. What is over at once is *noticed*: JavaScript hears of it after the caller has returned.

mod read;
mod write;

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::io;
use std::os::fd::{OwnedFd, RawFd};

use crate::native::Bytes;
use crate::poller::{Poller, Source, Wanted};
use crate::slots::{Number, Slots};
use read::ReadBuffer;
pub(crate) use write::{Chunk, Written};

/// A stream's number. Numbers come back, but not before a batch of events that may name them is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct StreamId(pub(crate) u32);

impl Number for StreamId {
    fn new(number: u32) -> Self {
        Self(number)
    }

    fn get(self) -> u32 {
        self.0
    }
}

/// libuv's code for the end of a stream.
pub(crate) const END_OF_FILE: i32 = -4095;

/// How much memory is kept to encode texts in.
const KEPT_SCRATCH_BYTES: usize = 64 * 1024;

/// What happened to a stream; JavaScript knows the kinds by these numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Bytes, their count as the status; or a negative errno.
    Read = 0,
    /// The oldest write is over.
    Written = 1,
    /// The sending direction has ended.
    Shutdown = 2,
    Closed = 3,
    Connected = 4,
    /// The status is the new descriptor, or a negative errno.
    Accepted = 5,
}

/// What a descriptor is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Connecting,
    Connection,
    Listener,
}

#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
struct Stream {
    descriptor: RawFd,
    owner: v8::Global<v8::Object>,
    /// The async context that the stream was made in, if there was one.
    frame: Option<v8::Global<v8::Value>>,
    role: Role,
    is_socket: bool,
    /// Wants to hear of data or connections.
    is_reading: bool,
    is_referenced: bool,
    /// What the kernel watches for; `None` when it does not know of the stream.
    watched: Option<Wanted>,
    /// Stands in the list of streams that the kernel is to be told of.
    is_changed: bool,
    writes: VecDeque<write::Write>,
    /// Ends the sending direction once all writes are through.
    is_ending: bool,
    /// Memory of JavaScript's that reads fill, in place of new memory for each.
    target: Option<Box<Bytes>>,
}

/// What came on a stream that was ready.
pub(crate) struct Input {
    pub(crate) kind: Kind,
    pub(crate) status: i32,
    /// Another attempt may bring more at once.
    pub(crate) has_more: bool,
}

/// Something that JavaScript hears of at the next occasion.
pub(crate) struct Notice {
    owner: v8::Global<v8::Object>,
    frame: Option<v8::Global<v8::Value>>,
    pub(crate) kind: Kind,
    pub(crate) status: i32,
}

/// The streams of one thread.
#[derive(Default)]
pub(crate) struct Streams {
    open: RefCell<Slots<StreamId, Stream>>,
    /// How many reasons the streams give to keep the process alive.
    live_count: Cell<usize>,
    changed: RefCell<Vec<StreamId>>,
    noticed: RefCell<VecDeque<Notice>>,
    closed: RefCell<VecDeque<Notice>>,
    buffer: ReadBuffer,
    /// Where texts are encoded before they are written.
    pub(crate) scratch: RefCell<Vec<u8>>,
    /// Given up when there is no descriptor left to accept a connection with, so that it can be refused.
    reserve: RefCell<Option<OwnedFd>>,
}

impl Streams {
    /// Takes over `descriptor`. It is left in the blocking mode it has: a level-triggered set says when a read returns.
    pub(crate) fn open(
        &self,
        scope: &mut v8::PinScope<'_, '_>,
        descriptor: RawFd,
        owner: v8::Local<'_, v8::Object>,
    ) -> io::Result<StreamId> {
        let stream = Stream {
            descriptor,
            owner: v8::Global::new(scope, owner),
            frame: current_frame(scope),
            role: Role::Connection,
            is_socket: crate::sockets::is_socket(descriptor),
            is_reading: false,
            is_referenced: true,
            watched: None,
            is_changed: false,
            writes: VecDeque::new(),
            is_ending: false,
            target: None,
        };
        self.open.borrow_mut().insert(stream).ok_or_else(|| io::Error::from_raw_os_error(libc::EMFILE))
    }

    /// Whether the stream is open. A kind of descriptor that cannot be watched is told of by an event.
    pub(crate) fn set_reading(&self, id: StreamId, is_reading: bool) -> bool {
        self.change(id, |stream| stream.is_reading = is_reading).is_some()
    }

    pub(crate) fn set_referenced(&self, id: StreamId, is_referenced: bool) {
        self.change(id, |stream| stream.is_referenced = is_referenced);
    }

    /// Events are told in the current async context from now on, no more in that of the one who opened the stream.
    pub(crate) fn adopt_frame(&self, scope: &mut v8::PinScope<'_, '_>, id: StreamId) {
        let frame = current_frame(scope);
        self.change(id, |stream| stream.frame = frame);
    }

    /// Reads fill `target` from now on; JavaScript gets counts only.
    pub(crate) fn set_target(&self, id: StreamId, target: Bytes) {
        self.change(id, |stream| stream.target = Some(Box::new(target)));
    }

    /// The socket listens already; `Accepted` comes for each connection.
    pub(crate) fn listen(&self, id: StreamId) {
        let mut reserve = self.reserve.borrow_mut();
        if reserve.is_none() {
            *reserve = crate::sockets::open_reserve();
        }
        drop(reserve);
        self.change(id, |stream| stream.role = Role::Listener);
        self.set_reading(id, true);
    }

    /// `Connected` comes when the connection that the socket has begun is there, or has failed.
    pub(crate) fn connecting(&self, id: StreamId) {
        self.change(id, |stream| stream.role = Role::Connecting);
    }

    /// Lets JavaScript hear of `kind` once the caller has returned.
    pub(crate) fn notice(&self, id: StreamId, kind: Kind, status: i32) {
        if let Some(stream) = self.open.borrow().get(id) {
            self.noticed.borrow_mut().push_back(stream.notice(kind, status));
        }
    }

    /// Writes what the kernel takes now. What it leaves is kept as the chunks that `keep` gives, and `Written` comes when
    /// it is through.
    pub(crate) fn write(&self, id: StreamId, parts: &[libc::iovec], keep: impl FnOnce() -> Vec<Chunk>) -> Written {
        let result = self.change(id, |stream| stream.write(parts, keep));
        result.unwrap_or(Written::Failed(libc::EBADF))
    }

    /// Keeps the memory that a text was encoded in for the next one, unless it is large.
    pub(crate) fn keep_scratch(&self, scratch: Vec<u8>) {
        if scratch.capacity() <= KEPT_SCRATCH_BYTES {
            *self.scratch.borrow_mut() = scratch;
        }
    }

    /// Ends the sending direction after the writes before it; `Shutdown` tells.
    pub(crate) fn shutdown(&self, id: StreamId) -> bool {
        let is_open = self.change(id, |stream| stream.is_ending = true).is_some();
        self.flush(id);
        is_open
    }

    /// Closes the descriptor; what was still to be written is cancelled. Standard streams stay open for the process.
    pub(crate) fn close(&self, poller: &Poller, id: StreamId) {
        let Some(mut stream) = self.open.borrow_mut().remove(id) else { return };
        self.live_count.set(self.live_count.get() - stream.life());
        if stream.watched.is_some() {
            poller.remove(stream.descriptor);
        }
        if stream.descriptor > libc::STDERR_FILENO {
            crate::sockets::close(stream.descriptor);
        }
        // What is closed last is told of first, as in libuv.
        let mut closed = self.closed.borrow_mut();
        closed.push_front(stream.notice(Kind::Closed, 0));
        for kind in stream.cancel().into_iter().rev() {
            closed.push_front(stream.notice(kind, -libc::ECANCELED));
        }
    }

    pub(crate) fn descriptor(&self, id: StreamId) -> Option<RawFd> {
        self.open.borrow().get(id).map(|stream| stream.descriptor)
    }

    /// Whether something is left that keeps the process alive.
    pub(crate) fn is_alive(&self) -> bool {
        self.live_count.get() > 0 || self.has_notices()
    }

    /// The owners of the streams that may keep the process alive.
    pub(crate) fn referenced_owners<'s>(&self, scope: &mut v8::PinScope<'s, '_>) -> Vec<v8::Local<'s, v8::Value>> {
        let open = self.open.borrow();
        open.iter()
            .filter(|(_, stream)| stream.is_referenced)
            .map(|(_, stream)| v8::Local::new(scope, &stream.owner).into())
            .collect()
    }

    /// Whether JavaScript is to hear of something without another event.
    pub(crate) fn has_notices(&self) -> bool {
        !self.noticed.borrow().is_empty() || !self.closed.borrow().is_empty()
    }

    pub(crate) fn take_notice(&self) -> Option<Notice> {
        self.noticed.borrow_mut().pop_front()
    }

    /// What the loop's closing phase tells of.
    pub(crate) fn take_closed(&self) -> VecDeque<Notice> {
        std::mem::take(&mut *self.closed.borrow_mut())
    }

    /// Ends an attempt to connect, of which a notice tells; false if there was none.
    pub(crate) fn on_connected(&self, id: StreamId) -> bool {
        let errno = self.change(id, |stream| {
            let is_connecting = stream.role == Role::Connecting;
            is_connecting.then(|| {
                stream.role = Role::Connection;
                crate::sockets::take_error(stream.descriptor)
            })
        });
        let Some(Some(errno)) = errno else { return false };
        self.notice(id, Kind::Connected, -errno);
        true
    }

    /// Writes on, if there is something; true when it left notices.
    pub(crate) fn flush(&self, id: StreamId) -> bool {
        let done = self.change(id, Stream::write_on).unwrap_or_default();
        for (kind, status) in &done {
            self.notice(id, *kind, *status);
        }
        !done.is_empty()
    }

    /// Takes what there is on a stream that is ready.
    pub(crate) fn input(&self, id: StreamId) -> Option<Input> {
        let mut open = self.open.borrow_mut();
        let stream = open.get_mut(id).filter(|stream| stream.is_reading)?;
        let input = match stream.role {
            Role::Connecting => return None,
            Role::Listener => {
                let accepted = crate::sockets::accept(stream.descriptor, &mut self.reserve.borrow_mut());
                let status = accepted?.unwrap_or_else(|errno| -errno);
                Input { kind: Kind::Accepted, status, has_more: true }
            }
            Role::Connection => {
                let (status, has_more) = self.buffer.fill(stream)?;
                Input { kind: Kind::Read, status, has_more }
            }
        };
        drop(open);
        if input.kind == Kind::Read && input.status < 0 {
            self.change(id, |stream| stream.is_reading = false);
        }
        Some(input)
    }

    /// The bytes that [`Streams::input`] has just read, as an `ArrayBuffer`; `undefined` where they are in the target.
    pub(crate) fn received<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        id: StreamId,
        count: i32,
    ) -> v8::Local<'s, v8::Value> {
        let has_target = self.open.borrow().get(id).is_none_or(|stream| stream.target.is_some());
        if has_target { v8::undefined(scope).into() } else { self.buffer.take(scope, count as usize) }
    }

    /// The owner of an open stream; the current async context becomes the stream's.
    pub(crate) fn enter<'s>(&self, scope: &mut v8::PinScope<'s, '_>, id: StreamId) -> Option<v8::Local<'s, v8::Value>> {
        let open = self.open.borrow();
        let stream = open.get(id)?;
        Some(enter(scope, &stream.owner, stream.frame.as_ref()))
    }

    /// Tells the kernel what has changed since the last time.
    pub(crate) fn apply_changes(&self, poller: &Poller) {
        if self.changed.borrow().is_empty() {
            return;
        }
        for id in self.changed.take() {
            if let Err(error) = self.watch(poller, id) {
                self.fail(id, -error.raw_os_error().unwrap_or(libc::EIO));
            }
        }
    }

    /// What waits for a descriptor that cannot be watched will not come.
    fn fail(&self, id: StreamId, status: i32) {
        let failed = self.change(id, |stream| {
            let reading = std::mem::take(&mut stream.is_reading).then_some(Kind::Read);
            stream.cancel().into_iter().chain(reading).collect::<Vec<_>>()
        });
        for kind in failed.unwrap_or_default() {
            self.notice(id, kind, status);
        }
    }

    /// Changes a stream, and keeps the count of what is alive and the list of what the kernel does not know yet.
    fn change<R>(&self, id: StreamId, change: impl FnOnce(&mut Stream) -> R) -> Option<R> {
        let mut open = self.open.borrow_mut();
        let stream = open.get_mut(id)?;
        let before = stream.life();
        let result = change(stream);
        self.live_count.set(self.live_count.get() + stream.life() - before);
        if !stream.is_changed && stream.watched.unwrap_or_default() != stream.wanted() {
            stream.is_changed = true;
            self.changed.borrow_mut().push(id);
        }
        Some(result)
    }

    /// Tells the kernel what a stream waits for.
    fn watch(&self, poller: &Poller, id: StreamId) -> io::Result<()> {
        let mut open = self.open.borrow_mut();
        let Some(stream) = open.get_mut(id) else { return Ok(()) };
        stream.is_changed = false;
        let wanted = stream.wanted();
        match stream.watched {
            None if wanted == Wanted::default() => {}
            None => {
                poller.add(stream.descriptor, Source::Stream(id), wanted)?;
                stream.watched = Some(wanted);
            }
            Some(watched) if watched == wanted => {}
            // A descriptor that is not waited for would still report errors, without end.
            Some(_) if wanted == Wanted::default() => {
                poller.remove(stream.descriptor);
                stream.watched = None;
            }
            Some(_) => {
                poller.change(stream.descriptor, Source::Stream(id), wanted)?;
                stream.watched = Some(wanted);
            }
        }
        Ok(())
    }
}

impl Stream {
    fn wanted(&self) -> Wanted {
        match self.role {
            Role::Connecting => Wanted { read: false, write: true },
            Role::Connection | Role::Listener => Wanted { read: self.is_reading, write: !self.writes.is_empty() },
        }
    }

    /// How many reasons the stream gives to keep the process alive.
    fn life(&self) -> usize {
        let has_requests = self.role == Role::Connecting || !self.writes.is_empty() || self.is_ending;
        usize::from(self.is_reading && self.is_referenced) + usize::from(has_requests)
    }

    fn notice(&self, kind: Kind, status: i32) -> Notice {
        Notice { owner: self.owner.clone(), frame: self.frame.clone(), kind, status }
    }

    /// Gives up what is under way; the kinds of its requests, in their order.
    fn cancel(&mut self) -> Vec<Kind> {
        let connection = (self.role == Role::Connecting).then_some(Kind::Connected);
        self.role = Role::Connection;
        let writes = self.writes.drain(..).map(|_| Kind::Written);
        let end = std::mem::take(&mut self.is_ending).then_some(Kind::Shutdown);
        connection.into_iter().chain(writes).chain(end).collect()
    }
}

impl Notice {
    /// The stream's owner; the current async context becomes the stream's.
    pub(crate) fn enter<'s>(&self, scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Value> {
        enter(scope, &self.owner, self.frame.as_ref())
    }
}

/// The async context, if there is one.
fn current_frame(scope: &mut v8::PinScope<'_, '_>) -> Option<v8::Global<v8::Value>> {
    let frame = scope.get_continuation_preserved_embedder_data();
    (!frame.is_undefined()).then(|| v8::Global::new(scope, frame))
}

fn enter<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    owner: &v8::Global<v8::Object>,
    frame: Option<&v8::Global<v8::Value>>,
) -> v8::Local<'s, v8::Value> {
    let frame = match frame {
        Some(frame) => v8::Local::new(scope, frame),
        None => v8::undefined(scope).into(),
    };
    scope.set_continuation_preserved_embedder_data(frame);
    v8::Local::new(scope, owner).into()
}

pub(crate) fn is_terminal(descriptor: RawFd) -> bool {
    // SAFETY: no memory arguments.
    unsafe { libc::isatty(descriptor) == 1 }
}
