'use strict';

// The overloads of `socket.send`. https://nodejs.org/docs/latest-v24.x/api/dgram.html#socketsendmsg-offset-length-port-address-callback

const { Buffer } = require('buffer');
const {
  codes: { ERR_BUFFER_OUT_OF_BOUNDS, ERR_INVALID_ARG_TYPE, ERR_SOCKET_DGRAM_IS_CONNECTED },
} = require('internal/errors');
const { isArrayBufferView } = require('internal/util/types');
const { validateNumber, validatePort, validateString } = require('internal/validators');

const DATA_TYPES = ['Buffer', 'TypedArray', 'DataView', 'string'];

/**
 * @typedef {{parts: ArrayBufferView[], port?: number, address?: string, callback?: Function}} Datagram
 */

/** `(msg, [offset, length,] port, [address,] [callback])` @returns {Datagram} */
function unconnectedDatagram(message, offset, length, port, address, callback) {
  if (address || (port && typeof port !== 'function')) {
    message = slice(message, offset, length);
  } else {
    [port, address, callback] = [offset, length, port];
  }
  const parts = partsOf(message);
  port = validatePort(port, 'Port', false);
  if (typeof address === 'function') {
    callback = address;
    address = undefined;
  } else if (address != null) {
    validateString(address, 'address');
  }
  return { parts, port, address, callback: typeof callback === 'function' ? callback : undefined };
}

/** `(msg, [offset, length,] [callback])` @returns {Datagram} */
function connectedDatagram(message, offset, length, port, address, callback) {
  if (typeof length === 'number') {
    message = slice(message, offset, length);
    if (typeof port === 'function') {
      callback = port;
      port = undefined;
    }
  } else {
    callback = offset;
  }
  if (port || address) throw new ERR_SOCKET_DGRAM_IS_CONNECTED();
  return { parts: partsOf(message), callback: typeof callback === 'function' ? callback : undefined };
}

/** One part for a message, each of a list's; no part is an empty datagram all the same. */
function partsOf(message) {
  if (!Array.isArray(message)) return [toBytes(message) ?? throwNoData('buffer', message)];
  const parts = message.map((part) => toBytes(part) ?? throwNoData('buffer list arguments', message));
  return parts.length === 0 ? [Buffer.alloc(0)] : parts;
}

function toBytes(data) {
  if (typeof data === 'string') return Buffer.from(data);
  return isArrayBufferView(data) ? data : undefined;
}

function throwNoData(name, value) {
  throw new ERR_INVALID_ARG_TYPE(name, DATA_TYPES, value);
}

function slice(message, offset, length) {
  const bytes = toBytes(message) ?? throwNoData('buffer', message);
  offset >>>= 0;
  length >>>= 0;
  if (offset > bytes.byteLength) throw new ERR_BUFFER_OUT_OF_BOUNDS('offset');
  if (offset + length > bytes.byteLength) throw new ERR_BUFFER_OUT_OF_BOUNDS('length');
  return Buffer.from(bytes.buffer, bytes.byteOffset + offset, length);
}

function validateSendto(offset, length, port, address) {
  validateNumber(offset, 'offset');
  validateNumber(length, 'length');
  validateNumber(port, 'port');
  validateString(address, 'address');
}

module.exports = { connectedDatagram, unconnectedDatagram, validateSendto };
