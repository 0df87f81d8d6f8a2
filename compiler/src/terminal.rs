//! The two streams that the compiler talks on, and whether a person sits in front of them.
#![expect(clippy::print_stderr, reason = "this is the one place that prints")]

use std::io::{IsTerminal, Write};

use crate::compile::Step;
use crate::diagnostic::{Diagnostic, Severity};
use crate::host::Host;
use crate::render::{self, Color};

/// Moves to the start of the line and deletes it.
const CLEAR_LINE: &str = "\r\x1b[2K";

pub struct Terminal {
    color: Color,
    shows_progress: bool,
}

impl Terminal {
    /// `NO_COLOR` and `FORCE_COLOR` mean what <https://no-color.org> and <https://force-color.org> say.
    pub fn of(host: &dyn Host) -> Self {
        let is_set = |name: &str| host.variable(name).is_some_and(|value| !value.is_empty());
        let is_terminal = std::io::stderr().is_terminal();
        let is_dumb = host.variable("TERM").is_some_and(|terminal| terminal == "dumb");
        let is_wanted = is_set("FORCE_COLOR") || (is_terminal && !is_dumb);
        let color = if is_wanted && !is_set("NO_COLOR") { Color::Always } else { Color::Never };
        Self { color, shows_progress: is_terminal && !is_dumb }
    }

    pub fn progress(&self, step: Step) {
        if self.shows_progress {
            let what = match step {
                Step::Scan => "reading modules",
                Step::Lower => "transforming",
                Step::Snapshot => "making the snapshot",
                Step::Write => "writing",
            };
            eprint!("{CLEAR_LINE}{what}…");
            // A terminal that went away will not miss it.
            let _ = std::io::stderr().flush();
        }
    }

    pub fn clear_progress(&self) {
        if self.shows_progress {
            eprint!("{CLEAR_LINE}");
        }
    }

    /// Remarks are for those who asked for them.
    pub fn diagnostics(&self, diagnostics: &[Diagnostic], folder: &str, shows_remarks: bool) {
        let shown = diagnostics.iter().filter(|diagnostic| shows_remarks || diagnostic.severity != Severity::Remark);
        let texts: Vec<String> = shown.map(|diagnostic| render::diagnostic(diagnostic, folder, self.color)).collect();
        eprint!("{}", texts.join("\n"));
    }

    pub fn say(text: &str) {
        // A reader that went away (`jsc inspect app | head`) wants no more, and that is no failure.
        let _ = writeln!(std::io::stdout(), "{}", text.trim_end());
    }
}
