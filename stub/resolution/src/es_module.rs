//! What `import` means: the ES module resolution algorithm of Node's documentation.

use crate::builtins::builtin_id;
use crate::commonjs::{is_path, is_typescript, node_modules_folders, split_package};
use crate::error::ResolveError;
use crate::file_system::FileKind;
use crate::package::{PackageJson, package_json_in};
use crate::paths;
use crate::resolver::{Extensions, Request, Resolved, Resolver};

/// Tried in this order where a package has neither `exports` nor a `main` that exists as written.
const MAIN_SUFFIXES: &[&str] = &["", ".js", ".json", ".node", "/index.js", "/index.json", "/index.node"];
const INDEX_FILES: &[&str] = &["index.js", "index.json", "index.node"];

impl Resolver<'_> {
    pub(crate) fn resolve_import(&self, specifier: &str, importer: &str) -> Result<Resolved, ResolveError> {
        if is_path(specifier) {
            return self.import_url_path(specifier, importer);
        }
        if specifier.starts_with('#') {
            let found = self.package_imports(specifier, importer, Request::Import)?;
            return self.import_existing_file(found, importer);
        }
        if let Some((scheme, rest)) = split_scheme(specifier) {
            return self.import_url(scheme, rest, specifier, importer);
        }
        let found = self.package_resolve(specifier, importer, Request::Import)?;
        self.import_existing_file(found, importer).map_err(|error| self.with_suggestion(error, specifier, importer))
    }

    /// A file of a package that `require` would find is what the author means.
    fn with_suggestion(&self, error: ResolveError, specifier: &str, importer: &str) -> ResolveError {
        match self.resolve_require(specifier, importer) {
            Ok(Resolved::File { path, .. }) => match path.rsplit_once("/node_modules/") {
                Some((_, file)) if file != specifier => error.suggesting(file),
                _ => error,
            },
            _ => error,
        }
    }

    /// `PACKAGE_RESOLVE`: also the meaning of a bare target in `imports`, whoever asked.
    pub(crate) fn package_resolve(
        &self,
        specifier: &str,
        importer: &str,
        request: Request,
    ) -> Result<Resolved, ResolveError> {
        if let Some(id) = builtin_id(specifier) {
            return Ok(Resolved::Builtin(id));
        }
        let invalid = || ResolveError::invalid_specifier(specifier, "is not a valid package name", Some(importer));
        let (name, rest) = split_package(specifier).ok_or_else(invalid)?;
        let subpath = format!(".{rest}");
        if let Some(package) = self.scope(paths::parent(importer))?
            && package.name.as_deref() == Some(name)
            && package.exports.is_some()
        {
            return self.package_exports(&package, &subpath, Some(importer), request);
        }
        for folder in node_modules_folders(importer) {
            let folder = format!("{}/{name}", folder.trim_end_matches('/'));
            if self.is_folder(&folder) {
                return self.in_package(&folder, &subpath, specifier, importer, request);
            }
        }
        Err(ResolveError::cannot_find_package(name, importer))
    }

    fn in_package(
        &self,
        folder: &str,
        subpath: &str,
        specifier: &str,
        importer: &str,
        request: Request,
    ) -> Result<Resolved, ResolveError> {
        let package = self
            .package(folder)
            .map_err(|_| ResolveError::unreadable_config(&package_json_in(folder), Some((specifier, importer))))?;
        if let Some(package) = package.as_ref().filter(|package| package.exports.is_some()) {
            return self.package_exports(package, subpath, Some(importer), request);
        }
        if subpath == "." {
            return self.legacy_main(folder, package.as_deref(), importer);
        }
        let slash = if subpath.ends_with('/') { "/" } else { "" };
        Ok(Resolved::file(format!("{}{slash}", paths::join(folder, &paths::percent_decoded(subpath)))))
    }

    fn legacy_main(
        &self,
        folder: &str,
        package: Option<&PackageJson>,
        importer: &str,
    ) -> Result<Resolved, ResolveError> {
        let main = package.and_then(|package| package.main.as_deref());
        let from_main = main.into_iter().flat_map(|main| MAIN_SUFFIXES.iter().map(move |end| format!("{main}{end}")));
        let candidates = from_main.chain(INDEX_FILES.iter().map(|&name| name.to_owned()));
        for candidate in candidates {
            let path = paths::join(folder, &candidate);
            if let Some(found) = self.file_or_source(&path) {
                return Ok(Resolved::file(found));
            }
        }
        let missing = paths::join(folder, main.unwrap_or("index.js"));
        self.find_with_extension(&paths::join(folder, "index"), importer)
            .map(Resolved::file)
            .ok_or_else(|| ResolveError::cannot_find_package(&missing, importer))
    }

    fn import_url(&self, scheme: &str, rest: &str, specifier: &str, importer: &str) -> Result<Resolved, ResolveError> {
        match scheme {
            "node" => Err(ResolveError::unknown_builtin(specifier)),
            "data" => Ok(Resolved::DataUrl(specifier.to_owned())),
            "file" => {
                let path = rest.strip_prefix("//").unwrap_or(rest);
                self.import_url_path(path.strip_prefix("localhost").unwrap_or(path), importer)
            }
            other => Err(ResolveError::unsupported_scheme(other)),
        }
    }

    /// `reference` is a relative or absolute URL without a scheme.
    fn import_url_path(&self, reference: &str, importer: &str) -> Result<Resolved, ResolveError> {
        let end = reference.find(['?', '#']).unwrap_or(reference.len());
        let (path, suffix) = reference.split_at(end);
        let mut absolute = paths::join(paths::parent(importer), path);
        if absolute != "/" && (path.ends_with('/') || matches!(paths::name(path), "." | "..")) {
            absolute.push('/');
        }
        let lower = absolute.to_ascii_lowercase();
        if lower.contains("%2f") || lower.contains("%5c") {
            let reason = "must not include encoded \"/\" or \"\\\" characters";
            return Err(ResolveError::invalid_specifier(&absolute, reason, Some(importer)));
        }
        let path = paths::percent_decoded(&absolute);
        self.import_existing_file(Resolved::File { path, suffix: suffix.to_owned() }, importer)
    }

    /// The last step of the algorithm: the file must exist, and links are followed.
    fn import_existing_file(&self, found: Resolved, importer: &str) -> Result<Resolved, ResolveError> {
        let Resolved::File { path, suffix } = found else { return Ok(found) };
        let existing = self.file_or_source(&path).filter(|_| !path.ends_with('/'));
        let existing = existing.or_else(|| self.as_typescript_author_means(&path, importer));
        if let Some(existing) = existing {
            return Ok(Resolved::File { path: self.files.real_path(&existing), suffix });
        }
        match self.files.kind(path.trim_end_matches('/')) {
            Some(FileKind::Directory) => Err(ResolveError::directory_import(&path, importer)),
            _ => Err(ResolveError::cannot_find_imported_file(&path, importer)),
        }
    }

    fn file_or_source(&self, path: &str) -> Option<String> {
        if self.is_file(path) { Some(path.to_owned()) } else { self.typescript_source(path) }
    }

    /// TypeScript lets authors leave out extensions and index files that Node's `import` needs.
    fn as_typescript_author_means(&self, path: &str, importer: &str) -> Option<String> {
        if self.extensions == Extensions::AsNode || !is_typescript(importer) {
            return None;
        }
        let path = path.trim_end_matches('/');
        let index = || self.find_with_extension(&format!("{path}/index"), importer);
        self.find_with_extension(path, importer).or_else(index)
    }
}

impl Resolved {
    pub(crate) fn file(path: String) -> Self {
        Self::File { path, suffix: String::new() }
    }
}

/// The query and fragment of an imported path or file URL: each one makes an instance of its own. Names of packages and
/// `#imports` have none.
#[must_use]
pub fn url_suffix(specifier: &str) -> &str {
    let is_url = is_path(specifier) || specifier.starts_with("file:");
    let start = specifier.find(['?', '#']).filter(|_| is_url);
    start.map_or("", |start| &specifier[start..])
}

/// Scheme and rest of an absolute URL.
fn split_scheme(specifier: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = specifier.split_once(':')?;
    let mut characters = scheme.chars();
    let is_scheme = characters.next()?.is_ascii_alphabetic()
        && characters.all(|character| character.is_ascii_alphanumeric() || "+-.".contains(character));
    is_scheme.then_some((scheme, rest))
}
