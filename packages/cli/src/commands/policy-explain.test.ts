import { symlinkSync, unlinkSync } from "node:fs";
import { join } from "node:path";
import { ActionEvent } from "@capfence/core";
import { describe, expect, it } from "vitest";
import { Scratch } from "../../test/scratch.ts";

const POLICY = `name: ops
tools: { run_shell: shell.execute }
deny:
  - { id: no-root, capability: shell.execute, contains: "rm -rf", reason: never delete }
require_approval:
  - { capability: payments.transfer, amount_gt: 1000, currency: [USD] }
  - crm.export.production
allow:
  - { capability: payments.transfer, amount_lte: 5000 }
  - { capability: shell.execute, user_role: [ops] }
  - crm.read
`;

const TRANSFER = `{ "actor": "a", "capability": "payments.transfer",
  "payload": { "amount": 2000, "currency": "USD" } }`;

describe("capfence policy explain", () => {
  it("shows the rule that decided first, and what became of each condition", async () => {
    const scratch = new Scratch();
    const file = scratch.file("ops.yaml", POLICY);
    const { code, output, errors } = await scratch.run("policy", "explain", file, TRANSFER);
    expect([code, errors]).toEqual([0, ""]);
    expect(output.replaceAll(scratch.folder, ""))
      .toBe(`require_approval payments.transfer (approval_required)
an approval rule holds
→ require_approval[0] holds  /ops.yaml:6
    ✓ amount_gt: 1000 — amounts: 2000
    ✓ currency: ["USD"] — currencies: "USD"
  allow[0] holds  /ops.yaml:9
    ✓ amount_lte: 5000 — amounts: 2000
4 rules do not bear on this capability; --all shows them
`);
  });

  it("says which condition was uncertain and why, and exits with 0 whatever the verdict", async () => {
    const scratch = new Scratch();
    const file = scratch.file("ops.yaml", POLICY);
    const event = '{"actor":"a","tool_name":"run_shell","payload":{"command":"$X -rf /"}}';
    const { code, output } = await scratch.run("policy", "explain", file, event);
    expect(code).toBe(0);
    expect(output).toMatch(/^deny shell\.execute \(policy_deny\)\n/);
    expect(output).toMatch(/→ deny "no-root" uncertain {2}\S+:4 never delete\n/);
    expect(output).toMatch(/\? contains: rm -rf — uncertain: a text search cannot tell .+\n/);
    expect(output).toContain(
      '? user_role: ["ops"] — uncertain: the host did not say the user_role\n',
    );
  });

  it("says that a request stops short of a rule", async () => {
    const scratch = new Scratch();
    const file = scratch.file("ops.yaml", POLICY);
    const event = '{"actor":"a","capability":"crm.export"}';
    const { output } = await scratch.run("policy", "explain", file, event);
    expect(output).toContain("? capability: crm.export.production, uncertain: the request stops");
  });

  it("lists every other rule when it is asked to", async () => {
    const scratch = new Scratch();
    const file = scratch.file("ops.yaml", POLICY);
    const { output } = await scratch.run("policy", "explain", file, TRANSFER, "--all");
    expect(output).toMatch(
      /\n {2}deny "no-root" {2}\S+ops\.yaml:4 shell\.execute: it is about another capability\n/,
    );
    expect(output).not.toContain("--all shows");
  });

  it("reads the event from a file, and from standard input", async () => {
    const scratch = new Scratch();
    const file = scratch.file("ops.yaml", POLICY);
    const event = scratch.file("event.json", TRANSFER);
    const direct = await scratch.run("policy", "explain", file, TRANSFER);
    expect(await scratch.run("policy", "explain", file, event)).toStrictEqual(direct);
    scratch.input = [TRANSFER.slice(0, 10), TRANSFER.slice(10)];
    expect(await scratch.run("policy", "explain", file, "-")).toStrictEqual(direct);
  });

  it("says all of it as JSON", async () => {
    const scratch = new Scratch();
    const file = scratch.file("ops.yaml", `mode: observe\n${POLICY}`);
    const { code, output } = await scratch.run("policy", "explain", file, TRANSFER, "--json");
    expect(code).toBe(0);
    expect(JSON.parse(output)).toMatchObject({
      policy: file,
      mode: "observe",
      verdict: "require_approval",
      decision: { reason: "approval_required", rule: { id: "require_approval[0]" } },
      rules: [{ decides: true }, { truth: "true", conditions: [{ key: "amount_lte" }] }],
      unrelated: [{}, {}, {}, {}],
    });
  });

  it("says that a policy only observes, and names a risk level that decided", async () => {
    const scratch = new Scratch();
    const file = scratch.file("o.yaml", "mode: observe\nrisk_levels: { high: deny }\n");
    const event = '{"actor":"a","capability":"x.y","risk_level":"HIGH"}';
    const { output } = await scratch.run("policy", "explain", file, event);
    expect(output).toMatch(/\n→ risk_levels\.high {2}\S+o\.yaml:2\n/);
    expect(output).toMatch(/\nthe policy only observes/);
  });

  it("takes whose token a call is to have come with", async () => {
    const scratch = new Scratch();
    const file = scratch.file("t.yaml", "allow: [{ capability: x.y, requires_token: true }]\n");
    const explained = async (more: object): Promise<string> => {
      const event = JSON.stringify({ actor: "a", capability: "x.y", ...more });
      return (await scratch.run("policy", "explain", file, event)).output;
    };
    expect(await explained({ token_issuer: "acme" })).toContain('a token of "acme"');
    expect(await explained({})).toContain("no token");
  });

  it("explains a decision that the log holds", async () => {
    const scratch = new Scratch();
    const file = scratch.file("ops.yaml", POLICY);
    await scratch
      .runtime(POLICY)
      .execute(ActionEvent.create({ actor: "a", resource: "crm.x", action: "read" }));
    scratch.close();
    const { output: record } = await scratch.run("logs", "--json", "--agent", "a");
    const { output } = await scratch.run("policy", "explain", file, record.trim());
    expect(output).toContain("crm.read.x");
  });

  it("takes the links in a recorded decision's paths as they led then", async () => {
    const scratch = new Scratch();
    const link = join(scratch.folder, "inside/link");
    for (const name of ["inside/sub/x", "outside/x"]) scratch.file(name, "");
    symlinkSync(join(scratch.folder, "inside/sub"), link);
    const policy = `allow: [{ capability: file.read, path_within: "${scratch.folder}/inside" }]`;
    const payload = { path: join(link, "x") };
    const event = { actor: "a", capability: "file.read", payload };
    await scratch.runtime(policy).execute(ActionEvent.create(event));
    scratch.close();
    unlinkSync(link);
    symlinkSync(join(scratch.folder, "outside"), link);
    const file = scratch.file("p.yaml", policy);
    const { output: record } = await scratch.run("logs", "--json", "--agent", "a");
    const verdicts = [record.trim(), JSON.stringify(event)].map(async (given) => {
      const { output } = await scratch.run("policy", "explain", file, given);
      return output.split(" ", 1)[0];
    });
    expect(await Promise.all(verdicts)).toStrictEqual(["allow", "deny"]);
  });

  it("waits for the SQL grammar where the policy needs it", () => {
    const scratch = new Scratch();
    const file = scratch.file(
      "sql.yaml",
      "allow: [{ capability: sql.query, sql: { statements: [select] } }]",
    );
    const verdictOf = (query: string): string | undefined => {
      const event = { actor: "a", capability: "sql.query", payload: { query } };
      const { output } = scratch.spawn("policy", "explain", file, JSON.stringify(event));
      return output.split(" ", 1)[0];
    };
    expect([verdictOf("select 1"), verdictOf("drop table a")]).toStrictEqual(["allow", "deny"]);
  });

  it.each([
    ["nonsense", '{"actor":', "the event: line 1, column 10: expected a JSON value"],
    ["a duplicate key", '{"actor":"a","actor":"b"}', 'duplicate key "actor"'],
    [
      "a key twice over",
      '{"actor":"a","tool_name":"x","toolName":"y"}',
      "event.toolName: the toolName is given twice",
    ],
    [
      "an unknown key",
      '{"actor":"a","capabilty":"x.y"}',
      'event.capabilty: unknown key "capabilty"; did you mean "capability"?',
    ],
    [
      "an unknown key inside",
      '{"actor":{"id":"a","rle":"x"}}',
      'event.actor.rle: unknown key "rle"; did you mean "role"?',
    ],
    ["no actor", '{"capability":"x.y"}', "event: it has no actor"],
    ["no capability", '{"actor":"a"}', "an event needs a resource and an action, or a capability"],
    [
      "an unmapped tool",
      '{"actor":"a","tool_name":"other"}',
      'the policy\'s tools do not name "other"',
    ],
    ["a bad capability", '{"actor":"a","capability":"x.*"}', 'capability "x.*" is not valid'],
    [
      "a payload that is a list",
      '{"actor":"a","capability":"x.y","payload":[1]}',
      "event.payload: ",
    ],
    [
      "a missing file",
      "no-such.json",
      'cannot read the event "no-such.json": there is no such file',
    ],
    ["a folder", ".", 'cannot read the event ".": it is a folder'],
  ])("says what is wrong with an event: %s", async (_what, event, message) => {
    const scratch = new Scratch();
    const file = scratch.file("ops.yaml", POLICY);
    const { code, output, errors } = await scratch.run("policy", "explain", file, event);
    expect([code, output]).toEqual([2, ""]);
    expect(errors).toContain(message);
  });

  it("refuses an event that is no UTF-8, too large, or not an object", async () => {
    const scratch = new Scratch();
    const file = scratch.file("ops.yaml", POLICY);
    for (const [content, message] of [
      [Uint8Array.of(0x7b, 0xff), "not UTF-8"],
      [" ".repeat(9 * 1024 * 1024), "larger than"],
      ["[]", "event.json: event: expected one object"],
    ] as const) {
      const event = scratch.file("event.json", content);
      const { code, errors } = await scratch.run("policy", "explain", file, event);
      expect(code).toBe(2);
      expect(errors).toContain(message);
    }
  });

  it("exits with 2 for a policy that does not load", async () => {
    const scratch = new Scratch();
    const file = scratch.file("bad.yaml", "alow: []\n");
    const { code, errors } = await scratch.run("policy", "explain", file, TRANSFER);
    expect(code).toBe(2);
    expect(errors).toContain('unknown key "alow"');
  });

  it("lets nothing hostile reach the terminal, from the event or from the policy", async () => {
    const scratch = new Scratch();
    const file = scratch.file(
      "hostile.yaml",
      String.raw`deny: [{ id: "\e[2J\u202E", capability: x.y, reason: "\e[1m", contains: "\u202Eabc" }, { capability: x.y, actor: "\e[2J" }]`,
    );
    const event = String.raw`{"actor":"a","capability":"x.y","payload":{"a":"\u001b[2J\u202eabc","b":"\u009b"}}`;
    for (const more of [[], ["--json"], ["--all"]]) {
      const { code, output } = await scratch.run("policy", "explain", file, event, ...more);
      expect(code).toBe(0);
      expect(output.replaceAll("\n", "")).not.toMatch(/\p{C}/u);
      expect(output).toContain("u001b[2J");
    }
  });
});
