//! `internalBinding('modules')`: what the loader in JavaScript asks about the modules of the application and of the disk.

use payload::ModuleKind;
use resolution::{Extensions, Format, Request, Resolver};

use super::{Effect, FromJs, NativeModule, OsError, ToJs, function, immediate};
use crate::modules::{self, Application, Attribute, Key, Resolution};
use crate::thread::ThreadState;

pub(crate) const MODULE: NativeModule = NativeModule::new(
    "modules",
    &[
        function!("entryPath", entry_path, Effect::Pure),
        function!("root", root, Effect::Pure),
        function!("kind", kind, Effect::Pure),
        function!("resolve", resolve, Effect::ReadsHost),
        function!("wrapper", wrapper, Effect::Pure),
        function!("text", text, Effect::Pure),
        function!("sourceMap", source_map, Effect::Pure),
        function!("hasSourceMaps", has_source_maps, Effect::Pure),
        function!("formatOnDisk", format_on_disk, Effect::ReadsHost),
        function!("compileOnDisk", compile_on_disk, Effect::Pure),
        function!("evaluateEntry", evaluate_entry, Effect::Acts),
        function!("stalledAwaits", stalled_awaits, Effect::Pure),
        function!("beginImport", begin_import, Effect::Acts),
        function!("requireEsModule", require_es_module, Effect::Acts),
        function!("esModuleFacade", es_module_facade, Effect::Acts),
        immediate!("builtinNames", builtin_names, Effect::Pure),
    ],
);

/// `entryPath()`: the virtual path of the application's entry.
fn entry_path<'s>(scope: &mut v8::PinScope<'s, '_>, _: v8::FunctionCallbackArguments<'s>, mut rv: v8::ReturnValue<'s>) {
    if let Some(application) = ThreadState::of(scope).modules.application {
        rv.set(application.path(application.entry()).to_js(scope));
    }
}

/// `root()`: the directory that everything embedded is below.
fn root<'s>(scope: &mut v8::PinScope<'s, '_>, _: v8::FunctionCallbackArguments<'s>, mut rv: v8::ReturnValue<'s>) {
    if let Some(application) = ThreadState::of(scope).modules.application {
        rv.set(application.root().to_js(scope));
    }
}

/// `kind(path)`: `'module' | 'commonjs' | 'json' | 'addon'` of an embedded module, `undefined` for every other path.
fn kind<'s>(scope: &mut v8::PinScope<'s, '_>, args: v8::FunctionCallbackArguments<'s>, mut rv: v8::ReturnValue<'s>) {
    let Some(Key::Embedded(id)) = embedded(scope, args.get(0)) else { return };
    let Some(application) = ThreadState::of(scope).modules.application else { return };
    let name = match application.kind(id) {
        ModuleKind::Esm => "module",
        ModuleKind::CommonJs => "commonjs",
        ModuleKind::Json => "json",
        ModuleKind::Addon => "addon",
    };
    rv.set(name.to_js(scope));
}

/// `resolve(specifier, referrer, 'import' | 'require')`: a path, `node:` and a builtin's id, or a `data:` URL. Throws Node's error.
fn resolve<'s>(scope: &mut v8::PinScope<'s, '_>, args: v8::FunctionCallbackArguments<'s>, mut rv: v8::ReturnValue<'s>) {
    let specifier = args.get(0).to_rust_string_lossy(scope);
    let referrer = args.get(1).to_rust_string_lossy(scope);
    let is_import = args.get(2).to_rust_string_lossy(scope) == "import";
    let request = if is_import { Request::Import } else { Request::Require };
    let application = ThreadState::of(scope).modules.application;
    match modules::resolve(application, &Resolution { specifier: &specifier, referrer: &referrer, request }) {
        Ok(Key::Embedded(id)) => rv.set(application.map(|application| application.path(id)).to_js(scope)),
        Ok(Key::Builtin(id)) => rv.set(format!("node:{id}").to_js(scope)),
        Ok(Key::File { path, suffix }) => rv.set(format!("{path}{suffix}").to_js(scope)),
        Ok(Key::Data(url)) => rv.set(url.as_ref().to_js(scope)),
        Err(failure) => failure.throw(scope),
    }
}

/// `wrapper(path)`: the wrapper function of an embedded CommonJS module, from the snapshot if it is there.
fn wrapper<'s>(scope: &mut v8::PinScope<'s, '_>, args: v8::FunctionCallbackArguments<'s>, mut rv: v8::ReturnValue<'s>) {
    if let Some(Key::Embedded(id)) = embedded(scope, args.get(0))
        && let Some(function) = modules::wrapper(scope, id)
    {
        rv.set(function.into());
    }
}

/// `text(path)`: the text of an embedded module.
fn text<'s>(scope: &mut v8::PinScope<'s, '_>, args: v8::FunctionCallbackArguments<'s>, mut rv: v8::ReturnValue<'s>) {
    let Some(Key::Embedded(id)) = embedded(scope, args.get(0)) else { return };
    let application = ThreadState::of(scope).modules.application;
    if let Some(text) = application.and_then(|application| application.text(scope, id)) {
        rv.set(text.into());
    }
}

/// `sourceMap(path)`: the source map of an embedded module as JSON, `undefined` if it has none.
fn source_map<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: v8::FunctionCallbackArguments<'s>,
    mut rv: v8::ReturnValue<'s>,
) {
    let Some(Key::Embedded(id)) = embedded(scope, args.get(0)) else { return };
    let application = ThreadState::of(scope).modules.application;
    if let Some(map) = application.and_then(|application| application.source_map(id)) {
        rv.set(map.to_js(scope));
    }
}

/// `hasSourceMaps()`: whether any embedded module was printed anew.
fn has_source_maps<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    _: v8::FunctionCallbackArguments<'s>,
    mut rv: v8::ReturnValue<'s>,
) {
    rv.set_bool(ThreadState::of(scope).modules.application.is_some_and(Application::has_source_maps));
}

/// `formatOnDisk(path, source)`: `'module' | 'commonjs' | 'json' | 'addon' | 'typescript'` of a file that is not embedded.
fn format_on_disk<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: v8::FunctionCallbackArguments<'s>,
    mut rv: v8::ReturnValue<'s>,
) {
    let path = args.get(0).to_rust_string_lossy(scope);
    let files = modules::RunTimeFiles { application: ThreadState::of(scope).modules.application };
    let name = match Resolver::new(&files, Extensions::AsNode, Vec::new()).format(&path) {
        _ if modules::is_typescript(&path) => "typescript",
        Format::EsModule => "module",
        Format::Detect => {
            let source = args.get(1).to_rust_string_lossy(scope);
            if modules::has_module_syntax(scope, &source, &path) { "module" } else { "commonjs" }
        }
        Format::Json => "json",
        Format::Addon => "addon",
        Format::CommonJs | Format::Wasm | Format::Unknown => "commonjs",
    };
    rv.set(name.to_js(scope));
}

/// `compileOnDisk(source, path)`: the wrapper function of a CommonJS text.
fn compile_on_disk<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: v8::FunctionCallbackArguments<'s>,
    mut rv: v8::ReturnValue<'s>,
) {
    let source = args.get(0).to_rust_string_lossy(scope);
    let path = args.get(1).to_rust_string_lossy(scope);
    if let Some(function) = modules::compile_common_js(scope, &source, &path) {
        rv.set(function.into());
    }
}

/// `evaluateEntry()`: runs the entry, an ES module; returns its promise.
fn evaluate_entry<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    _: v8::FunctionCallbackArguments<'s>,
    mut rv: v8::ReturnValue<'s>,
) {
    let Some(application) = ThreadState::of(scope).modules.application else { return };
    if let Some(promise) = modules::evaluate_entry(scope, &Key::Embedded(application.entry())) {
        rv.set(promise);
    }
}

/// `stalledAwaits()`: where the entry, an ES module, waits for what cannot come any more.
fn stalled_awaits<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    _: v8::FunctionCallbackArguments<'s>,
    mut rv: v8::ReturnValue<'s>,
) {
    let Some(application) = ThreadState::of(scope).modules.application else { return };
    let places = modules::stalled_awaits(scope, &Key::Embedded(application.entry()));
    rv.set(places.to_js(scope));
}

/// `beginImport(specifier, referrer, [key, value] of an attribute)`: `[promise of the evaluation, namespace]`.
fn begin_import<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: v8::FunctionCallbackArguments<'s>,
    mut rv: v8::ReturnValue<'s>,
) {
    let specifier = args.get(0).to_rust_string_lossy(scope);
    let referrer = args.get(1).to_rust_string_lossy(scope);
    let attribute = v8::Local::<v8::Array>::try_from(args.get(2)).ok().and_then(|pair| {
        let (key, value) = (pair.get_index(scope, 0)?, pair.get_index(scope, 1)?);
        Some(Attribute { key: key.to_rust_string_lossy(scope), value: value.to_rust_string_lossy(scope) })
    });
    if let Some(begun) = modules::begin_import(scope, &specifier, &referrer, attribute.as_ref()) {
        rv.set(v8::Array::new_with_elements(scope, &begun).into());
    }
}

/// `requireEsModule(path)`: the namespace of an ES module, evaluated now.
fn require_es_module<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: v8::FunctionCallbackArguments<'s>,
    mut rv: v8::ReturnValue<'s>,
) {
    let Some(path) = String::from_js(scope, args.get(0)) else { return };
    let key = embedded(scope, args.get(0)).unwrap_or_else(|| Key::File { path: path.into(), suffix: "".into() });
    if let Some(namespace) = modules::require_es_module(scope, &key) {
        rv.set(namespace);
    }
}

/// `esModuleFacade(path)`: the namespace of an ES module that has been evaluated, with `__esModule` besides.
fn es_module_facade<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: v8::FunctionCallbackArguments<'s>,
    mut rv: v8::ReturnValue<'s>,
) {
    let Some(path) = String::from_js(scope, args.get(0)) else { return };
    let key = embedded(scope, args.get(0)).unwrap_or_else(|| Key::File { path: path.into(), suffix: "".into() });
    if let Some(namespace) = modules::facade(scope, &key) {
        rv.set(namespace);
    }
}

/// What `module.builtinModules` lists.
fn builtin_names((): ()) -> Result<Vec<String>, OsError> {
    Ok(resolution::builtin_names().collect())
}

fn embedded(scope: &v8::PinScope<'_, '_>, path: v8::Local<'_, v8::Value>) -> Option<Key> {
    let path = path.to_rust_string_lossy(scope);
    ThreadState::of(scope).modules.application?.find(&path).map(Key::Embedded)
}
