'use strict';
// The native side of sockets, pipes and terminals: what `socket._handle` is. Statuses are 0 or a negative errno.
// https://nodejs.org/docs/latest-v24.x/api/net.html

const streams = internalBinding('fd_stream');
const { setHook } = internalBinding('builtins');
const AsyncContextFrame = require('internal/async_context_frame');
const {
  emitAfter,
  emitBefore,
  emitDestroy,
  emitInit,
  getDefaultTriggerAsyncId,
  initHooksExist,
  newAsyncId,
  symbols: { async_id_symbol, owner_symbol, trigger_async_id_symbol },
} = require('internal/async_hooks');
const { setImmediate } = require('timers');

const EBADF = -9;

/** Added to the number of bytes of a write that is not through. */
const PENDING = 2 ** 52;

// What `streams` reports, by the numbers of `Kind` in `stub/src/streams/mod.rs`.
const READ = 0;
const WRITTEN = 1;
const SHUTDOWN = 2;
const CLOSED = 3;
const CONNECTED = 4;
const ACCEPTED = 5;

/** Something asked of a handle that is not over yet; `oncomplete(status, handle, error)` tells. */
class Request {
  oncomplete = undefined;
  handle = null;
  bytes = 0;
  async = false;

  /** Begins to be under way. @param {string} type as async hooks call it */
  begin(type) {
    this.async = true;
    this.frame = AsyncContextFrame.current();
    this[async_id_symbol] = newAsyncId();
    this[trigger_async_id_symbol] = getDefaultTriggerAsyncId();
    if (initHooksExist()) emitInit(this[async_id_symbol], type, this[trigger_async_id_symbol], this);
  }

  finish(...args) {
    const asyncId = this[async_id_symbol];
    AsyncContextFrame.set(this.frame);
    emitBefore(asyncId, this[trigger_async_id_symbol], this);
    this.oncomplete?.(...args);
    emitAfter(asyncId);
    emitDestroy(asyncId);
  }
}

/** A stream over a descriptor. */
class StreamHandle {
  #id = -1;
  #type;
  #isReferenced = true;
  #isClosed = false;
  /** Those of writes and of one shutdown, in the order in which they end. */
  #requests = [];
  #onclose;
  /** Memory that reads fill. */
  #target;

  fd = -1;
  reading = false;
  bytesRead = 0;
  bytesWritten = 0;
  /** How much of the writes under way there was when they were asked for. */
  writeQueueSize = 0;
  isStreamBase = true;
  /** What hears of bytes, or of a negative errno. @type {((count: number, bytes?: ArrayBuffer) => void) | undefined} */
  onread = undefined;

  /** @param {string} type as async hooks call it */
  constructor(type) {
    this.#type = type;
    this[async_id_symbol] = newAsyncId();
    this[trigger_async_id_symbol] = getDefaultTriggerAsyncId();
    if (initHooksExist()) emitInit(this[async_id_symbol], type, this[trigger_async_id_symbol], this);
  }

  get id() {
    return this.#id;
  }

  getAsyncId() {
    return this[async_id_symbol];
  }

  /** It is used for something else from now on: a new resource to async hooks, in the current async context. */
  asyncReset() {
    emitDestroy(this[async_id_symbol]);
    this[async_id_symbol] = newAsyncId();
    this[trigger_async_id_symbol] = getDefaultTriggerAsyncId();
    if (initHooksExist()) emitInit(this[async_id_symbol], this.#type, this[trigger_async_id_symbol], this);
    if (this.#id >= 0) streams.adoptFrame(this.#id);
  }

  getProviderType() {
    return this.#type;
  }

  /** Takes a descriptor over. @param {number} fd */
  open(fd) {
    if (this.#isClosed) return EBADF;
    const id = streams.open(fd, this);
    if (id < 0) return id;
    this.#id = id;
    this.fd = fd;
    if (!this.#isReferenced) streams.unref(id);
    if (this.#target !== undefined) streams.setTarget(id, this.#target);
    return 0;
  }

  readStart() {
    return streams.readStart(this.#id);
  }

  readStop() {
    return streams.readStop(this.#id);
  }

  useUserBuffer(buffer) {
    this.#target = buffer;
    if (this.#id >= 0) streams.setTarget(this.#id, buffer);
  }

  setBlocking() {
    return 0;
  }

  writeBuffer(request, bytes) {
    return this.#write(request, streams.writeBuffer(this.#id, bytes));
  }

  writeUtf8String(request, text) {
    return this.#write(request, streams.writeString(this.#id, text, false));
  }

  writeLatin1String(request, text) {
    return this.#write(request, streams.writeString(this.#id, text, true));
  }

  writeAsciiString(request, text) {
    return this.#write(request, streams.writeString(this.#id, text, true));
  }

  writeUcs2String(request, text) {
    return this.writeBuffer(request, require('buffer').Buffer.from(text, 'utf16le'));
  }

  /** @param {any[]} list a view and false, or a string and whether it is Latin-1, again and again */
  writev(request, list) {
    return this.#write(request, streams.writev(this.#id, list));
  }

  #write(request, outcome) {
    if (outcome < 0) return outcome;
    request.bytes = outcome;
    if (outcome >= PENDING) {
      request.bytes = outcome - PENDING;
      this.writeQueueSize += request.bytes;
      this.#begin(request, 'WRITEWRAP');
    }
    this.bytesWritten += request.bytes;
    return 0;
  }

  shutdown(request) {
    const status = streams.shutdown(this.#id);
    if (status === 0) this.#begin(request, 'SHUTDOWNWRAP');
    return status;
  }

  #begin(request, type) {
    request.handle = this;
    request.begin(type);
    this.#requests.push(request);
  }

  ref() {
    if (this.#isClosed) return;
    this.#isReferenced = true;
    if (this.#id >= 0) streams.ref(this.#id);
  }

  unref() {
    if (this.#isClosed) return;
    this.#isReferenced = false;
    if (this.#id >= 0) streams.unref(this.#id);
  }

  hasRef() {
    return this.#isReferenced && !this.#isClosed;
  }

  /** @param {() => void} [callback] when the descriptor is closed and everything under way is over */
  close(callback) {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#onclose = callback;
    this.fd = -1;
    if (this.#id < 0) setImmediate(() => this.event(CLOSED, 0));
    else streams.close(this.#id);
  }

  /** What the native side tells. */
  event(kind, status, bytes) {
    switch (kind) {
      case READ:
        if (status > 0) this.bytesRead += status;
        this.onread?.(status, bytes);
        break;
      case WRITTEN:
      case SHUTDOWN:
        this.#onRequestOver(status);
        break;
      case CONNECTED:
        this.onconnected(status);
        break;
      case ACCEPTED:
        this.onaccepted(status);
        break;
      case CLOSED:
        this.#id = -1;
        emitDestroy(this[async_id_symbol]);
        this.#onclose?.call(this);
    }
  }

  #onRequestOver(status) {
    const request = this.#requests.shift();
    this.writeQueueSize -= request.bytes;
    request.finish(status, this, undefined);
  }
}

setHook('streamEvent', (handle, kind, status, bytes) => {
  // A request's callback runs as the request.
  if (kind === WRITTEN || kind === SHUTDOWN || kind === CONNECTED) {
    handle.event(kind, status);
    return;
  }
  const asyncId = handle[async_id_symbol];
  emitBefore(asyncId, handle[trigger_async_id_symbol], handle);
  handle.event(kind, status, bytes);
  emitAfter(asyncId);
});

module.exports = { Request, StreamHandle, owner_symbol };
