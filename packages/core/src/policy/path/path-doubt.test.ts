import { describe, expect, it } from "vitest";
import { policy } from "../../../test/judge.ts";
import { ActionEvent } from "../../action/event.ts";
import type { JsonObject } from "../../encoding/json.ts";
import type { ConditionExplanation } from "../explain/explanation.ts";
import { spellingsOf } from "./spellings.ts";

function explained(
  section: "deny" | "allow",
  condition: string,
  payload: JsonObject,
): readonly ConditionExplanation[] {
  const event = ActionEvent.create({ actor: "agent", capability: "a.b", payload });
  const system = policy(`${section}: [{ capability: a.b, ${condition} }]`);
  return system.explain(event).rules[0]?.conditions ?? [];
}

describe("why a path condition is uncertain", () => {
  const most = "there are more than 128 paths, 16384 characters of paths or 10000 arguments";
  const long = `${"a".repeat(90)}/$DIR`;

  it.each<["deny" | "allow", JsonObject, string]>([
    ["deny", {}, "no path stands where one is expected"],
    ["deny", { path: 5 }, "a value that is no text stands where a path belongs"],
    ["deny", { path: null }, "a value that is no text stands where a path belongs"],
    ["deny", { path: { a: 1 } }, "an object stands where a path belongs"],
    ["deny", { path: { a: 1 }, file: 5 }, "an object stands where a path belongs"],
    ["deny", { paths: Array.from({ length: 129 }, (_, index) => `${index}`) }, most],
    ["deny", { paths: ["a", "$DIR/x"] }, 'the path "$DIR/x" has a variable'],
    ["deny", { path: long }, `the path "${"a".repeat(80)}" has a variable`],
    ["allow", { path: "~/x" }, 'the path "~/x" has a "~" that may stand for a home directory'],
    ["deny", { path: "/dev/fd/3" }, "it cannot be told where a path leads"],
  ])("in a %s rule, of %j: %s", (section, payload, doubt) => {
    expect(explained(section, "path_within: /srv", payload)).toMatchObject([
      { key: "path_within", truth: "uncertain", doubt },
    ]);
  });

  it("is named by its own key, as is that the paths are on another host", () => {
    expect(
      explained("allow", 'path_matches: "/srv/**", paths: remote', { path: "/srv/x" }),
    ).toMatchObject([
      { key: "path_matches", truth: "true" },
      { key: "paths", truth: "true" },
    ]);
  });
});

it.each([
  ["a\0b", "has control characters"],
  ["a\ud800", "has control characters"],
  ["~bob/x", "may stand for somebody's home directory"],
  [" ~bob/x", "may stand for somebody's home directory"],
  ["$DIR/x", "has a variable"],
  ["\\\\host\\x", "is on a network share"],
  ["Jar:http://x", 'is a URL of the scheme "jar:http"'],
  ["a%ff", "has an encoding that is read in more than one way"],
])("the path %j %s", (path, doubt) => {
  expect(spellingsOf(path).doubt).toBe(doubt);
});

it.each(["a", "lt~obsolete", "$HOME/x", "file:///x", "https://host/x"])(
  "the path %j is no other than it says",
  (path) => {
    expect(spellingsOf(path).doubt).toBeUndefined();
  },
);
