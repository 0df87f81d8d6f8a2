//! The headers of an ELF file as values, and where a payload goes behind it.

use object::LittleEndian;
use object::elf::{
    ELFCLASS64, ELFDATA2LSB, ELFMAG, EM_X86_64, ET_DYN, FileHeader64, PT_LOAD, ProgramHeader64, SectionHeader64,
};
use object::pod::{Pod, from_bytes, slice_from_bytes};
use payload::PAGE_BYTES;

use super::UnfitStub;

pub(super) const LE: LittleEndian = LittleEndian;

pub(super) type FileHeader = FileHeader64<LittleEndian>;
pub(super) type Segment = ProgramHeader64<LittleEndian>;
pub(super) type Section = SectionHeader64<LittleEndian>;

/// A file's headers.
pub(super) struct Elf<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) header: FileHeader,
    pub(super) segments: Vec<Segment>,
    pub(super) sections: Vec<Section>,
}

impl<'a> Elf<'a> {
    /// All headers.
    pub(super) fn parse(bytes: &'a [u8]) -> Result<Self, UnfitStub> {
        let mut elf = Self::parse_segments(bytes)?;
        let (offset, count) = (elf.header.e_shoff.get(LE), elf.header.e_shnum.get(LE));
        if count == 0 || usize::from(elf.header.e_shentsize.get(LE)) != size_of::<Section>() {
            return Err(UnfitStub::Layout("it has no section headers"));
        }
        elf.sections = rows::<Section>(bytes, offset, count)?.to_vec();
        Ok(elf)
    }

    /// Only what the kernel looks at; a file may have been stripped of the rest.
    pub(super) fn parse_segments(bytes: &'a [u8]) -> Result<Self, UnfitStub> {
        let (header, _) = from_bytes::<FileHeader>(bytes).map_err(|()| UnfitStub::NotElf)?;
        if header.e_ident.magic != ELFMAG {
            return Err(UnfitStub::NotElf);
        }
        let is_64_bit = header.e_ident.class == ELFCLASS64 && header.e_ident.data == ELFDATA2LSB;
        if !is_64_bit || header.e_machine.get(LE) != EM_X86_64 {
            return Err(UnfitStub::OtherMachine);
        }
        if header.e_type.get(LE) != ET_DYN {
            return Err(UnfitStub::NotPie);
        }
        if usize::from(header.e_phentsize.get(LE)) != size_of::<Segment>() {
            return Err(UnfitStub::Layout("its program headers have an unknown size"));
        }
        let segments = rows::<Segment>(bytes, header.e_phoff.get(LE), header.e_phnum.get(LE))?.to_vec();
        Ok(Self { bytes, header: *header, segments, sections: Vec::new() })
    }

    /// The bytes that a header points to.
    pub(super) fn slice(&self, offset: u64, length: u64) -> Result<&'a [u8], UnfitStub> {
        slice(self.bytes, offset, length)
    }
}

fn rows<T: Pod>(bytes: &[u8], offset: u64, count: u16) -> Result<&[T], UnfitStub> {
    let rest = slice(bytes, offset, u64::from(count) * size_of::<T>() as u64)?;
    slice_from_bytes(rest, usize::from(count)).map(|(rows, _)| rows).map_err(|()| UnfitStub::NotElf)
}

fn slice(bytes: &[u8], offset: u64, length: u64) -> Result<&[u8], UnfitStub> {
    let range = usize::try_from(offset).ok().zip(usize::try_from(length).ok());
    range.and_then(|(offset, length)| bytes.get(offset..)?.get(..length)).ok_or(UnfitStub::NotElf)
}

/// Where a payload lies: in the file, and in memory relative to where the file is loaded.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) offset: u64,
    pub(super) address: u64,
    pub(super) length: u64,
}

impl Place {
    /// Behind everything that is in the file, and above everything that is loaded. Both are on a page boundary, so the
    /// kernel can map the one at the other.
    pub(super) fn behind(elf: &Elf<'_>, length: u64) -> Result<Self, UnfitStub> {
        let loaded = elf.segments.iter().filter(|segment| segment.p_type.get(LE) == PT_LOAD);
        let end = loaded.map(|segment| segment.p_vaddr.get(LE).saturating_add(segment.p_memsz.get(LE))).max();
        let address = end.and_then(|end| end.checked_next_multiple_of(PAGE_BYTES as u64));
        let offset = (elf.bytes.len() as u64).next_multiple_of(PAGE_BYTES as u64);
        address
            .filter(|address| address.checked_add(length).is_some())
            .map(|address| Self { offset, address, length })
            .ok_or(UnfitStub::Layout("there is no address for a payload"))
    }
}
