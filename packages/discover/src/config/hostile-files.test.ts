import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { commands, machine } from "../../test/machine.ts";
import { findServers } from "../clients/find-servers.ts";

const GOOD = { "home/.cursor/mcp.json": commands("mcpServers", "good") };

/** What is found with such a file as Codex has it, and how long that takes. */
function codex(text: string): { readonly faults: readonly unknown[]; readonly took: number } {
  const host = machine(GOOD);
  mkdirSync(join(host.project, ".codex"));
  writeFileSync(join(host.project, ".codex/config.toml"), text);
  const started = performance.now();
  const faults = findServers(host).map(({ name, fault }) => [name, fault]);
  return { faults, took: performance.now() - started };
}

describe("a file that a project has to stop whoever reads it", () => {
  it.runIf(process.platform === "linux")(
    "may lead to what the kernel makes up without an end, and is not read to it",
    () => {
      const host = machine(GOOD);
      symlinkSync("/proc/self/pagemap", join(host.project, ".mcp.json"));
      const started = performance.now();
      expect(findServers(host).map(({ name, fault }) => [name, fault])).toEqual([
        [".mcp.json", "the configuration cannot be used: it is larger than 16777216 bytes"],
        ["good", undefined],
      ]);
      expect(performance.now() - started).toBeLessThan(2000);
    },
  );

  it.each([
    ["by one key", `[${"a.".repeat(20_000)}b]\nx=1\n`],
    ["by keys in lists", `${`${"a.".repeat(90)}a=[{`.repeat(450)}x=1${"}]".repeat(450)}\n`],
  ])("may be as deep as nothing else %s, and ends nothing", (_how, text) => {
    const { faults } = codex(text);
    expect(faults).toEqual([
      ["good", undefined],
      ["config.toml", expect.stringMatching(/nested too deeply|excessively nested/)],
    ]);
  });

  it.each(["[mcp_servers\n", "[mcp_servers.one]\n"])(
    "may have what looks like the head of a table a million times, which costs no time: %j",
    (line) => {
      const text = `x = """\n${line.repeat(600_000)}"""\n[mcp_servers.one]\ncommand = "one"\n`;
      const { faults, took } = codex(text);
      expect(faults).toEqual([
        ["good", undefined],
        ["one", undefined],
      ]);
      expect(took).toBeLessThan(4000);
    },
  );

  it.each([
    "upstreams:\n  x: 90071992547409939991\n",
    "upstreams: !s3cret x\n",
    "upstreams: *s3cret\n",
    "s3cret: 1\ns3cret: 2\n",
    "a = s3cret: x\n",
    "upstreams: s3cret\n",
  ])("may be a link to one of its user, of which nothing is quoted: %j", (text) => {
    const host = machine({ "home/.credentials": text });
    for (const name of [".mcp.json", "capfence.mcp.yaml", ".codex/config.toml"]) {
      mkdirSync(join(host.project, ".codex"), { recursive: true });
      symlinkSync(join(host.home, ".credentials"), join(host.project, name));
    }
    const faults = findServers(host).map(({ fault }) => fault);
    expect(faults).toContainEqual(expect.stringContaining("cannot be used"));
    expect(JSON.stringify(faults)).not.toMatch(/s3cret|90071992547409939991/);
  });
});
