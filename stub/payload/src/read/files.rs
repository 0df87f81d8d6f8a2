//! The file table: what `fs` sees under the virtual root.

use std::borrow::Cow;

use super::Reader;
use super::table::decompress;
use crate::layout::{Section, compare_paths, file, module, numbers};
use crate::malformed::{Malformed, Part};
use crate::program::ModuleId;
use crate::text::author_utf8;

/// A file or directory under the virtual root.
#[derive(Clone, Copy, Debug)]
pub struct FileView<'a> {
    /// Its absolute virtual path.
    pub path: &'a str,
    /// Permission bits.
    pub mode: u32,
    /// What `stat` calls its size; 0 for a directory.
    pub size: u64,
    pub content: FileContent,
    row: u32,
}

/// What a path under the virtual root is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileContent {
    Directory,
    /// A module's text, without its CommonJS wrapper. (TypeScript reads as the JavaScript that was made of it.)
    Module(ModuleId),
    Stored,
    Zstd,
}

impl FileView<'_> {
    /// The last component of the path.
    #[must_use]
    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }

    #[must_use]
    pub fn is_directory(&self) -> bool {
        self.content == FileContent::Directory
    }
}

/// Files.
impl<'a> Reader<'a> {
    #[must_use]
    pub fn file_count(&self) -> u32 {
        self.row_count(Section::Files)
    }

    /// Every file and directory, by directory and then by name.
    pub fn files(&self) -> impl Iterator<Item = Result<FileView<'a>, Malformed>> {
        let reader = *self;
        (0..self.file_count()).map(move |row| reader.file_at(row))
    }

    /// The file or directory at a virtual path (absolute, normalised, no slash at its end).
    ///
    /// # Errors
    /// If a field is out of range.
    pub fn find_file(&self, path: &str) -> Result<Option<FileView<'a>>, Malformed> {
        let found = self.search(Section::Files, 0, self.file_count(), |row| {
            Ok(compare_paths(self.string_bytes(row, file::PATH, "file path")?, path.as_bytes()))
        })?;
        found.map(|row| self.file_at(row)).transpose()
    }

    /// A directory's entries in the order of their names; none if it is a file.
    ///
    /// # Errors
    /// If a field is out of range.
    pub fn entries(
        &self,
        directory: FileView<'_>,
    ) -> Result<impl Iterator<Item = Result<FileView<'a>, Malformed>> + use<'a>, Malformed> {
        let reader = *self;
        let rows = match directory.content {
            FileContent::Directory => {
                self.list(Section::Files, self.row(Section::Files, directory.row)?, file::LIST)?
            }
            _ => 0..0,
        };
        Ok(rows.map(move |row| reader.file_at(row)))
    }

    /// A file's bytes, once their checksum is known to be right. A directory has none.
    ///
    /// # Errors
    /// If they are damaged or a field is out of range.
    pub fn read_file(&self, file: FileView<'_>) -> Result<Cow<'a, [u8]>, Malformed> {
        let row = self.row(Section::Files, file.row)?;
        let part = Part::Asset(file.row);
        match file.content {
            FileContent::Directory => Ok(Cow::Borrowed(&[])),
            FileContent::Module(id) => self.author_text(id),
            FileContent::Stored => self.part(Section::Assets, row, file::PART, part).map(Cow::Borrowed),
            FileContent::Zstd => {
                let bytes = self.part(Section::Assets, row, file::PART, part)?;
                decompress(bytes, file.size, part).map(Cow::Owned)
            }
        }
    }

    fn author_text(&self, id: ModuleId) -> Result<Cow<'a, [u8]>, Malformed> {
        let module = self.module(id)?;
        let bytes = self.part(Section::Text, self.row(Section::Modules, id.0)?, module::TEXT, Part::Text(id.0))?;
        author_utf8(module.encoding, bytes, module.header_length, module.footer_length)
            .ok_or(Malformed::Field("header length"))
    }

    pub(super) fn file_at(&self, index: u32) -> Result<FileView<'a>, Malformed> {
        let row = self.row(Section::Files, index)?;
        Ok(FileView {
            path: self.string(row, file::PATH, "file path")?,
            mode: row.u32(file::MODE, "mode")?,
            size: row.u64(file::SIZE, "size")?,
            content: match row.u8(file::CONTENT, "file content")? {
                numbers::FILE_DIRECTORY => FileContent::Directory,
                numbers::FILE_MODULE => FileContent::Module(ModuleId(row.u32(file::LIST, "file module")?)),
                numbers::FILE_STORED => FileContent::Stored,
                numbers::FILE_ZSTD => FileContent::Zstd,
                _ => return Err(Malformed::Field("file content")),
            },
            row: index,
        })
    }
}
