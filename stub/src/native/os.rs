//! `internalBinding('os')`: what the operating system says about the machine and the user.

use std::ffi::CStr;
use std::fs;
use std::mem::MaybeUninit;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::os::unix::ffi::OsStrExt;

use super::{Effect, NativeModule, OsError, OwnedBytes, ToJs, immediate};

pub(crate) const MODULE: NativeModule = NativeModule::new(
    "os",
    &[
        immediate!("uname", uname, Effect::ReadsHost),
        immediate!("loadAverage", load_average, Effect::ReadsHost),
        immediate!("memory", memory, Effect::ReadsHost),
        immediate!("uptime", uptime, Effect::ReadsHost),
        immediate!("cpus", cpus, Effect::ReadsHost),
        immediate!("availableParallelism", available_parallelism, Effect::ReadsHost),
        immediate!("networkInterfaces", network_interfaces, Effect::ReadsHost),
        immediate!("homeDirectory", home_directory, Effect::ReadsHost),
        immediate!("user", user, Effect::ReadsHost),
        immediate!("getPriority", get_priority, Effect::ReadsHost),
        immediate!("setPriority", set_priority, Effect::Acts),
    ],
)
.with_values(add_constants);

/// `[sysname, release, version, machine, nodename]`
fn uname((): ()) -> Result<Vec<String>, OsError> {
    let mut names = MaybeUninit::<libc::utsname>::uninit();
    // SAFETY: the pointer is to memory of the right size, which the call fills unless it fails.
    if unsafe { libc::uname(names.as_mut_ptr()) } != 0 {
        return Err(OsError::last("uv_os_uname"));
    }
    // SAFETY: the call succeeded, so all fields are written.
    let names = unsafe { names.assume_init() };
    let fields = [&names.sysname, &names.release, &names.version, &names.machine, &names.nodename];
    Ok(fields.into_iter().map(|field| text_of(&field[..])).collect())
}

/// A NUL-terminated field as text.
fn text_of(field: &[libc::c_char]) -> String {
    let bytes: Vec<u8> = field.iter().map(|&byte| byte as u8).take_while(|&byte| byte != 0).collect();
    String::from_utf8_lossy(&bytes).into_owned()
}

fn load_average((): ()) -> Result<Vec<f64>, OsError> {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let mut averages: Vec<f64> = text.split(' ').take(3).filter_map(|field| field.parse().ok()).collect();
    averages.resize(3, 0.0);
    Ok(averages)
}

/// `[total, free]` in bytes.
fn memory((): ()) -> Result<Vec<u64>, OsError> {
    let text = fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let kilobytes = |key: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(key))?;
        line.trim().split(' ').next()?.parse::<u64>().ok()
    };
    let free = kilobytes("MemAvailable:").or_else(|| kilobytes("MemFree:"));
    Ok(vec![kilobytes("MemTotal:").unwrap_or(0) * 1024, free.unwrap_or(0) * 1024])
}

/// Seconds since the machine started.
fn uptime((): ()) -> Result<f64, OsError> {
    let text = fs::read_to_string("/proc/uptime").unwrap_or_default();
    Ok(text.split(' ').next().and_then(|seconds| seconds.parse().ok()).unwrap_or(0.0))
}

/// A processor: its model, MHz, and milliseconds spent (user, nice, system, idle, interrupts).
struct Cpu {
    model: String,
    speed_mhz: u64,
    times_ms: [u64; 5],
}

impl ToJs for Cpu {
    fn to_js<'s>(self, scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Value> {
        let times = self.times_ms.to_vec().to_js(scope);
        let elements = [self.model.to_js(scope), self.speed_mhz.to_js(scope), times];
        v8::Array::new_with_elements(scope, &elements).into()
    }
}

/// `[model, MHz, [user, nice, sys, idle, irq]]` of every processor that is online.
fn cpus((): ()) -> Result<Vec<Cpu>, OsError> {
    let statistics = fs::read_to_string("/proc/stat").map_err(|source| OsError::new("uv_cpu_info", &source))?;
    let information = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    // SAFETY: `sysconf` has no memory arguments.
    let ticks = u64::try_from(unsafe { libc::sysconf(libc::_SC_CLK_TCK) }).unwrap_or(100).max(1);
    let numbered = statistics.lines().filter_map(|line| {
        let (number, times) = line.strip_prefix("cpu")?.split_once(' ')?;
        Some((number.parse::<usize>().ok()?, times))
    });
    Ok(numbered
        .map(|(number, times)| {
            let (model, speed_mhz) = model_and_speed(&information, number);
            Cpu { model, speed_mhz, times_ms: times_ms(times, 1000 / ticks) }
        })
        .collect())
}

/// The kernel's columns are user nice system idle iowait irq.
fn times_ms(columns: &str, ms_per_tick: u64) -> [u64; 5] {
    let mut ticks = columns.split_ascii_whitespace().map(|column| column.parse::<u64>().unwrap_or(0));
    let mut next = || ticks.next().unwrap_or(0) * ms_per_tick;
    let (user, nice, system, idle) = (next(), next(), next(), next());
    let _waiting = next();
    [user, nice, system, idle, next()]
}

fn model_and_speed(information: &str, number: usize) -> (String, u64) {
    let scaling = format!("/sys/devices/system/cpu/cpu{number}/cpufreq/scaling_cur_freq");
    let scaled = fs::read_to_string(scaling).ok().and_then(|khz| khz.trim().parse::<u64>().ok());
    let block = information.split("\n\n").find(|block| field(block, "processor") == Some(&number.to_string()));
    let model = block.and_then(|block| field(block, "model name")).unwrap_or("unknown");
    let listed = block.and_then(|block| field(block, "cpu MHz")).and_then(|mhz| mhz.parse::<f64>().ok());
    (model.to_owned(), scaled.map_or(listed.unwrap_or(0.0) as u64, |khz| khz / 1000))
}

fn field<'a>(block: &'a str, name: &str) -> Option<&'a str> {
    block.lines().find_map(|line| {
        let (key, value) = line.split_once(':')?;
        (key.trim() == name).then(|| value.trim())
    })
}

/// The processors this process may use, within its affinity mask and its control group's quota.
fn available_parallelism((): ()) -> Result<usize, OsError> {
    Ok(std::thread::available_parallelism().map_or(1, usize::from))
}

/// One address of an interface.
struct Address {
    interface: String,
    ip: IpAddr,
    netmask: IpAddr,
    hardware: [u8; 6],
    is_internal: bool,
    scope_id: u32,
}

impl ToJs for Address {
    fn to_js<'s>(self, scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Value> {
        let hardware = self.hardware.map(|byte| format!("{byte:02x}")).join(":");
        let elements = [
            self.interface.to_js(scope),
            self.ip.to_string().to_js(scope),
            self.netmask.to_string().to_js(scope),
            if self.ip.is_ipv4() { "IPv4" } else { "IPv6" }.to_js(scope),
            hardware.to_js(scope),
            self.is_internal.to_js(scope),
            self.scope_id.to_js(scope),
        ];
        v8::Array::new_with_elements(scope, &elements).into()
    }
}

/// `[interface, address, netmask, family, mac, internal, scope id]` of every address of an interface that is up.
fn network_interfaces((): ()) -> Result<Vec<Address>, OsError> {
    let mut first = std::ptr::null_mut();
    // SAFETY: the call writes the head of a list to `first`, which is freed below.
    if unsafe { libc::getifaddrs(&raw mut first) } != 0 {
        return Err(OsError::last("uv_interface_addresses"));
    }
    let addresses = interfaces(first);
    // SAFETY: `first` came from `getifaddrs`, and nothing refers to the list any more.
    unsafe { libc::freeifaddrs(first) };
    Ok(addresses)
}

fn interfaces(first: *const libc::ifaddrs) -> Vec<Address> {
    let mut addresses = Vec::new();
    let mut hardware = Vec::new();
    let mut next = first;
    // SAFETY: the list is linked by valid pointers that end in null, and the caller frees it only after this function.
    while let Some(entry) = unsafe { next.as_ref() } {
        next = entry.ifa_next;
        let needed = (libc::IFF_UP | libc::IFF_RUNNING) as u32;
        if entry.ifa_flags & needed != needed || entry.ifa_addr.is_null() {
            continue;
        }
        // SAFETY: `ifa_name` is a NUL-terminated string that lives as long as the list.
        let interface = unsafe { CStr::from_ptr(entry.ifa_name) }.to_string_lossy().into_owned();
        // SAFETY: `ifa_addr` is not null (checked above) and points to an address with its family.
        if i32::from(unsafe { (*entry.ifa_addr).sa_family }) == libc::AF_PACKET {
            // SAFETY: an address of this family is a `sockaddr_ll`.
            let link = unsafe { entry.ifa_addr.cast::<libc::sockaddr_ll>().read_unaligned() };
            let mut bytes = [0; 6];
            bytes.copy_from_slice(&link.sll_addr[..6]);
            hardware.push((interface, bytes));
            continue;
        }
        let Some((ip, scope_id)) = internet_address(entry.ifa_addr) else { continue };
        let netmask = internet_address(entry.ifa_netmask).map_or(unspecified_like(ip), |(mask, _)| mask);
        let is_internal = entry.ifa_flags & libc::IFF_LOOPBACK as u32 != 0;
        addresses.push(Address { interface, ip, netmask, hardware: [0; 6], is_internal, scope_id });
    }
    for address in &mut addresses {
        if let Some((_, bytes)) = hardware.iter().find(|(interface, _)| *interface == address.interface) {
            address.hardware = *bytes;
        }
    }
    addresses
}

fn unspecified_like(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => Ipv4Addr::UNSPECIFIED.into(),
        IpAddr::V6(_) => Ipv6Addr::UNSPECIFIED.into(),
    }
}

fn internet_address(address: *const libc::sockaddr) -> Option<(IpAddr, u32)> {
    // SAFETY: the pointer is null or points to an address that begins with its family.
    match i32::from(unsafe { address.as_ref() }?.sa_family) {
        libc::AF_INET => {
            // SAFETY: an address of this family is a `sockaddr_in`.
            let address = unsafe { address.cast::<libc::sockaddr_in>().read_unaligned() };
            Some((Ipv4Addr::from(u32::from_be(address.sin_addr.s_addr)).into(), 0))
        }
        libc::AF_INET6 => {
            // SAFETY: an address of this family is a `sockaddr_in6`.
            let address = unsafe { address.cast::<libc::sockaddr_in6>().read_unaligned() };
            Some((Ipv6Addr::from(address.sin6_addr.s6_addr).into(), address.sin6_scope_id))
        }
        _ => None,
    }
}

/// `$HOME`, or the home of the user; an error only if there is neither.
fn home_directory((): ()) -> Result<String, OsError> {
    if let Some(home) = std::env::var_os("HOME") {
        return Ok(String::from_utf8_lossy(home.as_bytes()).into_owned());
    }
    let user = user_entry("uv_os_homedir")?;
    Ok(String::from_utf8_lossy(&user.home).into_owned())
}

/// The user's line in the user database.
struct User {
    id: u32,
    group: u32,
    name: Vec<u8>,
    home: Vec<u8>,
    shell: Vec<u8>,
}

impl ToJs for User {
    fn to_js<'s>(self, scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Value> {
        let elements = [
            self.id.to_js(scope),
            self.group.to_js(scope),
            OwnedBytes(self.name).to_js(scope),
            OwnedBytes(self.home).to_js(scope),
            OwnedBytes(self.shell).to_js(scope),
        ];
        v8::Array::new_with_elements(scope, &elements).into()
    }
}

/// `[uid, gid, name, home, shell]` of the effective user, the texts as bytes.
fn user((): ()) -> Result<User, OsError> {
    user_entry("uv_os_get_passwd")
}

/// Read from the file and not from `getpwuid`, which loads libraries for other sources: an executable opens nothing
/// that it was not asked to.
fn user_entry(syscall: &'static str) -> Result<User, OsError> {
    // SAFETY: `geteuid` has no arguments and cannot fail.
    let id = unsafe { libc::geteuid() };
    let users = fs::read("/etc/passwd").map_err(|source| OsError::new(syscall, &source))?;
    users.split(|&byte| byte == b'\n').find_map(|line| parse_user(line, id)).ok_or_else(|| {
        // libuv's answer when nobody has the id.
        OsError::from_errno(syscall, libc::ENOENT)
    })
}

/// `name:password:uid:gid:comment:home:shell`
fn parse_user(line: &[u8], id: u32) -> Option<User> {
    let fields: Vec<&[u8]> = line.split(|&byte| byte == b':').collect();
    let [name, _, user, group, _, home, shell] = fields[..] else { return None };
    let number = |field: &[u8]| std::str::from_utf8(field).ok()?.parse::<u32>().ok();
    (number(user)? == id).then(|| User {
        id,
        group: number(group).unwrap_or(0),
        name: name.to_vec(),
        home: home.to_vec(),
        shell: shell.to_vec(),
    })
}

/// The scheduling priority of a process; 0 is the calling one.
fn get_priority((pid,): (i32,)) -> Result<i32, OsError> {
    // `getpriority` may return -1 as a value, so only `errno` tells of a failure.
    // SAFETY: the location of `errno` is valid for the thread's life.
    unsafe { *libc::__errno_location() = 0 };
    // SAFETY: there are no memory arguments.
    let priority = unsafe { libc::getpriority(libc::PRIO_PROCESS, pid as u32) };
    match OsError::last("uv_os_getpriority") {
        error if priority == -1 && error.errno != 0 => Err(error),
        _ => Ok(priority),
    }
}

fn set_priority((pid, priority): (i32, i32)) -> Result<(), OsError> {
    // SAFETY: there are no memory arguments.
    match unsafe { libc::setpriority(libc::PRIO_PROCESS, pid as u32, priority) } {
        0 => Ok(()),
        _ => Err(OsError::last("uv_os_setpriority")),
    }
}

fn add_constants(scope: &mut v8::PinScope<'_, '_>, binding: v8::Local<'_, v8::Object>) {
    for (key, entries) in [("dlopen", DLOPEN), ("errno", ERRNO), ("signals", SIGNALS)] {
        let null = v8::null(scope).into();
        let group = v8::Object::with_prototype_and_properties(scope, null, &[], &[]);
        for &(name, value) in entries {
            let name = name.to_js(scope);
            let value = value.to_js(scope);
            group.set(scope, name, value);
        }
        let key = key.to_js(scope);
        binding.set(scope, key, group.into());
    }
}

/// `os.constants.errno`.
#[rustfmt::skip]
const ERRNO: &[(&str, i32)] = &[
    ("E2BIG", libc::E2BIG), ("EACCES", libc::EACCES), ("EADDRINUSE", libc::EADDRINUSE),
    ("EADDRNOTAVAIL", libc::EADDRNOTAVAIL), ("EAFNOSUPPORT", libc::EAFNOSUPPORT), ("EAGAIN", libc::EAGAIN),
    ("EALREADY", libc::EALREADY), ("EBADF", libc::EBADF), ("EBADMSG", libc::EBADMSG), ("EBUSY", libc::EBUSY),
    ("ECANCELED", libc::ECANCELED), ("ECHILD", libc::ECHILD), ("ECONNABORTED", libc::ECONNABORTED),
    ("ECONNREFUSED", libc::ECONNREFUSED), ("ECONNRESET", libc::ECONNRESET), ("EDEADLK", libc::EDEADLK),
    ("EDESTADDRREQ", libc::EDESTADDRREQ), ("EDOM", libc::EDOM), ("EDQUOT", libc::EDQUOT), ("EEXIST", libc::EEXIST),
    ("EFAULT", libc::EFAULT), ("EFBIG", libc::EFBIG), ("EHOSTUNREACH", libc::EHOSTUNREACH), ("EIDRM", libc::EIDRM),
    ("EILSEQ", libc::EILSEQ), ("EINPROGRESS", libc::EINPROGRESS), ("EINTR", libc::EINTR), ("EINVAL", libc::EINVAL),
    ("EIO", libc::EIO), ("EISCONN", libc::EISCONN), ("EISDIR", libc::EISDIR), ("ELOOP", libc::ELOOP),
    ("EMFILE", libc::EMFILE), ("EMLINK", libc::EMLINK), ("EMSGSIZE", libc::EMSGSIZE), ("EMULTIHOP", libc::EMULTIHOP),
    ("ENAMETOOLONG", libc::ENAMETOOLONG), ("ENETDOWN", libc::ENETDOWN), ("ENETRESET", libc::ENETRESET),
    ("ENETUNREACH", libc::ENETUNREACH), ("ENFILE", libc::ENFILE), ("ENOBUFS", libc::ENOBUFS),
    ("ENODATA", libc::ENODATA), ("ENODEV", libc::ENODEV), ("ENOENT", libc::ENOENT), ("ENOEXEC", libc::ENOEXEC),
    ("ENOLCK", libc::ENOLCK), ("ENOLINK", libc::ENOLINK), ("ENOMEM", libc::ENOMEM), ("ENOMSG", libc::ENOMSG),
    ("ENOPROTOOPT", libc::ENOPROTOOPT), ("ENOSPC", libc::ENOSPC), ("ENOSR", libc::ENOSR), ("ENOSTR", libc::ENOSTR),
    ("ENOSYS", libc::ENOSYS), ("ENOTCONN", libc::ENOTCONN), ("ENOTDIR", libc::ENOTDIR),
    ("ENOTEMPTY", libc::ENOTEMPTY), ("ENOTSOCK", libc::ENOTSOCK), ("ENOTSUP", libc::ENOTSUP),
    ("ENOTTY", libc::ENOTTY), ("ENXIO", libc::ENXIO), ("EOPNOTSUPP", libc::EOPNOTSUPP),
    ("EOVERFLOW", libc::EOVERFLOW), ("EPERM", libc::EPERM), ("EPIPE", libc::EPIPE), ("EPROTO", libc::EPROTO),
    ("EPROTONOSUPPORT", libc::EPROTONOSUPPORT), ("EPROTOTYPE", libc::EPROTOTYPE), ("ERANGE", libc::ERANGE),
    ("EROFS", libc::EROFS), ("ESPIPE", libc::ESPIPE), ("ESRCH", libc::ESRCH), ("ESTALE", libc::ESTALE),
    ("ETIME", libc::ETIME), ("ETIMEDOUT", libc::ETIMEDOUT), ("ETXTBSY", libc::ETXTBSY),
    ("EWOULDBLOCK", libc::EWOULDBLOCK), ("EXDEV", libc::EXDEV),
];

/// `os.constants.signals`, in Node's order.
#[rustfmt::skip]
const SIGNALS: &[(&str, i32)] = &[
    ("SIGHUP", libc::SIGHUP), ("SIGINT", libc::SIGINT), ("SIGQUIT", libc::SIGQUIT), ("SIGILL", libc::SIGILL),
    ("SIGTRAP", libc::SIGTRAP), ("SIGABRT", libc::SIGABRT), ("SIGIOT", libc::SIGIOT), ("SIGBUS", libc::SIGBUS),
    ("SIGFPE", libc::SIGFPE), ("SIGKILL", libc::SIGKILL), ("SIGUSR1", libc::SIGUSR1), ("SIGSEGV", libc::SIGSEGV),
    ("SIGUSR2", libc::SIGUSR2), ("SIGPIPE", libc::SIGPIPE), ("SIGALRM", libc::SIGALRM), ("SIGTERM", libc::SIGTERM),
    ("SIGCHLD", libc::SIGCHLD), ("SIGSTKFLT", libc::SIGSTKFLT), ("SIGCONT", libc::SIGCONT), ("SIGSTOP", libc::SIGSTOP),
    ("SIGTSTP", libc::SIGTSTP), ("SIGTTIN", libc::SIGTTIN), ("SIGTTOU", libc::SIGTTOU), ("SIGURG", libc::SIGURG),
    ("SIGXCPU", libc::SIGXCPU), ("SIGXFSZ", libc::SIGXFSZ), ("SIGVTALRM", libc::SIGVTALRM),
    ("SIGPROF", libc::SIGPROF), ("SIGWINCH", libc::SIGWINCH), ("SIGIO", libc::SIGIO), ("SIGPOLL", libc::SIGPOLL),
    ("SIGPWR", libc::SIGPWR), ("SIGSYS", libc::SIGSYS),
];

/// `os.constants.dlopen`.
const DLOPEN: &[(&str, i32)] = &[
    ("RTLD_LAZY", libc::RTLD_LAZY),
    ("RTLD_NOW", libc::RTLD_NOW),
    ("RTLD_GLOBAL", libc::RTLD_GLOBAL),
    ("RTLD_LOCAL", libc::RTLD_LOCAL),
    ("RTLD_DEEPBIND", libc::RTLD_DEEPBIND),
];
