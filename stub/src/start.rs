//! What a process is told at start: options baked into the executable, and `JSC_OPTIONS`, the one environment variable that
//! can add to them unless the build has locked them. Arguments belong to the application.
//!
//! Also the start table: how long each step of a start took, printed with `--trace-start`.

use std::time::Instant;

use payload::OptionOwner;

use crate::messages;
use crate::modules::Application;

/// The options of this process.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct StartOptions {
    /// Flags of V8's own.
    pub(crate) v8_flags: String,
    /// Print the start table to standard error before the application's code goes on.
    pub(crate) is_traced: bool,
    /// Node's options, as `process.execArgv` shows them.
    pub(crate) node_options: Vec<String>,
}

impl StartOptions {
    /// The baked options, then those of the environment; what is not understood is told and left out.
    pub(crate) fn of(application: &Application) -> Self {
        let v8_flags = application.option("v8-flags").unwrap_or_default().to_owned();
        let mut options = Self { v8_flags, ..Self::default() };
        options.add(application.option("node-options").unwrap_or_default());
        if application.option("lock-options").is_none() {
            options.add(&std::env::var("JSC_OPTIONS").unwrap_or_default());
        }
        options
    }

    fn add(&mut self, text: &str) {
        for word in text.split_whitespace() {
            if word == "--trace-start" {
                self.is_traced = true;
            } else if let Some(flags) = word.strip_prefix("--v8-flags=") {
                self.v8_flags.push(' ');
                self.v8_flags.push_str(&flags.replace(',', " "));
            } else {
                self.add_node_option(word);
            }
        }
    }

    fn add_node_option(&mut self, word: &str) {
        let Some(owner) = payload::option_owner(word) else { return messages::unknown_option(word) };
        if owner == OptionOwner::Engine {
            self.v8_flags.push(' ');
            self.v8_flags.push_str(word);
        }
        self.node_options.push(word.to_owned());
    }
}

/// The steps of a start, in order.
#[derive(Default)]
pub(crate) struct StartTable {
    steps: Vec<(&'static str, Instant)>,
}

impl StartTable {
    /// Notes that `step` is over.
    pub(crate) fn done(&mut self, step: &'static str) {
        self.steps.push((step, Instant::now()));
    }

    /// Prints the steps with their milliseconds.
    pub(crate) fn print(&self) {
        let mut before = crate::process_started();
        for (step, end) in &self.steps {
            messages::start_step(step, end.duration_since(before).as_secs_f64() * 1000.0);
            before = *end;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_environment_adds_to_what_was_baked() {
        let mut options = StartOptions { v8_flags: "--max-old-space-size=100".to_owned(), ..StartOptions::default() };
        options.add(" --trace-start  --v8-flags=--jitless,--expose-gc --no-warnings --max-semi-space-size=4");
        assert_eq!(options.v8_flags, "--max-old-space-size=100 --jitless --expose-gc --max-semi-space-size=4");
        assert_eq!(options.node_options, ["--no-warnings", "--max-semi-space-size=4"]);
        assert!(options.is_traced);
    }
}
