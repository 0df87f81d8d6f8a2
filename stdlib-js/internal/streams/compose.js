'use strict';
// `compose`: several streams, one after the other, as one duplex.
// https://nodejs.org/docs/latest-v24.x/api/stream.html#streamcomposestreams

const { codes: { ERR_INVALID_ARG_VALUE, ERR_MISSING_ARGS } } = require('internal/errors');
const Duplex = require('internal/streams/duplex');
const { eos } = require('internal/streams/end-of-stream');
const { Pending, forwardDestroy, forwardWrites } = require('internal/streams/forwarding');
const {
  isNodeStream,
  isReadable,
  isReadableStream,
  isTransformStream,
  isWebStream,
  isWritable,
  isWritableStream,
} = require('internal/streams/inspection');
const { pipeline } = require('internal/streams/pipeline');

/** @param {...any} streams */
function compose(...streams) {
  if (streams.length === 0) throw new ERR_MISSING_ARGS('streams');
  if (streams.length === 1) return Duplex.from(streams[0]);

  const given = [...streams];
  const last = streams.length - 1;
  if (typeof streams[0] === 'function') streams[0] = Duplex.from(streams[0]);
  if (typeof streams[last] === 'function') streams[last] = Duplex.from(streams[last]);
  streams.forEach((stream, index) => validateLink(stream, index, given));

  const pending = new Pending();
  const head = streams[0];
  const tail = pipeline(streams, (error) => {
    const isDestroying = !!pending.close;
    pending.streamDone(duplex, error);
    if (!error && !isDestroying && !readable && !writable) duplex.destroy();
  });

  const writable = !!(isWritable(head) || isWritableStream(head) || isTransformStream(head));
  const readable = !!(isReadable(tail) || isReadableStream(tail) || isTransformStream(tail));
  const duplex = new Duplex({
    writableObjectMode: !!head?.writableObjectMode,
    readableObjectMode: !!tail?.readableObjectMode,
    writable,
    readable,
  });

  if (writable) {
    if (isNodeStream(head)) forwardWrites(duplex, head, pending);
    else if (isWebStream(head)) forwardWritesToWeb(duplex, isTransformStream(head) ? head.writable : head, pending);
    eos(readableOf(tail), () => pending.release('finish'));
  }
  if (readable) {
    if (isNodeStream(tail)) forwardFlow(duplex, tail);
    else if (isWebStream(tail)) forwardReadsFromWeb(duplex, readableOf(tail));
  }
  forwardDestroy(duplex, isNodeStream(tail) ? [tail] : [], pending, { waits: false });
  return duplex;
}

function validateLink(stream, index, given) {
  if (!isNodeStream(stream) && !isWebStream(stream)) return;
  if (index < given.length - 1 && !(isReadable(stream) || isReadableStream(stream) || isTransformStream(stream))) {
    throw new ERR_INVALID_ARG_VALUE(`streams[${index}]`, given[index], 'must be readable');
  }
  if (index > 0 && !(isWritable(stream) || isWritableStream(stream) || isTransformStream(stream))) {
    throw new ERR_INVALID_ARG_VALUE(`streams[${index}]`, given[index], 'must be writable');
  }
}

/** The tail is nobody else's, so it may flow: then its errors and its end come through without a read. */
function forwardFlow(duplex, tail) {
  duplex._read = function() {
    tail.resume();
  };
  tail.on('data', (chunk) => {
    if (!duplex.push(chunk)) tail.pause();
  });
  tail.on('end', () => duplex.push(null));
}

function readableOf(stream) {
  return isTransformStream(stream) ? stream.readable : stream;
}

function forwardWritesToWeb(duplex, writable, pending) {
  const writer = writable.getWriter();

  duplex._write = async function(chunk, encoding, callback) {
    try {
      await writer.ready;
      writer.write(chunk).catch(() => {}); // `closed` tells.
      callback();
    } catch (error) {
      callback(error);
    }
  };

  duplex._final = async function(callback) {
    try {
      await writer.ready;
      writer.close().catch(() => {});
      pending.finish = callback;
    } catch (error) {
      callback(error);
    }
  };
}

function forwardReadsFromWeb(duplex, readable) {
  const reader = readable.getReader();

  duplex._read = async function() {
    for (;;) {
      try {
        const { value, done } = await reader.read();
        if (done) {
          duplex.push(null);
          return;
        }
        if (!duplex.push(value)) return;
      } catch {
        return; // The pipeline tells.
      }
    }
  };
}

module.exports = { compose };
