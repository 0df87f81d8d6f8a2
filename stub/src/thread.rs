//! All state of one JavaScript thread: one [`ThreadState`] per isolate, reachable from every callback.
//!
//! A *hook* is a JavaScript function of the standard library that Rust calls. Hooks live as properties of one
//! JavaScript object, so that they travel in the snapshot; Rust keeps handles to those it has used.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Instant;

use crate::datagrams::Datagrams;
use crate::event_loop::Timers;
use crate::http::connections::Connections;
use crate::modules::Registry;
use crate::native::performance::Milestones;
use crate::poller::{Poller, Source, Wanted};
use crate::streams::Streams;
use crate::wakeups::{RequestId, Wakeups};

/// The JavaScript functions that Rust calls, by what they are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hook {
    /// `(errno, syscall, path, dest) -> Error`
    MakeOsError,
    /// `()`: drains `process.nextTick`, microtasks and rejections.
    ProcessTicks,
    /// `(now) -> nextExpiry`
    ProcessTimers,
    /// `()`: runs the immediates of this turn of the loop.
    ProcessImmediate,
    /// `(type, promise, reason)`
    PromiseReject,
    /// `(error, fromPromise) -> handled`
    UncaughtException,
    /// `(error, arrow)`: prints an error that nobody handled.
    PrintFatal,
    /// `(error, sites) -> stack`
    PrepareStackTrace,
    /// `()`: takes over what differs from process to process (argv, pid, ...).
    Refresh,
    /// `()`: runs the application's entry.
    RunMain,
    /// `()`: emits `beforeExit`.
    BeforeExit,
    /// `() -> code`: emits `exit`.
    Exit,
    /// `(path) -> module.exports` of a CommonJS module that an ES module imports.
    LoadCommonJs,
    /// `(name) -> exports` of a builtin.
    LoadBuiltin,
    /// `(meta, url, path, isMain)`
    InitImportMeta,
    /// `(code, message, isTypeError, path) -> Error` of a module that cannot be loaded.
    MakeModuleError,
    /// `(specifier, referrer, isJson) -> Promise` of a namespace.
    ImportDynamically,
    /// `(head, body) -> text` of a `data:` URL.
    DecodeDataUrl,
    /// `(signal number)`
    Signal,
    /// `(owner, kind, status, bytes)`: what happened to a stream.
    StreamEvent,
    /// `(connection, kind, ...)`: what happened to a connection of a native HTTP server.
    HttpEvent,
}

impl Hook {
    const COUNT: usize = Hook::NAMES.len();

    /// The names by which JavaScript sets them, in the order of the variants.
    const NAMES: [(&'static str, Hook); 21] = [
        ("makeOsError", Hook::MakeOsError),
        ("processTicks", Hook::ProcessTicks),
        ("processTimers", Hook::ProcessTimers),
        ("processImmediate", Hook::ProcessImmediate),
        ("promiseReject", Hook::PromiseReject),
        ("uncaughtException", Hook::UncaughtException),
        ("printFatal", Hook::PrintFatal),
        ("prepareStackTrace", Hook::PrepareStackTrace),
        ("refresh", Hook::Refresh),
        ("runMain", Hook::RunMain),
        ("beforeExit", Hook::BeforeExit),
        ("exit", Hook::Exit),
        ("loadCommonJs", Hook::LoadCommonJs),
        ("loadBuiltin", Hook::LoadBuiltin),
        ("initImportMeta", Hook::InitImportMeta),
        ("makeModuleError", Hook::MakeModuleError),
        ("importDynamically", Hook::ImportDynamically),
        ("decodeDataUrl", Hook::DecodeDataUrl),
        ("signal", Hook::Signal),
        ("streamEvent", Hook::StreamEvent),
        ("httpEvent", Hook::HttpEvent),
    ];

    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(known, _)| *known == name).map(|(_, hook)| *hook)
    }

    /// Calls the hook; `None` when it threw (the exception is pending) or was never set.
    pub(crate) fn call<'s>(
        self,
        scope: &mut v8::PinScope<'s, '_>,
        arguments: &[v8::Local<'s, v8::Value>],
    ) -> Option<v8::Local<'s, v8::Value>> {
        let function = self.get(scope)?;
        let receiver = v8::undefined(scope).into();
        function.call(scope, receiver, arguments)
    }

    pub(crate) fn get<'s>(self, scope: &mut v8::PinScope<'s, '_>) -> Option<v8::Local<'s, v8::Function>> {
        let state = ThreadState::of(scope);
        if let Some(known) = &state.hooks.functions.borrow()[self as usize] {
            return Some(v8::Local::new(scope, known));
        }
        let function = state.hooks.object(scope).get_index(scope, self as u32)?.try_cast::<v8::Function>().ok()?;
        state.hooks.functions.borrow_mut()[self as usize] = Some(v8::Global::new(scope, function));
        Some(function)
    }

    /// Makes `function` the hook; at bootstrap, before it is first called.
    pub(crate) fn set(self, scope: &mut v8::PinScope<'_, '_>, function: v8::Local<'_, v8::Value>) {
        ThreadState::of(scope).hooks.object(scope).set_index(scope, self as u32, function);
    }
}

/// The object that holds the hooks and the arrays that Rust and JavaScript share.
#[derive(Default)]
pub(crate) struct Hooks {
    object: RefCell<Option<v8::Global<v8::Object>>>,
    functions: RefCell<[Option<v8::Global<v8::Function>>; Hook::COUNT]>,
}

impl Hooks {
    /// The object; made when a context is bootstrapped, put back with [`Hooks::restore`] when one is loaded.
    pub(crate) fn object<'s>(&self, scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Object> {
        let mut slot = self.object.borrow_mut();
        let object = slot.get_or_insert_with(|| {
            let object = v8::Object::new(scope);
            v8::Global::new(scope, object)
        });
        v8::Local::new(scope, &*object)
    }

    pub(crate) fn restore(&self, scope: &mut v8::PinScope<'_, '_>, object: v8::Local<'_, v8::Object>) {
        *self.object.borrow_mut() = Some(v8::Global::new(scope, object));
    }
}

/// Makes a typed array on a buffer: `(scope, buffer, element count)`.
pub(crate) type MakeArray =
    for<'s, 'i> fn(&mut v8::PinScope<'s, 'i>, v8::Local<'s, v8::ArrayBuffer>, usize) -> v8::Local<'s, v8::Value>;

/// A few 32-bit numbers that both sides read and write without a call: a typed array, kept among the hooks.
#[derive(Default)]
pub(crate) struct SharedNumbers {
    store: OnceCell<v8::SharedRef<v8::BackingStore>>,
}

impl SharedNumbers {
    /// The typed array under `name`, made with `length` elements if this context has none yet.
    pub(crate) fn array<'s>(
        scope: &mut v8::PinScope<'s, '_>,
        name: &str,
        length: usize,
        make: MakeArray,
    ) -> v8::Local<'s, v8::Value> {
        let key = v8::String::new(scope, name).expect("the name is short").into();
        let hooks = ThreadState::of(scope).hooks.object(scope);
        if let Some(array) = hooks.get(scope, key).filter(|array| array.is_typed_array()) {
            return array;
        }
        let buffer = v8::ArrayBuffer::new(scope, length * 4);
        let array = make(scope, buffer, length);
        hooks.set(scope, key, array);
        array
    }

    /// Takes hold of the array that the bootstrap made under `name`.
    pub(crate) fn attach(&self, scope: &mut v8::PinScope<'_, '_>, name: &str) {
        let key = v8::String::new(scope, name).expect("the name is short").into();
        let hooks = ThreadState::of(scope).hooks.object(scope);
        let array = hooks.get(scope, key).and_then(|array| array.try_cast::<v8::ArrayBufferView>().ok());
        if let Some(buffer) = array.and_then(|array| array.buffer(scope)) {
            let _ = self.store.set(buffer.get_backing_store());
        }
    }

    /// The element at `index`; 0 before [`SharedNumbers::attach`].
    pub(crate) fn get(&self, index: usize) -> u32 {
        let Some(store) = self.store.get() else { return 0 };
        let mut bytes = [0; 4];
        for (offset, byte) in bytes.iter_mut().enumerate() {
            *byte = store[index * 4 + offset].get();
        }
        u32::from_ne_bytes(bytes)
    }
}

/// A callback of JavaScript's that waits for something from elsewhere, with the async context it was made in.
#[derive(Clone)]
pub(crate) struct Callback {
    function: v8::Global<v8::Function>,
    frame: v8::Global<v8::Value>,
}

impl Callback {
    pub(crate) fn new(scope: &mut v8::PinScope<'_, '_>, function: v8::Local<'_, v8::Function>) -> Self {
        let frame = scope.get_continuation_preserved_embedder_data();
        Self { function: v8::Global::new(scope, function), frame: v8::Global::new(scope, frame) }
    }

    /// The function to call; the current async context becomes the one it was made in, until the turn ends.
    pub(crate) fn enter<'s>(&self, scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Function> {
        let frame = v8::Local::new(scope, &self.frame);
        scope.set_continuation_preserved_embedder_data(frame);
        v8::Local::new(scope, &self.function)
    }
}

/// The requests under way. Each keeps the process alive.
#[derive(Default)]
pub(crate) struct Requests {
    /// The callback of each, and the name of its operation.
    pending: RefCell<HashMap<RequestId, (Callback, &'static str)>>,
    next: Cell<u64>,
}

impl Requests {
    pub(crate) fn add(
        &self,
        scope: &mut v8::PinScope<'_, '_>,
        operation: &'static str,
        callback: v8::Local<'_, v8::Function>,
    ) -> RequestId {
        let id = RequestId(self.next.replace(self.next.get() + 1));
        self.pending.borrow_mut().insert(id, (Callback::new(scope, callback), operation));
        id
    }

    /// The names of the operations under way.
    pub(crate) fn operations(&self) -> Vec<&'static str> {
        self.pending.borrow().values().map(|(_, operation)| *operation).collect()
    }

    /// The callback of a request that is over; the current async context becomes the one it was made in.
    pub(crate) fn take<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        id: RequestId,
    ) -> Option<v8::Local<'s, v8::Function>> {
        let (callback, _) = self.pending.borrow_mut().remove(&id)?;
        Some(callback.enter(scope))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.pending.borrow().is_empty()
    }
}

/// The state itself.
pub(crate) struct ThreadState {
    pub(crate) hooks: Hooks,
    pub(crate) requests: Requests,
    pub(crate) wakeups: Arc<Wakeups>,
    pub(crate) timers: Timers,
    /// `[has tick scheduled, has rejection to warn]`
    pub(crate) tick_info: SharedNumbers,
    /// `[count, referenced count, has outstanding]`
    pub(crate) immediate_info: SharedNumbers,
    pub(crate) modules: Registry,
    pub(crate) poller: Poller,
    watches_wakeups: Cell<bool>,
    pub(crate) streams: Streams,
    pub(crate) datagrams: Datagrams,
    /// The connections of native HTTP servers.
    pub(crate) http: Connections,
    /// Ports and channels that wait for messages.
    pub(crate) referenced_ports: Cell<u32>,
    pub(crate) milestones: Milestones,
    /// Node's options for this thread.
    pub(crate) exec_argv: RefCell<Vec<String>>,
}

impl ThreadState {
    pub(crate) fn new(modules: Registry) -> Rc<Self> {
        Rc::new(Self {
            hooks: Hooks::default(),
            requests: Requests::default(),
            wakeups: Wakeups::new(),
            timers: Timers::default(),
            tick_info: SharedNumbers::default(),
            immediate_info: SharedNumbers::default(),
            modules,
            poller: Poller::default(),
            watches_wakeups: Cell::new(false),
            streams: Streams::default(),
            datagrams: Datagrams::default(),
            http: Connections::default(),
            referenced_ports: Cell::new(0),
            milestones: Milestones::default(),
            exec_argv: RefCell::default(),
        })
    }

    /// Puts the state where callbacks find it.
    pub(crate) fn install(self: &Rc<Self>, isolate: &mut v8::Isolate) {
        isolate.set_slot(Rc::clone(self));
    }

    pub(crate) fn of(isolate: &v8::Isolate) -> Rc<Self> {
        Rc::clone(isolate.get_slot::<Rc<Self>>().expect("every isolate has its state"))
    }

    /// Takes hold of what the bootstrap left in the context.
    pub(crate) fn attach_shared(&self, scope: &mut v8::PinScope<'_, '_>) {
        self.tick_info.attach(scope, "tickInfo");
        self.immediate_info.attach(scope, "immediateInfo");
    }

    /// Puts the queue of other threads among what the loop waits for; before the first wait.
    pub(crate) fn watch_wakeups(&self) {
        if !self.watches_wakeups.replace(true) {
            let wanted = Wanted { read: true, write: false };
            let added = self.poller.add(self.wakeups.descriptor(), Source::Wakeups, wanted);
            added.expect("an eventfd can be watched");
        }
    }

    /// When something is due that no descriptor reports.
    pub(crate) fn next_deadline(&self) -> Option<Instant> {
        let idle_http = self.http.deadline_ms().map(|due_ms| self.timers.instant(due_ms));
        [self.timers.deadline(), self.wakeups.next_delayed(), idle_http].into_iter().flatten().min()
    }

    /// Lets go of every handle into the context, before it is put into a snapshot.
    pub(crate) fn detach(&self) {
        *self.hooks.object.borrow_mut() = None;
        *self.hooks.functions.borrow_mut() = Default::default();
    }

    /// Sends what was written and waits for the turn's end: the process ends before that.
    pub(crate) fn flush_output(&self) {
        self.http.flush_corked(&self.poller);
    }

    /// Whether anything is left that keeps the process alive.
    pub(crate) fn is_alive(&self) -> bool {
        !self.requests.is_empty()
            || self.streams.is_alive()
            || self.datagrams.is_alive()
            || self.http.is_alive()
            || self.referenced_ports.get() > 0
            || self.timers.is_referenced()
            || self.immediate_info.get(1) > 0
    }
}
