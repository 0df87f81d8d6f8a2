//! One epoll set of ours for every descriptor a thread waits for; tokio sees it as a single descriptor. A wake brings a
//! batch, handled in order.

use std::cell::OnceCell;
use std::io;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};
use std::time::{Duration, Instant};

use tokio::io::Interest;
use tokio::io::unix::AsyncFd;

use crate::datagrams::DatagramsId;
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
        let mut events = [const { libc::epoll_event { events: 0, u64: 0 } }; BATCH];
        // SAFETY: the set is open, and `events` has room for as many as the call says.
        let count = unsafe { libc::epoll_wait(self.set(), events.as_mut_ptr(), BATCH as i32, 0) };
        let count = usize::try_from(count).unwrap_or(0);
        events[..count].iter().map(|event| ready(event.events, event.u64)).collect()
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

fn encode(source: Source) -> u64 {
    let (kind, number) = match source {
        Source::Wakeups => (WAKEUPS, 0),
        Source::Signals => (SIGNALS, 0),
        Source::Stream(id) => (STREAM, id.0),
        Source::Datagrams(id) => (DATAGRAMS, id.0),
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
        kind => unreachable!("bug in jsc: the event loop knows no source {kind}"),
    }
}

/// tokio's runtime, which owns the thread while it waits; made at the first wait.
#[derive(Default)]
pub(crate) struct Waiter {
    runtime: Option<tokio::runtime::Runtime>,
    watched: Option<AsyncFd<RawFd>>,
}

impl Waiter {
    /// Waits until the set has an event or `deadline` has passed.
    pub(crate) fn wait(&mut self, poller: &Poller, deadline: Option<Instant>) {
        let runtime = self.runtime.get_or_insert_with(|| {
            let mut builder = tokio::runtime::Builder::new_current_thread();
            builder.enable_all().build().expect("the kernel has no descriptor left for the event loop")
        });
        let watched = &mut self.watched;
        runtime.block_on(async {
            let watched = watched.get_or_insert_with(|| {
                // SAFETY: the set is a descriptor of this thread's state, which lives as long as the process.
                unsafe { AsyncFd::register_with_interest(poller.set(), Interest::READABLE) }
                    .expect("an epoll set can be watched")
            });
            let ready = watched.readable();
            let guard = match deadline {
                None => ready.await,
                Some(deadline) => match tokio::time::timeout_at(in_tokio_time(deadline).into(), ready).await {
                    Ok(guard) => guard,
                    Err(_) => return,
                },
            };
            if let Ok(mut guard) = guard {
                guard.clear_ready();
            }
        });
    }
}

/// The deadline to give to tokio so that it sleeps the whole milliseconds that are left, as libuv does. It counts in
/// milliseconds of its own, rounds a deadline up to the next of them and sleeps from the last: up to two too many.
fn in_tokio_time(deadline: Instant) -> Instant {
    let now = Instant::now();
    let left = deadline.saturating_duration_since(now).as_nanos().div_ceil(1_000_000);
    let whole_ms = u64::try_from(left).unwrap_or(u64::MAX).saturating_sub(1);
    now + Duration::from_millis(whole_ms) + Duration::from_micros(1)
}
