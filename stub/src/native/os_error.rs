//! The error of a system call on its way to JavaScript: what failed, with which errno, on which paths.

use std::io;

/// A failed system call. JavaScript makes Node's error of it (`uvException` in `stdlib-js/internal/errors.js`).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct OsError {
    /// The kernel's number, positive (`ENOENT` is 2).
    pub(crate) errno: i32,
    /// The call as Node names it, which is not always the kernel's name (`open`, `scandir`, `stat`).
    pub(crate) syscall: &'static str,
    /// The path the call was given, as bytes, where it was given one.
    pub(crate) path: Option<Vec<u8>>,
    /// The second path of calls that have two.
    pub(crate) dest: Option<Vec<u8>>,
}

impl OsError {
    /// The error of `syscall`; what has no errno of its own is `EIO`.
    pub(crate) fn new(syscall: &'static str, source: &io::Error) -> Self {
        Self::from_errno(syscall, source.raw_os_error().unwrap_or(libc::EIO))
    }

    /// The error that the calling thread's `errno` holds now.
    pub(crate) fn last(syscall: &'static str) -> Self {
        Self::new(syscall, &io::Error::last_os_error())
    }

    pub(crate) fn from_errno(syscall: &'static str, errno: i32) -> Self {
        Self { errno, syscall, path: None, dest: None }
    }

    #[must_use]
    pub(crate) fn path(mut self, path: impl Into<Vec<u8>>) -> Self {
        self.path = Some(path.into());
        self
    }

    #[must_use]
    pub(crate) fn dest(mut self, dest: impl Into<Vec<u8>>) -> Self {
        self.dest = Some(dest.into());
        self
    }

    /// The JavaScript error for this, made by the standard library.
    pub(crate) fn to_js<'s>(&self, scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Value> {
        let errno = v8::Integer::new(scope, -self.errno).into();
        let syscall = v8::String::new(scope, self.syscall).expect("a call's name is short").into();
        let path = optional_text(scope, self.path.as_deref());
        let dest = optional_text(scope, self.dest.as_deref());
        crate::thread::Hook::MakeOsError
            .call(scope, &[errno, syscall, path, dest])
            .unwrap_or_else(|| v8::undefined(scope).into())
    }
}

fn optional_text<'s>(scope: &mut v8::PinScope<'s, '_>, bytes: Option<&[u8]>) -> v8::Local<'s, v8::Value> {
    match bytes.and_then(|bytes| v8::String::new_from_utf8(scope, bytes, v8::NewStringType::Normal)) {
        Some(text) => text.into(),
        None => v8::undefined(scope).into(),
    }
}
