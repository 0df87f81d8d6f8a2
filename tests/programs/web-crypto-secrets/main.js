// Secrets of the Web Crypto API: HMAC, PBKDF2 and HKDF.
const { types } = require('node:util');
const { subtle } = globalThis.crypto;

const raw = Buffer.from('000102030405060708090a0b0c0d0e0f', 'hex');
const hmac = { name: 'HMAC', hash: 'SHA-256' };
const pbkdf2 = { name: 'PBKDF2', salt: raw, iterations: 1000, hash: 'SHA-256' };
const hkdf = { name: 'HKDF', salt: raw, info: raw, hash: 'SHA-512' };
const hex = (bytes) => Buffer.from(bytes).toString('hex');

async function show(title, action) {
  try {
    console.log(title, await action());
  } catch (error) {
    console.log(title, error.name, error.message, error.code);
  }
}

async function main() {
  const key = await subtle.importKey('raw', raw, { name: 'hmac', hash: { name: 'sha-256' } }, true, ['verify', 'sign', 'sign']);
  console.log(key, types.isCryptoKey(key), types.isCryptoKey({}), Object.prototype.toString.call(key));
  await show('sign', async () => hex(await subtle.sign('HMAC', key, raw)));
  await show('verify', async () => subtle.verify(hmac, key, await subtle.sign('HMAC', key, raw.buffer), raw.buffer));
  await show('verify', () => subtle.verify('HMAC', key, new Uint8Array(32), raw));
  await show('verify', () => subtle.verify('HMAC', key, new Uint8Array(3), raw));
  await show('raw', async () => hex(await subtle.exportKey('raw', key)));
  const jwk = await subtle.exportKey('jwk', key);
  await show('from a JWK', () => subtle.importKey('jwk', jwk, hmac, false, ['sign']));
  await show('algorithm of a JWK', () => subtle.importKey('jwk', jwk, { ...hmac, hash: 'SHA-512' }, false, ['sign']));
  await show('type of a JWK', () => subtle.importKey('jwk', { kty: 'RSA' }, hmac, false, ['sign']));
  await show('generate', async () => (await subtle.generateKey({ ...hmac, hash: 'SHA-384' }, false, ['sign'])).algorithm);
  await show('export', async () => subtle.exportKey('raw', await subtle.generateKey(hmac, false, ['sign'])));

  await show('no usages', () => subtle.importKey('raw', raw, hmac, true, []));
  await show('other usages', () => subtle.importKey('raw', raw, hmac, true, ['deriveBits']));
  await show('unknown usages', () => subtle.importKey('raw', raw, hmac, true, ['nothing']));
  await show('no bytes', () => subtle.importKey('raw', new Uint8Array(0), hmac, true, ['sign']));
  await show('other length', () => subtle.importKey('raw', raw, { ...hmac, length: 8 }, true, ['sign']));
  await show('other format', () => subtle.importKey('spki', raw, hmac, true, ['sign']));
  await show('unknown algorithm', () => subtle.importKey('raw', raw, 'NOTHING', false, []));

  const password = await subtle.importKey('raw', Buffer.from('password'), 'PBKDF2', false, ['deriveBits', 'deriveKey']);
  await show('PBKDF2', async () => hex(await subtle.deriveBits(pbkdf2, password, 256)));
  await show('no iterations', () => subtle.deriveBits({ ...pbkdf2, iterations: 0 }, password, 256));
  await show('seven bits', () => subtle.deriveBits(pbkdf2, password, 7));
  await show('no length', () => subtle.deriveBits(pbkdf2, password, null));
  await show('a key for HMAC', async () => {
    const derived = await subtle.deriveKey(pbkdf2, password, { ...hmac, length: 256 }, true, ['sign']);
    return [derived.algorithm, hex(await subtle.exportKey('raw', derived))];
  });
  const material = await subtle.importKey('raw', raw, 'HKDF', false, ['deriveBits']);
  await show('HKDF', async () => hex(await subtle.deriveBits(hkdf, material, 128)));
  await show('extractable', () => subtle.importKey('raw', raw, 'HKDF', true, ['deriveBits']));
  await show('mismatch', () => subtle.sign('HMAC', password, raw));
  await show('not for this', () => subtle.deriveKey(hkdf, material, hmac, true, ['sign']));
}

main();
