// Runs a service that keeps notes, asks it everything in requests.mjs, ends it while it answers, and prints what came back.
//
//   node tests/servers/ask-notes.mjs COMMAND [ARGUMENT...]
import { once } from "node:events";
import { Agent, request } from "node:http";
import { connect } from "node:net";
import { buffer } from "node:stream/consumers";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { requests } from "./requests.mjs";
import { start } from "./start.mjs";

// The frameworks' answers agree in these; what stands in a redirect for those who do not follow it is each one's own.
const contentHeaders = ["content-type", "content-encoding", "location", "set-cookie"];
const redirectHeaders = ["location", "set-cookie"];
const decoders = { gzip: gunzipSync, br: brotliDecompressSync };

const server = await start(process.argv.slice(2));
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
for (const asked of requests) await show(asked);
agent.destroy();
await showGracefulEnd();

async function show({ path, method = "GET", headers = {}, body }) {
  const asking = request({ ...server.address, path, method, headers, agent });
  if (body !== undefined && headers["transfer-encoding"] === undefined) asking.setHeader("content-length", Buffer.byteLength(body));
  asking.end(body);
  const [response] = await once(asking, "response");
  const encoded = await buffer(response);
  console.log(`${method} ${path}`);
  console.log(`  ${response.statusCode} ${response.statusMessage}`);
  const isRedirect = response.statusCode >= 300 && response.statusCode < 400;
  for (const name of isRedirect ? redirectHeaders : contentHeaders) {
    if (response.headers[name] !== undefined) console.log(`  ${name}: ${normalised(response.headers[name])}`);
  }
  if (!isRedirect) showBody(encoded, response.headers["content-encoding"]);
}

/** Neither letter case nor the order of a cookie's attributes means anything. */
function normalised(value) {
  return String(value).toLowerCase().split("; ").sort().join("; ");
}

function showBody(encoded, encoding) {
  const text = (encoding === undefined ? encoded : decoders[encoding](encoded)).toString();
  const shown = text.length > 1000 ? `${text.slice(0, 40)}... ${text.length} characters` : text;
  for (const line of shown.split("\n")) if (line !== "") console.log(`  | ${line}`);
}

// The server says `100 Continue` when the request has reached the application, which now waits for its body.
async function showGracefulEnd() {
  console.log("SIGTERM while a request is in flight");
  const body = '{"text":"the last one"}';
  const socket = connect(server.address);
  socket.write(
    "POST /notes HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" +
      `Expect: 100-continue\r\nContent-Length: ${body.length}\r\n\r\n`,
  );
  const [interim] = await once(socket, "data");
  console.log(`  ${String(interim).split("\r\n", 1)}`);
  server.child.kill("SIGTERM");
  while (await isListening()) await new Promise(setImmediate);
  console.log("  it no longer listens");
  socket.end(body);
  const answer = (await buffer(socket)).toString();
  console.log(`  ${answer.split("\r\n", 1)}`);
  console.log(`  | ${answer.split("\r\n\r\n")[1]}`);
  console.log(`  exit ${await server.ended}`);
}

async function isListening() {
  const socket = connect(server.address);
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
