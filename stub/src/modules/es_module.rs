//! ES modules: compiled from the payload or from a file, linked by V8, evaluated.

use payload::{ModuleId, ModuleKind};
use resolution::{Extensions, Format, Request, Resolver, paths};

use super::attributes;
use super::file_url;
use super::files::RunTimeFiles;
use super::registry::{Key, Registry};
use super::resolve::{Failure, Resolution, resolve};
use super::synthetic;
use crate::native::ToJs;
use crate::thread::{Hook, ThreadState};

/// Links the module of `key` with everything it imports; `None` with an exception pending.
pub(crate) fn link<'s>(scope: &mut v8::PinScope<'s, '_>, key: &Key) -> Option<v8::Local<'s, v8::Module>> {
    let module = get_or_make(scope, key)?;
    if module.get_status() == v8::ModuleStatus::Uninstantiated {
        module.instantiate_module(scope, on_resolve)?;
    }
    Some(module)
}

/// Links and evaluates the application's entry; the promise settles when it and all its imports have run.
pub(crate) fn evaluate_entry<'s>(scope: &mut v8::PinScope<'s, '_>, key: &Key) -> Option<v8::Local<'s, v8::Value>> {
    link(scope, key)?.evaluate(scope)
}

/// Where the entry waits, when nothing is left that could end its waiting; each with its source line.
pub(crate) fn stalled_awaits(scope: &mut v8::PinScope<'_, '_>, key: &Key) -> Vec<String> {
    let Some(module) = Registry::get(scope, key) else { return Vec::new() };
    if module.get_status() != v8::ModuleStatus::Evaluated {
        return Vec::new();
    }
    let stalled = module.get_stalled_top_level_await_message(scope);
    stalled.into_iter().map(|(_, message)| crate::uncaught::source_arrow(scope, message)).collect()
}

/// `require` of an ES module: its namespace, if the whole graph runs without waiting.
pub(crate) fn require_es_module<'s>(scope: &mut v8::PinScope<'s, '_>, key: &Key) -> Option<v8::Local<'s, v8::Value>> {
    let module = link(scope, key)?;
    match module.get_status() {
        v8::ModuleStatus::Evaluating => {
            let message = format!("Cannot require() ES Module {} in a cycle.", path_of(scope, key).unwrap_or_default());
            Failure::new("ERR_REQUIRE_CYCLE_MODULE", message).throw(scope);
            return None;
        }
        v8::ModuleStatus::Errored => {
            let exception = module.get_exception();
            scope.throw_exception(exception);
            return None;
        }
        _ => {}
    }
    if module.is_graph_async() {
        let message = "require() cannot be used on an ESM graph with top-level await. Use import() instead. To see where the \
                       top-level await comes from, use --experimental-print-required-tla.";
        Failure::new("ERR_REQUIRE_ASYNC_MODULE", message.to_owned()).throw(scope);
        return None;
    }
    let promise = module.evaluate(scope)?.try_cast::<v8::Promise>().ok()?;
    if promise.state() == v8::PromiseState::Rejected {
        promise.mark_as_handled();
        let reason = promise.result(scope);
        scope.throw_exception(reason);
        return None;
    }
    Some(module.get_module_namespace())
}

/// A namespace that also says `__esModule`, so that transpiled importers take its `default`: that of a module which
/// exports everything of the one of `key`, as Node makes it.
pub(crate) fn facade<'s>(scope: &mut v8::PinScope<'s, '_>, key: &Key) -> Option<v8::Local<'s, v8::Value>> {
    let text = "export * from 'original'; export { default } from 'original'; export const __esModule = true;";
    let module = compile_text(scope, text, "node:internal/require_module_default_facade")?;
    ThreadState::of(scope).modules.facade_of.replace(Some(key.clone()));
    module.instantiate_module(scope, on_resolve_original)?;
    module.evaluate(scope)?;
    Some(module.get_module_namespace())
}

/// V8 asks for the module behind a facade that is being linked.
fn on_resolve_original<'s>(
    context: v8::Local<'s, v8::Context>,
    _: v8::Local<'s, v8::String>,
    _: v8::Local<'s, v8::FixedArray>,
    _: v8::Local<'s, v8::Module>,
) -> Option<v8::Local<'s, v8::Module>> {
    v8::callback_scope!(unsafe scope, context);
    let key = ThreadState::of(scope).modules.facade_of.borrow().clone()?;
    Registry::get(scope, &key)
}

/// The module of `key`, compiled if need be; `None` with an exception pending.
pub(crate) fn get_or_make<'s>(scope: &mut v8::PinScope<'s, '_>, key: &Key) -> Option<v8::Local<'s, v8::Module>> {
    if let Some(module) = Registry::get(scope, key) {
        return Some(module);
    }
    let module = make(scope, key)?;
    Registry::insert(scope, key, module);
    Some(module)
}

fn make<'s>(scope: &mut v8::PinScope<'s, '_>, key: &Key) -> Option<v8::Local<'s, v8::Module>> {
    if matches!(key, Key::Data(_) | Key::File { .. }) {
        synthetic::complete_builtins(scope);
    }
    match key {
        Key::Builtin(name) => synthetic::builtin(scope, name),
        Key::Data(url) => from_data_url(scope, url),
        Key::File { path, suffix } => from_file(scope, path, suffix),
        Key::Embedded(id) => from_payload(scope, *id, ""),
    }
}

fn from_payload<'s>(scope: &mut v8::PinScope<'s, '_>, id: ModuleId, suffix: &str) -> Option<v8::Local<'s, v8::Module>> {
    let application = ThreadState::of(scope).modules.application?;
    let path = application.path(id);
    match application.kind(id) {
        ModuleKind::Esm => {
            let text = application.text(scope, id)?;
            compile(scope, text, &format!("{}{suffix}", file_url::from_path(path)))
        }
        ModuleKind::CommonJs => synthetic::common_js(scope, path, application.export_names(id)),
        ModuleKind::Json => synthetic::json(scope, path),
        ModuleKind::Addon => synthetic::common_js(scope, path, Vec::new()),
    }
}

fn compile<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    text: v8::Local<'s, v8::String>,
    url: &str,
) -> Option<v8::Local<'s, v8::Module>> {
    let name = v8::String::new(scope, url)?.into();
    let origin = v8::ScriptOrigin::new(scope, name, 0, 0, false, -1, None, false, false, true, None);
    let mut source = v8::script_compiler::Source::new(text, Some(&origin));
    v8::script_compiler::compile_module(scope, &mut source)
}

fn from_file<'s>(scope: &mut v8::PinScope<'s, '_>, path: &str, suffix: &str) -> Option<v8::Local<'s, v8::Module>> {
    let application = ThreadState::of(scope).modules.application;
    if let Some(id) = application.and_then(|application| application.find(path)) {
        return from_payload(scope, id, suffix);
    }
    let files = RunTimeFiles { application };
    let format = Resolver::new(&files, Extensions::AsNode, Vec::new()).format(path);
    let url = format!("{}{suffix}", file_url::from_path(path));
    if is_typescript(path) {
        let message = format!(
            "{path} is TypeScript, which is compiled when the executable is built, not at run time; \
             name it with `jsc build --include`"
        );
        Failure::new("ERR_UNKNOWN_FILE_EXTENSION", message).throw(scope);
        return None;
    }
    if matches!(format, Format::Unknown | Format::Wasm) {
        let extension = paths::extension(path);
        let message = format!("Unknown file extension \"{extension}\" for {path}");
        Failure { is_type_error: true, ..Failure::new("ERR_UNKNOWN_FILE_EXTENSION", message) }.throw(scope);
        return None;
    }
    let Some(source) = resolution::FileSystem::read(&files, path) else {
        let message = format!("Cannot find module '{path}'");
        Failure::new("ERR_MODULE_NOT_FOUND", message).throw(scope);
        return None;
    };
    match format {
        Format::EsModule => compile_text(scope, &source, &url),
        Format::Detect if has_module_syntax(scope, &source, path) => compile_text(scope, &source, &url),
        Format::CommonJs | Format::Detect => {
            let names = synthetic::names_on_disk(&files, path, &source);
            synthetic::common_js(scope, path, names)
        }
        Format::Json => synthetic::json(scope, path),
        _ => synthetic::common_js(scope, path, Vec::new()),
    }
}

pub(crate) fn is_typescript(path: &str) -> bool {
    [".ts", ".mts", ".cts", ".tsx"].contains(&paths::extension(path))
}

/// Whether a text is an ES module where nothing but the text can tell: it does not compile as CommonJS and does as a module.
pub(crate) fn has_module_syntax(scope: &mut v8::PinScope<'_, '_>, source: &str, path: &str) -> bool {
    v8::tc_scope!(let scope, scope);
    if compile_common_js(scope, source, path).is_some() {
        return false;
    }
    scope.reset();
    compile_text(scope, source, path).is_some()
}

/// The wrapper function of a CommonJS text from the disk.
pub(crate) fn compile_common_js<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    source: &str,
    path: &str,
) -> Option<v8::Local<'s, v8::Function>> {
    let text = v8::String::new(scope, source)?;
    let name = v8::String::new(scope, path)?.into();
    let origin = v8::ScriptOrigin::new(scope, name, 0, 0, false, -1, None, false, false, false, None);
    let mut source = v8::script_compiler::Source::new(text, Some(&origin));
    let mut parameters = Vec::new();
    for parameter in ["exports", "require", "module", "__filename", "__dirname"] {
        parameters.push(v8::String::new(scope, parameter)?);
    }
    v8::script_compiler::compile_function(
        scope,
        &mut source,
        &parameters,
        &[],
        v8::script_compiler::CompileOptions::NoCompileOptions,
        v8::script_compiler::NoCacheReason::NoReason,
    )
}

fn compile_text<'s>(scope: &mut v8::PinScope<'s, '_>, source: &str, url: &str) -> Option<v8::Local<'s, v8::Module>> {
    let text = v8::String::new(scope, source)?;
    compile(scope, text, url)
}

/// `data:text/javascript,...`, plain or base64.
fn from_data_url<'s>(scope: &mut v8::PinScope<'s, '_>, url: &str) -> Option<v8::Local<'s, v8::Module>> {
    let (head, body) = url.strip_prefix("data:").and_then(|rest| rest.split_once(','))?;
    if head.starts_with("application/json") {
        return synthetic::json(scope, url);
    }
    let media_type = head.split(';').next().unwrap_or_default();
    if !matches!(media_type, "text/javascript" | "application/javascript") {
        let message = format!("Unknown module format: {media_type} for URL {url}");
        Failure::new("ERR_UNKNOWN_MODULE_FORMAT", message).throw(scope);
        return None;
    }
    let arguments = [head.to_js(scope), body.to_js(scope)];
    let decoded = Hook::DecodeDataUrl.call(scope, &arguments)?.to_rust_string_lossy(scope);
    compile_text(scope, &decoded, url)
}

/// V8 asks which module `specifier` means in `referrer`.
fn on_resolve<'s>(
    context: v8::Local<'s, v8::Context>,
    specifier: v8::Local<'s, v8::String>,
    attributes: v8::Local<'s, v8::FixedArray>,
    referrer: v8::Local<'s, v8::Module>,
) -> Option<v8::Local<'s, v8::Module>> {
    v8::callback_scope!(unsafe scope, context);
    let attribute = attributes::read(scope, attributes, attributes::OF_DECLARATION);
    let referrer = Registry::key_of(scope, referrer)?;
    let referrer = path_of(scope, &referrer)?;
    let specifier = specifier.to_rust_string_lossy(scope);
    let key = resolve_or_throw(scope, &specifier, &referrer)?;
    attributes::check(scope, &key, attribute.as_ref())?;
    get_or_make(scope, &key)
}

pub(crate) fn resolve_or_throw(scope: &mut v8::PinScope<'_, '_>, specifier: &str, referrer: &str) -> Option<Key> {
    let application = ThreadState::of(scope).modules.application;
    let asked = Resolution { specifier, referrer, request: Request::Import };
    match resolve(application, &asked) {
        Ok(key) => Some(key),
        Err(failure) => {
            failure.throw(scope);
            None
        }
    }
}

/// The path by which a module's own requests are resolved.
pub(crate) fn path_of(scope: &v8::Isolate, key: &Key) -> Option<String> {
    match key {
        Key::Embedded(id) => Some(ThreadState::of(scope).modules.application?.path(*id).to_owned()),
        Key::File { path, .. } => Some(path.to_string()),
        Key::Builtin(_) | Key::Data(_) => None,
    }
}

pub(crate) fn url_of(scope: &v8::Isolate, key: &Key) -> String {
    match key {
        Key::Builtin(name) => format!("node:{name}"),
        Key::Data(url) => url.to_string(),
        Key::File { path, suffix } => format!("{}{suffix}", file_url::from_path(path)),
        Key::Embedded(_) => path_of(scope, key).map(|path| file_url::from_path(&path)).unwrap_or_default(),
    }
}

/// V8 asks what `import.meta` of a module holds.
pub(crate) unsafe extern "C" fn init_import_meta(
    context: v8::Local<'_, v8::Context>,
    module: v8::Local<'_, v8::Module>,
    meta: v8::Local<'_, v8::Object>,
) {
    v8::callback_scope!(unsafe scope, context);
    let Some(key) = Registry::key_of(scope, module) else { return };
    let application = ThreadState::of(scope).modules.application;
    let is_main = application.is_some_and(|application| key == Key::Embedded(application.entry()));
    let (url, path) = (url_of(scope, &key), path_of(scope, &key));
    let meta = v8::Local::new(scope, meta);
    let arguments = [meta.into(), url.to_js(scope), path.to_js(scope), is_main.to_js(scope)];
    Hook::InitImportMeta.call(scope, &arguments);
}
