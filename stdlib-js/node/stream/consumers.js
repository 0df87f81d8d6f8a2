'use strict';
// Reads a whole stream, Node's or a web stream, into one value.
// https://nodejs.org/docs/latest-v24.x/api/webstreams.html#utility-consumers

const { Buffer } = require('buffer');

/** @param {AsyncIterable<any>} stream */
async function collect(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return chunks;
}

async function blob(stream) {
  const chunks = await collect(stream);
  const { Blob } = require('buffer'); // Lazy: rare.
  return new Blob(chunks);
}

async function arrayBuffer(stream) {
  return (await blob(stream)).arrayBuffer();
}

async function bytes(stream) {
  return new Uint8Array(await arrayBuffer(stream));
}

async function buffer(stream) {
  return Buffer.from(await arrayBuffer(stream));
}

async function text(stream) {
  const decoder = new TextDecoder();
  let result = '';
  for await (const chunk of stream) {
    result += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
  }
  // What the stream ends with may be the first half of a character.
  return result + decoder.decode();
}

async function json(stream) {
  return JSON.parse(await text(stream));
}

module.exports = { arrayBuffer, blob, buffer, bytes, text, json };
