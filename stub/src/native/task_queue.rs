//! `internalBinding('task_queue')`: microtasks, and the flags by which Rust knows whether ticks are waiting.

use super::{Effect, NativeModule, function};
use crate::thread::{Hook, SharedNumbers};

pub(crate) const MODULE: NativeModule = NativeModule::new(
    "task_queue",
    &[
        function!("runMicrotasks", run_microtasks, Effect::Pure),
        function!("enqueueMicrotask", enqueue_microtask, Effect::Pure),
        function!("setTickCallback", set_tick_callback, Effect::Pure),
        function!("setPromiseRejectCallback", set_promise_reject_callback, Effect::Pure),
    ],
)
.with_values(values);

/// The numbers of `promiseRejectEvents`; V8's own, in its order.
const REJECT_EVENTS: [(&str, i32); 4] = [
    ("kPromiseRejectWithNoHandler", 0),
    ("kPromiseHandlerAddedAfterReject", 1),
    ("kPromiseRejectAfterResolved", 2),
    ("kPromiseResolveAfterResolved", 3),
];

fn values<'s>(scope: &mut v8::PinScope<'s, '_>, binding: v8::Local<'s, v8::Object>) {
    let tick_info = SharedNumbers::array(scope, "tickInfo", 2, |scope, buffer, length| {
        v8::Int32Array::new(scope, buffer, 0, length).expect("the view spans its buffer").into()
    });
    let key = v8::String::new(scope, "tickInfo").expect("short").into();
    binding.set(scope, key, tick_info);
    let events = v8::Object::new(scope);
    for (name, number) in REJECT_EVENTS {
        let key = v8::String::new(scope, name).expect("short").into();
        let number = v8::Integer::new(scope, number).into();
        events.set(scope, key, number);
    }
    let key = v8::String::new(scope, "promiseRejectEvents").expect("short").into();
    binding.set(scope, key, events.into());
}

fn run_microtasks<'s>(scope: &mut v8::PinScope<'s, '_>, _: v8::FunctionCallbackArguments<'s>, _: v8::ReturnValue<'s>) {
    scope.perform_microtask_checkpoint();
}

fn enqueue_microtask<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: v8::FunctionCallbackArguments<'s>,
    _: v8::ReturnValue<'s>,
) {
    if let Ok(function) = args.get(0).try_cast::<v8::Function>() {
        scope.enqueue_microtask(function);
    }
}

fn set_tick_callback<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: v8::FunctionCallbackArguments<'s>,
    _: v8::ReturnValue<'s>,
) {
    Hook::ProcessTicks.set(scope, args.get(0));
}

fn set_promise_reject_callback<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: v8::FunctionCallbackArguments<'s>,
    _: v8::ReturnValue<'s>,
) {
    Hook::PromiseReject.set(scope, args.get(0));
}

/// V8's report of a rejection, handed to the standard library as `(type, promise, reason)`.
pub(crate) unsafe extern "C" fn on_promise_reject(message: v8::PromiseRejectMessage<'_>) {
    v8::callback_scope!(unsafe scope, &message);
    let kind = match message.get_event() {
        v8::PromiseRejectEvent::PromiseRejectWithNoHandler => 0,
        v8::PromiseRejectEvent::PromiseHandlerAddedAfterReject => 1,
        v8::PromiseRejectEvent::PromiseRejectAfterResolved => 2,
        v8::PromiseRejectEvent::PromiseResolveAfterResolved => 3,
    };
    let kind = v8::Integer::new(scope, kind).into();
    let promise = message.get_promise().into();
    let reason = message.get_value().unwrap_or_else(|| v8::undefined(scope).into());
    v8::tc_scope!(let scope, scope);
    Hook::PromiseReject.call(scope, &[kind, promise, reason]);
    // A stack that is nearly full has no room to take note of a rejection. It must not become an exception of the code
    // that rejects: Node says so and goes on.
    if let Some(failure) = scope.message() {
        let arrow = crate::uncaught::source_arrow(scope, failure);
        let text = failure.get(scope).to_rust_string_lossy(scope);
        crate::messages::rejection_not_noted(&arrow, text.trim_start_matches("Uncaught "));
    }
}
