//! `internalBinding('zlib')`: deflate and gzip through zlib, brotli, zstd, one step at a time.
//!
//! A step reads input and writes output until one of them is used up. It runs on the calling thread or on the pool;
//! a stream's lock keeps two from running at once.

mod brotli;
mod deflate;
mod zstd;

use std::sync::{Arc, Mutex, PoisonError};

use super::bytes::{OnHeapCopy, index, readable};
use super::{Bytes, Effect, FromJs, NativeModule, OsError, ToJs, blocking, function, handle};

pub(crate) const MODULE: NativeModule = NativeModule::new(
    "zlib",
    &[
        function!("createZlib", create_zlib, Effect::Acts),
        function!("createBrotli", create_brotli, Effect::Acts),
        function!("createZstd", create_zstd, Effect::Acts),
        function!("params", params, Effect::Acts),
        function!("reset", reset, Effect::Acts),
        function!("crc32", crc32, Effect::Pure),
        blocking!("write", write, Effect::Pure),
    ],
);

/// A compressor or decompressor.
trait Engine: Send {
    /// Reads `input` and writes `output`; `flush` is the caller's flag in the engine's own numbers.
    fn step(&mut self, flush: u32, input: &Input, output: &Output) -> Step;

    fn reset(&mut self);

    /// Another level and strategy from here on; what the engine has no such thing for ignores it.
    fn set_params(&mut self, _level: i32, _strategy: i32) {}
}

/// Memory that is read; another thread's JavaScript may write it meanwhile, so it stays a pointer.
struct Input {
    data: *const u8,
    length: usize,
}

impl Input {
    /// A copy of at most `count` bytes from `start`.
    fn piece(&self, start: usize, count: usize) -> Vec<u8> {
        let mut piece = vec![0; count.min(self.length - start)];
        if !piece.is_empty() {
            // SAFETY: `data` is valid for `length` bytes (see `write`), and the range ends within them.
            unsafe { std::ptr::copy_nonoverlapping(self.data.add(start), piece.as_mut_ptr(), piece.len()) };
        }
        piece
    }
}

/// Memory that is written.
struct Output {
    data: *mut u8,
    length: usize,
}

impl Output {
    /// Puts `bytes`, which fit, at `start`.
    fn put(&self, start: usize, bytes: &[u8]) {
        assert!(bytes.len() <= self.length - start, "bug in jsc: more output than room");
        if !bytes.is_empty() {
            // SAFETY: `data` is valid for `length` bytes (see `write`), and the range was just checked.
            unsafe { std::ptr::copy_nonoverlapping(bytes.as_ptr(), self.data.add(start), bytes.len()) };
        }
    }
}

/// What a step did.
struct Step {
    read: usize,
    written: usize,
    failure: Option<Failure>,
}

/// Why nothing more can come.
struct Failure {
    message: String,
    /// Node's name for the error; empty where JavaScript finds it by `errno`.
    code: String,
    errno: i32,
}

impl Failure {
    fn new(message: &str, code: &str, errno: i32) -> Self {
        Self { message: message.to_owned(), code: code.to_owned(), errno }
    }

    /// The input ended before the stream did.
    fn unexpected_end() -> Self {
        Self::new("unexpected end of file", "Z_BUF_ERROR", libz_rs_sys::Z_BUF_ERROR)
    }
}

/// A stream as JavaScript holds it.
#[derive(Clone)]
struct Stream(Arc<Mutex<dyn Engine>>);

impl FromJs for Stream {
    fn from_js(_: &mut v8::PinScope<'_, '_>, value: v8::Local<'_, v8::Value>) -> Option<Self> {
        handle::get::<Self>(value).map(|stream| stream.borrow().clone())
    }
}

/// The outcome for JavaScript: `[output left, input left]`, followed by `errno, code, message` after a failure.
struct Outcome {
    output_left: usize,
    input_left: usize,
    failure: Option<Failure>,
}

impl ToJs for Outcome {
    fn to_js<'s>(self, scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Value> {
        let mut elements = vec![self.output_left.to_js(scope), self.input_left.to_js(scope)];
        if let Some(failure) = self.failure {
            elements.extend([failure.errno.to_js(scope), failure.code.to_js(scope), failure.message.to_js(scope)]);
        }
        v8::Array::new_with_elements(scope, &elements).into()
    }
}

/// `(stream, flush, input, its start, its length, output, its start, its length)`
fn write(
    (stream, flush, input, input_start, input_length, output, output_start, output_length): (
        Stream,
        u32,
        Bytes,
        f64,
        f64,
        Bytes,
        u32,
        u32,
    ),
) -> Result<Outcome, OsError> {
    let input_start = (input_start as usize).min(input.len());
    let input_length = (input_length as usize).min(input.len() - input_start);
    let output_start = (output_start as usize).min(output.len());
    let output_length = (output_length as usize).min(output.len() - output_start);
    // Both memories live as long as `input` and `output`, and the ranges were just clamped to them.
    let from = Input { data: input.as_ptr().wrapping_add(input_start), length: input_length };
    let to = Output { data: output.as_ptr().wrapping_add(output_start), length: output_length };
    let step = stream.0.lock().unwrap_or_else(PoisonError::into_inner).step(flush, &from, &to);
    Ok(Outcome {
        output_left: output_length - step.written,
        input_left: input_length - step.read,
        failure: step.failure,
    })
}

fn return_stream<'s>(scope: &mut v8::PinScope<'s, '_>, mut rv: v8::ReturnValue<'s>, engine: impl Engine + 'static) {
    let stream = Stream(Arc::new(Mutex::new(engine)));
    rv.set(handle::make(scope, stream));
}

fn integer(scope: &mut v8::PinScope<'_, '_>, value: v8::Local<'_, v8::Value>) -> i32 {
    value.int32_value(scope).unwrap_or(0)
}

fn bytes(value: v8::Local<'_, v8::Value>) -> Vec<u8> {
    readable(value, &mut OnHeapCopy::new()).to_vec()
}

/// `createZlib(mode, windowBits, level, memLevel, strategy, dictionary, endsWithFirstMember)`: a stream, `undefined` for
/// what zlib refuses.
fn create_zlib<'s>(scope: &mut v8::PinScope<'s, '_>, args: v8::FunctionCallbackArguments<'s>, rv: v8::ReturnValue<'s>) {
    let options = deflate::Options {
        window_bits: integer(scope, args.get(1)),
        level: integer(scope, args.get(2)),
        memory_level: integer(scope, args.get(3)),
        strategy: integer(scope, args.get(4)),
        dictionary: bytes(args.get(5)),
        ends_with_first_member: args.get(6).is_true(),
    };
    if let Some(engine) = deflate::Zlib::new(integer(scope, args.get(0)), options) {
        return_stream(scope, rv, engine);
    }
}

/// The `[key, value, key, value, ...]` of an argument.
fn pairs(scope: &mut v8::PinScope<'_, '_>, value: v8::Local<'_, v8::Value>) -> Vec<(u32, i32)> {
    let numbers = Vec::<f64>::from_js(scope, value).unwrap_or_default();
    numbers.chunks_exact(2).map(|pair| (pair[0] as u32, pair[1] as i32)).collect()
}

/// `createBrotli(isCompressor, params)`: a stream, `undefined` for parameters that brotli refuses.
fn create_brotli<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: v8::FunctionCallbackArguments<'s>,
    rv: v8::ReturnValue<'s>,
) {
    let params = pairs(scope, args.get(1));
    if !args.get(0).is_true() {
        return return_stream(scope, rv, brotli::Decompressor::new(&params));
    }
    if let Some(engine) = brotli::Compressor::new(params) {
        return_stream(scope, rv, engine);
    }
}

/// `createZstd(isCompressor, params, pledgedSize, dictionary)`: a stream, `undefined` for what zstd refuses.
fn create_zstd<'s>(scope: &mut v8::PinScope<'s, '_>, args: v8::FunctionCallbackArguments<'s>, rv: v8::ReturnValue<'s>) {
    let params = pairs(scope, args.get(1));
    let dictionary = bytes(args.get(3));
    if !args.get(0).is_true() {
        if let Some(engine) = zstd::Decompressor::new(&params, &dictionary) {
            return_stream(scope, rv, engine);
        }
        return;
    }
    let pledged_size = args.get(2).is_number().then(|| index(args.get(2)) as u64);
    if let Some(engine) = zstd::Compressor::new(&params, pledged_size, &dictionary) {
        return_stream(scope, rv, engine);
    }
}

fn with_engine(scope: &mut v8::PinScope<'_, '_>, value: v8::Local<'_, v8::Value>, run: impl FnOnce(&mut dyn Engine)) {
    let stream = Stream::from_js(scope, value).expect("the standard library passes a stream");
    run(&mut *stream.0.lock().unwrap_or_else(PoisonError::into_inner));
}

/// `params(stream, level, strategy)`
fn params<'s>(scope: &mut v8::PinScope<'s, '_>, args: v8::FunctionCallbackArguments<'s>, _: v8::ReturnValue<'s>) {
    let (level, strategy) = (integer(scope, args.get(1)), integer(scope, args.get(2)));
    with_engine(scope, args.get(0), |engine| engine.set_params(level, strategy));
}

/// `reset(stream)`
fn reset<'s>(scope: &mut v8::PinScope<'s, '_>, args: v8::FunctionCallbackArguments<'s>, _: v8::ReturnValue<'s>) {
    with_engine(scope, args.get(0), |engine| engine.reset());
}

/// `crc32(data, value)`: of a view's bytes, or a string's as UTF-8.
fn crc32<'s>(scope: &mut v8::PinScope<'s, '_>, args: v8::FunctionCallbackArguments<'s>, mut rv: v8::ReturnValue<'s>) {
    let start = args.get(1).uint32_value(scope).unwrap_or(0);
    let checksum = match args.get(0).try_cast::<v8::String>() {
        Ok(text) => deflate::crc32(start, text.to_rust_string_lossy(scope).as_bytes()),
        Err(_) => deflate::crc32(start, readable(args.get(0), &mut OnHeapCopy::new())),
    };
    rv.set_uint32(checksum);
}
