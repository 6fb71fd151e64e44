import { describe, expect, it } from "vitest";
import { pendingRequest } from "../../test/pending-request.ts";
import { AuditError } from "../errors.ts";
import type { StateKind, StateVersion } from "../state/version.ts";
import { grantIn, requestIn } from "./stored.ts";

const REQUEST = pendingRequest("apr_1");
const GRANT = {
  id: "grt_1",
  actor: "agent",
  capability: "payments.transfer",
  environment: "*",
  grantedBy: "alice",
  createdAt: 0,
  expiresAt: 1000,
  quorum: 1,
  endorsements: [{ by: "alice", at: 0 }],
};

function version(kind: StateKind, value: object): StateVersion {
  const { id, digest = "" } = kind === "request" ? REQUEST : { id: GRANT.id };
  return { kind, id, version: 1, key: digest, time: 0, text: JSON.stringify(value) };
}

describe("a stored request", () => {
  it("is read as it was kept", () => {
    const answers = [{ answer: "approved", by: "alice", at: 1, note: "fine" }] as const;
    const kept = { ...REQUEST, answers, approvers: ["alice"] };
    expect(requestIn(version("request", kept))).toEqual(kept);
  });

  it.each<object>([
    { id: "apr_2" },
    { digest: "of another" },
    { state: "\u001B[2J" },
    { state: "toString" },
    { actor: 5 },
    { capability: null },
    { alias: {} },
    { environment: ["production"] },
    { context: [] },
    { payload: "text" },
    { approvers: ["alice", 5] },
    { approvers: "alice" },
    { reason: {} },
    { createdAt: "0" },
    { expiresAt: 1e300 },
    { quorum: "1" },
    { answers: {} },
    { answers: [null] },
    { answers: [{ answer: "approved", at: 1 }] },
    { answers: [{ answer: "approved", by: "alice", at: "1" }] },
    { answers: [{ answer: "constructor", by: "alice", at: 1 }] },
    { answers: [{ answer: "approved", by: "alice", at: 1, signature: 5 }] },
  ])("is not read where it has %j", (part) => {
    expect(() => requestIn(version("request", { ...REQUEST, ...part }))).toThrow(AuditError);
  });
});

describe("a stored grant", () => {
  it("is read as it was kept", () => {
    const kept = { ...GRANT, breakGlass: true, conditions: {}, revoked: { by: "bob", at: 1 } };
    expect(grantIn(version("grant", kept))).toEqual(kept);
  });

  it.each<object>([
    { id: "grt_2" },
    { actor: null },
    { session: 5 },
    { conditions: [] },
    { breakGlass: "no" },
    { createdAt: "0" },
    { expiresAt: 1e300 },
    { endorsements: [null] },
    { endorsements: [{ by: ["alice"], at: 0 }] },
    { revoked: false },
  ])("is not read where it has %j", (part) => {
    expect(() => grantIn(version("grant", { ...GRANT, ...part }))).toThrow(AuditError);
  });
});
