//! `internalBinding('fs')`: files and directories. Each operation is written once and blocks; the table makes the
//! synchronous and the asynchronous function of it.
//!
//! Paths arrive as the caller gave them, without NUL bytes; modes, flags and positions arrive as numbers. A position
//! of -1 means "where the descriptor stands". Errors name the call as Node does, which is not always the kernel's name.

mod descriptor;
mod directory;
mod entry;
mod remove;
mod stat;
mod watch;
mod whole_file;

use std::os::fd::BorrowedFd;

use super::{Effect, NativeModule, OsError, OwnedBytes, PathArgument, ToJs, blocking};

pub(crate) const MODULE: NativeModule = NativeModule::new(
    "fs",
    &[
        blocking!("access", entry::access, Effect::ReadsHost),
        blocking!("exists", entry::exists, Effect::ReadsHost),
        blocking!("rename", entry::rename, Effect::Acts),
        blocking!("link", entry::link, Effect::Acts),
        blocking!("symlink", entry::symlink, Effect::Acts),
        blocking!("readlink", entry::readlink, Effect::ReadsHost),
        blocking!("realpath", entry::realpath, Effect::ReadsHost),
        blocking!("realpathNative", entry::realpath_native, Effect::ReadsHost),
        blocking!("unlink", entry::unlink, Effect::Acts),
        blocking!("chmod", entry::chmod, Effect::Acts),
        blocking!("chown", entry::chown, Effect::Acts),
        blocking!("lchown", entry::lchown, Effect::Acts),
        blocking!("utimes", entry::utimes, Effect::Acts),
        blocking!("lutimes", entry::lutimes, Effect::Acts),
        blocking!("copyFile", entry::copy_file, Effect::Acts),
        blocking!("open", descriptor::open, Effect::Acts),
        blocking!("close", descriptor::close, Effect::Acts),
        blocking!("read", descriptor::read, Effect::Acts),
        blocking!("readv", descriptor::readv, Effect::Acts),
        blocking!("write", descriptor::write, Effect::Acts),
        blocking!("writev", descriptor::writev, Effect::Acts),
        blocking!("fsync", descriptor::fsync, Effect::Acts),
        blocking!("fdatasync", descriptor::fdatasync, Effect::Acts),
        blocking!("ftruncate", descriptor::ftruncate, Effect::Acts),
        blocking!("fchmod", descriptor::fchmod, Effect::Acts),
        blocking!("fchown", descriptor::fchown, Effect::Acts),
        blocking!("futimes", descriptor::futimes, Effect::Acts),
        blocking!("mkdir", directory::mkdir, Effect::Acts),
        blocking!("mkdirRecursive", directory::mkdir_recursive, Effect::Acts),
        blocking!("mkdtemp", directory::mkdtemp, Effect::Acts),
        blocking!("rmdir", directory::rmdir, Effect::Acts),
        blocking!("readdir", directory::readdir, Effect::ReadsHost),
        blocking!("opendir", directory::opendir, Effect::Acts),
        blocking!("readOpenDirectory", directory::read_open_directory, Effect::Acts),
        blocking!("rm", remove::rm, Effect::Acts),
        blocking!("stat", stat::stat, Effect::ReadsHost),
        blocking!("lstat", stat::lstat, Effect::ReadsHost),
        blocking!("fstat", stat::fstat, Effect::ReadsHost),
        blocking!("statfs", stat::statfs, Effect::ReadsHost),
        blocking!("readFile", whole_file::read_file, Effect::ReadsHost),
        blocking!("readFileUtf8", whole_file::read_file_utf8, Effect::ReadsHost),
        blocking!("readDescriptor", whole_file::read_descriptor, Effect::Acts),
        blocking!("readDescriptorUtf8", whole_file::read_descriptor_utf8, Effect::Acts),
        blocking!("writeFile", whole_file::write_file, Effect::Acts),
        blocking!("watchOpen", watch::watch_open, Effect::Acts),
        blocking!("watchAdd", watch::watch_add, Effect::Acts),
        blocking!("writeDescriptor", whole_file::write_descriptor, Effect::Acts),
    ],
)
.with_values(add_constants);

/// How a name goes back to JavaScript.
#[derive(Clone, Copy)]
enum NameForm {
    Text,
    Raw,
}

impl NameForm {
    fn of(is_raw: bool) -> Self {
        if is_raw { Self::Raw } else { Self::Text }
    }
}

/// The name of a file: a string, or its bytes where the caller asked for an encoding other than UTF-8.
struct Name {
    bytes: Vec<u8>,
    form: NameForm,
}

impl ToJs for Name {
    fn to_js<'s>(self, scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Value> {
        match self.form {
            NameForm::Raw => OwnedBytes(self.bytes).to_js(scope),
            NameForm::Text => text(scope, &self.bytes),
        }
    }
}

/// UTF-8 bytes as a string; what is not UTF-8 becomes replacement characters. Names are short.
fn text<'s>(scope: &mut v8::PinScope<'s, '_>, bytes: &[u8]) -> v8::Local<'s, v8::Value> {
    match v8::String::new_from_utf8(scope, bytes, v8::NewStringType::Normal) {
        Some(text) => text.into(),
        None => v8::undefined(scope).into(),
    }
}

/// Names the call and the paths of a failed operation.
trait Named<T> {
    fn named(self, syscall: &'static str) -> Result<T, OsError>;
    fn at(self, syscall: &'static str, path: &PathArgument) -> Result<T, OsError>;
    fn between(self, syscall: &'static str, from: &PathArgument, to: &PathArgument) -> Result<T, OsError>;
}

impl<T> Named<T> for rustix::io::Result<T> {
    fn named(self, syscall: &'static str) -> Result<T, OsError> {
        self.map_err(|errno| OsError::from_errno(syscall, errno.raw_os_error()))
    }

    fn at(self, syscall: &'static str, path: &PathArgument) -> Result<T, OsError> {
        self.named(syscall).map_err(|error| error.path(path.as_bytes()))
    }

    fn between(self, syscall: &'static str, from: &PathArgument, to: &PathArgument) -> Result<T, OsError> {
        self.at(syscall, from).map_err(|error| error.dest(to.as_bytes()))
    }
}

impl<T> Named<T> for std::io::Result<T> {
    fn named(self, syscall: &'static str) -> Result<T, OsError> {
        self.map_err(|source| OsError::new(syscall, &source))
    }

    fn at(self, syscall: &'static str, path: &PathArgument) -> Result<T, OsError> {
        self.named(syscall).map_err(|error| error.path(path.as_bytes()))
    }

    fn between(self, syscall: &'static str, from: &PathArgument, to: &PathArgument) -> Result<T, OsError> {
        self.at(syscall, from).map_err(|error| error.dest(to.as_bytes()))
    }
}

/// The number as a descriptor. JavaScript owns descriptors as numbers; one that is not open gives `EBADF`.
fn borrowed(fd: i32) -> BorrowedFd<'static> {
    // SAFETY: only the number reaches the kernel, which checks it; it is not -1, since JavaScript validates `fd >= 0`
    // and `max` holds where it did not.
    unsafe { BorrowedFd::borrow_raw(fd.max(0)) }
}

fn add_constants(scope: &mut v8::PinScope<'_, '_>, binding: v8::Local<'_, v8::Object>) {
    let null = v8::null(scope).into();
    let constants = v8::Object::with_prototype_and_properties(scope, null, &[], &[]);
    for &(name, value) in CONSTANTS {
        let key = name.to_js(scope);
        let value = value.to_js(scope);
        constants.set(scope, key, value);
    }
    let key = "constants".to_js(scope);
    binding.set(scope, key, constants.into());
}

/// `fs.constants`, in Node's order.
#[rustfmt::skip]
const CONSTANTS: &[(&str, i32)] = &[
    ("UV_FS_SYMLINK_DIR", 1), ("UV_FS_SYMLINK_JUNCTION", 2),
    ("O_RDONLY", libc::O_RDONLY), ("O_WRONLY", libc::O_WRONLY), ("O_RDWR", libc::O_RDWR),
    ("UV_DIRENT_UNKNOWN", 0), ("UV_DIRENT_FILE", 1), ("UV_DIRENT_DIR", 2), ("UV_DIRENT_LINK", 3),
    ("UV_DIRENT_FIFO", 4), ("UV_DIRENT_SOCKET", 5), ("UV_DIRENT_CHAR", 6), ("UV_DIRENT_BLOCK", 7),
    ("S_IFMT", libc::S_IFMT as i32), ("S_IFREG", libc::S_IFREG as i32), ("S_IFDIR", libc::S_IFDIR as i32),
    ("S_IFCHR", libc::S_IFCHR as i32), ("S_IFBLK", libc::S_IFBLK as i32), ("S_IFIFO", libc::S_IFIFO as i32),
    ("S_IFLNK", libc::S_IFLNK as i32), ("S_IFSOCK", libc::S_IFSOCK as i32),
    ("O_CREAT", libc::O_CREAT), ("O_EXCL", libc::O_EXCL), ("UV_FS_O_FILEMAP", 0), ("UV_FS_O_TEMPORARY", 0),
    ("UV_FS_O_SHORT_LIVED", 0), ("UV_FS_O_SEQUENTIAL", 0), ("UV_FS_O_RANDOM", 0),
    ("O_NOCTTY", libc::O_NOCTTY), ("O_TRUNC", libc::O_TRUNC), ("O_APPEND", libc::O_APPEND),
    ("O_DIRECTORY", libc::O_DIRECTORY), ("O_NOATIME", libc::O_NOATIME), ("O_NOFOLLOW", libc::O_NOFOLLOW),
    ("O_SYNC", libc::O_SYNC), ("O_DSYNC", libc::O_DSYNC), ("O_DIRECT", libc::O_DIRECT),
    ("O_NONBLOCK", libc::O_NONBLOCK),
    ("S_IRWXU", 0o700), ("S_IRUSR", 0o400), ("S_IWUSR", 0o200), ("S_IXUSR", 0o100),
    ("S_IRWXG", 0o070), ("S_IRGRP", 0o040), ("S_IWGRP", 0o020), ("S_IXGRP", 0o010),
    ("S_IRWXO", 0o007), ("S_IROTH", 0o004), ("S_IWOTH", 0o002), ("S_IXOTH", 0o001),
    ("F_OK", 0), ("R_OK", 4), ("W_OK", 2), ("X_OK", 1),
    ("UV_FS_COPYFILE_EXCL", entry::COPYFILE_EXCL), ("COPYFILE_EXCL", entry::COPYFILE_EXCL),
    ("UV_FS_COPYFILE_FICLONE", entry::COPYFILE_FICLONE), ("COPYFILE_FICLONE", entry::COPYFILE_FICLONE),
    ("UV_FS_COPYFILE_FICLONE_FORCE", entry::COPYFILE_FICLONE_FORCE),
    ("COPYFILE_FICLONE_FORCE", entry::COPYFILE_FICLONE_FORCE),
];
