//! Operations on a path: permissions, owners, times, links, names, copies.

use std::fs::File;
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use rustix::fs::{Access, AtFlags, CWD, Gid, Mode, OFlags, Timespec, Timestamps, Uid};
use rustix::io::Errno;

use super::{Name, NameForm, Named, PathArgument};
use crate::native::OsError;
use crate::vfs;

pub(super) const COPYFILE_EXCL: i32 = 1;
pub(super) const COPYFILE_FICLONE: i32 = 2;
pub(super) const COPYFILE_FICLONE_FORCE: i32 = 4;

pub(super) fn access((path, mode): (PathArgument, u32)) -> Result<(), OsError> {
    let result = match vfs::find(path.as_bytes()) {
        Some(found) => found.and_then(|entry| entry.access(mode)),
        None => rustix::fs::access(path.to_c_string(), Access::from_bits_retain(mode)),
    };
    result.at("access", &path)
}

pub(super) fn exists((path,): (PathArgument,)) -> Result<bool, OsError> {
    Ok(match vfs::find(path.as_bytes()) {
        Some(found) => found.is_ok(),
        None => rustix::fs::access(path.to_c_string(), Access::EXISTS).is_ok(),
    })
}

pub(super) fn rename((from, to): (PathArgument, PathArgument)) -> Result<(), OsError> {
    writable(&from)
        .and_then(|()| writable_parent(&to))
        .and_then(|()| rustix::fs::rename(from.to_c_string(), to.to_c_string()))
        .between("rename", &from, &to)
}

pub(super) fn link((existing, new): (PathArgument, PathArgument)) -> Result<(), OsError> {
    writable(&existing)
        .and_then(|()| writable_parent(&new))
        .and_then(|()| rustix::fs::link(existing.to_c_string(), new.to_c_string()))
        .between("link", &existing, &new)
}

pub(super) fn symlink((target, path): (PathArgument, PathArgument)) -> Result<(), OsError> {
    writable_parent(&path)
        .and_then(|()| rustix::fs::symlink(target.to_c_string(), path.to_c_string()))
        .between("symlink", &target, &path)
}

pub(super) fn readlink((path, is_raw): (PathArgument, bool)) -> Result<Name, OsError> {
    let target = match vfs::find(path.as_bytes()) {
        // There are no links among the virtual files.
        Some(found) => found.and(Err(Errno::INVAL)),
        None => rustix::fs::readlink(path.to_c_string(), Vec::new()),
    };
    let target = target.at("readlink", &path)?;
    Ok(Name { bytes: target.into_bytes(), form: NameForm::of(is_raw) })
}

/// `realpath(3)`, with its own name in errors.
pub(super) fn realpath_native((path, is_raw): (PathArgument, bool)) -> Result<Name, OsError> {
    if let Some(found) = vfs::find(path.as_bytes()) {
        let real = found.at("realpath", &path)?.path();
        return Ok(Name { bytes: real.into(), form: NameForm::of(is_raw) });
    }
    let real = std::fs::canonicalize(path.as_path()).at("realpath", &path)?;
    Ok(Name { bytes: real.as_os_str().as_bytes().to_vec(), form: NameForm::of(is_raw) })
}

/// The same result, but an error names the component that is at fault and the call Node makes on it.
pub(super) fn realpath((path, is_raw): (PathArgument, bool)) -> Result<Name, OsError> {
    if let Some(found) = vfs::find(path.as_bytes()) {
        let real = found.at("lstat", &path)?.path();
        return Ok(Name { bytes: real.into(), form: NameForm::of(is_raw) });
    }
    match std::fs::canonicalize(absolute(&path)) {
        Ok(real) => Ok(Name { bytes: real.as_os_str().as_bytes().to_vec(), form: NameForm::of(is_raw) }),
        Err(source) => Err(fault_in(&path).unwrap_or_else(|| OsError::new("lstat", &source).path(path.as_bytes()))),
    }
}

/// `.` for the empty path, as `path.resolve` has it.
fn absolute(path: &PathArgument) -> PathBuf {
    let current = std::env::current_dir().unwrap_or_default();
    current.join(path.as_path())
}

fn fault_in(path: &PathArgument) -> Option<OsError> {
    let mut resolved = PathBuf::new();
    for component in absolute(path).components() {
        resolved.push(component);
        if let Err(source) = std::fs::symlink_metadata(&resolved) {
            return Some(OsError::new("lstat", &source).path(resolved.as_os_str().as_bytes()));
        }
        match std::fs::canonicalize(&resolved) {
            Ok(real) => resolved = real,
            Err(source) => return Some(OsError::new("stat", &source).path(resolved.as_os_str().as_bytes())),
        }
    }
    None
}

pub(super) fn unlink((path,): (PathArgument,)) -> Result<(), OsError> {
    writable(&path).and_then(|()| rustix::fs::unlink(path.to_c_string())).at("unlink", &path)
}

pub(super) fn chmod((path, mode): (PathArgument, u32)) -> Result<(), OsError> {
    let mode = Mode::from_raw_mode(mode & 0o7777);
    writable(&path).and_then(|()| rustix::fs::chmod(path.to_c_string(), mode)).at("chmod", &path)
}

pub(super) fn chown((path, user, group): (PathArgument, u32, u32)) -> Result<(), OsError> {
    change_owner(&path, user, group, AtFlags::empty()).at("chown", &path)
}

pub(super) fn lchown((path, user, group): (PathArgument, u32, u32)) -> Result<(), OsError> {
    change_owner(&path, user, group, AtFlags::SYMLINK_NOFOLLOW).at("lchown", &path)
}

fn change_owner(path: &PathArgument, user: u32, group: u32, flags: AtFlags) -> rustix::io::Result<()> {
    writable(path)?;
    rustix::fs::chownat(CWD, path.to_c_string(), owner(user), owner_group(group), flags)
}

/// -1 arrives as the largest number and means "leave it".
pub(super) fn owner(user: u32) -> Option<Uid> {
    // SAFETY: any number but `u32::MAX` is a user id.
    (user != u32::MAX).then(|| unsafe { Uid::from_raw(user) })
}

pub(super) fn owner_group(group: u32) -> Option<Gid> {
    // SAFETY: any number but `u32::MAX` is a group id.
    (group != u32::MAX).then(|| unsafe { Gid::from_raw(group) })
}

pub(super) fn utimes((path, accessed, modified): (PathArgument, f64, f64)) -> Result<(), OsError> {
    change_times(&path, accessed, modified, AtFlags::empty()).at("utime", &path)
}

pub(super) fn lutimes((path, accessed, modified): (PathArgument, f64, f64)) -> Result<(), OsError> {
    change_times(&path, accessed, modified, AtFlags::SYMLINK_NOFOLLOW).at("lutime", &path)
}

fn change_times(path: &PathArgument, accessed: f64, modified: f64, flags: AtFlags) -> rustix::io::Result<()> {
    writable(path)?;
    rustix::fs::utimensat(CWD, path.to_c_string(), &timestamps(accessed, modified), flags)
}

pub(super) fn timestamps(accessed: f64, modified: f64) -> Timestamps {
    Timestamps { last_access: timespec(accessed), last_modification: timespec(modified) }
}

fn timespec(seconds: f64) -> Timespec {
    let whole = seconds.floor();
    Timespec { tv_sec: whole as i64, tv_nsec: (((seconds - whole) * 1e9) as i64).clamp(0, 999_999_999) as _ }
}

/// Copies contents and mode; a destination that was begun and could not be finished is removed.
pub(super) fn copy_file((from, to, mode): (PathArgument, PathArgument, i32)) -> Result<(), OsError> {
    copy(&from, &to, mode).between("copyfile", &from, &to)
}

fn copy(from: &PathArgument, to: &PathArgument, mode: i32) -> io::Result<()> {
    writable_parent(to)?;
    let (source, permissions) = open_source(from)?;
    let about = rustix::fs::fstat(&source)?;
    let exclusive = if mode & COPYFILE_EXCL == 0 { OFlags::empty() } else { OFlags::EXCL };
    let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::CLOEXEC | exclusive;
    let destination = File::from(rustix::fs::open(to.to_c_string(), flags, permissions)?);
    let target = rustix::fs::fstat(&destination)?;
    if (target.st_dev, target.st_ino) == (about.st_dev, about.st_ino) {
        return Ok(());
    }
    let copied = copy_contents(&source, &destination, permissions, mode);
    if copied.is_err() {
        // The error of the copy is the one that matters.
        let _ = std::fs::remove_file(to.as_path());
    }
    copied
}

fn open_source(path: &PathArgument) -> io::Result<(File, Mode)> {
    if let Some(found) = vfs::find(path.as_bytes()) {
        let entry = found?;
        let permissions = Mode::from_raw_mode(u32::from(entry.about().stx_mode) & 0o7777);
        return Ok((entry.open(libc::O_RDONLY)?.into(), permissions));
    }
    let source = File::open(path.as_path())?;
    let permissions = Mode::from_raw_mode(rustix::fs::fstat(&source)?.st_mode & 0o7777);
    Ok((source, permissions))
}

fn copy_contents(mut source: &File, mut destination: &File, permissions: Mode, mode: i32) -> io::Result<()> {
    rustix::fs::ftruncate(destination, 0)?;
    rustix::fs::fchmod(destination, permissions)?;
    if mode & (COPYFILE_FICLONE | COPYFILE_FICLONE_FORCE) != 0 {
        match rustix::fs::ioctl_ficlone(destination, source) {
            Ok(()) => return Ok(()),
            Err(errno) if mode & COPYFILE_FICLONE_FORCE != 0 => return Err(errno.into()),
            Err(_) => {}
        }
    }
    io::copy(&mut source, &mut destination).map(drop)
}

/// Whether what is at `path` may be changed: not if it is virtual.
pub(super) fn writable(path: &PathArgument) -> rustix::io::Result<()> {
    vfs::refusal_of_existing(path.as_bytes()).map_or(Ok(()), Err)
}

/// Whether something may be made at `path`.
pub(super) fn writable_parent(path: &PathArgument) -> rustix::io::Result<()> {
    vfs::refusal(path.as_bytes()).map_or(Ok(()), Err)
}

/// The directory of a path with its last name, for callers that make or remove it.
pub(super) fn parent_of(path: &Path) -> Option<&Path> {
    path.parent().filter(|parent| !parent.as_os_str().is_empty())
}
