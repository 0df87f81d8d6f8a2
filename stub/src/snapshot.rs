//! Makes the snapshot of a program: `jsc-stub --jsc-snapshot`, payload on standard input, blob on standard output.
//!
//! A blob holds three contexts: the default one is bare (for `vm`), 0 is the main thread's (standard library and
//! application), 1 a worker's (standard library). One snapshot per process, because V8 ends the process where it cannot
//! serialise something; the compiler then falls back.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io::{Read as _, Write as _};
use std::rc::Rc;

use payload::{ModuleKind, Temperature};

use crate::confine;
use crate::engine::{self, Mode};
use crate::messages;
use crate::modules::{self, Application, Key, Registry};
use crate::native::ToJs as _;
use crate::realm;
use crate::references;
use crate::thread::{Hook, ThreadState};

/// Reads the payload, writes the blob; ends the process.
pub(crate) fn run() -> ! {
    crate::stdlib::prepare();
    let mut payload = Vec::new();
    let result = std::io::stdin()
        .read_to_end(&mut payload)
        .and_then(|_| confine::enter())
        .map_err(|error| error.to_string())
        .and_then(|()| make(aligned(&payload)))
        .and_then(|blob| std::io::stdout().write_all(&blob).map_err(|error| error.to_string()));
    match result {
        Ok(()) => crate::process_exit(0),
        Err(detail) => {
            messages::snapshot_failed(&detail);
            crate::process_exit(1)
        }
    }
}

/// The payload at an address as aligned as in an executable, for as long as the process lives.
pub(crate) fn aligned(payload: &[u8]) -> &'static [u8] {
    let mut words = vec![0_u64; payload.len().div_ceil(8)];
    for (word, bytes) in words.iter_mut().zip(payload.chunks(8)) {
        let mut whole = [0; 8];
        whole[..bytes.len()].copy_from_slice(bytes);
        *word = u64::from_ne_bytes(whole);
    }
    let words = Vec::leak(words);
    // SAFETY: the words hold at least as many bytes as the payload, are leaked, and never written again.
    unsafe { std::slice::from_raw_parts(words.as_ptr().cast(), payload.len()) }
}

/// The blob for the program in `payload`.
fn make(payload: &'static [u8]) -> Result<Vec<u8>, String> {
    let application = Application::open(payload).map_err(|malformed| malformed.to_string())?;
    engine::start(Mode::Snapshot, "");
    let references = references::table(application.texts());
    let mut isolate = v8::Isolate::snapshot_creator(Some(Cow::Borrowed(references)), None);
    realm::prepare_isolate(&mut isolate);
    if let Err(reason) = fill(&mut isolate, application) {
        // Dropping a snapshot creator without making its blob is a panic, and the process ends anyway.
        std::mem::forget(isolate);
        return Err(reason);
    }
    isolate.remove_slot::<Rc<ThreadState>>();
    let blob = isolate.create_blob(v8::FunctionCodeHandling::Keep).ok_or("V8 gave no blob")?;
    if !blob.can_be_rehashed() {
        return Err("bug in jsc: its hash seed could not be changed at start".to_owned());
    }
    Ok(blob.to_vec())
}

/// Makes the three contexts.
fn fill(isolate: &mut v8::Isolate, application: &'static Application) -> Result<(), String> {
    v8::scope!(let scope, isolate);
    let bare = v8::Context::new(scope, v8::ContextOptions::default());
    scope.set_default_context(bare);
    context(scope, Registry::new(application), link_application)?;
    context(scope, Registry::default(), |_| Ok(()))
}

/// Adds a context with the standard library and what `fill` puts in.
fn context(
    scope: &mut v8::PinScope<'_, '_, ()>,
    modules: Registry,
    fill: fn(&mut v8::PinScope<'_, '_>) -> Result<(), String>,
) -> Result<(), String> {
    let state = ThreadState::new(modules);
    state.install(scope);
    engine::route_tasks(scope, &state.wakeups);
    let context = v8::Context::new(scope, v8::ContextOptions::default());
    {
        let scope = &mut v8::ContextScope::new(scope, context);
        realm::bootstrap(scope)?;
        let hooks = state.hooks.object(scope);
        let index = scope.add_context_data(context, hooks);
        assert_eq!(index, realm::HOOKS_DATA, "bug in jsc: the context's data is out of order");
        fill(scope)?;
        scope.perform_microtask_checkpoint();
        scope.clear_kept_objects();
        state.detach();
    }
    context.clear_all_slots();
    scope.add_context(context);
    Ok(())
}

/// Builtins that are cheaper to load from the snapshot than to evaluate at start, and hold nothing of a process.
const EVALUATED_AHEAD: [&str; 35] = [
    "assert",
    "assert/strict",
    "async_hooks",
    "buffer",
    "child_process",
    "console",
    "crypto",
    "diagnostics_channel",
    "events",
    "fs",
    "fs/promises",
    "module",
    "os",
    "path",
    "path/posix",
    "path/win32",
    "perf_hooks",
    "querystring",
    "readline",
    "readline/promises",
    "stream",
    "stream/consumers",
    "stream/promises",
    "stream/web",
    "string_decoder",
    "timers",
    "timers/promises",
    "tty",
    "url",
    "util",
    "util/types",
    "v8",
    "vm",
    "worker_threads",
    "zlib",
];

/// Evaluates what the application's modules load of the standard library. One that fails here fails again at start, and
/// says why there.
fn evaluate_builtins(scope: &mut v8::PinScope<'_, '_>, application: &Application) {
    let wanted: BTreeSet<&str> = application.linked().flat_map(|id| application.builtins(id)).collect();
    for name in EVALUATED_AHEAD.into_iter().filter(|name| wanted.contains(name)) {
        v8::scope!(let scope, scope);
        v8::tc_scope!(let scope, scope);
        let name = name.to_js(scope);
        let _ = Hook::LoadBuiltin.call(scope, &[name]);
    }
}

/// Compiles and links every module that surely runs.
fn link_application(scope: &mut v8::PinScope<'_, '_>) -> Result<(), String> {
    let state = ThreadState::of(scope);
    let Some(application) = state.modules.application else { return Ok(()) };
    for id in application.linked().filter(|id| application.kind(*id) == ModuleKind::Esm) {
        v8::scope!(let scope, scope);
        v8::tc_scope!(let scope, scope);
        if modules::link(scope, &Key::Embedded(id)).is_none() {
            let exception = scope.exception().map(|exception| exception.to_rust_string_lossy(scope));
            let reason = exception.unwrap_or_else(|| "it could not be linked".to_owned());
            return Err(format!("{}: {reason}", application.path(id)));
        }
    }
    evaluate_builtins(scope, application);
    for id in application.linked().filter(|id| application.temperature(*id) == Temperature::Warm) {
        modules::evaluate_warm(scope, application, id)?;
    }
    modules::save_wrappers(scope);
    Registry::save(scope);
    Ok(())
}
