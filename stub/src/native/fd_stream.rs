//! `internalBinding('fd_stream')`: streams over descriptors by number, see [`crate::streams`].

use super::{Bytes, Effect, FromJs, NativeModule, OsError, function, immediate};
use crate::streams::StreamId;
use crate::thread::{Callback, ThreadState};

pub(crate) const MODULE: NativeModule = NativeModule::new(
    "fd_stream",
    &[
        function!("open", open, Effect::Acts),
        function!("readStart", read_start, Effect::Acts),
        function!("readStop", read_stop, Effect::Acts),
        function!("write", write, Effect::Acts),
        function!("shutdown", shutdown, Effect::Acts),
        function!("close", close, Effect::Acts),
        function!("ref", reference, Effect::Acts),
        function!("unref", unreference, Effect::Acts),
        function!("fd", descriptor, Effect::ReadsHost),
        immediate!("setBlocking", set_blocking, Effect::Acts),
        function!("tryWrite", try_write, Effect::Acts),
        function!("writeSync", write_sync, Effect::Acts),
    ],
);

/// `open(fd, onread) -> id`: takes the descriptor over. `onread(count, bytes)` gets a negative errno when reading ends.
fn open<'s>(scope: &mut v8::PinScope<'s, '_>, args: v8::FunctionCallbackArguments<'s>, mut rv: v8::ReturnValue<'s>) {
    let (Some(descriptor), Ok(on_read)) = (i32::from_js(scope, args.get(0)), args.get(1).try_cast::<v8::Function>())
    else {
        return super::operation::throw_bad_arguments(scope, "open");
    };
    let on_read = Callback::new(scope, on_read);
    rv.set_uint32(ThreadState::of(scope).streams.open(descriptor, on_read).0);
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
    let state = ThreadState::of(scope);
    rv.set_int32(status(state.streams.set_reading(&state.poller, id, is_reading)));
}

/// `write(id, bytes, callback)`: 0 or a negative errno now, `callback(status)` when all is written.
fn write<'s>(scope: &mut v8::PinScope<'s, '_>, args: v8::FunctionCallbackArguments<'s>, mut rv: v8::ReturnValue<'s>) {
    let id = stream(scope, &args);
    let (Some(bytes), Ok(callback)) = (Bytes::from_js(scope, args.get(1)), args.get(2).try_cast::<v8::Function>())
    else {
        return super::operation::throw_bad_arguments(scope, "write");
    };
    let callback = Callback::new(scope, callback);
    let state = ThreadState::of(scope);
    rv.set_int32(status(state.streams.write(&state.poller, id, bytes, callback)));
}

/// `shutdown(id, callback)`
fn shutdown<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: v8::FunctionCallbackArguments<'s>,
    mut rv: v8::ReturnValue<'s>,
) {
    let id = stream(scope, &args);
    let Ok(callback) = args.get(1).try_cast::<v8::Function>() else {
        return super::operation::throw_bad_arguments(scope, "shutdown");
    };
    let callback = Callback::new(scope, callback);
    let state = ThreadState::of(scope);
    rv.set_int32(status(state.streams.shutdown(&state.poller, id, callback)));
}

/// `close(id, callback?)`
fn close<'s>(scope: &mut v8::PinScope<'s, '_>, args: v8::FunctionCallbackArguments<'s>, _: v8::ReturnValue<'s>) {
    let id = stream(scope, &args);
    let callback = args.get(1).try_cast::<v8::Function>().ok().map(|callback| Callback::new(scope, callback));
    let state = ThreadState::of(scope);
    state.streams.close(&state.poller, id, callback);
}

fn reference<'s>(scope: &mut v8::PinScope<'s, '_>, args: v8::FunctionCallbackArguments<'s>, _: v8::ReturnValue<'s>) {
    let id = stream(scope, &args);
    ThreadState::of(scope).streams.set_referenced(id, true);
}

fn unreference<'s>(scope: &mut v8::PinScope<'s, '_>, args: v8::FunctionCallbackArguments<'s>, _: v8::ReturnValue<'s>) {
    let id = stream(scope, &args);
    ThreadState::of(scope).streams.set_referenced(id, false);
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

/// `tryWrite(fd, bytes) -> count`: writes what the kernel takes without waiting; throws the error of `write`.
fn try_write<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: v8::FunctionCallbackArguments<'s>,
    mut rv: v8::ReturnValue<'s>,
) {
    let descriptor = args.get(0).int32_value(scope).unwrap_or(-1);
    let Some(bytes) = Bytes::from_js(scope, args.get(1)) else {
        return super::operation::throw_bad_arguments(scope, "tryWrite");
    };
    let mut written = 0;
    while written < bytes.len() {
        // SAFETY: `as_ptr` is valid for `len()` bytes while `bytes` lives, and `written` is less.
        let attempt = unsafe {
            crate::streams::write_without_waiting(descriptor, bytes.as_ptr().add(written), bytes.len() - written)
        };
        match attempt {
            Ok(count) => written += count,
            Err(error) => match error.raw_os_error() {
                Some(libc::EINTR) => {}
                Some(libc::EAGAIN) => break,
                _ => {
                    let exception = OsError::new("write", &error).to_js(scope);
                    scope.throw_exception(exception);
                    return;
                }
            },
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "no buffer has 2^53 bytes")]
    rv.set_double(written as f64);
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
