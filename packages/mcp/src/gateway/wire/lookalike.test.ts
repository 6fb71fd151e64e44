import { expect, it } from "vitest";
import { lookalike } from "./lookalike.ts";

it.each<[object, string | undefined]>([
  [{}, undefined],
  [{ uri: 1, other: 2 }, undefined],
  [{ uri: 1, URI: 2 }, "URI"],
  [{ URI: 2 }, "URI"],
  [{ tasK: 1, task: 2 }, "tasK"],
  [{ "ta\u017fk": 1 }, "ta\u017fk"],
  [{ other: 1, Other: 2 }, "Other"],
])("of the keys of %j is taken for another: %s", (object, key) => {
  expect(lookalike({ ...object }, ["uri", "task"])).toBe(key);
});
