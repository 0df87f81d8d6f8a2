//! `internalBinding('util')`: what V8 knows of values and of the stack that JavaScript cannot ask.

use std::fs::File;
use std::io::IsTerminal;
use std::mem::ManuallyDrop;
use std::os::fd::{FromRawFd, RawFd};
use std::os::unix::fs::FileTypeExt;
use std::time::Duration;

use super::types::is_boxed;
use super::{Effect, NativeModule, OsError, ToJs, function, immediate};

pub(crate) const MODULE: NativeModule = NativeModule::new(
    "util",
    &[
        function!("classify", classify, Effect::Pure),
        function!("getPromiseDetails", get_promise_details, Effect::Pure),
        function!("getProxyDetails", get_proxy_details, Effect::Pure),
        function!("previewEntries", preview_entries, Effect::Pure),
        function!("getConstructorName", get_constructor_name, Effect::Pure),
        function!("getExternalValue", get_external_value, Effect::Pure),
        function!("getOwnNonIndexProperties", get_own_non_index_properties, Effect::Pure),
        function!("getCallSites", get_call_sites, Effect::Pure),
        function!("getCallerSource", get_caller_source, Effect::Pure),
        function!("isConstructor", is_constructor, Effect::Pure),
        function!("isArrayBufferDetached", is_array_buffer_detached, Effect::Pure),
        function!("arrayBufferViewHasBuffer", array_buffer_view_has_buffer, Effect::Pure),
        immediate!("guessHandleType", guess_handle_type, Effect::ReadsHost),
        immediate!("sleep", sleep, Effect::Acts),
    ],
)
.with_values(values);

/// What `classify` tells apart, by the names that `values` gives them.
#[derive(Clone, Copy)]
enum ObjectKind {
    Object,
    Arguments,
    Function,
    RegExp,
    Date,
    NativeError,
    ArrayBuffer,
    SharedArrayBuffer,
    DataView,
    Promise,
    WeakSet,
    WeakMap,
    ModuleNamespace,
    Boxed,
    Map,
    Set,
    TypedArray,
    MapIterator,
    SetIterator,
    External,
    Proxy,
}

const KINDS: [(&str, ObjectKind); 21] = [
    ("object", ObjectKind::Object),
    ("arguments", ObjectKind::Arguments),
    ("function", ObjectKind::Function),
    ("regExp", ObjectKind::RegExp),
    ("date", ObjectKind::Date),
    ("nativeError", ObjectKind::NativeError),
    ("arrayBuffer", ObjectKind::ArrayBuffer),
    ("sharedArrayBuffer", ObjectKind::SharedArrayBuffer),
    ("dataView", ObjectKind::DataView),
    ("promise", ObjectKind::Promise),
    ("weakSet", ObjectKind::WeakSet),
    ("weakMap", ObjectKind::WeakMap),
    ("moduleNamespace", ObjectKind::ModuleNamespace),
    ("boxed", ObjectKind::Boxed),
    ("map", ObjectKind::Map),
    ("set", ObjectKind::Set),
    ("typedArray", ObjectKind::TypedArray),
    ("mapIterator", ObjectKind::MapIterator),
    ("setIterator", ObjectKind::SetIterator),
    ("external", ObjectKind::External),
    ("proxy", ObjectKind::Proxy),
];

/// `kinds`, and the constants with Node's names.
fn values<'s>(scope: &mut v8::PinScope<'s, '_>, binding: v8::Local<'s, v8::Object>) {
    let kinds: Vec<_> = KINDS.iter().map(|&(name, kind)| (name, kind as i32)).collect();
    set_numbers(scope, binding, "kinds", &kinds);
    set_numbers(
        scope,
        binding,
        "constants",
        &[
            ("kPending", v8::PromiseState::Pending as i32),
            ("kFulfilled", v8::PromiseState::Fulfilled as i32),
            ("kRejected", v8::PromiseState::Rejected as i32),
            ("ALL_PROPERTIES", 0),
            ("ONLY_WRITABLE", 1),
            ("ONLY_ENUMERABLE", 2),
            ("ONLY_CONFIGURABLE", 4),
            ("SKIP_STRINGS", 8),
            ("SKIP_SYMBOLS", 16),
        ],
    );
}

fn set_numbers<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    holder: v8::Local<'s, v8::Object>,
    name: &str,
    entries: &[(&str, i32)],
) {
    let numbers = v8::Object::new(scope);
    for &(key, number) in entries {
        let key = key.to_js(scope);
        let number = number.to_js(scope);
        numbers.set(scope, key, number);
    }
    let name = name.to_js(scope);
    holder.set(scope, name, numbers.into());
}

/// `classify(object)`: one of `kinds`, so that a printed object costs one call and not twenty.
fn classify<'s>(_: &mut v8::PinScope<'s, '_>, args: v8::FunctionCallbackArguments<'s>, mut rv: v8::ReturnValue<'s>) {
    rv.set_int32(kind_of(args.get(0)) as i32);
}

fn kind_of(value: v8::Local<'_, v8::Value>) -> ObjectKind {
    if value.is_proxy() {
        ObjectKind::Proxy
    } else if value.is_function() {
        ObjectKind::Function
    } else if value.is_array() {
        ObjectKind::Object
    } else if value.is_map() {
        ObjectKind::Map
    } else if value.is_set() {
        ObjectKind::Set
    } else if value.is_native_error() {
        ObjectKind::NativeError
    } else if value.is_typed_array() {
        ObjectKind::TypedArray
    } else if value.is_date() {
        ObjectKind::Date
    } else if value.is_reg_exp() {
        ObjectKind::RegExp
    } else if value.is_promise() {
        ObjectKind::Promise
    } else {
        kind_of_rare(value)
    }
}

fn kind_of_rare(value: v8::Local<'_, v8::Value>) -> ObjectKind {
    if value.is_arguments_object() {
        ObjectKind::Arguments
    } else if value.is_array_buffer() {
        ObjectKind::ArrayBuffer
    } else if value.is_shared_array_buffer() {
        ObjectKind::SharedArrayBuffer
    } else if value.is_data_view() {
        ObjectKind::DataView
    } else if value.is_weak_set() {
        ObjectKind::WeakSet
    } else if value.is_weak_map() {
        ObjectKind::WeakMap
    } else if value.is_map_iterator() {
        ObjectKind::MapIterator
    } else if value.is_set_iterator() {
        ObjectKind::SetIterator
    } else if value.is_module_namespace_object() {
        ObjectKind::ModuleNamespace
    } else if is_boxed(value) {
        ObjectKind::Boxed
    } else if value.is_external() {
        ObjectKind::External
    } else {
        ObjectKind::Object
    }
}

/// `getPromiseDetails(promise)`: `[state]`, or `[state, result]` when it is settled; undefined for anything else.
fn get_promise_details<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: v8::FunctionCallbackArguments<'s>,
    mut rv: v8::ReturnValue<'s>,
) {
    let Ok(promise) = args.get(0).try_cast::<v8::Promise>() else { return };
    let number = (promise.state() as i32).to_js(scope);
    let details = match promise.state() {
        v8::PromiseState::Pending => v8::Array::new_with_elements(scope, &[number]),
        v8::PromiseState::Fulfilled | v8::PromiseState::Rejected => {
            let result = promise.result(scope);
            v8::Array::new_with_elements(scope, &[number, result])
        }
    };
    rv.set(details.into());
}

/// `getProxyDetails(value, full)`: the target, or `[target, handler]` unless `full` is false; undefined for what is no
/// proxy.
fn get_proxy_details<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: v8::FunctionCallbackArguments<'s>,
    mut rv: v8::ReturnValue<'s>,
) {
    let Ok(proxy) = args.get(0).try_cast::<v8::Proxy>() else { return };
    let target = proxy.get_target(scope);
    if args.get(1).is_false() {
        rv.set(target);
        return;
    }
    let handler = proxy.get_handler(scope);
    rv.set(v8::Array::new_with_elements(scope, &[target, handler]).into());
}

/// `previewEntries(collection)`: its entries; with a second argument `[entries, isKeyValue]`.
fn preview_entries<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: v8::FunctionCallbackArguments<'s>,
    mut rv: v8::ReturnValue<'s>,
) {
    let Ok(object) = args.get(0).try_cast::<v8::Object>() else { return };
    let (Some(entries), is_key_value) = object.preview_entries(scope) else { return };
    if args.length() < 2 {
        rv.set(entries.into());
        return;
    }
    let is_key_value = is_key_value.to_js(scope);
    rv.set(v8::Array::new_with_elements(scope, &[entries.into(), is_key_value]).into());
}

fn get_constructor_name<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: v8::FunctionCallbackArguments<'s>,
    mut rv: v8::ReturnValue<'s>,
) {
    let Ok(object) = args.get(0).try_cast::<v8::Object>() else { return };
    let name = object.get_constructor_name().to_rust_string_lossy(scope).to_js(scope);
    rv.set(name);
}

/// `getExternalValue(external)`: the address as a `BigInt`.
fn get_external_value<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: v8::FunctionCallbackArguments<'s>,
    mut rv: v8::ReturnValue<'s>,
) {
    let Ok(external) = args.get(0).try_cast::<v8::External>() else { return };
    rv.set(v8::BigInt::new_from_u64(scope, external.value() as usize as u64).into());
}

/// `getOwnNonIndexProperties(object, filter)`: the keys that are no array indices; `filter` is ALL_PROPERTIES or
/// ONLY_ENUMERABLE.
fn get_own_non_index_properties<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: v8::FunctionCallbackArguments<'s>,
    mut rv: v8::ReturnValue<'s>,
) {
    let Ok(object) = args.get(0).try_cast::<v8::Object>() else { return };
    let filter = if args.get(1).int32_value(scope) == Some(0) {
        v8::PropertyFilter::ALL_PROPERTIES
    } else {
        v8::PropertyFilter::ONLY_ENUMERABLE
    };
    let wanted = v8::GetPropertyNamesArgsBuilder::new()
        .mode(v8::KeyCollectionMode::OwnOnly)
        .property_filter(filter)
        .index_filter(v8::IndexFilter::SkipIndices)
        .build();
    if let Some(keys) = object.get_property_names(scope, wanted) {
        rv.set(keys.into());
    }
}

/// `getCallSites(count)`: the frames above the caller of the standard library's function that asks.
fn get_call_sites<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: v8::FunctionCallbackArguments<'s>,
    mut rv: v8::ReturnValue<'s>,
) {
    let count = args.get(0).uint32_value(scope).unwrap_or(0) as usize;
    // The first frame is the function of the standard library.
    let Some(stack) = v8::StackTrace::current_stack_trace(scope, count + 1) else { return };
    let mut sites = Vec::new();
    for index in 1..stack.get_frame_count() {
        let Some(frame) = stack.get_frame(scope, index) else { continue };
        sites.push(call_site(scope, frame).into());
    }
    rv.set(v8::Array::new_with_elements(scope, &sites).into());
}

fn call_site<'s>(scope: &mut v8::PinScope<'s, '_>, frame: v8::Local<'s, v8::StackFrame>) -> v8::Local<'s, v8::Object> {
    let function_name = text_or_empty(scope, frame.get_function_name(scope));
    let script_id = frame.get_script_id().to_string().to_js(scope);
    let script_name = text_or_empty(scope, frame.get_script_name_or_source_url(scope));
    let line = frame.get_line_number().to_js(scope);
    let column = frame.get_column().to_js(scope);
    let site = v8::Object::new(scope);
    for (key, value) in [
        ("functionName", function_name),
        ("scriptId", script_id),
        ("scriptName", script_name),
        ("lineNumber", line),
        ("columnNumber", column),
        // The name that Node had first.
        ("column", column),
    ] {
        let key = key.to_js(scope);
        site.set(scope, key, value);
    }
    site
}

fn text_or_empty<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    text: Option<v8::Local<'s, v8::String>>,
) -> v8::Local<'s, v8::Value> {
    text.unwrap_or_else(|| v8::String::empty(scope)).into()
}

/// `getCallerSource()`: `[text, line, column, script]` of the innermost frame that is not the standard library's.
fn get_caller_source<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    _: v8::FunctionCallbackArguments<'s>,
    mut rv: v8::ReturnValue<'s>,
) {
    const SEARCHED_FRAMES: usize = 16;
    let Some(stack) = v8::StackTrace::current_stack_trace(scope, SEARCHED_FRAMES) else { return };
    for index in 0..stack.get_frame_count() {
        let Some(frame) = stack.get_frame(scope, index) else { continue };
        // Code that `eval` or `Function` made has no name.
        let script = frame.get_script_name_or_source_url(scope).unwrap_or_else(|| v8::String::empty(scope));
        if script.to_rust_string_lossy(scope).starts_with("node:") {
            continue;
        }
        let Some(source) = frame.get_script_source(scope) else { return };
        let line = frame.get_line_number().to_js(scope);
        let column = frame.get_column().to_js(scope);
        rv.set(v8::Array::new_with_elements(scope, &[source.into(), line, column, script.into()]).into());
        return;
    }
}

fn is_constructor<'s>(
    _: &mut v8::PinScope<'s, '_>,
    args: v8::FunctionCallbackArguments<'s>,
    mut rv: v8::ReturnValue<'s>,
) {
    rv.set_bool(args.get(0).try_cast::<v8::Object>().is_ok_and(|object| object.is_constructor()));
}

fn is_array_buffer_detached<'s>(
    _: &mut v8::PinScope<'s, '_>,
    args: v8::FunctionCallbackArguments<'s>,
    mut rv: v8::ReturnValue<'s>,
) {
    rv.set_bool(args.get(0).try_cast::<v8::ArrayBuffer>().is_ok_and(|buffer| buffer.was_detached()));
}

/// Whether the memory of a view is already outside the heap, so that asking for its `buffer` moves nothing.
fn array_buffer_view_has_buffer<'s>(
    _: &mut v8::PinScope<'s, '_>,
    args: v8::FunctionCallbackArguments<'s>,
    mut rv: v8::ReturnValue<'s>,
) {
    rv.set_bool(args.get(0).try_cast::<v8::ArrayBufferView>().is_ok_and(|view| view.has_buffer()));
}

/// `guessHandleType(fd)`: `TTY`, `FILE`, `PIPE`, `TCP`, `UDP`, `UNKNOWN`, or `INVALID` for a descriptor that is not open.
fn guess_handle_type((fd,): (i32,)) -> Result<&'static str, OsError> {
    // SAFETY: the descriptor is only looked at, and `ManuallyDrop` keeps it open; one that is not open makes
    // `metadata` fail and nothing else.
    let file = ManuallyDrop::new(unsafe { File::from_raw_fd(fd as RawFd) });
    let Ok(metadata) = file.metadata() else { return Ok("INVALID") };
    let kind = metadata.file_type();
    Ok(if file.is_terminal() {
        "TTY"
    } else if kind.is_file() || kind.is_char_device() {
        "FILE"
    } else if kind.is_fifo() {
        "PIPE"
    } else if kind.is_socket() {
        socket_type(fd)
    } else {
        "UNKNOWN"
    })
}

/// Which of Node's classes a socket would be opened with.
fn socket_type(fd: RawFd) -> &'static str {
    match (socket_option(fd, libc::SO_DOMAIN), socket_option(fd, libc::SO_TYPE)) {
        (Some(libc::AF_UNIX), Some(libc::SOCK_STREAM)) => "PIPE",
        (Some(libc::AF_INET | libc::AF_INET6), Some(libc::SOCK_STREAM)) => "TCP",
        (Some(libc::AF_INET | libc::AF_INET6), Some(libc::SOCK_DGRAM)) => "UDP",
        _ => "UNKNOWN",
    }
}

fn socket_option(fd: RawFd, option: i32) -> Option<i32> {
    let mut value: i32 = 0;
    let mut length = libc::socklen_t::try_from(size_of::<i32>()).expect("an i32 is small");
    // SAFETY: `value` and `length` live through the call, and `length` is the size of `value`.
    let result = unsafe { libc::getsockopt(fd, libc::SOL_SOCKET, option, (&raw mut value).cast(), &raw mut length) };
    (result == 0).then_some(value)
}

/// `sleep(milliseconds)` blocks the thread.
fn sleep((milliseconds,): (u32,)) -> Result<(), OsError> {
    std::thread::sleep(Duration::from_millis(milliseconds.into()));
    Ok(())
}
