'use strict';

// Asks name servers, again and another one where that helps, until one answers.
// https://nodejs.org/docs/latest-v24.x/api/dns.html#class-dnsresolver

const { UDP } = require('internal/dgram/handle');
const { decodeAnswer, encodeQuery } = require('internal/dns/message');
const { encodeName } = require('internal/dns/name');
const { hostNames, systemConfiguration } = require('internal/dns/servers');
const { interpret } = require('internal/dns/records');
const { queryOverTcp } = require('internal/dns/tcp');
const { clearTimeout, setImmediate, setTimeout } = require('timers');

const DEFAULT_TIMEOUT_MS = 2000;
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/** @typedef {import('internal/dns/servers').Server} Server */

/** The name servers of one resolver and the queries under way. */
class ChannelWrap {
  #timeout;
  #tries;
  #maxTimeout;
  /** @type {Server[] | undefined} read from the system when they are first needed */
  #servers;
  #local = { 4: '0.0.0.0', 6: '::' };
  #pending = new Set();

  constructor({ timeout = -1, tries = 4, maxTimeout = 0 }) {
    this.#timeout = timeout;
    this.#tries = tries;
    this.#maxTimeout = maxTimeout || LONGEST_TIMEOUT_MS;
  }

  /** @returns {Server[]} */
  getServers() {
    this.#readSystemConfiguration();
    return this.#servers;
  }

  /** False while queries are under way. @param {Server[]} servers */
  setServers(servers) {
    if (this.#pending.size > 0) return false;
    this.#readSystemConfiguration();
    this.#servers = servers;
    return true;
  }

  #readSystemConfiguration() {
    if (this.#servers !== undefined) return;
    const { servers, timeout = DEFAULT_TIMEOUT_MS } = systemConfiguration();
    this.#servers = servers;
    if (this.#timeout <= 0) this.#timeout = timeout;
  }

  setLocalAddress(family, address) {
    this.#local[family] = address;
  }

  localAddress(isIPv6) {
    return this.#local[isIPv6 ? 6 : 4];
  }

  /** How long an attempt may take: each round twice as long as the one before, and a little chance from the second on. */
  timeoutOf(round) {
    const timeout = Math.min(this.#timeout * 2 ** round, this.#maxTimeout);
    return round === 0 ? timeout : timeout * (1 - Math.random() / 4);
  }

  /**
   * Asks for the records of a name; `done(error code | undefined, result)` comes in a later turn.
   * @param {string} name as ASCII  @param {string} type  @param {boolean} withTtl  @param {Function} done
   */
  query(name, type, withTtl, done) {
    const encoded = encodeName(name);
    if (encoded === undefined) return setImmediate(done, 'EBADNAME');
    // Names of Tor's are nobody else's business (RFC 7686).
    if (/(^|\.)onion\.?$/i.test(name)) return setImmediate(done, 'ENOTFOUND');
    const servers = this.getServers();
    const attempts = Array.from({ length: this.#tries }, (_, round) => servers.map((server) => ({ server, round }))).flat();
    const query = new Query(this, attempts, encodeQuery(randomId(), encoded, type), (answer) => {
      this.#pending.delete(query);
      const { error, result } = answer.error === undefined ? interpret(type, answer.records, withTtl) : answer;
      setImmediate(done, error, result);
    });
    this.#pending.add(query);
    query.tryNext();
  }

  /** The names of an address: the machine's own, else what name servers know under `name`. */
  queryAddress(address, name, done) {
    const names = hostNames(address);
    // As in Node, the first is the host's name and not one of those asked for.
    if (names !== undefined) return setImmediate(done, undefined, names.slice(1));
    this.query(name, 'PTR', false, (error, result) => {
      // Why there is none is nobody's business, as in Node.
      done(error === undefined || error === 'ECANCELLED' ? error : 'ENOTFOUND', result);
    });
  }

  cancel() {
    for (const query of [...this.#pending]) query.finish({ error: 'ECANCELLED' });
  }
}

/** A number that nobody can guess. */
function randomId() {
  const bytes = new Uint8Array(2);
  internalBinding('crypto').randomFillSync(bytes, 0, 2);
  return bytes[0] << 8 | bytes[1];
}

/** One query, until it has an answer or no attempt is left. */
class Query {
  #channel;
  #attempts;
  #message;
  #done;
  #error = 'UNKNOWN_ARES_ERROR'; // What Node says when there is no server.
  #timer;
  /** What closes the socket of the attempt under way. */
  #close;

  constructor(channel, attempts, message, done) {
    this.#channel = channel;
    this.#attempts = attempts;
    this.#message = message;
    this.#done = done;
  }

  tryNext() {
    this.#stop();
    const attempt = this.#attempts.shift();
    if (attempt === undefined) return this.finish({ error: this.#error });
    this.#timer = setTimeout(() => this.#fail('ETIMEOUT'), this.#channel.timeoutOf(attempt.round));
    this.#sendDatagram(attempt.server);
  }

  #fail(error) {
    this.#error = error;
    this.tryNext();
  }

  finish(answer) {
    this.#stop();
    this.#attempts = [];
    this.#done(answer);
  }

  #stop() {
    clearTimeout(this.#timer);
    this.#close?.();
    this.#close = undefined;
  }

  /** A socket of its own for each attempt: its port is random, and only the server can reach it. */
  #sendDatagram({ address, port }) {
    const isIPv6 = address.includes(':');
    const socket = new UDP(isIPv6);
    this.#close = () => socket.close();
    socket.onmessage = (status, bytes) => {
      if (status < 0) this.#fail('ECONNREFUSED');
      else this.#onMessage(new Uint8Array(bytes), { address, port });
    };
    const status = socket.bind(this.#channel.localAddress(isIPv6), 0, 0) || socket.connect(address, port) ||
      socket.recvStart() || socket.send([this.#message], undefined, 0, (sent) => {
        if (sent < 0) this.#fail('ECONNREFUSED');
      });
    if (status < 0) this.#fail('ECONNREFUSED');
  }

  #onMessage(bytes, server) {
    const answer = decodeAnswer(this.#message, bytes);
    if (answer === undefined) return; // Not the answer; it may still come.
    if (answer.isTruncated) this.#askOverTcp(server);
    else this.finish(answer);
  }

  /** Within the time that the attempt has. */
  #askOverTcp(server) {
    this.#close();
    const local = this.#channel.localAddress(server.address.includes(':'));
    this.#close = queryOverTcp(server, local, this.#message, (bytes) => {
      if (bytes === undefined) return this.#fail('ECONNREFUSED');
      const answer = decodeAnswer(this.#message, bytes);
      if (answer === undefined || answer.isTruncated) this.#fail('EBADRESP');
      else this.finish(answer);
    });
  }
}

module.exports = { ChannelWrap };
