'use strict';

// Other programs: started, fed, waited for. https://nodejs.org/docs/latest-v24.x/api/child_process.html

const native = internalBinding('process_spawn');
const { Buffer } = require('buffer');
const {
  AbortError,
  ErrnoException,
  codes: { ERR_CHILD_PROCESS_STDIO_MAXBUFFER, ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE },
  genericNodeError,
} = require('internal/errors');
const {
  getValidStdio,
  normalizeSpawnArguments,
  sanitizeKillSignal,
  signalName,
  signalNumber,
  validateMaxBuffer,
  validateSignalOption,
  validateTimeout,
} = require('internal/child_process/options');
const { ChildProcess } = require('internal/child_process/child_process');
const { validateFunction, validateObject, validateString } = require('internal/validators');

const MAX_BUFFER = 1024 * 1024;
const kCustomPromisify = Symbol.for('nodejs.util.promisify.custom');

function spawn(file, args, options) {
  const checked = normalizeSpawnArguments(file, args, options);
  validateTimeout(checked.timeout);
  validateSignalOption(checked.signal);
  const killSignal = sanitizeKillSignal(checked.killSignal);
  const child = new ChildProcess();
  child.spawn(checked);
  if (checked.timeout > 0) killAfter(child, checked.timeout, killSignal);
  if (checked.signal) abortWith(child, checked.signal, killSignal);
  return child;
}

function killAfter(child, timeout, killSignal) {
  let timer = setTimeout(() => {
    timer = undefined;
    try {
      child.kill(killSignal);
    } catch (error) {
      child.emit('error', error);
    }
  }, timeout);
  child.once('exit', () => clearTimeout(timer));
}

function abortWith(child, signal, killSignal) {
  const abort = () => {
    try {
      if (child.kill(killSignal)) child.emit('error', new AbortError(undefined, { cause: signal.reason }));
    } catch (error) {
      child.emit('error', error);
    }
  };
  if (signal.aborted) {
    process.nextTick(abort);
    return;
  }
  signal.addEventListener('abort', abort, { once: true });
  child.once('exit', () => signal.removeEventListener('abort', abort));
}

function exec(command, options, callback) {
  const checked = normalizeExecArguments(command, options, callback);
  return module.exports.execFile(checked.file, checked.options, checked.callback);
}

function normalizeExecArguments(command, options, callback) {
  validateString(command, 'command');
  if (command.includes('\0')) {
    throw new ERR_INVALID_ARG_VALUE('command', command, 'must be a string without null bytes');
  }
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  options = { __proto__: null, ...options };
  options.shell = typeof options.shell === 'string' ? options.shell : true;
  return { file: command, options, callback };
}

/** `util.promisify(exec)` gives `{ stdout, stderr }`, and the child as a property of the promise. */
function promisified(original) {
  const promising = (...args) => {
    const { promise, resolve, reject } = Promise.withResolvers();
    promise.child = original(...args, (error, stdout, stderr) => {
      if (error === null) {
        resolve({ stdout, stderr });
        return;
      }
      error.stdout = stdout;
      error.stderr = stderr;
      reject(error);
    });
    return promise;
  };
  return Object.defineProperty(promising, 'name', { __proto__: null, value: original.name });
}

for (const f of [exec, execFile]) {
  Object.defineProperty(f, kCustomPromisify, { enumerable: false, value: promisified(f) });
}

function execFile(file, args, options, callback) {
  if (args !== undefined && args !== null && typeof args !== 'function' && !Array.isArray(args)) {
    if (typeof args !== 'object') throw new ERR_INVALID_ARG_TYPE('args', 'object', args);
    callback = options;
    options = args;
    args = undefined;
  } else if (typeof args === 'function') {
    callback = args;
    options = undefined;
    args = undefined;
  }
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  } else if (options !== undefined && options !== null) {
    validateObject(options, 'options');
  }
  if (callback !== undefined && callback !== null) validateFunction(callback, 'callback');
  options = {
    encoding: 'utf8', timeout: 0, maxBuffer: MAX_BUFFER, killSignal: 'SIGTERM', cwd: null, env: null, shell: false,
    ...options,
  };
  validateTimeout(options.timeout);
  validateMaxBuffer(options.maxBuffer);
  options.killSignal = sanitizeKillSignal(options.killSignal);
  return new Execution(file, args ?? [], options, callback).child;
}

/** A child whose output is collected until it ends. */
class Execution {
  #callback;
  #options;
  #command;
  #isOver = false;
  #isKilled = false;
  #error = null;
  #timer;
  #outputs;

  constructor(file, args, options, callback) {
    this.#callback = callback;
    this.#options = options;
    this.#command = [file, ...args].join(' ');
    this.child = spawn(file, args, {
      cwd: options.cwd,
      env: options.env,
      gid: options.gid,
      shell: options.shell,
      signal: options.signal,
      uid: options.uid,
      windowsHide: Boolean(options.windowsHide),
      windowsVerbatimArguments: Boolean(options.windowsVerbatimArguments),
    });
    const encoding = options.encoding && Buffer.isEncoding(options.encoding) ? options.encoding : null;
    this.#outputs = {
      stdout: this.#collect('stdout', encoding),
      stderr: this.#collect('stderr', encoding),
    };
    if (options.timeout > 0) {
      this.#timer = setTimeout(() => {
        this.#timer = undefined;
        this.#kill();
      }, options.timeout);
    }
    this.child.addListener('close', (code, signal) => this.#onClose(code, signal));
    this.child.addListener('error', (error) => this.#onError(error));
  }

  #collect(name, encoding) {
    const stream = this.child[name];
    const collected = { stream, encoding, chunks: [], length: 0 };
    if (!stream) return collected;
    if (encoding) stream.setEncoding(encoding);
    stream.on('data', (chunk) => this.#onData(name, collected, chunk));
    return collected;
  }

  #onData(name, collected, chunk) {
    const { maxBuffer } = this.#options;
    const { stream } = collected;
    const length = typeof chunk === 'string' ? Buffer.byteLength(chunk, stream.readableEncoding) : chunk.length;
    const left = maxBuffer - collected.length;
    collected.length += length;
    if (collected.length <= maxBuffer) {
      collected.chunks.push(chunk);
      return;
    }
    collected.chunks.push(chunk.slice(0, left));
    this.#error = new ERR_CHILD_PROCESS_STDIO_MAXBUFFER(name);
    this.#kill();
  }

  #kill() {
    for (const { stream } of Object.values(this.#outputs)) stream?.destroy();
    this.#isKilled = true;
    try {
      this.child.kill(this.#options.killSignal);
    } catch (error) {
      this.#error ??= error;
      this.#onClose(null, null);
    }
  }

  #onError(error) {
    this.#error = error;
    for (const { stream } of Object.values(this.#outputs)) stream?.destroy();
    this.#onClose(null, null);
  }

  #onClose(code, signal) {
    if (this.#isOver) return;
    this.#isOver = true;
    clearTimeout(this.#timer);
    if (!this.#callback) return;
    const stdout = joined(this.#outputs.stdout);
    const stderr = joined(this.#outputs.stderr);
    if (this.#error === null && code === 0 && signal === null) {
      this.#callback(null, stdout, stderr);
      return;
    }
    if (this.#error === null) {
      this.#error = genericNodeError(`Command failed: ${this.#command}\n${stderr}`, {
        code: code < 0 ? require('internal/util').getSystemErrorName(code) : code,
        killed: this.child.killed || this.#isKilled,
        signal,
      });
    }
    this.#error.cmd = this.#command;
    this.#callback(this.#error, stdout, stderr);
  }
}

function joined({ stream, encoding, chunks }) {
  // The caller may have set an encoding on the stream.
  return encoding || stream?.readableEncoding ? chunks.join('') : Buffer.concat(chunks);
}

function spawnSync(file, args, options) {
  const checked = { maxBuffer: MAX_BUFFER, ...normalizeSpawnArguments(file, args, options) };
  validateTimeout(checked.timeout);
  validateMaxBuffer(checked.maxBuffer);
  const killSignal = sanitizeKillSignal(checked.killSignal) ?? signalNumber('SIGTERM');
  const stdio = getValidStdio(checked.stdio, true);
  const pipes = stdio.map(({ type }) => (type === 'pipe' ? null : undefined));
  const inputs = pipes.map((pipe, index) => (pipe === null && index === 0 ? inputOf(checked.input) : undefined));
  return runSync(checked, stdio, inputs, killSignal);
}

function inputOf(input) {
  if (input === undefined || input === null) return undefined;
  if (typeof input === 'string') return Buffer.from(input);
  if (ArrayBuffer.isView(input)) return input;
  throw new ERR_INVALID_ARG_TYPE('options.stdio[0]', ['Buffer', 'TypedArray', 'DataView', 'string'], input);
}

function runSync(checked, stdio, inputs, killSignal) {
  const { args, cwd, detached, encoding, envPairs, file, gid, maxBuffer, timeout, uid } = checked;
  const limits = [timeout ?? 0, maxBuffer === Infinity ? 0 : maxBuffer || Number.MIN_VALUE, killSignal];
  const descriptors = stdio.map(({ fd }) => fd ?? -1);
  const pipes = stdio.map(({ type }, index) => (type === 'pipe' ? inputs[index] ?? new Uint8Array(0) : undefined));
  let ended;
  try {
    ended = native.spawnSync([file, args, envPairs, cwd, descriptors, detached, uid, gid], pipes, limits);
  } catch (error) {
    return failedSync(checked, error.errno, { status: null, signal: null, output: null, pid: 0 });
  }
  const [pid, code, signal, reason, outputs] = ended;
  const output = outputs.map((bytes) => decoded(bytes, encoding));
  const result = { status: signal > 0 ? null : code, signal: signal > 0 ? signalName(signal) : null, output, pid };
  return reason === 0 ? withStreams(result) : failedSync(checked, -reason, result);
}

function decoded(bytes, encoding) {
  if (bytes === undefined || bytes === null) return null;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return encoding && encoding !== 'buffer' ? buffer.toString(encoding) : buffer;
}

function failedSync({ file, args }, status, result) {
  const error = new ErrnoException(status, `spawnSync ${file}`);
  error.path = file;
  error.spawnargs = args.slice(1);
  return withStreams({ error, ...result });
}

function withStreams(result) {
  result.stdout = result.output?.[1];
  result.stderr = result.output?.[2];
  return result;
}

function execFileSync(file, args, options) {
  const checked = normalizeSpawnArguments(file, args, options);
  const inheritsStderr = checked.stdio === undefined || checked.stdio === null;
  const result = module.exports.spawnSync(file, args, options);
  if (inheritsStderr && result.stderr) process.stderr.write(result.stderr);
  const error = syncError(result, checked.args, undefined);
  if (error) throw error;
  return result.stdout;
}

function execSync(command, options) {
  const checked = normalizeExecArguments(command, options, null);
  const inheritsStderr = checked.options.stdio === undefined || checked.options.stdio === null;
  const result = module.exports.spawnSync(checked.file, checked.options);
  if (inheritsStderr && result.stderr) process.stderr.write(result.stderr);
  const error = syncError(result, undefined, command);
  if (error) throw error;
  return result.stdout;
}

/** The error of a synchronous child that could not run or did not succeed. */
function syncError(result, args, command) {
  if (result.error) return Object.assign(result.error, result);
  if (result.status === 0) return undefined;
  let message = `Command failed: ${command ?? args.join(' ')}`;
  if (result.stderr && result.stderr.length > 0) message += `\n${result.stderr.toString()}`;
  return genericNodeError(message, result);
}

module.exports = { ChildProcess, exec, execFile, execFileSync, execSync, spawn, spawnSync };
