// A service that keeps notes: Koa with bodies, cookies, static files, views, compression and a graceful end.
import type { AddressInfo } from "node:net";
import { STATUS_CODES } from "node:http";
import { join } from "node:path";
import { bodyParser } from "@koa/bodyparser";
import render from "@koa/ejs";
import Router from "@koa/router";
import Koa, { type Middleware } from "koa";
import compress from "koa-compress";
import serveStatic from "koa-static";
import { Notes, noteOf } from "./notes.ts";

const notes = new Notes();
const app = new Koa();
const router = new Router();

render(app, { root: join(import.meta.dirname, "views"), layout: false, viewExt: "ejs" });

const answerErrors: Middleware = async (context, next) => {
  try {
    await next();
    if (context.status === 404 && context.body == null) context.throw(404);
  } catch (error) {
    const { status = 500, message } = error as Error & { status?: number };
    if (status >= 500) console.error(message);
    context.status = status;
    context.body = { error: STATUS_CODES[status] };
  }
};

router.get("/", async (context) => {
  await context.render("notes", { visitor: context.cookies.get("visitor"), notes: notes.search("", Infinity) });
});

router.post("/visitor", (context) => {
  context.cookies.set("visitor", (context.request.body as { name: string }).name, { httpOnly: true, sameSite: "lax" });
  context.status = 303;
  context.redirect("/");
});

router.get("/notes", (context) => {
  const { search = "", limit = "100" } = context.query;
  context.body = notes.search(String(search), Number(limit));
});

router.post("/notes", (context) => {
  const note = noteOf(context.request.body);
  if (note === undefined) {
    context.status = 422;
    context.body = { error: "a note has a text" };
    return;
  }
  const { id, text, tags } = notes.add(note.text, note.tags);
  context.status = 201;
  context.set("Location", `/notes/${id}`);
  context.body = { id, text, tags };
});

router.get("/notes/:id", (context) => {
  const note = notes.get(Number(context.params.id));
  if (note !== undefined) context.body = note;
});

router.delete("/notes/:id", (context) => {
  if (notes.remove(Number(context.params.id))) context.status = 204;
});

router.get("/report", (context) => {
  context.type = "text/plain";
  context.body = "All is well.\n".repeat(1000);
});

router.get("/broken", async () => {
  throw new Error("this route is broken");
});

app.use(compress());
app.use(answerErrors);
app.use(bodyParser({ jsonLimit: "10kb", formLimit: "10kb" }));
app.use(router.routes());
app.use(serveStatic(join(import.meta.dirname, "public")));

const server = app.listen(Number(process.env.PORT ?? 3000), "127.0.0.1", () => {
  const { address, port } = server.address() as AddressInfo;
  console.log(`listening on http://${address}:${port}/`);
});

// Nobody new is let in, requests in flight are answered, and connections go as soon as they are idle.
process.once("SIGTERM", () => {
  server.close();
  setInterval(() => server.closeIdleConnections(), 100).unref();
});
