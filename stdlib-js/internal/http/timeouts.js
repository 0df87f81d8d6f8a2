'use strict';
// The connections of a server, and which of their requests take too long: one interval per server looks at all of them.
// https://nodejs.org/docs/latest-v24.x/api/http.html#serverheaderstimeout

/** The parsers of a server's connections. A parser whose `lastMessageStart` is not 0 is in the midst of a request. */
class ConnectionsList {
  #all = new Set();

  /** A new connection counts as one whose request has begun, so that one that never sends anything is found. */
  add(parser) {
    this.#all.add(parser);
    parser.lastMessageStart = performance.now();
  }

  delete(parser) {
    this.#all.delete(parser);
  }

  begin(parser) {
    parser.lastMessageStart = performance.now();
  }

  all() {
    return [...this.#all];
  }

  /** Those that wait for a request. */
  idle() {
    return this.all().filter((parser) => parser.lastMessageStart === 0);
  }

  active() {
    return this.all().filter((parser) => parser.lastMessageStart !== 0);
  }

  /** Those whose head, or whole request, has taken longer; a time of 0 is none. */
  expired(headersTimeout, requestTimeout) {
    const now = performance.now();
    const headersDeadline = headersTimeout > 0 ? now - headersTimeout : -Infinity;
    const requestDeadline = requestTimeout > 0 ? now - requestTimeout : -Infinity;
    return this.active().filter((parser) => parser.lastMessageStart < requestDeadline ||
      (!parser.headersCompleted && parser.lastMessageStart < headersDeadline));
  }
}

module.exports = { ConnectionsList };
