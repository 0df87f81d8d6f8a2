'use strict';
// IP addresses as numbers of 128 bits, IPv4 ones where IPv6 maps them, and as their shortest texts.
// https://nodejs.org/docs/latest-v24.x/api/net.html#class-netsocketaddress

const { isIPv4, isIPv6 } = require('internal/net/ip');

const MAPPED = 0xffffn << 32n;
const LOW_BITS = 0xffffffffn;

/** @returns {bigint | undefined} undefined for a text that is no address of the family */
function parseAddress(text, family) {
  if (family === 'ipv4') return isIPv4(text) ? MAPPED | ipv4Number(text) : undefined;
  return isIPv6(text) ? ipv6Number(text.split('%')[0]) : undefined;
}

function ipv4Number(text) {
  return BigInt(text.split('.').reduce((number, octet) => number * 256 + Number(octet), 0));
}

function ipv6Number(text) {
  const [head, tail] = text.split('::');
  const first = groupsOf(head);
  if (tail === undefined) return joined(first);
  const last = groupsOf(tail);
  return joined([...first, ...new Array(8 - first.length - last.length).fill(0), ...last]);
}

function groupsOf(text) {
  if (text === '') return [];
  return text.split(':').flatMap((group) => {
    if (!group.includes('.')) return [Number.parseInt(group, 16)];
    const number = Number(ipv4Number(group));
    return [number >>> 16, number & 0xffff];
  });
}

function joined(groups) {
  return groups.reduce((number, group) => number << 16n | BigInt(group), 0n);
}

function isMapped(number) {
  return number >> 32n === 0xffffn;
}

/** @param {bigint} number  @param {'ipv4' | 'ipv6'} family */
function formatAddress(number, family) {
  if (family === 'ipv4') return formatIpv4(number);
  const groups = [];
  for (let shift = 112n; shift >= 0n; shift -= 16n) groups.push(Number(number >> shift & 0xffffn));
  const [start, length] = longestZeros(groups);
  // The low half of what carries an IPv4 address is written as one.
  if (start === 0 && (length === 6 || (length === 5 && groups[5] === 0xffff))) {
    return `::${length === 5 ? 'ffff:' : ''}${formatIpv4(number)}`;
  }
  const texts = groups.map((group) => group.toString(16));
  if (length < 2) return texts.join(':');
  return `${texts.slice(0, start).join(':')}::${texts.slice(start + length).join(':')}`;
}

function formatIpv4(number) {
  const low = Number(number & LOW_BITS);
  return `${low >>> 24}.${low >>> 16 & 255}.${low >>> 8 & 255}.${low & 255}`;
}

/** `[start, length]` of the first longest run of zeros. */
function longestZeros(groups) {
  let best = [-1, 0];
  for (let start = 0; start < groups.length; start++) {
    let end = start;
    while (end < groups.length && groups[end] === 0) end++;
    if (end - start > best[1]) best = [start, end - start];
    start = end;
  }
  return best;
}

module.exports = { formatAddress, isMapped, parseAddress };
