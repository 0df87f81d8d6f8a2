//! This executable's own image in memory: where the payload is. The kernel has mapped it as the last segment (the
//! compiler's `executable` puts it there), so nothing is opened or read to find it.
//!
//! `unsafe` here rests on one fact: the kernel and the dynamic loader describe the running program truly.

use std::slice;

use libc::{AT_PHDR, AT_PHNUM, Elf64_Phdr, MADV_POPULATE_READ, PF_W, PT_LOAD, PT_PHDR};
use payload::PAGE_BYTES;

/// What the last segment of this executable is.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Image {
    /// The stub as it is delivered.
    Bare,
    /// What the compiler put there; [`payload::Reader::open`] says whether it is whole.
    Payload(&'static [u8]),
    /// The file is shorter than the segment: reading the payload would be a bus error.
    CutShort,
}

/// Looks at the program headers. Costs one system call.
pub(crate) fn find() -> Image {
    let headers = program_headers();
    let is = |kind| move |header: &&Elf64_Phdr| header.p_type == kind;
    let (Some(own), Some(last)) = (headers.iter().find(is(PT_PHDR)), headers.iter().rfind(is(PT_LOAD))) else {
        return Image::Bare;
    };
    // A bare stub's last segment holds its variables; the payload's can only be read.
    if last.p_flags & PF_W != 0 || last.p_filesz == 0 {
        return Image::Bare;
    }
    let base = headers.as_ptr().addr() - own.p_vaddr as usize;
    let start: *const u8 = headers.as_ptr().cast::<u8>().with_addr(base + last.p_vaddr as usize);
    let length = last.p_filesz as usize;
    if is_cut_short(start, length) {
        return Image::CutShort;
    }
    // SAFETY: the last PT_LOAD header of the running program says that `length` bytes of the file are mapped at `start`
    // (a page boundary) for as long as the process lives. They are mapped without PF_W and nothing in this program
    // changes that protection, so they do not change. The last page was just read by the kernel, so the file reaches
    // to their end.
    Image::Payload(unsafe { slice::from_raw_parts(start, length) })
}

fn program_headers() -> &'static [Elf64_Phdr] {
    // SAFETY: `getauxval` takes and returns numbers.
    let (start, count) = unsafe { (libc::getauxval(AT_PHDR), libc::getauxval(AT_PHNUM)) };
    if start == 0 {
        return &[];
    }
    // SAFETY: the kernel gives every program the address and number of its program headers as they lie in its first
    // segment, which is mapped read-only, aligned as the file format demands, for as long as the process lives.
    unsafe { slice::from_raw_parts(std::ptr::with_exposed_provenance(start as usize), count as usize) }
}

/// Whether the file ends before the mapping does. Asks the kernel to read the last page, which fails where a read of
/// ours would be a SIGBUS. (A kernel before 5.14 does not know the request; then the payload's checksums have to do.)
fn is_cut_short(start: *const u8, length: usize) -> bool {
    let last_page = start.map_addr(|start| (start + length - 1) & !(PAGE_BYTES - 1));
    // SAFETY: the page belongs to the segment, and populating it changes nothing that a program can see.
    let result = unsafe { libc::madvise(last_page.cast_mut().cast(), PAGE_BYTES, MADV_POPULATE_READ) };
    result != 0 && std::io::Error::last_os_error().raw_os_error() == Some(libc::EFAULT)
}
