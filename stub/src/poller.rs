//! One epoll set for every descriptor a thread waits for. A wake brings a batch, handled in order.

use std::cell::OnceCell;
use std::io;
use std::mem::MaybeUninit;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};
use std::time::Instant;

use crate::datagrams::DatagramsId;
use crate::http::connections::ConnectionId;
use crate::streams::StreamId;

/// Whose descriptor an event is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// The queue that other threads fill.
    Wakeups,
    /// Signals that a handler wrote down.
    Signals,
    Stream(StreamId),
    Datagrams(DatagramsId),
    /// A connection of a native HTTP server.
    Http(ConnectionId),
}

/// What happened to a descriptor.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ready {
    pub(crate) source: Source,
    /// Readable, at its end, or broken: a read will not block.
    pub(crate) readable: bool,
    /// Writable or broken: a write will not block.
    pub(crate) writable: bool,
}

/// What to wait for on a descriptor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Wanted {
    pub(crate) read: bool,
    pub(crate) write: bool,
}

/// How many events one look at the set can bring.
const BATCH: usize = 1024;

/// The set. It is made when something is first watched, so a program that never waits has none.
#[derive(Default)]
pub(crate) struct Poller {
    set: OnceCell<OwnedFd>,
}

impl Poller {
    fn set(&self) -> RawFd {
        let set = self.set.get_or_init(|| {
            // SAFETY: no memory arguments; the result is checked before it becomes a descriptor.
            let set = unsafe { libc::epoll_create1(libc::EPOLL_CLOEXEC) };
            assert!(set >= 0, "the kernel has no descriptor left for the event loop");
            // SAFETY: the descriptor is open, fresh, and owned by nothing else.
            unsafe { OwnedFd::from_raw_fd(set) }
        });
        set.as_raw_fd()
    }

    /// Begins to watch `descriptor`; a kind that cannot be watched (a regular file) is an error.
    pub(crate) fn add(&self, descriptor: RawFd, source: Source, wanted: Wanted) -> io::Result<()> {
        self.control(libc::EPOLL_CTL_ADD, descriptor, source, wanted)
    }

    pub(crate) fn change(&self, descriptor: RawFd, source: Source, wanted: Wanted) -> io::Result<()> {
        self.control(libc::EPOLL_CTL_MOD, descriptor, source, wanted)
    }

    pub(crate) fn remove(&self, descriptor: RawFd) {
        // The only possible failure is that it is not watched, which is what is asked for.
        let _ = self.control(libc::EPOLL_CTL_DEL, descriptor, Source::Wakeups, Wanted::default());
    }

    fn control(&self, operation: i32, descriptor: RawFd, source: Source, wanted: Wanted) -> io::Result<()> {
        let mut events = 0;
        // Who does not read must not be woken by an end that he leaves for later, again and again.
        if wanted.read {
            events |= (libc::EPOLLIN | libc::EPOLLRDHUP) as u32;
        }
        if wanted.write {
            events |= libc::EPOLLOUT as u32;
        }
        let mut event = libc::epoll_event { events, u64: encode(source) };
        // SAFETY: the set is open, and `event` is a local that the kernel reads.
        let result = unsafe { libc::epoll_ctl(self.set(), operation, descriptor, &raw mut event) };
        if result == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
    }

    /// Takes the events that are there now.
    pub(crate) fn take(&self) -> Vec<Ready> {
        self.events(0)
    }

    /// Takes the events that are there; without any, waits until there is one or `deadline` has passed.
    pub(crate) fn wait(&self, deadline: Option<Instant>) -> Vec<Ready> {
        self.events(match deadline {
            None => -1,
            // The whole milliseconds that are left, as libuv counts them.
            Some(deadline) => {
                let left = deadline.saturating_duration_since(Instant::now()).as_nanos().div_ceil(1_000_000);
                i32::try_from(left).unwrap_or(i32::MAX)
            }
        })
    }

    fn events(&self, timeout_ms: i32) -> Vec<Ready> {
        let mut events = [const { MaybeUninit::<libc::epoll_event>::uninit() }; BATCH];
        // SAFETY: the set is open, and `events` has room for as many as the call says.
        let count = unsafe { libc::epoll_wait(self.set(), events.as_mut_ptr().cast(), BATCH as i32, timeout_ms) };
        // A signal that ends the wait leaves a trace that the next look at the set finds.
        let count = usize::try_from(count).unwrap_or(0);
        let taken = events[..count].iter().map(|event| {
            // SAFETY: the kernel has filled the first `count` events.
            let event = unsafe { event.assume_init() };
            ready(event.events, event.u64)
        });
        taken.collect()
    }
}

fn ready(events: u32, data: u64) -> Ready {
    let has = |flags: i32| events & flags as u32 != 0;
    let is_broken = has(libc::EPOLLERR | libc::EPOLLHUP);
    Ready {
        source: decode(data),
        readable: is_broken || has(libc::EPOLLIN | libc::EPOLLRDHUP),
        writable: is_broken || has(libc::EPOLLOUT),
    }
}

// The upper half says what kind of source it is, the lower half which.
const WAKEUPS: u32 = 0;
const SIGNALS: u32 = 1;
const STREAM: u32 = 2;
const DATAGRAMS: u32 = 3;
const HTTP: u32 = 4;

fn encode(source: Source) -> u64 {
    let (kind, number) = match source {
        Source::Wakeups => (WAKEUPS, 0),
        Source::Signals => (SIGNALS, 0),
        Source::Stream(id) => (STREAM, id.0),
        Source::Datagrams(id) => (DATAGRAMS, id.0),
        Source::Http(id) => (HTTP, id.0),
    };
    u64::from(kind) << 32 | u64::from(number)
}

fn decode(data: u64) -> Source {
    let number = data as u32;
    match (data >> 32) as u32 {
        WAKEUPS => Source::Wakeups,
        SIGNALS => Source::Signals,
        STREAM => Source::Stream(StreamId(number)),
        DATAGRAMS => Source::Datagrams(DatagramsId(number)),
        HTTP => Source::Http(ConnectionId(number)),
        kind => unreachable!("bug in jsc: the event loop knows no source {kind}"),
    }
}
