//! From the module graph to the program: texts that V8 can run, under paths of the virtual file system.
//!
//! Files are lowered independently and in parallel. JavaScript stays as it is written; of TypeScript the types are
//! blanked in place, so that positions stay the author's; only syntax that does something at run time is printed anew.

mod assets;
mod blank;
mod elide;
mod removals;
mod reprint;
mod resolutions;
mod virtual_paths;
mod wrapper;

use payload::{Module, ModuleKind, Package, PackageId, PackageType, Program, Temperature, Text};
use rayon::prelude::*;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::graph::{self, Kind, Language, ModuleGraph, Reach, Treatment};
use crate::host::Host;
use crate::options::BuildOptions;
use virtual_paths::VirtualPaths;

/// The text of one module as V8 will see it, before the CommonJS wrapper.
pub struct Lowered {
    pub text: String,
    pub source_map: Option<String>,
}

/// `stub_build` says for which build of the stub the program is.
pub fn lower(
    graph: &ModuleGraph,
    options: &BuildOptions,
    stub_build: [u8; 32],
    host: &dyn Host,
) -> Result<Program, Diagnostics> {
    let paths = VirtualPaths::of(graph);
    let modules: Vec<Result<Module, Diagnostic>> =
        graph.modules.par_iter().map(|module| lower_module(module, graph, options, &paths)).collect();
    let (modules, problems): (Vec<_>, Vec<_>) = modules.into_iter().partition(Result::is_ok);
    if !problems.is_empty() {
        return Err(problems.into_iter().filter_map(Result::err).collect());
    }
    Ok(Program {
        stub_build,
        root: virtual_paths::ROOT.to_owned(),
        entry: graph.entry,
        modules: modules.into_iter().flatten().collect(),
        packages: graph.packages.iter().map(|package| lower_package(package, &paths)).collect(),
        assets: assets::embed(graph, &paths, host),
        options: baked_options(options, graph),
        facts: facts(),
    })
}

fn facts() -> Vec<(String, String)> {
    vec![("jsc".to_owned(), env!("CARGO_PKG_VERSION").to_owned())]
}

fn lower_module(
    module: &graph::Module,
    graph: &ModuleGraph,
    options: &BuildOptions,
    paths: &VirtualPaths,
) -> Result<Module, Diagnostic> {
    let lowered = lower_text(module, graph, paths)?;
    let common_js = match (module.kind, module.language) {
        (Kind::CommonJs, Language::JavaScript) => module.facts.common_js.clone(),
        (Kind::CommonJs, _) => resolution::common_js_exports(&lowered.text),
        _ => resolution::CommonJsExports::default(),
    };
    let wrapped = wrapper::wrap(lowered.text, module.kind);
    let path = paths.of_path(&module.path);
    let (temperature, reason) = temperature(module, &path, options);
    Ok(Module {
        path,
        kind: match module.kind {
            Kind::EsModule => ModuleKind::Esm,
            Kind::CommonJs => ModuleKind::CommonJs,
            Kind::Json => ModuleKind::Json,
            Kind::Addon => ModuleKind::Addon,
        },
        temperature,
        reason: reason.to_owned(),
        text: Text::new(&wrapped.text),
        header_length: wrapped.header_length,
        footer_length: wrapped.footer_length,
        has_top_level_await: module.facts.has_top_level_await,
        source_map: lowered.source_map,
        exports: common_js.names,
        reexports: common_js.reexports,
        package: module.package.map(|index| PackageId(index as u32)),
        resolutions: resolutions::of(module, paths),
    })
}

fn lower_text(module: &graph::Module, graph: &ModuleGraph, paths: &VirtualPaths) -> Result<Lowered, Diagnostic> {
    let text = &module.source.text;
    match module.facts.treatment {
        Treatment::Keep => Ok(Lowered { text: text.clone(), source_map: None }),
        Treatment::Blank => {
            let elided = elide::in_text(module, graph);
            let blanked = blank::types(module, elided).map(|text| Lowered { text, source_map: None });
            // The scan sees what cannot be blanked; should it miss something, printing still can.
            blanked.or_else(|_| reprint::reprint(module, graph, &paths.of_path(&module.path)))
        }
        Treatment::Reprint => reprint::reprint(module, graph, &paths.of_path(&module.path)),
    }
}

/// What the executable reads at its start, in the order of the names.
fn baked_options(options: &BuildOptions, graph: &ModuleGraph) -> Vec<(String, String)> {
    let lock = options.lock_options.then(|| ("lock-options".to_owned(), "true".to_owned()));
    let flags = (!options.v8_flags.is_empty()).then(|| ("v8-flags".to_owned(), options.v8_flags.clone()));
    let imported = resolutions::imported_from_builtins(graph);
    let imported = (!imported.is_empty()).then(|| ("imported-from-builtins".to_owned(), imported));
    let node_options =
        (!options.node_options.is_empty()).then(|| ("node-options".to_owned(), options.node_options.join(" ")));
    [lock, flags, imported, node_options].into_iter().flatten().collect()
}

/// How much of a module's work the snapshot does, and why, for `jsc inspect`.
fn temperature(module: &graph::Module, path: &str, options: &BuildOptions) -> (Temperature, &'static str) {
    if options.no_snapshot {
        return (Temperature::Absent, "built without a snapshot");
    }
    if matches!(module.kind, Kind::Json | Kind::Addon) {
        return (Temperature::Absent, "no code");
    }
    match module.reach {
        Reach::OnDemand => return (Temperature::Absent, "loaded on demand"),
        Reach::AtStartUnlinked => return (Temperature::Absent, "imports what only run time can find"),
        Reach::AtStart if is_eval_in_wrapper(module) => return (Temperature::Absent, "calls `eval`"),
        Reach::AtStart => {}
    }
    let is_warm =
        options.warm.iter().any(|pattern| glob::Pattern::new(pattern).is_ok_and(|pattern| pattern.matches(path)));
    if is_warm && !options.no_warm {
        (Temperature::Warm, "marked to be evaluated at build time")
    } else {
        (Temperature::Linked, "runs at start")
    }
}

/// V8 dies of a direct `eval` in a CommonJS wrapper that comes from a snapshot: it looks for the wrapper's scope in a list
/// that the snapshot does not keep.
fn is_eval_in_wrapper(module: &graph::Module) -> bool {
    module.kind == Kind::CommonJs && calls_eval(&module.source.text)
}

fn calls_eval(text: &str) -> bool {
    let is_name_part = |character: char| character.is_alphanumeric() || matches!(character, '_' | '$' | '.');
    text.match_indices("eval").any(|(start, word)| {
        let before = text[..start].chars().next_back();
        let after = text[start + word.len()..].trim_start();
        !before.is_some_and(is_name_part) && (after.starts_with('(') || after.starts_with("/*"))
    })
}

fn lower_package(package: &resolution::PackageJson, paths: &VirtualPaths) -> Package {
    Package {
        path: paths.of_path(&package.path()),
        name: package.name.clone().unwrap_or_default(),
        version: package.version.clone().unwrap_or_default(),
        package_type: match package.package_type {
            resolution::PackageType::Module => PackageType::Module,
            resolution::PackageType::CommonJs => PackageType::CommonJs,
            resolution::PackageType::Unspecified => PackageType::None,
        },
    }
}

#[cfg(test)]
mod tests;
