//! `internalBinding('types')`: which built-in class V8 made an object of, whatever its prototype says.

use std::ffi::c_void;

use v8::fast_api::{CFunction, CFunctionInfo, Int64Representation, Type};

use super::{Effect, FastFunction, NativeFunction, NativeModule, function};

/// What V8 has to know of a fast predicate: `(receiver, value) -> bool`.
pub(crate) const PREDICATE: &CFunctionInfo = &CFunctionInfo::new(
    Type::Bool.as_info(),
    &[Type::V8Value.as_info(), Type::V8Value.as_info()],
    Int64Representation::Number,
);

/// `predicate!("isX", is_x)`: the method of `v8::Value`, which optimised code calls without a detour.
macro_rules! predicate {
    ($name:literal, $method:ident) => {{
        fn slow<'s>(
            _: &mut v8::PinScope<'s, '_>,
            args: v8::FunctionCallbackArguments<'s>,
            mut rv: v8::ReturnValue<'s>,
        ) {
            rv.set_bool(args.get(0).$method());
        }
        extern "C" fn fast(_: v8::Local<'_, v8::Value>, value: v8::Local<'_, v8::Value>) -> bool {
            value.$method()
        }
        static FAST: FastFunction = FastFunction(CFunction::new(fast as *const c_void, PREDICATE));
        function!($name, slow, Effect::Pure, Some(&FAST))
    }};
}

pub(crate) const MODULE: NativeModule = NativeModule::new("types", FUNCTIONS);

static FUNCTIONS: &[NativeFunction] = &[
    predicate!("isExternal", is_external),
    predicate!("isDate", is_date),
    predicate!("isArgumentsObject", is_arguments_object),
    predicate!("isBigIntObject", is_big_int_object),
    predicate!("isBooleanObject", is_boolean_object),
    predicate!("isNumberObject", is_number_object),
    predicate!("isStringObject", is_string_object),
    predicate!("isSymbolObject", is_symbol_object),
    function!("isBoxedPrimitive", is_boxed_primitive, Effect::Pure),
    predicate!("isNativeError", is_native_error),
    predicate!("isRegExp", is_reg_exp),
    predicate!("isAsyncFunction", is_async_function),
    predicate!("isGeneratorFunction", is_generator_function),
    predicate!("isGeneratorObject", is_generator_object),
    predicate!("isPromise", is_promise),
    predicate!("isMap", is_map),
    predicate!("isSet", is_set),
    predicate!("isMapIterator", is_map_iterator),
    predicate!("isSetIterator", is_set_iterator),
    predicate!("isWeakMap", is_weak_map),
    predicate!("isWeakSet", is_weak_set),
    predicate!("isArrayBuffer", is_array_buffer),
    predicate!("isSharedArrayBuffer", is_shared_array_buffer),
    function!("isAnyArrayBuffer", is_any_array_buffer, Effect::Pure),
    predicate!("isProxy", is_proxy),
    predicate!("isModuleNamespaceObject", is_module_namespace_object),
];

fn is_boxed_primitive<'s>(
    _: &mut v8::PinScope<'s, '_>,
    args: v8::FunctionCallbackArguments<'s>,
    mut rv: v8::ReturnValue<'s>,
) {
    rv.set_bool(is_boxed(args.get(0)));
}

fn is_any_array_buffer<'s>(
    _: &mut v8::PinScope<'s, '_>,
    args: v8::FunctionCallbackArguments<'s>,
    mut rv: v8::ReturnValue<'s>,
) {
    let value = args.get(0);
    rv.set_bool(value.is_array_buffer() || value.is_shared_array_buffer());
}

/// An object around a number, string, boolean, symbol or `BigInt`.
pub(crate) fn is_boxed(value: v8::Local<'_, v8::Value>) -> bool {
    value.is_number_object()
        || value.is_string_object()
        || value.is_boolean_object()
        || value.is_big_int_object()
        || value.is_symbol_object()
}
