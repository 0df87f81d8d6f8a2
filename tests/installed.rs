//! The installed layout: `jsc` in `bin`, its stub compressed in `lib`, unpacked into the user's cache.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use jsc_tests::{root, run, scratch, toolchain};

/// Installs the jsc under test into a fresh prefix.
fn install(name: &str) -> PathBuf {
    let prefix = scratch(name);
    toolchain();
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["run", "--quiet", "--package", "jsc", "--example", "install"]).current_dir(root());
    if !cfg!(debug_assertions) {
        cargo.arg("--release");
    }
    assert!(cargo.arg("--").arg(&prefix).status().expect("cargo runs").success());
    prefix
}

fn start_build(prefix: &Path, entry: &Path, output: &Path) -> Child {
    Command::new(prefix.join("bin/jsc"))
        .arg("build")
        .arg(entry)
        .arg("-o")
        .arg(output)
        .env_clear()
        .env("XDG_CACHE_HOME", prefix.join("cache"))
        .stdout(Stdio::null())
        .spawn()
        .expect("jsc runs")
}

fn cached(prefix: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(prefix.join("cache/jsc/stubs")).expect("the cache exists");
    entries.map(|entry| entry.expect("it is readable").path()).collect()
}

#[test]
fn builds_at_the_same_time_share_one_unpacked_stub_and_repair_it() {
    let prefix = install("installed");
    let entry = prefix.join("main.js");
    fs::write(&entry, "console.log('installed')").expect("a source");

    let outputs: Vec<PathBuf> = (0..3).map(|number| prefix.join(format!("app-{number}"))).collect();
    let builds: Vec<Child> = outputs.iter().map(|output| start_build(&prefix, &entry, output)).collect();
    for mut build in builds {
        assert!(build.wait().expect("it ends").success());
    }
    for output in &outputs {
        assert_eq!(run(output, &[], &prefix).out, "installed\n");
    }

    let [stub] = cached(&prefix).try_into().expect("one stub in the cache, and no temporary file");
    let whole = fs::read(&stub).expect("it is readable");
    fs::write(&stub, &whole[..whole.len() / 2]).expect("it is the user's own");
    assert!(start_build(&prefix, &entry, &outputs[0]).wait().expect("it ends").success());
    assert!(fs::read(&stub).expect("it is readable") == whole, "the damaged stub is still there");
}
