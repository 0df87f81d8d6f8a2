//! The table of what each specifier of a module means, which the loader asks at run time.

use std::collections::{BTreeMap, BTreeSet};

use payload::{RequestKind, Resolution, Target};

use super::virtual_paths::VirtualPaths;
use crate::graph::{self, ExportSource, ModuleGraph};

pub fn of(module: &graph::Module, paths: &VirtualPaths) -> Vec<Resolution> {
    let mut table = BTreeMap::new();
    for (request, target) in module.facts.requests.iter().zip(&module.targets) {
        table.insert((request.specifier.as_str(), kind(request.kind)), target);
    }
    let rows = table.into_iter().map(|((specifier, kind), target)| Resolution {
        specifier: specifier.to_owned(),
        kind,
        target: lower_target(target, paths),
    });
    rows.collect()
}

/// The names that ES modules import from builtins, as `id.name` with `*` for a namespace: a builtin may make a value when
/// it is first asked for, and need not be asked for one that no module imports.
pub fn imported_from_builtins(graph: &ModuleGraph) -> String {
    let names: BTreeSet<String> = graph.modules.iter().flat_map(imports_from_builtins).collect();
    names.into_iter().collect::<Vec<_>>().join(" ")
}

fn imports_from_builtins(module: &graph::Module) -> Vec<String> {
    let facts = &module.facts;
    let imports = facts.imports.iter().map(|import| (import.request, import.name.as_str()));
    let reexports = facts.exports.iter().filter_map(|export| match &export.source {
        ExportSource::Reexport(reexport) => Some((reexport.request, reexport.name.as_str())),
        _ => None,
    });
    let stars = facts.stars.iter().map(|request| (*request, "*"));
    let names = imports.chain(reexports).chain(stars).filter(|(_, name)| *name != "default");
    let of_builtin = names.filter_map(|(request, name)| match module.targets.get(request) {
        Some(graph::Target::Builtin(id)) => Some(format!("{id}.{name}")),
        _ => None,
    });
    of_builtin.collect()
}

fn kind(request: resolution::Request) -> RequestKind {
    match request {
        resolution::Request::Import => RequestKind::Import,
        resolution::Request::Require => RequestKind::Require,
    }
}

fn lower_target(target: &graph::Target, paths: &VirtualPaths) -> Target<String> {
    match target {
        graph::Target::Module(id) => Target::Module(*id),
        graph::Target::Builtin(id) => Target::Builtin((*id).to_owned()),
        graph::Target::External => Target::External,
        graph::Target::Failed(graph::Failure { error, .. }) => {
            Target::Failed { code: error.code.name().to_owned(), message: paths.in_message(&error.message) }
        }
    }
}
