// Trees: made, listed, copied, matched, removed.
const fs = require('fs');
const os = require('os');
const path = require('path');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'jsc-'));
process.chdir(folder);

console.log(fs.mkdirSync('a/b/c', { recursive: true }), fs.mkdirSync('a/b/c', { recursive: true }), fs.mkdirSync('./a/d/', { recursive: true }));
for (const name of ['a/1.txt', 'a/b/2.txt', 'a/b/c/3.js', 'a/.hidden', '\u00e9\u4e2d']) fs.writeFileSync(name, name);
fs.symlinkSync('b', 'a/link');

console.log(fs.readdirSync('a'), fs.readdirSync('.', 'latin1'), fs.readdirSync('.', 'buffer'));
console.log(fs.readdirSync('a', { recursive: true }));
console.log(fs.readdirSync('a', { withFileTypes: true }));
console.log(fs.readdirSync('a', { withFileTypes: true, recursive: true }).map((e) => [e.parentPath, e.name, e.isDirectory()].join()));
console.log(fs.globSync('**/*.{txt,js}').sort(), fs.globSync('a/!(b)').sort(), fs.globSync('a/*', { exclude: ['**/*.txt'] }).sort());

(async () => {
  const names = [];
  for await (const entry of await fs.promises.opendir('a')) names.push(entry.name);
  console.log(names.sort());
  using dir = fs.opendirSync('a/b/c');
  console.log(dir.path, dir.readSync().name, dir.readSync());
  await fs.promises.cp('a', 'copy', { recursive: true, filter: (from) => !from.endsWith('.js') });
  console.log(fs.readdirSync('copy', { recursive: true }), path.basename(fs.readlinkSync('copy/link')));
  for (const [from, to, options] of [['a', 'copy2'], ['a', 'a/b', { recursive: true }], ['a/1.txt', 'copy'], ['a', 'a/1.txt', { recursive: true }], ['a/1.txt', 'copy/1.txt', { force: false, errorOnExist: true }]]) {
    try {
      await fs.promises.cp(from, to, options);
      console.log('copied');
    } catch (error) {
      console.log(error.code, error.message);
    }
  }
  const stat = fs.statSync('a/1.txt', { bigint: true });
  console.log(stat.size, stat.isFile(), typeof stat.mtimeNs, stat.mtime instanceof Date, Object.keys(stat).join());
  fs.utimesSync('a/1.txt', 1, new Date(2500));
  console.log(fs.statSync('a/1.txt').atimeMs, fs.statSync('a/1.txt').mtime);
  await fs.promises.rm('a', { recursive: true });
  console.log(fs.existsSync('a'), fs.rmSync('a', { force: true }), fs.readdirSync('.').length);
  fs.rmSync(folder, { recursive: true });
})();
