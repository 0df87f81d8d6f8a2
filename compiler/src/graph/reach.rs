//! Which modules starting the application loads, and whose problems are worth an error.

use payload::ModuleId;
use resolution::{Request as RequestKind, paths};

use super::facts::{Edge, Request, Weight};
use super::{Module, Reach, Target};

/// Marks every module that surely or probably runs at start.
pub fn mark(modules: &mut [Module], entry: ModuleId) {
    let at_start = follow(modules, entry, |_, request| request.weight < Weight::Nested);
    let unlinked = unlinked(modules);
    for (index, module) in modules.iter_mut().enumerate() {
        module.reach = match (at_start[index], unlinked[index]) {
            (false, _) => Reach::OnDemand,
            (true, true) => Reach::AtStartUnlinked,
            (true, false) => Reach::AtStart,
        };
    }
}

/// ES modules that cannot be linked at build time: a package that was left out, or an instance of its own (`./a.js?x`), is
/// among what they import.
fn unlinked(modules: &[Module]) -> Vec<bool> {
    let mut unlinked = vec![false; modules.len()];
    loop {
        let is_unlinked = |(request, target): (&Request, &Target)| match target {
            Target::Module(id) => unlinked[id.0 as usize] || !resolution::url_suffix(&request.specifier).is_empty(),
            Target::External | Target::Failed(_) => true,
            Target::Builtin(_) => false,
        };
        let next: Vec<bool> = modules.iter().map(|module| static_imports(module).any(is_unlinked)).collect();
        if next == unlinked {
            return unlinked;
        }
        unlinked = next;
    }
}

fn static_imports(module: &Module) -> impl Iterator<Item = (&Request, &Target)> {
    let requests = module.facts.requests.iter().zip(&module.targets);
    let is_static = |request: &Request| {
        request.kind == RequestKind::Import && request.weight == Weight::Certain && request.edge == Edge::Load
    };
    requests.filter(move |(request, _)| is_static(request))
}

/// Modules in which a request that leads nowhere is the user's mistake. Elsewhere it may be an optional dependency or
/// code that never runs, so it fails only if it is reached, as in Node.
pub fn accountable(modules: &[Module], entry: ModuleId) -> Vec<bool> {
    follow(modules, entry, |module, request| {
        let is_own_import = request.kind == RequestKind::Import && !paths::is_in_node_modules(&module.path);
        request.weight == Weight::Certain || is_own_import
    })
}

fn follow(modules: &[Module], entry: ModuleId, follows: impl Fn(&Module, &Request) -> bool) -> Vec<bool> {
    let mut reached = vec![false; modules.len()];
    let mut open = vec![entry];
    while let Some(id) = open.pop() {
        let index = id.0 as usize;
        if std::mem::replace(&mut reached[index], true) {
            continue;
        }
        let module = &modules[index];
        for (request, target) in module.facts.requests.iter().zip(&module.targets) {
            if let Target::Module(target) = target
                && request.edge == Edge::Load
                && follows(module, request)
            {
                open.push(*target);
            }
        }
    }
    reached
}
