'use strict';
// `process.env`: an object whose properties are the environment, read and written as they are used.
// https://nodejs.org/docs/latest-v24.x/api/process.html#processenv

const native = internalBinding('process');

/** @returns {NodeJS.ProcessEnv} */
function makeEnvironment() {
  return new Proxy({}, {
    __proto__: null,
    get(target, name) {
      if (typeof name === 'symbol') return Reflect.get(target, name);
      return native.envGet(name) ?? Object.prototype[name];
    },
    set(target, name, value) {
      native.envSet(nameOf(name), textOf(value));
      return true;
    },
    has(target, name) {
      return (typeof name === 'string' && native.envGet(name) !== undefined) || Reflect.has(target, name);
    },
    deleteProperty(target, name) {
      if (typeof name === 'string') native.envDelete(name);
      return true;
    },
    ownKeys() {
      return native.envKeys();
    },
    getOwnPropertyDescriptor(target, name) {
      const value = typeof name === 'string' ? native.envGet(name) : undefined;
      return value === undefined ? undefined : { value, writable: true, enumerable: true, configurable: true };
    },
    defineProperty(target, name, descriptor) {
      const { codes: { ERR_INVALID_OBJECT_DEFINE_PROPERTY } } = require('internal/errors');
      if ('get' in descriptor || 'set' in descriptor) {
        throw new ERR_INVALID_OBJECT_DEFINE_PROPERTY("'process.env' does not accept an accessor(getter/setter) descriptor");
      }
      if (!('value' in descriptor && descriptor.configurable && descriptor.writable && descriptor.enumerable)) {
        throw new ERR_INVALID_OBJECT_DEFINE_PROPERTY(
          "'process.env' only accepts a configurable, writable, and enumerable data descriptor");
      }
      native.envSet(nameOf(name), textOf(descriptor.value));
      return true;
    },
  });
}

function nameOf(name) {
  if (typeof name === 'symbol') throw new TypeError('Cannot convert a Symbol value to a string');
  return name;
}

function textOf(value) {
  if (typeof value === 'symbol') throw new TypeError('Cannot convert a Symbol value to a string');
  return `${value}`;
}

module.exports = { makeEnvironment };
