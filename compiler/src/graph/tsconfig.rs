//! The part of tsconfig.json that changes what a program does: decorators, JSX, path mappings, elision of imports.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use resolution::{Resolved, Resolver, paths};
use serde_json::{Map, Value};

use super::json;
use crate::diagnostic::{Diagnostic, Source, Span};
use crate::host::Host;
use crate::messages;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Decorators {
    /// As the language will have them.
    #[default]
    Standard,
    /// `experimentalDecorators`
    Legacy,
    /// … and `emitDecoratorMetadata`.
    LegacyWithMetadata,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Jsx {
    /// Functions imported from `<source>/jsx-runtime`.
    #[default]
    Automatic,
    Development,
    /// Calls of `factory`.
    Classic,
}

/// What the default import of a CommonJS module means in TypeScript that is compiled to CommonJS.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Interop {
    /// The module itself, unless it says that it was an ES module (`esModuleInterop`).
    #[default]
    Module,
    /// Its property `default`.
    Property,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TsConfig {
    pub decorators: Decorators,
    pub jsx: Jsx,
    pub jsx_import_source: Option<String>,
    pub jsx_factory: Option<String>,
    pub jsx_fragment_factory: Option<String>,
    /// Imports stay as they are written, but for those marked `type`.
    pub verbatim_module_syntax: bool,
    /// Whether class fields are assigned, as TypeScript did before the language had them.
    pub assigns_class_fields: bool,
    /// `module` is one of those that keep `import` and `export`, whatever the package says.
    pub emits_es_modules: bool,
    pub interop: Interop,
    /// Where bare specifiers are looked for before packages.
    base_url: Option<String>,
    /// Patterns with at most one `*`, each with the paths to try.
    paths: Vec<(String, Vec<String>)>,
}

/// Finds the tsconfig.json that holds for a file, reading each one once.
pub struct TsConfigs<'a> {
    host: &'a dyn Host,
    forced: Option<String>,
    known: Mutex<HashMap<String, Arc<TsConfig>>>,
    problems: Mutex<Vec<Diagnostic>>,
}

impl<'a> TsConfigs<'a> {
    /// `forced` is the file that the user named, for all files.
    pub fn new(host: &'a dyn Host, forced: Option<String>) -> Self {
        Self { host, forced, known: Mutex::default(), problems: Mutex::default() }
    }

    /// Packages from npm are compiled already; their tsconfig.json, if they ship one, is about something else.
    pub fn of(&self, path: &str) -> Arc<TsConfig> {
        if paths::is_in_node_modules(path) {
            return Arc::default();
        }
        match &self.forced {
            Some(file) => self.read_once(file),
            None => self.nearest(paths::parent(path)),
        }
    }

    /// What is wrong with the files that were read.
    pub fn into_problems(self) -> Vec<Diagnostic> {
        self.problems.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    fn nearest(&self, folder: &str) -> Arc<TsConfig> {
        let candidates = paths::ancestors(folder).map(|folder| paths::join(folder, "tsconfig.json"));
        let found = candidates.into_iter().find(|file| self.host.kind(file).is_some());
        found.map_or_else(Arc::default, |file| self.read_once(&file))
    }

    fn read_once(&self, file: &str) -> Arc<TsConfig> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(config) = known.get(file) {
            return Arc::clone(config);
        }
        let config = Arc::new(TsConfig::from_options(&self.merged_options(file, 0)));
        known.insert(file.to_owned(), Arc::clone(&config));
        config
    }
}

impl TsConfigs<'_> {
    /// `compilerOptions` of `file` and of the files that it extends, with absolute paths.
    fn merged_options(&self, file: &str, depth: usize) -> Map<String, Value> {
        const LONGEST_CHAIN: usize = 20;
        let config = self.read(file).unwrap_or_default();
        let mut merged = Map::new();
        if depth < LONGEST_CHAIN {
            for base in extended(config.get("extends")) {
                if let Some(base) = find_extended(self.host, &base, file) {
                    merged.extend(self.merged_options(&base, depth + 1));
                }
            }
        }
        if let Some(Value::Object(options)) = config.get("compilerOptions") {
            merged.extend(with_absolute_paths(options.clone(), paths::parent(file)));
        }
        merged
    }

    fn read(&self, file: &str) -> Option<Map<String, Value>> {
        let Some(text) = self.host.read(file) else {
            self.report(messages::tsconfig_not_found(file));
            return None;
        };
        match json::with_comments(&text) {
            Ok(Value::Object(config)) => Some(config),
            // TypeScript takes an empty file for an empty object.
            Ok(_) => None,
            Err(_) if text.trim().is_empty() => None,
            Err(error) => {
                let source = Arc::new(Source { path: file.to_owned(), text });
                self.report(messages::invalid_tsconfig(&error.message, Span::new(&source, error.start, error.end)));
                None
            }
        }
    }

    fn report(&self, problem: Diagnostic) {
        self.problems.lock().unwrap_or_else(PoisonError::into_inner).push(problem);
    }
}

impl TsConfig {
    fn from_options(options: &Map<String, Value>) -> Self {
        let flag = |name: &str| options.get(name).and_then(Value::as_bool);
        let text = |name: &str| options.get(name).and_then(Value::as_str).map(str::to_owned);
        let lower = |name: &str| text(name).map(|text| text.to_lowercase());
        let is_old_target = lower("target").is_some_and(|target| !has_class_fields(&target));
        Self {
            decorators: match (flag("experimentalDecorators"), flag("emitDecoratorMetadata")) {
                (Some(true), Some(true)) => Decorators::LegacyWithMetadata,
                (Some(true), _) => Decorators::Legacy,
                _ => Decorators::Standard,
            },
            jsx: match lower("jsx").as_deref() {
                Some("react") => Jsx::Classic,
                Some("react-jsxdev") => Jsx::Development,
                _ => Jsx::Automatic,
            },
            jsx_import_source: text("jsxImportSource"),
            jsx_factory: text("jsxFactory"),
            jsx_fragment_factory: text("jsxFragmentFactory"),
            verbatim_module_syntax: flag("verbatimModuleSyntax") == Some(true)
                || flag("preserveValueImports") == Some(true),
            assigns_class_fields: flag("useDefineForClassFields").map_or(is_old_target, |define| !define),
            interop: match flag("esModuleInterop") {
                Some(true) => Interop::Module,
                None if lower("module").is_none_or(|module| module.starts_with("node")) => Interop::Module,
                Some(false) | None => Interop::Property,
            },
            emits_es_modules: lower("module").is_some_and(|module| module.starts_with("es") || module == "preserve"),
            base_url: text("baseUrl"),
            paths: path_patterns(options),
        }
    }

    /// The module whose functions JSX calls, if it is not a variable in scope.
    pub fn jsx_runtime(&self) -> Option<String> {
        let source = self.jsx_import_source.as_deref().unwrap_or("react");
        match self.jsx {
            Jsx::Automatic => Some(format!("{source}/jsx-runtime")),
            Jsx::Development => Some(format!("{source}/jsx-dev-runtime")),
            Jsx::Classic => None,
        }
    }

    /// What a bare specifier means through `paths` and `baseUrl`; nothing, if the packages decide.
    pub fn resolve(&self, specifier: &str, importer: &str, resolver: &Resolver) -> Option<Resolved> {
        let is_bare = !specifier.starts_with('.') && !specifier.starts_with('/') && !specifier.contains(':');
        if !is_bare {
            return None;
        }
        let mapped = self.mapped(specifier);
        let based = self.base_url.iter().map(|base| paths::join(base, specifier));
        mapped.into_iter().chain(based).find_map(|path| resolver.resolve_path(&path, importer))
    }

    fn mapped(&self, specifier: &str) -> Vec<String> {
        let matches = self.paths.iter().filter_map(|(pattern, targets)| {
            let star = match pattern.split_once('*') {
                None => (pattern == specifier).then_some("")?,
                Some((start, end)) => specifier.strip_prefix(start)?.strip_suffix(end)?,
            };
            Some((pattern.find('*').unwrap_or(usize::MAX), star, targets))
        });
        let best = matches.max_by_key(|(prefix_length, ..)| *prefix_length);
        best.map_or_else(Vec::new, |(_, star, targets)| {
            targets.iter().map(|target| target.replace('*', star)).collect()
        })
    }
}

fn extended(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::String(base)) => vec![base.clone()],
        Some(Value::Array(bases)) => bases.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}

fn find_extended(host: &dyn Host, base: &str, file: &str) -> Option<String> {
    let candidates = |path: String| [path.clone(), format!("{path}.json"), format!("{path}/tsconfig.json")];
    let is_file = |path: &String| host.kind(path) == Some(resolution::FileKind::File);
    let folder = paths::parent(file);
    if base.starts_with('.') || base.starts_with('/') {
        return candidates(paths::join(folder, base)).into_iter().find(is_file);
    }
    let modules = paths::ancestors(folder).map(|folder| paths::join(folder, &format!("node_modules/{base}")));
    modules.flat_map(candidates).find(is_file)
}

fn with_absolute_paths(mut options: Map<String, Value>, folder: &str) -> Map<String, Value> {
    let base = options.get("baseUrl").and_then(Value::as_str).map(|base| paths::join(folder, base));
    if let Some(Value::Object(patterns)) = options.get_mut("paths") {
        let folder = base.as_deref().unwrap_or(folder);
        for targets in patterns.values_mut().filter_map(Value::as_array_mut) {
            for target in targets {
                *target = target.as_str().map(|target| paths::join(folder, target)).into();
            }
        }
    }
    if let Some(base) = base {
        options.insert("baseUrl".to_owned(), base.into());
    }
    options
}

fn path_patterns(options: &Map<String, Value>) -> Vec<(String, Vec<String>)> {
    let Some(Value::Object(patterns)) = options.get("paths") else { return Vec::new() };
    let targets = |value: &Value| extended(Some(value));
    patterns.iter().map(|(pattern, value)| (pattern.clone(), targets(value))).collect()
}

fn has_class_fields(target: &str) -> bool {
    target == "esnext"
        || target.strip_prefix("es").and_then(|year| year.parse::<u32>().ok()).is_some_and(|year| year >= 2022)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::host::MemoryHost;

    fn config(files: &[(&str, &str)]) -> TsConfig {
        let host = MemoryHost::new(files);
        (*TsConfigs::new(&host, None).of("/app/src/main.ts")).clone()
    }

    #[test]
    fn comments_and_trailing_commas_are_allowed() {
        let config = config(&[(
            "tsconfig.json",
            "// first\n{ \"compilerOptions\": { /* why */ \"experimentalDecorators\": true, }, }",
        )]);
        assert_eq!(config.decorators, Decorators::Legacy);
    }

    #[test]
    fn options_are_inherited_and_overridden() {
        let config = config(&[
            ("tsconfig.json", r#"{ "extends": "./base", "compilerOptions": { "jsx": "react" } }"#),
            ("base.json", r#"{ "compilerOptions": { "jsx": "preserve", "target": "ES2017" } }"#),
        ]);
        assert_eq!(config.jsx, Jsx::Classic);
        assert!(config.assigns_class_fields);
    }

    #[test]
    fn the_longest_pattern_wins() {
        let config = config(&[(
            "tsconfig.json",
            r#"{ "compilerOptions": { "paths": { "@/*": ["./src/*"], "@/lib/*": ["./lib/*"] } } }"#,
        )]);
        assert_eq!(config.mapped("@/lib/a"), ["/app/lib/a"]);
        assert_eq!(config.mapped("@/b"), ["/app/src/b"]);
        assert!(config.mapped("c").is_empty());
    }
}
