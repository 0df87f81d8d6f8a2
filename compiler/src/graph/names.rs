//! What an exported name stands for, followed through re-exports.

use payload::ModuleId;

use super::facts::{ExportSource, Notation};
use super::{Kind, Module, ModuleGraph, Target};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Binding {
    Value,
    /// Nothing is left of it at run time.
    Type,
    /// The module surely does not export it.
    Missing,
    /// A CommonJS module, in whose text Node would not find it.
    NotFoundInCommonJs,
    /// It comes from outside the graph.
    Unknown,
}

/// What `name` is among the exports of a module. `*` is the namespace.
pub fn lookup(graph: &ModuleGraph, id: ModuleId, name: &str) -> Binding {
    Lookup { graph, visited: Vec::new() }.module(id, name)
}

struct Lookup<'a> {
    graph: &'a ModuleGraph,
    /// Re-exports may form circles.
    visited: Vec<(ModuleId, String)>,
}

impl Lookup<'_> {
    fn module(&mut self, id: ModuleId, name: &str) -> Binding {
        if name == "*" {
            return Binding::Value;
        }
        if self.visited.iter().any(|(visited, visited_name)| *visited == id && visited_name == name) {
            return Binding::Missing;
        }
        self.visited.push((id, name.to_owned()));
        let module = self.graph.module(id);
        match module.kind {
            Kind::EsModule => self.es_module(module, name),
            Kind::CommonJs if module.facts.notation == Notation::EsModule && name != "default" => {
                self.es_module(module, name)
            }
            Kind::CommonJs => self.common_js(module, name),
            Kind::Json | Kind::Addon if matches!(name, "default" | "module.exports") => Binding::Value,
            Kind::Json => Binding::Missing,
            Kind::Addon => Binding::NotFoundInCommonJs,
        }
    }

    fn es_module(&mut self, module: &Module, name: &str) -> Binding {
        let named = module.facts.exports.iter().filter(|export| export.name == name);
        let own = named.map(|export| self.source(module, &export.source)).reduce(stronger);
        own.unwrap_or_else(|| self.stars(module, name))
    }

    fn source(&mut self, module: &Module, source: &ExportSource) -> Binding {
        match source {
            ExportSource::Value => Binding::Value,
            ExportSource::Type => Binding::Type,
            ExportSource::Reexport(reexport) => self.target(module, reexport.request, &reexport.name),
            ExportSource::Imported(local) => {
                let import = module.facts.imports.iter().find(|import| import.local == *local);
                import.map_or(Binding::Value, |import| self.target(module, import.request, &import.name))
            }
        }
    }

    fn stars(&mut self, module: &Module, name: &str) -> Binding {
        if name == "default" {
            return Binding::Missing;
        }
        let stars = module.facts.stars.iter().map(|&request| self.target(module, request, name));
        stars.reduce(stronger).unwrap_or(Binding::Missing)
    }

    fn target(&mut self, module: &Module, request: usize, name: &str) -> Binding {
        match module.targets[request] {
            Target::Module(id) => self.module(id, name),
            Target::Builtin(_) | Target::External | Target::Failed(_) if name == "*" => Binding::Value,
            Target::Builtin(_) | Target::External | Target::Failed(_) => Binding::Unknown,
        }
    }

    fn common_js(&mut self, module: &Module, name: &str) -> Binding {
        let common_js = &module.facts.common_js;
        if matches!(name, "default" | "module.exports") || common_js.names.iter().any(|own| own == name) {
            return Binding::Value;
        }
        let reexports = common_js.reexports.iter().map(|specifier| {
            let is_same = |request: &&super::Request| request.specifier == *specifier;
            match module.facts.requests.iter().position(|request| is_same(&request)) {
                Some(request) => self.target(module, request, name),
                None => Binding::Unknown,
            }
        });
        reexports.reduce(stronger).unwrap_or(Binding::NotFoundInCommonJs)
    }
}

/// Which of two answers decides: any that says what the name is.
fn stronger(left: Binding, right: Binding) -> Binding {
    let strength = |binding| match binding {
        Binding::Value => 4,
        Binding::Type => 3,
        Binding::Unknown => 2,
        Binding::NotFoundInCommonJs => 1,
        Binding::Missing => 0,
    };
    if strength(right) > strength(left) { right } else { left }
}
