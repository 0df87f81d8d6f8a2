//! Files that are embedded as they are: those that `--include` names, and those that the code names beside itself.

use resolution::{FileKind, paths};

use super::glob;
use crate::host::Host;

/// The files that a relative path in the module `importer` means; a folder means everything in it.
pub fn beside(relative: &str, importer: &str, host: &dyn Host) -> Vec<String> {
    let end = relative.find(['?', '#']).unwrap_or(relative.len());
    let own_folder = paths::parent(importer);
    let path = paths::join(own_folder, &relative[..end]);
    if !is_beside(&path, importer) {
        return Vec::new();
    }
    match host.kind(&path) {
        Some(FileKind::File) => vec![path],
        // `path.join(__dirname, '..')` is the start of a longer path, not a wish for all that is there.
        Some(FileKind::Directory) if !paths::is_inside(own_folder, &path) => glob::below(&path, host),
        _ => Vec::new(),
    }
}

/// A package from npm may name its own files, but not those of the application around it.
fn is_beside(path: &str, importer: &str) -> bool {
    match importer.rfind("/node_modules/") {
        None => true,
        Some(index) => {
            let name = &importer[index + "/node_modules/".len()..];
            let package = resolution::package_name(name).unwrap_or(name);
            paths::is_inside(path, &format!("{}/node_modules/{package}", &importer[..index]))
        }
    }
}
