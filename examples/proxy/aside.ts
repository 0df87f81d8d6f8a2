// What the proxy answers itself, asking the upstream with `fetch`.
import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

type Answer = (upstream: URL, query: URLSearchParams, request: IncomingMessage) => Promise<Response>;

const answers: Record<string, Answer> = { health, shout, first };

/** Runs the answer that the path names and streams its body. */
export async function answerAside(upstream: URL, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url!, upstream);
  const answer = answers[url.pathname.slice("/-/".length)];
  try {
    const { status, headers, body } = answer ? await answer(upstream, url.searchParams, request) : new Response(null, { status: 404 });
    response.writeHead(status, { "content-type": headers.get("content-type") ?? "text/plain" });
    if (body === null) response.end();
    else await pipeline(Readable.fromWeb(body), response);
  } catch (error) {
    if (response.headersSent) return void response.destroy();
    const { name, cause } = error as Error & { cause?: NodeJS.ErrnoException };
    response.writeHead(name === "TimeoutError" ? 504 : 502).end(`${name}: ${cause?.code ?? "none"}\n`);
  }
}

/** `/-/health?path=/&ms=500`: whether the upstream answers in time. */
async function health(upstream: URL, query: URLSearchParams): Promise<Response> {
  const signal = AbortSignal.timeout(Number(query.get("ms") ?? 500));
  const { ok, status } = await fetch(new URL(query.get("path") ?? "/", upstream), { signal });
  return Response.json({ ok, status });
}

/** `/-/shout?path=/echo`: the request's body in capitals, on its way to the upstream and back. */
async function shout(upstream: URL, query: URLSearchParams, request: IncomingMessage): Promise<Response> {
  const capitals = new TransformStream<string, string>({
    transform: (chunk, controller) => controller.enqueue(chunk.toUpperCase()),
  });
  const body = (Readable.toWeb(request) as ReadableStream<Uint8Array>)
    .pipeThrough(new TextDecoderStream())
    .pipeThrough(capitals)
    .pipeThrough(new TextEncoderStream());
  return fetch(new URL(query.get("path") ?? "/echo", upstream), {
    method: "POST",
    headers: { "content-type": "text/plain; charset=utf-8" },
    body,
    duplex: "half",
  } as RequestInit);
}

/** `/-/first?path=/a&path=/b`: asks for all of them, takes the first answer and breaks off the others. */
async function first(upstream: URL, query: URLSearchParams): Promise<Response> {
  const controllers = new Map(query.getAll("path").map((path) => [path, new AbortController()]));
  const asked = [...controllers].map(async ([path, { signal }]) => {
    const response = await fetch(new URL(path, upstream), { signal });
    return { path, text: await response.text() };
  });
  const winner = await Promise.any(asked);
  for (const [path, controller] of controllers) {
    if (path !== winner.path) controller.abort();
  }
  return Response.json(winner);
}
