import { describe, expect, it } from "vitest";
import { Scratch } from "../../test/scratch.ts";

const OLD = `require_approval: [{ capability: payments.transfer, amount_gt: 1000 }]
allow: [{ capability: payments.transfer, amount_lte: 1000 }, crm.read]
`;
const NEW = `require_approval: [{ capability: payments.transfer, amount_gt: 5000 }]
allow: [{ capability: payments.transfer, amount_lte: 5000 }]
`;

function policies(scratch: Scratch, before = OLD, after = NEW): readonly [string, string] {
  return [scratch.file("old.yaml", before), scratch.file("new.yaml", after)];
}

describe("capfence policy diff", () => {
  it("lists what changes with an example, what is looser first, and exits with 1", async () => {
    const scratch = new Scratch();
    const { code, output, errors } = await scratch.run("policy", "diff", ...policies(scratch));
    expect([code, errors]).toEqual([1, ""]);
    const lines = output.split("\n");
    expect(lines[0]).toBe("no longer needs approval (1)");
    expect(lines[1]).toBe(
      '  {"actor":"agent","capability":"payments.transfer","payload":{"amount":1001}}',
    );
    expect(lines[2]).toMatch(
      /^ {4}was require_approval by require_approval\[0\] \(\S+old.yaml:1\)$/,
    );
    expect(lines[3]).toMatch(/^ {4}is {2}allow by allow\[0\] \(\S+new.yaml:2\)$/);
    // The other: a call of the resource "payments.transfer", which only approval rules see as that.
    expect(lines[4]).toBe("newly denied (2)");
    expect(output).toContain('\n  {"actor":"agent","capability":"crm.read","payload":{}}\n');
    expect(output).toMatch(/judged \d+ calls of \d+ capabilities with both policies\n$/);
  });

  it("finds no difference between policies that mean the same", async () => {
    const scratch = new Scratch();
    const { code, output } = await scratch.run(
      "policy",
      "diff",
      ...policies(scratch, OLD, `# a comment\n${OLD}`),
    );
    expect([code, output]).toEqual([
      0,
      "no difference found\njudged 0 calls of 0 capabilities with both policies\n",
    ]);
  });

  it("fails for the differences it is told to fail for", async () => {
    const scratch = new Scratch();
    const stricter = policies(scratch, "allow: [a.b, a.c]", "allow: [a.b]");
    const codes = async (...files: readonly string[]): Promise<readonly unknown[]> =>
      Promise.all(
        ["any", "looser", "allowed", "none"].map(async (which) => {
          const { code } = await scratch.run("policy", "diff", ...files, "--fail-on", which);
          return code;
        }),
      );
    expect(await codes(...stricter)).toEqual([1, 0, 0, 0]);
    expect(await codes(...stricter.toReversed())).toEqual([1, 1, 1, 0]);
    const asks = policies(scratch, "allow: [a.b]", "{ allow: [a.b], require_approval: [a.c] }");
    expect(await codes(...asks)).toEqual([1, 1, 0, 0]);
    const observes = policies(scratch, "allow: [a.b]", "{ mode: observe, allow: [a.b] }");
    expect(await codes(...observes)).toEqual([1, 1, 0, 0]);
  });

  it("judges recorded calls, in either spelling of their keys", async () => {
    const scratch = new Scratch();
    const trace = scratch.file(
      "trace.jsonl",
      `{"actor":"a","capability":"payments.transfer","payload":{"amount":10},"session_id":"s"}

{"actor":"a","capability":"payments.transfer","toolName":"pay","payload":{"amount":2000}}
{"actor":"a","resource":"crm","action":"read"}
`,
    );
    const files = policies(scratch);
    const { output } = await scratch.run("policy", "diff", ...files, "--events", trace);
    expect(output).toContain("2 of 3 recorded calls are decided differently\n");
    expect(output).toContain("  line 3: no longer needs approval: payments.transfer\n");
    expect(output).toContain("  line 4: newly denied: crm.read\n");
  });

  it.each([
    ["{", /trace\.jsonl:1: /],
    ["[]", /trace\.jsonl:1: /],
    [
      '{"actor":"a"}',
      /trace\.jsonl:1: event: an event needs a resource and an action, or a capability/,
    ],
    ['{"actor":"a","actor":"b","capability":"a.b"}', /trace\.jsonl:1: column /],
    ["", /trace\.jsonl:1: there are no events; write one a line/],
  ])("refuses a trace with the line %s", async (line, message) => {
    const scratch = new Scratch();
    const trace = scratch.file("trace.jsonl", line);
    const { code, errors } = await scratch.run(
      "policy",
      "diff",
      ...policies(scratch),
      "--events",
      trace,
    );
    expect(code).toBe(2);
    expect(errors).toMatch(message);
  });

  it("says all of it as JSON", async () => {
    const scratch = new Scratch();
    const { code, output } = await scratch.run("policy", "diff", ...policies(scratch), "--json");
    expect(code).toBe(1);
    expect(JSON.parse(output)).toMatchObject({
      digests: { before: expect.stringMatching(/^[0-9a-f]{64}$/) },
      changes: [
        {
          kind: "no_longer_needs_approval",
          witness: { capability: "payments.transfer", payload: { amount: 1001 } },
          before: { effect: "require_approval" },
          after: { effect: "allow" },
        },
        { kind: "newly_denied" },
        { kind: "newly_denied" },
      ],
      settings: [],
      explored: { gaps: [], everyCapability: true, inPart: 0 },
    });
  });

  it("says what it could not explore, and shows a hostile policy harmless", async () => {
    const scratch = new Scratch();
    const hostile = String.raw`{ allow: [{ id: "\e[2J", capability: a.b, match_regex: '^\p{Greek}$' }], tools: { "\e]0;x": a.b } }`;
    const files = policies(scratch, "allow: []", hostile);
    const { output } = await scratch.run("policy", "diff", ...files);
    expect(output).toMatch(/not explored: match_regex of \\u001b\[2J \(\S+new\.yaml:1\): no text/);
    expect(output.replaceAll("\n", "")).not.toMatch(/\p{C}/u);
  });

  it("does not compare with a policy that does not load", async () => {
    const scratch = new Scratch();
    const { code, errors } = await scratch.run(
      "policy",
      "diff",
      ...policies(scratch, "alow: []", NEW),
    );
    expect(code).toBe(2);
    expect(errors).toMatch(/old\.yaml:1:1: alow: unknown key/);
  });
});
