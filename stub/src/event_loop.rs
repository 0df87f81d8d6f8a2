//! The event loop: libuv's phases, and the only place that starts a turn of JavaScript.
//!
//! Words: a *turn* is one entry into JavaScript at depth 0, with everything that Node runs after it (`nextTick`
//! callbacks, microtasks, rejections). The *phases* are libuv's: timers, poll, check (immediates), closing; timers come
//! once before the first poll and after each one (libuv 1.45, `uv_run`).

use std::cell::Cell;
use std::time::{Duration, Instant};

use crate::datagrams::{DatagramEvent, DatagramsId};
use crate::http::connections::ConnectionId;
use crate::native::http_server;
use crate::native::performance::Milestone;
use crate::native::{ToJs, socket_address};
use crate::poller::{Ready, Source};
use crate::streams::{Input, Kind, Notice, StreamId};
use crate::thread::{Hook, ThreadState};
use crate::wakeups::Wakeup;

/// The loop's clock and the one native deadline that JavaScript's timer lists keep up to date.
pub(crate) struct Timers {
    started: Instant,
    /// The clock at the last update, in milliseconds since the loop's start.
    now_ms: Cell<u64>,
    due_ms: Cell<Option<u64>>,
    referenced: Cell<bool>,
}

impl Default for Timers {
    fn default() -> Self {
        Self { started: Instant::now(), now_ms: Cell::new(0), due_ms: Cell::new(None), referenced: Cell::new(false) }
    }
}

impl Timers {
    pub(crate) fn update(&self) -> u64 {
        self.now_ms.set(self.started.elapsed().as_millis() as u64);
        self.now_ms.get()
    }

    pub(crate) fn now_ms(&self) -> u64 {
        self.now_ms.get()
    }

    /// Asks for one call of `processTimers`, `delay_ms` from the loop's time.
    pub(crate) fn schedule(&self, delay_ms: u64) {
        self.due_ms.set(Some(self.now_ms.get() + delay_ms.max(1)));
    }

    pub(crate) fn set_referenced(&self, referenced: bool) {
        self.referenced.set(referenced);
    }

    pub(crate) fn is_referenced(&self) -> bool {
        self.referenced.get() && self.due_ms.get().is_some()
    }

    fn take_due(&self) -> bool {
        let is_due = self.due_ms.get().is_some_and(|due| due <= self.now_ms.get());
        if is_due {
            self.due_ms.set(None);
        }
        is_due
    }

    /// When `processTimers` is to be called.
    pub(crate) fn deadline(&self) -> Option<Instant> {
        self.due_ms.get().map(|due| self.instant(due))
    }

    /// The time that is so many milliseconds after the loop's start.
    pub(crate) fn instant(&self, since_start_ms: u64) -> Instant {
        self.started + Duration::from_millis(since_start_ms)
    }
}

/// Runs one turn: `body`, then everything Node runs after a callback. An exception nobody catches goes to the
/// standard library, which handles it or ends the process.
pub(crate) fn turn<'s>(scope: &mut v8::PinScope<'s, '_>, body: impl FnOnce(&mut v8::PinScope<'_, '_>)) {
    // What a throwing callback has queued waits for the end of the next turn, as in Node; when the standard library
    // handles an exception it sees to it that there is one.
    keeping_async_context(scope, |scope| {
        if guarded(scope, body) {
            drain(scope);
        }
    });
}

/// Runs `body`, whatever async context it leaves behind.
fn keeping_async_context(scope: &mut v8::PinScope<'_, '_>, body: impl FnOnce(&mut v8::PinScope<'_, '_>)) {
    v8::scope!(let scope, scope);
    let frame = scope.get_continuation_preserved_embedder_data();
    body(scope);
    scope.set_continuation_preserved_embedder_data(frame);
}

/// Runs the turn of the main module, after which the queues are drained even if it threw.
pub(crate) fn main_turn<'s>(scope: &mut v8::PinScope<'s, '_>, body: impl FnOnce(&mut v8::PinScope<'_, '_>)) {
    guarded(scope, body);
    drain(scope);
}

/// What Node runs after a callback: `nextTick` callbacks, microtasks and the report of rejections, until none is left
/// or one throws.
fn drain(scope: &mut v8::PinScope<'_, '_>) {
    let state = ThreadState::of(scope);
    if state.tick_info.get(0) == 0 {
        scope.perform_microtask_checkpoint();
    }
    if state.tick_info.get(0) == 0 && state.tick_info.get(1) == 0 {
        return;
    }
    guarded(scope, |scope| {
        Hook::ProcessTicks.call(scope, &[]);
    });
}

/// Runs `body`; false when it threw, and the exception has been dealt with.
fn guarded(scope: &mut v8::PinScope<'_, '_>, body: impl FnOnce(&mut v8::PinScope<'_, '_>)) -> bool {
    v8::scope!(let scope, scope);
    v8::tc_scope!(let scope, scope);
    body(scope);
    let Some(exception) = scope.exception() else { return true };
    let message = scope.message();
    scope.reset();
    crate::uncaught::handle(scope, exception, message, crate::uncaught::Origin::Callback);
    false
}

/// Runs the loop until nothing keeps the process alive; returns the process's exit code.
pub(crate) fn run(scope: &mut v8::PinScope<'_, '_>) -> i32 {
    let state = ThreadState::of(scope);
    state.milestones.reach(Milestone::LoopStart);
    loop {
        run_until_idle(scope);
        turn(scope, |scope| {
            Hook::BeforeExit.call(scope, &[]);
        });
        if !state.is_alive() {
            state.milestones.reach(Milestone::LoopExit);
            return exit_code(scope, None);
        }
    }
}

/// Emits `exit` and returns the code that the handlers leave. `decided` is the code of a fatal exception, which
/// becomes `process.exitCode` first.
pub(crate) fn exit_code(scope: &mut v8::PinScope<'_, '_>, decided: Option<i32>) -> i32 {
    let mut code = decided.unwrap_or(0);
    // After an exception that was handled, the second call only reads the code.
    for _ in 0..2 {
        let finished = guarded(scope, |scope| {
            let argument = match decided {
                Some(code) => v8::Integer::new(scope, code).into(),
                None => v8::undefined(scope).into(),
            };
            let left = Hook::Exit.call(scope, &[argument]);
            code = left.and_then(|code| code.int32_value(scope)).unwrap_or(code);
        });
        if finished {
            break;
        }
    }
    code
}

fn run_until_idle(scope: &mut v8::PinScope<'_, '_>) {
    let state = ThreadState::of(scope);
    state.timers.update();
    if !state.is_alive() {
        return run_wakeups(scope);
    }
    run_timers(scope);
    while state.is_alive() {
        poll(scope);
        run_immediates(scope);
        run_closed(scope);
        state.timers.update();
        run_timers(scope);
    }
}

fn run_timers(scope: &mut v8::PinScope<'_, '_>) {
    let state = ThreadState::of(scope);
    if !state.timers.take_due() {
        return;
    }
    keeping_async_context(scope, |scope| {
        let mut next = 0.0;
        while !guarded(scope, |scope| next = process_timers(scope)) {}
        if next != 0.0 {
            state.timers.set_referenced(next > 0.0);
            let delay = next.abs() - state.timers.now_ms() as f64;
            state.timers.schedule(if delay > 1.0 { delay as u64 } else { 1 });
        }
        // After that: what runs now may start and clear timers itself.
        drain(scope);
    });
}

/// Runs the timers that are due; returns when the next is, negative if no timer keeps the process alive, 0 if there is none.
fn process_timers(scope: &mut v8::PinScope<'_, '_>) -> f64 {
    let now = v8::Number::new(scope, ThreadState::of(scope).timers.now_ms() as f64).into();
    Hook::ProcessTimers.call(scope, &[now]).and_then(|next| next.number_value(scope)).unwrap_or(0.0)
}

fn run_immediates(scope: &mut v8::PinScope<'_, '_>) {
    let state = ThreadState::of(scope);
    if state.immediate_info.get(0) == 0 {
        return;
    }
    loop {
        turn(scope, |scope| {
            Hook::ProcessImmediate.call(scope, &[]);
        });
        // A throwing immediate leaves the others of its round outstanding.
        if state.immediate_info.get(2) == 0 {
            return;
        }
    }
}

/// Runs what other threads have queued, each completion in a turn of its own.
fn run_wakeups(scope: &mut v8::PinScope<'_, '_>) {
    let state = ThreadState::of(scope);
    for wakeup in state.wakeups.take() {
        v8::scope!(let scope, scope);
        match wakeup {
            Wakeup::Task(task) => task.run(),
            Wakeup::Completed(request, completion) => turn(scope, |scope| {
                if let Some(callback) = state.requests.take(scope, request) {
                    completion(scope, callback);
                }
            }),
        }
    }
}

/// Waits for the next event, as long as nothing else is due, and handles everything that has arrived.
fn poll(scope: &mut v8::PinScope<'_, '_>) {
    let state = ThreadState::of(scope);
    run_notices(scope);
    run_http_notices(scope);
    state.streams.apply_changes(&state.poller);
    state.watch_wakeups();
    let has_work = state.immediate_info.get(0) > 0
        || !state.wakeups.is_empty()
        || state.streams.has_notices()
        || !state.is_alive();
    let events = if has_work {
        state.poller.take()
    } else {
        state.milestones.waiting(|| state.poller.wait(state.next_deadline()))
    };
    let now_ms = state.timers.update();
    state.http.set_now(now_ms);
    state.http.close_expired(&state.poller);
    for event in events {
        match event.source {
            Source::Wakeups => state.wakeups.clear(),
            Source::Signals => run_signals(scope),
            Source::Stream(id) => run_stream(scope, id, event),
            Source::Datagrams(id) => run_datagrams(scope, id, event),
            Source::Http(id) => run_http(scope, id, event),
        }
    }
    run_wakeups(scope);
    run_notices(scope);
}

fn run_http(scope: &mut v8::PinScope<'_, '_>, id: ConnectionId, event: Ready) {
    let state = ThreadState::of(scope);
    if event.writable {
        state.http.on_writable(&state.poller, id);
    }
    if event.readable {
        state.http.receive(&state.poller, id);
        run_http_events(scope, id);
    }
    run_http_notices(scope);
}

fn run_http_events(scope: &mut v8::PinScope<'_, '_>, id: ConnectionId) {
    let state = ThreadState::of(scope);
    while let Some(event) = state.http.next(&state.poller, id) {
        turn(scope, |scope| http_server::tell(scope, id, event));
    }
}

/// What native HTTP connections have to say that no descriptor reports.
fn run_http_notices(scope: &mut v8::PinScope<'_, '_>) {
    let state = ThreadState::of(scope);
    while let Some((id, event)) = state.http.take_notice(&state.poller) {
        if let Some(event) = event {
            turn(scope, |scope| http_server::tell(scope, id, event));
        }
        run_http_events(scope, id);
    }
}

fn run_signals(scope: &mut v8::PinScope<'_, '_>) {
    for number in crate::native::signal::take() {
        turn(scope, |scope| {
            let number = v8::Integer::new(scope, number.into()).into();
            Hook::Signal.call(scope, &[number]);
        });
    }
}

/// How often one wake reads a stream that has more.
const READS_PER_EVENT: usize = 32;

/// A connection comes first, then what was received, as in libuv: so a reset is told by the read, not by a write.
fn run_stream(scope: &mut v8::PinScope<'_, '_>, id: StreamId, event: Ready) {
    let state = ThreadState::of(scope);
    if event.writable && state.streams.on_connected(id) {
        run_notices(scope);
    }
    if event.readable {
        read_stream(scope, id);
    }
    if event.writable && state.streams.flush(id) {
        run_notices(scope);
    }
}

fn read_stream(scope: &mut v8::PinScope<'_, '_>, id: StreamId) {
    let state = ThreadState::of(scope);
    for _ in 0..READS_PER_EVENT {
        let Some(input) = state.streams.input(id) else { return };
        run_input(scope, id, &input);
        if !input.has_more {
            return;
        }
    }
}

fn run_input(scope: &mut v8::PinScope<'_, '_>, id: StreamId, input: &Input) {
    turn(scope, |scope| {
        let state = ThreadState::of(scope);
        let has_bytes = input.kind == Kind::Read && input.status > 0;
        let bytes =
            if has_bytes { state.streams.received(scope, id, input.status) } else { v8::undefined(scope).into() };
        if let Some(owner) = state.streams.enter(scope, id) {
            call_owner(scope, owner, input.kind, input.status, bytes);
        }
    });
}

/// Reports what was over at once, each in a turn of its own.
fn run_notices(scope: &mut v8::PinScope<'_, '_>) {
    let state = ThreadState::of(scope);
    while let Some(notice) = state.streams.take_notice() {
        run_notice(scope, &notice);
    }
    loop {
        let next = state.datagrams.pending.borrow_mut().pop_front();
        let Some(event) = next else { return };
        run_datagram_event(scope, event);
    }
}

/// libuv's closing phase.
fn run_closed(scope: &mut v8::PinScope<'_, '_>) {
    let state = ThreadState::of(scope);
    for notice in state.streams.take_closed() {
        run_notice(scope, &notice);
    }
}

fn run_notice(scope: &mut v8::PinScope<'_, '_>, notice: &Notice) {
    turn(scope, |scope| {
        let owner = notice.enter(scope);
        let nothing = v8::undefined(scope).into();
        call_owner(scope, owner, notice.kind, notice.status, nothing);
    });
}

fn call_owner<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    owner: v8::Local<'s, v8::Value>,
    kind: Kind,
    status: i32,
    bytes: v8::Local<'s, v8::Value>,
) {
    let kind = v8::Integer::new(scope, kind as i32).into();
    let status = v8::Integer::new(scope, status).into();
    Hook::StreamEvent.call(scope, &[owner, kind, status, bytes]);
}

/// How many datagrams of one socket are handled before others have their turn; libuv's number.
const DATAGRAMS_AT_ONCE: usize = 32;

fn run_datagrams(scope: &mut v8::PinScope<'_, '_>, id: DatagramsId, event: Ready) {
    let state = ThreadState::of(scope);
    if event.writable {
        state.datagrams.flush(&state.poller, id);
        run_notices(scope);
    }
    let most = if event.readable { DATAGRAMS_AT_ONCE } else { 0 };
    for _ in 0..most {
        // What a turn closes or stops has nothing more to receive.
        let Some(event) = state.datagrams.receive(id) else { return };
        run_datagram_event(scope, event);
    }
}

fn run_datagram_event(scope: &mut v8::PinScope<'_, '_>, event: DatagramEvent) {
    turn(scope, |scope| {
        let receiver = v8::undefined(scope).into();
        match event {
            DatagramEvent::Message(callback, count, from) => {
                let status = v8::Integer::new(scope, 0).into();
                let port = from.map_or(0, |from| u32::from(from.port())).to_js(scope);
                let address = from.map(|from| socket_address::text(&from)).to_js(scope);
                let bytes = ThreadState::of(scope).datagrams.take(scope, count);
                callback.enter(scope).call(scope, receiver, &[status, bytes, address, port]);
            }
            DatagramEvent::Failed(callback, status) | DatagramEvent::Sent(callback, status) => {
                let status = v8::Integer::new(scope, status).into();
                callback.enter(scope).call(scope, receiver, &[status]);
            }
        }
    });
}
