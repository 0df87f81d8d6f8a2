// A service that keeps notes: Express with bodies, cookies, static files, views, compression and a graceful end.
import type { AddressInfo } from "node:net";
import { STATUS_CODES } from "node:http";
import { join } from "node:path";
import compression from "compression";
import cookieParser from "cookie-parser";
import express, { type ErrorRequestHandler } from "express";
import { Notes, noteOf } from "./notes.ts";

const notes = new Notes();
const app = express();

app.set("views", join(import.meta.dirname, "views"));
app.set("view engine", "ejs");
app.disable("x-powered-by");
app.use(compression());
app.use(cookieParser());
app.use(express.json({ limit: "10kb" }));
app.use(express.urlencoded({ limit: "10kb" }));

app.get("/", (request, response) => {
  response.render("notes", { visitor: request.cookies.visitor, notes: notes.search("", Infinity) });
});

app.post("/visitor", (request, response) => {
  response.cookie("visitor", request.body.name, { httpOnly: true, sameSite: "lax" }).redirect(303, "/");
});

app
  .route("/notes")
  .get((request, response) => {
    const { search = "", limit = "100" } = request.query;
    response.json(notes.search(String(search), Number(limit)));
  })
  .post((request, response) => {
    const note = noteOf(request.body);
    if (note === undefined) return response.status(422).json({ error: "a note has a text" });
    const { id, text, tags } = notes.add(note.text, note.tags);
    response.status(201).location(`/notes/${id}`).json({ id, text, tags });
  });

app
  .route("/notes/:id")
  .get((request, response, next) => {
    const note = notes.get(Number(request.params.id));
    if (note === undefined) return next();
    response.json(note);
  })
  .delete((request, response, next) => {
    if (!notes.remove(Number(request.params.id))) return next();
    response.status(204).end();
  });

app.get("/report", (_request, response) => {
  response.type("text/plain").send("All is well.\n".repeat(1000));
});

app.get("/broken", async () => {
  throw new Error("this route is broken");
});

app.use(express.static(join(import.meta.dirname, "public")));

app.use((_request, response) => {
  response.status(404).json({ error: "Not Found" });
});

const onError: ErrorRequestHandler = (error, _request, response, _next) => {
  const status = error.status ?? 500;
  if (status >= 500) console.error(error.message);
  response.status(status).json({ error: STATUS_CODES[status] });
};
app.use(onError);

const server = app.listen(Number(process.env.PORT ?? 3000), "127.0.0.1", () => {
  const { address, port } = server.address() as AddressInfo;
  console.log(`listening on http://${address}:${port}/`);
});

// Nobody new is let in, requests in flight are answered, and connections go as soon as they are idle.
process.once("SIGTERM", () => {
  server.close();
  setInterval(() => server.closeIdleConnections(), 100).unref();
});
