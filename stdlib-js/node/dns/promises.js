'use strict';

// Name resolution with promises. https://nodejs.org/docs/latest-v24.x/api/dns.html#dns-promises-api

const codes = require('internal/dns/codes');
const { lookupPromise, lookupServicePromise } = require('internal/dns/lookup');
const { getDefaultResultOrder, setDefaultResultOrder } = require('internal/dns/order');
const { PromiseResolver, defaultResolverSetServers, moduleFunctions } = require('internal/dns/resolver');

/** @param {string} hostname  @param {object | number} [options] */
function lookup(hostname, options) {
  return lookupPromise(hostname, options);
}

/** @param {string} address  @param {number} port */
function lookupService(address, port) {
  return Reflect.apply(lookupServicePromise, this, arguments);
}

module.exports = {
  lookup,
  lookupService,
  Resolver: PromiseResolver,
  getDefaultResultOrder,
  setDefaultResultOrder,
  setServers: defaultResolverSetServers,
  ...codes,
  ...moduleFunctions('promise'),
};
