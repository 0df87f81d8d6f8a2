//! `internalBinding('crypto')`: hashes, HMAC, random bytes and key derivation.

mod algorithm;
mod derive;
mod evp;

use algorithm::{Algorithm, Hash};

use super::bytes::{OnHeapCopy, index, readable};
use super::{Bytes, Effect, NativeModule, OsError, blocking, function, handle};

pub(crate) const MODULE: NativeModule = NativeModule::new(
    "crypto",
    &[
        function!("digestInfo", digest_info, Effect::Pure),
        function!("createHash", create_hash, Effect::Acts),
        function!("createHmac", create_hmac, Effect::Acts),
        function!("copyHash", copy_hash, Effect::Acts),
        function!("update", update, Effect::Pure),
        function!("digest", digest, Effect::Pure),
        function!("hash", hash, Effect::Pure),
        function!("timingSafeEqual", timing_safe_equal, Effect::Pure),
        blocking!("randomFill", random_fill, Effect::ReadsHost),
        blocking!("pbkdf2", derive::pbkdf2, Effect::Pure),
        blocking!("scrypt", derive::scrypt, Effect::Pure),
        blocking!("hkdf", derive::hkdf, Effect::Pure),
    ],
);

fn algorithm(number: v8::Local<'_, v8::Value>) -> Algorithm {
    Algorithm::from_number(index(number)).expect("the standard library passes numbers that it was given")
}

/// `digestInfo(name)`: `[number, bytes of the digest, whether it can have any length]`, `undefined` for an unknown name.
fn digest_info<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: v8::FunctionCallbackArguments<'s>,
    mut rv: v8::ReturnValue<'s>,
) {
    let Some(algorithm) = Algorithm::from_name(&args.get(0).to_rust_string_lossy(scope)) else { return };
    let number = v8::Integer::new_from_unsigned(scope, algorithm as u32);
    let length = v8::Integer::new_from_unsigned(scope, algorithm.digest_bytes() as u32);
    let is_extendable = v8::Boolean::new(scope, algorithm.is_extendable());
    rv.set(v8::Array::new_with_elements(scope, &[number.into(), length.into(), is_extendable.into()]).into());
}

/// `createHash(algorithm)`: a handle.
fn create_hash<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: v8::FunctionCallbackArguments<'s>,
    mut rv: v8::ReturnValue<'s>,
) {
    let hash = algorithm(args.get(0)).hash();
    rv.set(handle::make(scope, hash));
}

/// `createHmac(algorithm, key)`: a handle, `undefined` for an algorithm that cannot be used.
fn create_hmac<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: v8::FunctionCallbackArguments<'s>,
    mut rv: v8::ReturnValue<'s>,
) {
    let mut copy = OnHeapCopy::new();
    let key = readable(args.get(1), &mut copy);
    if let Some(hash) = algorithm(args.get(0)).hmac(key) {
        rv.set(handle::make(scope, hash));
    }
}

fn held(value: v8::Local<'_, v8::Value>) -> &std::cell::RefCell<Hash> {
    handle::get(value).expect("the standard library passes a hash")
}

/// `copyHash(handle)`: another handle in the same state.
fn copy_hash<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: v8::FunctionCallbackArguments<'s>,
    mut rv: v8::ReturnValue<'s>,
) {
    let copy = held(args.get(0)).borrow().copy();
    rv.set(handle::make(scope, copy));
}

/// `update(handle, data)`: a view's bytes, or a string's as UTF-8.
fn update<'s>(scope: &mut v8::PinScope<'s, '_>, args: v8::FunctionCallbackArguments<'s>, _: v8::ReturnValue<'s>) {
    feed(scope, held(args.get(0)).borrow_mut().as_mut(), args.get(1));
}

fn feed(scope: &mut v8::PinScope<'_, '_>, hash: &mut dyn algorithm::State, data: v8::Local<'_, v8::Value>) {
    with_bytes(scope, data, |bytes| hash.update(bytes));
}

/// A view's bytes, or a string's as UTF-8.
fn with_bytes(scope: &mut v8::PinScope<'_, '_>, data: v8::Local<'_, v8::Value>, use_them: impl FnOnce(&[u8])) {
    let Ok(text) = data.try_cast::<v8::String>() else {
        return use_them(readable(data, &mut OnHeapCopy::new()));
    };
    let mut short = [std::mem::MaybeUninit::uninit(); 1024];
    use_them(text.to_rust_cow_lossy(scope, &mut short).as_bytes());
}

/// `digest(handle, length)`: the digest; `length` matters where any length will do.
fn digest<'s>(scope: &mut v8::PinScope<'s, '_>, args: v8::FunctionCallbackArguments<'s>, mut rv: v8::ReturnValue<'s>) {
    let digest = held(args.get(0)).borrow_mut().finish(index(args.get(1)));
    rv.set(uint8_array(scope, digest));
}

fn uint8_array<'s>(scope: &mut v8::PinScope<'s, '_>, bytes: Vec<u8>) -> v8::Local<'s, v8::Value> {
    use super::ToJs;
    super::OwnedBytes(bytes).to_js(scope)
}

/// `hash(algorithm, key, data, length, encoding)`: the digest of all of it, or the HMAC if there is a key; as bytes or, for
/// the encodings that digests are shown in, as text.
fn hash<'s>(scope: &mut v8::PinScope<'s, '_>, args: v8::FunctionCallbackArguments<'s>, mut rv: v8::ReturnValue<'s>) {
    let algorithm = algorithm(args.get(0));
    let digest = if args.get(1).is_undefined() {
        digest_at_once(scope, algorithm, args.get(2), index(args.get(3)))
    } else {
        let Some(mut hmac) = algorithm.hmac(readable(args.get(1), &mut OnHeapCopy::new())) else { return };
        feed(scope, hmac.as_mut(), args.get(2));
        hmac.finish(0)
    };
    let text = match index(args.get(4)) {
        1 => super::buffer::hex(&digest),
        2 => super::buffer::base64(&digest),
        3 => super::buffer::base64url(&digest),
        _ => return rv.set(uint8_array(scope, digest)),
    };
    if let Some(text) = v8::String::new_from_one_byte(scope, &text, v8::NewStringType::Normal) {
        rv.set(text.into());
    }
}

fn digest_at_once(
    scope: &mut v8::PinScope<'_, '_>,
    algorithm: Algorithm,
    data: v8::Local<'_, v8::Value>,
    length: usize,
) -> Vec<u8> {
    let mut digest = Vec::new();
    with_bytes(scope, data, |bytes| digest = algorithm.digest(bytes, length));
    digest
}

/// `timingSafeEqual(a, b)` of memories of one length, in a time that does not depend on what they hold.
fn timing_safe_equal<'s>(
    _: &mut v8::PinScope<'s, '_>,
    args: v8::FunctionCallbackArguments<'s>,
    mut rv: v8::ReturnValue<'s>,
) {
    let (mut copy_a, mut copy_b) = (OnHeapCopy::new(), OnHeapCopy::new());
    let (a, b) = (readable(args.get(0), &mut copy_a), readable(args.get(1), &mut copy_b));
    rv.set_bool(evp::is_equal(a, b));
}

/// Fills `size` bytes of the view from `offset` with the kernel's random numbers. aws-lc's generator gathers entropy of its
/// own for 63 ms before its first number, and small pieces, which most are, take as long from it.
fn random_fill((view, offset, size): (Bytes, u32, u32)) -> Result<(), OsError> {
    let (mut position, end) = (offset as usize, (offset as usize + size as usize).min(view.len()));
    let mut piece = [0; 4096];
    while position < end {
        let piece = &mut piece[..(end - position).min(4096)];
        let count = rustix::rand::getrandom(&mut *piece, rustix::rand::GetRandomFlags::empty())
            .map_err(|errno| OsError::from_errno("getrandom", errno.raw_os_error()))?;
        // SAFETY: `position + count` is at most `view.len()`, and the view's memory lives as long as `view`.
        unsafe { std::ptr::copy_nonoverlapping(piece.as_ptr(), view.as_ptr().add(position), count) };
        position += count;
    }
    Ok(())
}
