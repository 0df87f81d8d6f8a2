//! `internalBinding('async_context_frame')`: the value that V8 carries along promise reactions.
//!
//! Both functions are V8's own builtins, which optimised code calls without leaving JavaScript: they run with every
//! timer, tick and `AsyncLocalStorage` access.

use super::NativeModule;

pub(crate) const MODULE: NativeModule = NativeModule::new("async_context_frame", &[]).with_values(values);

const FUNCTIONS: [&str; 2] = ["getContinuationPreservedEmbedderData", "setContinuationPreservedEmbedderData"];

fn values<'s>(scope: &mut v8::PinScope<'s, '_>, binding: v8::Local<'s, v8::Object>) {
    let extras = scope.get_current_context().get_extras_binding_object(scope);
    for name in FUNCTIONS {
        let key = v8::String::new(scope, name).expect("short").into();
        let function = extras.get(scope, key).expect("V8 gives its embedder this function");
        binding.set(scope, key, function);
    }
}
