//! The connections of `node:http`'s native servers: what is read, parsed and written without JavaScript.
//!
//! A connection has at most one *exchange*: a request and its answer. The next request on it is parsed when the exchange
//! is over, so answers never wait for each other. [`Connections::next`] says, one by one, what JavaScript has to hear of;
//! the event loop makes a turn of each.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, VecDeque};
use std::io;
use std::os::fd::{AsRawFd, OwnedFd, RawFd};

use super::header_cache::{HeaderCache, Place};
use super::parser::{self, Failure, Head, Header, Kind, Options, Parser};
use crate::poller::{Poller, Source, Wanted};
use crate::slots::{Number, Slots};
use crate::sockets;

/// A connection's number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct ConnectionId(pub(crate) u32);

impl Number for ConnectionId {
    fn new(number: u32) -> Self {
        Self(number)
    }

    fn get(self) -> u32 {
        self.0
    }
}

/// How much one read takes at most.
const READ_BYTES: usize = 64 * 1024;
/// How much output waits for the rest of a piece to be parsed.
const MAX_CORKED_BYTES: usize = 64 * 1024;
/// How much is read of later requests while an exchange is under way.
const MAX_WAITING_BYTES: usize = 64 * 1024;
/// Memory for output that is kept from answer to answer.
const KEPT_OUTPUT_BYTES: usize = 4 * 1024;
/// How many parsers wait for their next connection.
const MAX_IDLE_PARSERS: usize = 64;

/// What JavaScript has to hear of.
pub(crate) enum Event {
    Request(Request),
    Body(Vec<u8>),
    /// The request is whole. Its trailers, names and values in turn.
    BodyEnd(Vec<Vec<u8>>),
    /// The connection is not for the native side from here: another protocol's, whose bytes begin with the head that said so,
    /// or one with several requests under way at once, whose bytes begin with the next.
    HandOver(Vec<u8>),
    /// What came is no request. The bytes are the piece that it was in.
    Failed(Failure, Vec<u8>),
    /// All output is gone that JavaScript was told to wait for.
    Drained,
    /// The other side ended its direction while an exchange is under way.
    Ended,
    /// It is closed: 0, or the errno of why.
    Closed(i32),
}

/// The head of a request.
pub(crate) struct Request {
    /// See the `FLAG_` constants.
    pub(crate) flags: u32,
    pub(crate) method: u8,
    pub(crate) target: Vec<u8>,
    pub(crate) place: Place,
    /// Names and values in turn, unless the cache knows them.
    pub(crate) headers: Vec<Vec<u8>>,
}

pub(crate) const FLAG_KEEPS_ALIVE: u32 = 1;
pub(crate) const FLAG_HAS_BODY: u32 = 2;
pub(crate) const FLAG_HAS_EXPECT: u32 = 4;
/// The version's two numbers stand above the flags, four bits each.
const MAJOR_SHIFT: u32 = 8;
const MINOR_SHIFT: u32 = 12;

/// What comes after an answer.
pub(crate) enum After {
    Close,
    /// Another request, within so many milliseconds; 0 is any time.
    KeepAlive {
        for_ms: u32,
    },
}

#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, and most combinations happen")]
struct Connection {
    descriptor: OwnedFd,
    options: Options,
    /// There while a request is being read.
    parser: Option<Box<Parser>>,
    /// Bytes that were read and not parsed yet.
    input: Vec<u8>,
    /// Bytes that the kernel did not take yet, from `written` on.
    output: Vec<u8>,
    written: usize,
    /// Since the connection began.
    read_bytes: u64,
    written_bytes: u64,
    watched: Option<Wanted>,
    /// An exchange is under way.
    is_busy: bool,
    /// Its request has come whole.
    is_received: bool,
    /// Its answer has been given whole.
    is_answered: bool,
    /// JavaScript wants no more of the body for now.
    is_paused: bool,
    /// JavaScript waits for the output to be gone.
    wants_drain: bool,
    /// The kernel took no more of the output.
    is_blocked: bool,
    /// No further request is read; the connection is closed once the output is gone.
    is_closing: bool,
    /// Why what came is no request: what follows is none, either.
    failure: Option<Failure>,
    /// Nothing more comes from the other side.
    has_ended: bool,
    /// JavaScript has heard of that.
    is_end_told: bool,
    /// Nothing more may be written.
    is_shut: bool,
    is_referenced: bool,
    /// When the current request began (the connection, for its first), in the loop's milliseconds.
    began_ms: Option<u64>,
    has_head: bool,
    /// Until when it may stay idle.
    idle_until_ms: Option<u64>,
    keep_alive_ms: u32,
    is_in_idle_list: bool,
}

/// The piece that was read last and how much of it is parsed.
#[derive(Default)]
struct Piece {
    bytes: Vec<u8>,
    used: usize,
    /// All of it was found to be messages, as far as it goes.
    is_checked: bool,
}

impl Piece {
    fn clear(&mut self) {
        self.bytes.clear();
        self.used = 0;
        self.is_checked = false;
    }

    /// What is not parsed yet; the piece is empty then.
    fn take_rest(&mut self) -> Vec<u8> {
        let rest = self.bytes.split_off(self.used);
        self.clear();
        rest
    }

    /// Whether something in it is no message. It is looked at once, and only where more than a head is left of it.
    fn is_flawed(&mut self, head_bytes: usize, options: Options) -> bool {
        let rest = &self.bytes[self.used..];
        if self.is_checked || rest.len() == head_bytes {
            return false;
        }
        self.is_checked = true;
        let mut parser = Parser::new(Kind::Request, options);
        let mut used = 0;
        loop {
            match parser.step(&rest[used..]) {
                Err(_) => return true,
                Ok(parser::Step { event: parser::Event::NeedMore | parser::Event::Upgraded, .. }) => return false,
                Ok(step) => used += step.used,
            }
        }
    }
}

/// The connections of one thread.
#[derive(Default)]
pub(crate) struct Connections {
    open: RefCell<Slots<ConnectionId, Connection>>,
    /// How many keep the process alive.
    live_count: Cell<usize>,
    piece: RefCell<Piece>,
    /// The connection whose piece is being parsed, with more of it to come: its output waits.
    corked: Cell<Option<ConnectionId>>,
    cache: RefCell<HeaderCache>,
    #[expect(clippy::vec_box, reason = "they go from connection to connection without being copied")]
    parsers: RefCell<Vec<Box<Parser>>>,
    /// Connections with something to hear of that no descriptor reports.
    noticed: RefCell<VecDeque<(ConnectionId, Option<i32>)>>,
    /// Idle connections by their time to live, with the time when each was due when it was put there.
    idle: RefCell<BTreeMap<u32, VecDeque<(u64, ConnectionId)>>>,
    /// The loop's milliseconds.
    now_ms: Cell<u64>,
}

impl Connections {
    pub(crate) fn set_now(&self, now_ms: u64) {
        self.now_ms.set(now_ms);
    }

    /// Takes over an accepted, non-blocking socket.
    pub(crate) fn adopt(&self, poller: &Poller, socket: OwnedFd, options: Options) -> io::Result<ConnectionId> {
        let connection = Connection {
            descriptor: socket,
            options,
            parser: None,
            input: Vec::new(),
            output: Vec::new(),
            written: 0,
            read_bytes: 0,
            written_bytes: 0,
            watched: None,
            is_busy: false,
            is_received: false,
            is_answered: false,
            is_paused: false,
            wants_drain: false,
            is_blocked: false,
            is_closing: false,
            failure: None,
            has_ended: false,
            is_end_told: false,
            is_shut: false,
            is_referenced: true,
            began_ms: Some(self.now_ms.get()),
            has_head: false,
            idle_until_ms: None,
            keep_alive_ms: 0,
            is_in_idle_list: false,
        };
        let id = self.open.borrow_mut().insert(connection);
        let id = id.ok_or_else(|| io::Error::from_raw_os_error(libc::EMFILE))?;
        self.live_count.set(self.live_count.get() + 1);
        self.with(id, |connection| connection.watch(poller, id));
        Ok(id)
    }

    /// Reads what has come; what is to be heard of it, [`Connections::next`] says.
    pub(crate) fn receive(&self, poller: &Poller, id: ConnectionId) {
        let mut piece = self.piece.borrow_mut();
        piece.clear();
        piece.bytes.reserve(READ_BYTES);
        let Some(descriptor) = self.with(id, |connection| connection.descriptor.as_raw_fd()) else { return };
        // SAFETY: the vector has room for `READ_BYTES`; the kernel says how many of them it filled.
        let count = unsafe { libc::recv(descriptor, piece.bytes.as_mut_ptr().cast(), READ_BYTES, libc::MSG_DONTWAIT) };
        match usize::try_from(count) {
            Ok(0) => {
                drop(piece);
                self.end_of_input(poller, id);
            }
            Ok(count) => {
                // SAFETY: the kernel has filled `count` bytes, at most the capacity.
                unsafe { piece.bytes.set_len(count) };
                self.with(id, |connection| {
                    if connection.began_ms.is_none() && !connection.is_busy {
                        connection.began_ms = Some(self.now_ms.get());
                    }
                    connection.read_bytes += count as u64;
                    if let Some(due_ms) = &mut connection.idle_until_ms {
                        *due_ms = self.now_ms.get() + u64::from(connection.keep_alive_ms);
                    }
                });
            }
            Err(_) => {
                drop(piece);
                let errno = io::Error::last_os_error().raw_os_error().unwrap_or(libc::EIO);
                if errno != libc::EAGAIN && errno != libc::EINTR {
                    self.close(poller, id, errno);
                }
            }
        }
    }

    fn end_of_input(&self, poller: &Poller, id: ConnectionId) {
        self.with(id, |connection| {
            connection.has_ended = true;
            connection.watch(poller, id);
        });
        self.look_again(id);
    }

    /// The connection has something to say that its descriptor does not report.
    fn look_again(&self, id: ConnectionId) {
        self.noticed.borrow_mut().push_back((id, None));
    }

    /// Writes on when the kernel takes more.
    pub(crate) fn on_writable(&self, poller: &Poller, id: ConnectionId) {
        self.flush(poller, id);
    }

    /// What JavaScript has to hear of next on this connection; `None` when it is to wait.
    pub(crate) fn next(&self, poller: &Poller, id: ConnectionId) -> Option<Event> {
        loop {
            let step = self.with(id, |connection| self.step(connection, id));
            match step {
                Some(Step::Wait) if self.is_exchange_over(id) => self.end_exchange(poller, id),
                None | Some(Step::Wait) => {
                    self.keep_rest(poller, id);
                    return None;
                }
                Some(Step::Event(event)) => return Some(event),
            }
        }
    }

    fn step(&self, connection: &mut Connection, id: ConnectionId) -> Step {
        if connection.is_paused || connection.is_closing {
            return Step::Wait;
        }
        let mut piece = self.piece.borrow_mut();
        if let Some(failure) = connection.failure {
            let bytes = piece.take_rest();
            return if bytes.is_empty() { Step::Wait } else { Step::Event(Event::Failed(failure, bytes)) };
        }
        if connection.is_busy && connection.is_received {
            return connection.hand_over_next(&mut piece);
        }
        let mut parser = match connection.parser.take() {
            Some(parser) => parser,
            None if piece.used == piece.bytes.len() => return Step::Wait,
            None => self.parser(connection.options),
        };
        let rest = &piece.bytes[piece.used..];
        let result = parser.step(rest);
        if let Ok(parser::Step { used, event: parser::Event::Head }) = result
            && !parser.is_head_saved()
            && piece.is_flawed(used, connection.options)
        {
            // What belongs to one request and what to the next decides what is answered before the refusal.
            self.recycle(parser);
            connection.is_paused = true;
            return Step::Event(Event::HandOver(piece.take_rest()));
        }
        let rest = &piece.bytes[piece.used..];
        let outcome = match &result {
            Ok(step) => connection.take_step(step, &mut parser, rest, &self.cache),
            Err(failure) => {
                connection.failure = Some(*failure);
                let failure = Failure { at: piece.used + failure.at, ..*failure };
                Step::Event(Event::Failed(failure, piece.bytes.clone()))
            }
        };
        piece.used = result.map_or(piece.bytes.len(), |step| piece.used + step.used);
        if !connection.is_busy && connection.began_ms.is_none() && !parser.is_between_messages() {
            connection.began_ms = Some(self.now_ms.get());
        }
        let has_rest = piece.used < piece.bytes.len();
        self.corked.set(has_rest.then_some(id));
        if parser.is_between_messages() && !matches!(outcome, Step::Event(Event::Failed(..))) {
            self.recycle(parser);
        } else {
            connection.parser = Some(parser);
        }
        outcome
    }

    fn is_exchange_over(&self, id: ConnectionId) -> bool {
        self.with(id, |connection| connection.is_busy && connection.is_received && connection.is_answered) == Some(true)
    }

    fn parser(&self, options: Options) -> Box<Parser> {
        match self.parsers.borrow_mut().pop() {
            Some(mut parser) => {
                parser.reset(options);
                parser
            }
            None => Box::new(Parser::new(Kind::Request, options)),
        }
    }

    fn recycle(&self, parser: Box<Parser>) {
        let mut parsers = self.parsers.borrow_mut();
        if parsers.len() < MAX_IDLE_PARSERS {
            parsers.push(parser);
        }
    }

    /// The rest of the piece waits with its connection, and what was written meanwhile goes out.
    fn keep_rest(&self, poller: &Poller, id: ConnectionId) {
        self.corked.set(None);
        let mut piece = self.piece.borrow_mut();
        self.with(id, |connection| {
            connection.input.extend_from_slice(&piece.bytes[piece.used..]);
            connection.watch(poller, id);
            if connection.has_ended && !connection.is_end_told && connection.input.is_empty() {
                self.look_again(id);
            }
        });
        piece.clear();
        drop(piece);
        self.flush(poller, id);
    }

    /// A connection that has something to say without its descriptor: its bytes are the piece again.
    pub(crate) fn take_notice(&self, poller: &Poller) -> Option<(ConnectionId, Option<Event>)> {
        let (id, closed) = self.noticed.borrow_mut().pop_front()?;
        if let Some(errno) = closed {
            return Some((id, Some(Event::Closed(errno))));
        }
        let mut piece = self.piece.borrow_mut();
        piece.clear();
        let event = self.with(id, |connection| {
            if connection.wants_drain && connection.output.is_empty() {
                connection.wants_drain = false;
                self.look_again(id);
                return Some(Event::Drained);
            }
            std::mem::swap(&mut piece.bytes, &mut connection.input);
            connection.after_end(&piece.bytes)
        });
        drop(piece);
        let event = event.flatten();
        if event.is_none() && self.with(id, |connection| connection.is_over()) == Some(true) {
            self.close_when_written(poller, id);
        }
        Some((id, event))
    }

    pub(crate) fn has_notices(&self) -> bool {
        !self.noticed.borrow().is_empty()
    }

    /// Adds to the output and sends what the kernel takes, once for all answers to requests that came in one piece. Returns
    /// how many bytes are left to be written; `None` if the connection is closed.
    pub(crate) fn write(&self, poller: &Poller, id: ConnectionId, add: impl FnOnce(&mut Vec<u8>)) -> Option<usize> {
        let waiting = self.with(id, |connection| {
            if !connection.is_shut {
                add(&mut connection.output);
            }
            connection.output.len() - connection.written
        })?;
        if self.corked.get() == Some(id) && waiting <= MAX_CORKED_BYTES {
            return Some(0);
        }
        self.flush(poller, id);
        Some(self.with(id, |connection| connection.output.len() - connection.written).unwrap_or(0))
    }

    /// Sends what waits for the rest of a piece to be parsed, before the process ends.
    pub(crate) fn flush_corked(&self, poller: &Poller) {
        if let Some(id) = self.corked.take() {
            self.flush(poller, id);
        }
    }

    /// [`Event::Drained`] is to tell when the output is gone.
    pub(crate) fn want_drain(&self, id: ConnectionId) {
        let is_gone = self.with(id, |connection| {
            connection.wants_drain = true;
            connection.output.is_empty()
        });
        if is_gone == Some(true) {
            self.look_again(id);
        }
    }

    /// The answer is whole.
    pub(crate) fn finish(&self, poller: &Poller, id: ConnectionId, after: After) {
        self.with(id, |connection| connection.is_answered = true);
        match after {
            After::Close => self.close_when_written(poller, id),
            After::KeepAlive { for_ms } => {
                self.with(id, |connection| connection.keep_alive_ms = for_ms);
                self.end_exchange(poller, id);
            }
        }
    }

    /// When request and answer are whole, the connection is free for the next.
    fn end_exchange(&self, poller: &Poller, id: ConnectionId) {
        let is_over = self.with(id, |connection| {
            if !connection.is_answered {
                return false;
            }
            if !connection.is_received {
                return false;
            }
            connection.is_busy = false;
            connection.is_answered = false;
            connection.is_received = false;
            connection.has_head = false;
            connection.began_ms = None;
            true
        });
        if is_over != Some(true) {
            return;
        }
        let has_more = self.with(id, |connection| {
            if !connection.input.is_empty() || connection.has_ended {
                return true;
            }
            let keep_alive_ms = connection.keep_alive_ms;
            if keep_alive_ms > 0 {
                let due_ms = self.now_ms.get() + u64::from(keep_alive_ms);
                connection.idle_until_ms = Some(due_ms);
                if !std::mem::replace(&mut connection.is_in_idle_list, true) {
                    self.idle.borrow_mut().entry(keep_alive_ms).or_default().push_back((due_ms, id));
                }
            }
            connection.watch(poller, id);
            false
        });
        if has_more == Some(true) {
            self.look_again(id);
        }
    }

    /// Stops or goes on to read the body.
    pub(crate) fn set_paused(&self, poller: &Poller, id: ConnectionId, is_paused: bool) {
        let has_input = self.with(id, |connection| {
            connection.is_paused = is_paused;
            connection.watch(poller, id);
            !is_paused && (!connection.input.is_empty() || connection.has_ended)
        });
        if has_input == Some(true) && self.corked.get() != Some(id) {
            self.look_again(id);
        }
    }

    /// Ends the sending direction once the output is gone; what comes after that is dropped.
    pub(crate) fn shutdown(&self, poller: &Poller, id: ConnectionId) {
        self.flush(poller, id);
        self.with(id, |connection| {
            connection.is_shut = true;
            connection.shut_if_written();
        });
    }

    /// Closes the connection once its output is gone.
    pub(crate) fn close_when_written(&self, poller: &Poller, id: ConnectionId) {
        let is_written = self.with(id, |connection| {
            connection.is_closing = true;
            connection.output.is_empty()
        });
        match is_written {
            Some(true) => self.close(poller, id, 0),
            Some(false) => self.flush(poller, id),
            None => {}
        }
    }

    /// Closes the connection now, with what the kernel takes of its output; [`Event::Closed`] tells.
    pub(crate) fn close(&self, poller: &Poller, id: ConnectionId, errno: i32) {
        if errno == 0 {
            self.with(id, |connection| connection.send().ok());
        }
        if self.remove(poller, id).is_some() {
            self.noticed.borrow_mut().push_back((id, Some(errno)));
        }
    }

    /// Closes it with a reset.
    pub(crate) fn reset(&self, poller: &Poller, id: ConnectionId) {
        if let Some(descriptor) = self.descriptor(id) {
            let _ = sockets::reset_on_close(descriptor);
        }
        self.close(poller, id, 0);
    }

    /// Gives the descriptor up, still open, to whoever goes on with it.
    pub(crate) fn detach(&self, poller: &Poller, id: ConnectionId) -> Option<OwnedFd> {
        self.with(id, |connection| connection.send().ok());
        Some(self.remove(poller, id)?.descriptor)
    }

    fn remove(&self, poller: &Poller, id: ConnectionId) -> Option<Box<Connection>> {
        let connection = self.open.borrow_mut().remove(id)?;
        if connection.watched.is_some() {
            poller.remove(connection.descriptor.as_raw_fd());
        }
        if connection.is_referenced {
            self.live_count.set(self.live_count.get() - 1);
        }
        Some(connection)
    }

    pub(crate) fn descriptor(&self, id: ConnectionId) -> Option<RawFd> {
        self.with(id, |connection| connection.descriptor.as_raw_fd())
    }

    /// How many bytes were read, and how many written or given to be written.
    pub(crate) fn bytes(&self, id: ConnectionId) -> (u64, u64) {
        let bytes = self.with(id, |connection| {
            let waiting = connection.output.len() - connection.written;
            (connection.read_bytes, connection.written_bytes + waiting as u64)
        });
        bytes.unwrap_or_default()
    }

    pub(crate) fn set_referenced(&self, id: ConnectionId, is_referenced: bool) {
        let was = self.with(id, |connection| std::mem::replace(&mut connection.is_referenced, is_referenced));
        match (was, is_referenced) {
            (Some(true), false) => self.live_count.set(self.live_count.get() - 1),
            (Some(false), true) => self.live_count.set(self.live_count.get() + 1),
            _ => {}
        }
    }

    /// Whether a connection is left that keeps the process alive.
    pub(crate) fn is_alive(&self) -> bool {
        self.live_count.get() > 0 || self.has_notices()
    }

    /// The connections whose request takes longer than the limits allow, in milliseconds; 0 is no limit.
    pub(crate) fn expired(&self, headers_ms: u64, request_ms: u64) -> Vec<ConnectionId> {
        let now_ms = self.now_ms.get();
        let is_over = |since: u64, limit: u64| limit > 0 && now_ms.saturating_sub(since) >= limit;
        self.ids(|connection| {
            connection
                .began_ms
                .is_some_and(|since| (!connection.has_head && is_over(since, headers_ms)) || is_over(since, request_ms))
        })
    }

    /// The connections that have had a request and wait for another.
    pub(crate) fn idle(&self) -> Vec<ConnectionId> {
        self.ids(|connection| !connection.is_busy && connection.began_ms.is_none() && connection.output.is_empty())
    }

    fn ids(&self, is_wanted: impl Fn(&Connection) -> bool) -> Vec<ConnectionId> {
        let open = self.open.borrow();
        open.iter().filter(|(_, connection)| is_wanted(connection)).map(|(id, _)| id).collect()
    }

    /// When the first idle connection is to be closed.
    pub(crate) fn deadline_ms(&self) -> Option<u64> {
        let mut idle = self.idle.borrow_mut();
        idle.values_mut().filter_map(|list| self.first_due(list)).min()
    }

    /// When the first of a list is due. One that was used meanwhile leaves the list, or goes to its end if it is idle again.
    fn first_due(&self, list: &mut VecDeque<(u64, ConnectionId)>) -> Option<u64> {
        while let Some(&(due_ms, id)) = list.front() {
            let now_due = self.with(id, |connection| {
                connection.is_in_idle_list = connection.idle_until_ms.is_some();
                connection.idle_until_ms
            });
            if now_due == Some(Some(due_ms)) {
                return Some(due_ms);
            }
            list.pop_front();
            list.extend(now_due.flatten().map(|due_ms| (due_ms, id)));
        }
        None
    }

    /// Closes the connections that were idle for too long.
    pub(crate) fn close_expired(&self, poller: &Poller) {
        let now_ms = self.now_ms.get();
        let mut expired = Vec::new();
        for list in self.idle.borrow_mut().values_mut() {
            while self.first_due(list).is_some_and(|due_ms| due_ms <= now_ms) {
                expired.extend(list.pop_front().map(|(_, id)| id));
            }
        }
        for id in expired {
            self.close(poller, id, 0);
        }
    }

    fn with<T>(&self, id: ConnectionId, act: impl FnOnce(&mut Connection) -> T) -> Option<T> {
        self.open.borrow_mut().get_mut(id).map(act)
    }

    fn flush(&self, poller: &Poller, id: ConnectionId) {
        let flushed = self.with(id, |connection| {
            let result = connection.send();
            connection.watch(poller, id);
            result.map(|()| connection.output.is_empty())
        });
        match flushed {
            Some(Err(errno)) => self.close(poller, id, errno),
            Some(Ok(true)) => self.on_flushed(poller, id),
            Some(Ok(false)) | None => {}
        }
    }

    fn on_flushed(&self, poller: &Poller, id: ConnectionId) {
        let (closes, is_waited_for) = self
            .with(id, |connection| {
                connection.shut_if_written();
                let has_waiting = connection.is_busy && connection.is_received && !connection.input.is_empty();
                (connection.is_closing, connection.wants_drain || has_waiting)
            })
            .unwrap_or_default();
        if is_waited_for && self.corked.get() != Some(id) {
            self.look_again(id);
        } else if closes {
            self.close(poller, id, 0);
        }
    }
}

/// What [`Connections::step`] found.
enum Step {
    Event(Event),
    Wait,
}

impl Connection {
    /// What to wait for, told to the kernel where it changed.
    fn watch(&mut self, poller: &Poller, id: ConnectionId) {
        let is_full = self.input.len() >= MAX_WAITING_BYTES;
        let wanted =
            Wanted { read: !self.has_ended && !self.is_paused && !is_full && !self.is_closing, write: self.is_blocked };
        if self.watched == Some(wanted) {
            return;
        }
        let descriptor = self.descriptor.as_raw_fd();
        let source = Source::Http(id);
        if wanted == Wanted::default() {
            if self.watched.take().is_some() {
                poller.remove(descriptor);
            }
            return;
        }
        let told = match self.watched {
            None => poller.add(descriptor, source, wanted),
            Some(_) => poller.change(descriptor, source, wanted),
        };
        self.watched = told.is_ok().then_some(wanted);
    }

    /// Sends what the kernel takes; the errno of what went wrong.
    fn send(&mut self) -> Result<(), i32> {
        self.is_blocked = false;
        while self.written < self.output.len() {
            let rest = &self.output[self.written..];
            // SAFETY: `rest` is valid for reads of its length during the call.
            let sent = unsafe {
                libc::send(
                    self.descriptor.as_raw_fd(),
                    rest.as_ptr().cast(),
                    rest.len(),
                    libc::MSG_DONTWAIT | libc::MSG_NOSIGNAL,
                )
            };
            match usize::try_from(sent) {
                Ok(count) => {
                    self.written += count;
                    self.written_bytes += count as u64;
                }
                Err(_) => match io::Error::last_os_error().raw_os_error() {
                    Some(libc::EINTR) => {}
                    Some(libc::EAGAIN) => {
                        self.is_blocked = true;
                        return Ok(());
                    }
                    errno => return Err(errno.unwrap_or(libc::EIO)),
                },
            }
        }
        self.output.clear();
        self.written = 0;
        if self.output.capacity() > KEPT_OUTPUT_BYTES || (!self.is_busy && self.output.capacity() > 0) {
            self.output = Vec::new();
        }
        Ok(())
    }

    fn shut_if_written(&mut self) {
        if self.is_shut && self.output.is_empty() {
            sockets::end_sending(self.descriptor.as_raw_fd());
        }
    }

    /// Whether nothing will ever happen on it again.
    fn is_over(&self) -> bool {
        self.has_ended && !self.is_busy && self.input.is_empty() && self.parser.is_none()
    }

    /// What there is to hear of when the other side has ended and nothing is left to be parsed.
    fn after_end(&mut self, input: &[u8]) -> Option<Event> {
        if !self.has_ended || self.is_end_told || !input.is_empty() || self.is_paused {
            return None;
        }
        if let Some(parser) = self.parser.as_mut().filter(|_| self.failure.is_none())
            && let Err(failure) = parser.finish()
        {
            self.failure = Some(failure);
            return Some(Event::Failed(failure, Vec::new()));
        }
        let is_heard_of = self.is_busy || self.failure.is_some();
        self.is_end_told |= is_heard_of;
        is_heard_of.then_some(Event::Ended)
    }

    fn take_step(
        &mut self,
        step: &parser::Step,
        parser: &mut Parser,
        piece: &[u8],
        cache: &RefCell<HeaderCache>,
    ) -> Step {
        match &step.event {
            parser::Event::NeedMore | parser::Event::Upgraded => Step::Wait,
            parser::Event::Head => self.take_head(parser, piece, step.used, cache),
            parser::Event::Body(range) => Step::Event(Event::Body(piece[range.clone()].to_vec())),
            parser::Event::Complete { has_trailers } => {
                self.is_received = true;
                let trailers = if *has_trailers { texts(parser.head(), parser.head_bytes(piece)) } else { Vec::new() };
                Step::Event(Event::BodyEnd(trailers))
            }
        }
    }

    fn take_head(&mut self, parser: &mut Parser, piece: &[u8], used: usize, cache: &RefCell<HeaderCache>) -> Step {
        self.idle_until_ms = None;
        if parser.head().is_upgrade {
            let mut bytes = parser.head_bytes(piece).to_vec();
            if parser.is_head_saved() {
                bytes.extend_from_slice(&piece[used..]);
            }
            self.is_paused = true;
            return Step::Event(Event::HandOver(bytes));
        }
        let has_body = parser.has_body();
        let request = request(parser.head(), parser.head_bytes(piece), has_body, cache);
        self.is_busy = true;
        self.is_answered = false;
        self.has_head = true;
        self.is_received = !has_body;
        if !has_body {
            // Nothing follows; the parser is done with the message.
            self.began_ms = None;
            let completed = parser.step(&[]);
            debug_assert!(matches!(completed, Ok(parser::Step { event: parser::Event::Complete { .. }, .. })));
        }
        Step::Event(Event::Request(request))
    }

    /// A further request has come before the answer to this one was given whole: requests that are under way at the same time
    /// are not for a native connection. While output is left that the kernel did not take, the request waits.
    fn hand_over_next(&mut self, piece: &mut Piece) -> Step {
        let rest = &piece.bytes[piece.used..];
        let is_empty = rest.iter().all(|byte| matches!(byte, b'\r' | b'\n'));
        if is_empty || self.is_answered || self.wants_drain || self.send().is_err() || !self.output.is_empty() {
            return Step::Wait;
        }
        self.is_paused = true;
        Step::Event(Event::HandOver(piece.take_rest()))
    }
}

fn request(head: &Head, bytes: &[u8], has_body: bool, cache: &RefCell<HeaderCache>) -> Request {
    let mut flags = u32::from(head.major) << MAJOR_SHIFT | u32::from(head.minor) << MINOR_SHIFT;
    let mut set = |flag, is_set| flags |= if is_set { flag } else { 0 };
    set(FLAG_KEEPS_ALIVE, head.keeps_alive);
    set(FLAG_HAS_BODY, has_body);
    set(FLAG_HAS_EXPECT, head.has_expect);
    let block = match (head.headers.first(), head.headers.last()) {
        (Some(first), Some(last)) => &bytes[first.name.start as usize..last.value.end as usize],
        _ => &[],
    };
    let place = cache.borrow_mut().place(block);
    let headers = if matches!(place, Place::Known(_)) { Vec::new() } else { texts(head, bytes) };
    let method = head.method.map_or(0, |method| method.0);
    Request { flags, method, target: head.text.of(bytes).to_vec(), place, headers }
}

/// Names and values in turn.
fn texts(head: &Head, bytes: &[u8]) -> Vec<Vec<u8>> {
    let pair = |header: &Header| [header.name.of(bytes).to_vec(), header.value_of(bytes).into_owned()];
    head.headers.iter().flat_map(pair).collect()
}
