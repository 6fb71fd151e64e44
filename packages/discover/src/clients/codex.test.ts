import { describe, expect, it } from "vitest";
import { machine } from "../../test/machine.ts";
import { findServers } from "./find-servers.ts";
import type { FoundServer } from "./found-server.ts";

const environment = { TOKEN: "value-of-token", PATH: "/bin", CAPFENCE_KEY: "value-of-key" };

function found(text: string): readonly FoundServer[] {
  return findServers(machine({ "home/.codex/config.toml": text }, { environment }));
}

describe("the configuration of Codex", () => {
  it("names processes, with what they are given of the environment", () => {
    const [one] = found(`model = "gpt"
# the first
[mcp_servers."one two"]
command = "npx"
args = ["-y", "one"]
cwd = "/work"
env_vars = ["TOKEN", "UNSET", { name = "CAPFENCE_KEY" }]
[mcp_servers."one two".env]
A = "\${TOKEN}"
`);
    expect(one).toMatchObject({
      name: "one two",
      origin: { client: "codex", line: 3, key: "mcp_servers.one two" },
      given: ["TOKEN"],
      settings: {
        command: "npx",
        args: ["-y", "one"],
        cwd: "/work",
        env: { PATH: "/bin", TOKEN: "value-of-token", A: "${TOKEN}" },
      },
    });
    expect(JSON.stringify(one)).not.toContain("value-of-key");
  });

  it("names endpoints, with headers from the environment", () => {
    const [one] = found(`[mcp_servers.one]
url = "https://mcp.example.com/mcp"
bearer_token_env_var = "TOKEN"
http_headers = { "X-A" = "a" }
env_http_headers = { "X-B" = "TOKEN", "X-C" = "UNSET" }
`);
    expect(one).toMatchObject({
      transport: "http",
      given: ["TOKEN"],
      settings: {
        kind: "http",
        url: "https://mcp.example.com/mcp",
        headers: { "X-A": "a", "X-B": "value-of-token", Authorization: "Bearer value-of-token" },
      },
    });
  });

  it("has no token in it", () => {
    const [one] = found('[mcp_servers.one]\nurl = "https://a.example"\nbearer_token = "s3cret-x"');
    expect(one?.fault).toContain("bearer_token, which Codex refuses");
    expect(one?.secrets.map(({ held }) => held)).toEqual(["bearer_token"]);
  });

  it.each([
    ["[mcp_servers.one]\ncommand = 7", "its command is not text"],
    ["[mcp_servers.one]\nenabled = true", "it has not one of command and url"],
    ['mcp_servers.one = "npx"', "it is not a table"],
    ['[mcp_servers.one]\ncommand = "a"\nargs = [["x"]]', "its args[0] is not text"],
  ])("of a wrong shape has a server with a fault: %s", (text, fault) => {
    expect(found(text).map((one) => [one.name, one.fault])).toEqual([["one", fault]]);
  });

  it("that is broken is told with its line, and without what stands there", () => {
    const [broken] = found('a = 1\n[mcp_servers.one]\nenv = { A = "s3cret" B }\n');
    expect(broken).toMatchObject({ name: "config.toml", origin: { client: "codex", line: 3 } });
    expect(broken?.fault).toMatch(/^the configuration cannot be used: it is not TOML: /);
    expect(JSON.stringify(broken)).not.toContain("s3cret");
  });

  it("is read however deep it is nested", () => {
    const [deep] = found(`a = ${"[".repeat(100_000)}`);
    expect(deep?.fault).toContain("cannot be used");
  });
});
