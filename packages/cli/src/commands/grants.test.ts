import { describe, expect, it } from "vitest";
import { makeApprovers, Payer, paymentPolicy } from "../../test/payer.ts";
import { Scratch } from "../../test/scratch.ts";

const TO_PAY = ["-a", "pay-agent", "-c", "payments.transfer", "-e", "production"];

function unsignedPayer(context: object = {}) {
  const scratch = new Scratch();
  const payer = new Payer(scratch, paymentPolicy(), context);
  const grant = (...options: readonly string[]) => scratch.run("grant", ...TO_PAY, ...options);
  return { scratch, payer, grant };
}

const idIn = (output: string): string => /grt_[0-9a-f]{16}/.exec(output)?.[0] ?? "";

describe("capfence grant", () => {
  it("opens calls before they are made, for so long", async () => {
    const { scratch, payer, grant } = unsignedPayer();
    const { code, output, errors } = await grant("--duration", "2h", "--by", "alice");
    expect(code).toBe(0);
    expect(output).toBe(`grant       ${idIn(output)} (active)
granted by  alice (unsigned)
made        2026-01-31 12:00:00
expires     2026-01-31 14:00:00
  - capability: payments.transfer
    actor: pay-agent
    environment: production
`);
    expect(errors).toContain("this grant is not signed");
    expect(await payer.attempt()).toMatchObject({ reason: "approved_grant", authorized: true });
    expect(await payer.attempt({ amount: 5000 }, "staging")).toMatchObject({ authorized: false });
    scratch.now += 2 * 3_600_000;
    expect(await payer.attempt()).toMatchObject({ authorized: false });
  });

  it("lasts an hour where nobody says how long, and says so", async () => {
    const { grant } = unsignedPayer();
    const { output, errors } = await grant();
    expect(output).toContain("expires     2026-01-31 13:00:00");
    expect(errors).toContain("no --duration was given, so it lasts 1h");
    expect((await grant("--duration", "90")).output).toContain("12:01:30");
  });

  it("binds both session and time", async () => {
    const { scratch, payer, grant } = unsignedPayer({ sessionId: "s-1" });
    await grant("--session", "s-1", "--duration", "60");
    const other = new Payer(scratch, paymentPolicy(), { sessionId: "s-2" });
    expect(await other.attempt()).toMatchObject({ authorized: false });
    expect(await payer.attempt()).toMatchObject({ authorized: true });
    scratch.now += 60_000;
    expect(await payer.attempt()).toMatchObject({ authorized: false });
  });

  it("opens only what meets its conditions", async () => {
    const { payer, grant } = unsignedPayer();
    const { output } = await grant("--conditions", "amount_lte: 6000");
    expect(output).toContain("    amount_lte: 6000\n");
    expect(await payer.attempt({ amount: 6000 })).toMatchObject({ authorized: true });
    expect(await payer.attempt({ amount: 6001 })).toMatchObject({ authorized: false });
  });

  it.each([
    [["--duration", "0"], 2, "from 1"],
    [["--duration", "0s"], 2, "from 1"],
    [["--duration", "-5"], 2, ""],
    [["--duration", "forever"], 2, "from 1"],
    [["--duration", "31d"], 1, "lasts 1 to"],
    [["--quorum", "0"], 2, "from 1"],
    [["--conditions", "{ amount_lt: many }"], 2, "amount_lt"],
    [["--conditions", "{ max_calls: 5 }"], 2, "max_calls"],
    [["-c", "*"], 1, "would open everything"],
    [["-c", "a b"], 1, "not a capability pattern"],
    [["-e", "a.b"], 1, "environment"],
    [["--break-glass"], 1, "needs a reason"],
    [["--break-glass", "--reason", "x", "--duration", "2d"], 1, "in an emergency lasts"],
    [["--by", " "], 2, "blank"],
  ])("refuses %j and grants nothing", async (options, code, words) => {
    const { scratch, grant } = unsignedPayer();
    const refused = await grant(...options);
    expect([refused.code, refused.errors]).toEqual([code, expect.stringContaining(words)]);
    expect((await scratch.run("grants", "list", "--all")).output).toBe(
      "nothing was ever granted\n",
    );
  });

  it("must be told whose calls, of what, and where", async () => {
    const { scratch } = unsignedPayer();
    for (const missing of [0, 2, 4]) {
      const options = TO_PAY.filter((_one, index) => index !== missing && index !== missing + 1);
      expect((await scratch.run("grant", ...options)).code).toBe(2);
    }
  });

  it("is shouted about where it is given in an emergency", async () => {
    const { scratch, payer, grant } = unsignedPayer();
    const { output } = await grant("--break-glass", "--reason", "outage", "--by", "alice");
    expect(output).toMatch(/\nemergency +BREAK-GLASS\nreason +outage\n/);
    expect(await payer.attempt()).toMatchObject({ authorized: true });
    const { output: log } = await scratch.run("logs");
    expect(log).toMatch(
      /payments\.transfer +BREAK-GLASS +by alice: outage +until 2026-01-31 13:00:00 \(grt_/,
    );
    expect((await scratch.run("grants", "list")).output).toContain("BREAK-GLASS active");
  });

  it("opens nothing unsigned where the policy names approvers, and with their keys does", async () => {
    const scratch = new Scratch();
    const [alice] = await makeApprovers(scratch, "alice");
    const payer = new Payer(scratch, paymentPolicy(`approvals: { approvers: [${alice}] }`));
    const agent = new Scratch();
    agent.now = scratch.now;
    const forged = await agent.run("grant", ...TO_PAY, "--by", "alice", "--audit-log", scratch.log);
    expect(forged).toMatchObject({
      code: 0,
      errors: expect.stringContaining("opens nothing where"),
    });
    expect(await payer.attempt()).toMatchObject({ authorized: false });
    const { output, errors } = await scratch.run("grant", ...TO_PAY);
    expect(output).toMatch(/\ngranted by +alice\n/);
    expect(errors).not.toContain("not signed");
    expect(await payer.attempt()).toMatchObject({ authorized: true });
  });

  it("never opens what the policy denies", async () => {
    const scratch = new Scratch();
    const payer = new Payer(scratch, "deny: [payments.transfer]\n");
    await scratch.run("grant", ...TO_PAY);
    expect(await payer.attempt()).toMatchObject({ authorized: false, reason: "policy_deny" });
  });
});

describe("capfence grants", () => {
  it("lists those in force, and all", async () => {
    const { scratch, grant } = unsignedPayer();
    await grant("--duration", "60", "--by", "alice");
    const id = idIn((await grant("--duration", "2h", "--session", "s-1", "--by", "bob")).output);
    scratch.now += 60_000;
    const { output } = await scratch.run("grants", "list");
    expect(output.trimEnd().split("\n")).toEqual([
      expect.stringMatching(
        /^id +agent_id +capability +environment +state +ends +granted by +only$/,
      ),
      expect.stringMatching(
        new RegExp(
          `^${id} +pay-agent +payments.transfer +production +active +in 119m|in 1h +bob \\(unsigned\\) +session s-1$`,
        ),
      ),
    ]);
    const all = (await scratch.run("grants", "list", "--all")).output;
    expect(all).toMatch(/ expired +alice/);
    const json = await scratch.run("grants", "list", "--json");
    expect(JSON.parse(json.output)).toMatchObject({ id, state: "active", session: "s-1" });
  });

  it("says when there are none", async () => {
    const { scratch } = unsignedPayer();
    expect((await scratch.run("grants", "list")).output).toBe("no grant is in force\n");
    expect((await scratch.run("grants", "list", "--json")).output).toBe("");
  });

  it("takes one back, and no call after it is let through", async () => {
    const { scratch, payer, grant } = unsignedPayer();
    const id = idIn((await grant("--by", "alice")).output);
    const { code, output } = await scratch.run(
      "grants",
      "revoke",
      id,
      "--by",
      "bob",
      "--reason",
      "done",
    );
    expect([code, output]).toEqual([
      0,
      expect.stringMatching(/\nrevoked +2026-01-31 12:00:00 by bob: done\n/),
    ]);
    expect(await payer.attempt()).toMatchObject({ authorized: false });
    expect((await scratch.run("grants", "revoke", id)).code).toBe(1);
    expect((await scratch.run("grants", "show", id)).output).toContain(`${id} (revoked)`);
    expect((await scratch.run("logs")).output).toMatch(/revoked +by bob: done +grt_/);
  });

  it("opens nothing before as many have granted it as must", async () => {
    const scratch = new Scratch();
    const lines = await makeApprovers(scratch, "alice", "bob");
    const approvals = `approvals: { approvers: [${lines.join(", ")}], quorum: 2 }`;
    const payer = new Payer(scratch, paymentPolicy(approvals));
    const given = await scratch.run("grant", ...TO_PAY, "--by", "alice", "--quorum", "2");
    const id = idIn(given.output);
    expect(given.output).toContain("(1 of 2 approvals)");
    expect(await payer.attempt()).toMatchObject({ authorized: false });
    expect((await scratch.run("grants", "endorse", id, "--by", "alice")).code).toBe(1);
    const { output } = await scratch.run("grants", "endorse", id, "--by", "bob");
    expect(output).toContain("  - capability: payments.transfer\n");
    expect(output).toContain("granted by alice, bob (active)");
    expect(await payer.attempt()).toMatchObject({ authorized: true });
  });

  it.each(["show", "revoke", "endorse"])("%s says that there is no such grant", async (command) => {
    const { scratch } = unsignedPayer();
    const { code, errors } = await scratch.run("grants", command, "grt_\u001B");
    expect([code, errors]).toEqual([1, expect.stringContaining("there is no grant")]);
    expect(errors.replaceAll("\n", "")).not.toMatch(/\p{C}/u);
  });

  it("shows what was granted harmless", async () => {
    const { scratch, grant } = unsignedPayer();
    const id = idIn((await grant("--reason", "no\u202Ew", "--by", "a\u009Bb")).output);
    for (const command of [["list"], ["list", "--json"], ["show", id], ["show", id, "--json"]]) {
      const { output } = await scratch.run("grants", ...command);
      expect(output.replaceAll("\n", "")).not.toMatch(/\p{C}/u);
    }
  });
});
