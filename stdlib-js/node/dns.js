'use strict';

// Name resolution: the system's resolver, and queries to name servers. https://nodejs.org/docs/latest-v24.x/api/dns.html

const codes = require('internal/dns/codes');
const { ADDRCONFIG, ALL, V4MAPPED, lookup, lookupService } = require('internal/dns/lookup');
const { getDefaultResultOrder, setDefaultResultOrder } = require('internal/dns/order');
const { Resolver, defaultResolverSetServers, moduleFunctions } = require('internal/dns/resolver');

module.exports = {
  lookup,
  lookupService,
  Resolver,
  getDefaultResultOrder,
  setDefaultResultOrder,
  setServers: defaultResolverSetServers,
  ADDRCONFIG,
  ALL,
  V4MAPPED,
  ...codes,
  ...moduleFunctions('callback'),
};
Object.defineProperty(module.exports, 'promises', {
  __proto__: null,
  get: () => require('dns/promises'),
  enumerable: true,
  configurable: true,
});
