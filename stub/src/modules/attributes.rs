//! Import attributes: Node knows `type: 'json'`, which a JSON module must have and nothing else may.

use payload::ModuleKind;
use resolution::paths;

use super::es_module::url_of;
use super::registry::Key;
use super::resolve::Failure;
use crate::thread::ThreadState;

/// One attribute of an import.
#[derive(Debug)]
pub(crate) struct Attribute {
    pub(crate) key: String,
    pub(crate) value: String,
}

/// How many entries V8's array has for each attribute: static imports carry positions besides.
pub(crate) const OF_IMPORT_CALL: usize = 2;
pub(crate) const OF_DECLARATION: usize = 3;

/// The attribute that matters: one that Node does not know, or else the first.
pub(crate) fn read(
    scope: &mut v8::PinScope<'_, '_>,
    attributes: v8::Local<'_, v8::FixedArray>,
    stride: usize,
) -> Option<Attribute> {
    let mut found = Vec::new();
    for index in (0..attributes.length()).step_by(stride) {
        let (key, value) = (text(scope, attributes, index)?, text(scope, attributes, index + 1)?);
        found.push(Attribute { key, value });
    }
    let unknown = found.iter().position(|attribute| attribute.key != "type").unwrap_or_default();
    (unknown < found.len()).then(|| found.swap_remove(unknown))
}

fn text(scope: &mut v8::PinScope<'_, '_>, attributes: v8::Local<'_, v8::FixedArray>, index: usize) -> Option<String> {
    let value: v8::Local<'_, v8::Value> = attributes.get(scope, index)?.try_into().ok()?;
    Some(value.to_rust_string_lossy(scope))
}

/// Whether the module may be imported with this attribute, or without one; `None` with an exception pending.
pub(crate) fn check(scope: &mut v8::PinScope<'_, '_>, key: &Key, attribute: Option<&Attribute>) -> Option<()> {
    let unknown = attribute.filter(|attribute| attribute.key != "type" || attribute.value != "json");
    if unknown.is_none() && attribute.is_some() == is_json(scope, key) {
        return Some(());
    }
    let url = url_of(scope, key);
    let (code, message) = match (unknown, attribute) {
        (Some(Attribute { key, value }), _) => (
            "ERR_IMPORT_ATTRIBUTE_UNSUPPORTED",
            format!("Import attribute \"{key}\" with value \"{value}\" is not supported in {url}"),
        ),
        (None, None) => {
            ("ERR_IMPORT_ATTRIBUTE_MISSING", format!("Module \"{url}\" needs an import attribute of \"type: json\""))
        }
        (None, Some(_)) => {
            ("ERR_IMPORT_ATTRIBUTE_TYPE_INCOMPATIBLE", format!("Module \"{url}\" is not of type \"json\""))
        }
    };
    Failure { is_type_error: true, ..Failure::new(code, message) }.throw(scope);
    None
}

pub(crate) fn is_json(scope: &v8::Isolate, key: &Key) -> bool {
    match key {
        Key::Embedded(id) => {
            let application = ThreadState::of(scope).modules.application;
            application.is_some_and(|application| application.kind(*id) == ModuleKind::Json)
        }
        Key::File { path, .. } => paths::extension(path) == ".json",
        Key::Data(url) => url.starts_with("data:application/json"),
        Key::Builtin(_) => false,
    }
}
