//! How other threads reach a JavaScript thread: a queue of completions and V8 tasks, and one descriptor to poll.
//!
//! Also the thread pool for blocking operations, which is what completes most requests.

use std::collections::VecDeque;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
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
        Pool::get().submit(Box::new(move || wakeups.push(Wakeup::Completed(request, work()))));
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

type Work = Box<dyn FnOnce() + Send>;

/// The process's threads for blocking operations, started as work arrives, at most `UV_THREADPOOL_SIZE` (4).
struct Pool {
    work: Mutex<PoolQueue>,
    arrived: Condvar,
    size: usize,
}

#[derive(Default)]
struct PoolQueue {
    waiting: VecDeque<Work>,
    idle: usize,
    started: usize,
}

impl Pool {
    fn get() -> &'static Self {
        static POOL: OnceLock<Pool> = OnceLock::new();
        POOL.get_or_init(|| {
            let wanted = std::env::var("UV_THREADPOOL_SIZE").ok().and_then(|size| size.parse().ok());
            Pool { work: Mutex::default(), arrived: Condvar::new(), size: wanted.unwrap_or(4).clamp(1, 1024) }
        })
    }

    fn submit(&'static self, work: Work) {
        let mut queue = self.lock();
        queue.waiting.push_back(work);
        if queue.idle >= queue.waiting.len() {
            self.arrived.notify_one();
        } else if queue.started < self.size {
            let started = std::thread::Builder::new().name("jsc-pool".into()).spawn(|| self.serve());
            if started.is_ok() {
                queue.started += 1;
            } else {
                assert!(queue.started > 0, "the kernel has no thread left for blocking operations");
            }
        }
    }

    fn serve(&self) {
        let mut queue = self.lock();
        loop {
            if let Some(work) = queue.waiting.pop_front() {
                drop(queue);
                work();
                queue = self.lock();
            } else {
                queue.idle += 1;
                queue = self.arrived.wait(queue).unwrap_or_else(PoisonError::into_inner);
                queue.idle -= 1;
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, PoolQueue> {
        self.work.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
