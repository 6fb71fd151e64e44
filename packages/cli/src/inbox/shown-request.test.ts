import type { ApprovalRequest, StateStore } from "@capfence/core";
import { describe, expect, it } from "vitest";
import { aRequest } from "../../test/a-request.ts";
import { ShownRequest } from "./shown-request.ts";

/** A store of one request that a test changes as it likes, as somebody with access to the file could. */
class Forgery {
  request: ApprovalRequest | undefined = aRequest();
  now = 500;
  readonly shown = new ShownRequest(aRequest(), {
    store: {
      latest: () => this.#version(),
      latestOf: () => undefined,
      before: () => undefined,
      all: () => [],
    } satisfies StateStore,
    clock: () => this.now,
    look: 5,
  });

  #version(): Awaited<ReturnType<StateStore["latest"]>> {
    if (this.request === undefined) return undefined;
    const { id, digest } = this.request;
    const text = JSON.stringify(this.request);
    return { kind: "request", id, version: 1, key: digest, time: 0, text };
  }
}

describe("a shown request", () => {
  it("can be answered while it waits as it was shown", async () => {
    const { shown } = new Forgery();
    expect([await shown.isAnswerable(), shown.why]).toEqual([true, undefined]);
    shown.close();
  });

  it.each<[string, Partial<ApprovalRequest>]>([
    ["arguments", { payload: { amount: 5 } }],
    ["digest", { digest: "digest of another call" }],
    ["agent", { actor: "other" }],
    ["end", { expiresAt: 2000 }],
  ])("cannot be answered once somebody has changed its %s", async (_what, change) => {
    const forgery = new Forgery();
    forgery.request = aRequest(change);
    expect(await forgery.shown.isAnswerable()).toBe(false);
    expect(forgery.shown.why).toContain("was changed while it was shown");
  });

  it.each<[string, ApprovalRequest | undefined]>([
    ["is no longer there", undefined],
    [
      "was cancelled by ops: stop\\u001b",
      aRequest({ state: "cancelled", cancelledBy: "ops", cancelledFor: "stop\u001B" }),
    ],
    [
      "was approved by dave elsewhere, and used",
      aRequest({ state: "consumed", answers: [{ answer: "approved", by: "dave", at: 1 }] }),
    ],
    [
      "was rejected by dave elsewhere",
      aRequest({ state: "rejected", answers: [{ answer: "rejected", by: "dave", at: 1 }] }),
    ],
    ["cannot be read any more", { ...aRequest(), answers: "none" as unknown as [] }],
  ])("says that it %s, by itself", async (words, request) => {
    const forgery = new Forgery();
    forgery.request = request;
    await expect.poll(() => forgery.shown.why).toContain(words);
  });

  it("has the approvals that came meanwhile, and expires by the clock that jumps", async () => {
    const forgery = new Forgery();
    forgery.request = aRequest({ answers: [{ answer: "approved", by: "dave", at: 1 }] });
    await expect.poll(() => forgery.shown.status).toBe("0s left, 1 of 1 approval (dave)");
    forgery.now = 1000;
    await expect.poll(() => [forgery.shown.status, forgery.shown.why]).toContain("has expired");
  });
});
