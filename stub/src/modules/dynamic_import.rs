//! `import()`: the standard library makes the promise and comes back for the module, so that the caller goes on first.

use super::attributes::{self, Attribute};
use super::es_module::{link, resolve_or_throw};
use super::file_url;
use super::registry::Key;
use super::synthetic::complete_builtins;
use crate::native::ToJs;
use crate::thread::Hook;

/// V8 asks for the namespace of `specifier`, imported by the script named `referrer`.
pub(crate) fn import<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    _: v8::Local<'s, v8::Data>,
    referrer: v8::Local<'s, v8::Value>,
    specifier: v8::Local<'s, v8::String>,
    attributes: v8::Local<'s, v8::FixedArray>,
) -> Option<v8::Local<'s, v8::Promise>> {
    let attribute = attributes::read(scope, attributes, attributes::OF_IMPORT_CALL);
    let attribute = attribute.map(|attribute| vec![attribute.key, attribute.value]).to_js(scope);
    let promise = Hook::ImportDynamically.call(scope, &[specifier.into(), referrer, attribute])?;
    promise.try_cast::<v8::Promise>().ok()
}

/// Begins the evaluation of what `specifier` means for `referrer`: its promise and its namespace; `None` with an
/// exception pending.
pub(crate) fn begin_import<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    specifier: &str,
    referrer: &str,
    attribute: Option<&Attribute>,
) -> Option<[v8::Local<'s, v8::Value>; 2]> {
    let key = resolve_or_throw(scope, specifier, &referrer_path(referrer))?;
    if matches!(key, Key::Builtin(_)) {
        complete_builtins(scope);
    }
    attributes::check(scope, &key, attribute)?;
    let module = link(scope, &key)?;
    Some([module.evaluate(scope)?, module.get_module_namespace()])
}

/// A script is named by its path or by its file URL; code without a name resolves from the working directory.
fn referrer_path(name: &str) -> String {
    if let Some(path) = file_url::to_path(name) {
        return path;
    }
    if name.starts_with('/') {
        return name.to_owned();
    }
    let folder = std::env::current_dir().map(|path| path.to_string_lossy().into_owned()).unwrap_or_default();
    format!("{folder}/[eval]")
}
