//! `exports` and `imports` of package.json.

use serde_json::{Map, Value};

use crate::error::{ResolveError, imported_from};
use crate::package::{PackageJson, package_json_in};
use crate::paths;
use crate::resolver::{Request, Resolved, Resolver};

/// Which of the two fields is read; their rules differ in what a target may be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Field {
    Exports,
    Imports,
}

/// One key of a field that matched, and what it is being resolved for.
struct Match<'a> {
    field: Field,
    package: &'a PackageJson,
    /// As the author of the package wrote it, possibly with `*`.
    key: &'a str,
    /// As the importer wrote it.
    request_text: &'a str,
    /// What `*` stands for, if the key has one.
    star: Option<&'a str>,
    importer: Option<&'a str>,
    request: Request,
}

/// What a target leads to: nothing yet (try the next), refused by `null`, or something.
enum Target {
    Undefined,
    Null,
    Found(Resolved),
}

impl Resolver<'_> {
    /// `PACKAGE_EXPORTS_RESOLVE`. `subpath` is `.` or starts with `./`.
    pub(crate) fn package_exports(
        &self,
        package: &PackageJson,
        subpath: &str,
        importer: Option<&str>,
        request: Request,
    ) -> Result<Resolved, ResolveError> {
        let exports = package.exports.as_ref().expect("the caller saw that the package has exports");
        let not_exported = || ResolveError::not_exported(&package.path(), subpath, importer);
        let target = match subpath_map(exports, package, importer)? {
            Some(map) => find_key(map, subpath),
            None => (subpath == ".").then_some((".", exports, None)),
        };
        let (key, target, star) = target.ok_or_else(not_exported)?;
        let matched = Match { field: Field::Exports, package, key, request_text: subpath, star, importer, request };
        match self.target(target, &matched)? {
            Target::Found(resolved) => Ok(resolved),
            Target::Undefined | Target::Null => Err(not_exported()),
        }
    }

    /// `PACKAGE_IMPORTS_RESOLVE`. `specifier` starts with `#`.
    pub(crate) fn package_imports(
        &self,
        specifier: &str,
        importer: &str,
        request: Request,
    ) -> Result<Resolved, ResolveError> {
        if specifier == "#" || specifier.ends_with('/') {
            let reason = "is not a valid internal imports specifier name";
            return Err(ResolveError::invalid_specifier(specifier, reason, Some(importer)));
        }
        let scope = self.scope(paths::parent(importer))?;
        let package_json = scope.as_ref().map(|package| package.path());
        let undefined = || ResolveError::import_not_defined(specifier, package_json.as_deref(), importer);
        let package = scope.as_deref().ok_or_else(undefined)?;
        let imports = package.imports.as_ref().ok_or_else(undefined)?;
        let (key, target, star) = find_key(imports, specifier).ok_or_else(undefined)?;
        let importer = Some(importer);
        let matched = Match { field: Field::Imports, package, key, request_text: specifier, star, importer, request };
        match self.target(target, &matched)? {
            Target::Found(resolved) => Ok(resolved),
            Target::Undefined | Target::Null => Err(undefined()),
        }
    }

    fn target(&self, target: &Value, matched: &Match) -> Result<Target, ResolveError> {
        match target {
            Value::Null => Ok(Target::Null),
            Value::String(text) => self.text_target(text, matched).map(Target::Found),
            Value::Array(alternatives) => self.first_valid(alternatives, matched),
            Value::Object(conditions) => self.first_active(conditions, matched),
            Value::Bool(_) | Value::Number(_) => Err(matched.invalid_target(&target.to_string())),
        }
    }

    /// Invalid targets are skipped, so that old versions of Node can be given a target that they understand.
    fn first_valid(&self, alternatives: &[Value], matched: &Match) -> Result<Target, ResolveError> {
        let mut last = Ok(if alternatives.is_empty() { Target::Null } else { Target::Undefined });
        for alternative in alternatives {
            match self.target(alternative, matched) {
                Ok(Target::Found(resolved)) => return Ok(Target::Found(resolved)),
                Ok(Target::Undefined) => {}
                Ok(Target::Null) => last = Ok(Target::Null),
                Err(error) if error.code == crate::ErrorCode::ErrInvalidPackageTarget => last = Err(error),
                Err(error) => return Err(error),
            }
        }
        last
    }

    /// Key order is the author's priority, so the first match wins even if a later condition is more specific.
    fn first_active(&self, conditions: &Map<String, Value>, matched: &Match) -> Result<Target, ResolveError> {
        if conditions.keys().any(|key| is_array_index(key)) {
            let reason = "\"exports\" cannot contain numeric property keys.";
            return Err(ResolveError::invalid_config(&matched.package.path(), matched.importer, reason));
        }
        for (condition, target) in conditions {
            if !self.is_active(condition, matched.request) {
                continue;
            }
            match self.target(target, matched)? {
                Target::Undefined => {}
                decided => return Ok(decided),
            }
        }
        Ok(Target::Undefined)
    }

    fn text_target(&self, target: &str, matched: &Match) -> Result<Resolved, ResolveError> {
        let Some(inside) = target.strip_prefix("./") else { return self.outside_target(target, matched) };
        if has_invalid_segment(inside) {
            return Err(matched.invalid_target(target));
        }
        let Some(star) = matched.star else { return Ok(matched.file(target)) };
        if has_invalid_segment(star) {
            return Err(matched.invalid_match());
        }
        Ok(matched.file(&target.replace('*', star)))
    }

    /// Only `imports` may lead to other packages and to builtins.
    fn outside_target(&self, target: &str, matched: &Match) -> Result<Resolved, ResolveError> {
        let is_allowed = matched.field == Field::Imports
            && !target.starts_with("../")
            && !target.starts_with('/')
            && !target.contains(':');
        if !is_allowed {
            return Err(matched.invalid_target(target));
        }
        let specifier = matched.star.map_or_else(|| target.to_owned(), |star| target.replace('*', star));
        self.package_resolve(&specifier, &package_json_in(&matched.package.folder), matched.request)
    }
}

impl Match<'_> {
    fn file(&self, target: &str) -> Resolved {
        Resolved::file(paths::join(&self.package.folder, &paths::percent_decoded(target)))
    }

    fn invalid_target(&self, target: &str) -> ResolveError {
        let quoted = Value::from(target).to_string();
        let package_json = self.package.path();
        let from = imported_from(self.importer);
        let (field, hint) = match self.field {
            Field::Exports if !target.is_empty() && !target.starts_with("./") => {
                ("exports", "; targets must start with \"./\"")
            }
            Field::Exports => ("exports", ""),
            Field::Imports => ("imports", ""),
        };
        ResolveError::invalid_target(if self.key == "." {
            format!("Invalid \"exports\" main target {quoted} defined in the package config {package_json}{from}{hint}")
        } else {
            let key = self.key;
            format!(
                "Invalid \"{field}\" target {quoted} defined for '{key}' in the package config {package_json}{from}{hint}"
            )
        })
    }

    fn invalid_match(&self) -> ResolveError {
        let field = if self.field == Field::Imports { "imports" } else { "exports" };
        let reason = format!(
            "request is not a valid match in pattern \"{}\" for the \"{field}\" resolution of {}",
            self.key,
            self.package.path(),
        );
        ResolveError::invalid_specifier(self.request_text, &reason, self.importer)
    }
}

/// The object whose keys are subpaths; nothing, if `exports` is itself the target of `.`.
fn subpath_map<'a>(
    exports: &'a Value,
    package: &PackageJson,
    importer: Option<&str>,
) -> Result<Option<&'a Map<String, Value>>, ResolveError> {
    let Value::Object(map) = exports else { return Ok(None) };
    let subpath_count = map.keys().filter(|key| key.starts_with('.')).count();
    if subpath_count == map.len() {
        return Ok(Some(map));
    }
    if subpath_count == 0 {
        return Ok(None);
    }
    let reason = "\"exports\" cannot contain some keys starting with '.' and some not. The exports object must either be \
                  an object of package subpath keys or an object of main entry condition name keys only.";
    Err(ResolveError::invalid_config(&package.path(), importer, reason))
}

/// The key that matches exactly, else the most specific pattern, with what its `*` stands for.
fn find_key<'a>(map: &'a Map<String, Value>, request: &'a str) -> Option<(&'a str, &'a Value, Option<&'a str>)> {
    if !request.contains('*')
        && !request.ends_with('/')
        && let Some((key, target)) = map.get_key_value(request)
    {
        return Some((key, target, None));
    }
    let patterns = map.iter().filter_map(|(key, target)| Some((key, target, star_match(key, request)?)));
    let (key, target, star) = patterns.max_by_key(|(key, ..)| specificity(key))?;
    Some((key, target, Some(star)))
}

fn star_match<'a>(pattern: &str, request: &'a str) -> Option<&'a str> {
    let (start, end) = pattern.split_once('*')?;
    let is_longer = request.len() >= pattern.len() && request != start;
    let star = request.strip_prefix(start)?.strip_suffix(end)?;
    (is_longer && !end.contains('*')).then_some(star)
}

/// Longer beginnings are more specific; among equal ones, longer patterns.
fn specificity(pattern: &str) -> (usize, usize) {
    (pattern.find('*').unwrap_or(pattern.len()), pattern.len())
}

/// Whether a name of the path would leave the package: empty, dots, or `node_modules`, also when percent-encoded.
fn has_invalid_segment(path: &str) -> bool {
    path.split(['/', '\\']).any(|segment| {
        let decoded = paths::percent_decoded(segment).to_ascii_lowercase();
        matches!(decoded.as_str(), "." | ".." | "node_modules")
    })
}

fn is_array_index(key: &str) -> bool {
    key.parse::<u32>().is_ok_and(|index| index != u32::MAX && index.to_string() == key)
}
