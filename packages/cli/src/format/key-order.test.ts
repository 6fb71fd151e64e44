import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { POLICY_ORDER, RULE_ORDER } from "./key-order.ts";

interface Schema {
  readonly properties: object;
  readonly $defs: Readonly<Record<"rule" | "legacy_rule", { readonly properties: object }>>;
}

const file = fileURLToPath(import.meta.resolve("@capfence/core/policy.schema.json"));
const { properties, $defs } = JSON.parse(readFileSync(file, "utf8")) as Schema;

describe("the order of keys", () => {
  it("has every key of a policy once", () => {
    expect(POLICY_ORDER.toSorted()).toEqual(Object.keys(properties).toSorted());
  });

  it("has every key of a rule once, whether of the newer or the older form", () => {
    const keys = new Set(
      [$defs.rule, $defs.legacy_rule].flatMap((rule) => Object.keys(rule.properties)),
    );
    expect(RULE_ORDER.toSorted()).toEqual([...keys].toSorted());
  });

  it("has who may ask before what is asked", () => {
    expect(POLICY_ORDER.indexOf("tokens")).toBeLessThan(POLICY_ORDER.indexOf("deny"));
    expect(RULE_ORDER.indexOf("requires_token")).toBeLessThan(RULE_ORDER.indexOf("unless"));
  });
});
