//! Confines the process that makes a snapshot: third-party code may run in it at build time, and must not reach
//! files, network or other processes, whatever it finds to call. The standard library refuses such calls with an error
//! that names the module; this is the wall behind it, made by the kernel.
//!
//! After [`enter`] the process can use its memory, its threads, clocks, randomness, and the descriptors it has: the three
//! standard streams, which are pipes to the compiler. It cannot open, create or name anything. It stays so until it ends.
//!
//! A forbidden call fails with EPERM and does not kill the process. V8, glibc and Rust's library ask for things
//! that they can do without (/dev/urandom and /proc/self/maps while V8 starts, names for mappings), and
//! which ones they ask for depends on their versions and on the kernel. Killing would make builds fail for nothing, and
//! protects no better: what is refused is refused.

use std::collections::BTreeMap;
use std::io;

use libc::{c_long, c_ulong, rlimit};
use seccompiler::{
    BpfProgram, Error, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter, SeccompRule,
    TargetArch,
};

#[cfg(target_arch = "x86_64")]
const ARCHITECTURE: TargetArch = TargetArch::x86_64;
#[cfg(target_arch = "aarch64")]
const ARCHITECTURE: TargetArch = TargetArch::aarch64;

/// Calls that cannot reach anything outside the process and its open descriptors.
const ALLOWED: &[c_long] = &[
    // Memory.
    libc::SYS_brk,
    libc::SYS_madvise,
    libc::SYS_membarrier,
    libc::SYS_mmap,
    libc::SYS_mprotect,
    libc::SYS_mremap,
    libc::SYS_munmap,
    libc::SYS_pkey_alloc,
    libc::SYS_pkey_free,
    libc::SYS_pkey_mprotect,
    // Threads of this process. `clone` has a rule of its own, and `clone3` is refused in a way that makes glibc use `clone`.
    libc::SYS_clone3,
    libc::SYS_exit,
    libc::SYS_exit_group,
    libc::SYS_futex,
    libc::SYS_getpid,
    libc::SYS_gettid,
    libc::SYS_rseq,
    libc::SYS_sched_getaffinity,
    libc::SYS_sched_yield,
    libc::SYS_set_robust_list,
    libc::SYS_set_tid_address,
    // Its own signals.
    libc::SYS_rt_sigaction,
    libc::SYS_rt_sigprocmask,
    libc::SYS_rt_sigreturn,
    libc::SYS_sigaltstack,
    // Time and randomness. What the application sees of them is the standard library's business.
    libc::SYS_clock_getres,
    libc::SYS_clock_gettime,
    libc::SYS_clock_nanosleep,
    libc::SYS_getrandom,
    libc::SYS_getrusage,
    libc::SYS_gettimeofday,
    libc::SYS_nanosleep,
    libc::SYS_restart_syscall,
    // V8 ends the process if it cannot learn the kernel's version.
    libc::SYS_uname,
    // Open descriptors, and ones that lead nowhere.
    libc::SYS_close,
    libc::SYS_epoll_create1,
    libc::SYS_epoll_ctl,
    libc::SYS_epoll_pwait,
    libc::SYS_eventfd2,
    libc::SYS_fcntl,
    libc::SYS_fstat,
    libc::SYS_lseek,
    libc::SYS_ppoll,
    libc::SYS_read,
    libc::SYS_readv,
    libc::SYS_write,
    libc::SYS_writev,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_epoll_wait,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_poll,
];

/// Confines every thread of the process, for good.
///
/// # Errors
/// If the kernel refuses; the process is then not to run anybody's code.
pub(crate) fn enter() -> io::Result<()> {
    close_inherited_descriptors()?;
    end_with_the_parent()?;
    limit(libc::RLIMIT_CORE, 0)?;
    // The stricter filter comes last: once it stands, no filter can be added.
    for filter in filters().map_err(io::Error::other)? {
        seccompiler::apply_filter_all_threads(&filter).map_err(io::Error::other)?;
    }
    Ok(())
}

/// What the compiler inherited itself and did not mark as its own would be open here.
fn close_inherited_descriptors() -> io::Result<()> {
    // SAFETY: the call has no memory arguments. Nothing in this process owns a descriptor above the standard ones yet:
    // the engine has not started, and `main` has opened nothing.
    let closed = unsafe { libc::syscall(libc::SYS_close_range, 3 as c_ulong, c_ulong::from(u32::MAX), 0 as c_ulong) };
    match succeeded(closed) {
        Err(error) if error.raw_os_error() == Some(libc::ENOSYS) => {
            // Linux before 5.9. Programs that raise their limit of 1024 descriptors do not inherit them to compilers.
            for descriptor in 3..1024 {
                // SAFETY: as above. Most of them are not open, which is an error that means nothing.
                unsafe { libc::close(descriptor) };
            }
            Ok(())
        }
        result => result,
    }
}

/// A compiler that was killed wants no snapshot any more.
fn end_with_the_parent() -> io::Result<()> {
    // SAFETY: the call has no memory arguments.
    succeeded(unsafe { libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGKILL as c_ulong) }.into())
}

fn limit(resource: libc::__rlimit_resource_t, most: libc::rlim_t) -> io::Result<()> {
    let limits = rlimit { rlim_cur: most, rlim_max: most };
    // SAFETY: `limits` is a valid `rlimit` for the length of the call.
    succeeded(unsafe { libc::setrlimit(resource, &raw const limits) }.into())
}

fn succeeded(result: c_long) -> io::Result<()> {
    if result == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}

/// The filters, in the order in which they are to be installed. A call is as free as the strictest lets it be.
fn filters() -> Result<[BpfProgram; 2], Error> {
    Ok([no_clone3()?, allowed_calls()?])
}

/// A filter cannot see the flags of `clone3`, which lie in memory. ENOSYS makes glibc use `clone`, whose flags it sees.
fn no_clone3() -> Result<BpfProgram, Error> {
    let enosys = SeccompAction::Errno(libc::ENOSYS as u32);
    let rules = BTreeMap::from([(libc::SYS_clone3, vec![])]);
    Ok(SeccompFilter::new(rules, SeccompAction::Allow, enosys, ARCHITECTURE)?.try_into()?)
}

fn allowed_calls() -> Result<BpfProgram, Error> {
    let mut rules: BTreeMap<c_long, Vec<SeccompRule>> = ALLOWED.iter().map(|call| (*call, vec![])).collect();
    rules.insert(libc::SYS_clone, vec![rule(0, SeccompCmpOp::MaskedEq(THREAD), THREAD)?]);
    // `abort` and `raise` signal a thread of their own process.
    rules.insert(libc::SYS_tgkill, vec![rule(0, SeccompCmpOp::Eq, u64::from(std::process::id()))?]);
    // Reading limits (where does the stack end?), not setting them.
    rules.insert(libc::SYS_prlimit64, vec![rule(2, SeccompCmpOp::Eq, 0)?]);
    rules.insert(libc::SYS_prctl, vec![rule(0, SeccompCmpOp::Eq, libc::PR_SET_NAME as u64)?]);
    let eperm = SeccompAction::Errno(libc::EPERM as u32);
    Ok(SeccompFilter::new(rules, eperm, SeccompAction::Allow, ARCHITECTURE)?.try_into()?)
}

const THREAD: u64 = libc::CLONE_THREAD as u64;

fn rule(argument: u8, operator: SeccompCmpOp, value: u64) -> Result<SeccompRule, Error> {
    let condition = SeccompCondition::new(argument, SeccompCmpArgLen::Qword, operator, value)?;
    Ok(SeccompRule::new(vec![condition])?)
}

#[cfg(test)]
mod tests {
    use std::process::Command;
    use std::{env, fs, io, net, process, thread};

    /// Tells the test's own process what it is for.
    const CONFINED: &str = "JSC_TEST_CONFINED";

    /// Confinement is for good, so it happens in a process of its own: this test again, with a variable set.
    fn in_a_process_of_its_own(test: &str, confined: fn()) {
        if env::var_os(CONFINED).is_some() {
            super::enter().unwrap();
            confined();
            return;
        }
        let name = format!("confine::tests::{test}");
        let child = Command::new(env::current_exe().unwrap())
            .args(["--exact", &name, "--nocapture", "--test-threads=1"])
            .env(CONFINED, "1")
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&child.stdout);
        assert!(
            child.status.success() && said.contains("1 passed"),
            "{said}{}",
            String::from_utf8_lossy(&child.stderr)
        );
    }

    fn is_refused<T>(what: &str, result: io::Result<T>) {
        let error = result.err().unwrap_or_else(|| panic!("{what} is possible"));
        assert_eq!(error.raw_os_error(), Some(libc::EPERM), "{what}: {error}");
    }

    fn call(number: libc::c_long, arguments: [libc::c_long; 4]) -> io::Result<libc::c_long> {
        let [first, second, third, fourth] = arguments;
        // SAFETY: every call made here is refused before the kernel looks at an argument, and were it not, null pointers and
        // impossible numbers would make it fail.
        let result = unsafe { libc::syscall(number, first, second, third, fourth) };
        if result == -1 { Err(io::Error::last_os_error()) } else { Ok(result) }
    }

    #[test]
    fn files_cannot_be_reached() {
        in_a_process_of_its_own("files_cannot_be_reached", || {
            is_refused("reading a file", fs::read("/etc/passwd"));
            is_refused("opening /dev/null", fs::File::open("/dev/null"));
            is_refused("writing a file", fs::write("/tmp/jsc-confined", "x"));
            is_refused("a folder's entries", fs::read_dir("/"));
            is_refused("metadata", fs::metadata("/etc/passwd"));
            is_refused("making a folder", fs::create_dir("/tmp/jsc-confined"));
            is_refused("removing a file", fs::remove_file("/tmp/jsc-confined"));
            is_refused("renaming", fs::rename("/tmp/jsc-a", "/tmp/jsc-b"));
            is_refused("a link", fs::hard_link("/etc/passwd", "/tmp/jsc-confined"));
            is_refused("the current folder", env::set_current_dir("/"));
            for number in
                [libc::SYS_open, libc::SYS_openat2, libc::SYS_creat, libc::SYS_memfd_create, libc::SYS_io_uring_setup]
            {
                is_refused("opening otherwise", call(number, [0; 4]));
            }
        });
    }

    #[test]
    fn the_network_cannot_be_reached() {
        in_a_process_of_its_own("the_network_cannot_be_reached", || {
            is_refused("listening", net::TcpListener::bind("127.0.0.1:0"));
            is_refused("connecting", net::TcpStream::connect("127.0.0.1:1"));
            is_refused("datagrams", net::UdpSocket::bind("127.0.0.1:0"));
            is_refused("a pair of sockets", std::os::unix::net::UnixStream::pair());
        });
    }

    #[test]
    fn other_processes_cannot_be_reached() {
        in_a_process_of_its_own("other_processes_cannot_be_reached", || {
            is_refused("running a program", Command::new("/bin/true").status());
            is_refused(
                "a signal to the parent",
                call(libc::SYS_kill, [std::os::unix::process::parent_id().into(), 0, 0, 0]),
            );
            is_refused("a signal to a thread of init", call(libc::SYS_tgkill, [1, 1, 0, 0]));
            is_refused("fork", call(libc::SYS_fork, [0; 4]));
            is_refused("vfork", call(libc::SYS_vfork, [0; 4]));
            is_refused("clone", call(libc::SYS_clone, [libc::SIGCHLD.into(), 0, 0, 0]));
            for number in [
                libc::SYS_execve,
                libc::SYS_execveat,
                libc::SYS_ptrace,
                libc::SYS_process_vm_readv,
                libc::SYS_pidfd_open,
            ] {
                is_refused("another process", call(number, [0; 4]));
            }
            assert_eq!(call(libc::SYS_clone3, [0; 4]).unwrap_err().raw_os_error(), Some(libc::ENOSYS));
        });
    }

    #[test]
    fn confinement_cannot_be_undone() {
        in_a_process_of_its_own("confinement_cannot_be_undone", || {
            is_refused("another filter", call(libc::SYS_seccomp, [0; 4]));
            is_refused("raising a limit", super::limit(libc::RLIMIT_CORE, 1));
            is_refused("prctl", super::end_with_the_parent());
            is_refused("a user", call(libc::SYS_setuid, [0; 4]));
            is_refused("a namespace", call(libc::SYS_unshare, [libc::CLONE_NEWUSER.into(), 0, 0, 0]));
        });
    }

    #[test]
    fn memory_threads_time_and_open_streams_still_work() {
        in_a_process_of_its_own("memory_threads_time_and_open_streams_still_work", || {
            let large = vec![1_u8; 64 << 20];
            let sum = thread::spawn(move || large.iter().map(|byte| usize::from(*byte)).sum::<usize>()).join().unwrap();
            assert_eq!(sum, 64 << 20);
            thread::sleep(std::time::Duration::from_millis(1));
            assert!(std::time::SystemTime::now() > std::time::UNIX_EPOCH);
            assert!(call(libc::SYS_write, [1, 0, 0, 0]).is_ok());
        });
    }

    #[test]
    fn an_abort_is_an_abort() {
        use std::os::unix::process::ExitStatusExt;
        if env::var_os(CONFINED).is_some() {
            super::enter().unwrap();
            process::abort();
        }
        let child = Command::new(env::current_exe().unwrap())
            .args(["--exact", "confine::tests::an_abort_is_an_abort"])
            .env(CONFINED, "1")
            .output()
            .unwrap();
        assert_eq!(child.status.signal(), Some(libc::SIGABRT));
        assert!(!child.status.core_dumped());
    }
}
