// A name server's answers, as bytes: what `all.example` has, and names whose answers are wrong in some way.

export const TYPES = { A: 1, NS: 2, CNAME: 5, SOA: 6, PTR: 12, MX: 15, TXT: 16, AAAA: 28, SRV: 33, NAPTR: 35, TLSA: 52, ANY: 255, CAA: 257 };

const name = (text) => Buffer.concat([...text.split('.').filter(Boolean).map((label) => string(label)), Buffer.from([0])]);
const string = (text) => Buffer.concat([Buffer.from([text.length]), Buffer.from(text, 'latin1')]);
const u16 = (...numbers) => Buffer.from(numbers.flatMap((number) => [number >> 8, number & 255]));
const u32 = (...numbers) => Buffer.concat(numbers.map((number) => u16(number >>> 16, number & 0xffff)));
/** Where the question's name stands. */
const QUESTION = Buffer.from([0xc0, 12]);

const RECORDS = [
  ['A', Buffer.from([192, 0, 2, 1]), 60],
  ['MX', Buffer.concat([u16(10), string('mail'), QUESTION]), 61],
  ['A', Buffer.from([192, 0, 2, 2]), 4294967295],
  ['AAAA', Buffer.from('20010db8000000000000000000000001', 'hex'), 62],
  ['NS', name('ns1.example'), 63],
  ['NS', Buffer.concat([string('ns2'), QUESTION]), 63],
  ['PTR', name('pointer.example'), 64],
  ['TXT', Buffer.concat([string('one'), string('two words')]), 65],
  ['TXT', string('\u00fc "quoted"'), 65],
  ['SRV', Buffer.concat([u16(1, 2, 8080), name('service.example')]), 66],
  ['NAPTR', Buffer.concat([u16(100, 50), string('s'), string('SIP+D2U'), string('!^.*$!sip:a@b!'), name('replacement.example')]), 67],
  ['SOA', Buffer.concat([name('ns1.example'), name('host.master.example'), u32(2024010100, 900, 901, 1800, 3333333333)]), 68],
  ['CAA', Buffer.concat([Buffer.from([128]), string('issue'), Buffer.from('ca.example')]), 69],
  ['CAA', Buffer.concat([Buffer.from([0]), string('iodef'), Buffer.from('mailto:a@b')]), 69],
  ['TLSA', Buffer.concat([Buffer.from([3, 1, 1]), Buffer.from('00112233445566778899aabbccddeeff', 'hex')]), 70],
  ['MX', Buffer.concat([u16(5), name('other.example')]), 61],
];

const record = (owner, type, data, ttl) => Buffer.concat([owner, u16(TYPES[type], 1), u32(ttl), u16(data.length), data]);

export function questionOf(query) {
  const labels = [];
  let offset = 12;
  for (; query[offset] !== 0; offset += query[offset] + 1) labels.push(query.toString('latin1', offset + 1, offset + 1 + query[offset]));
  return { labels, type: query.readUInt16BE(offset + 1), question: query.subarray(12, offset + 5) };
}

function message(query, { answers = [], code = 0, flags = 0x8180, id = query.readUInt16BE(0), question = questionOf(query).question,
                          count = answers.length }) {
  return Buffer.concat([u16(id, flags | code, 1, count, 0, 0), question, ...answers]);
}

const CODES = { formerr: 1, servfail: 2, nxdomain: 3, notimp: 4, refused: 5 };
let attempts = 0;

/** The datagrams that answer a query. */
export function answerTo(query) {
  const { labels: [first = ''], type } = questionOf(query);
  const address = (last) => record(QUESTION, 'A', Buffer.from([192, 0, 2, last]), 60);
  const good = message(query, { answers: [address(9)] });
  switch (first.toLowerCase()) {
    case 'all': {
      const wanted = RECORDS.filter(([kind]) => TYPES[kind] === type || type === TYPES.ANY);
      return [message(query, { answers: wanted.map(([kind, data, ttl]) => record(QUESTION, kind, data, ttl)) })];
    }
    case 'alias': {
      const answers = [record(QUESTION, 'CNAME', name('target.example'), 30)];
      if (type === TYPES.A) answers.push(record(name('target.example'), 'A', Buffer.from([192, 0, 2, 3]), 90));
      return [message(query, { answers })];
    }
    case 'xn--bcher-kva': return [good];
    case '7': return [message(query, { answers: [record(QUESTION, 'PTR', name('host.example'), 60)] })];
    case 'nodata': return [message(query, {})];
    case 'onlyalias': return [message(query, { answers: [record(QUESTION, 'CNAME', name('target.example'), 30)] })];
    case 'cut': {
      const whole = message(query, { answers: [Buffer.concat([QUESTION, u16(type, 1), u32(60), u16(100), Buffer.alloc(3, 1)])] });
      return [whole];
    }
    case 'loop': return [message(query, { answers: [record(Buffer.from([0xc0, 31]), 'CNAME', Buffer.from([0xc0, 31]), 60)] })];
    case 'badtype': return [message(query, { answers: [Buffer.concat([QUESTION, u16(1, 1), u32(60), u16(3), Buffer.alloc(3, 1)])] })];
    case 'forged': return [
      message(query, { answers: [address(66)], id: query.readUInt16BE(0) ^ 1 }),
      message(query, { answers: [address(66)], question: Buffer.concat([name('other.example'), u16(1, 1)]) }),
      good,
    ];
    case 'slow': return attempts++ === 0 ? [] : [good];
    case 'silent': return [];
    default: return [message(query, { code: CODES[first] ?? 3 })];
  }
}
