//! What the resolver may ask about files, and a file system in memory for tests.

use std::collections::{BTreeMap, BTreeSet};

use crate::paths;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    File,
    Directory,
}

/// Questions about absolute paths. Symbolic links are followed.
pub trait FileSystem: Sync {
    /// Nothing, if the path does not exist or cannot be looked at.
    fn kind(&self, path: &str) -> Option<FileKind>;
    /// The text of a file, nothing if it cannot be read.
    fn read(&self, path: &str) -> Option<String>;
    /// The path without symbolic links; `path` itself where that cannot be found out.
    fn real_path(&self, path: &str) -> String;
}

/// Files that exist only in a test.
#[derive(Default)]
pub struct MemoryFileSystem {
    files: BTreeMap<String, String>,
    folders: BTreeSet<String>,
    links: BTreeMap<String, String>,
}

impl MemoryFileSystem {
    #[must_use]
    pub fn with_file(mut self, path: &str, text: &str) -> Self {
        self.folders.extend(paths::ancestors(paths::parent(path)).map(str::to_owned));
        self.files.insert(path.to_owned(), text.to_owned());
        self
    }

    /// Makes the folder or file `path` a symbolic link to `target`.
    #[must_use]
    pub fn with_link(mut self, path: &str, target: &str) -> Self {
        self.folders.extend(paths::ancestors(paths::parent(path)).map(str::to_owned));
        self.links.insert(path.to_owned(), target.to_owned());
        self
    }

    /// Every file, in the order of paths.
    pub fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }
}

impl FileSystem for MemoryFileSystem {
    fn kind(&self, path: &str) -> Option<FileKind> {
        let path = self.real_path(path);
        if self.files.contains_key(&path) {
            return Some(FileKind::File);
        }
        self.folders.contains(&path).then_some(FileKind::Directory)
    }

    fn read(&self, path: &str) -> Option<String> {
        self.files.get(&self.real_path(path)).cloned()
    }

    fn real_path(&self, path: &str) -> String {
        for (link, target) in &self.links {
            if paths::is_inside(path, link) {
                return self.real_path(&format!("{target}{}", &path[link.len()..]));
            }
        }
        path.to_owned()
    }
}
