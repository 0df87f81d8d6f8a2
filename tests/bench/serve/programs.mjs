// The programs that tests/bench/serve.mjs measures: two examples, and small ones that isolate one thing each.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

const examples = resolve(import.meta.dirname, "../../../examples");

/** Writes them to `folder`; each has a name for people, a file name, its entry and the assets it is built with. */
export function writePrograms(folder) {
  return {
    http: { name: "http", file: "http", entry: join(examples, "http-server/server.ts"), assets: [] },
    expressApi: example("express-api", "Express"),
    patient: write(folder, "patient", hello("server.keepAliveTimeout = 600_000;")),
    changing: write(folder, "changing", hello("server.maxRequestsPerSocket = 100;")),
    express: write(folder, "express", expressHello, "express-api"),
    fastify: write(folder, "fastify", fastifyHello, "fastify-api"),
  };
}

function example(file, name) {
  const folder = installed(file);
  return { name, file, entry: join(folder, "server.ts"), assets: [join(folder, "public"), join(folder, "views")] };
}

/** A program of one file beside the packages of an example. */
function write(folder, name, text, packagesOf) {
  const home = join(folder, name);
  mkdirSync(home);
  writeFileSync(join(home, "package.json"), '{ "type": "module" }');
  if (packagesOf !== undefined) symlinkSync(join(installed(packagesOf), "node_modules"), join(home, "node_modules"));
  const entry = join(home, "server.js");
  writeFileSync(entry, text);
  return { name, file: name, entry, assets: [] };
}

function installed(name) {
  const folder = join(examples, name);
  if (!existsSync(join(folder, "node_modules"))) execFileSync("npm", ["ci", "--silent", "--prefix", folder], { stdio: "inherit" });
  return folder;
}

const hello = (settings) => `
import { createServer } from "node:http";
const server = createServer((request, response) => {
  response.setHeader("Content-Type", "text/plain");
  response.end("Hello, Node.js!\\n");
});
${settings}
server.listen(Number(process.env.PORT), "127.0.0.1");
`;

const expressHello = `
import express from "express";
const app = express();
app.get("/", (request, response) => response.json({ hello: "world" }));
app.listen(Number(process.env.PORT), "127.0.0.1");
`;

const fastifyHello = `
import Fastify from "fastify";
const app = Fastify();
app.get("/", async () => ({ hello: "world" }));
await app.listen({ port: Number(process.env.PORT), host: "127.0.0.1" });
`;
