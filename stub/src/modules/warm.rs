//! Warm modules: evaluated while the snapshot is made, so that a start finds their results on the heap.

use payload::{ModuleId, ModuleKind};

use super::es_module::link;
use super::{Application, Key};
use crate::native::ToJs;
use crate::thread::Hook;

/// Evaluates one module in the context of the snapshot. `Err` says why it cannot be warm.
pub(crate) fn evaluate_warm(
    scope: &mut v8::PinScope<'_, '_>,
    application: &Application,
    id: ModuleId,
) -> Result<(), String> {
    v8::scope!(let scope, scope);
    v8::tc_scope!(let scope, scope);
    let path = application.path(id);
    let is_evaluated = match application.kind(id) {
        ModuleKind::Esm => evaluate(scope, id),
        ModuleKind::CommonJs => {
            let path = path.to_js(scope);
            Hook::LoadCommonJs.call(scope, &[path]).map(|_| true)
        }
        ModuleKind::Json | ModuleKind::Addon => Some(true),
    };
    match is_evaluated {
        Some(true) => Ok(()),
        Some(false) => Err(format!("{path}: its evaluation did not end")),
        None => {
            let exception = scope.exception().map(|exception| exception.to_rust_string_lossy(scope));
            Err(format!("{path}: {}", exception.unwrap_or_else(|| "it could not be evaluated".to_owned())))
        }
    }
}

/// Whether the module and all it imports have run to their end; `None` with an exception pending.
fn evaluate(scope: &mut v8::PinScope<'_, '_>, id: ModuleId) -> Option<bool> {
    let module = link(scope, &Key::Embedded(id))?;
    let promise = module.evaluate(scope)?.try_cast::<v8::Promise>().ok()?;
    scope.perform_microtask_checkpoint();
    match promise.state() {
        v8::PromiseState::Pending => Some(false),
        v8::PromiseState::Fulfilled => Some(true),
        v8::PromiseState::Rejected => {
            promise.mark_as_handled();
            let reason = promise.result(scope);
            scope.throw_exception(reason);
            None
        }
    }
}
