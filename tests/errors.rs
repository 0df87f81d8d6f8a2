//! What bad input gets: every folder of `errors/` is an application that `jsc` refuses or warns about.
//!
//! A case holds the application's files and
//! - `args`: the command line, one argument per line; `{stub}` is the real stub, `{case}` the folder it runs in;
//! - `expected.stderr`: what `jsc` says, `{case}` and `{stub}` standing for their paths;
//! - `expected.code`: the exit code, if it is not 1;
//! - `prepare.sh`: what to do in the folder before, where files alone cannot make the situation.
//!
//! The folder is named after the diagnostic's code. `JSC_BLESS=1` rewrites the expectations: read the diff.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use jsc_tests::{is_blessing, output, root, scratch, toolchain};

const FAILURE: i32 = 1;

/// Diagnostics that no test can provoke from outside, each with the reason.
const WITHOUT_CASE: &[(&str, &str)] = &[
    ("own-path-unknown", "needs a kernel without /proc"),
    ("snapshot-without-modules", "V8 dies of no module that is known; `compile.rs` falls back in its own test"),
    ("unsupported-syntax", "a guard: the scan refuses everything that the transforms would"),
];

struct Case {
    name: String,
    source: PathBuf,
}

/// What running a case gave, in the form in which it is compared.
#[derive(PartialEq, Eq, Debug)]
struct Answer {
    stderr: String,
    code: i32,
}

#[test]
fn every_case_gets_its_message() {
    let mut differences = Vec::new();
    for case in cases() {
        let answer = run(&case);
        if is_blessing() {
            bless(&case, &answer);
        }
        let expected = expected(&case);
        if answer != expected {
            differences.push(format!("--- {}\nexpected: {expected:#?}\nactual: {answer:#?}", case.name));
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn every_diagnostic_has_a_case_and_every_case_a_diagnostic() {
    let messages = fs::read_to_string(root().join("compiler/src/messages.rs")).expect("a case is whole");
    let excused = WITHOUT_CASE.iter().map(|(code, _)| (*code).to_owned());
    let codes: BTreeSet<String> = codes(&messages);
    // `name--variant` is a further case of the same diagnostic.
    let tested: BTreeSet<String> =
        cases().iter().map(|case| case.name.split("--").next().unwrap_or_default().to_owned()).chain(excused).collect();
    let usage: BTreeSet<String> = ["usage".to_owned()].into();
    assert_eq!(&codes - &tested, BTreeSet::new(), "diagnostics without a case");
    assert_eq!(&(&tested - &codes) - &usage, BTreeSet::new(), "cases without a diagnostic");
}

/// The codes are the first literals of the constructors' calls.
fn codes(messages: &str) -> BTreeSet<String> {
    let calls = messages
        .split("Diagnostic::")
        .skip(1)
        .filter(|call| call.starts_with("error(") || call.starts_with("warning("));
    calls.filter_map(|call| call.split('"').nth(1)).map(str::to_owned).collect()
}

fn run(case: &Case) -> Answer {
    let folder = scratch(&format!("errors/{}", case.name));
    copy(&case.source, &folder);
    let folder = folder.canonicalize().expect("a case is whole");
    prepare(&folder);
    let fill = |text: &str| text.replace("{case}", &path(&folder)).replace("{stub}", &path(&toolchain().stub));
    let arguments = fs::read_to_string(case.source.join("args")).expect("a case is whole");
    // A case may bring its own installation.
    let own = folder.join("bin/jsc");
    let mut command = Command::new(if own.exists() { &own } else { &toolchain().jsc });
    command
        .args(arguments.lines().map(fill))
        .current_dir(&folder)
        .env_remove("FORCE_COLOR")
        .env_remove("JSC_STUB")
        .env("XDG_CACHE_HOME", folder.join("cache"));
    let output = output(&mut command);
    let stderr = String::from_utf8(output.stderr).expect("a case is whole");
    let stderr = stderr
        .replace(&path(&folder), "{case}")
        .replace(&path(toolchain().stub.parent().expect("it lies in a folder")), "{bin}");
    Answer { stderr, code: output.status.code().unwrap_or(-1) }
}

fn prepare(folder: &Path) {
    if folder.join("prepare.sh").exists() {
        let status = Command::new("sh")
            .args(["-e", "prepare.sh"])
            .env("BIN", toolchain().jsc.parent().expect("it lies in a folder"))
            .current_dir(folder)
            .status();
        assert!(status.is_ok_and(|status| status.success()), "prepare.sh failed in {}", folder.display());
    }
}

fn expected(case: &Case) -> Answer {
    let code = fs::read_to_string(case.source.join("expected.code"));
    Answer {
        stderr: fs::read_to_string(case.source.join("expected.stderr")).unwrap_or_default(),
        code: code.map_or(FAILURE, |code| code.trim().parse().expect("a case is whole")),
    }
}

fn bless(case: &Case, answer: &Answer) {
    fs::write(case.source.join("expected.stderr"), &answer.stderr).expect("a case is whole");
    if answer.code != FAILURE {
        fs::write(case.source.join("expected.code"), format!("{}\n", answer.code)).expect("a case is whole");
    }
}

fn cases() -> Vec<Case> {
    let folders = fs::read_dir(root().join("tests/errors"))
        .expect("a case is whole")
        .map(|entry| entry.expect("a case is whole").path());
    let mut cases: Vec<Case> = folders.map(|source| Case { name: name(&source), source }).collect();
    cases.sort_by(|left, right| left.name.cmp(&right.name));
    cases
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a case is whole");
    for entry in fs::read_dir(from).expect("a case is whole").map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.file_type().expect("a case is whole").is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("a case is whole");
        }
    }
}

fn path(path: &Path) -> String {
    path.to_str().expect("test paths are text").to_owned()
}

fn name(path: &Path) -> String {
    path.file_name().and_then(|name| name.to_str()).expect("test paths are text").to_owned()
}
