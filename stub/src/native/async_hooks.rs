//! `internalBinding('async_hooks')`: V8's reports about every promise, which only enabled hooks ask for.

use super::{Effect, NativeModule, function};

pub(crate) const MODULE: NativeModule =
    NativeModule::new("async_hooks", &[function!("setPromiseHooks", set_promise_hooks, Effect::Pure)]);

/// `setPromiseHooks(init, before, after, settled)`: functions, or undefined for what nobody wants to hear about.
fn set_promise_hooks<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: v8::FunctionCallbackArguments<'s>,
    _: v8::ReturnValue<'s>,
) {
    let [init, before, after, settled] = [0, 1, 2, 3].map(|index| args.get(index).try_cast::<v8::Function>().ok());
    scope.set_promise_hooks(init, before, after, settled);
}
