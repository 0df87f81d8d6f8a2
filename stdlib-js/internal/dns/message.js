'use strict';

// Queries to name servers and their answers (RFC 1035, section 4).
// https://nodejs.org/docs/latest-v24.x/api/dns.html

const { MalformedMessage, Reader } = require('internal/dns/reader');
const { TYPES, readData } = require('internal/dns/records');

const CLASS_IN = 1;
const RECURSION_DESIRED = 0x0100;
const IS_RESPONSE = 0x8000;
const IS_TRUNCATED = 0x0200;
const CODE = 0x000f;
const HEADER_BYTES = 12;

/** What a name server's code means if it is not success. */
const CODES = { __proto__: null, 1: 'EFORMERR', 2: 'ESERVFAIL', 3: 'ENOTFOUND', 4: 'ENOTIMP', 5: 'EREFUSED' };

/**
 * @typedef {{type: string, ttl: number, data: any}} ResourceRecord
 * @typedef {{error?: string, isTruncated?: boolean, records?: ResourceRecord[]}} Answer
 */

/** @param {number} id  @param {number[]} name  @param {string} type */
function encodeQuery(id, name, type) {
  const header = [...u16(id), ...u16(RECURSION_DESIRED), ...u16(1), ...u16(0), ...u16(0), ...u16(0)];
  return Uint8Array.from([...header, ...name, ...u16(TYPES[type]), ...u16(CLASS_IN)]);
}

function u16(number) {
  return [number >> 8, number & 0xff];
}

/**
 * The answer to a query, `undefined` if the message is something else.
 * @param {Uint8Array} query  @param {Uint8Array} message
 * @returns {Answer | undefined}
 */
function decodeAnswer(query, message) {
  if (message.length < HEADER_BYTES || message[0] !== query[0] || message[1] !== query[1]) return undefined;
  const reader = new Reader(message, 2);
  const flags = reader.u16();
  if ((flags & IS_RESPONSE) === 0) return undefined;
  try {
    const questions = reader.u16();
    const answers = reader.u16();
    reader.bytes(4);
    if (questions !== 1 || !isSameQuestion(query, reader)) return undefined;
    if ((flags & IS_TRUNCATED) !== 0) return { isTruncated: true };
    const records = Array.from({ length: answers }, () => readRecord(reader)).filter(Boolean);
    if ((flags & CODE) !== 0) return { error: CODES[flags & CODE] ?? 'ESERVFAIL' };
    return answers === 0 ? { error: 'ENODATA' } : { records };
  } catch (error) {
    if (error instanceof MalformedMessage) return { error: 'EBADRESP' };
    throw error;
  }
}

/** Whether the next is the query's question; the case of a name's letters does not count. */
function isSameQuestion(query, reader) {
  const asked = new Reader(query, HEADER_BYTES);
  return asked.name().toLowerCase() === reader.name().toLowerCase() &&
    asked.u16() === reader.u16() && asked.u16() === reader.u16();
}

/** @returns {ResourceRecord | undefined} undefined if it is of a kind that nobody asks for */
function readRecord(reader) {
  reader.name();
  const type = reader.u16();
  const recordClass = reader.u16();
  const ttl = reader.u32();
  const data = readData(type, reader.part(reader.u16()));
  return data === undefined || recordClass !== CLASS_IN ? undefined : { ...data, ttl };
}

module.exports = { decodeAnswer, encodeQuery };
