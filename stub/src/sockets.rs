//! Sockets as the kernel has them: addresses, and the calls on descriptors. What waits for them is in [`crate::streams`].

use std::ffi::CString;
use std::io;
use std::net::{IpAddr, Ipv6Addr};
use std::os::fd::{FromRawFd, OwnedFd, RawFd};

/// Where a socket is or goes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Address {
    Ip {
        address: IpAddr,
        port: u16,
        scope_id: u32,
    },
    /// A path, or an abstract name that begins with a NUL byte; empty for a socket without a name.
    Unix(Vec<u8>),
}

impl Address {
    /// Of an address in text form, `fe80::1%eth0` included; `None` for anything else.
    pub(crate) fn parse(text: &str, port: u16) -> Option<Self> {
        let (address, zone) = text.split_once('%').unwrap_or((text, ""));
        let address: IpAddr = address.parse().ok()?;
        Some(Self::Ip { address, port, scope_id: scope_id(zone) })
    }

    /// `fe80::1%eth0`, as Node shows it.
    pub(crate) fn host(address: IpAddr, scope_id: u32) -> String {
        match address {
            IpAddr::V6(address) if scope_id != 0 && address.is_unicast_link_local() => {
                format!("{address}%{}", zone_name(scope_id))
            }
            _ => address.to_string(),
        }
    }

    fn to_raw(&self) -> io::Result<(libc::sockaddr_storage, libc::socklen_t)> {
        // SAFETY: an all-zero `sockaddr_storage` is a valid value of that plain structure.
        let mut storage: libc::sockaddr_storage = unsafe { std::mem::zeroed() };
        let target = (&raw mut storage).cast::<u8>();
        let length = match self {
            Address::Ip { address: IpAddr::V4(address), port, .. } => {
                let raw = libc::sockaddr_in {
                    sin_family: libc::AF_INET as libc::sa_family_t,
                    sin_port: port.to_be(),
                    sin_addr: libc::in_addr { s_addr: u32::from(*address).to_be() },
                    sin_zero: [0; 8],
                };
                // SAFETY: the storage is large and aligned enough for every kind of address.
                unsafe { target.cast::<libc::sockaddr_in>().write(raw) };
                size_of::<libc::sockaddr_in>()
            }
            Address::Ip { address: IpAddr::V6(address), port, scope_id } => {
                let raw = libc::sockaddr_in6 {
                    sin6_family: libc::AF_INET6 as libc::sa_family_t,
                    sin6_port: port.to_be(),
                    sin6_flowinfo: 0,
                    sin6_addr: libc::in6_addr { s6_addr: address.octets() },
                    sin6_scope_id: *scope_id,
                };
                // SAFETY: as above.
                unsafe { target.cast::<libc::sockaddr_in6>().write(raw) };
                size_of::<libc::sockaddr_in6>()
            }
            Address::Unix(path) => {
                // SAFETY: an all-zero `sockaddr_un` is a valid value of that plain structure.
                let mut raw: libc::sockaddr_un = unsafe { std::mem::zeroed() };
                raw.sun_family = libc::AF_UNIX as libc::sa_family_t;
                let is_abstract = path.first() == Some(&0);
                let room = raw.sun_path.len();
                if path.len() > room || (path.len() == room && !is_abstract) {
                    return Err(io::Error::from_raw_os_error(libc::EINVAL));
                }
                for (to, from) in raw.sun_path.iter_mut().zip(path) {
                    *to = *from as libc::c_char;
                }
                // SAFETY: as above.
                unsafe { target.cast::<libc::sockaddr_un>().write(raw) };
                let name = if is_abstract { path.len() } else { path.len() + 1 };
                size_of::<libc::sa_family_t>() + name
            }
        };
        Ok((storage, length as libc::socklen_t))
    }

    fn from_raw(storage: &libc::sockaddr_storage, length: libc::socklen_t) -> io::Result<Self> {
        let source = std::ptr::from_ref(storage);
        match i32::from(storage.ss_family) {
            libc::AF_INET => {
                // SAFETY: the family says what the storage holds.
                let raw = unsafe { source.cast::<libc::sockaddr_in>().read() };
                let address = IpAddr::V4(u32::from_be(raw.sin_addr.s_addr).into());
                Ok(Self::Ip { address, port: u16::from_be(raw.sin_port), scope_id: 0 })
            }
            libc::AF_INET6 => {
                // SAFETY: the family says what the storage holds.
                let raw = unsafe { source.cast::<libc::sockaddr_in6>().read() };
                let address = IpAddr::V6(Ipv6Addr::from(raw.sin6_addr.s6_addr));
                Ok(Self::Ip { address, port: u16::from_be(raw.sin6_port), scope_id: raw.sin6_scope_id })
            }
            libc::AF_UNIX => {
                // SAFETY: the family says what the storage holds.
                let raw = unsafe { source.cast::<libc::sockaddr_un>().read() };
                let count = (length as usize).saturating_sub(size_of::<libc::sa_family_t>()).min(raw.sun_path.len());
                let mut path: Vec<u8> = raw.sun_path[..count].iter().map(|byte| *byte as u8).collect();
                if path.first() != Some(&0) {
                    path.truncate(path.iter().position(|byte| *byte == 0).unwrap_or(path.len()));
                }
                Ok(Self::Unix(path))
            }
            _ => Err(io::Error::from_raw_os_error(libc::EAFNOSUPPORT)),
        }
    }
}

fn scope_id(zone: &str) -> u32 {
    if let Ok(number) = zone.parse() {
        return number;
    }
    // SAFETY: the name is a C string that lives during the call.
    CString::new(zone).map_or(0, |name| unsafe { libc::if_nametoindex(name.as_ptr()) })
}

fn zone_name(scope_id: u32) -> String {
    let mut name = [0; libc::IF_NAMESIZE];
    // SAFETY: the call writes at most `IF_NAMESIZE` bytes, the last a NUL.
    if unsafe { libc::if_indextoname(scope_id, name.as_mut_ptr()) }.is_null() {
        return scope_id.to_string();
    }
    name.iter().take_while(|byte| **byte != 0).map(|byte| char::from(*byte as u8)).collect()
}

/// A new stream socket, non-blocking and closed in other programs.
pub(crate) fn stream_socket(family: i32) -> io::Result<RawFd> {
    // SAFETY: no memory arguments.
    check(unsafe { libc::socket(family, libc::SOCK_STREAM | libc::SOCK_NONBLOCK | libc::SOCK_CLOEXEC, 0) })
}

pub(crate) fn bind(descriptor: RawFd, address: &Address) -> io::Result<()> {
    let (storage, length) = address.to_raw()?;
    // SAFETY: `storage` is a local of at least `length` bytes that the call reads.
    check(unsafe { libc::bind(descriptor, (&raw const storage).cast(), length) }).map(drop)
}

pub(crate) fn listen(descriptor: RawFd, backlog: i32) -> io::Result<()> {
    // SAFETY: no memory arguments.
    check(unsafe { libc::listen(descriptor, backlog) }).map(drop)
}

/// Begins to connect; an error may be `EINPROGRESS`.
pub(crate) fn connect(descriptor: RawFd, address: &Address) -> io::Result<()> {
    let (storage, length) = address.to_raw()?;
    loop {
        // SAFETY: `storage` is a local of at least `length` bytes that the call reads.
        match check(unsafe { libc::connect(descriptor, (&raw const storage).cast(), length) }) {
            Err(error) if error.raw_os_error() == Some(libc::EINTR) => {}
            result => return result.map(drop),
        }
    }
}

pub(crate) fn local_address(descriptor: RawFd) -> io::Result<Address> {
    // SAFETY: the call is given storage and its size, by `address_from`.
    address_from(|storage, length| unsafe { libc::getsockname(descriptor, storage, length) })
}

pub(crate) fn remote_address(descriptor: RawFd) -> io::Result<Address> {
    // SAFETY: as above.
    address_from(|storage, length| unsafe { libc::getpeername(descriptor, storage, length) })
}

fn address_from(call: impl FnOnce(*mut libc::sockaddr, *mut libc::socklen_t) -> i32) -> io::Result<Address> {
    // SAFETY: an all-zero `sockaddr_storage` is a valid value of that plain structure.
    let mut storage: libc::sockaddr_storage = unsafe { std::mem::zeroed() };
    let mut length = size_of::<libc::sockaddr_storage>() as libc::socklen_t;
    check(call((&raw mut storage).cast(), &raw mut length))?;
    Address::from_raw(&storage, length)
}

/// The next connection, or the errno why there is none; `None` when nobody waits.
pub(crate) fn accept(listener: RawFd, reserve: &mut Option<OwnedFd>) -> Option<Result<RawFd, i32>> {
    match accept_once(listener) {
        Err(libc::EAGAIN) => None,
        Err(libc::EMFILE | libc::ENFILE) => match refuse_all(listener, reserve) {
            libc::EAGAIN => None,
            errno => Some(Err(errno)),
        },
        accepted => Some(accepted),
    }
}

fn accept_once(listener: RawFd) -> Result<RawFd, i32> {
    let flags = libc::SOCK_NONBLOCK | libc::SOCK_CLOEXEC;
    loop {
        // SAFETY: null addresses ask for none.
        match check(unsafe { libc::accept4(listener, std::ptr::null_mut(), std::ptr::null_mut(), flags) }) {
            Ok(descriptor) => return Ok(descriptor),
            Err(error) => match error.raw_os_error() {
                Some(libc::EINTR | libc::ECONNABORTED) => {}
                errno => return Err(errno.unwrap_or(libc::EIO)),
            },
        }
    }
}

/// Without a descriptor to accept with, those who wait would keep the loop awake for ever: so they are accepted with the
/// one that is kept in reserve and closed, as in libuv. Returns the errno that ended it.
fn refuse_all(listener: RawFd, reserve: &mut Option<OwnedFd>) -> i32 {
    if reserve.take().is_none() {
        return libc::EMFILE;
    }
    let errno = loop {
        match accept_once(listener) {
            Ok(descriptor) => close(descriptor),
            Err(errno) => break errno,
        }
    };
    *reserve = open_reserve();
    errno
}

/// The descriptor to keep in reserve.
pub(crate) fn open_reserve() -> Option<OwnedFd> {
    // SAFETY: no memory arguments.
    let descriptor = unsafe { libc::eventfd(0, libc::EFD_CLOEXEC) };
    // SAFETY: the descriptor is open, fresh, and owned by nothing else.
    (descriptor >= 0).then(|| unsafe { OwnedFd::from_raw_fd(descriptor) })
}

pub(crate) fn close(descriptor: RawFd) {
    // SAFETY: callers own the descriptor and give it up.
    unsafe { libc::close(descriptor) };
}

/// Ends the sending direction; 0 or a negative errno.
pub(crate) fn end_sending(descriptor: RawFd) -> i32 {
    // SAFETY: no memory arguments.
    match check(unsafe { libc::shutdown(descriptor, libc::SHUT_WR) }) {
        Ok(_) => 0,
        Err(error) => -error.raw_os_error().unwrap_or(libc::EIO),
    }
}

/// The errno that a connection attempt ended with, 0 for success.
pub(crate) fn take_error(descriptor: RawFd) -> i32 {
    option(descriptor, libc::SOL_SOCKET, libc::SO_ERROR)
        .unwrap_or_else(|error| error.raw_os_error().unwrap_or(libc::EIO))
}

pub(crate) fn is_socket(descriptor: RawFd) -> bool {
    option(descriptor, libc::SOL_SOCKET, libc::SO_TYPE).is_ok()
}

pub(crate) fn option(descriptor: RawFd, level: i32, name: i32) -> io::Result<i32> {
    let mut value = 0_i32;
    let mut length = size_of::<i32>() as libc::socklen_t;
    // SAFETY: `value` is a local of `length` bytes that the call fills.
    check(unsafe { libc::getsockopt(descriptor, level, name, (&raw mut value).cast(), &raw mut length) })?;
    Ok(value)
}

pub(crate) fn set_option(descriptor: RawFd, level: i32, name: i32, value: i32) -> io::Result<()> {
    set_raw_option(descriptor, level, name, &value)
}

/// Lets a close send RST in place of FIN.
pub(crate) fn reset_on_close(descriptor: RawFd) -> io::Result<()> {
    set_raw_option(descriptor, libc::SOL_SOCKET, libc::SO_LINGER, &libc::linger { l_onoff: 1, l_linger: 0 })
}

fn set_raw_option<T: Copy>(descriptor: RawFd, level: i32, name: i32, value: &T) -> io::Result<()> {
    let length = size_of::<T>() as libc::socklen_t;
    // SAFETY: `value` is a plain structure of `length` bytes that the call reads.
    check(unsafe { libc::setsockopt(descriptor, level, name, std::ptr::from_ref(value).cast(), length) }).map(drop)
}

fn check(result: i32) -> io::Result<i32> {
    if result < 0 { Err(io::Error::last_os_error()) } else { Ok(result) }
}
