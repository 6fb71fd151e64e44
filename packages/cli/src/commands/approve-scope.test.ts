import { allGrants, type ApprovedGrant } from "@capfence/core";
import { SqliteStorage } from "@capfence/core/sqlite";
import { describe, expect, it } from "vitest";
import { makeApprovers, Payer, paymentPolicy } from "../../test/payer.ts";
import { Scratch } from "../../test/scratch.ts";

const EIGHT_HOURS = 8 * 3_600_000;

function payerIn(context: object = { sessionId: "s-1" }) {
  const scratch = new Scratch();
  return { scratch, payer: new Payer(scratch, paymentPolicy(), context) };
}

async function grantsOf(scratch: Scratch): Promise<readonly ApprovedGrant[]> {
  const storage = SqliteStorage.openReadOnly(scratch.log);
  try {
    return await allGrants(storage);
  } finally {
    storage.close();
  }
}

describe("capfence approve --scope", () => {
  it("grants nothing beside the call by itself", async () => {
    const { scratch, payer } = payerIn();
    await scratch.run("approve", await payer.ask());
    expect(await grantsOf(scratch)).toEqual([]);
  });

  it("session: opens other calls of the session, for eight hours if nobody says", async () => {
    const { scratch, payer } = payerIn();
    const id = await payer.ask();
    const { code, output } = await scratch.run("approve", id, "--scope", "session");
    expect(code).toBe(0);
    expect(output).toContain("lets through calls until 2026-01-31 20:00:00:");
    expect(output).toContain("    session: s-1\n");
    const [given] = await grantsOf(scratch);
    expect(output).toContain(`granted as ${given?.id}; capfence grants revoke ${given?.id} takes`);
    expect(await grantsOf(scratch)).toMatchObject([
      {
        actor: "pay-agent",
        capability: "payments.transfer.production",
        environment: "production",
        session: "s-1",
        request: id,
        expiresAt: scratch.now + EIGHT_HOURS,
      },
    ]);
    expect(await payer.attempt({ amount: 9000 })).toMatchObject({ reason: "approved_grant" });
    const elsewhere = new Payer(scratch, paymentPolicy(), { sessionId: "s-2" });
    expect(await elsewhere.attempt({ amount: 9000 })).toMatchObject({ authorized: false });
  });

  it("session: needs one", async () => {
    const { scratch, payer } = payerIn({});
    const { code, errors } = await scratch.run("approve", await payer.ask(), "--scope", "session");
    expect([code, errors]).toEqual([1, expect.stringContaining("names no session")]);
    expect((await scratch.run("pending-approvals")).output).toContain("5000");
  });

  it("until: opens calls with whatever arguments until then", async () => {
    const { scratch, payer } = payerIn();
    const id = await payer.ask();
    await scratch.run("approve", id, "--scope", "until", "--until", "2h");
    expect(await payer.attempt({ amount: 9000 })).toMatchObject({ reason: "approved_grant" });
    scratch.now += 2 * 3_600_000;
    expect(await payer.attempt({ amount: 9000 })).toMatchObject({ authorized: false });
  });

  it.each([
    [["--scope", "until"], 2, "needs --until"],
    [["--until", "2h"], 2, "--until needs --scope"],
    [["--scope", "until", "--until", "soon"], 2, "is not a time"],
    [["--scope", "until", "--until", "2026-01-31T11:59Z"], 2, "it is over"],
    [["--scope", "until", "--until", "0s"], 2, "is not a time to come"],
    [["--scope", "until", "--until", "31d"], 1, "lasts 1 to"],
    [["--scope", "forever"], 2, "Allowed choices"],
    [["--conditions", "{}"], 2, "--conditions needs --scope"],
    [["--scope", "until", "--until", "2h", "--conditions", "{ amount_lt: many }"], 2, "amount_lt"],
    [["--scope", "envelope", "--conditions", "5"], 2, "expected conditions"],
    [["--scope", "envelope", "--conditions", "{ cap: x }"], 2, "unknown"],
  ])("refuses %j and approves nothing", async (options, code, words) => {
    const { scratch, payer } = payerIn();
    const id = await payer.ask();
    const refused = await scratch.run("approve", id, ...options);
    expect([refused.code, refused.errors]).toEqual([code, expect.stringContaining(words)]);
    expect((await scratch.run("pending-approvals")).output).toContain(id);
    expect(await grantsOf(scratch)).toEqual([]);
  });

  it("payload: opens this very call as often as it is made, and no other", async () => {
    const { scratch, payer } = payerIn();
    const { output } = await scratch.run("approve", await payer.ask(), "--scope", "payload");
    expect(output).toContain("lets through this very call, as often as it is made, until");
    for (let time = 0; time < 3; time += 1)
      expect(await payer.attempt()).toMatchObject({ authorized: true });
    expect(await payer.attempt({ amount: 5001 })).toMatchObject({ authorized: false });
  });

  it("envelope: proposes a rule, asks, and opens calls that meet it", async () => {
    const { scratch, payer } = payerIn();
    const id = await payer.ask({ amount: 5000, to: "ACME" });
    scratch.answers = ["y"];
    const { code, output } = await scratch.run("approve", id, "--scope", "envelope");
    expect(code).toBe(0);
    expect(scratch.asked).toEqual(["Let such calls through? [y/N] "]);
    expect(output).toContain(`
  - capability: payments.transfer.production
    actor: pay-agent
    environment: production
    amount_lte: 5000
    args:
      /to: ACME
    only_args:
      - amount
      - to
`);
    expect(await payer.attempt({ amount: 4000, to: "ACME" })).toMatchObject({
      reason: "approved_grant",
    });
    for (const payload of [
      { amount: 5001, to: "ACME" },
      { amount: 4000, to: "EVIL" },
      { amount: 4000, to: "ACME", cc: "EVIL" },
      { amount: 4000 },
    ])
      expect(await payer.attempt(payload)).toMatchObject({ authorized: false });
  });

  it("envelope: approves nothing where that is not agreed to, or nobody can be asked", async () => {
    const { scratch, payer } = payerIn();
    const id = await payer.ask();
    for (const [answers, code] of [
      [["n"], 1],
      [[""], 1],
      [[], 2],
    ] as const) {
      scratch.answers = [...answers];
      expect((await scratch.run("approve", id, "--scope", "envelope")).code).toBe(code);
    }
    expect(await payer.attempt()).toMatchObject({ authorized: false });
    expect((await scratch.run("approve", id, "--scope", "envelope", "--yes")).code).toBe(0);
  });

  it("envelope: takes one's own conditions without asking", async () => {
    const { scratch, payer } = payerIn();
    const id = await payer.ask();
    const own = [
      "--scope",
      "envelope",
      "--conditions",
      "{ amount_lte: 8000, only_args: [amount] }",
    ];
    expect((await scratch.run("approve", id, ...own)).code).toBe(0);
    expect(await payer.attempt({ amount: 8000 })).toMatchObject({ authorized: true });
    expect(await payer.attempt({ amount: 8001 })).toMatchObject({ authorized: false });
  });

  it("opens nothing wider before as many have granted it as must", async () => {
    const scratch = new Scratch();
    const lines = await makeApprovers(scratch, "alice", "bob");
    const approvals = `approvals: { approvers: [${lines.join(", ")}], quorum: 2 }`;
    const payer = new Payer(scratch, paymentPolicy(approvals), { sessionId: "s-1" });
    const id = await payer.ask();
    const approved = await scratch.run("approve", id, "--by", "alice", "--scope", "session");
    const [grant] = await grantsOf(scratch);
    expect(approved.output).toContain(`capfence grants endorse ${grant?.id} joins it`);
    expect(await payer.attempt({ amount: 9000 })).toMatchObject({ authorized: false });
    const { code, output } = await scratch.run("grants", "endorse", grant?.id ?? "", "--by", "bob");
    expect([code, output]).toEqual([0, expect.stringContaining("granted by alice, bob (active)")]);
    expect(await payer.attempt({ amount: 9100 })).toMatchObject({ reason: "approved_grant" });
  });
});
