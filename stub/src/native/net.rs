//! `internalBinding('net')`: what sockets can do that other streams cannot. Functions take stream numbers, see
//! `internalBinding('fd_stream')`; statuses are 0 or a negative errno.

use std::io;

use super::{Effect, FromJs, NativeModule, OsError, ToJs, function, immediate, socket_address};
use crate::sockets::{self, Address};
use crate::streams::{Kind, StreamId};
use crate::thread::ThreadState;

pub(crate) const MODULE: NativeModule = NativeModule::new(
    "net",
    &[
        immediate!("socket", socket, Effect::Acts),
        immediate!("bind", bind, Effect::Acts),
        immediate!("bindPath", bind_path, Effect::Acts),
        function!("listen", listen, Effect::Acts),
        function!("connect", connect, Effect::Acts),
        function!("connectPath", connect_path, Effect::Acts),
        immediate!("localAddress", local_address, Effect::ReadsHost),
        immediate!("remoteAddress", remote_address, Effect::ReadsHost),
        immediate!("setNoDelay", set_no_delay, Effect::Acts),
        immediate!("setKeepAlive", set_keep_alive, Effect::Acts),
        immediate!("resetOnClose", reset_on_close, Effect::Acts),
        immediate!("setTypeOfService", set_type_of_service, Effect::Acts),
        immediate!("getTypeOfService", type_of_service, Effect::ReadsHost),
        immediate!("closeDescriptor", close_descriptor, Effect::Acts),
    ],
);

/// Flags of `bind`.
const IPV6_ONLY: u32 = 1;
const REUSE_PORT: u32 = 2;

/// `socket(family) -> fd`: `family` is 4, 6 or 0 for a Unix socket.
fn socket((family,): (u32,)) -> Result<i32, OsError> {
    let family = match family {
        4 => libc::AF_INET,
        6 => libc::AF_INET6,
        _ => libc::AF_UNIX,
    };
    Ok(value(sockets::stream_socket(family)))
}

/// `bind(fd, address, port, flags)`
fn bind((descriptor, address, port, flags): (i32, String, u32, u32)) -> Result<i32, OsError> {
    Ok(status(bind_to(descriptor, &address, port as u16, flags)))
}

fn bind_to(descriptor: i32, address: &str, port: u16, flags: u32) -> io::Result<()> {
    let address = Address::parse(address, port).ok_or_else(|| io::Error::from_raw_os_error(libc::EINVAL))?;
    sockets::set_option(descriptor, libc::SOL_SOCKET, libc::SO_REUSEADDR, 1)?;
    if flags & REUSE_PORT != 0 {
        sockets::set_option(descriptor, libc::SOL_SOCKET, libc::SO_REUSEPORT, 1)?;
    }
    if matches!(address, Address::Ip(address) if address.is_ipv6()) {
        let is_only = i32::from(flags & IPV6_ONLY != 0);
        sockets::set_option(descriptor, libc::IPPROTO_IPV6, libc::IPV6_V6ONLY, is_only)?;
    }
    sockets::bind(descriptor, &address)
}

/// `bindPath(fd, path)`
fn bind_path((descriptor, path): (i32, String)) -> Result<i32, OsError> {
    Ok(status(sockets::bind(descriptor, &Address::Unix(path.into_bytes()))))
}

/// `listen(id, backlog)`
fn listen<'s>(scope: &mut v8::PinScope<'s, '_>, args: v8::FunctionCallbackArguments<'s>, mut rv: v8::ReturnValue<'s>) {
    let (id, backlog) = (stream(scope, &args), args.get(1).int32_value(scope).unwrap_or(511));
    let state = ThreadState::of(scope);
    let Some(descriptor) = state.streams.descriptor(id) else { return rv.set_int32(-libc::EBADF) };
    let result = sockets::listen(descriptor, backlog);
    if result.is_ok() {
        state.streams.listen(id);
    }
    rv.set_int32(status(result));
}

/// `connect(id, address, port)`: a failure that the kernel reports at once is the status, any other comes as an event.
fn connect<'s>(scope: &mut v8::PinScope<'s, '_>, args: v8::FunctionCallbackArguments<'s>, mut rv: v8::ReturnValue<'s>) {
    let id = stream(scope, &args);
    let port = args.get(2).uint32_value(scope).unwrap_or(0) as u16;
    let address = String::from_js(scope, args.get(1)).and_then(|address| Address::parse(&address, port));
    rv.set_int32(match address {
        Some(address) => begin_to_connect(&ThreadState::of(scope), id, &address),
        None => -libc::EINVAL,
    });
}

/// `connectPath(id, path)`: every failure comes as an event.
fn connect_path<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    args: v8::FunctionCallbackArguments<'s>,
    mut rv: v8::ReturnValue<'s>,
) {
    let id = stream(scope, &args);
    let Some(path) = String::from_js(scope, args.get(1)) else {
        return super::operation::throw_bad_arguments(scope, "connectPath");
    };
    let state = ThreadState::of(scope);
    let failure = begin_to_connect(&state, id, &Address::Unix(path.into_bytes()));
    // libuv checks the name itself before it goes to the kernel.
    if failure == -libc::EINVAL {
        return rv.set_int32(failure);
    }
    if failure < 0 {
        state.streams.notice(id, Kind::Connected, failure);
    }
    rv.set_int32(0);
}

fn begin_to_connect(state: &ThreadState, id: StreamId, address: &Address) -> i32 {
    let Some(descriptor) = state.streams.descriptor(id) else { return -libc::EBADF };
    match sockets::connect(descriptor, address).map_err(|error| error.raw_os_error()) {
        Ok(()) => {
            state.streams.notice(id, Kind::Connected, 0);
            0
        }
        Err(Some(libc::EINPROGRESS)) => {
            state.streams.connecting(id);
            0
        }
        Err(errno) => -errno.unwrap_or(libc::EIO),
    }
}

/// `[address, port, family]` of an internet socket, `[path]` of a Unix one; a negative errno.
enum Name {
    Ip(String, u32, u32),
    Unix(String),
    Failed(i32),
}

impl ToJs for Name {
    fn to_js<'s>(self, scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Value> {
        let elements = match self {
            Name::Ip(address, port, family) => vec![address.to_js(scope), port.to_js(scope), family.to_js(scope)],
            Name::Unix(path) => vec![path.to_js(scope)],
            Name::Failed(status) => return status.to_js(scope),
        };
        v8::Array::new_with_elements(scope, &elements).into()
    }
}

fn local_address((descriptor,): (i32,)) -> Result<Name, OsError> {
    Ok(name(sockets::local_address(descriptor)))
}

fn remote_address((descriptor,): (i32,)) -> Result<Name, OsError> {
    Ok(name(sockets::remote_address(descriptor)))
}

fn name(address: io::Result<Address>) -> Name {
    match address {
        Ok(Address::Ip(address)) => {
            let family = if address.is_ipv4() { 4 } else { 6 };
            Name::Ip(socket_address::text(&address), address.port().into(), family)
        }
        Ok(Address::Unix(path)) => Name::Unix(String::from_utf8_lossy(&path).into_owned()),
        Err(error) => Name::Failed(failure(&error)),
    }
}

/// `setNoDelay(fd, enable)`
fn set_no_delay((descriptor, enable): (i32, bool)) -> Result<i32, OsError> {
    Ok(status(sockets::set_option(descriptor, libc::IPPROTO_TCP, libc::TCP_NODELAY, enable.into())))
}

/// `setKeepAlive(fd, enable, seconds, intervalSeconds, probeCount)`: 0 leaves a number as the system has it.
fn set_keep_alive((descriptor, enable, delay, interval, probes): (i32, bool, u32, u32, u32)) -> Result<i32, OsError> {
    let mut result = sockets::set_option(descriptor, libc::SOL_SOCKET, libc::SO_KEEPALIVE, enable.into());
    let numbers = [(libc::TCP_KEEPIDLE, delay), (libc::TCP_KEEPINTVL, interval), (libc::TCP_KEEPCNT, probes)];
    for (option, number) in numbers {
        if enable && number > 0 && result.is_ok() {
            let number = i32::try_from(number).unwrap_or(i32::MAX);
            result = sockets::set_option(descriptor, libc::IPPROTO_TCP, option, number);
        }
    }
    Ok(status(result))
}

fn reset_on_close((descriptor,): (i32,)) -> Result<i32, OsError> {
    Ok(status(sockets::reset_on_close(descriptor)))
}

/// `setTypeOfService(fd, tos)`
fn set_type_of_service((descriptor, tos): (i32, i32)) -> Result<i32, OsError> {
    let (level, option) = type_of_service_option(descriptor);
    Ok(status(sockets::set_option(descriptor, level, option, tos)))
}

fn type_of_service((descriptor,): (i32,)) -> Result<i32, OsError> {
    let (level, option) = type_of_service_option(descriptor);
    Ok(value(sockets::option(descriptor, level, option)))
}

fn type_of_service_option(descriptor: i32) -> (i32, i32) {
    match sockets::option(descriptor, libc::SOL_SOCKET, libc::SO_DOMAIN) {
        Ok(libc::AF_INET6) => (libc::IPPROTO_IPV6, libc::IPV6_TCLASS),
        _ => (libc::IPPROTO_IP, libc::IP_TOS),
    }
}

/// `closeDescriptor(fd)`: of a connection that nobody takes over.
fn close_descriptor((descriptor,): (i32,)) -> Result<(), OsError> {
    sockets::close(descriptor);
    Ok(())
}

fn stream<'s>(scope: &mut v8::PinScope<'s, '_>, args: &v8::FunctionCallbackArguments<'s>) -> StreamId {
    StreamId(args.get(0).uint32_value(scope).unwrap_or(u32::MAX))
}

fn status(result: io::Result<()>) -> i32 {
    value(result.map(|()| 0))
}

fn value(result: io::Result<i32>) -> i32 {
    result.unwrap_or_else(|error| failure(&error))
}

fn failure(error: &io::Error) -> i32 {
    -error.raw_os_error().unwrap_or(libc::EIO)
}
