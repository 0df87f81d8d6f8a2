// Every digest and what is made of digests, from one piece of data and from several.
import crypto from 'node:crypto';

const show = (name, operation) => {
  try {
    const result = operation();
    console.log(name, Buffer.isBuffer(result) || result instanceof ArrayBuffer ? Buffer.from(result).toString('hex') : result);
  } catch (error) {
    console.log(name, error.name, error.code, error.message);
  }
};

const long = Buffer.from(Array.from({ length: 5000 }, (_, index) => index * 7));
const DIGESTS = [
  'md5', 'md5-sha1', 'ripemd160', 'sha1', 'dss1', 'sha224', 'sha256', 'sha384', 'sha512', 'sha512-224', 'sha512-256',
  'sha3-224', 'sha3-256', 'sha3-384', 'sha3-512', 'blake2b512', 'blake2s256', 'sm3', 'RSA-SHA256', 'nonsense',
];
for (const name of DIGESTS) {
  show(`${name} empty`, () => crypto.createHash(name).digest('hex'));
  show(`${name} text`, () => crypto.createHash(name).update('h\u00e9llo').digest('base64'));
  show(`${name} long`, () => crypto.createHash(name).update(long).digest());
  show(`${name} pieces`, () => crypto.createHash(name).update('a').update(long.subarray(0, 100)).update('', 'hex').digest('base64url'));
  show(`${name} at once`, () => crypto.hash(name, long, 'hex'));
  show(`${name} hmac`, () => crypto.createHmac(name, 'key').update('text').digest('hex'));
  show(`${name} hmac long key`, () => crypto.createHmac(name, long).update('text').update(long).digest('hex'));
  show(`${name} pbkdf2`, () => crypto.pbkdf2Sync('password', 'salt', 3, 150, name));
  show(`${name} hkdf`, () => crypto.hkdfSync(name, 'key', 'salt', 'info', 70));
}

for (const outputLength of [0, 1, 32, 500]) {
  show(`shake128 ${outputLength}`, () => crypto.createHash('shake128', { outputLength }).update('text').digest());
  show(`shake256 ${outputLength}`, () => crypto.hash('shake256', long, { outputLength, outputEncoding: 'hex' }));
}
show('sha256 32', () => crypto.createHash('sha256', { outputLength: 32 }).update('text').digest('hex'));
show('sha256 31', () => crypto.createHash('sha256', { outputLength: 31 }));
for (const derive of [
  () => crypto.createHmac('shake128', 'key'), () => crypto.pbkdf2Sync('a', 'b', 1, 8, 'shake128'),
  () => crypto.hkdfSync('shake128', 'a', 'b', 'c', 8), () => crypto.pbkdf2Sync('a', 'b', 1, 0, 'sha1'),
]) show('impossible', derive);

// A copy goes its own way, and what a program does to its data afterwards is too late.
const data = Buffer.from('first');
const hash = crypto.createHash('sha1').update(data);
data.fill(0);
const copy = hash.copy().update('second');
const extended = crypto.createHash('shake256').update('x').copy({ outputLength: 5 });
console.log(hash.digest('hex'), copy.digest('hex'), extended.digest('hex'));
show('late copy', () => hash.copy());
show('late update', () => hash.update('x'));
const hmac = crypto.createHmac('sha256', 'key').update('x');
console.log(hmac.digest('hex'), JSON.stringify(hmac.digest('hex')));
const stream = crypto.createHash('md5');
stream.end(long);
console.log(stream.read().toString('hex'), crypto.createHash('sha1') instanceof crypto.Hash);

show('scrypt', () => crypto.scryptSync('password', 'salt', 40));
show('scrypt large', () => crypto.scryptSync(long, long, 100, { N: 1024, r: 16, p: 2 }));
show('scrypt nothing', () => crypto.scryptSync('password', 'salt', 0));
for (const options of [{ N: 15 }, { N: 1 }, { N: 2 ** 16, r: 1 }, { N: 4, p: 2 ** 30 }, { N: 2 ** 20 }, { cost: null }, { N: 2, cost: 2 }]) {
  show(`scrypt ${JSON.stringify(options)}`, () => crypto.scryptSync('password', 'salt', 8, options));
}
const later = (start) => new Promise((resolve) => start((error, key) => resolve(error ? error.message : Buffer.from(key).toString('hex'))));
console.log(await Promise.all([
  later((done) => crypto.scrypt('password', 'salt', 16, { N: 16 }, done)),
  later((done) => crypto.pbkdf2('password', Buffer.from('salt'), 1000, 20, 'sha512', done)),
  later((done) => crypto.hkdf('sha3-256', 'key', '', '', 16, done)),
  later((done) => crypto.pbkdf2('password', 'salt', 1, 8, 'shake128', done)),
]));

show('equal', () => crypto.timingSafeEqual(Buffer.from('same'), new Uint8Array(Buffer.from('same'))));
show('not equal', () => crypto.timingSafeEqual(Buffer.from('same'), Buffer.from('sane')));
show('empty', () => crypto.timingSafeEqual(Buffer.alloc(0), Buffer.alloc(0)));
show('lengths', () => crypto.timingSafeEqual(Buffer.alloc(1), Buffer.alloc(2)));
console.log(crypto.getHashes().length, Buffer.from(await crypto.subtle.digest('SHA-384', long)).toString('hex'));
