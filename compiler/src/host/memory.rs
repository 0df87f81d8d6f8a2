//! A machine that exists only in a test.
#![cfg(test)]

use std::collections::{BTreeMap, VecDeque};
use std::io;
use std::sync::Mutex;
use std::time::Duration;

use resolution::{FileKind, FileSystem, MemoryFileSystem, paths};

use super::{Entry, Finished, Host, Outcome};

#[derive(Default)]
pub(crate) struct MemoryHost {
    files: MemoryFileSystem,
    pub(crate) written: Mutex<BTreeMap<String, Vec<u8>>>,
    variables: BTreeMap<String, String>,
    /// What the next child processes do; without any, they print nothing and succeed.
    children: Mutex<VecDeque<Finished>>,
}

impl MemoryHost {
    /// Files and their texts; relative paths are below `/app`, which is also the current folder.
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let add = |all: MemoryFileSystem, (path, text): &(&str, &str)| all.with_file(&paths::join("/app", path), text);
        Self { files: files.iter().fold(MemoryFileSystem::default(), add), ..Self::default() }
    }

    /// A file that is no text, as if it had been written before.
    pub(crate) fn with_binary(self, path: &str, bytes: &[u8]) -> Self {
        self.written.lock().unwrap().insert(path.to_owned(), bytes.to_vec());
        self
    }

    pub(crate) fn with_variable(mut self, name: &str, value: &str) -> Self {
        self.variables.insert(name.to_owned(), value.to_owned());
        self
    }

    pub(crate) fn with_child(self, exit_code: i32, stdout: &[u8], stderr: &str) -> Self {
        let outcome = Outcome::Exited(exit_code);
        let child = Finished { outcome, stdout: stdout.to_vec(), stderr: stderr.as_bytes().to_vec() };
        self.children.lock().unwrap().push_back(child);
        self
    }

    fn is_written(&self, path: &str) -> bool {
        self.written.lock().unwrap().contains_key(path)
    }
}

impl FileSystem for MemoryHost {
    fn kind(&self, path: &str) -> Option<FileKind> {
        if self.is_written(path) { Some(FileKind::File) } else { self.files.kind(path) }
    }

    fn read(&self, path: &str) -> Option<String> {
        self.files.read(path)
    }

    fn real_path(&self, path: &str) -> String {
        self.files.real_path(path)
    }
}

impl Host for MemoryHost {
    fn files(&self) -> &dyn FileSystem {
        self
    }

    fn current_folder(&self) -> String {
        "/app".to_owned()
    }

    fn variable(&self, name: &str) -> Option<String> {
        self.variables.get(name).cloned()
    }

    fn own_path(&self) -> io::Result<String> {
        Ok("/usr/bin/jsc".to_owned())
    }

    fn read_bytes(&self, path: &str) -> io::Result<Vec<u8>> {
        let written = self.written.lock().unwrap().get(path).cloned();
        written.or_else(|| self.read(path).map(String::into_bytes)).ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn mode(&self, path: &str) -> io::Result<u32> {
        Ok(if self.is_written(path) { 0o755 } else { 0o644 })
    }

    fn list(&self, folder: &str) -> io::Result<Vec<Entry>> {
        let prefix = format!("{folder}/");
        let mut entries: Vec<Entry> = Vec::new();
        let written = self.written.lock().unwrap();
        let paths = self.files.files().map(|(path, _)| path).chain(written.keys().map(String::as_str));
        for rest in paths.filter_map(|path| path.strip_prefix(&prefix)) {
            let (name, is_folder) = rest.split_once('/').map_or((rest, false), |(name, _)| (name, true));
            entries.push(Entry { name: name.to_owned(), is_folder });
        }
        entries.sort();
        entries.dedup();
        Ok(entries)
    }

    fn write_executable(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        self.written.lock().unwrap().insert(path.to_owned(), bytes.to_vec());
        Ok(())
    }

    fn create_folder(&self, _path: &str) -> io::Result<()> {
        Ok(())
    }

    fn run(&self, _program: &str, _arguments: &[&str], _stdin: &[u8], _limit: Duration) -> io::Result<Finished> {
        let planned = self.children.lock().unwrap().pop_front();
        Ok(planned.unwrap_or(Finished { outcome: Outcome::Exited(0), stdout: Vec::new(), stderr: Vec::new() }))
    }
}
