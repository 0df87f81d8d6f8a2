'use strict';

// Gives every builtin what Node 24 exports and this standard library lacks: it can be imported, and throws when it is called.
// The names and their shapes are in `stdlib-js/exports.json`; `stdlib-js/SUPPORT.md` lists the result.
// https://nodejs.org/docs/latest-v24.x/api/errors.html#err_method_not_implemented

const { describe } = internalBinding('node_exports');

// Set on every function made here, so that programs (and our own table) can ask without calling.
const kNotImplemented = Symbol.for('jsc.notImplemented');

/**
 * Adds what is missing to a builtin that has just been evaluated, once.
 * @param {string} id
 * @param {any} exports
 */
function fill(id, exports) {
  const text = describe(id);
  if (text === undefined || exports === null || (typeof exports !== 'object' && typeof exports !== 'function')) return;
  const entry = JSON.parse(text);
  fillMembers(exports, entry.exports, id, true);
  if (entry.hidden !== undefined) fillMembers(exports, entry.hidden, id, false);
  if (typeof entry.self === 'object' && typeof exports === 'function') fillClass(exports, entry.self, id);
}

/**
 * The exports of a builtin that this standard library does not have at all; `undefined` if Node has none of that id.
 * @param {string} id
 * @returns {any}
 */
function make(id) {
  const text = describe(id);
  if (text === undefined) return undefined;
  const { self } = JSON.parse(text);
  const exports = makeSelf(self, id);
  fill(id, exports);
  return exports;
}

/** @param {string} path what the message calls it, as in `fs.openAsBlob` */
function throwNotImplemented(path) {
  // Lazy: an error is made far more rarely than this file is loaded.
  const { codes: { ERR_METHOD_NOT_IMPLEMENTED } } = require('internal/errors');
  throw new ERR_METHOD_NOT_IMPLEMENTED(path);
}

function isNotImplemented(value) {
  return typeof value === 'function' && Object.hasOwn(value, kNotImplemented);
}

function makeSelf(self, id) {
  if (self === 'object') return {};
  if (self === 'emitter') return new (require('events'))();
  return makeMember(self, nameOf(id), id);
}

function fillMembers(target, members, path, enumerable) {
  for (const name of Object.keys(members)) {
    const shape = members[name];
    if (!Object.hasOwn(target, name) && !(name in target)) {
      defineMember(target, name, shape, `${path}.${name}`, enumerable);
      continue;
    }
    if (typeof shape !== 'object' || shape === null) continue;
    // An accessor is not asked: it may be there to load something late.
    const existing = Object.getOwnPropertyDescriptor(target, name)?.value;
    if (shape.o !== undefined && typeof existing === 'object' && existing !== null) {
      if (Object.isExtensible(existing)) fillMembers(existing, shape.o, `${path}.${name}`, true);
    } else if (shape.c !== undefined && typeof existing === 'function' && !isNotImplemented(existing)) {
      fillClass(existing, shape, `${path}.${name}`);
    }
  }
}

function fillClass(target, shape, path) {
  if (shape.s !== undefined) fillMembers(target, shape.s, path, false);
  const { prototype } = target;
  if (shape.p === undefined || prototype === undefined || prototype === null) return;
  for (const name of shape.p) {
    if (name in prototype) continue;
    const value = makeFunction(name, 0, `${path}.prototype.${name}`);
    Object.defineProperty(prototype, name, { __proto__: null, value, writable: true, enumerable: false, configurable: true });
  }
}

function defineMember(target, name, shape, path, enumerable) {
  if (typeof shape === 'string' && shape[0] === '@') {
    defineLate(target, name, shape.slice(1), enumerable);
    return;
  }
  const value = makeMember(shape, name, path);
  Object.defineProperty(target, name, { __proto__: null, value, writable: true, enumerable, configurable: true });
}

/** A member that is another builtin's exports, which is not evaluated before it is asked for. */
function defineLate(target, name, id, enumerable) {
  const settle = (value) => Object.defineProperty(target, name, {
    __proto__: null, value, writable: true, enumerable, configurable: true,
  });
  Object.defineProperty(target, name, {
    __proto__: null,
    get() {
      const value = process.getBuiltinModule(id);
      settle(value);
      return value;
    },
    set: settle,
    enumerable,
    configurable: true,
  });
}

function makeMember(shape, name, path) {
  switch (typeof shape) {
    case 'string': return makeFromCode(shape, name, path);
    case 'object': break;
    default: return shape;
  }
  if (shape === null) return null;
  if (Array.isArray(shape)) return shape[0];
  if (shape.l !== undefined) return shape.l;
  if (shape.o !== undefined) {
    const object = {};
    fillMembers(object, shape.o, path, true);
    return object;
  }
  const made = makeFunction(name, shape.c, path);
  fillClass(made, shape, path);
  return made;
}

function makeFromCode(code, name, path) {
  switch (code[0]) {
    case 'f': return makeFunction(name, Number(code.slice(1)), path);
    case 'a': return markAs(async (..._) => throwNotImplemented(path), name, Number(code.slice(1)));
    case 'y': return code.length > 1 ? Symbol.for(code.slice(1)) : Symbol(name);
    default: return undefined;
  }
}

/** A function that throws when it is called, constructed, or constructed through a class that extends it. */
function makeFunction(name, length, path) {
  return markAs(function() { throwNotImplemented(path); }, name, length);
}

function markAs(made, name, length) {
  Object.defineProperty(made, 'name', { __proto__: null, value: name, configurable: true });
  Object.defineProperty(made, 'length', { __proto__: null, value: length, configurable: true });
  Object.defineProperty(made, kNotImplemented, { __proto__: null, value: true });
  return made;
}

function nameOf(id) {
  return id.slice(id.lastIndexOf('/') + 1);
}

module.exports = { fill, make, throwNotImplemented, isNotImplemented, kNotImplemented };
