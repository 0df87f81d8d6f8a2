//! Proves on a payload what no program can see of itself: `jsc-stub --jsc-check`, payload on standard input, one line of
//! JSON on standard output. For jsc's own tests; like snapshots, only a stub without payload does it.
//!
//! Two isolates are made from the one blob on two threads, the main context in one and a worker's in the other, and exist
//! at the same time. Each uses the standard library, and calls a function that has a fast path. Which path was taken is
//! counted by two functions that stand where the snapshot looks for the real ones, so they also prove that the
//! function came out of the snapshot.

use std::cell::Cell;
use std::ffi::c_void;
use std::io::{Read as _, Write as _};
use std::sync::Barrier;
use std::thread;

use v8::fast_api::CFunction;

use crate::engine::{self, Mode};
use crate::event_loop;
use crate::messages;
use crate::modules::{Application, Registry};
use crate::native::{self, FastFunction, Kind};
use crate::realm;
use crate::references;
use crate::snapshot::aligned;
use crate::thread::{Hook, ThreadState};

/// Optimised code is ready when the engine has decided to make it, so that the counts do not depend on the machine.
const FLAGS: &str = "--no-concurrent-recompilation";

/// Gets the loader of builtins, and counts the dates in a list that holds one in four.
const SCRIPT: &str = "(loadBuiltin) => {
    const { inspect, types: { isDate } } = loadBuiltin('util');
    const { Buffer } = loadBuiltin('buffer');
    const values = [new Date(0), {}, 1, undefined];
    let dates = 0;
    const count = (value) => { if (isDate(value)) dates++; };
    for (let index = 0; index < 100_000; index++) count(values[index % values.length]);
    const text = inspect({ bytes: Buffer.from('jsc'), path: loadBuiltin('path').join('/a', '../b') });
    return JSON.stringify({ dates, text });
}";

thread_local! {
    static SLOW_CALLS: Cell<u32> = const { Cell::new(0) };
    static FAST_CALLS: Cell<u32> = const { Cell::new(0) };
}

/// Reads the payload, writes what was found; ends the process.
pub(crate) fn run() -> ! {
    let mut payload = Vec::new();
    let result = std::io::stdin()
        .read_to_end(&mut payload)
        .map_err(|error| error.to_string())
        .and_then(|_| check(aligned(&payload)))
        .and_then(|line| writeln!(std::io::stdout(), "{line}").map_err(|error| error.to_string()));
    match result {
        Ok(()) => crate::process_exit(0),
        Err(detail) => {
            messages::check_failed(&detail);
            crate::process_exit(1)
        }
    }
}

fn check(payload: &'static [u8]) -> Result<String, String> {
    let application = Application::open(payload).map_err(|malformed| malformed.to_string())?;
    if application.reader().stub_build() != &crate::BUILD_ID {
        return Err("it was built for another stub".to_owned());
    }
    let snapshot = application.reader().snapshot().map_err(|malformed| malformed.to_string())?;
    let snapshot = snapshot.ok_or("it holds no snapshot")?;
    engine::start(Mode::Run, FLAGS);
    crate::vfs::mount(application.reader(), application.root());
    let both_exist = Barrier::new(2);
    let (main, worker) = thread::scope(|threads| {
        let main = threads
            .spawn(|| evaluate(snapshot, application, realm::MAIN_CONTEXT, Registry::new(application), &both_exist));
        let worker =
            threads.spawn(|| evaluate(snapshot, application, realm::WORKER_CONTEXT, Registry::default(), &both_exist));
        (main.join(), worker.join())
    });
    let found = |result: thread::Result<_>| result.map_err(|_| "a thread panicked".to_owned());
    Ok(format!("{{\"main\":{},\"worker\":{}}}", found(main)??, found(worker)??))
}

/// Takes over one context of the snapshot, runs the script in it, and says what it returned and what was counted.
fn evaluate(
    snapshot: &'static [u8],
    application: &'static Application,
    context: usize,
    modules: Registry,
    both_exist: &Barrier,
) -> Result<String, String> {
    let mut isolate = realm::isolate(snapshot, counting(references::table(application.texts())));
    let state = ThreadState::new(modules);
    state.install(&mut isolate);
    engine::route_tasks(&isolate, &state.wakeups);
    v8::scope!(let scope, &mut isolate);
    let context = v8::Context::from_snapshot(scope, context, v8::ContextOptions::default());
    let scope = &mut v8::ContextScope::new(scope, context.expect("every snapshot has both contexts"));
    realm::restore_hooks(scope, &state);
    both_exist.wait();
    let mut returned = None;
    event_loop::turn(scope, |scope| {
        Hook::Refresh.call(scope, &[]);
        returned = run_script(scope);
    });
    both_exist.wait();
    let returned = returned.ok_or("the script did not return")?;
    Ok(format!("{{\"slow\":{},\"fast\":{},\"returned\":{returned}}}", SLOW_CALLS.get(), FAST_CALLS.get()))
}

fn run_script(scope: &mut v8::PinScope<'_, '_>) -> Option<String> {
    let source = v8::String::new(scope, SCRIPT)?;
    let function = v8::Script::compile(scope, source, None)?.run(scope)?.try_cast::<v8::Function>().ok()?;
    let load_builtin = Hook::LoadBuiltin.get(scope)?.into();
    let receiver = v8::undefined(scope).into();
    Some(function.call(scope, receiver, &[load_builtin])?.to_rust_string_lossy(scope))
}

/// The references with `types.isDate` counted.
fn counting(references: &'static [v8::ExternalReference]) -> &'static [v8::ExternalReference] {
    let functions = native::TABLE.iter().filter(|module| module.name == "types").flat_map(|module| module.functions);
    let Some(Kind::Plain { callback, fast: Some(fast) }) =
        functions.into_iter().find(|function| function.name == "isDate").map(|function| &function.kind)
    else {
        unreachable!("bug in jsc: `isDate` has lost its fast path")
    };
    let original_slow = v8::ExternalReference { function: callback() };
    let original_fast = fast.reference();
    let counted = references.iter().map(|reference| match *reference {
        reference if reference == original_slow => v8::ExternalReference { function: v8::MapFnTo::map_fn_to(slow) },
        reference if reference == original_fast => FAST.reference(),
        reference => reference,
    });
    Vec::leak(counted.collect())
}

fn slow<'s>(_: &mut v8::PinScope<'s, '_>, args: v8::FunctionCallbackArguments<'s>, mut rv: v8::ReturnValue<'s>) {
    SLOW_CALLS.set(SLOW_CALLS.get() + 1);
    rv.set_bool(args.get(0).is_date());
}

extern "C" fn fast(_: v8::Local<'_, v8::Value>, value: v8::Local<'_, v8::Value>) -> bool {
    FAST_CALLS.set(FAST_CALLS.get() + 1);
    value.is_date()
}

static FAST: FastFunction = FastFunction(CFunction::new(fast as *const c_void, native::types::PREDICATE));
