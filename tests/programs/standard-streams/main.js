// What process.stdout is when it goes into a pipe.
const { stdout, stderr } = process;
const tty = require('node:tty');

console.log(stdout.fd, stdout._type, stdout.isTTY, stdout.writable, stdout.writableLength, stdout === process.stdout);
console.log(stderr.fd, tty.isatty(1), tty.isatty(-1), tty.isatty('1'));
console.log(Object.getOwnPropertyDescriptor(process, 'stdout').enumerable);
for (const fd of [-1, 1.5, 9999]) {
  try {
    tty.WriteStream(fd);
  } catch (error) {
    console.log(error.name, error.code, error.message);
  }
}
console.log([{}, { NO_COLOR: '1' }, { TERM: 'xterm' }, { TERM: 'xterm-256color' }, { COLORTERM: 'truecolor' }, { CI: '', TRAVIS: '' },
             { FORCE_COLOR: '2' }, { TERM: 'dumb' }, { TMUX: '1' }].map((env) => tty.WriteStream.prototype.getColorDepth(env)));

stdout.write('written\n', (error) => {
  console.log('callback', error);
  stdout.end('ended\n');
  stdout.once('finish', () => process.exitCode = 3);
});
