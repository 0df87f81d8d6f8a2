'use strict';
// The handle of a terminal. What is written to one is written while the caller waits, so that nothing is lost or mixed up.
// https://nodejs.org/docs/latest-v24.x/api/process.html#a-note-on-process-io

const native = internalBinding('tty');
const { writeSync } = internalBinding('fd_stream');
const { Buffer } = require('buffer');
const { StreamHandle } = require('internal/net/handles');

class TTY extends StreamHandle {
  constructor() {
    super('TTYWRAP');
  }

  /** @returns {[columns: number, rows: number] | number} a negative errno when it has none */
  getWindowSize() {
    try {
      return native.getWindowSize(this.fd);
    } catch (error) {
      return error.errno;
    }
  }

  setRawMode(isRaw) {
    try {
      native.setRawMode(this.fd, isRaw);
      return 0;
    } catch (error) {
      return error.errno;
    }
  }

  writeBuffer(request, bytes) {
    try {
      writeSync(this.fd, bytes);
    } catch (error) {
      return error.errno;
    }
    request.bytes = bytes.byteLength;
    this.bytesWritten += bytes.byteLength;
    return 0;
  }

  writeUtf8String(request, text) {
    return this.writeBuffer(request, Buffer.from(text));
  }

  writeLatin1String(request, text) {
    return this.writeBuffer(request, Buffer.from(text, 'latin1'));
  }

  writeAsciiString(request, text) {
    return this.writeLatin1String(request, text);
  }

  writev(request, list) {
    const chunks = [];
    for (let index = 0; index < list.length; index += 2) {
      const chunk = list[index];
      chunks.push(typeof chunk === 'string' ? Buffer.from(chunk, list[index + 1] ? 'latin1' : 'utf8') : chunk);
    }
    return this.writeBuffer(request, Buffer.concat(chunks));
  }
}

module.exports = { TTY };
