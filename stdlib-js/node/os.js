'use strict';

// The machine, the operating system and the user. https://nodejs.org/docs/latest-v24.x/api/os.html

const native = internalBinding('os');
const {
  codes: { ERR_SYSTEM_ERROR },
} = require('internal/errors');
const { validateInt32 } = require('internal/validators');

const PRIORITY_HIGHEST = -20;
const PRIORITY_LOW = 19;
const LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

const constants = Object.freeze({
  __proto__: null,
  UV_UDP_REUSEADDR: 4,
  dlopen: native.dlopen,
  errno: native.errno,
  signals: Object.freeze(native.signals),
  priority: {
    __proto__: null,
    PRIORITY_LOW,
    PRIORITY_BELOW_NORMAL: 10,
    PRIORITY_NORMAL: 0,
    PRIORITY_ABOVE_NORMAL: -7,
    PRIORITY_HIGH: -14,
    PRIORITY_HIGHEST,
  },
});

const getOSType = () => native.uname()[0];
const getOSRelease = () => native.uname()[1];
const getOSVersion = () => native.uname()[2];
const getMachine = () => native.uname()[3];
const availableParallelism = () => native.availableParallelism();
const totalmem = () => native.memory()[0];
const freemem = () => native.memory()[1];

function arch() {
  return process.arch;
}

function platform() {
  return process.platform;
}

function endianness() {
  return LITTLE_ENDIAN ? 'LE' : 'BE';
}

function hostname() {
  return native.uname()[4];
}

function uptime() {
  return native.uptime();
}

function loadavg() {
  return native.loadAverage();
}

/** Environment variables first, as on every Unix; a trailing slash goes away unless it is all there is. */
function tmpdir() {
  const { env } = process;
  const path = env.TMPDIR || env.TMP || env.TEMP || '/tmp';
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}

function homedir() {
  return call(native.homeDirectory);
}

/** @returns {Array<{model: string, speed: number, times: object}>} */
function cpus() {
  return native.cpus().map(([model, speed, [user, nice, sys, idle, irq]]) =>
    ({ model, speed, times: { user, nice, sys, idle, irq } }));
}

function networkInterfaces() {
  const interfaces = {};
  for (const [name, address, netmask, family, mac, internal, scopeid] of call(native.networkInterfaces)) {
    const entry = { address, netmask, family, mac, internal, cidr: cidrOf(address, netmask, family) };
    if (family === 'IPv6') entry.scopeid = scopeid;
    (interfaces[name] ??= []).push(entry);
  }
  return interfaces;
}

function cidrOf(address, netmask, family) {
  const bits = family === 'IPv4' ?
    netmask.split('.').map((part) => Number(part).toString(2)) :
    netmask.split(':').map((part) => Number.parseInt(part || '0', 16).toString(2));
  // A mask is a run of ones, so counting them is enough.
  const ones = bits.join('').replaceAll('0', '').length;
  return `${address}/${ones}`;
}

/** @param {{encoding?: string}} [options] */
function userInfo(options) {
  const [uid, gid, ...texts] = call(native.user);
  const encoding = options?.encoding;
  const [username, homedir, shell] = texts.map((bytes) => decode(bytes, encoding));
  return { __proto__: null, uid, gid, username, homedir, shell };
}

function decode(bytes, encoding) {
  const { Buffer } = require('buffer'); // Lazy for start-up time.
  const buffer = Buffer.from(bytes.buffer);
  if (encoding === 'buffer') return buffer;
  return buffer.toString(Buffer.isEncoding(encoding) ? encoding : 'utf8');
}

function getPriority(pid) {
  if (pid === undefined) pid = 0;
  else validateInt32(pid, 'pid');
  return call(native.getPriority, pid);
}

function setPriority(pid, priority) {
  if (priority === undefined) {
    priority = pid;
    pid = 0;
  }
  validateInt32(pid, 'pid');
  validateInt32(priority, 'priority', PRIORITY_HIGHEST, PRIORITY_LOW);
  call(native.setPriority, pid, priority);
}

/** What fails here fails as a `SystemError`, not as the plain error of a system call. */
function call(operation, ...args) {
  try {
    return operation(...args);
  } catch (error) {
    const { errno, code, syscall, message } = error;
    if (code === undefined || syscall === undefined) throw error;
    const description = message.slice(code.length + 2, message.lastIndexOf(`, ${syscall}`));
    throw new ERR_SYSTEM_ERROR({ errno, code, message: description, syscall });
  }
}

// `${os.hostname}` is the host's name.
for (const f of [
  availableParallelism, freemem, getMachine, getOSRelease, getOSType, getOSVersion, homedir, hostname, totalmem, uptime,
  arch, endianness, platform, tmpdir,
]) {
  f[Symbol.toPrimitive] = () => f();
}

module.exports = {
  arch,
  availableParallelism,
  cpus,
  endianness,
  freemem,
  getPriority,
  homedir,
  hostname,
  loadavg,
  networkInterfaces,
  platform,
  release: getOSRelease,
  setPriority,
  tmpdir,
  totalmem,
  type: getOSType,
  userInfo,
  uptime,
  version: getOSVersion,
  machine: getMachine,
};
Object.defineProperties(module.exports, {
  constants: { value: constants, enumerable: true, configurable: false, writable: false },
  EOL: { value: '\n', enumerable: true, configurable: true, writable: false },
  devNull: { value: '/dev/null', enumerable: true, configurable: true, writable: false },
});
