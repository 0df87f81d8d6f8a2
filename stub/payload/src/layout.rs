//! The bytes: where things lie, how wide they are, and the checksum. All numbers are little-endian.
//!
//! ```text
//! magic 8 | format version 4 | section count 4 | total length 8 | stub build 32
//! section table: for each section, in the order of `Section::ALL`: offset 8 | length 8 | checksum 8
//! checksum of all the above 8
//! sections, in the same order; parts and gaps are padded with zeros
//! the header's checksum again 8: the last bytes, so that a payload cut short is noticed when it is opened
//! ```
//!
//! Strings are (offset 4, length 4) into the section `Strings`, UTF-8. Lists are (first row 4, row count 4) into their table.

use std::cmp::Ordering;

use twox_hash::XxHash3_64;

/// Changes with every change of these bytes.
pub const FORMAT_VERSION: u32 = 1;
/// The first bytes of every payload.
pub const MAGIC: [u8; 8] = *b"jsc\0\r\n\x1a\n";
/// Snapshot and texts start on a page, so that the kernel maps them without copying.
pub const PAGE_BYTES: usize = 4096;

pub(crate) const HEADER_BYTES: usize = 8 + 4 + 4 + 8 + 32;
pub(crate) const STUB_BUILD_OFFSET: usize = HEADER_BYTES - 32;
pub(crate) const SECTION_ROW_BYTES: usize = 24;
pub(crate) const TRAILER_BYTES: usize = 8;
/// Where the header ends and its checksum lies.
pub(crate) const HEADER_CHECKSUM_OFFSET: usize = HEADER_BYTES + Section::ALL.len() * SECTION_ROW_BYTES;
/// Parts start at multiples of this, so that every text has an even address.
pub(crate) const PART_ALIGNMENT: usize = 16;

/// Stands where there is no row to point to.
pub(crate) const NO_ROW: u32 = u32::MAX;

/// The sections of a payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    Strings,
    Program,
    Modules,
    Resolutions,
    Names,
    Packages,
    Files,
    Options,
    Facts,
    Snapshot,
    Text,
    SourceMaps,
    Assets,
}

impl Section {
    /// Every section, in the order in which they lie in a payload: first what each start reads.
    pub const ALL: [Self; 13] = [
        Self::Strings,
        Self::Program,
        Self::Modules,
        Self::Resolutions,
        Self::Names,
        Self::Packages,
        Self::Files,
        Self::Options,
        Self::Facts,
        Self::Snapshot,
        Self::Text,
        Self::SourceMaps,
        Self::Assets,
    ];

    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Strings => "strings",
            Self::Program => "program",
            Self::Modules => "modules",
            Self::Resolutions => "resolutions",
            Self::Names => "names",
            Self::Packages => "packages",
            Self::Files => "files",
            Self::Options => "options",
            Self::Facts => "facts",
            Self::Snapshot => "snapshot",
            Self::Text => "text",
            Self::SourceMaps => "source maps",
            Self::Assets => "assets",
        }
    }

    /// Tables are checked when the payload is opened, everything else part by part when it is used.
    pub(crate) const fn is_table(self) -> bool {
        !matches!(self, Self::Snapshot | Self::Text | Self::SourceMaps | Self::Assets)
    }

    pub(crate) const fn alignment(self) -> usize {
        match self {
            Self::Snapshot | Self::Text => PAGE_BYTES,
            _ => PART_ALIGNMENT,
        }
    }

    /// How wide a row of the table is; 1 for what has no rows.
    pub(crate) const fn row_bytes(self) -> usize {
        match self {
            Self::Program => program::BYTES,
            Self::Modules => module::BYTES,
            Self::Resolutions => resolution::BYTES,
            Self::Names => STRING_BYTES,
            Self::Packages => package::BYTES,
            Self::Files => file::BYTES,
            Self::Options | Self::Facts => 2 * STRING_BYTES,
            Self::Strings | Self::Snapshot | Self::Text | Self::SourceMaps | Self::Assets => 1,
        }
    }
}

pub(crate) const STRING_BYTES: usize = 8;

/// The one row of the section `Program`.
pub(crate) mod program {
    pub(crate) const ENTRY: usize = 0;
    pub(crate) const ROOT: usize = 8;
    pub(crate) const BYTES: usize = 16;
}

/// A row of the section `Modules`.
pub(crate) mod module {
    pub(crate) const PATH: usize = 0;
    pub(crate) const REASON: usize = 8;
    pub(crate) const KIND: usize = 16;
    pub(crate) const TEMPERATURE: usize = 17;
    pub(crate) const ENCODING: usize = 18;
    pub(crate) const HAS_TOP_LEVEL_AWAIT: usize = 19;
    pub(crate) const PACKAGE: usize = 20;
    pub(crate) const HEADER_LENGTH: usize = 24;
    pub(crate) const FOOTER_LENGTH: usize = 28;
    pub(crate) const TEXT: usize = 32;
    pub(crate) const SOURCE_MAP: usize = 56;
    pub(crate) const SOURCE_MAP_SIZE: usize = 80;
    pub(crate) const EXPORTS: usize = 88;
    pub(crate) const REEXPORTS: usize = 96;
    pub(crate) const RESOLUTIONS: usize = 104;
    pub(crate) const BYTES: usize = 112;
}

/// A row of the section `Resolutions`.
pub(crate) mod resolution {
    pub(crate) const SPECIFIER: usize = 0;
    pub(crate) const KIND: usize = 8;
    pub(crate) const TARGET: usize = 9;
    pub(crate) const MODULE: usize = 12;
    pub(crate) const NAME: usize = 16;
    pub(crate) const MESSAGE: usize = 24;
    pub(crate) const BYTES: usize = 32;
}

/// A row of the section `Packages`.
pub(crate) mod package {
    pub(crate) const PATH: usize = 0;
    pub(crate) const NAME: usize = 8;
    pub(crate) const VERSION: usize = 16;
    pub(crate) const TYPE: usize = 24;
    pub(crate) const BYTES: usize = 32;
}

/// A row of the section `Files`.
pub(crate) mod file {
    pub(crate) const PATH: usize = 0;
    pub(crate) const CONTENT: usize = 8;
    pub(crate) const MODE: usize = 12;
    pub(crate) const SIZE: usize = 16;
    /// A directory's rows, or a module's number.
    pub(crate) const LIST: usize = 24;
    pub(crate) const PART: usize = 32;
    pub(crate) const BYTES: usize = 56;
}

/// The enums' numbers. Each list is the only place that says which number is which.
pub(crate) mod numbers {
    use crate::{Encoding, ModuleKind, PackageType, RequestKind, Temperature};

    pub(crate) const MODULE_KINDS: [ModuleKind; 4] =
        [ModuleKind::Esm, ModuleKind::CommonJs, ModuleKind::Json, ModuleKind::Addon];
    pub(crate) const TEMPERATURES: [Temperature; 3] = [Temperature::Absent, Temperature::Linked, Temperature::Warm];
    pub(crate) const ENCODINGS: [Encoding; 2] = [Encoding::OneByte, Encoding::TwoByte];
    pub(crate) const REQUEST_KINDS: [RequestKind; 2] = [RequestKind::Import, RequestKind::Require];
    pub(crate) const PACKAGE_TYPES: [PackageType; 3] = [PackageType::None, PackageType::CommonJs, PackageType::Module];
    pub(crate) const BOOLEANS: [bool; 2] = [false, true];

    /// Kinds of [`crate::Target`].
    pub(crate) const TARGET_MODULE: u8 = 0;
    pub(crate) const TARGET_BUILTIN: u8 = 1;
    pub(crate) const TARGET_EXTERNAL: u8 = 2;
    pub(crate) const TARGET_FAILED: u8 = 3;

    /// Kinds of [`crate::FileContent`].
    pub(crate) const FILE_DIRECTORY: u8 = 0;
    pub(crate) const FILE_MODULE: u8 = 1;
    pub(crate) const FILE_STORED: u8 = 2;
    pub(crate) const FILE_ZSTD: u8 = 3;

    /// The number of `value` in its list.
    pub(crate) fn number_of<T: PartialEq>(list: &[T], value: &T) -> u8 {
        list.iter().position(|candidate| candidate == value).expect("bug in jsc: an enum's list is incomplete") as u8
    }
}

pub(crate) fn checksum(bytes: &[u8]) -> u64 {
    XxHash3_64::oneshot(bytes)
}

/// The directory that a virtual path lies in, and its name there. The root `/` has neither.
pub(crate) fn split_path(path: &[u8]) -> (&[u8], &[u8]) {
    match path.iter().rposition(|&byte| byte == b'/') {
        _ if path == b"/" => (b"", b""),
        Some(0) => (b"/", &path[1..]),
        Some(slash) => (&path[..slash], &path[slash + 1..]),
        None => (b"", path),
    }
}

/// The order of the file table: by directory, then by name, so that a directory's entries lie next to each other.
pub(crate) fn compare_paths(left: &[u8], right: &[u8]) -> Ordering {
    split_path(left).cmp(&split_path(right))
}
