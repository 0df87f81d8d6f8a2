'use strict';
// Makes the standard library's own loader: `internalBinding`, `require` for builtins, `process` and `primordials`.
// It is the first code of a context; Rust passes the getter of native bindings in place of `internalBinding`.
// The order of things after it is in `internal/bootstrap/node.js`.

const getBinding = internalBinding;
const builtins = getBinding('builtins');

/** @type {Map<string, object>} */
const bindings = new Map([['builtins', builtins]]);

/**
 * The native binding of this name, one object per context.
 * @param {string} name @returns {any}
 */
function loadBinding(name) {
  let binding = bindings.get(name);
  if (binding === undefined) {
    binding = getBinding(name);
    if (binding === undefined) throw new Error(`bug in jsc: no native binding '${name}'`);
    bindings.set(name, binding);
  }
  return binding;
}

const realPrimordials = capturePrimordials();
const realProcess = makeProcess();

/** @type {Map<string, {id: string, exports: any, loaded: boolean}>} */
const modules = new Map();

/**
 * The exports of a builtin, evaluated on first use.
 * @param {string} id path below `stdlib-js/` without `node/` and `.js` @returns {any}
 */
function requireBuiltin(id) {
  const known = modules.get(id);
  if (known !== undefined) return known.exports;
  const compiled = builtins.compile(id);
  if (compiled === undefined) throw new Error(`bug in jsc: no builtin '${id}'`);
  const builtin = { id, exports: {}, loaded: false };
  modules.set(id, builtin);
  compiled(builtin.exports, requireBuiltin, builtin, realProcess, loadBinding, realPrimordials);
  builtin.loaded = true;
  return builtin.exports;
}

/** What bootstrap, errors, the loader and inspect need even after an application has changed the globals. */
function capturePrimordials() {
  const { bind, call, apply } = Function.prototype;
  const uncurryThis = bind.bind(call);
  const captured = {
    __proto__: null,
    uncurryThis,
    applyBind: bind.bind(apply),
    ArrayIsArray: Array.isArray,
    ArrayPrototypeForEach: uncurryThis(Array.prototype.forEach),
    ArrayPrototypeJoin: uncurryThis(Array.prototype.join),
    ArrayPrototypePush: uncurryThis(Array.prototype.push),
    ArrayPrototypeShift: uncurryThis(Array.prototype.shift),
    ArrayPrototypeSlice: uncurryThis(Array.prototype.slice),
    Error,
    ErrorCaptureStackTrace: Error.captureStackTrace,
    FunctionPrototypeCall: uncurryThis(call),
    JSONParse: JSON.parse,
    JSONStringify: JSON.stringify,
    MapPrototypeGet: uncurryThis(Map.prototype.get),
    MapPrototypeSet: uncurryThis(Map.prototype.set),
    ObjectAssign: Object.assign,
    ObjectCreate: Object.create,
    ObjectDefineProperties: Object.defineProperties,
    ObjectDefineProperty: Object.defineProperty,
    ObjectFreeze: Object.freeze,
    ObjectGetOwnPropertyDescriptor: Object.getOwnPropertyDescriptor,
    ObjectGetOwnPropertyNames: Object.getOwnPropertyNames,
    ObjectGetPrototypeOf: Object.getPrototypeOf,
    ObjectKeys: Object.keys,
    ObjectPrototypeHasOwnProperty: uncurryThis(Object.prototype.hasOwnProperty),
    ObjectSetPrototypeOf: Object.setPrototypeOf,
    Promise,
    PromisePrototypeThen: uncurryThis(Promise.prototype.then),
    ReflectApply: Reflect.apply,
    ReflectOwnKeys: Reflect.ownKeys,
    RegExpPrototypeExec: uncurryThis(RegExp.prototype.exec),
    SafeMap: Map,
    SafeSet: Set,
    SafeWeakMap: WeakMap,
    String,
    StringPrototypeEndsWith: uncurryThis(String.prototype.endsWith),
    StringPrototypeIncludes: uncurryThis(String.prototype.includes),
    StringPrototypeIndexOf: uncurryThis(String.prototype.indexOf),
    StringPrototypeSlice: uncurryThis(String.prototype.slice),
    StringPrototypeSplit: uncurryThis(String.prototype.split),
    StringPrototypeStartsWith: uncurryThis(String.prototype.startsWith),
    Symbol,
    SymbolFor: Symbol.for,
    SymbolIterator: Symbol.iterator,
    SymbolToStringTag: Symbol.toStringTag,
    Uint8Array,
  };
  return Object.freeze(captured);
}

/** `process` as an object of a class of that name; its members come with `internal/bootstrap/node.js`. */
function makeProcess() {
  function process() {
    throw new TypeError('Illegal constructor');
  }
  return Object.create(Object.create(Object.prototype, {
    constructor: { value: process, writable: true, enumerable: false, configurable: true },
    [Symbol.toStringTag]: { value: 'process', writable: false, enumerable: false, configurable: true },
  }));
}

builtins.setHook('makeOsError', function makeOsError(errno, syscall, path, dest) {
  const error = requireBuiltin('internal/errors').uvException({ errno, syscall, path, dest });
  realPrimordials.ErrorCaptureStackTrace(error, makeOsError);
  return error;
});

requireBuiltin('internal/bootstrap/node');
