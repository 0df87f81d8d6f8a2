//! `internalBinding('http_parser')`: [`crate::http::parser`] for JavaScript, with one call for each thing that comes.
//!
//! What `step` returns is a number for what has no text, and an array for a head, trailers and errors; the layout is in
//! `stdlib-js/native/http_parser.d.ts`. A request without a body is over with its head, so that it takes one call.

use super::bytes::{OnHeapCopy, index, readable};
use super::{Effect, NativeModule, ToJs, function, handle, operation};
use crate::http::method::{METHODS, Method};
use crate::http::parser::{Event, Failure, Kind, Options, Parser, Step};

pub(crate) const MODULE: NativeModule = NativeModule::new(
    "http_parser",
    &[
        function!("create", create, Effect::Acts),
        function!("reset", reset, Effect::Acts),
        function!("step", step, Effect::Acts),
        function!("finish", finish, Effect::Acts),
        function!("skipBody", skip_body, Effect::Acts),
        function!("setMaxHeaders", set_max_headers, Effect::Acts),
        function!("upgrade", upgrade, Effect::Acts),
        function!("refuseUpgrade", refuse_upgrade, Effect::Acts),
    ],
)
.with_values(values);

/// What a number says; the rest of it are positions.
const NEED_MORE: u64 = 0;
const BODY: u64 = 1;
const COMPLETE: u64 = 2;
const UPGRADED: u64 = 3;
/// No position takes more bits, so that two of them fit in a number.
const POSITION_BITS: u32 = 24;
const MAX_PIECE: usize = (1 << POSITION_BITS) - 1;

const KEEPS_ALIVE: u32 = 1;
const IS_UPGRADE: u32 = 2;
const IS_COMPLETE: u32 = 4;
const HAS_HOST: u32 = 8;
const HAS_EXPECT: u32 = 16;

/// What JavaScript holds.
struct Handle {
    parser: Parser,
    kind: Kind,
}

/// `methods`: those of HTTP, in the order of their numbers; `allMethods`: by number.
fn values<'s>(scope: &mut v8::PinScope<'s, '_>, binding: v8::Local<'s, v8::Object>) {
    let http = (0_u8..).zip(METHODS).filter(|(number, _)| Method(*number).is_http() && Method(*number) != Method::PRI);
    set_names(scope, binding, "methods", http.map(|(_, name)| name));
    set_names(scope, binding, "allMethods", METHODS.into_iter());
}

fn set_names<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    binding: v8::Local<'s, v8::Object>,
    key: &str,
    names: impl Iterator<Item = &'static str>,
) {
    let names: Vec<_> = names.map(|name| text(scope, name.as_bytes(), v8::NewStringType::Internalized)).collect();
    let names = v8::Array::new_with_elements(scope, &names);
    let key = text(scope, key.as_bytes(), v8::NewStringType::Internalized);
    binding.set(scope, key, names.into());
}

/// `create()`: a parser, to be `reset` before its first use.
fn create<'s>(scope: &mut v8::PinScope<'s, '_>, _: v8::FunctionCallbackArguments<'s>, mut rv: v8::ReturnValue<'s>) {
    let options = Options { max_header_bytes: 0, is_lenient: false, relaxes_values: false, max_headers: usize::MAX };
    rv.set(handle::make(scope, Handle { parser: Parser::new(Kind::Request, options), kind: Kind::Request }));
}

/// `reset(parser, isResponse, maxHeaderBytes, isLenient, relaxesValues)`
fn reset<'s>(scope: &mut v8::PinScope<'s, '_>, args: v8::FunctionCallbackArguments<'s>, _: v8::ReturnValue<'s>) {
    let kind = if args.get(1).boolean_value(scope) { Kind::Response } else { Kind::Request };
    let options = Options {
        max_header_bytes: index(args.get(2)),
        is_lenient: args.get(3).boolean_value(scope),
        relaxes_values: args.get(4).boolean_value(scope),
        max_headers: usize::MAX,
    };
    let Some(handle) = handle::get::<Handle>(args.get(0)) else {
        return operation::throw_bad_arguments(scope, "reset");
    };
    *handle.borrow_mut() = Handle { parser: Parser::new(kind, options), kind };
}

/// `step(parser, bytes, start, end)`
fn step<'s>(scope: &mut v8::PinScope<'s, '_>, args: v8::FunctionCallbackArguments<'s>, mut rv: v8::ReturnValue<'s>) {
    let Some(handle) = handle::get::<Handle>(args.get(0)) else {
        return operation::throw_bad_arguments(scope, "step");
    };
    let mut copy = OnHeapCopy::new();
    let bytes = readable(args.get(1), &mut copy);
    let end = index(args.get(3)).min(bytes.len());
    let start = index(args.get(2)).min(end);
    let piece = &bytes[start..end.min(start + MAX_PIECE)];

    // Nothing below calls JavaScript, so neither the bytes nor the parser change meanwhile.
    let Handle { parser, kind } = &mut *handle.borrow_mut();
    match parser.step(piece) {
        Ok(Step { used, event: Event::Head }) => {
            let head = head_of(scope, parser, *kind, piece, used);
            rv.set(head);
        }
        Ok(Step { used, event: Event::Complete { has_trailers: true } }) => {
            let headers = headers_of(scope, parser, piece);
            let used = number(scope, used);
            rv.set(v8::Array::new_with_elements(scope, &[used, headers]).into());
        }
        Ok(Step { used, event }) => rv.set_double(packed(&event, used)),
        Err(failure) => rv.set(failure_of(scope, &failure)),
    }
}

/// `finish(parser)`: as `step`, at the end of the connection.
fn finish<'s>(scope: &mut v8::PinScope<'s, '_>, args: v8::FunctionCallbackArguments<'s>, mut rv: v8::ReturnValue<'s>) {
    let Some(handle) = handle::get::<Handle>(args.get(0)) else {
        return operation::throw_bad_arguments(scope, "finish");
    };
    match handle.borrow_mut().parser.finish() {
        Ok(event) => rv.set_double(packed(&event, 0)),
        Err(failure) => rv.set(failure_of(scope, &failure)),
    }
}

/// `setMaxHeaders(parser, count)`: of a request; 0 is any number.
fn set_max_headers<'s>(_: &mut v8::PinScope<'s, '_>, args: v8::FunctionCallbackArguments<'s>, _: v8::ReturnValue<'s>) {
    if let Some(handle) = handle::get::<Handle>(args.get(0)) {
        let count = index(args.get(1));
        handle.borrow_mut().parser.set_max_headers(if count == 0 { usize::MAX } else { count });
    }
}

fn skip_body<'s>(_: &mut v8::PinScope<'s, '_>, args: v8::FunctionCallbackArguments<'s>, _: v8::ReturnValue<'s>) {
    if let Some(handle) = handle::get::<Handle>(args.get(0)) {
        handle.borrow_mut().parser.skip_body();
    }
}

fn upgrade<'s>(_: &mut v8::PinScope<'s, '_>, args: v8::FunctionCallbackArguments<'s>, _: v8::ReturnValue<'s>) {
    if let Some(handle) = handle::get::<Handle>(args.get(0)) {
        handle.borrow_mut().parser.upgrade();
    }
}

fn refuse_upgrade<'s>(_: &mut v8::PinScope<'s, '_>, args: v8::FunctionCallbackArguments<'s>, _: v8::ReturnValue<'s>) {
    if let Some(handle) = handle::get::<Handle>(args.get(0)) {
        handle.borrow_mut().parser.refuse_upgrade();
    }
}

/// What came, where it began and how much was used, in one number.
#[expect(clippy::cast_precision_loss, reason = "two positions and two bits are less than the 53 of a double")]
fn packed(event: &Event, used: usize) -> f64 {
    let (code, start) = match event {
        Event::NeedMore | Event::Head => (NEED_MORE, 0),
        Event::Body(range) => (BODY, range.start),
        Event::Complete { .. } => (COMPLETE, 0),
        Event::Upgraded => (UPGRADED, 0),
    };
    (((used as u64) << POSITION_BITS | start as u64) << 2 | code) as f64
}

/// `[used, flags, method, target or reason, headers, status, major, minor]`
fn head_of<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    parser: &mut Parser,
    kind: Kind,
    piece: &[u8],
    used: usize,
) -> v8::Local<'s, v8::Value> {
    let headers = headers_of(scope, parser, piece);
    let bytes = parser.head_bytes(piece);
    let head = parser.head();
    let mut flags = 0;
    for (flag, is_set) in [
        (KEEPS_ALIVE, head.keeps_alive),
        (IS_UPGRADE, head.is_upgrade),
        (HAS_EXPECT, head.has_expect),
        (HAS_HOST, head.headers.iter().any(|header| header.name.of(bytes).eq_ignore_ascii_case(b"host"))),
    ] {
        if is_set {
            flags |= flag;
        }
    }
    let text = text(scope, head.text.of(bytes), v8::NewStringType::Normal);
    let method = head.method.map_or(-1, |method| i32::from(method.0));
    let status = head.status;
    let (major, minor) = (head.major, head.minor);
    let is_complete = kind == Kind::Request && !head.is_upgrade && completes_now(parser);
    if is_complete {
        flags |= IS_COMPLETE;
    }
    let elements = [
        number(scope, used),
        v8::Integer::new_from_unsigned(scope, flags).into(),
        v8::Integer::new(scope, method).into(),
        text,
        headers,
        v8::Integer::new(scope, i32::from(status)).into(),
        v8::Integer::new(scope, i32::from(major)).into(),
        v8::Integer::new(scope, i32::from(minor)).into(),
    ];
    v8::Array::new_with_elements(scope, &elements).into()
}

/// Ends a message without a body. One whose head is an error only when it is over leaves that to the next step.
fn completes_now(parser: &mut Parser) -> bool {
    !parser.has_body() && matches!(parser.step(&[]), Ok(Step { event: Event::Complete { .. }, .. }))
}

/// `[name, value, name, value, ...]`
fn headers_of<'s>(scope: &mut v8::PinScope<'s, '_>, parser: &Parser, piece: &[u8]) -> v8::Local<'s, v8::Value> {
    let bytes = parser.head_bytes(piece);
    let headers = &parser.head().headers;
    let mut elements = Vec::with_capacity(headers.len() * 2);
    for header in headers {
        elements.push(text(scope, header.name.of(bytes), v8::NewStringType::Internalized));
        elements.push(text(scope, &header.value_of(bytes), v8::NewStringType::Normal));
    }
    v8::Array::new_with_elements(scope, &elements).into()
}

/// `[code, reason, at]`
fn failure_of<'s>(scope: &mut v8::PinScope<'s, '_>, failure: &Failure) -> v8::Local<'s, v8::Value> {
    let elements = [
        text(scope, failure.code.as_bytes(), v8::NewStringType::Normal),
        text(scope, failure.reason.as_bytes(), v8::NewStringType::Normal),
        number(scope, failure.at),
    ];
    v8::Array::new_with_elements(scope, &elements).into()
}

/// The bytes of a head are Latin-1, as in Node.
fn text<'s>(scope: &mut v8::PinScope<'s, '_>, bytes: &[u8], kind: v8::NewStringType) -> v8::Local<'s, v8::Value> {
    v8::String::new_from_one_byte(scope, bytes, kind).expect("a head is shorter than V8's longest string").into()
}

fn number<'s>(scope: &mut v8::PinScope<'s, '_>, value: usize) -> v8::Local<'s, v8::Value> {
    value.to_js(scope)
}
