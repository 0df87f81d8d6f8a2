//! `internalBinding('timers')`: the loop's clock, its one deadline, and the immediates' counters.

use super::{Effect, NativeModule, OsError, function, immediate};
use crate::thread::{Hook, SharedNumbers, ThreadState};

pub(crate) const MODULE: NativeModule = NativeModule::new(
    "timers",
    &[
        function!("setupTimers", setup_timers, Effect::Pure),
        function!("getLibuvNow", loop_now, Effect::ReadsHost),
        function!("scheduleTimer", schedule_timer, Effect::Acts),
        function!("toggleTimerRef", toggle_timer_ref, Effect::Acts),
        immediate!("toggleImmediateRef", toggle_immediate_ref, Effect::Acts),
    ],
)
.with_values(values);

fn values<'s>(scope: &mut v8::PinScope<'s, '_>, binding: v8::Local<'s, v8::Object>) {
    let immediates = SharedNumbers::array(scope, "immediateInfo", 3, |scope, buffer, length| {
        v8::Uint32Array::new(scope, buffer, 0, length).expect("the view spans its buffer").into()
    });
    let timers = SharedNumbers::array(scope, "timerInfo", 1, |scope, buffer, length| {
        v8::Int32Array::new(scope, buffer, 0, length).expect("the view spans its buffer").into()
    });
    for (name, array) in [("immediateInfo", immediates), ("timerInfo", timers)] {
        let key = v8::String::new(scope, name).expect("short").into();
        binding.set(scope, key, array);
    }
}

/// `setupTimers(processImmediate, processTimers)`
fn setup_timers<'s>(scope: &mut v8::PinScope<'s, '_>, args: v8::FunctionCallbackArguments<'s>, _: v8::ReturnValue<'s>) {
    Hook::ProcessImmediate.set(scope, args.get(0));
    Hook::ProcessTimers.set(scope, args.get(1));
}

/// `getLibuvNow()`: the loop's time in milliseconds, as it was when this phase began.
fn loop_now<'s>(scope: &mut v8::PinScope<'s, '_>, _: v8::FunctionCallbackArguments<'s>, mut rv: v8::ReturnValue<'s>) {
    rv.set_double(ThreadState::of(scope).timers.now_ms() as f64);
}

/// `scheduleTimer(delay)`: one call of `processTimers`, `delay` milliseconds from the loop's time.
fn schedule_timer<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: v8::FunctionCallbackArguments<'s>,
    _: v8::ReturnValue<'s>,
) {
    let delay = args.get(0).number_value(scope).unwrap_or(1.0);
    ThreadState::of(scope).timers.schedule(delay as u64);
}

/// `toggleTimerRef(referenced)`: whether the deadline keeps the process alive.
fn toggle_timer_ref<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: v8::FunctionCallbackArguments<'s>,
    _: v8::ReturnValue<'s>,
) {
    ThreadState::of(scope).timers.set_referenced(args.get(0).is_true());
}

/// The loop reads the count of referenced immediates itself, so there is nothing to switch.
fn toggle_immediate_ref((_,): (bool,)) -> Result<(), OsError> {
    Ok(())
}
