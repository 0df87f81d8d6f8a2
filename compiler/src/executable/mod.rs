//! The stub and a payload become one executable, and back.
//!
//! The payload is a segment of its own, so the kernel maps it and nobody has to read the file again; and it is a section
//! of its own, so that `strip` and `objcopy`, which rebuild a file from its sections, carry it along.
//!
//! ```text
//! stub, its program headers changed in place | payload, on a page | section names | section headers
//! ```
//!
//! What this module leaves where it was: every byte that the stub maps when it runs, so nothing has to be relocated. The
//! old section headers and names stay behind as dead bytes.

mod elf;
mod sections;
mod segments;

#[cfg(test)]
pub(crate) mod tests;

use elf::{Elf, Place};

/// The name of the section that holds the payload.
pub const PAYLOAD_SECTION: &str = ".jsc";

/// Why a file cannot be the beginning of an executable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnfitStub {
    /// Not an ELF file, or one that is cut short.
    NotElf,
    /// Not for x86-64 Linux.
    OtherMachine,
    /// Not a position-independent executable.
    NotPie,
    /// It carries a payload already.
    HasPayload,
    /// Something the writer relies on is missing or not where linkers put it.
    Layout(&'static str),
}

/// Why an executable's payload cannot be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoPayload {
    /// Not an executable of jsc at all.
    Foreign,
    /// A stub as it is delivered.
    BareStub,
    /// The file ends before the payload does.
    CutShort,
}

/// The executable: `stub` with `payload` as its last segment. Equal input gives equal bytes.
///
/// # Errors
/// If the stub is not what the linker makes for this target.
pub fn assemble(stub: &[u8], payload: &[u8]) -> Result<Vec<u8>, UnfitStub> {
    let elf = Elf::parse(stub)?;
    let place = Place::behind(&elf, payload.len() as u64)?;
    let segments = segments::with_payload(&elf, place)?;
    let sections = sections::with_payload(&elf, place)?;

    let mut executable = stub.to_vec();
    segments.write_over(&mut executable);
    sections.renumber_symbols(&mut executable)?;
    executable.resize(place.offset as usize, 0);
    executable.extend_from_slice(payload);
    sections.append(&mut executable);
    Ok(executable)
}

/// The payload of an executable, found as the stub finds it: in the last segment that is loaded.
///
/// # Errors
/// If there is none.
pub fn payload_of(executable: &[u8]) -> Result<&[u8], NoPayload> {
    let elf = Elf::parse_segments(executable).map_err(|_| NoPayload::Foreign)?;
    let Some(place) = segments::payload_place(&elf) else {
        return Err(if stub_id(executable).is_some() { NoPayload::BareStub } else { NoPayload::Foreign });
    };
    let (start, length) = (place.offset as usize, place.length as usize);
    executable.get(start..).and_then(|rest| rest.get(..length)).ok_or(NoPayload::CutShort)
}

/// The mark that says which build a stub is, in a stub or in an executable made from it.
#[must_use]
pub fn stub_id(executable: &[u8]) -> Option<payload::StubId> {
    let elf = Elf::parse(executable).ok()?;
    payload::StubId::parse(sections::content(&elf, payload::STUB_ID_SECTION)?)
}

/// Every section of a file with its name and size, for `jsc inspect`; empty if the section headers were stripped.
#[must_use]
pub fn section_sizes(executable: &[u8]) -> Vec<(String, u64)> {
    Elf::parse(executable).map(|elf| sections::sizes(&elf)).unwrap_or_default()
}
