//! Making, reading and removing directories.

use std::ffi::CString;
use std::fs::DirBuilder;
use std::io;
use std::os::fd::{AsFd, IntoRawFd};
use std::os::unix::ffi::OsStringExt;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use rustix::fs::{AtFlags, FileType, Mode, OFlags, RawDir};
use rustix::io::Errno;

use super::entry::{parent_of, writable};
use super::{Name, NameForm, Named, PathArgument, borrowed};
use crate::native::{OsError, ToJs};
use crate::vfs;

/// Room for the entries of one call to the kernel.
const BATCH_BYTES: usize = 32 * 1024;

pub(super) fn mkdir((path, mode): (PathArgument, u32)) -> Result<(), OsError> {
    match vfs::find(path.as_bytes()) {
        Some(Ok(_)) => Err(Errno::EXIST).at("mkdir", &path),
        Some(Err(_)) => Err(Errno::ROFS).at("mkdir", &path),
        None => DirBuilder::new().mode(mode).create(path.as_path()).at("mkdir", &path),
    }
}

/// Makes the directory and those above it that are missing; returns the first one made, if any was.
pub(super) fn mkdir_recursive((path, mode): (PathArgument, u32)) -> Result<Option<Name>, OsError> {
    match vfs::find(path.as_bytes()) {
        Some(Ok(entry)) if entry.is_directory() => return Ok(None),
        Some(Ok(_)) => return Err(Errno::EXIST).at("mkdir", &path),
        Some(Err(_)) => return Err(Errno::ROFS).at("mkdir", &path),
        None => {}
    }
    let mut first = None;
    make_with_parents(path.as_path(), mode, Target::Asked, &mut first).at("mkdir", &path)?;
    Ok(first.map(|made| Name { bytes: made.into_os_string().into_vec(), form: NameForm::Text }))
}

/// Whether a directory is the one that was asked for, or above it.
#[derive(Clone, Copy)]
enum Target {
    Asked,
    Above,
}

fn make_with_parents(path: &Path, mode: u32, target: Target, first: &mut Option<PathBuf>) -> io::Result<()> {
    let create = || DirBuilder::new().mode(mode).create(path);
    let mut outcome = create();
    if let (Some(libc::ENOENT), Some(parent)) = (errno(&outcome), parent_of(path)) {
        make_with_parents(parent, mode, Target::Above, first)?;
        outcome = create();
    }
    match errno(&outcome) {
        None if outcome.is_ok() => {
            first.get_or_insert_with(|| path.to_path_buf());
            Ok(())
        }
        Some(libc::EEXIST | libc::EISDIR) => accept_directory(path, target),
        _ => outcome,
    }
}

fn errno(result: &io::Result<()>) -> Option<i32> {
    result.as_ref().err().and_then(io::Error::raw_os_error)
}

/// What is in the place of a directory is as good if it is one.
fn accept_directory(path: &Path, target: Target) -> io::Result<()> {
    match (std::fs::metadata(path)?.is_dir(), target) {
        (true, _) => Ok(()),
        (false, Target::Asked) => Err(io::Error::from_raw_os_error(libc::EEXIST)),
        (false, Target::Above) => Err(io::Error::from_raw_os_error(libc::ENOTDIR)),
    }
}

/// `(prefix, raw) -> path`, with six random characters after the prefix.
pub(super) fn mkdtemp((prefix, is_raw): (PathArgument, bool)) -> Result<Name, OsError> {
    let template = [prefix.as_bytes(), b"XXXXXX"].concat();
    if let Some(errno) = vfs::refusal(&template) {
        return Err(OsError::from_errno("mkdtemp", errno.raw_os_error()).path(template));
    }
    let mut bytes = CString::new(template.clone()).unwrap_or_default().into_bytes_with_nul();
    // SAFETY: `bytes` is a writable, NUL-terminated string, and `mkdtemp` writes only its last six characters.
    let made = unsafe { libc::mkdtemp(bytes.as_mut_ptr().cast()) };
    if made.is_null() {
        return Err(OsError::last("mkdtemp").path(template));
    }
    bytes.pop();
    Ok(Name { bytes, form: NameForm::of(is_raw) })
}

pub(super) fn rmdir((path,): (PathArgument,)) -> Result<(), OsError> {
    writable(&path).and_then(|()| rustix::fs::rmdir(path.to_c_string())).at("rmdir", &path)
}

/// The entries of a directory: their names, and their kinds (`UV_DIRENT_*`) where they were asked for.
pub(super) struct Listing {
    names: Vec<Name>,
    kinds: Option<Vec<u32>>,
}

impl ToJs for Listing {
    fn to_js<'s>(self, scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Value> {
        match self.kinds {
            None => self.names.to_js(scope),
            Some(kinds) => (self.names, kinds).to_js(scope),
        }
    }
}

/// `(path, raw, with kinds) -> names | [names, kinds]`, in the order of their bytes, as libuv has it.
pub(super) fn readdir((path, is_raw, has_kinds): (PathArgument, bool, bool)) -> Result<Listing, OsError> {
    if let Some(found) = vfs::find(path.as_bytes()) {
        let entries = found.and_then(|entry| entry.entries()).at("scandir", &path)?;
        return Ok(virtual_listing(
            entries.into_iter().map(|(name, kind)| (name.into_bytes(), kind)),
            is_raw,
            has_kinds,
        ));
    }
    let directory = open_directory(&path).at("scandir", &path)?;
    let mut entries = Vec::new();
    while let Some(batch) = read_batch(&directory).at("scandir", &path)? {
        entries.extend(batch);
    }
    entries.sort_unstable_by(|a, b| a.name.cmp(&b.name));
    let kinds = has_kinds.then(|| entries.iter().map(|entry| kind_of(&directory, entry)).collect());
    let form = NameForm::of(is_raw);
    let names = entries.into_iter().map(|entry| Name { bytes: entry.name.into_bytes(), form }).collect();
    Ok(Listing { names, kinds })
}

fn virtual_listing(entries: impl Iterator<Item = (Vec<u8>, u8)>, is_raw: bool, has_kinds: bool) -> Listing {
    let form = NameForm::of(is_raw);
    let (names, kinds): (Vec<Name>, Vec<u32>) =
        entries.map(|(bytes, kind)| (Name { bytes, form }, u32::from(kind))).unzip();
    Listing { names, kinds: has_kinds.then_some(kinds) }
}

pub(super) fn opendir((path,): (PathArgument,)) -> Result<i32, OsError> {
    let opened = match vfs::find(path.as_bytes()) {
        Some(found) => found.and_then(|entry| entry.open_directory()),
        None => open_directory(&path),
    };
    Ok(opened.at("opendir", &path)?.into_raw_fd())
}

/// `(fd, raw) -> [names, kinds]` of some more entries, in the directory's own order; `undefined` at its end.
pub(super) fn read_open_directory((fd, is_raw): (i32, bool)) -> Result<Option<Listing>, OsError> {
    let directory = borrowed(fd);
    if let Ok(entries) = vfs::listing_in(directory) {
        return Ok((!entries.is_empty()).then(|| virtual_listing(entries.into_iter(), is_raw, true)));
    }
    while let Some(entries) = read_batch(directory).named("scandir")? {
        if entries.is_empty() {
            continue;
        }
        let kinds = Some(entries.iter().map(|entry| kind_of(directory, entry)).collect());
        let form = NameForm::of(is_raw);
        let names = entries.into_iter().map(|entry| Name { bytes: entry.name.into_bytes(), form }).collect();
        return Ok(Some(Listing { names, kinds }));
    }
    Ok(None)
}

fn open_directory(path: &PathArgument) -> rustix::io::Result<std::os::fd::OwnedFd> {
    rustix::fs::open(path.to_c_string(), OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty())
}

struct Entry {
    name: CString,
    kind: FileType,
}

/// The entries of one call to the kernel without `.` and `..`; `None` at the end of the directory.
fn read_batch(directory: impl AsFd) -> rustix::io::Result<Option<Vec<Entry>>> {
    let mut memory = Vec::with_capacity(BATCH_BYTES);
    let mut batch = RawDir::new(directory, memory.spare_capacity_mut());
    let mut entries = Vec::new();
    let mut has_ended = true;
    while let Some(entry) = batch.next() {
        has_ended = false;
        let entry = entry?;
        if !matches!(entry.file_name().to_bytes(), b"." | b"..") {
            entries.push(Entry { name: entry.file_name().to_owned(), kind: entry.file_type() });
        }
        if batch.is_buffer_empty() {
            break;
        }
    }
    Ok((!has_ended).then_some(entries))
}

/// `UV_DIRENT_*`. Some file systems do not tell the kind in the entry.
fn kind_of(directory: impl AsFd, entry: &Entry) -> u32 {
    let kind = match entry.kind {
        FileType::Unknown => rustix::fs::statat(directory, &entry.name, AtFlags::SYMLINK_NOFOLLOW)
            .map_or(FileType::Unknown, |about| FileType::from_raw_mode(about.st_mode)),
        known => known,
    };
    match kind {
        FileType::RegularFile => 1,
        FileType::Directory => 2,
        FileType::Symlink => 3,
        FileType::Fifo => 4,
        FileType::Socket => 5,
        FileType::CharacterDevice => 6,
        FileType::BlockDevice => 7,
        FileType::Unknown => 0,
    }
}
