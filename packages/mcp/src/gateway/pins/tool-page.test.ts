import {
  ActionRuntime,
  CapabilitySystem,
  Guard,
  type JsonObject,
  MemoryStorage,
} from "@capfence/core";
import { describe, expect, it } from "vitest";
import { readToolPage } from "./tool-page.ts";

const PAY: JsonObject = {
  name: "pay",
  title: "Pay",
  description: "pays somebody",
  inputSchema: { type: "object", properties: { to: { type: "string" } } },
  outputSchema: { type: "object" },
  annotations: { destructiveHint: true },
  icons: [{ src: "data:image/png;base64,AAAA" }],
  execution: { taskSupport: "optional" },
  _meta: { ui: { resourceUri: "ui://pay" } },
};

function digestOf(definition: object | string): string {
  const text = typeof definition === "string" ? definition : JSON.stringify(definition);
  const [entry] = readToolPage({}, `{"tools":[${text}]}`).entries;
  if (entry === undefined || !("digest" in entry)) throw new TypeError(entry?.fault);
  return entry.digest;
}

describe("the digest of a tool", () => {
  it.each(Object.keys(PAY).filter((key) => key !== "name"))(
    "is another when its %s is another, is gone or is written in other case",
    (key) => {
      const { [key]: member, ...rest } = PAY;
      expect(digestOf({ ...PAY, [key]: "x" })).not.toBe(digestOf(PAY));
      expect(digestOf(rest)).not.toBe(digestOf(PAY));
      expect(digestOf({ ...rest, [key.toUpperCase()]: member ?? null })).not.toBe(digestOf(PAY));
    },
  );

  it("is the same whatever the order of keys and the blanks between them", () => {
    const turned = Object.fromEntries(Object.entries(PAY).toReversed());
    expect(digestOf(JSON.stringify(turned, undefined, 4))).toBe(digestOf(PAY));
    expect(digestOf('{"name":"a","x":{"c":1.0,"b":"\\u0041"}}')).toBe(
      digestOf('{"x":{"b":"A","c":1},"name":"a"}'),
    );
  });

  it("is another when items of a list change places", () => {
    const turned = { name: "a", required: ["b", "a"] };
    expect(digestOf({ name: "a", required: ["a", "b"] })).not.toBe(digestOf(turned));
  });

  it.each([
    ["9223372036854775807", "9223372036854775806"],
    ["1e999", "2e999"],
    ["-1e999", "1e999"],
    ["1e-999", "0"],
    ["1e999", "null"],
    ["9223372036854775807", '"9223372036854775807"'],
  ])("tells the numbers %s and %s apart", (one, other) => {
    const [first, second] = [one, other].map(
      (number) => `{"name":"a","inputSchema":{"maximum":${number}}}`,
    );
    expect(digestOf(first ?? "")).not.toBe(digestOf(second ?? ""));
  });

  it("cannot be had by writing what stands for a number", () => {
    const forged = '{"name":"a","maximum":{"dev.capfence/number":"9223372036854775807"}}';
    expect(() => digestOf(forged)).toThrow('the key "dev.capfence/number" is reserved');
  });

  it("is the one that approvals are bound to", async () => {
    const [entry] = readToolPage({ tools: [PAY] }).entries;
    if (entry === undefined || !("definition" in entry)) throw new TypeError("it is usable");
    const guard = new Guard({
      runtime: new ActionRuntime({
        capabilitySystem: new CapabilitySystem().loadPolicyText("deny: [pay.run]"),
        storage: new MemoryStorage(),
      }),
      agentId: "agent",
      capability: "pay.run",
    });
    const preview = await guard.preview({
      toolName: "pay",
      input: {},
      definition: entry.definition,
    });
    expect(preview?.event.context.toolDigest).toBe(entry.digest);
  });
});
