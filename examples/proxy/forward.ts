// Forwards a request with `http.request` and pipes the bodies through, each at the pace of the slower side.
import { Agent, request, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import { pipeline } from "node:stream";

const IDLE_MS = Number(process.env.UPSTREAM_TIMEOUT_MS ?? 10_000);

/** RFC 9110, 7.6.1: these are between two neighbours and go no further. */
const HOP_BY_HOP = ["connection", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade"];

export const agent = new Agent({ keepAlive: true, maxSockets: 64 });

export function forward(upstream: URL, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const asked = request(new URL(incoming.url!, upstream), {
    agent,
    method: incoming.method,
    headers: { ...endToEnd(incoming.headers), host: upstream.host, "x-forwarded-for": incoming.socket.remoteAddress },
    timeout: IDLE_MS,
  });
  asked.once("response", (answer) => {
    outgoing.writeHead(answer.statusCode!, answer.statusMessage, { ...endToEnd(answer.headers), via: "1.1 jsc" });
    // When either side breaks off, so does the other: a body that ends early must not look complete.
    pipeline(answer, outgoing, () => asked.destroy());
  });
  asked.once("timeout", () => asked.destroy(new Error("timeout")));
  asked.once("error", (error) => refuse(outgoing, error));
  outgoing.once("close", () => {
    if (!outgoing.writableFinished) asked.destroy();
  });
  pipeline(incoming, asked, () => {});
}

function endToEnd(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const kept = { ...headers };
  for (const name of [...HOP_BY_HOP, ...(headers.connection ?? "").split(",")]) delete kept[name.trim().toLowerCase()];
  return kept;
}

function refuse(outgoing: ServerResponse, error: NodeJS.ErrnoException): void {
  if (outgoing.headersSent) return void outgoing.destroy();
  outgoing.statusCode = error.message === "timeout" ? 504 : 502;
  outgoing.end(`${error.code ?? error.message}\n`);
}
