'use strict';
// Builtins as an application sees them: which ids it may load, and modules filled up with what jsc does not have yet.
// https://nodejs.org/docs/latest-v24.x/api/module.html#modulebuiltinmodules

const native = internalBinding('modules');
const builtins = internalBinding('builtins');

/** @type {Set<string> | undefined} */
let publicNames;

/** Every name by which an application can load a builtin; `node:` stands where it cannot be left out. */
function builtinNames() {
  return native.builtinNames();
}

/** The id of a builtin that an application asks for, with or without `node:`; undefined if there is none. */
function idOf(specifier) {
  publicNames ??= new Set(builtinNames());
  if (!specifier.startsWith('node:')) return publicNames.has(specifier) ? specifier : undefined;
  const id = specifier.slice(5);
  return publicNames.has(id) || publicNames.has(specifier) ? id : undefined;
}

/** @type {Map<string, any>} */
const loaded = new Map();

/** The exports of a builtin, with every name that Node has. @param {string} id */
function loadForUser(id) {
  if (loaded.has(id)) return loaded.get(id);
  const { fill, make } = require('internal/not_implemented');
  let exports;
  if (builtins.has(id)) {
    exports = require(id);
    fill(id, exports);
  } else {
    exports = make(id);
  }
  loaded.set(id, exports);
  return exports;
}

/** `process.getBuiltinModule(id)` */
function getBuiltinModule(specifier) {
  require('internal/validators').validateString(specifier, 'id');
  const id = idOf(specifier);
  return id === undefined ? undefined : loadForUser(id);
}

module.exports = { builtinNames, getBuiltinModule, idOf, loadForUser };
