//! What assigning to a property of `URL` does. A value that is invalid changes nothing, or what came before its mistake.

use super::parser::{State, run_with_override};
use super::percent::USERINFO;
use super::{Path, Url};

/// What `domain` becomes as the host of a special URL, which is where domains are processed at all.
pub(crate) fn host_of(domain: &str) -> Option<String> {
    let mut url = Url { scheme: "ws".to_owned(), ..Url::default() };
    run_with_override(&mut url, domain, State::Hostname);
    url.host
}

impl Url {
    /// Assigns to the property of this name.
    pub(crate) fn set(&mut self, property: &str, value: &str) {
        match property {
            "protocol" => run_with_override(self, &format!("{value}:"), State::SchemeStart),
            "username" if !self.cannot_have_credentials_or_port() => self.username = USERINFO.encode(value),
            "password" if !self.cannot_have_credentials_or_port() => self.password = USERINFO.encode(value),
            "host" if !self.has_opaque_path() => run_with_override(self, value, State::Host),
            "hostname" if !self.has_opaque_path() => run_with_override(self, value, State::Hostname),
            "port" if !self.cannot_have_credentials_or_port() => self.set_port(value),
            "pathname" if !self.has_opaque_path() => {
                self.path = Path::default();
                run_with_override(self, value, State::PathStart);
            }
            "search" => self.set_query(value),
            "hash" => self.set_fragment(value),
            _ => {}
        }
    }

    fn set_port(&mut self, value: &str) {
        if value.is_empty() {
            self.port = None;
        } else {
            run_with_override(self, value, State::Port);
        }
    }

    fn set_query(&mut self, value: &str) {
        self.query = (!value.is_empty()).then(String::new);
        if self.query.is_some() {
            run_with_override(self, value.strip_prefix('?').unwrap_or(value), State::Query);
        }
    }

    fn set_fragment(&mut self, value: &str) {
        self.fragment = (!value.is_empty()).then(String::new);
        if self.fragment.is_some() {
            run_with_override(self, value.strip_prefix('#').unwrap_or(value), State::Fragment);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Url, host_of};

    fn check(href: &str, property: &str, value: &str, expected: &str) {
        let mut url = Url::parse(href, None).expect("a URL");
        url.set(property, value);
        assert_eq!(url.href(), expected, "{property} = {value}");
    }

    #[test]
    fn what_is_invalid_changes_nothing() {
        check("https://h.com/", "host", "", "https://h.com/");
        check("https://h.com/", "protocol", "data", "https://h.com/");
        check("https://h.com:81/", "port", "x", "https://h.com:81/");
        check("file:///p", "username", "u", "file:///p");
    }

    #[test]
    fn what_stands_before_a_mistake_counts() {
        check("https://h.com:81/", "host", "x:99999", "https://x:81/");
        check("https://h.com:81/", "port", "82nd", "https://h.com:82/");
    }

    #[test]
    fn domains_are_processed_as_hosts() {
        assert_eq!(host_of("espa\u{f1}ol.com").as_deref(), Some("xn--espaol-zwa.com"));
        assert_eq!(host_of("xn--i\u{f1}valid.com"), None);
        assert_eq!(host_of("[::0]/x").as_deref(), Some("[::]"));
    }

    #[test]
    fn an_empty_value_removes_query_and_fragment() {
        check("https://h.com/?q#f", "search", "", "https://h.com/#f");
        check("https://h.com/?q#f", "hash", "", "https://h.com/?q");
        check("https://h.com/", "search", "?", "https://h.com/?");
    }
}
