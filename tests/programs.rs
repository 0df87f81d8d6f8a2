//! Programs that must print what real Node prints. Each folder of `tests/programs/` holds a `main.*`, the packages' and
//! modules' files it needs, and `expected.out`, written by Node: standard output, then a line with the exit code.

use std::fs;
use std::path::{Path, PathBuf};

use jsc_tests::{Printed, build, is_blessing, node, root, run, scratch};

const EXTENSIONS: [&str; 6] = ["js", "mjs", "cjs", "ts", "mts", "cts"];

#[test]
fn every_program_prints_what_node_prints() {
    let scratch = scratch("programs");
    let mut wrong = Vec::new();
    for folder in folders(&root().join("tests/programs")) {
        let name = folder.file_name().expect("a folder has a name").to_string_lossy().into_owned();
        let entry = entry(&folder);
        let expected = folder.join("expected.out");
        if is_blessing() {
            let entry = entry.to_string_lossy();
            fs::write(&expected, text(&run(node(), &["--no-warnings", &entry], &folder)))
                .expect("the expectation is writable");
        }
        let program = scratch.join(&name);
        build(&entry, &program, &[]);
        let found = run(&program, &[], &folder);
        let wanted = fs::read_to_string(&expected).unwrap_or_default();
        if text(&found) != wanted {
            wrong.push(format!("{name}:\n--- node\n{wanted}--- jsc\n{}{}", text(&found), found.err));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn text(printed: &Printed) -> String {
    format!("{}[exit code {}]\n", printed.out, printed.code.map_or("none".to_owned(), |code| code.to_string()))
}

fn folders(parent: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(parent).expect("the programs are there");
    let mut folders: Vec<PathBuf> =
        entries.map(|entry| entry.expect("an entry").path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

fn entry(folder: &Path) -> PathBuf {
    let candidates = EXTENSIONS.iter().map(|extension| folder.join(format!("main.{extension}")));
    candidates.into_iter().find(|path| path.exists()).expect("every program has a main file")
}
