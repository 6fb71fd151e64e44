import { expect, it } from "vitest";
import { minted, NOW } from "../../test/minted.ts";
import { canonicalJson } from "../encoding/canonical-json.ts";
import type { JsonObject } from "../encoding/json.ts";
import { readFurther } from "./block-text.ts";
import { generateHolderKey } from "./holder-key.ts";
import { attenuateToken } from "./make-token.ts";
import { TokenError } from "./token-error.ts";

it("a block cannot be given the id of another, nor one that is chosen", () => {
  const victim = minted().chain.authority.block.id;
  expect(victim).toMatch(/^tok_[0-9a-f]{32}$/);
  const [made] = attenuateToken(minted(), { actor: "thief" }, { now: NOW }).chain.further;
  const members = JSON.parse(made?.text ?? "") as JsonObject;
  const prev = members["prev"] as string;
  expect(readFurther(made?.text ?? "", prev).id).toBe(made?.block.id);
  for (const forged of [
    { ...members, id: victim },
    { ...members, salt: victim },
  ])
    expect(() => readFurther(canonicalJson(forged), prev)).toThrow(TokenError);
});

it("two blocks that say the same have names of their own", () => {
  const { publicKey } = generateHolderKey();
  const ids = [1, 2].map(() => minted({}, publicKey).chain.authority.block.id);
  expect(new Set(ids).size).toBe(2);
});

it("a block says nothing that this gate does not know, as one of a later version could", () => {
  const [made] = attenuateToken(minted(), { actor: "shop" }, { now: NOW }).chain.further;
  const members = JSON.parse(made?.text ?? "") as JsonObject;
  const later = canonicalJson({ ...members, max_regret: 1 });
  expect(() => readFurther(later, members["prev"] as string)).toThrow(
    'unknown member "max_regret"',
  );
});

it("a budget is checked when it is written, and must be a mapping when it is read", () => {
  expect(() => minted({ budget: { max_calls: { count: "x" } } })).toThrow(
    "max_calls.count: expected a whole",
  );
  expect(() => minted({ budget: {} })).toThrow(
    "budget: expected a mapping with max_calls or max_total",
  );
  const [made] = attenuateToken(minted(), { actor: "shop" }, { now: NOW }).chain.further;
  const members = JSON.parse(made?.text ?? "") as JsonObject;
  expect(() =>
    readFurther(canonicalJson({ ...members, budget: [] }), members["prev"] as string),
  ).toThrow("budget must be a mapping");
});
