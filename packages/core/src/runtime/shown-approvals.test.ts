import { beforeEach, describe, expect, it } from "vitest";
import { applyQuietly } from "../../test/apply-quietly.ts";
import { SignedApprovals } from "../../test/signed-approvals.ts";
import { shownDigest } from "../approvals/shown-call.ts";
import { findGrant } from "../approvals/stored.ts";
import { NO_READS } from "../state/store.ts";

let desk: SignedApprovals;
beforeEach(() => {
  desk = new SignedApprovals();
});

const HARMLESS = { payload: { amount: 1 } };
const REAL = { payload: { amount: 5000 } };

describe("who can write to the database, but has no key of an approver,", () => {
  it("gets no approval for a call by showing the approver another", async () => {
    const id = await desk.ask();
    await desk.forge(id, HARMLESS);
    await desk.approve(id);
    expect(await desk.runs()).toBe(false);
    await desk.forge(id, REAL);
    expect(await desk.runs()).toBe(false);
  });

  it.each([{ context: {} }, { actor: "other" }, { environment: "test" }, { alias: "a.b" }])(
    "gets none by showing %j either",
    async (other) => {
      const id = await desk.ask();
      const { actor, context } = await desk.stored(id);
      await desk.forge(id, other);
      await desk.approve(id);
      const back = { actor, context, environment: undefined, alias: undefined };
      await desk.forge(id, back as object);
      expect(await desk.runs()).toBe(false);
    },
  );

  it("cannot change what is shown between looking and answering", async () => {
    const id = await desk.ask();
    await desk.forge(id, HARMLESS);
    const shown = shownDigest(await desk.stored(id));
    await desk.forge(id, REAL);
    const { approvals } = desk.runtime;
    for (const answer of [
      approvals.approve(id, { signer: desk.alice, shown }),
      approvals.reject(id, { signer: desk.alice, shown }),
    ])
      await expect(answer).rejects.toThrow("has changed since it was shown");
    expect(await desk.runs()).toBe(false);
    const again = shownDigest(await desk.stored(id));
    await approvals.approve(id, { signer: desk.alice, shown: again });
    expect(await desk.runs()).toBe(true);
  });

  it("gets no grant for this very call by showing another", async () => {
    const id = await desk.ask();
    await desk.forge(id, HARMLESS);
    const { digest } = await desk.stored(id);
    const grant = {
      capability: "payments.transfer",
      environment: "*",
      durationSeconds: 60,
      digest,
    };
    await desk.runtime.approvals.approve(id, { signer: desk.alice, grant });
    // Once the forged request is out of the way, the grant stands alone.
    await desk.forge(id, { ...REAL, state: "consumed" });
    const [given] = await desk.runtime.approvals.grants();
    expect(await findGrant(desk.storage, given?.id ?? "")).toBeDefined();
    expect(await desk.runs()).toBe(false);
  });

  it("cannot widen a grant between looking and joining it", async () => {
    const { storage, now } = desk;
    const id = "grt_forged";
    const grant = {
      id,
      actor: "agent",
      capability: "payments.transfer",
      environment: "*",
      conditions: { amount_lte: 1 },
      grantedBy: "bob",
      createdAt: now,
      expiresAt: now + 1000,
      endorsements: [{ by: "bob", at: now }],
      quorum: 2,
    };
    await applyQuietly(storage, { type: "grant", grant });
    const seen = await findGrant(storage, id);
    if (seen === undefined) throw new Error("there is no grant");
    const { conditions: _narrow, ...wide } = grant;
    const text = JSON.stringify(wide);
    const versions = [{ kind: "grant", id, version: 2, key: "", time: now, text }] as const;
    storage.commit({ reads: NO_READS, insertions: () => ({ versions, entries: [] }) });
    const joined = desk.runtime.approvals.endorse(id, { signer: desk.alice, seen });
    await expect(joined).rejects.toThrow("has changed since it was shown");
    expect(await desk.runs()).toBe(false);
  });

  it("does not close the log by an answer that is none", async () => {
    const id = await desk.ask();
    await desk.forge(id, { answers: [null as never] });
    await expect(desk.approve(id)).rejects.toThrow("is not readable");
    expect(await desk.runs({ amount: 1 })).toBe(true);
  });
});
