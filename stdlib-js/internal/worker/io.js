'use strict';

// Ports and channels, within one thread: https://nodejs.org/docs/latest-v24.x/api/worker_threads.html#class-messageport
// Each message is a turn of the event loop of its own.

const { addReferences } = internalBinding('messaging');
const {
  codes: {
    ERR_CONSTRUCT_CALL_INVALID,
    ERR_CONSTRUCT_CALL_REQUIRED,
    ERR_INVALID_THIS,
    ERR_MISSING_ARGS,
  },
} = require('internal/errors');
const {
  Event,
  EventTarget,
  NodeEventTarget,
  defineEventHandler,
  initNodeEventTarget,
  kCreateEvent,
  kHybridDispatch,
  kNewListener,
  kRemoveListener,
} = require('internal/event_target');
const { dataCloneError, makeMessage, readMessage, untransferable } = require('internal/structured_clone');
const { kTransfer, markTransferMode } = require('internal/worker/js_transferable');

const customInspect = Symbol.for('nodejs.util.inspect.custom');

/** The ports that came with the message whose event is being made. */
const kPorts = Symbol('nodejs.internal.kCurrentlyReceivingPorts');

/**
 * One end of a channel. It moves from port to port when it is transferred.
 * @typedef {object} End
 * @property {MessagePort | null} port
 * @property {End | null} peer
 * @property {object[]} queue messages that have arrived
 * @property {boolean} isClosing
 * @property {boolean} isStarted
 * @property {boolean} isReferenced
 */

/** @type {WeakMap<MessagePort, End>} the ends of ports that are neither closed nor transferred */
const ends = new WeakMap();

/** Only channels make ports. */
function MessagePort() {
  throw new ERR_CONSTRUCT_CALL_INVALID();
}

function MessageChannel() {
  if (!new.target) throw new ERR_CONSTRUCT_CALL_REQUIRED('MessageChannel');
  const left = newEnd();
  const right = newEnd();
  left.peer = right;
  right.peer = left;
  this.port1 = portOf(left);
  this.port2 = portOf(right);
}

Object.setPrototypeOf(MessagePort, NodeEventTarget);
Object.setPrototypeOf(MessagePort.prototype, NodeEventTarget.prototype);
const portMethods = {
  postMessage(...args) {
    const end = endOf(this);
    if (args.length === 0) throw argumentError('Not enough arguments to MessagePort.postMessage', 'ERR_MISSING_ARGS');
    const message = makeMessage(args[0], transferListOf(args[1]), this);
    if (end === undefined || end.isClosing || end.peer === null) return undefined;
    end.peer.queue.push(message);
    scheduleDelivery(end.peer);
    return true;
  },

  start() {
    const end = endOf(this);
    if (end === undefined || end.isStarted) return;
    end.isStarted = true;
    for (let index = 0; index < end.queue.length; index++) scheduleDelivery(end);
  },

  ref() {
    const end = endOf(this);
    if (end !== undefined) setReferenced(end, true);
  },

  unref() {
    const end = endOf(this);
    if (end !== undefined) setReferenced(end, false);
  },

  hasRef() {
    return endOf(this)?.isReferenced ?? false;
  },

  close(callback) {
    if (typeof callback === 'function') this.once('close', callback);
    const end = endOf(this);
    if (end === undefined) return;
    end.isClosing = true;
    setImmediate(closeEnd, end);
  },
};
for (const name of Object.keys(portMethods)) {
  Object.defineProperty(MessagePort.prototype, name, {
    __proto__: null, value: portMethods[name], configurable: true, enumerable: true, writable: true,
  });
}
defineEventHandler(MessagePort.prototype, 'message');
defineEventHandler(MessagePort.prototype, 'messageerror');
hide(MessagePort.prototype, kCreateEvent, function(data, type) {
  if (type !== 'message' && type !== 'messageerror') return NodeEventTarget.prototype[kCreateEvent].call(this, data, type);
  return messageEvent(type, { data, ports: this[kPorts] });
});
// Who listens for messages wants to stay alive for them; while nobody listens they wait.
hide(MessagePort.prototype, kNewListener, function(size, type, ...rest) {
  if (type === 'message' && size === 1) {
    this.ref();
    this.start();
  }
  return NodeEventTarget.prototype[kNewListener].call(this, size, type, ...rest);
});
hide(MessagePort.prototype, kRemoveListener, function(size, type, ...rest) {
  if (type === 'message' && size === 0) {
    this.unref();
    const end = ends.get(this);
    if (end !== undefined) end.isStarted = false;
  }
  return NodeEventTarget.prototype[kRemoveListener].call(this, size, type, ...rest);
});
hide(MessagePort.prototype, kTransfer, function() {
  const end = endOf(this);
  if (end === undefined || end.isClosing) throw dataCloneError('MessagePort in transfer list is already detached');
  setReferenced(end, false);
  end.isStarted = false;
  end.port = null;
  ends.delete(this);
  return { deserializeInfo: 'internal/worker/io:portOf', handle: end };
});
hide(MessagePort.prototype, customInspect, function(depth, options) {
  const { inspect } = require('internal/util/inspect');
  const end = endOf(this);
  return `MessagePort [EventTarget] ${inspect({ active: end !== undefined, refed: end?.isReferenced ?? false, ...this }, options)}`;
});

class BroadcastChannel extends EventTarget {
  #name;
  #isOpen = true;
  #isReferenced = true;

  /** @type {Map<string, Set<BroadcastChannel>>} */
  static #channels = new Map();

  constructor(name) {
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('name');
    super();
    this.#name = `${name}`;
    const others = BroadcastChannel.#channels.get(this.#name);
    if (others === undefined) BroadcastChannel.#channels.set(this.#name, new Set([this]));
    else others.add(this);
    addReferences(1);
  }

  [customInspect](depth, options) {
    requireChannel(isObject(this) && #name in this);
    if (depth < 0) return 'BroadcastChannel';
    const { inspect } = require('internal/util/inspect');
    const shown = { name: this.#name, active: this.#isOpen };
    return `BroadcastChannel ${inspect(shown, { ...options, depth: options.depth == null ? null : options.depth - 1 })}`;
  }

  get name() {
    requireChannel(isObject(this) && #name in this);
    return this.#name;
  }

  close() {
    requireChannel(isObject(this) && #name in this);
    if (!this.#isOpen) return;
    this.unref();
    this.#isOpen = false;
    const others = BroadcastChannel.#channels.get(this.#name);
    others.delete(this);
    if (others.size === 0) BroadcastChannel.#channels.delete(this.#name);
  }

  postMessage(message) {
    requireChannel(isObject(this) && #name in this);
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('message');
    if (!this.#isOpen) {
      const { DOMException } = require('internal/domexception');
      throw new DOMException('BroadcastChannel is closed.', 'InvalidStateError');
    }
    const posted = makeMessage(message, []);
    for (const channel of BroadcastChannel.#channels.get(this.#name)) {
      if (channel !== this) setImmediate(() => channel.#deliver(posted));
    }
  }

  ref() {
    requireChannel(isObject(this) && #name in this);
    if (this.#isOpen && !this.#isReferenced) addReferences(1);
    if (this.#isOpen) this.#isReferenced = true;
    return this;
  }

  unref() {
    requireChannel(isObject(this) && #name in this);
    if (this.#isOpen && this.#isReferenced) addReferences(-1);
    if (this.#isOpen) this.#isReferenced = false;
    return this;
  }

  #deliver(message) {
    if (!this.#isOpen) return;
    const { data, type } = received(message);
    this.dispatchEvent(messageEvent(type, { data }));
  }
}

makeEnumerable(BroadcastChannel.prototype, ['name', 'close', 'postMessage']);
defineEventHandler(BroadcastChannel.prototype, 'message');
defineEventHandler(BroadcastChannel.prototype, 'messageerror');
markTransferMode(BroadcastChannel.prototype, false, false);

/**
 * Takes the next message without an event.
 * @param {MessagePort} port
 * @returns {{ message: any } | undefined}
 */
function receiveMessageOnPort(port) {
  if (!(port instanceof MessagePort) && !(port instanceof BroadcastChannel)) {
    const error = new TypeError('The "port" argument must be a MessagePort instance');
    error.code = 'ERR_INVALID_ARG_TYPE';
    throw error;
  }
  const message = ends.get(port)?.queue.shift();
  return message === undefined ? undefined : { message: readMessage(message) };
}

/** The port of an end that has none. */
function portOf(end) {
  const port = Object.create(MessagePort.prototype);
  initNodeEventTarget(port);
  markTransferMode(port, false, true);
  end.port = port;
  ends.set(port, end);
  return port;
}

function isPort(value) {
  return value instanceof MessagePort;
}

/** Whether it is a port that has been closed or transferred. */
function isDetachedPort(value) {
  return value instanceof MessagePort && (ends.get(value)?.isClosing ?? true);
}

function newEnd() {
  return { port: null, peer: null, queue: [], isClosing: false, isStarted: false, isReferenced: false };
}

function endOf(port) {
  if (!(port instanceof MessagePort)) throw new ERR_INVALID_THIS('MessagePort');
  return ends.get(port);
}

function scheduleDelivery(end) {
  if (!end.isStarted) return;
  const immediate = setImmediate(deliver, end);
  if (!end.isReferenced) immediate.unref();
}

function deliver(end) {
  const { port } = end;
  if (port === null || !end.isStarted || end.queue.length === 0) return;
  const ports = [];
  const { data, type } = received(end.queue.shift(), ports);
  port[kPorts] = ports;
  try {
    if (type === 'messageerror') port.dispatchEvent(messageEvent(type, { data }));
    else port[kHybridDispatch](data, type, undefined);
  } finally {
    port[kPorts] = undefined;
  }
}

/** An event of the class that WebSocket's messages have, too. */
function messageEvent(type, init) {
  return require('internal/undici').createFastMessageEvent(type, init); // Lazy: few programs send themselves messages.
}

function received(message, ports) {
  try {
    return { type: 'message', data: readMessage(message, ports) };
  } catch (error) {
    return { type: 'messageerror', data: error };
  }
}

/** What was sent before arrives before the other end hears of it. */
function closeEnd(end) {
  const { peer, port } = end;
  if (port === null || ends.get(port) !== end) return;
  setReferenced(end, false);
  ends.delete(port);
  end.peer = null;
  if (peer !== null) {
    peer.peer = null;
    setImmediate(() => {
      if (peer.port !== null && peer.isStarted && peer.queue.length > 0) deliverRest(peer);
      closeEnd(peer);
    });
  }
  port[kHybridDispatch](undefined, 'close', new Event('close'));
}

function deliverRest(end) {
  while (end.queue.length > 0 && end.isStarted) deliver(end);
}

function setReferenced(end, isReferenced) {
  if (end.isReferenced === isReferenced) return;
  end.isReferenced = isReferenced;
  addReferences(isReferenced ? 1 : -1);
}

function transferListOf(value) {
  if (value === undefined || value === null) return [];
  if (typeof value !== 'object') throw argumentError('Optional transferList argument must be an iterable');
  if (typeof value[Symbol.iterator] === 'function') return listOf(value, 'Optional transferList argument must be an iterable');
  const { transfer } = value;
  if (transfer === undefined) return [];
  if (transfer === null || typeof transfer !== 'object' || typeof transfer[Symbol.iterator] !== 'function') {
    throw argumentError('Optional options.transfer argument must be an iterable');
  }
  return listOf(transfer, 'Optional options.transfer argument must be an iterable');
}

/** The elements of an iterable that may be none after all. */
function listOf(iterable, message) {
  const iterator = iterable[Symbol.iterator]();
  if (!isObject(iterator)) throw argumentError(message);
  const { next } = iterator;
  if (typeof next !== 'function') throw argumentError(message);
  return [...{ [Symbol.iterator]: () => iterator }];
}

/** Node's own wording, which its error classes do not have. */
function argumentError(message, code = 'ERR_INVALID_ARG_TYPE') {
  const error = new TypeError(message);
  error.code = code;
  return error;
}

function requireChannel(isChannel) {
  if (!isChannel) throw new ERR_INVALID_THIS('BroadcastChannel');
}

function isObject(value) {
  return typeof value === 'object' && value !== null;
}

function hide(object, key, value) {
  Object.defineProperty(object, key, { __proto__: null, value, configurable: true, enumerable: false, writable: true });
}

function makeEnumerable(object, names) {
  for (const name of names) Object.defineProperty(object, name, { __proto__: null, enumerable: true });
}

module.exports = {
  BroadcastChannel,
  MessageChannel,
  MessagePort,
  isDetachedPort,
  isPort,
  portOf,
  receiveMessageOnPort,
  untransferable,
};
