// A server to stand behind the proxy when no other is named.
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";

/** On a free port of the loopback interface. */
export async function startOrigin(): Promise<Server> {
  const server = createServer(answer);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}

let brokenOff = 0;

function answer(request: IncomingMessage, response: ServerResponse): void {
  response.once("close", () => {
    if (!response.writableFinished) brokenOff += 1;
  });
  switch (request.url) {
    case "/":
      return void response.end("Hello through the proxy!\n");
    case "/echo":
      response.setHeader("content-type", request.headers["content-type"] ?? "text/plain");
      return void request.pipe(response);
    case "/headers":
      return void response.end(`${JSON.stringify(request.headers)}\n`);
    case "/silence":
      return;
    case "/half":
      response.writeHead(200, { "content-length": 100 });
      return void response.write("half of ", () => response.destroy());
    case "/broken-off":
      return void response.end(`${brokenOff}\n`);
    default:
      response.writeHead(404).end("nothing here\n");
  }
}
