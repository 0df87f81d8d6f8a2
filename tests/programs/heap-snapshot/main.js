// The heap as the developer tools read it, from a stream and from a file.
const { readFileSync, mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { text } = require('node:stream/consumers');
const v8 = require('node:v8');

class Conspicuous {}
globalThis.kept = new Conspicuous();

function show(json) {
  const { snapshot, nodes, strings } = JSON.parse(json);
  console.log(snapshot.meta.node_fields[0], nodes.length > 1000, strings.includes('Conspicuous'));
}

async function main() {
  const stream = v8.getHeapSnapshot();
  console.log(stream.constructor.name);
  show(await text(stream));

  const folder = mkdtempSync(join(tmpdir(), 'heap-snapshot-'));
  const path = join(folder, 'own.heapsnapshot');
  console.log(v8.writeHeapSnapshot(path) === path);
  show(readFileSync(path, 'utf8'));
  process.chdir(folder);
  const name = v8.writeHeapSnapshot();
  console.log(/^Heap\.\d{8}\.\d{6}\.\d+\.0\.001\.heapsnapshot$/.test(name));
  show(readFileSync(name, 'utf8'));
  rmSync(folder, { recursive: true });

  for (const options of [null, 1, { exposeInternals: 1 }, { exposeNumericValues: 'no' }]) {
    try {
      v8.getHeapSnapshot(options);
    } catch (error) {
      console.log(error.code, error.message);
    }
  }
  try {
    v8.writeHeapSnapshot('/nowhere/own.heapsnapshot');
  } catch (error) {
    console.log(error.code, error.syscall, error.path);
  }
}

main();
