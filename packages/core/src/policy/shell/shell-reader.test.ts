import { describe, expect, it } from "vitest";
import { decide } from "../../../test/judge.ts";
import type { JsonObject } from "../../encoding/json.ts";

/** What a policy that only denies `rm -rf` says of a call. */
function effectOn(command: string | JsonObject): string {
  const payload = typeof command === "string" ? { command } : command;
  return decide("deny: [{ capability: shell.exec, contains: rm -rf }]\nallow: [shell.exec]\n", {
    capability: "shell.exec",
    payload,
  }).effect;
}

describe("quoted code as an argument", () => {
  it.each([
    "git grep -O'r\\m -r -f x' y",
    "git clone -u 'r\\m -r -f x' y",
    "some-tool 'r\\m -r -f x'",
    "some-tool -I'r\\m -r -f x'",
    "some-tool -abI'r\\m -r -f x'",
    "some-tool 'exec:r\\m -r -f x'",
    "some-tool '|r\\m -r -f x'",
    "some-tool --run=\"r''m -r''f x\"",
    "some-tool -o 'Command=r\\m -r -f x'",
    "some-tool 'bash -c \"r\\\\m -r -f x\"'",
    "some-tool '$(r\\m -r -f x)'",
    "some-tool 'for i in a; do r\\m -r -f x; done'",
    "some-tool 'echo cm0= | base64 -d | sh'",
    `some-tool '${'"$('.repeat(1000)}'`,
  ])("is denied whatever program it is for: %s", (command) => {
    expect(effectOn(command)).toBe("deny");
  });

  it.each([
    "grep 'a|b' x",
    "grep -E 'foo|sh' x",
    "git commit -m 'fix | it; (really) $5'",
    'git commit -m "don\'t panic"',
    "git log --format='%h %s' | head",
    "jq '.a | .b' x",
    "some-tool 'ls -la | sort'",
  ])("that is only text stays allowed: %s", (command) => {
    expect(effectOn(command)).toBe("allow");
  });
});

describe("an interpreter as a later word", () => {
  it.each([
    "echo x | base64 -d | docker exec -i c sh",
    "echo x | base64 -d | kubectl exec -i p -- bash",
    "echo x | npx sh",
    "echo x | uv run python -",
    "echo x | bun run -",
    "docker exec -i c sh -s < x",
    "echo x | (docker exec -i c sh)",
    "exec < x; docker exec -i c sh",
  ])("that is sent something is denied: %s", (command) => {
    expect(effectOn(command)).toBe("deny");
  });

  it.each([
    "ps aux | grep python",
    "cat x | sudo grep sh",
    "cat x | docker exec -i c psql",
    "docker exec -i c python app.py < x",
    "which bash; ls | wc",
  ])("that is not stays allowed: %s", (command) => {
    expect(effectOn(command)).toBe("allow");
  });
});

describe("an argument vector that a tool may join", () => {
  it.each<JsonObject>([
    { command: ["r''m", "-r", "-f", "/x"] },
    { command: ["$X", "-r"] },
    { command: ["`x`", "-r"] },
    { command: ["cat", "<(x)"] },
    { command: ["ls", "|", "sh"] },
    { command: ["ls", "2>&1", ">", "x"] },
    { command: ["ls", ";eval", "x"] },
    { command: ["(", "x", ")"] },
    { command: ["echo", "cm0=|base64", "-d|sh"] },
    { command: "ls", args: [";", "eval", "x"] },
    { commands: ["cp /bin/rm q", "./q -r -f V"] },
  ])("is denied for what the line would do: %j", (payload) => {
    expect(effectOn(payload)).toBe("deny");
  });

  it.each<JsonObject>([
    { command: ["ls", "-la", "*"] },
    { command: ["grep", "a|b", "x"] },
    { command: ["git", "commit", "-m", "don't; panic (yet)"] },
    { command: ["find", ".", "(", "-name", "x", ")"] },
    { command: "ls", args: ["-la", "x y"] },
  ])("stays allowed where it would do the same: %j", (payload) => {
    expect(effectOn(payload)).toBe("allow");
  });
});

describe("a decoy beside the command", () => {
  it.each<JsonObject>([
    { code: "r''m -r -f /x", command: "ls" },
    { command: "ls", exec: { argv0: ["x", "r''m", "-r", "-f"] } },
    { input: "", code: "$X" },
    { args: [], code: "$X" },
    { args: [""], code: "$X" },
    { command: "ls", code: `r''m -r -f x #${"#'".repeat(9000)}` },
  ])("does not hide it: %j", (payload) => {
    expect(effectOn(payload)).toBe("deny");
  });

  it.each<JsonObject>([
    { command: "ls", description: "Lists what's in it | sh" },
    { command: "ls", input: "", args: [], note: "a; b $X" },
    { command: "" },
    { command: [], cwd: "" },
  ])("that is only text stays allowed: %j", (payload) => {
    expect(effectOn(payload)).toBe("allow");
  });
});

describe("a hostile payload", () => {
  const texts = Object.fromEntries(Array.from({ length: 32 }, (_, index) => [`t${index}`, "x"]));

  it.each<[string, JsonObject]>([
    [
      "many vectors",
      { command: "rm", ...texts, args: Array.from({ length: 40_000 }, () => "-a.b") },
    ],
    ["many words", { command: Array.from({ length: 40_000 }, () => "rm") }],
    ["many lines", { commands: Array.from({ length: 40_000 }, () => "a;b") }],
    ["many commands", { command: Array.from({ length: 5000 }, () => ({ command: "a;b" })) }],
    ["many substitutions", { command: Array.from({ length: 16 }, () => "$(".repeat(500)) }],
    ["many marks", { command: `ls a${"\u0301\u0316".repeat(1000)}` }],
  ])("of %s is denied in bounded time", (_name, payload) => {
    const started = performance.now();
    expect(effectOn(payload)).toBe("deny");
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});
