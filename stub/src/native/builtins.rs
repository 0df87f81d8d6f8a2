//! `internalBinding('builtins')`: the standard library's own loader asks for its modules and bindings here.

use super::{Effect, NativeModule, function};
use crate::stdlib;
use crate::thread::Hook;

pub(crate) const MODULE: NativeModule = NativeModule::new(
    "builtins",
    &[
        function!("ids", ids, Effect::Pure),
        function!("compile", compile, Effect::Pure),
        function!("setHook", set_hook, Effect::Pure),
    ],
);

/// The first binding, from which JavaScript's `internalBinding` is made: `getBinding(name)`.
pub(crate) fn get_binding<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: v8::FunctionCallbackArguments<'s>,
    mut rv: v8::ReturnValue<'s>,
) {
    let name = args.get(0).to_rust_string_lossy(scope);
    if let Some(binding) = super::instantiate(scope, &name) {
        rv.set(binding.into());
    }
}

/// `ids()`: the id of every file of the standard library.
fn ids<'s>(scope: &mut v8::PinScope<'s, '_>, _: v8::FunctionCallbackArguments<'s>, mut rv: v8::ReturnValue<'s>) {
    let ids: Vec<v8::Local<'_, v8::Value>> = stdlib::BUILTINS
        .iter()
        .map(|builtin| v8::String::new(scope, builtin.id).expect("an id is short").into())
        .collect();
    rv.set(v8::Array::new_with_elements(scope, &ids).into());
}

/// `compile(id)`: the builtin's wrapper function, `undefined` if there is no such builtin.
fn compile<'s>(scope: &mut v8::PinScope<'s, '_>, args: v8::FunctionCallbackArguments<'s>, mut rv: v8::ReturnValue<'s>) {
    let id = args.get(0).to_rust_string_lossy(scope);
    if let Some(function) = stdlib::compile(scope, &id) {
        rv.set(function.into());
    }
}

/// `setHook(name, f)`: makes `f` what Rust calls for `name` (the names of [`Hook`], in camel case).
fn set_hook<'s>(scope: &mut v8::PinScope<'s, '_>, args: v8::FunctionCallbackArguments<'s>, _: v8::ReturnValue<'s>) {
    let name = args.get(0).to_rust_string_lossy(scope);
    match Hook::from_name(&name) {
        Some(hook) => hook.set(scope, args.get(1)),
        None => super::operation::throw_bad_arguments(scope, "setHook"),
    }
}
