//! How other threads reach a JavaScript thread: a queue of completions and V8 tasks, and one descriptor to poll.
//!
//! Also the thread pool for blocking operations, which is what completes most requests.

use std::collections::VecDeque;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

/// A request of JavaScript's, see [`crate::thread::Requests`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct RequestId(pub(crate) u64);

/// What a finished operation does on the JavaScript thread: calls the callback with its result.
pub(crate) type Completion = Box<dyn for<'s, 'i> FnOnce(&mut v8::PinScope<'s, 'i>, v8::Local<'s, v8::Function>) + Send>;

/// Everything that can wait for the JavaScript thread.
pub(crate) enum Wakeup {
    Completed(RequestId, Completion),
    /// A task of V8's own (garbage collection, finalizers, atomics).
    Task(v8::Task),
}

#[derive(Default)]
struct Queue {
    wakeups: VecDeque<Wakeup>,
    /// V8's delayed tasks. They never keep a process alive.
    delayed: Vec<(Instant, v8::Task)>,
}

/// The queue of one JavaScript thread.
pub(crate) struct Wakeups {
    queue: Mutex<Queue>,
    /// An eventfd, readable while the queue may hold something.
    descriptor: OwnedFd,
}

impl Wakeups {
    pub(crate) fn new() -> Arc<Self> {
        // SAFETY: `eventfd` has no memory arguments; a negative result is checked before it becomes a descriptor.
        let descriptor = unsafe { libc::eventfd(0, libc::EFD_CLOEXEC | libc::EFD_NONBLOCK) };
        assert!(descriptor >= 0, "the kernel has no descriptor left for the event loop");
        // SAFETY: the descriptor is open, fresh, and owned by nothing else.
        let descriptor = unsafe { OwnedFd::from_raw_fd(descriptor) };
        Arc::new(Self { queue: Mutex::default(), descriptor })
    }

    pub(crate) fn descriptor(&self) -> RawFd {
        self.descriptor.as_raw_fd()
    }

    /// Queues `wakeup` and wakes the thread; from any thread.
    pub(crate) fn push(&self, wakeup: Wakeup) {
        self.lock().wakeups.push_back(wakeup);
        self.wake();
    }

    pub(crate) fn push_delayed(&self, task: v8::Task, delay: Duration) {
        self.lock().delayed.push((Instant::now() + delay, task));
    }

    /// Takes what is queued now and the delayed tasks that are due.
    pub(crate) fn take(&self) -> VecDeque<Wakeup> {
        let mut queue = self.lock();
        let mut taken = std::mem::take(&mut queue.wakeups);
        if !queue.delayed.is_empty() {
            let now = Instant::now();
            taken.extend(queue.delayed.extract_if(.., |(due, _)| *due <= now).map(|(_, task)| Wakeup::Task(task)));
        }
        taken
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.lock().wakeups.is_empty()
    }

    /// When the next delayed task is due.
    pub(crate) fn next_delayed(&self) -> Option<Instant> {
        self.lock().delayed.iter().map(|(due, _)| *due).min()
    }

    /// Makes the descriptor unreadable until the next push.
    pub(crate) fn clear(&self) {
        let mut count = [0_u8; 8];
        // SAFETY: reads at most eight bytes into a local array of eight; the descriptor is ours and non-blocking.
        unsafe { libc::read(self.descriptor(), count.as_mut_ptr().cast(), count.len()) };
    }

    /// Runs `work` on the thread pool and queues what it returns for `request`.
    pub(crate) fn run_blocking(
        self: &Arc<Self>,
        request: RequestId,
        work: impl FnOnce() -> Completion + Send + 'static,
    ) {
        let wakeups = Arc::clone(self);
        drop(pool().spawn_blocking(move || wakeups.push(Wakeup::Completed(request, work()))));
    }

    fn wake(&self) {
        let one = 1_u64.to_ne_bytes();
        // SAFETY: writes eight bytes from a local array of eight; a full counter (EAGAIN) is readable already.
        unsafe { libc::write(self.descriptor(), one.as_ptr().cast(), one.len()) };
    }

    fn lock(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The process's threads for blocking operations: tokio's, started as work arrives, at most `UV_THREADPOOL_SIZE` (4).
fn pool() -> &'static tokio::runtime::Runtime {
    static POOL: OnceLock<tokio::runtime::Runtime> = OnceLock::new();
    POOL.get_or_init(|| {
        let wanted = std::env::var("UV_THREADPOOL_SIZE").ok().and_then(|size| size.parse().ok());
        tokio::runtime::Builder::new_current_thread()
            .thread_name("jsc-pool")
            .max_blocking_threads(wanted.unwrap_or(4).clamp(1, 1024))
            .build()
            .expect("a runtime without a reactor needs nothing of the kernel")
    })
}
