//! The module graph: every file that the application may load, and who asks for whom.
//!
//! [`scan`] reads and parses files in parallel, starting at the entry, and follows what it finds. A graph never changes
//! after it was returned. Words: a *request* is one specifier in one file; a request is *nested* if only a function
//! call or `import()` reaches it; *facts* are what parsing one file taught about it.

mod analyze;
mod assets;
mod check;
mod declarations;
mod facts;
mod glob;
mod json;
mod names;
mod parse;
mod reach;
mod scan;
mod treatment;
mod tsconfig;
mod usage;
mod values;

use std::sync::Arc;

use payload::ModuleId;
use resolution::{PackageJson, ResolveError};

use crate::diagnostic::{Diagnostic, Source};

pub use facts::{Declaration, ExportSource, Facts, Notation, Request, Treatment};
pub use names::{Binding, lookup};
pub use parse::{Language, offset, syntax};
pub use scan::scan;
pub use tsconfig::{Decorators, Interop, Jsx, TsConfig};

/// What kind of module a file is, once that is certain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    EsModule,
    CommonJs,
    Json,
    Addon,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    Module(ModuleId),
    Builtin(&'static str),
    /// Left out by the user's wish.
    External,
    Failed(Failure),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    pub error: ResolveError,
    /// What the author may have meant.
    pub suggestion: Option<String>,
}

/// Whether starting the application surely loads a module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    AtStart,
    /// At start, too, but it imports something that only run time can find.
    AtStartUnlinked,
    OnDemand,
}

#[derive(Debug)]
pub struct Module {
    /// The real path.
    pub path: String,
    pub kind: Kind,
    pub language: Language,
    pub source: Arc<Source>,
    pub facts: Facts,
    /// One for each request of the facts.
    pub targets: Vec<Target>,
    pub reach: Reach,
    pub tsconfig: Arc<TsConfig>,
    /// Index into the graph's packages.
    pub package: Option<usize>,
}

/// A file that is embedded as it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Asset {
    pub path: String,
}

#[derive(Debug)]
pub struct ModuleGraph {
    pub entry: ModuleId,
    /// In the order of their paths, which is also that of their ids.
    pub modules: Vec<Module>,
    /// The package.json files whose scopes have modules, in the order of their folders.
    pub packages: Vec<Arc<PackageJson>>,
    pub assets: Vec<Asset>,
    /// Warnings and remarks; errors would have kept the graph from coming into being.
    pub remarks: Vec<Diagnostic>,
}

impl ModuleGraph {
    pub fn module(&self, id: ModuleId) -> &Module {
        &self.modules[id.0 as usize]
    }
}
