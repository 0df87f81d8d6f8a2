'use strict';

// Which name servers there are: this machine's (resolv.conf), and how programs write them.
// https://nodejs.org/docs/latest-v24.x/api/dns.html#dnssetserversservers

const { toBytes, toText } = require('internal/dns/address');
const {
  codes: { ERR_INVALID_IP_ADDRESS },
} = require('internal/errors');
const { isIP } = require('internal/net/ip');
const { validateArray, validatePort, validateString } = require('internal/validators');

const DEFAULT_PORT = 53;

/**
 * @typedef {{address: string, port: number}} Server the address may have a zone
 */

/** What the machine's administrator wrote. @returns {{servers: Server[], timeout?: number}} */
function systemConfiguration() {
  const lines = readLines('/etc/resolv.conf');
  const servers = lines.filter(([word, address]) => word === 'nameserver' && isIP(address ?? ''))
    .map(([, address]) => ({ address, port: DEFAULT_PORT }));
  const options = lines.filter(([word]) => word === 'options').flat();
  const seconds = options.map((option) => /^timeout:(\d+)$/.exec(option)?.[1]).findLast(Boolean);
  return {
    servers: servers.length === 0 ? [{ address: '127.0.0.1', port: DEFAULT_PORT }] : withoutRepetitions(servers),
    timeout: seconds === undefined ? undefined : Number(seconds) * 1000,
  };
}

/** The words of each line of a file of the system's; none if it cannot be read. */
function readLines(path) {
  try {
    // Lazy: the resolver is loaded far more often than it is used.
    const text = require('fs').readFileSync(path, 'utf8');
    return text.split('\n').map((line) => line.replace(/[#;].*/, '').trim().split(/\s+/));
  } catch {
    return [];
  }
}

/** The names that the machine itself gives to an address. @returns {string[] | undefined} */
function hostNames(address) {
  const wanted = normalized(address);
  const lines = readLines('/etc/hosts').filter(([first]) => isIP(first) && normalized(first) === wanted);
  return lines.length === 0 ? undefined : lines.flatMap(([, ...names]) => names);
}

/** @param {string[]} servers  @returns {Server[]} */
function parseServers(servers) {
  validateArray(servers, 'servers');
  const parsed = [];
  servers.forEach((server, index) => {
    validateString(server, `servers[${index}]`);
    parsed.push(parseServer(server));
  });
  return withoutRepetitions(parsed);
}

function parseServer(text) {
  if (isIP(text)) return { address: text, port: DEFAULT_PORT };
  const bracketed = /^\[([^[\]]*)\](?::(\d+)$)?/.exec(text);
  if (bracketed !== null && isIP(bracketed[1])) return { address: bracketed[1], port: parsePort(bracketed[2]) };
  const colon = text.lastIndexOf(':');
  const address = text.slice(0, Math.max(colon, 0));
  const port = text.slice(colon + 1);
  if (isIP(address) && /^\d+$/.test(port)) return { address, port: parsePort(port) };
  throw new ERR_INVALID_IP_ADDRESS(text);
}

/** 0 is the default, too. */
function parsePort(text = '') {
  return validatePort(Number.parseInt(text, 10) || DEFAULT_PORT);
}

/** A server that is named twice is asked once. */
function withoutRepetitions(servers) {
  const known = new Set();
  return servers.filter((server) => {
    const text = serverText(server);
    return known.has(text) ? false : known.add(text);
  });
}

/** @param {Server} server */
function serverText({ address, port }) {
  const text = normalized(address);
  if (port === DEFAULT_PORT) return text;
  return text.includes(':') ? `[${text}]:${port}` : `${text}:${port}`;
}

function normalized(address) {
  return toText(toBytes(address));
}

module.exports = { hostNames, normalized, parseServers, serverText, systemConfiguration };
