//! `internalBinding('url')`: the WHATWG URL parser and its setters. A URL crosses the boundary as its serialization,
//! always ASCII, with the places where its components begin; JavaScript cuts them out when they are asked for.

use crate::url::{self, Serialized, Url, host_of};

use super::{Effect, NativeModule, ToJs, function};

pub(crate) const MODULE: NativeModule = NativeModule::new(
    "url",
    &[
        function!("parse", parse, Effect::Pure),
        function!("canParse", can_parse, Effect::Pure),
        function!("update", update, Effect::Pure),
        function!("toASCII", to_ascii, Effect::Pure),
        function!("domainToASCII", domain_to_ascii, Effect::Pure),
        function!("domainToUnicode", domain_to_unicode, Effect::Pure),
    ],
);

/// Stands for a component that is not there.
const OMITTED: u32 = u32::MAX;
const COMPONENT_COUNT: usize = 8;

/// `parse(input, base, components)`: the serialization, and where its parts begin in `components`; `undefined` when
/// it is invalid. `base` is a string or `undefined`.
fn parse<'s>(scope: &mut v8::PinScope<'s, '_>, args: v8::FunctionCallbackArguments<'s>, rv: v8::ReturnValue<'s>) {
    if let Some(url) = parsed(scope, &args) {
        give(scope, &url, args.get(2), rv);
    }
}

/// `canParse(input, base)`
fn can_parse<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: v8::FunctionCallbackArguments<'s>,
    mut rv: v8::ReturnValue<'s>,
) {
    rv.set_bool(parsed(scope, &args).is_some());
}

fn parsed(scope: &mut v8::PinScope<'_, '_>, args: &v8::FunctionCallbackArguments<'_>) -> Option<Url> {
    let input = args.get(0).to_rust_string_lossy(scope);
    if args.get(1).is_undefined() {
        return Url::parse(&input, None);
    }
    let base = args.get(1).to_rust_string_lossy(scope);
    Url::parse(&input, Some(&Url::parse(&base, None)?))
}

/// `update(href, property, value, components)`: what assigning to a property of `URL` makes of it.
fn update<'s>(scope: &mut v8::PinScope<'s, '_>, args: v8::FunctionCallbackArguments<'s>, rv: v8::ReturnValue<'s>) {
    let href = args.get(0).to_rust_string_lossy(scope);
    let property = args.get(1).to_rust_string_lossy(scope);
    let value = args.get(2).to_rust_string_lossy(scope);
    let Some(mut url) = Url::parse(&href, None) else { return };
    url.set(&property, &value);
    give(scope, &url, args.get(3), rv);
}

/// `toASCII(domain)`: the processing of domains alone, without what else makes the host of a URL; empty when it fails.
fn to_ascii<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: v8::FunctionCallbackArguments<'s>,
    mut rv: v8::ReturnValue<'s>,
) {
    let domain = args.get(0).to_rust_string_lossy(scope);
    rv.set(idna::domain_to_ascii(&domain).unwrap_or_default().to_js(scope));
}

/// `domainToASCII(domain)`, empty when it is not the host of a URL.
fn domain_to_ascii<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: v8::FunctionCallbackArguments<'s>,
    mut rv: v8::ReturnValue<'s>,
) {
    let domain = args.get(0).to_rust_string_lossy(scope);
    rv.set(host_of(&domain).unwrap_or_default().to_js(scope));
}

/// `domainToUnicode(domain)`, empty when it is not the host of a URL.
fn domain_to_unicode<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: v8::FunctionCallbackArguments<'s>,
    mut rv: v8::ReturnValue<'s>,
) {
    let domain = args.get(0).to_rust_string_lossy(scope);
    let unicode = host_of(&domain).map(|host| url::domain_to_unicode(&host));
    rv.set(unicode.unwrap_or_default().to_js(scope));
}

fn give<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    url: &Url,
    target: v8::Local<'s, v8::Value>,
    mut rv: v8::ReturnValue<'s>,
) {
    let serialized = url.serialize();
    write_components(scope, target, components(&serialized));
    if let Some(href) = v8::String::new_from_one_byte(scope, serialized.href.as_bytes(), v8::NewStringType::Normal) {
        rv.set(href.into());
    }
}

/// Where components begin, in the terms and the order of Node's `URLContext`.
fn components(url: &Serialized) -> [u32; COMPONENT_COUNT] {
    let place = |place: usize| u32::try_from(place).unwrap_or(OMITTED);
    let optional = |start: Option<usize>| start.map_or(OMITTED, place);
    [
        place(url.protocol_end),
        place(url.username_end),
        place(url.host_start),
        place(url.host_end),
        url.port.map_or(OMITTED, u32::from),
        place(url.path_start),
        optional(url.query_start),
        optional(url.fragment_start),
    ]
}

fn write_components(
    scope: &mut v8::PinScope<'_, '_>,
    target: v8::Local<'_, v8::Value>,
    components: [u32; COMPONENT_COUNT],
) {
    let Ok(array) = target.try_cast::<v8::Uint32Array>() else { return };
    let offset = array.byte_offset();
    let Some(store) = array.buffer(scope).map(|buffer| buffer.get_backing_store()) else { return };
    let bytes = components.iter().flat_map(|component| component.to_ne_bytes());
    for (cell, byte) in store.iter().skip(offset).zip(bytes) {
        cell.set(byte);
    }
}

#[cfg(test)]
mod tests {
    use super::{OMITTED, Url, components};

    fn check(input: &str, expected: [u32; 8]) {
        let url = Url::parse(input, None).expect("a URL");
        assert_eq!(components(&url.serialize()), expected, "{input}");
    }

    #[test]
    fn components_begin_where_node_says() {
        check("https://u:p@h.com:81/p?q=1#h", [6, 9, 11, 17, 81, 20, 22, 26]);
        check("https://h.com/", [6, 8, 8, 13, OMITTED, 13, OMITTED, OMITTED]);
        check("data:text/plain", [5, 5, 5, 5, OMITTED, 5, OMITTED, OMITTED]);
        check("web+demo:/.//not-a-host/", [9, 9, 9, 9, OMITTED, 11, OMITTED, OMITTED]);
    }
}
