//! The resolver: one set of files, one set of rules, and the package.json files it has read so far.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use crate::builtins::builtin_id;
use crate::error::ResolveError;
use crate::file_system::{FileKind, FileSystem};
use crate::package::{PackageJson, package_json_in};
use crate::paths;

/// How a file asks for another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Request {
    Import,
    Require,
}

/// Which extensions may be left out or stand for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extensions {
    AsNode,
    /// Also finds what a TypeScript author means: `./x` or `./x.js` for the file `x.ts`.
    WithTypeScript,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolved {
    /// Without `node:`.
    Builtin(&'static str),
    /// `suffix` is the query and fragment of an imported URL: each one makes another module of the same file.
    File { path: String, suffix: String },
    /// A whole module in its own specifier.
    DataUrl(String),
}

pub struct Resolver<'files> {
    pub(crate) files: &'files dyn FileSystem,
    pub(crate) extensions: Extensions,
    conditions: Vec<String>,
    packages: RwLock<HashMap<String, Package>>,
}

#[derive(Clone)]
enum Package {
    Absent,
    Invalid,
    Present(Arc<PackageJson>),
}

pub(crate) type PackageResult = Result<Option<Arc<PackageJson>>, ResolveError>;

impl<'files> Resolver<'files> {
    /// `conditions` are those that the user adds to Node's.
    #[must_use]
    pub fn new(files: &'files dyn FileSystem, extensions: Extensions, conditions: Vec<String>) -> Self {
        Self { files, extensions, conditions, packages: RwLock::default() }
    }

    /// What `specifier` means in the file `importer`.
    ///
    /// # Errors
    /// The error that Node would throw.
    pub fn resolve(&self, specifier: &str, importer: &str, request: Request) -> Result<Resolved, ResolveError> {
        if let Some(id) = builtin_id(specifier) {
            return Ok(Resolved::Builtin(id));
        }
        match request {
            Request::Import => self.resolve_import(specifier, importer),
            Request::Require => self.resolve_require(specifier, importer),
        }
    }

    /// The file that the absolute path `path` means, with extensions and index files as `require` would find them.
    #[must_use]
    pub fn resolve_path(&self, path: &str, importer: &str) -> Option<Resolved> {
        let found = self.find_path(path, path, importer).ok().flatten()?;
        Some(Resolved::File { path: self.files.real_path(&found), suffix: String::new() })
    }

    /// The nearest package.json at or above `folder`. The one of a `node_modules` folder itself is no scope.
    ///
    /// # Errors
    /// `ERR_INVALID_PACKAGE_CONFIG`, if it is not JSON.
    pub fn scope(&self, folder: &str) -> Result<Option<Arc<PackageJson>>, ResolveError> {
        for folder in paths::ancestors(folder).take_while(|folder| paths::name(folder) != "node_modules") {
            if let Some(package) = self.package(folder)? {
                return Ok(Some(package));
            }
        }
        Ok(None)
    }

    /// The package.json directly in `folder`.
    pub(crate) fn package(&self, folder: &str) -> PackageResult {
        match self.cached_package(folder) {
            Package::Absent => Ok(None),
            Package::Invalid => Err(ResolveError::unreadable_config(&package_json_in(folder), None)),
            Package::Present(package) => Ok(Some(package)),
        }
    }

    pub(crate) fn is_file(&self, path: &str) -> bool {
        self.files.kind(path) == Some(FileKind::File)
    }

    pub(crate) fn is_folder(&self, path: &str) -> bool {
        self.files.kind(path) == Some(FileKind::Directory)
    }

    pub(crate) fn is_active(&self, condition: &str, request: Request) -> bool {
        match condition {
            "default" | "node" | "node-addons" | "module-sync" => true,
            "import" => request == Request::Import,
            "require" => request == Request::Require,
            other => self.conditions.iter().any(|condition| condition == other),
        }
    }

    fn cached_package(&self, folder: &str) -> Package {
        let known = self.packages.read().unwrap_or_else(PoisonError::into_inner).get(folder).cloned();
        known.unwrap_or_else(|| {
            let package = self.read_package(folder);
            let mut packages = self.packages.write().unwrap_or_else(PoisonError::into_inner);
            packages.insert(folder.to_owned(), package.clone());
            package
        })
    }

    fn read_package(&self, folder: &str) -> Package {
        let Some(text) = self.files.read(&package_json_in(folder)) else { return Package::Absent };
        PackageJson::parse(folder, &text).map_or(Package::Invalid, |package| Package::Present(Arc::new(package)))
    }
}
