//! The characters of a request target, as strict as `llhttp`: which may follow which, and where a target is wrong.

use super::parser::Failure;

/// Where in a target the scan is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Start,
    /// The target of CONNECT starts with its server.
    ServerStart,
    Schema,
    /// After `schema:`
    FirstSlash,
    SecondSlash,
    Server,
    /// After the `@` of a server.
    ServerAfterAt,
    Path,
    Query,
    Fragment,
}

/// What the scan of a piece found.
pub(super) enum Scan {
    /// All of the piece belongs to the target.
    More,
    /// The byte at this index ends it: a space or the end of the line.
    End(usize),
}

impl Part {
    /// Scans on in `bytes`; the part is kept for the next piece.
    pub(super) fn scan(&mut self, bytes: &[u8]) -> Result<Scan, Failure> {
        let mut index = 0;
        while let Some(&byte) = bytes.get(index) {
            if matches!(self, Part::Path | Part::Query | Part::Fragment) && is_url_byte(byte) {
                index += 1;
                continue;
            }
            if matches!(byte, b' ' | b'\r' | b'\n' | b'\t' | 0x0c) {
                return self.end(byte, index);
            }
            *self = self.after(byte, index)?;
            index += 1;
        }
        Ok(Scan::More)
    }

    fn end(self, byte: u8, index: usize) -> Result<Scan, Failure> {
        let is_control = matches!(byte, b'\t' | 0x0c);
        if is_control || matches!(self, Part::Start | Part::Schema | Part::FirstSlash | Part::SecondSlash) {
            return Err(invalid("Invalid characters in url", index + 1));
        }
        Ok(Scan::End(index))
    }

    fn after(self, byte: u8, index: usize) -> Result<Part, Failure> {
        match (self, byte) {
            (Part::Start, b'/' | b'*') => Ok(Part::Path),
            (Part::Start | Part::Schema, byte) if byte.is_ascii_alphabetic() => Ok(Part::Schema),
            (Part::Start, _) => Err(invalid("Unexpected start char in url", index)),
            (Part::Schema, b':') => Ok(Part::FirstSlash),
            (Part::FirstSlash, b'/') => Ok(Part::SecondSlash),
            (Part::SecondSlash, b'/') => Ok(Part::ServerStart),
            (Part::Schema | Part::FirstSlash | Part::SecondSlash, _) => {
                Err(invalid("Unexpected char in url schema", index))
            }
            (Part::ServerStart | Part::Server | Part::ServerAfterAt, byte) => self.after_server(byte, index),
            (Part::Path | Part::Query, b'?') => Ok(Part::Query),
            (Part::Path | Part::Query, b'#') | (Part::Fragment, b'?' | b'#') => Ok(Part::Fragment),
            (Part::Path, _) => Err(invalid("Invalid char in url path", index)),
            (Part::Query, _) => Err(invalid("Invalid char in url query", index)),
            (Part::Fragment, _) => Err(invalid("Invalid char in url fragment", index)),
        }
    }

    fn after_server(self, byte: u8, index: usize) -> Result<Part, Failure> {
        match byte {
            b'/' => Ok(Part::Path),
            b'?' => Ok(Part::Query),
            b'@' if self == Part::ServerAfterAt => Err(invalid("Double @ in url", index + 1)),
            b'@' => Ok(Part::ServerAfterAt),
            byte if is_server_byte(byte) => Ok(if self == Part::ServerAfterAt { self } else { Part::Server }),
            _ => Err(invalid("Unexpected char in url server", index)),
        }
    }
}

fn invalid(reason: &'static str, at: usize) -> Failure {
    Failure { code: "HPE_INVALID_URL", reason, at }
}

fn is_server_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-_.!~*'()%;:&=+$,[]".contains(&byte)
}

/// Everything printable but what separates the parts.
fn is_url_byte(byte: u8) -> bool {
    byte.is_ascii_graphic() && byte != b'?' && byte != b'#'
}
