import { describe, expect, it } from "vitest";
import { isGateway } from "./program.ts";

function asks(line: string): boolean {
  const [command = "", ...args] = line.split(" ");
  return isGateway(
    command,
    args.map((value) => ({ name: "", value, line: undefined })),
  );
}

describe("a command line that starts the gateway", () => {
  it.each([
    "capfence mcp wrap --policy p.yaml -- npx srv",
    "/usr/local/bin/capfence mcp serve",
    "C:\\npm\\capfence.cmd mcp wrap -p p.yaml srv",
    "npx -y capfence@1.2.0 mcp wrap -p p.yaml srv",
    "pnpm dlx capfence mcp wrap -p p.yaml srv",
    "node --no-warnings /opt/capfence.js mcp wrap -p p.yaml srv",
  ])("is known: %s", (line) => {
    expect(asks(line)).toBe(true);
  });

  it.each([
    "npx srv",
    "evil capfence mcp wrap",
    "npx srv capfence mcp wrap",
    "capfence verify",
    "capfence mcp pin",
    "capfence-like mcp wrap",
  ])("is no other: %s", (line) => {
    expect(asks(line)).toBe(false);
  });
});
