'use strict';
// How the body of a message is sent: as it is, in chunks, or not at all, and what its end means.
// https://nodejs.org/docs/latest-v24.x/api/http.html#outgoingmessagewritechunk-encoding-callback

const { Buffer } = require('buffer');
const {
  codes: {
    ERR_HTTP_BODY_NOT_ALLOWED,
    ERR_HTTP_CONTENT_LENGTH_MISMATCH,
    ERR_INVALID_ARG_TYPE,
    ERR_STREAM_DESTROYED,
    ERR_STREAM_NULL_VALUES,
    ERR_STREAM_WRITE_AFTER_END,
  },
} = require('internal/errors');
const { isUint8Array } = require('internal/util/types');
const { isJoinable } = require('internal/http/transport');
const {
  kBytesWritten, kChunkedBuffer, kChunkedLength, kCorked, kEndCallbacks, kFlushError, kHighWaterMark,
  kRejectNonStandardBodyWrites, kSocket, kTransport, kWritableFinished,
} = require('internal/http/symbols');

const BEYOND_ASCII = /[^\x00-\x7f]/;

function nop() {}

/** What `write` does. @returns {boolean} false when the caller should wait for 'drain' */
function writeBody(message, chunk, encoding, callback) {
  if (typeof callback !== 'function') callback = nop;
  checkChunk(chunk);
  if (!isOpen(message, callback)) return false;

  if (!message._header) message._implicitHeader();
  const size = typeof chunk === 'string' ? Buffer.byteLength(chunk, encoding) : chunk.byteLength;
  if (isLengthStrict(message) && message[kBytesWritten] + size > message._contentLength) {
    throw new ERR_HTTP_CONTENT_LENGTH_MISMATCH(message[kBytesWritten] + size, message._contentLength);
  }
  message[kBytesWritten] += size;
  if (!message._hasBody) return refuseBody(message, callback);

  message[kTransport].gather(message);
  if (!message.chunkedEncoding || size === 0) return message._send(chunk, encoding, callback, size);
  if (message[kCorked] > 0 && message._headerSent) return gatherChunk(message, chunk, encoding, callback, size);
  return sendChunk(message, chunk, encoding, callback, size);
}

function checkChunk(chunk) {
  if (chunk === null) throw new ERR_STREAM_NULL_VALUES();
  if (typeof chunk !== 'string' && !isUint8Array(chunk)) {
    throw new ERR_INVALID_ARG_TYPE('chunk', ['string', 'Buffer', 'Uint8Array'], chunk);
  }
}

/** False when nothing can be written any more, which the callback and perhaps an 'error' event tell. */
function isOpen(message, callback) {
  if (message.finished) {
    fail(message, new ERR_STREAM_WRITE_AFTER_END(), callback);
    return false;
  }
  if (message.destroyed) {
    process.nextTick(callback, new ERR_STREAM_DESTROYED('write'));
    return false;
  }
  return true;
}

function fail(message, error, callback) {
  if (message.destroyed) {
    process.nextTick(callback, error);
    return;
  }
  process.nextTick(emitFailure, message, error, callback);
}

function emitFailure(message, error, callback) {
  callback(error);
  // Somebody else has destroyed it meanwhile; the error would come from nowhere.
  if (typeof message.emit === 'function' && !message.destroyed) message.emit('error', error);
}

/** HEAD, 204 and 304 have no body: what is written to it is dropped. */
function refuseBody(message, callback) {
  if (message[kRejectNonStandardBodyWrites]) throw new ERR_HTTP_BODY_NOT_ALLOWED();
  process.nextTick(callback);
  return true;
}

function isLengthStrict(message) {
  return message.strictContentLength && message._contentLength !== null && message._hasBody &&
    !message._removedContLen && !message.chunkedEncoding && !message.hasHeader('transfer-encoding');
}

function sendChunk(message, chunk, encoding, callback, size) {
  sendForeignHead(message);
  const length = size.toString(16);
  if (isJoinable(chunk, encoding)) return message._send(`${length}\r\n${chunk}\r\n`, encoding, callback);
  message._send(`${length}\r\n`, 'latin1', null);
  message._send(chunk, encoding, null, size);
  return message._send('\r\n', 'latin1', callback);
}

/** A head with characters beyond ASCII is Latin-1 in any case; the others can be sent with what follows, as a part of its text. */
function sendForeignHead(message) {
  if (!message._headerSent && message._header !== null && BEYOND_ASCII.test(message._header)) message._send('', 'latin1', null);
}

/** While corked, writes gather into one chunk. */
function gatherChunk(message, chunk, encoding, callback, size) {
  (message[kChunkedBuffer] ??= []).push({ chunk, encoding, callback, size });
  message[kChunkedLength] += size;
  return message[kChunkedLength] < message[kHighWaterMark];
}

function sendGatheredChunk(message) {
  const gathered = message[kChunkedBuffer];
  if (gathered === undefined || gathered.length === 0) return;
  const length = message[kChunkedLength];
  message[kChunkedBuffer] = undefined;
  message[kChunkedLength] = 0;

  message._send(`${length.toString(16)}\r\n`, 'latin1', null);
  for (const { chunk, encoding, size } of gathered) message._send(chunk, encoding, null, size);
  message._send('\r\n', 'latin1', (error) => {
    for (const { callback } of gathered) callback(error);
  });
}

/** The last of the body, with all that was not sent before it. */
function sendEnd(message, chunk, encoding) {
  const size = !chunk ? 0 : typeof chunk === 'string' ? Buffer.byteLength(chunk, encoding) : chunk.byteLength;
  if (!message._header) {
    message._contentLength = size;
    message._implicitHeader();
  }
  if (isLengthStrict(message) && message[kBytesWritten] + size !== message._contentLength) {
    throw new ERR_HTTP_CONTENT_LENGTH_MISMATCH(message[kBytesWritten] + size, message._contentLength);
  }
  message[kBytesWritten] += size;
  if (chunk && !message._hasBody) {
    if (message[kRejectNonStandardBodyWrites]) throw new ERR_HTTP_BODY_NOT_ALLOWED();
    chunk = null;
  }

  const onSent = (error) => onFinish(message, error);
  if (message._hasBody && message.chunkedEncoding) {
    sendLastChunk(message, chunk, encoding, size, onSent);
  } else if (message._header === null) {
    // A class of its own, that sends its head itself.
    if (chunk) message._send(chunk, encoding, null, size);
    message._send('', 'latin1', onSent);
  } else if (!message._headerSent) {
    message._headerSent = true;
    message[kTransport].respond(message, message._header, chunk || undefined, encoding, onSent);
  } else if (chunk) {
    message._send(chunk, encoding, onSent, size);
  } else if (message.writableLength > 0) {
    message._send('', 'latin1', onSent);
  } else if (!message[kSocket]?.destroyed || message[kSocket].errored) {
    process.nextTick(onSent);
  }
  uncorkAll(message);
}

function sendLastChunk(message, chunk, encoding, size, onSent) {
  sendForeignHead(message);
  if (size > 0 && isJoinable(chunk, encoding) && message[kChunkedBuffer] === undefined) {
    message._send(`${size.toString(16)}\r\n${chunk}\r\n0\r\n${message._trailer}\r\n`, encoding, onSent);
    return;
  }
  message[kTransport].cork(message);
  sendGatheredChunk(message);
  if (size > 0) sendChunk(message, chunk, encoding, null, size);
  message._send(`0\r\n${message._trailer}\r\n`, 'latin1', onSent);
  message[kTransport].uncork(message);
}

/** However often the application has corked, the end lets everything go. */
function uncorkAll(message) {
  const socket = message[kSocket];
  message[kCorked] = 0;
  if (!socket || socket.writableCorked === 0) return;
  if (socket._writableState) socket._writableState.corked = 1;
  socket.uncork();
}

function onFinish(message, error) {
  const failure = error ?? message[kSocket]?.errored;
  if (failure) message[kFlushError] = failure;
  else message[kWritableFinished] = true;
  if (!failure) message[kTransport].finished(message);

  const callbacks = message[kEndCallbacks];
  if (callbacks !== null) {
    message[kEndCallbacks] = null;
    for (const callback of callbacks) callback(failure ?? null);
  }
  if (!failure) message.emit('finish');
}

module.exports = { checkChunk, fail, isOpen, nop, sendEnd, sendGatheredChunk, writeBody };
