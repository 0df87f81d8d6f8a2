//! Files that are embedded as they are: those that `--include` names, and those that the code names beside itself.

use resolution::{FileKind, paths};

use super::glob;
use super::values::UNKNOWN;
use crate::host::Host;

/// The files that a relative path in the module `importer` means; a folder means everything in it. `*` stands for what
/// only run time knows.
pub fn beside(relative: &str, importer: &str, host: &dyn Host) -> Vec<String> {
    let end = relative.find(['?', '#']).unwrap_or(relative.len());
    let own_folder = paths::parent(importer);
    let path = paths::join(own_folder, &relative[..end]);
    if !is_beside(&path, importer) || paths::name(&path) == "node_modules" {
        return Vec::new();
    }
    if path.contains(UNKNOWN) {
        return matching(&path, own_folder, host);
    }
    match host.kind(&path) {
        Some(FileKind::File) => vec![path],
        // `path.join(__dirname, '..')` is the start of a longer path, not a wish for all that is there.
        Some(FileKind::Directory) if !paths::is_inside(own_folder, &path) => glob::below(&path, host),
        _ => Vec::new(),
    }
}

/// Files of a package whose bare names stand in one that lies beside them and asks where it is itself.
pub fn named_beside(names: &[String], importer: &str, host: &dyn Host) -> Vec<String> {
    if names.is_empty() || !paths::is_in_node_modules(importer) {
        return Vec::new();
    }
    let folder = paths::parent(importer);
    let entries = host.list(folder).unwrap_or_default();
    let files = entries.into_iter().filter(|entry| !entry.is_folder && names.contains(&entry.name));
    files.map(|entry| paths::join(folder, &entry.name)).collect()
}

/// In a folder below that of the file anything may be meant; beside it only what has a known ending.
fn matching(pattern: &str, own_folder: &str, host: &dyn Host) -> Vec<String> {
    let folder = glob::fixed_folder(pattern).trim_end_matches('/');
    let is_below = folder != own_folder && paths::is_inside(folder, own_folder);
    let has_ending = !pattern.ends_with(UNKNOWN) && folder == own_folder;
    if is_below || has_ending { glob::files(pattern, host) } else { Vec::new() }
}

/// A package from npm may name its own files, but not those of the application around it.
pub fn is_beside(path: &str, importer: &str) -> bool {
    match importer.rfind("/node_modules/") {
        None => true,
        Some(index) => {
            let name = &importer[index + "/node_modules/".len()..];
            let package = resolution::package_name(name).unwrap_or(name);
            paths::is_inside(path, &format!("{}/node_modules/{package}", &importer[..index]))
        }
    }
}
