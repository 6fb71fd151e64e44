import { describe, expect, it } from "vitest";
import { decide, policy, truthOf } from "../../../test/judge.ts";
import { ActionEvent } from "../../action/event.ts";

const CALL = { capability: "files.read" };
const INSIDE = { ...CALL, payload: { path: "/srv/data/a" } };
const OUTSIDE = { ...CALL, payload: { path: "/etc/a" } };
const UNCLEAR = { ...CALL, payload: { path: "/srv/data/%2e%2e/a" } };
const MISSING = { ...CALL, payload: {} };
const WITHIN = "unless: { path_within: /srv/data, paths: remote }";

function digest(text: string): string {
  return policy(`deny: [{ capability: a.b${text} }]`).digest;
}

describe("unless in a rule that restricts", () => {
  it.each([
    ["surely hold", INSIDE, "false"],
    ["surely do not hold", OUTSIDE, "true"],
    ["cannot be told", UNCLEAR, "true"],
    ["read a value that is missing", MISSING, "true"],
  ])("excuses only a call for which the conditions hold: those that %s", (_, call, truth) => {
    expect(truthOf("restrict", WITHIN, call)).toBe(truth);
  });

  it("asks about everything that is not surely inside", () => {
    const text = `
require_approval: [{ capability: files.read, ${WITHIN} }]
allow: [{ capability: files.read, path_within: /srv/data, paths: remote }]
`;
    const effects = [INSIDE, OUTSIDE, UNCLEAR, MISSING].map((call) => decide(text, call).effect);
    expect(effects).toEqual(["allow", "require_approval", "require_approval", "require_approval"]);
  });

  it("needs every one of several conditions to hold", () => {
    const both = "unless: { user_role: ops, args: { /path: /srv/data/a } }";
    expect(truthOf("restrict", both, { ...INSIDE, userRole: "ops" })).toBe("false");
    expect(truthOf("restrict", both, { ...INSIDE, userRole: "guest" })).toBe("true");
    expect(truthOf("restrict", both, INSIDE)).toBe("true");
  });

  it("reads every text as an allow rule does, so that a decoy excuses nothing", () => {
    const harmless = 'unless: { contains: "harmless" }';
    expect(truthOf("restrict", harmless, { payload: { note: "harmless" } })).toBe("false");
    const decoy = { payload: { note: "harmless", text: "drop everything" } };
    expect(truthOf("restrict", harmless, decoy)).toBe("true");
  });

  it("excuses a call whose SQL surely only reads, once SQL can be read", async () => {
    const rule = "deny: [{ capability: db.run, unless: { sql: { writes: false } } }]";
    const system = policy(`${rule}\nallow: [db.run]\n`);
    await system.ready();
    const effects = ["select 1", "delete from a", "selec"].map((sql) => {
      const event = ActionEvent.create({ actor: "a", capability: "db.run", payload: { sql } });
      return system.decide(event).effect;
    });
    expect(effects).toEqual(["allow", "deny", "deny"]);
  });
});

describe("unless in a rule that permits", () => {
  const secret = "unless: { path_within: /srv/data, paths: remote }";

  it.each([
    ["surely do not hold", OUTSIDE, "true"],
    ["surely hold", INSIDE, "false"],
    ["cannot be told", UNCLEAR, "false"],
    ["read a value that is missing", MISSING, "uncertain"],
  ])(
    "lets only a call through for which the conditions do not hold: those that %s",
    (_, call, truth) => {
      expect(truthOf("permit", secret, call)).toBe(truth);
    },
  );
});

describe("unless", () => {
  it.each([
    ["no mapping", "unless: x", "allow[0].unless: expected a mapping of conditions"],
    ["nothing", "unless: {}", "allow[0].unless: expected a mapping of conditions"],
    [
      "another unless",
      "unless: { unless: { amount_gt: 1 } }",
      'unless.unless: unknown key "unless"',
    ],
    ["a capability", "unless: { capability: a.b }", 'unless.capability: unknown key "capability"'],
    ["a condition nobody knows", "unless: { amount_gr: 1 }", 'unknown key "amount_gr"'],
    ["a condition that is malformed", "unless: { amount_gt: x }", "unless.amount_gt: expected a"],
  ])("with %s does not load", (_, text, words) => {
    expect(() => policy(`allow:\n  - { capability: a.b, ${text} }\n`)).toThrow(words);
  });

  it("is part of what a policy means", () => {
    const digests = ["", ", unless: { amount_gt: 1 }", ", unless: { amount_gt: 2 }"].map(digest);
    expect(new Set(digests).size).toBe(3);
  });
});
