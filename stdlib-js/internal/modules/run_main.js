'use strict';
// Starts the application, and connects the module system with Rust.
// https://nodejs.org/docs/latest-v24.x/api/modules.html, https://nodejs.org/docs/latest-v24.x/api/esm.html

const native = internalBinding('modules');
const { setHook } = internalBinding('builtins');
const { enqueueMicrotask } = internalBinding('task_queue');
const { clearAsyncIdStack } = require('internal/async_hooks');
const tracing = require('internal/modules/tracing');
const { PromisePrototypeThen } = primordials;

/** Node's exit code for an entry whose top-level await never settled. */
const UNSETTLED_TOP_LEVEL_AWAIT = 13;

/** True while the entry, an ES module, has a top-level await that has not settled. */
let isEntryWaiting = false;

/** Registers what Rust calls; at bootstrap. */
function setup() {
  setHook('runMain', runMain);
  setHook('loadCommonJs', (path) => require('internal/modules/commonjs').loadForImport(path));
  setHook('loadBuiltin', (id) => require('internal/modules/builtins').loadForUser(id));
  setHook('initImportMeta', initImportMeta);
  setHook('importDynamically', importDynamically);
  setHook('makeModuleError', makeModuleError);
  setHook('decodeDataUrl', decodeDataUrl);
  require('internal/modules/commonjs').warmUp();
}

function runMain() {
  const path = native.entryPath();
  if (native.kind(path) !== 'module') {
    runCommonJs(path);
    return;
  }
  clearAsyncIdStack();
  // Node evaluates an ES module entry in a promise job, so its ticks wait until its microtasks are done.
  enqueueMicrotask(runEsModule);
}

/** The main module is asynchronous resource 1; what comes after it has no resource of its own. */
function runCommonJs(path) {
  try {
    require('internal/modules/commonjs').runMain(path);
  } finally {
    clearAsyncIdStack();
  }
}

function runEsModule() {
  const { triggerUncaughtException } = internalBinding('errors');
  let evaluation;
  try {
    evaluation = native.evaluateEntry();
  } catch (error) {
    triggerUncaughtException(error, true);
    return;
  }
  isEntryWaiting = true;
  PromisePrototypeThen(evaluation, () => {
    isEntryWaiting = false;
  }, (error) => {
    isEntryWaiting = false;
    triggerUncaughtException(error, true);
  });
}

/** The process ends by itself; if the entry still waits, that is an error. */
function endWaitingEntry() {
  if (!isEntryWaiting || process.exitCode !== undefined) return;
  process.exitCode = UNSETTLED_TOP_LEVEL_AWAIT;
  for (const place of native.stalledAwaits()) {
    internalBinding('process').rawWrite(2, `Warning: Detected unsettled top-level await at ${place}\n\n\n`);
  }
}

function initImportMeta(meta, url, path, isMain) {
  if (path !== undefined) {
    meta.dirname = path.slice(0, path.lastIndexOf('/')) || '/';
    meta.filename = path;
  }
  meta.main = isMain;
  meta.resolve = function resolve(specifier) {
    return resolveToUrl(`${specifier}`, path ?? url);
  };
  meta.url = url;
}

function resolveToUrl(specifier, referrer) {
  let found;
  try {
    found = native.resolve(specifier, referrer, 'import');
  } catch (error) {
    // The URL of a file that does not exist is still its URL.
    if (error.code !== 'ERR_MODULE_NOT_FOUND' || error.url === undefined) throw error;
    return error.url;
  }
  if (!found.startsWith('/')) return found;
  const suffix = /[?#].*$/.exec(specifier)?.[0] ?? '';
  const path = suffix !== '' && found.endsWith(suffix) ? found.slice(0, -suffix.length) : found;
  return require('internal/url').pathToFileURL(path).href + suffix;
}

/** Waits one turn before it loads anything, because `import()` never runs the module before its caller goes on. */
function importDynamically(specifier, referrer, attribute) {
  if (!tracing.imports?.hasSubscribers) return importModule(specifier, referrer, attribute);
  const parentURL = referrer[0] === '/' ? require('internal/url').pathToFileURL(referrer).href : referrer;
  const context = { __proto__: null, parentURL, url: specifier };
  return tracing.imports.tracePromise(importModule, context, undefined, specifier, referrer, attribute);
}

async function importModule(specifier, referrer, attribute) {
  await undefined;
  const begun = native.beginImport(specifier, referrer, attribute);
  await begun[0];
  return begun[1];
}

function makeModuleError(code, message, isTypeError, path, hint) {
  const Base = isTypeError ? TypeError : Error;
  const error = new Base(hint === undefined ? message : `${message}\n${hint}`);
  if (code !== 'MODULE_NOT_FOUND') nameInStack(error, code);
  error.code = code;
  if (path === undefined) return error;
  if (code === 'ERR_MODULE_NOT_FOUND' || code === 'ERR_UNSUPPORTED_DIR_IMPORT') {
    error.url = require('internal/url').pathToFileURL(path).href;
  } else if (code === 'MODULE_NOT_FOUND') {
    error.path = path;
  }
  return error;
}

/** The stack keeps the name that the error has when it is first read: `Error [CODE]`. */
function nameInStack(error, code) {
  error.name = `${error.name} [${code}]`;
  error.stack; // eslint-disable-line no-unused-expressions
  delete error.name;
}

function decodeDataUrl(head, body) {
  if (/;base64$/i.test(head)) return require('buffer').Buffer.from(decodeURIComponent(body), 'base64').toString();
  return decodeURIComponent(body);
}

module.exports = { endWaitingEntry, setup };
