//! `internalBinding('builtins')`: the standard library's own loader asks for its modules and bindings here.

use super::{Effect, NativeModule, OsError, function, immediate};
use crate::stdlib;
use crate::thread::Hook;

pub(crate) const MODULE: NativeModule = NativeModule::new(
    "builtins",
    &[
        immediate!("has", has, Effect::Pure),
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

/// `has(id)`: whether the standard library has such a file.
fn has((id,): (String,)) -> Result<bool, OsError> {
    Ok(stdlib::BUILTINS.iter().any(|builtin| builtin.id == id))
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
