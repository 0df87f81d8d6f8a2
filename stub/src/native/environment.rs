//! `internalBinding('environment')`: the object that `process.env` is. Its properties are the variables of the process,
//! read, listed and changed as they are used; numbers, as in Node, are properties of the object alone.

use std::ffi::CString;
use std::os::unix::ffi::OsStrExt;

use v8::{Intercepted, Local, MapFnTo, Name, PinScope, PropertyCallbackArguments, ReturnValue};

use super::{Effect, NativeModule, ToJs, function};

pub(crate) const MODULE: NativeModule = NativeModule::new(
    "environment",
    // Only looking into the object that it makes reads the host.
    &[function!("make", make, Effect::Pure)],
);

/// The object's handlers, which a snapshot refers to.
pub(crate) fn external_references(references: &mut Vec<v8::ExternalReference>) {
    references.extend([
        v8::ExternalReference { function: construct.map_fn_to() },
        v8::ExternalReference { named_getter: get.map_fn_to() },
        v8::ExternalReference { named_setter: set.map_fn_to() },
        v8::ExternalReference { named_query: query.map_fn_to() },
        v8::ExternalReference { named_deleter: delete.map_fn_to() },
        v8::ExternalReference { enumerator: list.map_fn_to() },
        v8::ExternalReference { named_definer: define.map_fn_to() },
    ]);
}

/// `make()`: Node's has a nameless constructor of its own between it and `Object`.
fn make<'s>(scope: &mut PinScope<'s, '_>, _: v8::FunctionCallbackArguments<'s>, mut rv: ReturnValue<'s>) {
    let constructor = v8::FunctionTemplate::builder(construct).build(scope);
    let handlers = v8::NamedPropertyHandlerConfiguration::new()
        .getter(get)
        .setter(set)
        .query(query)
        .deleter(delete)
        .enumerator(list)
        .definer(define)
        .flags(v8::PropertyHandlerFlags::HAS_NO_SIDE_EFFECT);
    constructor.instance_template(scope).set_named_property_handler(handlers);
    if let Some(environment) = constructor.instance_template(scope).new_instance(scope) {
        rv.set(environment.into());
    }
}

fn construct<'s>(_: &mut PinScope<'s, '_>, _: v8::FunctionCallbackArguments<'s>, _: ReturnValue<'s>) {}

/// Symbols name no variables; what they would find on the prototype is hidden, too.
fn get<'s>(
    scope: &mut PinScope<'s, '_>,
    key: Local<'s, Name>,
    _: PropertyCallbackArguments<'s>,
    mut rv: ReturnValue<'_>,
) -> Intercepted {
    if key.is_symbol() {
        rv.set_undefined();
        return Intercepted::kYes;
    }
    let Some(value) = variable(&key.to_rust_string_lossy(scope)) else { return Intercepted::kNo };
    rv.set(value.to_js(scope));
    Intercepted::kYes
}

fn set<'s>(
    scope: &mut PinScope<'s, '_>,
    key: Local<'s, Name>,
    value: Local<'s, v8::Value>,
    _: PropertyCallbackArguments<'s>,
    _: ReturnValue<'_, v8::Boolean>,
) -> Intercepted {
    // A symbol has no string, which throws.
    if let Some(key) = key.to_string(scope)
        && let Some(value) = value.to_string(scope)
    {
        set_variable(scope, &key.to_rust_string_lossy(scope), &value.to_rust_string_lossy(scope));
    }
    Intercepted::kYes
}

fn query<'s>(
    scope: &mut PinScope<'s, '_>,
    key: Local<'s, Name>,
    _: PropertyCallbackArguments<'s>,
    mut rv: ReturnValue<'_, v8::Integer>,
) -> Intercepted {
    if key.is_symbol() || variable(&key.to_rust_string_lossy(scope)).is_none() {
        return Intercepted::kNo;
    }
    rv.set_int32(0);
    Intercepted::kYes
}

/// Always true, as for any object whose properties can be deleted.
fn delete<'s>(
    scope: &mut PinScope<'s, '_>,
    key: Local<'s, Name>,
    _: PropertyCallbackArguments<'s>,
    mut rv: ReturnValue<'_, v8::Boolean>,
) -> Intercepted {
    if key.is_string() {
        delete_variable(scope, &key.to_rust_string_lossy(scope));
    }
    rv.set_bool(true);
    Intercepted::kYes
}

fn list<'s>(scope: &mut PinScope<'s, '_>, _: PropertyCallbackArguments<'s>, mut rv: ReturnValue<'_, v8::Array>) {
    let names: Vec<Local<'_, v8::Value>> =
        std::env::vars_os().map(|(name, _)| name.to_string_lossy().as_ref().to_js(scope)).collect();
    rv.set(v8::Array::new_with_elements(scope, &names));
}

fn define<'s>(
    scope: &mut PinScope<'s, '_>,
    key: Local<'s, Name>,
    descriptor: &v8::PropertyDescriptor,
    args: PropertyCallbackArguments<'s>,
    rv: ReturnValue<'_, v8::Boolean>,
) -> Intercepted {
    if descriptor.has_get() || descriptor.has_set() {
        return refuse(scope, "'process.env' does not accept an accessor(getter/setter) descriptor");
    }
    let is_plain = descriptor.has_value()
        && (descriptor.has_configurable() && descriptor.configurable())
        && (descriptor.has_writable() && descriptor.writable())
        && (descriptor.has_enumerable() && descriptor.enumerable());
    if !is_plain {
        return refuse(scope, "'process.env' only accepts a configurable, writable, and enumerable data descriptor");
    }
    let value = Local::new(scope, descriptor.value());
    set(scope, key, value, args, rv)
}

fn refuse(scope: &mut PinScope<'_, '_>, message: &str) -> Intercepted {
    let message = v8::String::new(scope, message).expect("the sentence is short");
    let exception = v8::Exception::type_error(scope, message);
    if let Ok(object) = exception.try_cast::<v8::Object>() {
        let key = "code".to_js(scope);
        let code = "ERR_INVALID_OBJECT_DEFINE_PROPERTY".to_js(scope);
        object.set(scope, key, code);
    }
    scope.throw_exception(exception);
    Intercepted::kYes
}

fn variable(name: &str) -> Option<String> {
    let value = is_name(name).then(|| std::env::var_os(name)).flatten()?;
    Some(value.to_string_lossy().into_owned())
}

/// Sets a variable, also for the C library. A name that the system cannot hold is left alone, as in Node.
fn set_variable(scope: &mut PinScope<'_, '_>, name: &str, value: &str) {
    let value = CString::new(value.split('\0').next().unwrap_or_default()).expect("cut at the first NUL");
    if is_name(name) {
        // SAFETY: only the JavaScript thread changes the environment; the other threads that exist (V8's workers, the
        // pool) read it through `std::env` alone, which takes the same lock as this does.
        unsafe { std::env::set_var(name, std::ffi::OsStr::from_bytes(value.as_bytes())) };
        changed(scope, name);
    }
}

fn delete_variable(scope: &mut PinScope<'_, '_>, name: &str) {
    if is_name(name) {
        // SAFETY: as in `set_variable`.
        unsafe { std::env::remove_var(name) };
        changed(scope, name);
    }
}

/// Dates follow the time zone of the environment.
fn changed(scope: &mut PinScope<'_, '_>, name: &str) {
    if name == "TZ" {
        scope.date_time_configuration_change_notification(v8::TimeZoneDetection::Redetect);
    }
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && !name.contains(['=', '\0'])
}
