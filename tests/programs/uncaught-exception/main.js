process.on("exit", (code) => console.log("exit", code));
process.on("uncaughtExceptionMonitor", (error, origin) => console.log(error.message, origin));
setTimeout(() => {
  throw new TypeError("thrown in a timer");
}, 1);
