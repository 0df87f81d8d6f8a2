'use strict';

// IP addresses as bytes and as texts, and the names under which their hosts are looked up.
// https://nodejs.org/docs/latest-v24.x/api/dns.html#dnsreverseip-callback

const GROUPS = 8;
const MAPPED = 0xffff;

/** The bytes of an address that `isIP` knows; a zone plays no part. @param {string} address  @returns {number[]} */
function toBytes(address) {
  const [text] = address.split('%');
  return text.includes(':') ? groupsOf(text).flatMap((group) => [group >> 8, group & 0xff]) : text.split('.').map(Number);
}

function groupsOf(text) {
  const [head, tail] = text.split('::');
  const before = parseGroups(head);
  if (tail === undefined) return before;
  const after = parseGroups(tail);
  return [...before, ...new Array(GROUPS - before.length - after.length).fill(0), ...after];
}

function parseGroups(text) {
  if (text === '') return [];
  return text.split(':').flatMap((part) => {
    if (!part.includes('.')) return [Number.parseInt(part, 16)];
    const [a, b, c, d] = part.split('.').map(Number);
    return [a << 8 | b, c << 8 | d];
  });
}

/** @param {ArrayLike<number>} bytes four or sixteen of them */
function toText(bytes) {
  if (bytes.length === 4) return Array.from(bytes).join('.');
  const groups = Array.from({ length: GROUPS }, (_, index) => bytes[2 * index] << 8 | bytes[2 * index + 1]);
  const { start, length } = longestZeros(groups);
  const holdsIPv4 = start === 0 && (length === 6 || (length === 5 && groups[5] === MAPPED));
  const last = holdsIPv4 ? [Array.from(bytes).slice(12).join('.')] : groups.slice(6).map(hex);
  const parts = [...groups.slice(0, 6).map(hex), ...last];
  if (length < 2) return parts.join(':');
  return `${parts.slice(0, start).join(':')}::${parts.slice(start + length).join(':')}`;
}

function hex(number) {
  return number.toString(16);
}

/** The first longest run of zeros, which `::` stands for. */
function longestZeros(groups) {
  let longest = { start: -1, length: 0 };
  for (let start = 0; start < groups.length; start++) {
    let end = start;
    while (groups[end] === 0) end++;
    if (end - start > longest.length) longest = { start, length: end - start };
  }
  return longest;
}

/** `1.2.0.192.in-addr.arpa` @param {string} address */
function reverseName(address) {
  const bytes = toBytes(address).reverse();
  if (bytes.length === 4) return `${bytes.join('.')}.in-addr.arpa`;
  return `${bytes.map((byte) => `${hex(byte & 15)}.${hex(byte >> 4)}`).join('.')}.ip6.arpa`;
}

module.exports = { reverseName, toBytes, toText };
