//! Why a payload cannot be used. The stub prints it once and exits; `jsc inspect` reports it.

use std::fmt;

use crate::layout::Section;

/// What a checksum covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Header,
    Section(Section),
    /// The text of the module with this number.
    Text(u32),
    SourceMap(u32),
    /// The asset at this position of the file table.
    Asset(u32),
    /// Bytes that belong to nothing and must be zero.
    Padding,
}

/// Why the bytes are not a payload that this build understands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Malformed {
    /// The first bytes are not a payload's.
    NotAPayload,
    /// The bytes end before the payload does, or go on after it.
    Length { expected: u64, found: u64 },
    /// Written by a jsc with another format.
    Version { found: u32 },
    /// Made for another build of the stub, whose snapshot would mean something else here.
    OtherStub,
    /// A part was changed after it was written.
    Checksum(Part),
    /// A table contradicts itself: this field points outside its table or has no meaning.
    Field(&'static str),
    /// Two-byte text at an odd address: the payload was not loaded at an aligned address.
    Alignment,
}

impl fmt::Display for Part {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Header => out.write_str("header"),
            Self::Section(section) => out.write_str(section.name()),
            Self::Text(id) => write!(out, "text of module {id}"),
            Self::SourceMap(id) => write!(out, "source map of module {id}"),
            Self::Asset(index) => write!(out, "file {index}"),
            Self::Padding => out.write_str("padding"),
        }
    }
}

impl fmt::Display for Malformed {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAPayload => out.write_str("its header is not that of a jsc program"),
            Self::Length { expected, found } => write!(out, "it is {found} bytes long instead of {expected}"),
            Self::Version { found } => {
                write!(out, "it has format {found} and not {}", crate::layout::FORMAT_VERSION)
            }
            Self::OtherStub => out.write_str("it was made for another build of the stub"),
            Self::Checksum(part) => write!(out, "the checksum of its {part} does not match"),
            Self::Field(field) => write!(out, "its field `{field}` is out of range"),
            Self::Alignment => out.write_str("it is not loaded at an aligned address"),
        }
    }
}

impl std::error::Error for Malformed {}
