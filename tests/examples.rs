//! Every example, installed, compiled and used as its reader would.

use std::fs;
use std::io::Write as _;
use std::process::{Command, Stdio};

use jsc_tests::{build, install_packages, node, printed, root, run, scratch};

#[test]
fn cli_keeps_a_list() {
    let example = root().join("examples/cli");
    install_packages(&example);
    let folder = scratch("example-cli");
    let todo = folder.join("todo");
    build(&example.join("src/main.ts"), &todo, &[]);
    let help = run(&todo, &["--help"], &folder);
    assert!(help.out.starts_with("Usage: todo [options] [command]"), "{}", help.out);
    assert_eq!(run(&todo, &["--version"], &folder).out, "1.0.0 (format 2)\n");

    let mut add = Command::new(&todo)
        .args(["add", "--priority", "3"])
        .current_dir(&folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("it starts");
    add.stdin.take().expect("a pipe").write_all(b"water the plants\nsleep\n").expect("it reads");
    assert_eq!(printed(&add.wait_with_output().expect("it ends")).out, "1. [ ] water the plants\n2. [ ] sleep\n");

    assert_eq!(run(&todo, &["done", "1"], &folder).out, "1. [x] water the plants\n2. [ ] sleep\n");
    assert_eq!(run(&todo, &["--long"], &folder).out, "1. [x] water the plants (3)\n2. [ ] sleep (3)\n");
    let colours = Command::new(&todo).env("FORCE_COLOR", "1").current_dir(&folder).output().expect("it starts");
    assert!(printed(&colours).out.contains("\x1b[32m[x]\x1b[39m"));

    assert_eq!(run(&todo, &["done", "9"], &folder).code, Some(3));
    assert_eq!(run(&todo, &["add", "-p", "x", "y"], &folder).code, Some(1));
    fs::write(folder.join("todo.json"), "{}").expect("a broken list");
    assert_eq!(run(&todo, &[], &folder).code, Some(2));
}

#[test]
fn read_file_prints_in_nodes_order() {
    let example = root().join("examples/read-file");
    let folder = scratch("example-read-file");
    let program = folder.join("read-file");
    build(&example.join("main.js"), &program, &[]);
    let expected = run(node(), &["main.js"], &example);
    let found = run(&program, &[], &folder);
    assert_eq!(found.out, expected.out, "{}", found.err);
    assert_eq!(found.code, Some(0));
}
