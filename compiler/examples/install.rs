//! Makes the installed layout of jsc from what cargo built:
//!
//! ```text
//! cargo build --release
//! cargo run --release -p jsc --example install -- /usr/local
//! ```
//!
//! puts `jsc` into `<prefix>/bin` and its stub, compressed, into `<prefix>/lib/jsc/stubs`. `compiler/src/stub.rs` says how
//! they are found there.
#![expect(clippy::disallowed_methods, reason = "a tool for packagers; it is no part of the compiler")]
#![expect(clippy::print_stderr, reason = "it talks to its user")]

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

const TARGET: &str = "linux-x64";
/// Half a minute more would make the file 3 % smaller.
const LEVEL: i32 = 12;

fn main() -> ExitCode {
    let Some(prefix) = env::args_os().nth(1).map(PathBuf::from) else {
        eprintln!("usage: install <prefix>");
        return ExitCode::from(2);
    };
    match install(&prefix) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: cannot install to `{}`: {error}", prefix.display());
            ExitCode::FAILURE
        }
    }
}

fn install(prefix: &Path) -> io::Result<()> {
    let built = built_folder()?;
    let stub = fs::read(built.join("jsc-stub"))?;
    let (binaries, stubs) = (prefix.join("bin"), prefix.join("lib/jsc/stubs"));
    fs::create_dir_all(&binaries)?;
    fs::create_dir_all(&stubs)?;
    fs::copy(built.join("jsc"), binaries.join("jsc"))?;
    fs::write(stubs.join(format!("{TARGET}.zst")), compress(&stub)?)
}

/// `target/release` (or `debug`): this program is in its folder `examples`.
fn built_folder() -> io::Result<PathBuf> {
    let own = env::current_exe()?;
    own.ancestors().nth(2).map(Path::to_owned).ok_or_else(|| io::ErrorKind::NotFound.into())
}

/// With the content's checksum, by which `jsc` knows whether its cache is intact.
fn compress(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = zstd::Encoder::new(Vec::new(), LEVEL)?;
    encoder.include_checksum(true)?;
    encoder.set_pledged_src_size(Some(bytes.len() as u64))?;
    encoder.write_all(bytes)?;
    encoder.finish()
}
