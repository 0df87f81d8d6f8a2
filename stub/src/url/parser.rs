//! The basic URL parser: a machine that looks at one character after another, with the standard's states.

use super::percent::{CONTROL, FRAGMENT, PATH, QUERY, SPECIAL_QUERY, USERINFO};
use super::{Path, Url, default_port, host, is_drive, is_normalized_drive, is_special};

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    SchemeStart,
    Scheme,
    NoScheme,
    SpecialRelativeOrAuthority,
    PathOrAuthority,
    Relative,
    RelativeSlash,
    SpecialAuthoritySlashes,
    SpecialAuthorityIgnoreSlashes,
    Authority,
    Host,
    Hostname,
    Port,
    File,
    FileSlash,
    FileHost,
    PathStart,
    Path,
    OpaquePath,
    Query,
    Fragment,
}

/// What becomes of the machine after a character.
enum Next {
    /// The next character in this state.
    Advance(State),
    /// The same character in this state.
    Again(State),
    /// The machine has done what it was started for.
    Finish,
    Fail,
}

use Next::{Advance, Again, Fail, Finish};

struct Parser<'a> {
    url: &'a mut Url,
    base: Option<&'a Url>,
    input: Vec<char>,
    /// The index of the character that is looked at; one beyond the last is the end.
    pointer: usize,
    buffer: String,
    /// For setters: the state in which the machine was started, and beyond which it does not go.
    state_override: Option<State>,
    at_sign_seen: bool,
    inside_brackets: bool,
    password_token_seen: bool,
}

pub(super) fn parse(input: &str, base: Option<&Url>) -> Option<Url> {
    let mut url = Url::default();
    let input = input.trim_matches(|character| character <= ' ');
    let is_valid = Parser::new(&mut url, base, input, None).run(State::SchemeStart);
    is_valid.then_some(url)
}

/// Runs the machine for a setter. If it fails, what it has done before remains, as the standard wants it.
pub(super) fn run_with_override(url: &mut Url, input: &str, state: State) {
    Parser::new(url, None, input, Some(state)).run(state);
}

impl<'a> Parser<'a> {
    fn new(url: &'a mut Url, base: Option<&'a Url>, input: &str, state_override: Option<State>) -> Self {
        Self {
            url,
            base,
            input: input.chars().filter(|character| !matches!(character, '\t' | '\n' | '\r')).collect(),
            pointer: 0,
            buffer: String::new(),
            state_override,
            at_sign_seen: false,
            inside_brackets: false,
            password_token_seen: false,
        }
    }

    fn run(mut self, mut state: State) -> bool {
        loop {
            let character = self.input.get(self.pointer).copied();
            match self.step(state, character) {
                Again(next) => state = next,
                Advance(_) if character.is_none() => return true,
                Advance(next) => {
                    state = next;
                    self.pointer += 1;
                }
                Finish => return true,
                Fail => return false,
            }
        }
    }

    fn step(&mut self, state: State, character: Option<char>) -> Next {
        match state {
            State::SchemeStart => self.scheme_start(character),
            State::Scheme => self.scheme(character),
            State::NoScheme => self.no_scheme(character),
            State::SpecialRelativeOrAuthority => self.special_relative_or_authority(character),
            State::PathOrAuthority => path_or_authority(character),
            State::Relative => self.relative(character),
            State::RelativeSlash => self.relative_slash(character),
            State::SpecialAuthoritySlashes => self.special_authority_slashes(character),
            State::SpecialAuthorityIgnoreSlashes => special_authority_ignore_slashes(character),
            State::Authority => self.authority(character),
            State::Host | State::Hostname => self.host(state, character),
            State::Port => self.port(character),
            State::File => self.file(character),
            State::FileSlash => self.file_slash(character),
            State::FileHost => self.file_host(character),
            State::PathStart => self.path_start(character),
            State::Path => self.path(character),
            State::OpaquePath => self.opaque_path(character),
            State::Query => self.query(character),
            State::Fragment => self.fragment(character),
        }
    }

    fn scheme_start(&mut self, character: Option<char>) -> Next {
        match character {
            Some(letter) if letter.is_ascii_alphabetic() => {
                self.buffer.push(letter.to_ascii_lowercase());
                Advance(State::Scheme)
            }
            _ if self.state_override.is_none() => Again(State::NoScheme),
            _ => Fail,
        }
    }

    fn scheme(&mut self, character: Option<char>) -> Next {
        match character {
            Some(part) if part.is_ascii_alphanumeric() || matches!(part, '+' | '-' | '.') => {
                self.buffer.push(part.to_ascii_lowercase());
                Advance(State::Scheme)
            }
            Some(':') if self.state_override.is_some() => self.replace_scheme(),
            Some(':') => {
                self.url.scheme = std::mem::take(&mut self.buffer);
                self.after_scheme()
            }
            _ if self.state_override.is_none() => {
                self.buffer.clear();
                self.pointer = 0;
                Again(State::NoScheme)
            }
            _ => Fail,
        }
    }

    fn replace_scheme(&mut self) -> Next {
        let to_file = self.buffer == "file" && (self.url.has_credentials() || self.url.port.is_some());
        let from_file_without_host = self.url.scheme == "file" && self.url.host.as_deref() == Some("");
        if self.url.is_special() == is_special(&self.buffer) && !to_file && !from_file_without_host {
            self.url.scheme = std::mem::take(&mut self.buffer);
            self.url.port = self.url.port.filter(|port| Some(*port) != default_port(&self.url.scheme));
        }
        Finish
    }

    fn after_scheme(&mut self) -> Next {
        if self.url.scheme == "file" {
            return Advance(State::File);
        }
        if self.url.is_special() {
            let is_like_base = self.base.is_some_and(|base| base.scheme == self.url.scheme);
            return Advance(if is_like_base {
                State::SpecialRelativeOrAuthority
            } else {
                State::SpecialAuthoritySlashes
            });
        }
        if self.remaining_starts_with_slash() {
            self.pointer += 1;
            return Advance(State::PathOrAuthority);
        }
        self.url.path = Path::Opaque(String::new());
        Advance(State::OpaquePath)
    }

    fn no_scheme(&mut self, character: Option<char>) -> Next {
        match self.base {
            None => Fail,
            Some(base) if base.has_opaque_path() && character != Some('#') => Fail,
            Some(base) if base.has_opaque_path() => {
                self.url.clone_from(base);
                self.begin_fragment()
            }
            Some(base) if base.scheme == "file" => Again(State::File),
            Some(_) => Again(State::Relative),
        }
    }

    fn special_relative_or_authority(&mut self, character: Option<char>) -> Next {
        if character == Some('/') && self.remaining_starts_with_slash() {
            self.pointer += 1;
            return Advance(State::SpecialAuthorityIgnoreSlashes);
        }
        Again(State::Relative)
    }

    fn relative(&mut self, character: Option<char>) -> Next {
        let base = self.base.expect("a relative reference has a base");
        self.url.scheme.clone_from(&base.scheme);
        if self.is_slash(character) {
            return Advance(State::RelativeSlash);
        }
        self.take_authority(base);
        self.url.path.clone_from(&base.path);
        self.url.query.clone_from(&base.query);
        match character {
            Some('?') => self.begin_query(),
            Some('#') => self.begin_fragment(),
            None => Finish,
            Some(_) => {
                self.url.query = None;
                self.url.shorten_path();
                Again(State::Path)
            }
        }
    }

    fn take_authority(&mut self, base: &Url) {
        self.url.username.clone_from(&base.username);
        self.url.password.clone_from(&base.password);
        self.url.host.clone_from(&base.host);
        self.url.port = base.port;
    }

    fn relative_slash(&mut self, character: Option<char>) -> Next {
        if self.url.is_special() && self.is_slash(character) {
            return Advance(State::SpecialAuthorityIgnoreSlashes);
        }
        if character == Some('/') {
            return Advance(State::Authority);
        }
        self.take_authority(self.base.expect("a relative reference has a base"));
        Again(State::Path)
    }

    fn special_authority_slashes(&mut self, character: Option<char>) -> Next {
        if character == Some('/') && self.remaining_starts_with_slash() {
            self.pointer += 1;
            return Advance(State::SpecialAuthorityIgnoreSlashes);
        }
        Again(State::SpecialAuthorityIgnoreSlashes)
    }

    fn authority(&mut self, character: Option<char>) -> Next {
        if character == Some('@') {
            self.take_credentials();
            return Advance(State::Authority);
        }
        if self.ends_authority(character) {
            if self.at_sign_seen && self.buffer.is_empty() {
                return Fail;
            }
            self.pointer -= self.buffer.chars().count();
            self.buffer.clear();
            return Again(State::Host);
        }
        self.buffer.extend(character);
        Advance(State::Authority)
    }

    /// The buffer was followed by `@`: it is credentials, or a piece of them.
    fn take_credentials(&mut self) {
        if self.at_sign_seen {
            self.buffer.insert_str(0, "%40");
        }
        self.at_sign_seen = true;
        for character in std::mem::take(&mut self.buffer).chars() {
            if character == ':' && !self.password_token_seen {
                self.password_token_seen = true;
                continue;
            }
            let target = if self.password_token_seen { &mut self.url.password } else { &mut self.url.username };
            USERINFO.push(target, character);
        }
    }

    fn host(&mut self, state: State, character: Option<char>) -> Next {
        if self.state_override.is_some() && self.url.scheme == "file" {
            return Again(State::FileHost);
        }
        if character == Some(':') && !self.inside_brackets {
            if self.buffer.is_empty() || self.state_override == Some(State::Hostname) || !self.take_host() {
                return Fail;
            }
            return Advance(State::Port);
        }
        if self.ends_authority(character) {
            return self.end_of_host();
        }
        match character {
            Some('[') => self.inside_brackets = true,
            Some(']') => self.inside_brackets = false,
            _ => {}
        }
        self.buffer.extend(character);
        Advance(state)
    }

    fn end_of_host(&mut self) -> Next {
        let is_needed =
            self.url.is_special() || self.has_override_and(self.url.has_credentials() || self.url.port.is_some());
        if (self.buffer.is_empty() && is_needed) || !self.take_host() {
            return Fail;
        }
        if self.state_override.is_some() { Finish } else { Again(State::PathStart) }
    }

    /// Makes the buffer the host.
    fn take_host(&mut self) -> bool {
        let input = std::mem::take(&mut self.buffer);
        let parsed = if self.url.is_special() { host::parse_special(&input) } else { host::parse_opaque(&input) };
        let is_valid = parsed.is_some();
        if is_valid {
            self.url.host = parsed;
        }
        is_valid
    }

    fn port(&mut self, character: Option<char>) -> Next {
        match character {
            Some(digit) if digit.is_ascii_digit() => {
                self.buffer.push(digit);
                Advance(State::Port)
            }
            _ if self.ends_authority(character) || self.state_override.is_some() => self.end_of_port(),
            _ => Fail,
        }
    }

    fn end_of_port(&mut self) -> Next {
        if !self.buffer.is_empty() {
            let digits = self.buffer.trim_start_matches('0');
            let Ok(port) = (if digits.is_empty() { Ok(0) } else { digits.parse::<u16>() }) else { return Fail };
            self.url.port = Some(port).filter(|port| Some(*port) != default_port(&self.url.scheme));
            self.buffer.clear();
        }
        if self.state_override.is_some() { Finish } else { Again(State::PathStart) }
    }

    fn file(&mut self, character: Option<char>) -> Next {
        "file".clone_into(&mut self.url.scheme);
        self.url.host = Some(String::new());
        if is_any_slash(character) {
            return Advance(State::FileSlash);
        }
        let Some(base) = self.file_base() else { return Again(State::Path) };
        self.url.host.clone_from(&base.host);
        self.url.path.clone_from(&base.path);
        self.url.query.clone_from(&base.query);
        match character {
            Some('?') => self.begin_query(),
            Some('#') => self.begin_fragment(),
            None => Finish,
            Some(_) => {
                self.url.query = None;
                if self.starts_with_drive() {
                    self.url.path = Path::default();
                } else {
                    self.url.shorten_path();
                }
                Again(State::Path)
            }
        }
    }

    fn file_slash(&mut self, character: Option<char>) -> Next {
        if is_any_slash(character) {
            return Advance(State::FileHost);
        }
        if let Some(base) = self.file_base() {
            self.url.host.clone_from(&base.host);
            if let Path::Segments(segments) = &base.path
                && let Some(drive) = segments.first().filter(|first| is_normalized_drive(first))
                && !self.starts_with_drive()
            {
                self.url.segments().push(drive.clone());
            }
        }
        Again(State::Path)
    }

    fn file_base(&self) -> Option<&'a Url> {
        self.base.filter(|base| base.scheme == "file")
    }

    fn file_host(&mut self, character: Option<char>) -> Next {
        if !(is_any_slash(character) || matches!(character, None | Some('?' | '#'))) {
            self.buffer.extend(character);
            return Advance(State::FileHost);
        }
        // What looks like a host is a drive; the path takes the buffer over.
        if self.state_override.is_none() && is_drive(&self.buffer) {
            return Again(State::Path);
        }
        if self.buffer.is_empty() {
            self.url.host = Some(String::new());
        } else if !self.take_host() {
            return Fail;
        } else if self.url.host.as_deref() == Some("localhost") {
            self.url.host = Some(String::new());
        }
        if self.state_override.is_some() { Finish } else { Again(State::PathStart) }
    }

    fn path_start(&mut self, character: Option<char>) -> Next {
        if self.url.is_special() {
            return if is_any_slash(character) { Advance(State::Path) } else { Again(State::Path) };
        }
        match character {
            Some('?') if self.state_override.is_none() => self.begin_query(),
            Some('#') if self.state_override.is_none() => self.begin_fragment(),
            Some('/') => Advance(State::Path),
            Some(_) => Again(State::Path),
            None => {
                if self.has_override_and(self.url.host.is_none()) {
                    self.url.segments().push(String::new());
                }
                Finish
            }
        }
    }

    fn path(&mut self, character: Option<char>) -> Next {
        let ends_path = self.state_override.is_none() && matches!(character, Some('?' | '#'));
        if let Some(part) = character
            && !self.is_slash(character)
            && !ends_path
        {
            PATH.push(&mut self.buffer, part);
            return Advance(State::Path);
        }
        self.take_segment(self.is_slash(character));
        match character {
            Some('?') if ends_path => self.begin_query(),
            Some('#') if ends_path => self.begin_fragment(),
            _ => Advance(State::Path),
        }
    }

    /// Makes the buffer a segment of the path; `..` and `.` at its end leave a slash there.
    fn take_segment(&mut self, is_followed: bool) {
        let mut segment = std::mem::take(&mut self.buffer);
        let is_double_dot = is_double_dot(&segment);
        if is_double_dot {
            self.url.shorten_path();
        }
        if is_double_dot || is_single_dot(&segment) {
            if !is_followed {
                self.url.segments().push(String::new());
            }
            return;
        }
        let is_file = self.url.scheme == "file";
        let segments = self.url.segments();
        if is_file && segments.is_empty() && is_drive(&segment) {
            segment.replace_range(1.., ":");
        }
        segments.push(segment);
    }

    fn opaque_path(&mut self, character: Option<char>) -> Next {
        let is_last = matches!(self.input.get(self.pointer + 1), None | Some('?' | '#'));
        let Path::Opaque(path) = &mut self.url.path else {
            unreachable!("bug in jsc: the path is opaque in this state")
        };
        match character {
            Some('?') => return self.begin_query(),
            Some('#') => return self.begin_fragment(),
            Some(' ') if is_last => path.push_str("%20"),
            Some(' ') => path.push(' '),
            Some(part) => CONTROL.push(path, part),
            None => {}
        }
        Advance(State::OpaquePath)
    }

    fn query(&mut self, character: Option<char>) -> Next {
        if self.state_override.is_none() && character == Some('#') {
            return self.begin_fragment();
        }
        let set = if self.url.is_special() { SPECIAL_QUERY } else { QUERY };
        if let (Some(query), Some(part)) = (&mut self.url.query, character) {
            set.push(query, part);
        }
        Advance(State::Query)
    }

    fn fragment(&mut self, character: Option<char>) -> Next {
        if let (Some(fragment), Some(part)) = (&mut self.url.fragment, character) {
            FRAGMENT.push(fragment, part);
        }
        Advance(State::Fragment)
    }

    fn begin_query(&mut self) -> Next {
        self.url.query = Some(String::new());
        Advance(State::Query)
    }

    fn begin_fragment(&mut self) -> Next {
        self.url.fragment = Some(String::new());
        Advance(State::Fragment)
    }

    /// Whether this character separates segments of a path.
    fn is_slash(&self, character: Option<char>) -> bool {
        character == Some('/') || (character == Some('\\') && self.url.is_special())
    }

    fn ends_authority(&self, character: Option<char>) -> bool {
        matches!(character, None | Some('?' | '#')) || self.is_slash(character)
    }

    fn has_override_and(&self, condition: bool) -> bool {
        self.state_override.is_some() && condition
    }

    fn remaining_starts_with_slash(&self) -> bool {
        self.input.get(self.pointer + 1) == Some(&'/')
    }

    /// Whether a drive stands here, and nothing but it in its segment.
    fn starts_with_drive(&self) -> bool {
        match self.input.get(self.pointer..).unwrap_or_default() {
            [letter, ':' | '|', rest @ ..] if letter.is_ascii_alphabetic() => {
                matches!(rest, [] | ['/' | '\\' | '?' | '#', ..])
            }
            _ => false,
        }
    }
}

fn path_or_authority(character: Option<char>) -> Next {
    if character == Some('/') { Advance(State::Authority) } else { Again(State::Path) }
}

fn special_authority_ignore_slashes(character: Option<char>) -> Next {
    if is_any_slash(character) { Advance(State::SpecialAuthorityIgnoreSlashes) } else { Again(State::Authority) }
}

fn is_any_slash(character: Option<char>) -> bool {
    matches!(character, Some('/' | '\\'))
}

fn is_single_dot(segment: &str) -> bool {
    segment == "." || segment.eq_ignore_ascii_case("%2e")
}

fn is_double_dot(segment: &str) -> bool {
    [segment.get(..1), segment.get(..3)]
        .into_iter()
        .flatten()
        .any(|first| is_single_dot(first) && is_single_dot(&segment[first.len()..]))
}
