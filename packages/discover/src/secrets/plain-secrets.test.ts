import { describe, expect, it } from "vitest";
import { machine } from "../../test/machine.ts";
import { findServers } from "../clients/find-servers.ts";
import type { FoundServer } from "../clients/found-server.ts";

// Put together here, so that scanners of repositories do not take them for real ones.
const GITHUB = `ghp_${"a1B2".repeat(9)}`;
const OPENAI = `sk-proj-${"a1B2".repeat(9)}`;
const AWS = `AKIA${"ABCD1234".repeat(2)}`;
const SLACK = `xoxb-${"12345678-".repeat(3)}`;
const JWT = `eyJ${"hbGciOiJ".repeat(3)}.eyJ${"zdWIiOiI".repeat(3)}.sig`;

function found(entry: object): FoundServer {
  const [server] = findServers(machine({ "project/.mcp.json": { mcpServers: { one: entry } } }));
  if (server === undefined) throw new Error("it was not found");
  return server;
}

function held(entry: object): readonly string[] {
  return found(entry).secrets.map((secret) => secret.held);
}

describe("a secret in plain text", () => {
  it.each<[string, object, string]>([
    ["a variable with a credential", { env: { ANY: GITHUB } }, "ANY"],
    ["a variable with a key", { env: { ANY: "-----BEGIN RSA PRIVATE KEY-----\nMII" } }, "ANY"],
    ["a variable that is called one", { env: { DB_PASSWORD: "tr0ub4dor" } }, "DB_PASSWORD"],
    ["a variable that is called a pass", { env: { DB_PASS: "tr0ub4dor" } }, "DB_PASS"],
    ["a variable in camel case", { env: { apiKey: "0a1b2c3d" } }, "apiKey"],
    ["a variable with a URL", { env: { DB: "postgres://u:hunter22@db/x" } }, "DB"],
    ["the default of a reference", { env: { ANY: `\${GH:-${GITHUB}}` } }, "ANY"],
    ["a default that is called one", { env: { A_TOKEN: "${A_TOKEN:-s3cr3t}" } }, "A_TOKEN"],
    ["a header", { headers: { Authorization: "Bearer s3cr3t-x" } }, "Authorization"],
    ["a header with a key", { headers: { "X-Api-Key": "s3cr3t-x" } }, "X-Api-Key"],
    ["a token for the web", { headers: { "X-Any": JWT } }, "X-Any"],
    ["an argument", { args: ["-y", "srv", OPENAI] }, "argument 3"],
    ["an option and its value", { args: ["--api-key", "s3cr3t-x"] }, "--api-key"],
    ["an option with its value", { args: ["--api-key=s3cr3t-x"] }, "--api-key"],
    [
      "a variable of a container",
      { args: ["run", "-e", `GITHUB_PAT=${"x1".repeat(9)}`] },
      "GITHUB_PAT",
    ],
    [
      "a header in an argument",
      { args: ["--header", "Authorization: Bearer s3cr3t-x"] },
      "Authorization",
    ],
    [
      "a URL in an argument",
      { args: ["postgres://u:hunter22@db/x"] },
      "argument 1: user of the URL",
    ],
    [
      "the path of a URL in an argument",
      { args: ["mcp-remote", `https://a.example/s/${"x1y2".repeat(8)}/mcp`] },
      "argument 2: path of the URL",
    ],
    ["a credential of a client", { auth: { CLIENT_SECRET: "s3cr3t-x" } }, "CLIENT_SECRET"],
    ["the command", { command: `env KEY=${AWS} npx srv` }, "command"],
    ["the user of a URL", { url: "https://u:hunter22@a.example" }, "user of the URL"],
    [
      "the query of a URL",
      { url: "https://a.example?api_key=s3cr3t-x" },
      "api_key in the query of the URL",
    ],
    [
      "a query with a credential",
      { url: `https://a.example?q=${SLACK}` },
      "q in the query of the URL",
    ],
    [
      "the path of a URL",
      { url: `https://a.example/s/${"x1y2".repeat(8)}/mcp` },
      "path of the URL",
    ],
  ])("is found in %s", (_where, entry, name) => {
    expect(
      held("url" in entry || "headers" in entry ? entry : { command: "srv", ...entry }),
    ).toEqual([name]);
  });

  it.each<[string, object]>([
    ["a reference", { env: { A_TOKEN: "${A_TOKEN}", B_TOKEN: "${env:B}", C_KEY: "$C_KEY" } }],
    ["a reference in a header", { headers: { Authorization: "Bearer ${TOKEN}" } }],
    ["a stand-in", { env: { A_TOKEN: "your-token-here", B_KEY: "<key>", C_KEY: "xxxxxxxx" } }],
    ["a file", { env: { SSH_KEY: "/home/me/.ssh/id_rsa", A_KEY: "C:\\keys\\a.pem" } }],
    ["what gives one", { env: { DB_PASSWORD_COMMAND: "pass show db", GIT_ASKPASS: "askpass" } }],
    ["a number or a flag", { env: { MAX_TOKENS: "4096", USE_TOKEN: "true", A_TOKEN: "1234" } }],
    ["a public key", { env: { PUBLIC_KEY: "0a1b2c3d4e" } }],
    ["a name that has one in it", { env: { KEYBOARD: "qwertz-de", TOKENIZER: "cl100k_base" } }],
    [
      "a package",
      { args: ["-y", "@scope/task-server@1.2.3", "sk-learn-server", "--token-file", "/x/y"] },
    ],
    ["a URL", { args: ["https://a.example/v1/mcp?page=2", "--port", "8080"] }],
    ["an option without value", { args: ["--token", "--verbose"] }],
  ])("is not found in %s", (_what, entry) => {
    expect(
      held(
        "headers" in entry ? { url: "https://a.example", ...entry } : { command: "srv", ...entry },
      ),
    ).toEqual([]);
  });

  it("is told with the line that it stands in", () => {
    const { secrets } = found({ command: "srv", args: [], env: { A: "b", A_TOKEN: GITHUB } });
    expect(secrets).toEqual([
      { held: "A_TOKEN", origin: expect.objectContaining({ line: 8, key: "mcpServers.one" }) },
    ]);
  });
});

describe("what is told of a server", () => {
  it.each<[object, string]>([
    [{ command: "/usr/bin/npx" }, "/usr/bin/npx"],
    [{ command: "npx -y srv --key abcdef" }, "npx"],
    [{ command: "KEY=abcdef  npx srv" }, "npx"],
    [{ command: "C:\\Program Files\\nodejs\\npx.cmd" }, "C:\\Program Files\\nodejs\\npx.cmd"],
    [{ command: `/opt/${GITHUB}` }, "…"],
    [{ url: "https://a.example:8443/v1/mcp?k=abc#x" }, "https://a.example:8443/v1/mcp"],
    [{ url: "https://u:p@a.example/mcp" }, "https://a.example/mcp"],
    [{ url: `https://a.example/s/${"x1y2".repeat(8)}/mcp` }, "https://a.example/s/…/mcp"],
    [{ url: `https://a.example/%67hp_${"a1B2".repeat(9)}` }, "https://a.example/…"],
    [{ url: "no url with abcdef" }, "an unreadable URL"],
  ])("of %j is an address without secrets", (entry, address) => {
    expect(found(entry).address).toBe(address);
  });

  it("has no value of a variable that is called a secret", () => {
    const host = machine(
      {
        "project/.mcp.json": {
          mcpServers: { one: { url: "https://${A_TOKEN}.a.example/x/${A_TOKEN}" } },
        },
      },
      { environment: { A_TOKEN: "abcdef" } },
    );
    expect(findServers(host)[0]?.address).toBe("https://….a.example/x/…");
  });
});
