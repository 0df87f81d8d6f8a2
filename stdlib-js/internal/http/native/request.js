'use strict';
// The requests of native connections: IncomingMessages that make their headers and their socket when they are first asked
// for. Most requests are answered without them.
// https://nodejs.org/docs/latest-v24.x/api/http.html#class-httpincomingmessage

const { FastBuffer } = require('internal/buffer');
const { IncomingMessage } = require('internal/http/incoming');
const { kBlock, kConnection, kHeadersCount } = require('internal/http/symbols');

const MAJOR_SHIFT = 8;
const MINOR_SHIFT = 12;
const DIGIT = 15;

/** @param {any} connection  @param {any} block a HeaderBlock */
function makeRequest(connection, flags, method, target, block) {
  const request = new IncomingMessage(undefined);
  const major = flags >> MAJOR_SHIFT & DIGIT;
  const minor = flags >> MINOR_SHIFT & DIGIT;
  request.httpVersionMajor = major;
  request.httpVersionMinor = minor;
  request.httpVersion = major === 1 && minor === 1 ? '1.1' : `${major}.${minor}`;
  request.url = target;
  request.method = method;
  request.upgrade = false;
  request.joinDuplicateHeaders = connection.server.joinDuplicateHeaders;
  request[kBlock] = block;
  request[kHeadersCount] = block.raw.length;
  request[kConnection] = connection;
  return request;
}

/** A part of the body has come. */
function pushBody(request, bytes) {
  if (request._dumped) return;
  const wantsMore = request.push(new FastBuffer(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  if (!wantsMore) request[kConnection].setPaused(true);
}

/** There is no body: who reads finds its end. */
function endWithoutBody(request) {
  request.complete = true;
  request._readableState.ended = true;
}

/** The request is whole. */
function pushEnd(request, trailers) {
  request.complete = true;
  if (trailers !== undefined) request._addHeaderLines(trailers, trailers.length);
  request.push(null);
}

module.exports = { endWithoutBody, makeRequest, pushBody, pushEnd };
