// Who asks the servers under measurement, from the second core.
import { execFile } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { promisify } from "node:util";

const MILLISECONDS = { us: 1e-3, ms: 1, s: 1e3, m: 6e4 };
const OPENED_AT_ONCE = 200;

/** `wrk` with 64 connections. */
export async function wrk(url, seconds) {
  const { stdout } = await promisify(execFile)("taskset", ["-c", "1", "wrk", "-t1", "-c64", `-d${seconds}s`, "--latency", url]);
  if (/Non-2xx/.test(stdout)) throw new Error(stdout);
  const [, p99, unit] = /99%\s+([\d.]+)(us|ms|s|m)/.exec(stdout);
  return {
    requestsPerSecond: Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)[1]),
    requests: Number(/(\d+) requests in/.exec(stdout)[1]),
    p99Ms: Number(p99) * MILLISECONDS[unit],
  };
}

/** Connections that have each been answered once and are kept alive. */
export async function openIdleConnections(address, count) {
  const connections = [];
  while (connections.length < count) {
    const batch = Array.from({ length: Math.min(OPENED_AT_ONCE, count - connections.length) }, () => askOnce(address));
    connections.push(...(await Promise.all(batch)));
  }
  return connections;
}

async function askOnce(address) {
  const socket = connect(address, () => socket.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"));
  await once(socket, "data");
  return socket;
}
