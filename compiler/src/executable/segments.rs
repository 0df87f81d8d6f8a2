//! Program headers: what the kernel maps. There is no room for one more, so a spare one becomes the payload's.

use object::elf::{PF_R, PF_W, PT_LOAD, PT_NOTE, PT_PHDR};
use object::pod::bytes_of_slice;
use object::{U32, U64};
use payload::PAGE_BYTES;

use super::UnfitStub;
use super::elf::{Elf, LE, Place, Segment};

/// Program headers and where they stand in the file.
pub(super) struct Segments {
    offset: usize,
    headers: Vec<Segment>,
}

/// The stub's program headers with the payload's among them.
pub(super) fn with_payload(elf: &Elf<'_>, place: Place) -> Result<Segments, UnfitStub> {
    if payload_place(elf).is_some() {
        return Err(UnfitStub::HasPayload);
    }
    if !elf.segments.iter().any(|segment| has_type(segment, PT_PHDR)) {
        return Err(UnfitStub::Layout("its program headers are not loaded"));
    }
    let mut headers = elf.segments.clone();
    // The notes stay where they are, in a loaded segment and in sections of their own. Only debuggers and the linker
    // look for this header; nothing that runs the program does.
    let spare = headers
        .iter()
        .position(|segment| has_type(segment, PT_NOTE))
        .ok_or(UnfitStub::Layout("it has no note segment to give up"))?;
    headers.remove(spare);
    // The kernel and `strip` want loaded segments in the order of their addresses.
    let last_load =
        headers.iter().rposition(|segment| has_type(segment, PT_LOAD)).ok_or(UnfitStub::Layout("it loads nothing"))?;
    headers.insert(last_load + 1, payload_segment(place));
    Ok(Segments { offset: elf.header.e_phoff.get(LE) as usize, headers })
}

/// Where the payload of an executable is: its last loaded segment, if nobody can write there. A bare stub's last one holds its variables.
pub(super) fn payload_place(elf: &Elf<'_>) -> Option<Place> {
    let last = elf.segments.iter().rfind(|segment| has_type(segment, PT_LOAD))?;
    let place = Place { offset: last.p_offset.get(LE), address: last.p_vaddr.get(LE), length: last.p_filesz.get(LE) };
    (last.p_flags.get(LE) & PF_W == 0).then_some(place)
}

impl Segments {
    /// Replaces the headers of the file; there are as many as before.
    pub(super) fn write_over(&self, executable: &mut [u8]) {
        let bytes = bytes_of_slice(&self.headers);
        executable[self.offset..self.offset + bytes.len()].copy_from_slice(bytes);
    }
}

fn payload_segment(place: Place) -> Segment {
    Segment {
        p_type: U32::new(LE, PT_LOAD),
        p_flags: U32::new(LE, PF_R),
        p_offset: U64::new(LE, place.offset),
        p_vaddr: U64::new(LE, place.address),
        p_paddr: U64::new(LE, place.address),
        p_filesz: U64::new(LE, place.length),
        p_memsz: U64::new(LE, place.length),
        p_align: U64::new(LE, PAGE_BYTES as u64),
    }
}

fn has_type(segment: &Segment, kind: u32) -> bool {
    segment.p_type.get(LE) == kind
}
