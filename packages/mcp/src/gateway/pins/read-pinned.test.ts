import { ConfigurationError } from "@capfence/core";
import { describe, expect, it } from "vitest";
import { listed, tool } from "../../../test/gateway/listed.ts";
import { pinnedText } from "./pinned.ts";
import { readPinned } from "./read-pinned.ts";

const tools = new Map(Array.from(listed(tool("pay", "pays")).tools, (one) => [one.name, one]));
const good = pinnedText(new Map([["bank", { tools }]]));

/** What is said of the good file once something in it is replaced. */
function faultOf(from: string | RegExp, to: string): string {
  const text = good.replace(from, to);
  if (text === good) throw new TypeError("nothing was replaced");
  try {
    readPinned(text, "lock.json");
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
    throw error;
  }
  return "nothing";
}

describe("a lock file that was changed by hand", () => {
  it("is read while it says what it said", () => {
    const turned = JSON.stringify(JSON.parse(good), undefined, 8);
    expect(readPinned(turned, "lock.json")).toEqual(new Map([["bank", { tools }]]));
  });

  const PAY = "upstreams.bank.tools.pay";
  it.each([
    ['"pays"', '"pays all"', `lock.json:13:11: ${PAY}.digest: this is not the digest of`],
    [/sha256:\w{8}/, "sha256:00000000", `lock.json:13:11: ${PAY}.digest: this is not the digest`],
    ["sha256:", "md5:", `lock.json:13:11: ${PAY}.digest: this is not the digest of`],
    [
      '"digest"',
      '"digset"',
      `lock.json:13:11: ${PAY}.digset: unknown key "digset"; did you mean "digest"?`,
    ],
    [
      '"name": "pay"',
      '"name": "steal"',
      `lock.json:11:13: ${PAY}.definition.name: the definition must be that of "pay"`,
    ],
    ['"pay": {', '"pa\\u200by": {', "no such tool can be used: its name holds characters"],
    ['"version": 1', '"version": 2', "lock.json:18:3: version: this release reads version 1"],
    [',\n  "version": 1', "", "version: this release reads version 1"],
    [
      '"upstreams"',
      '"upstream"',
      'lock.json:2:3: upstream: unknown key "upstream"; did you mean "upstreams"?',
    ],
    ['"bank": {', '"bank": { "server": 5,', "upstreams.bank.server: expected an object"],
    ['"bank": {', '"shop": {}, "bank": {', "upstreams.shop.tools: expected an object, got nothing"],
    [
      '"bank": {',
      '"bank": {"tools": {}}, "bank": {',
      'lock.json:3:28: duplicate key "bank"; restore the file',
    ],
    [/^/, "<<<<<<< ours\n", "lock.json:1:1: expected a JSON value; restore the file"],
    [/[^]*/, "", "lock.json:1:1: expected a JSON value"],
    [/[^]*/, "[]", "lock.json:1:1: expected an object"],
  ])("is refused with the place where %s became %s", (from, to, message) => {
    expect(faultOf(from, to)).toContain(message);
  });
});
