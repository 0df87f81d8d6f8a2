//! `internalBinding('process_spawn')`: starting other programs, and hearing of their end.
//!
//! A child is started with exactly the descriptors it is given. Its end is told by a descriptor (a pidfd), which the
//! streams of the event loop watch: it becomes readable when there is something to wait for.

use std::ffi::OsString;
use std::io;
use std::os::fd::{AsFd, AsRawFd, FromRawFd, IntoRawFd, OwnedFd};
use std::os::unix::ffi::OsStringExt;
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags};

use super::{Bytes, Effect, FromJs, NativeModule, OsError, OwnedBytes, PathArgument, ToJs, immediate};

pub(crate) const MODULE: NativeModule = NativeModule::new(
    "process_spawn",
    &[
        immediate!("socketPair", socket_pair, Effect::Acts),
        immediate!("spawn", spawn, Effect::Acts),
        immediate!("wait", wait, Effect::Acts),
        immediate!("spawnSync", spawn_sync, Effect::Acts),
    ],
);

/// How much one read of a child's output takes at most.
const READ_BYTES: usize = 64 * 1024;

/// What the child finds as its descriptor of this number.
const IGNORED: i32 = -1;

/// `() -> [ours, the child's]`: a stream in both directions. Neither end is inherited by accident.
fn socket_pair((): ()) -> Result<Vec<i32>, OsError> {
    let (ours, theirs) = pair().map_err(|source| OsError::new("socketpair", &source))?;
    Ok(vec![ours.into_raw_fd(), theirs.into_raw_fd()])
}

fn pair() -> io::Result<(OwnedFd, OwnedFd)> {
    let mut ends = [-1; 2];
    let kind = libc::SOCK_STREAM | libc::SOCK_CLOEXEC;
    // SAFETY: `ends` is memory for two descriptors, which is what the call writes.
    if unsafe { libc::socketpair(libc::AF_UNIX, kind, 0, ends.as_mut_ptr()) } != 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: the call succeeded, so both are open, fresh, and owned by nothing else.
    Ok(unsafe { (OwnedFd::from_raw_fd(ends[0]), OwnedFd::from_raw_fd(ends[1])) })
}

/// A text for the child as the bytes that it gets.
struct Argument(OsString);

impl FromJs for Argument {
    fn from_js(scope: &mut v8::PinScope<'_, '_>, value: v8::Local<'_, v8::Value>) -> Option<Self> {
        String::from_js(scope, value).map(|text| Self(OsString::from_vec(text.into_bytes())))
    }
}

/// `(file, args with argv[0], environment or undefined, cwd or undefined, descriptors, detached, uid, gid)`
type SpawnArguments =
    (Argument, Vec<Argument>, Option<Vec<Argument>>, Option<PathArgument>, Vec<i32>, bool, Option<u32>, Option<u32>);

/// A child: its number, and the descriptor that tells of its end.
fn spawn(arguments: SpawnArguments) -> Result<Vec<i32>, OsError> {
    let failed = |source: io::Error| OsError::new("spawn", &source);
    let child = command(arguments).spawn().map_err(failed)?;
    let pid = child.id();
    let end =
        rustix::process::pidfd_open(rustix::process::Pid::from_child(&child), rustix::process::PidfdFlags::empty());
    Ok(vec![pid as i32, end.map_err(|errno| failed(errno.into()))?.into_raw_fd()])
}

fn command((file, args, environment, cwd, descriptors, is_detached, uid, gid): SpawnArguments) -> Command {
    let mut command = Command::new(&file.0);
    let mut args = args.into_iter();
    command.arg0(args.next().unwrap_or(file).0);
    command.args(args.map(|argument| argument.0));
    if let Some(environment) = environment {
        command.env_clear();
        command.envs(environment.into_iter().filter_map(|pair| split_pair(&pair.0)));
    }
    if let Some(cwd) = cwd {
        command.current_dir(cwd.as_path());
    }
    if let Some(uid) = uid {
        command.uid(uid);
    }
    if let Some(gid) = gid {
        command.gid(gid);
    }
    // They are set up below; what the library would do to the first three is undone there.
    command.stdin(Stdio::inherit()).stdout(Stdio::inherit()).stderr(Stdio::inherit());
    // SAFETY: between `fork` and `exec` this makes only system calls that are allowed there, allocates nothing (the
    // vector was made before) and touches no lock.
    unsafe {
        let mut descriptors = descriptors;
        command.pre_exec(move || {
            if is_detached && libc::setsid() < 0 {
                return Err(io::Error::last_os_error());
            }
            reset_signals();
            arrange(&mut descriptors)
        });
    }
    command
}

/// `NAME=value`; a name may begin with `=`.
fn split_pair(pair: &OsString) -> Option<(OsString, OsString)> {
    let bytes = pair.clone().into_vec();
    let at = bytes.iter().skip(1).position(|&byte| byte == b'=')? + 1;
    Some((OsString::from_vec(bytes[..at].to_vec()), OsString::from_vec(bytes[at + 1..].to_vec())))
}

/// Every signal does in the child what it does by default. Only for use between `fork` and `exec`.
fn reset_signals() {
    for signal in 1..32 {
        // SAFETY: a plain system call; the two signals that cannot be changed make it fail, which changes nothing.
        unsafe { libc::signal(signal, libc::SIG_DFL) };
    }
}

/// Makes the child's descriptors 0, 1, 2, ... of ours. Only for use between `fork` and `exec`.
fn arrange(descriptors: &mut [i32]) -> io::Result<()> {
    let count = descriptors.len() as i32;
    // A descriptor that is needed later must not be overwritten before: those in the way move up first.
    for (index, descriptor) in descriptors.iter_mut().enumerate() {
        if (0..count).contains(descriptor) && *descriptor != index as i32 {
            // SAFETY: no memory arguments.
            *descriptor = check(unsafe { libc::fcntl(*descriptor, libc::F_DUPFD_CLOEXEC, count) })?;
        }
    }
    for (index, &descriptor) in descriptors.iter().enumerate() {
        place(descriptor, index as i32)?;
    }
    Ok(())
}

fn place(descriptor: i32, target: i32) -> io::Result<()> {
    if descriptor == IGNORED {
        let flags = if target == 0 { libc::O_RDONLY } else { libc::O_RDWR };
        // SAFETY: the path is a constant with a NUL at its end.
        let null = check(unsafe { libc::open(c"/dev/null".as_ptr(), flags | libc::O_CLOEXEC) })?;
        if null != target {
            // SAFETY: no memory arguments.
            check(unsafe { libc::dup2(null, target) })?;
            return Ok(());
        }
        return keep_open(target);
    }
    if descriptor == target {
        return keep_open(target);
    }
    // SAFETY: no memory arguments. The copy does not close on `exec`.
    check(unsafe { libc::dup2(descriptor, target) }).map(drop)
}

fn keep_open(descriptor: i32) -> io::Result<()> {
    // SAFETY: no memory arguments.
    check(unsafe { libc::fcntl(descriptor, libc::F_SETFD, 0) }).map(drop)
}

fn check(result: i32) -> io::Result<i32> {
    if result < 0 { Err(io::Error::last_os_error()) } else { Ok(result) }
}

/// `(pid) -> [exit code, signal]` of a child that has ended; `undefined` while it has not.
fn wait((pid,): (i32,)) -> Result<Option<Vec<i32>>, OsError> {
    let mut status = 0;
    // SAFETY: `status` is memory for the number that the call writes.
    match unsafe { libc::waitpid(pid, &raw mut status, libc::WNOHANG) } {
        0 => Ok(None),
        ended if ended == pid => Ok(Some(code_and_signal(status))),
        _ => Err(OsError::last("waitpid")),
    }
}

fn code_and_signal(status: i32) -> Vec<i32> {
    if libc::WIFSIGNALED(status) { vec![0, libc::WTERMSIG(status)] } else { vec![libc::WEXITSTATUS(status), 0] }
}

/// What of a synchronous child's descriptor passes through us.
struct Pipe {
    /// What the child reads from it.
    input: Option<Bytes>,
}

impl FromJs for Pipe {
    fn from_js(scope: &mut v8::PinScope<'_, '_>, value: v8::Local<'_, v8::Value>) -> Option<Self> {
        Option::<Bytes>::from_js(scope, value).map(|input| Self { input })
    }
}

/// How long and how much a synchronous child may: milliseconds, bytes of each output (both 0 for no limit), and the
/// signal that ends it.
struct Limits {
    timeout_ms: f64,
    output_bytes: f64,
    kill_signal: i32,
}

impl FromJs for Limits {
    fn from_js(scope: &mut v8::PinScope<'_, '_>, value: v8::Local<'_, v8::Value>) -> Option<Self> {
        let numbers = Vec::<f64>::from_js(scope, value)?;
        let &[timeout_ms, output_bytes, kill_signal] = &numbers[..] else { return None };
        Some(Self { timeout_ms, output_bytes, kill_signal: kill_signal as i32 })
    }
}

/// All of [`SpawnArguments`] in one array, since a synchronous call has more to say.
struct SpawnArray(SpawnArguments);

impl FromJs for SpawnArray {
    fn from_js(scope: &mut v8::PinScope<'_, '_>, value: v8::Local<'_, v8::Value>) -> Option<Self> {
        let array = value.try_cast::<v8::Array>().ok()?;
        let mut index = 0;
        let mut next = || {
            index += 1;
            index - 1
        };
        macro_rules! element {
            () => {{
                let element = array.get_index(scope, next())?;
                FromJs::from_js(scope, element)?
            }};
        }
        Some(Self((element!(), element!(), element!(), element!(), element!(), element!(), element!(), element!())))
    }
}

/// How a synchronous child ended.
struct Ended {
    pid: i32,
    code: i32,
    signal: i32,
    /// Why it was stopped, as an errno; 0 if it was not.
    error: i32,
    /// What it wrote, for every descriptor that is a pipe.
    outputs: Vec<Option<Vec<u8>>>,
}

impl ToJs for Ended {
    fn to_js<'s>(self, scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Value> {
        let outputs: Vec<Option<OwnedBytes>> = self.outputs.into_iter().map(|output| output.map(OwnedBytes)).collect();
        let elements = [
            self.pid.to_js(scope),
            self.code.to_js(scope),
            self.signal.to_js(scope),
            self.error.to_js(scope),
            outputs.to_js(scope),
        ];
        v8::Array::new_with_elements(scope, &elements).into()
    }
}

/// `([what spawn takes], pipes, limits) -> [pid, code, signal, errno, outputs]`. A descriptor whose place in `pipes` is
/// not `undefined` is a pipe to us, whatever the descriptors say.
fn spawn_sync(
    (SpawnArray(mut arguments), pipes, limits): (SpawnArray, Vec<Option<Pipe>>, Limits),
) -> Result<Ended, OsError> {
    let failed = |source: io::Error| OsError::new("spawnSync", &source);
    let mut ours: Vec<Option<Channel>> = Vec::new();
    let mut theirs = Vec::new();
    for (index, pipe) in pipes.into_iter().enumerate() {
        let Some(pipe) = pipe else {
            ours.push(None);
            continue;
        };
        let (end, child_end) = pair().map_err(failed)?;
        arguments.4[index] = child_end.as_raw_fd();
        theirs.push(child_end);
        ours.push(Some(Channel::new(end, pipe.input, index == 0).map_err(failed)?));
    }
    let child = command(arguments).spawn().map_err(failed)?;
    drop(theirs);
    let pid = rustix::process::Pid::from_child(&child);
    let end = rustix::process::pidfd_open(pid, rustix::process::PidfdFlags::empty());
    let end = end.map_err(|errno| failed(errno.into()))?;
    Ok(attend(child.id() as i32, &end, ours, &limits))
}

/// Our end of a pipe to a synchronous child.
struct Channel {
    /// `None` once both directions are over.
    end: Option<OwnedFd>,
    input: Option<Bytes>,
    written: usize,
    output: Vec<u8>,
    is_input: bool,
}

impl Channel {
    fn new(end: OwnedFd, input: Option<Bytes>, is_input: bool) -> io::Result<Self> {
        rustix::io::ioctl_fionbio(&end, true)?;
        let mut channel = Self { end: Some(end), input, written: 0, output: Vec::new(), is_input };
        channel.finish_writing_if_done();
        Ok(channel)
    }

    fn is_writing(&self) -> bool {
        self.input.as_ref().is_some_and(|input| self.written < input.len())
    }

    fn finish_writing_if_done(&mut self) {
        if let Some(end) = self.end.as_ref().filter(|_| !self.is_writing()) {
            // SAFETY: no memory arguments. A failure means that the other side is gone, which is as good.
            unsafe { libc::shutdown(end.as_raw_fd(), libc::SHUT_WR) };
        }
    }

    fn write(&mut self) {
        let (Some(end), Some(input)) = (self.end.as_ref(), self.input.as_ref()) else { return };
        let left = input.len() - self.written;
        // SAFETY: `written <= len()`, so pointer and length stay inside the memory that `input` keeps alive; no
        // JavaScript runs meanwhile.
        let written =
            unsafe { libc::send(end.as_raw_fd(), input.as_ptr().add(self.written).cast(), left, libc::MSG_NOSIGNAL) };
        match written {
            0.. => self.written += written as usize,
            _ if is_temporary() => {}
            // The child does not want the rest.
            _ => self.written = input.len(),
        }
        self.finish_writing_if_done();
    }

    /// Reads what is there; closes at the end.
    fn read(&mut self) {
        let Some(end) = self.end.as_ref() else { return };
        let mut bytes = vec![0; READ_BYTES];
        match rustix::io::read(end, &mut bytes) {
            Ok(0) => self.end = None,
            Ok(count) => self.output.extend_from_slice(&bytes[..count]),
            Err(rustix::io::Errno::AGAIN | rustix::io::Errno::INTR) => {}
            Err(_) => self.end = None,
        }
    }
}

fn is_temporary() -> bool {
    matches!(io::Error::last_os_error().kind(), io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted)
}

/// Feeds the child and takes what it writes, until it has ended and its pipes are closed, or a limit is reached.
fn attend(pid: i32, end: &OwnedFd, mut channels: Vec<Option<Channel>>, limits: &Limits) -> Ended {
    let deadline =
        (limits.timeout_ms > 0.0).then(|| Instant::now() + Duration::from_secs_f64(limits.timeout_ms / 1000.0));
    let mut error = 0;
    let mut has_ended = false;
    while !has_ended || channels.iter().flatten().any(|channel| channel.end.is_some()) {
        let left = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
        if error == 0 && left.is_some_and(|left| left.is_zero()) {
            error = libc::ETIMEDOUT;
            kill(pid, limits.kill_signal);
        }
        let left = if error == 0 { left } else { None };
        has_ended |= poll(end, &mut channels, has_ended, left);
        let too_long =
            |channel: &Channel| limits.output_bytes > 0.0 && channel.output.len() as f64 > limits.output_bytes;
        if error == 0 && channels.iter().flatten().any(too_long) {
            error = libc::ENOBUFS;
            kill(pid, limits.kill_signal);
        }
        if error != 0 && has_ended {
            break;
        }
    }
    let (code, signal) = reap(pid);
    // What was read before the limit was noticed is kept, as in Node.
    let outputs = channels.into_iter().map(|channel| Some(channel.filter(|channel| !channel.is_input)?.output));
    Ended { pid, code, signal, error, outputs: outputs.collect() }
}

/// Waits for something to do and does it; true when the child has ended.
fn poll(end: &OwnedFd, channels: &mut [Option<Channel>], has_ended: bool, left: Option<Duration>) -> bool {
    let open: Vec<usize> =
        (0..channels.len()).filter(|&index| channels[index].as_ref().is_some_and(|c| c.end.is_some())).collect();
    let mut polled: Vec<PollFd<'_>> = Vec::new();
    for &index in &open {
        let channel = channels[index].as_ref().expect("filtered above");
        let wanted = if channel.is_writing() { PollFlags::IN | PollFlags::OUT } else { PollFlags::IN };
        polled.push(PollFd::from_borrowed_fd(channel.end.as_ref().expect("filtered above").as_fd(), wanted));
    }
    if !has_ended {
        polled.push(PollFd::new(end, PollFlags::IN));
    }
    let timeout_ms = left.map_or(-1, |left| left.as_millis().min(1 << 30) as i32 + 1);
    let _ = rustix::event::poll(&mut polled, timeout_ms);
    let happened: Vec<PollFlags> = polled.iter().map(PollFd::revents).collect();
    for (&index, &flags) in open.iter().zip(&happened) {
        let channel = channels[index].as_mut().expect("filtered above");
        if flags.contains(PollFlags::OUT) && channel.is_writing() {
            channel.write();
        }
        if flags.intersects(PollFlags::IN | PollFlags::HUP | PollFlags::ERR) {
            channel.read();
        }
    }
    !has_ended && happened.last().is_some_and(|flags| !flags.is_empty())
}

fn kill(pid: i32, signal: i32) {
    // SAFETY: no memory arguments. The child is not reaped yet, so the number is still its own.
    unsafe { libc::kill(pid, signal) };
}

fn reap(pid: i32) -> (i32, i32) {
    let mut status = 0;
    // SAFETY: `status` is memory for the number that the call writes.
    while unsafe { libc::waitpid(pid, &raw mut status, 0) } < 0 {
        if io::Error::last_os_error().kind() != io::ErrorKind::Interrupted {
            return (0, 0);
        }
    }
    match code_and_signal(status)[..] {
        [code, signal] => (code, signal),
        _ => (0, 0),
    }
}
