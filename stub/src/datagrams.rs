//! Datagram sockets (UDP): what arrives is handed on one datagram at a time, what the kernel does not take at once waits.
//!
//! A socket has a number from the start and a descriptor from when it is bound, as in libuv: what needs the descriptor
//! before says `EBADF`. The mechanism alone; what Node makes of it is in `stdlib-js/node/dgram.js`.

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, VecDeque};
use std::io;
use std::mem::MaybeUninit;
use std::net::SocketAddr;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};

use crate::native::bytes::{uninitialized_array_buffer, writable};
use crate::native::{Bytes, socket_address};
use crate::poller::{Poller, Source, Wanted};
use crate::thread::Callback;

/// A socket's number, never used twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct DatagramsId(pub(crate) u32);

/// The largest datagram there is; what is received goes through one buffer of this size.
const MAX_DATAGRAM_BYTES: usize = 64 * 1024;

/// A datagram that the kernel has not taken yet.
pub(crate) struct Outgoing {
    pub(crate) parts: Vec<Bytes>,
    /// `None` goes to the address that the socket is connected to.
    pub(crate) to: Option<SocketAddr>,
}

impl Outgoing {
    pub(crate) fn len(&self) -> usize {
        self.parts.iter().map(Bytes::len).sum()
    }

    /// Hands it to the kernel, all or nothing.
    fn send(&self, descriptor: RawFd) -> io::Result<()> {
        let mut parts: Vec<libc::iovec> =
            self.parts.iter().map(|part| libc::iovec { iov_base: part.as_ptr().cast(), iov_len: part.len() }).collect();
        let mut name = self.to.as_ref().map(socket_address::to_system);
        // SAFETY: all fields are numbers and pointers, for which zero means "none".
        let mut message: libc::msghdr = unsafe { MaybeUninit::zeroed().assume_init() };
        message.msg_iov = parts.as_mut_ptr();
        message.msg_iovlen = parts.len();
        if let Some((storage, length)) = &mut name {
            message.msg_name = std::ptr::from_mut(storage).cast();
            message.msg_namelen = *length;
        }
        loop {
            // SAFETY: the message points to `name` and `parts`, which live here; the parts' memory lives as long as
            // `self.parts`, and the kernel only reads it.
            let sent = unsafe { libc::sendmsg(descriptor, &raw const message, libc::MSG_NOSIGNAL) };
            if sent >= 0 {
                return Ok(());
            }
            let error = io::Error::last_os_error();
            if error.kind() != io::ErrorKind::Interrupted {
                return Err(error);
            }
        }
    }
}

struct Waiting {
    datagram: Outgoing,
    callback: Callback,
}

struct Socket {
    descriptor: Option<OwnedFd>,
    on_message: Callback,
    is_receiving: bool,
    is_referenced: bool,
    is_watched: bool,
    waiting: VecDeque<Waiting>,
}

/// Something that JavaScript has to hear of.
pub(crate) enum DatagramEvent {
    /// `onmessage(0, bytes, address, port)`; [`Datagrams::take`] gives the bytes, this many, before anything else is received.
    Message(Callback, usize, Option<SocketAddr>),
    /// `onmessage(negative errno)`
    Failed(Callback, i32),
    /// `callback(status)`, 0 or a negative errno.
    Sent(Callback, i32),
}

/// The datagram sockets of one thread.
#[derive(Default)]
pub(crate) struct Datagrams {
    open: RefCell<HashMap<DatagramsId, Socket>>,
    next: Cell<u32>,
    /// Made when something is first received.
    buffer: RefCell<Vec<u8>>,
    /// What is over already but must not be reported before the caller has returned.
    pub(crate) pending: RefCell<VecDeque<DatagramEvent>>,
}

impl Datagrams {
    pub(crate) fn open(&self, on_message: Callback) -> DatagramsId {
        let id = DatagramsId(self.next.replace(self.next.get() + 1));
        let socket = Socket {
            descriptor: None,
            on_message,
            is_receiving: false,
            is_referenced: true,
            is_watched: false,
            waiting: VecDeque::new(),
        };
        self.open.borrow_mut().insert(id, socket);
        id
    }

    /// Gives the socket its descriptor.
    pub(crate) fn adopt(&self, id: DatagramsId, descriptor: OwnedFd) -> io::Result<()> {
        match self.open.borrow_mut().get_mut(&id) {
            Some(socket) if socket.descriptor.is_none() => {
                socket.descriptor = Some(descriptor);
                Ok(())
            }
            Some(_) => Err(io::Error::from_raw_os_error(libc::EBUSY)),
            None => Err(bad_descriptor()),
        }
    }

    /// The descriptor; the error is that there is none.
    pub(crate) fn descriptor(&self, id: DatagramsId) -> io::Result<RawFd> {
        let open = self.open.borrow();
        let descriptor = open.get(&id).and_then(|socket| socket.descriptor.as_ref());
        descriptor.map(AsRawFd::as_raw_fd).ok_or_else(bad_descriptor)
    }

    /// Whether a socket has this descriptor already.
    pub(crate) fn owns(&self, descriptor: RawFd) -> bool {
        let open = self.open.borrow();
        open.values().filter_map(|socket| socket.descriptor.as_ref()).any(|owned| owned.as_raw_fd() == descriptor)
    }

    pub(crate) fn set_receiving(&self, poller: &Poller, id: DatagramsId, is_receiving: bool) -> io::Result<()> {
        self.update(poller, id, |socket| socket.is_receiving = is_receiving)
    }

    pub(crate) fn set_referenced(&self, id: DatagramsId, is_referenced: bool) {
        if let Some(socket) = self.open.borrow_mut().get_mut(&id) {
            socket.is_referenced = is_referenced;
        }
    }

    pub(crate) fn is_referenced(&self, id: DatagramsId) -> bool {
        self.open.borrow().get(&id).is_some_and(|socket| socket.is_referenced)
    }

    /// Sends at once: the datagram is given back if others wait already or the kernel's buffer is full.
    pub(crate) fn try_send(&self, id: DatagramsId, datagram: Outgoing) -> io::Result<Option<Outgoing>> {
        let descriptor = self.descriptor(id)?;
        if self.open.borrow().get(&id).is_some_and(|socket| !socket.waiting.is_empty()) {
            return Ok(Some(datagram));
        }
        match datagram.send(descriptor) {
            Ok(()) => Ok(None),
            Err(error) if is_full(&error) => Ok(Some(datagram)),
            Err(error) => Err(error),
        }
    }

    /// Sends when the kernel has room; `callback(status)` comes afterwards.
    pub(crate) fn send_later(
        &self,
        poller: &Poller,
        id: DatagramsId,
        datagram: Outgoing,
        callback: Callback,
    ) -> io::Result<()> {
        self.update(poller, id, |socket| socket.waiting.push_back(Waiting { datagram, callback }))
    }

    /// How many datagrams wait, and their bytes.
    pub(crate) fn queue(&self, id: DatagramsId) -> (usize, usize) {
        let open = self.open.borrow();
        let Some(socket) = open.get(&id) else { return (0, 0) };
        (socket.waiting.len(), socket.waiting.iter().map(|waiting| waiting.datagram.len()).sum())
    }

    /// Closes the socket; what was still to be sent is cancelled.
    pub(crate) fn close(&self, poller: &Poller, id: DatagramsId) {
        let Some(socket) = self.open.borrow_mut().remove(&id) else { return };
        if let Some(descriptor) = socket.descriptor.as_ref().filter(|_| socket.is_watched) {
            poller.remove(descriptor.as_raw_fd());
        }
        let cancelled = socket.waiting.into_iter().map(|waiting| waiting.callback);
        self.pending.borrow_mut().extend(cancelled.map(|callback| DatagramEvent::Sent(callback, -libc::ECANCELED)));
    }

    /// Whether a socket is left that keeps the process alive.
    pub(crate) fn is_alive(&self) -> bool {
        !self.pending.borrow().is_empty()
            || self.open.borrow().values().any(|socket| socket.is_referenced && socket.wanted() != Wanted::default())
    }

    /// The next datagram that has arrived, or that receiving failed; `None` when there is nothing now.
    pub(crate) fn receive(&self, id: DatagramsId) -> Option<DatagramEvent> {
        let (descriptor, on_message) = {
            let open = self.open.borrow();
            let socket = open.get(&id).filter(|socket| socket.is_receiving)?;
            (socket.descriptor.as_ref()?.as_raw_fd(), socket.on_message.clone())
        };
        let mut buffer = self.buffer.borrow_mut();
        buffer.resize(MAX_DATAGRAM_BYTES, 0);
        match receive_into(descriptor, &mut buffer) {
            Ok((count, from)) => Some(DatagramEvent::Message(on_message, count, from)),
            Err(error) if is_full(&error) || error.kind() == io::ErrorKind::Interrupted => None,
            Err(error) => Some(DatagramEvent::Failed(on_message, -error.raw_os_error().unwrap_or(libc::EIO))),
        }
    }

    /// The first `count` bytes that were received last as an `ArrayBuffer`; `undefined` when there is no memory for it.
    pub(crate) fn take<'s>(&self, scope: &mut v8::PinScope<'s, '_>, count: usize) -> v8::Local<'s, v8::Value> {
        let Some(bytes) = uninitialized_array_buffer(scope, count) else { return v8::undefined(scope).into() };
        let received = self.buffer.borrow();
        writable(scope, bytes.into()).write_copy_of_slice(&received[..count]);
        bytes.into()
    }

    /// Sends what waits, as far as the kernel takes it; what is over becomes pending events.
    pub(crate) fn flush(&self, poller: &Poller, id: DatagramsId) {
        // A failure to watch shows itself at the next operation.
        let _ = self.update(poller, id, |socket| socket.send_on(&mut self.pending.borrow_mut()));
    }

    /// Changes a socket and tells the kernel what it now waits for.
    fn update(&self, poller: &Poller, id: DatagramsId, change: impl FnOnce(&mut Socket)) -> io::Result<()> {
        let mut open = self.open.borrow_mut();
        let socket = open.get_mut(&id).ok_or_else(bad_descriptor)?;
        let descriptor = socket.descriptor.as_ref().map(AsRawFd::as_raw_fd).ok_or_else(bad_descriptor)?;
        let before = socket.wanted();
        change(socket);
        let wanted = socket.wanted();
        if wanted == before {
            return Ok(());
        }
        if !socket.is_watched {
            poller.add(descriptor, Source::Datagrams(id), wanted)?;
            socket.is_watched = true;
        } else if wanted == Wanted::default() {
            // A descriptor that is not waited for would still report errors, without end.
            poller.remove(descriptor);
            socket.is_watched = false;
        } else {
            poller.change(descriptor, Source::Datagrams(id), wanted)?;
        }
        Ok(())
    }
}

impl Socket {
    fn wanted(&self) -> Wanted {
        Wanted { read: self.is_receiving, write: !self.waiting.is_empty() }
    }

    fn send_on(&mut self, done: &mut VecDeque<DatagramEvent>) {
        let Some(descriptor) = self.descriptor.as_ref().map(AsRawFd::as_raw_fd) else { return };
        while let Some(next) = self.waiting.front() {
            let status = match next.datagram.send(descriptor) {
                Ok(()) => 0,
                Err(error) if is_full(&error) => return,
                Err(error) => -error.raw_os_error().unwrap_or(libc::EIO),
            };
            let sent = self.waiting.pop_front().expect("there is a front");
            done.push_back(DatagramEvent::Sent(sent.callback, status));
        }
    }
}

/// A fresh socket of the address's family.
pub(crate) fn socket_for(address: &SocketAddr) -> io::Result<OwnedFd> {
    let family = if address.is_ipv4() { libc::AF_INET } else { libc::AF_INET6 };
    // SAFETY: no memory arguments.
    let descriptor = unsafe { libc::socket(family, libc::SOCK_DGRAM | libc::SOCK_NONBLOCK | libc::SOCK_CLOEXEC, 0) };
    if descriptor < 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: the descriptor is open, fresh, and owned by nothing else.
    Ok(unsafe { OwnedFd::from_raw_fd(descriptor) })
}

fn receive_into(descriptor: RawFd, buffer: &mut [u8]) -> io::Result<(usize, Option<SocketAddr>)> {
    // SAFETY: all fields are numbers, for which zero is a value.
    let mut from: libc::sockaddr_storage = unsafe { MaybeUninit::zeroed().assume_init() };
    let mut from_length = size_of::<libc::sockaddr_storage>() as libc::socklen_t;
    // SAFETY: the buffer and the address are valid for the lengths that the call is told.
    let count = unsafe {
        libc::recvfrom(
            descriptor,
            buffer.as_mut_ptr().cast(),
            buffer.len(),
            libc::MSG_DONTWAIT,
            (&raw mut from).cast(),
            &raw mut from_length,
        )
    };
    let count = usize::try_from(count).map_err(|_| io::Error::last_os_error())?;
    Ok((count, socket_address::from_system(&from, from_length)))
}

fn is_full(error: &io::Error) -> bool {
    matches!(error.raw_os_error(), Some(libc::EAGAIN | libc::ENOBUFS))
}

fn bad_descriptor() -> io::Error {
    io::Error::from_raw_os_error(libc::EBADF)
}
