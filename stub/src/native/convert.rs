//! Conversions between JavaScript values and the plain Rust values that operations take and return.

use std::ffi::{CString, OsStr};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

/// A Rust value made from a JavaScript one that the standard library has validated; `None` is a bug of ours.
pub(crate) trait FromJs: Sized {
    fn from_js(scope: &mut v8::PinScope<'_, '_>, value: v8::Local<'_, v8::Value>) -> Option<Self>;
}

/// A JavaScript value made from the result of an operation.
pub(crate) trait ToJs {
    fn to_js<'s>(self, scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Value>;
}

/// All arguments of an operation: a tuple of [`FromJs`] values.
pub(crate) trait FromArguments: Sized {
    /// How many arguments there are; the callback of an asynchronous call follows them.
    const COUNT: i32;
    fn from_arguments(scope: &mut v8::PinScope<'_, '_>, args: &v8::FunctionCallbackArguments<'_>) -> Option<Self>;
}

macro_rules! from_arguments_of_tuple {
    ($count:literal, $($name:ident $index:literal),*) => {
        impl<$($name: FromJs),*> FromArguments for ($($name,)*) {
            const COUNT: i32 = $count;
            fn from_arguments(
                scope: &mut v8::PinScope<'_, '_>,
                args: &v8::FunctionCallbackArguments<'_>,
            ) -> Option<Self> {
                Some(($($name::from_js(scope, args.get($index))?,)*))
            }
        }
    };
}

impl FromArguments for () {
    const COUNT: i32 = 0;
    fn from_arguments(_: &mut v8::PinScope<'_, '_>, _: &v8::FunctionCallbackArguments<'_>) -> Option<Self> {
        Some(())
    }
}
from_arguments_of_tuple!(1, A 0);
from_arguments_of_tuple!(2, A 0, B 1);
from_arguments_of_tuple!(3, A 0, B 1, C 2);
from_arguments_of_tuple!(4, A 0, B 1, C 2, D 3);
from_arguments_of_tuple!(5, A 0, B 1, C 2, D 3, E 4);
from_arguments_of_tuple!(6, A 0, B 1, C 2, D 3, E 4, F 5);
from_arguments_of_tuple!(7, A 0, B 1, C 2, D 3, E 4, F 5, G 6);
from_arguments_of_tuple!(8, A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7);

impl FromJs for bool {
    fn from_js(scope: &mut v8::PinScope<'_, '_>, value: v8::Local<'_, v8::Value>) -> Option<Self> {
        Some(value.boolean_value(scope))
    }
}

impl FromJs for i32 {
    fn from_js(scope: &mut v8::PinScope<'_, '_>, value: v8::Local<'_, v8::Value>) -> Option<Self> {
        value.int32_value(scope)
    }
}

impl FromJs for u32 {
    fn from_js(scope: &mut v8::PinScope<'_, '_>, value: v8::Local<'_, v8::Value>) -> Option<Self> {
        value.uint32_value(scope)
    }
}

/// A number, or a `BigInt` where a file offset is beyond what a double holds exactly.
impl FromJs for i64 {
    fn from_js(scope: &mut v8::PinScope<'_, '_>, value: v8::Local<'_, v8::Value>) -> Option<Self> {
        match value.try_cast::<v8::BigInt>() {
            Ok(big) => Some(big.i64_value().0),
            Err(_) => value.integer_value(scope),
        }
    }
}

impl FromJs for f64 {
    fn from_js(scope: &mut v8::PinScope<'_, '_>, value: v8::Local<'_, v8::Value>) -> Option<Self> {
        value.number_value(scope)
    }
}

impl FromJs for String {
    fn from_js(scope: &mut v8::PinScope<'_, '_>, value: v8::Local<'_, v8::Value>) -> Option<Self> {
        value.try_cast::<v8::String>().ok().map(|text| text.to_rust_string_lossy(scope))
    }
}

/// `undefined` and `null` are `None`.
impl<T: FromJs> FromJs for Option<T> {
    fn from_js(scope: &mut v8::PinScope<'_, '_>, value: v8::Local<'_, v8::Value>) -> Option<Self> {
        if value.is_null_or_undefined() { Some(None) } else { T::from_js(scope, value).map(Some) }
    }
}

impl<T: FromJs> FromJs for Vec<T> {
    fn from_js(scope: &mut v8::PinScope<'_, '_>, value: v8::Local<'_, v8::Value>) -> Option<Self> {
        let array = value.try_cast::<v8::Array>().ok()?;
        let mut elements = Vec::with_capacity(array.length() as usize);
        for index in 0..array.length() {
            v8::scope!(let scope, scope);
            let element = array.get_index(scope, index)?;
            elements.push(T::from_js(scope, element)?);
        }
        Some(elements)
    }
}

/// A path as the caller gave it: a string (as UTF-8) or the bytes of a `Buffer`, free of NUL bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PathArgument(Vec<u8>);

impl PathArgument {
    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    pub(crate) fn as_path(&self) -> &Path {
        Path::new(OsStr::from_bytes(&self.0))
    }

    /// The path for a system call. A NUL byte, which JavaScript rejects before, would cut it short.
    pub(crate) fn to_c_string(&self) -> CString {
        let end = self.0.iter().position(|&byte| byte == 0).unwrap_or(self.0.len());
        CString::new(&self.0[..end]).expect("cut at the first NUL")
    }
}

impl FromJs for PathArgument {
    fn from_js(scope: &mut v8::PinScope<'_, '_>, value: v8::Local<'_, v8::Value>) -> Option<Self> {
        if let Ok(text) = value.try_cast::<v8::String>() {
            return Some(Self(text.to_rust_string_lossy(scope).into_bytes()));
        }
        let view = value.try_cast::<v8::ArrayBufferView>().ok()?;
        let mut bytes = vec![0; view.byte_length()];
        view.copy_contents(&mut bytes);
        Some(Self(bytes))
    }
}

/// The memory of an `ArrayBufferView` or `ArrayBuffer`, shared with JavaScript while an operation runs.
pub(crate) struct Bytes {
    /// Keeps the memory alive; `None` for a view without memory.
    store: Option<v8::SharedRef<v8::BackingStore>>,
    offset: usize,
    length: usize,
}

// SAFETY: a `BackingStore` may be used from any thread and its reference count is atomic; the other fields are
// numbers. What threads do with the memory itself is argued where `as_ptr` is called.
unsafe impl Send for Bytes {}

impl Bytes {
    pub(crate) fn len(&self) -> usize {
        self.length
    }

    /// Where the bytes are; valid for reads and writes of `len()` bytes while `self` lives, null when there are none.
    /// JavaScript may write them meanwhile from its own thread (such a program sees torn data, as in Node), so
    /// callers hand the pointer to the kernel or copy, and make no reference of it on another thread.
    pub(crate) fn as_ptr(&self) -> *mut u8 {
        match self.store.as_ref().and_then(|store| store.data()) {
            // SAFETY: the view lay inside this store when it was made, and a store never shrinks its reservation.
            Some(data) => unsafe { data.as_ptr().cast::<u8>().add(self.offset) },
            None => std::ptr::null_mut(),
        }
    }

    /// A copy of the bytes.
    pub(crate) fn to_vec(&self) -> Vec<u8> {
        let mut copy = vec![0; self.length];
        if self.length > 0 {
            // SAFETY: `as_ptr` is valid for `length` bytes while `self` lives, and `copy` is fresh memory of that length.
            unsafe { std::ptr::copy_nonoverlapping(self.as_ptr(), copy.as_mut_ptr(), self.length) };
        }
        copy
    }
}

impl FromJs for Bytes {
    fn from_js(scope: &mut v8::PinScope<'_, '_>, value: v8::Local<'_, v8::Value>) -> Option<Self> {
        if let Ok(buffer) = value.try_cast::<v8::ArrayBuffer>() {
            return Some(Self { store: Some(buffer.get_backing_store()), offset: 0, length: buffer.byte_length() });
        }
        if let Ok(buffer) = value.try_cast::<v8::SharedArrayBuffer>() {
            return Some(Self { store: Some(buffer.get_backing_store()), offset: 0, length: buffer.byte_length() });
        }
        let view = value.try_cast::<v8::ArrayBufferView>().ok()?;
        let (offset, length) = (view.byte_offset(), view.byte_length());
        let store = view.buffer(scope).map(|buffer| buffer.get_backing_store());
        Some(Self { store, offset, length })
    }
}

impl ToJs for () {
    fn to_js<'s>(self, scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Value> {
        v8::undefined(scope).into()
    }
}

impl ToJs for bool {
    fn to_js<'s>(self, scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Value> {
        v8::Boolean::new(scope, self).into()
    }
}

impl ToJs for i32 {
    fn to_js<'s>(self, scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Value> {
        v8::Integer::new(scope, self).into()
    }
}

impl ToJs for u32 {
    fn to_js<'s>(self, scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Value> {
        v8::Integer::new_from_unsigned(scope, self).into()
    }
}

impl ToJs for f64 {
    fn to_js<'s>(self, scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Value> {
        v8::Number::new(scope, self).into()
    }
}

/// A number, exact to 2^53; what can be larger (`BigInt` statistics) has a form of its own.
impl ToJs for i64 {
    #[expect(clippy::cast_precision_loss, reason = "exact to 2^53, see above")]
    fn to_js<'s>(self, scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Value> {
        v8::Number::new(scope, self as f64).into()
    }
}

/// A number, as for `i64`.
impl ToJs for u64 {
    #[expect(clippy::cast_precision_loss, reason = "exact to 2^53, see above")]
    fn to_js<'s>(self, scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Value> {
        v8::Number::new(scope, self as f64).into()
    }
}

impl ToJs for usize {
    fn to_js<'s>(self, scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Value> {
        (self as u64).to_js(scope)
    }
}

impl ToJs for &str {
    fn to_js<'s>(self, scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Value> {
        match v8::String::new(scope, self) {
            Some(text) => text.into(),
            None => v8::undefined(scope).into(),
        }
    }
}

impl ToJs for String {
    fn to_js<'s>(self, scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Value> {
        self.as_str().to_js(scope)
    }
}

/// A path becomes a string; bytes that are not UTF-8 become replacement characters, as in Node.
impl ToJs for PathBuf {
    fn to_js<'s>(self, scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Value> {
        self.to_string_lossy().as_ref().to_js(scope)
    }
}

/// Bytes that become a `Uint8Array` on the same memory, not copied.
pub(crate) struct OwnedBytes(pub(crate) Vec<u8>);

impl ToJs for OwnedBytes {
    fn to_js<'s>(self, scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Value> {
        let length = self.0.len();
        let store = v8::ArrayBuffer::new_backing_store_from_vec(self.0).make_shared();
        let buffer = v8::ArrayBuffer::with_backing_store(scope, &store);
        v8::Uint8Array::new(scope, buffer, 0, length).expect("the view spans its buffer").into()
    }
}

impl<T: ToJs> ToJs for Option<T> {
    fn to_js<'s>(self, scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Value> {
        match self {
            Some(value) => value.to_js(scope),
            None => v8::undefined(scope).into(),
        }
    }
}

impl<T: ToJs> ToJs for Vec<T> {
    fn to_js<'s>(self, scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Value> {
        let elements: Vec<_> = self.into_iter().map(|element| element.to_js(scope)).collect();
        v8::Array::new_with_elements(scope, &elements).into()
    }
}

impl<A: ToJs, B: ToJs> ToJs for (A, B) {
    fn to_js<'s>(self, scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Value> {
        let elements = [self.0.to_js(scope), self.1.to_js(scope)];
        v8::Array::new_with_elements(scope, &elements).into()
    }
}
