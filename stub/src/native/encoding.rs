//! `internalBinding('encoding')`: what `TextEncoder` and `TextDecoder` do.
//!
//! UTF-8 goes through V8 and its SIMD decoder, every other encoding of the WHATWG standard through `encoding_rs`.

use encoding_rs::{CoderResult, Decoder, DecoderResult, Encoding};
use v8::simdutf;

use super::bytes::{self, OnHeapCopy, index, readable, writable};
use super::{Effect, NativeModule, function, handle};

pub(crate) const MODULE: NativeModule = NativeModule::new(
    "encoding",
    &[
        function!("encodeUtf8", encode_utf8, Effect::Pure),
        function!("encodeInto", encode_into, Effect::Pure),
        function!("nameOfLabel", name_of_label, Effect::Pure),
        function!("decode", decode, Effect::Pure),
        function!("createDecoder", create_decoder, Effect::Acts),
        function!("decodeChunk", decode_chunk, Effect::Pure),
    ],
);

const FATAL: usize = 1;
const IGNORE_BOM: usize = 2;
const MORE_FOLLOWS: usize = 4;

const BOM: &[u8] = b"\xef\xbb\xbf";

fn string<'s>(args: &v8::FunctionCallbackArguments<'s>, position: i32) -> v8::Local<'s, v8::String> {
    args.get(position).try_cast().expect("the standard library passes a string")
}

/// `encodeUtf8(string)`: a `Uint8Array` of its own memory.
fn encode_utf8<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: v8::FunctionCallbackArguments<'s>,
    mut rv: v8::ReturnValue<'s>,
) {
    let text = string(&args, 0);
    let length = text.utf8_length(scope);
    let Some(buffer) = bytes::uninitialized_array_buffer(scope, length) else { return };
    let target = writable(scope, buffer.into());
    text.write_utf8_uninit_v2(scope, target, v8::WriteFlags::kReplaceInvalidUtf8, None);
    if let Some(array) = v8::Uint8Array::new(scope, buffer, 0, length) {
        rv.set(array.into());
    }
}

/// `encodeInto(string, target, results)`: leaves the number of units read and of bytes written in `results`.
fn encode_into<'s>(scope: &mut v8::PinScope<'s, '_>, args: v8::FunctionCallbackArguments<'s>, _: v8::ReturnValue<'s>) {
    let target = writable(scope, args.get(1));
    let mut read = 0;
    let flags = v8::WriteFlags::kReplaceInvalidUtf8;
    let written = string(&args, 0).write_utf8_uninit_v2(scope, target, flags, Some(&mut read));
    let results = writable(scope, args.get(2));
    for (slot, count) in results.chunks_exact_mut(4).zip([read, written]) {
        slot.write_copy_of_slice(&(count as u32).to_ne_bytes());
    }
}

/// `nameOfLabel(label)`: the encoding's name in lower case; `undefined` for a label that names none.
fn name_of_label<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: v8::FunctionCallbackArguments<'s>,
    mut rv: v8::ReturnValue<'s>,
) {
    let label = string(&args, 0).to_rust_string_lossy(scope);
    if let Some(encoding) = Encoding::for_label_no_replacement(label.as_bytes()) {
        let name = v8::String::new(scope, &encoding.name().to_ascii_lowercase()).expect("a name is short");
        rv.set(name.into());
    }
}

/// The encoding of a name that [`name_of_label`] gave.
fn encoding<'s>(scope: &mut v8::PinScope<'s, '_>, args: &v8::FunctionCallbackArguments<'s>) -> &'static Encoding {
    let name = string(args, 0).to_rust_string_lossy(scope);
    Encoding::for_label(name.as_bytes()).expect("the standard library passes a name it was given")
}

/// `decode(name, bytes, flags)`: the whole text; `undefined` when it is not valid, `null` when it is too long.
fn decode<'s>(scope: &mut v8::PinScope<'s, '_>, args: v8::FunctionCallbackArguments<'s>, rv: v8::ReturnValue<'s>) {
    let encoding = encoding(scope, &args);
    let flags = index(args.get(2));
    let mut copy = OnHeapCopy::new();
    let bytes = readable(args.get(1), &mut copy);
    if encoding == encoding_rs::UTF_8 {
        decode_utf8(scope, bytes, flags, rv);
    } else {
        let mut decoder = new_decoder(encoding, flags);
        decode_with(scope, &mut decoder, bytes, flags, rv);
    }
}

fn decode_utf8<'s>(scope: &mut v8::PinScope<'s, '_>, bytes: &[u8], flags: usize, mut rv: v8::ReturnValue<'s>) {
    let text = if flags & IGNORE_BOM == 0 { bytes.strip_prefix(BOM).unwrap_or(bytes) } else { bytes };
    if flags & FATAL != 0 && !simdutf::validate_utf8(text) {
        return;
    }
    match v8::String::new_from_utf8(scope, text, v8::NewStringType::Normal) {
        Some(text) => rv.set(text.into()),
        None => rv.set_null(),
    }
}

fn new_decoder(encoding: &'static Encoding, flags: usize) -> Decoder {
    if flags & IGNORE_BOM == 0 {
        encoding.new_decoder_with_bom_removal()
    } else {
        encoding.new_decoder_without_bom_handling()
    }
}

/// `createDecoder(name, flags)`: a decoder that remembers what a chunk left incomplete.
fn create_decoder<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: v8::FunctionCallbackArguments<'s>,
    mut rv: v8::ReturnValue<'s>,
) {
    let decoder = new_decoder(encoding(scope, &args), index(args.get(1)));
    rv.set(handle::make(scope, decoder));
}

/// `decodeChunk(decoder, bytes, flags)`, with the results of [`decode`].
fn decode_chunk<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: v8::FunctionCallbackArguments<'s>,
    rv: v8::ReturnValue<'s>,
) {
    let decoder = handle::get::<Decoder>(args.get(0)).expect("the standard library passes a decoder");
    let mut copy = OnHeapCopy::new();
    let bytes = readable(args.get(1), &mut copy);
    decode_with(scope, &mut decoder.borrow_mut(), bytes, index(args.get(2)), rv);
}

fn decode_with<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    decoder: &mut Decoder,
    bytes: &[u8],
    flags: usize,
    mut rv: v8::ReturnValue<'s>,
) {
    let is_last = flags & MORE_FOLLOWS == 0;
    let Some(capacity) = decoder.max_utf16_buffer_length(bytes.len()) else { return rv.set_null() };
    let mut units = vec![0; capacity];
    let count = if flags & FATAL == 0 {
        let (result, _, count, _) = decoder.decode_to_utf16(bytes, &mut units, is_last);
        debug_assert_eq!(result, CoderResult::InputEmpty, "the capacity is the largest length there can be");
        count
    } else {
        let (result, _, count) = decoder.decode_to_utf16_without_replacement(bytes, &mut units, is_last);
        if matches!(result, DecoderResult::Malformed(..)) {
            return;
        }
        count
    };
    match v8::String::new_from_two_byte(scope, &units[..count], v8::NewStringType::Normal) {
        Some(text) => rv.set(text.into()),
        None => rv.set_null(),
    }
}
