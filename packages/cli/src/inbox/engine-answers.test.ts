import { ApprovalEngine, ImmutableAuditTrail, MemoryStorage, shownDigest } from "@capfence/core";
import { createSigning, readSigning } from "@capfence/core/signing";
import { beforeEach, describe, expect, it } from "vitest";
import { aRequest } from "../../test/a-request.ts";
import { Scratch } from "../../test/scratch.ts";
import { engineAnswers } from "./engine-answers.ts";
import type { ApprovalScope } from "../approvals/approval-scope.ts";
import type { InboxAnswers } from "./inbox-answers.ts";

let engine: ApprovalEngine;
let answers: InboxAnswers;

beforeEach(async () => {
  const store = new MemoryStorage();
  const trail = new ImmutableAuditTrail({ store });
  engine = new ApprovalEngine({ store, trail, clock: () => 500, newId: () => "0".repeat(32) });
  answers = engineAnswers({ by: "carol" }, { withEngine: (work) => work(engine) });
  await trail.append({ transitions: [{ type: "request", request: aRequest() }], records: [] });
});

describe("answers of the inbox", () => {
  it("approve one call and open no other", async () => {
    const answered = await answers.approve(aRequest(), { scope: { kind: "once" } });
    expect(answered).toMatchObject({ state: "approved", answers: [{ by: "carol" }] });
    expect(await engine.grants()).toEqual([]);
  });

  it.each<[ApprovalScope, object]>([
    [{ kind: "session", seconds: 60 }, { session: "run-17" }],
    [{ kind: "until", seconds: 60 }, {}],
    [
      { kind: "payload", seconds: 60 },
      { digest: "digest of the call", shown: shownDigest(aRequest()) },
    ],
    [
      { kind: "envelope", seconds: 60, conditions: { amount_lte: 5000 } },
      { conditions: { amount_lte: 5000 } },
    ],
  ])("grant no more than was chosen: %j", async (scope, only) => {
    await answers.approve(aRequest(), { scope });
    const [grant] = await engine.grants();
    expect(grant).toEqual({
      id: expect.stringMatching(/^grt_/),
      endorsements: [{ by: "carol", at: 500 }],
      actor: "pay-agent",
      capability: "payments.transfer",
      environment: "production",
      createdAt: 500,
      expiresAt: 60_500,
      grantedBy: "carol",
      quorum: 1,
      request: "apr_1",
      tool: "transfer",
      ...only,
    });
  });

  it("reject with the reason", async () => {
    expect(await answers.reject(aRequest(), { note: "no" })).toMatchObject({
      state: "rejected",
      answers: [{ note: "no" }],
    });
  });

  it("grant nothing for the session of a request that has none", async () => {
    const scope = { kind: "session", seconds: 60 } as const;
    const without = aRequest({ context: {} });
    expect(() => answers.approve(without, { scope })).toThrow("names no session");
  });

  it("say who must answer where that is somebody else", () => {
    const key = `${new Scratch().folder}/carol.key`;
    createSigning(key, "carol");
    const { signer } = readSigning(key);
    const signed = engineAnswers({ signer }, { withEngine: (work) => work(engine) });
    const [own, others] = [["carol", "dave"], ["dave"]].map((approvers) => aRequest({ approvers }));
    if (own === undefined || others === undefined) throw new Error("two requests");
    expect(answers.refusal?.(aRequest())).toBeUndefined();
    expect(answers.refusal?.(own)).toContain("--key FILE");
    expect(signed.refusal?.(own)).toBeUndefined();
    expect(signed.refusal?.(others)).toBe("you are carol; this is for dave");
  });
});
