// Exit code 13, known to the exit handlers.
process.on('exit', (code) => console.log(code, process.exitCode));
await new Promise(() => {});
