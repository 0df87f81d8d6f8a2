'use strict';
// Which texts are IP addresses.
// https://nodejs.org/docs/latest-v24.x/api/net.html#netisipinput

const OCTET = '(?:\\d|[1-9]\\d|1\\d\\d|2[0-4]\\d|25[0-5])';
const IPV4 = `(?:${OCTET}\\.){3}${OCTET}`;
const GROUP = '[0-9a-fA-F]{1,4}';
const ZONE = '(?:%[0-9a-zA-Z.:-]{1,})?';

const IPV4_TEXT = new RegExp(`^${IPV4}$`);
const IPV6_TEXT = new RegExp(`^(?:${ipv6Forms().join('|')})${ZONE}$`);

/** By how many groups stand before `::`; what follows it is at most as long as keeps eight groups in all. */
function ipv6Forms() {
  const forms = [`(?:${GROUP}:){7}${GROUP}`, `(?:${GROUP}:){6}${IPV4}`];
  for (let before = 0; before <= 7; before++) {
    const head = before === 0 ? ':' : `(?:${GROUP}:){${before}}`;
    const left = 7 - before;
    const tails = [`(?::${GROUP}){1,${left}}`];
    if (left >= 2) tails.push(`(?::${GROUP}){0,${left - 2}}:${IPV4}`);
    forms.push(left === 0 ? `${head}:` : `${head}(?:${tails.join('|')}|:)`);
  }
  return forms;
}

/** @param {any} text */
function isIPv4(text) {
  return IPV4_TEXT.test(`${text}`);
}

/** @param {any} text */
function isIPv6(text) {
  return IPV6_TEXT.test(`${text}`);
}

/** @param {any} text @returns {0 | 4 | 6} */
function isIP(text) {
  if (isIPv4(text)) return 4;
  return isIPv6(text) ? 6 : 0;
}

module.exports = { isIP, isIPv4, isIPv6 };
