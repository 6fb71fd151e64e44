import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { machine } from "../../test/machine.ts";
import { findServers } from "../clients/find-servers.ts";
import type { ReachedServer } from "../inventory/inventory.ts";
import { type ReachOptions, reachServers } from "./reach-servers.ts";

const PROBE = fileURLToPath(new URL("../../test/probe-server.ts", import.meta.url));
const client = { name: "capfence", version: "1.0.0" };
const environment = {
  ...process.env,
  MY_TOKEN: "value-of-my-token",
  CAPFENCE_PASSPHRASE: "value-of-passphrase",
};

interface Reached {
  readonly servers: readonly ReachedServer[];
  /** What each probe has noted, by its name. */
  readonly notes: (name: string) => readonly string[];
}

/** Reaches probes, each with a way of its own. */
async function reach(
  ways: Readonly<Record<string, string>>,
  options: Partial<ReachOptions> = {},
  more: Readonly<Record<string, object>> = {},
): Promise<Reached> {
  const { root, ...host } = machine({}, { environment });
  const notes = (name: string): string => join(root, `${name}.txt`);
  const probes = Object.entries(ways).map(([name, way]) => [
    name,
    {
      command: process.execPath,
      args: ["--no-warnings", PROBE, notes(name.replace(/-again$/, "")), way],
      env: { A_TOKEN: "${MY_TOKEN}" },
    },
  ]);
  const files = machine({
    "any.json": { mcpServers: { ...Object.fromEntries(probes), ...more } },
  });
  const found = findServers({ ...host, files: [join(files.root, "any.json")] });
  const { servers } = await reachServers(found, { client, agree: () => true, ...options });
  const read = (name: string): readonly string[] => {
    try {
      return readFileSync(notes(name), "utf8").trim().split("\n");
    } catch {
      return [];
    }
  };
  return { servers, notes: read };
}

function processOf([begun = ""]: readonly string[]): number {
  return Number(begun.split(" ")[1]);
}

/** Whether a process is there. */
function runs(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

const LISTING = ["server/discover", "initialize", "notifications/initialized", "tools/list"];

describe("a server that somebody agreed to ask", () => {
  it("is asked what it lists, and nothing else, and is gone afterwards", async () => {
    const { servers, notes } = await reach({ one: "" });
    expect(servers[0]).toMatchObject({
      name: "one",
      transport: "stdio",
      address: process.execPath,
      state: "listed",
      says: { name: "probe", version: "1.0.0" },
      instructions: "Pay nobody.",
      tools: [{ name: "pay", definition: { description: "Pays" } }],
      unusable: [],
    });
    const heard = notes("one");
    expect(heard.filter((line) => !line.startsWith("begun"))).toEqual(LISTING);
    expect(
      heard.filter((line) => line.startsWith("begun")).map((line) => runs(processOf([line]))),
    ).toEqual([false, false]);
  });

  it("is given what its client gives it, and nothing that is said to CapFence", async () => {
    const { servers, notes } = await reach({ one: "" });
    const [begun = ""] = notes("one");
    expect(begun).toContain('"A_TOKEN":"value-of-my-token"');
    expect(begun).not.toContain("value-of-passphrase");
    expect(begun).not.toContain("MY_TOKEN");
    // None of it stands in the inventory, though the server would have told it.
    expect(JSON.stringify(servers)).not.toContain("value-of");
  });

  it("is asked once where several configurations name it, and stands there for each", async () => {
    const asked: string[] = [];
    const agree = ({ name }: { readonly name: string }): boolean => asked.push(name) > 0;
    const { servers, notes } = await reach({ one: "", two: "", "one-again": "" }, { agree });
    expect(servers.map(({ name, tools }) => [name, tools.length])).toEqual([
      ["one", 1],
      ["two", 1],
      ["one-again", 1],
    ]);
    expect(asked).toEqual(["one", "two"]);
    expect(notes("one").filter((line) => line === "tools/list")).toHaveLength(1);
  });

  it("fails alone, whatever it does", async () => {
    const { servers, notes } = await reach(
      { good: "", dies: "dies", silent: "silent", refuses: "refuses", wordy: "wordy" },
      { timeout: 1500, concurrency: 2 },
      { none: { command: "no-such-program" } },
    );
    const by = Object.fromEntries(servers.map(({ name, state, fault }) => [name, [state, fault]]));
    expect(by).toEqual({
      good: ["listed", undefined],
      dies: ["failed", expect.stringContaining("exited with code 3")],
      silent: ["failed", "the server has not answered within 1500 ms"],
      refuses: ["failed", "the server does not take part: bad token …"],
      wordy: ["failed", "its instructions are longer than 1048576 characters"],
      none: ["failed", expect.stringContaining('there is no command "no-such-program"')],
    });
    for (const name of ["good", "dies", "silent", "refuses", "wordy"])
      for (const line of notes(name).filter((one) => one.startsWith("begun")))
        expect(runs(processOf([line]))).toBe(false);
  });

  it("is killed where it does not end", async () => {
    const { servers, notes } = await reach({ one: "stubborn" });
    expect(servers[0]?.state).toBe("listed");
    expect(
      notes("one")
        .filter((line) => line.startsWith("begun"))
        .map((line) => runs(processOf([line]))),
    ).toEqual([false, false]);
  });
});

describe("a run that is stopped", () => {
  it("ends what it has started, and starts no more", async () => {
    const stop = new AbortController();
    const run = reach(
      { one: "silent", two: "" },
      { concurrency: 1, timeout: 20_000, stop: stop.signal },
    );
    setTimeout(() => stop.abort(), 1000);
    const started = performance.now();
    const { servers, notes } = await run;
    expect(performance.now() - started).toBeLessThan(10_000);
    expect(servers.map(({ fault }) => fault)).toEqual([
      "it was stopped before it had answered",
      "it was stopped before it had answered",
    ]);
    expect(runs(processOf(notes("one")))).toBe(false);
    expect(notes("two")).toEqual([]);
  });
});

describe("a server behind the gateway", () => {
  it("is told as such, before and after it was asked", async () => {
    const entry = { command: "capfence", args: ["mcp", "wrap", "-p", "p.yaml", "--", "srv"] };
    const host = machine({ "project/.mcp.json": { mcpServers: { one: entry } } });
    const found = findServers(host);
    expect(found[0]?.behind).toBe("capfence");
    const { servers } = await reachServers(found, { client, agree: () => true });
    expect(servers[0]).toMatchObject({ behind: "capfence", state: "failed" });
  });
});

describe("a server that nobody agreed to ask", () => {
  it("is not started", async () => {
    const { servers, notes } = await reach({ one: "" }, { agree: async () => false });
    expect(servers[0]).toMatchObject({ state: "unasked", tools: [], fault: expect.any(String) });
    expect(notes("one")).toEqual([]);
  });

  it("is not even asked about where it is disabled or cannot be asked", async () => {
    const { root, ...host } = machine({
      "home/.codex/config.toml": '[mcp_servers.off]\ncommand = "off"\nenabled = false\n',
      "project/.vscode/mcp.json": {
        servers: {
          input: { command: "x", args: ["${input:key}"] },
          old: { type: "sse", url: "http://127.0.0.1:9/sse" },
        },
      },
      "project/.mcp.json": "{",
    });
    const found = findServers({ ...host, root });
    const { servers } = await reachServers(found, {
      client,
      agree: () => expect.unreachable("it was asked about"),
    });
    expect(servers.map(({ name, state, fault }) => [name, state, fault])).toEqual([
      [".mcp.json", "failed", expect.stringContaining("it is not JSON")],
      ["input", "failed", expect.stringContaining("${input:key}")],
      ["old", "failed", expect.stringContaining("HTTP with SSE")],
      ["off", "disabled", "its client is told not to use it"],
    ]);
  });
});
