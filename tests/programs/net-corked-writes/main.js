// Chunks that are written together arrive together: buffers, texts, both, before the connection stands and under back-pressure.
const net = require('node:net');

const turns = 20;
let sent = '';

function write(socket, ...chunks) {
  socket.cork();
  for (const [chunk, encoding] of chunks) {
    sent += Buffer.from(chunk, encoding).toString('latin1');
    socket.write(chunk, encoding);
  }
  socket.uncork();
}

const server = net.createServer((socket) => {
  const received = [];
  socket.on('data', (data) => {
    received.push(data);
    socket.pause();
    setImmediate(() => socket.resume());
  });
  socket.on('end', () => {
    const text = Buffer.concat(received).toString('latin1');
    console.log(text.length, text.length === sent.length, text === sent);
    server.close();
  });
});

server.listen(0, '127.0.0.1', () => {
  const socket = net.connect(server.address().port, '127.0.0.1');
  write(socket, [Buffer.alloc(70_000, 'a')], [Buffer.alloc(70_000, 'b')]);
  write(socket, ['\u{e4}', 'latin1'], ['\u{1f634}', 'utf8'], ['636465', 'hex'], [Buffer.from('f')], ['gh', 'utf16le']);
  console.log(socket.connecting);
  let turn = 0;
  socket.on('drain', () => {
    if (++turn > turns) return void socket.end();
    write(socket, [Buffer.alloc(65_000, String(turn))], [Buffer.alloc(66_000, '-')]);
    if (turn % 2) write(socket, ['text', 'utf8'], [Buffer.alloc(100_000, 'x')]);
  });
});
