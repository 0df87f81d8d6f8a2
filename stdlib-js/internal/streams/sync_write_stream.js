'use strict';
// A writable over a file's descriptor that writes while the caller waits: standard output and error that go to a file.
// https://nodejs.org/docs/latest-v24.x/api/process.html#a-note-on-process-io

const { writeSync } = internalBinding('fd_stream');
const Writable = require('internal/streams/writable');

/** @param {number} fd  @param {{autoClose?: boolean}} [options] */
function SyncWriteStream(fd, options) {
  Writable.call(this, { autoDestroy: true });
  this.fd = fd;
  this.readable = false;
  this.autoClose = options?.autoClose ?? true;
}
Object.setPrototypeOf(SyncWriteStream.prototype, Writable.prototype);
Object.setPrototypeOf(SyncWriteStream, Writable);

SyncWriteStream.prototype._write = function(chunk, enc, cb) {
  try {
    writeSync(this.fd, chunk);
  } catch (error) {
    cb(error);
    return;
  }
  cb();
};

SyncWriteStream.prototype._destroy = function(err, cb) {
  if (this.fd === null) {
    cb(err);
    return;
  }
  if (this.autoClose) require('fs').closeSync(this.fd); // Lazy: start-up time.
  this.fd = null;
  cb(err);
};

SyncWriteStream.prototype.destroySoon = SyncWriteStream.prototype.destroy;

module.exports = SyncWriteStream;
