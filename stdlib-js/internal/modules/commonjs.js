'use strict';
// CommonJS: `Module`, `require` and what `node:module` shows of them, for embedded modules and files on the disk.
// https://nodejs.org/docs/latest-v24.x/api/modules.html

const native = internalBinding('modules');
const { idOf, loadForUser } = require('internal/modules/builtins');
const tracing = require('internal/modules/tracing');
const {
  ArrayIsArray, JSONParse, ObjectCreate, ObjectDefineProperty, ObjectSetPrototypeOf, ReflectApply,
  StringPrototypeEndsWith, StringPrototypeIndexOf, StringPrototypeSlice, StringPrototypeStartsWith,
} = primordials;

/** The export by which an ES module says what `require` of it returns. */
const MODULE_EXPORTS = 'module.exports';

/** @type {WeakMap<Module, Module | undefined>} */
const parents = new WeakMap();

/**
 * One CommonJS module. @param {string} [id] @param {Module} [parent]
 */
function Module(id = '', parent) {
  this.id = id;
  this.path = dirname(id);
  this.exports = {};
  parents.set(this, parent);
  this.filename = null;
  this.loaded = false;
  this.children = [];
  addChild(parent, this);
}

ObjectDefineProperty(Module.prototype, 'parent', {
  __proto__: null,
  get() { return parents.get(this); },
  set(value) { parents.set(this, value); },
  enumerable: false,
  configurable: true,
});

Module._cache = ObjectCreate(null);
Module._pathCache = ObjectCreate(null);
Module._extensions = ObjectCreate(null);
Module.globalPaths = [];
Module.Module = Module;
Module._debug = () => {};
Module._initPaths = () => {};
Module._preloadModules = () => {};

const wrapper = ['(function (exports, require, module, __filename, __dirname) { ', '\n});'];
Module.wrapper = wrapper;
Module.wrap = (script) => wrapper[0] + script + wrapper[1];

/** The exports of what `request` means for `parent`. */
Module._load = function(request, parent, isMain) {
  if (StringPrototypeStartsWith(request, 'node:')) {
    const id = idOf(request);
    if (id !== undefined) return loadForUser(id);
    const { codes: { ERR_UNKNOWN_BUILTIN_MODULE } } = require('internal/errors');
    throw new ERR_UNKNOWN_BUILTIN_MODULE(request);
  }
  const filename = Module._resolveFilename(request, parent, isMain);
  const cached = Module._cache[filename];
  if (cached !== undefined) {
    addChild(parent, cached);
    if (executing.has(cached)) throw cycleError(filename, parents.get(cached), '');
    return cached.exports;
  }
  const id = idOf(filename);
  return id !== undefined ? loadForUser(id) : loadFresh(filename, parent, isMain);
};

function loadFresh(filename, parent, isMain) {
  const module = new Module(filename, parent);
  if (isMain) {
    process.mainModule = module;
    module.id = '.';
  }
  Module._cache[filename] = module;
  let finished = false;
  try {
    module.load(filename);
    finished = true;
  } finally {
    if (!finished) forget(filename, module, parent);
  }
  return module.exports;
}

function forget(filename, module, parent) {
  delete Module._cache[filename];
  const index = parent?.children?.indexOf(module) ?? -1;
  if (index !== -1) parent.children.splice(index, 1);
}

function addChild(parent, child) {
  if (parent?.children && !parent.children.includes(child)) parent.children.push(child);
}

/** The path (or the builtin's name) that `request` means for `parent`. */
Module._resolveFilename = function(request, parent, isMain, options) {
  if (idOf(request) !== undefined) return request;
  let failure;
  for (const referrer of referrersOf(parent, options)) {
    try {
      const found = native.resolve(request, referrer, 'require');
      return StringPrototypeStartsWith(found, 'node:') ? StringPrototypeSlice(found, 5) : found;
    } catch (error) {
      failure ??= error;
    }
  }
  throw withRequireStack(failure, parent);
};

/** Files in whose place the request is resolved: the parent, or `options.paths`. */
function referrersOf(parent, options) {
  if (ArrayIsArray(options?.paths)) return options.paths.map((folder) => `${absolute(`${folder}`)}/noop.js`);
  const filename = parent?.filename ?? parent?.id;
  if (typeof filename === 'string' && StringPrototypeStartsWith(filename, '/')) return [filename];
  return [`${process.cwd()}/noop.js`];
}

function absolute(folder) {
  return require('path').resolve(folder);
}

function withRequireStack(error, parent) {
  if (error?.code !== 'MODULE_NOT_FOUND') return error;
  const requireStack = requireStackOf(parent);
  if (requireStack.length > 0) {
    // A hint of ours comes last.
    const sentence = error.message.split('\n', 1)[0];
    extendMessage(error, sentence, `\nRequire stack:\n- ${requireStack.join('\n- ')}`);
  }
  error.requireStack = requireStack;
  return error;
}

function requireStackOf(parent) {
  const requireStack = [];
  for (let cursor = parent; cursor; cursor = parents.get(cursor)) requireStack.push(cursor.filename ?? cursor.id);
  return requireStack;
}

/** Puts more behind a part of an error's message, in its stack as well. */
function extendMessage(error, part, more) {
  const { message, stack } = error;
  error.message = message.replace(part, () => part + more);
  if (typeof stack === 'string') error.stack = stack.replace(part, () => part + more);
}

Module._nodeModulePaths = function(from) {
  const paths = [];
  let folder = absolute(from);
  for (;;) {
    if (!StringPrototypeEndsWith(folder, '/node_modules')) paths.push(folder === '/' ? '/node_modules' : `${folder}/node_modules`);
    if (folder === '/') return paths;
    folder = dirname(folder);
  }
};

Module._resolveLookupPaths = function(request, parent) {
  if (idOf(request) !== undefined) return null;
  const isRelative = request[0] === '.' && (request.length === 1 || request[1] === '.' || request[1] === '/');
  if (isRelative) return [parent?.filename ? dirname(parent.filename) : '.'];
  const paths = parent?.paths?.length ? [...parent.paths, ...Module.globalPaths] : Module.globalPaths;
  return paths.length > 0 ? paths : null;
};

Module._findPath = function(request, paths) {
  for (const folder of paths ?? ['']) {
    try {
      return native.resolve(absolute(`${folder}/${request}`), '/noop.js', 'require');
    } catch {
      // The next folder may have it.
    }
  }
  return false;
};

Module.prototype.load = function(filename) {
  this.filename = filename;
  this.paths = Module._nodeModulePaths(dirname(filename));
  Module._extensions[findExtension(filename)](this, filename);
  this.loaded = true;
};

Module.prototype.require = function(id) {
  require('internal/validators').validateString(id, 'id');
  if (id === '') {
    const { codes: { ERR_INVALID_ARG_VALUE } } = require('internal/errors');
    throw new ERR_INVALID_ARG_VALUE('id', id, 'must be a non-empty string');
  }
  if (!tracing.requires?.hasSubscribers) return Module._load(id, this, false);
  const context = { __proto__: null, parentFilename: this.filename, id };
  return tracing.requires.traceSync(Module._load, context, Module, id, this, false);
};

Module.prototype._compile = function(content, filename) {
  return run(this, native.compileOnDisk(content, filename), filename);
};

/** The longest registered extension of a file; `.js` for all others. */
function findExtension(filename) {
  const name = StringPrototypeSlice(filename, filename.lastIndexOf('/') + 1);
  for (let dot = StringPrototypeIndexOf(name, '.', 1); dot !== -1; dot = StringPrototypeIndexOf(name, '.', dot + 1)) {
    const extension = StringPrototypeSlice(name, dot);
    if (Module._extensions[extension]) return extension;
  }
  return '.js';
}

Module._extensions['.js'] = function(module, filename) {
  const kind = native.kind(filename);
  if (kind === 'commonjs') {
    run(module, native.wrapper(filename), filename);
  } else if (kind === 'module') {
    module.exports = exportsOfEsModule(module, filename);
  } else {
    loadFromDisk(module, filename);
  }
};

Module._extensions['.json'] = function(module, filename) {
  const text = native.kind(filename) === 'json' ? native.text(filename) : require('fs').readFileSync(filename, 'utf8');
  try {
    module.exports = JSONParse(withoutByteOrderMark(text));
  } catch (error) {
    error.message = `${filename}: ${error.message}`;
    throw error;
  }
};

Module._extensions['.node'] = function(module, filename) {
  return process.dlopen(module, filename);
};

function loadFromDisk(module, filename) {
  const text = withoutByteOrderMark(require('fs').readFileSync(filename, 'utf8'));
  const format = native.formatOnDisk(filename, text);
  if (format === 'typescript') throw typescriptOnDisk(filename);
  if (format === 'module') {
    module.exports = exportsOfEsModule(module, filename);
  } else {
    module._compile(StringPrototypeStartsWith(text, '#!') ? `//${text}` : text, filename);
  }
}

function typescriptOnDisk(filename) {
  const { codes: { ERR_UNKNOWN_FILE_EXTENSION } } = require('internal/errors');
  const error = new ERR_UNKNOWN_FILE_EXTENSION(StringPrototypeSlice(filename, filename.lastIndexOf('.')), filename);
  error.message += ': TypeScript is compiled when the executable is built, not at run time; ' +
    'name the file with `jsc build --include`';
  return error;
}

function withoutByteOrderMark(text) {
  return text.charCodeAt(0) === 0xFEFF ? text.slice(1) : text;
}

/** ES modules that a `require` is evaluating. @type {WeakSet<Module>} */
const executing = new WeakSet();

/** What `require` of an ES module returns: the export named `module.exports`, or the namespace. */
function exportsOfEsModule(module, filename) {
  const namespace = namespaceOf(module, filename);
  if (MODULE_EXPORTS in namespace) return namespace[MODULE_EXPORTS];
  // Transpiled importers take the `default` of what says `__esModule`.
  return 'default' in namespace && !('__esModule' in namespace) ? native.esModuleFacade(filename) : namespace;
}

function namespaceOf(module, filename) {
  executing.add(module);
  try {
    return native.requireEsModule(filename);
  } catch (error) {
    const parent = parents.get(module);
    if (error?.code === 'ERR_REQUIRE_CYCLE_MODULE' && error.message.endsWith('in a cycle.')) {
      throw cycleError(filename, parent, ' A cycle involving require(esm) is not allowed to maintain invariants mandated ' +
        'by the ECMAScript specification. Try making at least part of the dependency in the graph lazily loaded.');
    }
    if (error?.code === 'ERR_REQUIRE_ASYNC_MODULE' && !error.message.includes('\n')) {
      const requireStack = requireStackOf(parent);
      const lines = [`Required module: ${filename}`, ...requireStack.length > 0 ? ['Require stack:'] : []];
      extendMessage(error, error.message, `\n${lines.join('\n')}${requireStack.map((path) => `\n- ${path}`).join('')}`);
    }
    throw error;
  } finally {
    executing.delete(module);
  }
}

function cycleError(filename, parent, explanation) {
  const { codes: { ERR_REQUIRE_CYCLE_MODULE } } = require('internal/errors');
  const from = parent?.filename ? ` (from ${parent.filename})` : '';
  return new ERR_REQUIRE_CYCLE_MODULE(`Cannot require() ES Module ${filename} in a cycle.${from}${explanation}`);
}

function run(module, compiled, filename) {
  const { exports } = module;
  return ReflectApply(compiled, exports, [exports, makeRequire(module), module, filename, dirname(filename)]);
}

/** The `require` of one module, with Node's properties. */
function makeRequire(module) {
  function require(path) {
    return module.require(path);
  }
  require.resolve = function resolve(request, options) {
    validateRequest(request);
    return Module._resolveFilename(request, module, false, options);
  };
  require.resolve.paths = function paths(request) {
    validateRequest(request);
    return Module._resolveLookupPaths(request, module);
  };
  require.main = process.mainModule;
  require.extensions = Module._extensions;
  require.cache = Module._cache;
  return require;
}

function validateRequest(request) {
  require('internal/validators').validateString(request, 'request');
}

/** `module.createRequire(path or file URL)` */
function createRequire(filename) {
  const path = pathForRequire(filename);
  const module = new Module(path);
  module.filename = StringPrototypeEndsWith(path, '/') ? `${path}noop.js` : path;
  module.paths = Module._nodeModulePaths(dirname(module.filename));
  return makeRequire(module);
}

function pathForRequire(filename) {
  const isUrl = typeof filename === 'string' ? StringPrototypeStartsWith(filename, 'file:') : filename?.href !== undefined;
  if (isUrl) return require('internal/url').fileURLToPath(filename);
  if (typeof filename === 'string' && StringPrototypeStartsWith(filename, '/')) return filename;
  const { codes: { ERR_INVALID_ARG_VALUE } } = require('internal/errors');
  throw new ERR_INVALID_ARG_VALUE('filename', filename, 'must be a file URL object, file URL string, or absolute path string');
}

/** The exports of a CommonJS module that an ES module imports. */
function loadForImport(path) {
  const cached = Module._cache[path];
  return cached !== undefined ? cached.exports : loadFresh(path, undefined, false);
}

/** Runs the entry. Its path is known, so nothing has to be resolved. */
function runMain(path) {
  loadFresh(path, null, true);
}

/** Runs the steps of a module's loading once while the snapshot is made, so that their bytecode is in it. */
function warmUp() {
  const filename = '/warm/up.js';
  const module = new Module(filename);
  module.filename = filename;
  module.paths = Module._nodeModulePaths(module.path);
  findExtension(filename);
  idOf(filename);
  run(module, () => {}, filename);
}

function dirname(path) {
  const slash = path.lastIndexOf('/');
  if (slash === -1) return '.';
  return slash === 0 ? '/' : path.slice(0, slash);
}

ObjectSetPrototypeOf(Module, Function.prototype);

module.exports = { Module, createRequire, loadForImport, runMain, warmUp };
