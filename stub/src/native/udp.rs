//! `internalBinding('udp')`: datagram sockets by number, see [`crate::datagrams`]. What can fail gives 0 or a negative errno.

mod options;

use std::io;
use std::mem::MaybeUninit;
use std::net::SocketAddr;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};

use super::convert::FromArguments;
use super::{Bytes, Effect, NativeModule, ToJs, function, socket_address};
use crate::datagrams::{DatagramsId, Outgoing, socket_for};
use crate::thread::{Callback, ThreadState};

/// `socket_function!("name", run)` where `run(&ThreadState, Args) -> Out`.
macro_rules! socket_function {
    ($name:literal, $run:path) => {{
        fn here<'s>(
            scope: &mut v8::PinScope<'s, '_>,
            args: v8::FunctionCallbackArguments<'s>,
            rv: v8::ReturnValue<'s>,
        ) {
            run_with_state($name, $run, scope, &args, rv);
        }
        function!($name, here, Effect::Acts)
    }};
}

pub(crate) const MODULE: NativeModule = NativeModule::new(
    "udp",
    &[
        function!("open", open, Effect::Acts),
        socket_function!("bind", bind),
        socket_function!("adopt", adopt),
        socket_function!("connect", connect),
        socket_function!("disconnect", disconnect),
        function!("send", send, Effect::Acts),
        socket_function!("receive", receive),
        socket_function!("close", close),
        socket_function!("localAddress", local_address),
        socket_function!("remoteAddress", remote_address),
        socket_function!("queue", queue),
        socket_function!("setReferenced", set_referenced),
        socket_function!("isReferenced", is_referenced),
        socket_function!("fd", descriptor),
        socket_function!("bufferSize", options::buffer_size),
        socket_function!("setOption", options::set),
        socket_function!("setMulticastInterface", options::set_multicast_interface),
        socket_function!("setMembership", options::set_membership),
        socket_function!("setSourceMembership", options::set_source_membership),
    ],
);

/// The flags of `bind`, Node's numbers.
const IPV6_ONLY: u32 = 1;
const REUSE_ADDRESS: u32 = 4;
const REUSE_PORT: u32 = 8;

fn run_with_state<'s, A: FromArguments, R: ToJs>(
    name: &str,
    run: fn(&ThreadState, A) -> R,
    scope: &mut v8::PinScope<'s, '_>,
    args: &v8::FunctionCallbackArguments<'s>,
    mut rv: v8::ReturnValue<'s>,
) {
    let Some(arguments) = A::from_arguments(scope, args) else {
        return super::operation::throw_bad_arguments(scope, name);
    };
    let state = ThreadState::of(scope);
    let result = run(&state, arguments);
    rv.set(result.to_js(scope));
}

/// `open(onmessage) -> id`
fn open<'s>(scope: &mut v8::PinScope<'s, '_>, args: v8::FunctionCallbackArguments<'s>, mut rv: v8::ReturnValue<'s>) {
    let Ok(on_message) = args.get(0).try_cast::<v8::Function>() else {
        return super::operation::throw_bad_arguments(scope, "open");
    };
    let on_message = Callback::new(scope, on_message);
    rv.set_uint32(ThreadState::of(scope).datagrams.open(on_message).0);
}

fn status(result: io::Result<()>) -> i32 {
    result.map_or_else(|error| -error.raw_os_error().unwrap_or(libc::EIO), |()| 0)
}

/// Of a call's result that is negative when `errno` tells more.
fn checked(result: i32) -> io::Result<()> {
    if result < 0 { Err(io::Error::last_os_error()) } else { Ok(()) }
}

fn invalid() -> io::Error {
    io::Error::from_raw_os_error(libc::EINVAL)
}

/// An address of the version that the socket is of.
fn address(is_ipv6: bool, text: &str, port: u32) -> io::Result<SocketAddr> {
    let address = u16::try_from(port).ok().and_then(|port| socket_address::parse(text, port));
    address.filter(|address| address.is_ipv6() == is_ipv6).ok_or_else(invalid)
}

/// `bind(id, isIPv6, address, port, flags)`
fn bind(state: &ThreadState, (id, is_ipv6, text, port, flags): (u32, bool, String, u32, u32)) -> i32 {
    status(address(is_ipv6, &text, port).and_then(|address| {
        let socket = socket_for(&address)?;
        options::before_bind(&socket, flags)?;
        let (storage, length) = socket_address::to_system(&address);
        // SAFETY: the address is valid for `length` bytes.
        checked(unsafe { libc::bind(socket.as_raw_fd(), (&raw const storage).cast(), length) })?;
        state.datagrams.adopt(DatagramsId(id), socket)
    }))
}

/// `adopt(id, fd)`: takes over a descriptor that somebody else made.
fn adopt(state: &ThreadState, (id, descriptor): (u32, i32)) -> i32 {
    if state.datagrams.owns(descriptor) {
        return -libc::EEXIST;
    }
    // SAFETY: no memory arguments.
    let flags = unsafe { libc::fcntl(descriptor, libc::F_GETFL) };
    // SAFETY: no memory arguments.
    if flags < 0 || unsafe { libc::fcntl(descriptor, libc::F_SETFL, flags | libc::O_NONBLOCK) } < 0 {
        return status(Err(io::Error::last_os_error()));
    }
    // SAFETY: the descriptor is open, as the calls before have shown, none of ours, and the program hands it over.
    status(state.datagrams.adopt(DatagramsId(id), unsafe { OwnedFd::from_raw_fd(descriptor) }))
}

/// `connect(id, isIPv6, address, port)`
fn connect(state: &ThreadState, (id, is_ipv6, text, port): (u32, bool, String, u32)) -> i32 {
    status(address(is_ipv6, &text, port).and_then(|address| {
        let (storage, length) = socket_address::to_system(&address);
        let descriptor = state.datagrams.descriptor(DatagramsId(id))?;
        // SAFETY: the address is valid for `length` bytes.
        checked(unsafe { libc::connect(descriptor, (&raw const storage).cast(), length) })
    }))
}

/// `disconnect(id)`
fn disconnect(state: &ThreadState, (id,): (u32,)) -> i32 {
    status(state.datagrams.descriptor(DatagramsId(id)).and_then(|descriptor| {
        // SAFETY: all fields are numbers, for which zero is a value; `AF_UNSPEC` asks for no address.
        let nowhere: libc::sockaddr = unsafe { MaybeUninit::zeroed().assume_init() };
        let length = size_of::<libc::sockaddr>() as libc::socklen_t;
        // SAFETY: the address is a local of that length.
        checked(unsafe { libc::connect(descriptor, &raw const nowhere, length) })
    }))
}

/// `send(id, isIPv6, parts, address | undefined, port, callback)`: 0 when it is sent, 1 when `callback(status)` will come.
fn send<'s>(scope: &mut v8::PinScope<'s, '_>, args: v8::FunctionCallbackArguments<'s>, mut rv: v8::ReturnValue<'s>) {
    type Arguments = (u32, bool, Vec<Bytes>, Option<String>, u32);
    let (Some((id, is_ipv6, parts, text, port)), Ok(callback)) =
        (Arguments::from_arguments(scope, &args), args.get(Arguments::COUNT).try_cast::<v8::Function>())
    else {
        return super::operation::throw_bad_arguments(scope, "send");
    };
    let state = ThreadState::of(scope);
    let attempt = text.map(|text| address(is_ipv6, &text, port)).transpose();
    let attempt = attempt.and_then(|to| state.datagrams.try_send(DatagramsId(id), Outgoing { parts, to }));
    let waiting = match attempt {
        Ok(None) => return rv.set_int32(0),
        Err(error) => return rv.set_int32(status(Err(error))),
        Ok(Some(waiting)) => waiting,
    };
    let callback = Callback::new(scope, callback);
    let queued = state.datagrams.send_later(&state.poller, DatagramsId(id), waiting, callback);
    rv.set_int32(queued.map_or_else(|error| status(Err(error)), |()| 1));
}

/// `receive(id, isReceiving)`
fn receive(state: &ThreadState, (id, is_receiving): (u32, bool)) -> i32 {
    status(state.datagrams.set_receiving(&state.poller, DatagramsId(id), is_receiving))
}

fn close(state: &ThreadState, (id,): (u32,)) {
    state.datagrams.close(&state.poller, DatagramsId(id));
}

/// `[address, port, isIPv6]`, or a negative errno.
struct Endpoint(io::Result<SocketAddr>);

impl ToJs for Endpoint {
    fn to_js<'s>(self, scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Value> {
        match self.0 {
            Ok(address) => {
                let port = u32::from(address.port());
                let is_ipv6 = address.is_ipv6();
                let elements = [socket_address::text(&address).to_js(scope), port.to_js(scope), is_ipv6.to_js(scope)];
                v8::Array::new_with_elements(scope, &elements).into()
            }
            Err(error) => status(Err(error)).to_js(scope),
        }
    }
}

type AskName = unsafe extern "C" fn(libc::c_int, *mut libc::sockaddr, *mut libc::socklen_t) -> libc::c_int;

fn local_address(state: &ThreadState, (id,): (u32,)) -> Endpoint {
    Endpoint(endpoint(state, id, libc::getsockname))
}

fn remote_address(state: &ThreadState, (id,): (u32,)) -> Endpoint {
    Endpoint(endpoint(state, id, libc::getpeername))
}

fn endpoint(state: &ThreadState, id: u32, ask: AskName) -> io::Result<SocketAddr> {
    let descriptor = state.datagrams.descriptor(DatagramsId(id))?;
    // SAFETY: all fields are numbers, for which zero is a value.
    let mut storage: libc::sockaddr_storage = unsafe { MaybeUninit::zeroed().assume_init() };
    let mut length = size_of::<libc::sockaddr_storage>() as libc::socklen_t;
    // SAFETY: both callers pass a call that fills at most `length` bytes and says how many.
    checked(unsafe { ask(descriptor, (&raw mut storage).cast(), &raw mut length) })?;
    socket_address::from_system(&storage, length).ok_or_else(invalid)
}

/// `[datagrams, bytes]` that wait to be sent.
fn queue(state: &ThreadState, (id,): (u32,)) -> (usize, usize) {
    state.datagrams.queue(DatagramsId(id))
}

fn set_referenced(state: &ThreadState, (id, is_referenced): (u32, bool)) {
    state.datagrams.set_referenced(DatagramsId(id), is_referenced);
}

fn is_referenced(state: &ThreadState, (id,): (u32,)) -> bool {
    state.datagrams.is_referenced(DatagramsId(id))
}

/// The descriptor, or a negative errno.
fn descriptor(state: &ThreadState, (id,): (u32,)) -> i32 {
    state.datagrams.descriptor(DatagramsId(id)).unwrap_or_else(|error| status(Err(error)))
}
