//! What is wrong with a graph: syntax errors, requests that lead nowhere, names that are not exported.

use payload::ModuleId;
use resolution::Request as RequestKind;

use super::facts::{ExportSource, Request, Weight};
use super::names::{Binding, lookup};
use super::parse::SyntaxError;
use super::{Failure, Kind, Language, Module, ModuleGraph, Target, reach};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity, Span};
use crate::messages;

/// The graph with its remarks, unless something is wrong that the user has to mend.
pub fn check(mut graph: ModuleGraph, syntax_errors: &[(ModuleId, SyntaxError)]) -> Result<ModuleGraph, Diagnostics> {
    let accountable = reach::accountable(&graph.modules, graph.entry);
    let is_accountable = |id: ModuleId| accountable[id.0 as usize];
    let mut found = std::mem::take(&mut graph.remarks);
    for (id, error) in syntax_errors {
        let at = Span::new(&graph.module(*id).source, error.start, error.end);
        let diagnostic = messages::syntax_error(&error.message, at);
        found.push(if is_accountable(*id) { diagnostic } else { remark(diagnostic) });
    }
    for (index, module) in graph.modules.iter().enumerate() {
        let is_accountable = is_accountable(ModuleId(index as u32));
        found.extend(failed_requests(module, is_accountable));
        found.extend(missing_names(&graph, module, is_accountable));
        found.extend(missing_attributes(&graph, module, is_accountable));
        found.extend(untraced_requests(module));
    }
    found.sort_by(|left, right| left.position().cmp(&right.position()));
    found.dedup();
    if found.iter().any(Diagnostic::is_error) {
        return Err(found);
    }
    graph.remarks = found;
    Ok(graph)
}

fn remark(mut diagnostic: Diagnostic) -> Diagnostic {
    diagnostic.severity = Severity::Remark;
    diagnostic
}

fn failed_requests(module: &Module, is_accountable: bool) -> Vec<Diagnostic> {
    let requests = module.facts.requests.iter().zip(&module.targets);
    let failed = requests.filter_map(|(request, target)| match target {
        Target::Failed(failure) => Some((request, failure)),
        _ => None,
    });
    let diagnostic = |(request, failure): (&Request, &Failure)| {
        let at = Span::new(&module.source, request.start, request.end);
        let diagnostic = messages::unresolved(&request.specifier, failure, at);
        if is_accountable && request.weight == Weight::Certain { diagnostic } else { remark(diagnostic) }
    };
    failed.map(diagnostic).collect()
}

/// Node refuses to link a JSON module that is not imported as one.
fn missing_attributes(graph: &ModuleGraph, module: &Module, is_accountable: bool) -> Vec<Diagnostic> {
    let requests = module.facts.requests.iter().zip(&module.targets).enumerate();
    let declarations = requests.filter(|(_, (request, _))| {
        request.kind == RequestKind::Import && request.weight == Weight::Certain && request.end > 0
    });
    let diagnostic = |(index, (request, target)): (usize, (&Request, &Target))| {
        let Target::Module(target) = target else { return None };
        if graph.module(*target).kind != Kind::Json || module.facts.json_requests.contains(&index) {
            return None;
        }
        let at = Span::new(&module.source, request.start, request.end);
        let diagnostic = messages::import_attribute_missing(&request.specifier, at);
        Some(if is_accountable { diagnostic } else { remark(diagnostic) })
    };
    declarations.filter_map(diagnostic).collect()
}

/// What is loaded here can be found at run time only if something else embeds it.
fn untraced_requests(module: &Module) -> impl Iterator<Item = Diagnostic> {
    let places = module.facts.untraced.iter();
    places.map(|&(start, end)| remark(messages::untraced_request(Span::new(&module.source, start, end))))
}

/// Imported and re-exported names that their module does not have. V8 would refuse to link them.
fn missing_names(graph: &ModuleGraph, module: &Module, is_accountable: bool) -> Vec<Diagnostic> {
    if module.kind != Kind::EsModule {
        return Vec::new();
    }
    let imports = module.facts.imports.iter().map(|import| (import.request, &import.name, import.start, import.end));
    let reexports = module.facts.exports.iter().filter_map(|export| match &export.source {
        // In TypeScript such a name may be a type, and then it goes.
        ExportSource::Reexport(reexport) if !is_typescript(module) => {
            Some((reexport.request, &reexport.name, export.start, export.end))
        }
        _ => None,
    });
    let diagnostic = |(request, name, start, end): (usize, &String, u32, u32)| {
        let Target::Module(target) = module.targets[request] else { return None };
        let at = Span::new(&module.source, start, end);
        let specifier = &module.facts.requests[request].specifier;
        let diagnostic = match lookup(graph, target, name) {
            Binding::Missing => messages::missing_export(name, specifier, at),
            Binding::NotFoundInCommonJs => messages::export_not_found_in_common_js(name, specifier, at),
            Binding::Value | Binding::Type | Binding::Unknown => return None,
        };
        Some(if is_accountable { diagnostic } else { remark(diagnostic) })
    };
    imports.chain(reexports).filter_map(diagnostic).collect()
}

fn is_typescript(module: &Module) -> bool {
    matches!(module.language, Language::TypeScript | Language::Tsx)
}
