//! Every example that serves, installed, compiled, asked over loopback by real Node and ended by SIGTERM.
//!
//! The scripts in `tests/servers/` ask and print; their transcripts are compared with what the same script printed of the same
//! example under real Node. The three services that keep notes have one table of requests and one transcript.

use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::process::Command;

use jsc_tests::{build, install_packages, is_blessing, node, output, printed, root, scratch};

#[test]
fn http_server_greets() {
    check("http-server", &[], "ask-hello.mjs", "hello.out");
}

#[test]
fn express_keeps_notes() {
    check("express-api", &["public", "views"], "ask-notes.mjs", "notes.out");
}

#[test]
fn fastify_keeps_notes() {
    check("fastify-api", &["public", "views"], "ask-notes.mjs", "notes.out");
}

#[test]
fn koa_keeps_notes() {
    check("koa-api", &["public", "views"], "ask-notes.mjs", "notes.out");
}

#[test]
fn proxy_pipes_both_ways() {
    check("proxy", &[], "ask-proxy.mjs", "proxy.out");
}

/// Asks the example's executable, which runs where its sources and packages are not.
fn check(example: &str, assets: &[&str], script: &str, expectation: &str) {
    let sources = root().join("examples").join(example);
    let expectation = root().join("tests/servers").join(expectation);
    let folder = scratch(&format!("example-{example}"));
    install_packages(&sources);
    if is_blessing() {
        let transcript = ask(script, &[node().as_os_str(), sources.join("server.ts").as_os_str()], &folder);
        fs::write(&expectation, transcript).expect("the expectation is writable");
    }
    let server = folder.join(example);
    let includes: Vec<String> =
        assets.iter().map(|asset| format!("--include={}", sources.join(asset).display())).collect();
    build(&sources.join("server.ts"), &server, &includes.iter().map(String::as_str).collect::<Vec<_>>());
    let found = ask(script, &[server.as_os_str()], &folder);
    assert_eq!(found, fs::read_to_string(&expectation).expect("the expectation is there"), "{example}");
}

/// What the script prints of the server that `command` starts.
fn ask(script: &str, command: &[&OsStr], folder: &Path) -> String {
    let script = root().join("tests/servers").join(script);
    let asked = printed(&output(Command::new(node()).arg(script).args(command).current_dir(folder)));
    assert_eq!(asked.code, Some(0), "{command:?}: {}\n{}", asked.out, asked.err);
    asked.out
}
