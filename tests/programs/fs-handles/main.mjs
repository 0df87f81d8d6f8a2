// FileHandle: everything that can be done with an open file.
import { open, mkdtemp, rm, readFile, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

const folder = await mkdtemp(path.join(os.tmpdir(), 'jsc-'));
const file = path.join(folder, 'file');
const handle = await open(file, 'w+');
handle.on('close', () => console.log('close event', handle.fd));
console.log(await handle.write('hello'), await handle.write(Buffer.from(' world'), { position: 5 }));
console.log(await handle.writev([Buffer.from('!'), Buffer.from('?')], 11));
console.log(await handle.read({ buffer: Buffer.alloc(5), position: 0 }));
console.log(await handle.read(Buffer.alloc(8), 2, 3, 6n));
console.log(await handle.readv([Buffer.alloc(2), Buffer.alloc(3)], 1));
console.log((await handle.stat()).size, (await handle.stat({ bigint: true })).size);
await handle.truncate(4);
await handle.appendFile('-more');
await handle.sync();
await handle.datasync();
await handle.utimes(1, 2);
await handle.chmod(0o600);
console.log((await handle.stat()).mtimeMs, ((await handle.stat()).mode & 0o777).toString(8));
console.log(JSON.stringify([await readFile(file, 'latin1'), await readFile(handle, 'utf8')]));
for (const bad of [() => handle.read('x'), () => handle.read(Buffer.alloc(0)), () => handle.write(5), () => handle.truncate('x'), () => handle.writeFile({}), () => handle.readv([1])]) {
  await bad().catch((error) => console.log(error.code, error.message));
}
await handle.close();
await handle.close();
await handle.read().catch((error) => console.log(error.code, error.syscall, error.message));

await writeFile(file, (async function* () { yield 'a\nb\n'; yield Buffer.from('c'); })());
await using lines = await open(file);
for await (const line of lines.readLines()) console.log(line);
const controller = new AbortController();
const reading = readFile(file, { signal: controller.signal });
controller.abort();
await reading.catch((error) => console.log(error.name, error.code));
await writeFile(file, 'x', { signal: AbortSignal.abort() }).catch((error) => console.log(error.name));
await rm(folder, { recursive: true });
