// The classic event-loop example: what runs before what, wherever Node's order is the same in every run.
const fs = require("node:fs");

console.log("start");
console.log("sync:", fs.readFileSync(__filename, "utf8").split("\n").length, "lines");

setTimeout(() => {
  console.log("timeout 1");
  Promise.resolve().then(() => console.log("promise inside timeout 1"));
  process.nextTick(() => console.log("nextTick inside timeout 1"));
}, 0);
setTimeout(() => console.log("timeout 2"), 0);

// Begun later, because Node does not promise whether a read or a timer of the same time comes first.
setTimeout(() => {
  fs.readFile(__filename, () => {
    console.log("readFile callback");
    // Inside an I/O callback the check phase comes before the next timers.
    setTimeout(() => console.log("timeout after I/O"), 0);
    setImmediate(() => console.log("immediate after I/O"));
    process.nextTick(() => console.log("nextTick after I/O"));
    Promise.resolve().then(() => console.log("promise after I/O"));
  });
}, 20);

process.nextTick(() => {
  console.log("nextTick 1");
  process.nextTick(() => console.log("nextTick inside nextTick"));
  queueMicrotask(() => console.log("microtask inside nextTick"));
});
process.nextTick(() => console.log("nextTick 2"));

Promise.resolve()
  .then(() => {
    console.log("promise 1");
    process.nextTick(() => console.log("nextTick inside promise"));
  })
  .then(() => console.log("promise 2"));
queueMicrotask(() => console.log("microtask"));

(async () => {
  console.log("async function starts");
  await null;
  console.log("async function goes on");
  await new Promise((resolve) => setTimeout(resolve, 100));
  const text = await fs.promises.readFile(__filename, "utf8");
  console.log("fs.promises:", text.length === fs.statSync(__filename).size);
})().then(() => setTimeout(() => fs.readFile(__dirname + "/missing", (error) => console.log(error.code, error.syscall)), 20));

console.log("end");
