'use strict';
// The members of `process` that do not need another module to exist.
// https://nodejs.org/docs/latest-v24.x/api/process.html

const native = internalBinding('process');
const { setHook } = internalBinding('builtins');
const { ObjectDefineProperty, ObjectGetOwnPropertyDescriptor } = primordials;

/** The Node version whose behaviour jsc follows. */
const NODE_VERSION = '24.21.0';

/** The getters of the standard streams that nobody has called yet, by name. */
const unopenedStreams = new Map();

let exiting = false;

/** Gives `process` its members; at bootstrap. */
function setup() {
  process.version = `v${NODE_VERSION}`;
  process.versions = makeVersions();
  process.arch = 'x64';
  process.platform = 'linux';
  process.release = makeRelease();
  process.features = require('internal/process/features').features;
  process.config = { target_defaults: { cflags: [], default_configuration: 'Release', defines: [], include_dirs: [], libraries: [] }, variables: {} };
  process.execArgv = [];
  ObjectDefineProperty(process, 'allowedNodeEnvironmentFlags', {
    __proto__: null,
    get: () => require('internal/options').allowedFlags(), // Lazy: hardly anyone asks.
    set(value) {
      ObjectDefineProperty(process, 'allowedNodeEnvironmentFlags', { __proto__: null, value, writable: true, enumerable: true, configurable: true });
    },
    enumerable: true,
    configurable: true,
  });
  process.exitCode = undefined;
  process.domain = null;
  process._exiting = false;
  process.moduleLoadList = [];
  setupLifecycle();
  setupHostReads();
  setupStreams();
  require('internal/process/signal').setup();
  setHook('refresh', refresh);
  setHook('beforeExit', () => {
    require('internal/async_hooks').flushDestroyed();
    process.emit('beforeExit', process.exitCode ?? 0);
  });
  setHook('exit', emitExit);
}

function makeVersions() {
  const versions = internalBinding('process').versions();
  return Object.freeze({ node: NODE_VERSION, ...versions });
}

function makeRelease() {
  return { name: 'node', lts: 'Krypton' };
}

/** Takes over what is this process's own; after the snapshot is loaded. */
function refresh() {
  const argv = native.argv();
  const execPath = native.execPath();
  process.argv0 = argv[0] ?? execPath;
  process.argv = [execPath, internalBinding('modules').entryPath() ?? execPath, ...argv.slice(1)];
  process.execPath = execPath;
  process.pid = native.pid();
  const execArgv = native.execArgv();
  if (execArgv.length > 0) {
    process.execArgv = execArgv;
    require('internal/options').apply();
  }
  if (internalBinding('modules').hasSourceMaps()) require('internal/source_map').install();
}

function setupLifecycle() {
  define('exit', exit);
  define('reallyExit', (code) => native.reallyExit(code));
  define('abort', () => native.abort());
  define('kill', kill);
  let exitCode;
  ObjectDefineProperty(process, 'exitCode', {
    __proto__: null,
    get() { return exitCode; },
    set(value) {
      exitCode = validatedExitCode(value);
    },
    enumerable: true,
    configurable: false,
  });
  ObjectDefineProperty(process, '_exiting', {
    __proto__: null, get: () => exiting, set(value) { exiting = value; }, enumerable: true, configurable: true,
  });
}

function validatedExitCode(value) {
  if (value === null || value === undefined) return value;
  let number = value;
  if (typeof number === 'string' && number !== '') {
    number = Number(number);
    if (!Number.isInteger(number)) number = value;
  }
  require('internal/validators').validateInteger(number, 'code');
  return number;
}

/** @param {number | string | null} [code] */
function exit(code) {
  if (arguments.length !== 0) process.exitCode = code;
  if (!exiting) {
    exiting = true;
    process.emit('exit', process.exitCode ?? 0);
  }
  native.reallyExit(process.exitCode ?? 0);
}

/** Emits `exit` for a process that ends by itself or by an exception; `decided` is the exception's code. */
function emitExit(decided) {
  if (exiting) return process.exitCode ?? decided ?? 0;
  exiting = true;
  if (decided === undefined) {
    require('internal/modules/run_main').endWaitingEntry();
    process.emit('exit', process.exitCode ?? 0);
    return process.exitCode ?? 0;
  }
  process.exitCode = decided;
  try {
    process.emit('exit', decided);
  } catch {
    // The process is dying of another exception, which is the one to report.
  }
  return process.exitCode ?? 0;
}

function kill(pid, signal) {
  const { ErrnoException, codes: { ERR_INVALID_ARG_TYPE, ERR_UNKNOWN_SIGNAL } } = require('internal/errors');
  // eslint-disable-next-line eqeqeq
  if (pid != (pid | 0)) throw new ERR_INVALID_ARG_TYPE('pid', 'number', pid);
  const { signals } = require('os').constants;
  let number = signal;
  if (typeof signal !== 'number') {
    number = signals[signal ?? 'SIGTERM'];
    if (number === undefined) throw new ERR_UNKNOWN_SIGNAL(signal);
  }
  try {
    native.kill(pid | 0, number);
  } catch (error) {
    // Node's error here is the short one: `kill ESRCH`.
    throw new ErrnoException(error.errno, 'kill');
  }
  return true;
}

function setupHostReads() {
  let cwd;
  define('cwd', () => cwd ??= native.cwd());
  define('chdir', (directory) => {
    require('internal/validators').validateString(directory, 'directory');
    native.chdir(directory);
    cwd = undefined;
  });
  define('umask', umask);
  define('uptime', () => native.uptime());
  define('hrtime', hrtime);
  hrtime.bigint = () => native.hrtimeBigInt();
  define('getuid', () => native.ids()[0]);
  define('geteuid', () => native.ids()[1]);
  define('getgid', () => native.ids()[2]);
  define('getegid', () => native.ids()[3]);
  define('getgroups', () => native.groups());
  for (const name of ['setuid', 'seteuid', 'setgid', 'setegid']) define(name, (id) => setId(name, id));
  define('memoryUsage', memoryUsage);
  memoryUsage.rss = () => native.residentSetBytes();
  define('availableMemory', () => require('os').freemem());
  define('constrainedMemory', () => 0);
  define('cpuUsage', cpuUsage);
  define('resourceUsage', resourceUsage);
  define('_rawDebug', (...args) => native.rawWrite(2, `${require('internal/util/inspect').format(...args)}\n`));
  define('binding', (name) => {
    const { codes: { ERR_INVALID_MODULE } } = require('internal/errors');
    throw new ERR_INVALID_MODULE(name);
  });
  ObjectDefineProperty(process, 'ppid', { __proto__: null, get: () => native.ppid(), enumerable: true, configurable: true });
  let title;
  ObjectDefineProperty(process, 'title', {
    __proto__: null,
    get() { return title ??= process.argv0; },
    set(value) {
      title = `${value}`;
      native.setTitle(title);
    },
    enumerable: true,
    configurable: true,
  });
  ObjectDefineProperty(process, 'debugPort', { __proto__: null, value: 9229, writable: true, enumerable: true, configurable: true });
  process.env = require('internal/process/env').environment;
  define('loadEnvFile', (path = '.env') => {
    const parsed = require('util').parseEnv(require('fs').readFileSync(path, 'utf8'));
    for (const name in parsed) process.env[name] ??= parsed[name];
  });
  define('getBuiltinModule', (id) => require('internal/modules/builtins').getBuiltinModule(id));
  define('emitWarning', emitWarning);
  define('getActiveResourcesInfo', () => require('internal/process/active').getActiveResourcesInfo());
  define('_getActiveHandles', () => require('internal/process/active').getActiveHandles());
  define('_getActiveRequests', () => require('internal/process/active').getActiveRequests());
  define('setUncaughtExceptionCaptureCallback', (f) => require('internal/process/execution').setUncaughtExceptionCaptureCallback(f));
  define('hasUncaughtExceptionCaptureCallback', () => require('internal/process/execution').hasUncaughtExceptionCaptureCallback());
  define('setSourceMapsEnabled', (enabled) => {
    require('internal/validators').validateBoolean(enabled, 'enabled');
    process.sourceMapsEnabled = enabled;
  });
  define('ref', (object) => callIfPossible(object, object?.[Symbol.for('nodejs.ref')] || object?.ref));
  define('unref', (object) => callIfPossible(object, object?.[Symbol.for('nodejs.unref')] || object?.unref));
  process.sourceMapsEnabled = false;
}

function emitWarning(warning, type, code, ctor) {
  require('internal/process/warning').emitWarning(warning, type, code, ctor); // Lazy: most programs never warn.
}

/** @param {'setuid' | 'seteuid' | 'setgid' | 'setegid'} name  @param {number | string} id */
function setId(name, id) {
  const { codes: { ERR_INVALID_ARG_TYPE, ERR_UNKNOWN_CREDENTIAL } } = require('internal/errors');
  if (typeof id === 'number') {
    require('internal/validators').validateUint32(id, 'id');
    setNumericId(name, id);
    return;
  }
  if (typeof id !== 'string') throw new ERR_INVALID_ARG_TYPE('id', ['number', 'string'], id);
  const isUser = name.endsWith('uid');
  const number = idInFile(isUser ? '/etc/passwd' : '/etc/group', id);
  if (number === undefined) throw new ERR_UNKNOWN_CREDENTIAL(isUser ? 'User' : 'Group', id);
  setNumericId(name, number);
}

function setNumericId(name, id) {
  try {
    native.setId(name, id);
  } catch (error) {
    // These calls have kept Node's oldest form of a message, `EPERM, Operation not permitted`.
    const text = /^\w+: (.*), \w+$/.exec(error.message)?.[1] ?? error.message;
    error.message = `${error.code}, ${text[0].toUpperCase()}${text.slice(1)}`;
    throw error;
  }
}

/** The number of the user or group `name`: the third field of its line. */
function idInFile(path, name) {
  const lines = require('fs').readFileSync(path, 'latin1').split('\n');
  const line = lines.find((each) => each.startsWith(`${name}:`));
  return line === undefined ? undefined : Number(line.split(':')[2]);
}

function callIfPossible(object, method) {
  if (typeof method === 'function') method.call(object);
}

function umask(mask) {
  if (mask === undefined) return native.umask(undefined);
  return native.umask(require('internal/validators').parseFileMode(mask, 'mask'));
}

function hrtime(time) {
  const [seconds, nanoseconds] = native.hrtime();
  if (time === undefined) return [seconds, nanoseconds];
  const { validateArray } = require('internal/validators');
  validateArray(time, 'time');
  if (time.length !== 2) {
    const { codes: { ERR_OUT_OF_RANGE } } = require('internal/errors');
    throw new ERR_OUT_OF_RANGE('time', 2, time.length);
  }
  const difference = nanoseconds - time[1];
  return difference < 0 ? [seconds - time[0] - 1, difference + 1e9] : [seconds - time[0], difference];
}

function memoryUsage() {
  const [heapTotal, heapUsed, external, , arrayBuffers] = native.heapStatistics();
  return { rss: native.residentSetBytes(), heapTotal, heapUsed, external, arrayBuffers };
}

function cpuUsage(previous) {
  const usage = native.resourceUsage();
  if (previous === undefined) return { user: usage[0], system: usage[1] };
  const { validateObject } = require('internal/validators');
  validateObject(previous, 'prevValue');
  const { codes: { ERR_INVALID_ARG_VALUE, ERR_INVALID_ARG_TYPE } } = require('internal/errors');
  for (const name of ['user', 'system']) {
    const value = previous[name];
    if (typeof value !== 'number') throw new ERR_INVALID_ARG_TYPE(`prevValue.${name}`, 'number', value);
    if (!(value >= 0 && value <= Number.MAX_SAFE_INTEGER)) throw new ERR_INVALID_ARG_VALUE.RangeError(`prevValue.${name}`, value);
  }
  return { user: usage[0] - previous.user, system: usage[1] - previous.system };
}

function resourceUsage() {
  const names = ['userCPUTime', 'systemCPUTime', 'maxRSS', 'sharedMemorySize', 'unsharedDataSize', 'unsharedStackSize',
    'minorPageFault', 'majorPageFault', 'swappedOut', 'fsRead', 'fsWrite', 'ipcSent', 'ipcReceived', 'signalsCount',
    'voluntaryContextSwitches', 'involuntaryContextSwitches'];
  const usage = native.resourceUsage();
  return Object.fromEntries(names.map((name, index) => [name, usage[index]]));
}

/** `stdin`, `stdout` and `stderr` come into being when they are first read. */
function setupStreams() {
  const stdio = () => require('internal/process/stdio');
  for (const [name, getter] of [['stdin', 'getStdin'], ['stdout', 'getStdout'], ['stderr', 'getStderr']]) {
    const get = () => {
      unopenedStreams.delete(name);
      return stdio()[getter]();
    };
    unopenedStreams.set(name, get);
    ObjectDefineProperty(process, name, { __proto__: null, get, enumerable: true, configurable: true });
  }
  define('openStdin', () => {
    process.stdin.resume();
    return process.stdin;
  });
}

/** Whether anyone has seen `process[name]`, or put something else in its place. */
function isStreamOpen(name) {
  const get = unopenedStreams.get(name);
  return get === undefined || ObjectGetOwnPropertyDescriptor(process, name)?.get !== get;
}

function define(name, value) {
  if (value.name !== name) ObjectDefineProperty(value, 'name', { __proto__: null, value: name, configurable: true });
  ObjectDefineProperty(process, name, { __proto__: null, value, writable: true, enumerable: true, configurable: true });
}

module.exports = { isStreamOpen, setup };
