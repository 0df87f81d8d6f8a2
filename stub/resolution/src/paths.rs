//! Absolute paths as Node sees them: strings with `/` between names, on every host.

/// The folder that contains `path`; the root contains itself.
#[must_use]
pub fn parent(path: &str) -> &str {
    match path.rfind('/') {
        None | Some(0) => "/",
        Some(end) => &path[..end],
    }
}

/// The last name of `path`.
#[must_use]
pub fn name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// What follows the last dot of the name, with the dot; a leading dot starts no extension.
#[must_use]
pub fn extension(path: &str) -> &str {
    let name = name(path);
    match name.rfind('.') {
        None | Some(0) => "",
        Some(dot) => &name[dot..],
    }
}

/// `relative` as seen from `folder`, without `.`, `..` and empty names.
#[must_use]
pub fn join(folder: &str, relative: &str) -> String {
    let mut names: Vec<&str> = Vec::new();
    let start = if relative.starts_with('/') { "" } else { folder };
    for name in start.split('/').chain(relative.split('/')) {
        match name {
            "" | "." => {}
            ".." => {
                names.pop();
            }
            name => names.push(name),
        }
    }
    format!("/{}", names.join("/"))
}

/// Whether `path` is `folder` or lies somewhere below it.
#[must_use]
pub fn is_inside(path: &str, folder: &str) -> bool {
    folder == "/" || path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Whether a `node_modules` folder lies on the way to `path`.
#[must_use]
pub fn is_in_node_modules(path: &str) -> bool {
    path.split('/').any(|name| name == "node_modules")
}

/// `folder` and the folders above it, nearest first.
pub fn ancestors(folder: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(folder), |folder| (*folder != "/").then(|| parent(folder)))
}

/// The bytes that `%41` and the like stand for; anything that does not decode to text stays as it is written.
pub(crate) fn percent_decoded(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut index = 0;
    while index < bytes.len() {
        if let Some(byte) = escaped_byte(&bytes[index..]) {
            decoded.push(byte);
            index += 3;
        } else {
            decoded.push(bytes[index]);
            index += 1;
        }
    }
    String::from_utf8(decoded).unwrap_or_else(|_| text.to_owned())
}

fn escaped_byte(bytes: &[u8]) -> Option<u8> {
    let [b'%', high, low, ..] = bytes else { return None };
    let digit = |byte: &u8| char::from(*byte).to_digit(16);
    Some((digit(high)? * 16 + digit(low)?) as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn join_removes_dots() {
        assert_eq!(join("/a/b", "../c/./d.js"), "/a/c/d.js");
        assert_eq!(join("/a", "/x//y/"), "/x/y");
        assert_eq!(join("/", "../.."), "/");
    }

    #[test]
    fn extension_ignores_leading_dots() {
        assert_eq!(extension("/a/.bashrc"), "");
        assert_eq!(extension("/a.b/c"), "");
        assert_eq!(extension("/a/c.d.ts"), ".ts");
    }

    #[test]
    fn a_name_that_merely_starts_the_same_is_not_inside() {
        assert!(is_inside("/a/b", "/a"));
        assert!(is_inside("/a", "/a"));
        assert!(!is_inside("/ab", "/a"));
    }

    #[test]
    fn escapes_decode_to_text_or_stay() {
        assert_eq!(percent_decoded("a%20b"), "a b");
        assert_eq!(percent_decoded("100%"), "100%");
        assert_eq!(percent_decoded("%ff"), "%ff");
        assert_eq!(percent_decoded("%é9"), "%é9");
    }
}
