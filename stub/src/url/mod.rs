//! The URL Standard (<https://url.spec.whatwg.org/>): a record of a URL's components, its parser and its setters.
//!
//! The names are the standard's, and so are the parser's states, so that a reader can hold one against the other. The
//! processing of domains (UTS #46) is the `idna` crate's. What it deliberately does not do: keep what was invalid but
//! tolerated, and objects for search parameters, which are JavaScript.

mod parser;

mod host;
mod percent;

mod setters;

pub(crate) use host::domain_to_unicode;
pub(crate) use setters::host_of;

/// The components of a URL, each in its serialized form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Url {
    scheme: String,
    username: String,
    password: String,
    host: Option<String>,
    port: Option<u16>,
    path: Path,
    query: Option<String>,
    fragment: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Path {
    /// Of a URL like `data:text/plain`.
    Opaque(String),
    Segments(Vec<String>),
}

impl Default for Path {
    fn default() -> Self {
        Self::Segments(Vec::new())
    }
}

/// A URL's serialization, always ASCII, and where its components begin.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Serialized {
    pub href: String,
    /// Behind the colon of the scheme.
    pub protocol_end: usize,
    /// What lies between is `//` and the username.
    pub username_end: usize,
    /// At the `@` where there are credentials, else at the host.
    pub host_start: usize,
    pub host_end: usize,
    pub port: Option<u16>,
    pub path_start: usize,
    pub query_start: Option<usize>,
    pub fragment_start: Option<usize>,
}

impl Url {
    /// The URL that `input` names, as seen from `base`; `None` if it is invalid.
    pub(crate) fn parse(input: &str, base: Option<&Self>) -> Option<Self> {
        parser::parse(input, base)
    }

    #[cfg(test)]
    pub(crate) fn href(&self) -> String {
        self.serialize().href
    }

    pub(crate) fn serialize(&self) -> Serialized {
        let mut href = String::with_capacity(self.scheme.len() + 64);
        href.push_str(&self.scheme);
        href.push(':');
        let protocol_end = href.len();
        let (mut username_end, mut host_start) = (protocol_end, protocol_end);
        if let Some(host) = &self.host {
            href.push_str("//");
            href.push_str(&self.username);
            username_end = href.len();
            self.write_password(&mut href);
            host_start = href.len();
            if self.has_credentials() {
                href.push('@');
            }
            href.push_str(host);
        }
        let host_end = href.len();
        if let Some(port) = self.port {
            href.push(':');
            href.push_str(&port.to_string());
        }
        let path_start = self.write_path(&mut href);
        let query_start = write_part(&mut href, '?', self.query.as_deref());
        let fragment_start = write_part(&mut href, '#', self.fragment.as_deref());
        let port = self.port;
        Serialized {
            href,
            protocol_end,
            username_end,
            host_start,
            host_end,
            port,
            path_start,
            query_start,
            fragment_start,
        }
    }

    fn write_password(&self, href: &mut String) {
        if !self.password.is_empty() {
            href.push(':');
            href.push_str(&self.password);
        }
    }

    /// Without a host, a path that begins with two slashes would be taken for one: `/.` goes before it.
    fn write_path(&self, href: &mut String) -> usize {
        let segments = match &self.path {
            Path::Opaque(path) => {
                href.push_str(path);
                return href.len() - path.len();
            }
            Path::Segments(segments) => segments,
        };
        if self.host.is_none() && segments.len() > 1 && segments[0].is_empty() {
            href.push_str("/.");
        }
        let start = href.len();
        for segment in segments {
            href.push('/');
            href.push_str(segment);
        }
        start
    }

    fn has_credentials(&self) -> bool {
        !self.username.is_empty() || !self.password.is_empty()
    }

    fn has_opaque_path(&self) -> bool {
        matches!(self.path, Path::Opaque(_))
    }

    fn cannot_have_credentials_or_port(&self) -> bool {
        self.host.as_deref().is_none_or(str::is_empty) || self.scheme == "file"
    }

    fn is_special(&self) -> bool {
        is_special(&self.scheme)
    }

    /// The segments of a path that is not opaque; one that was becomes empty.
    fn segments(&mut self) -> &mut Vec<String> {
        if self.has_opaque_path() {
            self.path = Path::default();
        }
        match &mut self.path {
            Path::Segments(segments) => segments,
            Path::Opaque(_) => unreachable!("bug in jsc: it was replaced"),
        }
    }

    /// Removes the last segment; a drive at the root of a file's path stays.
    fn shorten_path(&mut self) {
        let is_file = self.scheme == "file";
        let segments = self.segments();
        if is_file && segments.len() == 1 && is_normalized_drive(&segments[0]) {
            return;
        }
        segments.pop();
    }
}

/// Where the part begins: at its mark.
fn write_part(href: &mut String, mark: char, part: Option<&str>) -> Option<usize> {
    let part = part?;
    let start = href.len();
    href.push(mark);
    href.push_str(part);
    Some(start)
}

fn is_special(scheme: &str) -> bool {
    scheme == "file" || default_port(scheme).is_some()
}

fn default_port(scheme: &str) -> Option<u16> {
    match scheme {
        "http" | "ws" => Some(80),
        "https" | "wss" => Some(443),
        "ftp" => Some(21),
        _ => None,
    }
}

/// `C:` or `C|`
fn is_drive(text: &str) -> bool {
    matches!(text.as_bytes(), [letter, b':' | b'|'] if letter.is_ascii_alphabetic())
}

fn is_normalized_drive(text: &str) -> bool {
    is_drive(text) && text.ends_with(':')
}

#[cfg(test)]
mod tests {
    use super::Url;

    fn check(input: &str, base: &str, expected: &str) {
        let base = Url::parse(base, None).expect("a URL");
        let url = Url::parse(input, Some(&base));
        assert_eq!(url.map_or("invalid".to_owned(), |url| url.href()), expected, "{input}");
    }

    #[test]
    fn relative_references_are_resolved() {
        check("../c?q#f", "http://h/a/b/d", "http://h/a/c?q#f");
        check("//x:80/\u{e9} ", "http://h/", "http://x/%C3%A9");
        check(" \\\\x\\y", "http://h/", "http://x/y");
        check("?q", "data:text", "invalid");
        check("#f", "data:text", "data:text#f");
        check("..//p", "web+demo:/a", "web+demo:/.//p");
    }

    #[test]
    fn drives_and_slashes_of_files_stay() {
        check("/", "file://h/C:/a", "file://h/C:/");
        check("file:///w|/m", "file:///", "file:///w:/m");
        check("file:///w|m", "file:///", "file:///w|m");
        check("file://localhost//a//../..//", "file:///", "file://///");
    }

    #[test]
    fn hosts_are_normalized() {
        check("http://0x7f.1/", "http://h/", "http://127.0.0.1/");
        check("http://[1:0:0:0::2]/", "http://h/", "http://[1::2]/");
        check("http://\u{f1}.COM/", "http://h/", "http://xn--ida.com/");
        check("http://xn--pokxncvks/", "http://h/", "http://xn--pokxncvks/");
        check("http://1.2.3.4.5/", "http://h/", "invalid");
        check("http://a%00/", "http://h/", "invalid");
    }
}
