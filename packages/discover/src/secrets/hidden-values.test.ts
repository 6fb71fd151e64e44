import { describe, expect, it } from "vitest";
import { machine } from "../../test/machine.ts";
import { findServers } from "../clients/find-servers.ts";
import { reachServers } from "../reach/reach-servers.ts";
import { asJson } from "../report/as-json.ts";
import { assess } from "../report/assess.ts";

/** None of these has a name that says so. */
const environment = {
  PATH: process.env["PATH"],
  DATABASE_URL: "postgres://me:hunter2secret@host.example/db",
  DB_PASS: "passw0rdhunter",
  GH: "Tokvalue with Blanks",
  TOOLS: "/opt/tools",
};

/** What a report says where everybody has agreed to ask the server of an entry. */
async function reported(path: string, key: string, entry: object): Promise<string> {
  const found = findServers(machine({ [path]: { [key]: { one: entry } } }, { environment }));
  const client = { name: "test", version: "0" };
  const inventory = await reachServers(found, { agree: () => true, client, timeout: 2000 });
  return JSON.stringify(asJson(assess(inventory), { version: "0", at: new Date(0) }));
}

const OF_CLAUDE = ["project/.mcp.json", "mcpServers"] as const;
const OF_VSCODE = ["project/.vscode/mcp.json", "servers"] as const;

/** Answers everything with an error that says again what it was given. */
const ECHO = `
process.stdin.on("data", (bytes) => {
  for (const line of String(bytes).trim().split("\\n")) {
    const { id } = JSON.parse(line);
    const message = ["bad token", process.env.T.split(" ")[1], process.argv[1].split("=")[1]].join(" ");
    if (id !== undefined) console.log(JSON.stringify({ jsonrpc: "2.0", id, error: { code: -1, message } }));
  }
});`;

describe("what a project takes from the environment of its user", () => {
  it.each<[string, readonly [string, string], object]>([
    ["as a command", OF_CLAUDE, { command: "${DATABASE_URL}" }],
    ["as a command without a scheme", OF_CLAUDE, { command: "${DB_PASS}" }],
    ["as a command of several words", OF_CLAUDE, { command: "${GH}" }],
    ["as a folder", OF_VSCODE, { command: "node", cwd: "/nowhere/${env:DB_PASS}" }],
    ["as a file", OF_VSCODE, { command: "node", envFile: "/nowhere/${env:DB_PASS}" }],
    ["as a path", OF_CLAUDE, { url: "http://127.0.0.1:1/${DB_PASS}/mcp" }],
    ["as a path with blanks", OF_CLAUDE, { url: "http://127.0.0.1:1/${GH}/mcp" }],
    ["as a host", OF_CLAUDE, { url: "http://${DB_PASS}.invalid/mcp" }],
  ])("is in no report %s", async (_how, [path, key], entry) => {
    const report = await reported(path, key, entry);
    expect(report).not.toMatch(/hunter|tokvalue|blanks/i);
    expect(report).toContain('"failed"');
  });

  it("is in no report when its server says again a part of it", async () => {
    const args = ["-e", ECHO, "x=${DB_PASS}"];
    const entry = { command: process.execPath, args, env: { T: "Bearer hunter99" } };
    expect(await reported(...OF_CLAUDE, entry)).toMatch(/take part: [^"]*… …"/);
  });

  it("is told where it is a place that is no secret", async () => {
    const entry = { command: "${TOOLS}/bin/server" };
    expect(await reported(...OF_CLAUDE, entry)).toContain('"address":"/opt/tools/bin/server"');
  });
});
