//! Reads the files that are embedded as they are.

use payload::{Asset, Compression};
use rayon::prelude::*;

use super::virtual_paths::VirtualPaths;
use crate::graph::ModuleGraph;
use crate::host::Host;

/// Files that are compressed already, so that doing it again would only cost time.
const COMPRESSED: &[&str] = &[
    ".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".ico", ".woff", ".woff2", ".gz", ".br", ".zst", ".zip", ".mp3",
    ".mp4", ".webm", ".ogg", ".pdf", ".node",
];
/// Below this, a frame's overhead outweighs what compression saves.
const SMALLEST_COMPRESSED_BYTES: usize = 512;

pub fn embed(graph: &ModuleGraph, paths: &VirtualPaths, host: &dyn Host) -> Vec<Asset> {
    let assets = graph.assets.par_iter().map(|asset| {
        // A file that went away since the scan is empty, as it would be had it been emptied.
        let bytes = host.read_bytes(&asset.path).unwrap_or_default();
        let is_compressed = COMPRESSED.contains(&resolution::paths::extension(&asset.path));
        let is_small = bytes.len() < SMALLEST_COMPRESSED_BYTES;
        Asset {
            path: paths.of_path(&asset.path),
            // Who may write depends on the machine that built it, and nobody may write to it anyway.
            mode: if host.mode(&asset.path).is_ok_and(|mode| mode & 0o111 != 0) { 0o555 } else { 0o444 },
            compression: if is_compressed || is_small { Compression::Stored } else { Compression::Zstd },
            bytes,
        }
    });
    assets.collect()
}
