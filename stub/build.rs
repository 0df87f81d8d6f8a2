//! Puts the standard library's JavaScript into the stub: every file below `stdlib-js/` and what it needs of packages from npm,
//! wrapped as a function, as one static text per builtin; the names that Node's builtins export, which ES modules link to; and the build id.

#[path = "build/packages.rs"]
mod packages;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use serde_json::Value;
use sha2::{Digest as _, Sha256};

/// The folders of the standard library and what an id starts with in each.
const FOLDERS: [(&str, &str); 3] = [("node", ""), ("internal", "internal/"), ("globals", "globals/")];

/// The header stands on a line of its own, so that line numbers are the file's with a line offset of -1.
const HEADER: &str = "(function (exports, require, module, process, internalBinding, primordials) {\n";
const FOOTER: &str = "\n})";

fn main() {
    // Fifty thousand relocations in a few kilobytes instead of 1.4 MB, applied by the loader in one pass.
    println!("cargo::rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
    // V8 has many functions with the same code; those whose address nobody compares need not be there twice.
    println!("cargo::rustc-link-arg-bins=-Wl,--icf=safe");
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("../stdlib-js");
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo sets it"));
    println!("cargo::rerun-if-changed={}", root.display());
    println!("cargo::rustc-env=JSC_UNDICI_VERSION={}", packages::version(&root, "undici"));
    let builtins = builtins(&root, &out);
    let is_from_disk = env::var_os("CARGO_FEATURE_STDLIB_FROM_DISK").is_some();
    let table = if is_from_disk { table_of_files(&builtins) } else { table_of_texts(&builtins, &out) };
    write_if_changed(&out.join("builtins.rs"), &table);
    write_if_changed(&out.join("build_id.rs"), &build_id(&root.join("..")));
    write_if_changed(&out.join("export_names.rs"), &export_names(&root.join("exports.json")));
}

/// The source of the table `BUILTINS`, each text a part of the stub.
fn table_of_texts(builtins: &[(String, PathBuf)], out: &Path) -> String {
    let mut table = String::from("pub(crate) static BUILTINS: &[Builtin] = &[\n");
    for (id, file) in builtins {
        let text = fs::read_to_string(file).expect("a listed file can be read");
        assert!(text.is_ascii(), "{}: the standard library is ASCII, use \\u escapes", file.display());
        let wrapped = out.join(format!("{}.js", id.replace('/', "+")));
        write_if_changed(&wrapped, &format!("{HEADER}{text}{FOOTER}"));
        let _ = writeln!(table, "    Builtin::new({id:?}, include_bytes!({:?})),", wrapped.display().to_string());
    }
    table.push_str("];\n");
    table
}

/// The source of the same table for the feature `stdlib-from-disk`, each text read when the stub starts.
fn table_of_files(builtins: &[(String, PathBuf)]) -> String {
    let mut table = format!("const HEADER: &str = {HEADER:?};\nconst FOOTER: &str = {FOOTER:?};\n");
    table.push_str(
        "pub(crate) static BUILTINS: std::sync::LazyLock<&[Builtin]> = std::sync::LazyLock::new(|| Vec::leak(vec![\n",
    );
    for (id, file) in builtins {
        let _ = writeln!(table, "    from_disk({id:?}, {:?}),", file.display().to_string());
    }
    table.push_str("]));\n");
    table
}

/// What an executable and the stub it was made with must have in common: a hash of every source that a snapshot depends on.
fn build_id(project: &Path) -> String {
    let mut hash = Sha256::new();
    let mut files: Vec<PathBuf> = ["stub/src", "stub/payload/src", "stub/resolution/src", "stdlib-js"]
        .iter()
        .flat_map(|folder| files_below(&project.join(folder)))
        .collect();
    files.push(project.join("Cargo.lock"));
    files.sort();
    for file in &files {
        let name = file.strip_prefix(project).expect("it was found below").as_os_str().as_encoded_bytes();
        hash.update((name.len() as u64).to_le_bytes());
        hash.update(name);
        let content = fs::read(file).expect("a listed file can be read");
        hash.update((content.len() as u64).to_le_bytes());
        hash.update(content);
    }
    format!("const BUILD_ID: [u8; 32] = {:?};\n", <[u8; 32]>::from(hash.finalize()))
}

/// Every file below `folder`, packages that npm installed left out.
fn files_below(folder: &Path) -> Vec<PathBuf> {
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut found = Vec::new();
    let mut pending = vec![folder.to_owned()];
    while let Some(folder) = pending.pop() {
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for path in entries.map(|entry| entry.expect("a listed entry can be read").path()) {
            if !path.is_dir() {
                found.push(path);
            } else if path.file_name().is_some_and(|name| name != "node_modules") {
                pending.push(path);
            }
        }
    }
    found
}

/// A table of `(builtin, names)`, sorted by builtin, out of the table of everything that Node exports.
fn export_names(table: &Path) -> String {
    let text = fs::read_to_string(table).expect("exports.json is part of the repository");
    let modules: BTreeMap<String, Value> = serde_json::from_str(&text).expect("exports.json is JSON");
    let mut source = String::from("static EXPORT_NAMES: &[(&str, &[&str])] = &[\n");
    for (id, module) in modules {
        let exports = module["exports"].as_object();
        let names: Vec<&String> =
            exports.into_iter().flat_map(|exports| exports.keys()).filter(|name| *name != "default").collect();
        let _ = writeln!(source, "    ({id:?}, &{names:?}),");
    }
    source.push_str("];\n");
    source
}

/// Every builtin's id with its file, sorted by id.
fn builtins(root: &Path, out: &Path) -> Vec<(String, PathBuf)> {
    let mut found = Vec::new();
    for (folder, prefix) in FOLDERS {
        let folder = root.join(folder);
        for path in files_below(&folder) {
            if path.extension().is_some_and(|extension| extension == "js") {
                let relative = path.strip_prefix(&folder).expect("it was found below").with_extension("");
                found.push((format!("{prefix}{}", relative.display()), path));
            }
        }
    }
    let requests: BTreeSet<String> = found
        .iter()
        .filter_map(|(_, file)| fs::read_to_string(file).ok())
        .flat_map(|text| packages::requests_of(&text))
        .collect();
    found.extend(packages::builtins(root, out, requests));
    found.sort();
    found
}

fn write_if_changed(path: &Path, text: &str) {
    if fs::read_to_string(path).is_ok_and(|current| current == text) {
        return;
    }
    fs::write(path, text).expect("cargo's output folder is writable");
}
