import { describe, expect, it } from "vitest";
import { canonicalJson } from "../../encoding/canonical-json.ts";
import type { JsonObject } from "../../encoding/json.ts";
import { ConfigurationError } from "../../errors.ts";
import { Frontier } from "../merkle/frontier.ts";
import { leafHash } from "../merkle/hash.ts";
import { proveInclusion } from "../merkle/prove.ts";
import { timeLine, writeCheckpoint } from "../note/checkpoint.ts";
import { cosign, readNote, signNote, writeNote } from "../../encoding/note/note.ts";
import { generateSignerKey, readSignerKey } from "../../encoding/note/note-key.ts";
import { readTlogProof, writeTlogProof } from "../proof/tlog-proof.ts";
import { type ProvenText, readReceipt, writeReceipt } from "./receipt.ts";
import { type ReceiptTrust, verifyReceipt } from "./verify-receipt.ts";

const WRITER = "0123456789abcdef";
const ORIGIN = `example.org/log/${WRITER}`;
const TIME = "2026-01-31T12:00:00.000Z";
const key = readSignerKey(generateSignerKey("example.org/log"));
const witness = readSignerKey(generateSignerKey("example.org/witness"));
const trust: ReceiptTrust = { keys: [key.verifier] };
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

const DECISION = {
  v: 2,
  writer: WRITER,
  seq: 2,
  time: TIME,
  prev: "0".repeat(64),
  kind: "decision",
  id: "d1",
  actor: "agent",
  capability: "shell.execute",
  resource: "shell",
  action: "execute",
  context: {},
  payload: { command: "ls\nls" },
  payloadDigest: "",
  effect: "allow",
  reason: "policy_allow",
  authorized: true,
  mode: "enforce",
  policyDigest: "p",
} as const;
const OUTCOME = {
  v: 2,
  writer: WRITER,
  seq: 4,
  time: TIME,
  prev: "0".repeat(64),
  kind: "outcome",
  decision: "d1",
  outcome: "succeeded",
} as const;

/** The proof of what stands at a place, from 1, of a log of eleven records, signed by the key and a witness. */
async function proved(text: string, place: number, origin = ORIGIN): Promise<ProvenText> {
  const leaves = Array.from({ length: 11 }, (_, index) =>
    leafHash(bytes(index === place - 1 ? text : `other ${index}`)),
  );
  const tree = new Frontier();
  for (const leaf of leaves) tree.append(leaf);
  const head = { origin, size: leaves.length, root: tree.root(), extensions: [timeLine(TIME)] };
  const note = signNote(writeCheckpoint(head), key);
  const signatures = [...note.signatures, cosign(note.text, witness, 1_769_860_800)];
  const hashes = await proveInclusion(place - 1, leaves.length, leaves);
  const checkpoint = writeNote({ text: note.text, signatures });
  return { record: text, proof: writeTlogProof({ index: place - 1, hashes, checkpoint }) };
}

async function receiptOf(
  decision: JsonObject = DECISION,
  outcome: JsonObject | undefined = OUTCOME,
): Promise<string> {
  return writeReceipt({
    decision: await proved(canonicalJson(decision), 2),
    ...(outcome === undefined ? {} : { outcome: await proved(canonicalJson(outcome), 4) }),
  });
}

describe("a receipt", () => {
  it("proves a decision and what became of the tool, with nothing but the key", async () => {
    const place = { origin: ORIGIN, size: 11, signer: "example.org/log", signedAt: TIME };
    expect(verifyReceipt(await receiptOf(), trust)).toStrictEqual({
      kind: "proved",
      decision: { ...place, record: DECISION, index: 1, witnesses: [] },
      outcome: { ...place, record: OUTCOME, index: 3, witnesses: [] },
    });
  });

  it("names the witnesses that signed, and when", async () => {
    const finding = verifyReceipt(await receiptOf(), { ...trust, witnesses: [witness.cosigner] });
    const seen = { witnesses: [{ name: "example.org/witness", time: 1_769_860_800 }] };
    expect(finding).toMatchObject({ kind: "proved", decision: seen, outcome: seen });
  });

  it("proves a decision alone", async () => {
    const decision = await proved(canonicalJson(DECISION), 2);
    const finding = verifyReceipt(writeReceipt({ decision }), trust);
    expect(finding).toMatchObject({ kind: "proved", decision: { record: DECISION } });
    expect(finding).not.toHaveProperty("outcome");
  });

  it("carries the record as the first line of a proof's extra data, for whoever reads that format", async () => {
    const extra = new TextDecoder().decode(readTlogProof(await receiptOf())?.extra);
    const [record, ...rest] = extra.split("\n");
    expect(record).toBe(canonicalJson(DECISION));
    expect(readTlogProof(rest.join("\n"))?.extra).toStrictEqual(bytes(canonicalJson(OUTCOME)));
  });

  it("proves nothing else once any character of it is another", async () => {
    const text = await receiptOf();
    const changed = Array.from({ length: Math.floor(text.length / 5) }, (_, index) => {
      const place = index * 5;
      return text.slice(0, place) + (text[place] === "A" ? "B" : "A") + text.slice(place + 1);
    });
    const findings = changed.map((one) => verifyReceipt(one, trust));
    // Who else signed is of no concern to whoever did not ask.
    const proofs = findings.filter(({ kind }) => kind === "proved");
    expect(proofs.length).toBeLessThan(changed.length / 4);
    for (const finding of proofs) expect(finding).toStrictEqual(verifyReceipt(text, trust));
  });

  it("holds the longest record there is", async () => {
    const command = "\u0001".repeat(1_000_000);
    const text = await receiptOf({ ...DECISION, payload: { command } });
    expect(verifyReceipt(text, trust)).toMatchObject({
      kind: "proved",
      decision: { record: { payload: { command } } },
    });
  });

  it("is proved by any key of the log, and by none of another", async () => {
    const text = await receiptOf();
    const old = readSignerKey(generateSignerKey("example.org/log")).verifier;
    const other = readSignerKey(generateSignerKey("example.org/other")).verifier;
    const kindFor = (...keys: ReceiptTrust["keys"]): string => verifyReceipt(text, { keys }).kind;
    expect(kindFor(old, key.verifier)).toBe("proved");
    expect(kindFor(other, old)).toBe("not_signed");
    expect(kindFor(other)).toBe("other_log");
  });

  it("vouches for nothing by itself", async () => {
    const text = await receiptOf();
    expect(() => verifyReceipt(text, { keys: [] })).toThrow(ConfigurationError);
    expect(() => verifyReceipt("", { keys: [witness.cosigner] })).toThrow(ConfigurationError);
    expect(() => verifyReceipt("", { ...trust, quorum: 1 })).toThrow(ConfigurationError);
  });

  it.each<readonly [string, string, () => Promise<string>]>([
    ["not_a_receipt", "no proof", async () => "x"],
    [
      "not_a_receipt",
      "a proof without a record",
      async () => (await proved(canonicalJson(DECISION), 2)).proof,
    ],
    ["not_a_receipt", "not of a decision", () => receiptOf({ ...OUTCOME, seq: 2 })],
    ["not_a_receipt", "of another version", () => receiptOf({ ...DECISION, v: 1 })],
    ["not_a_receipt", "of what is no answer", () => receiptOf({ ...DECISION, authorized: "true" })],
    [
      "not_a_receipt",
      "not canonical",
      async () => {
        const decision = await proved(JSON.stringify(DECISION), 2);
        return writeReceipt({ decision });
      },
    ],
    [
      "not_a_receipt",
      "followed by no proof",
      async () => {
        const decision = await proved(canonicalJson(DECISION), 2);
        return writeReceipt({ decision: { ...decision, record: `${decision.record}\n` } });
      },
    ],
    ["not_a_receipt", "with the outcome of nothing", () => receiptOf(DECISION, DECISION)],
    [
      "other_decision",
      "with another's outcome",
      () => receiptOf(DECISION, { ...OUTCOME, decision: "d2" }),
    ],
    ["misplaced", "of another place", () => receiptOf({ ...DECISION, seq: 3 })],
    ["misplaced", "of another writer", () => receiptOf({ ...DECISION, writer: "f".repeat(16) })],
    [
      "misplaced",
      "of an outcome of another place",
      () => receiptOf(DECISION, { ...OUTCOME, seq: 5 }),
    ],
    [
      "not_included",
      "of what is not in the log",
      async () => {
        const { proof } = await proved(canonicalJson(DECISION), 2);
        const record = canonicalJson({ ...DECISION, effect: "deny" });
        return writeReceipt({ decision: { proof, record } });
      },
    ],
    [
      "not_included",
      "of an outcome that is not in the log",
      async () => {
        const { proof } = await proved(canonicalJson(OUTCOME), 4);
        const record = canonicalJson({ ...OUTCOME, outcome: "failed" });
        const decision = await proved(canonicalJson(DECISION), 2);
        return writeReceipt({ decision, outcome: { proof, record } });
      },
    ],
    [
      "other_log",
      "of another log",
      async () => {
        const origin = `example.com/log/${WRITER}`;
        return writeReceipt({ decision: await proved(canonicalJson(DECISION), 2, origin) });
      },
    ],
    ["not_signed", "without signature", () => resigned((lines) => lines.slice(1))],
    [
      "bad_signature",
      "with the signature of another checkpoint",
      () => {
        const { signatures } = signNote("x\n", key);
        return resigned(([, ...lines]) => [...signatures, ...lines]);
      },
    ],
  ])("is %s where it is %s", async (kind, _what, make) => {
    expect(verifyReceipt(await make(), trust).kind).toBe(kind);
  });

  it("is not proved by fewer witnesses than are asked for", async () => {
    const text = await resigned((lines) => lines.slice(0, 1));
    const asked = { ...trust, witnesses: [witness.cosigner] };
    expect(verifyReceipt(text, asked)).toMatchObject({
      kind: "too_few_witnesses",
      part: "decision",
      needed: 1,
    });
    expect(verifyReceipt(text, { ...asked, quorum: 0 }).kind).toBe("proved");
  });

  it("is made of proofs only, and read as what was written", async () => {
    const decision = await proved(canonicalJson(DECISION), 2);
    expect(() => writeReceipt({ decision: { ...decision, proof: "x" } })).toThrow(RangeError);
    expect(readReceipt(writeReceipt({ decision }))?.decision.record).toStrictEqual(DECISION);
  });
});

type Signatures = NonNullable<ReturnType<typeof readNote>>["signatures"];

/** A receipt whose checkpoint is signed otherwise. */
async function resigned(change: (signatures: Signatures) => Signatures): Promise<string> {
  const { record, proof } = await proved(canonicalJson(DECISION), 2);
  const read = readTlogProof(proof);
  if (read === undefined) throw new TypeError("a proof that was made cannot be read");
  const { text, signatures } = read.signed.note;
  const checkpoint = writeNote({ text, signatures: change(signatures) });
  const { index, hashes } = read;
  return writeReceipt({
    decision: { record, proof: writeTlogProof({ index, hashes, checkpoint }) },
  });
}
