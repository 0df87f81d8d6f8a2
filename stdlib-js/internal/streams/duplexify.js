'use strict';
// `Duplex.from`: a duplex made of nearly anything that produces or consumes.
// https://nodejs.org/docs/latest-v24.x/api/stream.html#streamduplexfromsrc

const {
  AbortError,
  codes: { ERR_INVALID_ARG_TYPE, ERR_INVALID_RETURN_VALUE },
} = require('internal/errors');
const { destroyer } = require('internal/streams/destroy');
const Duplex = require('internal/streams/duplex');
const { eos } = require('internal/streams/end-of-stream');
const { Pending, forwardDestroy, forwardReads, forwardWrites } = require('internal/streams/forwarding');
const from = require('internal/streams/from');
const {
  isDuplexNodeStream,
  isIterable,
  isNodeStream,
  isReadable,
  isReadableNodeStream,
  isReadableStream,
  isWritable,
  isWritableNodeStream,
  isWritableStream,
} = require('internal/streams/inspection');
const Readable = require('internal/streams/readable');
const Writable = require('internal/streams/writable');

const { nextTick } = process;

const kBodyTypes = [
  'Blob', 'ReadableStream', 'WritableStream', 'Stream', 'Iterable', 'AsyncIterable', 'Function',
  '{ readable, writable } pair', 'Promise',
];

class Duplexify extends Duplex {}

/** @param {any} body  @param {string} name of the argument, for errors */
function duplexify(body, name) {
  if (isDuplexNodeStream(body)) return body;
  if (isReadableNodeStream(body)) return joinPair({ readable: body });
  if (isWritableNodeStream(body)) return joinPair({ writable: body });
  if (isNodeStream(body)) return joinPair({ writable: false, readable: false });
  if (isReadableStream(body)) return joinPair({ readable: Readable.fromWeb(body) });
  if (isWritableStream(body)) return joinPair({ writable: Writable.fromWeb(body) });
  if (typeof body === 'function') return fromFunction(body, name);
  if (isBlob(body)) return duplexify(body.arrayBuffer());
  if (isIterable(body)) return from(Duplexify, body, { objectMode: true, writable: false });
  if (isReadableStream(body?.readable) && isWritableStream(body?.writable)) return Duplexify.fromWeb(body);
  if (typeof body?.writable === 'object' || typeof body?.readable === 'object') {
    const readable = body?.readable && (isReadableNodeStream(body.readable) ? body.readable : duplexify(body.readable));
    const writable = body?.writable && (isWritableNodeStream(body.writable) ? body.writable : duplexify(body.writable));
    return joinPair({ readable: readable || undefined, writable: writable || undefined });
  }
  if (typeof body?.then === 'function') return fromPromise(body);
  throw new ERR_INVALID_ARG_TYPE(name, kBodyTypes, body);
}

function isBlob(value) {
  // Without loading Blob: whoever has one has loaded it.
  return typeof value === 'object' && value?.[Symbol.toStringTag] === 'Blob' && typeof value.arrayBuffer === 'function';
}

function fromPromise(promise) {
  promise.then((value) => {
    if (value != null) duplex.push(value);
    duplex.push(null);
  }, (error) => destroyer(duplex, error));
  const duplex = new Duplexify({ objectMode: true, writable: false, read() {} });
  return duplex;
}

/** The function gets what is written as an async iterable; what it yields is read. */
function fromFunction(body, name) {
  const { value, write, final, destroy } = callWithWrites(body);

  if (isDuplexNodeStream(value)) return value;
  if (isIterable(value)) return from(Duplexify, value, { objectMode: true, write, final, destroy });
  if (typeof value?.then !== 'function') {
    throw new ERR_INVALID_RETURN_VALUE('Iterable, AsyncIterable or AsyncFunction', name, value);
  }

  const promise = value.then((result) => {
    if (result != null) throw new ERR_INVALID_RETURN_VALUE('nully', 'body', result);
  }, (error) => destroyer(duplex, error));
  const duplex = new Duplexify({
    objectMode: true,
    readable: false,
    write,
    final(callback) {
      final(async () => {
        try {
          await promise;
          nextTick(callback, null);
        } catch (error) {
          nextTick(callback, error);
        }
      });
    },
    destroy,
  });
  return duplex;
}

function callWithWrites(body) {
  let next = Promise.withResolvers();
  const controller = new AbortController();
  const { signal } = controller;

  async function* writes() {
    for (;;) {
      const { promise } = next;
      const { chunk, done, callback } = await promise;
      nextTick(callback);
      if (done) return;
      if (signal.aborted) throw new AbortError(undefined, { cause: signal.reason });
      next = Promise.withResolvers();
      yield chunk;
    }
  }

  const value = body(writes(), { signal });
  return {
    value,
    write(chunk, encoding, callback) {
      next.resolve({ chunk, done: false, callback });
    },
    final(callback) {
      next.resolve({ done: true, callback });
    },
    destroy(error, callback) {
      controller.abort(error);
      // It may be waiting for a write, and has to see the abort.
      next.resolve({ done: true, callback() {} });
      callback(error);
    },
  };
}

function joinPair({ readable: givenReadable, writable: target }) {
  const source = givenReadable && typeof givenReadable.read !== 'function' ? Readable.wrap(givenReadable) : givenReadable;
  const readable = !!isReadable(source);
  const writable = !!isWritable(target);
  const pending = new Pending();

  const duplex = new Duplexify({
    readableObjectMode: !!source?.readableObjectMode,
    writableObjectMode: !!target?.writableObjectMode,
    readable,
    writable,
  });

  if (writable) {
    eos(target, (error) => {
      if (error) destroyer(source, error);
      pending.streamDone(duplex, error);
    });
    forwardWrites(duplex, target, pending);
    target.on('finish', () => pending.release('finish'));
  }
  if (readable) {
    eos(source, (error) => {
      if (error) destroyer(target, error);
      pending.streamDone(duplex, error);
    });
    forwardReads(duplex, source, pending);
  }
  forwardDestroy(duplex, [target, source], pending, { waits: true });
  return duplex;
}

module.exports = duplexify;
