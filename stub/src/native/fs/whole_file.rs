//! Whole files in one call: `readFile` and `writeFile`, from a path or from where a descriptor stands.

use std::fs::File;
use std::io::{self, Read, Write};
use std::mem::ManuallyDrop;
use std::os::fd::{AsRawFd, FromRawFd};

use rustix::fs::FileType;

use super::descriptor::open_path;
use super::{Named, PathArgument, text};
use crate::native::{Bytes, FromJs, OsError, OwnedBytes, ToJs};
use crate::vfs;

/// Files beyond this are refused, as in Node.
const MAXIMUM_BYTES: i64 = i32::MAX as i64;

/// What a file held: bytes, or a number, its size, if that is too large.
pub(super) enum Contents {
    Bytes(Vec<u8>),
    Text(Vec<u8>),
    TooLarge(i64),
}

impl ToJs for Contents {
    fn to_js<'s>(self, scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Value> {
        match self {
            Self::Bytes(bytes) => OwnedBytes(bytes).to_js(scope),
            Self::TooLarge(size) => size.to_js(scope),
            // Beyond V8's longest string the bytes go out, and JavaScript's attempt to decode them makes the error.
            Self::Text(bytes) if bytes.len() > v8::String::MAX_LENGTH => OwnedBytes(bytes).to_js(scope),
            Self::Text(bytes) if bytes.is_ascii() => {
                match v8::String::new_from_one_byte(scope, &bytes, v8::NewStringType::Normal) {
                    Some(text) => text.into(),
                    None => OwnedBytes(bytes).to_js(scope),
                }
            }
            Self::Text(bytes) => text(scope, &bytes),
        }
    }
}

/// `(path, flags) -> Uint8Array | size`
pub(super) fn read_file((path, flags): (PathArgument, i32)) -> Result<Contents, OsError> {
    read_path(&path, flags, Contents::Bytes)
}

/// `(path, flags) -> string | Uint8Array | size`
pub(super) fn read_file_utf8((path, flags): (PathArgument, i32)) -> Result<Contents, OsError> {
    read_path(&path, flags, Contents::Text)
}

/// `(fd) -> Uint8Array | size`
pub(super) fn read_descriptor((fd,): (i32,)) -> Result<Contents, OsError> {
    read_all(&mut descriptor(fd), Contents::Bytes)
}

/// `(fd) -> string | Uint8Array | size`
pub(super) fn read_descriptor_utf8((fd,): (i32,)) -> Result<Contents, OsError> {
    read_all(&mut descriptor(fd), Contents::Text)
}

/// A virtual file needs no descriptor, unless the flags ask for more than reading.
fn read_path(path: &PathArgument, flags: i32, contents: fn(Vec<u8>) -> Contents) -> Result<Contents, OsError> {
    match vfs::find(path.as_bytes()) {
        Some(Ok(entry)) if flags == libc::O_RDONLY => Ok(contents(entry.bytes().named("read")?.into_owned())),
        _ => read_all(&mut open(path, flags, 0o666)?, contents),
    }
}

fn read_all(file: &mut File, contents: fn(Vec<u8>) -> Contents) -> Result<Contents, OsError> {
    let about = rustix::fs::fstat(&*file).named("fstat")?;
    if FileType::from_raw_mode(about.st_mode) == FileType::RegularFile && about.st_size > MAXIMUM_BYTES {
        return Ok(Contents::TooLarge(about.st_size));
    }
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).named("read")?;
    Ok(contents(bytes))
}

/// What is to be written: a string, as UTF-8, or bytes.
pub(super) enum Data {
    Text(String),
    Bytes(Bytes),
}

impl FromJs for Data {
    fn from_js(scope: &mut v8::PinScope<'_, '_>, value: v8::Local<'_, v8::Value>) -> Option<Self> {
        match value.try_cast::<v8::String>() {
            Ok(text) => Some(Self::Text(text.to_rust_string_lossy(scope))),
            Err(_) => Bytes::from_js(scope, value).map(Self::Bytes),
        }
    }
}

/// `(path, flags, mode, data, flush)`
pub(super) fn write_file(
    (path, flags, mode, data, is_flushed): (PathArgument, i32, u32, Data, bool),
) -> Result<(), OsError> {
    write_all(&mut open(&path, flags, mode)?, &data, is_flushed)
}

/// `(fd, data, flush)`
pub(super) fn write_descriptor((fd, data, is_flushed): (i32, Data, bool)) -> Result<(), OsError> {
    write_all(&mut descriptor(fd), &data, is_flushed)
}

fn write_all(file: &mut File, data: &Data, is_flushed: bool) -> Result<(), OsError> {
    match data {
        Data::Text(text) => file.write_all(text.as_bytes()).named("write")?,
        Data::Bytes(bytes) => write_shared(file, bytes).named("write")?,
    }
    if is_flushed { rustix::fs::fsync(&*file).named("fsync") } else { Ok(()) }
}

fn write_shared(file: &File, bytes: &Bytes) -> io::Result<()> {
    let mut done = 0;
    while done < bytes.len() {
        // SAFETY: `done < len()`, so the pointer and the rest of the length lie inside the memory that `bytes` keeps
        // alive until we return; the kernel reads it and no reference to it exists.
        let written = unsafe { libc::write(file.as_raw_fd(), bytes.as_ptr().add(done).cast(), bytes.len() - done) };
        match written {
            0 => return Err(io::ErrorKind::WriteZero.into()),
            1.. => done += written as usize,
            _ => match io::Error::last_os_error() {
                error if error.kind() == io::ErrorKind::Interrupted => {}
                error => return Err(error),
            },
        }
    }
    Ok(())
}

fn open(path: &PathArgument, flags: i32, mode: u32) -> Result<File, OsError> {
    Ok(File::from(open_path(path, flags, mode).at("open", path)?))
}

/// The descriptor as a file that is not closed when it is dropped.
fn descriptor(fd: i32) -> ManuallyDrop<File> {
    // SAFETY: `ManuallyDrop` keeps the `File` from closing a descriptor that JavaScript owns, and the kernel checks the
    // number; it is not -1, since JavaScript validates `fd >= 0` and `max` holds where it did not.
    ManuallyDrop::new(unsafe { File::from_raw_fd(fd.max(0)) })
}
