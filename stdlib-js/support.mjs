// Prints `SUPPORT.md`: which of Node 24's exports are real in the jsc that this program was compiled with. Run it with
//
//     jsc build stdlib-js/support.mjs -o support && ./support stdlib-js/exports.json > stdlib-js/SUPPORT.md
//
// A test in `tests/` does the same and compares.

import { readFileSync } from 'node:fs';

const kNotImplemented = Symbol.for('jsc.notImplemented');

const table = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const rows = Object.keys(table).map((id) => row(id, table[id]));
const realCount = rows.reduce((sum, { real }) => sum + real, 0);
const count = rows.reduce((sum, { real, throwing }) => sum + real + throwing.length, 0);

process.stdout.write(`# What is real and what throws

Every module and export of Node ${process.versions.node.split('.')[0]} can be imported. One that jsc does not have yet throws
\`ERR_METHOD_NOT_IMPLEMENTED\` when it is called or constructed; \`Symbol.for('jsc.notImplemented') in f\` asks without calling.
This file is generated (\`stdlib-js/support.mjs\`). ${realCount} of ${count} functions and classes are real.

| module | real | throws |
|---|---|---|
${rows.map(({ id, real, throwing }) => `| \`node:${id}\` | ${summary(real, throwing.length)} | ${throwing.map((name) => `\`${name}\``).join(' ')} |`).join('\n')}
`);

function row(id, entry) {
  const found = { id, real: 0, throwing: [] };
  let exports;
  try {
    exports = process.getBuiltinModule(id);
  } catch {
    exports = undefined;
  }
  if (exports === undefined || exports === null) {
    found.throwing.push('everything');
    return found;
  }
  measure(found, exports, entry.self, id);
  members(found, exports, { ...entry.exports, ...entry.hidden }, '');
  return found;
}

function members(found, target, shapes, prefix) {
  for (const name of Object.keys(shapes)) {
    let value;
    try {
      value = target[name];
    } catch {
      value = undefined;
    }
    measure(found, value, shapes[name], prefix + name);
  }
}

function measure(found, value, shape, name) {
  if (typeof shape === 'string') {
    if (shape[0] === 'f' || shape[0] === 'a') note(found, value, name);
  } else if (shape?.o !== undefined) {
    if (typeof value === 'object' && value !== null) members(found, value, shape.o, `${name}.`);
  } else if (shape?.c !== undefined) {
    note(found, value, name);
    if (typeof value !== 'function' || kNotImplemented in value) return;
    members(found, value, shape.s ?? {}, `${name}.`);
    for (const method of shape.p ?? []) {
      const descriptor = descriptorOf(value.prototype, method);
      note(found, descriptor?.value ?? descriptor?.get, `${name}.prototype.${method}`);
    }
  }
}

function note(found, value, name) {
  if (typeof value === 'function' && !Object.hasOwn(value, kNotImplemented)) found.real++;
  else found.throwing.push(name);
}

function descriptorOf(object, name) {
  for (let holder = object; holder; holder = Object.getPrototypeOf(holder)) {
    const descriptor = Object.getOwnPropertyDescriptor(holder, name);
    if (descriptor !== undefined) return descriptor;
  }
  return undefined;
}

function summary(real, throwing) {
  if (throwing === 0) return 'all';
  return real === 0 ? 'nothing' : `${real} of ${real + throwing}`;
}
