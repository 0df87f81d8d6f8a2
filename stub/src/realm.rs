//! What a context is made of: bootstraps one while a snapshot is made, and takes one over from a snapshot.

use std::borrow::Cow;

use crate::engine::{self, Mode};
use crate::event_loop;
use crate::modules::application::intact;
use crate::modules::{Application, Registry};
use crate::native;
use crate::native::performance::Milestone;
use crate::references;
use crate::start::{StartOptions, StartTable};
use crate::stdlib;
use crate::thread::{Hook, ThreadState};

/// The index of the main thread's context in a snapshot.
pub(crate) const MAIN_CONTEXT: usize = 0;
/// The index of a worker's.
pub(crate) const WORKER_CONTEXT: usize = 1;
/// Where the hooks lie in the data of a context of a snapshot.
pub(crate) const HOOKS_DATA: usize = 0;

/// Connects V8's questions to their answers; for every isolate, since callbacks do not travel in snapshots.
pub(crate) fn prepare_isolate(isolate: &mut v8::Isolate) {
    isolate.set_microtasks_policy(v8::MicrotasksPolicy::Explicit);
    isolate.set_promise_reject_callback(native::on_promise_reject);
    isolate.set_capture_stack_trace_for_uncaught_exceptions(true, 10);
    isolate.set_oom_error_handler(engine::on_out_of_memory);
    crate::modules::prepare_isolate(isolate);
}

/// Runs the standard library's first file in a fresh context. `Err` holds what it threw.
pub(crate) fn bootstrap(scope: &mut v8::PinScope<'_, '_>) -> Result<(), String> {
    v8::tc_scope!(let scope, scope);
    let receiver = v8::undefined(scope).into();
    let get_binding = v8::Function::new(scope, native::get_binding).expect("a native function can always be made");
    let nothing: v8::Local<'_, v8::Value> = v8::undefined(scope).into();
    let done = stdlib::compile(scope, "internal/bootstrap/realm").and_then(|realm| {
        realm.call(scope, receiver, &[nothing, nothing, nothing, nothing, get_binding.into(), nothing])
    });
    if done.is_some() {
        return Ok(());
    }
    Err(describe(scope.exception(), scope.stack_trace(), scope))
}

fn describe(
    exception: Option<v8::Local<'_, v8::Value>>,
    stack: Option<v8::Local<'_, v8::Value>>,
    scope: &v8::Isolate,
) -> String {
    let text = stack.or(exception).and_then(|value| value.try_cast::<v8::String>().ok());
    text.map_or_else(|| "unknown exception".to_owned(), |text| text.to_rust_string_lossy(scope))
}

/// Takes over the context that `scope` has entered and runs the application to its end.
fn run(scope: &mut v8::PinScope<'_, '_>, is_traced: bool, mut table: StartTable) -> ! {
    let state = ThreadState::of(scope);
    state.milestones.reach(Milestone::Environment);
    event_loop::turn(scope, |scope| {
        Hook::Refresh.call(scope, &[]);
    });
    state.milestones.reach(Milestone::BootstrapComplete);
    table.done("stdlib");
    // Not while a snapshot is made: V8 keeps this callback on its heap.
    scope.add_message_listener(crate::uncaught::on_message);
    event_loop::main_turn(scope, |scope| {
        Hook::RunMain.call(scope, &[]);
    });
    table.done("main");
    if is_traced {
        table.print();
    }
    let code = event_loop::run(scope);
    crate::process_exit(code)
}

/// An isolate of the snapshot, ready for one of its contexts.
pub(crate) fn isolate(snapshot: &'static [u8], references: &'static [v8::ExternalReference]) -> v8::OwnedIsolate {
    let parameters = v8::CreateParams::default()
        .array_buffer_allocator(crate::memory::allocator().make_shared())
        .snapshot_blob(v8::StartupData::from(Cow::Borrowed(snapshot)))
        .external_references(Cow::Borrowed(references))
        .heap_limits_from_system_memory(engine::memory_bytes(), 0);
    let mut isolate = v8::Isolate::new(parameters);
    crate::memory::show_old_memory(&mut isolate);
    prepare_isolate(&mut isolate);
    isolate
}

/// Takes hold of what the bootstrap left in the context that `scope` has entered.
pub(crate) fn restore_hooks(scope: &mut v8::PinScope<'_, '_>, state: &ThreadState) {
    let hooks = scope.get_context_data_from_snapshot_once::<v8::Object>(HOOKS_DATA);
    state.hooks.restore(scope, hooks.expect("every context has its hooks"));
    state.attach_shared(scope);
}

/// Loads the application's snapshot and runs it.
pub(crate) fn run_application(payload: &'static [u8]) -> ! {
    let application = intact(Application::open(payload));
    if application.reader().stub_build() != &crate::BUILD_ID {
        crate::messages::damaged("its application was built for another stub");
        crate::process_exit(1)
    }
    let Some(snapshot) = intact(application.reader().snapshot()) else {
        crate::messages::damaged("it holds no snapshot");
        crate::process_exit(1)
    };
    let mut table = StartTable::default();
    table.done("map");
    let options = StartOptions::of(application);
    engine::start(Mode::Run, &options.v8_flags);
    table.done("V8");
    crate::vfs::mount(application.reader(), application.root());
    let references = references::table(application.texts());
    let mut isolate = isolate(snapshot, references);
    table.done("isolate");
    let state = ThreadState::new(Registry::new(application));
    state.exec_argv.replace(options.node_options);
    state.milestones.reach(Milestone::NodeStart);
    state.milestones.reach(Milestone::V8Start);
    state.install(&mut isolate);
    engine::route_tasks(&isolate, &state.wakeups);
    v8::scope!(let scope, &mut isolate);
    let context = v8::Context::from_snapshot(scope, MAIN_CONTEXT, v8::ContextOptions::default());
    let context = context.expect("every snapshot has the main context");
    let scope = &mut v8::ContextScope::new(scope, context);
    restore_hooks(scope, &state);
    table.done("context");
    run(scope, options.is_traced, table)
}
