const path = require('node:path');

for (const { join, normalize, parse, format, relative, basename, extname, dirname, isAbsolute } of [path.posix, path.win32]) {
  console.log(join('a', '..', '/b', './c/'), normalize('/a//b/../c/.'), normalize('C:..\\a'), relative('/a/b/c', '/a/d'));
  console.log(parse('/home/u/file.tar.gz'), parse('C:\\x\\.env'), format({ dir: '/d', name: 'n', ext: 'e' }));
  console.log(basename('/a/b.js', '.js'), basename('a//'), extname('.a.b'), dirname('/a/b/'), isAbsolute('C:/x'));
}
console.log(path.win32.resolve('C:\\a', '..\\b', 'D:\\x'), path.win32.toNamespacedPath('C:\\x'), path.win32.normalize('\\\\host\\share\\..\\x'));
console.log(path.resolve('/a', 'b', '../c'), path.matchesGlob('/a/b.js', '/a/*.{js,ts}'), path.posix === path, path.sep);
try {
  path.join('a', 1);
} catch (error) {
  console.log(error.code, error.message);
}
