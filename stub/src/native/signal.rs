//! `internalBinding('signal')`: signals that JavaScript listens to. A handler writes the number into a pipe; the event loop
//! reads it and tells JavaScript.

use std::sync::atomic::{AtomicI32, Ordering};

use super::{Effect, FromJs, NativeModule, function};
use crate::poller::{Source, Wanted};
use crate::thread::ThreadState;

pub(crate) const MODULE: NativeModule =
    NativeModule::new("signal", &[function!("start", start, Effect::Acts), function!("stop", stop, Effect::Acts)]);

/// The pipe's two ends, -1 before the first signal is listened to. Static, because a signal handler has nothing else.
static READ_END: AtomicI32 = AtomicI32::new(-1);
static WRITE_END: AtomicI32 = AtomicI32::new(-1);

/// `start(number)`: from now on the signal reaches JavaScript. Returns 0 or a negative errno.
fn start<'s>(scope: &mut v8::PinScope<'s, '_>, args: v8::FunctionCallbackArguments<'s>, mut rv: v8::ReturnValue<'s>) {
    let Some(signal) = i32::from_js(scope, args.get(0)) else { return };
    if READ_END.load(Ordering::Relaxed) < 0 && !make_pipe(&ThreadState::of(scope)) {
        return rv.set_int32(-libc::EMFILE);
    }
    rv.set_int32(set_handler(signal, on_signal as *const () as libc::sighandler_t));
}

/// `stop(number)`: the signal does again what the system does with it.
fn stop<'s>(scope: &mut v8::PinScope<'s, '_>, args: v8::FunctionCallbackArguments<'s>, mut rv: v8::ReturnValue<'s>) {
    let Some(signal) = i32::from_js(scope, args.get(0)) else { return };
    rv.set_int32(set_handler(signal, libc::SIG_DFL));
}

fn make_pipe(state: &ThreadState) -> bool {
    let mut ends = [0; 2];
    // SAFETY: the array has room for the two descriptors.
    if unsafe { libc::pipe2(ends.as_mut_ptr(), libc::O_CLOEXEC | libc::O_NONBLOCK) } != 0 {
        return false;
    }
    READ_END.store(ends[0], Ordering::Relaxed);
    WRITE_END.store(ends[1], Ordering::Relaxed);
    state.poller.add(ends[0], Source::Signals, Wanted { read: true, write: false }).is_ok()
}

fn set_handler(signal: i32, handler: libc::sighandler_t) -> i32 {
    // SAFETY: an all-zero `sigaction` is a valid value of that plain structure.
    let mut action: libc::sigaction = unsafe { std::mem::zeroed() };
    action.sa_sigaction = handler;
    action.sa_flags = libc::SA_RESTART;
    // SAFETY: `action` is a whole structure; the handler only uses calls that are safe in one.
    if unsafe { libc::sigaction(signal, &raw const action, std::ptr::null_mut()) } == 0 {
        return 0;
    }
    -std::io::Error::last_os_error().raw_os_error().unwrap_or(libc::EINVAL)
}

/// Only `write` happens here, which a handler may call; a full pipe drops a signal that is pending many times already.
extern "C" fn on_signal(signal: i32) {
    let number = signal as u8;
    // SAFETY: one byte is read from a local; the descriptor is open once a handler is set. `errno` is put back, since the
    // interrupted code may be about to read it.
    unsafe {
        let errno = *libc::__errno_location();
        libc::write(WRITE_END.load(Ordering::Relaxed), std::ptr::from_ref(&number).cast(), 1);
        *libc::__errno_location() = errno;
    }
}

/// The signals that have arrived since the last call.
pub(crate) fn take() -> Vec<u8> {
    let mut numbers = [0; 256];
    // SAFETY: reads at most as many bytes as the array has; the pipe does not block.
    let count = unsafe { libc::read(READ_END.load(Ordering::Relaxed), numbers.as_mut_ptr().cast(), numbers.len()) };
    numbers[..usize::try_from(count).unwrap_or(0)].to_vec()
}
