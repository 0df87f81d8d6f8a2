// A reverse proxy: a client and a server in one, with connections kept alive on both sides.
//
// `/-/...` is answered here, with `fetch` (see aside.ts); everything else goes to UPSTREAM (see forward.ts).
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { answerAside } from "./aside.ts";
import { agent, forward } from "./forward.ts";
import { startOrigin } from "./origin.ts";

const origin = process.env.UPSTREAM === undefined ? await startOrigin() : undefined;
const upstream = new URL(process.env.UPSTREAM ?? `http://127.0.0.1:${(origin!.address() as AddressInfo).port}/`);

const server = createServer((request, response) => {
  if (request.url!.startsWith("/-/")) answerAside(upstream, request, response);
  else forward(upstream, request, response);
});

server.listen(Number(process.env.PORT ?? 3000), "127.0.0.1", () => {
  const { address, port } = server.address() as AddressInfo;
  console.log(`listening on http://${address}:${port}/`);
});

process.once("SIGTERM", () => {
  server.close(() => {
    agent.destroy();
    origin?.close();
    origin?.closeAllConnections();
  });
  setInterval(() => server.closeIdleConnections(), 100).unref();
});
