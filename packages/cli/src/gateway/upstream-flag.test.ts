import { describe, expect, it } from "vitest";
import { readUpstreamFlags } from "./upstream-flag.ts";

describe("--upstream", () => {
  it("is a URL, which may have a name", () => {
    const upstreams = readUpstreamFlags(
      ["https://crm.example/mcp", "http://127.0.0.1:3000/mcp", "crm=https://crm.example/mcp?a=b"],
      {},
    );
    expect([...upstreams]).toEqual([
      ["crm-example", { kind: "http", url: "https://crm.example/mcp", headers: {} }],
      ["at-127-0-0-1-3000", { kind: "http", url: "http://127.0.0.1:3000/mcp", headers: {} }],
      ["crm", { kind: "http", url: "https://crm.example/mcp?a=b", headers: {} }],
    ]);
  });

  it("is a command with a name, which gets little of the environment", () => {
    const upstreams = readUpstreamFlags([`files=stdio:npx -y "@scope/server files" '--a=b'`], {
      PATH: "/bin",
      SECRET: "x",
    });
    expect([...upstreams]).toEqual([
      [
        "files",
        {
          kind: "stdio",
          command: "npx",
          args: ["-y", "@scope/server files", "--a=b"],
          env: { PATH: "/bin" },
        },
      ],
    ]);
  });

  it.each([
    ["stdio:npx", "a command needs a name"],
    ["https://me:secret@crm.example", "has a user name or a password in it"],
    ["", "is not a URL"],
  ])("is not %j", (value, words) => {
    expect(() => readUpstreamFlags([value], {})).toThrow(words);
    expect(() => readUpstreamFlags([value], {})).not.toThrow("secret");
  });
});
