import type { ExportedRecord } from "../src/audit/export/exported-record.ts";
import type { JsonObject } from "../src/encoding/json.ts";

type Example = ExportedRecord & JsonObject;

const WRITER = "00f1e2d3c4b5a697";
const POLICY = "5f".repeat(32);

function example(seq: number, kind: string, members: JsonObject): Example {
  const time = `2026-03-01T10:00:0${seq % 10}.000Z`.replace("03.000Z", "00.000Z");
  return { v: 2, writer: WRITER, seq, time, prev: "ab".repeat(32), kind, ...members };
}

type ExampleName =
  | "open"
  | "policy"
  | "decision"
  | "denied"
  | "outcome"
  | "approval"
  | "grant"
  | "breakGlass"
  | "revocation"
  | "tokenRevocation"
  | "bypass"
  | "checkpoint"
  | "close";

/** A record of each kind, and a decision that held a call back. */
export const records: Readonly<Record<ExampleName, Example>> = {
  open: example(1, "open", {
    software: "capfence/0.1.0",
    key: "example.org/log+1b2c3d4e+AfEA",
    roster: [{ writer: "ffffffffffffffff", size: 12, head: "cd".repeat(32) }],
  }),
  policy: example(2, "policy", { policyDigest: POLICY, mode: "enforce" }),
  decision: example(3, "decision", {
    id: "4b0fe3ae-46c7-4d3a-9c39-4a7c8b2f5a11",
    actor: "billing-agent",
    capability: "payments.transfer",
    resource: "payments",
    action: "transfer",
    environment: "production",
    tool: "pay",
    context: { sessionId: "s-1", toolName: "pay", framework: "langchain", tenant: "acme" },
    payload: { amount: 50, to: "DE00 1234" },
    payloadDigest: "c4".repeat(32),
    effect: "allow",
    reason: "policy_allow",
    authorized: true,
    mode: "enforce",
    rule: { section: "allow", id: "allow[0]", file: "policy.yaml", line: 9 },
    policyDigest: POLICY,
  }),
  denied: example(4, "decision", {
    id: "d1",
    actor: "billing-agent",
    capability: "files.delete",
    resource: "files",
    action: "delete",
    context: {},
    payload: {},
    effect: "deny",
    reason: "policy_deny",
    authorized: false,
    mode: "enforce",
    rule: { section: "deny", id: "no-delete", file: "p.yaml", line: 2, severity: "critical" },
    uncertain: ["path_within"],
    policyDigest: POLICY,
  }),
  outcome: example(5, "outcome", {
    decision: "4b0fe3ae-46c7-4d3a-9c39-4a7c8b2f5a11",
    outcome: "failed",
    error: "Error: connection refused",
  }),
  approval: example(6, "approval", {
    approval: "apr_0123456789abcdef",
    digest: "ee".repeat(32),
    state: "approved",
    actor: "billing-agent",
    capability: "payments.transfer",
    environment: "production",
    policyDigest: POLICY,
    by: "carol",
    note: "fine",
  }),
  grant: example(6, "grant", {
    grant: "grt_0123456789abcdef",
    by: "carol",
    granted: {
      actor: "billing-agent",
      capability: "payments.transfer",
      environment: "production",
      grantedBy: "carol",
      createdAt: 1_772_359_206_000,
      expiresAt: 1_772_362_806_000,
      quorum: 1,
    },
  }),
  breakGlass: example(6, "grant", {
    grant: "grt_fedcba9876543210",
    by: "carol",
    granted: { actor: "*", capability: "payments.*", grantedBy: "bob", reason: "outage" },
    breakGlass: true,
  }),
  revocation: example(6, "revocation", {
    grant: "grt_0123456789abcdef",
    by: "carol",
    reason: "no longer needed",
  }),
  tokenRevocation: example(6, "revocation", {
    token: "tok_0123456789abcdef0123456789abcdef",
    by: "carol",
  }),
  bypass: example(6, "bypass", {
    bypass: "byp_1",
    state: "begun",
    actor: "billing-agent",
    reason: "outage",
    until: "2026-03-01T11:00:00.000Z",
  }),
  checkpoint: example(7, "checkpoint", { note: "example.org/log/00f1e2d3c4b5a697\n6\nAAAA\n" }),
  close: example(8, "close", {}),
};
