//! `internalBinding('contextify')`: compiling and running text, and contexts whose global object is backed by an object
//! of the program's, the *sandbox* (`node:vm`).
//!
//! A sandbox knows its context by a private property that holds the context's global object; the context knows its
//! sandbox by the data of the global's interceptors. So both are collected together, and nothing else keeps them.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use v8::script_compiler::{CachedData, CompileOptions, NoCacheReason, Source};

use super::{Bytes, Effect, FromJs, NativeModule, OwnedBytes, ToJs, function};

pub(crate) const MODULE: NativeModule = NativeModule::new(
    "contextify",
    &[
        function!("makeContext", make_context, Effect::Acts),
        function!("isContext", is_context, Effect::Pure),
        function!("compileScript", compile_script, Effect::Acts),
        function!("runScript", run_script, Effect::Acts),
        function!("createCachedData", create_cached_data, Effect::Acts),
        function!("dropScript", drop_script, Effect::Acts),
        function!("compileFunction", compile_function, Effect::Acts),
    ],
);

type Arguments<'s> = v8::FunctionCallbackArguments<'s>;
type Return<'s> = v8::ReturnValue<'s>;

/// `makeContext(sandbox, name, allowsStrings, allowsWasm)`: the global object. Without a sandbox (`undefined`) it is an
/// ordinary one.
fn make_context<'s>(scope: &mut v8::PinScope<'s, '_>, args: Arguments<'s>, mut rv: Return<'s>) {
    let sandbox = args.get(0).try_cast::<v8::Object>().ok();
    let global_template = sandbox.map(|sandbox| global_template(scope, sandbox));
    let options = v8::ContextOptions { global_template, ..v8::ContextOptions::default() };
    let context = v8::Context::new(scope, options);
    // One program: its contexts may reach into each other.
    let token = scope.get_current_context().get_security_token(scope);
    context.set_security_token(token);
    context.set_allow_generation_from_strings(args.get(2).is_true());
    let global = context.global(scope);
    let key = context_key(scope);
    sandbox.unwrap_or(global).set_private(scope, key, global.into());
    rv.set(global.into());
}

/// `isContext(object)`
fn is_context<'s>(scope: &mut v8::PinScope<'s, '_>, args: Arguments<'s>, mut rv: Return<'s>) {
    rv.set_bool(context_of(scope, args.get(0)).is_some());
}

fn context_key<'s>(scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Private> {
    let name = v8::String::new(scope, "jsc:context").expect("the name is short");
    v8::Private::for_api(scope, Some(name))
}

/// The context of a sandbox (or of a global object that is its own).
fn context_of<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    sandbox: v8::Local<'s, v8::Value>,
) -> Option<v8::Local<'s, v8::Context>> {
    let key = context_key(scope);
    let global = sandbox.try_cast::<v8::Object>().ok()?.get_private(scope, key)?;
    global.try_cast::<v8::Object>().ok()?.get_creation_context(scope)
}

fn global_template<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    sandbox: v8::Local<'s, v8::Object>,
) -> v8::Local<'s, v8::ObjectTemplate> {
    let template = v8::ObjectTemplate::new(scope);
    let named = v8::NamedPropertyHandlerConfiguration::new()
        .getter(get_named)
        .setter(set_named)
        .query(query_named)
        .deleter(delete_named)
        .enumerator(enumerate_named)
        .definer(define_named)
        .descriptor(describe_named)
        .data(sandbox.into());
    template.set_named_property_handler(named);
    let indexed = v8::IndexedPropertyHandlerConfiguration::new()
        .getter(get_indexed)
        .setter(set_indexed)
        .query(query_indexed)
        .deleter(delete_indexed)
        .enumerator(enumerate_indexed)
        .definer(define_indexed)
        .descriptor(describe_indexed)
        .data(sandbox.into());
    template.set_indexed_property_handler(indexed);
    template
}

const HANDLED: v8::Intercepted = v8::Intercepted::kYes;
const LEFT_TO_V8: v8::Intercepted = v8::Intercepted::kNo;

type PropertyArguments<'s> = v8::PropertyCallbackArguments<'s>;

fn sandbox_of<'s>(args: &PropertyArguments<'s>) -> v8::Local<'s, v8::Object> {
    args.data().cast::<v8::Object>()
}

/// What the sandbox does not have, the context's own global may.
fn get_named<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    key: v8::Local<'s, v8::Name>,
    args: PropertyArguments<'s>,
    mut rv: v8::ReturnValue<v8::Value>,
) -> v8::Intercepted {
    let sandbox = sandbox_of(&args);
    let found =
        sandbox.get_real_named_property(scope, key).or_else(|| args.holder().get_real_named_property(scope, key));
    let Some(value) = found else { return LEFT_TO_V8 };
    let is_sandbox = value.strict_equals(sandbox.into());
    rv.set(if is_sandbox { args.holder().into() } else { value });
    HANDLED
}

/// The value goes to the sandbox, and V8 stores it on the global as well, which makes it known there.
fn set_named<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    key: v8::Local<'s, v8::Name>,
    value: v8::Local<'s, v8::Value>,
    args: PropertyArguments<'s>,
    mut rv: v8::ReturnValue<v8::Boolean>,
) -> v8::Intercepted {
    let sandbox = sandbox_of(&args);
    let on_global = real_attributes(scope, args.holder(), key);
    let on_sandbox = real_attributes(scope, sandbox, key);
    if [&on_global, &on_sandbox].into_iter().flatten().any(v8::PropertyAttribute::is_read_only) {
        return LEFT_TO_V8;
    }
    if on_global.is_none() && on_sandbox.is_none() && key.is_symbol() {
        return LEFT_TO_V8;
    }
    if sandbox.set(scope, key.into(), value).is_none() {
        return LEFT_TO_V8;
    }
    // An accessor of the sandbox has seen the value, and the global must not shadow it.
    if on_sandbox.is_some() && has_accessor(scope, sandbox, key) {
        rv.set_bool(true);
        return HANDLED;
    }
    LEFT_TO_V8
}

fn has_accessor<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    object: v8::Local<'s, v8::Object>,
    key: v8::Local<'s, v8::Name>,
) -> bool {
    let descriptor = object.get_own_property_descriptor(scope, key);
    let Some(Ok(descriptor)) = descriptor.map(v8::Local::try_cast::<v8::Object>) else { return false };
    ["get", "set"].iter().any(|name| {
        let name = v8::String::new(scope, name).expect("the name is short").into();
        descriptor.has_own_property(scope, name) == Some(true)
    })
}

fn real_attributes<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    object: v8::Local<'s, v8::Object>,
    key: v8::Local<'s, v8::Name>,
) -> Option<v8::PropertyAttribute> {
    if object.has_real_named_property(scope, key) != Some(true) {
        return None;
    }
    object.get_real_named_property_attributes(scope, key)
}

fn query_named<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    key: v8::Local<'s, v8::Name>,
    args: PropertyArguments<'s>,
    mut rv: v8::ReturnValue<v8::Integer>,
) -> v8::Intercepted {
    let sandbox = sandbox_of(&args);
    let attributes = real_attributes(scope, sandbox, key).or_else(|| real_attributes(scope, args.holder(), key));
    let Some(attributes) = attributes else { return LEFT_TO_V8 };
    rv.set_uint32(attributes.as_u32());
    HANDLED
}

fn delete_named<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    key: v8::Local<'s, v8::Name>,
    args: PropertyArguments<'s>,
    mut rv: v8::ReturnValue<v8::Boolean>,
) -> v8::Intercepted {
    if sandbox_of(&args).delete(scope, key.into()) == Some(true) {
        return LEFT_TO_V8;
    }
    rv.set_bool(false);
    HANDLED
}

/// The names that are no indices.
fn enumerate_named<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: PropertyArguments<'s>,
    mut rv: v8::ReturnValue<v8::Array>,
) {
    let names = v8::GetPropertyNamesArgsBuilder::new().index_filter(v8::IndexFilter::SkipIndices).build();
    if let Some(names) = sandbox_of(&args).get_property_names(scope, names) {
        rv.set(names);
    }
}

/// The indices, which V8 wants as numbers.
fn enumerate_indexed<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: PropertyArguments<'s>,
    mut rv: v8::ReturnValue<v8::Array>,
) {
    let names = v8::GetPropertyNamesArgsBuilder::new().build();
    let Some(names) = sandbox_of(&args).get_property_names(scope, names) else { return };
    let names = (0..names.length()).filter_map(|index| names.get_index(scope, index));
    let indices: Vec<v8::Local<'_, v8::Value>> = names.filter(|name| name.is_number()).collect();
    rv.set(v8::Array::new_with_elements(scope, &indices));
}

fn define_named<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    key: v8::Local<'s, v8::Name>,
    descriptor: &v8::PropertyDescriptor,
    args: PropertyArguments<'s>,
    _: v8::ReturnValue<v8::Boolean>,
) -> v8::Intercepted {
    let on_global = real_attributes(scope, args.holder(), key);
    if on_global.is_some_and(|attributes| attributes.is_read_only() && attributes.is_dont_delete()) {
        return LEFT_TO_V8;
    }
    let undefined: v8::Local<'s, v8::Value> = v8::undefined(scope).into();
    let mut copy = if descriptor.has_get() || descriptor.has_set() {
        let get = if descriptor.has_get() { descriptor.get() } else { undefined };
        let set = if descriptor.has_set() { descriptor.set() } else { undefined };
        v8::PropertyDescriptor::new_from_get_set(get, set)
    } else {
        let value = if descriptor.has_value() { descriptor.value() } else { undefined };
        if descriptor.has_writable() {
            v8::PropertyDescriptor::new_from_value_writable(value, descriptor.writable())
        } else {
            v8::PropertyDescriptor::new_from_value(value)
        }
    };
    if descriptor.has_enumerable() {
        copy.set_enumerable(descriptor.enumerable());
    }
    if descriptor.has_configurable() {
        copy.set_configurable(descriptor.configurable());
    }
    sandbox_of(&args).define_property(scope, key, &copy);
    LEFT_TO_V8
}

fn describe_named<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    key: v8::Local<'s, v8::Name>,
    args: PropertyArguments<'s>,
    mut rv: v8::ReturnValue<v8::Value>,
) -> v8::Intercepted {
    let sandbox = sandbox_of(&args);
    if sandbox.has_own_property(scope, key) != Some(true) {
        return LEFT_TO_V8;
    }
    let Some(descriptor) = sandbox.get_own_property_descriptor(scope, key) else { return LEFT_TO_V8 };
    rv.set(descriptor);
    HANDLED
}

fn name_of<'s>(scope: &mut v8::PinScope<'s, '_>, index: u32) -> v8::Local<'s, v8::Name> {
    v8::String::new(scope, &index.to_string()).expect("a number is short").into()
}

fn get_indexed<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    index: u32,
    args: PropertyArguments<'s>,
    rv: v8::ReturnValue<v8::Value>,
) -> v8::Intercepted {
    let key = name_of(scope, index);
    get_named(scope, key, args, rv)
}

fn set_indexed<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    index: u32,
    value: v8::Local<'s, v8::Value>,
    args: PropertyArguments<'s>,
    rv: v8::ReturnValue<v8::Boolean>,
) -> v8::Intercepted {
    let key = name_of(scope, index);
    set_named(scope, key, value, args, rv)
}

fn query_indexed<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    index: u32,
    args: PropertyArguments<'s>,
    rv: v8::ReturnValue<v8::Integer>,
) -> v8::Intercepted {
    let key = name_of(scope, index);
    query_named(scope, key, args, rv)
}

fn delete_indexed<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    index: u32,
    args: PropertyArguments<'s>,
    rv: v8::ReturnValue<v8::Boolean>,
) -> v8::Intercepted {
    let key = name_of(scope, index);
    delete_named(scope, key, args, rv)
}

fn define_indexed<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    index: u32,
    descriptor: &v8::PropertyDescriptor,
    args: PropertyArguments<'s>,
    rv: v8::ReturnValue<v8::Boolean>,
) -> v8::Intercepted {
    let key = name_of(scope, index);
    define_named(scope, key, descriptor, args, rv)
}

fn describe_indexed<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    index: u32,
    args: PropertyArguments<'s>,
    rv: v8::ReturnValue<v8::Value>,
) -> v8::Intercepted {
    let key = name_of(scope, index);
    describe_named(scope, key, args, rv)
}

/// Compiled scripts, by the number that JavaScript knows them by.
#[derive(Default)]
struct Scripts {
    compiled: RefCell<HashMap<u32, v8::Global<v8::UnboundScript>>>,
    next: Cell<u32>,
}

impl Scripts {
    fn of(isolate: &mut v8::Isolate) -> Rc<Self> {
        if let Some(scripts) = isolate.get_slot::<Rc<Self>>() {
            return Rc::clone(scripts);
        }
        let scripts = Rc::new(Self::default());
        isolate.set_slot(Rc::clone(&scripts));
        scripts
    }

    fn add(&self, script: v8::Global<v8::UnboundScript>) -> u32 {
        let id = self.next.get();
        self.next.set(id + 1);
        self.compiled.borrow_mut().insert(id, script);
        id
    }
}

/// The script that the first argument names.
fn script_of<'s>(scope: &mut v8::PinScope<'s, '_>, args: &Arguments<'s>) -> Option<v8::Local<'s, v8::UnboundScript>> {
    let id = args.get(0).uint32_value(scope)?;
    let script = Scripts::of(scope).compiled.borrow().get(&id).cloned()?;
    Some(v8::Local::new(scope, script))
}

/// The first argument as text, with where it comes from in the three after it (file, line, column).
fn source_of<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: &Arguments<'s>,
    cached: Option<&[u8]>,
) -> Option<(Source, CompileOptions)> {
    let text = args.get(0).try_cast::<v8::String>().ok()?;
    let line = args.get(2).int32_value(scope)?;
    let column = args.get(3).int32_value(scope)?;
    let origin = v8::ScriptOrigin::new(scope, args.get(1), line, column, true, -1, None, false, false, false, None);
    match cached {
        Some(cached) => {
            let cached = CachedData::new(cached);
            Some((Source::new_with_cached_data(text, Some(&origin), cached), CompileOptions::ConsumeCodeCache))
        }
        None => Some((Source::new(text, Some(&origin)), CompileOptions::NoCompileOptions)),
    }
}

fn was_rejected(source: &Source) -> Option<bool> {
    source.get_cached_data().map(CachedData::rejected)
}

/// `compileScript(text, filename, line, column, cachedData)`: `[number, was the cached data rejected, source map URL]`.
fn compile_script<'s>(scope: &mut v8::PinScope<'s, '_>, args: Arguments<'s>, mut rv: Return<'s>) {
    let cached = Bytes::from_js(scope, args.get(4)).map(|bytes| bytes.to_vec());
    let Some((mut source, options)) = source_of(scope, &args, cached.as_deref()) else { return };
    v8::tc_scope!(let scope, scope);
    let compiled = v8::script_compiler::compile_unbound_script(scope, &mut source, options, NoCacheReason::NoReason);
    let Some(script) = compiled else { return rethrow_decorated(scope) };
    let global = v8::Global::new(scope, script);
    let id = Scripts::of(scope).add(global).to_js(scope);
    let rejected = was_rejected(&source).to_js(scope);
    let source_map = script.get_source_mapping_url(scope);
    rv.set(v8::Array::new_with_elements(scope, &[id, rejected, source_map]).into());
}

/// `dropScript(number)`
fn drop_script<'s>(scope: &mut v8::PinScope<'s, '_>, args: Arguments<'s>, _: Return<'s>) {
    if let Some(id) = args.get(0).uint32_value(scope) {
        Scripts::of(scope).compiled.borrow_mut().remove(&id);
    }
}

/// `createCachedData(number)`
fn create_cached_data<'s>(scope: &mut v8::PinScope<'s, '_>, args: Arguments<'s>, mut rv: Return<'s>) {
    let Some(script) = script_of(scope, &args) else { return };
    if let Some(data) = script.create_code_cache() {
        rv.set(OwnedBytes(data.to_vec()).to_js(scope));
    }
}

/// `runScript(number, sandbox, timeout, late, displayErrors)`: the script's value, or `late` when it took longer than
/// `timeout` milliseconds (negative for no limit). Runs in the context of the caller when there is no sandbox.
fn run_script<'s>(scope: &mut v8::PinScope<'s, '_>, args: Arguments<'s>, mut rv: Return<'s>) {
    let Some(script) = script_of(scope, &args) else { return };
    let context = context_of(scope, args.get(1)).unwrap_or_else(|| scope.get_current_context());
    let timeout = args.get(2).integer_value(scope).unwrap_or(-1);
    let scope = &mut v8::ContextScope::new(scope, context);
    let bound = script.bind_to_current_context(scope);
    v8::tc_scope!(let scope, scope);
    if timeout < 0 {
        match bound.run(scope) {
            Some(value) => rv.set(value),
            None if args.get(4).is_true() => rethrow_decorated(scope),
            None => {
                scope.rethrow();
            }
        }
        return;
    }
    let watchdog = Watchdog::start(scope.thread_safe_handle(), Duration::from_millis(timeout as u64));
    let value = bound.run(scope);
    let was_late = watchdog.stop();
    if was_late {
        scope.cancel_terminate_execution();
        scope.reset();
        rv.set(args.get(3));
    } else if let Some(value) = value {
        rv.set(value);
    } else {
        rethrow_decorated(scope);
    }
}

/// Throws what was caught, with the line it comes from in front of its stack, as Node does for `displayErrors`.
fn rethrow_decorated(scope: &mut v8::PinnedRef<'_, v8::TryCatch<'_, '_, v8::HandleScope<'_>>>) {
    if let (Some(exception), Some(message)) = (scope.exception(), scope.message())
        && let Ok(error) = exception.try_cast::<v8::Object>()
        && exception.is_native_error()
    {
        let key = v8::String::new(scope, "stack").expect("the name is short").into();
        let stack = error.get(scope, key).and_then(|stack| stack.try_cast::<v8::String>().ok());
        let place = place_of(scope, message);
        if let (Some(stack), Some(place)) = (stack, place) {
            let stack = stack.to_rust_string_lossy(scope);
            let text = if stack.starts_with(&place) { stack } else { place + &stack };
            let text = text.to_js(scope);
            error.set(scope, key, text);
        }
    }
    scope.rethrow();
}

/// The file and line of a message, the line's text, and carets below what is meant.
fn place_of(scope: &mut v8::PinScope<'_, '_>, message: v8::Local<'_, v8::Message>) -> Option<String> {
    let file = message.get_script_resource_name(scope)?.to_rust_string_lossy(scope);
    let line = message.get_line_number(scope)?;
    let text = message.get_source_line(scope)?.to_rust_string_lossy(scope);
    let start = message.get_start_column();
    let width = message.get_end_column().saturating_sub(start).max(1);
    let indent: String = text.chars().take(start).map(|character| if character == '\t' { '\t' } else { ' ' }).collect();
    Some(format!("{file}:{line}\n{text}\n{indent}{}\n\n", "^".repeat(width)))
}

/// Ends the execution of an isolate from another thread when its time is over.
struct Watchdog {
    state: Arc<(Mutex<WatchdogState>, Condvar)>,
    thread: std::thread::JoinHandle<()>,
}

#[derive(PartialEq, Eq, Clone, Copy)]
enum WatchdogState {
    Watching,
    Stopped,
    Bitten,
}

impl Watchdog {
    fn start(isolate: v8::IsolateHandle, timeout: Duration) -> Self {
        let state = Arc::new((Mutex::new(WatchdogState::Watching), Condvar::new()));
        let shared = Arc::clone(&state);
        let thread = std::thread::spawn(move || {
            let (state, changed) = &*shared;
            let guard = state.lock().unwrap_or_else(PoisonError::into_inner);
            let waited = changed.wait_timeout_while(guard, timeout, |state| *state == WatchdogState::Watching);
            let (mut state, _) = waited.unwrap_or_else(PoisonError::into_inner);
            if *state == WatchdogState::Watching {
                *state = WatchdogState::Bitten;
                isolate.terminate_execution();
            }
        });
        Self { state, thread }
    }

    /// Whether it was too late.
    fn stop(self) -> bool {
        let (state, changed) = &*self.state;
        let was_late = {
            let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
            let was_late = *state == WatchdogState::Bitten;
            if !was_late {
                *state = WatchdogState::Stopped;
            }
            was_late
        };
        changed.notify_all();
        let _ = self.thread.join();
        was_late
    }
}

/// `compileFunction(text, filename, line, column, cachedData, sandbox, extensions, parameters, produceCachedData)`:
/// `[function, was the cached data rejected, cached data]`.
fn compile_function<'s>(scope: &mut v8::PinScope<'s, '_>, args: Arguments<'s>, mut rv: Return<'s>) {
    let context = context_of(scope, args.get(5)).unwrap_or_else(|| scope.get_current_context());
    let scope = &mut v8::ContextScope::new(scope, context);
    let cached = Bytes::from_js(scope, args.get(4)).map(|bytes| bytes.to_vec());
    let Some((mut source, options)) = source_of(scope, &args, cached.as_deref()) else { return };
    let extensions: Vec<_> = list(scope, args.get(6));
    let parameters: Vec<_> = list(scope, args.get(7));
    let compiled = v8::script_compiler::compile_function(
        scope,
        &mut source,
        &parameters,
        &extensions,
        options,
        NoCacheReason::NoReason,
    );
    let Some(function) = compiled else { return };
    let rejected = was_rejected(&source).to_js(scope);
    let produced = args.get(8).is_true().then(|| function.create_code_cache()).flatten();
    let produced = produced.map(|data| OwnedBytes(data.to_vec())).to_js(scope);
    rv.set(v8::Array::new_with_elements(scope, &[function.into(), rejected, produced]).into());
}

fn list<'s, T>(scope: &mut v8::PinScope<'s, '_>, value: v8::Local<'s, v8::Value>) -> Vec<v8::Local<'s, T>>
where
    v8::Local<'s, T>: TryFrom<v8::Local<'s, v8::Value>>,
{
    let Ok(array) = value.try_cast::<v8::Array>() else { return Vec::new() };
    let elements = (0..array.length()).filter_map(|index| array.get_index(scope, index));
    elements.filter_map(|element| element.try_into().ok()).collect()
}
