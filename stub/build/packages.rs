//! The packages from npm that are part of the standard library: installed below cargo's output folder as `stdlib-js/package-lock.json`
//! says, and made into builtins, `internal/deps/PACKAGE/PATH`. Only what the standard library requires of them is taken, and what
//! that requires in turn. Nothing of a package is copied into the repository, and none of its scripts runs.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// What the ids of these builtins begin with.
const PREFIX: &str = "internal/deps/";

/// How a module asks for another.
const CALL: &str = "require(";

/// undici asks with `typeof` whether it is Node's own; as that it calls itself `node` in `User-Agent`.
const FOOTER: &str = "\nfunction __UNDICI_IS_NODE__() {}\n";

/// A module of a package, by its id as a builtin.
struct Module {
    /// The folder that its relative requests start from.
    folder: PathBuf,
    text: String,
}

/// The builtins, with the file of each, that are made for `requests`: the ids that the standard library's own texts ask for.
pub(crate) fn builtins(stdlib: &Path, out: &Path, requests: BTreeSet<String>) -> Vec<(String, PathBuf)> {
    let packages = install(stdlib, &out.join("packages"));
    let builtins = out.join("packages/builtins");
    let mut found = BTreeMap::new();
    let mut pending: Vec<String> = requests.into_iter().collect();
    while let Some(id) = pending.pop() {
        if found.contains_key(&id) {
            continue;
        }
        let module = read(&packages, &id);
        let text = replace_requests(&module.text, |specifier| {
            if let Some(builtin) = specifier.strip_prefix("node:") {
                return request_of_builtin(stdlib, &id, builtin);
            }
            let required = resolve(&packages, &module.folder, specifier);
            pending.push(required.clone());
            format!("require('{required}')")
        });
        let file = builtins.join(format!("{id}.js"));
        fs::create_dir_all(file.parent().expect("it lies in a folder")).expect("cargo's output folder is writable");
        crate::write_if_changed(&file, &(escape(&text) + FOOTER));
        found.insert(id, file);
    }
    found.into_iter().collect()
}

/// How the module `id` asks for a builtin: for the part of it that its package needs, where the standard library has that
/// apart (`internal/PACKAGE/BUILTIN.js`). What jsc does not have yet throws when it is called, not when it is loaded.
fn request_of_builtin(stdlib: &Path, id: &str, builtin: &str) -> String {
    let package = id.strip_prefix(PREFIX).and_then(|path| path.split('/').next()).unwrap_or_default();
    if stdlib.join(format!("internal/{package}/{builtin}.js")).is_file() {
        return format!("require('internal/{package}/{builtin}')");
    }
    if stdlib.join(format!("node/{builtin}.js")).is_file() {
        return format!("require('{builtin}')");
    }
    format!("require('internal/modules/builtins').loadForUser('{builtin}')")
}

/// The ids of packages' modules that a text of the standard library asks for.
pub(crate) fn requests_of(text: &str) -> BTreeSet<String> {
    let mut requests = BTreeSet::new();
    let _ = replace_requests(text, |specifier| {
        if specifier.starts_with(PREFIX) {
            requests.insert(specifier.to_owned());
        }
        String::new()
    });
    requests
}

/// The version of a package that the lock file names.
pub(crate) fn version(stdlib: &Path, package: &str) -> String {
    let text = fs::read_to_string(stdlib.join("package-lock.json")).expect("the lock file is part of the repository");
    let lock: serde_json::Value = serde_json::from_str(&text).expect("npm writes JSON");
    let version = lock["packages"][format!("node_modules/{package}")]["version"].as_str();
    version.expect("the lock file names the package").to_owned()
}

/// Installs the packages below `folder` unless they are there, and returns the folder that they are in.
fn install(stdlib: &Path, folder: &Path) -> PathBuf {
    let files = ["package.json", "package-lock.json"].map(|name| {
        let text = fs::read_to_string(stdlib.join(name)).expect("npm's files are part of the repository");
        (name, text)
    });
    let wanted: String = files.iter().map(|(_, text)| text.as_str()).collect();
    let installed = folder.join("installed");
    if fs::read_to_string(&installed).is_ok_and(|current| current == wanted) {
        return folder.join("node_modules");
    }
    fs::create_dir_all(folder).expect("cargo's output folder is writable");
    for (name, text) in &files {
        fs::write(folder.join(name), text).expect("cargo's output folder is writable");
    }
    run_npm(folder);
    fs::write(installed, wanted).expect("cargo's output folder is writable");
    folder.join("node_modules")
}

fn run_npm(folder: &Path) {
    let npm = env::var_os("npm").unwrap_or_else(|| "npm".into());
    let arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
    let output = match Command::new(&npm).args(arguments).current_dir(folder).output() {
        Ok(output) => output,
        Err(error) => panic!(
            "`npm` cannot be run ({error}): the packages of stdlib-js/package-lock.json are part of jsc; install Node.js with npm, \
             or name npm's path in the environment variable `npm`"
        ),
    };
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "`npm ci` could not install the packages of stdlib-js/package-lock.json:\n{told}");
}

fn read(packages: &Path, id: &str) -> Module {
    let file = packages.join(format!("{}.js", id.strip_prefix(PREFIX).expect("it is the id of a package's module")));
    let text = fs::read_to_string(&file);
    let text = text.unwrap_or_else(|error| panic!("{}, required as `{id}`: {error}", file.display()));
    Module { folder: file.parent().expect("it lies in a folder").to_owned(), text }
}

/// The id of the module that `specifier` means in a module of `folder`.
fn resolve(packages: &Path, folder: &Path, specifier: &str) -> String {
    assert!(
        specifier.starts_with('.'),
        "a package of the standard library requires `{specifier}`, which is none of its own"
    );
    let mut target = folder.to_owned();
    for part in specifier.split('/') {
        match part {
            "." | "" => {}
            ".." => assert!(target.pop(), "`{specifier}` leads out of the packages"),
            name => target.push(name),
        }
    }
    let name = target.strip_prefix(packages).expect("it stays within the packages").display().to_string();
    let name = name.strip_suffix(".js").unwrap_or(&name);
    let is_folder = !packages.join(format!("{name}.js")).is_file();
    format!("{PREFIX}{name}{}", if is_folder { "/index" } else { "" })
}

/// `text` with every `require('constant')` replaced. In a comment, too, where it does no harm.
fn replace_requests(text: &str, mut replacement: impl FnMut(&str) -> String) -> String {
    let mut parts = text.split(CALL);
    let mut result = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        if let Some((specifier, rest)) = constant_argument(part) {
            result.push_str(&replacement(specifier));
            result.push_str(rest);
        } else {
            result.push_str(CALL);
            result.push_str(part);
        }
    }
    result
}

/// The string constant that `text` begins with as the only argument of a call, and what follows the call.
fn constant_argument(text: &str) -> Option<(&str, &str)> {
    let quote = text.chars().next().filter(|first| ['\'', '"'].contains(first))?;
    let (constant, rest) = text[1..].split_once(quote)?;
    Some((constant, rest.strip_prefix(')')?))
}

/// `text` in ASCII: in strings, templates, regular expressions and comments an escape is as good as the character.
fn escape(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_ascii() {
            result.push(character);
            continue;
        }
        for unit in character.encode_utf16(&mut [0; 2]) {
            let _ = write!(result, "\\u{unit:04x}");
        }
    }
    result
}
