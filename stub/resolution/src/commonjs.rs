//! What `require` means: `Module._resolveFilename` of Node.

use std::sync::Arc;

use crate::error::ResolveError;
use crate::file_system::FileKind;
use crate::package::PackageJson;
use crate::paths;
use crate::resolver::{Extensions, Request, Resolved, Resolver};

const NODE_EXTENSIONS: &[&str] = &[".js", ".json", ".node"];
const TYPESCRIPT_EXTENSIONS: &[&str] = &[".ts", ".tsx", ".mts", ".cts"];

/// The extension as written, and those of TypeScript files that compile to it.
const SUBSTITUTES: &[(&str, &[&str])] =
    &[(".js", &[".ts", ".tsx"]), (".mjs", &[".mts"]), (".cjs", &[".cts"]), (".jsx", &[".tsx"])];

impl Resolver<'_> {
    pub(crate) fn resolve_require(&self, specifier: &str, importer: &str) -> Result<Resolved, ResolveError> {
        let found = if specifier.starts_with('#') && self.scope(paths::parent(importer))?.is_some_and(has_imports) {
            return self.require_imports(specifier, importer);
        } else if is_path(specifier) {
            self.find_path(&paths::join(paths::parent(importer), specifier), specifier, importer)?
        } else {
            match self.require_self(specifier, importer)? {
                Some(resolved) => return Ok(resolved),
                None => self.find_in_node_modules(specifier, importer)?,
            }
        };
        let path = found.ok_or_else(|| ResolveError::cannot_find_module(specifier))?;
        Ok(Resolved::File { path: self.files.real_path(&path), suffix: String::new() })
    }

    fn require_imports(&self, specifier: &str, importer: &str) -> Result<Resolved, ResolveError> {
        match self.package_imports(specifier, importer, Request::Require) {
            Ok(found) => found.require_existing_file(self),
            Err(error) if error.is_not_found() => Err(ResolveError::cannot_find_module(specifier)),
            Err(error) => Err(error),
        }
    }

    /// The file that `base` means, with its extension or its index file, if it may be left out.
    pub(crate) fn find_file(&self, base: &str, importer: &str) -> Option<String> {
        if self.is_file(base) {
            return Some(base.to_owned());
        }
        self.typescript_source(base).or_else(|| self.find_with_extension(base, importer))
    }

    /// The TypeScript file that would have been compiled to `path`.
    pub(crate) fn typescript_source(&self, path: &str) -> Option<String> {
        if self.extensions == Extensions::AsNode {
            return None;
        }
        let (written, substitutes) = SUBSTITUTES.iter().find(|(written, _)| path.ends_with(written))?;
        let stem = &path[..path.len() - written.len()];
        substitutes.iter().map(|extension| format!("{stem}{extension}")).find(|path| self.is_file(path))
    }

    pub(crate) fn find_with_extension(&self, base: &str, importer: &str) -> Option<String> {
        let candidates = self.extension_order(importer);
        candidates.map(|extension| format!("{base}{extension}")).find(|path| self.is_file(path))
    }

    /// A TypeScript file means its neighbour in TypeScript first, even where compiled output lies beside it.
    fn extension_order(&self, importer: &str) -> impl Iterator<Item = &'static str> {
        let (first, second): (&[&str], &[&str]) = match self.extensions {
            Extensions::AsNode => (NODE_EXTENSIONS, &[]),
            Extensions::WithTypeScript if is_typescript(importer) => (TYPESCRIPT_EXTENSIONS, NODE_EXTENSIONS),
            Extensions::WithTypeScript => (NODE_EXTENSIONS, TYPESCRIPT_EXTENSIONS),
        };
        first.iter().chain(second).copied()
    }

    fn require_self(&self, specifier: &str, importer: &str) -> Result<Option<Resolved>, ResolveError> {
        let Some(package) = self.scope(paths::parent(importer))? else { return Ok(None) };
        let (Some(name), Some(_)) = (&package.name, &package.exports) else { return Ok(None) };
        let Some(rest) = specifier.strip_prefix(name.as_str()) else { return Ok(None) };
        if !rest.is_empty() && !rest.starts_with('/') {
            return Ok(None);
        }
        let found = self.package_exports(&package, &format!(".{rest}"), Some(importer), Request::Require)?;
        found.require_existing_file(self).map(Some)
    }

    fn find_in_node_modules(&self, specifier: &str, importer: &str) -> Result<Option<String>, ResolveError> {
        for folder in node_modules_folders(importer) {
            if !self.is_folder(&folder) {
                continue;
            }
            if let Some(path) = self.require_exports(specifier, &folder)? {
                return Ok(Some(path));
            }
            let path = self.find_path(&paths::join(&folder, specifier), specifier, importer)?;
            if path.is_some() {
                return Ok(path);
            }
        }
        Ok(None)
    }

    fn require_exports(&self, specifier: &str, folder: &str) -> Result<Option<String>, ResolveError> {
        let Some((name, subpath)) = split_package(specifier) else { return Ok(None) };
        let Some(package) = self.package(&format!("{folder}/{name}"))? else { return Ok(None) };
        if package.exports.is_none() {
            return Ok(None);
        }
        let found = self.package_exports(&package, &format!(".{subpath}"), None, Request::Require)?;
        match found.require_existing_file(self)? {
            Resolved::File { path, .. } => Ok(Some(path)),
            Resolved::Builtin(_) | Resolved::DataUrl(_) => Ok(None),
        }
    }

    pub(crate) fn find_path(
        &self,
        base: &str,
        specifier: &str,
        importer: &str,
    ) -> Result<Option<String>, ResolveError> {
        let means_folder = ends_like_folder(specifier);
        if !means_folder && let Some(path) = self.find_file(base, importer) {
            return Ok(Some(path));
        }
        if self.files.kind(base) == Some(FileKind::Directory) { self.find_main(base, importer) } else { Ok(None) }
    }

    fn find_main(&self, folder: &str, importer: &str) -> Result<Option<String>, ResolveError> {
        let index = |path: &str| self.find_with_extension(&format!("{path}/index"), importer);
        let package = self.package(folder)?;
        let Some(main) = package.as_ref().and_then(|package| package.main.as_deref()).filter(|main| !main.is_empty())
        else {
            return Ok(index(folder));
        };
        let path = paths::join(folder, main);
        if let Some(found) = self.find_file(&path, importer).or_else(|| index(&path)).or_else(|| index(folder)) {
            return Ok(Some(found));
        }
        let package_json = package.map_or_else(String::new, |package| package.path());
        Err(ResolveError::cannot_find_main(&package_json, &path))
    }
}

impl Resolved {
    /// `require` reports a missing target of `exports` as its own error.
    fn require_existing_file(self, resolver: &Resolver) -> Result<Self, ResolveError> {
        let Self::File { path, .. } = &self else { return Ok(self) };
        let found = if resolver.is_file(path) { Some(path.clone()) } else { resolver.typescript_source(path) };
        match found {
            Some(found) => Ok(Self::File { path: resolver.files.real_path(&found), suffix: String::new() }),
            None => Err(ResolveError::cannot_find_exported_file(path, &resolver.folder_of_scope(path))),
        }
    }
}

impl Resolver<'_> {
    fn folder_of_scope(&self, path: &str) -> String {
        let scope = self.scope(paths::parent(path)).ok().flatten();
        scope.map_or_else(String::new, |package| package.folder.clone())
    }
}

/// Whether a specifier is a path and not the name of a package.
pub(crate) fn is_path(specifier: &str) -> bool {
    matches!(specifier, "." | "..") || ["/", "./", "../"].iter().any(|start| specifier.starts_with(start))
}

pub(crate) fn is_typescript(path: &str) -> bool {
    TYPESCRIPT_EXTENSIONS.contains(&paths::extension(path))
}

/// The `node_modules` folders that Node looks into for `importer`, nearest first.
pub(crate) fn node_modules_folders(importer: &str) -> impl Iterator<Item = String> {
    paths::ancestors(paths::parent(importer))
        .filter(|folder| paths::name(folder) != "node_modules")
        .map(|folder| paths::join(folder, "node_modules"))
}

/// The name of the package that a bare specifier asks for.
#[must_use]
pub fn package_name(specifier: &str) -> Option<&str> {
    let is_bare = !is_path(specifier) && !specifier.starts_with('#') && !specifier.contains(':');
    split_package(specifier).filter(|_| is_bare).map(|(name, _)| name)
}

/// Package name and the rest, which starts with `/` or is empty.
pub(crate) fn split_package(specifier: &str) -> Option<(&str, &str)> {
    let name_count = if specifier.starts_with('@') { 2 } else { 1 };
    let end = specifier.match_indices('/').nth(name_count - 1).map_or(specifier.len(), |(index, _)| index);
    let (name, rest) = specifier.split_at(end);
    let is_name = !name.is_empty() && !name.starts_with('.') && (name_count == 1 || name.contains('/'));
    (is_name && !name.contains(['\\', '%'])).then_some((name, rest))
}

fn has_imports(package: Arc<PackageJson>) -> bool {
    package.imports.is_some()
}

fn ends_like_folder(specifier: &str) -> bool {
    specifier.ends_with('/') || matches!(paths::name(specifier), "." | "..")
}
