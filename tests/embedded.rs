//! Files that `--include` embeds: read as Node reads them from the disk, in every form of fs, and never written.

use std::fs;
use std::path::Path;

use jsc_tests::{build, node, run, scratch};

const READS: &str = r"
import fs from 'node:fs';
import path from 'node:path';
const root = path.join(import.meta.dirname, 'public');
const show = async (label, call) => {
  try {
    console.log(label, await call());
  } catch (error) {
    console.log(label, error.code, error.syscall, path.relative(import.meta.dirname, error.path ?? root));
  }
};
const at = (name) => path.join(root, name);
for (const name of ['page.html', 'css/site.css', 'none', 'page.html/x', 'page.html/', '../public/./css//site.css', 'css', '']) {
  await show('readFileSync', () => fs.readFileSync(`${root}/${name}`, 'utf8'));
  await show('readFile', () => fs.promises.readFile(`${root}/${name}`, 'latin1'));
  await show('statSync', () => { const s = fs.statSync(`${root}/${name}`); return [s.isFile(), s.isDirectory(), s.isFile() && s.size]; });
  await show('lstat', async () => (await fs.promises.lstat(`${root}/${name}`)).isFile());
  await show('exists', () => fs.existsSync(`${root}/${name}`));
  await show('access', () => fs.promises.access(`${root}/${name}`));
  await show('readdir', () => fs.readdirSync(`${root}/${name}`));
  await show('open', () => fs.closeSync(fs.openSync(at(name === 'css' || name === '' ? 'none' : name))));
}
console.log(fs.readdirSync(root, { recursive: true }), fs.readdirSync(root, { withFileTypes: true }).map((e) => [e.name, e.isFile()]));
const handle = await fs.promises.open(at('page.html'));
console.log((await handle.stat()).size, (await handle.read({ length: 3, position: 2 })).buffer.toString(), await handle.readFile('utf8'));
await handle.close();
for await (const chunk of fs.createReadStream(at('page.html'), { start: 1, end: 4, encoding: 'utf8' })) console.log(chunk);
const names = [];
for await (const entry of await fs.promises.opendir(root)) names.push(`${entry.name} ${entry.isDirectory()}`);
console.log(names.sort(), path.basename(fs.realpathSync(at('css/../page.html'))));
console.log(fs.globSync('**/*.css', { cwd: root }), fs.readFileSync(new URL('./public/css/site.css', import.meta.url), 'utf8'));
";

const WRITES: &str = r"
import fs from 'node:fs';
import path from 'node:path';
const root = path.join(import.meta.dirname, 'public');
const page = path.join(root, 'page.html');
for (const [name, ...args] of [
  ['writeFileSync', page, 'x'], ['writeFileSync', path.join(root, 'new'), 'x'], ['appendFileSync', page, 'x'],
  ['truncateSync', page], ['unlinkSync', page], ['rmSync', root, { recursive: true }], ['rmdirSync', root],
  ['mkdirSync', path.join(root, 'new')], ['renameSync', page, path.join(root, 'other')], ['symlinkSync', 'x', path.join(root, 'link')],
  ['chmodSync', page, 0o600], ['utimesSync', page, 1, 1], ['copyFileSync', page, path.join(root, 'copy')],
  ['openSync', page, 'r+'], ['accessSync', page, fs.constants.W_OK], ['mkdtempSync', path.join(root, 'tmp-')],
  ['unlinkSync', path.join(root, 'none')],
]) {
  try {
    fs[name](...args);
    console.log(name, 'went through');
  } catch (error) {
    console.log(name, error.code);
  }
}
";

fn write_application(folder: &Path, source: &str) {
    fs::create_dir_all(folder.join("public/css")).expect("a folder");
    for (name, text) in [
        ("package.json", "{}"),
        ("main.mjs", source),
        ("public/page.html", "<p>page</p>\n"),
        ("public/css/site.css", "p {}\n"),
    ] {
        fs::write(folder.join(name), text).expect("a source");
    }
}

#[test]
fn reading_embedded_files_is_reading_files() {
    let folder = scratch("embedded-reads");
    write_application(&folder, READS);
    let main = folder.join("main.mjs");
    let wanted = run(node(), &["--no-warnings", &main.to_string_lossy()], &folder);
    let include = folder.join("public");
    build(&main, &folder.join("app"), &["--include", &include.to_string_lossy()]);
    fs::remove_dir_all(&include).expect("the files can go");
    let found = run(folder.join("app"), &[], &folder);
    assert_eq!((found.out, found.err, found.code), (wanted.out, String::new(), wanted.code));
}

#[test]
fn embedded_files_cannot_be_changed() {
    let folder = scratch("embedded-writes");
    write_application(&folder, WRITES);
    let include = folder.join("public");
    build(&folder.join("main.mjs"), &folder.join("app"), &["--include", &include.to_string_lossy()]);
    let found = run(folder.join("app"), &[], &folder);
    let codes: Vec<&str> = found.out.lines().filter_map(|line| line.split_once(' ')).map(|(_, code)| code).collect();
    let expected = [vec!["EROFS"; 16], vec!["ENOENT"]].concat();
    assert_eq!(codes, expected, "{}{}", found.out, found.err);
    assert_eq!(fs::read_to_string(include.join("page.html")).expect("it is still there"), "<p>page</p>\n");
}

const COMPUTED: &str = r"
const load = (...parts) => {
  try {
    return require(parts.join(''));
  } catch (error) {
    return `${error.code}: ${error.message.split('\n').at(-1)}`;
  }
};
console.log([load('./plug', '.js'), load('./other', '.js'), load('pack', 'age'), load('no', 'thing'), load('@a', '/b/c')].join('\n'));
";

/// What the build cannot follow is found if it is embedded, a package also on the disk; else the error says what to add.
#[test]
fn a_request_that_only_run_time_knows_finds_what_is_embedded_and_packages_on_the_disk() {
    let folder = scratch("computed-requests");
    let package = folder.join("elsewhere/node_modules/package");
    fs::create_dir_all(&package).expect("a folder");
    for (name, text) in [("package.json", "{}"), ("main.js", COMPUTED), ("plug.js", "module.exports = 'plug';")] {
        fs::write(folder.join(name), text).expect("a source");
    }
    fs::write(folder.join("other.js"), "").expect("a source");
    fs::write(package.join("index.js"), "module.exports = 'on the disk';").expect("a source");
    build(&folder.join("main.js"), &folder.join("app"), &["--include", &folder.join("plug.js").to_string_lossy()]);
    let found = run(folder.join("app"), &[], &folder.join("elsewhere"));
    let missing = |name: &str| {
        format!("MODULE_NOT_FOUND: If it exists, it was not embedded: add `--include {name}` to `jsc build`")
    };
    let wanted = ["plug", &missing("other.js"), "on the disk", &missing("nothing"), &missing("@a/b/c")];
    assert_eq!(found.out, format!("{}\n", wanted.join("\n")), "{}", found.err);
}
