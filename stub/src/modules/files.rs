//! Files at run time: those of the payload under its virtual root, those of the disk everywhere else.

use resolution::{FileKind, FileSystem};

use super::Application;

/// What resolution sees of the files there are.
pub(crate) struct RunTimeFiles {
    pub(crate) application: Option<&'static Application>,
}

impl RunTimeFiles {
    fn virtual_root(&self, path: &str) -> Option<&'static Application> {
        self.application.filter(|application| application.is_virtual(path))
    }
}

impl FileSystem for RunTimeFiles {
    fn kind(&self, path: &str) -> Option<FileKind> {
        if let Some(application) = self.virtual_root(path) {
            return application.file_kind(path);
        }
        let metadata = std::fs::metadata(path).ok()?;
        Some(if metadata.is_dir() { FileKind::Directory } else { FileKind::File })
    }

    fn read(&self, path: &str) -> Option<String> {
        if let Some(application) = self.virtual_root(path) {
            return application.read(path);
        }
        std::fs::read_to_string(path).ok()
    }

    fn real_path(&self, path: &str) -> String {
        if self.virtual_root(path).is_some() {
            return path.to_owned();
        }
        std::fs::canonicalize(path)
            .ok()
            .and_then(|real| real.to_str().map(str::to_owned))
            .unwrap_or_else(|| path.to_owned())
    }
}
