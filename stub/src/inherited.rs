//! What a process inherits and Node does not take as it comes: ignored signals and the limit of open descriptors.

/// Settles it for this process and, through it, for its children.
pub(crate) fn settle() {
    for signal in 1..32 {
        match signal {
            // A write then fails with EPIPE or EFBIG, which JavaScript can handle.
            libc::SIGPIPE | libc::SIGXFSZ => set(signal, libc::SIG_IGN),
            _ if is_ignored(signal) => set(signal, libc::SIG_DFL),
            _ => {}
        }
    }
    raise_descriptor_limit();
}

fn is_ignored(signal: i32) -> bool {
    // SAFETY: an all-zero `sigaction` is a valid value of that plain structure.
    let mut action: libc::sigaction = unsafe { std::mem::zeroed() };
    // SAFETY: without a new action, the call only writes the current one to `action`, which outlives it.
    let result = unsafe { libc::sigaction(signal, std::ptr::null(), &raw mut action) };
    result == 0 && action.sa_sigaction == libc::SIG_IGN
}

fn set(signal: i32, handler: libc::sighandler_t) {
    // SAFETY: the handlers given here, SIG_IGN and SIG_DFL, run no code. Where a signal's may not be set, nothing changes.
    unsafe { libc::signal(signal, handler) };
}

/// As many descriptors as the hard limit allows: servers want them.
fn raise_descriptor_limit() {
    let mut limits = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: both calls read or write `limits` alone, which outlives them.
    unsafe {
        if libc::getrlimit(libc::RLIMIT_NOFILE, &raw mut limits) == 0 && limits.rlim_cur != limits.rlim_max {
            limits.rlim_cur = limits.rlim_max;
            libc::setrlimit(libc::RLIMIT_NOFILE, &raw const limits);
        }
    }
}
