//! `internalBinding('serdes')`: V8's wire format for values, as one call (structured cloning, messages) and as the
//! objects that live from call to call behind `v8.Serializer` and `v8.Deserializer`.
//!
//! What the format leaves to its user is asked of a JavaScript object, the *delegate*: `_getDataCloneError(message)`,
//! `_writeHostObject(object)`, `_readHostObject(...)`, `_getSharedArrayBufferId(buffer)`. A *transfer mode* says of an
//! object, or of all that inherit from it, that it is no plain data: such objects are the delegate's.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use v8::{ValueDeserializerHelper, ValueSerializerHelper};

use super::{Bytes, Effect, FromJs, NativeModule, OwnedBytes, ToJs, function};

pub(crate) const MODULE: NativeModule = NativeModule::new(
    "serdes",
    &[
        function!("serialize", serialize, Effect::Pure),
        function!("deserialize", deserialize, Effect::Pure),
        function!("setTransferMode", set_transfer_mode, Effect::Pure),
        function!("transferMode", transfer_mode, Effect::Pure),
        function!("createSerializer", create_serializer, Effect::Acts),
        function!("writeHeader", write_header, Effect::Acts),
        function!("writeValue", write_value, Effect::Acts),
        function!("writeUint32", write_uint32, Effect::Acts),
        function!("writeUint64", write_uint64, Effect::Acts),
        function!("writeDouble", write_double, Effect::Acts),
        function!("writeRawBytes", write_raw_bytes, Effect::Acts),
        function!("setTreatArrayBufferViewsAsHostObjects", set_treat_views_as_host_objects, Effect::Acts),
        function!("transferToSerializer", transfer_to_serializer, Effect::Acts),
        function!("releaseBuffer", release_buffer, Effect::Acts),
        function!("createDeserializer", create_deserializer, Effect::Acts),
        function!("readHeader", read_header, Effect::Acts),
        function!("readValue", read_value, Effect::Acts),
        function!("readUint32", read_uint32, Effect::Acts),
        function!("readUint64", read_uint64, Effect::Acts),
        function!("readDouble", read_double, Effect::Acts),
        function!("readRawBytes", read_raw_bytes, Effect::Acts),
        function!("getWireFormatVersion", wire_format_version, Effect::Acts),
        function!("transferToDeserializer", transfer_to_deserializer, Effect::Acts),
        function!("drop", drop_handle, Effect::Acts),
    ],
);

/// Who asks the delegate: a message, whose host objects are numbered, or a program through `node:v8`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Purpose {
    Message,
    Program,
}

struct Delegate {
    object: v8::Global<v8::Object>,
    purpose: Purpose,
}

impl Delegate {
    fn new(scope: &mut v8::PinScope<'_, '_>, object: v8::Local<'_, v8::Object>, purpose: Purpose) -> Self {
        Self { object: v8::Global::new(scope, object), purpose }
    }

    /// Calls a method of the delegate; `None` when it threw.
    fn call<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        method: &str,
        arguments: &[v8::Local<'s, v8::Value>],
    ) -> Option<v8::Local<'s, v8::Value>> {
        let object = v8::Local::new(scope, &self.object);
        let key = v8::String::new(scope, method)?.into();
        let function = object.get(scope, key)?;
        let Ok(function) = function.try_cast::<v8::Function>() else {
            let text = format!("ERR_METHOD_NOT_IMPLEMENTED: The {method}() method is not implemented");
            let message = v8::String::new(scope, &text)?;
            let exception = v8::Exception::error(scope, message);
            scope.throw_exception(exception);
            return None;
        };
        function.call(scope, object.into(), arguments)
    }
}

impl v8::ValueSerializerImpl for Delegate {
    fn throw_data_clone_error<'s>(&self, scope: &mut v8::PinScope<'s, '_>, message: v8::Local<'s, v8::String>) {
        if let Some(exception) = self.call(scope, "_getDataCloneError", &[message.into()]) {
            scope.throw_exception(exception);
        }
    }

    fn has_custom_host_object(&self, _: &v8::Isolate) -> bool {
        self.purpose == Purpose::Message
    }

    fn is_host_object<'s>(&self, scope: &mut v8::PinScope<'s, '_>, object: v8::Local<'s, v8::Object>) -> Option<bool> {
        Some(mode_of(scope, object).is_some())
    }

    fn write_host_object<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        object: v8::Local<'s, v8::Object>,
        serializer: &dyn ValueSerializerHelper,
    ) -> Option<bool> {
        let result = self.call(scope, "_writeHostObject", &[object.into()])?;
        if self.purpose == Purpose::Message {
            serializer.write_uint32(result.uint32_value(scope)?);
        }
        Some(true)
    }

    fn get_shared_array_buffer_id<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        buffer: v8::Local<'s, v8::SharedArrayBuffer>,
    ) -> Option<u32> {
        self.call(scope, "_getSharedArrayBufferId", &[buffer.into()])?.uint32_value(scope)
    }

    fn get_wasm_module_transfer_id(
        &self,
        scope: &mut v8::PinScope<'_, '_>,
        _: v8::Local<v8::WasmModuleObject>,
    ) -> Option<u32> {
        let message = v8::String::new(scope, "#<Module> could not be cloned.")?;
        self.throw_data_clone_error(scope, message);
        None
    }
}

impl v8::ValueDeserializerImpl for Delegate {
    fn read_host_object<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        deserializer: &dyn ValueDeserializerHelper,
    ) -> Option<v8::Local<'s, v8::Object>> {
        let mut arguments = Vec::new();
        if self.purpose == Purpose::Message {
            let mut index = 0;
            if !deserializer.read_uint32(&mut index) {
                return None;
            }
            arguments.push(index.to_js(scope));
        }
        // V8 forbids JavaScript while it reads; what an object is made of is its user's affair all the same.
        v8::allow_javascript_execution_scope!(let scope, scope);
        let result = self.call(scope, "_readHostObject", &arguments)?;
        if let Ok(object) = result.try_cast::<v8::Object>() {
            return Some(object);
        }
        let message = v8::String::new(scope, "readHostObject must return an object")?;
        let exception = v8::Exception::type_error(scope, message);
        scope.throw_exception(exception);
        None
    }
}

/// `serialize(value, transferred, delegate)`: `[bytes, buffers]`, where `buffers` own the memory of the array buffers in
/// `transferred`, which are detached.
fn serialize<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: v8::FunctionCallbackArguments<'s>,
    mut rv: v8::ReturnValue<'s>,
) {
    let Ok(delegate) = args.get(2).try_cast::<v8::Object>() else { return };
    let buffers = array_buffers(scope, args.get(1));
    let delegate = Box::new(Delegate::new(scope, delegate, Purpose::Message));
    let serializer = v8::ValueSerializer::new(scope, delegate);
    serializer.write_header();
    for (index, buffer) in buffers.iter().enumerate() {
        serializer.transfer_array_buffer(index as u32, *buffer);
    }
    let context = scope.get_current_context();
    if serializer.write_value(context, args.get(0)) != Some(true) {
        return;
    }
    let moved: Vec<v8::Local<'_, v8::Value>> = buffers.iter().map(|buffer| move_memory(scope, *buffer)).collect();
    let moved = v8::Array::new_with_elements(scope, &moved).into();
    let bytes = OwnedBytes(serializer.release()).to_js(scope);
    rv.set(v8::Array::new_with_elements(scope, &[bytes, moved]).into());
}

/// `deserialize(bytes, buffers, sharedBuffers, delegate)`
fn deserialize<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: v8::FunctionCallbackArguments<'s>,
    mut rv: v8::ReturnValue<'s>,
) {
    let (Some(bytes), Ok(delegate)) = (Bytes::from_js(scope, args.get(0)), args.get(3).try_cast::<v8::Object>()) else {
        return;
    };
    let bytes = bytes.to_vec();
    let delegate = Box::new(Delegate::new(scope, delegate, Purpose::Message));
    let deserializer = v8::ValueDeserializer::new(scope, delegate, &bytes);
    for (index, buffer) in array_buffers(scope, args.get(1)).into_iter().enumerate() {
        deserializer.transfer_array_buffer(index as u32, buffer);
    }
    for (index, buffer) in elements(scope, args.get(2)).into_iter().enumerate() {
        if let Ok(buffer) = buffer.try_cast::<v8::SharedArrayBuffer>() {
            deserializer.transfer_shared_array_buffer(index as u32, buffer);
        }
    }
    let context = scope.get_current_context();
    if deserializer.read_header(context) != Some(true) {
        return;
    }
    if let Some(value) = deserializer.read_value(context) {
        rv.set(value);
    }
}

/// An array buffer on the memory of `buffer`, which is detached.
fn move_memory<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    buffer: v8::Local<'s, v8::ArrayBuffer>,
) -> v8::Local<'s, v8::Value> {
    let store = buffer.get_backing_store();
    buffer.detach(None);
    v8::ArrayBuffer::with_backing_store(scope, &store).into()
}

fn elements<'s>(scope: &mut v8::PinScope<'s, '_>, value: v8::Local<'s, v8::Value>) -> Vec<v8::Local<'s, v8::Value>> {
    let Ok(array) = value.try_cast::<v8::Array>() else { return Vec::new() };
    (0..array.length()).filter_map(|index| array.get_index(scope, index)).collect()
}

fn array_buffers<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    value: v8::Local<'s, v8::Value>,
) -> Vec<v8::Local<'s, v8::ArrayBuffer>> {
    elements(scope, value).into_iter().filter_map(|element| element.try_cast::<v8::ArrayBuffer>().ok()).collect()
}

/// `setTransferMode(object, mode)`: a number whose meaning is JavaScript's.
fn set_transfer_mode<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: v8::FunctionCallbackArguments<'s>,
    _: v8::ReturnValue<'s>,
) {
    if let Ok(object) = args.get(0).try_cast::<v8::Object>() {
        let key = mode_key(scope);
        object.set_private(scope, key, args.get(1));
    }
}

/// `transferMode(object)`: what was set on it or on what it inherits from, else `undefined`.
fn transfer_mode<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: v8::FunctionCallbackArguments<'s>,
    mut rv: v8::ReturnValue<'s>,
) {
    let Ok(object) = args.get(0).try_cast::<v8::Object>() else { return };
    if let Some(mode) = mode_of(scope, object) {
        rv.set(mode);
    }
}

fn mode_key<'s>(scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Private> {
    let name = v8::String::new(scope, "jsc:transferMode").expect("the name is short");
    v8::Private::for_api(scope, Some(name))
}

fn mode_of<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    object: v8::Local<'s, v8::Object>,
) -> Option<v8::Local<'s, v8::Value>> {
    let key = mode_key(scope);
    let mut holder = object;
    while !holder.is_proxy() {
        let mode = holder.get_private(scope, key)?;
        if !mode.is_undefined() {
            return Some(mode);
        }
        holder = holder.get_prototype(scope)?.try_cast::<v8::Object>().ok()?;
    }
    None
}

/// The serializers and deserializers that programs hold, by the number that JavaScript knows them by.
#[derive(Default)]
struct Handles {
    open: RefCell<HashMap<u32, Handle>>,
    next: std::cell::Cell<u32>,
}

#[derive(Clone)]
enum Handle {
    Serializer(Rc<v8::ValueSerializer<'static>>),
    Deserializer(Rc<Reading>),
}

/// A deserializer with the bytes that it points into, which must outlive it (fields are dropped in this order).
struct Reading {
    deserializer: v8::ValueDeserializer<'static>,
    bytes: Box<[u8]>,
}

impl Handles {
    fn of(isolate: &mut v8::Isolate) -> Rc<Self> {
        if let Some(handles) = isolate.get_slot::<Rc<Self>>() {
            return Rc::clone(handles);
        }
        let handles = Rc::new(Self::default());
        isolate.set_slot(Rc::clone(&handles));
        handles
    }

    fn add(&self, handle: Handle) -> u32 {
        let id = self.next.get();
        self.next.set(id + 1);
        self.open.borrow_mut().insert(id, handle);
        id
    }
}

/// The handle that the first argument names.
fn handle(scope: &mut v8::PinScope<'_, '_>, args: &v8::FunctionCallbackArguments<'_>) -> Option<Handle> {
    let id = args.get(0).uint32_value(scope)?;
    Handles::of(scope).open.borrow().get(&id).cloned()
}

fn serializer(
    scope: &mut v8::PinScope<'_, '_>,
    args: &v8::FunctionCallbackArguments<'_>,
) -> Option<Rc<v8::ValueSerializer<'static>>> {
    match handle(scope, args) {
        Some(Handle::Serializer(serializer)) => Some(serializer),
        _ => None,
    }
}

fn deserializer(scope: &mut v8::PinScope<'_, '_>, args: &v8::FunctionCallbackArguments<'_>) -> Option<Rc<Reading>> {
    match handle(scope, args) {
        Some(Handle::Deserializer(reading)) => Some(reading),
        _ => None,
    }
}

type Arguments<'s> = v8::FunctionCallbackArguments<'s>;
type Return<'s> = v8::ReturnValue<'s>;

/// `createSerializer(delegate)`: its number.
fn create_serializer<'s>(scope: &mut v8::PinScope<'s, '_>, args: Arguments<'s>, mut rv: Return<'s>) {
    let Ok(delegate) = args.get(0).try_cast::<v8::Object>() else { return };
    let delegate = Box::new(Delegate::new(scope, delegate, Purpose::Program));
    let serializer = v8::ValueSerializer::new(scope, delegate);
    rv.set_uint32(Handles::of(scope).add(Handle::Serializer(Rc::new(serializer))));
}

fn write_header<'s>(scope: &mut v8::PinScope<'s, '_>, args: Arguments<'s>, _: Return<'s>) {
    if let Some(serializer) = serializer(scope, &args) {
        serializer.write_header();
    }
}

fn write_value<'s>(scope: &mut v8::PinScope<'s, '_>, args: Arguments<'s>, mut rv: Return<'s>) {
    let Some(serializer) = serializer(scope, &args) else { return };
    let context = scope.get_current_context();
    if let Some(written) = serializer.write_value(context, args.get(1)) {
        rv.set_bool(written);
    }
}

fn write_uint32<'s>(scope: &mut v8::PinScope<'s, '_>, args: Arguments<'s>, _: Return<'s>) {
    if let (Some(serializer), Some(value)) = (serializer(scope, &args), args.get(1).uint32_value(scope)) {
        serializer.write_uint32(value);
    }
}

/// `writeUint64(id, high, low)`
fn write_uint64<'s>(scope: &mut v8::PinScope<'s, '_>, args: Arguments<'s>, _: Return<'s>) {
    let halves = (args.get(1).uint32_value(scope), args.get(2).uint32_value(scope));
    if let (Some(serializer), (Some(high), Some(low))) = (serializer(scope, &args), halves) {
        serializer.write_uint64(u64::from(high) << 32 | u64::from(low));
    }
}

fn write_double<'s>(scope: &mut v8::PinScope<'s, '_>, args: Arguments<'s>, _: Return<'s>) {
    if let (Some(serializer), Some(value)) = (serializer(scope, &args), args.get(1).number_value(scope)) {
        serializer.write_double(value);
    }
}

fn write_raw_bytes<'s>(scope: &mut v8::PinScope<'s, '_>, args: Arguments<'s>, _: Return<'s>) {
    if let (Some(serializer), Some(bytes)) = (serializer(scope, &args), Bytes::from_js(scope, args.get(1))) {
        serializer.write_raw_bytes(&bytes.to_vec());
    }
}

fn set_treat_views_as_host_objects<'s>(scope: &mut v8::PinScope<'s, '_>, args: Arguments<'s>, _: Return<'s>) {
    if let Some(serializer) = serializer(scope, &args) {
        serializer.set_treat_array_buffer_views_as_host_objects(args.get(1).boolean_value(scope));
    }
}

/// `transferToSerializer(id, number, buffer)`
fn transfer_to_serializer<'s>(scope: &mut v8::PinScope<'s, '_>, args: Arguments<'s>, _: Return<'s>) {
    let (Some(serializer), Some(number)) = (serializer(scope, &args), args.get(1).uint32_value(scope)) else { return };
    if let Ok(buffer) = args.get(2).try_cast::<v8::ArrayBuffer>() {
        serializer.transfer_array_buffer(number, buffer);
    }
}

/// `releaseBuffer(id)`: a `Uint8Array` of what was written.
fn release_buffer<'s>(scope: &mut v8::PinScope<'s, '_>, args: Arguments<'s>, mut rv: Return<'s>) {
    if let Some(serializer) = serializer(scope, &args) {
        rv.set(OwnedBytes(serializer.release()).to_js(scope));
    }
}

/// `createDeserializer(bytes, delegate)`: its number. The bytes are copied, because V8 points into them.
fn create_deserializer<'s>(scope: &mut v8::PinScope<'s, '_>, args: Arguments<'s>, mut rv: Return<'s>) {
    let (Some(bytes), Ok(delegate)) = (Bytes::from_js(scope, args.get(0)), args.get(1).try_cast::<v8::Object>()) else {
        return;
    };
    let bytes = bytes.to_vec().into_boxed_slice();
    let delegate = Box::new(Delegate::new(scope, delegate, Purpose::Program));
    let deserializer = v8::ValueDeserializer::new(scope, delegate, &bytes);
    let reading = Reading { deserializer, bytes };
    rv.set_uint32(Handles::of(scope).add(Handle::Deserializer(Rc::new(reading))));
}

/// `readHeader(id)`: `false` or an exception where there is none.
fn read_header<'s>(scope: &mut v8::PinScope<'s, '_>, args: Arguments<'s>, mut rv: Return<'s>) {
    let Some(reading) = deserializer(scope, &args) else { return };
    let context = scope.get_current_context();
    if let Some(is_read) = reading.deserializer.read_header(context) {
        rv.set_bool(is_read);
    }
}

fn read_value<'s>(scope: &mut v8::PinScope<'s, '_>, args: Arguments<'s>, mut rv: Return<'s>) {
    let Some(reading) = deserializer(scope, &args) else { return };
    let context = scope.get_current_context();
    if let Some(value) = reading.deserializer.read_value(context) {
        rv.set(value);
    }
}

/// `readUint32(id)`: `undefined` when it cannot be read; the following likewise.
fn read_uint32<'s>(scope: &mut v8::PinScope<'s, '_>, args: Arguments<'s>, mut rv: Return<'s>) {
    let mut value = 0;
    if deserializer(scope, &args).is_some_and(|reading| reading.deserializer.read_uint32(&mut value)) {
        rv.set_uint32(value);
    }
}

/// `readUint64(id)`: `[high, low]`
fn read_uint64<'s>(scope: &mut v8::PinScope<'s, '_>, args: Arguments<'s>, mut rv: Return<'s>) {
    let mut value = 0;
    if deserializer(scope, &args).is_some_and(|reading| reading.deserializer.read_uint64(&mut value)) {
        rv.set(vec![(value >> 32) as u32, value as u32].to_js(scope));
    }
}

fn read_double<'s>(scope: &mut v8::PinScope<'s, '_>, args: Arguments<'s>, mut rv: Return<'s>) {
    let mut value = 0.0;
    if deserializer(scope, &args).is_some_and(|reading| reading.deserializer.read_double(&mut value)) {
        rv.set_double(value);
    }
}

/// `readRawBytes(id, length)`: where they begin.
fn read_raw_bytes<'s>(scope: &mut v8::PinScope<'s, '_>, args: Arguments<'s>, mut rv: Return<'s>) {
    let Some(reading) = deserializer(scope, &args) else { return };
    let length = args.get(1).integer_value(scope).unwrap_or(0).max(0) as usize;
    if let Some(bytes) = reading.deserializer.read_raw_bytes(length) {
        let offset = bytes.as_ptr().addr() - reading.bytes.as_ptr().addr();
        rv.set_double(offset as f64);
    }
}

fn wire_format_version<'s>(scope: &mut v8::PinScope<'s, '_>, args: Arguments<'s>, mut rv: Return<'s>) {
    if let Some(reading) = deserializer(scope, &args) {
        rv.set_uint32(reading.deserializer.get_wire_format_version());
    }
}

/// `transferToDeserializer(id, number, buffer)`
fn transfer_to_deserializer<'s>(scope: &mut v8::PinScope<'s, '_>, args: Arguments<'s>, _: Return<'s>) {
    let (Some(reading), Some(number)) = (deserializer(scope, &args), args.get(1).uint32_value(scope)) else { return };
    if let Ok(buffer) = args.get(2).try_cast::<v8::ArrayBuffer>() {
        reading.deserializer.transfer_array_buffer(number, buffer);
    } else if let Ok(buffer) = args.get(2).try_cast::<v8::SharedArrayBuffer>() {
        reading.deserializer.transfer_shared_array_buffer(number, buffer);
    }
}

/// `drop(id)`: JavaScript no longer holds it.
fn drop_handle<'s>(scope: &mut v8::PinScope<'s, '_>, args: Arguments<'s>, _: Return<'s>) {
    if let Some(id) = args.get(0).uint32_value(scope) {
        let handles = Handles::of(scope);
        let dropped = handles.open.borrow_mut().remove(&id);
        drop(dropped);
    }
}
