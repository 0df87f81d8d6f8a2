'use strict';

// Blob: immutable bytes that are put together from parts and read asynchronously.
// https://nodejs.org/docs/latest-v24.x/api/buffer.html#class-blob

const {
  codes: { ERR_INVALID_ARG_VALUE, ERR_INVALID_THIS },
} = require('internal/errors');
const { validateDictionary } = require('internal/validators');
const { isAnyArrayBuffer } = require('internal/util/types');
const { FastBuffer } = require('internal/buffer');
const { fromString } = require('internal/buffer/pool');
const { convertSequence, convertString } = require('internal/webidl');
const { kClone, markTransferMode } = require('internal/worker/js_transferable');

/**
 * What a Blob is made of: bytes that nobody else can change, or something that can be read piece by piece.
 * @typedef {Uint8Array | { byteLength: number, read(start: number, end: number): Promise<Uint8Array> }} Part
 */

const kHandle = Symbol('kHandle');
const kLength = Symbol('kLength');
const kType = Symbol('kType');
const inspectSymbol = Symbol.for('nodejs.util.inspect.custom');
const enumerable = { __proto__: null, enumerable: true };

/** A part that is not in memory is read in pieces of this size. */
const PIECE_BYTES = 64 * 1024;

class Blob {
  /** @param {Iterable<BlobPart>} sources  @param {{ endings?: 'transparent' | 'native', type?: string }} [options] */
  constructor(sources = [], options = undefined) {
    validateDictionary(options, 'options');
    const endings = `${options?.endings ?? 'transparent'}`;
    if (endings !== 'transparent' && endings !== 'native') {
      throw new ERR_INVALID_ARG_VALUE('options.endings', options.endings);
    }
    const type = options?.type;
    const parts = convertSequence(sources, (source, index) => toParts(source, index, endings)).flat();
    initialize(this, parts, type === undefined ? '' : `${type}`);
  }

  get type() {
    return thisBlob(this)[kType];
  }

  get size() {
    return thisBlob(this)[kLength];
  }

  slice(start = 0, end = thisBlob(this).size, type = '') {
    const { [kLength]: length, [kHandle]: parts } = thisBlob(this);
    const from = clamp(start, length);
    const to = Math.max(clamp(end, length), from);
    return createBlob(sliceParts(parts, from, to), `${type}`);
  }

  arrayBuffer() {
    if (!isBlob(this)) return Promise.reject(new ERR_INVALID_THIS('Blob'));
    return readAll(this).then(({ buffer }) => buffer);
  }

  text() {
    if (!isBlob(this)) return Promise.reject(new ERR_INVALID_THIS('Blob'));
    return readAll(this).then((bytes) => new TextDecoder().decode(bytes));
  }

  bytes() {
    if (!isBlob(this)) return Promise.reject(new ERR_INVALID_THIS('Blob'));
    return readAll(this);
  }

  stream() {
    const pieces = readPieces(thisBlob(this)[kHandle]);
    // Required here because web streams are large and few programs read Blobs by stream.
    const { ReadableStream } = require('internal/webstreams/readablestream');
    return new ReadableStream({
      type: 'bytes',
      async pull(controller) {
        const { done, value } = await pieces.next();
        if (!done) {
          controller.enqueue(value);
          return;
        }
        controller.close();
        controller.byobRequest?.respond(0);
      },
      async cancel() {
        await pieces.return();
      },
    });
  }

  textStream() {
    const { TextDecoderStream } = require('internal/webstreams/encoding');
    return this.stream().pipeThrough(new TextDecoderStream());
  }

  /** Bytes that never change need no copy. */
  [kClone]() {
    return { handle: { parts: this[kHandle], type: this.type }, deserializeInfo: 'internal/blob:cloneOf' };
  }

  [inspectSymbol](depth, options) {
    return inspectAs('Blob', this, depth, options, { size: this.size, type: this.type });
  }
}

markTransferMode(Blob.prototype, true, false);
Object.defineProperties(Blob.prototype, {
  type: enumerable,
  size: enumerable,
  slice: enumerable,
  arrayBuffer: enumerable,
  text: enumerable,
  bytes: enumerable,
  stream: enumerable,
  textStream: enumerable,
  [Symbol.toStringTag]: { __proto__: null, configurable: true, value: 'Blob' },
});

function initialize(blob, parts, type) {
  blob[kHandle] = parts;
  blob[kLength] = parts.reduce((sum, part) => sum + part.byteLength, 0);
  blob[kType] = /[^\x20-\x7e]/.test(type) ? '' : type.toLowerCase();
}

/** A Blob of finished parts. @param {Part[]} parts */
function createBlob(parts, type = '') {
  const blob = Object.create(Blob.prototype);
  initialize(blob, parts, type);
  return blob;
}

function isBlob(value) {
  return value?.[kHandle] !== undefined;
}

function thisBlob(value) {
  if (!isBlob(value)) throw new ERR_INVALID_THIS('Blob');
  return value;
}

/** The parts of one source; what the program could still change is copied. */
function toParts(source, index, endings) {
  if (isBlob(source)) return source[kHandle];
  if (isAnyArrayBuffer(source)) return [new Uint8Array(source).slice()];
  if (ArrayBuffer.isView(source)) {
    return [new Uint8Array(source.buffer, source.byteOffset, source.byteLength).slice()];
  }
  let text = convertString(source, `Value[${index}]`);
  if (endings === 'native') text = text.replace(/\r\n|\r|\n/g, '\n');
  // Not a slice of Buffer's pool: a Blob may live long.
  return text === '' ? [] : [new Uint8Array(fromString(text, 'utf8'))];
}

/** A position as Web IDL converts and clamps it; negative ones count from the end. */
function clamp(position, length) {
  const whole = Math.trunc(position) || 0;
  return whole < 0 ? Math.max(length + whole, 0) : Math.min(whole, length);
}

/** The parts between two positions; nothing is copied. @param {Part[]} parts  @returns {Part[]} */
function sliceParts(parts, start, end) {
  const result = [];
  let position = 0;
  for (const part of parts) {
    const from = Math.max(start - position, 0);
    const to = Math.min(end - position, part.byteLength);
    if (from < to) result.push(slicePart(part, from, to));
    position += part.byteLength;
  }
  return result;
}

function slicePart(part, from, to) {
  if (part instanceof Uint8Array) return part.subarray(from, to);
  return { byteLength: to - from, read: (start, end) => part.read(from + start, from + end) };
}

/** Copies of the parts' bytes, one after the other. */
async function* readPieces(parts) {
  for (const part of parts) {
    if (part instanceof Uint8Array) {
      yield part.slice();
      continue;
    }
    for (let start = 0; start < part.byteLength; start += PIECE_BYTES) {
      yield await part.read(start, Math.min(start + PIECE_BYTES, part.byteLength));
    }
  }
}

async function readAll(blob) {
  const bytes = new Uint8Array(blob[kLength]);
  let position = 0;
  for await (const piece of readPieces(blob[kHandle])) {
    bytes.set(piece, position);
    position += piece.byteLength;
  }
  return bytes;
}

/** `Name { ... }` of an object's public properties. */
function inspectAs(name, value, depth, options, properties) {
  if (depth < 0) return value;
  const { inspect } = require('internal/util/inspect');
  return `${name} ${inspect(properties, { ...options, depth: options.depth == null ? null : options.depth - 1 })}`;
}

/** A Blob whose bytes are those of a file, read when they are asked for. For `fs.openAsBlob`. */
function createFileBlob(path, { size, mtimeMs }, type) {
  async function read(start, end) {
    const { open } = require('fs/promises');
    let file;
    try {
      file = await open(path, 'r');
      const now = await file.stat();
      if (now.size !== size || now.mtimeMs !== mtimeMs) throw new Error('the file has changed');
      const bytes = new FastBuffer(end - start);
      const { bytesRead } = await file.read(bytes, 0, bytes.length, start);
      if (bytesRead !== bytes.length) throw new Error('the file is shorter than it was');
      return new Uint8Array(bytes.buffer);
    } catch {
      throw new DOMException('The blob could not be read', 'NotReadableError');
    } finally {
      await file?.close();
    }
  }
  return createBlob(size === 0 ? [] : [{ byteLength: size, read }], type);
}

/** How a Blob arrives with a message. */
function cloneOf({ parts, type }) {
  return createBlob(parts, type);
}

module.exports = {
  Blob,
  cloneOf,
  createBlob,
  createFileBlob,
  inspectAs,
  isBlob,
  kHandle,
};
