//! What becomes of source files, from the scan to the text that V8 gets.

use payload::{Program, Target, Temperature};

use crate::graph;
use crate::host::MemoryHost;
use crate::lower::lower;
use crate::options::BuildOptions;

fn program(files: &[(&str, &str)]) -> Program {
    program_with(files, BuildOptions::default())
}

fn program_with(files: &[(&str, &str)], options: BuildOptions) -> Program {
    let host = MemoryHost::new(files);
    let options = BuildOptions { entry: files[0].0.to_owned(), ..options };
    let graph = graph::scan(&options, &host).expect("the files are right");
    lower(&graph, &options, [0; 32], &host).expect("the files are right")
}

fn text<'p>(program: &'p Program, path: &str) -> &'p str {
    let module = program.modules.iter().find(|module| module.path == format!("/jsc-app/{path}"));
    std::str::from_utf8(module.expect("the module is there").text.bytes()).unwrap()
}

fn check(files: &[(&str, &str)], expected: &str) {
    assert_eq!(text(&program(files), files[0].0), expected);
}

#[test]
fn javascript_is_not_touched() {
    check(&[("a.mjs", "export const a=1 ;// as is\n")], "export const a=1 ;// as is\n");
}

#[test]
fn types_become_spaces() {
    check(&[("a.mts", "export const a: number = 1 as any;")], "export const a         = 1       ;");
}

#[test]
fn unused_imports_go_as_tsc_does_it() {
    check(
        &[
            ("a.ts", "import { T, b, U } from './b';\nimport { V } from './c';\nconst x: T | V = b;"),
            ("b.ts", "export type T = 1; export const b = 1; export interface U {}"),
        ],
        "import {    b,   } from './b';\n;                       \nconst x        = b;",
    );
}

#[test]
fn a_local_of_the_same_name_does_not_keep_an_import() {
    check(
        &[("a.ts", "import { T } from './b';\nfunction f(T: T) { return T }"), ("b.ts", "export type T = 1")],
        ";                       \nfunction f(T   ) { return T }",
    );
}

#[test]
fn reexports_of_types_go() {
    check(
        &[
            ("a.ts", "export { T, b } from './b';\nimport { I } from './b';\nexport { I };"),
            ("b.ts", "export type T = 1; export const b = 1; export interface I {}"),
        ],
        "export {    b } from './b';\n;                       \n;            ",
    );
}

#[test]
fn a_type_is_known_through_reexports() {
    check(
        &[
            ("a.ts", "export { T } from './b';\nexport { v } from './b';"),
            ("b.ts", "export * from './c';\nexport { v } from './c'"),
            ("c.ts", "export type T = 1; export const v = 1;"),
        ],
        ";                       \nexport { v } from './b';",
    );
}

#[test]
fn verbatim_module_syntax_keeps_imports() {
    check(
        &[
            ("a.ts", "import { b, type T } from './b';"),
            ("b.ts", "export const b = 1; export type T = 1"),
            ("tsconfig.json", r#"{ "compilerOptions": { "verbatimModuleSyntax": true } }"#),
        ],
        "import { b,        } from './b';",
    );
}

#[test]
fn enums_and_namespaces_are_printed_anew() {
    let program = program(&[("a.mts", "enum E { A = 1, B }\nexport const b: E = E.B;")]);
    let text = text(&program, "a.mts");
    assert!(text.contains("E[E[\"A\"] = 1] = \"A\""), "{text}");
    let map = program.modules[0].source_map.as_deref().unwrap_or_default();
    assert!(map.contains("\"/jsc-app/a.mts\""), "{map}");
}

#[test]
fn legacy_decorators_get_their_metadata() {
    let program = program(&[
        (
            "a.mts",
            "import { Service } from './b.mts';\n@dec() class A { constructor(private s: Service, n: number) {} }\nfunction dec(): any {}",
        ),
        ("b.mts", "export class Service {}"),
        (
            "tsconfig.json",
            r#"{ "compilerOptions": { "experimentalDecorators": true, "emitDecoratorMetadata": true } }"#,
        ),
    ]);
    let text = text(&program, "a.mts");
    assert!(text.contains("import { Service } from"), "{text}");
    assert!(text.contains("\"design:paramtypes\""), "{text}");
    assert!(text.contains("typeof Service === \"undefined\" ? Object : Service"), "{text}");
    assert!(text.contains("this.s = s"), "{text}");
    assert!(text.contains("function _ts_decorate"), "{text}");
}

#[test]
fn standard_decorators_are_lowered() {
    let program = program(&[("a.mts", "class A { @dec m() {} accessor x = 1 }\nfunction dec(v, c) {}")]);
    assert!(!text(&program, "a.mts").contains("@dec"));
}

#[test]
fn jsx_imports_its_runtime() {
    let files = [
        ("a.tsx", "export const a = <b c={1}>d</b>;"),
        ("node_modules/react/jsx-runtime.js", "exports.jsx = 1; exports.jsxs = 1; exports.Fragment = 1"),
        ("node_modules/react/package.json", r#"{ "name": "react" }"#),
    ];
    let program = program(&files);
    let text = text(&program, "a.tsx");
    assert!(text.contains("import { jsx as _jsx } from \"react/jsx-runtime\""), "{text}");
    assert_eq!(program.modules.len(), 2);
}

#[test]
fn typescript_writes_common_js_in_its_own_way() {
    let program = program(&[("a.ts", "import b = require('./b.cjs');\nexport = b;"), ("b.cjs", "")]);
    let text = text(&program, "a.ts");
    assert!(text.contains("const b = require('./b.cjs')") || text.contains("const b = require(\"./b.cjs\")"), "{text}");
    assert!(text.contains("module.exports = b"), "{text}");
}

#[test]
fn fields_without_a_value_follow_tsconfig() {
    let tsconfig = ("tsconfig.json", r#"{ "compilerOptions": { "useDefineForClassFields": false } }"#);
    check(&[("a.mts", "class A { b: string; c = 1 }"), tsconfig], "class A { ;          c = 1 }");
    check(&[("a.mts", "class A { b: string; c = 1 }")], "class A { b        ; c = 1 }");
}

#[test]
fn common_js_is_wrapped_behind_a_line_of_its_own() {
    check(
        &[("a.cjs", "exports.a = 1")],
        "(function (exports, require, module, __filename, __dirname) {\nexports.a = 1\n})",
    );
}

#[test]
fn what_is_optional_fails_only_at_run_time() {
    let program = program(&[("a.cjs", "try { require('nothing') } catch {}\nfunction f() { require('./neither') }")]);
    let failed = program.modules[0].resolutions.iter().filter(|row| matches!(row.target, Target::Failed { .. }));
    assert_eq!(failed.count(), 2);
}

#[test]
fn error_messages_do_not_reveal_the_machine() {
    let program = program(&[("a.mjs", "import('./nothing.js').catch(() => {})")]);
    let Target::Failed { message, .. } = &program.modules[0].resolutions[0].target else {
        panic!("it cannot be found")
    };
    assert_eq!(message, "Cannot find module '/jsc-app/nothing.js' imported from /jsc-app/a.mjs");
}

#[test]
fn paths_of_tsconfig_lead_to_files() {
    let program = program(&[
        ("src/a.ts", "import { b } from '@/b'; console.log(b)"),
        ("src/lib/b.ts", "export const b = 1"),
        ("tsconfig.json", r#"{ "compilerOptions": { "paths": { "@/*": ["./src/lib/*"] } } }"#),
    ]);
    assert_eq!(program.modules.len(), 2);
}

#[test]
fn the_same_files_give_the_same_program() {
    let files =
        [("a.mjs", "import './b.cjs'; import('./c.mjs')"), ("b.cjs", "require('./d')"), ("c.mjs", ""), ("d.js", "")];
    assert_eq!(program(&files), program(&files));
}

#[test]
fn specifiers_put_together_at_run_time_embed_what_they_can_mean() {
    let program = program(&[
        ("a.mjs", "export const load = (name) => import(`./locales/${name}.js`)"),
        ("locales/de.js", ""),
        ("locales/en.js", ""),
        ("locales/readme.md", ""),
    ]);
    assert_eq!(program.modules.len(), 3);
}

#[test]
fn typescript_in_a_common_js_package_becomes_common_js() {
    let program = program(&[
        ("a.ts", "import { b, type T } from './b';\nexport const dir: T = b + __dirname;"),
        ("b.ts", "export const b = 1; export type T = any"),
        ("package.json", r#"{ "type": "commonjs" }"#),
    ]);
    let text = text(&program, "a.ts");
    assert!(text.contains("require(\"./b\")"), "{text}");
    assert_eq!(program.modules[0].exports, ["__esModule", "dir"], "{text}");
    assert_eq!(program.modules.len(), 2);
}

#[test]
fn typescript_that_needs_dirname_becomes_common_js_unless_tsconfig_says_otherwise() {
    let files = [("a.ts", "import { b } from './b';\nconsole.log(b, __dirname);"), ("b.ts", "export const b = 1")];
    assert!(text(&program(&files), "a.ts").contains("require(\"./b\")"));
    let tsconfig = ("tsconfig.json", r#"{ "compilerOptions": { "module": "esnext" } }"#);
    assert!(text(&program(&[files[0], files[1], tsconfig]), "a.ts").contains("import { b } from"));
}

#[test]
fn scripts_of_workers_are_modules() {
    let program = program(&[
        ("a.mjs", "import { Worker } from 'node:worker_threads'; new Worker(new URL('w.mjs', import.meta.url))"),
        ("w.mjs", "import './x.mjs'"),
        ("x.mjs", ""),
    ]);
    assert_eq!(program.modules.len(), 3);
}

#[test]
fn files_named_beside_a_module_are_embedded() {
    let program = program(&[
        (
            "src/a.cjs",
            "path.join(__dirname, 'views'); path.join(__dirname, '..'); fs.readFileSync(__dirname + '/b.txt')",
        ),
        ("src/views/c.html", "<p>"),
        ("src/b.txt", "b"),
        ("other.txt", ""),
    ]);
    let paths: Vec<&str> = program.assets.iter().map(|asset| asset.path.as_str()).collect();
    assert_eq!(paths, ["/jsc-app/b.txt", "/jsc-app/views/c.html"]);
}

#[test]
fn packages_that_only_run_time_names_are_embedded_by_wish() {
    let files = [
        ("a.mjs", "const name = process.argv[2]; app.set('view engine', 'ejs')"),
        ("node_modules/ejs/index.js", ""),
        ("node_modules/plugin/package.json", r#"{ "main": "p.js" }"#),
        ("node_modules/plugin/p.js", ""),
    ];
    assert_eq!(program(&files).modules.len(), 2);
    let options = BuildOptions { includes: vec!["plugin".to_owned()], ..BuildOptions::default() };
    assert_eq!(program_with(&files, options).modules.len(), 3);
}

#[test]
fn included_scripts_are_compiled_and_other_files_embedded() {
    let files = [("a.mjs", ""), ("plugins/p.ts", "export const p: number = 1"), ("plugins/p.txt", "text")];
    let options = BuildOptions { includes: vec!["plugins".to_owned()], ..BuildOptions::default() };
    let program = program_with(&files, options);
    assert_eq!(text(&program, "plugins/p.ts"), "export const p         = 1");
    assert_eq!(program.assets.len(), 2);
}

#[test]
fn import_equals_in_an_es_module_makes_its_own_require() {
    let program = program(&[("a.mts", "import b = require('./b.cjs');\nexport { b };"), ("b.cjs", "")]);
    let text = text(&program, "a.mts");
    assert!(text.contains("createRequire"), "{text}");
    assert_eq!(program.modules[0].resolutions.len(), 2);
}

#[test]
fn what_imports_a_left_out_package_is_not_linked_ahead() {
    let files = [
        ("a.mjs", "import './b.mjs'; import './c.mjs'"),
        ("b.mjs", "import 'pg'"),
        ("c.mjs", "import './d.cjs'"),
        ("d.cjs", "require('pg')"),
    ];
    let options = BuildOptions { externals: vec!["pg".to_owned()], ..BuildOptions::default() };
    let temperatures: Vec<Temperature> =
        program_with(&files, options).modules.iter().map(|module| module.temperature).collect();
    assert_eq!(temperatures, [Temperature::Absent, Temperature::Absent, Temperature::Linked, Temperature::Linked]);
}
