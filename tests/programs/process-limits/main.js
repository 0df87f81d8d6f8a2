// As many descriptors as the hard limit allows, and a write beyond the size that a file may have is an error, not the end.
const { readFileSync } = require('node:fs');

const [, soft, hard] = /^Max open files +(\d+) +(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'));
console.log(soft === hard);
const ignored = BigInt(`0x${/^SigIgn:\s+(\w+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))[1]}`);
for (let signal = 1n; signal < 32n; signal += 1n) {
  if ((ignored >> (signal - 1n)) & 1n) console.log(Object.entries(require('node:os').constants.signals).find(([, number]) => number === Number(signal))[0]);
}
