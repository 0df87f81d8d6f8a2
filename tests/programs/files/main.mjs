import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { pipeline } from "node:stream/promises";
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "jsc-"));
const file = path.join(folder, "a.txt");
fs.writeFileSync(file, "one\ntwo\n");
fs.appendFileSync(file, "three\n");
console.log(fs.readFileSync(file, "utf8").split("\n").length, fs.statSync(file).size, fs.existsSync(file));
await fs.promises.copyFile(file, path.join(folder, "b.txt"));
await pipeline(fs.createReadStream(file), fs.createWriteStream(path.join(folder, "c.txt")));
console.log((await fs.promises.readdir(folder)).sort().join());
for (const call of [() => fs.readFileSync(path.join(folder, "none")), () => fs.rmdirSync(folder), () => fs.readFileSync(7.5)]) {
  try {
    call();
  } catch (error) {
    console.log(error.code, error.syscall, error.errno);
  }
}
const handle = await fs.promises.open(file);
for await (const line of handle.readLines()) console.log(line);
fs.rmSync(folder, { recursive: true });
console.log(fs.existsSync(folder));
