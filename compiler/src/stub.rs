//! Finding the stub: the prebuilt program that every executable starts with.
//!
//! In order: `--stub`, the variable `JSC_STUB`, `jsc-stub` beside `jsc` itself (as cargo builds them), and the installed
//! layout, in which each target has its stub compressed:
//!
//! ```text
//! <prefix>/bin/jsc
//! <prefix>/lib/jsc/stubs/<target>.zst
//! ```
//!
//! A compressed stub is unpacked once into the user's cache, under the hash of the compressed file. The cache is never
//! trusted: an entry that is not what the file says is unpacked again, and a build that finishes at the same time
//! replaces an entry by an equal one. A stub is never run to learn what it is: it carries a mark ([`payload::StubId`]).
//!
//! `cargo run --example install -- <prefix>` makes the installed layout.

use std::io;

use payload::{FORMAT_VERSION, StubId};
use resolution::paths;
use twox_hash::{XxHash3_64, XxHash64};

use crate::diagnostic::Diagnostic;
use crate::executable;
use crate::host::Host;
use crate::messages;

/// The target that this `jsc` itself runs on, and so the only one whose stub it can run.
pub const HOST_TARGET: &str = "linux-x64";

const STUB_VARIABLE: &str = "JSC_STUB";
const STUB_BESIDE: &str = "jsc-stub";

/// A stub that fits this `jsc`.
#[derive(Debug)]
pub struct Stub {
    /// A file that can be run.
    pub path: String,
    pub bytes: Vec<u8>,
    pub id: StubId,
}

/// The stub for `target`; `chosen` is the value of `--stub`.
///
/// # Errors
/// If there is none, or it is damaged, foreign, or of another version.
pub fn find(chosen: Option<&str>, target: &str, host: &dyn Host) -> Result<Stub, Diagnostic> {
    let (path, bytes) = match place(chosen, target, host)? {
        Place::File(path) => {
            let bytes = host.read_bytes(&path).map_err(|error| messages::stub_unreadable(&path, &error))?;
            (path, bytes)
        }
        Place::Compressed(path) => unpack(&path, host)?,
    };
    let id = executable::stub_id(&bytes).ok_or_else(|| messages::not_a_stub(&path))?;
    if id.version() != env!("CARGO_PKG_VERSION") || id.format_version() != FORMAT_VERSION {
        return Err(messages::stub_of_another_version(&path, id.version(), env!("CARGO_PKG_VERSION")));
    }
    Ok(Stub { path, bytes, id })
}

enum Place {
    File(String),
    Compressed(String),
}

fn place(chosen: Option<&str>, target: &str, host: &dyn Host) -> Result<Place, Diagnostic> {
    let variable = host.variable(STUB_VARIABLE).filter(|value| !value.is_empty());
    if let Some(path) = chosen.map(str::to_owned).or(variable) {
        return Ok(Place::File(paths::join(&host.current_folder(), &path)));
    }
    let own_path = host.own_path().map_err(|error| messages::own_path_unknown(&error))?;
    let own_folder = paths::parent(&own_path);
    let beside = paths::join(own_folder, STUB_BESIDE);
    if target == HOST_TARGET && host.kind(&beside).is_some() {
        return Ok(Place::File(beside));
    }
    let stubs = paths::join(own_folder, "../lib/jsc/stubs");
    let installed = paths::join(&stubs, &format!("{target}.zst"));
    if host.kind(&installed).is_some() {
        return Ok(Place::Compressed(installed));
    }
    Err(if target == HOST_TARGET {
        messages::stub_not_found(&beside, &installed)
    } else {
        messages::target_not_installed(target, &installed_targets(&stubs, host))
    })
}

fn installed_targets(stubs: &str, host: &dyn Host) -> Vec<String> {
    let beside = host.own_path().is_ok_and(|path| host.kind(&paths::join(paths::parent(&path), STUB_BESIDE)).is_some());
    let entries = host.list(stubs).unwrap_or_default();
    let installed = entries.iter().filter_map(|entry| entry.name.strip_suffix(".zst")).map(str::to_owned);
    let mut targets: Vec<String> = installed.chain(beside.then(|| HOST_TARGET.to_owned())).collect();
    targets.sort();
    targets.dedup();
    targets
}

/// The unpacked file of a compressed stub and its bytes.
fn unpack(compressed_path: &str, host: &dyn Host) -> Result<(String, Vec<u8>), Diagnostic> {
    let compressed =
        host.read_bytes(compressed_path).map_err(|error| messages::stub_unreadable(compressed_path, &error))?;
    let expected = frame_checksum(&compressed).ok_or_else(|| messages::stub_damaged(compressed_path))?;
    let folder = paths::join(&cache_folder(host)?, "stubs");
    let entry = paths::join(&folder, &format!("{:016x}", XxHash3_64::oneshot(&compressed)));
    if let Some(bytes) = intact_entry(&entry, expected, host) {
        return Ok((entry, bytes));
    }
    let bytes = zstd::decode_all(compressed.as_slice()).map_err(|_| messages::stub_damaged(compressed_path))?;
    host.create_folder(&folder)
        .and_then(|()| host.write_executable(&entry, &bytes))
        .map_err(|error| messages::cache_not_writable(&folder, &error))?;
    Ok((entry, bytes))
}

/// A cache entry that can be run and holds what was compressed.
fn intact_entry(entry: &str, expected: u32, host: &dyn Host) -> Option<Vec<u8>> {
    let is_executable = host.mode(entry).is_ok_and(|mode| mode & 0o100 != 0);
    let bytes = if is_executable { host.read_bytes(entry).ok()? } else { return None };
    (XxHash64::oneshot(0, &bytes) as u32 == expected).then_some(bytes)
}

/// The checksum of the content that a zstd frame carries at its end (RFC 8878, 3.1.1), if it carries one.
fn frame_checksum(compressed: &[u8]) -> Option<u32> {
    const MAGIC: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];
    const HAS_CHECKSUM: u8 = 1 << 2;
    let descriptor = *compressed.strip_prefix(&MAGIC)?.first()?;
    let checksum = compressed.last_chunk().copied().map(u32::from_le_bytes);
    checksum.filter(|_| descriptor & HAS_CHECKSUM != 0)
}

/// Where the XDG base directory specification wants caches.
fn cache_folder(host: &dyn Host) -> Result<String, Diagnostic> {
    let absolute = |name| host.variable(name).filter(|value| value.starts_with('/'));
    let caches = absolute("XDG_CACHE_HOME").or_else(|| absolute("HOME").map(|home| paths::join(&home, ".cache")));
    let missing = || messages::cache_not_writable("~/.cache/jsc", &io::ErrorKind::NotFound.into());
    caches.map(|caches| paths::join(&caches, "jsc")).ok_or_else(missing)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;
    use crate::executable::tests::small_stub;
    use crate::host::MemoryHost;

    const OWN_VERSION: &str = env!("CARGO_PKG_VERSION");
    const INSTALLED: &str = "/usr/lib/jsc/stubs/linux-x64.zst";

    fn compressed(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = zstd::Encoder::new(Vec::new(), 1).unwrap();
        encoder.include_checksum(true).unwrap();
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    /// Where the stub was found, or the code of the diagnostic.
    fn found(chosen: Option<&str>, host: &MemoryHost) -> Result<String, &'static str> {
        find(chosen, HOST_TARGET, host).map(|stub| stub.path).map_err(|diagnostic| diagnostic.code)
    }

    #[test]
    fn the_flag_wins_over_the_variable_and_the_variable_over_the_file_beside() {
        let stub = small_stub("stub-order", OWN_VERSION);
        let host = MemoryHost::default().with_binary("/usr/bin/jsc-stub", &stub);
        assert_eq!(found(None, &host), Ok("/usr/bin/jsc-stub".to_owned()));
        let host = host.with_binary("/variable", &stub).with_variable("JSC_STUB", "/variable");
        assert_eq!(found(None, &host), Ok("/variable".to_owned()));
        let host = host.with_binary("/app/flag", &stub);
        assert_eq!(found(Some("flag"), &host), Ok("/app/flag".to_owned()));
        assert_eq!(found(Some("missing"), &host), Err("stub-unreadable"));
    }

    #[test]
    fn a_compressed_stub_is_unpacked_once_into_the_cache() {
        let stub = small_stub("stub-unpack", OWN_VERSION);
        let host = MemoryHost::default().with_binary(INSTALLED, &compressed(&stub)).with_variable("HOME", "/home/me");
        let path = found(None, &host).unwrap();
        assert!(path.starts_with("/home/me/.cache/jsc/stubs/"), "{path}");
        assert!(host.read_bytes(&path).unwrap() == stub);
        let host = host.with_variable("XDG_CACHE_HOME", "/cache");
        assert!(found(None, &host).unwrap().starts_with("/cache/jsc/stubs/"));
    }

    #[test]
    fn a_damaged_cache_entry_is_unpacked_again() {
        let stub = small_stub("stub-cache", OWN_VERSION);
        let host = MemoryHost::default().with_binary(INSTALLED, &compressed(&stub)).with_variable("HOME", "/home/me");
        let path = found(None, &host).unwrap();
        for damage in [&b""[..], &stub[..100], &[0; 5000]] {
            host.write_executable(&path, damage).unwrap();
            assert_eq!(found(None, &host).as_deref(), Ok(path.as_str()));
            assert!(host.read_bytes(&path).unwrap() == stub);
        }
    }

    #[test]
    fn a_damaged_installed_stub_says_so() {
        let mut bytes = compressed(&small_stub("stub-damaged", OWN_VERSION));
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        for bytes in [&bytes[..], &bytes[..middle], b"", b"#!/bin/sh\n"] {
            let host = MemoryHost::default().with_binary(INSTALLED, bytes).with_variable("HOME", "/home/me");
            assert_eq!(found(None, &host), Err("stub-damaged"));
        }
    }

    #[test]
    fn stubs_of_another_version_and_other_programs_are_refused() {
        let host = MemoryHost::default().with_binary("/usr/bin/jsc-stub", &small_stub("stub-version", "0.0.0"));
        assert_eq!(found(None, &host), Err("stub-of-another-version"));
        let host = MemoryHost::default().with_binary("/usr/bin/jsc-stub", b"#!/bin/sh\n");
        assert_eq!(found(None, &host), Err("not-a-stub"));
    }

    #[test]
    fn nothing_found_and_no_place_for_a_cache_have_messages() {
        assert_eq!(found(None, &MemoryHost::default()), Err("stub-not-found"));
        let host = MemoryHost::default().with_binary(INSTALLED, &compressed(b"x"));
        assert_eq!(found(None, &host), Err("cache-not-writable"));
        let other = find(None, "linux-arm64", &host).unwrap_err();
        assert_eq!(other.code, "target-not-installed");
        assert!(other.hint.unwrap().contains("linux-x64"));
    }
}
