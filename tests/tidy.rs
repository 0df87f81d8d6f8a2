//! The rules of the repository that no compiler and no linter knows: how files begin, what they may be called, and what
//! must be absent. (Clippy knows the rest: `unsafe` without its reason, `std::fs` outside the host, printing.)

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use jsc_tests::root;

/// The files that may hold `unsafe`, all of the stub: where Rust meets V8, the kernel or a C library.
const WITH_UNSAFE: [&str; 52] = [
    "stub/src/confine.rs",
    "stub/src/datagrams.rs",
    "stub/src/engine.rs",
    "stub/src/http/connections.rs",
    "stub/src/image.rs",
    "stub/src/inherited.rs",
    "stub/src/main.rs",
    "stub/src/memory.rs",
    "stub/src/messages.rs",
    "stub/src/modules/application.rs",
    "stub/src/modules/es_module.rs",
    "stub/src/native/buffer.rs",
    "stub/src/native/buffer/text.rs",
    "stub/src/native/bytes.rs",
    "stub/src/native/convert.rs",
    "stub/src/native/crypto.rs",
    "stub/src/native/crypto/evp.rs",
    "stub/src/native/dns.rs",
    "stub/src/native/environment.rs",
    "stub/src/native/fd_stream.rs",
    "stub/src/native/fs.rs",
    "stub/src/native/fs/descriptor.rs",
    "stub/src/native/fs/directory.rs",
    "stub/src/native/fs/entry.rs",
    "stub/src/native/fs/whole_file.rs",
    "stub/src/native/handle.rs",
    "stub/src/native/http_server.rs",
    "stub/src/native/mod.rs",
    "stub/src/native/os.rs",
    "stub/src/native/process.rs",
    "stub/src/native/process_spawn.rs",
    "stub/src/native/signal.rs",
    "stub/src/native/socket_address.rs",
    "stub/src/native/task_queue.rs",
    "stub/src/native/tty.rs",
    "stub/src/native/udp.rs",
    "stub/src/native/udp/options.rs",
    "stub/src/native/util.rs",
    "stub/src/native/zlib.rs",
    "stub/src/native/zlib/brotli.rs",
    "stub/src/native/zlib/deflate.rs",
    "stub/src/native/zlib/zstd.rs",
    "stub/src/poller.rs",
    "stub/src/snapshot.rs",
    "stub/src/sockets.rs",
    "stub/src/stdlib.rs",
    "stub/src/streams/mod.rs",
    "stub/src/streams/read.rs",
    "stub/src/streams/write.rs",
    "stub/src/uncaught.rs",
    "stub/src/vfs.rs",
    "stub/src/wakeups.rs",
];

/// How many lines above an `unsafe` its reason may begin.
const SAFETY_LINES: usize = 15;

/// Where the compiler touches the disk: its host, and the test that runs what it wrote.
const WITH_FILES: [&str; 2] = ["compiler/src/host/real.rs", "compiler/src/executable/tests.rs"];

/// Names that say nothing about what is inside.
const EMPTY_NAMES: [&str; 7] = ["util", "utils", "common", "helper", "helpers", "misc", "shared"];

/// Where such a name is Node's own, so that a reader finds what Node has there.
const NAMED_BY_NODE: [&str; 7] = [
    "stdlib-js/internal/crypto/util.js",
    "stdlib-js/internal/util.js",
    "stdlib-js/internal/util/",
    "stdlib-js/native/util.d.ts",
    "stdlib-js/node/util.js",
    "stdlib-js/node/util/",
    "stub/src/native/util.rs",
];

/// Applications that the tests compile: their files are called what a user's might be.
const FIXTURES: [&str; 3] = ["tests/programs/", "tests/errors/", "examples/"];

const TOP_LEVEL: [&str; 16] = [
    ".cargo",
    ".ci",
    ".gitignore",
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "Cargo.lock",
    "Cargo.toml",
    "README.md",
    "clippy.toml",
    "compiler",
    "examples",
    "rustfmt.toml",
    "stdlib-js",
    "stub",
    "tests",
];

/// The files that git knows or would add.
fn files() -> Vec<String> {
    let output = Command::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard"])
        .current_dir(root())
        .output()
        .expect("git is installed");
    assert!(output.status.success(), "these checks need a git checkout");
    let names = String::from_utf8(output.stdout).expect("the repository's names are text");
    names.lines().filter(|name| root().join(name).is_file()).map(str::to_owned).collect()
}

fn files_named(is_meant: impl Fn(&str) -> bool) -> Vec<String> {
    files().into_iter().filter(|name| is_meant(name)).collect()
}

fn read(name: &str) -> String {
    fs::read_to_string(root().join(name)).expect("a file of the repository can be read")
}

fn has_extension(name: &str, extension: &str) -> bool {
    Path::new(name).extension().is_some_and(|found| found == extension)
}

fn is_rust(name: &str) -> bool {
    has_extension(name, "rs")
}

fn is_stdlib(name: &str) -> bool {
    name.starts_with("stdlib-js/") && has_extension(name, "js")
}

/// The lines of all text files, each with its place.
fn lines() -> Vec<(String, String)> {
    let texts = files().into_iter().filter_map(|name| Some((fs::read_to_string(root().join(&name)).ok()?, name)));
    texts
        .flat_map(|(text, name)| {
            let numbered = text.lines().enumerate();
            numbered.map(|(index, line)| (format!("{name}:{}", index + 1), line.to_owned())).collect::<Vec<_>>()
        })
        .collect()
}

fn assert_none<T: std::fmt::Display>(rule: &str, violations: impl IntoIterator<Item = T>) {
    let list: Vec<String> = violations.into_iter().map(|violation| format!("  {violation}")).collect();
    assert!(list.is_empty(), "{rule}:\n{}", list.join("\n"));
}

#[test]
fn every_rust_file_says_what_it_is() {
    let silent = files_named(|name| is_rust(name) && !read(name).starts_with("//! "));
    assert_none("a Rust file opens with `//!`", silent);
}

#[test]
fn every_file_of_the_standard_library_is_strict_and_says_what_it_is() {
    let silent = files_named(|name| {
        let says = |text: &str| text.trim_start().starts_with("//") || text.trim_start().starts_with("/*");
        is_stdlib(name) && !read(name).strip_prefix("'use strict';\n").is_some_and(says)
    });
    assert_none("a file of stdlib-js opens with 'use strict' and a sentence", silent);
}

#[test]
fn the_standard_library_is_ascii() {
    assert_none(
        "V8 uses these texts where they lie, as one-byte",
        files_named(|n| is_stdlib(n) && !read(n).is_ascii()),
    );
}

#[test]
fn no_name_is_empty_of_meaning() {
    let is_empty = |part: &str| EMPTY_NAMES.contains(&part.split('.').next().unwrap_or_default());
    let is_free = |name: &str| [&NAMED_BY_NODE[..], &FIXTURES].concat().iter().any(|free| name.starts_with(free));
    let named = files_named(|name| name.split('/').any(is_empty) && !is_free(name));
    assert_none("call a file by what is in it", named);
}

#[test]
fn no_name_begins_with_a_number() {
    let is_numbered = |part: &str| part.starts_with(|char: char| char.is_ascii_digit());
    assert_none("order belongs into the text", files_named(|name| name.split('/').any(is_numbered)));
}

#[test]
fn nothing_is_new_at_the_top() {
    let top: BTreeSet<String> = files().iter().filter_map(|name| name.split('/').next()).map(str::to_owned).collect();
    assert_none("the top-level names are fixed", top.iter().filter(|name| !TOP_LEVEL.contains(&name.as_str())));
}

#[test]
fn what_is_to_be_done_has_an_issue() {
    // In two parts, so that this file does not find itself.
    let marks = [concat!("TO", "DO"), concat!("FIX", "ME")];
    let open = lines().into_iter().filter(|(_, line)| {
        marks.iter().any(|mark| {
            let rest = line.split_once(mark).map(|(_, rest)| rest.trim_start_matches(['(', ' ']));
            rest.is_some_and(|rest| {
                !rest.strip_prefix('#').is_some_and(|id| id.starts_with(|c: char| c.is_ascii_digit()))
            })
        })
    });
    assert_none("write the issue's number: (#123)", open.map(|(place, _)| place));
}

#[test]
fn the_changelog_has_a_place_for_what_is_new() {
    assert!(read("CHANGELOG.md").lines().any(|line| line == "## Unreleased"));
}

#[test]
fn what_the_architecture_names_exists() {
    let text = read("ARCHITECTURE.md");
    let code = text.lines().filter(|line| !line.starts_with("```")).flat_map(|line| line.split('`').skip(1).step_by(2));
    let paths = code.filter(|code| code.contains('/') && !code.contains([' ', '(', ':']) && !code.starts_with('/'));
    // The words of the table's second column are relative to the folder of the first.
    let exists = |path: &str| {
        let path = path.split('*').next().unwrap_or_default();
        root().join(path).exists() || root().join("stdlib-js").join(path).exists()
    };
    assert_none("ARCHITECTURE.md names what is not there", paths.filter(|path| !exists(path)));
}

#[test]
fn compiler_and_stub_do_not_link_each_others_engine() {
    let is_v8 = |package: &str| package == "v8" || package == "jsc-stub";
    let is_swc = |package: &str| package.starts_with("swc") || package == "jsc";
    assert_none("the compiler never links V8", packages_of("jsc").into_iter().filter(|name| is_v8(name)));
    assert_none("the stub never links swc", packages_of("jsc-stub").into_iter().filter(|name| is_swc(name)));
    for shared in ["payload", "resolution"] {
        let both = packages_of(shared).into_iter().filter(|name| is_v8(name) || is_swc(name));
        assert_none(&format!("{shared} links neither"), both);
    }
}

/// The packages that a package is built from.
fn packages_of(package: &str) -> BTreeSet<String> {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--locked", "--edges", "normal,build", "--prefix", "none", "--package", package])
        .current_dir(root())
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let tree = String::from_utf8(output.stdout).expect("the names of packages are text");
    tree.lines().skip(1).filter_map(|line| line.split(' ').next()).map(str::to_owned).collect()
}

#[test]
fn unsafe_is_only_where_it_is_listed() {
    let found: BTreeSet<String> = files_named(is_rust).into_iter().filter(|name| has_unsafe(name)).collect();
    let listed: BTreeSet<String> = WITH_UNSAFE.map(str::to_owned).into();
    assert_none("not on the list of files with `unsafe`", found.difference(&listed));
    assert_none("on the list of files with `unsafe`, but has none", listed.difference(&found));
}

fn has_unsafe(name: &str) -> bool {
    read(name).lines().any(is_unsafe)
}

/// Whether a line's code begins something unsafe (an attribute's `unsafe(…)` changes no memory).
fn is_unsafe(line: &str) -> bool {
    let code = line.split("//").next().unwrap_or_default();
    let begins = |rest: &str| ["{", "fn ", "impl ", "impl<", "extern "].iter().any(|word| rest.starts_with(word));
    code.split("unsafe ").skip(1).any(begins)
}

#[test]
fn every_unsafe_block_has_its_reason_near() {
    let mut silent = Vec::new();
    for name in WITH_UNSAFE {
        let text = read(name);
        let lines: Vec<&str> = text.lines().collect();
        let blocks =
            (0..lines.len()).filter(|index| is_unsafe(lines[*index]) && !lines[*index].contains("unsafe extern"));
        silent.extend(blocks.filter_map(|index| {
            let above = &lines[index.saturating_sub(SAFETY_LINES)..=index];
            let is_explained = above.iter().any(|line| line.contains("SAFETY:") || line.contains("# Safety"));
            (!is_explained).then(|| format!("{name}:{}", index + 1))
        }));
    }
    assert_none("`unsafe` without SAFETY", silent);
}

#[test]
fn nothing_names_a_machine_or_a_registry() {
    let places = ["root", "work", "var/tmp"].map(|folder| format!("/{folder}/"));
    let hosts = ["registry.npmjs", "registry.yarnpkg", "static.crates"].map(|host| format!("{host}."));
    let forbidden = [&places[..], &hosts].concat();
    let named = lines().into_iter().filter(|(_, line)| forbidden.iter().any(|text| line.contains(text)));
    assert_none("a file must not depend on where it was written", named.map(|(place, _)| place));
    let locks = files_named(|name| name.ends_with("package-lock.json") && read(name).contains("\"resolved\": \"http"));
    assert_none("run npm with --omit-lockfile-registry-resolved", locks);
}

#[test]
fn every_expectation_belongs_to_a_test() {
    let is_owned = |name: &str| {
        let folder = Path::new(name).parent().expect("it lies in a folder");
        let sibling = |start: &str| {
            let mut entries = fs::read_dir(root().join(folder)).expect("the folder is there").flatten();
            entries.any(|entry| entry.file_name().to_string_lossy().starts_with(start))
        };
        let parent = folder.parent().unwrap_or(folder);
        match parent.to_str() {
            Some("tests/programs") => name.ends_with("/expected.out") && sibling("main."),
            Some("tests/errors") => sibling("args"),
            // A test of a package, beside its expectations.
            _ => root().join(folder.with_extension("rs")).exists(),
        }
    };
    let is_expectation = |name: &str| name.rsplit('/').next().is_some_and(|file| file.starts_with("expected."));
    assert_none("no test reads this", files_named(|name| is_expectation(name) && !is_owned(name)));
}

#[test]
fn the_compiler_touches_the_disk_in_its_host_only() {
    let touches = |name: &str| {
        let text = read(name);
        ["std::fs", "fs::read", "fs::write", "File::open"].iter().any(|call| text.contains(call))
    };
    let others = files_named(|name| {
        name.starts_with("compiler/src/") && is_rust(name) && touches(name) && !WITH_FILES.contains(&name)
    });
    assert_none("go through `Host`", others);
}
