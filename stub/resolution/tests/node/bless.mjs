// Asks Node what every specifier of fixture.json means in `/app/main.mjs`, and writes expected.json.
// Usage: node bless.mjs (Node 24)

import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { tmpdir } from 'node:os';
import { spawnSync } from 'node:child_process';

const here = import.meta.dirname;
const { files, links, specifiers } = JSON.parse(readFileSync(join(here, 'fixture.json'), 'utf8'));
const root = realpathSync(mkdtempSync(join(tmpdir(), 'resolution-')));

for (const [path, text] of Object.entries(files)) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}
for (const [path, target] of Object.entries(links)) symlinkSync(target, join(root, path));
writeFileSync(join(root, 'main.mjs'), `
import { createRequire } from 'node:module';
const require = createRequire(import.meta.url);
const shown = (error) => \`\${error.name} \${error.code} \${error.message.split('\\nRequire stack')[0]}\`;
const isResolutionError = (error) => /MODULE_NOT_FOUND|DIR_IMPORT|PACKAGE|SPECIFIER|SCHEME|BUILTIN/.test(error.code);
const answers = [];
for (const specifier of ${JSON.stringify(specifiers.map((specifier) => specifier.replaceAll('/app', root)))}) {
  let imported, required;
  try {
    imported = import.meta.resolve(specifier);
  } catch {}
  try {
    await import(specifier);
  } catch (error) {
    if (isResolutionError(error)) imported = shown(error);
  }
  try {
    required = require.resolve(specifier);
  } catch (error) {
    required = shown(error);
  }
  if (imported.startsWith('file:')) imported = decodeURIComponent(imported.slice('file://'.length));
  answers.push({ specifier, import: imported, require: required });
}
console.log(JSON.stringify(answers, null, 1));
`);
const { stdout, stderr } = spawnSync(process.execPath, ['--no-warnings', join(root, 'main.mjs')], { encoding: 'utf8' });
rmSync(root, { recursive: true });
if (stderr) throw new Error(stderr);
writeFileSync(join(here, 'expected.json'), stdout.replaceAll(root, '/app'));
