'use strict';
// Terminals as streams.
// https://nodejs.org/docs/latest-v24.x/api/tty.html

const native = internalBinding('tty');
const { guessHandleType } = internalBinding('util');
const {
  ErrnoException,
  codes: { ERR_INVALID_ARG_VALUE, ERR_INVALID_FD, ERR_TTY_INIT_FAILED },
} = require('internal/errors');
const { TTY } = require('internal/net/terminal');
const { getColorDepth, hasColors } = require('internal/tty');
const { Socket } = require('net');

/** @param {number} fd */
function isatty(fd) {
  return Number.isInteger(fd) && fd >= 0 && fd <= 2147483647 && native.isatty(fd);
}

function validateTerminal(fd) {
  if (fd >> 0 !== fd || fd < 0) throw new ERR_INVALID_FD(fd);
  // libuv takes pipes and sockets for terminals, too.
  const type = guessHandleType(fd);
  if (type === 'TTY' || type === 'PIPE' || type === 'TCP') return;
  throw new ERR_TTY_INIT_FAILED({ errno: -22, code: 'EINVAL', message: 'invalid argument', syscall: 'uv_tty_init' });
}

function openTerminal(fd) {
  const handle = new TTY();
  const status = handle.open(fd);
  if (status < 0) throw new ErrnoException(status, 'open');
  return handle;
}

/** @param {number} fd  @param {object} [options] */
function ReadStream(fd, options) {
  if (!(this instanceof ReadStream)) return new ReadStream(fd, options);
  validateTerminal(fd);
  Socket.call(this, { readableHighWaterMark: 0, handle: openTerminal(fd), manualStart: true, ...options });
  this.isRaw = false;
  this.rawMode = false;
  this.isTTY = true;
}
Object.setPrototypeOf(ReadStream.prototype, Socket.prototype);
Object.setPrototypeOf(ReadStream, Socket);

/** @param {boolean | 'raw' | 'io'} mode */
ReadStream.prototype.setRawMode = function(mode) {
  if (typeof mode === 'string' && mode !== 'raw' && mode !== 'io') {
    throw new ERR_INVALID_ARG_VALUE('mode', mode, "must be true, false, 'raw', or 'io'");
  }
  const rawMode = typeof mode === 'string' ? mode : mode ? 'raw' : false;
  const status = this._handle?.setRawMode(rawMode !== false);
  if (status) {
    this.emit('error', new ErrnoException(status, 'setRawMode'));
    return this;
  }
  this.isRaw = rawMode !== false;
  this.rawMode = rawMode;
  return this;
};

/** @param {number} fd */
function WriteStream(fd) {
  if (!(this instanceof WriteStream)) return new WriteStream(fd);
  validateTerminal(fd);
  Socket.call(this, { readableHighWaterMark: 0, handle: openTerminal(fd), manualStart: true });
  const size = this._handle.getWindowSize();
  if (Array.isArray(size)) [this.columns, this.rows] = size;
}
Object.setPrototypeOf(WriteStream.prototype, Socket.prototype);
Object.setPrototypeOf(WriteStream, Socket);

WriteStream.prototype.isTTY = true;
WriteStream.prototype.getColorDepth = getColorDepth;
WriteStream.prototype.hasColors = hasColors;

WriteStream.prototype._refreshSize = function() {
  const size = this._handle?.getWindowSize();
  if (size === undefined) return;
  if (typeof size === 'number') {
    this.emit('error', new ErrnoException(size, 'getWindowSize'));
    return;
  }
  const [columns, rows] = size;
  if (this.columns === columns && this.rows === rows) return;
  this.columns = columns;
  this.rows = rows;
  this.emit('resize');
};

// Lazy: few programs move the cursor.
WriteStream.prototype.cursorTo = function(x, y, callback) {
  return require('readline').cursorTo(this, x, y, callback);
};
WriteStream.prototype.moveCursor = function(dx, dy, callback) {
  return require('readline').moveCursor(this, dx, dy, callback);
};
WriteStream.prototype.clearLine = function(dir, callback) {
  return require('readline').clearLine(this, dir, callback);
};
WriteStream.prototype.clearScreenDown = function(callback) {
  return require('readline').clearScreenDown(this, callback);
};

WriteStream.prototype.getWindowSize = function() {
  return [this.columns, this.rows];
};

module.exports = { isatty, ReadStream, WriteStream };
