//! Reads the files of an application in parallel and follows their requests.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use payload::ModuleId;
use rayon::Scope;
use resolution::{
    Extensions, FileKind, Format, PackageJson, Request as RequestKind, ResolveError, Resolved, Resolver, paths,
};
use swc_ecma_ast::Program;

use super::facts::{Edge, Facts, Notation, Request, Treatment, Weight};
use super::parse::{self, Goal, Language, SyntaxError};
use super::tsconfig::{TsConfig, TsConfigs};
use super::usage::Usage;
use super::{
    Asset, Failure, Kind, Module, ModuleGraph, Reach, Target, analyze, assets, check, declarations, glob, json, reach,
    treatment,
};
use crate::diagnostic::{Diagnostic, Diagnostics, Source};
use crate::host::Host;
use crate::messages;
use crate::options::BuildOptions;

/// Every module and asset that the application may load.
pub fn scan(options: &BuildOptions, host: &dyn Host) -> Result<ModuleGraph, Diagnostics> {
    let entry = find_entry(options, host).map_err(|diagnostic| vec![diagnostic])?;
    let scanner = Scanner::new(options, host);
    let included = included_files(options, host)?;
    rayon::scope(|scope| {
        scanner.follow(&entry, scope);
        for file in included.iter().filter(|file| is_module_path(file)) {
            scanner.follow(file, scope);
        }
    });
    let nodes = scanner.nodes.into_inner().unwrap_or_else(PoisonError::into_inner);
    let mut assets = scanner.assets.into_inner().unwrap_or_else(PoisonError::into_inner);
    assets.extend(included);
    let remarks = scanner.tsconfigs.into_problems();
    build_graph(&entry, nodes, assets, remarks, &scanner.resolver, host)
}

fn named_tsconfig(options: &BuildOptions, host: &dyn Host) -> Option<String> {
    options.tsconfig.as_deref().map(|path| paths::join(&host.current_folder(), path))
}

/// One file as it was found, with paths where the graph will have numbers.
struct Node {
    path: String,
    kind: Kind,
    language: Language,
    source: Arc<Source>,
    facts: Facts,
    targets: Vec<Found>,
    tsconfig: Arc<TsConfig>,
    syntax_error: Option<SyntaxError>,
}

#[derive(Clone)]
enum Found {
    Path(String),
    Builtin(&'static str),
    External,
    Failed(Failure),
}

struct Scanner<'a> {
    host: &'a dyn Host,
    resolver: Resolver<'a>,
    tsconfigs: TsConfigs<'a>,
    externals: &'a [String],
    seen: Mutex<HashSet<String>>,
    nodes: Mutex<BTreeMap<String, Node>>,
    assets: Mutex<BTreeSet<String>>,
}

impl<'a> Scanner<'a> {
    fn new(options: &'a BuildOptions, host: &'a dyn Host) -> Self {
        Self {
            host,
            resolver: Resolver::new(host.files(), Extensions::WithTypeScript, options.conditions.clone()),
            tsconfigs: TsConfigs::new(host, named_tsconfig(options, host)),
            externals: &options.externals,
            seen: Mutex::default(),
            nodes: Mutex::default(),
            assets: Mutex::default(),
        }
    }

    fn follow<'s>(&'s self, path: &str, scope: &Scope<'s>) {
        let is_new = self.seen.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned());
        if is_new {
            let path = path.to_owned();
            scope.spawn(move |scope| self.load(path, scope));
        }
    }

    fn load<'s>(&'s self, path: String, scope: &Scope<'s>) {
        let node = self.node(path);
        for target in &node.targets {
            if let Found::Path(target) = target {
                self.follow(target, scope);
            }
        }
        if !node.facts.untraced.is_empty() {
            for file in node.targets.iter().flat_map(|target| self.programs_of_package(target)) {
                self.follow(&file, scope);
            }
        }
        self.add_assets(&node, scope);
        self.nodes.lock().unwrap_or_else(PoisonError::into_inner).insert(node.path.clone(), node);
    }

    fn node(&self, path: String) -> Node {
        let tsconfig = self.tsconfigs.of(&path);
        let language = language(&path);
        let text = match self.resolver.format(&path) {
            Format::Addon | Format::Wasm => String::new(),
            _ => self.text(&path),
        };
        let source = Arc::new(Source { path: path.clone(), text });
        let analyzed = match self.resolver.format(&path) {
            Format::Json => json::check(&source.text).map(|()| (Kind::Json, Facts::default())),
            Format::Addon | Format::Wasm => Ok((Kind::Addon, Facts::default())),
            Format::EsModule => analyze_text(&source.text, language, Goal::EsModule, &tsconfig),
            Format::CommonJs => analyze_text(&source.text, language, Goal::CommonJs, &tsconfig),
            Format::Detect | Format::Unknown => analyze_text(&source.text, language, Goal::Detect, &tsconfig),
        };
        let (kind, mut facts, syntax_error) = match analyzed {
            Ok((kind, facts)) => (kind, facts, None),
            // Whether that matters depends on who loads it.
            Err(error) => (unparsed_kind(&path), Facts::default(), Some(error)),
        };
        self.expand_patterns(&path, &mut facts);
        let mut node = Node { path, kind, language, source, facts, targets: Vec::new(), tsconfig, syntax_error };
        node.targets = node.facts.requests.iter().map(|request| self.resolve(request, &node)).collect();
        node
    }

    /// Who reads a package.json and then loads something unknown most likely starts the package's program.
    fn programs_of_package(&self, target: &Found) -> Vec<String> {
        let Found::Path(path) = target else { return Vec::new() };
        if paths::name(path) != "package.json" {
            return Vec::new();
        }
        let text = self.host.read(path).unwrap_or_default();
        let package: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
        let programs = match &package["bin"] {
            serde_json::Value::String(program) => vec![program.clone()],
            serde_json::Value::Object(programs) => {
                programs.values().filter_map(serde_json::Value::as_str).map(str::to_owned).collect()
            }
            _ => Vec::new(),
        };
        let files = programs.iter().map(|program| paths::join(paths::parent(path), program));
        files.filter(|file| self.host.kind(file) == Some(FileKind::File)).collect()
    }

    /// As Node decodes it: UTF-8, without the byte order mark.
    fn text(&self, path: &str) -> String {
        let bytes = self.host.read_bytes(path).unwrap_or_default();
        let text =
            String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
        text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)
    }

    fn resolve(&self, request: &Request, node: &Node) -> Found {
        if self.is_external(&request.specifier) {
            return Found::External;
        }
        if let Some(Resolved::File { path, .. }) = node.tsconfig.resolve(&request.specifier, &node.path, &self.resolver)
        {
            return Found::Path(path);
        }
        match self.resolver.resolve(&request.specifier, &node.path, request.kind) {
            Ok(Resolved::File { path, .. }) => self.loadable(path, request),
            Ok(Resolved::Builtin(id)) => Found::Builtin(id),
            Ok(Resolved::DataUrl(_)) => Found::External,
            Err(error) => Found::Failed(Failure { suggestion: self.suggestion(request, node), error }),
        }
    }

    /// `import` loads only files whose names say what they are; `require` takes anything for JavaScript.
    fn loadable(&self, path: String, request: &Request) -> Found {
        let is_import = request.kind == RequestKind::Import && request.edge == Edge::Load;
        if is_import && matches!(self.resolver.format(&path), Format::Unknown | Format::Wasm) {
            return Found::Failed(Failure { error: ResolveError::unknown_extension(&path), suggestion: None });
        }
        Found::Path(path)
    }

    /// `require` finds files that `import` wants named in full.
    fn suggestion(&self, request: &Request, node: &Node) -> Option<String> {
        let found = self.resolver.resolve(&request.specifier, &node.path, RequestKind::Require).ok()?;
        let Resolved::File { path, .. } = found else { return None };
        let (start, name) = (request.specifier.trim_end_matches('/'), paths::name(&path));
        let is_folder =
            paths::name(paths::parent(&path)) == paths::name(start) && !name.starts_with(paths::name(start));
        Some(if is_folder { format!("{start}/{name}") } else { format!("{start}{}", paths::extension(&path)) })
    }

    fn is_external(&self, specifier: &str) -> bool {
        self.externals.iter().any(|external| {
            let package = external.strip_suffix("/*").unwrap_or(external);
            specifier == external
                || specifier.strip_prefix(package).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    }

    /// Every file that a specifier with unknown parts can mean becomes a request of its own.
    fn expand_patterns(&self, path: &str, facts: &mut Facts) {
        for pattern in std::mem::take(&mut facts.module_patterns) {
            let specifiers = glob::specifiers(&pattern.pattern, path, self.host);
            facts.requests.extend(specifiers.into_iter().map(|specifier| possible_request(specifier, pattern.kind)));
        }
        // What such a file loads is most likely among the files that it names.
        for text in std::mem::take(&mut facts.relative_texts) {
            let file = paths::join(paths::parent(path), &text);
            if is_module_path(&file)
                && self.host.kind(&file) == Some(FileKind::File)
                && assets::is_beside(&file, path)
                && !facts.requests.iter().any(|request| request.specifier == text)
            {
                facts.requests.push(possible_request(text, RequestKind::Require));
            }
        }
    }

    fn add_assets<'s>(&'s self, node: &Node, scope: &Scope<'s>) {
        let mut found: Vec<String> = Vec::new();
        found.extend(assets::named_beside(&node.facts.file_names, &node.path, self.host));
        for pattern in &node.facts.asset_patterns {
            let files = assets::beside(&pattern.relative, &node.path, self.host);
            // One script by name is for a worker or a child; many are files that somebody serves.
            if let [file] = files.as_slice()
                && is_module_path(file)
            {
                self.follow(file, scope);
            }
            found.extend(files);
        }
        if node.kind == Kind::Addon {
            found.push(node.path.clone());
        }
        self.assets.lock().unwrap_or_else(PoisonError::into_inner).extend(found);
    }
}

/// Parses a file once and keeps only what the graph needs of the tree.
fn analyze_text(text: &str, language: Language, goal: Goal, tsconfig: &TsConfig) -> Result<(Kind, Facts), SyntaxError> {
    let is_typescript = is_typescript(language);
    // TypeScript is compiled to what its package says, whichever syntax it is written in.
    let parsed_goal = if is_typescript && goal == Goal::CommonJs { Goal::Detect } else { goal };
    let mut parsed = parse::parse(text, language, parsed_goal)?;
    let mut facts = Facts::default();
    treatment::decide(&parsed.program, language, &mut facts);
    if parsed.kind == Kind::CommonJs && parsed.program.is_module() {
        facts.notation = Notation::ImportEquals;
    }
    let usage = is_typescript.then(|| Usage::of(&mut parsed.program, tsconfig.decorators));
    if let Program::Module(module) = &parsed.program {
        let dropping = usage.as_ref().filter(|_| !tsconfig.verbatim_module_syntax);
        declarations::declarations(module, dropping, &mut facts);
    }
    let uses_wrapper = usage.is_some_and(|usage| usage.uses_wrapper());
    let wants_common_js = match goal {
        Goal::CommonJs => true,
        // Node would run it as an ES module, in which these variables do not exist; tsc would not.
        Goal::Detect => uses_wrapper && !tsconfig.emits_es_modules,
        Goal::EsModule => false,
    };
    let mut kind = parsed.kind;
    if is_typescript && wants_common_js && kind == Kind::EsModule && can_be_common_js(&parsed.program, kind) {
        kind = Kind::CommonJs;
        emit_common_js(&mut facts);
    }
    if kind == Kind::EsModule && facts.requests.iter().any(|request| request.kind == RequestKind::Require) {
        facts.requests.push(generated_request("module".to_owned(), RequestKind::Import));
    }
    analyze::requests(&parsed.program, kind, &mut facts);
    if kind == Kind::CommonJs && facts.notation != Notation::EsModule {
        facts.common_js = resolution::common_js_exports(text);
    }
    if facts.has_jsx {
        add_jsx_runtime(tsconfig, kind, &mut facts);
    }
    Ok((kind, facts))
}

fn emit_common_js(facts: &mut Facts) {
    facts.notation = Notation::EsModule;
    facts.treatment = Treatment::Reprint;
    for request in &mut facts.requests {
        request.kind = RequestKind::Require;
    }
}

/// CommonJS has no top-level await and no `import.meta`.
fn can_be_common_js(program: &Program, kind: Kind) -> bool {
    let mut facts = Facts::default();
    analyze::requests(program, kind, &mut facts);
    !facts.has_top_level_await && parse::import_meta(program).is_none()
}

/// JSX becomes calls of functions that no import in the text mentions.
fn add_jsx_runtime(tsconfig: &TsConfig, kind: Kind, facts: &mut Facts) {
    if let Some(specifier) = tsconfig.jsx_runtime() {
        let request = if kind == Kind::EsModule { RequestKind::Import } else { RequestKind::Require };
        facts.requests.push(generated_request(specifier, request));
    }
}

/// What a computed request may turn out to be.
fn possible_request(specifier: String, kind: RequestKind) -> Request {
    Request { specifier, kind, weight: Weight::Nested, edge: Edge::Locate, start: 0, end: 0 }
}

/// A request that no place in the author's text makes.
fn generated_request(specifier: String, kind: RequestKind) -> Request {
    Request { specifier, kind, weight: Weight::Certain, edge: Edge::Load, start: 0, end: 0 }
}

fn build_graph(
    entry: &str,
    nodes: BTreeMap<String, Node>,
    assets: BTreeSet<String>,
    remarks: Diagnostics,
    resolver: &Resolver,
    host: &dyn Host,
) -> Result<ModuleGraph, Diagnostics> {
    let ids: BTreeMap<String, ModuleId> =
        nodes.keys().enumerate().map(|(index, path)| (path.clone(), ModuleId(index as u32))).collect();
    let entry = ids[entry];
    let packages = packages(nodes.keys(), resolver);
    let mut syntax_errors = Vec::new();
    let mut modules = Vec::with_capacity(nodes.len());
    for (path, node) in nodes {
        let scope = resolver.scope(paths::parent(&path)).ok().flatten();
        let package = scope.and_then(|scope| packages.iter().position(|package| package.folder == scope.folder));
        if let Some(error) = node.syntax_error {
            syntax_errors.push((ids[&path], error));
        }
        modules.push(Module {
            path,
            kind: node.kind,
            language: node.language,
            source: node.source,
            facts: node.facts,
            targets: node.targets.into_iter().map(|target| numbered(target, &ids)).collect(),
            reach: Reach::OnDemand,
            tsconfig: node.tsconfig,
            package,
        });
    }
    reach::mark(&mut modules, entry);
    let package_files = packages.iter().map(|package| package.path());
    let assets = assets.into_iter().chain(package_files).collect::<BTreeSet<_>>();
    let assets =
        assets.into_iter().filter(|path| host.kind(path) == Some(FileKind::File)).map(|path| Asset { path }).collect();
    let graph = ModuleGraph { entry, modules, packages, assets, remarks };
    check::check(graph, &syntax_errors)
}

fn numbered(target: Found, ids: &BTreeMap<String, ModuleId>) -> Target {
    match target {
        Found::Path(path) => Target::Module(ids[&path]),
        Found::Builtin(id) => Target::Builtin(id),
        Found::External => Target::External,
        Found::Failed(failure) => Target::Failed(failure),
    }
}

/// The packages whose files are modules: the nearest package.json of each, and every one above it in the same package.
fn packages<'p>(files: impl Iterator<Item = &'p String>, resolver: &Resolver) -> Vec<Arc<PackageJson>> {
    let folders: BTreeSet<&str> = files.map(|file| paths::parent(file)).collect();
    let mut packages: BTreeMap<String, Arc<PackageJson>> = BTreeMap::new();
    for folder in folders {
        let mut next = Some(folder);
        while let Some(folder) = next {
            let Ok(Some(package)) = resolver.scope(folder) else { break };
            let above =
                if paths::is_in_node_modules(folder) { Some(paths::parent(&package.folder).to_owned()) } else { None };
            let is_known = packages.insert(package.folder.clone(), package).is_some();
            next = above.as_deref().filter(|_| !is_known).and_then(|above| folder.get(..above.len()));
        }
    }
    packages.into_values().collect()
}

fn find_entry(options: &BuildOptions, host: &dyn Host) -> Result<String, Diagnostic> {
    let path = paths::join(&host.current_folder(), &options.entry);
    let importer = paths::join(&host.current_folder(), "main.ts");
    let resolver = Resolver::new(host.files(), Extensions::WithTypeScript, Vec::new());
    match resolver.resolve_path(&path, &importer) {
        Some(Resolved::File { path, .. }) => Ok(path),
        _ => Err(messages::entry_not_found(&options.entry)),
    }
}

fn included_files(options: &BuildOptions, host: &dyn Host) -> Result<BTreeSet<String>, Diagnostics> {
    let mut files = BTreeSet::new();
    let mut problems = Vec::new();
    for pattern in &options.includes {
        let mut found = glob::included(pattern, &host.current_folder(), host);
        if found.is_empty() {
            found.extend(included_package(pattern, host));
        }
        if found.is_empty() {
            problems.push(messages::nothing_included(pattern));
        }
        files.extend(found.iter().map(|path| host.real_path(path)));
    }
    if problems.is_empty() { Ok(files) } else { Err(problems) }
}

/// The files of a package that only a name put together at run time leads to: what `import` of it finds, and `require`.
fn included_package(specifier: &str, host: &dyn Host) -> Vec<String> {
    let resolver = Resolver::new(host.files(), Extensions::AsNode, Vec::new());
    let importer = paths::join(&host.current_folder(), "main.js");
    if resolution::package_name(specifier).is_none() {
        return Vec::new();
    }
    let found = [RequestKind::Import, RequestKind::Require].map(|kind| resolver.resolve(specifier, &importer, kind));
    let files = found.into_iter().filter_map(|found| match found {
        Ok(Resolved::File { path, .. }) => Some(path),
        _ => None,
    });
    files.collect()
}

fn is_module_path(path: &str) -> bool {
    matches!(paths::extension(path), ".js" | ".mjs" | ".cjs" | ".ts" | ".mts" | ".cts" | ".tsx" | ".jsx")
        && ![".d.ts", ".d.mts", ".d.cts"].iter().any(|end| path.ends_with(end))
}

/// What a file with mistakes is taken for: whoever loads it gets the engine's own error.
fn unparsed_kind(path: &str) -> Kind {
    match paths::extension(path) {
        ".json" => Kind::Json,
        ".mjs" | ".mts" => Kind::EsModule,
        _ => Kind::CommonJs,
    }
}

fn language(path: &str) -> Language {
    match paths::extension(path) {
        ".ts" | ".mts" | ".cts" => Language::TypeScript,
        ".tsx" => Language::Tsx,
        ".jsx" => Language::Jsx,
        _ => Language::JavaScript,
    }
}

fn is_typescript(language: Language) -> bool {
    matches!(language, Language::TypeScript | Language::Tsx)
}
