// The classes of the Web Crypto API are globals that nobody can make instances of.
for (const name of ['Crypto', 'CryptoKey', 'SubtleCrypto']) {
  const Class = globalThis[name];
  console.log(name, Class.length, Object.keys(globalThis).includes(name), Object.prototype.toString.call(Class.prototype));
  try {
    new Class();
  } catch (error) {
    console.log(error.name, error.code, error.message);
  }
}
console.log(Object.getOwnPropertyNames(CryptoKey.prototype), Object.getOwnPropertyNames(SubtleCrypto.prototype).sort());
console.log(crypto instanceof Crypto, crypto.subtle instanceof SubtleCrypto, {} instanceof CryptoKey);
console.log(crypto === require('node:crypto').webcrypto, crypto.constructor === Crypto, Object.getOwnPropertyNames(crypto));
