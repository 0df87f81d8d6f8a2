import { value, increase } from "./counter.mjs";
import common, { named } from "./common.cjs";
import * as everything from "./common.cjs";
process.nextTick(() => console.log("tick"));
Promise.resolve().then(() => console.log("microtask"));
increase();
console.log(value, named, common.named, Object.keys(everything).sort().join());
console.log(import.meta.main, import.meta.filename.endsWith("/main.mjs"), import.meta.url.startsWith("file:///"));
const late = await import("./late.mjs");
console.log(late.default, late.who);
try {
  await import("./missing.mjs");
} catch (error) {
  console.log(error.code);
}
