//! The kernel's notifications of changes: a descriptor to read events from, and what it watches.

use std::os::fd::IntoRawFd;

use rustix::fs::inotify::{CreateFlags, WatchFlags};

use super::{Named, PathArgument, borrowed};
use crate::native::OsError;
use crate::vfs;

/// `() -> fd`
pub(super) fn watch_open((): ()) -> Result<i32, OsError> {
    let flags = CreateFlags::CLOEXEC | CreateFlags::NONBLOCK;
    Ok(rustix::fs::inotify::init(flags).named("watch")?.into_raw_fd())
}

/// The number of watches on virtual files, which the kernel gives to none. They never change, so nothing is watched.
const VIRTUAL_WATCH: i32 = 0;

/// `(fd, path, events) -> the watch's number`
pub(super) fn watch_add((fd, path, events): (i32, PathArgument, u32)) -> Result<i32, OsError> {
    let flags = WatchFlags::from_bits_retain(events);
    let added = match vfs::find(path.as_bytes()) {
        Some(found) => found.map(|_| VIRTUAL_WATCH),
        None => rustix::fs::inotify::add_watch(borrowed(fd), path.to_c_string(), flags),
    };
    added.at("watch", &path)
}
