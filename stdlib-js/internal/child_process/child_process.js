'use strict';

// A child and its streams. https://nodejs.org/docs/latest-v24.x/api/child_process.html#class-childprocess

const native = internalBinding('process_spawn');
const EventEmitter = require('events');
const {
  ErrnoException,
  codes: { ERR_INVALID_ARG_TYPE },
} = require('internal/errors');
const { getValidStdio, signalName, signalNumber } = require('internal/child_process/options');
const { StreamHandle } = require('internal/net/handles');
const { Pipe, SOCKET } = require('internal/net/sockets');
const net = require('net');
const { validateObject, validateString } = require('internal/validators');

const { errno } = internalBinding('os');

/** A stream that a child has got is not read here any more. */
const kIsUsedAsStdio = Symbol('kIsUsedAsStdio');

/** Failures to start that are told by an `error` event; any other is thrown. */
const REPORTED_LATER = [errno.EACCES, errno.EAGAIN, errno.EMFILE, errno.ENFILE, errno.ENOENT];

function ChildProcess() {
  EventEmitter.call(this);
  this._closesNeeded = 1;
  this._closesGot = 0;
  this.connected = false;
  this.signalCode = null;
  this.exitCode = null;
  this.killed = false;
  this.spawnfile = null;
  this._handle = new Process((code, signal) => onExit(this, code, signal));
}
Object.setPrototypeOf(ChildProcess.prototype, EventEmitter.prototype);
Object.setPrototypeOf(ChildProcess, EventEmitter);

/** The running program: its number and the descriptor that tells of its end. */
class Process extends StreamHandle {
  #onexit;
  pid = 0;

  constructor(onexit) {
    super('PROCESSWRAP');
    this.#onexit = onexit;
  }

  /** @returns {number} 0 or a negative errno */
  spawn({ file, args, envPairs, cwd, detached, uid, gid }, descriptors) {
    let end;
    try {
      [this.pid, end] = native.spawn(file, args, envPairs, cwd, descriptors, detached, uid, gid);
    } catch (error) {
      return error.errno;
    }
    // A pidfd has nothing to read: that a read does not wait tells that the child has ended.
    this.onread = () => this.#onEnd();
    return this.open(end) || this.readStart();
  }

  #onEnd() {
    const ended = native.wait(this.pid);
    if (ended === undefined) return;
    this.close();
    const [code, signal] = ended;
    this.#onexit(code, signal);
  }
}

function onExit(child, code, signal) {
  if (signal > 0) child.signalCode = signalName(signal);
  else child.exitCode = code;
  if (child.stdin) child.stdin.destroy();
  child._handle = null;
  if (code < 0) child.emit('error', spawnError(child, code));
  else child.emit('exit', child.exitCode, child.signalCode);
  // Whoever waits for 'exit' may still begin to read; streams that nobody reads must not keep 'close' from coming.
  process.nextTick(flushStdio, child);
  maybeClose(child);
}

function spawnError(child, code) {
  const error = new ErrnoException(code, child.spawnfile ? `spawn ${child.spawnfile}` : 'spawn');
  if (child.spawnfile) error.path = child.spawnfile;
  error.spawnargs = child.spawnargs.slice(1);
  return error;
}

function flushStdio(child) {
  for (const stream of child.stdio ?? []) {
    if (!stream?.readable || stream[kIsUsedAsStdio] || stream._readableState.readableListening) continue;
    stream.resume();
  }
}

function maybeClose(child) {
  child._closesGot++;
  if (child._closesGot === child._closesNeeded) child.emit('close', child.exitCode, child.signalCode);
}

ChildProcess.prototype.spawn = function spawn(options) {
  validateObject(options, 'options');
  const stdio = getValidStdio(options.stdio, false);
  validateString(options.file, 'options.file');
  this.spawnfile = options.file;
  if (options.args === undefined) this.spawnargs = [];
  else if (Array.isArray(options.args)) this.spawnargs = options.args;
  else throw new ERR_INVALID_ARG_TYPE('options.args', 'Array', options.args);
  if (options.envPairs !== undefined && !Array.isArray(options.envPairs)) {
    throw new ERR_INVALID_ARG_TYPE('options.envPairs', 'Array', options.envPairs);
  }

  for (const { stream } of stdio) if (stream !== undefined) stream[kIsUsedAsStdio] = true;
  const ends = stdio.map((entry) => (entry.type === 'pipe' ? native.socketPair() : undefined));
  const descriptors = stdio.map((entry, index) => (ends[index] === undefined ? entry.fd : ends[index][1]));
  const status = this._handle.spawn({ ...options, args: this.spawnargs }, descriptors);
  const { closeSync } = internalBinding('fs');
  for (const pair of ends) if (pair !== undefined) closeSync(pair[1]);

  if (status < 0 && !REPORTED_LATER.includes(-status)) {
    for (const pair of ends) if (pair !== undefined) closeSync(pair[0]);
    this._handle = null;
    throw new ErrnoException(status, 'spawn');
  }
  if (status < 0) process.nextTick(onFailedSpawn, this, status);
  else process.nextTick(() => this.emit('spawn'));
  if (status === 0) this.pid = this._handle.pid;
  attachStdio(this, stdio, ends, status);
  return status;
};

function onFailedSpawn(child, status) {
  child._handle = null;
  child.exitCode = status;
  if (child.stdin) child.stdin.destroy();
  child.emit('error', spawnError(child, status));
  process.nextTick(flushStdio, child);
  maybeClose(child);
}

function attachStdio(child, stdio, ends, status) {
  const streams = stdio.map((entry, index) => {
    if (ends[index] === undefined) return null;
    const handle = new Pipe(SOCKET);
    handle.open(ends[index][0]);
    const socket = new net.Socket({ handle, readable: index > 0 });
    // Descriptors of a child that did not start are closed without an event that programs would see as data's end.
    if (status < 0) socket.destroy();
    if (index > 0) {
      child._closesNeeded++;
      socket.on('close', () => maybeClose(child));
    }
    return socket;
  });
  [child.stdin, child.stdout, child.stderr] = streams;
  child.stdio = streams;
}

ChildProcess.prototype.kill = function kill(signal) {
  const number = signal === 0 ? 0 : signalNumber(signal ?? 'SIGTERM');
  if (this._handle === null || this._handle.pid === 0) return false;
  try {
    internalBinding('process').kill(this._handle.pid, number);
  } catch (error) {
    if (error.code === 'ESRCH') return false;
    if (error.code === 'EINVAL' || error.code === 'ENOSYS') throw new ErrnoException(error.errno, 'kill');
    this.emit('error', new ErrnoException(error.errno, 'kill'));
    return false;
  }
  if (number !== 0) this.killed = true;
  return true;
};

ChildProcess.prototype[Symbol.dispose] = function() {
  if (!this.killed) this.kill();
};

ChildProcess.prototype.ref = function ref() {
  this._handle?.ref();
};

ChildProcess.prototype.unref = function unref() {
  this._handle?.unref();
};

module.exports = { ChildProcess };
