//! Native values that JavaScript holds on to: freed when the collector finds that it no longer does.
//!
//! A handle cannot be part of a snapshot, so what makes one has [`super::Effect::Acts`].

use std::any::TypeId;
use std::cell::{Cell, RefCell};

/// What an external value points to. The first field tells the type, so that a handle of another type is noticed.
#[repr(C)]
struct Held<T> {
    type_id: TypeId,
    value: RefCell<T>,
    /// Runs the finaliser as long as it exists.
    weak: Cell<Option<v8::Weak<v8::External>>>,
}

/// A JavaScript value that owns `value`.
pub(crate) fn make<'s, T: 'static>(scope: &mut v8::PinScope<'s, '_>, value: T) -> v8::Local<'s, v8::Value> {
    let held = Held { type_id: TypeId::of::<T>(), value: RefCell::new(value), weak: Cell::new(None) };
    let pointer = Box::into_raw(Box::new(held));
    let external = v8::External::new(scope, pointer.cast());
    let free = Box::new(move || {
        // SAFETY: the finaliser runs once, after the last JavaScript reference is gone, and nothing else frees the box.
        drop(unsafe { Box::from_raw(pointer) });
    });
    let weak = v8::Weak::with_guaranteed_finalizer(scope, external, free);
    // SAFETY: the box lives until the finaliser runs, which needs `external` to be unreachable first.
    unsafe { &*pointer }.weak.set(Some(weak));
    external.into()
}

/// The value that `handle` owns, if it is one that [`make`] made for a `T`.
pub(crate) fn get<T: 'static>(handle: v8::Local<'_, v8::Value>) -> Option<&RefCell<T>> {
    let external = handle.try_cast::<v8::External>().ok()?;
    // SAFETY: every external value that the standard library has was made above, and is alive as long as `handle`.
    let type_id = unsafe { *external.value().cast::<TypeId>() };
    // SAFETY: the type is the one it was made with.
    (type_id == TypeId::of::<T>()).then(|| unsafe { &(*external.value().cast::<Held<T>>()).value })
}
