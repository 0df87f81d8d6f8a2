// `process.env` looks like an object and is the environment.
const { inspect, isDeepStrictEqual, types } = require('node:util');
const { execFileSync } = require('node:child_process');

function attempt(action) {
  try {
    console.log(action());
  } catch (error) {
    console.log(`${error.name}: ${error.message}`, error.code);
  }
}

for (const name of Object.keys(process.env)) delete process.env[name];
Object.assign(process.env, { A: '1', B: 2, U: undefined, N: null, O: {}, 'ä': 'ü', '': 'nameless', 'a=b': 'c' });
console.log(process.env, types.isProxy(process.env), JSON.stringify(process.env), { ...process.env });
console.log(Reflect.ownKeys(process.env), structuredClone({ env: process.env }));
console.log(Object.getOwnPropertyDescriptor(process.env, 'A'), Object.getOwnPropertyDescriptor(process.env, 'Z'));
console.log('A' in process.env, 'toString' in process.env, Object.hasOwn(process.env, 'toString'), String(process.env));
console.log(delete process.env.A, delete process.env.Z, process.env.A, process.env.Z);
console.log(execFileSync('/usr/bin/env', { encoding: 'utf8' }).split('\n').sort());

attempt(() => { process.env.S = Symbol('value'); });
attempt(() => { process.env[Symbol('name')] = 'value'; });
console.log(process.env[Symbol.toStringTag], Symbol.toStringTag in process.env);

const data = { value: 'x', configurable: true, writable: true, enumerable: true };
attempt(() => Object.defineProperty(process.env, 'D', { ...data, writable: false }));
attempt(() => Object.defineProperty(process.env, 'D', { configurable: true, enumerable: true }));
attempt(() => Object.defineProperty(process.env, 'D', { get: () => 1, configurable: true, enumerable: true }));
attempt(() => Object.defineProperty(process.env, 'D', data).D);
attempt(() => Object.freeze(process.env));
attempt(() => Object.seal(process.env));
attempt(() => Object.preventExtensions(process.env));

process.env[5] = 'a number is only the object\'s';
console.log(process.env[5], Object.keys(process.env), delete process.env[5]);
console.log(Object.getOwnPropertyNames(Object.getPrototypeOf(process.env)), isDeepStrictEqual(process.env, { ...process.env }));
const heir = Object.create(process.env);
heir.own = '1';
console.log(heir.B, process.env.own, Object.keys(heir), inspect(heir));

for (const zone of ['Asia/Tokyo', 'America/New_York', 'UTC']) {
  process.env.TZ = zone;
  console.log(new Date(0).getHours(), new Date(0).toString());
}
