//! Sockets as the kernel has them: addresses, and the calls on descriptors. What waits for them is in [`crate::streams`].

use std::io;
use std::net::SocketAddr;
use std::os::fd::{FromRawFd, OwnedFd, RawFd};

use crate::native::socket_address;

/// Where a socket is or goes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Address {
    Ip(SocketAddr),
    /// A path, or an abstract name that begins with a NUL byte; empty for a socket without a name.
    Unix(Vec<u8>),
}

impl Address {
    /// Of an address in text form, `fe80::1%eth0` included; `None` for anything else.
    pub(crate) fn parse(text: &str, port: u16) -> Option<Self> {
        socket_address::parse(text, port).map(Self::Ip)
    }

    fn to_system(&self) -> io::Result<(libc::sockaddr_storage, libc::socklen_t)> {
        match self {
            Address::Ip(address) => Ok(socket_address::to_system(address)),
            Address::Unix(path) => path_to_system(path),
        }
    }

    fn from_system(storage: &libc::sockaddr_storage, length: libc::socklen_t) -> io::Result<Self> {
        if i32::from(storage.ss_family) == libc::AF_UNIX {
            return Ok(Self::Unix(path_from_system(storage, length)));
        }
        let address = socket_address::from_system(storage, length);
        address.map(Self::Ip).ok_or_else(|| io::Error::from_raw_os_error(libc::EAFNOSUPPORT))
    }
}

/// A path ends with a NUL byte; an abstract name is all the bytes there are.
fn path_to_system(path: &[u8]) -> io::Result<(libc::sockaddr_storage, libc::socklen_t)> {
    // SAFETY: an all-zero `sockaddr_un` is a valid value of that plain structure.
    let mut system: libc::sockaddr_un = unsafe { std::mem::zeroed() };
    system.sun_family = libc::AF_UNIX as libc::sa_family_t;
    let is_abstract = path.first() == Some(&0);
    let length = if is_abstract { path.len() } else { path.len() + 1 };
    if length > system.sun_path.len() {
        return Err(io::Error::from_raw_os_error(libc::EINVAL));
    }
    for (to, from) in system.sun_path.iter_mut().zip(path) {
        *to = *from as libc::c_char;
    }
    // SAFETY: an all-zero `sockaddr_storage` is a valid value of that plain structure.
    let mut storage: libc::sockaddr_storage = unsafe { std::mem::zeroed() };
    // SAFETY: a `sockaddr_storage` is as large and as aligned as any address.
    unsafe { (&raw mut storage).cast::<libc::sockaddr_un>().write(system) };
    Ok((storage, (size_of::<libc::sa_family_t>() + length) as libc::socklen_t))
}

fn path_from_system(storage: &libc::sockaddr_storage, length: libc::socklen_t) -> Vec<u8> {
    // SAFETY: a `sockaddr_storage` is as large and as aligned as any address, and the caller saw the family.
    let system = unsafe { &*std::ptr::from_ref(storage).cast::<libc::sockaddr_un>() };
    let count = (length as usize).saturating_sub(size_of::<libc::sa_family_t>()).min(system.sun_path.len());
    let mut path: Vec<u8> = system.sun_path[..count].iter().map(|byte| *byte as u8).collect();
    if path.first() != Some(&0) || path.iter().all(|byte| *byte == 0) {
        path.truncate(path.iter().position(|byte| *byte == 0).unwrap_or(path.len()));
    }
    path
}

/// A new stream socket, non-blocking and closed in other programs.
pub(crate) fn stream_socket(family: i32) -> io::Result<RawFd> {
    // SAFETY: no memory arguments.
    check(unsafe { libc::socket(family, libc::SOCK_STREAM | libc::SOCK_NONBLOCK | libc::SOCK_CLOEXEC, 0) })
}

pub(crate) fn bind(descriptor: RawFd, address: &Address) -> io::Result<()> {
    let (storage, length) = address.to_system()?;
    // SAFETY: `storage` is a local of at least `length` bytes that the call reads.
    check(unsafe { libc::bind(descriptor, (&raw const storage).cast(), length) }).map(drop)
}

pub(crate) fn listen(descriptor: RawFd, backlog: i32) -> io::Result<()> {
    // SAFETY: no memory arguments.
    check(unsafe { libc::listen(descriptor, backlog) }).map(drop)
}

/// Begins to connect; an error may be `EINPROGRESS`.
pub(crate) fn connect(descriptor: RawFd, address: &Address) -> io::Result<()> {
    let (storage, length) = address.to_system()?;
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
    Address::from_system(&storage, length)
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

#[cfg(test)]
mod tests {
    use super::*;

    fn after_the_kernel(address: &Address) -> Address {
        let (storage, length) = address.to_system().expect("the address is valid");
        Address::from_system(&storage, length).expect("the family is known")
    }

    #[test]
    fn an_address_comes_back_from_the_kernel_as_it_went() {
        for text in ["127.0.0.1", "::1", "fe80::1%7", "::ffff:1.2.3.4"] {
            let address = Address::parse(text, 8080).expect("it is an address");
            assert_eq!(after_the_kernel(&address), address, "{text}");
        }
        for path in [&b"/tmp/a.sock"[..], b"\0abstract", b"\0with\0zeros", b""] {
            let address = Address::Unix(path.to_vec());
            assert_eq!(after_the_kernel(&address), address, "{path:?}");
        }
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for text in ["", "localhost", "1.2.3", "1.2.3.4.5", "::1::", "01.2.3.4"] {
            assert_eq!(Address::parse(text, 0), None, "{text}");
        }
    }

    #[test]
    fn a_path_that_is_too_long_is_an_error_and_not_cut() {
        assert!(Address::Unix(vec![b'x'; 107]).to_system().is_ok());
        assert!(Address::Unix(vec![b'x'; 108]).to_system().is_err());
    }
}
