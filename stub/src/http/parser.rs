//! A pull parser for HTTP/1 messages, as strict as `llhttp` (the parser of Node) is by default, with its codes and reasons.
//!
//! The caller feeds pieces of a connection to [`Parser::step`], which says how much of the piece it used and what came. A
//! head is handed out whole: its bytes lie together, in the piece or, if it came in several, in the parser, and everything
//! in it is a [`Span`] of them. Bodies are ranges of the piece; nothing of them is kept.
//!
//! The parser does not know what an answer to a HEAD request is: see [`Parser::skip_body`].

use std::borrow::Cow;
use std::ops::Range;

use super::chunked::{self, Framing};
use super::method::Method;
use super::url::{self, Part};

/// Which messages come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Request,
    Response,
}

/// What differs from parser to parser.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Options {
    /// The limit of what a head's target, names and values have together (`maxHeaderSize`), in bytes.
    pub(crate) max_header_bytes: usize,
    /// `insecureHTTPParser`: tolerates what real, broken peers send.
    pub(crate) is_lenient: bool,
    /// `httpValidation: 'relaxed'`: tolerates control characters in values, and nothing else.
    pub(crate) relaxes_values: bool,
    /// How many headers a request may have (`maxHeadersCount`); a response has the rest of its own cut off by JavaScript.
    pub(crate) max_headers: usize,
}

/// Why the bytes are no message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Failure {
    /// `llhttp`'s code, `HPE_INVALID_METHOD`.
    pub(crate) code: &'static str,
    pub(crate) reason: &'static str,
    /// Where in the piece, in bytes.
    pub(crate) at: usize,
}

/// A part of a head's bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) start: u32,
    pub(crate) end: u32,
}

impl Span {
    pub(crate) fn of(self, head: &[u8]) -> &[u8] {
        &head[self.start as usize..self.end as usize]
    }
}

/// One line of a head or of trailers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Header {
    pub(crate) name: Span,
    /// Without the white space around it.
    pub(crate) value: Span,
}

impl Header {
    /// The value; if it was continued on further lines, which only a lenient parser lets through, without their ends.
    pub(crate) fn value_of(self, head: &[u8]) -> Cow<'_, [u8]> {
        let value = self.value.of(head);
        if memchr::memchr2(b'\r', b'\n', value).is_none() {
            return Cow::Borrowed(value);
        }
        Cow::Owned(value.iter().copied().filter(|byte| !matches!(byte, b'\r' | b'\n')).collect())
    }
}

/// A parsed head: where in its bytes things stand, and what follows from them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Head {
    /// Of a request.
    pub(crate) method: Option<Method>,
    /// The target of a request, the reason of a response.
    pub(crate) text: Span,
    pub(crate) status: u16,
    pub(crate) major: u8,
    pub(crate) minor: u8,
    pub(crate) headers: Vec<Header>,
    /// Whether the connection becomes another protocol's after this message.
    pub(crate) is_upgrade: bool,
    pub(crate) keeps_alive: bool,
    /// Whether an `Expect` header is among them.
    pub(crate) has_expect: bool,
}

/// What came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Event {
    /// The piece is used up.
    NeedMore,
    /// A head, see [`Parser::head`] and [`Parser::head_bytes`].
    Head,
    /// A part of the body, in the piece.
    Body(Range<usize>),
    /// The message is over; its trailers are in [`Parser::head`] if there are any.
    Complete { has_trailers: bool },
    /// What follows is no HTTP/1 any more.
    Upgraded,
}

/// How much of the piece was used, and what came with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Step {
    pub(crate) used: usize,
    pub(crate) event: Event,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Before a message.
    Start,
    Method,
    SpacesBeforeTarget,
    Target(Part),
    /// A request without a version: its line ends after the target.
    OldLineFeed,
    SpacesBeforeProtocol,
    /// So many bytes of the protocol's name were read.
    Protocol(u8),
    Major,
    Dot,
    Minor,
    LineEnd,
    LineFeed,
    /// So many bytes of HTTP/2's preface were read.
    Preface(u8),
    StatusSpace,
    /// So many digits of the status were read.
    Status(u8),
    StatusEnd,
    Reason,
    ReasonLineFeed,
    FieldStart,
    Field,
    ValueStart,
    Value,
    ValueLineFeed,
    /// After the line of a value, which white space would continue.
    AfterValue,
    HeadLineFeed,
    /// The head was handed out; what follows it is still to be decided.
    HeadDone,
    Body(u64),
    UntilClose,
    Framing(Framing),
    ChunkData(u64),
    /// The message was its connection's last.
    Closed,
    Upgraded,
}

/// The headers that mean something to the framing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Special {
    None,
    Connection,
    ContentLength,
    TransferEncoding,
    Upgrade,
    Expect,
}

/// What the special headers said.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a fact of its own, and they go together in every combination"
)]
#[derive(Clone, Copy, Debug, Default)]
struct Flags {
    connection_keep_alive: bool,
    connection_close: bool,
    connection_upgrade: bool,
    upgrade: bool,
    chunked: bool,
    transfer_encoding: bool,
    content_length: Option<u64>,
    skips_body: bool,
}

/// The rest of HTTP/2's preface after its request line.
const PREFACE: &[u8] = b"\r\n\r\nSM\r\n\r\n";
const MAX_EXTENSION_BYTES: usize = 16 * 1024;

/// The parser of one direction of a connection.
pub(crate) struct Parser {
    kind: Kind,
    options: Options,
    state: State,
    head: Head,
    flags: Flags,
    /// The head's bytes, if they came in more than one piece.
    saved: Vec<u8>,
    /// Where in the piece the head begins.
    start: usize,
    /// Where the current method, protocol, target, name or value began, from the head's start.
    mark: usize,
    /// The end of the current value without the white space after it.
    value_end: usize,
    name: Span,
    special: Special,
    /// The bytes of the target, names and values so far.
    header_bytes: usize,
    extension_bytes: usize,
    chunk_size: u64,
    is_trailing: bool,
}

impl Parser {
    pub(crate) fn new(kind: Kind, options: Options) -> Self {
        Self {
            kind,
            options,
            state: State::Start,
            head: Head::default(),
            flags: Flags::default(),
            saved: Vec::new(),
            start: 0,
            mark: 0,
            value_end: 0,
            name: Span::default(),
            special: Special::None,
            header_bytes: 0,
            extension_bytes: 0,
            chunk_size: 0,
            is_trailing: false,
        }
    }

    /// Reads on in `piece`, the next bytes of the connection, up to the next event. What was not used is to be given again.
    pub(crate) fn step(&mut self, piece: &[u8]) -> Result<Step, Failure> {
        if self.saved.is_empty() || !self.is_in_head() {
            if !self.is_in_head() && self.state != State::HeadDone {
                self.saved.clear();
            }
            let step = self.run(piece, 0)?;
            if step.event == Event::NeedMore && self.is_in_head() {
                self.saved.extend_from_slice(&piece[self.start..]);
                self.start = 0;
            }
            return Ok(step);
        }
        let mut whole = std::mem::take(&mut self.saved);
        let known = whole.len();
        whole.extend_from_slice(piece);
        let result = self.run(&whole, known);
        if let Ok(step) = &result {
            whole.truncate(step.used);
        }
        self.saved = whole;
        match result {
            Ok(step) => Ok(Step { used: step.used - known, event: step.event }),
            Err(failure) => Err(Failure { at: failure.at.saturating_sub(known), ..failure }),
        }
    }

    /// The connection's other side has ended it.
    pub(crate) fn finish(&mut self) -> Result<Event, Failure> {
        match self.state {
            State::Start | State::Closed | State::Upgraded => Ok(Event::NeedMore),
            State::UntilClose => Ok(self.complete()),
            _ => Err(Failure { code: "HPE_INVALID_EOF_STATE", reason: "Invalid EOF state", at: 0 }),
        }
    }

    /// From the next header on.
    pub(crate) fn set_max_headers(&mut self, max_headers: usize) {
        self.options.max_headers = max_headers;
    }

    /// The head that came last, or the trailers.
    pub(crate) fn head(&self) -> &Head {
        &self.head
    }

    /// The bytes that the head's spans are of; `piece` is the one that [`Event::Head`] came with.
    pub(crate) fn head_bytes<'a>(&'a self, piece: &'a [u8]) -> &'a [u8] {
        if self.saved.is_empty() { &piece[self.start..] } else { &self.saved }
    }

    /// After [`Event::Head`]: no body follows, whatever the head says (the answer to a HEAD request).
    pub(crate) fn skip_body(&mut self) {
        self.flags.skips_body = true;
    }

    /// After [`Event::Head`]: the connection is another protocol's from here (the answer to a CONNECT request).
    pub(crate) fn upgrade(&mut self) {
        self.head.is_upgrade = true;
        self.flags.skips_body = true;
    }

    /// After [`Event::Head`]: the upgrade that the head asks for does not happen.
    pub(crate) fn refuse_upgrade(&mut self) {
        self.head.is_upgrade = false;
    }

    /// Whether no message has begun, or none is left.
    pub(crate) fn is_between_messages(&self) -> bool {
        matches!(self.state, State::Start | State::Closed | State::Upgraded)
    }

    /// Whether the body of the head that was just handed out has any bytes, as far as its head tells.
    pub(crate) fn has_body(&self) -> bool {
        self.flags.transfer_encoding || self.flags.content_length.is_some_and(|length| length > 0)
    }

    /// Whether the head came in more than one piece, so that the piece with its end does not hold it whole.
    pub(crate) fn is_head_saved(&self) -> bool {
        !self.saved.is_empty()
    }

    /// Makes it ready for another connection.
    pub(crate) fn reset(&mut self, options: Options) {
        self.options = options;
        self.state = State::Start;
        self.saved.clear();
    }

    fn is_in_head(&self) -> bool {
        !matches!(
            self.state,
            State::Start
                | State::HeadDone
                | State::Body(_)
                | State::UntilClose
                | State::Framing(_)
                | State::ChunkData(_)
                | State::Closed
                | State::Upgraded
        )
    }

    /// Reads `bytes` from `index`; the positions of the result are in `bytes`.
    fn run(&mut self, bytes: &[u8], mut index: usize) -> Result<Step, Failure> {
        loop {
            if self.state == State::HeadDone {
                if let Some(event) = self.after_head(index)? {
                    return Ok(Step { used: index, event });
                }
                continue;
            }
            if self.state == State::Upgraded {
                return Ok(Step { used: index, event: Event::Upgraded });
            }
            if index >= bytes.len() {
                self.check_pending(bytes.len())?;
                return Ok(Step { used: index, event: Event::NeedMore });
            }
            match self.state {
                State::Body(_) | State::UntilClose | State::ChunkData(_) => {
                    return Ok(self.body(bytes, index));
                }
                State::Target(part) => index = self.target(part, bytes, index)?,
                State::Field => index = self.field(bytes, index)?,
                State::Value => index = self.value(bytes, index)?,
                State::Framing(framing) => index = self.framing(framing, bytes[index], index)?,
                _ => {
                    let event = self.byte(bytes, index)?;
                    index += 1;
                    if let Some(event) = event {
                        return Ok(Step { used: index, event });
                    }
                }
            }
        }
    }

    /// The states that look at one byte. `Some` when it ends a head.
    fn byte(&mut self, bytes: &[u8], index: usize) -> Result<Option<Event>, Failure> {
        let byte = bytes[index];
        let offset = index.wrapping_sub(self.start);
        self.state = match (self.state, byte) {
            (State::FieldStart, b'\n') if self.options.is_lenient => return Ok(Some(self.end_of_head())),
            (State::FieldStart, _) => self.field_start(bytes, index)?,
            (State::ValueStart, b' ' | b'\t') => State::ValueStart,
            (State::ValueStart, _) => {
                self.mark = offset;
                self.value_end = offset;
                self.first_of_value(index)?;
                // The byte is looked at again, as a part of the value.
                self.state = State::Value;
                return self.value_byte(bytes, index);
            }
            (State::ValueLineFeed, b'\n') => {
                self.end_of_value(bytes, index)?;
                State::AfterValue
            }
            (State::ValueLineFeed, _) => {
                return Err(Failure {
                    code: "HPE_LF_EXPECTED",
                    reason: "Missing expected LF after header value",
                    at: index,
                });
            }
            (State::AfterValue, b' ' | b'\t') if self.options.is_lenient => State::Value,
            (State::AfterValue, b' ' | b'\t') if self.mark == self.value_end => {
                return Err(invalid_token("Invalid header value char", index + 1));
            }
            (State::AfterValue, b' ' | b'\t') => {
                return Err(invalid_token("Unexpected whitespace after header value", index));
            }
            (State::AfterValue, _) => {
                self.take_header(bytes, index)?;
                self.state = State::FieldStart;
                return self.byte(bytes, index);
            }
            (State::HeadLineFeed, b'\n') => return Ok(Some(self.end_of_head())),
            (State::HeadLineFeed, _) => return Err(strict("Expected LF after headers", index)),
            _ => self.first_line_byte(bytes, index)?,
        };
        Ok(None)
    }

    /// The states before the headers that look at one byte.
    #[expect(clippy::match_same_arms, reason = "an arm says what one byte means in one state")]
    fn first_line_byte(&mut self, bytes: &[u8], index: usize) -> Result<State, Failure> {
        let byte = bytes[index];
        let offset = index.wrapping_sub(self.start);
        Ok(match (self.state, byte) {
            (State::Start | State::Closed, b'\r' | b'\n') => self.state,
            (State::Closed, _) if !self.options.is_lenient => {
                return Err(Failure {
                    code: "HPE_CLOSED_CONNECTION",
                    reason: "Data after `Connection: close`",
                    at: index + 1,
                });
            }
            (State::Start | State::Closed, _) => self.begin(bytes, index)?,
            (State::Method, b' ') if self.known_method(bytes, index).is_some() => {
                self.head.method = self.known_method(bytes, index);
                State::SpacesBeforeTarget
            }
            (State::Method, _) => self.method(bytes, index)?,
            (State::SpacesBeforeTarget, b' ') => State::SpacesBeforeTarget,
            (State::SpacesBeforeTarget, _) => {
                self.mark = offset;
                let is_connect = self.head.method == Some(Method::CONNECT);
                let mut part = if is_connect { Part::ServerStart } else { Part::Start };
                if let url::Scan::End(_) = part.scan(&bytes[index..=index]).map_err(|failure| shift(failure, index))? {
                    return Err(invalid_url("Invalid characters in url", index + 1));
                }
                State::Target(part)
            }
            (State::OldLineFeed, b'\n') => State::FieldStart,
            (State::OldLineFeed, _) => return Err(strict("Expected CRLF", index)),
            (State::SpacesBeforeProtocol, b' ') => State::SpacesBeforeProtocol,
            (State::SpacesBeforeProtocol, _) => {
                self.mark = offset;
                self.protocol(0, bytes, index)?
            }
            (State::Protocol(count), _) => self.protocol(count, bytes, index)?,
            (State::Major, b'0'..=b'9') => {
                self.head.major = byte - b'0';
                State::Dot
            }
            (State::Major, _) => return Err(invalid_version("Invalid major version", index)),
            (State::Dot, b'.') => State::Minor,
            (State::Dot, _) => return Err(invalid_version("Expected dot", index)),
            (State::Minor, b'0'..=b'9') => self.version(byte - b'0', index)?,
            (State::Minor, _) => return Err(invalid_version("Invalid minor version", index)),
            (State::LineEnd, b'\r') if self.head.method == Some(Method::PRI) => State::Preface(1),
            (State::LineEnd, b'\r') => State::LineFeed,
            (State::LineEnd, b'\n') if self.options.is_lenient => State::FieldStart,
            (State::LineEnd, b'\n') => return Err(invalid_version("Expected CRLF after version", index + 1)),
            (State::LineEnd, _) => return Err(invalid_version("Expected CRLF after version", index)),
            (State::LineFeed, b'\n') => State::FieldStart,
            (State::LineFeed, _) => return Err(strict("Expected CRLF after version", index)),
            (State::Preface(count), _) => preface(count, byte, index)?,
            (State::StatusSpace, b' ') => State::Status(0),
            (State::StatusSpace, _) => return Err(invalid_version("Expected space after version", index)),
            (State::Status(count), b'0'..=b'9') => {
                self.head.status = self.head.status * 10 + u16::from(byte - b'0');
                if count == 2 { State::StatusEnd } else { State::Status(count + 1) }
            }
            (State::Status(_), _) => return Err(invalid_status("Invalid status code", index)),
            (State::StatusEnd, b' ') => {
                self.mark = offset + 1;
                State::Reason
            }
            (State::StatusEnd, b'\r') => {
                self.mark = offset;
                self.end_reason(offset, index)?;
                State::ReasonLineFeed
            }
            (State::StatusEnd, b'\n') if self.options.is_lenient => State::FieldStart,
            (State::StatusEnd, b'\n') => return Err(invalid_status("Invalid response status", index + 1)),
            (State::StatusEnd, _) => return Err(invalid_status("Invalid response status", index)),
            (State::Reason, b'\r') => {
                self.end_reason(offset, index)?;
                State::ReasonLineFeed
            }
            (State::Reason, b'\n') if self.options.is_lenient => {
                self.end_reason(offset, index)?;
                State::FieldStart
            }
            (State::Reason, b'\n') => {
                return Err(return_expected("Missing expected CR after response line", index + 1));
            }
            (State::Reason, _) => State::Reason,
            (State::ReasonLineFeed, b'\n') => State::FieldStart,
            (State::ReasonLineFeed, _) => return Err(strict("Expected LF after CR", index)),
            _ => unreachable!("bug in jsc: a state that reads more than a byte"),
        })
    }

    /// The first byte of a value may end it; that is decided where all its other bytes are looked at.
    fn value_byte(&mut self, bytes: &[u8], index: usize) -> Result<Option<Event>, Failure> {
        self.value(&bytes[..=index], index)?;
        Ok(None)
    }

    /// The first byte of a message.
    fn begin(&mut self, bytes: &[u8], index: usize) -> Result<State, Failure> {
        self.start = index;
        self.saved.clear();
        self.head.headers.clear();
        let headers = std::mem::take(&mut self.head.headers);
        self.head = Head { headers, ..Head::default() };
        self.flags = Flags::default();
        self.header_bytes = 0;
        self.mark = 0;
        self.is_trailing = false;
        match self.kind {
            Kind::Request => self.method(bytes, index),
            Kind::Response => self.protocol(0, bytes, index),
        }
    }

    fn since_mark<'a>(&self, bytes: &'a [u8], index: usize) -> &'a [u8] {
        &bytes[self.start + self.mark..index]
    }

    fn known_method(&self, bytes: &[u8], index: usize) -> Option<Method> {
        Method::from_name(self.since_mark(bytes, index))
    }

    fn method(&mut self, bytes: &[u8], index: usize) -> Result<State, Failure> {
        if Method::some_begins_with(self.since_mark(bytes, index + 1)) {
            return Ok(State::Method);
        }
        let is_whole = self.known_method(bytes, index).is_some();
        let reason = if is_whole { "Expected space after method" } else { "Invalid method encountered" };
        Err(Failure { code: "HPE_INVALID_METHOD", reason, at: index })
    }

    fn target(&mut self, mut part: Part, bytes: &[u8], index: usize) -> Result<usize, Failure> {
        let scan = part.scan(&bytes[index..]).map_err(|failure| shift(failure, index))?;
        self.state = State::Target(part);
        let url::Scan::End(length) = scan else { return Ok(bytes.len()) };
        let end = index + length;
        self.head.text = self.span(end - self.start);
        self.count(self.head.text, end)?;
        match bytes[end] {
            b' ' => self.state = State::SpacesBeforeProtocol,
            old => {
                (self.head.major, self.head.minor) = (0, 9);
                self.state = if old == b'\r' { State::OldLineFeed } else { State::FieldStart };
            }
        }
        Ok(end + 1)
    }

    /// The name of the protocol, of which `count` bytes were read.
    fn protocol(&mut self, count: u8, bytes: &[u8], index: usize) -> Result<State, Failure> {
        let read = self.since_mark(bytes, index + 1);
        let known: [&[u8]; 3] = [b"HTTP/", b"RTSP/", b"ICE/"];
        if !known.iter().any(|name| name.starts_with(read)) {
            let reason = "Expected HTTP/, RTSP/ or ICE/";
            return Err(Failure { code: "HPE_INVALID_CONSTANT", reason, at: index });
        }
        if !read.ends_with(b"/") {
            return Ok(State::Protocol(count + 1));
        }
        let Some(method) = self.head.method else { return Ok(State::Major) };
        let (is_right, reason) = match read[0] {
            b'H' => (method.is_http(), "Invalid method for HTTP/x.x request"),
            b'R' => (method.is_rtsp(), "Invalid method for RTSP/x.x request"),
            _ => (method == Method::SOURCE, "Expected SOURCE method for ICE/x.x request"),
        };
        if is_right {
            return Ok(State::Major);
        }
        Err(Failure { code: "HPE_INVALID_CONSTANT", reason, at: index })
    }

    fn version(&mut self, minor: u8, index: usize) -> Result<State, Failure> {
        self.head.minor = minor;
        let is_known = matches!((self.head.major, minor), (0, 9) | (1, 0 | 1) | (2, 0));
        if !is_known && !self.options.is_lenient {
            return Err(invalid_version("Invalid HTTP version", index + 1));
        }
        Ok(if self.kind == Kind::Request { State::LineEnd } else { State::StatusSpace })
    }

    fn end_reason(&mut self, offset: usize, index: usize) -> Result<(), Failure> {
        self.head.text = self.span(offset);
        self.count(self.head.text, index)
    }

    fn field_start(&mut self, bytes: &[u8], index: usize) -> Result<State, Failure> {
        match bytes[index] {
            b'\r' => Ok(State::HeadLineFeed),
            b'\n' => Err(invalid_token("Invalid header field char", index + 1)),
            b' ' if self.head.headers.is_empty() && !self.is_trailing => Err(Failure {
                code: "HPE_UNEXPECTED_SPACE",
                reason: "Unexpected space after start line",
                at: index + 1,
            }),
            byte if is_token(byte) => {
                self.mark = index - self.start;
                Ok(State::Field)
            }
            _ => Err(invalid_token("Invalid header token", index)),
        }
    }

    fn field(&mut self, bytes: &[u8], index: usize) -> Result<usize, Failure> {
        let length = bytes[index..].iter().position(|byte| !is_token(*byte));
        let Some(length) = length else { return Ok(bytes.len()) };
        let end = index + length;
        let name = self.since_mark(bytes, end);
        self.special = special(name);
        if bytes[end] != b':' {
            let is_framing = !matches!(self.special, Special::None | Special::Expect);
            return Err(match bytes[end] {
                b' ' if is_framing => invalid_token("Invalid header field char", end + 1),
                _ => invalid_token("Invalid header token", end),
            });
        }
        self.name = self.span(end - self.start);
        self.count(self.name, end + 1)?;
        if self.kind == Kind::Request && self.head.headers.len() >= self.options.max_headers {
            return Err(overflow(end + 1));
        }
        self.begin_special(end)?;
        self.state = State::ValueStart;
        Ok(end + 1)
    }

    /// What the name of a header alone makes wrong.
    fn begin_special(&self, colon: usize) -> Result<(), Failure> {
        if self.options.is_lenient {
            return Ok(());
        }
        match self.special {
            Special::ContentLength if self.flags.transfer_encoding => Err(Failure {
                code: "HPE_INVALID_CONTENT_LENGTH",
                reason: "Content-Length can't be present with Transfer-Encoding",
                at: colon + 1,
            }),
            Special::TransferEncoding if self.flags.content_length.is_some() => Err(Failure {
                code: "HPE_INVALID_TRANSFER_ENCODING",
                reason: "Transfer-Encoding can't be present with Content-Length",
                at: colon + 1,
            }),
            _ => Ok(()),
        }
    }

    /// What the first byte of a value already makes wrong.
    fn first_of_value(&self, index: usize) -> Result<(), Failure> {
        if self.special == Special::ContentLength && self.flags.content_length.is_some() {
            return Err(Failure {
                code: "HPE_UNEXPECTED_CONTENT_LENGTH",
                reason: "Duplicate Content-Length",
                at: index,
            });
        }
        Ok(())
    }

    fn value(&mut self, bytes: &[u8], index: usize) -> Result<usize, Failure> {
        let is_lenient = self.options.is_lenient;
        let is_relaxed = self.options.relaxes_values;
        let length = bytes[index..].iter().position(|byte| !is_value(*byte, is_lenient, is_relaxed));
        let end = length.map_or(bytes.len(), |length| index + length);
        if let Some(last) = bytes[index..end].iter().rposition(|byte| *byte != b' ' && *byte != b'\t') {
            self.value_end = index + last + 1 - self.start;
        }
        if length.is_none() {
            return Ok(end);
        }
        self.state = match bytes[end] {
            b'\r' => State::ValueLineFeed,
            b'\n' if is_lenient => {
                self.end_of_value(bytes, end)?;
                State::AfterValue
            }
            b'\n' => return Err(return_expected("Missing expected CR after header value", end)),
            _ => return Err(invalid_token("Invalid header value char", end)),
        };
        Ok(end + 1)
    }

    /// The line of a value is over; `line_feed` is its last byte.
    fn end_of_value(&mut self, bytes: &[u8], line_feed: usize) -> Result<(), Failure> {
        let value = Span { start: self.mark as u32, end: self.value_end as u32 };
        self.count(value, line_feed)?;
        if self.options.is_lenient || value.start == value.end {
            // White space on the next line would continue it, or is what is wrong.
            return Ok(());
        }
        self.read_special(value, bytes, line_feed)
    }

    /// Keeps the header whose value is over.
    fn take_header(&mut self, bytes: &[u8], index: usize) -> Result<(), Failure> {
        let value = Span { start: self.mark as u32, end: self.value_end as u32 };
        if self.options.is_lenient || value.start == value.end {
            self.read_special(value, bytes, index - 1)?;
        }
        self.head.headers.push(Header { name: self.name, value });
        Ok(())
    }

    fn read_special(&mut self, value: Span, bytes: &[u8], line_feed: usize) -> Result<(), Failure> {
        let text = value.of(&bytes[self.start..]);
        let at = self.start + value.start as usize;
        match self.special {
            Special::None => Ok(()),
            Special::Connection => {
                self.read_connection(text);
                Ok(())
            }
            Special::Upgrade => {
                self.flags.upgrade = true;
                Ok(())
            }
            Special::Expect => {
                self.head.has_expect = true;
                Ok(())
            }
            Special::ContentLength => self.read_content_length(text, at, line_feed),
            Special::TransferEncoding => self.read_transfer_encoding(text, at, line_feed),
        }
    }

    fn read_connection(&mut self, value: &[u8]) {
        for token in value.split(|byte| *byte == b',') {
            let token = token.trim_ascii();
            self.flags.connection_keep_alive |= token.eq_ignore_ascii_case(b"keep-alive");
            self.flags.connection_close |= token.eq_ignore_ascii_case(b"close");
            self.flags.connection_upgrade |= token.eq_ignore_ascii_case(b"upgrade");
        }
    }

    fn read_content_length(&mut self, value: &[u8], at: usize, line_feed: usize) -> Result<(), Failure> {
        let invalid = |reason, at| Failure { code: "HPE_INVALID_CONTENT_LENGTH", reason, at };
        if value.is_empty() {
            return Err(invalid("Empty Content-Length", line_feed + 1));
        }
        let mut length = 0_u64;
        for (index, byte) in value.iter().enumerate() {
            if !byte.is_ascii_digit() {
                return Err(invalid("Invalid character in Content-Length", at + non_space(value, index)));
            }
            let longer = length.checked_mul(10).and_then(|length| length.checked_add(u64::from(byte - b'0')));
            length = longer.ok_or_else(|| invalid("Content-Length overflow", at + index + 1))?;
        }
        self.flags.content_length = Some(length);
        Ok(())
    }

    fn read_transfer_encoding(&mut self, value: &[u8], at: usize, line_feed: usize) -> Result<(), Failure> {
        let invalid = |reason, at| Failure { code: "HPE_INVALID_TRANSFER_ENCODING", reason, at };
        if value.is_empty() {
            return Err(invalid("Empty Transfer-Encoding", line_feed + 1));
        }
        let refuses = self.kind == Kind::Request && !self.options.is_lenient;
        let wrong = |at| invalid("Invalid `Transfer-Encoding` header value", at);
        self.flags.transfer_encoding = true;
        if self.flags.chunked && refuses {
            return Err(wrong(at + 1));
        }
        self.flags.chunked = false;
        let mut start = 0;
        for token in value.split(|byte| *byte == b',') {
            if self.flags.chunked && refuses {
                return Err(wrong(at + start));
            }
            self.flags.chunked = token.trim_ascii().eq_ignore_ascii_case(b"chunked");
            start += token.len() + 1;
        }
        Ok(())
    }

    /// The empty line has come.
    fn end_of_head(&mut self) -> Event {
        if self.is_trailing {
            return self.complete();
        }
        let flags = self.flags;
        let is_request = self.kind == Kind::Request;
        self.head.is_upgrade = if flags.upgrade && flags.connection_upgrade {
            is_request || self.head.status == 101
        } else {
            self.head.method == Some(Method::CONNECT)
        };
        self.head.keeps_alive = self.keeps_alive();
        self.state = State::HeadDone;
        Event::Head
    }

    /// What follows the head that was handed out.
    fn after_head(&mut self, index: usize) -> Result<Option<Event>, Failure> {
        let flags = self.flags;
        let is_connect = self.head.method == Some(Method::CONNECT);
        if self.head.is_upgrade && (is_connect || flags.skips_body || !self.has_body()) {
            return Ok(Some(self.complete()));
        }
        let is_response = self.kind == Kind::Response;
        if is_response && self.head.status == 101 {
            self.head.is_upgrade = true;
            return Ok(Some(self.complete()));
        }
        if flags.skips_body || (is_response && is_bodiless(self.head.status)) {
            return Ok(Some(self.complete()));
        }
        self.state = if flags.chunked {
            State::Framing(Framing::Size)
        } else if flags.transfer_encoding {
            if !is_response && !self.options.is_lenient {
                return Err(Failure {
                    code: "HPE_INVALID_TRANSFER_ENCODING",
                    reason: "Request has invalid `Transfer-Encoding`",
                    at: index,
                });
            }
            State::UntilClose
        } else {
            match flags.content_length {
                Some(0) => return Ok(Some(self.complete())),
                Some(length) => State::Body(length),
                None if self.ends_with_connection() => State::UntilClose,
                None => return Ok(Some(self.complete())),
            }
        };
        Ok(None)
    }

    fn keeps_alive(&self) -> bool {
        let is_asked = if self.head.major > 0 && self.head.minor > 0 {
            !self.flags.connection_close
        } else {
            self.flags.connection_keep_alive
        };
        is_asked && !self.ends_with_connection()
    }

    /// Whether only the end of the connection ends the message.
    fn ends_with_connection(&self) -> bool {
        if self.kind == Kind::Request {
            return false;
        }
        let flags = self.flags;
        if is_bodiless(self.head.status) || flags.skips_body {
            return false;
        }
        if flags.transfer_encoding && !flags.chunked {
            return true;
        }
        !flags.chunked && flags.content_length.is_none()
    }

    /// The message is over.
    fn complete(&mut self) -> Event {
        self.state = if self.head.is_upgrade {
            State::Upgraded
        } else if self.keeps_alive() {
            State::Start
        } else {
            State::Closed
        };
        let has_trailers = self.is_trailing && !self.head.headers.is_empty();
        Event::Complete { has_trailers }
    }

    fn body(&mut self, bytes: &[u8], index: usize) -> Step {
        let available = bytes.len() - index;
        let left = match self.state {
            State::Body(left) | State::ChunkData(left) => left,
            _ => u64::MAX,
        };
        let length = usize::try_from(left).map_or(available, |left| left.min(available));
        let rest = left - length as u64;
        self.state = match self.state {
            State::ChunkData(_) if rest == 0 => State::Framing(Framing::DataEnd),
            State::ChunkData(_) => State::ChunkData(rest),
            // The end is reported by the next step.
            State::Body(_) if rest == 0 => State::HeadDone,
            State::Body(_) => State::Body(rest),
            other => other,
        };
        if self.state == State::HeadDone {
            self.flags.content_length = Some(0);
        }
        Step { used: index + length, event: Event::Body(index..index + length) }
    }

    fn framing(&mut self, framing: Framing, byte: u8, index: usize) -> Result<usize, Failure> {
        let scan = framing.after(byte, index, &mut self.chunk_size, self.options.is_lenient)?;
        if framing.is_extension() {
            self.extension_bytes += 1;
            // A name or a value is counted when it is over.
            if !matches!(scan, chunked::Scan::Framing(next) if next.is_extension()) {
                self.check_extensions(index + 1)?;
            }
        }
        match scan {
            chunked::Scan::Framing(next) => self.state = State::Framing(next),
            chunked::Scan::Chunk(size) => {
                self.extension_bytes = 0;
                if size == 0 {
                    self.begin_trailers(index + 1);
                } else {
                    self.state = State::ChunkData(size);
                }
            }
        }
        Ok(index + 1)
    }

    /// Each chunk may have some, so that one's do not count for the next.
    fn check_extensions(&self, at: usize) -> Result<(), Failure> {
        if self.extension_bytes > MAX_EXTENSION_BYTES {
            let reason = "Chunk extensions overflow";
            return Err(Failure { code: "HPE_CHUNK_EXTENSIONS_OVERFLOW", reason, at });
        }
        Ok(())
    }

    fn begin_trailers(&mut self, start: usize) {
        self.state = State::FieldStart;
        self.is_trailing = true;
        self.start = start;
        self.header_bytes = 0;
        self.head.headers.clear();
    }

    /// From the mark to `end`, an offset in the head.
    fn span(&self, end: usize) -> Span {
        Span { start: self.mark as u32, end: end as u32 }
    }

    /// Counts a target, name or value towards the limit.
    fn count(&mut self, span: Span, index: usize) -> Result<(), Failure> {
        self.header_bytes += (span.end - span.start) as usize;
        // White space and line ends are not counted, but they are kept, too.
        let is_too_long = index - self.start > self.options.max_header_bytes.saturating_mul(4).saturating_add(4096);
        if self.header_bytes >= self.options.max_header_bytes || is_too_long { Err(overflow(index)) } else { Ok(()) }
    }

    /// At the end of a piece: whether what has come of the current target, name or value is already too much.
    fn check_pending(&mut self, index: usize) -> Result<(), Failure> {
        if let State::Framing(_) = self.state {
            return self.check_extensions(index);
        }
        if !self.is_in_head() {
            return Ok(());
        }
        let counted = self.header_bytes;
        let pending = match self.state {
            State::Target(_) | State::Field | State::Value | State::Reason => self.span(index - self.start),
            _ => Span::default(),
        };
        self.count(pending, index)?;
        self.header_bytes = counted;
        Ok(())
    }
}

/// Whether the status alone says that no body follows.
fn is_bodiless(status: u16) -> bool {
    status / 100 == 1 || matches!(status, 204 | 304)
}

fn preface(count: u8, byte: u8, index: usize) -> Result<State, Failure> {
    if byte != PREFACE[usize::from(count)] {
        return Err(invalid_version("Expected HTTP/2 Connection Preface", index));
    }
    if usize::from(count) + 1 == PREFACE.len() {
        let reason = "Pause on PRI/Upgrade";
        return Err(Failure { code: "HPE_PAUSED_H2_UPGRADE", reason, at: index + 1 });
    }
    Ok(State::Preface(count + 1))
}

fn special(name: &[u8]) -> Special {
    let is = |known: &[u8]| name.eq_ignore_ascii_case(known);
    match name.len() {
        6 if is(b"expect") => Special::Expect,
        7 if is(b"upgrade") => Special::Upgrade,
        10 if is(b"connection") => Special::Connection,
        14 if is(b"content-length") => Special::ContentLength,
        16 if is(b"proxy-connection") => Special::Connection,
        17 if is(b"transfer-encoding") => Special::TransferEncoding,
        _ => Special::None,
    }
}

/// The index of the byte that a length's error is about: what follows white space, not the space.
fn non_space(value: &[u8], index: usize) -> usize {
    let rest = &value[index..];
    index + rest.iter().position(|byte| *byte != b' ').unwrap_or(0)
}

const TOKEN: u8 = 1;
const VALUE: u8 = 2;

/// Which bytes may stand in a token and in a header's value.
static CLASSES: [u8; 256] = classes();

const fn classes() -> [u8; 256] {
    let mut table = [0; 256];
    let mut byte = 0_usize;
    while byte < 256 {
        let is_alphanumeric = (byte as u8).is_ascii_alphanumeric();
        let is_mark = matches!(
            byte as u8,
            b'!' | b'#' | b'$' | b'%' | b'&' | b'\'' | b'*' | b'+' | b'-' | b'.' | b'^' | b'_' | b'`' | b'|' | b'~'
        );
        if is_alphanumeric || is_mark {
            table[byte] |= TOKEN;
        }
        if byte == 9 || (byte >= 0x20 && byte != 0x7f) {
            table[byte] |= VALUE;
        }
        byte += 1;
    }
    table
}

pub(super) fn is_token(byte: u8) -> bool {
    CLASSES[usize::from(byte)] & TOKEN != 0
}

fn is_value(byte: u8, is_lenient: bool, is_relaxed: bool) -> bool {
    CLASSES[usize::from(byte)] & VALUE != 0
        || (is_lenient && !matches!(byte, b'\r' | b'\n'))
        || (is_relaxed && !matches!(byte, b'\r' | b'\n' | 0))
}

fn shift(failure: Failure, by: usize) -> Failure {
    Failure { at: failure.at + by, ..failure }
}

fn invalid_url(reason: &'static str, at: usize) -> Failure {
    Failure { code: "HPE_INVALID_URL", reason, at }
}

fn invalid_version(reason: &'static str, at: usize) -> Failure {
    Failure { code: "HPE_INVALID_VERSION", reason, at }
}

fn invalid_status(reason: &'static str, at: usize) -> Failure {
    Failure { code: "HPE_INVALID_STATUS", reason, at }
}

fn invalid_token(reason: &'static str, at: usize) -> Failure {
    Failure { code: "HPE_INVALID_HEADER_TOKEN", reason, at }
}

fn return_expected(reason: &'static str, at: usize) -> Failure {
    Failure { code: "HPE_CR_EXPECTED", reason, at }
}

fn strict(reason: &'static str, at: usize) -> Failure {
    Failure { code: "HPE_STRICT", reason, at }
}

fn overflow(at: usize) -> Failure {
    Failure { code: "HPE_HEADER_OVERFLOW", reason: "Header overflow", at }
}

#[cfg(test)]
mod tests {
    use super::*;

    use serde_json::Value;

    /// What a parser makes of `pieces`, as `llhttp.mjs` writes it down.
    fn events(kind: Kind, pieces: &[Vec<u8>], options: Options) -> Vec<String> {
        let mut parser = Parser::new(kind, options);
        let mut found = Vec::new();
        for piece in pieces {
            if let Err(failure) = feed(&mut parser, piece, &mut found) {
                found.push(format!("error {} {}", failure.code, failure.reason));
                return found;
            }
        }
        match parser.finish() {
            Ok(Event::Complete { .. }) => found.push("complete".into()),
            Ok(_) => {}
            Err(failure) => found.push(format!("finish-error {} {}", failure.code, failure.reason)),
        }
        found
    }

    fn feed(parser: &mut Parser, piece: &[u8], found: &mut Vec<String>) -> Result<(), Failure> {
        let mut used = 0;
        loop {
            let step = parser.step(&piece[used..])?;
            let rest = &piece[used..];
            used += step.used;
            match step.event {
                Event::NeedMore => return Ok(()),
                Event::Upgraded => {
                    found.push(format!("upgraded {used}"));
                    return Ok(());
                }
                Event::Head => found.push(head(parser, rest)),
                Event::Body(range) => found.push(format!("body {}", text(&rest[range]))),
                Event::Complete { has_trailers } => {
                    if has_trailers {
                        found.push(format!("trailers {}", headers(parser, rest)));
                    }
                    found.push("complete".into());
                }
            }
        }
    }

    fn head(parser: &Parser, piece: &[u8]) -> String {
        let head = parser.head();
        let bytes = parser.head_bytes(piece);
        let start = match head.method {
            Some(method) => format!("{} {}", method.0, text(head.text.of(bytes))),
            None => format!("{} {}", head.status, text(head.text.of(bytes))),
        };
        let (major, minor) = (head.major, head.minor);
        format!("head {major}.{minor} {start} [{}] {} {}", headers(parser, piece), head.is_upgrade, head.keeps_alive)
    }

    fn headers(parser: &Parser, piece: &[u8]) -> String {
        let bytes = parser.head_bytes(piece);
        let pairs = parser.head().headers.iter();
        let texts: Vec<String> =
            pairs.flat_map(|header| [text(header.name.of(bytes)), text(&header.value_of(bytes))]).collect();
        texts.join("|")
    }

    fn text(bytes: &[u8]) -> String {
        bytes.iter().copied().map(char::from).collect()
    }

    /// Bodies in one piece, whatever the pieces of the input were.
    fn joined(events: Vec<String>) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        for event in events {
            match (event.strip_prefix("body "), found.last_mut().filter(|last| last.starts_with("body "))) {
                (Some(more), Some(last)) => last.push_str(more),
                _ => found.push(event),
            }
        }
        found
    }

    fn bytes(piece: &Value) -> Vec<u8> {
        piece.as_str().expect("a piece is text").chars().map(|c| c as u8).collect()
    }

    #[test]
    fn it_says_what_nodes_parser_says() {
        let cases: Vec<Value> = serde_json::from_str(include_str!("llhttp.json")).expect("Node wrote it");
        let mut wrong = Vec::new();
        for case in &cases {
            let kind = if case["kind"] == "request" { Kind::Request } else { Kind::Response };
            let options = Options {
                max_header_bytes: case["maxHeaderSize"].as_u64().expect("a number") as usize,
                is_lenient: case["lenient"] == true,
                relaxes_values: false,
                max_headers: usize::MAX,
            };
            let pieces: Vec<Vec<u8>> = case["pieces"].as_array().expect("a list").iter().map(bytes).collect();
            let expected: Vec<String> = case["events"]
                .as_array()
                .expect("a list")
                .iter()
                .map(|event| event.as_str().expect("text").to_owned())
                .collect();
            let found = joined(events(kind, &pieces, options));
            if found != expected {
                wrong.push(format!("{:?}\n  expected {expected:?}\n  found    {found:?}", case["pieces"]));
            }
            // One byte at a time, the same comes out; only where the limit of a head strikes may differ.
            let single: Vec<Vec<u8>> = pieces.iter().flatten().map(|byte| vec![*byte]).collect();
            let upgraded = expected.iter().any(|event| event.starts_with("upgraded"));
            if !upgraded && joined(events(kind, &single, options)) != expected {
                wrong.push(format!(
                    "{:?} by single bytes: {:?}",
                    case["pieces"],
                    joined(events(kind, &single, options))
                ));
            }
        }
        assert!(wrong.is_empty(), "{} of {} differ:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
    }
}
