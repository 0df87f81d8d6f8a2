//! The native half of Node's API: every function that JavaScript can reach through `internalBinding(name)`.
//!
//! One file per binding, one [`NativeModule`] in each, one line per binding in [`TABLE`]. The loader (what
//! `internalBinding` returns), the snapshot's external references and the build-time police are all derived
//! from that table, so a function is registered exactly once.
//!
//! A binding declares three kinds of entries, each with its [`Effect`]:
//!
//! - [`function!`]`("name", f, Effect)`, where `f(scope, args, rv)` talks to V8 itself;
//! - [`immediate!`]`("name", f, Effect)`, where `f(Args) -> Result<Out, OsError>` and both sides are converted
//!   ([`FromArguments`], [`ToJs`]); the error is thrown;
//! - [`blocking!`]`("name", f, Effect)`, the same, written once and seen from JavaScript twice: `nameSync(...args)`
//!   runs on the calling thread and throws, `name(...args, callback)` runs on the thread pool and ends in
//!   `callback(error)` or `callback(null, value)`, a turn of the event loop.
//!
//! Rust does, JavaScript means: arguments arrive validated and complete. One that is not is a bug of the standard
//! library and throws a `TypeError` that says so. The binding's types for JavaScript are in
//! `stdlib-js/native/<binding>.d.ts`.

pub(crate) mod bytes;
pub(crate) mod convert;
pub(crate) mod handle;
pub(crate) mod operation;
pub(crate) mod os_error;

mod async_context_frame;
mod async_hooks;
mod buffer;
mod builtins;
mod contextify;
mod crypto;
mod dns;
mod encoding;
mod environment;
mod errors;
mod fd_stream;
mod fs;
mod heap;
mod http_parser;
pub(crate) mod http_server;
mod messaging;
mod modules;
mod net;
mod node_exports;
mod os;
pub(crate) mod performance;
mod process;
mod process_spawn;
mod serdes;
pub(crate) mod signal;
pub(crate) mod socket_address;
mod task_queue;
mod timers;
pub(crate) mod tty;
pub(crate) mod types;
mod udp;
mod url;
mod util;
mod zlib;

pub(crate) use builtins::get_binding;
pub(crate) use convert::{Bytes, FromJs, OwnedBytes, PathArgument, ToJs};
pub(crate) use os_error::OsError;
pub(crate) use task_queue::on_promise_reject;

/// What calling a function can observe or change; the build-time police decides by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    /// The result depends on the arguments alone and nothing outside the heap changes.
    Pure,
    /// Reads something that differs between the building and the running machine.
    ReadsHost,
    /// Changes something outside the heap, or asks for a later call into JavaScript.
    Acts,
}

/// A callback that V8 can call, made when it is asked for because `map_fn_to` is not `const`.
pub(crate) type Callback = fn() -> v8::FunctionCallback;

/// The fast path of a function: what optimised code calls directly. It must be a `static`, because a snapshot refers to
/// its address.
#[repr(transparent)]
pub(crate) struct FastFunction(pub(crate) v8::fast_api::CFunction);

// SAFETY: the pointers inside are to a function and to constant type information, which nothing ever writes.
unsafe impl Sync for FastFunction {}

impl FastFunction {
    /// The address that a snapshot holds.
    pub(crate) fn reference(&'static self) -> v8::ExternalReference {
        v8::ExternalReference { pointer: std::ptr::from_ref(&self.0).cast_mut().cast() }
    }
}

/// How a function of a binding is called.
pub(crate) enum Kind {
    /// One function of the name as it stands, with the V8 fast path where one pays.
    Plain { callback: Callback, fast: Option<&'static FastFunction> },
    /// Two functions: `<name>Sync`, and `<name>` with a callback.
    Blocking { here: Callback, on_the_pool: Callback },
}

/// One entry of a binding.
pub(crate) struct NativeFunction {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    #[expect(dead_code, reason = "for the police of build-time evaluation, which warm modules will need")]
    pub(crate) effect: Effect,
}

/// Adds to a binding what is not a function. What Rust shares with JavaScript lasts among [`crate::thread::Hooks`].
pub(crate) type Values = for<'s, 'i> fn(&mut v8::PinScope<'s, 'i>, v8::Local<'s, v8::Object>);

/// What `internalBinding(name)` returns: its functions, and what `values` adds (constants, shared arrays).
pub(crate) struct NativeModule {
    pub(crate) name: &'static str,
    pub(crate) functions: &'static [NativeFunction],
    pub(crate) values: Option<Values>,
}

impl NativeModule {
    pub(crate) const fn new(name: &'static str, functions: &'static [NativeFunction]) -> Self {
        Self { name, functions, values: None }
    }

    pub(crate) const fn with_values(mut self, values: Values) -> Self {
        self.values = Some(values);
        self
    }
}

/// Every binding there is, in the order of the snapshot's references.
pub(crate) static TABLE: &[&NativeModule] = &[
    &async_context_frame::MODULE,
    &async_hooks::MODULE,
    &buffer::MODULE,
    &builtins::MODULE,
    &crypto::MODULE,
    &contextify::MODULE,
    &dns::MODULE,
    &encoding::MODULE,
    &environment::MODULE,
    &errors::MODULE,
    &fd_stream::MODULE,
    &fs::MODULE,
    &os::MODULE,
    &node_exports::MODULE,
    &heap::MODULE,
    &http_parser::MODULE,
    &http_server::MODULE,
    &messaging::MODULE,
    &modules::MODULE,
    &net::MODULE,
    &performance::MODULE,
    &process::MODULE,
    &process_spawn::MODULE,
    &signal::MODULE,
    &serdes::MODULE,
    &task_queue::MODULE,
    &timers::MODULE,
    &udp::MODULE,
    &url::MODULE,
    &tty::MODULE,
    &types::MODULE,
    &util::MODULE,
    &zlib::MODULE,
];

/// `function!("name", f, Effect::X)`, or with a `static` fast path as a fourth argument.
macro_rules! function {
    ($name:literal, $function:path, $effect:expr) => {
        $crate::native::function!($name, $function, $effect, None)
    };
    ($name:literal, $function:path, $effect:expr, $fast:expr) => {{
        fn callback() -> v8::FunctionCallback {
            v8::MapFnTo::map_fn_to($function)
        }
        $crate::native::NativeFunction {
            name: $name,
            kind: $crate::native::Kind::Plain { callback, fast: $fast },
            effect: $effect,
        }
    }};
}
pub(crate) use function;

/// `immediate!("name", f, Effect::X)` where `f(Args) -> Result<Out, OsError>`.
macro_rules! immediate {
    ($name:literal, $run:path, $effect:expr) => {{
        fn here<'s>(
            scope: &mut v8::PinScope<'s, '_>,
            args: v8::FunctionCallbackArguments<'s>,
            rv: v8::ReturnValue<'s>,
        ) {
            $crate::native::operation::run_here($name, $run, scope, &args, rv);
        }
        $crate::native::function!($name, here, $effect)
    }};
}
pub(crate) use immediate;

/// `blocking!("name", f, Effect::X)` where `f(Args) -> Result<Out, OsError>`: `nameSync` and `name`.
macro_rules! blocking {
    ($name:literal, $run:path, $effect:expr) => {{
        fn here<'s>(
            scope: &mut v8::PinScope<'s, '_>,
            args: v8::FunctionCallbackArguments<'s>,
            rv: v8::ReturnValue<'s>,
        ) {
            $crate::native::operation::run_here($name, $run, scope, &args, rv);
        }
        fn pool<'s>(
            scope: &mut v8::PinScope<'s, '_>,
            args: v8::FunctionCallbackArguments<'s>,
            rv: v8::ReturnValue<'s>,
        ) {
            $crate::native::operation::run_on_the_pool($name, $run, scope, &args, rv);
        }
        fn here_callback() -> v8::FunctionCallback {
            v8::MapFnTo::map_fn_to(here)
        }
        fn pool_callback() -> v8::FunctionCallback {
            v8::MapFnTo::map_fn_to(pool)
        }
        $crate::native::NativeFunction {
            name: $name,
            kind: $crate::native::Kind::Blocking { here: here_callback, on_the_pool: pool_callback },
            effect: $effect,
        }
    }};
}
pub(crate) use blocking;

/// Builds the object that `internalBinding(name)` returns, or `None` when there is no such binding.
pub(crate) fn instantiate<'s>(scope: &mut v8::PinScope<'s, '_>, name: &str) -> Option<v8::Local<'s, v8::Object>> {
    let module = TABLE.iter().find(|module| module.name == name)?;
    let binding = v8::Object::new(scope);
    for function in module.functions {
        match &function.kind {
            Kind::Plain { callback, fast } => define(scope, binding, function.name, callback(), *fast),
            Kind::Blocking { here, on_the_pool } => {
                define(scope, binding, &format!("{}Sync", function.name), here(), None);
                define(scope, binding, function.name, on_the_pool(), None);
            }
        }
    }
    if let Some(values) = module.values {
        values(scope, binding);
    }
    Some(binding)
}

fn define(
    scope: &mut v8::PinScope<'_, '_>,
    binding: v8::Local<'_, v8::Object>,
    name: &str,
    callback: v8::FunctionCallback,
    fast: Option<&'static FastFunction>,
) {
    let key = v8::String::new(scope, name).expect("a function's name is short");
    let builder = v8::FunctionTemplate::builder_raw(callback).constructor_behavior(v8::ConstructorBehavior::Throw);
    let template = match fast {
        Some(fast) => builder.build_fast(scope, std::slice::from_ref(&fast.0)),
        None => builder.build(scope),
    };
    let function = template.get_function(scope).expect("a native function can always be made");
    function.set_name(key);
    binding.set(scope, key.into(), function.into());
}

/// The addresses that a snapshot can hold because of [`TABLE`], in its order.
pub(crate) fn external_references(references: &mut Vec<v8::ExternalReference>) {
    references.push(v8::ExternalReference { function: v8::MapFnTo::map_fn_to(get_binding) });
    environment::external_references(references);
    for function in TABLE.iter().flat_map(|module| module.functions) {
        match &function.kind {
            Kind::Plain { callback, fast } => {
                references.push(v8::ExternalReference { function: callback() });
                references.extend(fast.map(FastFunction::reference));
            }
            Kind::Blocking { here, on_the_pool } => {
                references.push(v8::ExternalReference { function: here() });
                references.push(v8::ExternalReference { function: on_the_pool() });
            }
        }
    }
}
