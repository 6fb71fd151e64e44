import { describe, expect, it } from "vitest";
import { truthOf } from "../../../test/judge.ts";
import type { JsonObject } from "../../encoding/json.ts";

const PUBLIC = "{ schemes: [http, https], private: false }";

describe("a hostile payload", () => {
  it.each<[string, JsonObject]>([
    ["very many URLs", { urls: Array.from({ length: 40_000 }, () => "http://a.example.com") }],
    ["very many keys", Object.fromEntries(Array.from({ length: 40_000 }, (_, i) => [`k${i}`, 1]))],
    ["very many mentions", { url: "http://a", text: "a://b ".repeat(170_000) }],
    ["one long scheme", { url: `${"a".repeat(500_000)}://x` }],
    ["one long host", { url: `http://${"a.".repeat(400_000)}` }],
    ["one long parameter", { url: `http://a.example.com\\?${"=a".repeat(4000)}` }],
    ["much white space", { url: `http://a.example.com${" ".repeat(900_000)}x` }],
  ])("of %s is judged soon", (_, payload) => {
    const started = performance.now();
    expect(truthOf("restrict", "url: { private: true }", { payload })).not.toBe("false");
    expect(truthOf("permit", `url: ${PUBLIC}`, { payload })).not.toBe("true");
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
