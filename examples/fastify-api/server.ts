// A service that keeps notes: Fastify with bodies, cookies, static files, views, compression and a graceful end.
import { STATUS_CODES } from "node:http";
import { join } from "node:path";
import compress from "@fastify/compress";
import cookie from "@fastify/cookie";
import formbody from "@fastify/formbody";
import serveStatic from "@fastify/static";
import view from "@fastify/view";
import ejs from "ejs";
import Fastify, { type FastifyError } from "fastify";
import { Notes, noteOf } from "./notes.ts";

const notes = new Notes();
const app = Fastify({ bodyLimit: 10 * 1024 });

await app.register(compress);
await app.register(cookie);
await app.register(formbody);
await app.register(serveStatic, { root: join(import.meta.dirname, "public"), wildcard: false });
await app.register(view, { engine: { ejs }, root: join(import.meta.dirname, "views") });

app.get("/", (request, reply) => {
  return reply.viewAsync("notes.ejs", { visitor: request.cookies.visitor, notes: notes.search("", Infinity) });
});

app.post<{ Body: { name: string } }>("/visitor", (request, reply) => {
  return reply.setCookie("visitor", request.body.name, { httpOnly: true, sameSite: "lax", path: "/" }).redirect("/", 303);
});

app.get<{ Querystring: { search: string; limit: number } }>(
  "/notes",
  {
    schema: {
      querystring: {
        type: "object",
        properties: { search: { type: "string", default: "" }, limit: { type: "integer", default: 100 } },
      },
    },
  },
  (request) => notes.search(request.query.search, request.query.limit),
);

app.post("/notes", (request, reply) => {
  const note = noteOf(request.body);
  if (note === undefined) return reply.code(422).send({ error: "a note has a text" });
  const { id, text, tags } = notes.add(note.text, note.tags);
  return reply.code(201).header("location", `/notes/${id}`).send({ id, text, tags });
});

app.get<{ Params: { id: string } }>("/notes/:id", (request, reply) => {
  return notes.get(Number(request.params.id)) ?? reply.callNotFound();
});

app.delete<{ Params: { id: string } }>("/notes/:id", (request, reply) => {
  if (!notes.remove(Number(request.params.id))) return reply.callNotFound();
  return reply.code(204).send();
});

app.get("/report", (_request, reply) => {
  return reply.type("text/plain; charset=utf-8").send("All is well.\n".repeat(1000));
});

app.get("/broken", async () => {
  throw new Error("this route is broken");
});

app.setNotFoundHandler((_request, reply) => reply.code(404).send({ error: "Not Found" }));

app.setErrorHandler<FastifyError>((error, _request, reply) => {
  const status = error.statusCode ?? 500;
  if (status >= 500) console.error(error.message);
  return reply.code(status).send({ error: STATUS_CODES[status] });
});

console.log(`listening on ${await app.listen({ port: Number(process.env.PORT ?? 3000), host: "127.0.0.1" })}/`);

// Nobody new is let in, requests in flight are answered, and connections go as soon as they are idle.
process.once("SIGTERM", () => app.close());
