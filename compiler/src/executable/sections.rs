//! Section headers: what `strip`, `objcopy` and debuggers look at. The payload's header goes behind the last section that
//! is loaded; every number of a later section then grows by one, wherever it is written.

use object::elf::{
    FileHeader64, SHF_ALLOC, SHF_INFO_LINK, SHN_LORESERVE, SHN_XINDEX, SHT_DYNSYM, SHT_GROUP, SHT_NOBITS, SHT_PROGBITS,
    SHT_SYMTAB, SHT_SYMTAB_SHNDX, Sym64,
};
use object::pod::{bytes_of, bytes_of_slice, slice_from_bytes_mut};
use object::{LittleEndian, U16, U32, U64};
use payload::PAGE_BYTES;

use super::elf::{Elf, FileHeader, LE, Place, Section};
use super::{PAYLOAD_SECTION, UnfitStub};

/// The new section headers, before the place of the last two tables is known.
pub(super) struct Sections {
    header: FileHeader,
    headers: Vec<Section>,
    names: Vec<u8>,
    /// The payload's number.
    inserted: usize,
}

/// The stub's sections with the payload's among them.
pub(super) fn with_payload(elf: &Elf<'_>, place: Place) -> Result<Sections, UnfitStub> {
    if elf.sections.iter().any(|section| has_type(section, SHT_SYMTAB_SHNDX) || has_type(section, SHT_GROUP)) {
        return Err(UnfitStub::Layout("it has extended section numbers or groups"));
    }
    let mut names = content_of(elf, names_section(elf)?)?.to_vec();
    let name = names.len() as u32;
    names.extend_from_slice(PAYLOAD_SECTION.as_bytes());
    names.push(0);

    let last_loaded = elf.sections.iter().rposition(is_loaded);
    let inserted = last_loaded.ok_or(UnfitStub::Layout("no section is loaded"))? + 1;
    let mut headers: Vec<Section> = elf.sections.iter().map(|section| renumbered(section, inserted)).collect();
    headers.insert(inserted, payload_section(name, place));
    Ok(Sections { header: elf.header, headers, names, inserted })
}

/// What a section of this name holds.
pub(super) fn content<'a>(elf: &Elf<'a>, name: &str) -> Option<&'a [u8]> {
    let section = elf.sections.iter().find(|section| section_name(elf, section) == Some(name.as_bytes()))?;
    content_of(elf, section).ok()
}

/// Name and size of every section but the empty first one.
pub(super) fn sizes(elf: &Elf<'_>) -> Vec<(String, u64)> {
    let named = elf.sections.iter().skip(1).filter_map(|section| Some((section_name(elf, section)?, section)));
    named.map(|(name, section)| (String::from_utf8_lossy(name).into_owned(), section.sh_size.get(LE))).collect()
}

impl Sections {
    /// Symbols name the section they lie in.
    pub(super) fn renumber_symbols(&self, executable: &mut [u8]) -> Result<(), UnfitStub> {
        let tables =
            self.headers.iter().filter(|section| has_type(section, SHT_SYMTAB) || has_type(section, SHT_DYNSYM));
        for table in tables {
            for symbol in symbols(executable, table).ok_or(UnfitStub::Layout("its symbol table is out of range"))? {
                let section = symbol.st_shndx.get(LE);
                if section < SHN_LORESERVE && usize::from(section) >= self.inserted {
                    symbol.st_shndx = U16::new(LE, section + 1);
                }
            }
        }
        Ok(())
    }

    /// Writes names and headers at the end of the file and lets the file header point to them.
    pub(super) fn append(mut self, executable: &mut Vec<u8>) {
        let names_index = renumber(usize::from(self.header.e_shstrndx.get(LE)), self.inserted);
        let names_section = &mut self.headers[names_index];
        names_section.sh_offset = U64::new(LE, executable.len() as u64);
        names_section.sh_size = U64::new(LE, self.names.len() as u64);
        executable.extend_from_slice(&self.names);
        executable.resize(executable.len().next_multiple_of(align_of::<u64>()), 0);

        self.header.e_shoff = U64::new(LE, executable.len() as u64);
        self.header.e_shnum = U16::new(LE, self.headers.len() as u16);
        self.header.e_shstrndx = U16::new(LE, names_index as u16);
        executable.extend_from_slice(bytes_of_slice(&self.headers));
        executable[..size_of::<FileHeader64<LittleEndian>>()].copy_from_slice(bytes_of(&self.header));
    }
}

fn payload_section(name: u32, place: Place) -> Section {
    Section {
        sh_name: U32::new(LE, name),
        sh_type: U32::new(LE, SHT_PROGBITS),
        sh_flags: U64::new(LE, u64::from(SHF_ALLOC)),
        sh_addr: U64::new(LE, place.address),
        sh_offset: U64::new(LE, place.offset),
        sh_size: U64::new(LE, place.length),
        sh_link: U32::new(LE, 0),
        sh_info: U32::new(LE, 0),
        sh_addralign: U64::new(LE, PAGE_BYTES as u64),
        sh_entsize: U64::new(LE, 0),
    }
}

/// A section whose references to other sections follow them.
fn renumbered(section: &Section, inserted: usize) -> Section {
    let follow = |number: U32<LittleEndian>| U32::new(LE, renumber(number.get(LE) as usize, inserted) as u32);
    let mut section = *section;
    section.sh_link = follow(section.sh_link);
    if section.sh_flags.get(LE) & u64::from(SHF_INFO_LINK) != 0 {
        section.sh_info = follow(section.sh_info);
    }
    section
}

fn renumber(section: usize, inserted: usize) -> usize {
    if section >= inserted { section + 1 } else { section }
}

fn symbols<'a>(executable: &'a mut [u8], table: &Section) -> Option<&'a mut [Sym64<LittleEndian>]> {
    let start = usize::try_from(table.sh_offset.get(LE)).ok()?;
    let length = usize::try_from(table.sh_size.get(LE)).ok()?;
    let bytes = executable.get_mut(start..)?.get_mut(..length)?;
    let count = bytes.len() / size_of::<Sym64<LittleEndian>>();
    slice_from_bytes_mut(bytes, count).ok().map(|(symbols, _)| symbols)
}

fn names_section<'a>(elf: &'a Elf<'_>) -> Result<&'a Section, UnfitStub> {
    let index = elf.header.e_shstrndx.get(LE);
    let section = elf.sections.get(usize::from(index)).filter(|_| index != 0 && index != SHN_XINDEX);
    section.ok_or(UnfitStub::Layout("its sections have no names"))
}

fn section_name<'a>(elf: &Elf<'a>, section: &Section) -> Option<&'a [u8]> {
    let names = content_of(elf, names_section(elf).ok()?).ok()?;
    names.get(section.sh_name.get(LE) as usize..)?.split(|&byte| byte == 0).next()
}

fn content_of<'a>(elf: &Elf<'a>, section: &Section) -> Result<&'a [u8], UnfitStub> {
    if has_type(section, SHT_NOBITS) {
        return Ok(&[]);
    }
    elf.slice(section.sh_offset.get(LE), section.sh_size.get(LE))
}

fn is_loaded(section: &Section) -> bool {
    section.sh_flags.get(LE) & u64::from(SHF_ALLOC) != 0
}

fn has_type(section: &Section, kind: u32) -> bool {
    section.sh_type.get(LE) == kind
}
