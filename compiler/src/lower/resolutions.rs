//! The table of what each specifier of a module means, which the loader asks at run time.

use std::collections::BTreeMap;

use payload::{RequestKind, Resolution, Target};

use super::virtual_paths::VirtualPaths;
use crate::graph;

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
