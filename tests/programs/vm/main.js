const vm = require('node:vm');

const sandbox = vm.createContext({ x: 2, log: [] });
console.log(vm.runInContext('var y = x * 21; let hidden = 1; globalThis.z = this === globalThis; log.push(typeof Array); y', sandbox), sandbox);
console.log(vm.runInContext('hidden + x', sandbox), vm.isContext(sandbox), vm.isContext({}));
console.log(vm.runInNewContext('Object.keys(globalThis)', { a: 1, b: 2 }), vm.runInNewContext('[]') instanceof Array);
console.log(vm.runInContext('delete x; typeof x', sandbox), 'x' in sandbox);
console.log(new vm.Script('this.constructor.name + 1', { filename: 'own.js' }).runInThisContext());
console.log(vm.compileFunction('return a + b + c', ['a', 'b'], { contextExtensions: [{ c: 3 }] })(1, 2));
const accessors = vm.createContext({ get a() { return this.stored; }, set a(value) { this.stored = value * 2; } });
console.log(vm.runInContext('a = 4; a', accessors), accessors.stored);
for (const make of [
  () => vm.runInNewContext('while (true);', {}, { timeout: 20 }), () => vm.runInNewContext('throw new TypeError("inside")'),
  () => new vm.Script('var 1'), () => vm.runInContext('1', {}), () => vm.runInContext('"use strict"; undeclared = 1', sandbox),
  () => vm.runInNewContext('eval("1")', {}, { contextCodeGeneration: { strings: false } }), () => vm.createContext(1),
]) {
  try {
    make();
  } catch (error) {
    console.log(error.name, error.code, error.message);
  }
}
try {
  vm.runInNewContext('\n\nfoo.bar()', {}, { filename: 'test.vm', lineOffset: 10 });
} catch (error) {
  console.log(error.stack.split('\n').slice(0, 5));
}
