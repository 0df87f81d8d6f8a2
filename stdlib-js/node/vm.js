'use strict';

// `node:vm`: text compiled and run, in this context or in others. https://nodejs.org/docs/latest-v24.x/api/vm.html
// Modules (`vm.Module`) are behind a flag in Node and are not here.

const native = internalBinding('contextify');
const {
  codes: { ERR_INVALID_ARG_TYPE, ERR_SCRIPT_EXECUTION_TIMEOUT },
} = require('internal/errors');
const {
  kValidateObjectAllowObjects,
  validateArray,
  validateBoolean,
  validateInt32,
  validateObject,
  validateOneOf,
  validateString,
  validateStringArray,
  validateUint32,
} = require('internal/validators');

const constants = Object.freeze({
  __proto__: null,
  USE_MAIN_CONTEXT_DEFAULT_LOADER: Symbol('vm_dynamic_import_main_context_default'),
  DONT_CONTEXTIFY: Symbol('vm_context_no_contextify'),
});

/** What running returns when the time is over. */
const late = Symbol('late');

let anonymousContexts = 0;
/** Lets go of compiled scripts whose objects are gone; made with the first of them. */
let registry;

/** The part of a script that Node implements natively. */
class ContextifyScript {
  #id;

  constructor(code, filename, lineOffset, columnOffset, cachedData, produceCachedData) {
    const [id, cachedDataRejected, sourceMapURL] =
      native.compileScript(code, filename, lineOffset, columnOffset, cachedData);
    this.#id = id;
    registry ??= new FinalizationRegistry(native.dropScript);
    registry.register(this, id);
    if (cachedData !== undefined) this.cachedDataRejected = cachedDataRejected;
    this.sourceURL = undefined;
    this.sourceMapURL = sourceMapURL;
    if (!produceCachedData) return;
    const data = toBuffer(native.createCachedData(id));
    this.cachedDataProduced = data !== undefined;
    if (data !== undefined) this.cachedData = data;
  }

  static run(script, contextifiedObject, { timeout, displayErrors }) {
    const value = native.runScript(script.#id, contextifiedObject, timeout ?? -1, late, displayErrors);
    if (value === late) throw new ERR_SCRIPT_EXECUTION_TIMEOUT(timeout);
    return value;
  }

  createCachedData() {
    return toBuffer(native.createCachedData(this.#id));
  }
}

const { run } = ContextifyScript;
delete ContextifyScript.run;

class Script extends ContextifyScript {
  constructor(code, options = {}) {
    code = `${code}`;
    if (typeof options === 'string') options = { filename: options };
    else validateObject(options, 'options');
    const { filename = 'evalmachine.<anonymous>', lineOffset = 0, columnOffset = 0, cachedData, produceCachedData = false } =
      options;
    validateString(filename, 'options.filename');
    validateInt32(lineOffset, 'options.lineOffset');
    validateInt32(columnOffset, 'options.columnOffset');
    validateCachedData(cachedData);
    validateBoolean(produceCachedData, 'options.produceCachedData');
    super(code, filename, lineOffset, columnOffset, cachedData, produceCachedData);
  }

  runInThisContext(options) {
    return run(this, undefined, runOptions(options));
  }

  runInContext(contextifiedObject, options) {
    validateContext(contextifiedObject);
    return run(this, contextifiedObject, runOptions(options));
  }

  runInNewContext(contextObject, options) {
    const context = createContext(contextObject, contextOptions(options));
    return this.runInContext(context, options);
  }
}

/**
 * @param {object | symbol} [contextObject]
 * @param {object} [options]
 * @returns {object}
 */
function createContext(contextObject = {}, options = {}) {
  const isVanilla = contextObject === constants.DONT_CONTEXTIFY;
  if (!isVanilla) {
    validateObject(contextObject, 'object', kValidateObjectAllowObjects);
    if (native.isContext(contextObject)) return contextObject;
  }
  validateObject(options, 'options');
  const { name = `VM Context ${++anonymousContexts}`, origin, codeGeneration, microtaskMode } = options;
  validateString(name, 'options.name');
  if (origin !== undefined) validateString(origin, 'options.origin');
  if (codeGeneration !== undefined) validateObject(codeGeneration, 'options.codeGeneration');
  const { strings = true, wasm = true } = codeGeneration ?? {};
  validateBoolean(strings, 'options.codeGeneration.strings');
  validateBoolean(wasm, 'options.codeGeneration.wasm');
  validateOneOf(microtaskMode, 'options.microtaskMode', ['afterEvaluate', undefined]);

  const global = native.makeContext(isVanilla ? undefined : contextObject, name, strings, wasm);
  return isVanilla ? global : contextObject;
}

/** Deprecated long ago, and still there. */
function createScript(code, options) {
  return new Script(code, options);
}

/**
 * @param {string} code
 * @param {object} contextifiedObject
 * @param {object | string} [options]
 */
function runInContext(code, contextifiedObject, options) {
  validateContext(contextifiedObject);
  const named = withFilename(options);
  return createScript(code, named).runInContext(contextifiedObject, named);
}

/**
 * @param {string} code
 * @param {object | symbol} [contextObject]
 * @param {object | string} [options]
 */
function runInNewContext(code, contextObject, options) {
  const named = withFilename(options);
  const context = createContext(contextObject, contextOptions(named));
  return createScript(code, named).runInContext(context, named);
}

/**
 * @param {string} code
 * @param {object | string} [options]
 */
function runInThisContext(code, options) {
  const named = withFilename(options);
  return createScript(code, named).runInThisContext(named);
}

/**
 * @param {object} object
 * @returns {boolean}
 */
function isContext(object) {
  validateObject(object, 'object', kValidateObjectAllowObjects);
  return native.isContext(object);
}

/**
 * @param {string} code
 * @param {string[]} [params]
 * @param {object} [options]
 * @returns {Function}
 */
function compileFunction(code, params, options = {}) {
  validateString(code, 'code');
  validateObject(options, 'options');
  if (params !== undefined) validateStringArray(params, 'params');
  const {
    filename = '', columnOffset = 0, lineOffset = 0, cachedData, produceCachedData = false, parsingContext,
    contextExtensions = [],
  } = options;
  validateString(filename, 'options.filename');
  validateInt32(columnOffset, 'options.columnOffset');
  validateInt32(lineOffset, 'options.lineOffset');
  validateCachedData(cachedData);
  validateBoolean(produceCachedData, 'options.produceCachedData');
  if (parsingContext !== undefined &&
      (parsingContext === null || typeof parsingContext !== 'object' || !native.isContext(parsingContext))) {
    throw new ERR_INVALID_ARG_TYPE('options.parsingContext', 'Context', parsingContext);
  }
  validateArray(contextExtensions, 'options.contextExtensions');
  contextExtensions.forEach((extension, index) => {
    validateObject(extension, `options.contextExtensions[${index}]`, kValidateObjectAllowObjects);
  });

  const [compiled, cachedDataRejected, data] = native.compileFunction(
    code, filename, lineOffset, columnOffset, cachedData, parsingContext, contextExtensions, params ?? [], produceCachedData);
  if (produceCachedData) {
    compiled.cachedDataProduced = data !== undefined;
    if (data !== undefined) compiled.cachedData = toBuffer(data);
  }
  if (cachedData !== undefined) compiled.cachedDataRejected = cachedDataRejected;
  return compiled;
}

function withFilename(options) {
  return typeof options === 'string' ? { filename: options } : options;
}

function runOptions(options = {}) {
  if (typeof options === 'string') options = {};
  validateObject(options, 'options');
  const { breakOnSigint = false, displayErrors = true, timeout } = options;
  if (timeout !== undefined) validateUint32(timeout, 'options.timeout', true);
  validateBoolean(displayErrors, 'options.displayErrors');
  validateBoolean(breakOnSigint, 'options.breakOnSigint');
  return { displayErrors, timeout };
}

/** The options of a context among those of running in it. */
function contextOptions(options = {}) {
  if (typeof options === 'string') return {};
  validateObject(options, 'options');
  const { contextName, contextOrigin, contextCodeGeneration, microtaskMode } = options;
  if (contextName !== undefined) validateString(contextName, 'options.contextName');
  if (contextOrigin !== undefined) validateString(contextOrigin, 'options.contextOrigin');
  if (contextCodeGeneration !== undefined) {
    validateObject(contextCodeGeneration, 'options.contextCodeGeneration');
    for (const name of ['strings', 'wasm']) {
      if (contextCodeGeneration[name] !== undefined) {
        validateBoolean(contextCodeGeneration[name], `options.contextCodeGeneration.${name}`);
      }
    }
  }
  return { name: contextName, origin: contextOrigin, codeGeneration: contextCodeGeneration, microtaskMode };
}

function validateContext(contextifiedObject) {
  if (!isContext(contextifiedObject)) {
    throw new ERR_INVALID_ARG_TYPE('contextifiedObject', 'vm.Context', contextifiedObject);
  }
}

function validateCachedData(cachedData) {
  if (cachedData !== undefined && !ArrayBuffer.isView(cachedData)) {
    throw new ERR_INVALID_ARG_TYPE('options.cachedData', ['Buffer', 'TypedArray', 'DataView'], cachedData);
  }
}

function toBuffer(bytes) {
  if (bytes === undefined) return undefined;
  return require('buffer').Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

module.exports = {
  Script,
  createContext,
  createScript,
  runInContext,
  runInNewContext,
  runInThisContext,
  isContext,
  compileFunction,
  constants,
};
