//! The real machine.
#![expect(clippy::disallowed_methods, reason = "this is the file that they are to go through")]

use std::fs;
use std::io::{self, Read, Write};
use std::os::fd::AsRawFd;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use resolution::{FileKind, FileSystem, paths};
use rustix::fs::{AtFlags, CWD, Mode, OFlags};
use rustix::io::Errno;

use super::{Entry, Finished, Host, Outcome};

/// How often a child process is looked at while it runs.
const POLL_INTERVAL: Duration = Duration::from_millis(2);

pub struct RealHost;

impl FileSystem for RealHost {
    fn kind(&self, path: &str) -> Option<FileKind> {
        let metadata = fs::metadata(path).ok()?;
        Some(if metadata.is_dir() { FileKind::Directory } else { FileKind::File })
    }

    fn read(&self, path: &str) -> Option<String> {
        fs::read_to_string(path).ok()
    }

    fn real_path(&self, path: &str) -> String {
        let real = fs::canonicalize(path).ok().and_then(|path| path.into_os_string().into_string().ok());
        real.unwrap_or_else(|| path.to_owned())
    }
}

impl Host for RealHost {
    fn files(&self) -> &dyn FileSystem {
        self
    }

    fn current_folder(&self) -> String {
        let folder = std::env::current_dir().ok().and_then(|path| path.into_os_string().into_string().ok());
        folder.unwrap_or_else(|| "/".to_owned())
    }

    fn variable(&self, name: &str) -> Option<String> {
        std::env::var(name).ok()
    }

    fn own_path(&self) -> io::Result<String> {
        let path = fs::canonicalize(std::env::current_exe()?)?;
        path.into_os_string().into_string().map_err(|_| io::ErrorKind::InvalidFilename.into())
    }

    fn read_bytes(&self, path: &str) -> io::Result<Vec<u8>> {
        fs::read(path)
    }

    fn mode(&self, path: &str) -> io::Result<u32> {
        Ok(fs::metadata(path)?.permissions().mode() & 0o7777)
    }

    fn list(&self, folder: &str) -> io::Result<Vec<Entry>> {
        let mut entries = Vec::new();
        for entry in fs::read_dir(folder)? {
            if let Ok(name) = entry?.file_name().into_string() {
                let is_folder = self.kind(&format!("{folder}/{name}")) == Some(FileKind::Directory);
                entries.push(Entry { name, is_folder });
            }
        }
        entries.sort();
        Ok(entries)
    }

    fn write_executable(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        match write_nameless(path, bytes) {
            Ok(file) => give_name(&file, path),
            // Not every file system can have files without a name.
            Err(_) => replace_by(path, |temporary| write_synced(temporary, bytes)),
        }
    }

    fn create_folder(&self, path: &str) -> io::Result<()> {
        fs::create_dir_all(path)
    }

    fn run(&self, program: &str, arguments: &[&str], stdin: &[u8], limit: Duration) -> io::Result<Finished> {
        let mut child = Command::new(program)
            .args(arguments)
            .env_clear()
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        let input = child.stdin.take();
        let output = child.stdout.take();
        let errors = child.stderr.take();
        thread::scope(|scope| {
            // A child that dies early closes its end; what it says about that is in its stderr.
            scope.spawn(move || input.map(|mut input| input.write_all(stdin)));
            let output = scope.spawn(|| read_all(output));
            let errors = scope.spawn(|| read_all(errors));
            let outcome = wait(&mut child, limit)?;
            let stdout = output.join().unwrap_or_default();
            let stderr = errors.join().unwrap_or_default();
            Ok(Finished { outcome, stdout, stderr })
        })
    }
}

/// A file that is gone with this process, however it ends, until it is given a name.
fn write_nameless(path: &str, bytes: &[u8]) -> io::Result<fs::File> {
    let flags = OFlags::TMPFILE | OFlags::WRONLY | OFlags::CLOEXEC;
    let descriptor = rustix::fs::open(paths::parent(path), flags, Mode::from_raw_mode(0o755))?;
    let mut file = fs::File::from(descriptor);
    file.write_all(bytes)?;
    file.set_permissions(fs::Permissions::from_mode(0o755))?;
    file.sync_all()?;
    // Whoever runs the program as soon as it has its name must not find it open for writing.
    let readable = rustix::fs::open(own_path(&file), OFlags::RDONLY | OFlags::CLOEXEC, Mode::empty())?;
    Ok(fs::File::from(readable))
}

/// The path by which this process finds the file, whatever its name.
fn own_path(file: &fs::File) -> String {
    format!("/proc/self/fd/{}", file.as_raw_fd())
}

fn give_name(file: &fs::File, path: &str) -> io::Result<()> {
    let own = own_path(file);
    let link = |name: &str| rustix::fs::linkat(CWD, own.as_str(), CWD, name, AtFlags::SYMLINK_FOLLOW);
    match link(path) {
        Err(Errno::EXIST) => replace_by(path, |temporary| {
            // Of a process with the same number that was killed at this very moment.
            let _ = fs::remove_file(temporary);
            Ok(link(temporary)?)
        }),
        linked => Ok(linked?),
    }
}

/// Lets `write` make a file beside `path` and puts it into its place.
fn replace_by(path: &str, write: impl FnOnce(&str) -> io::Result<()>) -> io::Result<()> {
    let temporary = format!("{}/.{}.{}.tmp", paths::parent(path), paths::name(path), std::process::id());
    let written = write(&temporary).and_then(|()| fs::rename(&temporary, path));
    if written.is_err() {
        // The first error is the one to report; that the rest cannot be removed either adds nothing.
        let _ = fs::remove_file(&temporary);
    }
    written
}

fn write_synced(path: &str, bytes: &[u8]) -> io::Result<()> {
    let mut file = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o755).open(path)?;
    file.write_all(bytes)?;
    file.set_permissions(fs::Permissions::from_mode(0o755))?;
    file.sync_all()
}

fn read_all(stream: Option<impl Read>) -> Vec<u8> {
    let mut bytes = Vec::new();
    if let Some(mut stream) = stream {
        // What arrived before the error is still worth showing.
        let _ = stream.read_to_end(&mut bytes);
    }
    bytes
}

fn wait(child: &mut Child, limit: Duration) -> io::Result<Outcome> {
    let deadline = Instant::now() + limit;
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(outcome(status));
        }
        if Instant::now() > deadline {
            child.kill()?;
            child.wait()?;
            return Ok(Outcome::TimedOut);
        }
        thread::sleep(POLL_INTERVAL);
    }
}

fn outcome(status: ExitStatus) -> Outcome {
    match (status.code(), status.signal()) {
        (Some(code), _) => Outcome::Exited(code),
        (None, signal) => Outcome::Killed { signal: signal.unwrap_or_default() },
    }
}
