//! IP socket addresses between JavaScript's texts, Rust and the system's calls.

use std::ffi::{CStr, CString};
use std::mem::MaybeUninit;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6};

/// The address of a text; one of version 6 may name its zone (`fe80::1%eth0`, `fe80::1%2`).
pub(crate) fn parse(text: &str, port: u16) -> Option<SocketAddr> {
    let (ip, zone) = match text.split_once('%') {
        Some((ip, zone)) => (ip, Some(zone)),
        None => (text, None),
    };
    match (ip.parse().ok()?, zone) {
        (IpAddr::V6(ip), Some(zone)) => Some(SocketAddrV6::new(ip, port, 0, zone_index(zone)).into()),
        (IpAddr::V4(_), Some(_)) => None,
        (ip, None) => Some(SocketAddr::new(ip, port)),
    }
}

/// An interface's number, which a zone may say itself; 0, which is any, for one that does not exist.
fn zone_index(zone: &str) -> u32 {
    let Ok(name) = CString::new(zone) else { return 0 };
    // SAFETY: the name is NUL-terminated.
    match unsafe { libc::if_nametoindex(name.as_ptr()) } {
        0 => zone.parse().unwrap_or(0),
        index => index,
    }
}

/// The address without its port, as Node shows it: the zone of a link-local one belongs to it.
pub(crate) fn text(address: &SocketAddr) -> String {
    match address {
        SocketAddr::V6(address) if address.ip().is_unicast_link_local() && address.scope_id() > 0 => {
            format!("{}%{}", address.ip(), zone_name(address.scope_id()))
        }
        _ => address.ip().to_string(),
    }
}

fn zone_name(index: u32) -> String {
    let mut name = [0; libc::IF_NAMESIZE];
    // SAFETY: the buffer has the size that the call asks for.
    if unsafe { libc::if_indextoname(index, name.as_mut_ptr()) }.is_null() {
        return index.to_string();
    }
    let bytes = name.map(|byte| byte as u8);
    CStr::from_bytes_until_nul(&bytes).map_or_else(|_| index.to_string(), |name| name.to_string_lossy().into_owned())
}

/// The address as the system takes it, and how much of it counts.
pub(crate) fn to_system(address: &SocketAddr) -> (libc::sockaddr_storage, libc::socklen_t) {
    // SAFETY: all fields are numbers, for which zero is a value.
    let mut storage: libc::sockaddr_storage = unsafe { MaybeUninit::zeroed().assume_init() };
    let length = match address {
        SocketAddr::V4(address) => {
            let system = libc::sockaddr_in {
                sin_family: libc::AF_INET as libc::sa_family_t,
                sin_port: address.port().to_be(),
                sin_addr: libc::in_addr { s_addr: u32::from(*address.ip()).to_be() },
                sin_zero: [0; 8],
            };
            // SAFETY: a `sockaddr_storage` is as large and as aligned as any address.
            unsafe { (&raw mut storage).cast::<libc::sockaddr_in>().write(system) };
            size_of::<libc::sockaddr_in>()
        }
        SocketAddr::V6(address) => {
            let system = libc::sockaddr_in6 {
                sin6_family: libc::AF_INET6 as libc::sa_family_t,
                sin6_port: address.port().to_be(),
                sin6_flowinfo: address.flowinfo(),
                sin6_addr: libc::in6_addr { s6_addr: address.ip().octets() },
                sin6_scope_id: address.scope_id(),
            };
            // SAFETY: as above.
            unsafe { (&raw mut storage).cast::<libc::sockaddr_in6>().write(system) };
            size_of::<libc::sockaddr_in6>()
        }
    };
    (storage, length as libc::socklen_t)
}

/// The address that the system wrote; `None` if it is of another family or cut short.
pub(crate) fn from_system(storage: &libc::sockaddr_storage, length: libc::socklen_t) -> Option<SocketAddr> {
    let length = length as usize;
    match i32::from(storage.ss_family) {
        libc::AF_INET if length >= size_of::<libc::sockaddr_in>() => {
            // SAFETY: the family says what the bytes are, and a `sockaddr_storage` is as large and as aligned as any address.
            let system = unsafe { &*std::ptr::from_ref(storage).cast::<libc::sockaddr_in>() };
            let ip = Ipv4Addr::from(u32::from_be(system.sin_addr.s_addr));
            Some(SocketAddrV4::new(ip, u16::from_be(system.sin_port)).into())
        }
        libc::AF_INET6 if length >= size_of::<libc::sockaddr_in6>() => {
            // SAFETY: as above.
            let system = unsafe { &*std::ptr::from_ref(storage).cast::<libc::sockaddr_in6>() };
            let ip = Ipv6Addr::from(system.sin6_addr.s6_addr);
            Some(
                SocketAddrV6::new(ip, u16::from_be(system.sin6_port), system.sin6_flowinfo, system.sin6_scope_id)
                    .into(),
            )
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_survives_the_way_to_the_system_and_back() {
        for text in ["127.0.0.1:53", "[::1]:0", "[fe80::1%7]:65535"] {
            let address: SocketAddr = text.parse().unwrap();
            let (storage, length) = to_system(&address);
            assert_eq!(from_system(&storage, length), Some(address));
            assert_eq!(from_system(&storage, 2), None);
        }
    }
}
