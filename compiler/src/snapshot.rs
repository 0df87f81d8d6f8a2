//! Has the stub make the snapshot: a child process of the very program that will load it later, so that V8, its flags
//! and the table of native functions match by construction.

use std::time::Duration;

use crate::diagnostic::Diagnostic;
use crate::host::{Host, Outcome};
use crate::messages;

const ARGUMENT: &str = "--jsc-snapshot";
/// Linking ten thousand modules takes seconds; a child that is still at it after this is stuck.
const LIMIT: Duration = Duration::from_mins(2);
/// How many lines of what the child said are repeated.
const SHOWN_LINES: usize = 5;

/// The snapshot of the program in `payload`, which is a payload without one.
pub fn build(stub_path: &str, payload: &[u8], host: &dyn Host) -> Result<Vec<u8>, Diagnostic> {
    let finished = host
        .run(stub_path, &[ARGUMENT], payload, LIMIT)
        .map_err(|error| messages::snapshot_not_started(stub_path, &error))?;
    match finished.outcome {
        Outcome::Exited(0) if !finished.stdout.is_empty() => Ok(finished.stdout),
        outcome => Err(messages::snapshot_failed(&reason(&outcome, &finished.stderr))),
    }
}

fn reason(outcome: &Outcome, stderr: &[u8]) -> String {
    let what = match outcome {
        Outcome::Exited(code) => format!("it ended with exit code {code}"),
        Outcome::Killed { signal } => format!("it was killed by signal {signal}"),
        Outcome::TimedOut => format!("it took longer than {} seconds", LIMIT.as_secs()),
    };
    let said = String::from_utf8_lossy(stderr);
    let lines: Vec<&str> = said.lines().filter(|line| !line.trim().is_empty()).take(SHOWN_LINES).collect();
    if lines.is_empty() { what } else { format!("{what}\n{}", lines.join("\n")) }
}
