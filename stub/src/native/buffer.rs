//! `internalBinding('buffer')`: text into bytes and back, searching, comparing, filling.
//!
//! Ranges arrive validated; they are clamped once more here, because a view can shrink behind JavaScript's back.

mod search;
mod text;

use std::mem::MaybeUninit;
use std::ops::Range;

use v8::simdutf;

use super::bytes::{self, OnHeapCopy, index, memory, readable, writable};
use super::{Effect, NativeModule, function};
use search::{Direction, Needle};

pub(crate) const MODULE: NativeModule = NativeModule::new(
    "buffer",
    &[
        function!("createUninitialized", create_uninitialized, Effect::Pure),
        function!("byteLengthUtf8", byte_length_utf8, Effect::Pure),
        function!("asciiSlice", ascii_slice, Effect::Pure),
        function!("base64Slice", base64_slice, Effect::Pure),
        function!("base64urlSlice", base64url_slice, Effect::Pure),
        function!("hexSlice", hex_slice, Effect::Pure),
        function!("latin1Slice", latin1_slice, Effect::Pure),
        function!("ucs2Slice", ucs2_slice, Effect::Pure),
        function!("utf8Slice", utf8_slice, Effect::Pure),
        function!("base64Write", base64_write, Effect::Pure),
        function!("hexWrite", hex_write, Effect::Pure),
        function!("latin1Write", latin1_write, Effect::Pure),
        function!("ucs2Write", ucs2_write, Effect::Pure),
        function!("utf8Write", utf8_write, Effect::Pure),
        function!("compare", compare, Effect::Pure),
        function!("compareRanges", compare_ranges, Effect::Pure),
        function!("copy", copy, Effect::Pure),
        function!("fill", fill, Effect::Pure),
        function!("swap", swap, Effect::Pure),
        function!("indexOfBuffer", index_of_buffer, Effect::Pure),
        function!("indexOfNumber", index_of_number, Effect::Pure),
        function!("indexOfString", index_of_string, Effect::Pure),
        function!("isAscii", is_ascii, Effect::Pure),
        function!("isUtf8", is_utf8, Effect::Pure),
        function!("atob", atob, Effect::Pure),
        function!("btoa", btoa, Effect::Pure),
    ],
)
.with_values(add_limits);

fn add_limits<'s>(scope: &mut v8::PinScope<'s, '_>, binding: v8::Local<'s, v8::Object>) {
    let limits = [("kMaxLength", v8::TypedArray::MAX_BYTE_LENGTH), ("kStringMaxLength", v8::String::MAX_LENGTH)];
    for (name, limit) in limits {
        let key = v8::String::new(scope, name).expect("the name is short");
        #[expect(clippy::cast_precision_loss, reason = "both are at most 2^53 - 1")]
        let value = v8::Number::new(scope, limit as f64);
        binding.set(scope, key.into(), value.into());
    }
}

/// `createUninitialized(size)`: an `ArrayBuffer`, or `undefined` when there is not that much memory.
fn create_uninitialized<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: v8::FunctionCallbackArguments<'s>,
    mut rv: v8::ReturnValue<'s>,
) {
    if let Some(buffer) = bytes::uninitialized_array_buffer(scope, index(args.get(0))) {
        rv.set(buffer.into());
    }
}

/// `byteLengthUtf8(string)`
fn byte_length_utf8<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: v8::FunctionCallbackArguments<'s>,
    mut rv: v8::ReturnValue<'s>,
) {
    set_count(&mut rv, string(&args, 0).utf8_length(scope));
}

fn string<'s>(args: &v8::FunctionCallbackArguments<'s>, position: i32) -> v8::Local<'s, v8::String> {
    args.get(position).try_cast().expect("the standard library passes a string")
}

#[expect(clippy::cast_precision_loss, reason = "no length reaches 2^53")]
fn set_count(rv: &mut v8::ReturnValue<'_>, count: usize) {
    match u32::try_from(count) {
        Ok(count) => rv.set_uint32(count),
        Err(_) => rv.set_double(count as f64),
    }
}

/// The range of `length` bytes that two arguments give, within those bytes.
fn range(args: &v8::FunctionCallbackArguments<'_>, position: i32, length: usize) -> Range<usize> {
    let end = index(args.get(position + 1)).min(length);
    index(args.get(position)).min(end)..end
}

// `xSlice(view, start, end)`: the bytes as a string, `undefined` when a string cannot be that long.

type MakeString = for<'s, 'i> fn(&mut v8::PinScope<'s, 'i>, &[u8]) -> Option<v8::Local<'s, v8::String>>;

fn slice<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: &v8::FunctionCallbackArguments<'s>,
    mut rv: v8::ReturnValue<'s>,
    make: MakeString,
) {
    let mut copy = OnHeapCopy::new();
    let bytes = readable(args.get(0), &mut copy);
    if let Some(text) = make(scope, &bytes[range(args, 1, bytes.len())]) {
        rv.set(text.into());
    }
}

fn one_byte<'s>(scope: &mut v8::PinScope<'s, '_>, bytes: &[u8]) -> Option<v8::Local<'s, v8::String>> {
    v8::String::new_from_one_byte(scope, bytes, v8::NewStringType::Normal)
}

fn utf8_slice<'s>(scope: &mut v8::PinScope<'s, '_>, args: v8::FunctionCallbackArguments<'s>, rv: v8::ReturnValue<'s>) {
    slice(scope, &args, rv, |scope, bytes| v8::String::new_from_utf8(scope, bytes, v8::NewStringType::Normal));
}

fn latin1_slice<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: v8::FunctionCallbackArguments<'s>,
    rv: v8::ReturnValue<'s>,
) {
    slice(scope, &args, rv, one_byte);
}

fn ascii_slice<'s>(scope: &mut v8::PinScope<'s, '_>, args: v8::FunctionCallbackArguments<'s>, rv: v8::ReturnValue<'s>) {
    slice(scope, &args, rv, |scope, bytes| {
        if bytes.is_ascii() {
            return one_byte(scope, bytes);
        }
        let text: Vec<u8> = bytes.iter().map(|byte| byte & 0x7f).collect();
        one_byte(scope, &text)
    });
}

fn ucs2_slice<'s>(scope: &mut v8::PinScope<'s, '_>, args: v8::FunctionCallbackArguments<'s>, rv: v8::ReturnValue<'s>) {
    slice(scope, &args, rv, |scope, bytes| {
        if bytes.len() / 2 > v8::String::MAX_LENGTH {
            return None;
        }
        let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
        v8::String::new_from_two_byte(scope, &units, v8::NewStringType::Normal)
    });
}

fn hex_slice<'s>(scope: &mut v8::PinScope<'s, '_>, args: v8::FunctionCallbackArguments<'s>, rv: v8::ReturnValue<'s>) {
    slice(scope, &args, rv, |scope, bytes| {
        if bytes.len() > v8::String::MAX_LENGTH / 2 {
            return None;
        }
        one_byte(scope, &text::hex(bytes))
    });
}

fn base64_slice<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: v8::FunctionCallbackArguments<'s>,
    rv: v8::ReturnValue<'s>,
) {
    slice(scope, &args, rv, |scope, bytes| base64_string(scope, bytes, simdutf::Base64Options::Default));
}

fn base64url_slice<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: v8::FunctionCallbackArguments<'s>,
    rv: v8::ReturnValue<'s>,
) {
    slice(scope, &args, rv, |scope, bytes| base64_string(scope, bytes, simdutf::Base64Options::Url));
}

fn base64_string<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    bytes: &[u8],
    options: simdutf::Base64Options,
) -> Option<v8::Local<'s, v8::String>> {
    if simdutf::base64_length_from_binary(bytes.len(), options) > v8::String::MAX_LENGTH {
        return None;
    }
    one_byte(scope, &text::base64(bytes, options))
}

/// The bytes as hexadecimal text, for the other bindings.
pub(super) fn hex(bytes: &[u8]) -> Vec<u8> {
    text::hex(bytes)
}

/// The bytes as base64 text.
pub(super) fn base64(bytes: &[u8]) -> Vec<u8> {
    text::base64(bytes, simdutf::Base64Options::Default)
}

/// The bytes as base64 text for URLs.
pub(super) fn base64url(bytes: &[u8]) -> Vec<u8> {
    text::base64(bytes, simdutf::Base64Options::Url)
}

// `xWrite(view, string, offset, length)`: writes at most `length` bytes of whole characters; gives their number.

/// The bytes that a write may fill.
fn target<'s>(scope: &mut v8::PinScope<'s, '_>, args: &v8::FunctionCallbackArguments<'s>) -> &'s mut [MaybeUninit<u8>] {
    let bytes = writable(scope, args.get(0));
    let start = index(args.get(2)).min(bytes.len());
    let end = start + index(args.get(3)).min(bytes.len() - start);
    &mut bytes[start..end]
}

fn utf8_write<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: v8::FunctionCallbackArguments<'s>,
    mut rv: v8::ReturnValue<'s>,
) {
    let target = target(scope, &args);
    let flags = v8::WriteFlags::kReplaceInvalidUtf8;
    set_count(&mut rv, string(&args, 1).write_utf8_uninit_v2(scope, target, flags, None));
}

fn latin1_write<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: v8::FunctionCallbackArguments<'s>,
    mut rv: v8::ReturnValue<'s>,
) {
    let target = target(scope, &args);
    let text = string(&args, 1);
    text.write_one_byte_uninit_v2(scope, 0, target, v8::WriteFlags::empty());
    set_count(&mut rv, text.length().min(target.len()));
}

fn ucs2_write<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: v8::FunctionCallbackArguments<'s>,
    mut rv: v8::ReturnValue<'s>,
) {
    let target = target(scope, &args);
    let text = string(&args, 1);
    // The target need not be aligned for whole units, so they go through memory that is.
    let mut units = vec![0_u16; text.length().min(target.len() / 2)];
    text.write_v2(scope, 0, &mut units, v8::WriteFlags::empty());
    for (bytes, unit) in target.chunks_exact_mut(2).zip(&units) {
        bytes.write_copy_of_slice(&unit.to_le_bytes());
    }
    set_count(&mut rv, units.len() * 2);
}

fn hex_write<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: v8::FunctionCallbackArguments<'s>,
    mut rv: v8::ReturnValue<'s>,
) {
    let target = target(scope, &args);
    let view = v8::ValueView::new(scope, string(&args, 1));
    let count = match view.data() {
        v8::ValueViewData::OneByte(units) => text::decode_hex(units, target),
        v8::ValueViewData::TwoByte(units) => text::decode_hex(units, target),
    };
    set_count(&mut rv, count);
}

fn base64_write<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: v8::FunctionCallbackArguments<'s>,
    mut rv: v8::ReturnValue<'s>,
) {
    let target = target(scope, &args);
    let view = v8::ValueView::new(scope, string(&args, 1));
    let count = match view.data() {
        v8::ValueViewData::OneByte(units) => text::decode_base64(units, target),
        v8::ValueViewData::TwoByte(units) => text::decode_base64_units(units, target),
    };
    set_count(&mut rv, count);
}

// Whole memories.

/// `compare(a, b)`: -1, 0 or 1.
fn compare<'s>(_: &mut v8::PinScope<'s, '_>, args: v8::FunctionCallbackArguments<'s>, mut rv: v8::ReturnValue<'s>) {
    let (mut copy_a, mut copy_b) = (OnHeapCopy::new(), OnHeapCopy::new());
    let (a, b) = (readable(args.get(0), &mut copy_a), readable(args.get(1), &mut copy_b));
    rv.set_int32(a.cmp(b) as i32);
}

/// `compareRanges(a, aStart, aEnd, b, bStart, bEnd)`: -1, 0 or 1.
fn compare_ranges<'s>(
    _: &mut v8::PinScope<'s, '_>,
    args: v8::FunctionCallbackArguments<'s>,
    mut rv: v8::ReturnValue<'s>,
) {
    let (mut copy_a, mut copy_b) = (OnHeapCopy::new(), OnHeapCopy::new());
    let (a, b) = (readable(args.get(0), &mut copy_a), readable(args.get(3), &mut copy_b));
    let order = a[range(&args, 1, a.len())].cmp(&b[range(&args, 4, b.len())]);
    rv.set_int32(order as i32);
}

/// `copy(source, target, targetStart, sourceStart, count)`; the two may overlap.
fn copy<'s>(scope: &mut v8::PinScope<'s, '_>, args: v8::FunctionCallbackArguments<'s>, _: v8::ReturnValue<'s>) {
    let (source, source_length) = memory(scope, args.get(0));
    let (target, target_length) = memory(scope, args.get(1));
    let target_start = index(args.get(2)).min(target_length);
    let source_start = index(args.get(3)).min(source_length);
    let count = index(args.get(4)).min(target_length - target_start).min(source_length - source_start);
    if count > 0 {
        // SAFETY: both ranges were just clamped to their memories, which the arguments keep alive; `copy` allows overlap.
        unsafe { std::ptr::copy(source.add(source_start), target.add(target_start), count) };
    }
}

/// `fill(view, pattern, start, end)`: repeats the bytes of `pattern`, which is not empty.
fn fill<'s>(scope: &mut v8::PinScope<'s, '_>, args: v8::FunctionCallbackArguments<'s>, _: v8::ReturnValue<'s>) {
    let mut copy = OnHeapCopy::new();
    // A copy, because the pattern may be a part of what is filled.
    let pattern = readable(args.get(1), &mut copy).to_vec();
    let bytes = writable(scope, args.get(0));
    let range = range(&args, 2, bytes.len());
    let target = &mut bytes[range];
    let mut filled = pattern.len().min(target.len());
    if filled == 0 {
        return;
    }
    target[..filled].write_copy_of_slice(&pattern[..filled]);
    // What is filled is copied behind itself, twice as much each time.
    while filled < target.len() {
        let count = filled.min(target.len() - filled);
        target.copy_within(..count, filled);
        filled += count;
    }
}

/// `swap(view, size)`: reverses the bytes of every 2, 4 or 8.
fn swap<'s>(scope: &mut v8::PinScope<'s, '_>, args: v8::FunctionCallbackArguments<'s>, _: v8::ReturnValue<'s>) {
    let bytes = writable(scope, args.get(0));
    match index(args.get(1)) {
        2 => bytes.as_chunks_mut::<2>().0.iter_mut().for_each(|unit| unit.reverse()),
        4 => bytes.as_chunks_mut::<4>().0.iter_mut().for_each(|unit| unit.reverse()),
        _ => bytes.as_chunks_mut::<8>().0.iter_mut().for_each(|unit| unit.reverse()),
    }
}

fn is_ascii<'s>(_: &mut v8::PinScope<'s, '_>, args: v8::FunctionCallbackArguments<'s>, mut rv: v8::ReturnValue<'s>) {
    let mut copy = OnHeapCopy::new();
    rv.set_bool(simdutf::validate_ascii(readable(args.get(0), &mut copy)));
}

fn is_utf8<'s>(_: &mut v8::PinScope<'s, '_>, args: v8::FunctionCallbackArguments<'s>, mut rv: v8::ReturnValue<'s>) {
    let mut copy = OnHeapCopy::new();
    rv.set_bool(simdutf::validate_utf8(readable(args.get(0), &mut copy)));
}

// Searching: where the needle is, or -1.

fn set_position(rv: &mut v8::ReturnValue<'_>, position: Option<usize>) {
    match position {
        Some(position) => set_count(rv, position),
        None => rv.set_int32(-1),
    }
}

/// The arguments `offset, end, forward` that every search has from its third on.
fn search_range(scope: &mut v8::PinScope<'_, '_>, args: &v8::FunctionCallbackArguments<'_>) -> search::Range {
    let direction = if args.get(4).is_true() { Direction::Forward } else { Direction::Backward };
    let offset = args.get(2).integer_value(scope).unwrap_or(0);
    search::Range { offset, end: index(args.get(3)), direction }
}

/// `indexOfNumber(view, byte, offset, end, forward)`
fn index_of_number<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: v8::FunctionCallbackArguments<'s>,
    mut rv: v8::ReturnValue<'s>,
) {
    let range = search_range(scope, &args);
    let mut copy = OnHeapCopy::new();
    let needle = [index(args.get(1)) as u8];
    set_position(&mut rv, search::find(readable(args.get(0), &mut copy), &Needle::Bytes(&needle), &range));
}

/// The `encoding` argument: UTF-16, whose text begins on whole units, Latin-1, or else bytes.
const SEARCH_LATIN1: usize = 1;
const SEARCH_UCS2: usize = 2;

/// `indexOfBuffer(view, needle, offset, end, forward, encoding)`
fn index_of_buffer<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: v8::FunctionCallbackArguments<'s>,
    mut rv: v8::ReturnValue<'s>,
) {
    let range = search_range(scope, &args);
    let (mut copy, mut needle_copy) = (OnHeapCopy::new(), OnHeapCopy::new());
    let bytes = readable(args.get(1), &mut needle_copy);
    let needle = if index(args.get(5)) == SEARCH_UCS2 { Needle::Units(bytes) } else { Needle::Bytes(bytes) };
    set_position(&mut rv, search::find(readable(args.get(0), &mut copy), &needle, &range));
}

/// `indexOfString(view, string, offset, end, forward, encoding)`
fn index_of_string<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: v8::FunctionCallbackArguments<'s>,
    mut rv: v8::ReturnValue<'s>,
) {
    let range = search_range(scope, &args);
    let encoding = index(args.get(5));
    let bytes = needle_bytes(scope, string(&args, 1), encoding);
    let needle = if encoding == SEARCH_UCS2 { Needle::Units(&bytes) } else { Needle::Bytes(&bytes) };
    let mut copy = OnHeapCopy::new();
    set_position(&mut rv, search::find(readable(args.get(0), &mut copy), &needle, &range));
}

fn needle_bytes(scope: &mut v8::PinScope<'_, '_>, text: v8::Local<'_, v8::String>, encoding: usize) -> Vec<u8> {
    match encoding {
        SEARCH_UCS2 => {
            let mut units = vec![0; text.length()];
            text.write_v2(scope, 0, &mut units, v8::WriteFlags::empty());
            units.into_iter().flat_map(u16::to_le_bytes).collect()
        }
        SEARCH_LATIN1 => {
            let mut bytes = vec![0; text.length()];
            text.write_one_byte_v2(scope, 0, &mut bytes, v8::WriteFlags::empty());
            bytes
        }
        _ => text.to_rust_string_lossy(scope).into_bytes(),
    }
}

// Base64 of the web.

/// `btoa(string)`: -1 when a character has no byte.
fn btoa<'s>(scope: &mut v8::PinScope<'s, '_>, args: v8::FunctionCallbackArguments<'s>, mut rv: v8::ReturnValue<'s>) {
    let text = string(&args, 0);
    if !text.contains_only_onebyte() {
        return rv.set_int32(-1);
    }
    let mut bytes = vec![0; text.length()];
    text.write_one_byte_v2(scope, 0, &mut bytes, v8::WriteFlags::empty());
    if let Some(encoded) = base64_string(scope, &bytes, simdutf::Base64Options::Default) {
        rv.set(encoded.into());
    }
}

/// `atob(string)`: -1 for a character that does not belong, -2 when the length is the only thing wrong.
fn atob<'s>(scope: &mut v8::PinScope<'s, '_>, args: v8::FunctionCallbackArguments<'s>, mut rv: v8::ReturnValue<'s>) {
    let text = string(&args, 0);
    if !text.contains_only_onebyte() {
        return rv.set_int32(-1);
    }
    let mut encoded = vec![0; text.length()];
    text.write_one_byte_v2(scope, 0, &mut encoded, v8::WriteFlags::empty());
    match text::decode_base64_strictly(&encoded) {
        Ok(bytes) => {
            if let Some(decoded) = one_byte(scope, &bytes) {
                rv.set(decoded.into());
            }
        }
        Err(simdutf::ErrorCode::Base64InputRemainder) => rv.set_int32(-2),
        Err(_) => rv.set_int32(-1),
    }
}
