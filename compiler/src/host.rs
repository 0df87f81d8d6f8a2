//! The machine that the compiler runs on: files, environment, child processes. Nothing else in this package touches
//! them, so every stage can be tested in memory.

use std::io;
use std::time::Duration;

use resolution::FileSystem;

mod memory;
mod real;

#[cfg(test)]
pub(crate) use memory::MemoryHost;
pub use real::RealHost;

/// What came of a child process.
#[derive(Debug)]
pub struct Finished {
    pub outcome: Outcome,
    pub stdout: Vec<u8>,
    pub stderr: Vec<u8>,
}

#[derive(Debug, PartialEq, Eq)]
pub enum Outcome {
    Exited(i32),
    Killed { signal: i32 },
    TimedOut,
}

/// A name in a folder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    pub name: String,
    pub is_folder: bool,
}

/// Paths are absolute everywhere.
pub trait Host: FileSystem {
    fn files(&self) -> &dyn FileSystem;
    fn current_folder(&self) -> String;
    fn variable(&self, name: &str) -> Option<String>;
    /// The executable file of this very process.
    fn own_path(&self) -> io::Result<String>;

    fn read_bytes(&self, path: &str) -> io::Result<Vec<u8>>;
    /// Permission bits.
    fn mode(&self, path: &str) -> io::Result<u32>;
    /// What is in a folder, sorted by name; symbolic links are followed.
    fn list(&self, folder: &str) -> io::Result<Vec<Entry>>;

    /// Replaces `path` by an executable file with these bytes, all at once: nobody ever sees half of it.
    fn write_executable(&self, path: &str, bytes: &[u8]) -> io::Result<()>;
    fn create_folder(&self, path: &str) -> io::Result<()>;

    /// Runs a program with an empty environment and no descriptors but its three standard streams.
    fn run(&self, program: &str, arguments: &[&str], stdin: &[u8], limit: Duration) -> io::Result<Finished>;
}
