//! Where reads put their bytes: one block for the whole thread, from which short reads are copied and which long ones
//! keep. An idle connection has no memory for reading.

use std::cell::Cell;
use std::ffi::c_void;

use super::{END_OF_FILE, Stream, is_terminal};
use crate::memory;
use crate::native::bytes::{uninitialized_array_buffer, writable};

/// How much one read takes at most.
const READ_BYTES: usize = 64 * 1024;

/// A read of this much keeps the block; to copy it would take longer than to get another.
const KEPT_BYTES: usize = READ_BYTES / 2;

/// The block, made at the first read; null until then, and after a read kept it.
pub(super) struct ReadBuffer {
    block: Cell<*mut c_void>,
}

impl Default for ReadBuffer {
    fn default() -> Self {
        Self { block: Cell::new(std::ptr::null_mut()) }
    }
}

impl Drop for ReadBuffer {
    fn drop(&mut self) {
        // SAFETY: the block is null or came from `allocate_block`, and nobody else has it.
        unsafe { memory::free(self.block.get(), READ_BYTES) };
    }
}

impl ReadBuffer {
    /// Reads once: the count or a negative errno, and whether there may be more; `None` when there is nothing.
    pub(super) fn fill(&self, stream: &Stream) -> Option<(i32, bool)> {
        let (data, capacity) = match &stream.target {
            Some(target) => (target.as_ptr().cast(), target.len()),
            None => (self.block(), READ_BYTES),
        };
        let count = if stream.is_socket {
            // SAFETY: `data` is valid for writes of `capacity` bytes: the block's size, or the target's.
            unsafe { libc::recv(stream.descriptor, data, capacity, libc::MSG_DONTWAIT) }
        } else {
            // SAFETY: as above.
            unsafe { libc::read(stream.descriptor, data, capacity) }
        };
        match usize::try_from(count) {
            Ok(0) => Some((END_OF_FILE, false)),
            Ok(count) => Some((count as i32, count == capacity)),
            Err(_) => match std::io::Error::last_os_error().raw_os_error().unwrap_or(libc::EIO) {
                libc::EAGAIN | libc::EINTR => None,
                // A terminal whose other side is gone says EIO where a pipe would end.
                libc::EIO if is_terminal(stream.descriptor) => Some((END_OF_FILE, false)),
                errno => Some((-errno, false)),
            },
        }
    }

    /// The first `count` bytes of the block as an `ArrayBuffer`; `undefined` when there is no memory for it.
    pub(super) fn take<'s>(&self, scope: &mut v8::PinScope<'s, '_>, count: usize) -> v8::Local<'s, v8::Value> {
        if count >= KEPT_BYTES {
            let block = self.block.replace(std::ptr::null_mut());
            // SAFETY: the block has at least `count` bytes, nobody else has it any more, and `free_block` frees it.
            let store =
                unsafe { v8::ArrayBuffer::new_backing_store_from_ptr(block, count, free_block, std::ptr::null_mut()) };
            return v8::ArrayBuffer::with_backing_store(scope, &store.make_shared()).into();
        }
        let Some(buffer) = uninitialized_array_buffer(scope, count) else { return v8::undefined(scope).into() };
        let target = writable(scope, buffer.into());
        // SAFETY: the block holds `count` bytes that the kernel wrote, and `target` is new memory of that length.
        unsafe { std::ptr::copy_nonoverlapping(self.block().cast(), target.as_mut_ptr(), count) };
        buffer.into()
    }

    fn block(&self) -> *mut c_void {
        if self.block.get().is_null() {
            self.block.set(memory::allocate_block(READ_BYTES));
        }
        self.block.get()
    }
}

unsafe extern "C" fn free_block(data: *mut c_void, _: usize, _: *mut c_void) {
    // SAFETY: V8 calls this once with a block, which has this size whatever was read into it.
    unsafe { memory::free(data, READ_BYTES) };
}
