// Runs the proxy with its own origin, sends things through it in both directions, and prints what came back.
//
//   node tests/servers/ask-proxy.mjs COMMAND [ARGUMENT...]
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { Agent, request } from "node:http";
import { text } from "node:stream/consumers";
import { start } from "./start.mjs";

const server = await start(process.argv.slice(2), { UPSTREAM_TIMEOUT_MS: "300" });
const agent = new Agent({ keepAlive: true, maxSockets: 4 });

await show("/");
await show("/headers", { headers: { "x-own": "kept", "x-hop": "dropped", connection: "keep-alive, x-hop" } });
await show("/echo", { method: "POST", headers: { "content-type": "text/markdown" }, body: "# to and fro" });
await show("/nothing");
await show("/silence");
await show("/half");
await showEchoedBytes(8 * 1024 * 1024);
await showConversation();
await show("/-/health");
await show("/-/health?path=/nothing");
await show("/-/health?path=/silence&ms=50");
await show("/-/shout", { method: "POST", body: "straße und maß" });
await breakOff();
await showBrokenOff("4");
await show("/-/first?path=/silence&path=/&path=/silence");
agent.destroy();
server.child.kill("SIGTERM");
console.log(`exit ${await server.ended}`);

async function show(path, { method = "GET", headers = {}, body } = {}) {
  const answer = await ask(path, method, headers, body);
  console.log(`${method} ${path}\n  ${answer}`);
}

async function ask(path, method = "GET", headers = {}, body) {
  const asking = request({ ...server.address, path, method, headers, agent });
  asking.end(body);
  try {
    const [response] = await once(asking, "response");
    const answer = `${response.statusCode} ${response.headers["content-type"] ?? "-"} ${response.headers.via ?? "-"}`;
    const received = await text(response).catch((error) => `(broken off: ${error.code})`);
    return `${answer}\n  | ${received.trimEnd().replace(/"127\.0\.0\.1:\d+"/g, '"HOST"')}`;
  } catch (error) {
    return error.code;
  }
}

async function showEchoedBytes(count) {
  const sent = randomBytes(count);
  const asking = request({ ...server.address, path: "/echo", method: "POST", agent });
  asking.end(sent);
  const [response] = await once(asking, "response");
  const hash = createHash("sha256");
  let received = 0;
  for await (const chunk of response) {
    received += chunk.length;
    hash.update(chunk);
  }
  const same = hash.digest("hex") === createHash("sha256").update(sent).digest("hex");
  console.log(`${count} bytes to and fro\n  ${received} came back, ${same ? "the same" : "others"}`);
}

// The answer begins while the request is still being sent: each line waits for the one before to come back.
async function showConversation() {
  console.log("a conversation");
  const asking = request({ ...server.address, path: "/echo", method: "POST", agent });
  asking.write("line 1\n");
  const [response] = await once(asking, "response");
  response.setEncoding("utf8");
  for (let line = 2; line <= 4; line += 1) {
    const [received] = await once(response, "data");
    console.log(`  | ${received.trimEnd()}`);
    asking.write(`line ${line}\n`);
  }
  asking.end();
  console.log(`  | ${(await text(response)).trimEnd()}`);
}

// A client that goes away in the middle of both bodies.
async function breakOff() {
  const asking = request({ ...server.address, path: "/echo", method: "POST", agent: false });
  asking.once("error", () => {});
  asking.write("to be");
  const [response] = await once(asking, "response");
  response.once("error", () => {});
  await once(response, "data");
  asking.destroy();
}

// Four: /silence through forward.ts and through health, /half, and the client that went away.
async function showBrokenOff(expected) {
  let answer;
  do answer = (await ask("/broken-off")).split("| ")[1];
  while (answer !== expected);
  console.log(`broken off upstream\n  ${answer}`);
}
