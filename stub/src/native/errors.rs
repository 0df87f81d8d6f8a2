//! `internalBinding('errors')`: fatal exceptions and what V8 asks about stacks.

use super::{Effect, NativeModule, function};
use crate::thread::Hook;
use crate::uncaught::{self, Origin};

pub(crate) const MODULE: NativeModule = NativeModule::new(
    "errors",
    &[
        function!("triggerUncaughtException", trigger_uncaught_exception, Effect::Acts),
        function!("setPrepareStackTraceCallback", set_prepare_stack_trace_callback, Effect::Pure),
        function!("noSideEffectsToString", no_side_effects_to_string, Effect::Pure),
    ],
);

/// `triggerUncaughtException(error, fromPromise)`
fn trigger_uncaught_exception<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: v8::FunctionCallbackArguments<'s>,
    _: v8::ReturnValue<'s>,
) {
    let origin = if args.get(1).is_true() { Origin::Rejection } else { Origin::Callback };
    let message = v8::Exception::create_message(scope, args.get(0));
    uncaught::handle(scope, args.get(0), Some(message), origin);
}

/// `setPrepareStackTraceCallback(f)`: from now on V8 asks `f(error, sites)` for the stack of every error.
fn set_prepare_stack_trace_callback<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: v8::FunctionCallbackArguments<'s>,
    _: v8::ReturnValue<'s>,
) {
    Hook::PrepareStackTrace.set(scope, args.get(0));
    scope.set_prepare_stack_trace_callback(prepare_stack_trace);
}

/// Asks the standard library for a stack; V8 wants some value, so a failure gives `undefined`.
pub(crate) fn prepare_stack_trace<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    error: v8::Local<'s, v8::Value>,
    sites: v8::Local<'s, v8::Array>,
) -> v8::Local<'s, v8::Value> {
    let stack = Hook::PrepareStackTrace.call(scope, &[error, sites.into()]);
    stack.unwrap_or_else(|| v8::undefined(scope).into())
}

fn no_side_effects_to_string<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: v8::FunctionCallbackArguments<'s>,
    mut rv: v8::ReturnValue<'s>,
) {
    if let Some(text) = args.get(0).to_detail_string(scope) {
        rv.set(text.into());
    }
}
