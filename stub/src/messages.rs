//! Every sentence that an executable prints on its own behalf: what happened, and a hint where there is something to do.

/// Writes `text` to the standard error stream; nothing can be done where that fails.
fn print(text: &str) {
    let mut rest = text.as_bytes();
    while !rest.is_empty() {
        // SAFETY: reads at most `rest.len()` bytes from `rest`, which outlives the call.
        let written = unsafe { libc::write(libc::STDERR_FILENO, rest.as_ptr().cast(), rest.len()) };
        if written <= 0 {
            return;
        }
        rest = &rest[written as usize..];
    }
}

pub(crate) fn uncaught_before_bootstrap(error: &str) {
    print(&format!("error: the standard library failed before it could report: {error}\n"));
}

/// In Node's words.
pub(crate) fn rejection_not_noted(arrow: &str, exception: &str) {
    print(&format!("Exception in PromiseRejectCallback:\n{arrow}\n\n{exception}\n\n"));
}

pub(crate) fn damaged(detail: &str) {
    print(&format!(
        "error: this executable is damaged: {detail}\nhint: build it again with `jsc build`, or copy it again\n"
    ));
}

pub(crate) fn no_payload() {
    print(
        "error: this is jsc's bare stub and holds no application\nhint: `jsc build app.js -o app` makes an executable of one\n",
    );
}

pub(crate) fn snapshot_failed(detail: &str) {
    print(&format!("error: the snapshot could not be made: {detail}\n"));
}

pub(crate) fn check_failed(detail: &str) {
    print(&format!("error: the payload could not be checked: {detail}\n"));
}

pub(crate) fn fatal(location: &str, message: &str) {
    print(&format!("\nFATAL ERROR: {location} {message}\n"));
}

/// An invariant of ours does not hold.
pub(crate) fn bug(detail: &str) {
    print(&format!("error: bug in jsc: {detail}\nhint: please report this with the program that shows it\n"));
}

pub(crate) fn unknown_option(option: &str) {
    print(&format!(
        "warning: `{option}` in JSC_OPTIONS is not known\nhint: it knows `--trace-start`, `--v8-flags=--flag,--flag` and the options of `jsc build --node-option`\n"
    ));
}

pub(crate) fn start_step(step: &str, milliseconds: f64) {
    print(&format!("{step:>10} {milliseconds:8.3} ms\n"));
}

/// Part of an error of Node's, below its own sentence.
pub(crate) fn not_embedded(include: &str) -> String {
    format!("If it exists, it was not embedded: add `--include {include}` to `jsc build`")
}
