// A server under measurement: a process on the first core.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

export class Server {
  constructor(child, address, startMs) {
    this.child = child;
    this.address = address;
    this.url = `http://${address.host}:${address.port}/`;
    this.startMs = startMs;
  }

  /** Starts the command; the time counts from before the fork to the first answer. */
  static async start(command, { name }) {
    const address = { host: "127.0.0.1", port: await freePort() };
    const begun = process.hrtime.bigint();
    const child = spawn("taskset", ["-c", "0", ...command], {
      env: { ...process.env, PORT: String(address.port), NODE_ENV: "production" },
      stdio: ["ignore", "ignore", "inherit"],
    });
    while (!(await answers(address))) {
      if (child.exitCode !== null || child.signalCode !== null) throw new Error(`${name}: ${command.join(" ")} ended`);
    }
    return new Server(child, address, Number(process.hrtime.bigint() - begun) / 1e6);
  }

  /** Resident memory in bytes. */
  memory() {
    const status = readFileSync(`/proc/${this.child.pid}/status`, "utf8");
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)[1]) * 1024;
  }

  /** Resident memory once it stands still: what a runtime does after a start or a burst is over. */
  async settledMemory() {
    for (let last = this.memory(); ; ) {
      await sleep(1000);
      const current = this.memory();
      if (Math.abs(current - last) < last / 100) return current;
      last = current;
    }
  }

  async stop() {
    const ended = once(this.child, "exit");
    this.child.kill("SIGKILL");
    await ended;
  }
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

/** Whether a request is answered with 200; false while nobody listens. */
function answers(address) {
  return new Promise((resolve) => {
    const socket = connect(address, () => socket.write("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
    socket.on("error", () => {});
    socket.on("close", () => resolve(false));
    socket.on("data", (data) => {
      resolve(data.includes(" 200 "));
      socket.destroy();
    });
  });
}
