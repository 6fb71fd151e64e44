import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it, vi } from "vitest";
import { GatewayProcess, NOTE_SERVER } from "../../test/gateway-process.ts";
import { Scratch } from "../../test/scratch.ts";

const POLICY = `
tools: { read: notes.read, write: notes.write, quit: notes.quit }
allow: [notes.read, notes.quit]
deny: [notes.write]
`;

function wrap(scratch: Scratch, ...flags: readonly string[]): GatewayProcess {
  const policy = scratch.file("policy.yaml", POLICY);
  const parameters = ["mcp", "wrap", "--policy", policy, ...flags, "--", ...NOTE_SERVER];
  return new GatewayProcess(scratch.folder, parameters, { SECRET: "inherited" });
}

function namesOf(tools: unknown): readonly string[] {
  return (tools as readonly { readonly name: string }[]).map(({ name }) => name);
}

function notes(scratch: Scratch): string {
  const file = join(scratch.folder, "notes");
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}

describe("capfence mcp wrap", () => {
  it("lets through what the policy allows, and the server sees nothing else", async () => {
    const scratch = new Scratch();
    const gateway = wrap(scratch);
    expect((await gateway.initialize()).result).toMatchObject({ serverInfo: { name: "notes" } });
    const { result } = await gateway.request("tools/list");
    const listed = namesOf(result?.["tools"]);
    expect(listed).toEqual(["read", "quit"]);
    const allowed = await gateway.request("tools/call", { name: "read", arguments: {} });
    expect(allowed.result).toEqual({ content: [{ type: "text", text: "inherited" }] });
    const denied = await gateway.request("tools/call", { name: "write", arguments: {} });
    const unmapped = await gateway.request("tools/call", { name: "unmapped", arguments: {} });
    expect(JSON.stringify(denied)).not.toContain("inherited");
    expect(JSON.stringify(unmapped)).not.toContain("inherited");
    expect(notes(scratch)).toBe("read\n");
    const locked: unknown = JSON.parse(
      readFileSync(join(scratch.folder, "capfence.mcp-lock.json"), "utf8"),
    );
    const { upstreams } = locked as { readonly upstreams: object };
    expect(Object.keys(upstreams)).toEqual([expect.stringMatching(/^node-[0-9a-f]{16}$/)]);
    gateway.end();
    expect(await gateway.exitCode).toBe(0);
    // Its own output is for the protocol alone, and its log is JSON.
    for (const line of gateway.output) expect(JSON.parse(line)).toMatchObject({ jsonrpc: "2.0" });
    expect(gateway.log.map(({ message }) => message)).toContain("the gateway is ready");
  });

  it("ends with the code of its server", async () => {
    const gateway = wrap(new Scratch());
    await gateway.initialize();
    gateway.write({ id: 9, method: "tools/call", params: { name: "quit", arguments: {} } });
    expect(await gateway.exitCode).toBe(7);
  });

  it.each(["SIGTERM", "SIGINT"] as const)("ends in order on %s", async (signal) => {
    const scratch = new Scratch();
    const log = join(scratch.folder, "own", "audit.db");
    scratch.file("own/.keep", "");
    const gateway = wrap(scratch, "--storage", log, "--agent", "alice", "--log-level", "error");
    await gateway.initialize();
    await gateway.request("tools/call", { name: "read", arguments: {} });
    gateway.kill(signal);
    expect(await gateway.exitCode).toBe(0);
    expect(gateway.errors).toEqual([]);
    const shown = await scratch.run("logs", "--audit-log", log);
    expect(shown.output).toMatch(/ alice +notes\.read +allow /);
    expect((await scratch.run("verify", "--audit-log", log)).code).toBe(0);
  });

  it("knows the server by the name that capfence mcp pin knows it by", async () => {
    const scratch = new Scratch();
    const policy = scratch.file("policy.yaml", POLICY);
    const command = ["--policy", policy, "--accept", "--", ...NOTE_SERVER];
    const pinned = await scratch.run("mcp", "pin", ...command);
    expect(pinned).toMatchObject({ code: 0, errors: "" });
    const gateway = wrap(scratch);
    await gateway.initialize();
    expect(JSON.stringify(await gateway.request("tools/list"))).toContain('"read"');
    expect(gateway.errors.join("\n")).not.toMatch(/pinned|hidden/);
    const unnamed = await scratch.run("mcp", "pin", "--", "x");
    expect(unnamed).toMatchObject({ code: 2, errors: expect.stringContaining("--lock FILE") });
  });

  it("leaves to the server what follows its command, also where nothing stands between", async () => {
    const scratch = new Scratch();
    const policy = scratch.file("policy.yaml", POLICY);
    const [node = "", ...options] = NOTE_SERVER;
    const command = [node, ...options, "--policy", "gone.yaml", "--no-pin"];
    const parameters = ["mcp", "wrap", "--policy", policy, ...command];
    const gateway = new GatewayProcess(scratch.folder, parameters);
    await gateway.initialize();
    await gateway.request("tools/call", { name: "read", arguments: {} });
    await gateway.request("tools/call", { name: "write", arguments: {} });
    expect(notes(scratch)).toBe("read\n");
    expect(existsSync(join(scratch.folder, "capfence.mcp-lock.json"))).toBe(true);
  });

  it("writes no argument of the server anywhere, and tells the server nothing that was said to itself", async () => {
    const scratch = new Scratch();
    const policy = scratch.file("policy.yaml", POLICY);
    const shown = `const known = Object.keys(process.env).filter((name) => name.startsWith("CAPFENCE_")); if (known.length > 0) process.env.SECRET = known.join(); import(${JSON.stringify(NOTE_SERVER.at(-1))})`;
    const command = [process.execPath, "--no-warnings", "-e", shown, "--", "--key=top-secret"];
    const gateway = new GatewayProcess(
      scratch.folder,
      ["mcp", "wrap", "--policy", policy, "--", ...command],
      { CAPFENCE_APPROVER_PASSPHRASE: "open sesame", CAPFENCE_WEBHOOK_SECRET: "hush" },
    );
    await gateway.initialize();
    await gateway.request("tools/list");
    const { result } = await gateway.request("tools/call", { name: "read", arguments: {} });
    expect(result).toEqual({ content: [{ type: "text", text: "no secret" }] });
    const locked = readFileSync(join(scratch.folder, "capfence.mcp-lock.json"), "utf8");
    expect([locked, ...gateway.errors].join("\n")).not.toContain("top-secret");
  });

  it("goes on where nobody reads its log any more", async () => {
    const scratch = new Scratch();
    const gateway = wrap(scratch);
    await gateway.logged("the gateway is ready");
    gateway.stopReadingErrors();
    await gateway.initialize();
    await gateway.request("tools/list");
    scratch.file("policy.yaml", "allow: [");
    await sleep(2500);
    await gateway.request("tools/call", { name: "read", arguments: {} });
    expect(notes(scratch)).toBe("read\n");
    gateway.end();
    expect(await gateway.exitCode).toBe(0);
  });

  it("follows its policy", async () => {
    const scratch = new Scratch();
    const gateway = wrap(scratch, "--no-pin", "--name", "notes");
    await gateway.initialize();
    scratch.file(
      "policy.yaml",
      POLICY.replaceAll("notes.write]", "notes.none]").replace("allow: [", "allow: [notes.write, "),
    );
    await gateway.logged("the configuration is loaded");
    await gateway.request("tools/call", { name: "write", arguments: {} });
    expect(notes(scratch)).toBe("write\n");
    expect(existsSync(join(scratch.folder, "capfence.mcp-lock.json"))).toBe(false);
    gateway.end();
    expect(await gateway.exitCode).toBe(0);
  });

  it("ends at once when it is told twice, and its server with it", async () => {
    const scratch = new Scratch();
    const policy = scratch.file("policy.yaml", POLICY);
    const deaf = `process.stderr.write(String(process.pid) + "\\n"); process.on("SIGTERM", () => {}); setInterval(() => {}, 9);
      process.stdin.once("data", () => console.log(JSON.stringify({ jsonrpc: "2.0", id: "capfence-open", result: {} })))`;
    const gateway = new GatewayProcess(scratch.folder, [
      "mcp",
      "wrap",
      "--policy",
      policy,
      "--",
      process.execPath,
      "-e",
      deaf,
    ]);
    await gateway.logged("the gateway is ready");
    gateway.write({
      id: 1,
      method: "initialize",
      params: {
        protocolVersion: "2025-06-18",
        capabilities: {},
        clientInfo: { name: "t", version: "1" },
      },
    });
    const { line } = await gateway.logged("a server says");
    gateway.kill("SIGTERM");
    await sleep(100);
    const told = performance.now();
    gateway.kill("SIGTERM");
    expect(await gateway.exitCode).toBe(1);
    expect(performance.now() - told).toBeLessThan(1500);
    // Whoever inherits it may take a while to bury it.
    await vi.waitFor(() => expect(() => process.kill(Number(line), 0)).toThrow("ESRCH"), 10_000);
  });

  it.each([
    [["--policy", "nowhere.yaml", "--", "x"], "there is no policy at"],
    [["--", "x"], "required option '-p, --policy <file>' not specified"],
    [["--policy", "p.yaml"], "missing required argument 'command'"],
    [
      ["--policy", "p.yaml", "--wait", "20", "--", "x"],
      '--wait: expected a time such as 20s or 5m, got "20"',
    ],
    [["--policy", "p.yaml", "--approvals", "maybe", "--", "x"], "Allowed choices are auto, queue"],
    [["--policy", "p.yaml", "--holder-key", "k", "--", "x"], "name its file with --token-file"],
    [["--policy", "p.yaml", "--token-file", "t", "--", "x"], 't": there is no such file'],
  ])("says what is wrong with %j", async (flags, words) => {
    const { code, output, errors } = await new Scratch().run("mcp", "wrap", ...flags);
    expect({ code, output }).toEqual({ code: 2, output: "" });
    expect(errors).toContain(words);
  });
});
