//! The wrapper functions of embedded CommonJS modules: in the snapshot for those that surely run, compiled on demand for others.

use payload::{ModuleId, ModuleKind};

use crate::thread::ThreadState;

/// Where the wrappers of the snapshot lie among the hooks: an array by module id.
const WRAPPERS: &str = "wrappers";

/// Compiles the wrappers of all linked CommonJS modules and leaves them among the hooks; while a snapshot is made.
pub(crate) fn save_wrappers(scope: &mut v8::PinScope<'_, '_>) {
    let state = ThreadState::of(scope);
    let Some(application) = state.modules.application else { return };
    let wrappers = v8::Array::new(scope, 0);
    for id in application.linked().filter(|id| application.kind(*id) == ModuleKind::CommonJs) {
        v8::scope!(let scope, scope);
        // A text that does not compile is left to throw its error when it is loaded.
        v8::tc_scope!(let scope, scope);
        if let Some(wrapper) = compile(scope, id) {
            wrappers.set_index(scope, id.0, wrapper.into());
        }
    }
    let name = v8::String::new(scope, WRAPPERS).expect("short").into();
    state.hooks.object(scope).set(scope, name, wrappers.into());
}

/// The wrapper function of a module; `None` with an exception pending.
pub(crate) fn wrapper<'s>(scope: &mut v8::PinScope<'s, '_>, id: ModuleId) -> Option<v8::Local<'s, v8::Function>> {
    from_snapshot(scope, id).or_else(|| compile(scope, id))
}

fn from_snapshot<'s>(scope: &mut v8::PinScope<'s, '_>, id: ModuleId) -> Option<v8::Local<'s, v8::Function>> {
    let name = v8::String::new(scope, WRAPPERS)?.into();
    let wrappers = ThreadState::of(scope).hooks.object(scope).get(scope, name)?.try_cast::<v8::Array>().ok()?;
    wrappers.get_index(scope, id.0)?.try_cast::<v8::Function>().ok()
}

/// The text begins with a header on a line of its own, so its lines count from the one before.
fn compile<'s>(scope: &mut v8::PinScope<'s, '_>, id: ModuleId) -> Option<v8::Local<'s, v8::Function>> {
    let application = ThreadState::of(scope).modules.application?;
    let source = application.text(scope, id)?;
    let name = v8::String::new(scope, application.path(id))?.into();
    let origin = v8::ScriptOrigin::new(scope, name, -1, 0, false, -1, None, false, false, false, None);
    v8::Script::compile(scope, source, Some(&origin))?.run(scope)?.try_cast::<v8::Function>().ok()
}
