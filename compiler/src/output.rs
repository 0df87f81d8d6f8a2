//! Where the executable goes.

use resolution::{FileKind, paths};

use crate::diagnostic::Diagnostic;
use crate::graph::ModuleGraph;
use crate::host::Host;
use crate::messages;
use crate::options::BuildOptions;

/// The absolute path of the output: what `-o` says, else the entry's name in the current folder.
pub fn path(options: &BuildOptions, graph: &ModuleGraph, host: &dyn Host) -> Result<String, Diagnostic> {
    let name = options.output.clone().unwrap_or_else(|| default_name(&options.entry));
    let path = paths::join(&host.current_folder(), &name);
    let real = host.real_path(&path);
    if host.kind(&path) == Some(FileKind::Directory) {
        return Err(messages::output_is_a_folder(&name));
    }
    let mut inputs =
        graph.modules.iter().map(|module| &module.path).chain(graph.assets.iter().map(|asset| &asset.path));
    if inputs.any(|input| *input == real) {
        return Err(messages::output_is_an_input(&name));
    }
    Ok(path)
}

pub fn write(path: &str, executable: &[u8], host: &dyn Host) -> Result<(), Diagnostic> {
    host.write_executable(path, executable).map_err(|error| {
        let shown = crate::render::relative(path, &host.current_folder()).to_owned();
        messages::output_not_writable(&shown, &error)
    })
}

fn default_name(entry: &str) -> String {
    let name = paths::name(entry);
    let stem = name.strip_suffix(paths::extension(name)).unwrap_or(name);
    if stem == "." || stem == ".." || stem.is_empty() { "app".to_owned() } else { stem.to_owned() }
}
