'use strict';

// In which order addresses of the two families are handed out. https://nodejs.org/docs/latest-v24.x/api/dns.html#dnssetdefaultresultorderorder

const { getOptionValue } = require('internal/options');
const { validateOneOf } = require('internal/validators');

const ORDERS = ['verbatim', 'ipv4first', 'ipv6first'];

/** The option of this process is read at the first look-up, not while a snapshot is made. */
let defaultOrder;

/** @returns {'verbatim' | 'ipv4first' | 'ipv6first'} */
function getDefaultResultOrder() {
  return defaultOrder ??= getOptionValue('--dns-result-order') ?? 'verbatim';
}

/** @param {'verbatim' | 'ipv4first' | 'ipv6first'} order */
function setDefaultResultOrder(order) {
  validateOneOf(order, 'dnsOrder', ORDERS);
  defaultOrder = order;
}

/** @param {string[]} addresses  @param {string} order */
function sortAddresses(addresses, order) {
  if (order === 'verbatim') return addresses;
  const isFirst = (address) => address.includes(':') === (order === 'ipv6first');
  return [...addresses.filter(isFirst), ...addresses.filter((address) => !isFirst(address))];
}

module.exports = { ORDERS, getDefaultResultOrder, setDefaultResultOrder, sortAddresses };
