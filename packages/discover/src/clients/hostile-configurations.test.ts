import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { commands, machine } from "../../test/machine.ts";
import { type FindOptions, findServers } from "./find-servers.ts";

const FILE = "project/.mcp.json";
const GOOD = { "home/.cursor/mcp.json": commands("mcpServers", "good") };

/** What is found beside a good configuration, which is always found. */
function faults(host: FindOptions): readonly (readonly [string, number | undefined, unknown])[] {
  const found = findServers(host);
  expect(found.at(-1)).toMatchObject({ name: "good" });
  expect(found.at(-1)?.fault).toBeUndefined();
  return found.slice(0, -1).map(({ name, origin, fault }) => [name, origin.line, fault]);
}

function faultsOf(text: string | object): ReturnType<typeof faults> {
  return faults(machine({ [FILE]: text, ...GOOD }));
}

const BAD = "the configuration cannot be used: ";

describe("a configuration that is broken", () => {
  it.each<[string, string, number | undefined, string]>([
    ["by its syntax", '{\n  "mcpServers": {\n    "one": }\n}', 3, "it is not JSON: value expected"],
    ["by its end", '{\n"mcpServers": {', 2, "it is not JSON: close brace expected"],
    ["by being empty", "", 1, "it is not JSON: value expected"],
    ["by what follows it", "{}\n{}", 2, "it is not JSON: end of file expected"],
    ["by its shape", '{\n\n"mcpServers": []}', 3, "its mcpServers is not a mapping"],
    ["by its depth", `{"a":${"[".repeat(1_000_000)}`, undefined, "it is nested too deeply"],
  ])("%s is told with its line, and ends nothing", (_how, text, line, message) => {
    expect(faultsOf(text)).toEqual([[".mcp.json", line, `${BAD}${message}`]]);
  });

  it("by its bytes is told", () => {
    const host = machine(GOOD);
    writeFileSync(join(host.root, FILE), Buffer.from('{"a":"\xff"}', "latin1"));
    expect(faults(host)).toEqual([[".mcp.json", undefined, `${BAD}it is not UTF-8 text`]]);
  });

  it("by its size is told, and not read", () => {
    const host = machine({ [FILE]: " ".repeat(16 * 1024 * 1024 + 1), ...GOOD });
    expect(faults(host)).toEqual([
      [".mcp.json", undefined, `${BAD}it is larger than 16777216 bytes`],
    ]);
  });

  it("by being a pipe or a folder is told, and not waited for", () => {
    const host = machine({ "project/.cursor/mcp.json/x": "", ...GOOD });
    execFileSync("mkfifo", [join(host.root, FILE)]);
    const found = findServers(host);
    expect(found.map(({ name, fault }) => [name, fault])).toEqual([
      [".mcp.json", `${BAD}it is not a file`],
      ["good", undefined],
      ["mcp.json", `${BAD}it is not a file`],
    ]);
  });

  it.skipIf(process.getuid?.() === 0)("by its permissions is told", () => {
    const host = machine({ [FILE]: {}, ...GOOD });
    chmodSync(join(host.root, FILE), 0);
    expect(faults(host)).toEqual([[".mcp.json", undefined, `${BAD}it cannot be read: EACCES`]]);
  });

  it("in YAML is told with its line", () => {
    const host = machine({ "project/capfence.mcp.yaml": "upstreams:\n  one: [\n" });
    expect(findServers(host)[0]).toMatchObject({ name: "capfence.mcp.yaml", origin: { line: 3 } });
  });

  it("may have comments, trailing commas and a byte order mark, as editors take them", () => {
    const text = '\uFEFF{ // mine\n"mcpServers": { "one": { "command": "one", }, /* and */ } }';
    expect(faultsOf(text)).toEqual([["one", 2, undefined]]);
  });
});

describe("the entry of a server that is broken", () => {
  it.each<[unknown, string]>([
    ["npx", "it is not a mapping"],
    [null, "it is not a mapping"],
    [{}, "it has no command"],
    [{ command: ["npx"] }, "its command is not text"],
    [{ command: " " }, "its command is empty"],
    [{ command: "a\0b" }, "its command is not text"],
    [{ command: "one", args: "-y" }, "its args is not a list"],
    [{ command: "one", args: ["a", {}] }, "its args[1] is not text"],
    [{ command: "one", env: { A: {} } }, "its env.A is not text"],
    [{ command: "one", env: ["A=1"] }, "its env is not a mapping"],
    [{ command: "one", url: "https://a.example" }, "it has both command and url, and clients"],
    [{ type: "http", command: "one" }, "it has no url"],
    [{ type: "ws", url: "wss://a.example" }, 'its type "ws" is none of http, local, sse'],
    [{ type: "sse", url: "https://a.example/sse" }, "it speaks HTTP with SSE"],
    [{ url: "unix:///tmp/mcp.sock" }, "its url is not a URL that begins with https://"],
    [{ url: "https://user:pass@a.example" }, "its url has a user name or a password in it"],
  ])("is found with its line and its fault: %j", (entry, fault) => {
    const text = `{"mcpServers": {\n  "one": ${JSON.stringify(entry)},\n  "two": {"command":"two"}}}`;
    const [one, two] = faultsOf(text);
    expect(one?.slice(0, 2)).toEqual(["one", 2]);
    expect(one?.[2]).toContain(fault);
    expect(two).toEqual(["two", 3, undefined]);
  });

  it("is found once for each time that its name stands there", () => {
    const text = '{"mcpServers":{"one":{"command":"a"},\n"one":{"command":"b","command":"c"}}}';
    const found = findServers(machine({ [FILE]: text }));
    expect(found.map(({ address, origin }) => [address, origin.line])).toEqual([
      ["a", 1],
      ["c", 2],
    ]);
  });

  it("is found where the mapping stands twice", () => {
    const text = '{"mcpServers":{"one":{"command":"a"}},"mcpServers":{"two":{"command":"b"}}}';
    expect(faultsOf(text).map(([name]) => name)).toEqual(["one", "two"]);
  });

  it("changes nothing of others, however it is called", () => {
    const text =
      '{"mcpServers":{"__proto__":{"command":"a","env":{"__proto__":"b"}},"constructor":7}}';
    expect(faultsOf(text).map(([name, , fault]) => [name, fault])).toEqual([
      ["__proto__", undefined],
      ["constructor", "it is not a mapping"],
    ]);
    expect(Object.getPrototypeOf({})).toBe(Object.prototype);
  });

  it("is one of a thousand at most, and the rest is told of", () => {
    const names = Array.from({ length: 1200 }, (_one, index) => `s${index}`);
    const found = faultsOf(commands("mcpServers", ...names));
    expect(found).toHaveLength(1001);
    expect(found.at(-1)?.[2]).toBe(
      `${BAD}its mcpServers has more than 1000 servers; the rest is not read`,
    );
  });
});

it("takes no long time with large and odd files", () => {
  const host = machine(GOOD);
  mkdirSync(join(host.project, ".codex"));
  writeFileSync(join(host.root, FILE), `{"mcpServers":{"one":${'{"a":'.repeat(2000)}`);
  const heads = Array.from({ length: 20_000 }, (_one, index) => `[mcp_servers.s${index}]`);
  writeFileSync(join(host.project, ".codex/config.toml"), heads.join("\n"));
  const value = "${".repeat(200_000) + "sk-".repeat(200_000) + "eyJ".repeat(100_000);
  const entry = { command: value, args: [value, `https://${value}`], env: { A_TOKEN: value } };
  writeFileSync(join(host.home, ".claude.json"), JSON.stringify({ mcpServers: { entry } }));
  const started = performance.now();
  expect(findServers(host).length).toBeGreaterThan(1000);
  expect(performance.now() - started).toBeLessThan(5000);
});
