import { expect, it } from "vitest";
import { JsonError } from "../errors.ts";
import { toolDigest } from "../runtime/tool-digest.ts";
import { asSent } from "./as-sent.ts";

class Schema {
  readonly #type: string;
  readonly parse = (): void => {};

  constructor(type: string) {
    this.#type = type;
  }

  toJSON(): object {
    return { type: this.#type };
  }
}

it("a definition is what JSON keeps of it", () => {
  const sent = asSent({
    name: "pay",
    description: undefined,
    run: () => {},
    schema: new Schema("object"),
    since: new Date(0),
  });
  expect(sent).toEqual({
    name: "pay",
    schema: { type: "object" },
    since: "1970-01-01T00:00:00.000Z",
  });
  expect(Object.isFrozen(sent["schema"])).toBe(true);
});

it("definitions that are sent alike have one digest, whatever they are made of", () => {
  const made = asSent({ schema: new Schema("object"), name: "pay" });
  expect(toolDigest(made)).toBe(toolDigest({ name: "pay", schema: { type: "object" } }));
});

it.each([
  ["numbers that no reader holds exactly", { maximum: 2 ** 53 }],
  ["halves of characters", { description: "\ud800" }],
  ["a prototype", JSON.parse('{"__proto__":{}}')],
])("a definition with %s is refused", (_what, definition) => {
  expect(() => asSent(definition)).toThrow(JsonError);
});
