//! The table of what is real and what throws (`stdlib-js/SUPPORT.md`) says what an executable says of itself.

use std::fs;

use jsc_tests::{build, is_blessing, root, run, scratch};

#[test]
fn the_table_in_the_documents_is_true() {
    let scratch = scratch("support");
    let program = scratch.join("support");
    build(&root().join("stdlib-js/support.mjs"), &program, &[]);
    let found = run(&program, &["stdlib-js/exports.json"], root());
    assert_eq!(found.code, Some(0), "{}", found.err);
    let table = root().join("stdlib-js/SUPPORT.md");
    if is_blessing() {
        fs::write(&table, &found.out).expect("the table is writable");
    }
    let written = fs::read_to_string(&table).expect("the table is part of the repository");
    assert!(found.out == written, "JSC_BLESS=1 cargo test --release -p jsc-tests --test support writes it anew");
}
