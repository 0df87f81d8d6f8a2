//! The bytes of views and buffers while one native function runs: no reference count, no copy where there need be none.
//!
//! A typed array of up to 64 bytes may have its elements on V8's heap, where the collector moves them; reading copies
//! those to the stack, writing gives them memory of their own first.

use std::mem::MaybeUninit;

use crate::memory;

/// Where the elements of a typed array on V8's heap are copied to.
pub(crate) struct OnHeapCopy([u8; v8::TYPED_ARRAY_MAX_SIZE_IN_HEAP]);

impl OnHeapCopy {
    pub(crate) fn new() -> Self {
        Self([0; v8::TYPED_ARRAY_MAX_SIZE_IN_HEAP])
    }
}

/// The bytes of an `ArrayBufferView`, `ArrayBuffer` or `SharedArrayBuffer`; empty for anything else. They must not be
/// kept beyond the call, nor while JavaScript runs, which could detach or shrink them.
pub(crate) fn readable<'a>(value: v8::Local<'a, v8::Value>, copy: &'a mut OnHeapCopy) -> &'a [u8] {
    if let Ok(view) = value.try_cast::<v8::ArrayBufferView>() {
        // SAFETY: as in `memory`; or else the bytes were copied to `copy`, which lives as long as the result.
        let (data, length) = unsafe { view.get_contents_raw_parts(&mut copy.0) };
        if data.is_null() || length == 0 {
            return &[];
        }
        // SAFETY: the two belong together, and nothing frees the memory before JavaScript runs again.
        return unsafe { std::slice::from_raw_parts(data, length) };
    }
    let (data, length) = buffer_memory(value);
    if length == 0 {
        return &[];
    }
    // SAFETY: `buffer_memory` gave the whole of a buffer that `value` keeps alive.
    unsafe { std::slice::from_raw_parts(data, length) }
}

/// The bytes of a view for writing; they may be uninitialised. The rules of [`readable`] hold, and two results of one
/// call may overlap, so only one may be in use at a time.
pub(crate) fn writable<'a>(
    scope: &mut v8::PinScope<'_, '_>,
    value: v8::Local<'a, v8::Value>,
) -> &'a mut [MaybeUninit<u8>] {
    let (data, length) = memory(scope, value);
    if length == 0 {
        return &mut [];
    }
    // SAFETY: `memory` gave memory that `value` keeps alive; callers hold one such slice at a time.
    unsafe { std::slice::from_raw_parts_mut(data.cast(), length) }
}

/// Where the bytes of a view are and how many: outside V8's heap, so they stay there.
pub(crate) fn memory(scope: &mut v8::PinScope<'_, '_>, value: v8::Local<'_, v8::Value>) -> (*mut u8, usize) {
    let Ok(view) = value.try_cast::<v8::ArrayBufferView>() else {
        return buffer_memory(value);
    };
    if !view.has_buffer() {
        view.buffer(scope);
    }
    let length = view.byte_length();
    if length == 0 { (std::ptr::null_mut(), 0) } else { (view.data().cast(), length) }
}

fn buffer_memory(value: v8::Local<'_, v8::Value>) -> (*mut u8, usize) {
    let (data, length) = if let Ok(buffer) = value.try_cast::<v8::ArrayBuffer>() {
        (buffer.data(), buffer.byte_length())
    } else if let Ok(buffer) = value.try_cast::<v8::SharedArrayBuffer>() {
        (buffer.get_backing_store().data(), buffer.byte_length())
    } else {
        (None, 0)
    };
    data.map_or((std::ptr::null_mut(), 0), |data| (data.as_ptr().cast(), length))
}

/// An `ArrayBuffer` whose memory is uninitialised: JavaScript must fill it, or say so as `Buffer.allocUnsafe` does.
/// `None` when there is no such memory.
pub(crate) fn uninitialized_array_buffer<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    length: usize,
) -> Option<v8::Local<'s, v8::ArrayBuffer>> {
    if length == 0 {
        return Some(v8::ArrayBuffer::new(scope, 0));
    }
    let data = memory::allocate_uninitialized(scope, length);
    if data.is_null() {
        return None;
    }
    // SAFETY: the memory is `length` bytes that nobody else owns, and `free_memory` frees them.
    let store = unsafe { v8::ArrayBuffer::new_backing_store_from_ptr(data, length, free_memory, std::ptr::null_mut()) };
    Some(v8::ArrayBuffer::with_backing_store(scope, &store.make_shared()))
}

unsafe extern "C" fn free_memory(data: *mut std::ffi::c_void, length: usize, _: *mut std::ffi::c_void) {
    // SAFETY: V8 calls this once with what `uninitialized_array_buffer` allocated.
    unsafe { memory::free(data, length) };
}

/// A whole number that JavaScript validated: an offset or a length.
pub(crate) fn index(value: v8::Local<'_, v8::Value>) -> usize {
    value.try_cast::<v8::Number>().map_or(0, |number| number.value() as usize)
}
