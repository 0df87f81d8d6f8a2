//! The command line: every command and flag once. Help, completions and the parsed values are derived from here.

use clap::{Args, Parser, Subcommand, ValueHint};
use clap_complete::Shell;

/// Compile a server-side JavaScript or TypeScript application into one native executable.
///
/// The executable needs no Node.js, no node_modules and no source files where it runs.
#[derive(Debug, Parser)]
#[command(name = "jsc", version, max_term_width = 100, disable_help_subcommand = true)]
#[command(after_help = "Start with:\n  jsc build src/main.ts -o server\n  ./server")]
pub struct CommandLine {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Compile an application.
    #[command(visible_alias = "compile")]
    Build(Box<BuildOptions>),
    /// Show what an executable made by jsc contains, and check that it is undamaged.
    Inspect(InspectOptions),
    /// Print completions for a shell.
    Completions {
        /// Which shell.
        shell: Shell,
    },
}

#[derive(Args, Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub struct BuildOptions {
    /// The file that starts the application: .js, .mjs, .cjs, .ts, .mts, .cts, .jsx or .tsx.
    #[arg(value_hint = ValueHint::FilePath)]
    pub entry: String,

    /// The executable to write [default: the entry's name without its extension].
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub output: Option<String>,

    /// The machine to build for [default: this one].
    #[arg(long, value_name = "TARGET")]
    pub target: Option<String>,

    /// Embed what the code opens at run time: a file, a folder, a pattern or a package. May be repeated.
    #[arg(long = "include", value_name = "PATTERN")]
    pub includes: Vec<String>,

    /// Leave a package out; it is looked for on disk at run time. May be repeated.
    #[arg(long = "external", value_name = "PACKAGE")]
    pub externals: Vec<String>,

    /// Add a condition for "exports" and "imports" of package.json. May be repeated.
    #[arg(long = "conditions", short = 'C', value_name = "CONDITION")]
    pub conditions: Vec<String>,

    /// Use this tsconfig.json instead of the nearest one.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub tsconfig: Option<String>,

    /// Begin the executable with this stub instead of the one that came with jsc.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub stub: Option<String>,

    /// Flags of V8 for every run of the executable, such as --v8-flags=--max-old-space-size=4096.
    #[arg(long, value_name = "FLAGS", default_value = "", hide_default_value = true, allow_hyphen_values = true)]
    pub v8_flags: String,

    /// An option of Node's for every run of the executable, such as --node-option=--no-warnings. May be repeated.
    #[arg(long = "node-option", value_name = "OPTION", allow_hyphen_values = true, value_parser = node_option)]
    pub node_options: Vec<String>,

    /// Let the executable ignore the environment variable `JSC_OPTIONS`.
    #[arg(long)]
    pub lock_options: bool,

    /// Leave all of the application's work to run time: a faster build, a slower start.
    #[arg(long)]
    pub no_snapshot: bool,

    /// Evaluate modules marked for it at build time (for tests).
    #[arg(long = "warm", value_name = "PATTERN", hide = true)]
    pub warm: Vec<String>,

    /// Do not evaluate any module at build time.
    #[arg(long)]
    pub no_warm: bool,

    /// Also report what Node would find out only at run time, such as optional dependencies that are not installed.
    #[arg(short, long)]
    pub verbose: bool,
}

#[derive(Args, Clone, Debug)]
pub struct InspectOptions {
    /// The executable.
    #[arg(value_hint = ValueHint::FilePath)]
    pub executable: String,

    /// Print JSON.
    #[arg(long)]
    pub json: bool,
}

impl BuildOptions {
    pub fn target(&self) -> &str {
        self.target.as_deref().unwrap_or(crate::stub::HOST_TARGET)
    }
}

fn node_option(text: &str) -> Result<String, String> {
    if payload::option_owner(text).is_some() && !text.contains(char::is_whitespace) {
        return Ok(text.to_owned());
    }
    Err(format!("an executable takes {}", payload::option_names().join(" ")))
}
