import { beforeAll, describe, expect, it } from "vitest";
import { toBase64 } from "../../encoding/base64.ts";
import { ConfigurationError } from "../../errors.ts";
import { Frontier } from "../merkle/frontier.ts";
import { leafHash } from "../merkle/hash.ts";
import { proveInclusion } from "../merkle/prove.ts";
import { writeCheckpoint } from "../note/checkpoint.ts";
import { cosign, type NoteSignature, signNote, writeNote } from "../../encoding/note/note.ts";
import { generateSignerKey, readSignerKey, type SignerKey } from "../../encoding/note/note-key.ts";
import { readTlogProof, writeTlogProof } from "./tlog-proof.ts";
import {
  type TlogProofFinding,
  type TlogProofTrust,
  verifyTlogProof,
} from "./verify-tlog-proof.ts";

const NOW = 1_769_860_800;
const keyOf = (name: string): SignerKey => readSignerKey(generateSignerKey(name));
const log = keyOf("example.org/log");
const one = keyOf("example.org/witness-1");
const two = keyOf("example.org/witness-2");
const leaves = Array.from({ length: 20 }, (_, index) =>
  new TextEncoder().encode(`record ${index}`),
);

interface Made {
  readonly index?: number;
  readonly size?: number;
  readonly origin?: string;
  readonly signer?: SignerKey;
  readonly extra?: Uint8Array;
  /** Further signatures over the text. */
  readonly more?: (text: string) => readonly NoteSignature[];
}

async function make(made: Made = {}): Promise<string> {
  const { index = 5, size = 13, origin = "example.org/log/0123456789abcdef", signer = log } = made;
  const hashes = leaves.slice(0, size).map(leafHash);
  const frontier = new Frontier();
  for (const hash of hashes) frontier.append(hash);
  const text = writeCheckpoint({ origin, size, root: frontier.root(), extensions: [] });
  const { signatures } = signNote(text, signer);
  const checkpoint = writeNote({ text, signatures: [...signatures, ...(made.more?.(text) ?? [])] });
  const path = await proveInclusion(index, size, hashes);
  const extra = made.extra === undefined ? {} : { extra: made.extra };
  return writeTlogProof({ index, hashes: path, checkpoint, ...extra });
}

const leaf = (index: number): Uint8Array => leaves[index] ?? new Uint8Array();

function check(text: string, trust: Partial<TlogProofTrust> = {}, index = 5): TlogProofFinding {
  return verifyTlogProof(text, leaf(index), { key: log.verifier, ...trust });
}

let plain = "";
let witnessed = "";

beforeAll(async () => {
  plain = await make();
  witnessed = await make({ more: (text) => [cosign(text, one, NOW), cosign(text, two, NOW + 1)] });
});

describe("a proof that a record is in a log", () => {
  it("is written and read as the format says", async () => {
    const extra = Uint8Array.of(1, 2, 3);
    const text = await make({ index: 1, size: 2, extra });
    expect(text.split("\n").slice(0, 5)).toStrictEqual([
      "c2sp.org/tlog-proof@v1",
      "extra AQID",
      "index 1",
      toBase64(leafHash(leaf(0))),
      "",
    ]);
    const { index, hashes, checkpoint, extra: read } = readTlogProof(text) ?? {};
    expect({ index, hashes, read }).toStrictEqual({
      index: 1,
      hashes: [leafHash(leaf(0))],
      read: extra,
    });
    expect(checkpoint).toMatch(/^example\.org\/log\/0123456789abcdef\n2\n/);
  });

  it("is proved for every place in trees of every size", async () => {
    for (let size = 1; size <= leaves.length; size += 1)
      for (let index = 0; index < size; index += 1)
        expect(check(await make({ index, size }), {}, index)).toStrictEqual({
          kind: "proved",
          origin: "example.org/log/0123456789abcdef",
          index,
          size,
          signer: "example.org/log",
          witnesses: [],
        });
  });

  it("says who saw the checkpoint, and when", () => {
    const witnesses = [one.cosigner, two.cosigner];
    expect(check(witnessed, { witnesses })).toMatchObject({
      kind: "proved",
      witnesses: [
        { name: "example.org/witness-1", time: NOW },
        { name: "example.org/witness-2", time: NOW + 1 },
      ],
    });
    expect(check(witnessed)).toMatchObject({ kind: "proved", witnesses: [] });
  });

  it("hands on data beside it, for which nothing vouches", async () => {
    const extra = Uint8Array.of(7);
    expect(check(await make({ extra }))).toMatchObject({ kind: "proved", extra });
    expect(check(plain)).not.toHaveProperty("extra");
  });

  it("proves nothing for another record, nor for another place", async () => {
    expect(verifyTlogProof(plain, leaf(6), { key: log.verifier })).toStrictEqual({
      kind: "not_included",
      origin: "example.org/log/0123456789abcdef",
      index: 5,
      size: 13,
    });
    for (const index of [0, 4, 6, 12, 13, 2 ** 53 - 1])
      expect(check(plain.replace("index 5\n", `index ${index}\n`)).kind).toBe("not_included");
  });

  it("is of a log for which the key signs: of its own name or below it", async () => {
    expect(check(await make({ origin: "example.org/log" })).kind).toBe("proved");
    for (const origin of ["example.org", "example.org/logs", "example.org/log2/a", "x"])
      expect(check(await make({ origin }))).toStrictEqual({
        kind: "other_log",
        origin,
        key: "example.org/log",
      });
  });

  it("is signed by the key that is asked for, also where another has its name", async () => {
    for (const signer of [keyOf("example.org/log"), keyOf("example.org/log/0123456789abcdef")])
      expect(check(await make({ signer })).kind).toBe("not_signed");
  });

  it("has no wrong signature of a known key, also beside a right one", async () => {
    const wrong = (text: string): NoteSignature => ({
      ...cosign(text, one, NOW),
      signature: cosign(text, one, NOW).signature.with(70, 0).with(71, 0),
    });
    const text = await make({ more: (note) => [cosign(note, one, NOW), wrong(note)] });
    expect(check(text, { witnesses: [one.cosigner] })).toMatchObject({
      kind: "bad_signature",
      key: "example.org/witness-1",
    });
    expect(check(text).kind).toBe("proved");
    expect(check(plain.replace("\n13\n", "\n12\n"))).toMatchObject({
      kind: "bad_signature",
      key: "example.org/log",
    });
  });

  it("has the signatures of as many witnesses as are needed", async () => {
    const witnesses = [one.cosigner, two.cosigner];
    const single = await make({ more: (text) => [cosign(text, two, NOW), cosign(text, two, NOW)] });
    expect(check(single, { witnesses, quorum: 1 }).kind).toBe("proved");
    expect(check(single, { witnesses, quorum: 0 }).kind).toBe("proved");
    for (const quorum of [2, undefined])
      expect(check(single, { witnesses, ...(quorum && { quorum }) })).toStrictEqual({
        kind: "too_few_witnesses",
        origin: "example.org/log/0123456789abcdef",
        witnesses: [{ name: "example.org/witness-2", time: NOW }],
        needed: 2,
      });
    expect(check(plain, { witnesses: [one.cosigner] }).kind).toBe("too_few_witnesses");
  });

  it("does not count a witness that does not say when", async () => {
    const text = await make({ more: (note) => [cosign(note, one, 0)] });
    expect(check(text, { witnesses: [one.cosigner] }).kind).toBe("too_few_witnesses");
  });

  it("is refused with every single bit flipped", () => {
    const bytes = new TextEncoder().encode(witnessed);
    const trust = { witnesses: [one.cosigner, two.cosigner] };
    const strict = new TextDecoder("utf-8", { fatal: true });
    const kinds = new Set<string>();
    for (let place = 0; place < bytes.length * 8; place += 1) {
      const flipped = bytes.slice();
      flipped[place >> 3] = (bytes[place >> 3] ?? 0) ^ (1 << (place & 7));
      let text = "";
      try {
        text = strict.decode(flipped);
      } catch {
        // Bytes that are no UTF-8 never become a text.
      }
      kinds.add(check(text, trust).kind);
    }
    expect([...kinds].toSorted()).toStrictEqual([
      "bad_signature",
      "not_a_proof",
      "not_included",
      "not_signed",
      "other_log",
      "too_few_witnesses",
    ]);
  });

  it("is refused cut off at every place, and with anything behind it", () => {
    const trust = { witnesses: [one.cosigner, two.cosigner] };
    for (let end = 0; end < witnessed.length; end += 1)
      expect(check(witnessed.slice(0, end), trust).kind).not.toBe("proved");
    for (const more of ["\n", " ", "x\n", "\n\n", "\0", "— x AAAA\n", "index 5\n"])
      expect(check(plain + more).kind).toBe("not_a_proof");
  });

  it.each([
    ["another version", "@v1\n", "@v2\n"],
    ["a blank before", "c2sp", " c2sp"],
    ["carriage returns", "\nindex 5\n", "\r\nindex 5\r\n"],
    ["leading zeros", "index 5\n", "index 05\n"],
    ["a sign", "index 5\n", "index +5\n"],
    ["a negative place", "index 5\n", "index -5\n"],
    ["another form of number", "index 5\n", "index 5.0\n"],
    ["no number", "index 5\n", "index \n"],
    ["two blanks", "index 5\n", "index  5\n"],
    ["a place beyond all counting", "index 5\n", "index 9007199254740992\n"],
    ["no place", "index 5\n", ""],
    ["two places", "index 5\n", "index 5\nindex 5\n"],
    ["extra data of no length", "index 5\n", "extra \nindex 5\n"],
    ["extra data behind the place", "index 5\n", "index 5\nextra AQID\n"],
    ["extra data twice", "index 5\n", "extra AQID\nextra AQID\nindex 5\n"],
    ["extra data without padding", "index 5\n", "extra AQ\nindex 5\n"],
    ["extra data with loose bits", "index 5\n", "extra AR==\nindex 5\n"],
    ["a hash too short", "index 5\n", "index 5\nAQID\n"],
    ["a hash that is none", "index 5\n", "index 5\n!!!!\n"],
    ["an empty line before the hashes", "index 5\n", "index 5\n\n"],
    ["too many hashes", "index 5\n", `index 5\n${`${"A".repeat(43)}=\n`.repeat(60)}`],
    ["no checkpoint", /\n\n[^]*$/, "\n\n"],
  ])("is not read with %s", (_name, from, to) => {
    const text = plain.replace(from, to);
    expect(text).not.toBe(plain);
    expect(check(text)).toStrictEqual({ kind: "not_a_proof" });
  });

  it("is not read where it is longer than any proof", () => {
    const texts = [300_000, 9 * 1024 * 1024].map((count) =>
      plain.replace("index 5\n", `extra ${"AAAA".repeat(count)}\nindex 5\n`),
    );
    expect(texts.map((text) => check(text).kind)).toStrictEqual(["proved", "not_a_proof"]);
  });

  it("is not written where it could not be read", () => {
    const { hashes = [], checkpoint = "" } = readTlogProof(plain) ?? {};
    const good = { index: 5, hashes, checkpoint };
    expect(writeTlogProof(good)).toBe(plain);
    for (const wrong of [
      { index: -1 },
      { index: 0.5 },
      { checkpoint: "x" },
      { hashes: [Uint8Array.of(1)] },
      { extra: new Uint8Array() },
    ])
      expect(() => writeTlogProof({ ...good, ...wrong })).toThrow(RangeError);
  });
});

describe("whom a reader trusts", () => {
  it.each<readonly [string, Partial<TlogProofTrust>, string]>([
    ["a witness's key for the log's", { key: one.cosigner }, "is of a witness"],
    ["a log's key for a witness's", { witnesses: [one.verifier] }, "is of a log"],
    ["a witness twice", { witnesses: [one.cosigner, one.cosigner] }, "name each key once"],
    ["the log as its own witness", { witnesses: [log.cosigner] }, "name each key once"],
    ["more than there are", { witnesses: [one.cosigner], quorum: 2 }, "a quorum of 2"],
    ["less than none", { quorum: -1 }, "a quorum of -1"],
    ["a part of a witness", { witnesses: [one.cosigner], quorum: 0.5 }, "a quorum of 0.5"],
    ["no number of them", { witnesses: [one.cosigner], quorum: Number.NaN }, "a quorum of NaN"],
  ])("is not %s", (_name, trust, words) => {
    expect(() => check(plain, trust)).toThrow(ConfigurationError);
    expect(() => check(plain, trust)).toThrow(words);
  });
});
