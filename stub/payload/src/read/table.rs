//! Rows, strings, lists and parts: what every table is made of.

use std::cmp::Ordering;

use super::{Reader, SectionView};
use crate::layout::{Section, checksum};
use crate::malformed::{Malformed, Part};

/// Rows, strings, lists and parts.
impl<'a> Reader<'a> {
    pub(super) fn section(&self, section: Section) -> SectionView<'a> {
        self.sections[section as usize]
    }

    pub(super) fn row_count(&self, section: Section) -> u32 {
        (self.section(section).bytes.len() / section.row_bytes()) as u32
    }

    pub(super) fn row(&self, section: Section, index: u32) -> Result<Row<'a>, Malformed> {
        let width = section.row_bytes();
        let bytes = slice(self.section(section).bytes, index as usize * width, width, section.name())?;
        Ok(Row { bytes })
    }

    pub(super) fn string(&self, row: Row<'a>, field: usize, name: &'static str) -> Result<&'a str, Malformed> {
        std::str::from_utf8(self.string_bytes(row, field, name)?).map_err(|_| Malformed::Field(name))
    }

    pub(super) fn string_bytes(&self, row: Row<'a>, field: usize, name: &'static str) -> Result<&'a [u8], Malformed> {
        let (offset, length) = (row.u32(field, name)? as usize, row.u32(field + 4, name)? as usize);
        slice(self.section(Section::Strings).bytes, offset, length, name)
    }

    /// The rows of `section` that a list names.
    pub(super) fn list(&self, section: Section, row: Row<'a>, field: usize) -> Result<std::ops::Range<u32>, Malformed> {
        let first = row.u32(field, section.name())?;
        let end = first.checked_add(row.u32(field + 4, section.name())?).ok_or(Malformed::Field(section.name()))?;
        if end > self.row_count(section) && end > first {
            return Err(Malformed::Field(section.name()));
        }
        Ok(first..end)
    }

    pub(super) fn part(&self, section: Section, row: Row<'a>, field: usize, part: Part) -> Result<&'a [u8], Malformed> {
        let (bytes, expected) = self.part_unverified(section, row, field)?;
        if checksum(bytes) == expected { Ok(bytes) } else { Err(Malformed::Checksum(part)) }
    }

    pub(super) fn part_unverified(
        &self,
        section: Section,
        row: Row<'a>,
        field: usize,
    ) -> Result<(&'a [u8], u64), Malformed> {
        let name = section.name();
        let offset = position(row.u64(field, name)?, name)?;
        let length = position(row.u64(field + 8, name)?, name)?;
        Ok((slice(self.section(section).bytes, offset, length, name)?, row.u64(field + 16, name)?))
    }

    /// Binary search among the rows `start..end`; `order` says how a row compares with what is looked for.
    pub(super) fn search(
        &self,
        section: Section,
        mut start: u32,
        mut end: u32,
        order: impl Fn(Row<'a>) -> Result<Ordering, Malformed>,
    ) -> Result<Option<u32>, Malformed> {
        while start < end {
            let middle = start + (end - start) / 2;
            match order(self.row(section, middle)?)? {
                Ordering::Equal => return Ok(Some(middle)),
                Ordering::Less => start = middle + 1,
                Ordering::Greater => end = middle,
            }
        }
        Ok(None)
    }
}

/// Bytes whose fields are read one by one.
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    pub(super) bytes: &'a [u8],
}

impl Row<'_> {
    pub(super) fn u8(self, offset: usize, name: &'static str) -> Result<u8, Malformed> {
        self.bytes.get(offset).copied().ok_or(Malformed::Field(name))
    }

    pub(super) fn u32(self, offset: usize, name: &'static str) -> Result<u32, Malformed> {
        let bytes = self.bytes.get(offset..).and_then(<[u8]>::first_chunk).ok_or(Malformed::Field(name))?;
        Ok(u32::from_le_bytes(*bytes))
    }

    pub(super) fn u64(self, offset: usize, name: &'static str) -> Result<u64, Malformed> {
        let bytes = self.bytes.get(offset..).and_then(<[u8]>::first_chunk).ok_or(Malformed::Field(name))?;
        Ok(u64::from_le_bytes(*bytes))
    }

    pub(super) fn choice<T: Copy>(self, offset: usize, list: &[T], name: &'static str) -> Result<T, Malformed> {
        list.get(self.u8(offset, name)? as usize).copied().ok_or(Malformed::Field(name))
    }
}

pub(super) fn slice<'a>(
    bytes: &'a [u8],
    offset: usize,
    length: usize,
    name: &'static str,
) -> Result<&'a [u8], Malformed> {
    bytes.get(offset..).and_then(|rest| rest.get(..length)).ok_or(Malformed::Field(name))
}

pub(super) fn position(value: u64, name: &'static str) -> Result<usize, Malformed> {
    usize::try_from(value).map_err(|_| Malformed::Field(name))
}

pub(super) fn decompress(bytes: &[u8], size: u64, part: Part) -> Result<Vec<u8>, Malformed> {
    let size = position(size, "size")?;
    if size == 0 {
        return Ok(Vec::new());
    }
    // A size beyond all memory is a forged one: `try_reserve` says so instead of aborting.
    let mut content = Vec::new();
    content.try_reserve_exact(size).map_err(|_| Malformed::Field("size"))?;
    let mut decompressor = zstd::bulk::Decompressor::new().map_err(|_| Malformed::Field("size"))?;
    match decompressor.decompress_to_buffer(bytes, &mut content) {
        Ok(written) if written == size => Ok(content),
        _ => Err(Malformed::Checksum(part)),
    }
}
