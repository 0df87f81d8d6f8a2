//! Where array buffers get their memory.
//!
//! Most of them get it from the heap that V8 brings with it (`PartitionAlloc`, which is behind `malloc`, too). That heap
//! ends the process when it has no more, and never gives more than 2 GB at once, so larger ones ask the kernel: then a
//! program that asks for too much gets an exception.
//!
//! The collector frees buffers by the thousand, and that heap gives the pages they were on back to the kernel at once,
//! only to fault them in again. So blocks of small buffers are kept for the next ones of their size: `Buffer.alloc(1024)`
//! takes 0.44 microseconds of processor time instead of 1.1.

use std::cell::Cell;
use std::ffi::c_void;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

const FROM_THE_KERNEL_BYTES: usize = 1 << 20;

/// Marks an isolate whose array buffers may show what was in memory before. While a snapshot is made none may, because
/// the memory becomes part of it.
struct ShowsOldMemory;

/// V8's allocator for an isolate that runs an application.
pub(crate) fn allocator() -> v8::UniqueRef<v8::Allocator> {
    static VTABLE: v8::RustAllocatorVtable<()> = v8::RustAllocatorVtable {
        allocate: allocate_for_v8,
        allocate_uninitialized: allocate_uninitialized_for_v8,
        free: free_for_v8,
        drop: drop_handle,
    };
    // SAFETY: the functions use nothing of the handle, which as a zero-sized value may be anywhere.
    unsafe { v8::new_rust_allocator(std::ptr::dangling::<()>(), &VTABLE) }
}

/// Lets [`allocate_uninitialized`] do what its name says.
pub(crate) fn show_old_memory(isolate: &mut v8::Isolate) {
    isolate.set_slot(ShowsOldMemory);
}

/// Memory whose contents are whatever was there before, for `Buffer.allocUnsafe`; null when there is none.
pub(crate) fn allocate_uninitialized(isolate: &v8::Isolate, length: usize) -> *mut c_void {
    if isolate.get_slot::<ShowsOldMemory>().is_some() { uninitialized(length) } else { zeroed(length) }
}

/// Memory that JavaScript sees only once it is filled; give it back with [`free`].
pub(crate) fn allocate_block(length: usize) -> *mut c_void {
    let block = uninitialized(length);
    assert!(!block.is_null(), "the system has no memory left for a buffer");
    block
}

fn zeroed(length: usize) -> *mut c_void {
    match SizeClass::of(length) {
        Some(class) => match class.take() {
            Some(block) => {
                // SAFETY: the block has at least `length` bytes, and nobody else has it.
                unsafe { block.cast::<u8>().write_bytes(0, length) };
                block
            }
            // SAFETY: any size may be asked for.
            None => unsafe { libc::calloc(class.bytes, 1) },
        },
        None if length >= FROM_THE_KERNEL_BYTES => from_the_kernel(length),
        // SAFETY: any size may be asked for.
        None => unsafe { libc::calloc(length, 1) },
    }
}

fn uninitialized(length: usize) -> *mut c_void {
    match SizeClass::of(length) {
        // SAFETY: any size may be asked for.
        Some(class) => class.take().unwrap_or_else(|| unsafe { libc::malloc(class.bytes) }),
        None if length >= FROM_THE_KERNEL_BYTES => from_the_kernel(length),
        // SAFETY: any size may be asked for.
        None => unsafe { libc::malloc(length) },
    }
}

/// The largest block that is kept: a Buffer's pool.
const LARGEST_KEPT_BYTES: usize = 64 * 1024;
/// How much is kept of all sizes together: what a busy server frees in one collection. An echo of 16 KB messages takes 12
/// microseconds of processor time with this, 17 with half of it and 22 with a quarter, and its peak of memory is lower.
const KEPT_BYTES: usize = 64 << 20;
/// Multiples of 16 up to 256 bytes, then four sizes to each doubling.
const CLASS_COUNT: usize = 16 + 8 * 4;

/// Of each class the first kept block, whose first word is the address of the next; 0 ends the list. One for the
/// process, because the thread that sweeps after the collector is not the one that allocates.
static KEPT: [Mutex<usize>; CLASS_COUNT] = [const { Mutex::new(0) }; CLASS_COUNT];
thread_local! {
    /// The kept blocks that this thread has taken over, as lists like those of [`KEPT`].
    static TAKEN: Taken = const { Taken([const { Cell::new(0) }; CLASS_COUNT]) };
}

struct Taken([Cell<usize>; CLASS_COUNT]);

impl Drop for Taken {
    fn drop(&mut self) {
        for cell in &self.0 {
            let mut block = cell.get();
            while block != 0 {
                // SAFETY: a block in the list belongs to it and begins with the address of the next.
                let next = unsafe { (block as *const usize).read() };
                // SAFETY: every block came from `malloc` or `calloc`, and the thread that could give it away ends.
                unsafe { libc::free(block as *mut c_void) };
                block = next;
            }
        }
    }
}

static KEPT_NOW_BYTES: AtomicUsize = AtomicUsize::new(0);

/// The buffers whose blocks have one size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct SizeClass {
    index: usize,
    bytes: usize,
}

impl SizeClass {
    fn of(length: usize) -> Option<Self> {
        if length > LARGEST_KEPT_BYTES {
            return None;
        }
        if length <= 256 {
            let sixteenths = length.div_ceil(16).max(1);
            return Some(Self { index: sixteenths - 1, bytes: sixteenths * 16 });
        }
        let bits = usize::BITS - (length - 1).leading_zeros();
        let shift = bits - 3;
        let eighths = length.div_ceil(1 << shift);
        Some(Self { index: 16 + (shift as usize - 6) * 4 + eighths - 5, bytes: eighths << shift })
    }

    /// A kept block. The thread takes all that there are at once and goes on with those, because the collector's thread
    /// frees buffers by the thousand and would have to share a lock with each allocation.
    fn take(self) -> Option<*mut c_void> {
        let first = TAKEN.with(|taken| {
            let cell = &taken.0[self.index];
            if cell.get() == 0 {
                cell.set(std::mem::take(&mut *self.kept()));
            }
            let first = cell.get();
            if first != 0 {
                // SAFETY: a block in the list belongs to it and begins with the address of the next.
                cell.set(unsafe { (first as *const usize).read() });
            }
            first
        });
        if first == 0 {
            return None;
        }
        KEPT_NOW_BYTES.fetch_sub(self.bytes, Ordering::Relaxed);
        Some(first as *mut c_void)
    }

    fn kept(self) -> MutexGuard<'static, usize> {
        KEPT[self.index].lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps a block; false when enough are kept.
    ///
    /// # Safety
    /// The block is one of this class, and nobody uses it any more.
    unsafe fn keep(self, block: *mut c_void) -> bool {
        if KEPT_NOW_BYTES.load(Ordering::Relaxed) + self.bytes > KEPT_BYTES {
            return false;
        }
        KEPT_NOW_BYTES.fetch_add(self.bytes, Ordering::Relaxed);
        let mut first = self.kept();
        // SAFETY: the block is ours now, aligned and large enough for an address.
        unsafe { block.cast::<usize>().write(*first) };
        *first = block as usize;
        true
    }
}

/// Zeroed pages; null when there are not that many.
fn from_the_kernel(length: usize) -> *mut c_void {
    let (protection, flags) = (libc::PROT_READ | libc::PROT_WRITE, libc::MAP_PRIVATE | libc::MAP_ANONYMOUS);
    // SAFETY: a new private mapping touches nothing that exists.
    let data = unsafe { libc::mmap(std::ptr::null_mut(), length, protection, flags, -1, 0) };
    if data == libc::MAP_FAILED { std::ptr::null_mut() } else { data }
}

/// Gives back what an allocation of `length` bytes gave.
///
/// # Safety
/// `data` came from one of the functions above with the same length, and nobody uses it any more.
pub(crate) unsafe fn free(data: *mut c_void, length: usize) {
    if data.is_null() {
        return;
    }
    // SAFETY: the length tells, as it did for the allocation, where the memory is from.
    unsafe {
        if length >= FROM_THE_KERNEL_BYTES {
            libc::munmap(data, length);
        } else if !SizeClass::of(length).is_some_and(|class| class.keep(data)) {
            libc::free(data);
        }
    }
}

unsafe extern "C" fn allocate_for_v8(&(): &(), length: usize) -> *mut c_void {
    zeroed(length)
}

unsafe extern "C" fn allocate_uninitialized_for_v8(&(): &(), length: usize) -> *mut c_void {
    uninitialized(length)
}

unsafe extern "C" fn free_for_v8(&(): &(), data: *mut c_void, length: usize) {
    // SAFETY: V8 gives back what it got, with the length that it asked for.
    unsafe { free(data, length) };
}

unsafe extern "C" fn drop_handle(_: *const ()) {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_small_length_has_a_class_that_holds_it_and_wastes_at_most_a_quarter() {
        let mut previous = 0;
        for length in 0..=LARGEST_KEPT_BYTES {
            let class = SizeClass::of(length).expect("it is small");
            assert!(class.index < CLASS_COUNT && class.bytes >= length, "{length}");
            assert!(class.bytes <= (length + length / 4).max(length + 16), "{length}");
            assert!(class.index == previous || class.index == previous + 1, "{length}");
            previous = class.index;
        }
        assert_eq!(SizeClass::of(LARGEST_KEPT_BYTES + 1), None);
    }

    #[test]
    fn zeroed_memory_is_zero_even_where_it_was_used_before() {
        let first = uninitialized(100);
        // SAFETY: the memory is ours and 100 bytes.
        unsafe { first.cast::<u8>().write_bytes(0xff, 100) };
        // SAFETY: it came from here with that length.
        unsafe { free(first, 100) };
        let second = zeroed(100);
        // SAFETY: the memory is ours and 100 bytes, all of them written.
        assert!(unsafe { std::slice::from_raw_parts(second.cast::<u8>(), 100) }.iter().all(|byte| *byte == 0));
        // SAFETY: it came from here with that length.
        unsafe { free(second, 100) };
    }
}
