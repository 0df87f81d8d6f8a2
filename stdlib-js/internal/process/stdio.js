'use strict';
// process.stdin, process.stdout and process.stderr, each made when it is first asked for.
// https://nodejs.org/docs/latest-v24.x/api/process.html#process-io

const { guessHandleType } = internalBinding('util');

const { nextTick } = process;

let stdin;
let stdout;
let stderr;

function getStdout() {
  stdout ??= makeOutput(1);
  return stdout;
}

function getStderr() {
  stderr ??= makeOutput(2);
  return stderr;
}

function makeOutput(fd) {
  const stream = openOutput(fd);
  stream.fd = fd;
  stream._isStdio = true;
  stream.destroySoon = stream.destroy;
  stream._destroy = destroyKeepingOpen;
  if (stream.isTTY) process.on('SIGWINCH', () => stream._refreshSize());
  return stream;
}

// Lazy in here: each kind of stream is loaded only where it is what the descriptor needs.
function openOutput(fd) {
  const type = guessHandleType(fd);
  if (type === 'TTY') {
    const { WriteStream } = require('tty');
    return withType(new WriteStream(fd), 'tty');
  }
  if (type === 'FILE') {
    const SyncWriteStream = require('internal/streams/sync_write_stream');
    return withType(new SyncWriteStream(fd, { autoClose: false }), 'fs');
  }
  if (type === 'PIPE' || type === 'TCP') {
    const { Socket } = require('net');
    return withType(new Socket({ fd, readable: false, writable: true }), 'pipe');
  }
  const Writable = require('internal/streams/writable');
  return new Writable({ write(chunk, encoding, callback) { callback(); } });
}

function withType(stream, type) {
  stream._type = type;
  return stream;
}

/** The descriptor stays open, and the stream usable: others print there, too. 'close' comes nevertheless. */
function destroyKeepingOpen(error, callback) {
  callback(error);
  this._undestroy();
  if (!this._writableState.emitClose) nextTick(() => this.emit('close'));
}

function getStdin() {
  if (stdin) return stdin;
  stdin = openInput();
  stdin.fd = 0;
  // The pause takes effect on the next tick, and then the process may end.
  stdin.on('pause', () => nextTick(stopReading));
  return stdin;
}

function openInput() {
  const type = guessHandleType(0);
  if (type === 'TTY') {
    const { ReadStream } = require('tty');
    return new ReadStream(0);
  }
  if (type === 'FILE') {
    const { ReadStream } = require('fs');
    return new ReadStream(null, { fd: 0, autoClose: false });
  }
  if (type === 'PIPE' || type === 'TCP') {
    const { Socket } = require('net');
    const stream = new Socket({ fd: 0, readable: true, writable: false, manualStart: true });
    stream._writableState.ended = true; // Nobody can end it.
    return stream;
  }
  const Readable = require('internal/streams/readable');
  const empty = new Readable({ read() {} });
  empty.push(null);
  return empty;
}

function stopReading() {
  const handle = stdin._handle;
  if (!handle?.reading || stdin.readableFlowing) return;
  stdin._readableState.reading = false;
  handle.reading = false;
  handle.readStop();
}

module.exports = { getStderr, getStdin, getStdout };
