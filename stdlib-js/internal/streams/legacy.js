'use strict';
// `Stream`, the base of all streams: an emitter with the `pipe` of Node 0.8.
// https://nodejs.org/docs/latest-v24.x/api/stream.html

const EE = require('events');

const { listenerCount } = EE.prototype;

/** @param {object} [options] those of EventEmitter */
function Stream(options) {
  EE.call(this, options);
}
Object.setPrototypeOf(Stream.prototype, EE.prototype);
Object.setPrototypeOf(Stream, EE);

/** @param {any} dest  @param {{end?: boolean}} [options] */
Stream.prototype.pipe = function(dest, options) {
  const source = this;
  let isEnded = false;

  function ondata(chunk) {
    if (dest.writable && dest.write(chunk) === false && source.pause) source.pause();
  }

  function ondrain() {
    if (source.readable && source.resume) source.resume();
  }

  function onend() {
    if (isEnded) return;
    isEnded = true;
    dest.end();
  }

  function onclose() {
    if (isEnded) return;
    isEnded = true;
    if (typeof dest.destroy === 'function') dest.destroy();
  }

  function onerror(error) {
    cleanup();
    if (listenerCount.call(this, 'error') === 0) this.emit('error', error);
  }

  function cleanup() {
    source.removeListener('data', ondata);
    dest.removeListener('drain', ondrain);
    source.removeListener('end', onend);
    source.removeListener('close', onclose);
    source.removeListener('error', onerror);
    dest.removeListener('error', onerror);
    source.removeListener('end', cleanup);
    source.removeListener('close', cleanup);
    dest.removeListener('close', cleanup);
  }

  source.on('data', ondata);
  dest.on('drain', ondrain);
  // The standard output and error outlive every pipe.
  if (!dest._isStdio && (!options || options.end !== false)) {
    source.on('end', onend);
    source.on('close', onclose);
  }
  prependListener(source, 'error', onerror);
  prependListener(dest, 'error', onerror);
  source.on('end', cleanup);
  source.on('close', cleanup);
  dest.on('close', cleanup);
  dest.emit('pipe', source);
  return dest;
};

/** Streams make room in `_events` for their own events, as `undefined`: those are no listeners. */
Stream.prototype.eventNames = function eventNames() {
  return Reflect.ownKeys(this._events).filter((name) => isListened(this._events[name]));
};

function isListened(listeners) {
  return typeof listeners === 'function' || (Array.isArray(listeners) && listeners.length > 0);
}

/** Before the application's listeners; emitters that lack the method get by with a look inside. */
function prependListener(emitter, event, listener) {
  if (typeof emitter.prependListener === 'function') {
    emitter.prependListener(event, listener);
  } else if (!emitter._events || !emitter._events[event]) {
    emitter.on(event, listener);
  } else if (Array.isArray(emitter._events[event])) {
    emitter._events[event].unshift(listener);
  } else {
    emitter._events[event] = [listener, emitter._events[event]];
  }
}

module.exports = { Stream, prependListener };
