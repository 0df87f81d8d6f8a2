//! `internalBinding('process')`: what a process knows of itself and can do to itself.

use std::ffi::CString;
use std::os::unix::ffi::OsStrExt;

use super::{Effect, NativeModule, OsError, PathArgument, ToJs, function, immediate};
use crate::thread::ThreadState;

pub(crate) const MODULE: NativeModule = NativeModule::new(
    "process",
    &[
        function!("versions", versions, Effect::Pure),
        immediate!("argv", argv, Effect::ReadsHost),
        function!("execArgv", exec_argv, Effect::ReadsHost),
        immediate!("optionNames", option_names, Effect::Pure),
        immediate!("execPath", exec_path, Effect::ReadsHost),
        immediate!("cwd", cwd, Effect::ReadsHost),
        immediate!("chdir", chdir, Effect::Acts),
        immediate!("pid", pid, Effect::ReadsHost),
        immediate!("ppid", ppid, Effect::ReadsHost),
        immediate!("umask", umask, Effect::Acts),
        immediate!("kill", kill, Effect::Acts),
        immediate!("ids", ids, Effect::ReadsHost),
        immediate!("groups", groups, Effect::ReadsHost),
        immediate!("setId", set_id, Effect::Acts),
        immediate!("hrtime", hrtime, Effect::ReadsHost),
        immediate!("uptime", uptime, Effect::ReadsHost),
        immediate!("resourceUsage", resource_usage, Effect::ReadsHost),
        immediate!("residentSetBytes", resident_set_bytes, Effect::ReadsHost),
        immediate!("rawWrite", raw_write, Effect::Acts),
        function!("hrtimeBigInt", hrtime_big_int, Effect::ReadsHost),
        function!("heapStatistics", heap_statistics, Effect::ReadsHost),
        immediate!("abort", abort, Effect::Acts),
        function!("reallyExit", really_exit, Effect::Acts),
        immediate!("setTitle", set_title, Effect::Acts),
    ],
);

/// `{name: version}` of what the executable is made of.
fn versions<'s>(scope: &mut v8::PinScope<'s, '_>, _: v8::FunctionCallbackArguments<'s>, mut rv: v8::ReturnValue<'s>) {
    let versions = v8::Object::new(scope);
    let of_parts = [
        ("jsc", env!("CARGO_PKG_VERSION")),
        ("modules", "137"),
        ("napi", "10"),
        ("undici", env!("JSC_UNDICI_VERSION")),
        ("v8", v8::V8::get_version()),
    ];
    for (name, version) in of_parts {
        let key = name.to_js(scope);
        let version = version.to_js(scope);
        versions.set(scope, key, version);
    }
    rv.set(versions.into());
}

/// `optionNames()`: the options that an executable takes.
fn option_names((): ()) -> Result<Vec<String>, OsError> {
    Ok(payload::option_names().into_iter().map(str::to_owned).collect())
}

/// `execArgv()`: the options of this process.
fn exec_argv<'s>(scope: &mut v8::PinScope<'s, '_>, _: v8::FunctionCallbackArguments<'s>, mut rv: v8::ReturnValue<'s>) {
    let options = ThreadState::of(scope).exec_argv.borrow().clone();
    rv.set(options.to_js(scope));
}

fn argv((): ()) -> Result<Vec<String>, OsError> {
    Ok(std::env::args_os().map(|argument| argument.to_string_lossy().into_owned()).collect())
}

fn exec_path((): ()) -> Result<String, OsError> {
    let path = std::env::current_exe().map_err(|source| OsError::new("readlink", &source))?;
    Ok(path.to_string_lossy().into_owned())
}

fn cwd((): ()) -> Result<String, OsError> {
    let path = std::env::current_dir().map_err(|source| OsError::new("uv_cwd", &source))?;
    Ok(path.to_string_lossy().into_owned())
}

/// Node names both the directory left and the one asked for.
fn chdir((path,): (PathArgument,)) -> Result<(), OsError> {
    let current = std::env::current_dir().unwrap_or_default();
    std::env::set_current_dir(path.as_path())
        .map_err(|source| OsError::new("chdir", &source).path(current.as_os_str().as_bytes()).dest(path.as_bytes()))
}

fn pid((): ()) -> Result<u32, OsError> {
    Ok(std::process::id())
}

fn ppid((): ()) -> Result<u32, OsError> {
    Ok(std::os::unix::process::parent_id())
}

/// Sets the mask and returns the one before; with `undefined`, only returns it.
fn umask((mask,): (Option<u32>,)) -> Result<u32, OsError> {
    // SAFETY: `umask` has no memory arguments and cannot fail; the second call puts the first one's value back.
    let before = unsafe { libc::umask(mask.unwrap_or(0)) };
    if mask.is_none() {
        // SAFETY: as above.
        unsafe { libc::umask(before) };
    }
    Ok(before)
}

fn kill((pid, signal): (i32, i32)) -> Result<(), OsError> {
    // SAFETY: `kill` has no memory arguments.
    if unsafe { libc::kill(pid, signal) } == 0 { Ok(()) } else { Err(OsError::last("kill")) }
}

/// `[uid, euid, gid, egid]`
fn ids((): ()) -> Result<Vec<u32>, OsError> {
    // SAFETY: none of these has arguments or can fail.
    Ok(unsafe { vec![libc::getuid(), libc::geteuid(), libc::getgid(), libc::getegid()] })
}

fn groups((): ()) -> Result<Vec<u32>, OsError> {
    // SAFETY: with a size of 0 only the count is returned.
    let count = unsafe { libc::getgroups(0, std::ptr::null_mut()) };
    let mut groups = vec![0; usize::try_from(count).map_err(|_| OsError::last("getgroups"))?];
    // SAFETY: `groups` has room for `count` numbers.
    let count = unsafe { libc::getgroups(count, groups.as_mut_ptr()) };
    groups.truncate(usize::try_from(count).map_err(|_| OsError::last("getgroups"))?);
    // SAFETY: no arguments, cannot fail.
    let effective = unsafe { libc::getegid() };
    if !groups.contains(&effective) {
        groups.push(effective);
    }
    Ok(groups)
}

/// `setId('setuid' | 'seteuid' | 'setgid' | 'setegid', id)`
fn set_id((call, id): (String, u32)) -> Result<(), OsError> {
    // SAFETY: these calls have no memory arguments.
    let (name, result) = unsafe {
        match call.as_str() {
            "setuid" => ("setuid", libc::setuid(id)),
            "seteuid" => ("seteuid", libc::seteuid(id)),
            "setgid" => ("setgid", libc::setgid(id)),
            _ => ("setegid", libc::setegid(id)),
        }
    };
    if result == 0 { Ok(()) } else { Err(OsError::last(name)) }
}

fn monotonic_ns() -> u64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: `time` is a local that the call fills; the monotonic clock always exists.
    unsafe { libc::clock_gettime(libc::CLOCK_MONOTONIC, &raw mut time) };
    time.tv_sec as u64 * 1_000_000_000 + time.tv_nsec as u64
}

/// `[seconds, nanoseconds]` of the monotonic clock.
fn hrtime((): ()) -> Result<(u64, u64), OsError> {
    let now = monotonic_ns();
    Ok((now / 1_000_000_000, now % 1_000_000_000))
}

fn hrtime_big_int<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    _: v8::FunctionCallbackArguments<'s>,
    mut rv: v8::ReturnValue<'s>,
) {
    rv.set(v8::BigInt::new_from_u64(scope, monotonic_ns()).into());
}

/// Seconds since this process started.
fn uptime((): ()) -> Result<f64, OsError> {
    Ok(crate::process_started().elapsed().as_secs_f64())
}

/// The sixteen numbers of `process.resourceUsage()`, in the order of Node's documentation.
fn resource_usage((): ()) -> Result<Vec<i64>, OsError> {
    // SAFETY: an all-zero `rusage` is a valid value of that plain structure.
    let mut usage: libc::rusage = unsafe { std::mem::zeroed() };
    // SAFETY: `usage` is a local that the call fills.
    if unsafe { libc::getrusage(libc::RUSAGE_SELF, &raw mut usage) } != 0 {
        return Err(OsError::last("uv_getrusage"));
    }
    let micros = |time: libc::timeval| time.tv_sec * 1_000_000 + time.tv_usec;
    Ok(vec![
        micros(usage.ru_utime),
        micros(usage.ru_stime),
        usage.ru_maxrss,
        usage.ru_ixrss,
        usage.ru_idrss,
        usage.ru_isrss,
        usage.ru_minflt,
        usage.ru_majflt,
        usage.ru_nswap,
        usage.ru_inblock,
        usage.ru_oublock,
        usage.ru_msgsnd,
        usage.ru_msgrcv,
        usage.ru_nsignals,
        usage.ru_nvcsw,
        usage.ru_nivcsw,
    ])
}

fn resident_set_bytes((): ()) -> Result<u64, OsError> {
    let statm = std::fs::read_to_string("/proc/self/statm")
        .map_err(|source| OsError::new("uv_resident_set_memory", &source))?;
    let pages: u64 = statm.split(' ').nth(1).and_then(|pages| pages.parse().ok()).unwrap_or(0);
    Ok(pages * 4096)
}

/// For the last words of a process.
fn raw_write((descriptor, text): (i32, String)) -> Result<(), OsError> {
    write_all(descriptor, text.as_bytes())
}

/// Writes to a descriptor, all of it, waiting where the other side is slow.
pub(crate) fn write_all(descriptor: i32, bytes: &[u8]) -> Result<(), OsError> {
    let mut rest = bytes;
    while !rest.is_empty() {
        // SAFETY: reads at most `rest.len()` bytes from `rest`, which outlives the call.
        let written = unsafe { libc::write(descriptor, rest.as_ptr().cast(), rest.len()) };
        if written >= 0 {
            rest = &rest[written as usize..];
            continue;
        }
        let error = std::io::Error::last_os_error();
        match error.raw_os_error() {
            Some(libc::EINTR) => {}
            Some(libc::EAGAIN) => wait_writable(descriptor),
            _ => return Err(OsError::new("write", &error)),
        }
    }
    Ok(())
}

fn wait_writable(descriptor: i32) {
    let mut poll = libc::pollfd { fd: descriptor, events: libc::POLLOUT, revents: 0 };
    // SAFETY: one local `pollfd`, and the count says one.
    unsafe { libc::poll(&raw mut poll, 1, -1) };
}

/// `[total heap, used heap, external, heap limit, array buffers]` in bytes.
fn heap_statistics<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    _: v8::FunctionCallbackArguments<'s>,
    mut rv: v8::ReturnValue<'s>,
) {
    let statistics = scope.get_heap_statistics();
    let numbers = vec![
        statistics.total_heap_size(),
        statistics.used_heap_size(),
        statistics.external_memory(),
        statistics.heap_size_limit(),
        statistics.external_memory(),
    ];
    rv.set(numbers.to_js(scope));
}

fn abort((): ()) -> Result<(), OsError> {
    std::process::abort()
}

/// `reallyExit(code)`: what was written goes out before.
fn really_exit<'s>(scope: &mut v8::PinScope<'s, '_>, args: v8::FunctionCallbackArguments<'s>, _: v8::ReturnValue<'s>) {
    let code = args.get(0).int32_value(scope).unwrap_or(0);
    crate::thread::ThreadState::of(scope).flush_output();
    crate::process_exit(code)
}

/// The name that `ps` shows, at most fifteen bytes of it.
fn set_title((title,): (String,)) -> Result<(), OsError> {
    let title = CString::new(title.split('\0').next().unwrap_or_default()).expect("cut at the first NUL");
    // SAFETY: the kernel copies at most sixteen bytes of the string, which outlives the call.
    unsafe { libc::prctl(libc::PR_SET_NAME, title.as_ptr()) };
    Ok(())
}
