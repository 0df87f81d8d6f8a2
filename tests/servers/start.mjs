// Starts a server on a free port and waits until it prints where it listens.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** @returns the process, the address for `node:http` and `node:net`, and a promise of its exit code or signal */
export async function start([program, ...args], environment = {}) {
  const child = spawn(program, args, {
    env: { ...process.env, PORT: "0", ...environment },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit").then(([code, signal]) => code ?? signal);
  process.once("exit", () => child.kill("SIGKILL"));
  for await (const line of createInterface(child.stdout)) {
    const url = /https?:\S+/.exec(line)?.[0];
    if (url === undefined) continue;
    const { hostname: host, port } = new URL(url);
    child.stdout.resume();
    return { child, ended, url, address: { host, port: Number(port) } };
  }
  throw new Error(`${program} ended before it listened: ${await ended}`);
}
