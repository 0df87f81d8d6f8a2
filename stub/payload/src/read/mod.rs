//! From bytes to what they mean, without copying. Every read is checked against the bytes that are there.
//!
//! Here is how a payload is opened and what it says as a whole; `modules` and `files` read their tables, `table` has the
//! rows and parts that all of them are made of, and `verify` reads everything.

mod files;
mod modules;
mod table;
mod verify;

use crate::layout::{
    FORMAT_VERSION, HEADER_BYTES, HEADER_CHECKSUM_OFFSET, MAGIC, SECTION_ROW_BYTES, STRING_BYTES, STUB_BUILD_OFFSET,
    Section, TRAILER_BYTES, checksum, program,
};
use crate::malformed::{Malformed, Part};
use crate::program::ModuleId;

pub use files::{FileContent, FileView};
pub use modules::{ModuleText, ModuleView, PackageView, ResolutionView};
use table::{Row, position, slice};

/// Looks into a payload. Copies nothing; a copy of the reader is as good as the reader.
#[derive(Clone, Copy)]
pub struct Reader<'a> {
    payload: &'a [u8],
    stub_build: &'a [u8; 32],
    sections: [SectionView<'a>; Section::ALL.len()],
}

/// One section as it lies in the payload.
#[derive(Clone, Copy, Debug)]
pub struct SectionView<'a> {
    pub section: Section,
    /// Where it starts in the payload.
    pub offset: usize,
    pub bytes: &'a [u8],
    checksum: u64,
}

/// Opening.
impl<'a> Reader<'a> {
    /// Checks header and tables. Parts are checked when they are used.
    ///
    /// # Errors
    /// If `payload` is not exactly one payload of this format whose header and tables are intact.
    pub fn open(payload: &'a [u8]) -> Result<Self, Malformed> {
        if !payload.starts_with(&MAGIC) {
            return Err(Malformed::NotAPayload);
        }
        let header = Row { bytes: payload };
        let version = header.u32(8, "format version")?;
        if version != FORMAT_VERSION {
            return Err(Malformed::Version { found: version });
        }
        let expected = header.u64(16, "total length")?;
        if expected != payload.len() as u64 {
            return Err(Malformed::Length { expected, found: payload.len() as u64 });
        }
        check_header(payload)?;
        if header.u32(12, "section count")? as usize != Section::ALL.len() {
            return Err(Malformed::Field("section count"));
        }
        let stub_build =
            payload.get(STUB_BUILD_OFFSET..).and_then(<[u8]>::first_chunk).ok_or(Malformed::Field("stub build"))?;
        let reader = Self { payload, stub_build, sections: read_section_table(payload)? };
        for view in reader.sections.iter().filter(|view| view.section.is_table()) {
            view.verify()?;
            if view.bytes.len() % view.section.row_bytes() != 0 {
                return Err(Malformed::Field(view.section.name()));
            }
        }
        Ok(reader)
    }

    /// The build of the stub that this payload is for.
    #[must_use]
    pub fn stub_build(&self) -> &'a [u8; 32] {
        self.stub_build
    }

    /// How long the payload is.
    #[must_use]
    pub fn total_bytes(&self) -> usize {
        self.payload.len()
    }

    #[must_use]
    pub fn sections(&self) -> &[SectionView<'a>] {
        &self.sections
    }
}

/// The program as a whole.
impl<'a> Reader<'a> {
    /// # Errors
    /// If the field is out of range.
    pub fn entry(&self) -> Result<ModuleId, Malformed> {
        let entry = ModuleId(self.row(Section::Program, 0)?.u32(program::ENTRY, "entry")?);
        self.row(Section::Modules, entry.0).map(|_| entry)
    }

    /// The virtual root: an absolute path without a slash at its end.
    ///
    /// # Errors
    /// If the field is out of range.
    pub fn root(&self) -> Result<&'a str, Malformed> {
        self.string(self.row(Section::Program, 0)?, program::ROOT, "root")
    }

    /// The snapshot, once its checksum is known to be right; `None` if this payload has none.
    ///
    /// # Errors
    /// If it is damaged.
    pub fn snapshot(&self) -> Result<Option<&'a [u8]>, Malformed> {
        let view = self.section(Section::Snapshot);
        if view.bytes.is_empty() {
            return Ok(None);
        }
        view.verify().map(|()| Some(view.bytes))
    }

    /// The value of one option.
    ///
    /// # Errors
    /// If a field is out of range.
    pub fn option(&self, key: &str) -> Result<Option<&'a str>, Malformed> {
        let found = self.search(Section::Options, 0, self.row_count(Section::Options), |row| {
            Ok(self.string_bytes(row, 0, "option")?.cmp(key.as_bytes()))
        })?;
        found.map(|row| self.string(self.row(Section::Options, row)?, STRING_BYTES, "option")).transpose()
    }

    /// All options, in the order of their keys.
    pub fn options(&self) -> impl Iterator<Item = Result<(&'a str, &'a str), Malformed>> {
        self.pairs(Section::Options)
    }

    /// What the build says about itself, in the order of the keys.
    pub fn facts(&self) -> impl Iterator<Item = Result<(&'a str, &'a str), Malformed>> {
        self.pairs(Section::Facts)
    }

    fn pairs(&self, section: Section) -> impl Iterator<Item = Result<(&'a str, &'a str), Malformed>> {
        let reader = *self;
        (0..self.row_count(section)).map(move |row| {
            let row = reader.row(section, row)?;
            Ok((reader.string(row, 0, section.name())?, reader.string(row, STRING_BYTES, section.name())?))
        })
    }
}

/// The header's checksum stands behind it and at the very end.
fn check_header(payload: &[u8]) -> Result<(), Malformed> {
    let (header, rest) = payload.split_at_checked(HEADER_CHECKSUM_OFFSET).ok_or(Malformed::Checksum(Part::Header))?;
    let expected = checksum(header).to_le_bytes();
    if rest.len() >= 2 * TRAILER_BYTES && rest.starts_with(&expected) && rest.ends_with(&expected) {
        return Ok(());
    }
    Err(Malformed::Checksum(Part::Header))
}

fn read_section_table(payload: &[u8]) -> Result<[SectionView<'_>; Section::ALL.len()], Malformed> {
    let mut views = Section::ALL.map(|section| SectionView { section, offset: 0, bytes: &[], checksum: 0 });
    for (index, view) in views.iter_mut().enumerate() {
        let row =
            Row { bytes: slice(payload, HEADER_BYTES + index * SECTION_ROW_BYTES, SECTION_ROW_BYTES, "sections")? };
        view.offset = position(row.u64(0, "section offset")?, "section offset")?;
        view.bytes =
            slice(payload, view.offset, position(row.u64(8, "section length")?, "section length")?, "sections")?;
        view.checksum = row.u64(16, "section checksum")?;
    }
    Ok(views)
}

impl SectionView<'_> {
    fn verify(&self) -> Result<(), Malformed> {
        if checksum(self.bytes) == self.checksum {
            return Ok(());
        }
        Err(Malformed::Checksum(Part::Section(self.section)))
    }
}
