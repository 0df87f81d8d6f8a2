// Streams over files: ranges, positions, events and their order, failures.
const fs = require('fs');
const os = require('os');
const path = require('path');
const { finished, pipeline } = require('stream/promises');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'jsc-'));
const file = path.join(folder, 'file');

const log = (stream, name) => {
  for (const event of ['open', 'ready', 'end', 'finish', 'close', 'error']) {
    stream.on(event, (value) => console.log(name, event, event === 'error' ? value.code : ''));
  }
  return stream;
};

(async () => {
  const writer = log(fs.createWriteStream(file, { highWaterMark: 4 }), 'writer');
  console.log(writer.pending, writer.path === file, writer.flags, writer.mode, writer.write('0123'), writer.write('456789'));
  writer.end('abc');
  await finished(writer);
  console.log(writer.bytesWritten, writer.fd, writer.closed);

  const reader = log(fs.createReadStream(file, { start: 2, end: 8, highWaterMark: 3, encoding: 'latin1' }), 'reader');
  for await (const chunk of reader) console.log(chunk);
  console.log(reader.bytesRead, reader.pos);

  const patch = fs.createWriteStream(file, { flags: 'r+', start: 4 });
  patch.end('----');
  await finished(patch);
  console.log(fs.readFileSync(file, 'utf8'));

  const missing = log(fs.createReadStream(path.join(folder, 'none')), 'missing');
  await finished(missing).catch((error) => console.log(error.code));
  const refused = log(fs.createWriteStream(folder), 'refused');
  await finished(refused).catch((error) => console.log(error.code));

  const fd = fs.openSync(file);
  const kept = fs.createReadStream(null, { fd, autoClose: false });
  kept.resume();
  await finished(kept);
  console.log(fs.readSync(fd, Buffer.alloc(1), 0, 1, 0), kept.destroyed);
  fs.closeSync(fd);

  const big = path.join(folder, 'big');
  fs.writeFileSync(big, Buffer.alloc(300_000, 'x'));
  await pipeline(fs.createReadStream(big), fs.createWriteStream(`${big}2`, { flush: true }));
  console.log(fs.statSync(`${big}2`).size);

  for (const make of [
    () => fs.createReadStream(file, { start: 'x' }),
    () => fs.createReadStream(file, { start: 5, end: 1 }),
    () => fs.createReadStream(5),
    () => fs.createReadStream(file, { fs: {} }),
    () => fs.createReadStream(file, { encoding: 'bad' }),
    () => fs.createWriteStream(file, { start: -1 }),
    () => fs.createWriteStream(file, 5),
    () => fs.createReadStream(null, { fd: 'x' }),
  ]) {
    try {
      make();
    } catch (error) {
      console.log(error.name, error.code, error.message);
    }
  }
  fs.rmSync(folder, { recursive: true });
})();
