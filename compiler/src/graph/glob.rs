//! Files that a pattern means: in a specifier that is put together at run time, or on the command line.

use resolution::{FileKind, paths};

use crate::host::Host;

/// A pattern that would match more files than this is no list of plug-ins or locales but an accident.
const MOST_FILES: usize = 2_000;

/// Files below `folder` that `pattern` (`./locales/*.js`, also without the extension) can mean, as relative specifiers.
pub fn specifiers(pattern: &str, folder: &str, host: &dyn Host) -> Vec<String> {
    let Some((fixed, _)) = pattern.split_once('*') else { return Vec::new() };
    let start = &fixed[..fixed.rfind('/').map_or(0, |index| index + 1)];
    let Ok(matcher) = glob::Pattern::new(&escaped(pattern)) else { return Vec::new() };
    let mut found = Vec::new();
    let deep = pattern[fixed.len()..].contains('/');
    walk(&paths::join(folder, start), if deep { 2 } else { 1 }, host, &mut |path| {
        let relative = format!("{start}{}", &path[paths::join(folder, start).trim_end_matches('/').len() + 1..]);
        let stem = relative.strip_suffix(paths::extension(&relative)).unwrap_or(&relative);
        if is_script(&relative) && (matches(&matcher, &relative) || matches(&matcher, stem)) {
            found.push(relative);
        }
    });
    found
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
    let mut open = vec![(folder.to_owned(), depth)];
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

fn matches(pattern: &glob::Pattern, path: &str) -> bool {
    pattern.matches_with(path, glob::MatchOptions { require_literal_separator: true, ..glob::MatchOptions::new() })
}

/// Only `*` has a meaning in a specifier.
fn escaped(pattern: &str) -> String {
    let collapsed = pattern.replace("**", "*");
    collapsed.split('*').map(glob::Pattern::escape).collect::<Vec<_>>().join("*")
}
