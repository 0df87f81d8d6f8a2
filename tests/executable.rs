//! What an executable promises wherever it is put: it needs nothing beside it, writes nothing, survives `strip`, and says
//! so when it is damaged.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use jsc_tests::{build, node, output, printed, run, scratch, toolchain};

const SOURCE: &str = "import { greet } from './greet.cjs';\nconsole.log(greet(process.argv.slice(2).join(' ')));\n";
const GREET: &str = "exports.greet = (name) => `hello ${name}`;\n";

/// What a process gets that writes more to a file than it may.
const SIGXFSZ: i32 = 25;

/// A package of two modules. With a package.json of its own, so that none above this repository counts.
fn write_sources(folder: &Path) {
    fs::create_dir_all(folder).expect("a folder");
    for (name, text) in [("package.json", "{}"), ("main.mjs", SOURCE), ("greet.cjs", GREET)] {
        fs::write(folder.join(name), text).expect("a source");
    }
}

/// An executable of two modules in an empty folder of its own, its sources gone.
fn executable(name: &str) -> PathBuf {
    let folder = scratch(name);
    let sources = folder.join("sources");
    write_sources(&sources);
    build(&sources.join("main.mjs"), &folder.join("app"), &[]);
    fs::remove_dir_all(&sources).expect("the sources can go");
    folder.join("app")
}

fn assert_greets(program: &Path) {
    let found = run(program, &["you", "--help"], program.parent().expect("it lies in a folder"));
    assert_eq!((found.out.as_str(), found.err.as_str(), found.code), ("hello you --help\n", "", Some(0)));
}

const SHOWS_OPTIONS: &str = r"
const { stackTraceLimit } = Error;
console.log(process.execArgv, process.title, stackTraceLimit, process.throwDeprecation === true);
console.log(process.allowedNodeEnvironmentFlags.has('--max_old_space_size=1'));
process.on('exit', () => console.log('exit', process.exitCode));
Promise.reject(new Error('nobody cares'));
";

#[test]
fn options_of_node_are_baked_or_come_from_one_variable() {
    let folder = scratch("options");
    let main = folder.join("main.cjs");
    fs::write(&main, SHOWS_OPTIONS).expect("a source");
    let options = ["--title=name", "--unhandled-rejections=none", "--stack-trace-limit=3", "--throw-deprecation"];
    let main_path = main.to_string_lossy();
    let wanted = run(node(), &[&options[..], &[&*main_path]].concat(), &folder);
    let baked = options.map(|option| format!("--node-option={option}"));
    build(&main, &folder.join("baked"), &baked.each_ref().map(String::as_str));
    let found = run(folder.join("baked"), &[], &folder);
    assert_eq!((&found.out, found.code), (&wanted.out, wanted.code), "{}", found.err);
    build(&main, &folder.join("plain"), &[]);
    let mut plain = Command::new(folder.join("plain"));
    let found = printed(&output(plain.env("JSC_OPTIONS", options.join(" ")).env("NODE_OPTIONS", "--no-such-option")));
    assert_eq!((&found.out, found.code), (&wanted.out, wanted.code), "{}", found.err);
}

/// The limit for the size of files makes the kernel send a signal in the middle of the write.
#[test]
fn a_build_that_is_killed_while_it_writes_leaves_nothing_behind() {
    let folder = scratch("killed-build");
    let sources = folder.join("sources");
    write_sources(&sources);
    let out = folder.join("out");
    fs::create_dir(&out).expect("a folder");
    let script = "ulimit -c 0; ulimit -f 1000; exec \"$0\" build main.mjs -o \"$1\"";
    let mut shell = Command::new("sh");
    shell.args(["-c", script]).arg(&toolchain().jsc).arg(out.join("app")).current_dir(&sources);
    let ended = output(&mut shell);
    assert_eq!(ended.status.signal(), Some(SIGXFSZ), "{}", String::from_utf8_lossy(&ended.stderr));
    assert_eq!(fs::read_dir(&out).expect("the folder is there").count(), 0);
}

#[test]
fn it_runs_without_its_sources() {
    assert_greets(&executable("alone"));
}

#[test]
fn it_runs_after_being_stripped() {
    let program = executable("stripped");
    for tool in ["strip", "llvm-strip"] {
        let copy = program.with_file_name(tool);
        fs::copy(&program, &copy).expect("a copy");
        for _ in 0..2 {
            assert!(Command::new(tool).arg(&copy).status().expect("binutils and llvm are installed").success());
        }
        assert_greets(&copy);
    }
}

#[test]
fn it_runs_with_an_empty_environment() {
    let program = executable("no-environment");
    let found = printed(&output(Command::new(&program).arg("you").env_clear()));
    assert_eq!(found.out, "hello you\n");
}

/// Runs a program under `wrapper`, a command that takes another one; `None`, and a sentence that says so, where `wrapper`
/// cannot even run `true`.
#[expect(clippy::print_stderr, reason = "a test that is skipped says so")]
fn run_under(wrapper: &[&str], program: &Path) -> Option<jsc_tests::Printed> {
    let under = |program: &Path| Command::new(wrapper[0]).args(&wrapper[1..]).arg(program).output();
    match under(Path::new("/bin/true")) {
        Ok(output) if output.status.success() => Some(printed(&under(program).expect("it ran a moment ago"))),
        _ => {
            eprintln!("skipped: `{}` is not permitted or not installed here", wrapper.join(" "));
            None
        }
    }
}

#[test]
fn it_runs_as_the_first_process_of_a_container() {
    let program = executable("first-process");
    if let Some(found) = run_under(&["unshare", "--map-root-user", "--pid", "--fork", "--mount-proc"], &program) {
        assert_eq!((found.out.as_str(), found.err.as_str()), ("hello \n", ""));
    }
}

#[test]
fn it_runs_from_a_read_only_file_system() {
    let program = executable("read-only");
    let folder = program.parent().expect("it lies in a folder").display().to_string();
    let script = format!(
        "mount --bind '{folder}' '{folder}' && mount -o remount,bind,ro '{folder}' && cd '{folder}' && exec \"$0\""
    );
    if let Some(found) = run_under(&["unshare", "--map-root-user", "--mount", "sh", "-c", &script], &program) {
        assert_eq!((found.out.as_str(), found.err.as_str()), ("hello \n", ""));
    }
}

/// What may be opened once the loader is done: glibc asks there where the stack ends.
const OPENED: [&str; 1] = ["/proc/self/maps"];

#[test]
fn it_opens_nothing_but_what_is_listed_here_and_changes_no_file() {
    let program = executable("opens");
    let calls = "trace=%file,%network,%process";
    let Some(found) = run_under(&["strace", "--follow-forks", "--quiet=all", "-e", calls], &program) else { return };
    assert_eq!(found.code, Some(0), "{}", found.err);
    for call in found.err.lines().map(|line| line.trim_start_matches(|char: char| "[pid 0123456789]".contains(char))) {
        let name = call.split('(').next().unwrap_or_default();
        let path = call.split('"').nth(1).unwrap_or_default();
        let is_loader = path.starts_with("/etc/ld.so") || path.contains(".so.") && call.contains("O_RDONLY");
        let is_allowed = match name {
            "open" | "openat" => is_loader || OPENED.contains(&path),
            "access" | "fstat" | "newfstatat" | "statx" | "stat" | "lstat" | "readlink" | "readlinkat" | "getcwd"
            | "execve" | "clone" | "clone3" | "exit" | "exit_group" | "rt_sigreturn" => true,
            _ => !call.contains('('),
        };
        assert!(is_allowed, "{call}");
    }
}

#[test]
fn inspect_lists_what_is_in_it() {
    let program = executable("inspect");
    let path = program.display().to_string();
    let jsc = &jsc_tests::toolchain().jsc;
    let text = run(jsc, &["inspect", &path], Path::new("/")).out;
    assert!(text.contains("every checksum matches") && text.contains("modules: 2"), "{text}");
    for (module, kind) in [("main.mjs", "esm"), ("greet.cjs", "commonjs")] {
        assert!(text.lines().any(|line| line.contains(module) && line.contains(kind)), "{text}");
    }
    let json = run(jsc, &["inspect", "--json", &path], Path::new("/")).out;
    assert!(json.starts_with('{') && json.contains("\"temperature\": \"linked\""), "{json}");
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let (first, second) = (executable("same-1"), executable("same-2"));
    assert!(fs::read(first).expect("the first") == fs::read(second).expect("the second"), "two builds differ");
}

#[test]
fn two_builds_in_different_folders_are_alike_but_for_nothing() {
    let deep = scratch("deep");
    let sources = deep.join("a/b/c");
    write_sources(&sources);
    build(&sources.join("main.mjs"), &deep.join("app"), &[]);
    let shallow = executable("shallow");
    assert!(fs::read(deep.join("app")).expect("deep") == fs::read(shallow).expect("shallow"), "the folder shows");
}

#[test]
fn a_damaged_byte_anywhere_in_the_payload_is_one_sentence() {
    let program = executable("damaged");
    let whole = fs::read(&program).expect("the program");
    let start = whole.windows(8).rposition(|bytes| bytes == b"jsc\0\r\n\x1a\n").expect("the payload begins");
    let copy = program.with_file_name("copy");
    for step in 0..24 {
        let position = start + (whole.len() - start) * step / 24;
        let mut bytes = whole.clone();
        bytes[position] ^= 0x20;
        fs::write(&copy, &bytes).expect("the copy");
        fs::set_permissions(&copy, fs::Permissions::from_mode(0o755)).expect("executable");
        let found = printed(&output(Command::new(&copy).stdin(Stdio::null())));
        // Bytes that this run does not use may be damaged without anybody noticing.
        let is_unharmed = found.code == Some(0) && found.out == "hello \n";
        let is_told = found.code == Some(1) && found.err.starts_with("error: ") && found.err.contains("hint: ");
        assert!(is_unharmed || is_told, "byte {position}: {:?} {} {}", found.code, found.out, found.err);
    }
}

#[test]
fn a_file_cut_short_is_one_sentence() {
    let program = executable("cut");
    let whole = fs::read(&program).expect("the program");
    let copy = program.with_file_name("copy");
    let start = whole.windows(8).rposition(|bytes| bytes == b"jsc\0\r\n\x1a\n").expect("the payload begins");
    fs::write(&copy, &whole[..start + 5000]).expect("the copy");
    fs::set_permissions(&copy, fs::Permissions::from_mode(0o755)).expect("executable");
    let found = run(&copy, &[], copy.parent().expect("a folder"));
    assert_eq!(found.code, Some(1), "{}", found.err);
    assert!(found.err.starts_with("error: this executable is damaged"), "{}", found.err);
}
