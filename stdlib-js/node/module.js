'use strict';
// `node:module`: the class behind `module`, and what tools ask about the module system.
// https://nodejs.org/docs/latest-v24.x/api/module.html

const { Module, createRequire } = require('internal/modules/commonjs');
const { builtinNames, idOf } = require('internal/modules/builtins');

Module.builtinModules = builtinNames();
Module.createRequire = createRequire;
Module.isBuiltin = (name) => typeof name === 'string' && idOf(name) !== undefined;
Module.runMain = (main = process.argv[1]) => Module._load(main, null, true);
Module.syncBuiltinESMExports = () => {};
Module.constants = Object.freeze({
  __proto__: null,
  compileCacheStatus: Object.freeze({ __proto__: null, FAILED: 0, ENABLED: 1, ALREADY_ENABLED: 2, DISABLED: 3 }),
});
// The executable holds compiled code already, so there is nothing to cache.
Module.enableCompileCache = () => ({ status: Module.constants.compileCacheStatus.DISABLED });
Module.getCompileCacheDir = () => undefined;
Module.flushCompileCache = () => {};

module.exports = Module;
