'use strict';
// ServerResponse: what a server answers with.
// https://nodejs.org/docs/latest-v24.x/api/http.html#class-httpserverresponse

const {
  codes: {
    ERR_HTTP_HEADERS_SENT,
    ERR_HTTP_INVALID_STATUS_CODE,
    ERR_HTTP_SOCKET_ASSIGNED,
    ERR_INVALID_ARG_VALUE,
    ERR_INVALID_CHAR,
  },
} = require('internal/errors');
const { validateInteger, validateLinkHeaderValue, validateObject } = require('internal/validators');
const { deprecate } = require('internal/util');
const { OutgoingMessage, emitClose } = require('internal/http/outgoing');
const { chunkExpression } = require('internal/http/head');
const { STATUS_CODES } = require('internal/http/constants');
const { checkInvalidHeaderChar, validateHeaderName, validateHeaderValue } = require('internal/http/tokens');
const { kOutHeaders } = require('internal/http/symbols');
const timing = require('internal/http/timing');

const { isArray } = Array;

/**
 * @param {any} req
 * @param {{ highWaterMark?: number, rejectNonStandardBodyWrites?: boolean }} [options]
 */
function ServerResponse(req, options) {
  OutgoingMessage.call(this, options);

  if (req.method === 'HEAD') this._hasBody = false;
  this.req = req;
  this.sendDate = true;
  this._sent100 = false;
  this._expect_continue = false;
  if (req.httpVersionMajor < 1 || req.httpVersionMinor < 1) {
    this.useChunkedEncodingByDefault = chunkExpression.test(req.headers.te);
    this.shouldKeepAlive = false;
  }
  timing.startServerRequest(this);
}
Object.setPrototypeOf(ServerResponse.prototype, OutgoingMessage.prototype);
Object.setPrototypeOf(ServerResponse, OutgoingMessage);

ServerResponse.prototype._finish = function _finish() {
  timing.endServerRequest(this);
  OutgoingMessage.prototype._finish.call(this);
};

ServerResponse.prototype.statusCode = 200;
ServerResponse.prototype.statusMessage = undefined;

ServerResponse.prototype._isLenientHeaderValidation = function() {
  return this.req?.socket?.server?.isLenientHeaderValidation ?? false;
};
Object.defineProperty(ServerResponse.prototype, '_isLenientHeaderValidation', { __proto__: null, enumerable: false });

/** Called by 'close' of the socket. */
function onServerResponseClose() {
  // The message may have finished and been detached by an earlier listener.
  if (this._httpMessage) closeResponse(this._httpMessage);
}

/** The connection of a response has ended before the response did. */
function closeResponse(response) {
  emitClose(response);
}

ServerResponse.prototype.assignSocket = function assignSocket(socket) {
  if (socket._httpMessage) throw new ERR_HTTP_SOCKET_ASSIGNED();
  socket._httpMessage = this;
  socket.on('close', onServerResponseClose);
  this.socket = socket;
  this.emit('socket', socket);
  this._flush();
};

ServerResponse.prototype.detachSocket = function detachSocket(socket) {
  socket.removeListener('close', onServerResponseClose);
  socket._httpMessage = null;
  this.socket = null;
};

ServerResponse.prototype.writeInformation = function writeInformation(statusCode, headers, callback) {
  if (typeof headers === 'function') {
    callback = headers;
    headers = undefined;
  }
  if (this._header) throw new ERR_HTTP_HEADERS_SENT('write');
  validateInteger(statusCode, 'statusCode', 100, 199);
  // It would end HTTP on the connection.
  if (statusCode === 101) throw new ERR_HTTP_INVALID_STATUS_CODE(statusCode);
  let head = `HTTP/1.1 ${statusCode} ${STATUS_CODES[statusCode] ?? 'unknown'}\r\n`;
  for (const { 0: name, 1: value } of pairsOf(headers)) head += fieldLines(this, name, value);
  this._writeRaw(`${head}\r\n`, 'ascii', callback);
};

/** Headers as an object, a flat list or a list of pairs. */
function pairsOf(headers) {
  if (headers === undefined || headers === null) return [];
  if (!isArray(headers)) {
    validateObject(headers, 'headers');
    return Object.entries(headers);
  }
  if (headers.length > 0 && isArray(headers[0])) return headers;
  if (headers.length % 2 !== 0) throw new ERR_INVALID_ARG_VALUE('headers', headers);
  const pairs = [];
  for (let index = 0; index < headers.length; index += 2) pairs.push([headers[index], headers[index + 1]]);
  return pairs;
}

function fieldLines(response, name, value) {
  validateHeaderName(name);
  let lines = '';
  for (const item of isArray(value) ? value : [value]) {
    validateHeaderValue(name, item, response._isLenientHeaderValidation());
    lines += `${name}: ${item}\r\n`;
  }
  return lines;
}

ServerResponse.prototype.writeContinue = function writeContinue(callback) {
  this._writeRaw('HTTP/1.1 100 Continue\r\n\r\n', 'ascii', callback);
  this._sent100 = true;
};

ServerResponse.prototype.writeProcessing = function writeProcessing(callback) {
  this._writeRaw('HTTP/1.1 102 Processing\r\n\r\n', 'ascii', callback);
};

ServerResponse.prototype.writeEarlyHints = function writeEarlyHints(hints, callback) {
  validateObject(hints, 'hints');
  if (hints.link === null || hints.link === undefined) return;
  const link = validateLinkHeaderValue(hints.link);
  if (link.length === 0) return;

  let head = `HTTP/1.1 103 Early Hints\r\nLink: ${link}\r\n`;
  for (const name of Object.keys(hints)) {
    if (name !== 'link') head += fieldLines(this, name, hints[name]);
  }
  this._writeRaw(`${head}\r\n`, 'ascii', callback);
};

ServerResponse.prototype._implicitHeader = function _implicitHeader() {
  this.writeHead(this.statusCode);
};

ServerResponse.prototype.writeHead = function writeHead(statusCode, reason, headers) {
  if (this._header) throw new ERR_HTTP_HEADERS_SENT('write');
  const status = statusCode | 0;
  if (status < 100 || status > 999) throw new ERR_HTTP_INVALID_STATUS_CODE(statusCode);

  if (typeof reason === 'string') {
    this.statusMessage = reason;
  } else {
    this.statusMessage ||= STATUS_CODES[status] || 'unknown';
    headers ??= reason;
  }
  this.statusCode = status;
  if (this[kOutHeaders] && headers) mergeHeaders(this, headers);
  const given = this[kOutHeaders] ?? headers;
  if (checkInvalidHeaderChar(this.statusMessage)) throw new ERR_INVALID_CHAR('statusMessage');

  if (status === 204 || status === 304 || status < 200) this._hasBody = false;
  // The client may or may not send the body that it asked about: only a new connection is certain.
  if (this._expect_continue && !this._sent100) this.shouldKeepAlive = false;
  this._storeHeader(`HTTP/1.1 ${status} ${this.statusMessage}\r\n`, given);
  return this;
};

/** Headers of `writeHead` replace those that were set before. */
function mergeHeaders(response, headers) {
  if (!isArray(headers)) {
    for (const name of Object.keys(headers)) {
      if (name) response.setHeader(name, headers[name]);
    }
    return;
  }
  if (headers.length % 2 !== 0) throw new ERR_INVALID_ARG_VALUE('headers', headers);
  for (let index = 0; index < headers.length; index += 2) response.removeHeader(headers[index]);
  for (let index = 0; index < headers.length; index += 2) {
    if (headers[index]) response.appendHeader(headers[index], headers[index + 1]);
  }
}

ServerResponse.prototype.writeHeader = deprecate(ServerResponse.prototype.writeHead,
                                                 'ServerResponse.prototype.writeHeader is deprecated.', 'DEP0063');

module.exports = { ServerResponse, closeResponse, onServerResponseClose };
