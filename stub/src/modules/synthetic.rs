//! What ES modules see of everything that is not one: builtins, CommonJS, JSON. A synthetic module declares its names when
//! it is linked and gets its values when it is evaluated.

use std::collections::BTreeSet;

use resolution::{Extensions, Format, Request, Resolved, Resolver};

use super::attributes::is_json;
use super::files::RunTimeFiles;
use super::registry::{Key, Registry};
use crate::native::ToJs;
use crate::thread::{Hook, ThreadState};

/// `module.exports` under the name that Node gives it for ES modules.
const MODULE_EXPORTS: &str = "module.exports";

/// A builtin: `default`, and every name Node 24 has for it, known without evaluating it.
pub(crate) fn builtin<'s>(scope: &mut v8::PinScope<'s, '_>, id: &str) -> Option<v8::Local<'s, v8::Module>> {
    let names = link_names(id);
    make(scope, &format!("node:{id}"), names)
}

/// The names that a builtin exports, `default` left out.
fn link_names(id: &str) -> impl Iterator<Item = &'static str> + use<> {
    crate::stdlib::export_names(id).iter().copied()
}

/// A CommonJS module (or JSON, or an addon) with the names that were found in its text.
pub(crate) fn common_js<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    path: &str,
    names: Vec<String>,
) -> Option<v8::Local<'s, v8::Module>> {
    let mut names: BTreeSet<String> = names.into_iter().filter(|name| name != "default").collect();
    names.insert(MODULE_EXPORTS.to_owned());
    make(scope, path, names.iter().map(String::as_str))
}

/// JSON, which has only a default export.
pub(crate) fn json<'s>(scope: &mut v8::PinScope<'s, '_>, name: &str) -> Option<v8::Local<'s, v8::Module>> {
    make(scope, name, std::iter::empty())
}

fn make<'s, 'n>(
    scope: &mut v8::PinScope<'s, '_>,
    name: &str,
    names: impl Iterator<Item = &'n str>,
) -> Option<v8::Local<'s, v8::Module>> {
    let mut exports = vec![v8::String::new(scope, "default")?];
    for name in names {
        exports.push(v8::String::new(scope, name)?);
    }
    let name = v8::String::new(scope, name)?;
    Some(v8::Module::create_synthetic_module(scope, name, &exports, evaluate))
}

/// The names of a CommonJS file on the disk, with those it passes on from others.
pub(crate) fn names_on_disk(files: &RunTimeFiles, path: &str, source: &str) -> Vec<String> {
    let resolver = Resolver::new(files, Extensions::AsNode, Vec::new());
    let mut names = BTreeSet::new();
    let mut seen = BTreeSet::from([path.to_owned()]);
    collect(&resolver, files, path, source, &mut names, &mut seen);
    names.into_iter().collect()
}

fn collect(
    resolver: &Resolver<'_>,
    files: &RunTimeFiles,
    path: &str,
    source: &str,
    names: &mut BTreeSet<String>,
    seen: &mut BTreeSet<String>,
) {
    let found = resolution::common_js_exports(source);
    names.extend(found.names);
    for specifier in found.reexports {
        let Ok(Resolved::File { path: target, .. }) = resolver.resolve(&specifier, path, Request::Require) else {
            continue;
        };
        if !matches!(resolver.format(&target), Format::CommonJs | Format::Detect) || !seen.insert(target.clone()) {
            continue;
        }
        if let Some(source) = resolution::FileSystem::read(files, &target) {
            collect(resolver, files, &target, &source, names, seen);
        }
    }
}

/// V8 asks for the values of a synthetic module's names.
pub(crate) fn evaluate<'s>(
    context: v8::Local<'s, v8::Context>,
    module: v8::Local<'s, v8::Module>,
) -> Option<v8::Local<'s, v8::Value>> {
    v8::callback_scope!(unsafe scope, context);
    let key = Registry::key_of(scope, module)?;
    let (exports, names) = match &key {
        Key::Builtin(id) => {
            let name = id.to_js(scope);
            let exports = Hook::LoadBuiltin.call(scope, &[name])?;
            (exports, link_names(id).map(str::to_owned).collect())
        }
        key if is_json(scope, key) => (load_json(scope, key)?, Vec::new()),
        key => load_common_js(scope, key)?,
    };
    set(scope, module, "default", exports)?;
    for name in names {
        if let Key::Builtin(id) = &key
            && !is_imported(scope, id, &name)
            && is_late(scope, exports, &name)
        {
            continue;
        }
        let value = if name == MODULE_EXPORTS { Some(exports) } else { read(scope, exports, &name) };
        if let Some(value) = value {
            set(scope, module, &name, value)?;
        }
    }
    let done = v8::PromiseResolver::new(scope)?;
    let value = v8::undefined(scope).into();
    done.resolve(scope, value);
    Some(done.get_promise(scope).into())
}

/// Gives the modules of builtins the values that they were not asked for yet, because a module that the build did not know
/// (`import()` of a builtin, a file on the disk) may ask for any.
pub(crate) fn complete_builtins(scope: &mut v8::PinScope<'_, '_>) {
    if ThreadState::of(scope).modules.are_builtins_complete.replace(true) {
        return;
    }
    for (id, module) in Registry::builtins(scope) {
        if module.get_status() == v8::ModuleStatus::Evaluated {
            let _ = complete(scope, id, module);
        }
    }
}

fn complete<'s>(scope: &mut v8::PinScope<'s, '_>, id: &str, module: v8::Local<'s, v8::Module>) -> Option<()> {
    let id_value = id.to_js(scope);
    let exports = Hook::LoadBuiltin.call(scope, &[id_value])?;
    for name in link_names(id) {
        if is_late(scope, exports, name)
            && let Some(value) = read(scope, exports, name)
        {
            set(scope, module, name, value)?;
        }
    }
    Some(())
}

/// Whether a module may use the builtin's export by this name.
fn is_imported(scope: &mut v8::PinScope<'_, '_>, builtin: &str, name: &str) -> bool {
    let modules = &ThreadState::of(scope).modules;
    modules.are_builtins_complete.get()
        || modules.application.is_none_or(|application| application.imports_from_builtin(builtin, name))
}

/// Whether `exports[name]` is made when it is first asked for: it has a getter.
fn is_late<'s>(scope: &mut v8::PinScope<'s, '_>, exports: v8::Local<'s, v8::Value>, name: &str) -> bool {
    let has_getter = || {
        let object = exports.try_cast::<v8::Object>().ok()?;
        let name = v8::String::new(scope, name)?;
        let descriptor = object.get_own_property_descriptor(scope, name.into())?.try_cast::<v8::Object>().ok()?;
        let get = v8::String::new(scope, "get")?;
        Some(descriptor.get(scope, get.into())?.is_function())
    };
    has_getter().unwrap_or(false)
}

/// What `require` has of the file, unless the URL asks for an instance of its own.
fn load_json<'s>(scope: &mut v8::PinScope<'s, '_>, key: &Key) -> Option<v8::Local<'s, v8::Value>> {
    let text = match key {
        Key::Data(url) => {
            let (head, body) = url.strip_prefix("data:").and_then(|rest| rest.split_once(','))?;
            let arguments = [head.to_js(scope), body.to_js(scope)];
            Hook::DecodeDataUrl.call(scope, &arguments)?.to_string(scope)?
        }
        Key::File { path, suffix } if !suffix.is_empty() => {
            let files = RunTimeFiles { application: ThreadState::of(scope).modules.application };
            v8::String::new(scope, &resolution::FileSystem::read(&files, path).unwrap_or_default())?
        }
        key => {
            let path = super::es_module::path_of(scope, key)?.to_js(scope);
            return Hook::LoadCommonJs.call(scope, &[path]);
        }
    };
    v8::json::parse(scope, text)
}

/// Runs a CommonJS module as `require` would, and lists the names it was linked with.
fn load_common_js<'s>(scope: &mut v8::PinScope<'s, '_>, key: &Key) -> Option<(v8::Local<'s, v8::Value>, Vec<String>)> {
    let path = super::es_module::path_of(scope, key)?;
    let argument = path.as_str().to_js(scope);
    let application = ThreadState::of(scope).modules.application;
    let embedded = application.and_then(|application| Some((application, application.find(&path)?)));
    let mut names = if let Some((application, id)) = embedded {
        application.export_names(id)
    } else {
        let files = RunTimeFiles { application };
        let source = resolution::FileSystem::read(&files, &path).unwrap_or_default();
        names_on_disk(&files, &path, &source)
    };
    names.retain(|name| name != "default");
    names.push(MODULE_EXPORTS.to_owned());
    Some((Hook::LoadCommonJs.call(scope, &[argument])?, names))
}

/// `exports[name]`; a getter that throws leaves the name undefined, as in Node.
fn read<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    exports: v8::Local<'s, v8::Value>,
    name: &str,
) -> Option<v8::Local<'s, v8::Value>> {
    let object = exports.try_cast::<v8::Object>().ok()?;
    let key = v8::String::new(scope, name)?.into();
    v8::tc_scope!(let scope, scope);
    object.get(scope, key)
}

fn set<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    module: v8::Local<'s, v8::Module>,
    name: &str,
    value: v8::Local<'s, v8::Value>,
) -> Option<bool> {
    let name = v8::String::new(scope, name)?;
    module.set_synthetic_module_export(scope, name, value)
}
