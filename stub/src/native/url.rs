//! `internalBinding('url')`: the WHATWG URL parser and its setters. A URL crosses the boundary as its serialization,
//! always ASCII, with the places where its components begin; JavaScript cuts them out when they are asked for.

use url::{Position, Url, quirks};

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
        return resolve(&input, None);
    }
    let base = args.get(1).to_rust_string_lossy(scope);
    resolve(&input, Some(&resolve(&base, None)?))
}

/// The crate's parser, and what it leaves out: any number of slashes starts a host after a base whose scheme has one,
/// and `C|` is a drive.
fn resolve(input: &str, base: Option<&Url>) -> Option<Url> {
    let mut url = match base {
        None => Url::parse(input).ok()?,
        Some(base) if is_special(base.scheme()) && base.scheme() != "file" && starts_with_slashes(input) => {
            Url::parse(&format!("{}:{}", base.scheme(), input.trim_start_matches(is_trimmed))).ok()?
        }
        Some(base) => base.join(input).ok()?,
    };
    if let ("file", [b'/', letter, b'|', rest @ ..]) = (url.scheme(), url.path().as_bytes())
        && letter.is_ascii_alphabetic()
        && matches!(rest, [] | [b'/', ..])
    {
        let path = url.path().replacen('|', ":", 1);
        url.set_path(&path);
    }
    Some(url)
}

fn starts_with_slashes(input: &str) -> bool {
    let mut start = input.trim_start_matches(is_trimmed).chars();
    start.next().is_some_and(is_slash) && start.next().is_some_and(is_slash)
}

fn is_slash(character: char) -> bool {
    matches!(character, '/' | '\\')
}

/// What the parser removes from the ends of its input.
fn is_trimmed(character: char) -> bool {
    character <= ' '
}

/// `update(href, property, value, components)`: what assigning to a property of `URL` makes of it; `undefined` when
/// the value is invalid, which leaves the URL as it was.
fn update<'s>(scope: &mut v8::PinScope<'s, '_>, args: v8::FunctionCallbackArguments<'s>, rv: v8::ReturnValue<'s>) {
    let href = args.get(0).to_rust_string_lossy(scope);
    let property = args.get(1).to_rust_string_lossy(scope);
    let value = args.get(2).to_rust_string_lossy(scope);
    let Ok(mut url) = Url::parse(&href) else { return };
    if set(&mut url, &property, &value) {
        give(scope, &url, args.get(3), rv);
    }
}

fn set(url: &mut Url, property: &str, value: &str) -> bool {
    match property {
        "protocol" => quirks::set_protocol(url, value).is_ok(),
        "username" => quirks::set_username(url, value).is_ok(),
        "password" => quirks::set_password(url, value).is_ok(),
        "host" => set_host(url, value),
        "hostname" => quirks::set_hostname(url, value).is_ok(),
        "port" => quirks::set_port(url, value).is_ok(),
        "pathname" => {
            quirks::set_pathname(url, value);
            true
        }
        "search" => {
            quirks::set_search(url, value);
            true
        }
        "hash" => {
            quirks::set_hash(url, value);
            true
        }
        _ => false,
    }
}

/// The crate lets an empty host through where credentials or a special scheme forbid it.
fn set_host(url: &mut Url, value: &str) -> bool {
    let needs_host = (is_special(url.scheme()) && url.scheme() != "file") || url.password().is_some();
    if needs_host && (value.is_empty() || value.starts_with(['/', '?', '#', ':'])) {
        return false;
    }
    quirks::set_host(url, value).is_ok()
}

fn is_special(scheme: &str) -> bool {
    matches!(scheme, "http" | "https" | "ws" | "wss" | "ftp" | "file")
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
    rv.set(host_of(&domain).to_js(scope));
}

/// `domainToUnicode(domain)`, empty when it is not the host of a URL.
fn domain_to_unicode<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: v8::FunctionCallbackArguments<'s>,
    mut rv: v8::ReturnValue<'s>,
) {
    let domain = args.get(0).to_rust_string_lossy(scope);
    let (unicode, _) = idna::domain_to_unicode(&host_of(&domain));
    rv.set(unicode.to_js(scope));
}

/// What `domain` becomes as the host of a special URL, which is where domains are processed at all.
fn host_of(domain: &str) -> String {
    let mut url = Url::parse("ws://x").expect("it is a URL");
    match quirks::set_hostname(&mut url, domain) {
        Ok(()) => url.host_str().unwrap_or_default().to_owned(),
        Err(()) => String::new(),
    }
}

fn give<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    url: &Url,
    target: v8::Local<'s, v8::Value>,
    mut rv: v8::ReturnValue<'s>,
) {
    write_components(scope, target, components(url));
    if let Some(href) = v8::String::new_from_one_byte(scope, url.as_str().as_bytes(), v8::NewStringType::Normal) {
        rv.set(href.into());
    }
}

/// Where components begin, in the terms of Node's `URLContext`: the ends of protocol, username (with `//` before it),
/// the start of the host (at its `@` where there are credentials), its end, the port, and the starts of path, search and hash.
fn components(url: &Url) -> [u32; COMPONENT_COUNT] {
    let place = |position: Position| url[..position].len() as u32;
    let protocol_end = url.scheme().len() as u32 + 1;
    let (username_end, host_start, host_end) = if url.has_authority() {
        let host_start = place(Position::BeforeHost);
        let has_credentials = host_start > protocol_end + 2;
        (place(Position::AfterUsername), host_start - u32::from(has_credentials), place(Position::AfterHost))
    } else {
        (protocol_end, protocol_end, protocol_end)
    };
    let search = url.query().map_or(OMITTED, |_| place(Position::AfterPath));
    let hash = url.fragment().map_or(OMITTED, |_| place(Position::AfterQuery));
    let port = url.port().map_or(OMITTED, u32::from);
    [protocol_end, username_end, host_start, host_end, port, place(Position::BeforePath), search, hash]
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
    use super::{OMITTED, Url, components, host_of, resolve, set};

    fn check(input: &str, expected: [u32; 8]) {
        assert_eq!(components(&Url::parse(input).expect("a URL")), expected, "{input}");
    }

    #[test]
    fn components_begin_where_node_says() {
        check("https://u:p@h.com:81/p?q=1#h", [6, 9, 11, 17, 81, 20, 22, 26]);
        check("https://h.com/", [6, 8, 8, 13, OMITTED, 13, OMITTED, OMITTED]);
        check("data:text/plain", [5, 5, 5, 5, OMITTED, 5, OMITTED, OMITTED]);
        check("web+demo:/.//not-a-host/", [9, 9, 9, 9, OMITTED, 11, OMITTED, OMITTED]);
    }

    #[test]
    fn slashes_and_drives_are_read_as_the_standard_says() {
        let base = Url::parse("http://example.org/").expect("a URL");
        let resolved = |input, base| resolve(input, base).expect("a URL").to_string();
        assert_eq!(resolved(" ///test", Some(&base)), "http://test/");
        assert_eq!(resolved("/\\/test/x", Some(&base)), "http://test/x");
        assert_eq!(resolved("file:///w|/m", None), "file:///w:/m");
        assert_eq!(resolved("file:///w|m", None), "file:///w|m");
    }

    #[test]
    fn a_special_url_keeps_its_host() {
        let mut url = Url::parse("https://h.com/").expect("a URL");
        assert!(!set(&mut url, "host", ""));
        assert!(set(&mut url, "host", "x:8080"));
        assert_eq!(url.as_str(), "https://x:8080/");
    }

    #[test]
    fn domains_are_processed_as_hosts() {
        assert_eq!(host_of("espa\u{f1}ol.com"), "xn--espaol-zwa.com");
        assert_eq!(host_of("xn--i\u{f1}valid.com"), "");
    }
}
