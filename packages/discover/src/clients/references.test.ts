import { describe, expect, it } from "vitest";
import { machine } from "../../test/machine.ts";
import { findServers } from "./find-servers.ts";
import type { FoundServer } from "./found-server.ts";

const environment = {
  TOKEN: "value-of-token",
  PATH: "/bin",
  ANTHROPIC_API_KEY: "value-of-anthropic",
  CAPFENCE_PASSPHRASE: "value-of-passphrase",
};

function found(path: string, entry: object, key = "mcpServers"): FoundServer {
  const host = machine({ [path]: { [key]: { one: entry } } }, { environment });
  const [server] = findServers(host);
  if (server === undefined) throw new Error("it was not found");
  return server;
}

function settingsOf(server: FoundServer): Readonly<Record<string, unknown>> {
  expect(server.fault).toBeUndefined();
  return { ...server.settings };
}

describe("a reference", () => {
  it("of Claude Code is filled in from the environment, or by its default", () => {
    const server = found("project/.mcp.json", {
      command: "${SHELL:-sh}",
      args: ["--token=${TOKEN}", "${UNSET}", "${UNSET:-}", "$TOKEN"],
      env: { A: "${TOKEN:-none}", B: "${not a name}" },
    });
    expect(settingsOf(server)).toMatchObject({
      command: "sh",
      args: ["--token=value-of-token", "${UNSET}", "", "$TOKEN"],
      env: { A: "value-of-token", B: "${not a name}", PATH: "/bin" },
    });
    expect(server.given).toEqual(["TOKEN"]);
  });

  it("of Claude Code to a credential of the client is empty where it would leave the machine", () => {
    const server = found("project/.mcp.json", {
      type: "http",
      url: "https://mcp.example.com/${ANTHROPIC_API_KEY:-x}/mcp",
      headers: { A: "Bearer ${ANTHROPIC_API_KEY}", B: "${TOKEN}" },
    });
    expect(settingsOf(server)).toMatchObject({
      url: "https://mcp.example.com//mcp",
      headers: { A: "Bearer ", B: "value-of-token" },
    });
    expect(server.given).toEqual(["TOKEN"]);
  });

  it.each([
    ["project/.mcp.json", "${CAPFENCE_PASSPHRASE}", "${CAPFENCE_PASSPHRASE}", "mcpServers"],
    ["project/.cursor/mcp.json", "${env:CAPFENCE_PASSPHRASE}", "", "mcpServers"],
    ["project/.vscode/mcp.json", "${env:CAPFENCE_PASSPHRASE}", "", "servers"],
  ])("in %s never gives away what is said to CapFence", (path, text, filled, key) => {
    const server = found(path, { command: "one", env: { A: text } }, key);
    expect(settingsOf(server)).toMatchObject({ env: { A: filled } });
    expect(JSON.stringify(server)).not.toContain("value-of-passphrase");
  });

  it.each([
    ["project/.cursor/mcp.json", "mcpServers"],
    ["project/.vscode/mcp.json", "servers"],
  ])("in %s is what editors make of it", (path, key) => {
    const args = ["${env:TOKEN}", "${env:UNSET}", "${userHome}${/}a", "${workspaceFolder}", "${x}"];
    const host = machine({ [path]: { [key]: { one: { command: "one", args } } } }, { environment });
    const [server] = findServers(host);
    expect(server?.settings).toMatchObject({
      args: ["value-of-token", "", `${host.home}/a`, host.project, "${x}"],
      cwd: host.project,
    });
    expect(server?.given).toEqual(["TOKEN"]);
  });

  it("to what only the client knows makes a server that cannot be asked, and says so", () => {
    const server = found(
      "project/.vscode/mcp.json",
      { url: "https://mcp.example.com/mcp", headers: { A: "Bearer ${input:key}" } },
      "servers",
    );
    expect(server.settings).toBeUndefined();
    expect(server.fault).toBe(
      '"${input:key}" is what its client asks for or runs, and is not known here',
    );
    expect(server.address).toBe("https://mcp.example.com/mcp");
  });

  it("to a project makes a server that cannot be asked where there is none", () => {
    const entry = { command: "${workspaceFolder}/one" };
    const { project: _none, ...host } = machine({
      "home/.config/Code/User/mcp.json": { servers: { one: entry } },
    });
    expect(findServers(host)[0]?.fault).toContain("none is named here");
  });

  it("of the gateway must be set", () => {
    const path = "project/capfence.mcp.yaml";
    const set = found(
      path,
      { command: "one", env: { A: "${TOKEN}", B: "$${TOKEN}" } },
      "upstreams",
    );
    expect(settingsOf(set)).toMatchObject({ env: { A: "value-of-token", B: "${TOKEN}" } });
    const unset = found(path, { command: "one", env: { A: "${UNSET}" } }, "upstreams");
    expect(unset.fault).toBe('the environment variable "UNSET" is not set');
  });

  it("means nothing to Claude Desktop", () => {
    const path = "home/.config/Claude/claude_desktop_config.json";
    const server = found(path, { command: "one", args: ["${TOKEN}", "${env:TOKEN}"] });
    expect(settingsOf(server)).toMatchObject({ args: ["${TOKEN}", "${env:TOKEN}"] });
    expect(server.given).toEqual([]);
  });
});

describe("the file with the environment of a server", () => {
  it("is read beside its project", () => {
    const entry = { command: "one", envFile: "${workspaceFolder}/.env", env: { B: "own" } };
    const host = machine({
      "project/.vscode/mcp.json": { servers: { one: entry } },
      "project/.env": "A=from file\nB=from file\n",
    });
    expect(findServers(host)[0]?.settings).toMatchObject({ env: { A: "from file", B: "own" } });
  });

  it("is missed where there is none", () => {
    const server = found("project/.vscode/mcp.json", { command: "one", envFile: "no" }, "servers");
    expect(server.fault).toMatch(/^its envFile ".*no" cannot be used: there is no such file$/);
  });
});
