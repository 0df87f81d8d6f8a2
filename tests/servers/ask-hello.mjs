// Runs a server that greets everybody the same, asks it twice, ends it and prints what came back.
//
//   node tests/servers/ask-hello.mjs COMMAND [ARGUMENT...]
import { start } from "./start.mjs";

const server = await start(process.argv.slice(2));
for (const path of ["", "any/path?at=all"]) {
  const response = await fetch(server.url + path);
  console.log(`GET /${path}\n  ${response.status} ${response.headers.get("content-type")}\n  | ${(await response.text()).trimEnd()}`);
}
server.child.kill("SIGTERM");
console.log(`exit ${await server.ended}`);
