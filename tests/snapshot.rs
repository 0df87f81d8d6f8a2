//! What a snapshot promises of itself, seen with the bare stub's `--jsc-check` (`stub/src/check.rs`), and that modules
//! evaluated while it is made behave as those evaluated at start.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use jsc_tests::{build, node, printed, run, scratch, toolchain};

/// An executable's payload, in a file beside it.
fn payload(program: &Path) -> PathBuf {
    let payload = program.with_extension("payload");
    let status = Command::new("objcopy")
        .args(["--output-target=binary", "--only-section=.jsc"])
        .args([program, &payload])
        .status();
    assert!(status.expect("binutils are installed").success());
    payload
}

/// The number behind `"name":` in the part of `json` that begins with `part`.
fn number(json: &str, part: &str, name: &str) -> u32 {
    let part = json.split_once(&format!("\"{part}\":")).expect("the part is there").1;
    let digits = part.split_once(&format!("\"{name}\":")).expect("the number is there").1;
    let digits: String = digits.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().expect("digits")
}

#[test]
fn two_isolates_of_one_snapshot_run_on_two_threads_and_fast_functions_stay_fast() {
    let folder = scratch("snapshot-check");
    let (entry, program) = (folder.join("main.mjs"), folder.join("app"));
    fs::write(&entry, "console.log('hello');\n").expect("a source");
    build(&entry, &program, &[]);
    let payload = fs::File::open(payload(&program)).expect("the payload");
    let checked = Command::new(&toolchain().stub).arg("--jsc-check").stdin(Stdio::from(payload)).output();
    let found = printed(&checked.expect("the stub starts"));
    assert_eq!((found.code, found.err.as_str()), (Some(0), ""), "{}", found.out);
    for thread in ["main", "worker"] {
        assert_eq!(number(&found.out, thread, "dates"), 25_000, "{}", found.out);
        let (slow, fast) = (number(&found.out, thread, "slow"), number(&found.out, thread, "fast"));
        assert_eq!(slow + fast, 100_000, "{}", found.out);
        assert!(slow < 50_000, "optimised code must not come this late: {}", found.out);
    }
    assert_eq!(found.out.matches("{ bytes: <Buffer 6a 73 63>, path: '/b' }").count(), 2, "{}", found.out);
}

#[test]
fn a_damaged_payload_is_told_by_the_check() {
    let folder = scratch("snapshot-check-damaged");
    let file = folder.join("payload");
    fs::write(&file, "not a payload").expect("a file");
    let stdin = Stdio::from(fs::File::open(file).expect("a file"));
    let output = Command::new(&toolchain().stub).arg("--jsc-check").stdin(stdin).output().expect("the stub starts");
    let found = printed(&output);
    assert_eq!(found.code, Some(1));
    assert!(found.err.starts_with("error: the payload could not be checked: "), "{}", found.err);
}

/// State, identity, cycles of live bindings, errors and classes: what a heap that travels could lose.
const SOURCES: [(&str, &str); 4] = [
    ("package.json", "{}"),
    (
        "table.mjs",
        "export const squares = Array.from({ length: 1000 }, (_, index) => index * index);
export const bySymbol = new Map([[Symbol.for('a'), { a: 1n }], ['b', new Set([NaN, -0])]]);
export class Point { #x; static made = 0; constructor(x) { this.#x = x; Point.made++; } get x() { return this.#x; } }
export const origin = new Point(0);
export let count = 0;
export const increase = () => ++count;
export const pattern = /^(?<word>[a-z]+)$/u;
export const weak = new WeakMap([[origin, 'origin']]);
export const bytes = new Uint8Array([1, 2, 3]);
export function* steps() { yield* squares.slice(0, 3); }
export default await Promise.resolve('default');
",
    ),
    (
        "pure.cjs",
        "const memo = new Map();
const fibonacci = (n) => n < 2 ? n : memo.get(n) ?? (memo.set(n, fibonacci(n - 1) + fibonacci(n - 2)), memo.get(n));
exports.fibonacci = fibonacci;
exports.big = fibonacci(60);
exports.known = memo;
exports.error = new RangeError('made early');
exports.isSame = (other) => other === exports;
",
    ),
    (
        "main.mjs",
        "import text, * as table from './table.mjs';
import pure, { big, known } from './pure.cjs';
import { createRequire } from 'node:module';
import { inspect } from 'node:util';
const require = createRequire(import.meta.url);
console.log(text, Object.keys(table).join());
console.log(table.squares.at(-1), inspect(table.bySymbol), table.bytes, table.pattern.exec('word').groups.word);
table.increase();
console.log(table.count, new table.Point(3).x, table.Point.made, table.weak.get(table.origin), [...table.steps()]);
console.log(big, known.size, pure.fibonacci(70), known.size, pure.isSame(require('./pure.cjs')));
console.log(pure.error instanceof RangeError, pure.error.message, Object.keys(require.cache).length);
console.log(await import('./table.mjs') === table, process.argv.length);
",
    ),
];

#[test]
fn modules_evaluated_at_build_time_behave_as_those_evaluated_at_start() {
    let folder = scratch("warm");
    for (name, text) in SOURCES {
        fs::write(folder.join(name), text).expect("a source");
    }
    let entry = folder.join("main.mjs");
    let patterns = ["--warm", "**/table.mjs", "--warm", "**/pure.cjs"];
    let wanted = run(node(), &["main.mjs"], &folder);
    assert_eq!((wanted.code, wanted.err.as_str()), (Some(0), ""), "{}", wanted.out);
    for (name, more, temperature) in [("warm", None, "warm"), ("not-warm", Some("--no-warm"), "linked")] {
        let program = folder.join(name);
        let arguments: Vec<&str> = patterns.iter().copied().chain(more).collect();
        build(&entry, &program, &arguments);
        let found = run(&program, &[], &folder);
        assert_eq!((found.out.as_str(), found.err.as_str(), found.code), (wanted.out.as_str(), "", Some(0)), "{name}");
        for module in ["table.mjs", "pure.cjs"] {
            assert_eq!(temperature_of(&program, module), temperature, "{module} of {name}");
        }
        assert_eq!(temperature_of(&program, "main.mjs"), "linked");
    }
}

/// What `jsc inspect --json` says of a module.
fn temperature_of(program: &Path, module: &str) -> String {
    let json = run(&toolchain().jsc, &["inspect", "--json", &program.to_string_lossy()], Path::new("/")).out;
    let own = json.split_once(&format!("/{module}\"")).expect("the module is listed").1;
    let value = own.split_once("\"temperature\": \"").expect("it has a temperature").1;
    value.split('"').next().unwrap_or_default().to_owned()
}
