//! `internalBinding('http_server')`: the connections of native HTTP servers by number, see [`crate::http::connections`].
//!
//! What happens to them comes through the hook `httpEvent(connection, kind, ...)`; the kinds are the constants `k...`.

use std::os::fd::{FromRawFd, IntoRawFd, OwnedFd};

use super::bytes::{self, OnHeapCopy};
use super::{Effect, NativeModule, OwnedBytes, ToJs, function};
use crate::http::Place;
use crate::http::connections::{self, After, ConnectionId, Event, Request};
use crate::http::parser::Options;
use crate::sockets;
use crate::thread::{Hook, ThreadState};

pub(crate) const MODULE: NativeModule = NativeModule::new(
    "http_server",
    &[
        function!("adopt", adopt, Effect::Acts),
        function!("write", write, Effect::Acts),
        function!("finish", finish, Effect::Acts),
        function!("wantDrain", want_drain, Effect::Acts),
        function!("setPaused", set_paused, Effect::Acts),
        function!("shutdown", shutdown, Effect::Acts),
        function!("closeWhenWritten", close_when_written, Effect::Acts),
        function!("close", close, Effect::Acts),
        function!("reset", reset, Effect::Acts),
        function!("detach", detach, Effect::Acts),
        function!("fd", descriptor, Effect::ReadsHost),
        function!("bytesRead", bytes_read, Effect::ReadsHost),
        function!("bytesWritten", bytes_written, Effect::ReadsHost),
        function!("setReferenced", set_referenced, Effect::Acts),
        function!("expired", expired, Effect::ReadsHost),
        function!("idle", idle, Effect::ReadsHost),
    ],
)
.with_values(constants);

const REQUEST: i32 = 0;
const BODY: i32 = 1;
const BODY_END: i32 = 2;
const HAND_OVER: i32 = 3;
const FAILED: i32 = 4;
const DRAINED: i32 = 5;
const ENDED: i32 = 6;
const CLOSED: i32 = 7;

fn constants<'s>(scope: &mut v8::PinScope<'s, '_>, binding: v8::Local<'s, v8::Object>) {
    let values = [
        ("kRequest", REQUEST),
        ("kBody", BODY),
        ("kBodyEnd", BODY_END),
        ("kHandOver", HAND_OVER),
        ("kFailed", FAILED),
        ("kDrained", DRAINED),
        ("kEnded", ENDED),
        ("kClosed", CLOSED),
        ("kFlagKeepsAlive", connections::FLAG_KEEPS_ALIVE as i32),
        ("kFlagHasBody", connections::FLAG_HAS_BODY as i32),
        ("kFlagHasExpect", connections::FLAG_HAS_EXPECT as i32),
    ];
    for (name, value) in values {
        let name = v8::String::new(scope, name).expect("the name is short").into();
        let value = v8::Integer::new(scope, value).into();
        binding.set(scope, name, value);
    }
}

/// Calls the hook with what happened, in the turn that the event loop has started:
///
/// - `(id, kRequest, flags, method, target, slot, headers | undefined)`: `slot` is -1 if the headers are kept nowhere
/// - `(id, kBody, bytes)`, `(id, kBodyEnd, trailers | undefined)`, `(id, kHandOver, bytes)`
/// - `(id, kFailed, code, reason, at, bytes)`, `(id, kDrained)`, `(id, kEnded)`, `(id, kClosed, errno)`
pub(crate) fn tell(scope: &mut v8::PinScope<'_, '_>, id: ConnectionId, event: Event) {
    let id = v8::Integer::new_from_unsigned(scope, id.0).into();
    let undefined = v8::undefined(scope).into();
    let mut arguments = [undefined; 7];
    arguments[0] = id;
    let (kind, count) = match event {
        Event::Request(request) => (REQUEST, put_request(scope, request, &mut arguments)),
        Event::Body(bytes) => {
            arguments[2] = OwnedBytes(bytes).to_js(scope);
            (BODY, 3)
        }
        Event::BodyEnd(trailers) => {
            if !trailers.is_empty() {
                arguments[2] = list(scope, &trailers);
            }
            (BODY_END, 3)
        }
        Event::HandOver(bytes) => {
            arguments[2] = OwnedBytes(bytes).to_js(scope);
            (HAND_OVER, 3)
        }
        Event::Failed(failure, piece) => {
            arguments[2] = text(scope, failure.code.as_bytes());
            arguments[3] = text(scope, failure.reason.as_bytes());
            arguments[4] = v8::Integer::new_from_unsigned(scope, failure.at as u32).into();
            arguments[5] = OwnedBytes(piece).to_js(scope);
            (FAILED, 6)
        }
        Event::Drained => (DRAINED, 2),
        Event::Ended => (ENDED, 2),
        Event::Closed(errno) => {
            arguments[2] = v8::Integer::new(scope, errno).into();
            (CLOSED, 3)
        }
    };
    arguments[1] = v8::Integer::new(scope, kind).into();
    Hook::HttpEvent.call(scope, &arguments[..count]);
}

fn put_request<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    request: Request,
    arguments: &mut [v8::Local<'s, v8::Value>; 7],
) -> usize {
    let (slot, is_known) = match request.place {
        Place::Known(slot) => (slot as i32, true),
        Place::New(slot) => (slot as i32, false),
        Place::None => (-1, false),
    };
    arguments[2] = v8::Integer::new_from_unsigned(scope, request.flags).into();
    arguments[3] = v8::Integer::new(scope, request.method.into()).into();
    arguments[4] = text(scope, &request.target);
    arguments[5] = v8::Integer::new(scope, slot).into();
    if !is_known {
        arguments[6] = list(scope, &request.headers);
    }
    7
}

fn text<'s>(scope: &mut v8::PinScope<'s, '_>, bytes: &[u8]) -> v8::Local<'s, v8::Value> {
    let text = v8::String::new_from_one_byte(scope, bytes, v8::NewStringType::Normal);
    text.unwrap_or_else(|| v8::String::empty(scope)).into()
}

fn list<'s>(scope: &mut v8::PinScope<'s, '_>, texts: &[Vec<u8>]) -> v8::Local<'s, v8::Value> {
    let elements: Vec<v8::Local<'s, v8::Value>> = texts.iter().map(|bytes| text(scope, bytes)).collect();
    v8::Array::new_with_elements(scope, &elements).into()
}

/// `adopt(fd, maxHeaderSize, maxHeaders, noDelay, keepAlive) -> id`: takes an accepted socket over; a negative errno if that
/// fails. `maxHeaders` is 0 for any number of them, `keepAlive` is the delay of its probes in seconds, -1 for none.
fn adopt<'s>(scope: &mut v8::PinScope<'s, '_>, args: v8::FunctionCallbackArguments<'s>, mut rv: v8::ReturnValue<'s>) {
    let descriptor = args.get(0).int32_value(scope).unwrap_or(-1);
    if descriptor < 0 {
        return super::operation::throw_bad_arguments(scope, "adopt");
    }
    // SAFETY: the standard library gives up the descriptor of a socket that it has accepted and nobody else owns.
    let socket = unsafe { OwnedFd::from_raw_fd(descriptor) };
    let max_header_bytes = args.get(1).uint32_value(scope).unwrap_or(0) as usize;
    let max_headers = args.get(2).uint32_value(scope).unwrap_or(0) as usize;
    let max_headers = if max_headers == 0 { usize::MAX } else { max_headers };
    let keep_alive_seconds = args.get(4).int32_value(scope).unwrap_or(-1);
    // A Unix socket has neither, and needs neither.
    if args.get(3).boolean_value(scope) {
        let _ = sockets::set_option(descriptor, libc::IPPROTO_TCP, libc::TCP_NODELAY, 1);
    }
    if keep_alive_seconds >= 0 {
        let _ = sockets::set_option(descriptor, libc::SOL_SOCKET, libc::SO_KEEPALIVE, 1);
    }
    if keep_alive_seconds > 0 {
        let _ = sockets::set_option(descriptor, libc::IPPROTO_TCP, libc::TCP_KEEPIDLE, keep_alive_seconds);
    }
    let state = ThreadState::of(scope);
    match state.http.adopt(
        &state.poller,
        socket,
        Options { max_header_bytes, max_headers, is_lenient: false, relaxes_values: false },
    ) {
        Ok(id) => rv.set_uint32(id.0),
        Err(error) => rv.set_int32(-error.raw_os_error().unwrap_or(libc::EIO)),
    }
}

/// `write(id, first, second | undefined, isUtf8) -> count` of the bytes that wait to be written; -1 if the connection is
/// closed.
fn write<'s>(scope: &mut v8::PinScope<'s, '_>, args: v8::FunctionCallbackArguments<'s>, mut rv: v8::ReturnValue<'s>) {
    let id = connection(scope, &args);
    let is_utf8 = args.get(3).boolean_value(scope);
    let state = ThreadState::of(scope);
    let left = state.http.write(&state.poller, id, |output| {
        append(scope, args.get(1), is_utf8, output);
        append(scope, args.get(2), is_utf8, output);
    });
    rv.set_double(left.map_or(-1.0, |left| left as f64));
}

/// Adds a string as Latin-1 or UTF-8, or the bytes of a view.
fn append(scope: &mut v8::PinScope<'_, '_>, data: v8::Local<'_, v8::Value>, is_utf8: bool, output: &mut Vec<u8>) {
    let Ok(text) = data.try_cast::<v8::String>() else {
        output.extend_from_slice(bytes::readable(data, &mut OnHeapCopy::new()));
        return;
    };
    let view = v8::ValueView::new(scope, text);
    match view.data() {
        v8::ValueViewData::OneByte(latin1) if !is_utf8 || latin1.is_ascii() => output.extend_from_slice(latin1),
        v8::ValueViewData::OneByte(latin1) => output.extend(latin1.iter().flat_map(|byte| {
            let is_ascii = byte.is_ascii();
            let (first, second) = if is_ascii { (*byte, 0) } else { (0xc0 | byte >> 6, 0x80 | (byte & 0x3f)) };
            std::iter::once(first).chain((!is_ascii).then_some(second))
        })),
        v8::ValueViewData::TwoByte(units) if is_utf8 => {
            let mut encoded = [0; 4];
            for character in char::decode_utf16(units.iter().copied()) {
                let character = character.unwrap_or(char::REPLACEMENT_CHARACTER);
                output.extend_from_slice(character.encode_utf8(&mut encoded).as_bytes());
            }
        }
        v8::ValueViewData::TwoByte(units) => output.extend(units.iter().map(|unit| *unit as u8)),
    }
}

/// `finish(id, closes, keepAliveMs)`: the answer is whole.
fn finish<'s>(scope: &mut v8::PinScope<'s, '_>, args: v8::FunctionCallbackArguments<'s>, _: v8::ReturnValue<'s>) {
    let id = connection(scope, &args);
    let after = if args.get(1).boolean_value(scope) {
        After::Close
    } else {
        After::KeepAlive { for_ms: args.get(2).uint32_value(scope).unwrap_or(0) }
    };
    let state = ThreadState::of(scope);
    state.http.finish(&state.poller, id, after);
}

/// `wantDrain(id)`: `kDrained` comes when all that was written is gone.
fn want_drain<'s>(scope: &mut v8::PinScope<'s, '_>, args: v8::FunctionCallbackArguments<'s>, _: v8::ReturnValue<'s>) {
    let id = connection(scope, &args);
    ThreadState::of(scope).http.want_drain(id);
}

/// `setPaused(id, isPaused)`: whether the request's body is to wait.
fn set_paused<'s>(scope: &mut v8::PinScope<'s, '_>, args: v8::FunctionCallbackArguments<'s>, _: v8::ReturnValue<'s>) {
    let id = connection(scope, &args);
    let is_paused = args.get(1).boolean_value(scope);
    let state = ThreadState::of(scope);
    state.http.set_paused(&state.poller, id, is_paused);
}

/// `shutdown(id)`: ends the sending direction after what was written.
fn shutdown<'s>(scope: &mut v8::PinScope<'s, '_>, args: v8::FunctionCallbackArguments<'s>, _: v8::ReturnValue<'s>) {
    let id = connection(scope, &args);
    let state = ThreadState::of(scope);
    state.http.shutdown(&state.poller, id);
}

/// `closeWhenWritten(id)`
fn close_when_written<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: v8::FunctionCallbackArguments<'s>,
    _: v8::ReturnValue<'s>,
) {
    let id = connection(scope, &args);
    let state = ThreadState::of(scope);
    state.http.close_when_written(&state.poller, id);
}

/// `close(id)`: at once; `kClosed` tells.
fn close<'s>(scope: &mut v8::PinScope<'s, '_>, args: v8::FunctionCallbackArguments<'s>, _: v8::ReturnValue<'s>) {
    let id = connection(scope, &args);
    let state = ThreadState::of(scope);
    state.http.close(&state.poller, id, 0);
}

/// `reset(id)`: closes it so that the other side sees a reset.
fn reset<'s>(scope: &mut v8::PinScope<'s, '_>, args: v8::FunctionCallbackArguments<'s>, _: v8::ReturnValue<'s>) {
    let id = connection(scope, &args);
    let state = ThreadState::of(scope);
    state.http.reset(&state.poller, id);
}

/// `detach(id) -> fd`, which is the caller's from now on; -1 if the connection is closed.
fn detach<'s>(scope: &mut v8::PinScope<'s, '_>, args: v8::FunctionCallbackArguments<'s>, mut rv: v8::ReturnValue<'s>) {
    let id = connection(scope, &args);
    let state = ThreadState::of(scope);
    rv.set_int32(state.http.detach(&state.poller, id).map_or(-1, IntoRawFd::into_raw_fd));
}

/// `fd(id)`, -1 once it is closed.
fn descriptor<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: v8::FunctionCallbackArguments<'s>,
    mut rv: v8::ReturnValue<'s>,
) {
    let id = connection(scope, &args);
    rv.set_int32(ThreadState::of(scope).http.descriptor(id).unwrap_or(-1));
}

/// `bytesRead(id)`
fn bytes_read<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: v8::FunctionCallbackArguments<'s>,
    mut rv: v8::ReturnValue<'s>,
) {
    let id = connection(scope, &args);
    rv.set_double(ThreadState::of(scope).http.bytes(id).0 as f64);
}

/// `bytesWritten(id)`
fn bytes_written<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: v8::FunctionCallbackArguments<'s>,
    mut rv: v8::ReturnValue<'s>,
) {
    let id = connection(scope, &args);
    rv.set_double(ThreadState::of(scope).http.bytes(id).1 as f64);
}

/// `setReferenced(id, isReferenced)`
fn set_referenced<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: v8::FunctionCallbackArguments<'s>,
    _: v8::ReturnValue<'s>,
) {
    let id = connection(scope, &args);
    let is_referenced = args.get(1).boolean_value(scope);
    ThreadState::of(scope).http.set_referenced(id, is_referenced);
}

/// `expired(headersTimeout, requestTimeout) -> ids` of the connections whose request has taken longer, in milliseconds.
fn expired<'s>(scope: &mut v8::PinScope<'s, '_>, args: v8::FunctionCallbackArguments<'s>, mut rv: v8::ReturnValue<'s>) {
    let headers_ms = args.get(0).number_value(scope).unwrap_or(0.0) as u64;
    let request_ms = args.get(1).number_value(scope).unwrap_or(0.0) as u64;
    let found = ThreadState::of(scope).http.expired(headers_ms, request_ms);
    rv.set(ids(scope, &found));
}

/// `idle() -> ids` of the connections that wait for another request.
fn idle<'s>(scope: &mut v8::PinScope<'s, '_>, _: v8::FunctionCallbackArguments<'s>, mut rv: v8::ReturnValue<'s>) {
    let found = ThreadState::of(scope).http.idle();
    rv.set(ids(scope, &found));
}

fn ids<'s>(scope: &mut v8::PinScope<'s, '_>, ids: &[ConnectionId]) -> v8::Local<'s, v8::Value> {
    let elements: Vec<v8::Local<'s, v8::Value>> =
        ids.iter().map(|id| v8::Integer::new_from_unsigned(scope, id.0).into()).collect();
    v8::Array::new_with_elements(scope, &elements).into()
}

fn connection<'s>(scope: &mut v8::PinScope<'s, '_>, args: &v8::FunctionCallbackArguments<'s>) -> ConnectionId {
    ConnectionId(args.get(0).uint32_value(scope).unwrap_or(u32::MAX))
}
