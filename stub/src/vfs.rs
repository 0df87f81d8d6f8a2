//! The virtual file system: the application's modules and assets, read-only, under one root.
//!
//! Every operation of `internalBinding('fs')` asks here first. A path under the root is answered from the payload, or is
//! missing; it never falls through to the disk. Descriptors of virtual files are real ones, of anonymous memory that
//! holds the file's bytes, so that whatever takes a descriptor works on them.

use std::borrow::Cow;
use std::fs::File;
use std::io::Write;
use std::os::fd::{AsFd, OwnedFd};
use std::sync::OnceLock;

use payload::{FileContent, FileView, Reader};
use rustix::fs::{FileType, MemfdFlags, SeekFrom, Statx};
use rustix::io::Errno;

use crate::modules::intact;

/// The device that virtual files say they are on; no disk has this number.
const DEVICE_MAJOR: u32 = 0x6a_73;
const BLOCK_BYTES: u64 = 512;
/// What `UV_DIRENT_*` calls files and directories.
const DIRENT_FILE: u8 = 1;
const DIRENT_DIRECTORY: u8 = 2;

/// The payload's files, the same for all threads.
static MOUNTED: OnceLock<Mounted> = OnceLock::new();

struct Mounted {
    reader: Reader<'static>,
    root: &'static str,
}

/// Makes the files of the payload visible under `root`; once, before JavaScript runs.
pub(crate) fn mount(reader: &Reader<'static>, root: &'static str) {
    let _ = MOUNTED.set(Mounted { reader: *reader, root });
}

/// Something in the payload at the path that was asked for.
#[derive(Clone, Copy)]
pub(crate) struct Entry {
    reader: &'static Reader<'static>,
    view: FileView<'static>,
}

/// What the payload says of a path under the root: the entry there, or why there is none.
pub(crate) type Found = Result<Entry, Errno>;

/// `None` if the path is not under the root, so that the disk decides.
pub(crate) fn find(path: &[u8]) -> Option<Found> {
    let mounted = MOUNTED.get()?;
    let path = virtual_path(path, mounted.root)?;
    Some(look_up(mounted, &path))
}

/// The path without `.`, `..` and doubled slashes, if it is under the root. A slash at its end stays.
fn virtual_path<'a>(path: &'a [u8], root: &str) -> Option<Cow<'a, str>> {
    if path.first() != Some(&b'/') {
        return None;
    }
    let text = std::str::from_utf8(path).ok()?;
    let is_plain = !text.contains("//") && !text.contains("/.");
    let normal = if is_plain { Cow::Borrowed(text) } else { Cow::Owned(normalised(text)) };
    let rest = normal.strip_prefix(root)?;
    (rest.is_empty() || rest.starts_with('/')).then_some(normal)
}

fn normalised(path: &str) -> String {
    let mut components: Vec<&str> = Vec::new();
    for component in path.split('/') {
        match component {
            "" | "." => {}
            ".." => drop(components.pop()),
            name => components.push(name),
        }
    }
    let is_directory = ["/", "/.", "/.."].iter().any(|end| path.ends_with(end));
    format!("/{}{}", components.join("/"), if is_directory { "/" } else { "" })
}

fn look_up(mounted: &'static Mounted, path: &str) -> Found {
    let reader = &mounted.reader;
    let name = path.trim_end_matches('/');
    let Some(view) = intact(reader.find_file(name)) else {
        return Err(missing(reader, name));
    };
    if name.len() < path.len() && !view.is_directory() {
        return Err(Errno::NOTDIR);
    }
    Ok(Entry { reader, view })
}

/// `ENOTDIR` where a file stands on the way, else `ENOENT`.
fn missing(reader: &Reader<'static>, path: &str) -> Errno {
    let mut above = path;
    while let Some((parent, _)) = above.rsplit_once('/') {
        if let Some(view) = intact(reader.find_file(parent)) {
            return if view.is_directory() { Errno::NOENT } else { Errno::NOTDIR };
        }
        above = parent;
    }
    Errno::NOENT
}

impl Entry {
    pub(crate) fn is_directory(&self) -> bool {
        self.view.is_directory()
    }

    /// The path, absolute and normalised.
    pub(crate) fn path(&self) -> &'static str {
        self.view.path
    }

    /// The file's bytes.
    pub(crate) fn bytes(&self) -> Result<Cow<'static, [u8]>, Errno> {
        if self.is_directory() { Err(Errno::ISDIR) } else { Ok(intact(self.reader.read_file(self.view))) }
    }

    /// `access(2)`: nothing can be written.
    pub(crate) fn access(&self, mode: u32) -> Result<(), Errno> {
        const EXECUTE: u32 = 1;
        const WRITE: u32 = 2;
        if mode & WRITE != 0 {
            return Err(Errno::ROFS);
        }
        let is_executable = self.is_directory() || self.view.mode & 0o111 != 0;
        if mode & EXECUTE != 0 && !is_executable { Err(Errno::ACCESS) } else { Ok(()) }
    }

    /// `open(2)` with these flags: a descriptor of memory with the file's bytes.
    pub(crate) fn open(&self, flags: i32) -> Result<OwnedFd, Errno> {
        if flags & libc::O_CREAT != 0 && flags & libc::O_EXCL != 0 {
            return Err(Errno::EXIST);
        }
        let is_writing = flags & libc::O_ACCMODE != libc::O_RDONLY || flags & libc::O_TRUNC != 0;
        if is_writing {
            return Err(if self.is_directory() { Errno::ISDIR } else { Errno::ROFS });
        }
        if flags & libc::O_DIRECTORY != 0 && !self.is_directory() {
            return Err(Errno::NOTDIR);
        }
        in_memory(&self.bytes()?)
    }

    /// Names and kinds (`UV_DIRENT_*`) of a directory's entries.
    pub(crate) fn entries(&self) -> Result<Vec<(String, u8)>, Errno> {
        if !self.is_directory() {
            return Err(Errno::NOTDIR);
        }
        let entries = intact(self.reader.entries(self.view));
        Ok(entries
            .map(|entry| {
                let view = intact(entry);
                (view.name().to_owned(), if view.is_directory() { DIRENT_DIRECTORY } else { DIRENT_FILE })
            })
            .collect())
    }

    /// `opendir`: a descriptor from which [`listing_in`] reads the entries.
    pub(crate) fn open_directory(&self) -> Result<OwnedFd, Errno> {
        let mut listing = Vec::new();
        for (name, kind) in self.entries()? {
            listing.push(kind);
            listing.extend_from_slice(name.as_bytes());
            listing.push(0);
        }
        in_memory(&listing)
    }

    /// What `stat` says. The times are those of the executable: files of another build are other files, and web servers
    /// make their entity tags of size and time.
    pub(crate) fn about(&self) -> Statx {
        let mut about = executable();
        let kind = if self.is_directory() { FileType::Directory } else { FileType::RegularFile };
        about.stx_mode = (kind.as_raw_mode() | (self.view.mode & 0o777)) as u16;
        about.stx_nlink = 1;
        about.stx_ino = self.number();
        about.stx_size = self.view.size;
        about.stx_blocks = self.view.size.div_ceil(BLOCK_BYTES);
        (about.stx_dev_major, about.stx_dev_minor) = (DEVICE_MAJOR, 0);
        (about.stx_rdev_major, about.stx_rdev_minor) = (0, 0);
        about
    }

    /// A number that no other virtual file has, within what a double holds exactly.
    fn number(&self) -> u64 {
        // FNV-1a over the path.
        let hash = self
            .path()
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        let is_module = matches!(self.view.content, FileContent::Module(_));
        ((hash >> 12) & ((1 << 52) - 1)) | u64::from(is_module)
    }
}

/// What `stat` says of this executable; zeros if it cannot be asked.
fn executable() -> Statx {
    static ABOUT: OnceLock<Statx> = OnceLock::new();
    *ABOUT.get_or_init(|| {
        let mask = rustix::fs::StatxFlags::BASIC_STATS;
        rustix::fs::statx(rustix::fs::CWD, c"/proc/self/exe", rustix::fs::AtFlags::empty(), mask).unwrap_or_else(|_| {
            // SAFETY: the structure is plain numbers, for which zeros are a value.
            unsafe { std::mem::zeroed() }
        })
    })
}

/// A descriptor of fresh memory with these bytes, at its beginning.
fn in_memory(bytes: &[u8]) -> Result<OwnedFd, Errno> {
    let mut file = File::from(rustix::fs::memfd_create(c"jsc", MemfdFlags::CLOEXEC)?);
    file.write_all(bytes).map_err(|source| Errno::from_io_error(&source).unwrap_or(Errno::IO))?;
    rustix::fs::seek(&file, SeekFrom::Start(0))?;
    Ok(file.into())
}

/// The rest of a listing that [`Entry::open_directory`] made; empty at its end. `ENOTDIR` for any other descriptor.
pub(crate) fn listing_in(descriptor: impl AsFd) -> Result<Vec<(Vec<u8>, u8)>, Errno> {
    let about = rustix::fs::fstat(&descriptor)?;
    if FileType::from_raw_mode(about.st_mode) != FileType::RegularFile {
        return Err(Errno::NOTDIR);
    }
    let mut listing = vec![0; about.st_size as usize];
    let length = rustix::io::read(&descriptor, &mut listing)?;
    let entries = listing[..length].split(|&byte| byte == 0).filter_map(|entry| {
        let (&kind, name) = entry.split_first()?;
        matches!(kind, DIRENT_FILE | DIRENT_DIRECTORY).then(|| (name.to_vec(), kind))
    });
    Ok(entries.collect())
}

/// Why nothing can be changed at `path`, if it is virtual.
pub(crate) fn refusal(path: &[u8]) -> Option<Errno> {
    find(path).map(|found| match found {
        Ok(_) | Err(Errno::NOENT) => Errno::ROFS,
        Err(errno) => errno,
    })
}

/// The same for what needs the file to be there.
pub(crate) fn refusal_of_existing(path: &[u8]) -> Option<Errno> {
    find(path).map(|found| found.err().unwrap_or(Errno::ROFS))
}

#[cfg(test)]
mod tests {
    use super::{normalised, virtual_path};

    #[test]
    fn a_path_is_virtual_by_its_normal_form() {
        let under = |path: &str| virtual_path(path.as_bytes(), "/jsc-app").map(std::borrow::Cow::into_owned);
        assert_eq!(under("/jsc-app").as_deref(), Some("/jsc-app"));
        assert_eq!(under("/jsc-app/a.js").as_deref(), Some("/jsc-app/a.js"));
        assert_eq!(under("//etc/../jsc-app/./a/").as_deref(), Some("/jsc-app/a/"));
        assert_eq!(under("/jsc-app/../etc/passwd"), None);
        assert_eq!(under("/jsc-apple"), None);
        assert_eq!(under("jsc-app/a.js"), None);
    }

    #[test]
    fn a_normal_form_keeps_what_makes_it_a_directory() {
        assert_eq!(normalised("/a//b/./c/../d"), "/a/b/d");
        assert_eq!(normalised("/a/b/.."), "/a/");
    }
}
