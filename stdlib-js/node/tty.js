'use strict';
// Terminals as streams.
// https://nodejs.org/docs/latest-v24.x/api/tty.html

const native = internalBinding('tty');
const { guessHandleType } = internalBinding('util');
const {
  ErrnoException,
  codes: { ERR_INVALID_ARG_VALUE, ERR_INVALID_FD, ERR_TTY_INIT_FAILED },
} = require('internal/errors');
const FdDuplex = require('internal/streams/fd_duplex');
const { getColorDepth, hasColors } = require('internal/tty');

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

/** @param {number} fd  @param {object} [options] */
function ReadStream(fd, options) {
  if (!(this instanceof ReadStream)) return new ReadStream(fd, options);
  validateTerminal(fd);
  FdDuplex.call(this, { readableHighWaterMark: 0, ...options, fd });
  this.isRaw = false;
  this.rawMode = false;
  this.isTTY = true;
}
Object.setPrototypeOf(ReadStream.prototype, FdDuplex.prototype);
Object.setPrototypeOf(ReadStream, FdDuplex);

/** @param {boolean | 'raw' | 'io'} mode */
ReadStream.prototype.setRawMode = function(mode) {
  if (typeof mode === 'string' && mode !== 'raw' && mode !== 'io') {
    throw new ERR_INVALID_ARG_VALUE('mode', mode, "must be true, false, 'raw', or 'io'");
  }
  const rawMode = typeof mode === 'string' ? mode : mode ? 'raw' : false;
  try {
    if (this._handle) native.setRawMode(this.fd, rawMode !== false);
  } catch (error) {
    this.emit('error', new ErrnoException(error.errno, 'setRawMode'));
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
  FdDuplex.call(this, { readableHighWaterMark: 0, fd });
  const size = sizeOf(this);
  if (Array.isArray(size)) [this.columns, this.rows] = size;
}
Object.setPrototypeOf(WriteStream.prototype, FdDuplex.prototype);
Object.setPrototypeOf(WriteStream, FdDuplex);

/** @returns {[number, number] | {errno: number}} */
function sizeOf(stream) {
  try {
    return native.getWindowSize(stream.fd);
  } catch (error) {
    return error;
  }
}

WriteStream.prototype.isTTY = true;
WriteStream.prototype.getColorDepth = getColorDepth;
WriteStream.prototype.hasColors = hasColors;

WriteStream.prototype._refreshSize = function() {
  const size = sizeOf(this);
  if (!Array.isArray(size)) {
    this.emit('error', new ErrnoException(size.errno, 'getWindowSize'));
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
