//! `internalBinding('dns')`: the system's resolver, on the thread pool. An answer is a list; a failure is libuv's number
//! for it, because a name that does not exist is no error of a system call.

use std::ffi::{CStr, CString, c_char};
use std::mem::MaybeUninit;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use super::{Effect, NativeModule, OsError, ToJs, blocking};

pub(crate) const MODULE: NativeModule = NativeModule::new(
    "dns",
    &[
        blocking!("getaddrinfo", get_address_info, Effect::ReadsHost),
        blocking!("getnameinfo", get_name_info, Effect::ReadsHost),
    ],
);

/// What libuv takes as a host's name at most.
const MAX_HOST_BYTES: usize = 255;

/// A list of texts, or a negative number of libuv's (`EAI_*` or errno).
enum Answer {
    Found(Vec<String>),
    Failed(i32),
}

impl ToJs for Answer {
    fn to_js<'s>(self, scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Value> {
        match self {
            Self::Found(texts) => texts.to_js(scope),
            Self::Failed(code) => code.to_js(scope),
        }
    }
}

/// `getaddrinfo(host, family, flags)`: the host's addresses, in the system's order; family 0 is both.
fn get_address_info((host, family, flags): (String, i32, i32)) -> Result<Answer, OsError> {
    let Ok(host) = CString::new(host) else { return Ok(Answer::Failed(-libc::EINVAL)) };
    if host.as_bytes().is_empty() || host.as_bytes().len() > MAX_HOST_BYTES {
        return Ok(Answer::Failed(-libc::EINVAL));
    }
    // SAFETY: all fields of `addrinfo` are numbers and pointers, for which zero means "not given".
    let mut hints: libc::addrinfo = unsafe { MaybeUninit::zeroed().assume_init() };
    hints.ai_flags = flags;
    hints.ai_family = match family {
        4 => libc::AF_INET,
        6 => libc::AF_INET6,
        _ => libc::AF_UNSPEC,
    };
    // One entry per address, not one per kind of socket.
    hints.ai_socktype = libc::SOCK_STREAM;
    let mut list = std::ptr::null_mut();
    // SAFETY: the name is NUL-terminated, the hints are valid, and `list` is a local that the call sets on success.
    let status = unsafe { libc::getaddrinfo(host.as_ptr(), std::ptr::null(), &raw const hints, &raw mut list) };
    if status != 0 {
        return Ok(Answer::Failed(libuv_code(status)));
    }
    let addresses = Addresses { list, next: list };
    Ok(Answer::Found(addresses.map(|address| address.to_string()).collect()))
}

/// The list that `getaddrinfo` made, freed with this.
struct Addresses {
    list: *mut libc::addrinfo,
    next: *const libc::addrinfo,
}

impl Iterator for Addresses {
    type Item = IpAddr;

    fn next(&mut self) -> Option<IpAddr> {
        loop {
            // SAFETY: `next` is null or an entry of the list, which lives as long as `self`.
            let entry = unsafe { self.next.as_ref() }?;
            self.next = entry.ai_next;
            // SAFETY: an entry's address is as long as its family says, or null.
            if let Some(address) = unsafe { ip_address(entry.ai_family, entry.ai_addr) } {
                return Some(address);
            }
        }
    }
}

impl Drop for Addresses {
    fn drop(&mut self) {
        // SAFETY: `getaddrinfo` made the list, and nothing refers to it any more.
        unsafe { libc::freeaddrinfo(self.list) };
    }
}

/// # Safety
/// `address` is null or points to a socket address of that family.
unsafe fn ip_address(family: i32, address: *const libc::sockaddr) -> Option<IpAddr> {
    match family {
        libc::AF_INET => {
            // SAFETY: the caller's promise; read unaligned, so that alignment need not be argued.
            let address =
                (!address.is_null()).then(|| unsafe { address.cast::<libc::sockaddr_in>().read_unaligned() })?;
            Some(Ipv4Addr::from(u32::from_be(address.sin_addr.s_addr)).into())
        }
        libc::AF_INET6 => {
            // SAFETY: as above.
            let address =
                (!address.is_null()).then(|| unsafe { address.cast::<libc::sockaddr_in6>().read_unaligned() })?;
            Some(Ipv6Addr::from(address.sin6_addr.s6_addr).into())
        }
        _ => None,
    }
}

/// `getnameinfo(address, port)`: `[host, service]`. Only a name will do, a number in its place is a failure.
fn get_name_info((address, port): (String, u32)) -> Result<Answer, OsError> {
    // A zone (`fe80::1%eth0`) plays no part in names.
    let address = address.split('%').next().unwrap_or_default().parse::<IpAddr>();
    let (Ok(address), Ok(port)) = (address, u16::try_from(port)) else { return Ok(Answer::Failed(-libc::EINVAL)) };
    let mut host = [0; libc::NI_MAXHOST as usize];
    // glibc's longest name of a service is shorter.
    let mut service = [0; 256];
    let status = name_of(SocketAddr::new(address, port), &mut host, &mut service);
    if status != 0 {
        return Ok(Answer::Failed(libuv_code(status)));
    }
    Ok(Answer::Found(vec![text(&host), text(&service)]))
}

fn name_of(address: SocketAddr, host: &mut [c_char], service: &mut [c_char]) -> i32 {
    let (storage, length) = crate::native::socket_address::to_system(&address);
    // SAFETY: the address is valid for `length` bytes; both buffers are as long as the call is told.
    unsafe {
        libc::getnameinfo(
            (&raw const storage).cast(),
            length,
            host.as_mut_ptr(),
            host.len() as libc::socklen_t,
            service.as_mut_ptr(),
            service.len() as libc::socklen_t,
            libc::NI_NAMEREQD,
        )
    }
}

/// What the system wrote into a buffer, up to its NUL.
fn text(buffer: &[c_char]) -> String {
    let bytes: Vec<u8> = buffer.iter().map(|&byte| byte as u8).collect();
    CStr::from_bytes_until_nul(&bytes).map(|text| text.to_string_lossy().into_owned()).unwrap_or_default()
}

/// libuv's number for a failure of glibc's resolver.
fn libuv_code(status: i32) -> i32 {
    match status {
        // EAI_ADDRFAMILY, which the libc crate does not name.
        -9 => -3000,
        libc::EAI_AGAIN => -3001,
        libc::EAI_BADFLAGS => -3002,
        libc::EAI_FAIL => -3004,
        libc::EAI_FAMILY => -3005,
        libc::EAI_MEMORY => -3006,
        libc::EAI_NODATA => -3007,
        libc::EAI_NONAME => -3008,
        libc::EAI_OVERFLOW => -3009,
        libc::EAI_SERVICE => -3010,
        libc::EAI_SOCKTYPE => -3011,
        libc::EAI_SYSTEM => -std::io::Error::last_os_error().raw_os_error().unwrap_or(libc::EIO),
        _ => -libc::EIO,
    }
}
