'use strict';

// `structuredClone`, and the messages that ports carry: https://nodejs.org/docs/latest-v24.x/api/globals.html#structuredclonevalue-options
// Plain data goes through V8's wire format. What it does not know (ports, blobs, streams) gets a number there and
// stands beside it in the message.

const { deserialize, serialize } = internalBinding('serdes');
const { codes: { ERR_MISSING_ARGS } } = require('internal/errors');
const { isEnvironment } = require('internal/process/env');
const { conversionError } = require('internal/webidl');
const { kClone, kDeserialize, kTransfer, kTransferList, transferModeOf } = require('internal/worker/js_transferable');

/** Objects that `markAsUntransferable` named. */
const untransferable = new WeakSet();

/**
 * @typedef {object} Message
 * @property {Uint8Array} bytes
 * @property {ArrayBuffer[]} buffers transferred
 * @property {SharedArrayBuffer[]} sharedBuffers
 * @property {{ deserializeInfo: string, message: Message }[]} objects cloned or transferred by their own methods
 */

/**
 * @param {any} value
 * @param {{ transfer?: Iterable<object> }} [options]
 * @returns {any}
 */
function structuredClone(value, options) {
  if (arguments.length === 0) throw new ERR_MISSING_ARGS('The value argument must be specified');
  const transfer = transferOption(options);
  if (transfer.length === 0 && isImmutable(value)) return value;
  return readMessage(makeMessage(value, transfer));
}

/**
 * Leaves the transferred objects unusable.
 * @param {any} value
 * @param {any[]} transfer
 * @param {object} [source] the port that the message is posted to
 * @returns {Message}
 */
function makeMessage(value, transfer, source) {
  const buffers = [];
  const transferred = [];
  for (const object of transfer) sortTransferred(object, buffers, transferred, source);

  const host = new SerializerHost(transferred);
  const [bytes, moved] = serialize(value, buffers, host);
  const objects = host.objects.map((object) => describeObject(object, transferred.includes(object)));
  // What is transferred without being part of the value is gone all the same.
  for (const object of transferred) if (!host.objects.includes(object)) describeObject(object, true);
  return { bytes, buffers: moved, sharedBuffers: host.sharedBuffers, objects };
}

/**
 * @param {Message} message
 * @param {object[]} [ports] takes the ports that the message brings
 * @returns {any}
 */
function readMessage(message, ports) {
  const objects = message.objects.map((described) => makeObject(described, ports));
  const sharedBuffers = message.sharedBuffers;
  return deserialize(message.bytes, message.buffers, sharedBuffers, { _readHostObject: (index) => objects[index] });
}

/** What V8 asks while it writes a message. */
class SerializerHost {
  objects = [];
  sharedBuffers = [];
  #transferred;

  constructor(transferred) {
    this.#transferred = transferred;
  }

  _getDataCloneError(message) {
    return dataCloneError(message);
  }

  _getSharedArrayBufferId(buffer) {
    const known = this.sharedBuffers.indexOf(buffer);
    return known === -1 ? this.sharedBuffers.push(buffer) - 1 : known;
  }

  _writeHostObject(object) {
    const mode = transferModeOf(object);
    if (!this.#transferred.includes(object) && !mode?.cloneable && !isEnvironment(object)) {
      throw dataCloneError(mode?.transferable ?
        'Object that needs transfer was found in message but not listed in transferList' :
        'Cannot clone object of unsupported type.');
    }
    return this.objects.push(object) - 1;
  }
}

function sortTransferred(object, buffers, transferred, source) {
  if (object instanceof ArrayBuffer) {
    if (object.detached || untransferable.has(object)) throw dataCloneError('Cannot transfer object of unsupported type.');
    if (buffers.includes(object)) throw dataCloneError('Transfer list contains duplicate ArrayBuffer');
    buffers.push(object);
    return;
  }
  const isObject = (typeof object === 'object' && object !== null) || typeof object === 'function';
  if (!isObject || !transferModeOf(object)?.transferable || untransferable.has(object)) {
    throw dataCloneError('Found invalid value in transferList.');
  }
  // Lazy: the two need each other, and most messages transfer nothing.
  if (require('internal/worker/io').isDetachedPort(object)) {
    throw dataCloneError('MessagePort in transfer list is already detached');
  }
  if (object === source) throw dataCloneError('Transfer list contains source port');
  if (transferred.includes(object)) {
    throw dataCloneError(`Transfer list contains duplicate ${object.constructor?.name ?? 'object'}`);
  }
  transferred.push(object);
}

function describeObject(object, isTransferred) {
  if (isEnvironment(object)) return { copy: makeMessage({ ...object }, []) };
  // Listed objects that go along have to be asked for before the object lets go of them.
  const along = isTransferred ? object[kTransferList]?.() ?? [] : [];
  const described = isTransferred ? object[kTransfer]() : object[kClone]?.();
  if (described === undefined) throw dataCloneError('Cannot clone object of unsupported type.');
  // What some objects are made of can be handed over as it is.
  if (described.handle !== undefined) return described;
  return { deserializeInfo: described.deserializeInfo, message: makeMessage(described.data, along) };
}

function makeObject({ copy, deserializeInfo, handle, message }, ports) {
  if (copy !== undefined) return readMessage(copy, ports);
  const [id, name] = deserializeInfo.split(':');
  const made = require(id)[name];
  if (handle !== undefined) {
    const object = made(handle);
    if (ports !== undefined && require('internal/worker/io').isPort(object)) ports.push(object);
    return object;
  }
  const object = new made();
  object[kDeserialize](readMessage(message, ports));
  return object;
}

/** What a clone could not be told from. */
function isImmutable(value) {
  switch (typeof value) {
    case 'object': return value === null;
    case 'function':
    case 'symbol': return false;
    default: return true;
  }
}

function transferOption(options) {
  if (options === undefined || options === null) return [];
  if (typeof options !== 'object' && typeof options !== 'function') {
    throw conversionError('Failed to execute \'structuredClone\': Options cannot be converted to a dictionary');
  }
  const { transfer } = options;
  if (transfer === undefined) return [];
  const isObject = (typeof transfer === 'object' && transfer !== null) || typeof transfer === 'function';
  if (!isObject || typeof transfer[Symbol.iterator] !== 'function') {
    throw conversionError('Failed to execute \'structuredClone\': transfer in Options cannot be converted to sequence.');
  }
  const list = [...transfer];
  const wrong = list.findIndex((object) => (typeof object !== 'object' && typeof object !== 'function') || object === null);
  if (wrong !== -1) {
    throw conversionError(`Failed to execute 'structuredClone': transfer in Options[${wrong}] is not an object.`);
  }
  return list;
}

function dataCloneError(message) {
  // Lazy: it is made in a failure alone.
  const { DOMException } = require('internal/domexception');
  return new DOMException(message, 'DataCloneError');
}

module.exports = { dataCloneError, makeMessage, readMessage, structuredClone, untransferable };
