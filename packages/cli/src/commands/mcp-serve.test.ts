import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { GatewayProcess, NOTE_SERVER } from "../../test/gateway-process.ts";
import { Scratch } from "../../test/scratch.ts";

const POLICY = "tools: { read: notes.read, write: notes.write }\nallow: [notes.read]\n";
const [COMMAND = "", ...ARGS] = NOTE_SERVER;
const FLAGS = ["--policy", "policy.yaml", "--port", "0", "--path", "/gate"];
const CONFIG = `
policy: policy.yaml
listen: 127.0.0.1:0
upstreams:
  notes: { command: ${COMMAND}, args: ${JSON.stringify(ARGS)}, env: { NOTES: "\${NOTES}", SECRET: given } }
`;

function serve(scratch: Scratch, ...flags: readonly string[]): GatewayProcess {
  scratch.file("policy.yaml", POLICY);
  return new GatewayProcess(scratch.folder, flags, { SECRET: "of the gateway" });
}

async function urlOf(gateway: GatewayProcess): Promise<string> {
  const { url = "" } = await gateway.logged("the gateway is ready");
  return url;
}

/** Calls a tool as a client of the legacy era does, from the handshake on. */
async function call(
  url: string,
  name: string,
  headers: Record<string, string> = {},
): Promise<string> {
  const post = (message: object, more: Record<string, string> = {}): Promise<Response> =>
    fetch(url, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        Accept: "application/json, text/event-stream",
        ...headers,
        ...more,
      },
      body: JSON.stringify({ jsonrpc: "2.0", ...message }),
    });
  const params = {
    protocolVersion: "2025-06-18",
    capabilities: {},
    clientInfo: { name: "t", version: "1" },
  };
  const opened = await post({ id: 1, method: "initialize", params });
  if (!opened.ok) return `${opened.status}`;
  await opened.text();
  const session = { "Mcp-Session-Id": opened.headers.get("Mcp-Session-Id") ?? "" };
  await (await post({ method: "notifications/initialized" }, session)).text();
  const answer = await post(
    { id: 2, method: "tools/call", params: { name, arguments: {} } },
    session,
  );
  return answer.text();
}

function notes(scratch: Scratch): string {
  const file = join(scratch.folder, "notes");
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}

describe("capfence mcp serve", () => {
  it.each([
    ["finds its configuration", ["mcp", "serve"]],
    ["is there at top level", ["serve"]],
    ["is told its configuration", ["serve", "--config", "capfence.mcp.yaml"]],
  ])("%s, and lets through what the policy allows", async (_name, flags) => {
    const scratch = new Scratch();
    scratch.file("capfence.mcp.yaml", CONFIG);
    const gateway = serve(scratch, ...flags);
    const url = await urlOf(gateway);
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/mcp$/);
    expect(await call(url, "read")).toContain("given");
    expect(await call(url, "write")).not.toContain("given");
    expect(notes(scratch)).toBe("read\n");
    gateway.kill("SIGTERM");
    expect(await gateway.exitCode).toBe(0);
    expect(gateway.output).toEqual([]);
  });

  it("has its configuration found by pin too", async () => {
    const scratch = new Scratch();
    scratch.file("capfence.mcp.yaml", CONFIG);
    const pin = serve(scratch, "mcp", "pin");
    expect(await pin.exitCode).toBe(1);
    expect(pin.output[0]).toBe("notes: not in the lock file");
  });

  it("is told everything by flags, and gives servers a short list of the environment", async () => {
    const scratch = new Scratch();
    scratch.file("capfence.mcp.yaml", "policy: other.yaml");
    const command = NOTE_SERVER.map((part) => `"${part}"`).join(" ");
    const gateway = serve(
      scratch,
      "serve",
      ...FLAGS,
      `--upstream=notes=stdio:${command}`,
      "--storage=gate.db",
    );
    const url = await urlOf(gateway);
    expect(url).toMatch(/\/gate$/);
    // It has no place for its notes, so it fails when it is called, which it was.
    expect(await call(url, "read")).not.toContain("of the gateway");
    expect(existsSync(join(scratch.folder, "gate.db"))).toBe(true);
  });

  it("runs without a server, and says how to name one", async () => {
    const gateway = serve(new Scratch(), "serve", "--policy", "policy.yaml", "--port", "0");
    const { level, message } = await gateway.logged("nothing stands behind");
    expect(level).toBe("warn");
    expect(message).toContain("--upstream NAME=URL");
    expect((await fetch(new URL("/readyz", await urlOf(gateway)))).status).toBe(200);
    gateway.kill("SIGINT");
    expect(await gateway.exitCode).toBe(0);
  });

  it("says so where somebody else listens", async () => {
    const scratch = new Scratch();
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const { port } = other.address() as AddressInfo;
    const { code, errors } = await scratch.run(
      "serve",
      "-p",
      scratch.file("policy.yaml", POLICY),
      "--port",
      `${port}`,
      "--storage",
      join(scratch.folder, "gate.db"),
    );
    other.close();
    expect(code).toBe(2);
    expect(errors).toContain(
      `capfence: cannot listen on 127.0.0.1, port ${port}: somebody else listens there; choose another with --port`,
    );
  });

  it("reads its configuration again when it changes, and keeps what works", async () => {
    const scratch = new Scratch();
    scratch.file("capfence.mcp.yaml", CONFIG);
    const gateway = serve(scratch, "serve");
    const url = await urlOf(gateway);
    scratch.file("capfence.mcp.yaml", `${CONFIG}\nlimit: {}`);
    gateway.kill("SIGHUP");
    const { problems } = await gateway.logged("the one before stays");
    expect(problems?.join()).toContain('did you mean "limits"?');
    const ready = await fetch(new URL("/readyz", url));
    expect(await ready.json()).toMatchObject({ ready: true, config: "stale" });
    expect(await call(url, "read")).toContain("given");
    const bearer = "identity: { bearer: [{ token: 0123456789abcdef-x, actor: bot }] }";
    scratch.file("capfence.mcp.yaml", `${CONFIG}\n${bearer}`);
    await gateway.logged("the configuration is loaded");
    expect(await call(url, "read")).toBe("401");
    const authorization = { Authorization: "Bearer 0123456789abcdef-x" };
    expect(await call(url, "read", authorization)).toContain("given");
    expect(gateway.errors.join("\n")).not.toContain("0123456789abcdef-x");
  });

  it("speaks on standard input and output where it is told to", async () => {
    const scratch = new Scratch();
    scratch.file("capfence.mcp.yaml", CONFIG);
    const gateway = serve(scratch, "serve", "--stdio");
    await gateway.initialize();
    const { result } = await gateway.request("tools/call", { name: "read", arguments: {} });
    expect(result).toMatchObject({ content: [{ text: "given" }] });
    gateway.end();
    expect(await gateway.exitCode).toBe(0);
  });

  it("says that a policy is not its configuration, and how to give it", async () => {
    const scratch = new Scratch();
    const { code, errors } = await scratch.run(
      "serve",
      "--config",
      scratch.file("policy.yaml", POLICY),
    );
    expect(code).toBe(2);
    expect(errors.trim().split("\n")).toEqual([
      expect.stringMatching(/policy\.yaml:1:1: this looks like a policy.*--policy/),
    ]);
  });

  it("says where its configuration names a policy that is not there", async () => {
    const scratch = new Scratch();
    const config = scratch.file("gate.yaml", "upstreams: {}\npolicy: nope.yaml\n");
    const { code, output, errors } = await scratch.run("serve", "--config", config);
    expect({ code, output }).toEqual({ code: 2, output: "" });
    expect(errors).toContain(`${config}:2:9: policy: there is no policy at "`);
  });

  it.each([
    [[], "there is no policy; name one with --policy FILE, or a configuration with --config FILE"],
    [["--config", "gone.yaml"], "cannot read the configuration"],
    [["--policy", "p", "--port", "x"], '--port: expected a number from 0 to 65535, got "x"'],
    [["--policy", "p", "--path", "mcp"], '--path: expected a path such as /mcp, got "mcp"'],
    [["--policy", "p", "--stdio", "--port", "1"], "--stdio listens nowhere"],
    [
      ["--policy", "p", "--host", "0.0.0.0"],
      'anybody who can reach "0.0.0.0" could call the tools',
    ],
    [
      ["--policy", "p", "-u", "crm"],
      "--upstream: it is not a URL that begins with https:// or http://",
    ],
    [["--policy", "p", "-u", "a_b=https://a.example"], '"a_b" is not the name of an upstream'],
    [["--policy", "p", "-u", "a=crm"], '--upstream: "a" is not a URL that begins'],
    [["--policy", "p", "-u", "a=stdio:"], "stdio: is followed by no command"],
    [
      ["--policy", "p", "-u", "https://a.example/1", "-u", "https://a.example/2"],
      'two of the name "a-example"',
    ],
  ])("says what is wrong with %j", async (flags, words) => {
    const { code, output, errors } = await new Scratch().run("serve", ...flags);
    expect({ code, output }).toEqual({ code: 2, output: "" });
    expect(errors).toContain(words);
  });
});
