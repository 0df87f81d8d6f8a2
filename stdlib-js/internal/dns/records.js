'use strict';

// The types of resource records: what is in them, and what programs get of them.
// https://nodejs.org/docs/latest-v24.x/api/dns.html#dnsresolvehostname-rrtype-callback

const { toText } = require('internal/dns/address');
const { latin1 } = require('internal/dns/reader');

const TYPES = {
  __proto__: null,
  A: 1, NS: 2, CNAME: 5, SOA: 6, PTR: 12, MX: 15, TXT: 16, AAAA: 28, SRV: 33, NAPTR: 35, TLSA: 52, ANY: 255, CAA: 257,
};
const NAMES = new Map(Object.entries(TYPES).map(([name, number]) => [number, name]));

const V4_BYTES = 4;
const V6_BYTES = 16;

/** The data of each type, from a reader of it alone. */
const READERS = {
  __proto__: null,
  A: (reader) => toText(reader.bytes(V4_BYTES)),
  AAAA: (reader) => toText(reader.bytes(V6_BYTES)),
  NS: (reader) => reader.name(),
  CNAME: (reader) => reader.name(),
  PTR: (reader) => reader.name(),
  MX(reader) {
    const priority = reader.u16();
    return { exchange: reader.name(), priority };
  },
  TXT(reader) {
    const texts = [];
    while (!reader.isAtEnd) texts.push(reader.string());
    return texts;
  },
  SRV(reader) {
    const [priority, weight, port] = [reader.u16(), reader.u16(), reader.u16()];
    return { name: reader.name(), port, priority, weight };
  },
  NAPTR(reader) {
    const [order, preference] = [reader.u16(), reader.u16()];
    const [flags, service, regexp] = [reader.string(), reader.string(), reader.string()];
    return { flags, service, regexp, replacement: reader.name(), order, preference };
  },
  SOA(reader) {
    const [nsname, hostmaster] = [reader.name(), reader.name()];
    const [serial, refresh, retry] = [reader.u32(), reader.u32(), reader.u32()];
    return { nsname, hostmaster, serial, refresh, retry, expire: reader.u32(), minttl: reader.u32() };
  },
  TLSA(reader) {
    const [certUsage, selector, match] = [reader.u8(), reader.u8(), reader.u8()];
    return { certUsage, selector, match, data: Uint8Array.from(reader.rest()).buffer };
  },
  CAA(reader) {
    const critical = reader.u8();
    const tag = reader.string();
    return { critical, type: 'CAA', [tag]: latin1(reader.rest()) };
  },
};

/** @returns {{type: string, data: any} | undefined} undefined for a type that is not known */
function readData(number, reader) {
  const type = NAMES.get(number);
  const read = READERS[type];
  return read === undefined ? undefined : { type, data: read(reader) };
}

const dataOf = (records, wanted) => records.filter(({ type }) => type === wanted).map(({ data }) => data);

/** An address lives no longer than the names that led to it. */
function addresses(records, wanted) {
  const found = records.filter(({ type }) => type === wanted);
  const ttls = records.filter(({ type }) => type === 'CNAME').map(({ ttl }) => ttl);
  return found.map(({ data, ttl }) => ({ address: data, ttl: Math.min(ttl, ...ttls) }));
}

/** What a query for one type gives; `undefined` if the answer holds none where there must be one. */
const RESULTS = {
  __proto__: null,
  A: (records, withTtl) => addressResults(records, 'A', withTtl),
  AAAA: (records, withTtl) => addressResults(records, 'AAAA', withTtl),
  CNAME: (records) => dataOf(records, 'CNAME'),
  NS: (records) => namesOr(records, 'NS', 'ENODATA'),
  PTR: (records) => namesOr(records, 'PTR', 'ENODATA'),
  MX: (records) => dataOf(records, 'MX').map((data) => ({ ...data, type: 'MX' })),
  SRV: (records) => dataOf(records, 'SRV').map((data) => ({ ...data, type: 'SRV' })),
  // In these two Node leaves the type open unless all types were asked for.
  NAPTR: (records) => dataOf(records, 'NAPTR').map((data) => ({ ...data, type: undefined })),
  SOA(records) {
    const [data] = dataOf(records, 'SOA');
    return data === undefined ? { error: 'EBADRESP' } : { ...data, type: undefined };
  },
  TXT: (records) => dataOf(records, 'TXT'),
  TLSA: (records) => dataOf(records, 'TLSA'),
  CAA: (records) => dataOf(records, 'CAA'),
  ANY(records) {
    const typed = (type) => dataOf(records, type).map((data) => ({ ...data, type }));
    const values = (type) => dataOf(records, type).map((value) => ({ value, type }));
    return [
      ...addresses(records, 'A').map((data) => ({ ...data, type: 'A' })),
      ...values('CNAME'),
      ...addresses(records, 'AAAA').map((data) => ({ ...data, type: 'AAAA' })),
      ...typed('MX'),
      ...values('NS'),
      ...dataOf(records, 'TXT').map((entries) => ({ entries, type: 'TXT' })),
      ...typed('SRV'),
      ...values('PTR'),
      ...typed('NAPTR'),
      ...typed('SOA').slice(0, 1),
      ...dataOf(records, 'TLSA'),
      ...dataOf(records, 'CAA'),
    ];
  },
};

function addressResults(records, type, withTtl) {
  const found = addresses(records, type);
  return withTtl ? found : found.map(({ address }) => address);
}

function namesOr(records, type, error) {
  const names = dataOf(records, type);
  return names.length === 0 ? { error } : names;
}

/** @returns {{error?: string, result?: any}} */
function interpret(type, records, withTtl) {
  const result = RESULTS[type](records, withTtl);
  return result.error === undefined ? { result } : { error: result.error };
}

module.exports = { TYPES, interpret, readData };
