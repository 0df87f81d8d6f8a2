setTimeout(() => console.log("timeout"), 0);
setTimeout(() => {
  setImmediate(() => console.log("immediate in timeout"));
  setTimeout(() => console.log("later timeout"), 0);
}, 5);
process.nextTick(console.log, "tick", 1);
Promise.reject(new Error("late")).catch(() => console.log("caught"));
(async () => {
  for await (const value of [Promise.resolve(1), 2]) console.log("value", value);
})();
process.on("beforeExit", (code) => {
  if (globalThis.again) return;
  globalThis.again = true;
  console.log("beforeExit", code);
  setTimeout(() => console.log("one more turn"), 1);
});
process.on("exit", (code) => console.log("exit", code, process.exitCode));
process.exitCode = 3;
