import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { CommandLine, Upstreams } from "../real-servers/behind-capfence.ts";

/** `pay` runs up to 10, with an approval up to 100; nobody may have `secret`. */
export const DESK_POLICY = `
deny:
  - { id: too-much, capability: desk.pay, amount_gt: 100, reason: nobody pays that much }
require_approval:
  - { id: much, capability: desk.pay, amount_gt: 10, reason: a human looks at large sums }
allow: [desk.pay, desk.report, desk.wait, desk.change, mcp.method]
tools:
  pay: desk.pay
  report: desk.report
  wait: desk.wait
  change: desk.change
  secret: desk.secret
  "mcp:*": mcp.method
`;

/** What a client may see of the server's tools under that policy. */
export const SHOWN: readonly string[] = ["pay", "report", "wait", "change"];

/** What starts the server. */
export const DESK: CommandLine = [
  process.execPath,
  "--no-warnings",
  join(import.meta.dirname, "desk-server.ts"),
];

/** The environment of a server that notes in a folder what it has done. */
export function notingIn(folder: string): { readonly NOTES: string } {
  return { NOTES: join(folder, "notes") };
}

/** The server in a configuration. */
export function deskUpstream(folder: string): Upstreams {
  const [command, ...args] = DESK;
  return { desk: { command, args, env: notingIn(folder) } };
}

/** What the server has done. */
export function notes(folder: string): readonly string[] {
  const { NOTES: file } = notingIn(folder);
  return existsSync(file) ? readFileSync(file, "utf8").trimEnd().split("\n") : [];
}
