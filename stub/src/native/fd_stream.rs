//! `internalBinding('fd_stream')`: streams over descriptors by number, see [`crate::streams`].

use super::bytes::{OnHeapCopy, readable};
use super::{Bytes, Effect, FromJs, NativeModule, OsError, ToJs, function, immediate};
use crate::streams::{Chunk, StreamId, Written};
use crate::thread::ThreadState;

pub(crate) const MODULE: NativeModule = NativeModule::new(
    "fd_stream",
    &[
        function!("open", open, Effect::Acts),
        function!("readStart", read_start, Effect::Acts),
        function!("readStop", read_stop, Effect::Acts),
        function!("writeBuffer", write_buffer, Effect::Acts),
        function!("writeString", write_string, Effect::Acts),
        function!("writev", write_vector, Effect::Acts),
        function!("setTarget", set_target, Effect::Acts),
        function!("shutdown", shutdown, Effect::Acts),
        function!("close", close, Effect::Acts),
        function!("ref", reference, Effect::Acts),
        function!("unref", unreference, Effect::Acts),
        function!("adoptFrame", adopt_frame, Effect::Acts),
        function!("fd", descriptor, Effect::ReadsHost),
        function!("referencedOwners", referenced_owners, Effect::ReadsHost),
        function!("operations", operations, Effect::ReadsHost),
        immediate!("setBlocking", set_blocking, Effect::Acts),
        function!("writeSync", write_sync, Effect::Acts),
    ],
);

/// `open(fd, owner) -> id`: takes the descriptor over. The hook `streamEvent` gets `owner` and what happened.
fn open<'s>(scope: &mut v8::PinScope<'s, '_>, args: v8::FunctionCallbackArguments<'s>, mut rv: v8::ReturnValue<'s>) {
    let (Some(descriptor), Ok(owner)) = (i32::from_js(scope, args.get(0)), args.get(1).try_cast::<v8::Object>()) else {
        return super::operation::throw_bad_arguments(scope, "open");
    };
    match ThreadState::of(scope).streams.open(scope, descriptor, owner) {
        Ok(id) => rv.set_uint32(id.0),
        Err(error) => rv.set_int32(status(Err(error))),
    }
}

fn read_start<'s>(scope: &mut v8::PinScope<'s, '_>, args: v8::FunctionCallbackArguments<'s>, rv: v8::ReturnValue<'s>) {
    set_reading(scope, &args, rv, true);
}

fn read_stop<'s>(scope: &mut v8::PinScope<'s, '_>, args: v8::FunctionCallbackArguments<'s>, rv: v8::ReturnValue<'s>) {
    set_reading(scope, &args, rv, false);
}

/// Returns 0 or a negative errno.
fn set_reading<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: &v8::FunctionCallbackArguments<'s>,
    mut rv: v8::ReturnValue<'s>,
    is_reading: bool,
) {
    let id = stream(scope, args);
    let is_open = ThreadState::of(scope).streams.set_reading(id, is_reading);
    rv.set_int32(if is_open { 0 } else { -libc::EBADF });
}

/// Added to the number of bytes that a write returns while the kernel has not taken them all.
const PENDING: f64 = (1_u64 << 52) as f64;

/// `writeBuffer(id, bytes)`: the number of bytes, or a negative errno; with [`PENDING`] the event `Written` comes later.
fn write_buffer<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: v8::FunctionCallbackArguments<'s>,
    mut rv: v8::ReturnValue<'s>,
) {
    let (id, view) = (stream(scope, &args), args.get(1));
    let mut copy = OnHeapCopy::new();
    let bytes = readable(view, &mut copy);
    let part = libc::iovec { iov_base: bytes.as_ptr().cast_mut().cast(), iov_len: bytes.len() };
    let state = ThreadState::of(scope);
    let written =
        state.streams.write(id, &[part], || Bytes::from_js(scope, view).into_iter().map(Chunk::Shared).collect());
    rv.set_double(outcome(written, part.iov_len));
}

/// `writeString(id, text, isLatin1)`, as `writeBuffer` of its bytes.
fn write_string<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: v8::FunctionCallbackArguments<'s>,
    mut rv: v8::ReturnValue<'s>,
) {
    let id = stream(scope, &args);
    let Ok(text) = args.get(1).try_cast::<v8::String>() else {
        return super::operation::throw_bad_arguments(scope, "writeString");
    };
    let state = ThreadState::of(scope);
    let mut scratch = state.streams.scratch.take();
    scratch.clear();
    encode(scope, text, args.get(2).is_true(), &mut scratch);
    let part = libc::iovec { iov_base: scratch.as_mut_ptr().cast(), iov_len: scratch.len() };
    let written = state.streams.write(id, &[part], || vec![Chunk::Owned(scratch.clone())]);
    state.streams.keep_scratch(scratch);
    rv.set_double(outcome(written, part.iov_len));
}

/// `writev(id, [chunk, isLatin1, ...])` where a chunk is a view or a string, as `writeBuffer` of all bytes together.
fn write_vector<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: v8::FunctionCallbackArguments<'s>,
    mut rv: v8::ReturnValue<'s>,
) {
    let id = stream(scope, &args);
    let Ok(list) = args.get(1).try_cast::<v8::Array>() else {
        return super::operation::throw_bad_arguments(scope, "writev");
    };
    let mut chunks = Vec::with_capacity(list.length() as usize / 2);
    for index in (0..list.length()).step_by(2) {
        v8::scope!(let scope, scope);
        let chunk = list.get_index(scope, index);
        let is_latin1 = list.get_index(scope, index + 1).is_some_and(|flag| flag.is_true());
        let Some(chunk) = chunk.and_then(|chunk| vector_chunk(scope, chunk, is_latin1)) else {
            return super::operation::throw_bad_arguments(scope, "writev");
        };
        chunks.push(chunk);
    }
    let parts: Vec<_> = chunks.iter().map(Chunk::part).collect();
    let total = parts.iter().map(|part| part.iov_len).sum();
    let written = ThreadState::of(scope).streams.write(id, &parts, || chunks);
    rv.set_double(outcome(written, total));
}

fn vector_chunk(scope: &mut v8::PinScope<'_, '_>, chunk: v8::Local<'_, v8::Value>, is_latin1: bool) -> Option<Chunk> {
    let Ok(text) = chunk.try_cast::<v8::String>() else { return Bytes::from_js(scope, chunk).map(Chunk::Shared) };
    let mut bytes = Vec::new();
    encode(scope, text, is_latin1, &mut bytes);
    Some(Chunk::Owned(bytes))
}

/// Appends the bytes of `text`.
fn encode(scope: &mut v8::PinScope<'_, '_>, text: v8::Local<'_, v8::String>, is_latin1: bool, bytes: &mut Vec<u8>) {
    let flags = v8::WriteFlags::kReplaceInvalidUtf8;
    // A UTF-16 unit takes at most three bytes; only where that is much is the length worth another look at the text.
    let room = match text.length() {
        length if is_latin1 => length,
        length if length <= 16 * 1024 => length * 3,
        _ => text.utf8_length(scope),
    };
    let start = bytes.len();
    bytes.reserve(room);
    let target = &mut bytes.spare_capacity_mut()[..room];
    let written = if is_latin1 {
        text.write_one_byte_uninit_v2(scope, 0, target, v8::WriteFlags::empty());
        room
    } else {
        text.write_utf8_uninit_v2(scope, target, flags, None)
    };
    // SAFETY: `written` bytes after `start` have just been written, at most the reserved `room`.
    unsafe { bytes.set_len(start + written) };
}

fn outcome(written: Written, length: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "no memory has 2^52 bytes")]
    let length = length as f64;
    match written {
        Written::Whole => length,
        Written::Pending => length + PENDING,
        Written::Failed(errno) => f64::from(-errno),
    }
}

/// `setTarget(id, view)`: reads fill the view from now on, and their events come without bytes.
fn set_target<'s>(scope: &mut v8::PinScope<'s, '_>, args: v8::FunctionCallbackArguments<'s>, _: v8::ReturnValue<'s>) {
    let id = stream(scope, &args);
    match Bytes::from_js(scope, args.get(1)) {
        Some(target) => ThreadState::of(scope).streams.set_target(id, target),
        None => super::operation::throw_bad_arguments(scope, "setTarget"),
    }
}

/// `shutdown(id)`: `Shutdown` tells when the writes before it are through; 0 or a negative errno.
fn shutdown<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: v8::FunctionCallbackArguments<'s>,
    mut rv: v8::ReturnValue<'s>,
) {
    let id = stream(scope, &args);
    let is_open = ThreadState::of(scope).streams.shutdown(id);
    rv.set_int32(if is_open { 0 } else { -libc::EBADF });
}

/// `close(id)`: `Closed` tells.
fn close<'s>(scope: &mut v8::PinScope<'s, '_>, args: v8::FunctionCallbackArguments<'s>, _: v8::ReturnValue<'s>) {
    let id = stream(scope, &args);
    let state = ThreadState::of(scope);
    state.streams.close(&state.poller, id);
}

fn reference<'s>(scope: &mut v8::PinScope<'s, '_>, args: v8::FunctionCallbackArguments<'s>, _: v8::ReturnValue<'s>) {
    let id = stream(scope, &args);
    ThreadState::of(scope).streams.set_referenced(id, true);
}

fn unreference<'s>(scope: &mut v8::PinScope<'s, '_>, args: v8::FunctionCallbackArguments<'s>, _: v8::ReturnValue<'s>) {
    let id = stream(scope, &args);
    ThreadState::of(scope).streams.set_referenced(id, false);
}

/// `adoptFrame(id)`: the stream's events are told in the caller's async context from now on.
fn adopt_frame<'s>(scope: &mut v8::PinScope<'s, '_>, args: v8::FunctionCallbackArguments<'s>, _: v8::ReturnValue<'s>) {
    let id = stream(scope, &args);
    ThreadState::of(scope).streams.adopt_frame(scope, id);
}

/// `fd(id)`: the descriptor, -1 once closed.
fn descriptor<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: v8::FunctionCallbackArguments<'s>,
    mut rv: v8::ReturnValue<'s>,
) {
    let id = stream(scope, &args);
    rv.set_int32(ThreadState::of(scope).streams.descriptor(id).unwrap_or(-1));
}

/// `referencedOwners()`: those of the streams that may keep the process alive.
fn referenced_owners<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    _: v8::FunctionCallbackArguments<'s>,
    mut rv: v8::ReturnValue<'s>,
) {
    let owners = ThreadState::of(scope).streams.referenced_owners(scope);
    rv.set(v8::Array::new_with_elements(scope, &owners).into());
}

/// `operations()`: the names of what runs on the thread pool for this thread.
fn operations<'s>(scope: &mut v8::PinScope<'s, '_>, _: v8::FunctionCallbackArguments<'s>, mut rv: v8::ReturnValue<'s>) {
    let operations = ThreadState::of(scope).requests.operations();
    rv.set(operations.to_js(scope));
}

/// `setBlocking(fd, blocking)`
fn set_blocking((descriptor, is_blocking): (i32, bool)) -> Result<(), OsError> {
    // SAFETY: no memory arguments.
    let flags = unsafe { libc::fcntl(descriptor, libc::F_GETFL) };
    let wanted = if is_blocking { flags & !libc::O_NONBLOCK } else { flags | libc::O_NONBLOCK };
    // SAFETY: no memory arguments.
    if flags < 0 || unsafe { libc::fcntl(descriptor, libc::F_SETFL, wanted) } != 0 {
        return Err(OsError::last("fcntl"));
    }
    Ok(())
}

/// `writeSync(fd, bytes | string)`: writes all of it, waiting where the other side is slow; throws the error of `write`.
fn write_sync<'s>(scope: &mut v8::PinScope<'s, '_>, args: v8::FunctionCallbackArguments<'s>, _: v8::ReturnValue<'s>) {
    let descriptor = args.get(0).int32_value(scope).unwrap_or(-1);
    let result = if let Ok(text) = args.get(1).try_cast::<v8::String>() {
        let mut short = [std::mem::MaybeUninit::uninit(); 4096];
        let text = text.to_rust_cow_lossy(scope, &mut short);
        super::process::write_all(descriptor, text.as_bytes())
    } else if let Some(bytes) = Bytes::from_js(scope, args.get(1)) {
        super::process::write_all(descriptor, &bytes.to_vec())
    } else {
        return super::operation::throw_bad_arguments(scope, "writeSync");
    };
    if let Err(error) = result {
        let exception = error.to_js(scope);
        scope.throw_exception(exception);
    }
}

fn stream<'s>(scope: &mut v8::PinScope<'s, '_>, args: &v8::FunctionCallbackArguments<'s>) -> StreamId {
    StreamId(args.get(0).uint32_value(scope).unwrap_or(u32::MAX))
}

fn status(result: std::io::Result<()>) -> i32 {
    result.map_or_else(|error| -error.raw_os_error().unwrap_or(libc::EIO), |()| 0)
}
