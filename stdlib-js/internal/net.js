'use strict';

// What an IP address looks like. https://nodejs.org/docs/latest-v24.x/api/net.html#netisipinput

const V4_PART = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const V4 = `(?:${V4_PART}\\.){3}${V4_PART}`;
const V6_PART = '[\\da-fA-F]{1,4}';
const V6_PARTS = 8;

const ipv4 = new RegExp(`^${V4}$`);
const ipv6 = new RegExp(`^(?:${ipv6Forms().join('|')})(?:%[\\da-zA-Z.:-]+)?$`);

/** The forms of RFC 4291, by how many parts stand before `::` (or before the last part, without one). */
function ipv6Forms() {
  const whole = [`(?:${V6_PART}:){7}${V6_PART}`, `(?:${V6_PART}:){6}${V4}`];
  const shortened = Array.from({ length: V6_PARTS }, (_, before) => {
    const head = before === 0 ? ':' : `(?:${V6_PART}:){${before}}`;
    // `::` stands for one part at least, and an address of version 4 takes the place of two.
    const rest = V6_PARTS - 1 - before;
    const tails = [':'];
    if (rest >= 1) tails.push(`(?::${V6_PART}){1,${rest}}`);
    if (rest >= 2) tails.push(`(?::${V6_PART}){0,${rest - 2}}:${V4}`);
    return `${head}(?:${tails.join('|')})`;
  });
  return [...whole, ...shortened];
}

/** @param {any} input */
function isIPv4(input) {
  return ipv4.test(`${input}`);
}

/** @param {any} input */
function isIPv6(input) {
  return ipv6.test(`${input}`);
}

/** @param {any} input  @returns {0 | 4 | 6} */
function isIP(input) {
  if (isIPv4(input)) return 4;
  return isIPv6(input) ? 6 : 0;
}

module.exports = { isIP, isIPv4, isIPv6 };
