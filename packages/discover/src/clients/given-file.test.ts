import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { commands, machine } from "../../test/machine.ts";
import { findServers } from "./find-servers.ts";
import type { FoundServer } from "./found-server.ts";

function given(path: string, content: string | object): readonly FoundServer[] {
  const host = machine({ [path]: content }, { environment: { TOKEN: "value" } });
  return findServers({ ...host, clients: [], files: [join(host.root, path)] });
}

describe("a configuration that is named", () => {
  it.each<[string, string, string | object]>([
    ["of Claude", "any.json", commands("mcpServers", "one")],
    ["of VS Code", "any", `// mine\n${JSON.stringify(commands("servers", "one"))}`],
    ["of Codex", "any.toml", '[mcp_servers.one]\ncommand = "one"'],
    ["of Codex by its content", "any", 'a = 1\n[mcp_servers.one]\ncommand = "one"'],
    ["of the gateway", "any.yml", "policy: p.yaml\nupstreams:\n  one: { command: one }"],
    ["of the gateway by its content", "any", "upstreams:\n  one: { command: one }"],
    ["of projects", "any.json", { projects: { "/work": commands("mcpServers", "one") } }],
  ])("is recognised by its content: %s", (_whose, path, content) => {
    expect(
      given(path, content).map(({ name, fault, origin }) => [name, fault, origin.client]),
    ).toEqual([["one", undefined, "given"]]);
  });

  it("has references of any client", () => {
    const entry = { command: "one", args: ["${TOKEN}", "${env:TOKEN}", "${workspaceFolder}/x"] };
    const [server] = given("app/.vscode/any.json", { servers: { one: entry } });
    expect(server?.settings).toMatchObject({
      args: ["value", "value", expect.stringMatching(/project\/x$/)],
      cwd: expect.stringMatching(/app$/),
    });
  });

  it.each<[string, string | object, string]>([
    ["any.json", { tools: [] }, "it has none of mcpServers, servers, mcp_servers and upstreams"],
    ["any.json", { servers: [] }, "its servers is not a mapping"],
    ["any.json", "{", "it is not JSON: close brace expected"],
    ["any.toml", "a =", "it is not TOML"],
    ["any", "just words", "it has none of mcpServers"],
  ])("that is none is a server with a fault: %s", (path, content, fault) => {
    const found = given(path, content);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ name: path, origin: { client: "given" } });
    expect(found[0]?.fault).toContain(fault);
  });

  it("that is not there is one as well", () => {
    const found = findServers({ ...machine({}), files: ["/nowhere/any.json"] });
    expect(found.map(({ fault }) => fault)).toEqual([
      "the configuration cannot be used: there is no such file",
    ]);
  });
});
