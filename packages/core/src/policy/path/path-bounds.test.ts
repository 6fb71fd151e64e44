import { expect, it } from "vitest";
import { ActionEvent } from "../../action/event.ts";
import type { JsonObject } from "../../encoding/json.ts";
import { policy } from "../../../test/judge.ts";

const PATTERNS = Array.from({ length: 40 }, (_, index) => `"**/.secret${index}/**"`).join(", ");
const system = policy(`
deny: [{ capability: a.b, path_matches: [${PATTERNS}] }, { capability: a.b, path_within: [/etc, /proc] }]
allow: [{ capability: a.b, path_within: . }]`);

const repeated = (text: string, size = 4096): string => text.repeat(size / text.length);
const many = (text: string): readonly string[] =>
  Array.from({ length: 64 }, (_, index) => `${index}${text.slice(0, 250)}`);

it.each<[string, JsonObject]>([
  ["deep new folders", { path: repeated("a/") }],
  ["climbing back and forth", { path: repeated("a/../") }],
  ["climbing back and forth in new folders", { paths: many(repeated("abc/x/../")) }],
  ["encoded segments", { path: repeated("%2561/") }],
  ["many layers of encoding", { path: `%${repeated("25", 4090)}2f` }],
  ["dots", { path: repeated("./") + "x" }],
  ["one segment of dots", { path: `${repeated(".", 4000)}x` }],
  ["spaces", { path: `${repeated(" ", 4000)}x` }],
  ["wide letters", { path: repeated("ｅ/") }],
  ["marks", { path: `a${repeated("\u0301", 4000)}` }],
  ["hexadecimal numbers", { path: repeated("0x2e0x2f") }],
  ["schemes", { path: repeated("ab:") }],
  ["many paths", { paths: many(repeated("%2561/ｅ/../")) }],
  ["directories and files", { dirs: many("d"), cwd: "x", files: many("y/../z") }],
  ["a very long text", { path: repeated("../", 600_000) }],
  [
    "very many arguments",
    Object.fromEntries(Array.from({ length: 40_000 }, (_, i) => [`path${i}`, "a"])),
  ],
  [
    "very many harmless arguments",
    Object.fromEntries(Array.from({ length: 40_000 }, (_, i) => [`k${i}`, "a"])),
  ],
  ["very many numbers", { path: Array.from({ length: 40_000 }, () => 1) }],
])("%s are judged in bounded time", (_name, payload) => {
  const event = ActionEvent.create({ actor: "a", capability: "a.b", payload });
  // The best of a few: other processes may hold the machine for longer than the limit.
  const times = Array.from({ length: 5 }, () => {
    const start = performance.now();
    system.decide(event);
    return performance.now() - start;
  });
  expect(Math.min(...times)).toBeLessThan(2000);
});

it("does not let a call with more than 256 paths through, wherever they are", () => {
  const paths = Array.from({ length: 257 }, (_, index) => `src/${index}.ts`);
  const event = ActionEvent.create({ actor: "a", capability: "a.b", payload: { paths } });
  expect(system.decide(event).effect).toBe("deny");
});

it("does not let a path of many thousand characters through", () => {
  const payload = { path: "a/".repeat(50_000) };
  const event = ActionEvent.create({ actor: "a", capability: "a.b", payload });
  expect(system.decide(event).effect).toBe("deny");
});
