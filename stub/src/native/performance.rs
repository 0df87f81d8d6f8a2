//! `internalBinding('performance')`: the clock of `performance.now()`, which starts with the process.

use std::cell::Cell;
use std::ffi::c_void;
use std::time::{SystemTime, UNIX_EPOCH};

use v8::fast_api::{CFunction, CFunctionInfo, Int64Representation, Type};

use super::{Effect, FastFunction, NativeFunction, NativeModule, function};
use crate::process_started;
use crate::thread::ThreadState;

pub(crate) const MODULE: NativeModule = NativeModule::new("performance", &FUNCTIONS);

/// Not part of the constant above, since a fast path is a `static`.
static FUNCTIONS: [NativeFunction; 4] = [
    function!("now", now, Effect::ReadsHost, Some(&FAST_NOW)),
    function!("timeOrigin", time_origin, Effect::ReadsHost),
    function!("milestone", milestone, Effect::ReadsHost),
    function!("idleTime", idle_time, Effect::ReadsHost),
];

/// The moments in the life of a thread that `performance.nodeTiming` names, in the order JavaScript numbers them.
#[derive(Clone, Copy)]
pub(crate) enum Milestone {
    NodeStart,
    V8Start,
    Environment,
    LoopStart,
    LoopExit,
    BootstrapComplete,
}

/// When the milestones were reached, and how long the loop has waited; in milliseconds since the process started.
#[derive(Default)]
pub(crate) struct Milestones {
    reached: [Cell<Option<f64>>; 6],
    idle_ms: Cell<f64>,
}

impl Milestones {
    pub(crate) fn reach(&self, milestone: Milestone) {
        self.reached[milestone as usize].set(Some(elapsed_ms()));
    }

    /// Counts the time that `wait` takes as idle.
    pub(crate) fn waiting<R>(&self, wait: impl FnOnce() -> R) -> R {
        let started = elapsed_ms();
        let result = wait();
        self.idle_ms.set(self.idle_ms.get() + elapsed_ms() - started);
        result
    }
}

/// `now()`: milliseconds since the process started.
fn now<'s>(_: &mut v8::PinScope<'s, '_>, _: v8::FunctionCallbackArguments<'s>, mut rv: v8::ReturnValue<'s>) {
    rv.set_double(elapsed_ms());
}

/// `now()` as optimised code calls it: every event of an `EventTarget` has a time stamp.
static FAST_NOW: FastFunction = FastFunction(CFunction::new(
    fast_now as *const c_void,
    &CFunctionInfo::new(Type::Float64.as_info(), &[Type::V8Value.as_info()], Int64Representation::Number),
));

extern "C" fn fast_now(_receiver: v8::Local<'_, v8::Value>) -> f64 {
    elapsed_ms()
}

/// `timeOrigin()`: when that was, in milliseconds since 1970. The wall clock may have been set since, so callers keep
/// the first answer.
fn time_origin<'s>(_: &mut v8::PinScope<'s, '_>, _: v8::FunctionCallbackArguments<'s>, mut rv: v8::ReturnValue<'s>) {
    let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    rv.set_double(since_epoch.as_secs_f64() * 1e3 - elapsed_ms());
}

/// `milestone(number)`: when it was reached, -1 if it has not been.
fn milestone<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: v8::FunctionCallbackArguments<'s>,
    mut rv: v8::ReturnValue<'s>,
) {
    let index = args.get(0).uint32_value(scope).unwrap_or(0) as usize;
    let state = ThreadState::of(scope);
    rv.set_double(state.milestones.reached.get(index).and_then(Cell::get).unwrap_or(-1.0));
}

/// `idleTime()`: how long the loop has waited, in milliseconds.
fn idle_time<'s>(scope: &mut v8::PinScope<'s, '_>, _: v8::FunctionCallbackArguments<'s>, mut rv: v8::ReturnValue<'s>) {
    rv.set_double(ThreadState::of(scope).milestones.idle_ms.get());
}

fn elapsed_ms() -> f64 {
    process_started().elapsed().as_secs_f64() * 1e3
}
