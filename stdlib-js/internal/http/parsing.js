'use strict';
// What servers and clients do alike with a parser: keep idle ones, make an IncomingMessage of what it tells.
// https://nodejs.org/docs/latest-v24.x/api/http.html

const { HTTPParser, allMethods } = require('internal/http/parser');
const { FreeList } = require('internal/http/free_list');
const { IncomingMessage, readStart, readStop } = require('internal/http/incoming');
const { kIncomingMessage, kSkipPendingData } = require('internal/http/symbols');
const { codes: { ERR_INVALID_ARG_VALUE } } = require('internal/errors');
const { validateBoolean, validateOneOf } = require('internal/validators');
const { getOptionValue } = require('internal/options');

const {
  kLenientAll, kLenientHeaderValueRelaxed, kLenientNone, kOnBody, kOnExecute, kOnHeaders, kOnHeadersComplete,
  kOnMessageBegin, kOnMessageComplete, kOnTimeout,
} = HTTPParser;

// The default of how many headers a message may have, doubled because names and values are counted.
const MAX_HEADER_PAIRS = 2000;

const VERSIONS = new Map([[257, '1.1'], [256, '1.0']]);

/** Trailers. */
function parserOnHeaders(headers, url) {
  // What is too much is not kept.
  if (this.maxHeaderPairs <= 0 || this._headers.length < this.maxHeaderPairs) this._headers.push(...headers);
  this._url += url;
}

function parserOnHeadersComplete(versionMajor, versionMinor, headers, method, url, statusCode, statusMessage, upgrade,
                                 shouldKeepAlive) {
  const { socket } = this;
  const server = socket?.server;
  const ParserIncomingMessage = server?.[kIncomingMessage] || IncomingMessage;
  const incoming = this.incoming = new ParserIncomingMessage(socket);
  incoming.httpVersionMajor = versionMajor;
  incoming.httpVersionMinor = versionMinor;
  incoming.httpVersion = VERSIONS.get(versionMajor * 256 + versionMinor) ?? `${versionMajor}.${versionMinor}`;
  incoming.joinDuplicateHeaders = server?.joinDuplicateHeaders || this.joinDuplicateHeaders;
  incoming.upgrade = upgrade;
  if (method !== undefined) {
    incoming.method = allMethods[method];
    incoming.url = url;
  } else {
    incoming.statusCode = statusCode;
    incoming.statusMessage = statusMessage;
  }

  const limit = this.maxHeaderPairs;
  incoming._addHeaderLines(headers, limit > 0 ? Math.min(headers.length, limit) : headers.length);
  return this.onIncoming(incoming, shouldKeepAlive);
}

function parserOnBody(bytes) {
  const stream = this.incoming;
  // It may have been freed by a handler of this message.
  if (stream === null || stream._dumped) return;
  if (!stream.push(bytes)) readStop(this.socket);
}

function parserOnMessageComplete() {
  const stream = this.incoming;
  if (stream !== null && stream[kSkipPendingData] !== true) {
    stream.complete = true;
    const headers = this._headers;
    if (headers.length > 0) {
      stream._addHeaderLines(headers, headers.length);
      this._headers = [];
      this._url = '';
    }
    stream.push(null);
  }
  // The next message is wanted, however little of this one was read.
  readStart(this.socket);
}

const parsers = new FreeList('parsers', 1000, function parsersCb() {
  const parser = new HTTPParser();
  clean(parser);
  parser[kOnHeaders] = parserOnHeaders;
  parser[kOnHeadersComplete] = parserOnHeadersComplete;
  parser[kOnBody] = parserOnBody;
  parser[kOnMessageComplete] = parserOnMessageComplete;
  return parser;
});

/** Forgets the connection. */
function clean(parser) {
  parser._headers = [];
  parser._url = '';
  parser.socket = null;
  parser.incoming = null;
  parser.outgoing = null;
  parser.maxHeaderPairs = MAX_HEADER_PAIRS;
  parser[kOnMessageBegin] = null;
  parser[kOnExecute] = null;
  parser[kOnTimeout] = null;
  parser._consumed = false;
  parser.onIncoming = null;
  parser.joinDuplicateHeaders = null;
}

/** Gives a parser back, and takes it from the message and the socket that it was for. */
function freeParser(parser, req, socket) {
  if (parser) {
    clean(parser);
    parser.remove();
    if (parsers.free(parser)) parser.free();
    else parser.close();
  }
  if (req) req.parser = null;
  if (socket) socket.parser = null;
}

/** Completes an error that a parser returned. */
function prepareError(error, parser, rawPacket) {
  error.rawPacket = rawPacket || parser.getCurrentBuffer();
  if (error.reason) error.message = `Parse Error: ${error.reason}`;
}

/** `--insecure-http-parser` */
let isLenientByDefault;
function isLenient() {
  if (isLenientByDefault === undefined) {
    isLenientByDefault = Boolean(getOptionValue('--insecure-http-parser'));
    if (isLenientByDefault) process.emitWarning('Using insecure HTTP parsing');
  }
  return isLenientByDefault;
}

/** The flags for the parser: the newer option says all, the older says all or nothing. */
function calculateLenientFlags(httpValidation, insecureHTTPParser) {
  switch (httpValidation) {
    case 'strict': return kLenientNone;
    case 'relaxed': return kLenientHeaderValueRelaxed;
    case 'insecure': return kLenientAll;
    default: break;
  }
  return (insecureHTTPParser === undefined ? isLenient() : insecureHTTPParser) ? kLenientAll : kLenientNone;
}

/** The two options, checked. */
function validateLenience({ httpValidation, insecureHTTPParser }) {
  if (insecureHTTPParser !== undefined) validateBoolean(insecureHTTPParser, 'options.insecureHTTPParser');
  if (httpValidation === undefined) return;
  validateOneOf(httpValidation, 'options.httpValidation', ['strict', 'relaxed', 'insecure']);
  if (insecureHTTPParser !== undefined) {
    throw new ERR_INVALID_ARG_VALUE('options.httpValidation', httpValidation,
                                    'cannot be used together with options.insecureHTTPParser');
  }
}

module.exports = {
  HTTPParser,
  calculateLenientFlags,
  freeParser,
  isLenient,
  parsers,
  prepareError,
  validateLenience,
};
