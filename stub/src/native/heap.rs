//! `internalBinding('heap')`: what V8 says of its memory, and its flags (`node:v8`).

use super::{Effect, FromJs, NativeModule, OwnedBytes, ToJs, function};

pub(crate) const MODULE: NativeModule = NativeModule::new(
    "heap",
    &[
        function!("statistics", statistics, Effect::ReadsHost),
        function!("spaceStatistics", space_statistics, Effect::ReadsHost),
        function!("codeStatistics", code_statistics, Effect::ReadsHost),
        function!("setFlagsFromString", set_flags_from_string, Effect::Acts),
        function!("cachedDataVersionTag", cached_data_version_tag, Effect::ReadsHost),
        function!("snapshot", snapshot, Effect::ReadsHost),
        function!("isOneByte", is_one_byte, Effect::Pure),
    ],
);

type Arguments<'s> = v8::FunctionCallbackArguments<'s>;
type Return<'s> = v8::ReturnValue<'s>;

/// `statistics()`: the numbers of `v8.getHeapStatistics()`, in its order.
fn statistics<'s>(scope: &mut v8::PinScope<'s, '_>, _: Arguments<'s>, mut rv: Return<'s>) {
    let heap = scope.get_heap_statistics();
    let numbers = vec![
        heap.total_heap_size(),
        heap.total_heap_size_executable(),
        heap.total_physical_size(),
        heap.total_available_size(),
        heap.used_heap_size(),
        heap.heap_size_limit(),
        heap.malloced_memory(),
        heap.peak_malloced_memory(),
        usize::from(heap.does_zap_garbage()),
        heap.number_of_native_contexts(),
        heap.number_of_detached_contexts(),
        heap.total_global_handles_size(),
        heap.used_global_handles_size(),
        heap.external_memory(),
    ];
    rv.set(numbers.to_js(scope));
}

/// `spaceStatistics()`: `[name, [size, used, available, physical]]` of each space.
fn space_statistics<'s>(scope: &mut v8::PinScope<'s, '_>, _: Arguments<'s>, mut rv: Return<'s>) {
    let mut spaces = Vec::new();
    for index in 0..scope.number_of_heap_spaces() {
        let Some(space) = scope.get_heap_space_statistics(index) else { continue };
        let sizes = vec![
            space.space_size(),
            space.space_used_size(),
            space.space_available_size(),
            space.physical_space_size(),
        ];
        spaces.push((space.space_name().to_string_lossy().into_owned(), sizes));
    }
    rv.set(spaces.to_js(scope));
}

/// `snapshot()`: every object of the heap, in the format of the developer tools.
fn snapshot<'s>(scope: &mut v8::PinScope<'s, '_>, _: Arguments<'s>, mut rv: Return<'s>) {
    let mut text = Vec::new();
    scope.take_heap_snapshot(|chunk| {
        text.extend_from_slice(chunk);
        true
    });
    rv.set(OwnedBytes(text).to_js(scope));
}

/// `codeStatistics()`: the numbers of `v8.getHeapCodeStatistics()`, in its order.
fn code_statistics<'s>(scope: &mut v8::PinScope<'s, '_>, _: Arguments<'s>, mut rv: Return<'s>) {
    let Some(code) = scope.get_heap_code_and_metadata_statistics() else { return };
    let numbers = vec![
        code.code_and_metadata_size(),
        code.bytecode_and_metadata_size(),
        code.external_script_source_size(),
        code.cpu_profiler_metadata_size(),
    ];
    rv.set(numbers.to_js(scope));
}

/// `setFlagsFromString(flags)`
fn set_flags_from_string<'s>(scope: &mut v8::PinScope<'s, '_>, args: Arguments<'s>, _: Return<'s>) {
    if let Some(flags) = String::from_js(scope, args.get(0)) {
        v8::V8::set_flags_from_string(&flags);
    }
}

/// `cachedDataVersionTag()`: differs where code caches cannot be shared.
fn cached_data_version_tag<'s>(_: &mut v8::PinScope<'s, '_>, _: Arguments<'s>, mut rv: Return<'s>) {
    rv.set_uint32(v8::script_compiler::cached_data_version_tag());
}

/// `isOneByte(text)`: whether V8 keeps a byte for each character.
fn is_one_byte<'s>(_: &mut v8::PinScope<'s, '_>, args: Arguments<'s>, mut rv: Return<'s>) {
    rv.set_bool(args.get(0).try_cast::<v8::String>().is_ok_and(|text| text.is_onebyte()));
}
