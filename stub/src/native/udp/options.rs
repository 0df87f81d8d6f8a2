//! The options of datagram sockets: life times, broadcast, multicast groups, the sizes of the kernel's buffers.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::os::fd::{AsRawFd, OwnedFd, RawFd};

use super::{IPV6_ONLY, REUSE_ADDRESS, REUSE_PORT, checked, invalid, status};
use crate::datagrams::DatagramsId;
use crate::native::socket_address;
use crate::thread::ThreadState;

/// What `bind` was asked for beside an address.
pub(super) fn before_bind(socket: &OwnedFd, flags: u32) -> io::Result<()> {
    let wanted = [
        (REUSE_ADDRESS, libc::SOL_SOCKET, libc::SO_REUSEADDR),
        (REUSE_PORT, libc::SOL_SOCKET, libc::SO_REUSEPORT),
        (IPV6_ONLY, libc::IPPROTO_IPV6, libc::IPV6_V6ONLY),
    ];
    for (flag, level, name) in wanted {
        if flags & flag != 0 {
            set_value(socket.as_raw_fd(), level, name, &1_i32)?;
        }
    }
    Ok(())
}

/// Sets an option to a plain value of the type that the kernel takes for it.
fn set_value<T: Copy>(descriptor: RawFd, level: i32, name: i32, value: &T) -> io::Result<()> {
    let length = size_of::<T>() as libc::socklen_t;
    // SAFETY: the value is valid for its size, and the kernel only reads it.
    checked(unsafe { libc::setsockopt(descriptor, level, name, std::ptr::from_ref(value).cast(), length) })
}

fn get_number(descriptor: RawFd, level: i32, name: i32) -> io::Result<i32> {
    let (mut value, mut length) = (0_i32, size_of::<i32>() as libc::socklen_t);
    // SAFETY: the value is a local of `length` bytes.
    checked(unsafe { libc::getsockopt(descriptor, level, name, (&raw mut value).cast(), &raw mut length) })?;
    Ok(value)
}

fn is_ipv6(descriptor: RawFd) -> io::Result<bool> {
    Ok(get_number(descriptor, libc::SOL_SOCKET, libc::SO_DOMAIN)? == libc::AF_INET6)
}

/// `bufferSize(id, isReceiving, size)`: sets the size unless it is 0; gives what it is, or a negative errno.
pub(super) fn buffer_size(state: &ThreadState, (id, is_receiving, size): (u32, bool, u32)) -> i32 {
    let name = if is_receiving { libc::SO_RCVBUF } else { libc::SO_SNDBUF };
    let result = state.datagrams.descriptor(DatagramsId(id)).and_then(|descriptor| {
        if size == 0 {
            return get_number(descriptor, libc::SOL_SOCKET, name);
        }
        let size = i32::try_from(size).map_err(|_| invalid())?;
        set_value(descriptor, libc::SOL_SOCKET, name, &size).map(|()| size)
    });
    result.unwrap_or_else(|error| status(Err(error)))
}

/// `setOption(id, name, value)` of an option that is one number.
pub(super) fn set(state: &ThreadState, (id, name, value): (u32, String, i32)) -> i32 {
    status(state.datagrams.descriptor(DatagramsId(id)).and_then(|descriptor| {
        let is_ipv6 = is_ipv6(descriptor)?;
        let (level, name) = match (name.as_str(), is_ipv6) {
            ("broadcast", _) => (libc::SOL_SOCKET, libc::SO_BROADCAST),
            ("ttl", false) => (libc::IPPROTO_IP, libc::IP_TTL),
            ("ttl", true) => (libc::IPPROTO_IPV6, libc::IPV6_UNICAST_HOPS),
            ("multicastTTL", false) => (libc::IPPROTO_IP, libc::IP_MULTICAST_TTL),
            ("multicastTTL", true) => (libc::IPPROTO_IPV6, libc::IPV6_MULTICAST_HOPS),
            ("multicastLoopback", false) => (libc::IPPROTO_IP, libc::IP_MULTICAST_LOOP),
            ("multicastLoopback", true) => (libc::IPPROTO_IPV6, libc::IPV6_MULTICAST_LOOP),
            _ => return Err(invalid()),
        };
        set_value(descriptor, level, name, &value)
    }))
}

/// An address of an interface or a group, without a port.
fn parse(text: &str) -> io::Result<SocketAddr> {
    socket_address::parse(text, 0).ok_or_else(invalid)
}

fn in_addr(address: &SocketAddr) -> io::Result<libc::in_addr> {
    match address.ip() {
        IpAddr::V4(ip) => Ok(libc::in_addr { s_addr: u32::from(ip).to_be() }),
        IpAddr::V6(_) => Err(invalid()),
    }
}

/// The interface's number that an address of version 6 names as its zone; 0 leaves the choice to the kernel.
fn interface_index(interface: Option<&str>) -> io::Result<u32> {
    match interface.map(parse).transpose()? {
        None => Ok(0),
        Some(SocketAddr::V6(address)) => Ok(address.scope_id()),
        Some(SocketAddr::V4(_)) => Err(invalid()),
    }
}

fn interface_address(interface: Option<&str>) -> io::Result<libc::in_addr> {
    match interface {
        None => Ok(libc::in_addr { s_addr: libc::INADDR_ANY }),
        Some(interface) => in_addr(&parse(interface)?),
    }
}

/// `setMulticastInterface(id, address)`
pub(super) fn set_multicast_interface(state: &ThreadState, (id, interface): (u32, String)) -> i32 {
    status(state.datagrams.descriptor(DatagramsId(id)).and_then(|descriptor| match parse(&interface)? {
        address @ SocketAddr::V4(_) => {
            set_value(descriptor, libc::IPPROTO_IP, libc::IP_MULTICAST_IF, &in_addr(&address)?)
        }
        SocketAddr::V6(address) => {
            set_value(descriptor, libc::IPPROTO_IPV6, libc::IPV6_MULTICAST_IF, &address.scope_id())
        }
    }))
}

/// `setMembership(id, group, interface | undefined, isMember)`
pub(super) fn set_membership(
    state: &ThreadState,
    (id, group, interface, is_member): (u32, String, Option<String>, bool),
) -> i32 {
    let interface = interface.as_deref();
    status(state.datagrams.descriptor(DatagramsId(id)).and_then(|descriptor| match parse(&group)? {
        group @ SocketAddr::V4(_) => {
            let name = if is_member { libc::IP_ADD_MEMBERSHIP } else { libc::IP_DROP_MEMBERSHIP };
            let request =
                libc::ip_mreq { imr_multiaddr: in_addr(&group)?, imr_interface: interface_address(interface)? };
            set_value(descriptor, libc::IPPROTO_IP, name, &request)
        }
        SocketAddr::V6(group) => {
            let name = if is_member { libc::IPV6_ADD_MEMBERSHIP } else { libc::IPV6_DROP_MEMBERSHIP };
            let request = libc::ipv6_mreq {
                ipv6mr_multiaddr: libc::in6_addr { s6_addr: group.ip().octets() },
                ipv6mr_interface: interface_index(interface)?,
            };
            set_value(descriptor, libc::IPPROTO_IPV6, name, &request)
        }
    }))
}

/// The kernel's request for version 6, which the libc crate does not have.
#[repr(C)]
#[derive(Clone, Copy)]
struct GroupSourceRequest {
    interface: u32,
    group: libc::sockaddr_storage,
    source: libc::sockaddr_storage,
}

const MCAST_JOIN_SOURCE_GROUP: i32 = 46;
const MCAST_LEAVE_SOURCE_GROUP: i32 = 47;

/// `setSourceMembership(id, source, group, interface | undefined, isMember)`
pub(super) fn set_source_membership(
    state: &ThreadState,
    (id, source, group, interface, is_member): (u32, String, String, Option<String>, bool),
) -> i32 {
    let interface = interface.as_deref();
    status(state.datagrams.descriptor(DatagramsId(id)).and_then(|descriptor| match (parse(&source)?, parse(&group)?) {
        (source @ SocketAddr::V4(_), group @ SocketAddr::V4(_)) => {
            let name = if is_member { libc::IP_ADD_SOURCE_MEMBERSHIP } else { libc::IP_DROP_SOURCE_MEMBERSHIP };
            let request = libc::ip_mreq_source {
                imr_multiaddr: in_addr(&group)?,
                imr_interface: interface_address(interface)?,
                imr_sourceaddr: in_addr(&source)?,
            };
            set_value(descriptor, libc::IPPROTO_IP, name, &request)
        }
        (source @ SocketAddr::V6(_), group @ SocketAddr::V6(_)) => {
            let name = if is_member { MCAST_JOIN_SOURCE_GROUP } else { MCAST_LEAVE_SOURCE_GROUP };
            let request = GroupSourceRequest {
                interface: interface_index(interface)?,
                group: socket_address::to_system(&group).0,
                source: socket_address::to_system(&source).0,
            };
            set_value(descriptor, libc::IPPROTO_IPV6, name, &request)
        }
        _ => Err(invalid()),
    }))
}
