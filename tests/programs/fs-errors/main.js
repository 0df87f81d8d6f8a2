// What fs says of bad arguments and failed calls, in its three forms.
const fs = require('fs');
const os = require('os');
const path = require('path');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'jsc-'));
process.chdir(folder);
fs.writeFileSync('file', 'text');
fs.mkdirSync('full/inner', { recursive: true });
fs.symlinkSync('nowhere', 'dangling');
fs.symlinkSync('loop', 'loop');
const fd = fs.openSync('file');

const show = (error) => {
  const { code, errno, syscall, path, dest } = error;
  const message = error.message.replaceAll(fs.realpathSync(folder), '<folder>').replaceAll(folder, '<folder>');
  console.log(error.name, code, errno, syscall, typeof path, typeof dest, message);
};

const calls = {
  access: [['none'], ['file', 8], ['file', 'x'], [5]],
  appendFile: [['full', 'x'], ['file', {}]],
  chmod: [['none', 0o777], ['file', 'abc'], ['file', -1]],
  chown: [['none', 1, 1], ['file', -2, 1], ['file', 'x', 1]],
  copyFile: [['none', 'x'], ['file', 'x', 9], ['full', 'x'], ['file', 'full']],
  link: [['none', 'x'], ['file', 'file'], ['file', 5]],
  lstat: [['none'], ['file\0']],
  lutimes: [['none', 1, 1], ['file', 'x', 1]],
  mkdir: [['file'], ['none/a'], ['file/a', { recursive: true }], ['x', { mode: '9' }], ['x', { recursive: 1 }]],
  open: [['none'], ['file', 'bad'], ['file', 'r', 'bad'], ['none/a', 'w']],
  opendir: [['full', { bufferSize: 0 }]],
  readdir: [['none'], ['file'], ['full', { encoding: 'bad' }]],
  readFile: [['none'], ['full'], ['file', 5], ['file', 'bad'], ['file', { flag: 'bad' }], [1.5]],
  readlink: [['none'], ['file']],
  realpath: [['none/a'], ['file/a'], ['dangling'], ['loop']],
  rename: [['none', 'x'], ['full', 'file']],
  rm: [['none'], ['full'], ['full', { recursive: 1 }], ['full', { maxRetries: -1 }]],
  rmdir: [['none'], ['file'], ['full']],
  stat: [['none'], ['loop'], [{}]],
  symlink: [['a', 'file'], ['a', 'b', 'bad']],
  truncate: [['none'], ['file', 1.5], ['full']],
  unlink: [['none'], ['full']],
  utimes: [['none', 1, 1], ['file', {}, 1]],
  writeFile: [['full', 'x'], ['none/a', 'x'], ['file', 5], ['file', 'x', { flush: 1 }]],
  close: [[99999], [-1], ['1']],
  fstat: [[99999], [1.5]],
  ftruncate: [[99999], [fd, 'x']],
  read: [[99999, Buffer.alloc(1)], [fd, 'x'], [fd, Buffer.alloc(3), 4], [fd, Buffer.alloc(3), 0, 4], [fd, Buffer.alloc(0), 0, 1]],
  write: [[99999, 'x'], [fd, 'x'], [fd, {}], [fd, Buffer.alloc(3), 4], [fd, Buffer.alloc(3), 0, 4], [fd, 'abc', 0, 'hex']],
  readv: [[fd, 5], [fd, [5]]],
  writev: [[fd, [5]]],
};

for (const [name, cases] of Object.entries(calls)) {
  for (const args of cases) {
    try {
      fs[`${name}Sync`](...args);
      console.log(name, 'no error');
    } catch (error) {
      show(error);
    }
  }
}

for (const name of ['stat', 'readFile', 'mkdir', 'rename', 'open', 'exists', 'close', 'write']) {
  try {
    fs[name]('x', 'y');
  } catch (error) {
    show(error);
  }
}

(async () => {
  for (const name of ['access', 'copyFile', 'mkdir', 'readFile', 'rename', 'rm', 'stat', 'unlink', 'writeFile']) {
    for (const args of calls[name]) {
      await fs.promises[name](...args).then(() => console.log(name, 'no error'), show);
      await new Promise((resolve) => {
        try {
          fs[name](...args, (error) => resolve(error ? show(error) : console.log(name, 'no error')));
        } catch (error) {
          resolve(show(error));
        }
      });
    }
  }
  fs.rmSync(folder, { recursive: true });
})();
