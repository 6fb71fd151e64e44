/** A server that does not end when it is asked to, and has a child that does not either. It says who they are. */
import { spawn } from "node:child_process";

const deaf = 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000); console.log("ready");';
process.on("SIGTERM", () => {});
setInterval(() => {}, 1000);

const child = spawn(process.execPath, ["-e", deaf], { stdio: ["ignore", "pipe", "ignore"] });
child.stdout.once("data", () => {
  const params = { pids: [process.pid, child.pid] };
  process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", method: "ready", params })}\n`);
});
