import { describe, expect, it } from "vitest";
import { policy } from "../../../test/judge.ts";
import {
  generateSignerKey,
  readSignerKey,
  writeVerifierKey,
} from "../../encoding/note/note-key.ts";
import { PolicyLoadError } from "../../errors.ts";
import { loadPolicyDocument } from "./load.ts";

const ALICE = "alice+fff7f6c9+AVNWECB4uGs5ZKYSVUeIykOdtgSzp9szuBHJcBoIaZja";
/** Alice's key under another name. */
const ALLY = "ally+66f2da23+AVNWECB4uGs5ZKYSVUeIykOdtgSzp9szuBHJcBoIaZja";
/** Another key of alice, as someone may write her name. */
const OTHER_ALICE = writeVerifierKey(readSignerKey(generateSignerKey("ALICE")).verifier);
const BOB = "bob+40645e2a+AV0Jvlkg/xARPiuGmg3ZUVOzCnyFsHyBSniFsgDO8Lke";
const WITNESS = "alice+07b317dc+BFNWECB4uGs5ZKYSVUeIykOdtgSzp9szuBHJcBoIaZja";

function errorOf(approvals: string): string {
  try {
    policy(`approvals: ${approvals}\nallow: [a.b]\n`);
    return "loads";
  } catch (error) {
    if (error instanceof PolicyLoadError) return error.message;
    throw error;
  }
}

describe("the approvals of a policy", () => {
  it("are none where it does not say any", () => {
    expect(policy("allow: [a.b]").approvalRequirements).toEqual([]);
    expect(policy("{ approvals: [], allow: [a.b] }").approvalRequirements).toEqual([]);
  });

  it("want one approver of all capabilities, and not their own answer, where nothing else is said", () => {
    const [only, ...others] = policy(`approvals: { approvers: ${ALICE} }`).approvalRequirements;
    expect(others).toEqual([]);
    expect(only).toMatchObject({
      patterns: [],
      approvers: [{ name: "alice", type: "ed25519" }],
      quorum: 1,
      notSelf: true,
      file: "test.yaml",
      line: 1,
    });
  });

  it("are read entry by entry", () => {
    const text = `
approvals:
  - for: payments.*
    approvers: [${ALICE}, ${BOB}]
    quorum: 2
  - { for: [a.b, C.D], approvers: [${BOB}], not_self: false }
`;
    expect(policy(text).approvalRequirements).toMatchObject([
      { patterns: [["payments", "*"]], quorum: 2, notSelf: true, line: 3 },
      {
        patterns: [
          ["a", "b"],
          ["c", "d"],
        ],
        approvers: [{ name: "bob" }],
        notSelf: false,
        line: 6,
      },
    ]);
  });

  it("of parents and of the file itself add up, those of a file extended twice once", () => {
    const files = new Map([
      ["child.yaml", `extends: [left.yaml, right.yaml]\napprovals: { approvers: ${BOB} }\n`],
      ["left.yaml", "extends: base.yaml\n"],
      ["right.yaml", "extends: base.yaml\n"],
      ["base.yaml", `approvals: { approvers: ${ALICE} }\n`],
    ]);
    const { approvals } = loadPolicyDocument("child.yaml", {
      resolve: (path) => path,
      read: (path) => files.get(path) ?? "",
    });
    expect(approvals.map(({ file, approvers }) => [file, approvers[0]?.name])).toEqual([
      ["base.yaml", "alice"],
      ["child.yaml", "bob"],
    ]);
  });
});

describe("approvals that do not load say where and how to mend them", () => {
  it.each([
    ["", "1:11: approvals: expected a mapping with approvers, got nothing"],
    ["[alice]", '1:13: approvals[0]: expected a mapping with approvers, got "alice"'],
    ["{ for: a.b }", "1:12: approvals: the entry has no approvers; list the public keys"],
    ["{ approvers: [] }", "1:25: approvals.approvers: the list is empty, so nobody could approve"],
    ["{ approvers: 5 }", "approvals.approvers: expected text, got 5"],
    ["{ approvers: [alice] }", "1:26: approvals.approvers[0]: this is not a public key; expected"],
    [`{ approvers: ${ALICE.replace("c9+", "c8+")} }`, "does not match its id"],
    [`{ approvers: ${WITNESS} }`, '"alice" is a key of a witness, which signs checkpoints'],
    [
      `{ approvers: [${ALICE}, ${BOB}, ${ALICE}] }`,
      'approvals.approvers[2]: "alice" has the same key as "alice"; one key is one approver',
    ],
    [
      `{ approvers: [${ALICE}, ${ALLY}] }`,
      'approvals.approvers[1]: "ally" has the same key as "alice"; one key is one approver',
    ],
    [`{ approvers: ${ALICE}, quorum: 0 }`, "approvals.quorum: expected a whole number from 1"],
    [`{ approvers: ${ALICE}, quorum: 1.5 }`, "approvals.quorum: expected a whole number from 1"],
    [
      `{ approvers: ${ALICE}, quorum: 2 }`,
      "approvals.quorum: 2 must approve, but there are 1 approvers; nobody could ever approve",
    ],
    [
      `{ approvers: [${ALICE}, ${OTHER_ALICE}], quorum: 2 }`,
      "approvals.quorum: 2 must approve, but there are 1 approvers; nobody could ever approve",
    ],
    [`{ approvers: ${ALICE}, not_self: 1 }`, "approvals.not_self: expected true or false, got 1"],
    [`{ approvers: ${ALICE}, for: 'a b' }`, 'approvals.for: "a b" is not a capability'],
    [`{ approvers: ${ALICE}, for: [] }`, "approvals.for: the list is empty"],
    [
      `{ approvers: ${ALICE}, quorums: 1 }`,
      'approvals.quorums: unknown key "quorums"; did you mean "quorum"?',
    ],
    [`[{ approver: ${ALICE} }]`, 'unknown key "approver"; did you mean "approvers"?'],
  ])("%s", (approvals, message) => {
    expect(errorOf(approvals)).toContain(message);
  });

  it("and do not repeat a private key", () => {
    const key = generateSignerKey("alice");
    const message = errorOf(`{ approvers: "${key}" }`);
    expect(message).toContain("this is a private key; keep it secret");
    expect(message).not.toContain(key.slice(-20));
  });
});
