'use strict';
// HTTPParser: the native parser as Node shows it, with a callback for each thing that comes.
// https://nodejs.org/docs/latest-v24.x/api/http.html

const native = internalBinding('http_parser');
const { triggerUncaughtException } = internalBinding('errors');
const { getOptionValue } = require('internal/options');
const { runNextTicks } = require('internal/process/task_queues');

const DEFAULT_MAX_HEADER_SIZE = 16 * 1024;
const RANGE = 2 ** 24;
const HEAD_LENGTH = 8;
const TRAILERS_LENGTH = 2;

// What an event says, and a head's flags: see `native/http_parser.d.ts`.
const NEED_MORE = 0;
const BODY = 1;
const COMPLETE = 2;
const KEEPS_ALIVE = 1;
const IS_UPGRADE = 2;
const IS_COMPLETE = 4;

// The names of the callbacks.
const kOnMessageBegin = 0;
const kOnHeaders = 1;
const kOnHeadersComplete = 2;
const kOnBody = 3;
const kOnMessageComplete = 4;
const kOnExecute = 5;
const kOnTimeout = 6;

// What `onHeadersComplete` answers.
const SKIP_BODY = 1;
const UPGRADE = 2;

class HTTPParser {
  static REQUEST = 1;
  static RESPONSE = 2;
  static kOnMessageBegin = kOnMessageBegin;
  static kOnHeaders = kOnHeaders;
  static kOnHeadersComplete = kOnHeadersComplete;
  static kOnBody = kOnBody;
  static kOnMessageComplete = kOnMessageComplete;
  static kOnExecute = kOnExecute;
  static kOnTimeout = kOnTimeout;
  static kLenientNone = 0;
  static kLenientHeaders = 1;
  static kLenientChunkedLength = 2;
  static kLenientKeepAlive = 4;
  static kLenientTransferEncoding = 8;
  static kLenientVersion = 16;
  static kLenientDataAfterClose = 32;
  static kLenientOptionalLFAfterCR = 64;
  static kLenientOptionalCRLFAfterChunk = 128;
  static kLenientOptionalCRBeforeLF = 256;
  static kLenientSpacesAfterChunkSize = 512;
  static kLenientHeaderValueRelaxed = 1024;
  static kLenientAll = 1023;

  #native;
  #isResponse = false;
  // What is being parsed, while it is.
  #buffer;
  #error;
  // Counts what ends a parse that is going on: being given to another connection, or to none.
  #life = 0;
  #isUpgraded = false;
  #isInMessage = false;
  #maxHeaders = 0;

  /** The connections that the parser's is one of, which are told about the starts and ends of its messages. */
  connections = undefined;
  /** When the message began that is not over, 0 between messages; and whether its head is. */
  lastMessageStart = 0;
  headersCompleted = false;
  /** The flags of the last head. */
  headFlags = 0;

  /**
   * @param {number} type HTTPParser.REQUEST or HTTPParser.RESPONSE
   * @param {object} [_resource] for async_hooks
   * @param {number} [maxHeaderSize] 0 for the default
   * @param {number} [lenientFlags]
   * @param {any} [connections]
   */
  initialize(type, _resource, maxHeaderSize = 0, lenientFlags = 0, connections = undefined) {
    this.#native ??= native.create();
    this.#isResponse = type === HTTPParser.RESPONSE;
    this.#error = undefined;
    this.#isUpgraded = false;
    this.#isInMessage = false;
    this.#maxHeaders = 0;
    this.#life++;
    this.headersCompleted = false;
    this.lastMessageStart = 0;
    native.reset(this.#native, this.#isResponse, maxHeaderSize || defaultMaxHeaderSize(),
                 (lenientFlags & HTTPParser.kLenientAll) !== 0,
                 (lenientFlags & HTTPParser.kLenientHeaderValueRelaxed) !== 0);
    this.connections = connections;
    connections?.add(this);
  }

  /**
   * Parses the bytes, as far as no callback stops it.
   * @returns {number | Error} how many were used, or why they are no message
   */
  execute(buffer, offset = 0, length = buffer.length - offset) {
    if (this.#error !== undefined) return this.#error;
    const outer = this.#buffer;
    this.#buffer = buffer;
    try {
      return this.#parse(buffer, offset, offset + length);
    } finally {
      this.#buffer = outer;
    }
  }

  #parse(buffer, start, end) {
    const life = this.#life;
    let position = start;
    while (!this.#isUpgraded) {
      if (!this.#isInMessage && position < end) {
        this.#begin();
      }
      const event = native.step(this.#native, buffer, position, end);
      let isOver = false;
      if (typeof event === 'number') {
        const what = event % 4;
        const used = Math.floor(event / (RANGE * 4));
        if (what === NEED_MORE) {
          position += used;
          if (position >= end) break;
          continue;
        }
        if (what === BODY) {
          const from = Math.floor(event / 4) % RANGE;
          this[kOnBody](buffer.slice(position + from, position + used));
          // To a parser that consumes a handle each piece of a body is a turn of its own, as in Node.
          if (this._consumed) endTurn();
        } else if (what === COMPLETE) {
          this.#complete();
          isOver = true;
        } else {
          this.#isUpgraded = true;
        }
        position += used;
      } else if (event.length === HEAD_LENGTH) {
        position += event[0];
        isOver = this.#head(event);
      } else if (event.length === TRAILERS_LENGTH) {
        position += event[0];
        this[kOnHeaders](event[1], '');
        if (life === this.#life) this.#complete();
        isOver = true;
      } else {
        return this.#fail(event, position - start);
      }
      // A callback has freed the parser: nobody is left to be told the rest.
      if (life !== this.#life || (isOver && position >= end)) break;
    }
    return position - start;
  }

  #begin() {
    this.#isInMessage = true;
    this.connections?.begin(this);
    this.#limitHeaders();
  }

  #limitHeaders() {
    const pairs = this.maxHeaderPairs;
    const limit = typeof pairs === 'number' && pairs > 0 ? pairs >> 1 : 0;
    if (limit === this.#maxHeaders) return;
    this.#maxHeaders = limit;
    native.setMaxHeaders(this.#native, limit);
  }

  /** Hands out a head. @returns {boolean} whether the message is over with it */
  #head(head) {
    const life = this.#life;
    const flags = head[1];
    const isResponse = this.#isResponse;
    this.headersCompleted = true;
    this.headFlags = flags;
    const answer = this[kOnHeadersComplete](
      head[6], head[7], head[4], isResponse ? undefined : head[2], isResponse ? undefined : head[3],
      isResponse ? head[5] : undefined, isResponse ? head[3] : undefined,
      (flags & IS_UPGRADE) !== 0, (flags & KEEPS_ALIVE) !== 0);
    if (life !== this.#life) return true;

    if (answer === UPGRADE) native.upgrade(this.#native);
    else if ((flags & IS_UPGRADE) !== 0) native.refuseUpgrade(this.#native);
    if (answer === SKIP_BODY) native.skipBody(this.#native);
    if ((flags & IS_COMPLETE) === 0) {
      // Trailers are counted for themselves.
      this.#limitHeaders();
      return false;
    }
    this.#complete();
    return true;
  }

  #complete() {
    this.#isInMessage = false;
    this.lastMessageStart = 0;
    this.headersCompleted = false;
    this[kOnMessageComplete]();
  }

  #fail(failure, before) {
    const error = new Error('Parse Error');
    error.bytesParsed = before + failure[2];
    error.code = failure[0];
    error.reason = failure[1];
    return this.#error = error;
  }

  /** The other side has ended the connection. @returns {undefined | Error} */
  finish() {
    if (this.#error !== undefined || this.#native === undefined) return undefined;
    const event = native.finish(this.#native);
    if (typeof event !== 'number') return this.#fail(event, 0);
    if (event % 4 === COMPLETE) this.#complete();
    return undefined;
  }

  getCurrentBuffer() {
    return this.#buffer;
  }

  /** Ends its part in a connection. */
  remove() {
    this.connections?.delete(this);
    this.connections = undefined;
  }

  free() {
    this.#life++;
  }

  close() {
    this.#life++;
    this.#native = undefined;
  }

  // The bytes of a connection come through its stream, which is what can be paused.
  pause() {}
  resume() {}
  consume() {}
  unconsume() {}
}

/** What an exception in a tick ends is that tick, not the parsing. */
function endTurn() {
  try {
    runNextTicks();
  } catch (error) {
    triggerUncaughtException(error, false);
    endTurn();
  }
}

// It names callbacks by number, and they are functions of whoever uses the parser.
for (const name of [kOnMessageBegin, kOnHeaders, kOnHeadersComplete, kOnBody, kOnMessageComplete, kOnExecute, kOnTimeout]) {
  HTTPParser.prototype[name] = null;
}

/** `--max-http-header-size`, or Node's 16 KB. */
function defaultMaxHeaderSize() {
  return Number(getOptionValue('--max-http-header-size')) || DEFAULT_MAX_HEADER_SIZE;
}

module.exports = { HTTPParser, allMethods: native.allMethods, defaultMaxHeaderSize, methods: native.methods };
