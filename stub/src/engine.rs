//! Starts V8: flags, platform, ICU's data. Once per process, before the first isolate.

use std::collections::HashMap;
use std::ffi::{CStr, c_char, c_void};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::time::Duration;

use crate::messages;
use crate::wakeups::{Wakeup, Wakeups};

/// What the process is for; it decides the flags.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Runs an application: a fresh hash seed in every process.
    Run,
    /// Makes a snapshot: the same input gives the same bytes, and bytecode stays.
    Snapshot,
}

const RUN_FLAGS: &str = "--rehash-snapshot --no-freeze-flags-after-init";
const SNAPSHOT_FLAGS: &str = "--no-flush-bytecode --predictable --random-seed=1 --hash-seed=1 --no-turbo-fast-api-calls \
     --no-freeze-flags-after-init";

/// Starts the engine with jsc's flags and then `flags`.
pub(crate) fn start(mode: Mode, flags: &str) {
    v8::V8::set_entropy_source(fill_with_entropy);
    v8::V8::set_flags_from_string(match mode {
        Mode::Run => RUN_FLAGS,
        Mode::Snapshot => SNAPSHOT_FLAGS,
    });
    if !flags.is_empty() {
        v8::V8::set_flags_from_string(flags);
    }
    v8::icu::set_common_data_78(deno_core_icudata::ICU_DATA).expect("ICU's data is of ICU's version");
    v8::V8::set_fatal_error_handler(on_fatal_error);
    let platform = v8::new_custom_platform(worker_threads(mode), false, true, Platform).make_shared();
    v8::V8::initialize_platform(platform);
    v8::V8::initialize();
}

/// A check of V8's own has failed: there is no way on.
fn on_fatal_error(file: &str, line: i32, message: &str) {
    messages::fatal(&format!("{file}:{line}"), message);
    std::process::abort()
}

/// The heap is full and nothing in it can be freed.
pub(crate) unsafe extern "C" fn on_out_of_memory(location: *const c_char, details: &v8::OomDetails) {
    let what = if details.is_heap_oom { "JavaScript heap out of memory" } else { "Out of memory" };
    messages::fatal(&text(location), &format!("Allocation failed - {what}"));
    std::process::abort()
}

fn text(pointer: *const c_char) -> String {
    if pointer.is_null() {
        return String::new();
    }
    // SAFETY: V8 hands out C strings that live through the call.
    unsafe { CStr::from_ptr(pointer) }.to_string_lossy().into_owned()
}

/// How much memory the machine has, by which V8 chooses its limits.
pub(crate) fn memory_bytes() -> u64 {
    // SAFETY: an all-zero `sysinfo` is a valid value of that plain structure.
    let mut machine: libc::sysinfo = unsafe { std::mem::zeroed() };
    // SAFETY: `machine` is a local that the call fills.
    unsafe { libc::sysinfo(&raw mut machine) };
    machine.totalram * u64::from(machine.mem_unit)
}

/// One thread is enough for a short program, and more only pay where there are cores. (Asking how much of them a control
/// group grants takes a dozen system calls, which every start would pay.)
fn worker_threads(mode: Mode) -> u32 {
    match mode {
        Mode::Run => {
            rustix::process::sched_getaffinity(None).map_or(1, |cores| cores.count()).saturating_sub(1).clamp(1, 4)
        }
        Mode::Snapshot => 1,
    }
}

/// V8's own source opens /dev/urandom again and again.
fn fill_with_entropy(buffer: &mut [u8]) -> bool {
    rustix::rand::getrandom(&mut *buffer, rustix::rand::GetRandomFlags::empty())
        .is_ok_and(|count| count == buffer.len())
}

/// Where the foreground tasks of each isolate go, by its address.
static QUEUES: LazyLock<Mutex<HashMap<usize, Arc<Wakeups>>>> = LazyLock::new(Mutex::default);

/// Hands the foreground tasks of `isolate` to `wakeups`.
pub(crate) fn route_tasks(isolate: &v8::Isolate, wakeups: &Arc<Wakeups>) {
    let mut queues = QUEUES.lock().unwrap_or_else(PoisonError::into_inner);
    queues.insert(isolate_address(isolate), Arc::clone(wakeups));
}

fn isolate_address(isolate: &v8::Isolate) -> usize {
    // SAFETY: the pointer only identifies the isolate; nothing is read through it. `UnsafeRawIsolatePtr` is a
    // transparent wrapper of that one pointer.
    unsafe { std::mem::transmute::<v8::UnsafeRawIsolatePtr, usize>(isolate.as_raw_isolate_ptr()) }
}

struct Platform;

impl Platform {
    fn queue(isolate: *mut c_void) -> Option<Arc<Wakeups>> {
        QUEUES.lock().unwrap_or_else(PoisonError::into_inner).get(&(isolate as usize)).cloned()
    }

    fn post(isolate: *mut c_void, task: v8::Task) {
        if let Some(queue) = Self::queue(isolate) {
            queue.push(Wakeup::Task(task));
        }
    }

    fn post_later(isolate: *mut c_void, task: v8::Task, delay_seconds: f64) {
        if let Some(queue) = Self::queue(isolate) {
            queue.push_delayed(task, Duration::from_secs_f64(delay_seconds.max(0.0)));
        }
    }
}

impl v8::PlatformImpl for Platform {
    fn post_task(&self, isolate: *mut c_void, task: v8::Task) {
        Self::post(isolate, task);
    }

    fn post_non_nestable_task(&self, isolate: *mut c_void, task: v8::Task) {
        Self::post(isolate, task);
    }

    fn post_delayed_task(&self, isolate: *mut c_void, task: v8::Task, delay_seconds: f64) {
        Self::post_later(isolate, task, delay_seconds);
    }

    fn post_non_nestable_delayed_task(&self, isolate: *mut c_void, task: v8::Task, delay_seconds: f64) {
        Self::post_later(isolate, task, delay_seconds);
    }

    /// Idle tasks are switched off, so V8 posts none.
    fn post_idle_task(&self, _: *mut c_void, _: v8::IdleTask) {}
}
