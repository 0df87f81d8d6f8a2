//! `indexOf` and `lastIndexOf` on bytes, with Node's rules for offsets.

use memchr::{memchr, memmem, memrchr};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    Forward,
    Backward,
}

/// What is looked for.
pub(super) enum Needle<'a> {
    /// Bytes, anywhere.
    Bytes(&'a [u8]),
    /// Bytes of whole UTF-16 units, which begin at even positions.
    Units(&'a [u8]),
}

/// Where a search begins and ends.
pub(super) struct Range {
    /// A negative offset counts from the end of the memory.
    pub(super) offset: i64,
    /// Where what is found must have ended, at most the length of the memory.
    pub(super) end: usize,
    pub(super) direction: Direction,
}

/// Where `needle` is: forward the first position from the offset, backward the last that is not behind it.
pub(super) fn find(memory: &[u8], needle: &Needle<'_>, range: &Range) -> Option<usize> {
    let (Needle::Bytes(bytes) | Needle::Units(bytes)) = needle;
    let (haystack, direction) = (&memory[..range.end.min(memory.len())], range.direction);
    let offset =
        if range.offset < 0 { range.offset.saturating_add_unsigned(memory.len() as u64) } else { range.offset };
    let start = start_of_search(haystack.len(), bytes.len(), offset, direction)?;
    if bytes.is_empty() {
        return Some(start);
    }
    if bytes.len() > haystack.len() || (direction == Direction::Forward && start + bytes.len() > haystack.len()) {
        return None;
    }
    match needle {
        Needle::Bytes(bytes) => find_bytes(haystack, bytes, start, direction),
        Needle::Units(bytes) => find_units(haystack, bytes, start, direction),
    }
}

/// The position from which the search goes; `None` when nothing can be found from there.
fn start_of_search(length: usize, needle_length: usize, offset: i64, direction: Direction) -> Option<usize> {
    if offset < 0 {
        return (direction == Direction::Forward || needle_length == 0).then_some(0);
    }
    let offset = usize::try_from(offset).ok()?;
    if offset.saturating_add(needle_length) <= length {
        Some(offset)
    } else if needle_length == 0 {
        Some(length)
    } else if direction == Direction::Forward {
        None
    } else {
        length.checked_sub(1)
    }
}

fn find_bytes(haystack: &[u8], needle: &[u8], start: usize, direction: Direction) -> Option<usize> {
    match direction {
        Direction::Forward => {
            let rest = &haystack[start..];
            let found = if let [byte] = needle { memchr(*byte, rest) } else { memmem::find(rest, needle) };
            found.map(|position| start + position)
        }
        Direction::Backward => {
            let before = &haystack[..(start + needle.len()).min(haystack.len())];
            if let [byte] = needle { memrchr(*byte, before) } else { memmem::rfind(before, needle) }
        }
    }
}

/// The same on whole units; an odd byte at the end of the haystack belongs to none, and half a unit is nowhere.
fn find_units(haystack: &[u8], needle: &[u8], start: usize, direction: Direction) -> Option<usize> {
    let haystack = &haystack[..haystack.len() & !1];
    if needle.len() % 2 == 1 || needle.len() > haystack.len() {
        return None;
    }
    let mut start = (start & !1).min(haystack.len());
    loop {
        let position = find_bytes(haystack, needle, start, direction)?;
        if position % 2 == 0 {
            return Some(position);
        }
        start = if direction == Direction::Forward { position + 1 } else { position - 1 };
    }
}

#[cfg(test)]
mod tests {
    use super::Direction::{Backward, Forward};
    use super::*;

    fn check(memory: &[u8], needle: &Needle<'_>, offset: i64, direction: Direction, expected: Option<usize>) {
        let range = Range { offset, end: memory.len(), direction };
        assert_eq!(find(memory, needle, &range), expected, "offset {offset}");
    }

    #[test]
    fn offsets_follow_node() {
        let check = |needle: &[u8], offset, direction, expected| {
            check(b"hello world", &Needle::Bytes(needle), offset, direction, expected);
        };
        check(b"o", 0, Forward, Some(4));
        check(b"o", 5, Forward, Some(7));
        check(b"o", -5, Forward, Some(7));
        check(b"o", -100, Forward, Some(4));
        check(b"o", 100, Forward, None);
        check(b"o", 100, Backward, Some(7));
        check(b"o", 6, Backward, Some(4));
        check(b"o", -100, Backward, None);
        check(b"", 5, Forward, Some(5));
        check(b"", 50, Forward, Some(11));
        check(b"", -50, Backward, Some(0));
        check(b"world!", 0, Forward, None);
    }

    #[test]
    fn units_begin_at_even_positions() {
        let text = [0, 1, 1, 0, 1, 1];
        check(&text, &Needle::Units(&[1, 1]), 0, Forward, Some(4));
        check(&text, &Needle::Units(&[1, 1]), 3, Backward, None);
        check(&text, &Needle::Bytes(&[1, 1]), 0, Forward, Some(1));
    }

    #[test]
    fn a_negative_offset_counts_from_the_end_of_the_memory_whatever_the_end_of_the_search() {
        let range = Range { offset: -5, end: 10, direction: Backward };
        assert_eq!(find(b"hello world hello world", &Needle::Bytes(b"o"), &range), Some(7));
    }
}
