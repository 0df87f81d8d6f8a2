'use strict';
// The two halves of a duplex stream that stands for other streams: writes go to one, reads come from another.

const { destroyer } = require('internal/streams/destroy');
const { AbortError } = require('internal/errors');

/** What a duplex that stands for others waits for: at most one callback each. */
class Pending {
  drain = null;
  finish = null;
  readable = null;
  /** The callback of `_destroy`; null once the streams behind it are done. */
  close = undefined;

  /** Calls back, if somebody waits. */
  release(what, ...args) {
    const callback = this[what];
    this[what] = null;
    callback?.(...args);
  }

  forget() {
    this.drain = null;
    this.finish = null;
    this.readable = null;
  }

  /**
   * A stream behind is done: lets a `_destroy` go on, or passes the error on.
   */
  streamDone(duplex, error) {
    const callback = this.close;
    this.close = null;
    if (callback) callback(error);
    else if (error) duplex.destroy(error);
  }
}

/** @param {any} duplex  @param {any} target a writable of Node's kind  @param {Pending} pending */
function forwardWrites(duplex, target, pending) {
  duplex._write = function(chunk, encoding, callback) {
    if (target.write(chunk, encoding)) callback();
    else pending.drain = callback;
  };
  duplex._final = function(callback) {
    target.end();
    pending.finish = callback;
  };
  target.on('drain', () => pending.release('drain'));
}

/**
 * By `read`, so that the source may be used elsewhere, too.
 * @param {any} duplex  @param {any} source a readable of Node's kind  @param {Pending} pending
 */
function forwardReads(duplex, source, pending) {
  source.on('readable', () => pending.release('readable'));
  source.on('end', () => duplex.push(null));
  duplex._read = function() {
    for (;;) {
      const chunk = source.read();
      if (chunk === null) {
        pending.readable = duplex._read;
        return;
      }
      if (!duplex.push(chunk)) return;
    }
  };
}

/** @param {any} duplex  @param {any[]} streams those behind  @param {Pending} pending */
function forwardDestroy(duplex, streams, pending, { waits }) {
  duplex._destroy = function(error, callback) {
    const isDone = pending.close === null;
    if (!error && !isDone) error = new AbortError();
    pending.forget();
    if (isDone) {
      if (!waits) for (const stream of streams) destroyer(stream, error);
      callback(error);
    } else {
      pending.close = callback;
      for (const stream of streams) destroyer(stream, error);
    }
  };
}

module.exports = { Pending, forwardDestroy, forwardReads, forwardWrites };
