//! File URLs of paths and back, as Node's `pathToFileURL` and `fileURLToPath` make them.

use std::fmt::Write as _;

/// `file:///a%20b` for `/a b`.
pub(crate) fn from_path(path: &str) -> String {
    let mut url = String::with_capacity(path.len() + 8);
    url.push_str("file://");
    for byte in path.bytes() {
        if is_plain(byte) {
            url.push(char::from(byte));
        } else {
            let _ = write!(url, "%{byte:02X}");
        }
    }
    url
}

/// What a file URL's path keeps as it is: the URL standard's path set, without what Node escapes besides.
fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"/-_.!~*'():@&=+$,;[]|".contains(&byte)
}

/// `/a b` for `file:///a%20b`, its query and fragment left out; `None` for everything else.
pub(crate) fn to_path(url: &str) -> Option<String> {
    let path = url.strip_prefix("file://")?;
    let path = &path[..path.find(['?', '#']).unwrap_or(path.len())];
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        let escaped = (byte == b'%').then(|| after.get(..2)).flatten();
        let value = escaped.and_then(|digits| u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok());
        bytes.push(value.unwrap_or(byte));
        if value.is_some() {
            rest = &after[2..];
        }
    }
    String::from_utf8(bytes).ok()
}

/// The path behind the name of a script, which is a path or its file URL.
pub(crate) fn script_path(name: &str) -> String {
    to_path(name).unwrap_or_else(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_survives_the_way_to_a_url_and_back() {
        for path in ["/a b/\u{e4}%#?.js", "/", "/x/[id].js"] {
            assert_eq!(to_path(&from_path(path)).as_deref(), Some(path));
        }
    }

    #[test]
    fn query_and_fragment_are_no_part_of_the_path() {
        assert_eq!(to_path("file:///a.mjs?v=1#x").as_deref(), Some("/a.mjs"));
        assert_eq!(to_path("https://example.org/a"), None);
    }
}
