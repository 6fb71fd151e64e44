/** A server that does as it is told by its arguments, and notes in a file what it hears and that it has begun. */
import { appendFileSync } from "node:fs";
import { createInterface } from "node:readline";

const [file = "", way = ""] = process.argv.slice(2);
const note = (line: string): void => appendFileSync(file, `${line}\n`);
const tools = [{ name: "pay", description: "Pays", inputSchema: { type: "object" } }];

note(`begun ${process.pid} ${JSON.stringify(process.env)}`);
if (way === "dies") {
  process.stderr.write("no token\n");
  process.exit(3);
}
if (way === "stubborn") process.on("SIGTERM", () => {});
if (way === "stubborn" || way === "silent") setInterval(() => {}, 1000);

createInterface({ input: process.stdin }).on("line", (line) => {
  const { id, method } = JSON.parse(line) as { id?: number; method: string };
  note(method);
  if (way === "silent" || id === undefined) return;
  const say = (answer: object): void =>
    void process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", id, ...answer })}\n`);
  const serverInfo = { name: "probe", version: "1.0.0", secret: process.env["A_TOKEN"] };
  const instructions = way === "wordy" ? "x".repeat(2_000_000) : "Pay nobody.";
  const said = {
    protocolVersion: "2025-11-25",
    capabilities: { tools: {} },
    serverInfo,
    instructions,
  };
  if (method === "initialize" && way === "refuses")
    say({ error: { code: -32_000, message: `bad token ${process.env["A_TOKEN"]}` } });
  else if (method === "initialize") say({ result: said });
  else if (method === "tools/list") say({ result: { tools } });
  else say({ error: { code: -32_601, message: "method not found" } });
});
