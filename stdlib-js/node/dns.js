'use strict';

// Name resolution: the system's resolver, and queries to name servers. https://nodejs.org/docs/latest-v24.x/api/dns.html

const codes = require('internal/dns/codes');
const { ADDRCONFIG, ALL, V4MAPPED, lookup, lookupService } = require('internal/dns/lookup');
const { getDefaultResultOrder, setDefaultResultOrder } = require('internal/dns/order');

module.exports = {
  lookup,
  lookupService,
  getDefaultResultOrder,
  setDefaultResultOrder,
  ADDRCONFIG,
  ALL,
  V4MAPPED,
  ...codes,
};
Object.defineProperty(module.exports, 'promises', {
  __proto__: null,
  get: () => require('dns/promises'),
  enumerable: true,
  configurable: true,
});
