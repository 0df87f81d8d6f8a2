//! The prebuilt program that every output of jsc starts with: V8, the event loop, the native modules and the standard
//! library. With a payload it is the application; without one it can only make snapshots for the compiler.
//!
//! The files in reading order: how a process starts, what a context is made of, the loop that runs it, the modules of
//! the application, and the native half of Node's API.

mod check;
mod confine;
mod datagrams;
mod engine;
mod http;
mod image;
mod inherited;
mod memory;
mod messages;
mod realm;
mod references;
mod slots;
mod snapshot;
mod start;
mod stdlib;
mod thread;

mod event_loop;
mod poller;
mod sockets;
mod streams;
mod uncaught;
mod wakeups;

mod modules;

mod vfs;

mod url;

mod native;

use std::ffi::OsStr;
use std::sync::OnceLock;
use std::time::Instant;

use crate::image::Image;

include!(concat!(env!("OUT_DIR"), "/build_id.rs"));

/// By this the compiler knows which stub it has, without running it.
#[used]
#[unsafe(link_section = ".jsc.id")]
static STUB_ID: payload::StubId = payload::StubId::new(env!("CARGO_PKG_VERSION"), BUILD_ID);

static STARTED: OnceLock<Instant> = OnceLock::new();

fn main() {
    process_started();
    std::panic::set_hook(Box::new(|panic| {
        messages::bug(&panic.to_string());
        std::process::abort()
    }));
    match image::find() {
        Image::Payload(payload) => {
            inherited::settle();
            realm::run_application(payload);
        }
        Image::CutShort => messages::damaged("it ends too early"),
        Image::Bare => match std::env::args_os().nth(1).as_deref().and_then(OsStr::to_str) {
            Some("--jsc-snapshot") => snapshot::run(),
            Some("--jsc-check") => check::run(),
            _ => messages::no_payload(),
        },
    }
    process_exit(1);
}

/// When this process started, near enough.
pub(crate) fn process_started() -> Instant {
    *STARTED.get_or_init(Instant::now)
}

/// Ends the process at once: no destructors run, the kernel takes everything back.
pub(crate) fn process_exit(code: i32) -> ! {
    native::tty::restore_mode();
    // SAFETY: `_exit` has no memory arguments and does not return.
    unsafe { libc::_exit(code) }
}
