'use strict';
// TextEncoderStream and TextDecoderStream.
// https://nodejs.org/docs/latest-v24.x/api/webstreams.html#class-textencoderstream

const { codes: { ERR_INVALID_THIS } } = require('internal/errors');
const { customInspect, kInspect, makeEnumerable } = require('internal/webstreams/support');
const { createTransformStream } = require('internal/webstreams/transformstream');

class TextEncoderStream {
  #transform;
  /** The first half of a pair at the end of a chunk. */
  #pendingHighSurrogate = '';

  constructor() {
    const encoder = new TextEncoder();
    this.#transform = createTransformStream({
      transform: async (chunk, controller) => {
        let text = this.#pendingHighSurrogate + `${chunk}`;
        const last = text.charCodeAt(text.length - 1);
        this.#pendingHighSurrogate = last >= 0xd800 && last <= 0xdbff ? text.at(-1) : '';
        if (this.#pendingHighSurrogate !== '') text = text.slice(0, -1);
        if (text !== '') controller.enqueue(encoder.encode(text));
      },
      flush: async (controller) => {
        if (this.#pendingHighSurrogate !== '') controller.enqueue(encoder.encode('\ufffd'));
      },
    });
  }

  get encoding() {
    this.#transform; // eslint-disable-line no-unused-expressions -- The brand.
    return 'utf-8';
  }

  get readable() {
    return this.#transform.readable;
  }

  get writable() {
    return this.#transform.writable;
  }

  [kInspect](depth, options) {
    if (!(#transform in Object(this))) throw new ERR_INVALID_THIS('TextEncoderStream');
    const { encoding, readable, writable } = this;
    return customInspect(depth, options, this, 'TextEncoderStream', { encoding, readable, writable });
  }
}
makeEnumerable(TextEncoderStream.prototype, ['encoding', 'readable', 'writable']);

class TextDecoderStream {
  #decoder;
  #transform;

  /** @param {string} [encoding]  @param {{fatal?: boolean, ignoreBOM?: boolean}} [options] */
  constructor(encoding = 'utf-8', options = {}) {
    const decoder = new TextDecoder(encoding, options);
    this.#decoder = decoder;
    this.#transform = createTransformStream({
      async transform(chunk, controller) {
        if (chunk === undefined) throw new TypeError('The "chunk" argument must be an ArrayBuffer or a view of one');
        const text = decoder.decode(chunk, { stream: true });
        if (text !== '') controller.enqueue(text);
      },
      async flush(controller) {
        const text = decoder.decode();
        if (text !== '') controller.enqueue(text);
      },
    });
  }

  get encoding() {
    return this.#decoder.encoding;
  }

  get fatal() {
    return this.#decoder.fatal;
  }

  get ignoreBOM() {
    return this.#decoder.ignoreBOM;
  }

  get readable() {
    return this.#transform.readable;
  }

  get writable() {
    return this.#transform.writable;
  }

  [kInspect](depth, options) {
    if (!(#transform in Object(this))) throw new ERR_INVALID_THIS('TextDecoderStream');
    const { encoding, fatal, ignoreBOM, readable, writable } = this;
    return customInspect(depth, options, this, 'TextDecoderStream', { encoding, fatal, ignoreBOM, readable, writable });
  }
}
makeEnumerable(TextDecoderStream.prototype, ['encoding', 'fatal', 'ignoreBOM', 'readable', 'writable']);

module.exports = { TextDecoderStream, TextEncoderStream };
