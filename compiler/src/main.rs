//! `jsc`: compiles a server-side JavaScript or TypeScript application into one native executable.
#![expect(unreachable_pub, reason = "a program has no outside: `pub` in a module is for the other modules")]

mod compile;
mod diagnostic;
mod executable;
mod graph;
mod host;
mod inspect;
mod lower;
mod messages;
mod options;
mod output;
mod render;
mod snapshot;
mod stub;
mod terminal;

use std::process::ExitCode;
use std::time::Instant;

use clap::{CommandFactory, Parser};

use compile::{Built, compile};
use host::{Host, RealHost};
use options::{BuildOptions, Command, CommandLine, InspectOptions};
use terminal::Terminal;

const USAGE_ERROR: u8 = 2;

fn main() -> ExitCode {
    let terminal = Terminal::of(&RealHost);
    let command_line = match CommandLine::try_parse() {
        Ok(command_line) => command_line,
        Err(error) => return usage(&error),
    };
    match command_line.command {
        Command::Build(options) => build(&options, &RealHost, &terminal),
        Command::Inspect(options) => inspect(&options, &RealHost, &terminal),
        Command::Completions { shell } => {
            clap_complete::generate(shell, &mut CommandLine::command(), "jsc", &mut std::io::stdout());
            ExitCode::SUCCESS
        }
    }
}

/// Help and version are no mistakes: clap says so by the stream it wants.
fn usage(error: &clap::Error) -> ExitCode {
    // A reader that went away needs no help any more.
    let _ = error.print();
    if error.use_stderr() { ExitCode::from(USAGE_ERROR) } else { ExitCode::SUCCESS }
}

fn build(options: &BuildOptions, host: &dyn Host, terminal: &Terminal) -> ExitCode {
    let start = Instant::now();
    let result = compile(options, host, &|step| terminal.progress(step));
    terminal.clear_progress();
    let folder = host.current_folder();
    match result {
        Ok(built) => {
            terminal.diagnostics(&built.remarks, &folder, options.verbose);
            Terminal::say(&summary(&built, &folder, start));
            ExitCode::SUCCESS
        }
        Err(diagnostics) => {
            terminal.diagnostics(&diagnostics, &folder, options.verbose);
            ExitCode::FAILURE
        }
    }
}

fn inspect(options: &InspectOptions, host: &dyn Host, terminal: &Terminal) -> ExitCode {
    let folder = host.current_folder();
    match inspect::inspect(&options.executable, host) {
        Ok(report) => {
            Terminal::say(&if options.json { report.to_json() } else { report.to_text() });
            ExitCode::SUCCESS
        }
        Err(diagnostic) => {
            terminal.diagnostics(&[diagnostic], &folder, true);
            ExitCode::FAILURE
        }
    }
}

fn summary(built: &Built, folder: &str, start: Instant) -> String {
    let modules =
        if built.module_count == 1 { "1 module".to_owned() } else { format!("{} modules", built.module_count) };
    let megabytes = built.byte_count as f64 / 1e6;
    let seconds = start.elapsed().as_secs_f64();
    format!("{}: {modules}, {megabytes:.1} MB, {seconds:.2} s", render::relative(&built.output, folder))
}
