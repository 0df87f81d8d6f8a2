//! Reads everything once, so that no damage stays unseen: for `jsc inspect`.

use super::{FileView, Reader};
use crate::layout::{HEADER_CHECKSUM_OFFSET, Section, TRAILER_BYTES};
use crate::malformed::{Malformed, Part};
use crate::program::{ModuleId, PackageId};

impl<'a> Reader<'a> {
    /// Checks every byte of the payload and every field of its tables.
    ///
    /// # Errors
    /// The first damage found, named as precisely as possible.
    pub fn verify_all(&self) -> Result<(), Malformed> {
        self.entry()?;
        self.root()?;
        for id in self.module_ids() {
            self.verify_module(id)?;
        }
        for row in 0..self.row_count(Section::Packages) {
            self.package(PackageId(row))?;
        }
        for row in 0..self.row_count(Section::Files) {
            self.verify_file(self.file_at(row)?)?;
        }
        self.options().chain(self.facts()).try_for_each(|pair| pair.map(drop))?;
        for view in &self.sections {
            view.verify()?;
        }
        self.verify_padding()
    }

    fn verify_module(&self, id: ModuleId) -> Result<(), Malformed> {
        self.module(id)?;
        self.text(id)?;
        self.source_map(id)?;
        self.exports(id)?.chain(self.reexports(id)?).try_for_each(|name| name.map(drop))?;
        self.resolutions(id)?.try_for_each(|resolution| resolution.map(drop))
    }

    fn verify_file(&self, file: FileView<'a>) -> Result<(), Malformed> {
        if file.is_directory() {
            return self.entries(file)?.try_for_each(|entry| entry.map(drop));
        }
        self.read_file(file).map(drop)
    }

    fn verify_padding(&self) -> Result<(), Malformed> {
        let mut end = HEADER_CHECKSUM_OFFSET + size_of::<u64>();
        let trailer = self.payload.len() - TRAILER_BYTES;
        let starts = self.sections.iter().map(|view| (view.offset, view.bytes.len())).chain([(trailer, 0)]);
        for (start, length) in starts {
            let gap = self.payload.get(end..start).ok_or(Malformed::Field("section offset"))?;
            if gap.iter().any(|&byte| byte != 0) {
                return Err(Malformed::Checksum(Part::Padding));
            }
            end = start + length;
        }
        Ok(())
    }
}
