//! `internalBinding('messaging')`: how many open ports and channels keep the process alive. Messages themselves are
//! JavaScript's, by way of `internalBinding('serdes')`.

use super::{Effect, NativeModule, function};
use crate::thread::ThreadState;

pub(crate) const MODULE: NativeModule =
    NativeModule::new("messaging", &[function!("addReferences", add_references, Effect::Acts)]);

/// `addReferences(difference)`
fn add_references<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: v8::FunctionCallbackArguments<'s>,
    _: v8::ReturnValue<'s>,
) {
    let difference = args.get(0).int32_value(scope).unwrap_or(0);
    let state = ThreadState::of(scope);
    state.referenced_ports.set(state.referenced_ports.get().saturating_add_signed(difference));
}
