//! Files that a pattern means: in a specifier that is put together at run time, or on the command line.

use resolution::{FileKind, paths};

use super::values::UNKNOWN;
use crate::host::Host;

/// A pattern that would match more files than this is no list of plug-ins or locales but an accident.
const MOST_FILES: usize = 2_000;

/// The specifiers that `pattern` (`./locales/*.js`, `@scope/native-*`, also without the extension) can mean in the file
/// `importer`.
pub fn specifiers(pattern: &str, importer: &str, host: &dyn Host) -> Vec<String> {
    if pattern.starts_with('.') {
        relative_specifiers(pattern, paths::parent(importer), host)
    } else if pattern.starts_with('/') {
        Vec::new()
    } else {
        package_specifiers(pattern, importer, host)
    }
}

fn relative_specifiers(pattern: &str, folder: &str, host: &dyn Host) -> Vec<String> {
    let absolute = paths::join(folder, pattern);
    let start = fixed_folder(&absolute);
    // The specifier keeps the author's dots.
    let written_start = fixed_folder(pattern);
    let is_below = start.len() > folder.len() + 1 && paths::is_inside(start.trim_end_matches('/'), folder);
    let mut found = Vec::new();
    walk(start, depth(&absolute, is_below), host, &mut |path| {
        let stem = path.strip_suffix(paths::extension(path)).unwrap_or(path);
        if is_script(path) && (matches(&absolute, path) || matches(&absolute, stem)) {
            found.push(format!("{written_start}{}", &path[start.len()..]));
        }
    });
    found
}

/// Packages whose names have a known beginning, or files of one package.
fn package_specifiers(pattern: &str, importer: &str, host: &dyn Host) -> Vec<String> {
    let Some(name) = resolution::package_name(pattern) else { return Vec::new() };
    let rest = &pattern[name.len()..];
    let is_name_known = !name.contains(UNKNOWN);
    let last = paths::name(name);
    if is_name_known != rest.contains(UNKNOWN) || last.starts_with(UNKNOWN) {
        return Vec::new();
    }
    let folders = paths::ancestors(paths::parent(importer)).filter(|folder| paths::name(folder) != "node_modules");
    let mut modules = folders.map(|folder| format!("{}/node_modules", folder.trim_end_matches('/')));
    if is_name_known {
        let package = modules.find(|modules| host.kind(&format!("{modules}/{name}")).is_some());
        let files = package.map(|modules| relative_specifiers(&format!("./{name}{rest}"), &modules, host));
        return files.into_iter().flatten().map(|file| file[2..].to_owned()).collect();
    }
    let scope = name.strip_suffix(last).unwrap_or_default();
    let installed = modules.find_map(|modules| {
        let entries = host.list(format!("{modules}/{scope}").trim_end_matches('/')).unwrap_or_default();
        let names = entries.into_iter().filter(|entry| entry.is_folder && matches(last, &entry.name));
        let names: Vec<String> = names.map(|entry| format!("{scope}{}{rest}", entry.name)).collect();
        (!names.is_empty()).then_some(names)
    });
    installed.unwrap_or_default()
}

/// Every file that an absolute path with unknown parts can mean.
pub fn files(pattern: &str, host: &dyn Host) -> Vec<String> {
    let mut found = Vec::new();
    walk(fixed_folder(pattern), depth(pattern, true), host, &mut |path| {
        if matches(pattern, path) {
            found.push(path.to_owned());
        }
    });
    found
}

/// The folder, with its slash, up to which nothing is unknown.
pub fn fixed_folder(pattern: &str) -> &str {
    let fixed = pattern.find(UNKNOWN).map_or(pattern, |index| &pattern[..index]);
    &fixed[..fixed.rfind('/').map_or(0, |index| index + 1)]
}

/// How many folders deep a pattern can lead. In a folder set apart for it, an unknown part after a slash can have slashes
/// itself; from the file's own folder (or one above) that would lead to all there is.
fn depth(pattern: &str, is_set_apart: bool) -> usize {
    let rest = &pattern[fixed_folder(pattern).len()..];
    if is_set_apart && pattern.contains("/*") { usize::MAX } else { 1 + rest.matches('/').count() }
}

/// Whether `text` has the form of `pattern`, where `*` stands for any characters: slashes only where it is a whole name
/// so far.
fn matches(pattern: &str, text: &str) -> bool {
    let Some((before, after)) = pattern.split_once(UNKNOWN) else { return pattern == text };
    let Some(rest) = text.strip_prefix(before) else { return false };
    let after = after.trim_start_matches(UNKNOWN);
    let is_whole_name = before.ends_with('/');
    let mut ends = rest.char_indices().map(|(index, _)| index).chain([rest.len()]);
    ends.any(|end| (is_whole_name || !rest[..end].contains('/')) && matches(after, &rest[end..]))
}

/// Every file that `argument` of `--include` means: a file, a folder with all that is in it, or a glob.
pub fn included(argument: &str, folder: &str, host: &dyn Host) -> Vec<String> {
    let path = paths::join(folder, argument);
    match host.kind(&path) {
        Some(FileKind::File) => return vec![path],
        Some(FileKind::Directory) => return below(&path, host),
        None => {}
    }
    let Ok(pattern) = glob::Pattern::new(&path) else { return Vec::new() };
    let fixed = &path[..path.find(['*', '?', '[']).unwrap_or(path.len())];
    let options = glob::MatchOptions { require_literal_separator: true, ..glob::MatchOptions::new() };
    let mut files = below(paths::parent(&format!("{fixed}x")), host);
    files.retain(|file| pattern.matches_with(file, options));
    files
}

/// Every file below `folder`, without those of packages and hidden folders.
pub fn below(folder: &str, host: &dyn Host) -> Vec<String> {
    let mut files = Vec::new();
    walk(folder, usize::MAX, host, &mut |path| files.push(path.to_owned()));
    files
}

fn walk(folder: &str, depth: usize, host: &dyn Host, visit: &mut dyn FnMut(&str)) {
    let mut open = vec![(folder.trim_end_matches('/').to_owned(), depth)];
    let mut file_count = 0;
    while let Some((folder, depth)) = open.pop() {
        for entry in host.list(&folder).unwrap_or_default() {
            let path = paths::join(&folder, &entry.name);
            if !entry.is_folder {
                file_count += 1;
                visit(&path);
            } else if depth > 1 && entry.name != "node_modules" && !entry.name.starts_with('.') {
                open.push((path, depth - 1));
            }
        }
        if file_count > MOST_FILES {
            return;
        }
    }
}

fn is_script(path: &str) -> bool {
    let is_declaration = path.ends_with(".d.ts") || path.ends_with(".d.mts") || path.ends_with(".d.cts");
    let extensions = [".js", ".mjs", ".cjs", ".json", ".node", ".ts", ".mts", ".cts", ".jsx", ".tsx"];
    !is_declaration && extensions.contains(&paths::extension(path))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::host::MemoryHost;

    #[test]
    fn an_unknown_part_has_slashes_only_where_it_is_a_whole_name() {
        assert!(matches("/a/*.js", "/a/b.js"));
        assert!(matches("/a/*.js", "/a/b/c.js"));
        assert!(matches("/a/x-*.js", "/a/x-b.js"));
        assert!(!matches("/a/x-*.js", "/a/x-b/c.js"));
        assert!(matches("/a/*/c-*.js", "/a/b/c-d.js"));
        assert!(!matches("/a/*.js", "/b/c.js"));
    }

    #[test]
    fn specifiers_go_deep_in_a_folder_of_their_own_and_stay_in_that_of_the_file() {
        let host = MemoryHost::new(&[("x/a.js", ""), ("x/y/b.js", ""), ("c.js", ""), ("x/d.txt", "")]);
        let importer = paths::join(&host.current_folder(), "main.js");
        assert_eq!(specifiers("./x/*", &importer, &host), ["./x/a.js", "./x/y/b.js"]);
        assert_eq!(specifiers("./*", &importer, &host), ["./c.js"]);
    }

    #[test]
    fn packages_are_found_by_the_beginning_of_their_names() {
        let files = ["native-linux/i.js", "native-linux/package.json", "other/index.js"];
        let files = files.map(|file| (format!("node_modules/@a/{file}"), ""));
        let host = MemoryHost::new(&files.each_ref().map(|(path, text)| (path.as_str(), *text)));
        let importer = paths::join(&host.current_folder(), "main.js");
        assert_eq!(specifiers("@a/native-*/i.js", &importer, &host), ["@a/native-linux/i.js"]);
        assert_eq!(specifiers("@a/other/*", &importer, &host), ["@a/other/index.js"]);
        assert_eq!(specifiers("@a/*", &importer, &host), [""; 0]);
    }
}
