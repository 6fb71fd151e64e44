import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { commands, machine } from "../../test/machine.ts";
import { CLIENT_NAMES, findServers } from "./find-servers.ts";

const MAC = "home/Library/Application Support";
const WINDOWS = "home/AppData/Roaming";
const STORE = "home/AppData/Local/Packages/Claude_pzs8sxrjxfjjc/LocalCache/Roaming";
const OFF = { disabledMcpjsonServers: ["off"] };
const TOML = '[mcp_servers.one]\ncommand = "one"\n';

describe("the configuration of a client", () => {
  it.each<[string, NodeJS.Platform, string, string]>([
    ["claude-desktop", "darwin", `${MAC}/Claude/claude_desktop_config.json`, "mcpServers"],
    ["claude-desktop", "win32", `${WINDOWS}/Claude/claude_desktop_config.json`, "mcpServers"],
    ["claude-desktop", "win32", `${STORE}/Claude/claude_desktop_config.json`, "mcpServers"],
    ["claude-desktop", "linux", "home/.config/Claude/claude_desktop_config.json", "mcpServers"],
    ["claude-code", "linux", "home/.claude.json", "mcpServers"],
    ["claude-code", "linux", "project/.mcp.json", "mcpServers"],
    ["claude-code", "linux", "etc/claude-code/managed-mcp.json", "mcpServers"],
    [
      "claude-code",
      "darwin",
      "Library/Application Support/ClaudeCode/managed-mcp.json",
      "mcpServers",
    ],
    ["cursor", "win32", "home/.cursor/mcp.json", "mcpServers"],
    ["cursor", "linux", "project/.cursor/mcp.json", "mcpServers"],
    ["vscode", "darwin", `${MAC}/Code/User/mcp.json`, "servers"],
    ["vscode", "darwin", `${MAC}/Code - Insiders/User/mcp.json`, "servers"],
    ["vscode", "win32", `${WINDOWS}/Code/User/mcp.json`, "servers"],
    ["vscode", "linux", "home/.config/Code/User/mcp.json", "servers"],
    ["vscode", "linux", "home/.config/Code/User/profiles/a1b2/mcp.json", "servers"],
    ["vscode", "linux", "home/.copilot/mcp-config.json", "mcpServers"],
    ["vscode", "linux", "project/.vscode/mcp.json", "servers"],
    ["codex", "linux", "home/.codex/config.toml", TOML],
    ["codex", "darwin", "project/.codex/config.toml", TOML],
    ["codex", "linux", "etc/codex/config.toml", TOML],
    ["capfence", "linux", "project/capfence.mcp.yaml", "upstreams"],
  ])("of %s on %s is read from %s", (client, platform, path, content) => {
    const text = content === TOML ? TOML : commands(content, "one");
    const host = machine({ [path]: text }, { platform });
    const found = findServers(host);
    expect(found.map(({ name, fault }) => [name, fault])).toEqual([["one", undefined]]);
    const key = content === TOML ? "mcp_servers.one" : `${content}.one`;
    expect(found[0]?.origin).toMatchObject({ client, file: join(host.root, path), key });
    expect(found[0]?.origin.line).toBe(content === TOML ? 1 : 3);
  });

  it("is looked for where the environment says that folders are", () => {
    const path = "elsewhere/Claude/claude_desktop_config.json";
    const files = {
      [path]: commands("mcpServers", "desktop"),
      "programs/ClaudeCode/managed-mcp.json": commands("mcpServers", "managed"),
      "codex/config.toml": TOML,
    };
    const { root } = machine(files);
    const environment = {
      APPDATA: join(root, "elsewhere"),
      ProgramFiles: join(root, "programs"),
      CODEX_HOME: join(root, "codex"),
    };
    const found = findServers({ home: join(root, "home"), platform: "win32", environment, root });
    expect(found.map(({ name }) => name)).toEqual(["desktop", "managed", "one"]);
  });

  it("has the servers of every project that Claude Code was used in, started there", () => {
    const projects = {
      "/work/shop": { ...commands("mcpServers", "shop"), history: [] },
      "/work/bank": { ...commands("mcpServers", "bank"), disabledMcpServers: ["bank"] },
      "/work/old": null,
    };
    const host = machine({
      "home/.claude.json": { ...commands("mcpServers", "user"), projects },
    });
    const found = findServers(host);
    expect(found.map(({ name, origin, isDisabled }) => [name, origin.key, isDisabled])).toEqual([
      ["user", "mcpServers.user", false],
      ["shop", 'projects["/work/shop"].mcpServers.shop', false],
      ["bank", 'projects["/work/bank"].mcpServers.bank', true],
    ]);
    expect(found.map(({ settings }) => settings?.kind === "stdio" && settings.cwd)).toEqual([
      host.home,
      "/work/shop",
      "/work/bank",
    ]);
  });

  it("is that of the clients that are asked for only", () => {
    const host = machine({
      "home/.cursor/mcp.json": commands("mcpServers", "one"),
      "home/.claude.json": commands("mcpServers", "two"),
    });
    const found = findServers({ ...host, clients: ["cursor"] });
    expect(found.map(({ name }) => name)).toEqual(["one"]);
    expect(CLIENT_NAMES).toContain("cursor");
  });

  it("may be nowhere", () => {
    expect(findServers(machine({}))).toEqual([]);
  });
});

describe("a server that is switched off", () => {
  it.each<[string, Readonly<Record<string, object>>]>([
    ["the settings of its user", { "home/.claude/settings.json": OFF }],
    ["the project", { "project/.claude/settings.json": OFF }],
    ["the settings of its user in the project", { "project/.claude/settings.local.json": OFF }],
  ])("in Claude Code by %s is disabled, and no other", (_by, files) => {
    const host = machine({ "project/.mcp.json": commands("mcpServers", "on", "off"), ...files });
    expect(findServers(host).map(({ name, isDisabled }) => [name, isDisabled])).toEqual([
      ["on", false],
      ["off", true],
    ]);
  });

  it("in Claude Code for a project is disabled there", () => {
    const host = machine({ "project/.mcp.json": commands("mcpServers", "on", "off") });
    const projects = { [host.project]: { disabledMcpServers: ["off"] } };
    const other = machine({ "home/.claude.json": { projects } });
    const found = findServers({ ...host, home: other.home });
    expect(found.map(({ name, isDisabled }) => [name, isDisabled])).toEqual([
      ["on", false],
      ["off", true],
    ]);
  });

  it("in Codex is disabled", () => {
    const text = '[mcp_servers.one]\ncommand = "one"\nenabled = false\n';
    const host = machine({ "home/.codex/config.toml": text });
    expect(findServers(host)[0]?.isDisabled).toBe(true);
  });

  it("by a word that its client does not know is not disabled", () => {
    const servers = { one: { command: "one", disabled: true, enabled: false } };
    const host = machine({ "project/.mcp.json": { mcpServers: servers } });
    expect(findServers(host)[0]?.isDisabled).toBe(false);
  });
});
